//! 谈前提纲: one page before a contact.

use chrono::NaiveDate;
use method::{DutyId, DutyKind, Facet, FacetState, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DutyView, EntryView, PersonRef, PromiseView, SuggestionView};

/// The request for a brief.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BriefGet {
    /// With whom.
    pub person: PersonId,
    /// The duty for which the contact is prepared.
    #[serde(default)]
    pub duty: Option<DutyId>,
    /// 思想动态 and 先进、后进底数 too; the operations log notes it.
    #[serde(default)]
    pub restricted: bool,
}

/// What one should have in mind before a contact.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BriefView {
    /// With whom.
    pub person: PersonRef,
    /// Completed years.
    pub age: Option<i32>,
    /// 政治面貌.
    pub political: String,
    /// 家庭成员, in their order.
    pub family: Vec<EntryView>,
    /// The newest contacts, at most three.
    pub contacts: Vec<BriefContact>,
    /// Promises that are not answered.
    pub promises: Vec<PromiseView>,
    /// What he suggested and was not answered.
    pub suggestions: Vec<SuggestionView>,
    /// What is unknown or stale, to ask about.
    pub questions: Vec<BriefQuestion>,
    /// The duty that the contact is for.
    pub duty: Option<DutyView>,
    /// The other open duties that the same contact may settle.
    pub others: Vec<DutyView>,
    /// The newest entries of the restricted facets, when they were asked for.
    pub restricted: Vec<EntryView>,
}

/// A contact named in a brief.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BriefContact {
    /// Talk or visit.
    pub kind: DutyKind,
    /// The record.
    pub id: String,
    /// When.
    pub day: NaiveDate,
    /// The topic of a talk or the reason of a visit.
    pub topic: String,
    /// 处理意见及跟进情况 or 帮扶措施: what was to follow.
    pub follow_up: String,
}

/// Something to ask about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct BriefQuestion {
    /// Which of the six.
    pub facet: Facet,
    /// Unknown or stale.
    pub state: FacetState,
    /// When it was checked last.
    pub checked: Option<NaiveDate>,
}
