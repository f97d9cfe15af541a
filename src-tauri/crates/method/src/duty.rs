//! What is owed (应谈, 应访), until when, why, and how it ended.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Calendar, Deadline, DutyId, EventId, EventKind, PersonId};

/// A talk (应谈) or a visit (应访).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// 应谈.
    Talk,
    /// 应访.
    Visit,
}

/// Which part of an event's obligation a duty is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The only part.
    Whole,
    /// The talk before an award, promotion or admission.
    Before,
    /// The talk after it.
    After,
    /// The talk with all parties of a conflict together, when it is wanted.
    Joint,
    /// A later visit or talk, some days after the event (回访).
    FollowUp,
    /// One later still.
    SecondFollowUp,
}

/// What a duty is known by for ever: it stays the same when the event is edited or dated back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DutyKey {
    /// The event that makes it owed.
    pub event: EventId,
    /// Talk or visit.
    pub kind: DutyKind,
    /// The rule it follows: the item of 六必谈 or 六必访, 1–6.
    pub category: u8,
    /// Which part.
    pub part: Part,
    /// With whom.
    pub person: PersonId,
}

/// A last day, and whether it rests on a calendar year that is not announced yet (暂定).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day on which meeting the duty is on time.
    pub due: NaiveDate,
    /// 暂定.
    pub provisional: bool,
    /// The days that were counted, in order; empty for deadlines not counted in days.
    pub counted: Vec<NaiveDate>,
    /// The days passed over and why.
    pub skipped: Vec<Skipped>,
}

/// A day that did not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Skipped {
    /// Which day.
    pub day: NaiveDate,
    /// Why.
    pub why: SkipReason,
}

/// Why a day does not count as a working day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum SkipReason {
    /// Saturday or Sunday.
    Weekend,
    /// A day off of the State Council's calendar.
    Holiday {
        /// As 春节.
        name: String,
    },
}

/// From the event to the due day, as data: shown beside the duty and printable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Explanation {
    /// The event's kind.
    pub event_kind: EventKind,
    /// Its first day, when it has more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_since: Option<NaiveDate>,
    /// Its day, or its last.
    pub event_day: NaiveDate,
    /// The rule's deadline.
    pub deadline: Deadline,
    /// The pack's title, as 三六工作法.
    pub pack: String,
    /// And its version.
    pub pack_version: u32,
    /// The days that counted; day 1 is the first.
    pub counted: Vec<NaiveDate>,
    /// The days passed over and why.
    pub skipped: Vec<Skipped>,
    /// Make-up days (调休上班) among the counted ones.
    pub made_up: Vec<NaiveDate>,
    /// The result.
    pub due: NaiveDate,
    /// Whether it rests on a year not announced yet.
    pub provisional: bool,
}

/// How a duty ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum Closure {
    /// Met by a contact on `day`.
    Met {
        /// The talk's or visit's id.
        contact: String,
        /// When it took place.
        day: NaiveDate,
        /// Working days after the first due day; 0 is on time.
        late_workdays: u32,
    },
    /// The window closed before anything was entered (未办).
    Missed {
        /// Asked for afterwards; empty until it is given.
        reason: String,
    },
    /// 免除.
    Exempt {
        /// Why.
        reason: String,
        /// Who decided.
        by: String,
    },
    /// The event was called off, changed or its person left.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// A due day put off (顺延); on time is still judged by the first due day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Deferral {
    /// The due day before.
    pub from: NaiveDate,
    /// The due day after.
    pub to: NaiveDate,
    /// Why.
    pub reason: String,
    /// When it was entered.
    pub at: DateTime<Utc>,
}

/// A duty as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Which; kept when the event is edited.
    pub id: DutyId,
    /// What it is known by.
    pub key: DutyKey,
    /// The first day on which a contact can settle it.
    pub opens: NaiveDate,
    /// The last day on time.
    pub due: NaiveDate,
    /// The due day it had when it was made, when a deferral moved it.
    pub first_due: NaiveDate,
    /// Whether `due` rests on a calendar year not announced yet.
    pub provisional: bool,
    /// Why it is owed until then.
    pub explanation: Explanation,
    /// 顺延, oldest first; the last one made `due` what it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deferrals: Vec<Deferral>,
    /// How it ended; none while it is open.
    pub closed: Option<Closure>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
}

/// Where a duty stands on a day; the one definition for lists, badges, print and export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum DutyState {
    /// 逾期: the due day has passed.
    Overdue {
        /// By how many working days; 0 when only days off have passed since.
        workdays: u32,
    },
    /// Due on the day itself; never overdue.
    Today,
    /// Due later in the same week (Monday to Sunday).
    ThisWeek,
    /// 将到: due after this week.
    Later,
    /// Met on time or late.
    Met {
        /// Working days late; 0 is on time.
        late_workdays: u32,
    },
    /// 未办.
    Missed,
    /// 免除.
    Exempt,
    /// Withdrawn.
    Withdrawn,
}

impl Explanation {
    /// The first day on which the event may have happened.
    pub fn event_first(&self) -> NaiveDate {
        self.event_since.unwrap_or(self.event_day)
    }
}

impl Duty {
    /// Whether the duty is still to be met.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Where the duty stands on `today`.
    pub fn state_on(&self, today: NaiveDate, calendar: &Calendar) -> DutyState {
        match &self.closed {
            Some(Closure::Met { late_workdays, .. }) => DutyState::Met { late_workdays: *late_workdays },
            Some(Closure::Missed { .. }) => DutyState::Missed,
            Some(Closure::Exempt { .. }) => DutyState::Exempt,
            Some(Closure::Withdrawn { .. }) => DutyState::Withdrawn,
            // A talk before an event cannot be had once its day has come; it is not met, and does not grow overdue.
            None if self.key.part == Part::Before && today >= self.explanation.event_first() => DutyState::Missed,
            None if today > self.due => DutyState::Overdue { workdays: calendar.workdays_after(self.due, today) },
            None if today == self.due => DutyState::Today,
            None if self.due.week(chrono::Weekday::Mon) == today.week(chrono::Weekday::Mon) => DutyState::ThisWeek,
            None => DutyState::Later,
        }
    }
}
