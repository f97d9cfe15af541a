//! Imports that were carried out, and taking one back.

use chrono::{DateTime, Utc};
use method::ImportId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of file was imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// 花名册.
    Roster,
    /// 任免审批表.
    Appointment,
    /// 加班考勤表.
    Overtime,
}

/// An import that was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportView {
    /// Which.
    pub id: ImportId,
    /// What was imported.
    pub kind: ImportKind,
    /// When.
    pub at: DateTime<Utc>,
    /// How many records it added.
    pub added: u32,
    /// How many it changed.
    pub changed: u32,
    /// Whether it was taken back.
    pub undone: bool,
    /// Whether it can be taken back: what is needed for that is kept for some days.
    pub undoable: bool,
}

/// The request to take an import back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportUndo {
    /// Which.
    pub id: ImportId,
}
