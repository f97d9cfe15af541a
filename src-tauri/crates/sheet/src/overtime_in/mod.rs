//! Overtime in (加班): from the bytes of an office's sheet to hours by person and day.
//!
//! Two forms are known: the month's matrix, with names down and days across, and the list with a row for each person and day.
//! The cells are read as those of a roster, within the same limits.

mod header;
mod hours;
mod list;
mod matrix;
mod model;
mod month;
mod rows;
mod template;

use crate::SheetError;
use crate::roster::cells::{self, Grid, Workbook};
use crate::roster::limits::{self, Kind};
use header::Header;

pub use model::{
    OvertimeChoices, OvertimeEntry, OvertimeForm, OvertimeHours, OvertimeProblem, OvertimeReason, OvertimeSheet,
};
pub use template::overtime_template;

/// The most filled cells that are taken, which is a month of 600 people who work over every day.
const MAX_ENTRIES: usize = 20_000;

/// Reads a sheet of overtime.
///
/// Errors: as [`crate::read_roster_as`]; `NoHeader` when neither days nor the titles of a list were found, `TooManyCells` for more
/// than 20,000 filled cells. Problems of single cells are in the result.
pub fn read_overtime(bytes: &[u8], file_name: &str, choices: &OvertimeChoices) -> Result<OvertimeSheet, SheetError> {
    let read = match limits::kind_of(bytes, file_name)? {
        Kind::Xlsx => read_workbook(bytes, file_name, choices)?,
        Kind::Csv => {
            let grid = cells::read_csv(bytes, file_name)?;
            let header = header::find(&grid).ok_or(no_header(&grid))?;
            sheet(&grid, header, vec![grid.name.clone()], file_name, choices)
        }
    };
    if read.entries.len() + read.problems.len() > MAX_ENTRIES {
        return Err(SheetError::TooManyCells);
    }
    Ok(read)
}

fn read_workbook(bytes: &[u8], file_name: &str, choices: &OvertimeChoices) -> Result<OvertimeSheet, SheetError> {
    limits::check_archive(bytes)?;
    let mut workbook = Workbook::open(bytes)?;
    let names = workbook.sheet_names();
    let candidates = match &choices.sheet {
        Some(chosen) if names.contains(chosen) => vec![chosen.clone()],
        Some(_) => return Err(SheetError::NoSuchSheet),
        None => names.clone(),
    };
    let mut failure = SheetError::Empty;
    for name in candidates {
        let grid = workbook.read(&name)?;
        if let Some(header) = header::find(&grid) {
            return Ok(sheet(&grid, header, names, file_name, choices));
        }
        if no_header(&grid) == SheetError::NoHeader {
            failure = SheetError::NoHeader;
        }
    }
    Err(failure)
}

fn no_header(grid: &Grid) -> SheetError {
    if grid.rows.is_empty() { SheetError::Empty } else { SheetError::NoHeader }
}

fn sheet(
    grid: &Grid,
    header: Header,
    sheets: Vec<String>,
    file_name: &str,
    choices: &OvertimeChoices,
) -> OvertimeSheet {
    let above = grid.rows.get(..header.days_row()).unwrap_or_default();
    let named = month::find(above, &grid.name, file_name);
    let month = choices.month.or(named);
    let title = above.iter().flat_map(|row| row.cells.iter().map(|(_, raw)| raw.text())).collect::<Vec<_>>().concat();
    let mut read = OvertimeSheet {
        sheet: grid.name.clone(),
        sheets,
        form: header.form(),
        header_row: header.row,
        month,
        month_missing: false,
        says_overtime: [&title, &grid.name, &file_name.to_owned()].iter().any(|text| text.contains("加班")),
        entries: Vec::new(),
        problems: Vec::new(),
        skipped: 0,
    };
    match &header.columns {
        header::Columns::Matrix(columns) => matrix::read(grid, &header, columns, month, &mut read),
        // The name of the file is too far from the rows to refuse a day for it.
        header::Columns::List(columns) => {
            let month = choices.month.or_else(|| month::find(above, &grid.name, ""));
            list::read(grid, &header, columns, month, &mut read);
        }
    }
    read
}
