//! Overtime and the streaks in it (连续加班).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use method::{
    Closure, Duty, Event, EventId, EventKind, KeptStreak, Origin, Overtime, Person, PersonId, Streak, find_streaks,
    match_streaks,
};
use vault::{Reading, World, Writing};

use crate::changes::Change;
use crate::lookup::{Lookup, Rules, local_day};
use crate::records::{known, log};
use crate::session::day_view;
use crate::{
    Desk, DeskError, ErrorCode, Host, OvertimeCell, OvertimeDay, OvertimeGet, OvertimeGrid, OvertimeResult,
    OvertimeRow, OvertimeSet, PersonRef, StreakView, changes, check, events, retention,
};

/// The most cells of one request.
const CELLS: usize = 10_000;
/// The minutes of a day.
pub(crate) const DAY: u32 = 1_440;

/// The kind of event that a streak makes.
const KIND: &str = "overtime";
/// The trace of an event whose streak is no longer there.
pub(crate) const CORRECTED: &str = "加班记录已更正";
/// The trace of an event whose streak grew together with another's.
pub(crate) const MERGED: &str = "并入另一次连续加班";

pub(crate) fn overtime_grid(desk: &mut Desk, _: &dyn Host, request: OvertimeGet) -> Result<OvertimeGrid, DeskError> {
    grid(desk, request)
}

/// A month of overtime, for the screen and for paper.
pub(crate) fn grid(desk: &Desk, request: OvertimeGet) -> Result<OvertimeGrid, DeskError> {
    let OvertimeGet { year, month } = request;
    let first = NaiveDate::from_ymd_opt(year, month, 1).ok_or_else(|| DeskError::with(ErrorCode::BadDate, "month"))?;
    check::day(first)?;
    let days: Vec<NaiveDate> = first.iter_days().take_while(|day| day.month() == month).collect();
    let last = days.last().copied().unwrap_or(first);
    let rules = desk.rules();
    desk.read(|reading| {
        let mut minutes: HashMap<PersonId, Vec<u32>> = HashMap::new();
        for entry in reading.overtime_between(first, last)? {
            let row = minutes.entry(entry.person).or_insert_with(|| vec![0; days.len()]);
            if let Some(cell) = row.get_mut(entry.day.day0() as usize) {
                *cell = entry.minutes;
            }
        }
        let hidden = retention::hidden(reading)?;
        let mut rows = Vec::new();
        for person in reading.persons()?.into_iter().filter(|person| !hidden.contains(&person.id)) {
            let streaks = match minutes.contains_key(&person.id) {
                true => streak_views(reading, &rules, person.id, first, last)?,
                // A streak reaches into a month only with a day that counts: every month has working days.
                false if away(&person, first, last) => continue,
                false => Vec::new(),
            };
            let minutes = minutes.remove(&person.id).unwrap_or_else(|| vec![0; days.len()]);
            let total = minutes.iter().sum();
            let person = PersonRef { id: person.id, name: person.name, post: person.post };
            rows.push(OvertimeRow { person, minutes, total, streaks });
        }
        let days = days.iter().map(|day| OvertimeDay { day: *day, view: day_view(&rules.calendar, *day) }).collect();
        Ok(OvertimeGrid { year, month, days, rows })
    })
}

/// Whether the person had left before the first of the days and was not back by the last.
fn away(person: &Person, first: NaiveDate, last: NaiveDate) -> bool {
    person.left.as_ref().is_some_and(|left| left.day < first)
        || person.absences.iter().any(|absence| absence.left.day < first && absence.back > last)
}

