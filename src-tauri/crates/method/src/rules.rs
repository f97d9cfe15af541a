//! The rule pack (规则): which event kind makes which duty owed, and until when, as versioned data.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DutyKind, EventKind, Part};

/// When a duty is due, counted from the event's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "unit")]
pub enum Deadline {
    /// Within `n` working days; day 1 is the day after the event.
    Workdays {
        /// How many.
        n: u32,
    },
    /// Within `n` calendar days.
    Days {
        /// How many.
        n: u32,
    },
    /// By the eve of the event (before-parts).
    Eve,
    /// From `before` calendar days before the event to `after` days after it.
    Window {
        /// Days before.
        before: u32,
        /// Days after.
        after: u32,
    },
}

/// One duty that an event kind makes owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DutyRule {
    /// Talk or visit.
    pub kind: DutyKind,
    /// Item of 六必谈 or 六必访, 1–6.
    pub category: u8,
    /// Which part of the obligation.
    pub part: Part,
    /// Until when.
    pub deadline: Deadline,
}

/// An event kind with its title and what it makes owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KindRule {
    /// The code, as `illness`.
    pub kind: EventKind,
    /// The Chinese title, as 生病; data of the office, not a translation.
    pub title: String,
    /// Whether it takes at least two persons, its parties, each owed a talk (人际矛盾).
    pub parties: bool,
    /// What is owed.
    pub duties: Vec<DutyRule>,
}

/// A versioned table of rules; a duty keeps the version that it was made under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RulePack {
    /// As `three-six`.
    pub id: String,
    /// Raised with every change.
    pub version: u32,
    /// As 三六工作法.
    pub title: String,
    /// Every event kind, in the order in which they are offered.
    pub kinds: Vec<KindRule>,
    /// Working days after which an entry is 补录.
    pub late_entry_workdays: u32,
}

/// What is wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulePackError {
    /// Not of the pack's form.
    #[error("not a rule pack")]
    Form,
    /// Two rows for one kind, a category outside 1–6, or one duty twice.
    #[error("the rule for `{0}` is not consistent")]
    Row(String),
}

/// The shipped pack; its days are suggestions, as no regulation fixes them.
const THREE_SIX: &str = include_str!("../rules/three_six.json");

impl RulePack {
    /// The shipped pack 三六工作法.
    pub fn three_six() -> Result<Self, RulePackError> {
        Self::from_json(THREE_SIX)
    }

    /// Reads and checks a pack.
    pub fn from_json(text: &str) -> Result<Self, RulePackError> {
        let pack: Self = serde_json::from_str(text).map_err(|_| RulePackError::Form)?;
        for (i, row) in pack.kinds.iter().enumerate() {
            let twice = pack.kinds[..i].iter().any(|other| other.kind == row.kind);
            let outside = row.duties.iter().any(|duty| !(1..=6).contains(&duty.category));
            let same = row.duties.iter().enumerate().any(|(j, duty)| {
                row.duties[..j].iter().any(|other| (other.kind, other.part) == (duty.kind, duty.part))
            });
            if twice || outside || same {
                return Err(RulePackError::Row(row.kind.0.clone()));
            }
        }
        Ok(pack)
    }

    /// The rule for a kind, if the pack has it.
    pub fn kind(&self, kind: &EventKind) -> Option<&KindRule> {
        self.kinds.iter().find(|row| row.kind == *kind)
    }
}
