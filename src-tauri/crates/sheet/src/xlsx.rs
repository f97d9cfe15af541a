//! Ledgers as a workbook that opens right in WPS and Excel and prints right on A4.
//!
//! The customs: a merged title, 填报单位 and 填报时间 below it, a header that stays in view and is printed on each page, real dates,
//! money as numbers with a total by formula, page numbers, and a line for 填表人 and 审核人.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError};

use crate::SheetError;
use crate::below::{write_remark, write_signatures, write_total};
use crate::ledger::{Align, Cell, Column, Ledger};
use crate::text::{clean, wrapped_lines};
use crate::unit_line::write_unit_line;

const TITLE_ROW: u32 = 0;
pub(crate) const HEADER_ROW: u32 = 2;
pub(crate) const FIRST_DATA_ROW: u32 = 3;

/// The most rows that a worksheet holds, less those above and below the data.
const MAX_DATA_ROWS: usize = 1_048_576 - 8;

/// Heights in points.
const TITLE_HEIGHT: f64 = 42.0;
const LINE_HEIGHT: f64 = 15.0;
pub(crate) const MIN_ROW_HEIGHT: f64 = 21.0;
const MAX_ROW_HEIGHT: f64 = 405.0;

/// Hours with one place, as most are halves, and with another where there is one.
const HOURS: &str = "#,##0.0#";

/// Writes a workbook with one worksheet for each ledger.
///
/// All of it is made in memory: the library's way of using less writes readable temporary files.
/// The same ledgers give the same bytes. No author is named. The bytes are not encrypted.
/// Errors: [`SheetError::CellTooLong`] for a text of more than 32,767 characters, [`SheetError::Empty`] without any ledger,
/// [`SheetError::Unwritable`] for more rows or columns than a worksheet holds.
pub fn to_xlsx(ledgers: &[Ledger]) -> Result<Vec<u8>, SheetError> {
    let Some(first) = ledgers.first() else { return Err(SheetError::Empty) };
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(clean(&first.title)).set_creation_datetime(&first.made));
    let look = Look::new();
    let mut names = BTreeSet::new();
    for ledger in ledgers {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&ledger.title, &mut names)).map_err(refused)?;
        write_ledger(sheet, ledger, &look)?;
    }
    workbook.save_to_buffer().map_err(refused)
}

pub(crate) fn refused(error: XlsxError) -> SheetError {
    match error {
        XlsxError::MaxStringLengthExceeded => SheetError::CellTooLong,
        _ => SheetError::Unwritable,
    }
}

fn write_ledger(sheet: &mut Worksheet, ledger: &Ledger, look: &Look) -> Result<(), SheetError> {
    if ledger.rows.len() > MAX_DATA_ROWS || ledger.columns.is_empty() {
        return Err(SheetError::Unwritable);
    }
    write_head(sheet, ledger, look).map_err(refused)?;
    let below = write_rows(sheet, ledger, look).map_err(refused)?;
    let after_total = if ledger.total { write_total(sheet, ledger, look, below).map_err(refused)? } else { below };
    let after_remark = write_remark(sheet, ledger, look, after_total).map_err(refused)?;
    write_signatures(sheet, last_column(ledger), look, after_remark).map_err(refused)?;
    set_page(sheet).map_err(refused)?;
    // The filter has at least one row below the header, as spreadsheet programs do it.
    sheet.autofilter(HEADER_ROW, 0, below.max(FIRST_DATA_ROW + 1) - 1, last_column(ledger)).map_err(refused)?;
    sheet
        .ignore_error_range(HEADER_ROW, 0, below, last_column(ledger), IgnoreError::NumberStoredAsText)
        .map_err(refused)?;
    Ok(())
}

pub(crate) fn last_column(ledger: &Ledger) -> u16 {
    u16::try_from(ledger.columns.len()).unwrap_or(u16::MAX).saturating_sub(1)
}

