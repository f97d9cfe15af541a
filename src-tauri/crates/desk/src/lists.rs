//! Ledgers and a month of overtime on paper: the same rows as on the screen and in the file.

use chrono::Datelike;
use paper::{CellPlace, ListColumn, ListSheet, Sheet};
use sheet::{Align, Cell, Ledger};

use crate::session::settings;
use crate::{Desk, DeskError, LedgerOf, OvertimeGet, ledgers, overtime};

/// Ledgers with more columns leave out those without a single entry, so that the rest can be read.
const MANY_COLUMNS: usize = 14;
/// Columns that are kept though empty: they are written on by hand.
const FOR_THE_PEN: [&str; 2] = ["备注", "落实情况"];

/// A ledger as a list; the file name is that of the exported one.
pub(crate) fn ledger_sheet(desk: &Desk, request: &LedgerOf) -> Result<(Sheet, String), DeskError> {
    let ledger = ledgers::ledger(desk, request)?;
    let name = format!("{}_{}.pdf", ledger.title, request.file_period(desk.today()));
    Ok((Sheet::List(list(ledger)), name))
}

pub(crate) fn list(ledger: Ledger) -> ListSheet {
    let empty = |at: usize| ledger.rows.iter().all(|row| row.get(at).is_none_or(|cell| *cell == Cell::Empty));
    let many = ledger.columns.len() > MANY_COLUMNS && !ledger.rows.is_empty();
    let kept: Vec<usize> = (0..ledger.columns.len())
        .filter(|at| !many || FOR_THE_PEN.contains(&ledger.columns[*at].title.as_str()) || !empty(*at))
        .collect();
    let columns = kept.iter().map(|at| {
        let column = &ledger.columns[*at];
        let place = match column.align {
            Align::Centre => CellPlace::Center,
            Align::Left => CellPlace::Left,
            Align::Right => CellPlace::Right,
        };
        ListColumn { title: column.title.clone(), width: column.width.round() as u32, place }
    });
    let row = |row: &Vec<Cell>| kept.iter().map(|at| row.get(*at).map(ledgers::shown).unwrap_or_default()).collect();
    let sums = if ledger.total && !ledger.rows.is_empty() {
        let sums = ledgers::sums(&ledger);
        kept.iter().map(|at| sums.get(*at).cloned().unwrap_or_default()).collect()
    } else {
        Vec::new()
    };
    ListSheet {
        columns: columns.collect(),
        rows: ledger.rows.iter().map(row).collect(),
        sums,
        title: ledger.title,
        unit: ledger.unit,
        made: ledger.made,
        period: ledger.period,
    }
}

/// A month of overtime: who worked how many hours on which day.
pub(crate) fn overtime_sheet(desk: &mut Desk, request: OvertimeGet) -> Result<(Sheet, String), DeskError> {
    let grid = overtime::grid(desk, request)?;
    let (unit, made) = (desk.read(|reading| Ok(settings(reading)?.branch))?, desk.today());
    let column = |title: String, width, place| ListColumn { title, width, place };
    let days = grid.days.iter().map(|day| column(day.day.day().to_string(), 5, CellPlace::Center));
    let names = [("序号", 6), ("姓名", 12)].map(|(title, width)| column(title.to_owned(), width, CellPlace::Center));
    let columns = names.into_iter().chain(days).chain([column("合计".to_owned(), 8, CellPlace::Right)]);
    let worked = grid.rows.into_iter().filter(|row| row.total > 0);
    let rows = worked.zip(1..).map(|(row, n): (_, u32)| {
        let hours_of_days = row.minutes.iter().map(|minutes| hours(*minutes));
        [n.to_string(), row.person.name].into_iter().chain(hours_of_days).chain([hours(row.total)]).collect()
    });
    let month = format!("{}年{}月", grid.year, grid.month);
    let sheet = ListSheet {
        title: "加班登记表".to_owned(),
        unit,
        made,
        period: format!("{month}（单位：小时）"),
        columns: columns.collect(),
        rows: rows.collect(),
        sums: Vec::new(),
    };
    Ok((Sheet::List(sheet), format!("加班登记表_{month}.pdf")))
}

/// Hours with one or two places: 2.5 for 150 minutes; empty for none.
pub(crate) fn hours(minutes: u32) -> String {
    match (minutes, minutes * 100 / 60 % 100) {
        (0, _) => String::new(),
        (_, 0) => (minutes / 60).to_string(),
        (_, part) => format!("{}.{part:02}", minutes / 60).trim_end_matches('0').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_short() {
        assert_eq!([0, 60, 90, 150, 75, 605].map(hours), ["", "1", "1.5", "2.5", "1.25", "10.08"]);
    }
}
