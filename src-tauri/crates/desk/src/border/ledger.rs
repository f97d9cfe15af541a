//! Ledgers on the screen and as files.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LedgerKind {
    /// 应谈应访台账.
    Owed,
    /// 谈心谈话台账.
    Talks,
    /// 走访慰问台账.
    Visits,
    /// 承诺事项台账.
    Promises,
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

/// The request to show or export a ledger.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LedgerOf {
    /// Which.
    pub ledger: LedgerKind,
    /// From this day: of the event for 应谈应访, of the promise or of the contact for the others.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// To this day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// The file's kind; not used for showing.
    #[serde(default)]
    pub format: LedgerFormat,
}

/// A ledger as a table on the screen: the very rows that are exported.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LedgerTable {
    /// 台账名称.
    pub title: String,
    /// Column titles.
    pub columns: Vec<String>,
    /// The cells as texts.
    pub rows: Vec<Vec<String>>,
    /// The sum of the money column in 分, when there is one.
    pub total_fen: Option<i64>,
}
