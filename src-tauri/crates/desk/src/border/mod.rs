//! The types that cross the border to the page and to the terminal: views, requests and answers.
//!
//! Only these, and the plain value types of `method`, derive `TS`. Dates are ISO texts, money is in 分, ids are UUID texts.

mod about;
mod activity;
mod appointment;
mod archive;
mod attachments;
mod backup;
mod brief;
mod duty;
mod event;
mod example;
mod form;
mod handover;
mod imports;
mod indicator;
mod knowing;
mod ledger;
mod logbook;
mod manual;
mod overtime;
mod overtime_in;
mod paper;
mod person;
mod promise;
mod retention;
mod roster;
mod rules;
mod scan;
mod seal;
mod search;
mod session;
mod sheet;
mod slots;
mod statistics;
mod suggestion;
mod talk;
mod today;
mod visit;

pub use about::*;
pub use activity::*;
pub use appointment::*;
pub use archive::*;
pub use attachments::*;
pub use backup::*;
pub use brief::*;
pub use duty::*;
pub use event::*;
pub use example::*;
pub use form::*;
pub use handover::*;
pub use imports::*;
pub use indicator::*;
pub use knowing::*;
pub use ledger::*;
pub use logbook::*;
pub use manual::*;
pub use overtime::*;
pub use overtime_in::*;
pub use paper::*;
pub use person::*;
pub use promise::*;
pub use retention::*;
pub use roster::*;
pub use rules::*;
pub use scan::*;
pub use seal::*;
pub use search::*;
pub use session::*;
pub use sheet::*;
pub use slots::*;
pub use statistics::*;
pub use suggestion::*;
pub use talk::*;
pub use today::*;
pub use visit::*;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The request of a command that takes nothing.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(type = "Record<string, never>")]
pub struct Nothing {}

/// The answer of a command that only does something.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct Done {
    /// Always true; a failure is an error.
    pub done: bool,
}

impl Done {
    /// The answer.
    pub const YES: Self = Self { done: true };
}
