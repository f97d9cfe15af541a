//! 谈前提纲: one page before a contact.
//!
//! 思想动态 and 先进、后进底数 are read only when they are asked for, and the operations log notes it.

mod sheet;

use method::{Contact, ContactState, Duty, DutyKind, EntryBody, Facet, FacetState, Part, Person, PersonId, settles};
use vault::{Reading, Writing};

use crate::lookup::{Lookup, Rules};
use crate::records::{known, log};
use crate::{
    BriefContact, BriefGet, BriefQuestion, BriefView, Desk, DeskError, DutyView, EntryView, ErrorCode, Host, contacts,
    knowing, promises, suggestions,
};

pub(crate) use sheet::brief_sheet;

/// The most contacts that are named.
const CONTACTS: usize = 3;
/// The most entries of 思想动态.
const MIND: usize = 3;

pub(crate) fn brief_get(desk: &mut Desk, _: &dyn Host, request: BriefGet) -> Result<BriefView, DeskError> {
    let rules = desk.rules();
    with_brief(desk, &rules, &request, |_, _, brief| Ok(brief))
}

/// Makes the brief and something of it. What is restricted is read only after its reading stands in the log.
pub(crate) fn with_brief<T>(
    desk: &mut Desk,
    rules: &Rules,
    request: &BriefGet,
    make: impl FnOnce(&Reading<'_>, &Lookup<'_>, BriefView) -> Result<T, DeskError>,
) -> Result<T, DeskError> {
    if !request.restricted {
        return desk.read(|reading| {
            let lookup = Lookup::new(reading, rules);
            let brief = gather(reading, rules, &lookup, request)?;
            make(reading, &lookup, brief)
        });
    }
    desk.write(|writing: &Writing<'_>| {
        known(writing.person(request.person))?;
        log(writing, "brief_reveal", &request.person.to_string(), &[Facet::Mind, Facet::Standing])?;
        let lookup = Lookup::new(writing, rules);
        let mut brief = gather(writing, rules, &lookup, request)?;
        brief.restricted = restricted(writing, rules, request.person)?;
        make(writing, &lookup, brief)
    })
}

/// Everything but what is restricted.
fn gather(
    reading: &Reading<'_>,
    rules: &Rules,
    lookup: &Lookup<'_>,
    request: &BriefGet,
) -> Result<BriefView, DeskError> {
    let person = known(reading.person(request.person))?;
    let duty = request.duty.map(|id| known(reading.duty(id))).transpose()?;
    if let Some(duty) = &duty
        && !concerns(lookup, duty, person.id)?
    {
        return Err(DeskError::with(ErrorCode::BadRequest, "duty"));
    }
    let mut family = knowing::entry_views(reading, rules, person.id, Facet::Family)?;
    family.retain(|entry| matches!(entry.body, EntryBody::Relative { .. }));
    Ok(BriefView {
        person: lookup.person_ref(person.id)?,
        age: person.birth.map(|birth| birth.age_on(rules.today)),
        political: person.political.clone(),
        family,
        contacts: newest_contacts(reading, person.id)?,
        promises: promises::of_person(reading, lookup, person.id)?,
        suggestions: suggestions::of_person(reading, lookup, person.id)?,
        questions: questions(reading, rules, person.id)?,
        others: others(reading, rules, lookup, &person, duty.as_ref())?,
        duty: duty.map(|duty| lookup.duty_view(duty)).transpose()?,
        restricted: Vec::new(),
    })
}

/// Whether the duty is one to the person: a joint talk is one to every party, and stands under the first.
fn concerns(lookup: &Lookup<'_>, duty: &Duty, person: PersonId) -> Result<bool, DeskError> {
    let party = duty.key.part == Part::Joint && lookup.event(duty.key.event)?.persons.contains(&person);
    Ok(party || duty.key.person == person)
}

/// The newest records of both kinds; drafts are not records yet.
fn newest_contacts(reading: &Reading<'_>, person: PersonId) -> Result<Vec<BriefContact>, DeskError> {
    let mut contacts = Vec::new();
    for talk in reading.talks_of(person)?.into_iter().filter(|talk| talk.state != ContactState::Draft) {
        let (id, topic, follow_up) = (talk.id.to_string(), talk.topic, talk.follow_up);
        contacts.push((talk.entered_at, BriefContact { kind: DutyKind::Talk, id, day: talk.day, topic, follow_up }));
    }
    for visit in reading.visits_of(person)?.into_iter().filter(|visit| visit.state != ContactState::Draft) {
        let (id, topic, follow_up) = (visit.id.to_string(), visit.reason, visit.measures);
        contacts.push((visit.entered_at, BriefContact { kind: DutyKind::Visit, id, day: visit.day, topic, follow_up }));
    }
    contacts.sort_by_key(|(entered_at, contact)| std::cmp::Reverse((contact.day, *entered_at)));
    Ok(contacts.into_iter().take(CONTACTS).map(|(_, contact)| contact).collect())
}

/// What is unknown or stale, in the order of the six.
fn questions(reading: &Reading<'_>, rules: &Rules, person: PersonId) -> Result<Vec<BriefQuestion>, DeskError> {
    let facets = knowing::view(reading, rules, person)?.facets.into_iter();
    let asked = facets.filter(|facet| facet.state != FacetState::Known);
    Ok(asked.map(|facet| BriefQuestion { facet: facet.facet, state: facet.state, checked: facet.checked }).collect())
}

/// The other open duties to the person that a contact by the secretary today could settle, of the same kind when the contact is for
/// a duty.
fn others(
    reading: &Reading<'_>,
    rules: &Rules,
    lookup: &Lookup<'_>,
    person: &Person,
    duty: Option<&Duty>,
) -> Result<Vec<DutyView>, DeskError> {
    let by = contacts::by_or_secretary(reading, &[])?;
    let mut found = Vec::new();
    for other in reading.duties_of(person.id)? {
        let this = duty.is_some_and(|duty| duty.id == other.id);
        let other_kind = duty.is_some_and(|duty| duty.key.kind != other.key.kind);
        if this || other_kind || !other.is_open() {
            continue;
        }
        let contact = Contact { kind: other.key.kind, day: rules.today, persons: &[person.id], by: &by };
        let around = contacts::Around::of(reading, lookup, &other)?;
        if settles(&other, &contact, around.case(), &rules.calendar).is_ok() {
            found.push(lookup.duty_view(other)?);
        }
    }
    Ok(found)
}

/// The newest entries of 思想动态, and the newest mark of 先进、中间、后进.
fn restricted(reading: &Reading<'_>, rules: &Rules, person: PersonId) -> Result<Vec<EntryView>, DeskError> {
    let mut entries = knowing::entry_views(reading, rules, person, Facet::Mind)?;
    entries.truncate(MIND);
    let standing = knowing::entry_views(reading, rules, person, Facet::Standing)?;
    entries.extend(standing.into_iter().find(|entry| matches!(entry.body, EntryBody::Standing { .. })));
    Ok(entries)
}
