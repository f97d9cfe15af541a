//! Talk records.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use method::{
    ContactState, DutyId, DutyKind, Extra, Facet, Participant, PersonId, PromiseLine, TalkId, TalkMode, TalkVariant,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ArchivedAs, DutyView, PersonRef};

/// What is entered of a talk, in the order of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TalkForm {
    /// 谈话对象.
    pub persons: Vec<PersonId>,
    /// 谈话人; empty for the secretary.
    #[serde(default)]
    pub talkers: Vec<Participant>,
    /// 谈话时间, the day.
    pub day: NaiveDate,
    /// From, as `15:00:00`.
    #[serde(default)]
    pub start: Option<NaiveTime>,
    /// To.
    #[serde(default)]
    pub end: Option<NaiveTime>,
    /// 谈话地点.
    #[serde(default)]
    pub place: String,
    /// 谈话方式.
    #[serde(default)]
    pub mode: TalkMode,
    /// What kind of talk: 谈心, 廉政, 提醒 or 集体谈话.
    #[serde(default)]
    pub variant: TalkVariant,
    /// 记录人.
    #[serde(default)]
    pub recorder: String,
    /// 谈话事由: items of 六必谈, 1–6, and 0 for 其他(例行).
    #[serde(default)]
    pub categories: Vec<u8>,
    /// 谈话主题.
    #[serde(default)]
    pub topic: String,
    /// 谈话内容.
    #[serde(default)]
    pub content: String,
    /// 谈话对象意见.
    #[serde(default)]
    pub opinion: String,
    /// 处理意见及跟进情况.
    #[serde(default)]
    pub follow_up: String,
    /// The fields of its variant and of the office's own, by their keys.
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

/// The request to begin a record: the form with what is known filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ContactBegin {
    /// The duty that it shall settle.
    pub duty: Option<DutyId>,
    /// With whom, when no duty says so.
    pub persons: Vec<PersonId>,
    /// The sheet that was filled in by hand and is now entered.
    #[ts(optional, as = "Option<u32>")]
    pub paper: Option<u32>,
}

/// The request to save a new talk.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TalkCreate {
    /// The record.
    pub form: TalkForm,
    /// Keep it as a draft, which settles nothing and may be incomplete.
    #[serde(default)]
    pub draft: bool,
    /// The sheet that was filled in by hand, from which it is entered.
    #[serde(default)]
    #[ts(optional, as = "Option<u32>")]
    pub paper: Option<u32>,
}

/// The request to save a changed talk.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TalkEdit {
    /// Which.
    pub id: TalkId,
    /// The record.
    pub form: TalkForm,
    /// Keep it as a draft; a saved record cannot become one again.
    #[serde(default)]
    pub draft: bool,
}

/// The request to read or delete one talk.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TalkGet {
    /// Which.
    pub id: TalkId,
}

/// The request to list talks or visits.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ContactList {
    /// Only those of this person.
    pub person: Option<PersonId>,
    /// From this day.
    pub from: Option<NaiveDate>,
    /// To this day.
    pub to: Option<NaiveDate>,
    /// Those too that are about sealed persons only (封存); those of one person are listed anyway.
    #[ts(optional, as = "Option<bool>")]
    pub sealed: bool,
}

/// A talk or visit in a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ContactRow {
    /// The record's id.
    pub id: String,
    /// 〔2026〕第23号; empty for a draft.
    pub number: String,
    /// How far it has come.
    pub state: ContactState,
    /// When it took place.
    pub day: NaiveDate,
    /// With whom.
    pub persons: Vec<PersonRef>,
    /// Items of 六必谈 or 六必访.
    pub categories: Vec<u8>,
    /// The topic of a talk or the reason of a visit.
    pub topic: String,
    /// 补录.
    pub late_entry: bool,
    /// How many duties it settles.
    pub settled: u32,
}

/// A talk as it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TalkView {
    /// Which.
    pub id: TalkId,
    /// 〔2026〕第23号; empty for a draft.
    pub number: String,
    /// How far it has come.
    pub state: ContactState,
    /// The record.
    pub form: TalkForm,
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

/// The request for the duties that a contact could settle.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SettleOffer {
    /// Talk or visit.
    pub kind: DutyKind,
    /// With whom.
    pub persons: Vec<PersonId>,
    /// When it took place.
    pub day: NaiveDate,
    /// Who talked or visited; empty for the secretary.
    #[serde(default)]
    pub by: Vec<Participant>,
    /// The record being edited, whose own settled duties are offered too.
    #[serde(default)]
    pub contact: Option<String>,
}

/// A duty that a contact could settle, or could not and why.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Offer {
    /// The duty.
    pub duty: DutyView,
    /// Working days late; 0 is on time.
    pub late_workdays: u32,
    /// Ticked from the start; not for a routine that takes a talk of its own.
    pub suggested: bool,
    /// Why it cannot be settled by this contact, as `avoidance`; none when it can.
    pub refused: Option<String>,
}
