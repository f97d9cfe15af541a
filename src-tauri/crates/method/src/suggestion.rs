//! Suggestions (意见建议): what people propose or complain of, and what they were told.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{PersonId, PromiseState, SuggestionId};

/// How it was raised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionWay {
    /// 谈话中.
    #[default]
    Talk,
    /// 走访中.
    Visit,
    /// 会议、活动上.
    Meeting,
    /// 书面.
    Written,
    /// 其他.
    Other,
}

/// How the answer was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AnswerWay {
    /// 答复本人.
    #[default]
    InPerson,
    /// 会上答复.
    Meeting,
    /// 公示.
    Notice,
}

/// How a suggestion ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "how", deny_unknown_fields)]
pub enum SuggestionEnd {
    /// 已答复.
    Answered {
        /// When.
        day: NaiveDate,
        /// How it was told.
        way: AnswerWay,
        /// What was told.
        text: String,
    },
    /// 不再办理, as when it was taken back.
    Closed {
        /// When.
        day: NaiveDate,
        /// Why.
        reason: String,
    },
}

impl SuggestionEnd {
    /// The day of it.
    pub fn day(&self) -> NaiveDate {
        match self {
            Self::Answered { day, .. } | Self::Closed { day, .. } => *day,
        }
    }

    /// What was told, or why it was closed.
    pub fn text(&self) -> &str {
        match self {
            Self::Answered { text, .. } => text,
            Self::Closed { reason, .. } => reason,
        }
    }
}

/// A suggestion as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Which.
    pub id: SuggestionId,
    /// By whom, when he is on the roster and gave his name.
    pub person: Option<PersonId>,
    /// By whom in words, as 匿名 or 部分职工, when no person is named.
    pub from: String,
    /// When it was raised.
    pub day: NaiveDate,
    /// How.
    pub way: SuggestionWay,
    /// The talk, visit or activity in which it was raised.
    pub record: Option<String>,
    /// What.
    pub content: String,
    /// What it is about, in the office's words; may be empty.
    pub category: String,
    /// 办理人.
    pub handler: String,
    /// Until when it shall be answered.
    pub due: Option<NaiveDate>,
    /// How it ended.
    pub end: Option<SuggestionEnd>,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
}

/// Where a suggestion stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionState {
    /// 逾期未答复.
    Overdue,
    /// 待答复.
    Open,
    /// 已答复.
    Answered,
    /// 不再办理.
    Closed,
}

impl Suggestion {
    /// Where it stands; open ones are overdue exactly when a promise would be.
    pub fn state_on(&self, today: NaiveDate) -> SuggestionState {
        match &self.end {
            Some(SuggestionEnd::Answered { .. }) => SuggestionState::Answered,
            Some(SuggestionEnd::Closed { .. }) => SuggestionState::Closed,
            None => match PromiseState::of(false, self.due, today) {
                PromiseState::Overdue => SuggestionState::Overdue,
                PromiseState::Open | PromiseState::Answered => SuggestionState::Open,
            },
        }
    }

    /// By how many calendar days it is overdue; 0 when it is not.
    pub fn overdue_days(&self, today: NaiveDate) -> u32 {
        match (self.state_on(today), self.due) {
            (SuggestionState::Overdue, Some(due)) => (today - due).num_days().try_into().unwrap_or(u32::MAX),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overdue_only_after_the_due_day_and_while_open() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let open = Suggestion {
            id: SuggestionId(uuid::Uuid::nil()),
            person: None,
            from: "部分职工".to_owned(),
            day: day("2026-11-02"),
            way: SuggestionWay::Meeting,
            record: None,
            content: "食堂晚餐".to_owned(),
            category: String::new(),
            handler: String::new(),
            due: Some(day("2026-11-20")),
            end: None,
            entered_at: DateTime::UNIX_EPOCH,
        };
        let at = |text: &str| (open.state_on(day(text)), open.overdue_days(day(text)));
        assert_eq!(at("2026-11-20"), (SuggestionState::Open, 0));
        assert_eq!(at("2026-11-22"), (SuggestionState::Overdue, 2));
        let end = Some(SuggestionEnd::Closed { day: day("2026-11-21"), reason: "本人撤回".to_owned() });
        let closed = Suggestion { end, ..open };
        assert_eq!(closed.state_on(day("2026-12-31")), SuggestionState::Closed);
        assert_eq!(closed.overdue_days(day("2026-12-31")), 0);
    }
}
