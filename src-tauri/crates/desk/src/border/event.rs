//! Events, what they make owed, and the first screen.

use chrono::{DateTime, NaiveDate, Utc};
use method::{Closure, DutyId, DutyKind, DutyState, EventId, EventKind, Explanation, Part, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DayView, PersonRef};

/// What is entered of an event.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EventForm {
    /// What kind of thing, a code of the rule pack.
    pub kind: EventKind,
    /// Whom it concerns.
    pub persons: Vec<PersonId>,
    /// When.
    pub day: NaiveDate,
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
    /// When.
    pub day: NaiveDate,
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

/// A duty as it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DutyView {
    /// Which; in a preview it is not stored yet.
    pub id: DutyId,
    /// Talk or visit.
    pub kind: DutyKind,
    /// Item of 六必谈 or 六必访, 1–6.
    pub category: u8,
    /// Which part of the obligation.
    pub part: Part,
    /// With whom.
    pub person: PersonRef,
    /// The event that makes it owed.
    pub event: EventRef,
    /// The first day on which it can be met.
    pub opens: NaiveDate,
    /// The last day on time.
    pub due: NaiveDate,
    /// The due day before any deferral.
    pub first_due: NaiveDate,
    /// 暂定.
    pub provisional: bool,
    /// Where it stands.
    pub state: DutyState,
    /// Why it is owed until then.
    pub explanation: Explanation,
    /// How it ended.
    pub closed: Option<Closure>,
}

/// An event named beside a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EventRef {
    /// Which.
    pub id: EventId,
    /// Its kind.
    pub kind: EventKind,
    /// The kind's title.
    pub title: String,
    /// When.
    pub day: NaiveDate,
    /// What happened.
    pub note: String,
}

/// The request to list duties.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct DutyList {
    /// Closed ones too.
    pub all: bool,
    /// Only those of this person.
    pub person: Option<PersonId>,
    /// Only talks or only visits.
    pub kind: Option<DutyKind>,
}

/// The first screen.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TodayView {
    /// Today.
    pub today: NaiveDate,
    /// What today is.
    pub day: DayView,
    /// 逾期, longest first.
    pub overdue: Vec<DutyView>,
    /// 今天.
    pub due_today: Vec<DutyView>,
    /// 本周.
    pub this_week: Vec<DutyView>,
    /// 将到.
    pub later: Vec<DutyView>,
    /// Records begun and not saved.
    pub drafts: Vec<DraftRow>,
    /// How many persons are on the roster.
    pub persons: u32,
    /// How many events there are.
    pub events: u32,
    /// How many duties were met this year.
    pub met_this_year: u32,
}

/// A record begun and not saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftRow {
    /// Talk or visit.
    pub kind: DutyKind,
    /// The record's id.
    pub id: String,
    /// With whom.
    pub persons: Vec<PersonRef>,
    /// The day it took place.
    pub day: NaiveDate,
}
