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

/// An event as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Which.
    pub id: EventId,
    /// What kind of thing.
    pub kind: EventKind,
    /// Whom it concerns, one or several, none twice; for a conflict, its parties.
    pub persons: Vec<PersonId>,
    /// The day it happens or happened on.
    pub day: NaiveDate,
    /// The day on which `day` became known to the ledger: when the event was entered, or when its day was last changed.
    pub known_on: NaiveDate,
    /// What happened, in the secretary's words.
    pub note: String,
    /// When it was first entered.
    pub entered_at: DateTime<Utc>,
    /// The reason, when the event was called off.
    pub cancelled: Option<String>,
}
