//! The 三六工作法 as pure functions: people, events, duties, contacts, rules and the working-day calendar.
//!
//! Nothing here does I/O, reads a clock or draws a random number: the day, the ids and the calendar years are passed in.
//! The crate must never depend on another crate of this workspace.
//! Plain value types derive `serde` and `TS`, because they cross the border to the page unchanged; requests and views live in `desk`.
//!
//! Tests: beside each module, and `tests/` for the golden dates of the method and for properties.

mod calendar;
mod contact;
mod derive;
mod duty;
mod event;
mod id_number;
mod ids;
mod partial_date;
mod person;
mod rules;
mod settle;

pub use calendar::{Calendar, CalendarError, DayKind, YearPlan};
pub use contact::{Contact, ContactState, Participant, Talk, TalkMode, Visit, VisitMode, entered_late};
pub use derive::{Reconciled, derive_duties, reconcile};
pub use duty::{Closure, Due, Duty, DutyKey, DutyKind, DutyState, Explanation, Part, SkipReason, Skipped};
pub use event::{Event, EventKind};
pub use id_number::{IdNumber, IdNumberError};
pub use ids::{DutyId, EventId, PersonId, TalkId, VisitId};
pub use partial_date::{PartialDate, PartialDateError};
pub use person::{Departure, Person, Sex};
pub use rules::{Deadline, DutyRule, KindRule, RulePack, RulePackError};
pub use settle::{Refusal, Settling, settles};
