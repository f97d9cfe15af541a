//! A ledger as CSV, and the guard that keeps spreadsheet programs from taking text for a formula.

use crate::SheetError;
use crate::ledger::{Cell, Ledger};
use crate::text::clean;
use crate::xlsx::dotted;

/// Without it Excel takes the file for the system's old encoding.
pub(crate) const BOM: &str = "\u{FEFF}";

/// Writes a ledger as CSV: UTF-8 with a byte order mark, CRLF, the header and the rows; no title and no total.
///
/// A text that a spreadsheet program would take for a formula gets a leading `'`, and long numbers (of IDs) a leading tab;
/// [`crate::read_roster`] takes both off again. Days are `2026.11.23`, money is in 元 with two decimals, times are in hours.
pub fn to_csv(ledger: &Ledger) -> Result<Vec<u8>, SheetError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BOM.as_bytes().to_vec());
    let titles = ledger.columns.iter().map(|column| guard(&clean(&column.title)));
    writer.write_record(titles).map_err(|_| SheetError::Unwritable)?;
    for row in &ledger.rows {
        let cells = (0..ledger.columns.len()).map(|i| row.get(i).map_or_else(String::new, field));
        writer.write_record(cells).map_err(|_| SheetError::Unwritable)?;
    }
    writer.into_inner().map_err(|_| SheetError::Unwritable)
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guard(&clean(text)),
        Cell::Date(day) => dotted(*day),
        Cell::Int(number) => number.to_string(),
        Cell::Money(fen) => hundredths(*fen),
        Cell::Hours(minutes) => hours(*minutes),
        Cell::Permille(n) => permille(*n),
        Cell::Hundredths(n) => hundredths(*n),
    }
}

/// Hundredths with both places: `12.50`.
fn hundredths(n: i64) -> String {
    let sign = if n < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", n.unsigned_abs() / 100, n.unsigned_abs() % 100)
}

/// Minutes as hours, with as many of two places as are needed: `2.5`.
pub(crate) fn hours(minutes: u32) -> String {
    match minutes * 100 / 60 % 100 {
        0 => (minutes / 60).to_string(),
        part => format!("{}.{part:02}", minutes / 60).trim_end_matches('0').to_owned(),
    }
}

/// Tenths of a percent as a rate: `83.3%`.
fn permille(n: i64) -> String {
    let sign = if n < 0 { "-" } else { "" };
    format!("{sign}{}.{}%", n.unsigned_abs() / 10, n.unsigned_abs() % 10)
}

/// Puts `'` before a text that would be taken for a formula, and a tab before a number that would lose digits or noughts.
pub(crate) fn guard(text: &str) -> String {
    let bare = text.trim_start_matches('\'');
    if is_formula_like(bare) {
        return format!("'{text}");
    }
    let numeric = text.bytes().all(|b| b.is_ascii_digit() || b == b'X');
    let long_number = text.len() > 11 && numeric;
    // `0838…` would lose its nought, and October `1975.10` become 1975.1.
    let loses = (text.len() > 1 && text.starts_with('0') && numeric) || is_october(text);
    if long_number || loses { format!("\t{text}") } else { text.to_owned() }
}

/// Whether the text is an October as `1975.10`, which as a number would be `1975.1`.
fn is_october(text: &str) -> bool {
    text.strip_suffix(".10").is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
}

/// Takes off what [`guard`] put before the text.
pub(crate) fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula_like(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

fn is_formula_like(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guard_comes_off_again() {
        for text in ["=1+1", "+86", "-", "@a", "＝1", "'=1", "''=1", "'甲'", "甲", "", "\t=1"] {
            assert_eq!(unguard(&guard(text)), text, "{text:?} comes back");
        }
        assert_eq!(guard("=1+1"), "'=1+1");
        assert_eq!(guard("甲=1"), "甲=1");
        assert_eq!(guard("990203197711083748"), "\t990203197711083748");
        for (text, kept) in [
            ("08385551234", true),
            ("1975.10", true),
            ("1975.03", false),
            ("0", false),
            ("2026.11.23", false),
            ("12.5", false),
        ] {
            assert_eq!(guard(text) != text, kept, "{text}");
        }
    }
}
