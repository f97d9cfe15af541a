//! The empty roster to fill in.

use chrono::NaiveDate;
use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use crate::SheetError;
use crate::ledger::{Align, Column};
use crate::unit_line::write_unit_line;
use crate::xlsx::{HEADER_ROW, Look, refused, set_page, write_header, write_title};

const COLUMNS: [(&str, f64); 15] = [
    ("序号", 5.0),
    ("姓名", 10.0),
    ("性别", 5.0),
    ("民族", 7.0),
    ("籍贯", 12.0),
    ("出生年月", 10.0),
    ("学历", 10.0),
    ("参加工作时间", 11.0),
    ("入党时间", 10.0),
    ("政治面貌", 10.0),
    ("单位及职务", 18.0),
    ("身份证号码", 20.0),
    ("联系电话", 14.0),
    ("家庭住址", 22.0),
    ("备注", 14.0),
];

/// Rows with borders; more may be filled in below them.
const BLANK_ROWS: u32 = 40;

/// The empty roster to fill in: a workbook that [`crate::read_roster`] reads back once it is filled.
///
/// Its columns take everything as text, so that ID numbers keep their digits and `1998.10` its nought. Always the same bytes.
pub fn roster_template() -> Result<Vec<u8>, SheetError> {
    write().map_err(refused)
}

fn write() -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let mut workbook = Workbook::new();
    let created = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_name("花名册")?;
    let columns = COLUMNS.map(|(title, width)| Column::new(title, width, Align::Centre));
    for index in 0..15 {
        sheet.set_column_format(index, &look.typed_text)?;
    }
    write_title(sheet, "党员、职工花名册", 14, &look)?;
    write_unit_line(
        sheet,
        ["填报单位：", "", "填报时间：　　　　年　　月　　日"],
        &COLUMNS.map(|(_, width)| width),
        &look,
    )?;
    write_header(sheet, &columns, &look)?;
    for row in HEADER_ROW + 1..=HEADER_ROW + BLANK_ROWS {
        for index in 0..15 {
            sheet.write_blank(row, index, &look.typed_text)?;
        }
        sheet.set_row_height(row, 21)?;
    }
    set_page(sheet)?;
    workbook.save_to_buffer()
}
