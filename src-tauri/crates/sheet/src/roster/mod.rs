//! Rosters in: from the bytes of an office's sheet to people, problems and what was passed over.
//!
//! The order of work: limits on the bytes, cells, header, rows. Nothing is guessed that the result does not show.

pub(crate) mod cells;
pub(crate) mod dates;
pub(crate) mod header;
mod hidden;
pub(crate) mod limits;
mod model;
pub(crate) mod people;
mod synonyms;
mod template;

use crate::SheetError;
use cells::{Grid, Workbook};
use header::Header;

pub use model::{
    Field, PersonDraft, Problem, ProblemReason, Roster, RosterChoices, RosterColumn, RosterPerson, RowSkip, Severity,
    SkippedRow, TopRow,
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
    let roster = open_roster(bytes, file_name, choices)?;
    if roster.header_row == 0 { Err(SheetError::NoHeader) } else { Ok(roster) }
}

/// The same, but a sheet without a header is no error: the user can choose the header among its first rows.
pub(crate) fn open_roster(bytes: &[u8], file_name: &str, choices: &RosterChoices) -> Result<Roster, SheetError> {
    let read = || match limits::kind_of(bytes, file_name)? {
        limits::Kind::Xlsx => read_workbook(bytes, choices),
        limits::Kind::Csv => read_csv(bytes, file_name, choices),
    };
    // A parser that panics over a file, as over a row number of twenty digits, has met a broken file.
    std::panic::catch_unwind(read).unwrap_or(Err(SheetError::Broken))
}

fn read_csv(bytes: &[u8], file_name: &str, choices: &RosterChoices) -> Result<Roster, SheetError> {
    let grid = cells::read_csv(bytes, file_name)?;
    if grid.rows.is_empty() {
        return Err(SheetError::Empty);
    }
    let header = header::find(&grid, choices);
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
    let others = |name: &str| names.iter().filter(|other| *other != name).cloned().collect();
    let mut without = None;
    for name in candidates {
        let mut grid = workbook.read(&name)?;
        if let Some(header) = header::find(&grid, choices) {
            grid.hidden = hidden::columns(bytes, workbook.position(&name)).unwrap_or_default();
            return Ok(roster(grid, Some(header), others(&name)));
        }
        if without.is_none() && !grid.rows.is_empty() {
            without = Some(grid);
        }
    }
    let grid = without.ok_or(SheetError::Empty)?;
    let others = others(&grid.name);
    Ok(roster(grid, None, others))
}

fn roster(grid: Grid, header: Option<Header>, other_sheets: Vec<String>) -> Roster {
    let top = top(&grid);
    let Header { row: header_row, rows_above_data, mut columns } =
        header.unwrap_or(Header { row: 0, rows_above_data: grid.rows.len(), columns: Vec::new() });
    for column in &mut columns {
        column.hidden = grid.hidden.contains(&column.index);
        let below = grid.rows.iter().skip(rows_above_data).take(SAMPLE_FROM);
        column.sample = below.filter_map(|row| row.get(column.index)).map(shown).next().unwrap_or_default();
    }
    let mut people = Vec::new();
    let mut skipped = Vec::new();
    for row in grid.rows.into_iter().skip(rows_above_data) {
        let number = row.number;
        match people::read_row(row, &columns, grid.epoch_1904) {
            people::Line::Person(person) => people.push(*person),
            people::Line::Skipped(why) => skipped.push(SkippedRow { row: number, why }),
            people::Line::Empty => {}
        }
    }
    Roster { sheet: grid.name, header_row, top, columns, people, skipped, other_sheets }
}

/// A sample is looked for in so many rows.
const SAMPLE_FROM: usize = 20;
/// How much of a cell is shown, in characters, and how many cells of a row.
const SHOWN_CHARS: usize = 14;
const SHOWN_CELLS: usize = 8;

/// The rows among which the header can be chosen.
fn top(grid: &Grid) -> Vec<TopRow> {
    let text = |row: &cells::Row| {
        let cells: Vec<String> = row.cells.iter().take(SHOWN_CELLS).map(|(_, raw)| shown(raw)).collect();
        cells.join(" | ")
    };
    grid.rows.iter().take(header::LOOK_AT).map(|row| TopRow { row: row.number, text: text(row) }).collect()
}

/// A cell as it is shown to tell what its column holds: on one line and short; numbers of persons are masked.
fn shown(raw: &cells::Raw) -> String {
    let text: String = raw.text().split_whitespace().collect();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let text = if digits >= 11 { people::masked(&text) } else { text };
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(if digits >= 11 { 18 } else { SHOWN_CHARS }).collect();
    if chars.next().is_some() { start + "…" } else { start }
}
