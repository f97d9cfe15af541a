//! How often the branch meets (活动周期): what is asked of a kind of activity in each month, quarter, half-year or year.
//!
//! The usual demands: 支部党员大会 once a quarter, 支委会 and 主题党日 once a month (支部工作条例), 党课 once a quarter by custom,
//! 组织生活会 once a year.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// In what an activity is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// 每月.
    Month,
    /// 每季度.
    Quarter,
    /// 每半年.
    HalfYear,
    /// 每年.
    Year,
}

impl Cadence {
    /// How many months a period has.
    pub fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// The period of a year that begins with this month, both days included.
    fn beginning(self, year: i32, month: u32) -> Option<(NaiveDate, NaiveDate)> {
        let from = NaiveDate::from_ymd_opt(year, month, 1)?;
        let (next_year, next) = match month + self.months() {
            next @ 1..=12 => (year, next),
            _ => (year + 1, 1),
        };
        Some((from, NaiveDate::from_ymd_opt(next_year, next, 1)?.pred_opt()?))
    }

    /// The periods of a year in their order, both days included.
    pub fn periods(self, year: i32) -> Vec<(NaiveDate, NaiveDate)> {
        (1..=12).step_by(self.months() as usize).filter_map(|month| self.beginning(year, month)).collect()
    }

    /// The period in which a day lies.
    pub fn period_of(self, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        self.beginning(day.year(), day.month0() / self.months() * self.months() + 1)
    }
}

/// Where a kind of activity stands in one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CadenceState {
    /// Nothing is asked: before the branch began with it, or it was not there for the whole of the period.
    NotAsked,
    /// The period has not begun.
    Ahead,
    /// It runs, and as many as asked were not held yet.
    Open,
    /// As many as asked were held.
    Met,
    /// It is over, and fewer were held: 未开.
    Missed,
    /// The same, and the reason is noted.
    Explained,
}

/// One period of one kind of activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CadencePeriod {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// How many are asked.
    pub asked: u32,
    /// The days on which some were held, in order.
    pub held: Vec<NaiveDate>,
    /// Where it stands.
    pub state: CadenceState,
}

impl CadencePeriod {
    /// How many are still owed.
    pub fn owed(&self) -> u32 {
        self.asked.saturating_sub(u32::try_from(self.held.len()).unwrap_or(u32::MAX))
    }

    /// Whether somebody should be reminded: it was missed, or it runs and its last third has begun.
    pub fn reminds(&self, today: NaiveDate) -> bool {
        match self.state {
            CadenceState::Missed => true,
            CadenceState::Open => today >= self.last_third(),
            _ => false,
        }
    }

    /// The first day of the last third of the period.
    fn last_third(&self) -> NaiveDate {
        let days = (self.to - self.from).num_days().unsigned_abs() + 1;
        self.to.checked_sub_days(Days::new(days / 3)).and_then(|day| day.succ_opt()).unwrap_or(self.to)
    }
}

/// What is asked of a kind of activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// In what it is counted.
    pub every: Cadence,
    /// How many are asked in each.
    pub times: u32,
    /// From which day on. A period that began before it is asked for while it runs and never called missed: nobody knows what was
    /// held in its first days.
    pub since: NaiveDate,
}

