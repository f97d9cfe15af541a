//! What must hold of the periods of any year, of any days on which something was held, and of any day today.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use chrono::{Datelike, Days, NaiveDate};
use method::{Asked, Cadence, CadencePeriod, CadenceState, cadence};
use proptest::collection::vec;
use proptest::prelude::*;

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 1, 1).unwrap()
}

/// Any day of 2023 to 2028, of which two are leap years.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..6 * 365u64).prop_map(|n| first() + Days::new(n))
}

fn any_cadence() -> impl Strategy<Value = Cadence> {
    proptest::sample::select(vec![Cadence::Month, Cadence::Quarter, Cadence::HalfYear, Cadence::Year])
}

fn any_asked() -> impl Strategy<Value = Asked> {
    (any_cadence(), 1..4u32, any_day()).prop_map(|(every, times, since)| Asked { every, times, since })
}

fn of_a_year(asked: Asked, held: &[NaiveDate], today: NaiveDate, year: i32) -> Vec<CadencePeriod> {
    cadence(asked, held, year, today, |_| false)
}

proptest! {
    #[test]
    fn the_periods_cover_the_year_without_gaps(every in any_cadence(), year in 1990..2100i32) {
        let periods = every.periods(year);
        prop_assert_eq!(periods.len(), 12 / every.months() as usize);
        prop_assert_eq!(periods[0].0, NaiveDate::from_ymd_opt(year, 1, 1).unwrap());
        prop_assert_eq!(periods.last().unwrap().1, NaiveDate::from_ymd_opt(year, 12, 31).unwrap());
        for two in periods.windows(2) {
            prop_assert_eq!(two[0].1.succ_opt().unwrap(), two[1].0);
        }
    }

    #[test]
    fn every_day_lies_in_the_period_that_is_named_for_it(every in any_cadence(), day in any_day()) {
        let found: Vec<_> =
            every.periods(day.year()).into_iter().filter(|(from, to)| (*from..=*to).contains(&day)).collect();
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(every.period_of(day), Some(found[0]));
    }

    #[test]
    fn every_day_held_counts_once_and_in_its_own_period(asked in any_asked(), held in vec(any_day(), 0..20), today in any_day()) {
        let years: Vec<_> = (2023..=2028).flat_map(|year| of_a_year(asked, &held, today, year)).collect();
        prop_assert_eq!(years.iter().map(|period| period.held.len()).sum::<usize>(), held.len());
        for period in &years {
            prop_assert!(period.held.iter().all(|day| (period.from..=period.to).contains(day)));
            prop_assert_eq!(period.owed() == 0, period.state == CadenceState::Met);
        }
    }

    #[test]
    fn only_what_was_asked_for_the_whole_of_a_period_that_is_over_is_missed(
        asked in any_asked(), held in vec(any_day(), 0..20), today in any_day(),
    ) {
        for period in (2023..=2028).flat_map(|year| of_a_year(asked, &held, today, year)) {
            let too_few = period.held.len() < asked.times as usize;
            let over = period.to < today;
            let whole = period.from >= asked.since;
            prop_assert_eq!(period.state == CadenceState::Missed, too_few && over && whole);
            let running = (period.from..=period.to).contains(&today) && period.to >= asked.since;
            prop_assert_eq!(period.state == CadenceState::Open, too_few && running);
            prop_assert!(!period.reminds(today) || period.owed() > 0, "nobody is reminded of what is met");
        }
    }

    #[test]
    fn one_more_held_never_makes_anything_worse(
        asked in any_asked(), held in vec(any_day(), 0..10), more in any_day(), today in any_day(),
    ) {
        let with = [held.clone(), vec![more]].concat();
        for year in 2023..=2028 {
            let (before, after) = (of_a_year(asked, &held, today, year), of_a_year(asked, &with, today, year));
            for (before, after) in before.iter().zip(&after) {
                prop_assert!(after.owed() <= before.owed());
                prop_assert!(!after.reminds(today) || before.reminds(today));
            }
        }
    }

    #[test]
    fn an_open_period_reminds_until_its_end_once_it_began_to(every in any_cadence(), day in any_day()) {
        let asked = Asked { every, times: 1, since: first() };
        let (from, to) = every.period_of(day).unwrap();
        let reminds = |today| of_a_year(asked, &[], today, day.year()).iter().any(|one| one.from == from && one.reminds(today));
        prop_assert!(!reminds(from) && reminds(to));
        prop_assert!(!reminds(day) || reminds(day.succ_opt().unwrap().min(to)));
    }
}

/// Three days of each kind of period: its last, the first of the last third, the one before that.
#[test]
fn the_last_third_begins_where_it_was_counted_by_hand() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let reminds = |every, today: &str| {
        let asked = Asked { every, times: 1, since: day("2020-01-01") };
        let year = of_a_year(asked, &[], day(today), day(today).year());
        year.iter().any(|one| (one.from..=one.to).contains(&day(today)) && one.reminds(day(today)))
    };
    for (every, before, begins) in [
        (Cadence::Month, "2027-02-19", "2027-02-20"),
        (Cadence::Month, "2028-02-20", "2028-02-21"),
        (Cadence::Month, "2026-12-21", "2026-12-22"),
        (Cadence::Quarter, "2026-03-01", "2026-03-02"),
        (Cadence::HalfYear, "2026-05-01", "2026-05-02"),
        (Cadence::HalfYear, "2026-10-31", "2026-11-01"),
        (Cadence::Year, "2026-09-01", "2026-09-02"),
    ] {
        assert!(!reminds(every, before) && reminds(every, begins), "{every:?} from {begins}");
    }
}
