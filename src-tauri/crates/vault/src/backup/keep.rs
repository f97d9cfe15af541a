//! Which of the ledger's own backups stay.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

/// The newest of each of so many days, weeks and months stay.
const DAYS: usize = 7;
const WEEKS: usize = 4;
const MONTHS: usize = 12;
/// Of the newest days everything stays: what was made before an import is not replaced by what is made after it.
const WHOLE_DAYS: usize = 2;

/// The places in a list, newest first, of the backups that may go; never the first.
pub(crate) fn superfluous(days: &[NaiveDate]) -> Vec<usize> {
    let mut kept = BTreeSet::from([0]);
    kept.extend(newest_of_each(days, DAYS, |day| day));
    kept.extend(newest_of_each(days, WEEKS, |day| (day.iso_week().year(), day.iso_week().week())));
    kept.extend(newest_of_each(days, MONTHS, |day| (day.year(), day.month())));
    let newest: BTreeSet<NaiveDate> = days.iter().rev().copied().collect();
    let whole: Vec<NaiveDate> = newest.into_iter().rev().take(WHOLE_DAYS).collect();
    (0..days.len()).filter(|at| !kept.contains(at) && !whole.contains(&days[*at])).collect()
}

/// The places of the newest backup of each of the newest `count` periods.
fn newest_of_each<P: Ord>(days: &[NaiveDate], count: usize, period: impl Fn(NaiveDate) -> P) -> Vec<usize> {
    let periods: BTreeSet<P> = days.iter().map(|day| period(*day)).collect();
    let first = |wanted: &P| days.iter().position(|day| period(*day) == *wanted);
    periods.iter().rev().take(count).filter_map(first).collect()
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_backup_a_day_for_two_years() {
        let today = day("2026-11-23");
        let days: Vec<NaiveDate> = (0..730).map(|n| today - Days::new(n)).collect();
        let gone = superfluous(&days);
        let kept: Vec<String> =
            (0..days.len()).filter(|at| !gone.contains(at)).map(|at| days[at].to_string()).collect();
        let expected = [
            // Seven days, which hold the newest of two weeks and of the month.
            "2026-11-23",
            "2026-11-22",
            "2026-11-21",
            "2026-11-20",
            "2026-11-19",
            "2026-11-18",
            "2026-11-17",
            // The newest of two more weeks, and of eleven more months.
            "2026-11-15",
            "2026-11-08",
            "2026-10-31",
            "2026-09-30",
            "2026-08-31",
            "2026-07-31",
            "2026-06-30",
            "2026-05-31",
            "2026-04-30",
            "2026-03-31",
            "2026-02-28",
            "2026-01-31",
            "2025-12-31",
        ];
        assert_eq!(kept, expected);
    }

    #[test]
    fn all_of_the_newest_two_days_stay_and_one_of_each_earlier_one() {
        let days = ["2026-11-23", "2026-11-23", "2026-11-20", "2026-11-20", "2026-11-19", "2026-11-19"].map(day);
        assert_eq!(superfluous(&days), [5]);
        assert_eq!(superfluous(&[]), [0; 0]);
    }

    proptest! {
        #[test]
        fn the_newest_always_stays_and_pruning_again_takes_nothing(offsets in proptest::collection::vec(0_u64..900, 1..60)) {
            // In any order, as after a clock that was set back.
            let days: Vec<NaiveDate> = offsets.iter().map(|n| day("2024-01-01") + Days::new(*n)).collect();
            let gone = superfluous(&days);
            prop_assert!(!gone.contains(&0));
            let kept: Vec<NaiveDate> = (0..days.len()).filter(|at| !gone.contains(at)).map(|at| days[at]).collect();
            prop_assert_eq!(superfluous(&kept), Vec::<usize>::new());
        }
    }
}
