//! What reading a roster gives: people, problems, and what was passed over.

use std::collections::BTreeMap;

use method::{PartialDate, Sex};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was found in a roster file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Roster {
    /// The name of the sheet that was read; for CSV the file's name.
    pub sheet: String,
    /// The row that names the columns, 1-based as the spreadsheet shows it; the lowest of several. 0 when none was found.
    pub header_row: u32,
    /// The first filled rows, among which the user can choose the header.
    pub top: Vec<TopRow>,
    /// The columns that have a title.
    pub columns: Vec<RosterColumn>,
    /// The people, in the sheet's order, those that cannot be taken among them.
    pub people: Vec<RosterPerson>,
    /// Rows that are not people; empty rows are not listed.
    pub skipped: Vec<SkippedRow>,
    /// The names of the file's other sheets, in order.
    pub other_sheets: Vec<String>,
}

/// One of the first rows, as much of it as tells whether it is the header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "RosterTopRow")]
pub struct TopRow {
    /// The row, 1-based as the spreadsheet shows it.
    pub row: u32,
    /// What stands in its first cells; long numbers are masked.
    pub text: String,
}

/// A column of a roster and what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterColumn {
    /// Counted from 0, which is column A.
    pub index: u32,
    /// The title without blanks, joined from two rows where the header has two; no two columns have the same.
    pub title: String,
    /// What it holds.
    pub field: Field,
    /// Whether the sheet hides it.
    pub hidden: bool,
    /// What stands in the first filled cell below the title, shortened; long numbers are masked.
    pub sample: String,
}

/// What a column of a roster holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "RosterField")]
pub enum Field {
    /// 序号, which is not kept.
    Serial,
    /// 姓名.
    Name,
    /// 性别.
    Sex,
    /// 出生年月.
    Birth,
    /// 民族.
    Ethnicity,
    /// 籍贯.
    NativePlace,
    /// 学历 (学位).
    Education,
    /// 政治面貌.
    Political,
    /// 参加工作时间.
    WorkSince,
    /// 入党时间.
    PartySince,
    /// 单位及职务, or the post (岗位).
    Post,
    /// 身份证号码.
    IdNumber,
    /// 联系电话.
    Phone,
    /// 家庭住址.
    Address,
    /// 备注.
    Note,
    /// What the program has no field for; it goes to [`PersonDraft::extra`] under its title.
    Extra,
    /// Not read at all, as the user wishes.
    Skip,
}

impl Field {
    /// Whether it is one of a person's own fields, of which a roster has each only once.
    pub fn is_own(self) -> bool {
        !matches!(self, Field::Extra | Field::Skip)
    }
}

/// One row that is, or should be, a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RosterPerson {
    /// The row, 1-based as the spreadsheet shows it.
    pub row: u32,
    /// What could be read.
    pub person: PersonDraft,
    /// What is wrong with it; with one rejecting problem the row is not to be taken.
    pub problems: Vec<Problem>,
}

impl RosterPerson {
    /// Whether the row can be taken.
    pub fn importable(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity == Severity::Warned)
    }
}

/// The fields of [`method::Person`] that a roster can fill; what is absent is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
// What is empty is not written: the answer of 50,000 people is large.
#[serde(default)]
pub struct PersonDraft {
    /// 姓名, without spacing inside.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// 性别.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// 出生年月.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<PartialDate>,
    /// 民族.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ethnicity: String,
    /// 籍贯.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub native_place: String,
    /// 学历 (学位).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub education: String,
    /// 政治面貌, as the sheet has it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub political: String,
    /// 参加工作时间.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub work_since: Option<PartialDate>,
    /// 入党时间.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party_since: Option<PartialDate>,
    /// 单位及职务, or the post (岗位).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub post: String,
    /// 身份证号码, checked; empty when absent or wrong.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id_number: String,
    /// 联系电话.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// 家庭住址.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// 备注.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Columns that the program has no field for, by their titles; only those that are filled.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// Something wrong in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "RosterProblem")]
pub struct Problem {
    /// The row, 1-based as the spreadsheet shows it.
    pub row: u32,
    /// The title of the column, when it is one column's.
    pub column: Option<String>,
    /// Whether the row can be taken in spite of it.
    pub severity: Severity,
    /// What it is.
    pub reason: ProblemReason,
    /// What the cell holds, with numbers of persons masked; may be empty.
    pub value: String,
}

/// Whether a row with the problem can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "RosterSeverity")]
pub enum Severity {
    /// The row is not taken.
    Rejected,
    /// The row can be taken.
    Warned,
}

/// What is wrong in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProblemReason {
    /// Rejected: no name.
    MissingName,
    /// Rejected: the ID number is not 17 digits and a check character.
    IdForm,
    /// Rejected: the birth date inside the ID number does not exist.
    IdBirthDate,
    /// Rejected: the check character of the ID number does not fit.
    BadIdChecksum,
    /// Rejected: the ID number was kept as a number, so that its last digits are lost.
    IdAsNumber,
    /// Rejected: a day or month that does not exist, or a year outside 1900–2199.
    ImpossibleDate,
    /// Rejected: more text than the field takes.
    TextTooLong,
    /// Warned: a text where a date should be; the date stays empty.
    DateForm,
    /// Warned: a number as 1998.1, which may be January or October; only the year is kept.
    AmbiguousMonth,
    /// Warned: the birth date disagrees with the one inside the ID number, which may be lawful.
    BirthDisagreesWithId,
    /// Warned: the sex disagrees with the ID number.
    SexDisagreesWithId,
    /// Warned: neither 男 nor 女; the sex stays empty.
    UnknownSex,
    /// Warned: the name holds signs or digits; it is kept as it is.
    OddName,
    /// Warned: the telephone number was kept as a rounded number; it stays empty.
    PhoneAsNumber,
    /// Warned: the number or address was covered with `*` when the sheet was exported; what the ledger has stays.
    Covered,
    /// Warned: the cell holds an error of a formula, as `#REF!`; it stays empty.
    ErrorCell,
}

/// A row that is not a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SkippedRow {
    /// The row, 1-based as the spreadsheet shows it.
    pub row: u32,
    /// Why.
    pub why: RowSkip,
}

/// Why a row is not a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RowSkip {
    /// 合计, 总计, 小计.
    Total,
    /// 填表人, 审核人, 填报单位 and the like.
    Signature,
    /// 注 or 说明 below the table.
    Remark,
    /// The header again, as it is repeated on each page.
    RepeatedHeader,
    /// Only a serial number is filled in.
    NumberOnly,
}

/// What the user set right in how a roster is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct RosterChoices {
    /// The sheet to read; none for the first one with a header.
    pub sheet: Option<String>,
    /// The row of the header, 1-based, the lowest of several; none to find it.
    pub header_row: Option<u32>,
    /// For columns by their titles: what they hold.
    pub fields: BTreeMap<String, Field>,
}
