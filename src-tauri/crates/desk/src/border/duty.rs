//! Duties: listing, exempting, putting off, and what a change does to them.

use chrono::NaiveDate;
use method::{Closure, Deferral, DutyId, DutyKind, DutyState, EventId, EventKind, Explanation, Part, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PersonRef;

/// A duty as it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DutyView {
    /// Which; in a preview it is not stored yet.
    pub id: DutyId,
    /// Talk or visit.
    pub kind: DutyKind,
    /// Item of 六必谈 or 六必访, 1–6; the office's own from 7 on; 0 for routines.
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
    /// 顺延, oldest first.
    pub deferrals: Vec<Deferral>,
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
    /// The first day, when it has more than one.
    pub since: Option<NaiveDate>,
    /// When; the last day, when it has more than one.
    pub day: NaiveDate,
    /// Only the month is known.
    pub month_only: bool,
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
    /// Only those that events of this kind make owed, as `yearly_talk`.
    pub event_kind: Option<EventKind>,
    /// Those too of sealed persons (封存); those of one person are listed anyway.
    #[ts(optional, as = "Option<bool>")]
    pub sealed: bool,
}

/// The request to exempt duties (免除).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DutyExempt {
    /// Which; all open.
    pub ids: Vec<DutyId>,
    /// Why; must be given.
    pub reason: String,
    /// Who decided; must be given.
    pub by: String,
}

/// The request to put duties off (顺延).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DutyDefer {
    /// Which; all open.
    pub ids: Vec<DutyId>,
    /// The new due day, later than the present one of each.
    pub due: NaiveDate,
    /// Why; must be given.
    pub reason: String,
}

/// The request to say why a part before an event was not had (未办), which closes it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DutyMissed {
    /// Which.
    pub id: DutyId,
    /// Why; must be given.
    pub reason: String,
}

/// The request to take an exemption back; the duty is owed again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DutyReopen {
    /// Which; exempt.
    pub id: DutyId,
}

/// What a change does to a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DutyChangeKind {
    /// It becomes owed.
    New,
    /// Its due day moves.
    Moved,
    /// Its due day stays and is no longer, or becomes, 暂定; or only its explanation changes.
    Explained,
    /// It is withdrawn.
    Withdrawn,
    /// It is closed as 未办.
    Missed,
    /// It is owed again.
    Reopened,
}

/// A duty that a change touches.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DutyChange {
    /// How.
    pub change: DutyChangeKind,
    /// The due day before, for what is not new.
    pub was_due: Option<NaiveDate>,
    /// The duty as it is or would be.
    pub duty: DutyView,
}
