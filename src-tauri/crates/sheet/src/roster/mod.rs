//! Rosters in: from the bytes of an office's sheet to people, problems and what was passed over.
//!
//! The order of work: limits on the bytes, cells, header, rows. Nothing is guessed that the result does not show.

mod cells;
mod dates;
mod header;
mod hidden;
mod limits;
mod model;
mod people;
mod template;

use crate::SheetError;
use cells::{Grid, Workbook};
use header::Header;

pub use model::{
    Field, PersonDraft, Problem, ProblemReason, Roster, RosterChoices, RosterColumn, RosterPerson, RowSkip, Severity,
    SkippedRow,
};
pub use template::roster_template;

/// Reads a roster, choosing the sheet and the columns by their titles.
///
/// `file_name` only tells CSV from other text. Errors: see [`SheetError`]; problems of single rows are in the result.
pub fn read_roster(bytes: &[u8], file_name: &str) -> Result<Roster, SheetError> {
    read_roster_as(bytes, file_name, &RosterChoices::default())
}

/// Reads a roster with the user's choices of sheet and columns.
///
/// Errors: as [`read_roster`], and [`SheetError::NoSuchSheet`] when the chosen sheet is not there.
pub fn read_roster_as(bytes: &[u8], file_name: &str, choices: &RosterChoices) -> Result<Roster, SheetError> {
    let read = || match limits::kind_of(bytes, file_name)? {
        limits::Kind::Xlsx => read_workbook(bytes, choices),
        limits::Kind::Csv => read_csv(bytes, file_name, choices),
    };
    // A parser that panics over a file, as over a row number of twenty digits, has met a broken file.
    std::panic::catch_unwind(read).unwrap_or(Err(SheetError::Broken))
}

fn read_csv(bytes: &[u8], file_name: &str, choices: &RosterChoices) -> Result<Roster, SheetError> {
    let grid = cells::read_csv(bytes, file_name)?;
    let header = header::find(&grid, &choices.fields).ok_or(no_header(&grid))?;
    Ok(roster(grid, header, Vec::new()))
}

fn read_workbook(bytes: &[u8], choices: &RosterChoices) -> Result<Roster, SheetError> {
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
        let mut grid = workbook.read(&name)?;
        if let Some(header) = header::find(&grid, &choices.fields) {
            grid.hidden = hidden::columns(bytes, workbook.position(&name)).unwrap_or_default();
            let others = names.into_iter().filter(|other| *other != name).collect();
            return Ok(roster(grid, header, others));
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

fn roster(grid: Grid, mut header: Header, other_sheets: Vec<String>) -> Roster {
    for column in &mut header.columns {
        column.hidden = grid.hidden.contains(&column.index);
    }
    let mut people = Vec::new();
    let mut skipped = Vec::new();
    for row in grid.rows.iter().skip(header.rows_above_data) {
        match people::read_row(row, &header.columns, grid.epoch_1904) {
            people::Line::Person(person) => people.push(*person),
            people::Line::Skipped(why) => skipped.push(SkippedRow { row: row.number, why }),
            people::Line::Empty => {}
        }
    }
    Roster { sheet: grid.name, header_row: header.row, columns: header.columns, people, skipped, other_sheets }
}
