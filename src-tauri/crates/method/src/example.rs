//! Setting an example (作示范): what the secretary asks of others, and whether he did it first. A list of his own, no score of anybody.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Calendar, ExampleId};

/// In how many working days of a new month the review of the last one is asked for.
const REVIEW_WORKDAYS: u32 = 5;

/// A line of the list: what is asked of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Which.
    pub id: ExampleId,
    /// What is asked.
    pub what: String,
    /// As 学习、工作、生活、廉洁; may be empty.
    pub area: String,
    /// Since when.
    pub since: NaiveDate,
    /// The last day on which it was asked; none while it is.
    pub until: Option<NaiveDate>,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
}

/// What the secretary says of himself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExampleMark {
    /// 已做到.
    Done,
    /// 部分做到.
    Partly,
    /// 未做到.
    NotDone,
}

/// The review of a line for a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExampleReview {
    /// Of which line.
    pub example: ExampleId,
    /// The first day of the month.
    pub month: NaiveDate,
    /// What he says.
    pub mark: ExampleMark,
    /// What he did first.
    pub note: String,
}

impl Example {
    /// Whether the line stood in this month, of which the first day is given.
    pub fn stands_in(&self, month: NaiveDate) -> bool {
        let next = month.checked_add_months(Months::new(1)).unwrap_or(month);
        self.since < next && self.until.is_none_or(|until| until >= month)
    }
}

/// The first day of a day's month.
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The month whose review is to be asked for on a day: the last one, in the first working days of a new one.
pub fn month_to_review(today: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let first = month_of(today);
    let before = first.pred_opt()?;
    let asked = today <= calendar.add_workdays(before, REVIEW_WORKDAYS).due;
    asked.then(|| month_of(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_review_is_asked_for_in_the_first_five_working_days() {
        let calendar = Calendar::built_in();
        let month = |today: &str| month_to_review(day(today), &calendar);
        // November 2026 begins on a Sunday: its fifth working day is Friday the 6th.
        assert_eq!(month("2026-11-01"), Some(day("2026-10-01")));
        assert_eq!(month("2026-11-06"), Some(day("2026-10-01")));
        assert_eq!(month("2026-11-07"), None);
        // After the holiday the first working day of October 2026 is the 8th.
        assert_eq!(month("2026-10-08"), Some(day("2026-09-01")));
    }

    #[test]
    fn a_line_stands_from_its_month_to_the_month_of_its_end() {
        let line = |since: &str, until: Option<&str>| Example {
            id: ExampleId(uuid::Uuid::nil()),
            what: "按时到岗".to_owned(),
            area: "工作".to_owned(),
            since: day(since),
            until: until.map(day),
            entered_at: DateTime::UNIX_EPOCH,
        };
        assert!(line("2026-11-30", None).stands_in(day("2026-11-01")));
        assert!(!line("2026-12-01", None).stands_in(day("2026-11-01")));
        assert!(line("2026-01-01", Some("2026-11-01")).stands_in(day("2026-11-01")));
        assert!(!line("2026-01-01", Some("2026-10-31")).stands_in(day("2026-11-01")));
    }
}
