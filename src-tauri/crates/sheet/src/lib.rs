//! Spreadsheets: ledgers (台账) out as `.xlsx` and CSV, rosters (花名册) in from `.xlsx` and CSV.
//!
//! The crate reads and writes bytes; it opens no file, reads no clock and never depends on the crates for the store or for paper.
//! What comes in is hostile until it is checked: see `roster::limits`. What goes out holds users' text only as text.
//!
//! Tests: beside each module, and `tests/` with the sample rosters of `tests/data/rosters` and with hostile files made there.

mod csv;
mod error;
mod ledger;
mod ledgers;
mod promises;
mod roster;
mod text;
mod xlsx;

pub use csv::to_csv;
pub use error::SheetError;
pub use ledger::{Align, Cell, Column, Ledger};
pub use ledgers::{Head, OwedRow, TalkRow, VisitRow, owed_ledger, talks_ledger, visits_ledger};
pub use promises::{PromiseRow, promises_ledger};
pub use roster::{
    Field, PersonDraft, Problem, ProblemReason, Roster, RosterChoices, RosterColumn, RosterPerson, RowSkip, Severity,
    SkippedRow, read_roster, read_roster_as, roster_template,
};
pub use xlsx::to_xlsx;
