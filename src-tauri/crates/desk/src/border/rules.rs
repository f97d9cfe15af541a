//! The rule pack and the calendar: reading, trying out, changing.

use chrono::NaiveDate;
use method::{PlannedDay, RulePack};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DayView, DutyChange};

/// What new rules or a new calendar would change, or changed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RulesChange {
    /// The pack as it is or would be stored, with its version.
    pub pack: RulePack,
    /// The duties that change, without those that only get the number of the new version; what is closed stays.
    pub changes: Vec<DutyChange>,
}

/// The request to read a year's calendar.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarGet {
    /// Which year, 2008–2100.
    pub year: i32,
}

/// The arrangement of a year, as imported or edited by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    /// Which year.
    pub year: i32,
    /// The days off and the worked weekend days.
    pub days: Vec<PlannedDay>,
}

/// Where a year's arrangement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CalendarSource {
    /// Announced when the program was built.
    BuiltIn,
    /// Imported or edited here.
    Own,
    /// Not announced yet: weekends and the statutory days (暂定).
    Estimated,
}

/// A year's calendar.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CalendarView {
    /// Which year.
    pub year: i32,
    /// Where it comes from.
    pub source: CalendarSource,
    /// Its days off and worked weekend days, in order.
    pub days: Vec<PlannedDay>,
    /// Every day of the year, in order.
    pub all: Vec<CalendarDay>,
    /// How many working days it has.
    pub workdays: u32,
    /// The years whose arrangement is known, in order.
    pub known_years: Vec<i32>,
}

/// A day of a year's calendar.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CalendarDay {
    /// Which.
    pub day: NaiveDate,
    /// What it is.
    pub view: DayView,
}

/// What a changed calendar moves, or moved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CalendarChange {
    /// The year as it is or would be.
    pub calendar: CalendarView,
    /// The open duties whose due day moves or is no longer 暂定.
    pub changes: Vec<DutyChange>,
}
