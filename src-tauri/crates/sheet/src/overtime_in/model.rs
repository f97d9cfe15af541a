//! What reading a sheet of overtime gives: hours by person and day, and what could not be read.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the user set right in how a sheet of overtime is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeChoices {
    /// The sheet to read; none for the first one with a header.
    pub sheet: Option<String>,
    /// The year and the month, when the file names none or a wrong one.
    pub month: Option<(i32, u32)>,
}

/// What was found in a sheet of overtime.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeSheet {
    /// The name of the sheet that was read; for CSV the file's name.
    pub sheet: String,
    /// The names of all sheets, in order.
    pub sheets: Vec<String>,
    /// Matrix or list.
    pub form: OvertimeForm,
    /// The row with the days of a matrix, or with the titles of a list; 1-based as the spreadsheet shows it.
    pub header_row: u32,
    /// The year and the month that the file names. A matrix whose days are bare numbers gives no entries without them.
    pub month: Option<(i32, u32)>,
    /// Whether the month must be said before anything can be read.
    pub month_missing: bool,
    /// Whether 加班 stands in the title, the sheet's or the file's name; in a sheet of attendance a tick means a day's work.
    pub says_overtime: bool,
    /// The filled cells, row by row.
    pub entries: Vec<OvertimeEntry>,
    /// Cells that cannot be taken.
    pub problems: Vec<OvertimeProblem>,
    /// Rows that are not persons: totals, signatures, weekdays; empty rows are not counted.
    pub skipped: u32,
}

/// The two ways in which offices write overtime down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OvertimeForm {
    /// Names down, days across.
    Matrix,
    /// A row for each person and day.
    List,
}

/// One person's overtime on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeEntry {
    /// The row, 1-based as the spreadsheet shows it.
    pub row: u32,
    /// The column, as `F`.
    pub column: String,
    /// 姓名, without spacing inside.
    pub name: String,
    /// 职务, where the sheet has it: of two of one name it tells who is meant.
    pub post: String,
    /// When.
    pub day: NaiveDate,
    /// How long.
    pub hours: OvertimeHours,
    /// From when to when on that day, in minutes since midnight, where the sheet says so; the end may lie behind midnight.
    pub span: Option<(u32, u32)>,
}

/// How long a cell says that somebody worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OvertimeHours {
    /// So many minutes, 1–1,440.
    Minutes(u32),
    /// A tick, which says that, and not how long.
    Tick,
    /// 半天.
    HalfDay,
    /// 全天.
    WholeDay,
}

/// A cell that cannot be taken, or a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OvertimeProblem {
    /// The row, 1-based as the spreadsheet shows it.
    pub row: u32,
    /// The column, as `F`; empty for the row as a whole.
    pub column: String,
    /// Whose row it is; may be empty.
    pub name: String,
    /// The day, where it is known.
    pub day: Option<NaiveDate>,
    /// What stands in the cell, shortened.
    pub value: String,
    /// What is wrong.
    pub reason: OvertimeReason,
}

/// Why a cell is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OvertimeReason {
    /// Hours without a name.
    MissingName,
    /// A row of a list without a day.
    MissingDay,
    /// A row of a list without hours.
    MissingHours,
    /// No date, or one without a day.
    NotADay,
    /// The month has no such day.
    NoSuchDay,
    /// The day lies outside the month that the sheet is of.
    OutsideMonth,
    /// Neither hours nor a tick.
    NotHours,
    /// Less than nothing.
    Negative,
    /// More than 24 hours.
    OverADay,
    /// The end lies before the start.
    EndBeforeStart,
    /// The cell holds an error of a formula.
    ErrorCell,
    /// Nobody of this name is in the ledger.
    UnknownPerson,
    /// Several persons bear the name.
    TwoOfOneName,
    /// The day lies in the future.
    DayInFuture,
    /// The day is outside the years that a ledger can have.
    BadYear,
    /// The person's day stands twice in the file.
    TwiceInFile,
}
