//! The archive's sheets after DA/T 22-2015: 归档文件目录, 归档章, 备考表, 盒脊, 移交清单; and 封存页.

use chrono::NaiveDate;
use method::{PaperKind, Retention};
use serde::Serialize;
use serde_json::{Value, json};

use crate::error::PaperError;
use crate::fields::Form;
use crate::reason;
use crate::text::{CELL_RUN, breakable};

/// What is printed where a number is not known yet: a line for the pen.
const PEN: &str = "____";

/// A sheet of the archive.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ArchiveSheet {
    /// 归档文件目录, with its cover.
    Catalogue(CatalogueSheet),
    /// 归档章 alone, to be printed upon a sheet that is signed already.
    Stamp(Stamp),
    /// 备考表.
    Reference(ReferenceSheet),
    /// 盒脊, one strip a box.
    Spines(Vec<Spine>),
    /// 移交清单.
    Transfer(TransferSheet),
    /// 封存页.
    Seal(SealSheet),
}

impl ArchiveSheet {
    pub(crate) fn kind(&self) -> Option<PaperKind> {
        match self {
            Self::Catalogue(_) => Some(PaperKind::Catalogue),
            // It goes upon paper that has a code already.
            Self::Stamp(_) => None,
            Self::Reference(_) => Some(PaperKind::BoxNote),
            Self::Spines(_) => Some(PaperKind::Spine),
            Self::Transfer(_) => Some(PaperKind::Transfer),
            Self::Seal(_) => Some(PaperKind::SealPage),
        }
    }
}

/// Of what a catalogue, a box or a stamp is. Every text may be empty, and is then left to the pen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FondsHead {
    /// 全宗号.
    pub fonds: String,
    /// 全宗名称.
    pub fonds_name: String,
    /// 年度.
    pub year: i32,
    /// 保管期限.
    pub retention: Option<Retention>,
    /// 机构（问题）, its code or its name; empty where papers are not sorted by it.
    pub unit: String,
}

/// 归档文件目录.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CatalogueSheet {
    /// What it is of.
    pub head: FondsHead,
    /// Its rows.
    pub rows: Vec<CatalogueRow>,
}

/// A row of 归档文件目录. 密级 stays empty: the program sets none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CatalogueRow {
    /// 档号, with four spaces for what is not known.
    pub code: String,
    /// 文号.
    pub document: String,
    /// 责任者.
    pub responsible: String,
    /// 题名.
    pub title: String,
    /// 日期.
    pub day: NaiveDate,
    /// 页数.
    pub pages: u32,
    /// 备注.
    pub note: String,
}

/// 归档章: 45 × 16 mm, two rows of three cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stamp {
    /// 全宗号, 年度, 保管期限, 机构; none prints an empty frame.
    pub filled: Option<FondsHead>,
    /// 件号.
    pub number: Option<u32>,
    /// 页数.
    pub pages: u32,
}

/// 备考表, the last sheet in a box. Names and days are left to the pen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReferenceSheet {
    /// What lies in the box.
    pub head: FondsHead,
    /// 盒号.
    pub box_number: Option<u32>,
    /// How many items.
    pub items: u32,
    /// Their pages.
    pub pages: u32,
    /// The lowest and the highest 件号, when all have one.
    pub numbers: Option<(u32, u32)>,
    /// 盒内文件情况说明 beside the counts. A line break begins a paragraph.
    pub situation: String,
}

/// The strip on the back of a box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spine {
    /// What lies in the box.
    pub head: FondsHead,
    /// The lowest and the highest 件号.
    pub numbers: Option<(u32, u32)>,
    /// 盒号.
    pub box_number: Option<u32>,
    /// Its width in mm.
    pub thickness: u32,
}

/// 移交清单.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TransferSheet {
    /// 移交单位.
    pub branch: String,
    /// 年度.
    pub year: i32,
    /// Its rows.
    pub rows: Vec<TransferRow>,
}

/// A box, or what lies in none, on 移交清单.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TransferRow {
    /// What it is of.
    pub head: FondsHead,
    /// 盒号; none for what lies in no box.
    pub box_number: Option<u32>,
    /// The lowest and the highest 件号, when all have one.
    pub numbers: Option<(u32, u32)>,
    /// How many items.
    pub items: u32,
    /// Their pages.
    pub pages: u32,
    /// 备注.
    pub note: String,
}

/// 封存页: what the operations log was at the end of a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SealSheet {
    /// The branch.
    pub branch: String,
    /// The year.
    pub year: i32,
    /// 1–4.
    pub quarter: u32,
    /// The day on which it was made.
    pub day: NaiveDate,
    /// Which ledger: the first characters of its id.
    pub vault: String,
    /// The number of the log's entry.
    pub entry: u64,
    /// Its hash, in groups of four digits.
    pub groups: Vec<String>,
    /// What is counted, how many in the quarter, how many in all.
    pub counts: Vec<(String, u32, u32)>,
}

pub(crate) fn retention_words(retention: Option<Retention>) -> &'static str {
    match retention {
        Some(Retention::Permanent) => "永久",
        Some(Retention::Years30) => "30年",
        Some(Retention::Years10) => "10年",
        None => "",
    }
}

fn item_number(number: u32) -> String {
    format!("{number:04}")
}

fn number_or_pen(number: Option<u32>) -> String {
    number.map_or_else(|| PEN.to_owned(), item_number)
}

/// 0001 and 0023, as two texts; lines for the pen when they are not known.
fn span(numbers: Option<(u32, u32)>) -> [String; 2] {
    [number_or_pen(numbers.map(|(first, _)| first)), number_or_pen(numbers.map(|(_, last)| last))]
}

