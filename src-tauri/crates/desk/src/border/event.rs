//! Events, what they make owed, and the first screen.

use chrono::{DateTime, NaiveDate, Utc};
use method::{EventId, EventKind, Origin, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DutyChange, DutyView, PersonRef};

/// What is entered of an event.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventForm {
    /// What kind of thing, a code of the rule pack.
    pub kind: EventKind,
    /// Whom it concerns.
    pub persons: Vec<PersonId>,
    /// When; any day of the month when only that is known.
    pub day: NaiveDate,
    /// Only the month is known.
    #[serde(default)]
    pub month_only: bool,
    /// A joint talk with all parties is wanted too, where the rules offer one.
    #[serde(default)]
    pub joint: bool,
    /// What happened.
    #[serde(default)]
    pub note: String,
}

/// The request to change an event.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventEdit {
    /// Which.
    pub id: EventId,
    /// All fields as they shall be.
    pub form: EventForm,
}

/// The request to read one event.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventGet {
    /// Which.
    pub id: EventId,
}

/// The request to call an event off.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventCancel {
    /// Which.
    pub id: EventId,
    /// Why; must be given.
    pub reason: String,
}

/// The request to list events.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct EventList {
    /// Only those of this person.
    pub person: Option<PersonId>,
    /// Those too that the routines made by themselves.
    pub routines: bool,
    /// Those too that are about sealed persons only (封存); those of one person are listed anyway.
    #[ts(optional, as = "Option<bool>")]
    pub sealed: bool,
}

/// The request for a page of the events of a period, the newest day first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct EventPageGet {
    /// Those that were over on this day or later.
    pub from: Option<NaiveDate>,
    /// Those that had begun on this day or earlier.
    pub to: Option<NaiveDate>,
    /// Those too that the routines made by themselves.
    pub routines: bool,
    /// Only those with this in a name, the title or the note; small and large letters are the same.
    pub text: String,
    /// Those of these kinds have the text in the title that the page shows in its language.
    pub kinds: Vec<EventKind>,
    /// The page, from 0; each has [`crate::EVENT_PAGE`] events.
    pub page: u32,
}

/// A page of events.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EventPage {
    /// Those of the page; those about sealed persons only (封存) are not among them.
    pub events: Vec<EventView>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many events were ever entered or found, whatever was asked for.
    pub recorded: u32,
}

/// The request to take back that an event was called off.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventRestore {
    /// Which.
    pub id: EventId,
}

/// What an edit would change among an event's duties.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EventDifference {
    /// The duties that change.
    pub changes: Vec<DutyChange>,
    /// The event's other duties, as they stay.
    pub same: Vec<DutyView>,
}

/// An event as it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EventView {
    /// Which.
    pub id: EventId,
    /// Its kind.
    pub kind: EventKind,
    /// The kind's title in the rule pack, as 岗位调整.
    pub title: String,
    /// Whom it concerns.
    pub persons: Vec<PersonRef>,
    /// The first day, when it has more than one.
    pub since: Option<NaiveDate>,
    /// When; the last day, when it has more than one.
    pub day: NaiveDate,
    /// Only the month is known.
    pub month_only: bool,
    /// A joint talk is wanted.
    pub joint: bool,
    /// How it came into the ledger.
    pub origin: Origin,
    /// What happened.
    pub note: String,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
    /// Why it was called off, if it was.
    pub cancelled: Option<String>,
    /// 补录.
    pub late_entry: bool,
    /// What it makes owed.
    pub duties: Vec<DutyView>,
}

/// What an event would make owed, before it is saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EventPreview {
    /// The duties.
    pub duties: Vec<DutyView>,
    /// Events of the same kind on the same day for one of the persons: entered twice?
    pub same: Vec<EventView>,
}
