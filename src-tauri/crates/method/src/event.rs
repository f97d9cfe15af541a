//! Something that happened or will happen to one or more persons (事由).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{EventId, PersonId};

/// The code of an event kind, as `illness`; the rule pack lists the kinds that exist and what they make owed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "string")]
pub struct EventKind(pub String);

impl EventKind {
    /// The kind with this code, whether or not a pack lists it.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }
}

/// How an event came into the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Entered by hand.
    #[default]
    Entered,
    /// Found among the overtime entries (连续加班).
    Streak,
    /// Made by a routine of the rule pack, as the yearly talk.
    Routine,
}

/// An event as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Which.
    pub id: EventId,
    /// What kind of thing.
    pub kind: EventKind,
    /// Whom it concerns, one or several, none twice; for a conflict, its parties.
    pub persons: Vec<PersonId>,
    /// The first day, when it lasts longer than a day or only its month is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// The day it happens or happened on; the last, when it has a first one.
    pub day: NaiveDate,
    /// Only the month is known; `since` is its first day and `day` its last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub month_only: bool,
    /// Whether the optional joint talk with all parties is wanted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joint: bool,
    /// How it came into the ledger.
    #[serde(default, skip_serializing_if = "Origin::is_entered")]
    pub origin: Origin,
    /// The day on which `day` became known to the ledger: when the event was entered, or when its day was last changed.
    pub known_on: NaiveDate,
    /// What happened, in the secretary's words.
    pub note: String,
    /// When it was first entered.
    pub entered_at: DateTime<Utc>,
    /// The reason, when the event was called off.
    pub cancelled: Option<String>,
}

impl Origin {
    fn is_entered(&self) -> bool {
        *self == Origin::Entered
    }
}

impl Event {
    /// The first day on which it may have happened.
    pub fn first_day(&self) -> NaiveDate {
        self.since.unwrap_or(self.day)
    }
}
