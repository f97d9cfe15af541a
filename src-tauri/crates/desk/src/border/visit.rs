//! Visit records.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use method::{ContactState, DutyId, Extra, Facet, Participant, PersonId, PromiseLine, VisitId, VisitMode};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ArchivedAs, DutyView, PersonRef};

/// What is entered of a visit, in the order of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VisitForm {
    /// 走访对象.
    pub persons: Vec<PersonId>,
    /// 走访人; empty for the secretary.
    #[serde(default)]
    pub visitors: Vec<Participant>,
    /// 走访时间, the day.
    pub day: NaiveDate,
    /// From, as `15:00:00`.
    #[serde(default)]
    pub start: Option<NaiveTime>,
    /// To.
    #[serde(default)]
    pub end: Option<NaiveTime>,
    /// 走访地点.
    #[serde(default)]
    pub place: String,
    /// 就诊医院, ward and bed.
    #[serde(default)]
    pub hospital: String,
    /// 走访方式.
    #[serde(default)]
    pub mode: VisitMode,
    /// 走访类别: items of 六必访, 1–6, and 0 for 节日/其他.
    #[serde(default)]
    pub categories: Vec<u8>,
    /// 走访事由.
    #[serde(default)]
    pub reason: String,
    /// 接访人.
    #[serde(default)]
    pub received_by: String,
    /// 与本人关系.
    #[serde(default)]
    pub relation: String,
    /// 慰问金 in 分.
    #[serde(default)]
    pub money_fen: i64,
    /// 慰问品.
    #[serde(default)]
    pub goods: String,
    /// 资金来源.
    #[serde(default)]
    pub fund: String,
    /// 走访情况.
    #[serde(default)]
    pub situation: String,
    /// 反映的困难和问题.
    #[serde(default)]
    pub problems: String,
    /// 帮扶措施及落实情况.
    #[serde(default)]
    pub measures: String,
    /// 备注.
    #[serde(default)]
    pub note: String,
    /// The fields of the office's own, by their keys.
    #[serde(default)]
    pub extra: Extra,
    /// The duties that it settles.
    #[serde(default)]
    pub settles: Vec<DutyId>,
    /// The facets of 六知晓 that it touched; saving it checks them for its persons.
    #[serde(default)]
    pub facets: Vec<Facet>,
    /// What was promised in it.
    #[serde(default)]
    pub promises: Vec<PromiseLine>,
}

/// The request to save a new visit.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VisitCreate {
    /// The record.
    pub form: VisitForm,
    /// Keep it as a draft, which settles nothing and may be incomplete.
    #[serde(default)]
    pub draft: bool,
    /// The sheet that was filled in by hand, from which it is entered.
    #[serde(default)]
    #[ts(optional, as = "Option<u32>")]
    pub paper: Option<u32>,
}

/// The request to save a changed visit.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VisitEdit {
    /// Which.
    pub id: VisitId,
    /// The record.
    pub form: VisitForm,
    /// Keep it as a draft; a saved record cannot become one again.
    #[serde(default)]
    pub draft: bool,
}

/// The request to read or delete one visit.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VisitGet {
    /// Which.
    pub id: VisitId,
}

/// A visit as it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VisitView {
    /// Which.
    pub id: VisitId,
    /// 〔2026〕第23号; empty for a draft.
    pub number: String,
    /// How far it has come.
    pub state: ContactState,
    /// The record.
    pub form: VisitForm,
    /// Its persons.
    pub persons: Vec<PersonRef>,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
    /// 补录.
    pub late_entry: bool,
    /// The duties that it settles.
    pub settles: Vec<DutyView>,
    /// Where it lies in the archive, and its notes; none while it is not archived.
    pub archived: Option<ArchivedAs>,
    /// Warnings that do not stop anything, as `one_visitor`.
    pub warnings: Vec<String>,
}
