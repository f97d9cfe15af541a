//! Suggestions (意见建议).

use chrono::NaiveDate;
use method::{PersonId, SuggestionEnd, SuggestionId, SuggestionState, SuggestionWay};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PersonRef;

/// What is entered of a suggestion.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SuggestionForm {
    /// By whom, when he is on the roster.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// By whom in words, as 匿名, when no person is named.
    #[serde(default)]
    pub from: String,
    /// When it was raised.
    pub day: NaiveDate,
    /// How.
    #[serde(default)]
    pub way: SuggestionWay,
    /// The talk, visit or activity in which it was raised.
    #[serde(default)]
    pub record: Option<String>,
    /// What.
    pub content: String,
    /// What it is about.
    #[serde(default)]
    pub category: String,
    /// 办理人.
    #[serde(default)]
    pub handler: String,
    /// Until when.
    #[serde(default)]
    pub due: Option<NaiveDate>,
}

/// The request to change a suggestion that is still open.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SuggestionEdit {
    /// Which.
    pub id: SuggestionId,
    /// As it shall be.
    pub form: SuggestionForm,
}

/// The request to answer a suggestion, or to close it without an answer.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SuggestionFinish {
    /// Which.
    pub id: SuggestionId,
    /// How it ends.
    pub end: SuggestionEnd,
}

/// The request that names a suggestion.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SuggestionOf {
    /// Which.
    pub id: SuggestionId,
}

/// The request to list suggestions.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct SuggestionList {
    /// Ended ones too.
    pub all: bool,
    /// Only those of this person.
    #[ts(optional)]
    pub person: Option<PersonId>,
    /// Only those raised in this record.
    #[ts(optional)]
    pub record: Option<String>,
    /// Those too of sealed persons (封存); those of one person are listed anyway.
    #[ts(optional, as = "Option<bool>")]
    pub sealed: bool,
}

/// What kind of record a suggestion was raised in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RaisedIn {
    /// 谈话.
    Talk,
    /// 走访.
    Visit,
    /// 活动.
    Activity,
}

/// A suggestion as it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SuggestionView {
    /// Which.
    pub id: SuggestionId,
    /// By whom.
    pub person: Option<PersonRef>,
    /// By whom in words.
    pub from: String,
    /// When it was raised.
    pub day: NaiveDate,
    /// How.
    pub way: SuggestionWay,
    /// The record in which it was raised.
    pub record: Option<String>,
    /// What kind of record that is.
    pub raised_in: Option<RaisedIn>,
    /// What.
    pub content: String,
    /// What it is about.
    pub category: String,
    /// 办理人.
    pub handler: String,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// Where it stands.
    pub state: SuggestionState,
    /// By how many calendar days it is overdue; 0 when it is not.
    pub overdue_days: u32,
    /// How it ended.
    pub end: Option<SuggestionEnd>,
    /// 补录.
    pub late_entry: bool,
}

/// How many suggestions wait, for the first screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SuggestionCounts {
    /// 待答复, overdue ones too.
    pub open: u32,
    /// 逾期.
    pub overdue: u32,
}
