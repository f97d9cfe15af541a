//! Import of a sheet of overtime (加班考勤表): first what would happen, then doing it.

use chrono::NaiveDate;
use method::ImportId;
use serde::{Deserialize, Serialize};
use sheet::{OvertimeForm, OvertimeReason};
use ts_rs::TS;

use super::{DutyChange, PersonRef};

/// What importing the chosen file would do; nothing is stored yet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OvertimePlan {
    /// Names this plan to `overtime_read` and `overtime_apply`; a newer plan replaces it.
    pub token: String,
    /// The sheet that was read; for a text file the file's name.
    pub sheet: String,
    /// All sheets of the file.
    pub sheets: Vec<String>,
    /// Matrix or list.
    pub form: OvertimeForm,
    /// The row of the days or of the titles, as the spreadsheet counts.
    pub header_row: u32,
    /// The year that the sheet is of, as the file or the user says.
    pub year: Option<i32>,
    /// The month, likewise.
    pub month: Option<u32>,
    /// Whether year and month must be said before anything can be read.
    pub month_missing: bool,
    /// Whether 加班 stands in the title, the sheet's or the file's name; in a sheet of attendance a tick means a day's work.
    pub says_overtime: bool,
    /// What a tick counts for, in minutes.
    pub tick_minutes: u32,
    /// How many cells are ticks.
    pub ticks: u32,
    /// How many say 半天, which counts for four hours.
    pub half_days: u32,
    /// How many say 全天, which counts for eight.
    pub whole_days: u32,
    /// The persons with their days, in the order of the file.
    pub rows: Vec<OvertimePlanRow>,
    /// What is refused, with reasons.
    pub problems: Vec<OvertimeRefused>,
    /// Rows that are no persons.
    pub skipped: u32,
    /// How many days would be added.
    pub new: u32,
    /// How many would be changed.
    pub changed: u32,
    /// How many are as they are.
    pub same: u32,
    /// How many cells are refused.
    pub rejected: u32,
    /// The visits that would become owed, move or be withdrawn.
    pub changes: Vec<DutyChange>,
}

/// A person of the file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OvertimePlanRow {
    /// The first row, as the spreadsheet counts.
    pub row: u32,
    /// Who.
    pub person: PersonRef,
    /// The days, in order.
    pub days: Vec<OvertimePlanDay>,
}

/// A day of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OvertimePlanDay {
    /// Which.
    pub day: NaiveDate,
    /// The minutes as they are; 0 for none.
    pub from: u32,
    /// The minutes as they would be.
    pub to: u32,
}

/// A cell or row that is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OvertimeRefused {
    /// The row, as the spreadsheet counts.
    pub row: u32,
    /// The column, as `F`; empty for the row as a whole.
    pub column: String,
    /// 姓名; may be empty.
    pub name: String,
    /// The day, where it is known and one.
    pub day: Option<NaiveDate>,
    /// What stands in the cell.
    pub value: String,
    /// Why.
    pub reason: OvertimeReason,
    /// How many filled cells it is about.
    pub cells: u32,
}

/// The request to read the chosen file anew, in another way.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OvertimeRead {
    /// The plan's token.
    pub token: String,
    /// The sheet to read; none for the first one with a header.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The year that the sheet is of; none as the file says. Given with the month or not at all.
    #[serde(default)]
    pub year: Option<i32>,
    /// The month, 1–12.
    #[serde(default)]
    pub month: Option<u32>,
    /// What a tick counts for, in minutes, 1–1,440; none for the least that the rules count a day from.
    #[serde(default)]
    pub tick_minutes: Option<u32>,
}

/// The request to carry a plan out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OvertimeApply {
    /// The plan's token.
    pub token: String,
}

/// What an import of overtime did.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OvertimeImported {
    /// Days added.
    pub new: u32,
    /// Days changed.
    pub changed: u32,
    /// Days left as they were.
    pub same: u32,
    /// Cells refused.
    pub rejected: u32,
    /// The visits that became owed, moved or were withdrawn.
    pub changes: Vec<DutyChange>,
    /// The import, to take it back; none when it changed nothing.
    pub import: Option<ImportId>,
}
