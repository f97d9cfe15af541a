//! The customary ledgers (台账) of a branch: which columns each has, in which order, and what its cells say.

mod activities;
mod owed;
mod people;
mod promises;
mod registers;
mod talks;
mod visits;

use chrono::NaiveDate;

use crate::ledger::{Align, Cell, Column, Ledger};

pub use activities::{ActivityRow, SuggestionRow, activities_ledger, suggestions_ledger};
pub use owed::{OwedRow, owed_ledger};
pub use people::{KnowingRow, OvertimeRow, RosterRow, knowing_ledger, overtime_ledger, roster_ledger};
pub use promises::{PromiseRow, promises_ledger};
pub use registers::{CatalogueRow, PaperRow, catalogue_ledger, papers_ledger};
pub use talks::{TalkRow, talks_ledger};
pub use visits::{VisitRow, visits_ledger};

/// What stands above every ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// 填报单位.
    pub unit: String,
    /// 填报时间.
    pub made: NaiveDate,
    /// 统计时间段 in words; empty for none.
    pub period: String,
}

/// A ledger whose columns are all usual ones.
fn ledger(title: &str, head: &Head, columns: &[(&str, f64, Align)], rows: Vec<Vec<Cell>>) -> Ledger {
    Ledger {
        title: title.to_owned(),
        unit: head.unit.clone(),
        made: head.made,
        period: head.period.clone(),
        columns: columns.iter().map(|(title, width, align)| Column::new(title, *width, *align)).collect(),
        rows,
        total: false,
        remark: String::new(),
    }
}

/// The entries of several persons; an unknown one among several keeps its place as a dash.
fn each(entries: &[String]) -> Cell {
    let known = entries.iter().any(|entry| !entry.trim().is_empty());
    if !known {
        return Cell::Empty;
    }
    let shown = entries.iter().map(|entry| if entry.trim().is_empty() { "—" } else { entry.as_str() });
    Cell::text(shown.collect::<Vec<_>>().join("、"))
}

fn items(titles: &str, categories: &[u8]) -> Cell {
    if !titles.trim().is_empty() {
        return Cell::text(titles);
    }
    Cell::text(categories.iter().map(u8::to_string).collect::<Vec<_>>().join("、"))
}

fn note(late_entry: bool, note: &str) -> Cell {
    Cell::text(sentences(&[if late_entry { "补录" } else { "" }, note]))
}

fn sentences(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.trim().is_empty()).copied().collect::<Vec<_>>().join("；")
}
