//! Promises (承诺事项): what the branch promised in a contact.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{PersonId, PromiseId};

/// The answer given to the person (答复本人); nothing else closes a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The day on which he was answered.
    pub day: NaiveDate,
    /// What he was told.
    pub text: String,
}

/// A promise as it is entered in the record of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PromiseLine {
    /// Set when it is kept already.
    #[serde(default)]
    pub id: Option<PromiseId>,
    /// To whom; one of the contact's persons.
    pub person: PersonId,
    /// What.
    pub what: String,
    /// By whom (责任人); empty for the branch.
    #[serde(default)]
    pub by: String,
    /// Until when.
    #[serde(default)]
    pub due: Option<NaiveDate>,
}

/// A promise as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Which.
    pub id: PromiseId,
    /// To whom.
    pub person: PersonId,
    /// The talk or visit in which it was made.
    pub contact: Option<String>,
    /// The day it was made.
    pub day: NaiveDate,
    /// What.
    pub what: String,
    /// By whom (责任人).
    pub by: String,
    /// Until when; none when no day was named.
    pub due: Option<NaiveDate>,
    /// The answer, once it was given.
    pub answer: Option<Answer>,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
}

/// Where a promise stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    /// 逾期.
    Overdue,
    /// 未答复.
    Open,
    /// 已答复.
    Answered,
}

impl PromiseState {
    /// Where something stands that is to be answered until a day.
    pub(crate) fn of(answered: bool, due: Option<NaiveDate>, today: NaiveDate) -> Self {
        match due {
            _ if answered => Self::Answered,
            Some(due) if today > due => Self::Overdue,
            _ => Self::Open,
        }
    }
}

impl Promise {
    /// Where the promise stands; overdue only after its due day, as with duties.
    pub fn state_on(&self, today: NaiveDate) -> PromiseState {
        PromiseState::of(self.answer.is_some(), self.due, today)
    }

    /// By how many calendar days the promise is overdue; 0 when it is not.
    pub fn overdue_days(&self, today: NaiveDate) -> u32 {
        match (self.state_on(today), self.due) {
            (PromiseState::Overdue, Some(due)) => (today - due).num_days().try_into().unwrap_or(u32::MAX),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promise(due: Option<&str>) -> Promise {
        Promise {
            id: PromiseId(uuid::Uuid::nil()),
            person: PersonId(uuid::Uuid::nil()),
            contact: None,
            day: day("2026-11-02"),
            what: "协调早餐时间".to_owned(),
            by: String::new(),
            due: due.map(day),
            answer: None,
            entered_at: DateTime::UNIX_EPOCH,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn overdue_only_after_the_due_day() {
        let promise = promise(Some("2026-11-20"));
        for (today, state, days) in [
            ("2026-11-19", PromiseState::Open, 0),
            ("2026-11-20", PromiseState::Open, 0),
            ("2026-11-21", PromiseState::Overdue, 1),
            ("2026-11-23", PromiseState::Overdue, 3),
        ] {
            assert_eq!((promise.state_on(day(today)), promise.overdue_days(day(today))), (state, days), "{today}");
        }
    }

    #[test]
    fn without_a_due_day_never_overdue_and_answered_no_more() {
        assert_eq!(promise(None).state_on(day("2099-12-31")), PromiseState::Open);
        let answer = Some(Answer { day: day("2026-12-01"), text: "已落实".to_owned() });
        let answered = Promise { answer, ..promise(Some("2026-11-20")) };
        assert_eq!(answered.state_on(day("2026-12-31")), PromiseState::Answered);
        assert_eq!(answered.overdue_days(day("2026-12-31")), 0);
    }
}