/// Title, unit line and header, with the columns' widths.
fn write_head(sheet: &mut Worksheet, ledger: &Ledger, look: &Look) -> Result<(), XlsxError> {
    let last = last_column(ledger);
    write_title(sheet, &ledger.title, last, look)?;
    let made = ledger.made.format("填报时间：%Y年%-m月%-d日").to_string();
    let period = if ledger.period.is_empty() { String::new() } else { format!("统计时间段：{}", ledger.period) };
    let widths: Vec<f64> = ledger.columns.iter().map(|column| column.width).collect();
    write_unit_line(sheet, [&format!("填报单位：{}", ledger.unit), &period, &made], &widths, look)?;
    write_header(sheet, &ledger.columns, look)
}

pub(crate) fn write_title(sheet: &mut Worksheet, title: &str, last: u16, look: &Look) -> Result<(), XlsxError> {
    sheet.set_row_height(TITLE_ROW, TITLE_HEIGHT)?;
    span(sheet, TITLE_ROW, (0, last), title, &look.title)
}

pub(crate) fn write_header(sheet: &mut Worksheet, columns: &[Column], look: &Look) -> Result<(), XlsxError> {
    let mut lines = 1;
    for (column, index) in columns.iter().zip(0..) {
        sheet.set_column_width(index, column.width)?;
        sheet.write_string_with_format(HEADER_ROW, index, clean(&column.title), &look.header)?;
        // The filter's button takes some of the width, and bold is wider.
        lines = lines.max(wrapped_lines(&column.title, column.width * 0.95));
    }
    sheet.set_row_height(HEADER_ROW, height(lines).max(30.0))?;
    Ok(())
}

/// The data; returns the row below it.
fn write_rows(sheet: &mut Worksheet, ledger: &Ledger, look: &Look) -> Result<u32, XlsxError> {
    let mut at = FIRST_DATA_ROW;
    for row in &ledger.rows {
        let mut lines = 1;
        for (i, (column, index)) in ledger.columns.iter().zip(0..).enumerate() {
            let cell = row.get(i).unwrap_or(&Cell::Empty);
            write_cell(sheet, (at, index), cell, look.body(column.align), look)?;
            if let Cell::Text(text) = cell {
                lines = lines.max(wrapped_lines(text, column.width));
            }
        }
        sheet.set_row_height(at, height(lines))?;
        at += 1;
    }
    Ok(at)
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    body: &Format,
    look: &Look,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, body)?,
        Cell::Text(text) => sheet.write_string_with_format(row, column, clean(text), body)?,
        Cell::Date(day) if sheet_can_hold(*day) => sheet.write_datetime_with_format(row, column, day, &look.date)?,
        Cell::Date(day) => sheet.write_string_with_format(row, column, dotted(*day), body)?,
        Cell::Int(number) => sheet.write_number_with_format(row, column, *number as f64, &look.centre)?,
        Cell::Money(fen) => sheet.write_number_with_format(row, column, yuan(*fen), &look.money)?,
        Cell::Hours(minutes) => {
            sheet.write_number_with_format(row, column, in_hours((*minutes).into()), &look.hours)?
        }
        Cell::Permille(n) => sheet.write_number_with_format(row, column, *n as f64 / 1000.0, &look.rate)?,
        Cell::Hundredths(n) => sheet.write_number_with_format(row, column, *n as f64 / 100.0, &look.centre)?,
    };
    Ok(())
}

/// Sheets count days from 1900 and take 1900 for a leap year, so that days are sure from March on.
fn sheet_can_hold(day: NaiveDate) -> bool {
    NaiveDate::from_ymd_opt(1900, 3, 1).is_some_and(|first| day >= first)
        && NaiveDate::from_ymd_opt(9999, 12, 31).is_some_and(|last| day <= last)
}

pub(crate) fn dotted(day: NaiveDate) -> String {
    day.format("%Y.%m.%d").to_string()
}

pub(crate) fn yuan(fen: i64) -> f64 {
    fen as f64 / 100.0
}

pub(crate) fn in_hours(minutes: i64) -> f64 {
    minutes as f64 / 60.0
}

pub(crate) fn set_page(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        // Inches: 1.6 cm left and right, 1.8 cm above, 2 cm below.
        .set_margins(0.63, 0.63, 0.71, 0.79, 0.3, 0.4)
        .set_footer("&C第 &P 页 共 &N 页");
    sheet.set_freeze_panes(FIRST_DATA_ROW, 0)?;
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    Ok(())
}

