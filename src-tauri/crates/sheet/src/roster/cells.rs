//! The filled cells of a sheet, from `.xlsx` or CSV, within the limits.
//!
//! Cells are read one by one: a dense range over two far-apart cells would take gigabytes.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};
use chrono::NaiveDate;

use super::limits::{MAX_CELL_CHARS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT};
use crate::SheetError;
use crate::csv::unguard;

/// A sheet's filled cells.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    /// The sheet's name, or the file's.
    pub(crate) name: String,
    /// The rows that have cells, from top to bottom.
    pub(crate) rows: Vec<Row>,
    /// The hidden columns, counted from 0.
    pub(crate) hidden: BTreeSet<u32>,
    /// Whether bare day numbers count from 1904.
    pub(crate) epoch_1904: bool,
}

/// A row with its filled cells from left to right.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// 1-based, as the spreadsheet shows it.
    pub(crate) number: u32,
    /// The column, counted from 0, and what stands there.
    pub(crate) cells: Vec<(u32, Raw)>,
}

impl Row {
    /// Takes what stands in the column out of the row.
    pub(crate) fn take(&mut self, column: u32) -> Option<Raw> {
        let at = self.cells.binary_search_by_key(&column, |(index, _)| *index).ok()?;
        self.cells.get_mut(at).map(|(_, raw)| std::mem::replace(raw, Raw::Text(String::new())))
    }

    /// What stands in the column.
    pub(crate) fn get(&self, column: u32) -> Option<&Raw> {
        let at = self.cells.binary_search_by_key(&column, |(index, _)| *index).ok()?;
        self.cells.get(at).map(|(_, raw)| raw)
    }
}

/// What stands in a cell; of a formula its stored result, or the formula as text when there is none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Raw {
    /// Text that is not blank.
    Text(String),
    /// A number without a date's format.
    Number(f64),
    /// A number with a date's format.
    Day(NaiveDate),
    /// A number with the format of a time of day or of a length of time, in days.
    Time(f64),
    /// The error of a formula.
    Error,
}

impl Raw {
    /// [`Raw::text`] of what is not needed any more; a text without blanks around it is not copied.
    pub(crate) fn into_text(self) -> String {
        match self {
            Raw::Text(text) if text.trim().len() == text.len() => text,
            other => other.text(),
        }
    }

    /// The content as text without blanks around it; whole numbers without `.0` or an exponent.
    pub(crate) fn text(&self) -> String {
        match self {
            Raw::Text(text) => text.trim().to_owned(),
            Raw::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => (*number as i64).to_string(),
            Raw::Number(number) => number.to_string(),
            Raw::Day(day) => method::PartialDate::from(*day).dotted(),
            Raw::Time(days) => {
                let minutes = (days * 1_440.0).round();
                format!("{}:{:02}", (minutes / 60.0).floor(), minutes % 60.0)
            }
            Raw::Error => String::new(),
        }
    }
}

/// A workbook that has passed the checks on its archive.
pub(crate) struct Workbook<'a> {
    inner: Xlsx<Cursor<&'a [u8]>>,
    /// Every cell that was read counts, over all sheets.
    cells_left: usize,
}

impl<'a> Workbook<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let inner = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
        Ok(Self { inner, cells_left: MAX_CELLS })
    }

    /// The worksheets, those in view before the hidden ones.
    pub(crate) fn sheet_names(&self) -> Vec<String> {
        let sheets = self.inner.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let (shown, hidden): (Vec<_>, Vec<_>) = sheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
        shown.into_iter().chain(hidden).map(|sheet| sheet.name.clone()).collect()
    }

    /// The place of a sheet among all sheets, counted from 0.
    pub(crate) fn position(&self, name: &str) -> usize {
        self.inner.sheets_metadata().iter().position(|sheet| sheet.name == name).unwrap_or(0)
    }

    /// Reads a sheet's filled cells.
    pub(crate) fn read(&mut self, name: &str) -> Result<Grid, SheetError> {
        let epoch_1904 = self.inner.has_1904_epoch();
        let mut reader = self.inner.worksheet_cells_reader(name).map_err(refused)?;
        let mut collector = Collector::default();
        // This way of reading does not expand shared formulas, which a file could make as large as it likes.
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(refused)? {
            self.cells_left = self.cells_left.checked_sub(1).ok_or(SheetError::TooManyCells)?;
            let (row, column) = cell.pos;
            let raw = match (&cell.value, &cell.formula) {
                (DataRef::Empty, Some(formula)) => unevaluated(formula)?,
                (value, _) => raw(value)?,
            };
            if let Some(raw) = raw {
                collector.add(row, column, raw)?;
            }
        }
        Ok(Grid { name: name.to_owned(), rows: collector.rows(), hidden: BTreeSet::new(), epoch_1904 })
    }
}

