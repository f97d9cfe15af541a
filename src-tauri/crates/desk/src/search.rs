//! Searching the whole ledger: what was found as the page shows it, with the text around it.

mod snippet;

use std::collections::HashSet;

use chrono::NaiveDate;
use method::{
    ActivityId, ActivityState, ContactState, EntryBody, EntryId, EventId, PartialDate, Person, PersonId, PromiseId,
    SuggestionId, TalkId, VisitId,
};
use uuid::Uuid;
use vault::{Reading, SearchKind, SearchQuery};

use crate::lookup::Lookup;
use crate::people::masked_phone;
use crate::records::known;
use crate::{
    Desk, DeskError, Host, SearchFind, SearchFound, SearchGroup, SearchHit, SearchIn, SearchSnippet, activities, check,
    retention,
};
use snippet::snippet;

/// How many of each kind are shown when nothing is said, and at most.
const SHOWN: u32 = 20;
const MOST: u32 = 100;

const KINDS: [(SearchIn, SearchKind); 8] = [
    (SearchIn::Person, SearchKind::Person),
    (SearchIn::Event, SearchKind::Event),
    (SearchIn::Talk, SearchKind::Talk),
    (SearchIn::Visit, SearchKind::Visit),
    (SearchIn::Entry, SearchKind::Entry),
    (SearchIn::Promise, SearchKind::Promise),
    (SearchIn::Activity, SearchKind::Activity),
    (SearchIn::Suggestion, SearchKind::Suggestion),
];

pub(crate) fn search_find(desk: &mut Desk, _: &dyn Host, request: SearchFind) -> Result<SearchFound, DeskError> {
    check::line("query", &request.query)?;
    let rules = desk.rules();
    let limit = request.limit.unwrap_or(SHOWN).min(MOST) as usize;
    desk.read(|reading| {
        let Some(query) = SearchQuery::new(&request.query) else { return Ok(SearchFound { groups: Vec::new() }) };
        let hidden = if request.sealed { HashSet::new() } else { retention::hidden(reading)? };
        let search = Search { reading, lookup: Lookup::new(reading, &rules), query, typed: &request.query, hidden };
        let mut groups = Vec::new();
        for (shown, kind) in KINDS {
            if !request.kinds.is_empty() && !request.kinds.contains(&shown) {
                continue;
            }
            // One more than is shown tells whether there are more.
            let mut ids = search.ids(kind, limit + 1)?;
            let more = ids.len() > limit;
            ids.truncate(limit);
            let hits = ids.into_iter().map(|id| search.hit(kind, id)).collect::<Result<Vec<_>, _>>()?;
            if !hits.is_empty() {
                groups.push(SearchGroup { kind: shown, hits, more });
            }
        }
        Ok(SearchFound { groups })
    })
}

/// One search through one state of the ledger.
struct Search<'a> {
    reading: &'a Reading<'a>,
    lookup: Lookup<'a>,
    query: SearchQuery,
    typed: &'a str,
    hidden: HashSet<PersonId>,
}

