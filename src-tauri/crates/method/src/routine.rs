//! What is owed without an event (例行): the events that the routines of a rule pack make by themselves.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use crate::{Event, EventId, EventKind, Origin, Person, PersonId, Routine, RoutineWhen, RoutineWho, RulePack};

/// A political birthday is announced so many days ahead.
const AHEAD_DAYS: u64 = 7;

/// Which events the routines have made already: the kind, the person and the year.
pub type Made = HashSet<(EventKind, PersonId, i32)>;

/// The events that the routines of `pack` still have to make, one for each person and year.
///
/// `since` is the day on which this was last asked, `now` is when the events enter the ledger, `new_id` gives an id for each.
/// An anniversary before `since` makes none: the routine was switched on, or the person entered, after it.
pub fn routine_events(
    pack: &RulePack,
    people: &[Person],
    made: &Made,
    (since, today): (NaiveDate, NaiveDate),
    now: DateTime<Utc>,
    mut new_id: impl FnMut() -> EventId,
) -> Vec<Event> {
    let mut events = Vec::new();
    for routine in pack.routines.iter().filter(|routine| !routine.rule.off) {
        for person in people.iter().filter(|person| applies(routine, person)) {
            for day in occasions(routine.when, person, since, today) {
                let kind = routine.rule.kind.clone();
                if made.contains(&(kind.clone(), person.id, day.year())) {
                    continue;
                }
                events.push(Event {
                    id: new_id(),
                    kind,
                    persons: vec![person.id],
                    since: None,
                    day,
                    month_only: false,
                    joint: false,
                    origin: Origin::Routine,
                    known_on: today,
                    note: String::new(),
                    entered_at: now,
                    cancelled: None,
                });
            }
        }
    }
    events
}

fn applies(routine: &Routine, person: &Person) -> bool {
    let concerned = match routine.who {
        RoutineWho::Members => person.is_member(),
        RoutineWho::Everyone => true,
    };
    concerned && person.left.is_none()
}

/// The days of the events that are to be there today: of this year and of the years since `since`.
fn occasions(when: RoutineWhen, person: &Person, since: NaiveDate, today: NaiveDate) -> Vec<NaiveDate> {
    let years = since.year()..=today.year() + 1;
    match when {
        RoutineWhen::Yearly => {
            years.filter_map(|year| NaiveDate::from_ymd_opt(year, 1, 1)).filter(|day| *day <= today).collect()
        }
        RoutineWhen::PoliticalBirthday => {
            let Some(admitted) = person.party_since.and_then(|day| day.full()) else { return Vec::new() };
            let ahead = today.checked_add_days(Days::new(AHEAD_DAYS)).unwrap_or(today);
            years
                .filter(|year| *year > admitted.year())
                // Who was admitted on 29 February keeps the 28th in other years.
                .filter_map(|year| admitted.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28)))
                .filter(|day| (since..=ahead).contains(day))
                .collect()
        }
    }
}
