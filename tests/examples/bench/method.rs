//! The rules: what is owed, with its explanation.

use std::collections::HashSet;
use std::hint::black_box;

use chrono::{Days, NaiveDate};
use method::{Calendar, DutyId, Event, EventId, EventKind, Origin, PersonId, RulePack, derive_duties};

use crate::{median, row};

/// The duties of 20,000 events, beside the same number of days counted forward by the naive loop over a set of days off.
pub(crate) fn derive() {
    let (pack, calendar) = (RulePack::three_six().unwrap(), Calendar::built_in());
    let events: Vec<Event> = (0..20_000).map(event).collect();
    let ours = median(|| {
        for event in &events {
            black_box(derive_duties(event, &[], &pack, &calendar, || DutyId(uuid::Uuid::nil())));
        }
    });
    let owed: usize = events
        .iter()
        .map(|event| derive_duties(event, &[], &pack, &calendar, || DutyId(uuid::Uuid::nil())).len())
        .sum();
    let off: HashSet<NaiveDate> = (2023..=2026)
        .flat_map(|year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take(365))
        .filter(|day| !calendar.kind(*day).is_workday())
        .collect();
    let naive = median(|| {
        for i in 0..owed {
            let working = events[i % events.len()].day.iter_days().skip(1).filter(|day| !off.contains(day));
            black_box(working.take(4).last());
        }
    });
    let workload = format!("derive the {owed} duties of 20,000 events, each with its explanation");
    row(&workload, ours, Some(("only counting days, for as many", naive)));
}

fn event(n: usize) -> Event {
    let kinds = ["post_change", "award", "illness", "family_hardship", "discipline", "conflict", "wedding"];
    let day = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap() + Days::new(n as u64 % 1400);
    Event {
        id: EventId(uuid::Uuid::from_u128(n as u128)),
        kind: EventKind::new(kinds[n % kinds.len()]),
        persons: vec![PersonId(uuid::Uuid::from_u128(n as u128 % 300))],
        since: None,
        day,
        month_only: false,
        joint: false,
        origin: Origin::Entered,
        known_on: day - Days::new(3),
        note: String::new(),
        entered_at: chrono::DateTime::UNIX_EPOCH,
        cancelled: None,
    }
}
