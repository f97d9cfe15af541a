//! The register of printed sheets (印出与收回).

use chrono::NaiveDate;
use method::{DutyId, DutyKind, PaperKind, PaperState, PersonId, Signing};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{PersonRef, SheetOf};

/// Which printed sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperStanding {
    /// Those that need not come back.
    Kept,
    /// 印出未回.
    Out,
    /// 印出未回 for longer than the office allows.
    Overdue,
    /// 已收回.
    Returned,
    /// 待录入: filled in by hand, back, and not yet entered.
    ToEnter,
    /// 作废.
    Void,
    /// 遗失核销.
    Lost,
}

/// The request for a page of the register; the newest sheets first, of those that are out the oldest.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PaperList {
    /// Where they stand.
    pub standing: Option<PaperStanding>,
    /// What they are.
    pub kind: Option<PaperKind>,
    /// Those of this talk or visit only.
    #[ts(type = "string | null")]
    pub record: Option<Uuid>,
    /// Those about this person only.
    pub person: Option<PersonId>,
    /// Those with a lower number only: the last one of the page before. Without effect on those that are out, which come all at once.
    pub below: Option<u32>,
    /// At most so many; 100 when not given, never more than 500.
    pub limit: Option<u32>,
}

/// A page of the register.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PaperPage {
    /// The sheets.
    pub papers: Vec<PaperRow>,
    /// Whether there are more.
    pub more: bool,
    /// How many there are in all.
    pub counts: PaperCounts,
    /// After how many days a sheet that is out counts as overdue.
    pub days: u32,
}

/// How many printed sheets stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaperCounts {
    /// Those that need not come back.
    pub kept: u32,
    /// 印出未回, overdue ones too.
    pub out: u32,
    /// Of these, those out for too long.
    pub overdue: u32,
    /// 已收回, those to be entered too.
    pub returned: u32,
    /// Of these, 待录入.
    pub to_enter: u32,
    /// 作废.
    pub void: u32,
    /// 遗失核销.
    pub lost: u32,
}

/// A printed sheet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PaperRow {
    /// Its number.
    pub number: u32,
    /// The number as it stands on the sheet.
    pub number_text: String,
    /// What it is.
    pub kind: PaperKind,
    /// The talk or visit that stands on it or was entered from it.
    pub record: Option<String>,
    /// Talk or visit, when `record` still exists.
    pub record_kind: Option<DutyKind>,
    /// 〔2026〕第23号, when the record has a number.
    pub record_number: String,
    /// Whom it is about.
    pub persons: Vec<PersonRef>,
    /// The duty for which a blank was printed.
    pub duty: Option<DutyId>,
    /// The day on which it was printed.
    pub printed: NaiveDate,
    /// How many pages it has.
    pub pages: u16,
    /// Where it stands.
    pub state: PaperState,
    /// Whether it is signed, once it is back.
    pub signing: Option<Signing>,
    /// For how many days it is out; 0 when it is not.
    pub days_out: u32,
    /// Whether that is too long.
    pub overdue: bool,
    /// 打印后已改动: the record is no longer what stands on the sheet.
    pub changed_since: bool,
    /// 待录入.
    pub needs_entry: bool,
}

/// The request to note that sheets are back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperReturn {
    /// Which.
    pub numbers: Vec<u32>,
    /// When.
    pub day: NaiveDate,
    /// Whether they are signed.
    pub signing: Signing,
}

/// The request to make a sheet void.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperVoid {
    /// Which.
    pub number: u32,
    /// Why; may be empty when a newer sheet replaces it.
    #[serde(default)]
    pub reason: String,
    /// The newer sheet of the same record.
    #[serde(default)]
    pub replaced_by: Option<u32>,
}

/// The request to write a sheet off as lost.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperLost {
    /// Which.
    pub number: u32,
    /// What is known of it.
    pub reason: String,
}

/// The request that names a sheet.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperOf {
    /// Which.
    pub number: u32,
}

/// The request to note which record was entered from a sheet that was filled in by hand.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperLink {
    /// Which sheet.
    pub number: u32,
    /// The talk or visit.
    #[ts(type = "string")]
    pub record: Uuid,
}

/// The request to set after how many days a sheet that is out counts as overdue.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperSet {
    /// 1 to 365 calendar days.
    pub days: u32,
}

/// What the first screen says of printed sheets.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PapersToday {
    /// How many are where.
    pub counts: PaperCounts,
    /// Those longest out, at most 5.
    pub oldest: Vec<PaperRow>,
    /// Scanned pages that found no sheet and wait to be claimed.
    pub unclaimed: u32,
}

/// A sheet that was just registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaperMade {
    /// Its number.
    pub number: u32,
    /// The number as it stands on the sheet.
    pub number_text: String,
    /// How many pages it has.
    pub pages: u16,
    /// Earlier sheets of the same record that are out still; they may be made void.
    pub older: Vec<u32>,
}

/// What became of a sheet that was to be saved as a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SheetSaved {
    /// False when the user closed the dialog.
    pub saved: bool,
    /// The file's name without its folder; no personal names in it unless the user typed them.
    pub file_name: String,
    /// The sheet in the register; none when it was not saved, or is not registered.
    pub paper: Option<PaperMade>,
}

/// Sheets that were handed to the printing system.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SheetsPrinted {
    /// The sheets in the register, in their order; those that are not registered are left out.
    pub papers: Vec<PaperMade>,
}

/// The request to print several sheets as one job.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetPrintMany {
    /// Which, in their order; at most 200.
    pub sheets: Vec<SheetOf>,
}
