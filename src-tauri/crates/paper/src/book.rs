//! 年度合订本: a cover, contents without personal names, and all sheets of a year with page numbers that run through.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use crate::PAGE_LIMIT;
use crate::archive::{FondsHead, Stamp};
use crate::code::SheetCode;
use crate::error::PaperError;
use crate::fields::{Form, Prepared};
use crate::press::{Mark, OneSheet, lay_out_one};
use crate::reason;
use crate::sheets::Sheet;
use crate::text::{CELL_RUN, breakable};
use crate::world::Workshop;

/// The most pages of a cover and contents: some 10,000 sheets.
const FRONT_LIMIT: usize = 400;

/// 年度合订本.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BookSheet {
    /// The branch.
    pub branch: String,
    /// What stands large on the cover, as 谈心谈话记录.
    pub title: String,
    /// 全宗号 and the rest.
    pub head: FondsHead,
    /// 档号, with four spaces for what is not known; empty while it is not archived.
    pub code: String,
    /// The lines of the contents, in the order of the sheets.
    pub lines: Vec<BookLine>,
    /// The sheets.
    pub sheets: Vec<Sheet>,
    /// Only cover and contents are printed, to bind the signed sheets behind; the contents name the pages all the same.
    pub front_only: bool,
    /// Whether it is printed on both sides: page numbers then stand at the outer edge.
    pub two_sided: bool,
    /// 归档章, on the cover.
    pub stamp: Option<Stamp>,
}

/// A line of the contents. It names nobody: a catalogue is read by many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BookLine {
    /// 编号, as 〔2026〕第23号.
    pub number: String,
    /// What kind of sheet, as 谈心谈话记录表.
    pub what: String,
    /// Its day.
    pub day: NaiveDate,
}

/// The sheets of a book that is ready for the engine.
pub(crate) struct Bound {
    pub(crate) parts: Vec<Prepared>,
    pub(crate) front_only: bool,
    pub(crate) two_sided: bool,
    /// Only the number of pages is wanted: none is kept in memory.
    pub(crate) counting: bool,
}

impl Form<'_> {
    pub(crate) fn book(&mut self, book: &BookSheet) -> Result<(), PaperError> {
        self.line("branch", &book.branch)?;
        self.line("book_title", &book.title)?;
        let head = self.head(&book.head)?;
        self.put("head", head);
        let code = self.checked_line("code", &book.code.replace("    ", "____"))?;
        self.put("code", json!(code));
        self.stamp(book.stamp.as_ref())?;
        let mut lines = Vec::new();
        for line in &book.lines {
            lines.push(json!([
                breakable(&self.checked_line("lines", &line.number)?, CELL_RUN),
                breakable(&self.checked_line("lines", &line.what)?, CELL_RUN),
                reason::full(line.day),
            ]));
        }
        self.put("lines", Value::Array(lines));
        Ok(())
    }
}

/// Lays the book out: the contents twice, as their length moves the pages that they name. `step` is called after each sheet and says
/// whether to go on.
pub(crate) fn lay_out(
    workshop: &Arc<Workshop>,
    front: &Prepared,
    bound: &Bound,
    step: &dyn Fn() -> bool,
) -> Result<OneSheet, PaperError> {
    let proof = lay_out_one(workshop, with(front, &[("starts", json!([]))]), FRONT_LIMIT)?;
    let corner = |first: u32| ("corner", json!({ "first": first, "two_sided": bound.two_sided }));
    let (mut page, mut starts, mut behind) = (proof.pages.len() as u32 + 1, Vec::new(), Vec::new());
    for part in &bound.parts {
        starts.push(page);
        let laid_out = lay_out_one(workshop, with(part, &[corner(page)]), PAGE_LIMIT)?;
        page += laid_out.pages.len() as u32;
        if !bound.front_only && !bound.counting {
            behind.extend(laid_out.pages);
        }
        if !step() {
            return Err(PaperError::Stopped);
        }
    }
    let mut book = lay_out_one(workshop, with(front, &[("starts", json!(starts)), corner(1)]), FRONT_LIMIT)?;
    if book.pages.len() != proof.pages.len() {
        return Err(PaperError::Engine("the contents are not settled".into()));
    }
    if !bound.front_only {
        book.count = page as usize - 1;
    }
    book.pages.extend(behind);
    mark(&mut book, front.mark)?;
    Ok(book)
}

/// The same sheet with more fields for its template, and without codes: those of a book are counted through.
fn with(sheet: &Prepared, fields: &[(&str, Value)]) -> Prepared {
    let rest = sheet.data.strip_prefix('{').unwrap_or_default();
    let fields: String = fields.iter().map(|(key, value)| format!("\"{key}\":{value},")).collect();
    Prepared {
        template: sheet.template,
        title: sheet.title.clone(),
        data: format!("{{{fields}{rest}"),
        mark: None,
        bound: None,
    }
}

fn mark(book: &mut OneSheet, mark: Option<Mark>) -> Result<(), PaperError> {
    let Some(mark) = mark else { return Ok(()) };
    let pages = book.pages.len().try_into().map_err(|_| PaperError::TooLong { pages: book.pages.len() })?;
    for (page, number) in book.pages.iter_mut().zip(1..) {
        SheetCode { vault: mark.vault, number: mark.number, page: number, pages }.draw(&mut page.frame)?;
    }
    Ok(())
}
