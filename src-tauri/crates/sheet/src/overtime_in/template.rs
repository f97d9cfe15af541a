//! The month's matrix to fill in.

use chrono::{Datelike, NaiveDate, Weekday};
use rust_xlsxwriter::{
    Color, DocProperties, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use crate::SheetError;
use crate::text::{clean, wrapped_lines};
use crate::unit_line::write_unit_line;
use crate::xlsx::{HEADER_ROW, Look, refused, set_page, write_title};

/// The days begin behind 序号, 姓名 and 职务.
const FIRST_DAY: u16 = 3;
/// The row of weekdays, below that of the days.
const WEEKDAY_ROW: u32 = HEADER_ROW + 1;
/// As in [`crate::ledger::Column`].
const NAME_WIDTH: f64 = 10.0;
const POST_WIDTH: f64 = 15.0;
/// Rows with borders below the last name; more may be filled in.
const SPARE_ROWS: u32 = 3;

/// The matrix of a month to fill in, which [`crate::read_overtime`] reads back: the days across with their weekdays, those off shaded,
/// and the names and posts down. `unit` stands at 填报单位. Always the same bytes for the same month and people.
pub fn overtime_template(
    unit: &str,
    days: &[(NaiveDate, bool)],
    people: &[(String, String)],
) -> Result<Vec<u8>, SheetError> {
    write(unit, days, people).map_err(refused)
}

fn write(unit: &str, days: &[(NaiveDate, bool)], people: &[(String, String)]) -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let cells = Cells::new();
    let first = days.first().map(|(day, _)| *day).unwrap_or_default();
    let month = format!("{}年{}月", first.year(), first.month());
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&first));
    let sheet = workbook.add_worksheet();
    sheet.set_name(&month)?;
    let last_day = (FIRST_DAY..).zip(days).map(|(column, _)| column).last().unwrap_or(FIRST_DAY);
    let last = last_day + 1;
    write_title(sheet, &format!("{month}加班考勤表"), last, &look)?;
    let unit = format!("填报单位：{unit}");
    let widths: Vec<f64> = [5.0, 9.0, 14.0].into_iter().chain(days.iter().map(|_| 4.2)).chain([8.0]).collect();
    write_unit_line(sheet, [&unit, "填小时数，如 3 或 1.5", "填报时间：　　　　年　　月　　日"], &widths, &look)?;
    write_header(sheet, days, last, &cells)?;
    let rows = people.iter().map(Some).chain((0..SPARE_ROWS).map(|_| None));
    for (person, (row, n)) in rows.zip((WEEKDAY_ROW + 1..).zip(1..)) {
        let (name, post) = person.map_or(("", ""), |(name, post)| (name.as_str(), post.as_str()));
        let lines = wrapped_lines(name, NAME_WIDTH).max(wrapped_lines(post, POST_WIDTH));
        sheet.set_row_height(row, (f64::from(lines) * 15.0 + 6.0).min(405.0))?;
        match person {
            Some(_) => sheet.write_number_with_format(row, 0, f64::from(n), &cells.centre)?,
            None => sheet.write_blank(row, 0, &cells.centre)?,
        };
        sheet.write_string_with_format(row, 1, clean(name), &cells.text)?;
        sheet.write_string_with_format(row, 2, clean(post), &cells.text)?;
        for ((_, rest), column) in days.iter().zip(FIRST_DAY..) {
            sheet.write_blank(row, column, if *rest { &cells.rest_hours } else { &cells.hours })?;
        }
        let sum = rust_xlsxwriter::utility::cell_range(row, FIRST_DAY, row, last_day);
        sheet.write_formula_with_format(
            row,
            last,
            Formula::new(format!("=SUM({sum})")).set_result("0"),
            &cells.total,
        )?;
    }
    set_page(sheet)?;
    sheet.set_freeze_panes(WEEKDAY_ROW + 1, FIRST_DAY)?;
    sheet.set_repeat_rows(HEADER_ROW, WEEKDAY_ROW)?;
    workbook.save_to_buffer()
}

/// The days with their weekdays below them; the other titles run over both rows.
fn write_header(sheet: &mut Worksheet, days: &[(NaiveDate, bool)], last: u16, cells: &Cells) -> Result<(), XlsxError> {
    for (title, column, width) in
        [("序号", 0, 5.0), ("姓名", 1, NAME_WIDTH), ("职务", 2, POST_WIDTH), ("合计(小时)", last, 8.0)]
    {
        sheet.set_column_width(column, width)?;
        sheet.merge_range(HEADER_ROW, column, WEEKDAY_ROW, column, title, &cells.header)?;
    }
    for ((day, rest), column) in days.iter().zip(FIRST_DAY..) {
        let format = if *rest { &cells.rest_header } else { &cells.header };
        sheet.set_column_width(column, 4.2)?;
        sheet.write_number_with_format(HEADER_ROW, column, f64::from(day.day()), format)?;
        sheet.write_string_with_format(WEEKDAY_ROW, column, weekday(day.weekday()), format)?;
    }
    sheet.set_row_height(HEADER_ROW, 21)?;
    sheet.set_row_height(WEEKDAY_ROW, 21)?;
    Ok(())
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    }
}

/// The formats of the matrix.
struct Cells {
    header: Format,
    rest_header: Format,
    centre: Format,
    text: Format,
    hours: Format,
    rest_hours: Format,
    total: Format,
}

impl Cells {
    fn new() -> Self {
        let boxed = || {
            Format::new()
                .set_font_name("宋体")
                .set_font_size(11)
                .set_align(FormatAlign::VerticalCenter)
                .set_align(FormatAlign::Center)
                .set_border(FormatBorder::Thin)
        };
        let shaded = |format: Format| format.set_background_color(Color::RGB(0x00E7_E6E6));
        let hours = || boxed().set_num_format("0.##");
        Self {
            header: boxed().set_bold(),
            rest_header: shaded(boxed().set_bold()),
            centre: boxed(),
            text: boxed().set_num_format("@").set_text_wrap(),
            hours: hours(),
            rest_hours: shaded(hours()),
            // A sum of nothing stays empty.
            total: boxed().set_bold().set_num_format("0.0;-0.0;"),
        }
    }
}