/// The periods of a year of one kind of activity.
///
/// `held` are the days on which it was held, of any year. `is_explained` says whether the reason is noted for the period that begins then.
pub fn cadence(
    asked: Asked,
    held: &[NaiveDate],
    year: i32,
    today: NaiveDate,
    is_explained: impl Fn(NaiveDate) -> bool,
) -> Vec<CadencePeriod> {
    let period = |(from, to): (NaiveDate, NaiveDate)| {
        let mut days: Vec<NaiveDate> = held.iter().copied().filter(|day| (from..=to).contains(day)).collect();
        days.sort_unstable();
        let enough = u32::try_from(days.len()).unwrap_or(u32::MAX) >= asked.times;
        let state = match () {
            () if enough => CadenceState::Met,
            () if to < asked.since => CadenceState::NotAsked,
            () if today < from => CadenceState::Ahead,
            () if today <= to => CadenceState::Open,
            () if from < asked.since => CadenceState::NotAsked,
            () if is_explained(from) => CadenceState::Explained,
            () => CadenceState::Missed,
        };
        CadencePeriod { from, to, asked: asked.times, held: days, state }
    };
    asked.every.periods(year).into_iter().map(period).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn states(every: Cadence, since: &str, held: &[&str], today: &str) -> Vec<CadenceState> {
        let held: Vec<NaiveDate> = held.iter().map(|text| day(text)).collect();
        let asked = Asked { every, times: 1, since: day(since) };
        cadence(asked, &held, 2026, day(today), |_| false).into_iter().map(|period| period.state).collect()
    }

    #[test]
    fn periods_end_with_the_month_the_quarter_and_the_year() {
        assert_eq!(Cadence::Month.periods(2028)[1], (day("2028-02-01"), day("2028-02-29")));
        assert_eq!(Cadence::Month.periods(2026)[11], (day("2026-12-01"), day("2026-12-31")));
        assert_eq!(Cadence::Quarter.periods(2026)[0], (day("2026-01-01"), day("2026-03-31")));
        assert_eq!(Cadence::Quarter.periods(2026)[3], (day("2026-10-01"), day("2026-12-31")));
        assert_eq!(Cadence::HalfYear.periods(2026)[0], (day("2026-01-01"), day("2026-06-30")));
        assert_eq!(Cadence::Year.periods(2026), [(day("2026-01-01"), day("2026-12-31"))]);
        assert_eq!(Cadence::Quarter.period_of(day("2026-06-30")), Some((day("2026-04-01"), day("2026-06-30"))));
        assert_eq!(Cadence::HalfYear.period_of(day("2026-07-01")), Some((day("2026-07-01"), day("2026-12-31"))));
    }

    #[test]
    fn held_on_the_last_day_counts_and_on_the_next_does_not() {
        use CadenceState::{Ahead, Met, Missed, Open};
        let held = ["2026-03-31", "2026-07-01"];
        assert_eq!(states(Cadence::Quarter, "2026-01-01", &held, "2026-12-31"), [Met, Missed, Met, Open]);
        assert_eq!(states(Cadence::Quarter, "2026-01-01", &held, "2026-09-30"), [Met, Missed, Met, Ahead]);
        assert_eq!(states(Cadence::Quarter, "2026-01-01", &held, "2027-01-01")[3], Missed);
    }

    #[test]
    fn nothing_is_asked_of_the_time_before_the_beginning() {
        use CadenceState::{Ahead, Met, Missed, NotAsked, Open};
        let quarters = |today| states(Cadence::Quarter, "2026-05-10", &[], today);
        assert_eq!(quarters("2026-05-10"), [NotAsked, Open, Ahead, Ahead]);
        assert_eq!(quarters("2026-07-01"), [NotAsked, NotAsked, Open, Ahead], "the first one is never missed");
        assert_eq!(quarters("2026-10-01"), [NotAsked, NotAsked, Missed, Open]);
        assert_eq!(
            states(Cadence::Quarter, "2026-05-10", &["2026-02-03"], "2026-05-10")[0],
            Met,
            "what was held is shown"
        );
    }

    #[test]
    fn reminds_in_the_last_third_only() {
        let of = |from: &str, to: &str, state| CadencePeriod {
            from: day(from),
            to: day(to),
            asked: 1,
            held: Vec::new(),
            state,
        };
        let november = of("2026-11-01", "2026-11-30", CadenceState::Open);
        assert!(!november.reminds(day("2026-11-20")) && november.reminds(day("2026-11-21")));
        let quarter = of("2026-10-01", "2026-12-31", CadenceState::Open);
        assert!(!quarter.reminds(day("2026-12-01")) && quarter.reminds(day("2026-12-02")));
        assert!(of("2026-01-01", "2026-01-31", CadenceState::Missed).reminds(day("2026-11-01")));
        assert!(!of("2026-01-01", "2026-01-31", CadenceState::Explained).reminds(day("2026-11-01")));
    }

    #[test]
    fn several_times_and_explained() {
        let asked = Asked { every: Cadence::HalfYear, times: 2, since: day("2026-01-01") };
        let held = [day("2026-06-30"), day("2026-07-02"), day("2026-12-31")];
        let year = cadence(asked, &held, 2026, day("2027-02-01"), |from| from == day("2026-01-01"));
        let told: Vec<_> = year.iter().map(|period| (period.state, period.owed())).collect();
        assert_eq!(told, [(CadenceState::Explained, 1), (CadenceState::Met, 0)]);
    }
}
