//! Spreadsheets: ledgers (台账) out as `.xlsx` and CSV, rosters (花名册) in from `.xlsx` and CSV.
//!
//! The crate reads and writes bytes; it opens no file, reads no clock and never depends on the crates for the store or for paper.
//! What comes in is hostile until it is checked: see `roster::limits`. What goes out holds users' text only as text.
//!
//! Tests: beside each module, and `tests/` with the sample rosters of `tests/data/rosters` and with hostile files made there.

mod appointment;
mod below;
mod csv;
mod error;
mod ledger;
mod ledgers;
mod overtime_in;
mod read;
mod roster;
mod text;
mod unit_line;
mod xlsx;

pub use appointment::{
    Appointment, AppointmentEntry, AppointmentField, AppointmentProblem, AppointmentReason, read_appointment,
};
pub use csv::to_csv;
pub use error::SheetError;
pub use ledger::{Align, Cell, Column, Ledger, Offer};
pub use ledgers::{
    ActivityRow, CatalogueRow, Head, KnowingRow, OvertimeRow, OwedRow, PaperRow, PromiseRow, RosterRow, SuggestionRow,
    TalkRow, VisitRow, activities_ledger, catalogue_ledger, knowing_ledger, overtime_ledger, owed_ledger,
    papers_ledger, promises_ledger, roster_ledger, suggestions_ledger, talks_ledger, visits_ledger,
};
pub use overtime_in::{
    OvertimeChoices, OvertimeEntry, OvertimeForm, OvertimeHours, OvertimeProblem, OvertimeReason, OvertimeSheet,
    overtime_template, read_overtime,
};
pub use read::{ReadAnswer, ReadRequest, read};
pub use roster::{
    Field, PersonDraft, Problem, ProblemReason, Roster, RosterChoices, RosterColumn, RosterPerson, RowSkip, Severity,
    SkippedRow, TopRow, read_roster, read_roster_as, roster_template,
};
pub use xlsx::to_xlsx;