impl Form<'_> {
    /// Puts the data of a sheet of the archive; gives its template and title.
    pub(crate) fn archive(&mut self, sheet: &ArchiveSheet) -> Result<(&'static str, &'static str), PaperError> {
        match sheet {
            ArchiveSheet::Catalogue(catalogue) => {
                self.catalogue(catalogue)?;
                Ok(("catalogue.typ", "归档文件目录"))
            }
            ArchiveSheet::Stamp(stamp) => {
                self.stamp(Some(stamp))?;
                Ok(("stamp.typ", "归档章"))
            }
            ArchiveSheet::Reference(reference) => {
                self.reference(reference)?;
                Ok(("reference.typ", "备考表"))
            }
            ArchiveSheet::Spines(spines) => {
                self.spines(spines)?;
                Ok(("spine.typ", "盒脊"))
            }
            ArchiveSheet::Transfer(transfer) => {
                self.transfer(transfer)?;
                Ok(("transfer.typ", "归档文件移交清单"))
            }
            ArchiveSheet::Seal(seal) => {
                self.seal(seal)?;
                Ok(("seal.typ", "工作台账封存页"))
            }
        }
    }

    pub(crate) fn head(&mut self, head: &FondsHead) -> Result<Value, PaperError> {
        let line = |form: &mut Self, text: &str| -> Result<String, PaperError> {
            Ok(breakable(&form.checked_line("head", text)?, CELL_RUN))
        };
        Ok(json!({
            "fonds": line(self, &head.fonds)?,
            "fonds_name": line(self, &head.fonds_name)?,
            "year": head.year.to_string(),
            "retention": retention_words(head.retention),
            "unit": line(self, &head.unit)?,
        }))
    }

    fn catalogue(&mut self, catalogue: &CatalogueSheet) -> Result<(), PaperError> {
        let head = self.head(&catalogue.head)?;
        self.put("head", head);
        let mut rows = Vec::new();
        for row in &catalogue.rows {
            rows.push(json!({
                // Cleaning would take blanks at the ends away.
                "code": self.checked_line("rows", &row.code.replace("    ", PEN))?,
                "document": breakable(&self.checked_line("rows", &row.document)?, CELL_RUN),
                "responsible": breakable(&self.checked_line("rows", &row.responsible)?, CELL_RUN),
                "title": breakable(&self.checked_line("rows", &row.title)?, CELL_RUN),
                "day": row.day.format("%Y%m%d").to_string(),
                "pages": row.pages.to_string(),
                "note": breakable(&self.checked_line("rows", &row.note)?, CELL_RUN),
            }));
        }
        self.put("rows", Value::Array(rows));
        Ok(())
    }

    /// Six texts, row by row; none where no stamp is printed.
    pub(crate) fn stamp(&mut self, stamp: Option<&Stamp>) -> Result<(), PaperError> {
        let Some(stamp) = stamp else { return Ok(()) };
        let cells = match &stamp.filled {
            Some(head) => {
                let number = stamp.number.map(item_number).unwrap_or_default();
                let (fonds, unit) = (self.checked_line("head", &head.fonds)?, self.checked_line("head", &head.unit)?);
                let (year, pages) = (head.year.to_string(), stamp.pages.to_string());
                json!([fonds, year, number, unit, retention_words(head.retention), pages])
            }
            None => json!(["", "", "", "", "", ""]),
        };
        self.put("stamp", cells);
        Ok(())
    }

    fn reference(&mut self, reference: &ReferenceSheet) -> Result<(), PaperError> {
        let head = self.head(&reference.head)?;
        self.put("head", head);
        self.put("box_number", json!(reference.box_number.map(|number| number.to_string()).unwrap_or_default()));
        self.put("items", json!(reference.items.to_string()));
        self.put("pages", json!(reference.pages.to_string()));
        self.put("numbers", reference.numbers.map_or(Value::Null, |numbers| json!(span(Some(numbers)))));
        self.long("situation", &reference.situation)
    }

    fn spines(&mut self, spines: &[Spine]) -> Result<(), PaperError> {
        let mut strips = Vec::new();
        for spine in spines {
            strips.push(json!({
                "head": self.head(&spine.head)?,
                "numbers": spine.numbers.map_or([String::new(), String::new()], |numbers| span(Some(numbers))),
                "box_number": spine.box_number.map_or_else(|| PEN.to_owned(), |number| number.to_string()),
                "thickness": spine.thickness,
            }));
        }
        self.put("spines", Value::Array(strips));
        Ok(())
    }

    fn transfer(&mut self, transfer: &TransferSheet) -> Result<(), PaperError> {
        self.line("branch", &transfer.branch)?;
        self.put("year", json!(transfer.year.to_string()));
        let mut rows = Vec::new();
        for row in &transfer.rows {
            rows.push(json!({
                "head": self.head(&row.head)?,
                "box_number": row.box_number.map(|number| number.to_string()).unwrap_or_default(),
                "numbers": span(row.numbers).join("—"),
                "items": row.items,
                "pages": row.pages,
                "note": breakable(&self.checked_line("rows", &row.note)?, CELL_RUN),
            }));
        }
        self.put("rows", Value::Array(rows));
        Ok(())
    }

    fn seal(&mut self, seal: &SealSheet) -> Result<(), PaperError> {
        self.line("branch", &seal.branch)?;
        self.line("vault", &seal.vault)?;
        self.put("year", json!(seal.year.to_string()));
        self.put(
            "quarter",
            json!(["一", "二", "三", "四"].get(seal.quarter.saturating_sub(1) as usize).unwrap_or(&"")),
        );
        self.put("day", json!(reason::full(seal.day)));
        self.put("entry", json!(seal.entry.to_string()));
        self.put("groups", json!(seal.groups));
        self.put("counts", json!(seal.counts));
        Ok(())
    }
}