impl Search<'_> {
    fn ids(&self, kind: SearchKind, limit: usize) -> Result<Vec<Uuid>, DeskError> {
        let mut ids = self.reading.search(kind, &self.query, limit, |id| self.is_shown(kind, id))?;
        if kind == SearchKind::Person {
            // Whoever is meant by name stands before those in whose notes it occurs.
            let spelt = self.reading.persons_spelt(self.typed)?;
            let spelt = spelt.into_iter().filter(|id| !self.hidden.contains(id)).map(|id| id.0);
            let (mut named, mut others) = (Vec::new(), Vec::new());
            for id in ids {
                if self.is_named(id)? { named.push(id) } else { others.push(id) }
            }
            let mut seen = HashSet::new();
            ids = named.into_iter().chain(spelt).chain(others).filter(|id| seen.insert(*id)).take(limit).collect();
        }
        Ok(ids)
    }

    fn is_named(&self, id: Uuid) -> Result<bool, DeskError> {
        let person = self.lookup.person(PersonId(id))?;
        Ok(person.is_some_and(|person| !self.query.marks(&person.name).is_empty()))
    }

    /// Whether a record is to be shown: unless everyone whom it concerns is hidden.
    fn is_shown(&self, kind: SearchKind, id: Uuid) -> Result<bool, DeskError> {
        if self.hidden.is_empty() {
            return Ok(true);
        }
        let persons = match kind {
            SearchKind::Person => vec![PersonId(id)],
            SearchKind::Event => known(self.reading.event(EventId(id)))?.persons,
            SearchKind::Talk => known(self.reading.talk(TalkId(id)))?.persons,
            SearchKind::Visit => known(self.reading.visit(VisitId(id)))?.persons,
            SearchKind::Entry => vec![known(self.reading.entry(EntryId(id)))?.person],
            SearchKind::Promise => vec![known(self.reading.promise(PromiseId(id)))?.person],
            // A meeting is about nobody.
            SearchKind::Activity => Vec::new(),
            SearchKind::Suggestion => known(self.reading.suggestion(SuggestionId(id)))?.person.into_iter().collect(),
        };
        Ok(persons.is_empty() || persons.iter().any(|person| !self.hidden.contains(person)))
    }

    fn hit(&self, kind: SearchKind, id: Uuid) -> Result<SearchHit, DeskError> {
        match kind {
            SearchKind::Person => self.person(PersonId(id)),
            SearchKind::Event => self.event(EventId(id)),
            SearchKind::Talk => self.talk(TalkId(id)),
            SearchKind::Visit => self.visit(VisitId(id)),
            SearchKind::Entry => self.entry(EntryId(id)),
            SearchKind::Promise => self.promise(PromiseId(id)),
            SearchKind::Activity => self.activity(ActivityId(id)),
            SearchKind::Suggestion => self.suggestion(SuggestionId(id)),
        }
    }

    fn base(
        &self,
        id: Uuid,
        day: Option<NaiveDate>,
        persons: &[PersonId],
        title: &str,
    ) -> Result<SearchHit, DeskError> {
        Ok(SearchHit {
            id: id.to_string(),
            day,
            persons: self.lookup.person_refs(persons)?,
            title: title.to_owned(),
            facet: None,
            draft: false,
            snippet: None,
            restricted: false,
        })
    }

    fn person(&self, id: PersonId) -> Result<SearchHit, DeskError> {
        let Person { name, post, note, phone, address, extra, .. } = known(self.reading.person(id))?;
        let fields = [("name", &name), ("post", &post), ("note", &note), ("phone", &phone), ("address", &address)];
        let extra = extra.values().map(|text| ("extra", text));
        let mut found = snippet(&self.query, fields.into_iter().chain(extra));
        if let Some(found) = found.as_mut().filter(|found| found.field == "phone") {
            // Found by its number or a part of it; the rest stays behind its stars.
            *found = SearchSnippet { text: masked_phone(&phone), marks: Vec::new(), field: "phone".to_owned() };
        }
        Ok(SearchHit { snippet: found, ..self.base(id.0, None, &[id], &name)? })
    }

    fn event(&self, id: EventId) -> Result<SearchHit, DeskError> {
        let event = known(self.reading.event(id))?;
        let cancelled = event.cancelled.unwrap_or_default();
        let found = snippet(&self.query, [("note", &event.note), ("cancelled", &cancelled)]);
        let title = self.lookup.kind_title(&event.kind);
        Ok(SearchHit { snippet: found, ..self.base(id.0, Some(event.day), &event.persons, &title)? })
    }

    fn talk(&self, id: TalkId) -> Result<SearchHit, DeskError> {
        let talk = known(self.reading.talk(id))?;
        let fields = [
            ("topic", &talk.topic),
            ("content", &talk.content),
            ("opinion", &talk.opinion),
            ("follow_up", &talk.follow_up),
        ];
        let fields = fields.into_iter().chain(talk.extra.values().map(|text| ("own", text)));
        let fields = fields.chain(talk.notes.iter().map(|note| ("notes", &note.text)));
        let base = self.base(id.0, Some(talk.day), &talk.persons, &talk.topic)?;
        Ok(SearchHit { draft: talk.state == ContactState::Draft, snippet: snippet(&self.query, fields), ..base })
    }

    fn visit(&self, id: VisitId) -> Result<SearchHit, DeskError> {
        let visit = known(self.reading.visit(id))?;
        let fields = [
            ("reason", &visit.reason),
            ("situation", &visit.situation),
            ("problems", &visit.problems),
            ("measures", &visit.measures),
            ("place", &visit.place),
            ("hospital", &visit.hospital),
            ("received_by", &visit.received_by),
            ("relation", &visit.relation),
            ("goods", &visit.goods),
            ("fund", &visit.fund),
            ("note", &visit.note),
        ];
        let fields = fields.into_iter().chain(visit.extra.values().map(|text| ("own", text)));
        let fields = fields.chain(visit.notes.iter().map(|note| ("notes", &note.text)));
        let base = self.base(id.0, Some(visit.day), &visit.persons, &visit.reason)?;
        Ok(SearchHit { draft: visit.state == ContactState::Draft, snippet: snippet(&self.query, fields), ..base })
    }

    fn entry(&self, id: EntryId) -> Result<SearchHit, DeskError> {
        let entry = known(self.reading.entry(id))?;
        let facet = entry.body.facet();
        let restricted = facet.sensitive();
        let texts = texts_of(&entry.body);
        let found = if restricted { None } else { snippet(&self.query, texts) };
        let base = self.base(id.0, entry.day.and_then(PartialDate::full), &[entry.person], "")?;
        Ok(SearchHit { facet: Some(facet), restricted, snippet: found, ..base })
    }

    fn promise(&self, id: PromiseId) -> Result<SearchHit, DeskError> {
        let promise = known(self.reading.promise(id))?;
        let answer = promise.answer.map(|answer| answer.text).unwrap_or_default();
        let found = snippet(&self.query, [("what", &promise.what), ("by", &promise.by), ("answer", &answer)]);
        Ok(SearchHit { snippet: found, ..self.base(id.0, Some(promise.day), &[promise.person], &promise.what)? })
    }

    fn activity(&self, id: ActivityId) -> Result<SearchHit, DeskError> {
        let activity = known(self.reading.activity(id))?;
        let fields = [
            ("title", &activity.title),
            ("content", &activity.content),
            ("resolutions", &activity.resolutions),
            ("plan", &activity.plan),
            ("place", &activity.place),
            ("guests", &activity.guests),
        ];
        let kind = activities::title_of(&activities::kinds(self.reading)?, &activity.kind);
        let base = self.base(id.0, Some(activity.day), &[], &kind)?;
        let draft = activity.state != ActivityState::Held;
        Ok(SearchHit { draft, snippet: snippet(&self.query, fields), ..base })
    }

    fn suggestion(&self, id: SuggestionId) -> Result<SearchHit, DeskError> {
        let one = known(self.reading.suggestion(id))?;
        let answer = one.end.as_ref().map(|end| end.text().to_owned()).unwrap_or_default();
        let fields = [
            ("content", &one.content),
            ("answer", &answer),
            ("category", &one.category),
            ("by", &one.handler),
            ("from", &one.from),
        ];
        let base = self.base(id.0, Some(one.day), one.person.as_slice(), &one.from)?;
        Ok(SearchHit { snippet: snippet(&self.query, fields), ..base })
    }
}

/// The texts of an entry that is not sensitive; the others are never shown here.
fn texts_of(body: &EntryBody) -> Vec<(&'static str, &String)> {
    match body {
        EntryBody::Post { text, .. }
        | EntryBody::Wish { text }
        | EntryBody::Hobby { text }
        | EntryBody::Strength { text }
        | EntryBody::Work { text } => vec![("text", text)],
        EntryBody::Education { level, degree, school, major, .. } => {
            vec![("school", school), ("major", major), ("level", level), ("degree", degree)]
        }
        EntryBody::Appraisal { grade, .. } => vec![("grade", grade)],
        EntryBody::Award { title, by } | EntryBody::Punishment { title, by, .. } => vec![("title", title), ("by", by)],
        EntryBody::Relative { .. }
        | EntryBody::Household { .. }
        | EntryBody::Mind { .. }
        | EntryBody::Standing { .. }
        | EntryBody::Progress { .. } => Vec::new(),
    }
}
