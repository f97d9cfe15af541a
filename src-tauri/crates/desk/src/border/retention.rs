//! What becomes of the data of those who left: sealed (封存), handed over (移交), destroyed (销毁).

use chrono::{DateTime, NaiveDate, Utc};
use method::{Departure, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PersonRef;

/// The request to set after how many months one is reminded.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RetentionSet {
    /// 0–600; 0 reminds at once.
    pub months: u32,
}

/// The request that names a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RetentionOf {
    /// Who left.
    pub person: PersonId,
}

/// The request to note that a person's data were handed over.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RetentionHandOver {
    /// Who left.
    pub person: PersonId,
    /// To which unit (接收单位).
    pub to: String,
    /// The day.
    pub day: NaiveDate,
}

/// The request to destroy a person's data; nothing brings them back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RetentionDestroy {
    /// Who left.
    pub person: PersonId,
    /// 监销人: two different names.
    pub supervisors: Vec<String>,
}

/// Those who left, and what was decided about their data.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RetentionView {
    /// After how many months one is reminded; 12 unless it was set.
    pub months: u32,
    /// How many are due and not decided.
    pub due: u32,
    /// Everyone who left, first due first.
    pub rows: Vec<RetentionRow>,
}

/// One who left.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RetentionRow {
    /// Who.
    pub person: PersonRef,
    /// When and why.
    pub left: Departure,
    /// The day from which a decision is asked for.
    pub due: NaiveDate,
    /// Whether it is asked for today: due and nothing decided.
    pub is_due: bool,
    /// What was decided.
    pub decision: Option<RetentionDecision>,
}

/// What was decided about a person's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum RetentionDecision {
    /// 封存: left out of the first page, of lists and of search unless asked for; ledgers keep the row and cover its texts.
    Sealed {
        /// When.
        at: DateTime<Utc>,
    },
    /// 移交: the same, and another unit keeps them now.
    HandedOver {
        /// When it was noted.
        at: DateTime<Utc>,
        /// The day.
        day: NaiveDate,
        /// 接收单位.
        to: String,
    },
    /// 销毁: overwritten.
    Destroyed {
        /// When.
        at: DateTime<Utc>,
        /// 监销人.
        supervisors: Vec<String>,
        /// 销毁清册, without names.
        register: Vec<DisposalRow>,
    },
}

/// What destroying would destroy, or did (销毁清册).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DisposalPlan {
    /// Whose data.
    pub person: PersonRef,
    /// The register's rows.
    pub rows: Vec<DisposalRow>,
}

/// A row of the register of what is destroyed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DisposalRow {
    /// 题名; no name of a person is in it.
    pub title: String,
    /// 年度.
    pub year: i32,
    /// 份数.
    pub copies: u32,
}
