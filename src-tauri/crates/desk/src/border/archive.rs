//! The archive (归档): items, boxes, notes after freezing.

use chrono::{DateTime, NaiveDate, Utc};
use method::{ArchiveGroup, BookOf, BoxId, ItemId, ItemOf, RecordNote, RecordRef, Retention, RetentionRule, SealId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PersonRef;

/// How the branch's papers are numbered and how long they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ArchiveSettings {
    /// 全宗号; the county bureau's, empty until it is known.
    pub fonds: String,
    /// 全宗名称, likewise.
    pub fonds_name: String,
    /// The code of 机构（问题）, as DQL; empty where papers are not sorted by it.
    pub unit: String,
    /// 机构（问题） in words.
    pub unit_name: String,
    /// Whether 件号 are given out here; otherwise they stay blank.
    pub numbered: bool,
    /// 保管期限表.
    pub schedule: Vec<RetentionRule>,
}

/// The request for the archive of a year.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ArchiveGet {
    /// 年度.
    pub year: i32,
}

/// The archive of a year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ArchiveView {
    /// 年度.
    pub year: i32,
    /// The years that have something in the archive or for it, newest first.
    pub years: Vec<i32>,
    /// Records of the year that are saved and not archived, in the order of their days.
    pub waiting: Vec<WaitingRow>,
    /// What is archived, by period, unit and number.
    pub items: Vec<ItemView>,
    /// The boxes, likewise.
    pub boxes: Vec<BoxView>,
    /// What was archived and taken back.
    pub undone: Vec<UndoneRow>,
    /// How many items the newest action made; taking it back takes all of them. None when it was not today.
    pub undoable: Option<u32>,
}

/// A record that could be archived.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WaitingRow {
    /// Which.
    pub record: RecordRef,
    /// 〔2026〕第23号.
    pub number: String,
    /// When it took place.
    pub day: NaiveDate,
    /// With whom; nobody is named whose data are sealed.
    pub persons: Vec<PersonRef>,
    /// The topic of a talk or the reason of a visit, likewise.
    pub topic: String,
    /// How many promises made in it are not answered; it may be archived all the same.
    pub open_promises: u32,
    /// Where its signed sheet is.
    pub signed: SignedSheet,
}

/// Where the signed sheet of a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignedSheet {
    /// Not printed yet.
    NotPrinted,
    /// Printed and not back.
    Out,
    /// Back, and not signed.
    Unsigned,
    /// Back and signed.
    Back,
}

/// An archived item (件).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ItemView {
    /// Which.
    pub id: ItemId,
    /// 档号, with blanks for what is not known.
    pub code: String,
    /// 年度, 保管期限, 机构.
    pub group: ArchiveGroup,
    /// What can be changed of it.
    pub form: ItemForm,
    /// What it consists of.
    pub of: ItemOf,
    /// How many records it freezes.
    pub records: u32,
    /// The box in which it lies.
    pub box_id: Option<BoxId>,
    /// When it was archived.
    pub made_at: DateTime<Utc>,
}

/// What is entered of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ItemForm {
    /// 保管期限.
    pub retention: Retention,
    /// The code of 机构（问题）, or empty.
    pub unit: String,
    /// 件号; none leaves it blank.
    pub number: Option<u32>,
    /// 题名.
    pub title: String,
    /// 责任者.
    pub responsible: String,
    /// 文号.
    pub document: String,
    /// 日期.
    pub day: NaiveDate,
    /// 页数.
    pub pages: u32,
    /// 备注.
    pub note: String,
}

/// The request to archive; what it names is frozen.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "how", deny_unknown_fields)]
pub enum ItemCreate {
    /// Each record as an item of its own.
    Each {
        /// Which; of one year.
        records: Vec<RecordRef>,
        /// 保管期限.
        retention: Retention,
    },
    /// All saved records of a year that are not archived, as one item (合订本).
    Book {
        /// 年度.
        year: i32,
        /// Which kinds.
        of: BookOf,
        /// 保管期限.
        retention: Retention,
    },
    /// Paper that the ledger does not hold.
    Paper {
        /// 年度.
        year: i32,
        /// What is known of it.
        form: ItemForm,
    },
}