fn streak_views(
    reading: &Reading<'_>,
    rules: &Rules,
    person: PersonId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<StreakView>, DeskError> {
    let mut events = reading.events_by_origin(person, Origin::Streak)?;
    events.retain(|event| event.cancelled.is_none());
    let mut streaks = streaks(reading, rules, person)?;
    streaks.retain(|streak| streak.first <= last && first <= streak.last);
    Ok(streaks
        .into_iter()
        .map(|streak| StreakView {
            event: events.iter().find(|event| shares_a_day(event, &streak)).map(|event| event.id),
            first: streak.first,
            last: streak.last,
            days: streak.days,
            minutes: streak.minutes,
            grounds: streak.grounds,
        })
        .collect())
}

pub(crate) fn overtime_set(desk: &mut Desk, _: &dyn Host, request: OvertimeSet) -> Result<OvertimeResult, DeskError> {
    check_cells(&request.cells, desk.today())?;
    let rules = desk.rules();
    let world = desk.world.clone();
    desk.write(|writing| {
        let mut by_person: BTreeMap<PersonId, Vec<&OvertimeCell>> = BTreeMap::new();
        for cell in &request.cells {
            by_person.entry(cell.person).or_default().push(cell);
        }
        let mut changed: Vec<&OvertimeCell> = Vec::new();
        for (person, cells) in &by_person {
            known(writing.person(*person))?;
            retention::expect_kept(writing, *person)?;
            changed.extend(put(writing, *person, cells)?);
        }
        if !changed.is_empty() {
            log(writing, "overtime_set", "", &changed)?;
        }
        let mut touched: Vec<Change> = Vec::new();
        for (person, cells) in &by_person {
            let days = cells.iter().map(|cell| cell.day);
            let Some(entered) = days.clone().min().zip(days.max()) else { continue };
            touched.extend(followed(writing, &rules, &world, *person, entered)?);
        }
        let lookup = Lookup::new(writing, &rules);
        let changes = changes::views(&lookup, touched)?;
        Ok(OvertimeResult { changed: changed.len().try_into().unwrap_or(u32::MAX), changes })
    })
}

/// Follows the overtime of a year anew, as when other days of it are worked, and gives what that changes.
///
/// The December before it belongs to it, as the paper of a year may change that too.
pub(crate) fn follow_year(
    writing: &Writing<'_>,
    rules: &Rules,
    world: &World,
    year: i32,
) -> Result<Vec<Change>, DeskError> {
    let december = |year, day| NaiveDate::from_ymd_opt(year, 12, day).ok_or(ErrorCode::BadDate);
    let days = (december(year.saturating_sub(1), 1)?, december(year, 31)?);
    let entries = writing.overtime_between(days.0, days.1)?;
    let persons: BTreeSet<PersonId> = entries.into_iter().map(|entry| entry.person).collect();
    let mut changes = Vec::new();
    for person in persons {
        changes.extend(followed(writing, rules, world, person, days)?);
    }
    Ok(changes)
}

/// Follows a person's overtime, and gives what that changes among his duties.
pub(crate) fn followed(
    writing: &Writing<'_>,
    rules: &Rules,
    world: &World,
    person: PersonId,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Change>, DeskError> {
    let before = writing.duties_of(person)?;
    follow(writing, rules, world, person, days)?;
    let mut changes = Vec::new();
    for duty in writing.duties_of(person)? {
        let old = before.iter().find(|old| old.id == duty.id).cloned();
        if old.as_ref() != Some(&duty) {
            changes.push((old, duty));
        }
    }
    Ok(changes)
}

fn check_cells(cells: &[OvertimeCell], today: NaiveDate) -> Result<(), DeskError> {
    let distinct: HashSet<(PersonId, NaiveDate)> = cells.iter().map(|cell| (cell.person, cell.day)).collect();
    // Of two different entries for one day nobody can say which is meant.
    if cells.len() > CELLS || distinct.len() < cells.len() {
        return Err(DeskError::with(ErrorCode::BadRequest, "cells"));
    }
    for cell in cells {
        check::took_place(cell.day, None, None, today)?;
        if cell.minutes > DAY {
            return Err(DeskError::with(ErrorCode::BadRequest, "minutes"));
        }
    }
    Ok(())
}

/// Stores what differs from what is stored, and gives it.
fn put<'c>(
    writing: &Writing<'_>,
    person: PersonId,
    cells: &[&'c OvertimeCell],
) -> Result<Vec<&'c OvertimeCell>, DeskError> {
    let stored: HashMap<NaiveDate, u32> =
        writing.overtime_of(person)?.into_iter().map(|entry| (entry.day, entry.minutes)).collect();
    let mut changed = Vec::new();
    for cell in cells {
        let OvertimeCell { day, minutes, .. } = **cell;
        if stored.get(&day).copied().unwrap_or_default() == minutes {
            continue;
        }
        match minutes {
            0 => writing.delete_overtime(person, day)?,
            _ => writing.put_overtime(&Overtime { person, day, minutes })?,
        }
        changed.push(*cell);
    }
    Ok(changed)
}

/// Makes the streak events of a person those of his overtime under the rules as they are, with the duties that follow.
///
/// Only what reaches into the days from the first to the last of `entered` is looked at: what was entered under other rules,
/// or while they did not have 连续加班, makes nothing owed afterwards.
/// An event that ended with its streak comes back with it, so that a slip of the hand makes nothing owed twice.
/// While the rules do not have 连续加班, no event is made; what was made before still follows its streak.
pub(crate) fn follow(
    writing: &Writing<'_>,
    rules: &Rules,
    world: &World,
    person: PersonId,
    entered: (NaiveDate, NaiveDate),
) -> Result<(), DeskError> {
    let mut found = streaks(writing, rules, person)?;
    let events = writing.events_by_origin(person, Origin::Streak)?;
    let (mut live, ended): (Vec<Event>, Vec<Event>) = events.into_iter().partition(|event| event.cancelled.is_none());
    let spans = live.iter().map(|event| (event.first_day(), event.day));
    let (first, last) = reach(entered, spans.chain(found.iter().map(|streak| (streak.first, streak.last))).collect());
    found.retain(|streak| streak.first <= last && first <= streak.last);
    live.retain(|event| event.first_day() <= last && first <= event.day);
    let matched = match_streaks(&kept(writing, &live)?, &found);
    for event in live.iter().filter(|event| matched.gone.contains(&event.id)) {
        let merged = found.iter().any(|streak| shares_a_day(event, streak));
        let reason = if merged { MERGED } else { CORRECTED };
        let event = Event { cancelled: Some(reason.to_owned()), ..event.clone() };
        change(writing, rules, world, &event, "event_cancel", reason)?;
    }
    let known_on = rules.today.max(local_day(writing.entry_time()));
    let spanning = |event: &Event, streak: &Streak| {
        let known_on = if event.day == streak.last { event.known_on } else { known_on };
        Event { since: Some(streak.first), day: streak.last, known_on, cancelled: None, ..event.clone() }
    };
    for (id, streak) in &matched.keep {
        for event in live.iter().filter(|event| event.id == *id) {
            let grown = spanning(event, streak);
            if grown != *event {
                change(writing, rules, world, &grown, "event_edit", CORRECTED)?;
            }
        }
    }
    let kind = EventKind::new(KIND);
    if rules.pack.kind(&kind).is_none_or(|rule| rule.off) {
        return Ok(());
    }
    let (ended, called_off): (Vec<Event>, Vec<Event>) = ended
        .into_iter()
        .partition(|event| event.cancelled.as_deref().is_some_and(|reason| [CORRECTED, MERGED].contains(&reason)));
    // What was called off by hand stays so, unless the streak has grown since.
    let is_called_off =
        |streak: &Streak| called_off.iter().any(|event| event.first_day() <= streak.first && streak.last <= event.day);
    let new: Vec<Streak> = matched.new.into_iter().filter(|streak| !is_called_off(streak)).collect();
    let matched = match_streaks(&kept(writing, &ended)?, &new);
    for (id, streak) in &matched.keep {
        for event in ended.iter().filter(|event| event.id == *id) {
            change(writing, rules, world, &spanning(event, streak), "event_restore", CORRECTED)?;
        }
    }
    for streak in &matched.new {
        let event = Event {
            id: EventId(world.new_uuid()),
            kind: kind.clone(),
            persons: vec![person],
            since: Some(streak.first),
            day: streak.last,
            month_only: false,
            joint: false,
            origin: Origin::Streak,
            known_on,
            note: String::new(),
            entered_at: writing.entry_time(),
            cancelled: None,
        };
        change(writing, rules, world, &event, "event_create", CORRECTED)?;
    }
    Ok(())
}

/// The days with the whole of every span that reaches into them, or into one that does.
fn reach(days: (NaiveDate, NaiveDate), spans: Vec<(NaiveDate, NaiveDate)>) -> (NaiveDate, NaiveDate) {
    let over = spans.iter().filter(|span| span.0 <= days.1 && days.0 <= span.1);
    let wider = over.fold(days, |(first, last), span| (first.min(span.0), last.max(span.1)));
    if wider == days { days } else { reach(wider, spans) }
}

fn kept(reading: &Reading<'_>, events: &[Event]) -> Result<Vec<KeptStreak>, DeskError> {
    let kept = events.iter().map(|event| {
        let settled = reading.duties_of_event(event.id)?.iter().any(is_settled);
        Ok(KeptStreak { event: event.id, first: event.first_day(), last: event.day, settled })
    });
    kept.collect()
}

/// Stores an event, new or changed, with what it makes owed now.
fn change(
    writing: &Writing<'_>,
    rules: &Rules,
    world: &World,
    event: &Event,
    action: &str,
    reason: &str,
) -> Result<(), DeskError> {
    events::store(writing, event, action)?;
    events::rederive(writing, rules, world, event, reason)
}

pub(crate) fn streaks(reading: &Reading<'_>, rules: &Rules, person: PersonId) -> Result<Vec<Streak>, DeskError> {
    let entries: Vec<(NaiveDate, u32)> =
        reading.overtime_of(person)?.into_iter().map(|entry| (entry.day, entry.minutes)).collect();
    Ok(find_streaks(&entries, &rules.pack.streak, &rules.calendar))
}

fn shares_a_day(event: &Event, streak: &Streak) -> bool {
    event.first_day() <= streak.last && streak.first <= event.day
}

fn is_settled(duty: &Duty) -> bool {
    matches!(duty.closed, Some(Closure::Met { .. } | Closure::Exempt { .. }))
}
