//! The six knowings (六知晓): what is known of a person, what was checked, and the map of the branch.
//!
//! A sensitive facet crosses the border only through `knowing_reveal`, and the operations log notes it.

mod entries;
mod summary;

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;
use method::{
    Entry, EntryBody, Facet, FacetCheck, FacetState, PartialDate, Person, PersonId, Source, entered_late, facet_state,
    parse_resume, relation_rank,
};
use vault::{Reading, Writing};

use crate::lookup::{Rules, local_day};
use crate::records::{known, log};
use crate::{
    Desk, DeskError, EntryForm, EntryView, ErrorCode, FacetView, Host, KnowingCell, KnowingCheck, KnowingGet,
    KnowingMap, KnowingReveal, KnowingRow, KnowingView, Nothing, PersonRef, ResumeRead, ResumeText, check, retention,
};

pub(crate) use entries::{checked, entry_create, entry_delete, entry_edit};
pub(crate) use summary::{known_counts, summary};

pub(crate) fn knowing_get(desk: &mut Desk, _: &dyn Host, request: KnowingGet) -> Result<KnowingView, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| view(reading, &rules, request.person))
}

pub(crate) fn knowing_reveal(desk: &mut Desk, _: &dyn Host, request: KnowingReveal) -> Result<FacetView, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        known(writing.person(request.person))?;
        log(writing, "knowing_reveal", &request.person.to_string(), &request.facet)?;
        let checked = checked_days(writing.facet_checks_of(request.person, rules.today)?);
        let entries = entry_views(writing, &rules, request.person, request.facet)?;
        let count = entries.len().try_into().unwrap_or(u32::MAX);
        let day = checked.get(&(request.person, request.facet)).copied();
        Ok(FacetView { hidden: false, count, entries, ..empty_facet(&rules, request.facet, day) })
    })
}

pub(crate) fn knowing_check(desk: &mut Desk, _: &dyn Host, request: KnowingCheck) -> Result<KnowingView, DeskError> {
    if request.facets.is_empty() {
        return Err(DeskError::with(ErrorCode::FieldMissing, "facets"));
    }
    let rules = desk.rules();
    let day = request.day.unwrap_or(rules.today);
    check::took_place(day, None, None, rules.today)?;
    desk.write(|writing| {
        known(writing.person(request.person))?;
        retention::expect_kept(writing, request.person)?;
        put_checks(writing, request.person, &request.facets, day)?;
        log(writing, "knowing_check", &request.person.to_string(), &(day, &request.facets))?;
        view(writing, &rules, request.person)
    })
}

pub(crate) fn knowing_map(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<KnowingMap, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| map(reading, &rules))
}

pub(crate) fn resume_read(_: &mut Desk, _: &dyn Host, request: ResumeText) -> Result<ResumeRead, DeskError> {
    check::long("text", &request.text)?;
    let read = parse_resume(&request.text);
    let entries = read.lines.into_iter().map(|line| {
        let body = EntryBody::Post { from: line.from, to: line.to, text: line.text };
        EntryForm { body, day: None, source: Source::File }
    });
    Ok(ResumeRead { entries: entries.collect(), unread: read.unread })
}

/// Notes that facets of a person were found right on a day.
pub(crate) fn put_checks(
    writing: &Writing<'_>,
    person: PersonId,
    facets: &[Facet],
    day: NaiveDate,
) -> Result<(), DeskError> {
    for facet in facets {
        writing.put_facet_check(FacetCheck { person, facet: *facet, day })?;
    }
    Ok(())
}

/// What is known of everyone present, in the order of the roster; one query for all of them.
pub(crate) fn map(reading: &Reading<'_>, rules: &Rules) -> Result<KnowingMap, DeskError> {
    let checked = checked_days(reading.facet_checks(rules.today)?);
    let present = reading.persons()?.into_iter().filter(|person| person.left.is_none());
    let rows: Vec<KnowingRow> = present
        .map(|person| {
            let cells = Facet::ALL.map(|facet| {
                let checked = checked.get(&(person.id, facet)).copied();
                KnowingCell { state: state(rules, facet, checked), checked }
            });
            let known = cells.iter().filter(|cell| cell.state == FacetState::Known).count();
            KnowingRow { person: person_ref(&person), cells: cells.to_vec(), known: known.try_into().unwrap_or(0) }
        })
        .collect();
    let known = rows.iter().map(|row| row.known).sum();
    let all = (rows.len() * Facet::ALL.len()).try_into().unwrap_or(u32::MAX);
    Ok(KnowingMap { rows, known, all })
}

