//! Scanned pages (扫描件): what became of them, and the folder in which they are looked for.

use chrono::{DateTime, Utc};
use method::{DutyKind, PaperPlace, ScanId, ScanState, ScanWhy};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::PaperRow;

/// Why a file, or a page of it, was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanProblem {
    /// No PDF, JPEG, PNG or TIFF.
    NotAScan,
    /// Larger than is read.
    TooLarge,
    /// More pages than are read.
    TooManyPages,
    /// Protected by a password.
    Protected,
    /// Damaged.
    Broken,
    /// It took too long; what follows it in the file was not read.
    TimedOut,
    /// The file could not be opened.
    Unreadable,
}

/// What became of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "became")]
pub enum ScanBecame {
    /// 已归位.
    Filed {
        /// Which sheet and page.
        place: PaperPlace,
        /// The sheet's number as it is printed.
        number_text: String,
        /// Which scan of this page; from 2 on it replaced an earlier one.
        version: u32,
        /// Whether the sheet is back as a whole by this page.
        complete: bool,
    },
    /// 待认领.
    Unclaimed {
        /// Why.
        why: ScanWhy,
    },
    /// 重复: this very picture is in the ledger already; it was not stored again.
    Duplicate,
    /// 空白页.
    Blank,
    /// It could not be read; nothing was stored of it.
    Failed {
        /// Why.
        problem: ScanProblem,
    },
}

/// What became of a page of a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ScanPageReport {
    /// Which page, from 1.
    pub index: u32,
    /// The page in the ledger, when it was stored.
    pub id: Option<ScanId>,
    /// What became of it.
    #[serde(flatten)]
    pub became: ScanBecame,
}

/// What became of a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ScanFileReport {
    /// Its name without its folder.
    pub file: String,
    /// Its pages.
    pub pages: Vec<ScanPageReport>,
    /// Why it was not read at all.
    pub problem: Option<ScanProblem>,
    /// Whether a file with the same bytes had been read to its end before; then nothing was read.
    pub known: bool,
    /// Whether it was to be removed after reading and could not be.
    pub not_removed: bool,
}

/// What became of scanned files.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct ScanReport {
    /// The files.
    pub files: Vec<ScanFileReport>,
    /// How many pages were read.
    pub read: u32,
    /// How many of them are with their sheets.
    pub filed: u32,
    /// How many wait to be claimed.
    pub unclaimed: u32,
    /// How many were in the ledger already.
    pub duplicates: u32,
    /// How many are blank.
    pub blank: u32,
    /// How many files and pages could not be read.
    pub failed: u32,
    /// Whether it was stopped before the last page; what was read until then is kept.
    pub stopped: bool,
}

/// The folder in which scans are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ScanFolder {
    /// Where it is, for showing only; none when no folder is watched.
    pub folder: Option<String>,
    /// Whether a file is removed from it once it is in the ledger.
    pub remove: bool,
}

/// The request to change the watched folder.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ScanFolderSet {
    /// Whether the user is asked for a folder; otherwise the one that is watched stays.
    pub choose: bool,
    /// Whether a file is removed from it once it is in the ledger.
    pub remove: bool,
}

/// The request for scanned pages.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "which", deny_unknown_fields)]
pub enum ScanList {
    /// 待认领.
    Unclaimed,
    /// 不归入, and blank ones.
    SetAside,
    /// Those with a talk or visit, directly or by one of its sheets.
    Record {
        /// The record's id.
        #[ts(type = "string")]
        record: Uuid,
    },
    /// Those with a sheet.
    Paper {
        /// Its number.
        paper: u32,
    },
}

/// A scanned page as it is listed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ScanView {
    /// Which.
    pub id: ScanId,
    /// When it was read.
    pub received_at: DateTime<Utc>,
    /// The name of the file that it came from.
    pub file: String,
    /// Which page of that file, from 1.
    pub index: u32,
    /// Where it is.
    pub state: ScanState,
    /// The sheet that it is with.
    pub paper: Option<PaperRow>,
    /// Whether a newer scan of the same page replaced it.
    pub replaced: bool,
    /// The sheet and page before it in the file, of which it may be the back.
    pub after: Option<PaperPlace>,
    /// That sheet's number as it is printed.
    pub after_text: String,
}

/// A sheet of which some pages were scanned and some not (缺页).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ScanIncomplete {
    /// The sheet.
    pub paper: PaperRow,
    /// The pages that are missing.
    pub missing: Vec<u16>,
}

/// What waits for somebody.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ScanInbox {
    /// 待认领, the oldest first.
    pub unclaimed: Vec<ScanView>,
    /// 缺页.
    pub incomplete: Vec<ScanIncomplete>,
    /// How many pages are with a sheet or a record.
    pub filed: u32,
    /// How many were set aside or are blank.
    pub set_aside: u32,
    /// The folder that is watched.
    pub folder: ScanFolder,
}

/// The request that names a scanned page.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ScanOf {
    /// Which.
    pub id: ScanId,
}

/// A scanned page with its picture.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ScanPicture {
    /// Which.
    pub scan: ScanView,
    /// The picture as a data URL.
    pub data_url: String,
}

/// The request to put a page to a sheet.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ScanClaim {
    /// Which page.
    pub id: ScanId,
    /// The sheet's number.
    pub paper: u32,
    /// Which of its pages, from 1.
    pub page: u16,
}

/// The request to put a page to a talk or visit.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ScanClaimRecord {
    /// Which page.
    pub id: ScanId,
    /// Talk or visit.
    pub kind: DutyKind,
    /// The record's id.
    #[ts(type = "string")]
    pub record: Uuid,
}

/// The request to say that a page is not of this ledger.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ScanSetAside {
    /// Which page.
    pub id: ScanId,
    /// Why.
    pub reason: String,
}