fn refused(error: XlsxError) -> SheetError {
    match error {
        XlsxError::Password => SheetError::Encrypted,
        XlsxError::WorksheetNotFound(_) | XlsxError::NotAWorksheet(_) => SheetError::NoSuchSheet,
        _ => SheetError::Broken,
    }
}

fn raw(value: &DataRef<'_>) -> Result<Option<Raw>, SheetError> {
    Ok(match value {
        DataRef::Empty => None,
        DataRef::Int(number) => Some(Raw::Number(*number as f64)),
        DataRef::Float(number) => Some(Raw::Number(*number)),
        DataRef::Bool(truth) => Some(Raw::Text(if *truth { "TRUE" } else { "FALSE" }.to_owned())),
        DataRef::String(text) => filled(text)?,
        DataRef::SharedString(text) => filled(text)?,
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            let day = text.get(..10).and_then(|day| day.parse().ok());
            day.map(Raw::Day).map_or_else(|| filled(text), |raw| Ok(Some(raw)))?
        }
        DataRef::DateTime(moment) => match moment.as_datetime() {
            // A length of time, or a day before the first of the calendar.
            Some(at) if moment.is_datetime() && moment.as_f64() >= 1.0 => Some(Raw::Day(at.date())),
            _ => Some(Raw::Time(moment.as_f64())),
        },
        DataRef::Error(_) => Some(Raw::Error),
    })
}

/// A formula without a stored result stands for itself, as text; it is never calculated.
fn unevaluated(formula: &XlsxFormulaMetadata) -> Result<Option<Raw>, SheetError> {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. }
            if !formula.is_empty() =>
        {
            filled(&format!("={formula}"))
        }
        _ => Ok(None),
    }
}

fn filled(text: &str) -> Result<Option<Raw>, SheetError> {
    if text.len() > MAX_CELL_CHARS && text.chars().count() > MAX_CELL_CHARS {
        return Err(SheetError::CellTooLong);
    }
    Ok(if text.trim().is_empty() { None } else { Some(Raw::Text(text.to_owned())) })
}

/// Gathers filled cells in whatever order they come, within the limits.
#[derive(Default)]
struct Collector {
    rows: Vec<Row>,
    /// Whether a cell came that belongs before one that was there.
    mixed: bool,
    text: usize,
}

impl Collector {
    fn add(&mut self, row: u32, column: u32, raw: Raw) -> Result<(), SheetError> {
        let number = row + 1;
        let last = self.rows.last().map(|last| (last.number, last.cells.last().map_or(0, |(column, _)| *column)));
        if row >= MAX_ROWS {
            let many = self.rows.len() >= MAX_ROWS as usize;
            return Err(if many { SheetError::TooManyRows } else { SheetError::CellTooFar });
        }
        if column >= MAX_COLUMNS {
            // A table that is as wide as that has its columns filled one after the other.
            let before = last.is_some_and(|last| last == (number, column.saturating_sub(1)));
            return Err(if before { SheetError::TooManyColumns } else { SheetError::CellTooFar });
        }
        if let Raw::Text(text) = &raw {
            self.text += text.len();
            if self.text > MAX_TEXT {
                return Err(SheetError::TooLarge);
            }
        }
        self.mixed |= last.is_some_and(|last| last >= (number, column));
        match self.rows.last_mut() {
            Some(row) if row.number == number => row.cells.push((column, raw)),
            above => {
                // Most rows have as many cells as the one above.
                let mut cells = Vec::with_capacity(above.map_or(1, |above| above.cells.len()));
                cells.push((column, raw));
                self.rows.push(Row { number, cells });
            }
        }
        Ok(())
    }