/// A person's six knowings, without what is in the sensitive ones.
pub(crate) fn view(reading: &Reading<'_>, rules: &Rules, id: PersonId) -> Result<KnowingView, DeskError> {
    let person = known(reading.person(id))?;
    let checked = checked_days(reading.facet_checks_of(id, rules.today)?);
    let counts: HashMap<Facet, u32> = reading.entry_counts(id)?.into_iter().collect();
    let mut facets = Vec::new();
    for facet in Facet::ALL {
        let mut shown = empty_facet(rules, facet, checked.get(&(id, facet)).copied());
        shown.count = counts.get(&facet).copied().unwrap_or_default();
        shown.hidden = facet.sensitive();
        if !shown.hidden {
            shown.entries = entry_views(reading, rules, id, facet)?;
        }
        facets.push(shown);
    }
    let known = facets.iter().filter(|facet| facet.state == FacetState::Known).count();
    Ok(KnowingView { person: person_ref(&person), facets, known: known.try_into().unwrap_or(0) })
}

/// The entries of a facet as they are shown: résumé and relatives in the order of the 任免审批表, the rest newest first.
///
/// Whoever calls this for a sensitive facet notes it in the operations log.
pub(crate) fn entry_views(
    reading: &Reading<'_>,
    rules: &Rules,
    person: PersonId,
    facet: Facet,
) -> Result<Vec<EntryView>, DeskError> {
    // The order in which they were entered decides between entries that stand at the same place.
    let mut entries: Vec<(i64, Entry)> = (0..).zip(reading.entries_of(person, facet)?).collect();
    entries.sort_by_key(|(n, entry)| place(*n, entry));
    Ok(entries.into_iter().map(|(_, entry)| entry_view(rules, entry)).collect())
}

fn entry_view(rules: &Rules, entry: Entry) -> EntryView {
    EntryView {
        late_entry: is_late(rules, &entry),
        only_followed: entry.body.only_followed(),
        id: entry.id,
        body: entry.body,
        day: entry.day,
        source: entry.source,
        entered_at: entry.entered_at,
    }
}

/// 补录 is said of what is noted as it happens; a line of a résumé or an old award is not late.
fn is_late(rules: &Rules, entry: &Entry) -> bool {
    let day = entry.day.and_then(PartialDate::full).filter(|_| is_note(&entry.body));
    day.is_some_and(|day| {
        entered_late(day, local_day(entry.entered_at), rules.pack.late_entry_workdays, &rules.calendar)
    })
}

/// Whether an entry is a note of its day, which says how the person was on that day.
fn is_note(body: &EntryBody) -> bool {
    body.only_followed() || matches!(body, EntryBody::Work { .. })
}

/// The place of an entry, the `n`th entered, within its facet: by kind where a form has an order, then by its day.
fn place(n: i64, entry: &Entry) -> (u8, Reverse<Option<PartialDate>>, Option<PartialDate>, i64) {
    let first_to_last = |rank, day| (rank, Reverse(None), day, n);
    match &entry.body {
        EntryBody::Post { from, .. } => first_to_last(0, Some(*from)),
        EntryBody::Education { until, .. } => first_to_last(1, *until),
        EntryBody::Relative { relation, .. } => first_to_last(relation_rank(relation), None),
        body => {
            let day = match body {
                EntryBody::Appraisal { year, .. } => PartialDate::year(*year).ok(),
                _ => entry.day,
            };
            let day = day.unwrap_or_else(|| local_day(entry.entered_at).into());
            (u8::MAX, Reverse(Some(day)), None, -n)
        }
    }
}

fn checked_days(checks: Vec<FacetCheck>) -> HashMap<(PersonId, Facet), NaiveDate> {
    checks.into_iter().map(|check| ((check.person, check.facet), check.day)).collect()
}

fn state(rules: &Rules, facet: Facet, checked: Option<NaiveDate>) -> FacetState {
    facet_state(checked, rules.pack.freshness.days(facet), rules.today)
}

fn empty_facet(rules: &Rules, facet: Facet, checked: Option<NaiveDate>) -> FacetView {
    FacetView {
        facet,
        state: state(rules, facet, checked),
        checked,
        limit_days: rules.pack.freshness.days(facet),
        count: 0,
        hidden: true,
        entries: Vec::new(),
    }
}

fn person_ref(person: &Person) -> PersonRef {
    PersonRef { id: person.id, name: person.name.clone(), post: person.post.clone() }
}