/// Writes one text across the columns, merged when there are several.
pub(crate) fn span(
    sheet: &mut Worksheet,
    row: u32,
    (first, last): (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if first < last {
        // `merge_range` would read a number out of the text; the text is written over it as text.
        sheet.merge_range(row, first, row, last, "", format)?;
    }
    sheet.write_string_with_format(row, first, clean(text), format)?;
    Ok(())
}

pub(crate) fn height(lines: u32) -> f64 {
    (f64::from(lines) * LINE_HEIGHT + 6.0).clamp(MIN_ROW_HEIGHT, MAX_ROW_HEIGHT)
}

/// A worksheet's name: at most 31 characters, none of `* ? : [ ] \ /`, and none twice in a workbook.
fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    const MOST: usize = 31;
    let allowed = |c: &char| !matches!(c, '*' | '?' | ':' | '[' | ']' | '\\' | '/' | '\'' | '\n' | '\t');
    let plain: String = clean(title).chars().filter(allowed).collect();
    let base = if plain.trim().is_empty() { "台账" } else { plain.trim() };
    for n in 1.. {
        let suffix = if n == 1 { String::new() } else { format!("({n})") };
        let mut name = String::new();
        let mut units = suffix.encode_utf16().count();
        for c in base.chars() {
            units += c.len_utf16();
            if units > MOST {
                break;
            }
            name.push(c);
        }
        name.push_str(&suffix);
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    base.to_owned()
}

/// The cell formats of a workbook.
pub(crate) struct Look {
    title: Format,
    pub(crate) line_left: Format,
    pub(crate) line_middle: Format,
    pub(crate) line_right: Format,
    header: Format,
    centre: Format,
    left: Format,
    right: Format,
    date: Format,
    money: Format,
    hours: Format,
    rate: Format,
    pub(crate) total: Format,
    pub(crate) total_money: Format,
    pub(crate) total_hours: Format,
    /// A cell to be filled in that is text whatever is typed.
    pub(crate) typed_text: Format,
}

impl Look {
    pub(crate) fn new() -> Self {
        let font = || Format::new().set_font_name("宋体").set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let boxed = || font().set_border(FormatBorder::Thin).set_text_wrap();
        let centre = || boxed().set_align(FormatAlign::Center);
        let right = || boxed().set_align(FormatAlign::Right);
        let money = "\"¥\"#,##0.00";
        Self {
            title: font().set_font_size(20).set_bold().set_align(FormatAlign::Center),
            line_left: font().set_align(FormatAlign::Left).set_text_wrap(),
            line_middle: font().set_align(FormatAlign::Center).set_text_wrap(),
            line_right: font().set_align(FormatAlign::Right).set_text_wrap(),
            header: centre().set_bold(),
            centre: centre(),
            left: boxed().set_align(FormatAlign::Left),
            right: right(),
            date: centre().set_num_format("yyyy.mm.dd"),
            money: right().set_num_format(money),
            hours: centre().set_num_format(HOURS),
            rate: centre().set_num_format("0.0%"),
            total: centre().set_bold(),
            total_money: right().set_bold().set_num_format(money),
            total_hours: centre().set_bold().set_num_format(HOURS),
            typed_text: centre().set_num_format("@"),
        }
    }

    fn body(&self, align: Align) -> &Format {
        match align {
            Align::Centre => &self.centre,
            Align::Left => &self.left,
            Align::Right => &self.right,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sheets_as_they_may_be_named() {
        let mut taken = BTreeSet::new();
        assert_eq!(sheet_name("谈心/谈话:台账", &mut taken), "谈心谈话台账");
        assert_eq!(sheet_name("谈心谈话台账", &mut taken), "谈心谈话台账(2)");
        assert_eq!(sheet_name("'", &mut taken), "台账");
        let long = sheet_name(&"长".repeat(60), &mut taken);
        assert_eq!(long.chars().count(), 31);
        assert_eq!(sheet_name(&"长".repeat(60), &mut taken).encode_utf16().count(), 31);
    }
}
