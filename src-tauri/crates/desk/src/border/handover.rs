//! Handing the ledger over to a successor (换届交接).

use chrono::{DateTime, NaiveDate, Utc};
use method::HandoverId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Secretary;

/// The request to make the list of what is handed over (交接清单), as of today. It is frozen from then on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HandoverForm {
    /// 接交人: who will be secretary.
    pub to: Secretary,
    /// 监交人; may be empty, and is then left to the pen.
    #[serde(default)]
    pub witness: Secretary,
    /// From when the successor is in office.
    pub from_day: NaiveDate,
}

/// Which handover.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HandoverOf {
    /// Which.
    pub id: HandoverId,
}

/// The request to encrypt the ledger anew under the successor's password.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HandoverPass {
    /// Which handover.
    pub id: HandoverId,
    /// The predecessor's password.
    pub password: String,
    /// The successor's, at least [`crate::MIN_PASSWORD`] characters.
    pub new_password: String,
}

/// The request to try once more what the predecessor's password opens.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HandoverProve {
    /// Which handover.
    pub id: HandoverId,
    /// The predecessor's password, typed by him.
    pub password: String,
}

/// The request to remove backups that the predecessor's password still opens from the ledger's own folder.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HandoverClear {
    /// Which handover.
    pub id: HandoverId,
    /// Their names.
    pub files: Vec<String>,
}

/// How far a handover is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HandoverStage {
    /// The list is made; nothing else has changed.
    Listed,
    /// The ledger is encrypted anew under the successor's password, and it was not tried what the predecessor's opens.
    Passed,
    /// It was tried, and the predecessor's password is dead.
    Proven,
    /// 交接完成.
    Done,
}

/// A part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HandoverPart {
    /// 在册人员.
    People,
    /// 应谈应访（未办）.
    Owed,
    /// 承诺事项（未答复）.
    Promises,
    /// 意见建议（未办结）.
    Suggestions,
    /// 未写完的记录.
    Drafts,
    /// 印出未回的表.
    Papers,
    /// 归档盒.
    Boxes,
    /// 打开账本的办法: passwords and the sealed recovery sheet.
    Ways,
    /// 备份.
    Backups,
    /// 规则和数量.
    Rules,
}

/// How many rows a part has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandoverCount {
    /// Which part.
    pub part: HandoverPart,
    /// How many.
    pub count: u32,
}

/// A backup of before the handover, in the ledger's own folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HandoverBackup {
    /// Its name.
    pub file: String,
    /// The day on which it was made.
    pub day: NaiveDate,
    /// Whether it was removed since.
    pub removed: bool,
}

/// A handover. No password is kept of it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HandoverView {
    /// Which.
    pub id: HandoverId,
    /// How far it is.
    pub stage: HandoverStage,
    /// The day on which the list was made.
    pub day: NaiveDate,
    /// 移交人.
    pub from: Secretary,
    /// 接交人.
    pub to: Secretary,
    /// 监交人.
    pub witness: Secretary,
    /// From when the successor is in office.
    pub from_day: NaiveDate,
    /// The number of the log's entry that the list stands for.
    pub entry: u64,
    /// The first 12 groups of four digits of that entry's hash; they stand on the paper too.
    pub groups: Vec<String>,
    /// What is in the list.
    pub counts: Vec<HandoverCount>,
    /// When the ledger was encrypted anew, if it is known.
    pub passed_at: Option<DateTime<Utc>>,
    /// When it was tried that the predecessor's password is dead.
    pub proven_at: Option<DateTime<Utc>>,
    /// The backups that his password still opens, as they were found when it was tried; newest first.
    pub backups: Vec<HandoverBackup>,
    /// Whether a recovery sheet was made since the ledger was encrypted anew.
    pub sheet_made: bool,
    /// When it was closed.
    pub done_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for HandoverPass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HandoverPass { .. }")
    }
}

impl std::fmt::Debug for HandoverProve {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HandoverProve { .. }")
    }
}