/// The request to change what stands in the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ItemEdit {
    /// Which.
    pub id: ItemId,
    /// What it is now.
    pub form: ItemForm,
}

/// The request to number what has no 件号, in the order of its days, after the highest.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ItemNumber {
    /// Of which year, period and unit.
    pub group: ArchiveGroup,
}

/// The request to take the newest archiving back, on its day only.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ItemUndo {
    /// Why.
    pub reason: String,
}

/// What was archived and taken back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct UndoneRow {
    /// 题名.
    pub title: String,
    /// When it was taken back.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A box.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BoxView {
    /// Which.
    pub id: BoxId,
    /// What lies in it is of this year, period and unit.
    pub group: ArchiveGroup,
    /// 盒号; none when it has none.
    pub number: Option<u32>,
    /// 盒脊厚度 in mm: 20, 30, 40 or 50.
    pub thickness: u32,
    /// 盒内文件情况说明 beside the counts.
    pub situation: String,
    /// What lies in it.
    pub items: Vec<ItemId>,
    /// Their pages.
    pub pages: u32,
    /// The lowest and the highest 件号, when all have one.
    pub numbers: Option<(u32, u32)>,
}

/// The request to put items into a new box.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BoxCreate {
    /// Which; of one year, period and unit.
    pub items: Vec<ItemId>,
    /// 盒脊厚度 in mm; chosen by the pages when not given.
    #[serde(default)]
    pub thickness: Option<u32>,
}

/// The request to change a box.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BoxEdit {
    /// Which.
    pub id: BoxId,
    /// 盒号; none leaves it blank.
    pub number: Option<u32>,
    /// 盒脊厚度 in mm: 20, 30, 40 or 50.
    pub thickness: u32,
    /// 盒内文件情况说明 beside the counts.
    pub situation: String,
    /// What lies in it now; a box with nothing in it is taken away.
    pub items: Vec<ItemId>,
}

/// The request to add a note to an archived record (补记).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoteAppend {
    /// Which.
    pub record: RecordRef,
    /// What.
    pub text: String,
    /// By whom; empty for the secretary.
    #[serde(default)]
    pub by: String,
}

/// What became of a record in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ArchivedAs {
    /// 档号, with blanks for what is not known.
    pub code: String,
    /// 题名 of the item.
    pub title: String,
    /// When.
    pub at: DateTime<Utc>,
    /// 补记, oldest first.
    pub notes: Vec<RecordNote>,
}

/// Which sheet of the archive to print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "what", deny_unknown_fields)]
pub enum ArchiveSheetOf {
    /// 归档文件目录 of a year, a period and a unit.
    Catalogue {
        /// Of which.
        group: ArchiveGroup,
    },
    /// 归档章 alone, to be printed upon the signed sheet.
    Stamp {
        /// Of which item.
        item: ItemId,
        /// With its numbers; otherwise an empty frame to be filled in by hand.
        filled: bool,
    },
    /// The record of an item with 归档章 in its clear zone.
    Record {
        /// Of which item.
        item: ItemId,
    },
    /// 备考表.
    BoxNote {
        /// Of which box.
        id: BoxId,
    },
    /// 盒脊.
    Spines {
        /// Of which boxes.
        boxes: Vec<BoxId>,
    },
    /// 移交清单 of a year.
    Transfer {
        /// 年度.
        year: i32,
    },
    /// 年度合订本.
    Book {
        /// Of which item.
        item: ItemId,
        /// With the sheets; otherwise cover and contents alone, to bind the signed sheets behind.
        sheets: bool,
        /// On both sides: page numbers then stand at the outer edge.
        two_sided: bool,
    },
    /// 封存页.
    Seal {
        /// Which.
        id: SealId,
    },
}
