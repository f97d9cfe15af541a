//! Import of a roster: first what would happen, then doing it.

use method::PersonId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What importing the chosen file would do; nothing is stored yet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RosterPlan {
    /// Names this plan to `roster_apply`; a newer plan replaces it.
    pub token: String,
    /// The sheet's name; empty for a text file.
    pub sheet: String,
    /// The header's row, as the spreadsheet counts.
    pub header_row: u32,
    /// How the columns were understood.
    pub columns: Vec<RosterColumnView>,
    /// One for each person of the file.
    pub rows: Vec<RosterRow>,
    /// Rows that are no persons.
    pub skipped: u32,
    /// How many would be added.
    pub new: u32,
    /// How many would be changed.
    pub changed: u32,
    /// How many are as they are.
    pub same: u32,
    /// How many are refused.
    pub rejected: u32,
}

/// A column of the file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RosterColumnView {
    /// Its title in the file.
    pub title: String,
    /// The person's field that it fills, as `birth`; none when it is kept as an extra field.
    pub field: Option<String>,
}

/// A person of the file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RosterRow {
    /// The row, as the spreadsheet counts.
    pub row: u32,
    /// 姓名.
    pub name: String,
    /// 单位及职务 (岗位).
    pub post: String,
    /// What would happen.
    pub action: RosterAction,
    /// What is wrong or doubtful.
    pub problems: Vec<RosterProblem>,
}

/// What would happen with a row.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum RosterAction {
    /// A new person.
    New,
    /// A person already known, with these fields changed.
    Changed {
        /// Who.
        person: PersonId,
        /// Field by field.
        fields: Vec<FieldChange>,
    },
    /// Nothing.
    Same {
        /// Who.
        person: PersonId,
    },
    /// Refused.
    Rejected,
}

/// A field that an import would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldChange {
    /// The field, as `post`, or the title of an extra column.
    pub field: String,
    /// As it is.
    pub from: String,
    /// As it would be.
    pub to: String,
}

/// What is wrong or doubtful in a row.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RosterProblem {
    /// The column's title, if it is about one.
    pub column: Option<String>,
    /// Whether the row is refused for it.
    pub rejected: bool,
    /// As `bad_id_checksum`.
    pub reason: String,
    /// What stands in the cell, masked where it must be.
    pub value: String,
}

/// The request to carry a plan out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RosterApply {
    /// The plan's token.
    pub token: String,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterResult {
    /// Added.
    pub new: u32,
    /// Changed.
    pub changed: u32,
    /// Left as they were.
    pub same: u32,
    /// Refused.
    pub rejected: u32,
}
