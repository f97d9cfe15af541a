//! Lunar birthdays (农历生日), which stay lunar.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use tyme4rs::tyme::lunar::{LunarDay, LunarMonth, LunarYear};
use tyme4rs::tyme::solar::SolarDay;

/// A birthday on the lunar calendar, as the person keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LunarBirthday {
    /// The lunar year, when known.
    #[serde(default)]
    pub year: Option<i32>,
    /// 1–12.
    pub month: u8,
    /// Whether born in the leap month of that number.
    #[serde(default)]
    pub leap: bool,
    /// 1–30.
    pub day: u8,
}

/// Why a lunar birthday cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LunarBirthdayError {
    /// The month is not 1–12, the day not 1–30, or the year outside 1899–2199.
    #[error("no such lunar day")]
    NoSuchDay,
    /// The given year has no leap month of this number.
    #[error("the year has no such leap month")]
    NoSuchLeapMonth,
    /// The month of the given year has only 29 days.
    #[error("the month has only 29 days in that year")]
    ShortMonth,
}

/// The lunar years in which solar days of 1900–2199 lie; the library's own limits are wider.
const YEARS: std::ops::RangeInclusive<i32> = 1899..=2199;

/// The names in everyday use; tables with 十一月 and 十二月 mean the same.
const MONTHS: [&str; 12] =
    ["正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月"];
const DAYS: [&str; 30] = [
    "初一", "初二", "初三", "初四", "初五", "初六", "初七", "初八", "初九", "初十", "十一", "十二", "十三", "十四",
    "十五", "十六", "十七", "十八", "十九", "二十", "廿一", "廿二", "廿三", "廿四", "廿五", "廿六", "廿七", "廿八",
    "廿九", "三十",
];

impl LunarBirthday {
    /// A birthday that can be; see [`LunarBirthday::check`].
    pub fn new(year: Option<i32>, month: u8, leap: bool, day: u8) -> Result<Self, LunarBirthdayError> {
        let birthday = Self { year, month, leap, day };
        birthday.check()?;
        Ok(birthday)
    }

    /// Refuses a day that cannot be. Without a year any leap month is taken, as it may have existed.
    pub fn check(self) -> Result<(), LunarBirthdayError> {
        if !(1..=12).contains(&self.month) || !(1..=30).contains(&self.day) {
            return Err(LunarBirthdayError::NoSuchDay);
        }
        let Some(year) = self.year else { return Ok(()) };
        if !YEARS.contains(&year) {
            return Err(LunarBirthdayError::NoSuchDay);
        }
        if self.leap && leap_month(year) != Some(self.month) {
            return Err(LunarBirthdayError::NoSuchLeapMonth);
        }
        match month_of(year, self.month, self.leap) {
            Some(month) if usize::from(self.day) <= month.get_day_count() => Ok(()),
            _ => Err(LunarBirthdayError::ShortMonth),
        }
    }

    /// The lunar day of a solar one; none outside 1900–2199.
    pub fn from_solar(day: NaiveDate) -> Option<Self> {
        if !(1900..=2199).contains(&day.year()) {
            return None;
        }
        let (month, number) = (day.month().try_into().ok()?, day.day().try_into().ok()?);
        let lunar = SolarDay::new(day.year().try_into().ok()?, month, number).ok()?.get_lunar_day();
        let month = lunar.get_lunar_month();
        Some(Self {
            year: Some(month.get_year().try_into().ok()?),
            month: month.get_month().try_into().ok()?,
            leap: month.is_leap(),
            day: lunar.get_day().try_into().ok()?,
        })
    }

    /// The solar day on which it is next kept, `day` itself included.
    ///
    /// A birthday in a leap month is kept in that leap month when the year has it, otherwise in the ordinary month of the same number;
    /// one on the thirtieth is kept on the twenty-ninth when the month has no thirtieth.
    /// None when the birthday cannot be, or after 2198.
    pub fn next_on_or_after(self, day: NaiveDate) -> Option<NaiveDate> {
        // A lunar year begins in January or February, so the days before that belong to the lunar year before.
        let first = day.year() - i32::from(day.month() <= 2);
        (first..=day.year() + 1).filter_map(|year| self.solar_in(year)).find(|kept| *kept >= day)
    }

    /// The solar day on which it is kept in a lunar year.
    fn solar_in(self, year: i32) -> Option<NaiveDate> {
        if !YEARS.contains(&year) || !(1..=12).contains(&self.month) || self.day == 0 {
            return None;
        }
        let leap = self.leap && leap_month(year) == Some(self.month);
        let month = month_of(year, self.month, leap)?;
        let day = usize::from(self.day).min(month.get_day_count());
        let lunar = LunarDay::new(month.get_year(), month.get_month_with_leap(), day).ok()?;
        let solar = lunar.get_solar_day();
        let (month, day) = (solar.get_month().try_into().ok()?, solar.get_day().try_into().ok()?);
        NaiveDate::from_ymd_opt(solar.get_year().try_into().ok()?, month, day)
    }

    /// As 农历八月十五 or 农历闰四月初八, without the year; empty when the birthday cannot be.
    pub fn text(self) -> String {
        let month = usize::from(self.month).checked_sub(1).and_then(|at| MONTHS.get(at));
        let day = usize::from(self.day).checked_sub(1).and_then(|at| DAYS.get(at));
        match (month, day) {
            (Some(month), Some(day)) => format!("农历{}{month}{day}", if self.leap { "闰" } else { "" }),
            _ => String::new(),
        }
    }
}

/// The number of the year's leap month; none when it has none. The year is one of [`YEARS`].
fn leap_month(year: i32) -> Option<u8> {
    let year = LunarYear::new(year.try_into().ok()?).ok()?;
    u8::try_from(year.get_leap_month()).ok().filter(|month| *month > 0)
}

/// A month of a year that is one of [`YEARS`]; none when it has no such leap month.
fn month_of(year: i32, month: u8, leap: bool) -> Option<LunarMonth> {
    let month = isize::from(month);
    LunarMonth::new(year.try_into().ok()?, if leap { -month } else { month }).ok()
}
