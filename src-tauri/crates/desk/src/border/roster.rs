//! Import of a roster: first what would happen, then doing it.

use std::collections::BTreeMap;

use method::{ImportId, PartialDate, PersonId};
use serde::{Deserialize, Serialize};
use sheet::{Field, RosterChoices, TopRow};
use ts_rs::TS;

/// What importing the chosen file would do; nothing is stored yet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RosterPlan {
    /// Names this plan to the commands that follow; a newer plan replaces it.
    pub token: String,
    /// The file's name.
    pub file: String,
    /// The sheet that was read; for a text file its name.
    pub sheet: String,
    /// All sheets of the file, that one too.
    pub sheets: Vec<String>,
    /// The header's row, as the spreadsheet counts; 0 when none was found.
    pub header_row: u32,
    /// The first rows, among which the header can be chosen.
    pub top: Vec<TopRow>,
    /// How the columns were understood.
    pub columns: Vec<RosterColumnView>,
    /// What was set right by the user, now or when the same header was read before.
    pub choices: RosterChoices,
    /// Whether that comes from an earlier import.
    pub remembered: bool,
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
    /// How many are not taken, as only the name agrees and nobody said yet whether it is the same person.
    pub asked: u32,
    /// How many rows there are in each list that can be looked at.
    pub totals: BTreeMap<RosterOnly, u32>,
    /// The first page of all rows; `roster_rows` gives the others.
    pub rows: Vec<RosterRow>,
}

/// A column of the file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RosterColumnView {
    /// As the spreadsheet names it, as `C`.
    pub letter: String,
    /// Its title in the file.
    pub title: String,
    /// What it is taken for.
    pub field: Field,
    /// Whether the file hides it.
    pub hidden: bool,
    /// What stands in its first filled cell, shortened, long numbers masked.
    pub sample: String,
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
    /// Whom it may mean, when only the name agrees.
    pub candidates: Vec<RosterCandidate>,
    /// Whom it means, as the user said.
    pub who: Option<RosterWho>,
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
    /// Nothing before the user says whom it means.
    Asked,
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

/// A person whom a row may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterCandidate {
    /// Who.
    pub person: PersonId,
    /// 单位及职务 (岗位).
    pub post: String,
    /// 出生年月.
    pub birth: Option<PartialDate>,
    /// The row of the file that brings him, when he is not in the ledger yet.
    pub row: Option<u32>,
}

/// Whom a row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "who", deny_unknown_fields)]
pub enum RosterWho {
    /// 同一人.
    Same {
        /// Who; none for the only candidate.
        #[serde(default)]
        person: Option<PersonId>,
    },
    /// 另一人: somebody new.
    Other,
}

/// What is wrong or doubtful in a row.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RosterProblem {
    /// The column's letter, if it is about one.
    pub letter: Option<String>,
    /// The column's title, likewise.
    pub column: Option<String>,
    /// Whether the row is refused for it.
    pub rejected: bool,
    /// As `bad_id_checksum`.
    pub reason: String,
    /// What stands in the cell, masked where it must be.
    pub value: String,
}

/// The request to read the chosen file anew.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RosterRead {
    /// The plan's token.
    pub token: String,
    /// Which sheet and header, and what the columns hold. With a sheet alone, what is remembered for its header is followed.
    pub choices: RosterChoices,
}

/// Which rows of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RosterOnly {
    /// Those that are refused.
    Rejected,
    /// Those of which only the name agrees, answered or not.
    Asked,
    /// Those that change a person.
    Changed,
    /// Those that bring a new person.
    New,
    /// Those that change nothing.
    Same,
}

/// The request for a page of rows: those of one kind, or all.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RosterRows {
    /// The plan's token.
    pub token: String,
    /// Which; none for all.
    #[serde(default)]
    pub only: Option<RosterOnly>,
    /// The page, from 0; each has [`crate::ROSTER_PAGE`] rows.
    pub page: u32,
}

/// The request to say whom a row means.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RosterAnswer {
    /// The plan's token.
    pub token: String,
    /// The row; none for all that are still asked.
    pub row: Option<u32>,
    /// Whom; none to ask again.
    pub who: Option<RosterWho>,
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
    /// The import, to take it back; none when it changed nothing.
    pub import: Option<ImportId>,
    /// Added.
    pub new: u32,
    /// Changed.
    pub changed: u32,
    /// Left as they were.
    pub same: u32,
    /// Left out, as nobody said whom they mean.
    pub asked: u32,
    /// Refused.
    pub rejected: u32,
}
