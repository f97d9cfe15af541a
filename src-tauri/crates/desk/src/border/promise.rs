//! Promises (承诺事项).

use chrono::NaiveDate;
use method::{Answer, DutyKind, PersonId, PromiseId, PromiseState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PersonRef;

/// What is entered of a promise.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PromiseForm {
    /// To whom.
    pub person: PersonId,
    /// The day it was made.
    pub day: NaiveDate,
    /// What.
    pub what: String,
    /// By whom (责任人); empty for the branch.
    #[serde(default)]
    pub by: String,
    /// Until when.
    #[serde(default)]
    pub due: Option<NaiveDate>,
}

/// The request to change a promise that is not answered.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PromiseEdit {
    /// Which.
    pub id: PromiseId,
    /// As it shall be.
    pub form: PromiseForm,
}

/// The request to note the answer given to the person (答复本人), which closes the promise.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PromiseAnswer {
    /// Which.
    pub id: PromiseId,
    /// The answer.
    pub answer: Answer,
}

/// The request to list promises.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PromiseList {
    /// Answered ones too.
    pub all: bool,
    /// Only those to this person.
    pub person: Option<PersonId>,
    /// Those too of sealed persons (封存); those of one person are listed anyway.
    #[ts(optional, as = "Option<bool>")]
    pub sealed: bool,
}

/// A promise as it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PromiseView {
    /// Which.
    pub id: PromiseId,
    /// To whom.
    pub person: PersonRef,
    /// The record in which it was made: its kind.
    pub contact_kind: Option<DutyKind>,
    /// And its id.
    pub contact: Option<String>,
    /// The day it was made.
    pub day: NaiveDate,
    /// What.
    pub what: String,
    /// By whom.
    pub by: String,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// Where it stands.
    pub state: PromiseState,
    /// By how many calendar days it is overdue; 0 when it is not.
    pub overdue_days: u32,
    /// The answer.
    pub answer: Option<Answer>,
    /// 补录.
    pub late_entry: bool,
}
