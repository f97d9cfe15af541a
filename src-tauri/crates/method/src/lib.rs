//! The 三六工作法 as pure functions: people, events, duties, contacts, rules and the working-day calendar.
//!
//! Nothing here does I/O, reads a clock or draws a random number: the day, the ids and the calendar years are passed in.
//! The crate must never depend on another crate of this workspace.
//! Plain value types derive `serde` and `TS`, because they cross the border to the page unchanged; requests and views live in `desk`.
//!
//! Tests: beside each module, and `tests/` for the golden dates of the method and for properties.

mod activity;
mod archive;
mod cadence;
mod calendar;
mod contact;
mod derive;
mod duty;
mod event;
mod example;
mod forms;
mod id_number;
mod ids;
mod indicator;
mod knowing;
mod lunar;
mod overtime;
mod paper;
mod partial_date;
mod person;
mod promise;
mod resume;
mod routine;
mod rules;
mod scan;
mod settle;
mod statistics;
mod suggestion;
mod tally;

pub use activity::{
    Activity, ActivityKind, ActivityState, ActivityWho, Attendance, AttendanceFigures, Attending,
    default_activity_kinds,
};
pub use archive::{
    ArchiveBox, ArchiveGroup, ArchiveItem, BookOf, ItemOf, RecordNote, RecordRef, Retention, RetentionRule,
    THICKNESSES, archive_code, box_thickness, default_schedule, next_number, own_title,
};
pub use cadence::{Asked, Cadence, CadencePeriod, CadenceState, cadence};
pub use calendar::{Calendar, CalendarError, DayKind, PlannedDay, YearPlan};
pub use contact::{
    Contact, ContactState, Participant, Talk, TalkMode, TalkVariant, Visit, VisitMode, entered_late, talk_extra,
};
pub use derive::{Reconciled, derive_duties, reconcile, recount, renumbered};
pub use duty::{Closure, Deferral, Due, Duty, DutyKey, DutyKind, DutyState, Explanation, Part, SkipReason, Skipped};
pub use event::{Event, EventKind, Origin};
pub use example::{Example, ExampleMark, ExampleReview, month_of, month_to_review};
pub use forms::{Extra, ExtraField, FontWishes, FormStyle, FormsSettings};
pub use id_number::{IdNumber, IdNumberError};
pub use ids::{
    ActivityId, BoxId, DutyId, EntryId, EventId, ExampleId, HandoverId, ImportId, IndicatorId, ItemId, PersonId,
    PromiseId, ScanId, SealId, SuggestionId, TalkId, VisitId,
};
pub use indicator::{Better, Hundredths, Indicator, IndicatorValue};
pub use knowing::{
    Attention, Entry, EntryBody, Facet, FacetCheck, FacetState, Freshness, Mark, Source, facet_state, knowing_percent,
    relation_rank,
};
pub use lunar::{LunarBirthday, LunarBirthdayError};
pub use overtime::{KeptStreak, Matched, Overtime, Streak, StreakGround, StreakLimits, find_streaks, match_streaks};
pub use paper::{PAPER_DAYS, Paper, PaperKind, PaperRefusal, PaperState, Signing, VoidReason, paper_number};
pub use partial_date::{PartialDate, PartialDateError};
pub use person::{Absence, Departure, Person, Sex};
pub use promise::{Answer, Promise, PromiseLine, PromiseState};
pub use resume::{ResumeLine, ResumeReading, format_resume, parse_resume};
pub use routine::{Made, routine_events};
pub use rules::{Category, Deadline, DutyRule, KindRule, Routine, RoutineWhen, RoutineWho, RulePack, RulePackError};
pub use scan::{PaperPlace, Scan, ScanState, ScanWhy, expect_page, missing_pages};
pub use settle::{Case, Refusal, Settling, settles};
pub use statistics::{
    ContactFigures, Counted, CountedDuty, CountedPerson, CountedTalk, CountedVisit, DutyFigures, FundRow, GroupBy,
    GroupKey, GroupRow, GroupTable, ItemRow, LastTalk, MoneyOf, MoneyRow, Silence, SilenceRow, Slot, Statistics, Step,
    TimeRow, VariantRow, group_keys,
};
pub use suggestion::{AnswerWay, Suggestion, SuggestionEnd, SuggestionState, SuggestionWay};
pub use tally::{Standing, Tally};