    fn rows(self) -> Vec<Row> {
        if !self.mixed {
            return self.rows;
        }
        let with_row = |row: Row| row.cells.into_iter().map(move |(column, raw)| (row.number, column, raw));
        let mut cells: Vec<(u32, u32, Raw)> = self.rows.into_iter().flat_map(with_row).collect();
        cells.sort_by_key(|(number, column, _)| (*number, *column));
        let mut rows: Vec<Row> = Vec::new();
        for (number, column, raw) in cells {
            match rows.last_mut() {
                Some(last) if last.number == number => match last.cells.last_mut() {
                    // A cell given twice: spreadsheet programs show the later one.
                    Some((index, earlier)) if *index == column => *earlier = raw,
                    _ => last.cells.push((column, raw)),
                },
                _ => rows.push(Row { number, cells: vec![(column, raw)] }),
            }
        }
        rows
    }
}

/// Reads a CSV file: UTF-8 or UTF-16 with its mark, plain UTF-8, else GB18030; separated by commas, tabs or semicolons.
pub(crate) fn read_csv(bytes: &[u8], file_name: &str) -> Result<Grid, SheetError> {
    let mut text = decode(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut collector = Collector::default();
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    let mut cells = 0;
    let mut line = reader.position().line();
    while reader.read_record(&mut record).map_err(|_| SheetError::Broken)? {
        // Blank lines are passed over by the reader, but they are rows of the sheet.
        let taken = reader.position().line().saturating_sub(line);
        line = reader.position().line();
        let inside: u64 = record.iter().map(|field| field.matches('\n').count() as u64).sum();
        number += u32::try_from(taken.saturating_sub(inside).max(1)).unwrap_or(u32::MAX);
        cells += record.len();
        if cells > MAX_CELLS {
            return Err(SheetError::TooManyCells);
        }
        for (field, column) in record.iter().zip(0..) {
            if let Some(raw) = filled(unguard(field))? {
                collector.add(number - 1, column, raw)?;
            }
        }
    }
    Ok(Grid { name: file_name.to_owned(), rows: collector.rows(), ..Grid::default() })
}

fn decode(bytes: &[u8]) -> Result<String, SheetError> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return if broken { Err(SheetError::Encoding) } else { Ok(text.into_owned()) };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return if text.contains('\0') { Err(SheetError::Encoding) } else { Ok(text.to_owned()) };
    }
    let (text, broken) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    if broken || text.contains('\0') { Err(SheetError::Encoding) } else { Ok(text.into_owned()) }
}

/// The separator that stands most often in the first lines.
fn separator(text: &str) -> u8 {
    let count = |separator: u8| {
        let lines = text.lines().take(10);
        // A tab also stands before numbers that are to stay text, so that it counts for less than a comma.
        lines.map(|line| line.bytes().filter(|byte| *byte == separator).count()).sum::<usize>()
    };
    let (commas, tabs, semicolons) = (count(b','), count(b'\t'), count(b';'));
    if commas >= tabs && commas >= semicolons {
        b','
    } else if tabs >= semicolons {
        b'\t'
    } else {
        b';'
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_rows_keep_the_numbers_that_a_spreadsheet_shows() {
        let text = "姓名,备注\r\n\r\n甲,\"一\n二\"\r\n乙,'=1\r\n\r\n\r\n丙,x";
        let grid = read_csv(text.as_bytes(), "a.csv").unwrap();
        let numbers: Vec<u32> = grid.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 4, 7]);
        assert_eq!(grid.rows[2].get(1), Some(&Raw::Text("=1".to_owned())));
    }

    #[test]
    fn reads_the_encodings_of_offices() {
        let (gb, _, _) = encoding_rs::GB18030.encode("姓名,性别\n㐂,男");
        let utf16: Vec<u8> = "\u{FEFF}姓名\t性别\n甲\t男".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [gb.to_vec(), utf16, "\u{FEFF}姓名;性别\n甲;男".as_bytes().to_vec()] {
            let grid = read_csv(&bytes, "a.csv").unwrap();
            assert_eq!(grid.rows[0].get(0), Some(&Raw::Text("姓名".to_owned())));
            assert_eq!(grid.rows[1].get(1), Some(&Raw::Text("男".to_owned())));
        }
        assert_eq!(read_csv(&[0x81, 0xFF, 0x00, 0xFF], "a.csv").unwrap_err(), SheetError::Encoding);
    }

    #[test]
    fn numbers_become_plain_text() {
        assert_eq!(Raw::Number(13_800_138_825.0).text(), "13800138825");
        assert_eq!(Raw::Number(3.5).text(), "3.5");
    }
}
