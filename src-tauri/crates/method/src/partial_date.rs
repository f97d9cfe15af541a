//! A date of which only the year or the month may be known, as rosters and dossiers have it (`1975.03`).

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A day, a month or a year; written `1975-03-08`, `1975-03` or `1975`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct PartialDate {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

/// Why a text or a set of numbers is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartialDateError {
    /// Not of the form `1975`, `1975-03` or `1975-03-08`.
    #[error("not a date of the form year, year-month or year-month-day")]
    Form,
    /// The day does not exist, as 30 February, or the year is outside 1900–2199.
    #[error("no such day")]
    NoSuchDay,
}

impl PartialDate {
    /// A year alone.
    pub fn year(year: i32) -> Result<Self, PartialDateError> {
        Self::new(year, None, None)
    }

    /// A month of a year.
    pub fn month(year: i32, month: u32) -> Result<Self, PartialDateError> {
        Self::new(year, Some(month), None)
    }

    /// A full day.
    pub fn day(year: i32, month: u32, day: u32) -> Result<Self, PartialDateError> {
        Self::new(year, Some(month), Some(day))
    }

    fn new(year: i32, month: Option<u32>, day: Option<u32>) -> Result<Self, PartialDateError> {
        let exists = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1)).is_some();
        if !exists || !(1900..=2199).contains(&year) {
            return Err(PartialDateError::NoSuchDay);
        }
        Ok(Self { year, month, day })
    }

    /// The day, when all of it is known.
    pub fn full(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month?, self.day?)
    }

    /// The year.
    pub fn year_part(self) -> i32 {
        self.year
    }

    /// The month, 1–12, when known.
    pub fn month_part(self) -> Option<u32> {
        self.month
    }

    /// The day of the month, when known.
    pub fn day_part(self) -> Option<u32> {
        self.day
    }

    /// The form of dossiers and rosters: `1975.03.08`, `1975.03` or `1975`.
    pub fn dotted(self) -> String {
        String::from(self).replace('-', ".")
    }

    /// Completed years on `today`, counted by month as 任免审批表 does when the day is not known.
    pub fn age_on(self, today: NaiveDate) -> i32 {
        let birthday = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        let passed = (today.month(), today.day()) >= birthday;
        today.year() - self.year - i32::from(!passed)
    }

    /// The next day, `from` itself included, on which this day of the year comes round; none when the day is not known.
    ///
    /// What fell on 29 February comes round on 28 February of an ordinary year.
    pub fn anniversary_on_or_after(self, from: NaiveDate) -> Option<NaiveDate> {
        let date = self.full()?;
        (from.year()..=from.year() + 1)
            .filter_map(|year| {
                let same = NaiveDate::from_ymd_opt(year, date.month(), date.day());
                same.or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
            })
            .find(|day| *day >= from)
    }

    /// Whether the two agree as far as both are known.
    pub fn agrees_with(self, other: Self) -> bool {
        fn same<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }
}

impl From<NaiveDate> for PartialDate {
    fn from(day: NaiveDate) -> Self {
        Self { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        match (date.month, date.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year),
            (Some(month), None) => format!("{:04}-{month:02}", date.year),
            (None, _) => format!("{:04}", date.year),
        }
    }
}

impl TryFrom<String> for PartialDate {
    type Error = PartialDateError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl std::str::FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers: Vec<u32> =
            text.split('-').map(|part| part.parse().map_err(|_| PartialDateError::Form)).collect::<Result<_, _>>()?;
        let year = |y: u32| i32::try_from(y).map_err(|_| PartialDateError::Form);
        match numbers[..] {
            [y] => Self::year(year(y)?),
            [y, m] => Self::month(year(y)?, m),
            [y, m, d] => Self::day(year(y)?, m, d),
            _ => Err(PartialDateError::Form),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips_at_each_precision() {
        for text in ["1975", "1975-03", "1975-03-08", "2024-02-29"] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!(String::from(date), text);
        }
    }

    #[test]
    fn refuses_days_that_do_not_exist() {
        for text in ["2023-02-29", "1975-13", "1975-00-01", "0", "x", "1975-3-8-1", ""] {
            assert!(text.parse::<PartialDate>().is_err(), "{text} is not a date");
        }
    }

    #[test]
    fn age_counts_completed_years() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let age = |text: &str| text.parse::<PartialDate>().unwrap().age_on(today);
        assert_eq!(age("1981-11-23"), 45, "the birthday itself completes the year");
        assert_eq!(age("1981-11-24"), 44, "the day before it does not");
        assert_eq!(age("1981-10"), 45, "a month counts from its first day");
    }

    #[test]
    fn a_day_comes_round_every_year() {
        let next = |text: &str, from: &str| {
            let next = text.parse::<PartialDate>().unwrap().anniversary_on_or_after(from.parse().unwrap());
            next.map(|day| day.to_string())
        };
        assert_eq!(next("1981-11-23", "2026-11-23").as_deref(), Some("2026-11-23"), "on the day itself");
        assert_eq!(next("1981-11-22", "2026-11-23").as_deref(), Some("2027-11-22"), "a day late, a year to wait");
        assert_eq!(next("1981-01-02", "2026-12-31").as_deref(), Some("2027-01-02"));
        assert_eq!(next("1988-02-29", "2027-01-01").as_deref(), Some("2027-02-28"), "in an ordinary year");
        assert_eq!(next("1988-02-29", "2028-01-01").as_deref(), Some("2028-02-29"), "in a leap year");
        assert_eq!(next("1988-02-29", "2027-03-01").as_deref(), Some("2028-02-29"));
        assert_eq!(next("1981-11", "2026-11-23"), None, "a month has no day to keep");
    }
}
