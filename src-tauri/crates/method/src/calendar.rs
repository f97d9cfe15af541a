//! Working days as the State Council fixes them: weekends, days off and make-up working days (调休).

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use tyme4rs::tyme::holiday::{LEGAL_HOLIDAY_DATA, LEGAL_HOLIDAY_NAMES};
use tyme4rs::tyme::lunar::LunarDay;
use tyme4rs::tyme::solar::SolarTerm;

use crate::{Due, SkipReason, Skipped};

/// What a day is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// An ordinary Monday to Friday.
    Workday,
    /// A Saturday or Sunday that is worked in exchange for a day off (调休上班).
    MakeUp {
        /// The holiday it is exchanged for.
        name: String,
    },
    /// An ordinary Saturday or Sunday.
    Weekend,
    /// A day off of the calendar.
    Holiday {
        /// As 春节.
        name: String,
    },
}

impl DayKind {
    /// Whether one works on it.
    pub fn is_workday(&self) -> bool {
        matches!(self, DayKind::Workday | DayKind::MakeUp { .. })
    }
}

/// The exceptions of one announced year: days off, and worked weekend days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearPlan {
    days: BTreeMap<NaiveDate, Exception>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Exception {
    name: String,
    off: bool,
}

/// A day of a year's arrangement: a day off, or a weekend day that is worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlannedDay {
    /// Which.
    pub day: NaiveDate,
    /// The holiday's name, as 春节.
    pub name: String,
    /// Off; otherwise worked.
    pub off: bool,
}

/// Why a year's file was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not JSON of the form `{year, days: [{name, date, isOffDay}]}`.
    #[error("not a calendar file")]
    Form,
    /// It lists no days.
    #[error("the calendar file lists no days")]
    Empty,
    /// It lists a day of another year, or one day twice, or a year beyond reason.
    #[error("the calendar file lists a day that is not of its year")]
    Day,
}

impl YearPlan {
    /// Reads a year from the JSON form in which the calendar is passed around: `{year, days: [{name, date, isOffDay}]}`.
    ///
    /// A late December day of the year before may be listed too, as the paper of a year may change it.
    pub fn from_json(text: &str) -> Result<(i32, Self), CalendarError> {
        #[derive(Deserialize)]
        struct File {
            year: i32,
            days: Vec<Day>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Day {
            name: String,
            date: NaiveDate,
            is_off_day: bool,
        }
        let file: File = serde_json::from_str(text).map_err(|_| CalendarError::Form)?;
        let days = file.days.into_iter().map(|day| PlannedDay { day: day.date, name: day.name, off: day.is_off_day });
        Ok((file.year, Self::of_days(file.year, days)?))
    }

    /// A year's arrangement day by day.
    ///
    /// # Errors
    /// `Empty` without days; `Day` when a day is listed twice or belongs neither to the year nor to the December before it.
    pub fn of_days(year: i32, days: impl IntoIterator<Item = PlannedDay>) -> Result<Self, CalendarError> {
        let mut plan = Self::default();
        for PlannedDay { day, name, off } in days {
            let of_year = day.year() == year || (day.year() + 1 == year && day.month() == 12);
            let before = plan.days.insert(day, Exception { name, off });
            if before.is_some() || !of_year || !ESTIMATED.contains(&year) {
                return Err(CalendarError::Day);
            }
        }
        if plan.days.is_empty() { Err(CalendarError::Empty) } else { Ok(plan) }
    }

    /// Its days in order.
    pub fn days(&self) -> Vec<PlannedDay> {
        let planned = |(day, exception): (&NaiveDate, &Exception)| PlannedDay {
            day: *day,
            name: exception.name.clone(),
            off: exception.off,
        };
        self.days.iter().map(planned).collect()
    }
}

/// The days off and make-up days of all announced years; other years follow from the law and are 暂定.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    announced: BTreeMap<i32, YearPlan>,
    estimated: BTreeMap<i32, YearPlan>,
}

/// Years for which an estimate is made, so that a deadline far ahead still has a day.
const ESTIMATED: std::ops::RangeInclusive<i32> = 2000..=2100;

/// The announcements before 2008 follow another list of holidays, and nothing in a ledger rests on them.
const FIRST_BUILT_IN: i32 = 2008;

