//! Months, quarters and years.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// By what the period is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 按月.
    Month,
    /// 按季度.
    Quarter,
    /// 按年.
    Year,
}

/// A month, a quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Slot {
    /// Which of the three.
    pub step: Step,
    /// The year.
    pub year: i32,
    /// The month, 1–12, or the quarter, 1–4; 1 for a year.
    pub n: u32,
}

impl Step {
    /// The step in which a period is shown best: months for up to two years, quarters for up to eight, else years.
    pub fn of_period(from: NaiveDate, to: NaiveDate) -> Self {
        match Slot::months_between(from, to) {
            ..=24 => Self::Month,
            25..=96 => Self::Quarter,
            _ => Self::Year,
        }
    }
}

impl Slot {
    /// The month, quarter or year of a day.
    pub fn of(day: NaiveDate, step: Step) -> Self {
        let n = match step {
            Step::Month => day.month(),
            Step::Quarter => day.month0() / 3 + 1,
            Step::Year => 1,
        };
        Self { step, year: day.year(), n }
    }

    fn next(self) -> Self {
        let last = match self.step {
            Step::Month => 12,
            Step::Quarter => 4,
            Step::Year => 1,
        };
        if self.n < last { Self { n: self.n + 1, ..self } } else { Self { year: self.year + 1, n: 1, ..self } }
    }

    fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
        (to.year() - from.year()) * 12 + to.month0() as i32 - from.month0() as i32 + 1
    }

    /// The slots that a period touches, both days included.
    pub fn all((from, to): (NaiveDate, NaiveDate), step: Step) -> Vec<Self> {
        let last = Self::of(to, step);
        std::iter::successors(Some(Self::of(from, step)), |slot| Some(slot.next()))
            .take_while(|slot| *slot <= last)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_has_the_slots_that_it_touches() {
        let slots = |from, to, step| Slot::all((day(from), day(to)), step).into_iter().map(|slot| (slot.year, slot.n));
        let months: Vec<_> = slots("2026-11-30", "2027-02-01", Step::Month).collect();
        assert_eq!(months, [(2026, 11), (2026, 12), (2027, 1), (2027, 2)]);
        let quarters: Vec<_> = slots("2026-03-31", "2026-10-01", Step::Quarter).collect();
        assert_eq!(quarters, [(2026, 1), (2026, 2), (2026, 3), (2026, 4)]);
        assert_eq!(slots("2026-12-31", "2027-01-01", Step::Year).collect::<Vec<_>>(), [(2026, 1), (2027, 1)]);
        assert_eq!(slots("2026-05-05", "2026-05-05", Step::Month).count(), 1);
    }

    #[test]
    fn long_periods_are_divided_less_finely() {
        let step = |from, to| Step::of_period(day(from), day(to));
        assert_eq!(step("2026-01-01", "2026-12-31"), Step::Month);
        assert_eq!(step("2025-01-01", "2026-12-31"), Step::Month);
        assert_eq!(step("2025-01-01", "2027-01-01"), Step::Quarter);
        assert_eq!(step("2000-01-01", "2026-12-31"), Step::Year);
    }
}
