//! Overtime entries, a month's grid, and the streaks found.

use chrono::NaiveDate;
use method::{EventId, PersonId, StreakGround};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DayView, DutyChange, PersonRef};

/// The request for a month's overtime.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OvertimeGet {
    /// The year.
    pub year: i32,
    /// The month, 1–12.
    pub month: u32,
}

/// A month of overtime: days across, persons down.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OvertimeGrid {
    /// The year.
    pub year: i32,
    /// The month, 1–12.
    pub month: u32,
    /// The days of the month.
    pub days: Vec<OvertimeDay>,
    /// Everyone who was there in the month.
    pub rows: Vec<OvertimeRow>,
}

/// A day of the grid's head.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OvertimeDay {
    /// Which.
    pub day: NaiveDate,
    /// What it is.
    pub view: DayView,
}

/// A person's month.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OvertimeRow {
    /// Who.
    pub person: PersonRef,
    /// Minutes for each day of the month; 0 for none.
    pub minutes: Vec<u32>,
    /// Their sum.
    pub total: u32,
    /// The streaks that touch the month.
    pub streaks: Vec<StreakView>,
}

/// A streak found (连续加班).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StreakView {
    /// The event that it made; none when the rules did not have 连续加班, or other limits, or it was called off by hand.
    pub event: Option<EventId>,
    /// Its first counting day.
    pub first: NaiveDate,
    /// Its last.
    pub last: NaiveDate,
    /// How many days count.
    pub days: u32,
    /// What they sum to, in minutes.
    pub minutes: u32,
    /// Why it is one.
    pub grounds: Vec<StreakGround>,
}

/// One cell of the grid.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OvertimeCell {
    /// Who.
    pub person: PersonId,
    /// When; not in the future.
    pub day: NaiveDate,
    /// How long, in minutes, at most 1,440; 0 takes the entry away.
    pub minutes: u32,
}

/// The request to enter overtime.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OvertimeSet {
    /// The cells that change.
    pub cells: Vec<OvertimeCell>,
}

/// What entering overtime did.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OvertimeResult {
    /// How many entries changed.
    pub changed: u32,
    /// The visits that became owed, moved or were withdrawn.
    pub changes: Vec<DutyChange>,
}