impl Calendar {
    /// The years that were announced when the program was built.
    pub fn built_in() -> Self {
        let mut announced: BTreeMap<i32, YearPlan> = BTreeMap::new();
        // Each record is yyyymmdd, 0 for worked or 1 for off, the holiday's index, and the distance to it.
        for record in LEGAL_HOLIDAY_DATA.as_bytes().chunks_exact(13) {
            let Some((day, off, index)) = parse_record(record) else { continue };
            if day.year() >= FIRST_BUILT_IN {
                let name = LEGAL_HOLIDAY_NAMES.get(index).copied().unwrap_or_default().to_owned();
                announced.entry(day.year()).or_default().days.insert(day, Exception { name, off });
            }
        }
        let estimated =
            ESTIMATED.filter(|year| !announced.contains_key(year)).map(|year| (year, statutory_days(year))).collect();
        Self { announced, estimated }
    }

    /// The last year that is announced.
    pub fn announced_until(&self) -> Option<i32> {
        self.announced.keys().next_back().copied()
    }

    /// Adds or replaces an announced year.
    pub fn announce(&mut self, year: i32, plan: YearPlan) {
        self.announced.insert(year, plan);
    }

    /// The year's arrangement as announced, or as the law has it until then.
    pub fn plan(&self, year: i32) -> YearPlan {
        self.announced.get(&year).or_else(|| self.estimated.get(&year)).cloned().unwrap_or_default()
    }

    /// Whether the year's arrangement has been announced; days that rest on another year are 暂定.
    pub fn is_announced(&self, year: i32) -> bool {
        self.announced.contains_key(&year)
    }

    /// The announced years, in order.
    pub fn announced_years(&self) -> Vec<i32> {
        self.announced.keys().copied().collect()
    }

    /// What the day is.
    pub fn kind(&self, day: NaiveDate) -> DayKind {
        // The next year's paper may change the last days of this one, and is the newer word about them.
        let exception = [day.year() + 1, day.year()]
            .iter()
            .find_map(|year| self.announced.get(year).and_then(|plan| plan.days.get(&day)));
        let exception = match exception {
            None if !self.is_announced(day.year()) => {
                self.estimated.get(&day.year()).and_then(|plan| plan.days.get(&day))
            }
            found => found,
        };
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        match exception {
            Some(Exception { name, off: true }) => DayKind::Holiday { name: name.clone() },
            Some(Exception { name, off: false }) => DayKind::MakeUp { name: name.clone() },
            None if weekend => DayKind::Weekend,
            None => DayKind::Workday,
        }
    }

    /// The day that is `n` working days after `start`; day 1 is the day after it. With `n` = 0 it is `start` itself.
    pub fn add_workdays(&self, start: NaiveDate, n: u32) -> Due {
        let mut result =
            Due { due: start, provisional: !self.is_announced(start.year()), counted: Vec::new(), skipped: Vec::new() };
        let mut day = start;
        while result.counted.len() < n as usize {
            let Some(next) = day.succ_opt() else { break };
            day = next;
            result.provisional |= !self.is_announced(day.year());
            match self.kind(day) {
                DayKind::Workday | DayKind::MakeUp { .. } => result.counted.push(day),
                DayKind::Weekend => result.skipped.push(Skipped { day, why: SkipReason::Weekend }),
                DayKind::Holiday { name } => result.skipped.push(Skipped { day, why: SkipReason::Holiday { name } }),
            }
            result.due = day;
        }
        result
    }

    /// The day that is `n` calendar days after `start`; it does not rest on any announcement.
    pub fn add_days(start: NaiveDate, n: u32) -> Due {
        let counted: Vec<NaiveDate> = (1..=u64::from(n)).filter_map(|i| start.checked_add_days(Days::new(i))).collect();
        let due = counted.last().copied().unwrap_or(start);
        Due { due, provisional: false, counted, skipped: Vec::new() }
    }

    /// How many working days lie after `from` up to and including `to`; 0 when `to` is not later.
    pub fn workdays_after(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        days.filter(|day| self.kind(*day).is_workday()).count().try_into().unwrap_or(u32::MAX)
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Self::built_in()
    }
}

fn parse_record(record: &[u8]) -> Option<(NaiveDate, bool, usize)> {
    let text = std::str::from_utf8(record).ok()?;
    let day = NaiveDate::parse_from_str(text.get(0..8)?, "%Y%m%d").ok()?;
    Some((day, text.get(8..9)? == "1", text.get(9..10)?.parse().ok()?))
}

