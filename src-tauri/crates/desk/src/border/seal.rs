//! Seal pages (封存页).

use chrono::{DateTime, Utc};
use method::SealId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Quarter {
    /// The year.
    pub year: i32,
    /// 1–4.
    pub quarter: u32,
}

/// How many records there are of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SealCount {
    /// Of what.
    pub of: SealedKind,
    /// In the quarter.
    pub quarter: u32,
    /// In all.
    pub all: u32,
}

/// What a seal page counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SealedKind {
    /// 事由.
    Events,
    /// 谈话.
    Talks,
    /// 走访.
    Visits,
    /// 承诺事项.
    Promises,
}

/// A seal page (封存页).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SealView {
    /// Which.
    pub id: SealId,
    /// Of which quarter.
    pub of: Quarter,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The number of the log's entry that it stands for.
    pub entry: u64,
    /// The first 12 groups of four digits of that entry's hash.
    pub groups: Vec<String>,
    /// What there was.
    pub counts: Vec<SealCount>,
}

/// What is typed from a seal page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SealTyped {
    /// The number of the log's entry.
    pub entry: u64,
    /// The groups of digits, with or without gaps; at least the first four groups.
    pub groups: String,
}

/// What comparing a seal page with the ledger has shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SealCheck {
    /// The outcome.
    pub found: SealFound,
    /// The groups of that entry in this ledger, to compare with the paper; empty when there is none.
    pub groups: Vec<String>,
    /// Which of the typed groups differ, from 0.
    pub differing: Vec<u32>,
    /// How many entries the log has now.
    pub entries: u64,
    /// The first entry of the log that is missing or was altered; none when it is whole.
    pub first_broken: Option<u64>,
}

/// The outcome of comparing a seal page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SealFound {
    /// The ledger has exactly that entry, and all before it.
    Same,
    /// It has not so many entries: it is an older copy.
    RolledBack,
    /// It has another entry at that place: it went another way, or was altered.
    Differs,
    /// The entry is there, and the log is broken at or before it.
    Broken,
}
