//! The operations log (操作日志) on its page and as a file.

use chrono::{DateTime, NaiveDate, Utc};
use method::Facet;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LedgerExported, LedgerFormat, PersonRef};

/// The request for a page of the log; the newest entries first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct LogList {
    /// From this day.
    pub from: Option<NaiveDate>,
    /// To this day.
    pub to: Option<NaiveDate>,
    /// Of this action only, as `unlock`.
    pub action: Option<String>,
    /// Done to the record with this id only.
    pub object: Option<String>,
    /// At most so many; 100 when not given, never more than 500.
    pub limit: Option<u32>,
    /// Older than this entry: the last one of the page before.
    pub before_seq: Option<u64>,
}

/// A page of the log.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LogPage {
    /// The entries, newest first.
    pub entries: Vec<LogRow>,
    /// Whether there are older ones.
    pub more: bool,
    /// The actions that occur in the whole log, to choose from.
    pub actions: Vec<String>,
    /// How many entries the whole log has.
    pub count: u64,
    /// The first 12 digits of the newest entry's hash, as backups and printed pages carry them.
    pub head: String,
}

/// An entry of the log.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LogRow {
    /// Its number, from 1 without gaps.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done, as a code.
    pub action: String,
    /// The id of what it was done to, or another word that belongs to the action; empty for none.
    pub object: String,
    /// What that is, when it is a record that still exists.
    pub of: Option<LogObject>,
    /// Its title: the event's kind, the record's number; empty when it has none.
    pub title: String,
    /// Of an entry of the six knowings: its facet.
    pub facet: Option<Facet>,
    /// Whom it concerns, by their present names.
    pub persons: Vec<PersonRef>,
    /// How often, for unlocking that failed.
    pub times: Option<u32>,
    /// Of an export of ledgers: what left, and what for.
    pub exported: Option<LedgerExported>,
    /// The first 12 digits of the hash of what was stored; empty for none.
    pub content: String,
}

/// What kind of record an entry of the log is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LogObject {
    /// 人员.
    Person,
    /// 事由.
    Event,
    /// 应谈应访.
    Duty,
    /// 谈话.
    Talk,
    /// 走访.
    Visit,
    /// 知晓项.
    Entry,
    /// 承诺事项.
    Promise,
    /// 活动.
    Activity,
    /// 意见建议.
    Suggestion,
    /// 附件.
    Attachment,
    /// 扫描页.
    Scan,
}

/// The request to save the log as a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct LogExport {
    /// From this day.
    pub from: Option<NaiveDate>,
    /// To this day.
    pub to: Option<NaiveDate>,
    /// With the names of persons; otherwise only the ids.
    pub names: bool,
    /// The file's kind.
    pub format: LedgerFormat,
}

/// Whether the log is whole.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LogState {
    /// How many entries it has.
    pub count: u64,
    /// The first 12 digits of the newest entry's hash.
    pub head: String,
    /// The first entry that is missing or was altered; none when it is whole.
    pub first_broken: Option<u64>,
}