/// The 13 statutory days off of a year (《全国年节及纪念日放假办法》 as of 2025), for years not announced yet.
fn statutory_days(year: i32) -> YearPlan {
    let mut days = BTreeMap::new();
    let mut off = |day: Option<NaiveDate>, name: &str| {
        if let Some(day) = day {
            days.insert(day, Exception { name: name.to_owned(), off: true });
        }
    };
    let lunar = |month: isize, day: usize| solar(&LunarDay::from_ymd(year as isize, month, day));
    off(NaiveDate::from_ymd_opt(year, 1, 1), "元旦");
    let new_year = lunar(1, 1);
    off(new_year.and_then(|day| day.pred_opt()), "春节");
    for n in 0..3 {
        off(new_year.and_then(|day| day.checked_add_days(Days::new(n))), "春节");
    }
    // 清明 is the solar term with index 7, counted from the winter solstice of the year before.
    let qing_ming = SolarTerm::from_index(year as isize, 7).get_julian_day().get_solar_day();
    off(ymd(qing_ming.get_year(), qing_ming.get_month(), qing_ming.get_day()), "清明节");
    off(NaiveDate::from_ymd_opt(year, 5, 1), "劳动节");
    off(NaiveDate::from_ymd_opt(year, 5, 2), "劳动节");
    off(lunar(5, 5), "端午节");
    off(lunar(8, 15), "中秋节");
    for day in 1..=3 {
        off(NaiveDate::from_ymd_opt(year, 10, day), "国庆节");
    }
    YearPlan { days }
}

fn solar(day: &LunarDay) -> Option<NaiveDate> {
    let day = day.get_solar_day();
    ymd(day.get_year(), day.get_month(), day.get_day())
}

fn ymd(year: isize, month: usize, day: usize) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn knows_the_announced_year() {
        let calendar = Calendar::built_in();
        assert!(calendar.is_announced(2026), "2026 was announced in November 2025");
        assert_eq!(calendar.kind(day("2026-02-14")), DayKind::MakeUp { name: "春节".to_owned() });
        assert_eq!(calendar.kind(day("2026-02-23")), DayKind::Holiday { name: "春节".to_owned() });
        assert!(calendar.kind(day("2026-09-20")).is_workday());
        assert_eq!(calendar.kind(day("2026-11-22")), DayKind::Weekend);
        assert_eq!(calendar.kind(day("2026-11-23")), DayKind::Workday);
    }

    #[test]
    fn an_unannounced_year_rests_on_the_law() {
        let calendar = Calendar::built_in();
        assert!(!calendar.is_announced(2027), "2027 is not announced yet");
        let off: Vec<String> = NaiveDate::from_ymd_opt(2027, 1, 1)
            .unwrap()
            .iter_days()
            .take(365)
            .filter(|day| matches!(calendar.kind(*day), DayKind::Holiday { .. }))
            .map(|day| day.to_string())
            .collect();
        // 春节 2027 is 6 February, 清明 5 April, 端午 9 June, 中秋 15 September.
        let law = [
            "2027-01-01",
            "2027-02-05",
            "2027-02-06",
            "2027-02-07",
            "2027-02-08",
            "2027-04-05",
            "2027-05-01",
            "2027-05-02",
            "2027-06-09",
            "2027-09-15",
            "2027-10-01",
            "2027-10-02",
            "2027-10-03",
        ];
        assert_eq!(off, law);
    }

    #[test]
    fn announcing_a_year_ends_its_being_provisional() {
        let mut calendar = Calendar::built_in();
        assert!(calendar.add_workdays(day("2026-12-31"), 1).provisional);
        let (year, plan) = YearPlan::from_json(
            r#"{"year":2027,"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true},{"name":"元旦","date":"2027-01-03","isOffDay":false}]}"#,
        )
        .unwrap();
        calendar.announce(year, plan);
        let due = calendar.add_workdays(day("2026-12-31"), 1);
        assert_eq!(
            (due.due, due.provisional),
            (day("2027-01-03"), false),
            "the made-up Sunday is the first working day"
        );
    }

    #[test]
    fn refuses_other_files() {
        assert_eq!(YearPlan::from_json("[]"), Err(CalendarError::Form));
        assert_eq!(YearPlan::from_json(r#"{"year":2027,"days":[]}"#), Err(CalendarError::Empty));
    }
}
