//! Ledgers on the screen and as files.

use chrono::NaiveDate;
use method::PersonId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LedgerKind {
    /// 花名册.
    Roster,
    /// 六知晓一览表.
    Knowing,
    /// 应谈应访台账.
    Owed,
    /// 谈心谈话台账.
    Talks,
    /// 走访慰问台账.
    Visits,
    /// 承诺事项台账.
    Promises,
    /// 意见建议台账.
    Suggestions,
    /// 活动台账.
    Activities,
    /// 加班台账.
    Overtime,
    /// 印出未回台账.
    Papers,
    /// 归档文件目录.
    Catalogue,
}

impl LedgerKind {
    /// All of them, in the order in which a workbook has them.
    pub const ALL: [Self; 11] = [
        Self::Roster,
        Self::Knowing,
        Self::Owed,
        Self::Talks,
        Self::Visits,
        Self::Promises,
        Self::Suggestions,
        Self::Activities,
        Self::Overtime,
        Self::Papers,
        Self::Catalogue,
    ];
}

/// The kind of a ledger's file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LedgerFormat {
    /// A workbook.
    #[default]
    Xlsx,
    /// Comma-separated text, UTF-8 with BOM.
    Csv,
}

/// Of whom a ledger is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "who", deny_unknown_fields)]
pub enum LedgerPeople {
    /// Of everybody.
    #[default]
    All,
    /// 党员, on probation or full.
    Members,
    /// Those who are no Party members.
    Others,
    /// Of those who have one of these posts, as the roster has them.
    Posts {
        /// Which.
        posts: Vec<String>,
    },
    /// Of these only.
    Picked {
        /// Whom.
        ids: Vec<PersonId>,
    },
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LedgerPurpose {
    /// 上级检查.
    Inspection,
    /// 上报.
    Report,
    /// 内部使用.
    Internal,
    /// 其他, in words of its own.
    Other,
}

/// The request to show or export a ledger.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LedgerOf {
    /// Which.
    pub ledger: LedgerKind,
    /// From this day: of the event for 应谈应访, of the promise, of the contact, of the evening, of the printing; the year for the
    /// catalogue. 花名册 and 六知晓一览表 are as of today.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// To this day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// The file's kind; not used for showing.
    #[serde(default)]
    pub format: LedgerFormat,
    /// Of whom.
    #[serde(default)]
    #[ts(optional, as = "Option<LedgerPeople>")]
    pub people: LedgerPeople,
    /// Whether those who left are in it; unless it is said they are not in 花名册 and are in the others, as what took place counts.
    #[serde(default)]
    #[ts(optional)]
    pub with_left: Option<bool>,
    /// The titles of the columns, in any order; none for the usual ones. 序号 and the names are always there.
    #[serde(default)]
    #[ts(optional)]
    pub columns: Option<Vec<String>>,
    /// The titles of the sensitive columns that are ticked for this one time.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub sensitive: Vec<String>,
    /// Cover numbers and addresses; as long as nothing is said, they are covered.
    #[serde(default = "masked")]
    #[ts(optional, as = "Option<bool>")]
    pub masked: bool,
    /// What the file is for, for the log; not used for showing.
    #[serde(default)]
    #[ts(optional)]
    pub purpose: Option<LedgerPurpose>,
    /// The same in words; needed for [`LedgerPurpose::Other`].
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub purpose_text: String,
    /// Which page of the rows to show, from 0; none shows all. Not used for the file.
    #[serde(default)]
    #[ts(optional)]
    pub page: Option<u32>,
}

pub(super) fn masked() -> bool {
    true
}

fn with_statistics() -> bool {
    true
}

/// The request to export several ledgers as one workbook, each with its usual columns and never with a sensitive one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WorkbookOf {
    /// Which; all when none is named.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<LedgerKind>>")]
    pub ledgers: Vec<LedgerKind>,
    /// Whether the figures of the period stand behind the ledgers; they need both its days, and are left out unless it is of everybody.
    #[serde(default = "with_statistics")]
    #[ts(optional, as = "Option<bool>")]
    pub statistics: bool,
    /// From this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// To this day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Of whom.
    #[serde(default)]
    #[ts(optional, as = "Option<LedgerPeople>")]
    pub people: LedgerPeople,
    /// Whether those who left are in it, see [`LedgerOf`].
    #[serde(default)]
    #[ts(optional)]
    pub with_left: Option<bool>,
    /// Cover numbers and addresses; as long as nothing is said, they are covered.
    #[serde(default = "masked")]
    #[ts(optional, as = "Option<bool>")]
    pub masked: bool,
    /// What the file is for, for the log.
    #[serde(default)]
    #[ts(optional)]
    pub purpose: Option<LedgerPurpose>,
    /// The same in words; needed for [`LedgerPurpose::Other`].
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub purpose_text: String,
}

/// A ledger as a table on the screen: the very rows that are exported.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LedgerTable {
    /// 台账名称.
    pub title: String,
    /// Column titles.
    pub columns: Vec<String>,
    /// The cells as texts; of one page, when one was asked for.
    pub rows: Vec<Vec<String>>,
    /// How many rows there are in all.
    pub count: u32,
    /// How many rows a page has.
    pub page_rows: u32,
    /// How many persons the ledger is about.
    pub people: u32,
    /// The 合计 row, one text for each column; none for a ledger without sums.
    pub sums: Option<Vec<String>>,
    /// The sum of the money column in 分, when there is one.
    pub total_fen: Option<i64>,
    /// Every column that the ledger can have.
    pub offered: Vec<LedgerColumn>,
    /// The titles of the columns that the last file of this ledger had; none before the first.
    pub last_columns: Option<Vec<String>>,
}

/// A column that a ledger can have.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LedgerColumn {
    /// Its title.
    pub title: String,
    /// When it is in the ledger.
    pub offer: LedgerOffer,
}

/// When a column is in a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LedgerOffer {
    /// Always: 序号 and the names.
    Fixed,
    /// Unless it is left out.
    Usual,
    /// When it is chosen.
    Optional,
    /// When it is ticked for this one time.
    Sensitive,
}

/// What the log keeps of an export: never names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LedgerExported {
    /// Which ledgers.
    pub ledgers: Vec<LedgerKind>,
    /// From this day.
    pub from: Option<NaiveDate>,
    /// To this day.
    pub to: Option<NaiveDate>,
    /// How many rows.
    pub rows: u32,
    /// How many persons it is about.
    pub people: u32,
    /// How many columns.
    pub columns: u32,
    /// How many of them are sensitive.
    pub sensitive: u32,
    /// Whether numbers and addresses are covered.
    pub masked: bool,
    /// What it is for.
    pub purpose: Option<LedgerPurpose>,
    /// The same in words.
    pub purpose_text: String,
}
