//! What stands below the data of a ledger: the sums, the remark, the line for signatures.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use crate::ledger::{Cell, Ledger};
use crate::text::wrapped_lines;
use crate::xlsx::{FIRST_DATA_ROW, Look, MIN_ROW_HEIGHT, height, in_hours, last_column, span, yuan};

/// The row 合计 with a sum below each column that holds money or hours; returns the row below it.
pub(crate) fn write_total(sheet: &mut Worksheet, ledger: &Ledger, look: &Look, at: u32) -> Result<u32, XlsxError> {
    for (i, index) in (0..ledger.columns.len()).zip(0u16..) {
        let sum = sum(ledger, i);
        if i == 0 {
            sheet.write_string_with_format(at, index, "合计", &look.total)?;
        } else if let Some((sum, format)) = sum.map(|sum| match sum {
            Sum::Fen(fen) => (yuan(fen), &look.total_money),
            Sum::Minutes(minutes) => (in_hours(minutes), &look.total_hours),
        }) {
            let range = rust_xlsxwriter::utility::cell_range(FIRST_DATA_ROW, index, at.saturating_sub(1), index);
            // The result is stored beside the formula for programs that do not calculate.
            let formula = Formula::new(format!("=SUM({range})")).set_result(sum.to_string());
            sheet.write_formula_with_format(at, index, formula, format)?;
        } else {
            sheet.write_blank(at, index, &look.total)?;
        }
    }
    sheet.set_row_height(at, MIN_ROW_HEIGHT)?;
    Ok(at + 1)
}

/// What a column adds up to.
enum Sum {
    Fen(i64),
    Minutes(i64),
}

/// None for a column that holds neither money nor hours.
fn sum(ledger: &Ledger, column: usize) -> Option<Sum> {
    ledger.rows.iter().filter_map(|row| row.get(column)).fold(None, |sum, cell| match (cell, sum) {
        (Cell::Money(fen), Some(Sum::Fen(sum))) => Some(Sum::Fen(sum.saturating_add(*fen))),
        (Cell::Money(fen), None) => Some(Sum::Fen(*fen)),
        (Cell::Hours(minutes), Some(Sum::Minutes(sum))) => Some(Sum::Minutes(sum.saturating_add((*minutes).into()))),
        (Cell::Hours(minutes), None) => Some(Sum::Minutes((*minutes).into())),
        (_, sum) => sum,
    })
}

/// The remark across the table; returns the row below it.
pub(crate) fn write_remark(sheet: &mut Worksheet, ledger: &Ledger, look: &Look, at: u32) -> Result<u32, XlsxError> {
    if ledger.remark.is_empty() {
        return Ok(at);
    }
    let width = ledger.columns.iter().map(|column| column.width).sum();
    sheet.set_row_height(at, height(wrapped_lines(&ledger.remark, width)))?;
    span(sheet, at, (0, last_column(ledger)), &ledger.remark, &look.line_left)?;
    Ok(at + 1)
}

/// The last line, left empty for signatures by hand.
pub(crate) fn write_signatures(sheet: &mut Worksheet, last: u16, look: &Look, at: u32) -> Result<(), XlsxError> {
    sheet.set_row_height(at, 30)?;
    let half = last / 2;
    if half == 0 {
        return span(sheet, at, (0, last), "填表人：　　　　　　审核人：", &look.line_left);
    }
    span(sheet, at, (0, half), "填表人：", &look.line_left)?;
    span(sheet, at, (half + 1, last), "审核人：", &look.line_left)
}
