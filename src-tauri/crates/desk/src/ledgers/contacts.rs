//! The rows of 谈心谈话台账 and 走访慰问台账.

use method::{ContactState, DutyKind, PersonId, Talk, TalkMode, Visit};
use sheet::{Head, Ledger, TalkRow, VisitRow};
use vault::Reading;

use super::masking;
use super::who::Who;
use super::words::{items, variant_words};
use crate::lookup::Lookup;
use crate::records::known;
use crate::retention::Covers;
use crate::sheets::sex_text;
use crate::{DeskError, LedgerOf, contacts};

pub(super) fn talks(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    of: &LedgerOf,
    who: &mut Who,
    head: &Head,
) -> Result<Ledger, DeskError> {
    let covers = Covers::of(reading)?;
    let mut talks = reading.talks(of.from.zip(of.to))?;
    talks.retain(|talk| talk.state != ContactState::Draft && of.has(talk.day) && who.takes_any(&talk.persons));
    talks.sort_by_key(|talk| (talk.day, talk.number));
    let row = |talk| talk_row(reading, lookup, who, covered_talk(&covers, talk), of.masked);
    let rows = talks.into_iter().map(row).collect::<Result<Vec<_>, _>>()?;
    Ok(sheet::talks_ledger(head, &rows))
}

pub(super) fn visits(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    of: &LedgerOf,
    who: &mut Who,
    head: &Head,
) -> Result<Ledger, DeskError> {
    let covers = Covers::of(reading)?;
    let mut visits = reading.visits(of.from.zip(of.to))?;
    visits.retain(|visit| visit.state != ContactState::Draft && of.has(visit.day) && who.takes_any(&visit.persons));
    visits.sort_by_key(|visit| (visit.day, visit.number));
    let row = |visit| visit_row(lookup, who, covered_visit(&covers, visit), of.masked);
    let rows = visits.into_iter().map(row).collect::<Result<Vec<_>, _>>()?;
    Ok(sheet::visits_ledger(head, &rows))
}

/// A hidden record keeps its row, as it counts, and the names in it; its texts stay covered.
fn covered_talk(covers: &Covers, talk: Talk) -> Talk {
    let covered = |text: String| covers.text(&talk.persons, text);
    Talk {
        place: covered(talk.place),
        topic: covered(talk.topic),
        content: covered(talk.content),
        opinion: covered(talk.opinion),
        follow_up: covered(talk.follow_up),
        ..talk
    }
}

fn covered_visit(covers: &Covers, visit: Visit) -> Visit {
    let covered = |text: String| covers.text(&visit.persons, text);
    Visit {
        reason: covered(visit.reason),
        place: covered(visit.place),
        received_by: covered(visit.received_by),
        relation: covered(visit.relation),
        situation: covered(visit.situation),
        problems: covered(visit.problems),
        measures: covered(visit.measures),
        note: covered(visit.note),
        ..visit
    }
}

/// The place, without the homes of those who were talked with or visited when it is to be covered.
fn place(lookup: &Lookup<'_>, persons: &[PersonId], place: String, masked: bool) -> Result<String, DeskError> {
    if !masked {
        return Ok(place);
    }
    let people = persons.iter().map(|id| lookup.person(*id)).collect::<Result<Vec<_>, _>>()?;
    Ok(masking::place(&place, people.iter().flatten().map(|person| &**person)))
}

fn talk_row(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    who: &Who,
    talk: Talk,
    masked: bool,
) -> Result<TalkRow, DeskError> {
    let mode = match talk.mode {
        TalkMode::Individual => "个别",
        TalkMode::Group => "集体",
        TalkMode::Appointment => "约谈",
        TalkMode::Phone => "电话等",
    };
    let mut reasons: Vec<String> = Vec::new();
    for duty in &talk.settles {
        let title = lookup.kind_title(&lookup.event(known(reading.duty(*duty))?.key.event)?.kind);
        if !reasons.contains(&title) {
            reasons.push(title);
        }
    }
    let persons = who.named(&talk.persons);
    Ok(TalkRow {
        number: contacts::number_text(talk.day, talk.number),
        day: talk.day,
        persons: names(lookup, &persons, talk.persons.len())?,
        posts: of_persons(lookup, &persons, |person| person.post.clone())?,
        political: of_persons(lookup, &persons, |person| person.political.clone())?,
        items: items(lookup, DutyKind::Talk, &talk.categories),
        categories: talk.categories,
        reason: reasons.join("、"),
        talkers: talk.talkers.into_iter().map(|one| one.name).collect(),
        place: place(lookup, &talk.persons, talk.place, masked)?,
        mode: mode.to_owned(),
        variant: variant_words(talk.variant).to_owned(),
        outline: talk.topic,
        content: talk.content,
        opinion: talk.opinion,
        follow_up: talk.follow_up,
        outcome: String::new(),
        late_entry: lookup.is_late(talk.day, talk.entered_at),
        note: String::new(),
    })
}

fn visit_row(lookup: &Lookup<'_>, who: &Who, visit: Visit, masked: bool) -> Result<VisitRow, DeskError> {
    let persons = who.named(&visit.persons);
    let place = place(lookup, &visit.persons, visit.place, masked)?;
    Ok(VisitRow {
        number: contacts::number_text(visit.day, visit.number),
        day: visit.day,
        persons: names(lookup, &persons, visit.persons.len())?,
        sexes: of_persons(lookup, &persons, |person| sex_text(person.sex).to_owned())?,
        births: of_persons(lookup, &persons, |person| person.birth.map(|birth| birth.dotted()).unwrap_or_default())?,
        political: of_persons(lookup, &persons, |person| person.political.clone())?,
        posts: of_persons(lookup, &persons, |person| person.post.clone())?,
        items: items(lookup, DutyKind::Visit, &visit.categories),
        categories: visit.categories,
        reason: visit.reason,
        place,
        visitors: visit.visitors.into_iter().map(|one| one.name).collect(),
        money_fen: visit.money_fen,
        goods: visit.goods,
        fund: visit.fund,
        received_by: visit.received_by,
        relation: visit.relation,
        situation: visit.situation,
        problems: visit.problems,
        measures: visit.measures,
        late_entry: lookup.is_late(visit.day, visit.entered_at),
        note: visit.note,
    })
}

/// The names of those whom the ledger is about; of the others of the record only how many there are.
fn names(lookup: &Lookup<'_>, persons: &[PersonId], all: usize) -> Result<Vec<String>, DeskError> {
    let mut names = of_persons(lookup, persons, |person| person.name.clone())?;
    if let Some(last) = names.last_mut().filter(|_| persons.len() < all) {
        last.push_str(&format!("等{all}人"));
    }
    Ok(names)
}

fn of_persons(
    lookup: &Lookup<'_>,
    ids: &[PersonId],
    field: impl Fn(&method::Person) -> String,
) -> Result<Vec<String>, DeskError> {
    ids.iter().map(|id| Ok(lookup.person(*id)?.map(|person| field(&person)).unwrap_or_default())).collect()
}
