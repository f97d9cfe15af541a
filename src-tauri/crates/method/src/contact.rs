//! Records of what took place: talks (谈话) and visits (走访), together contacts.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Calendar, DutyId, DutyKind, Extra, Facet, PersonId, PromiseLine, RecordNote, TalkId, VisitId};

/// How far a record has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContactState {
    /// Being written; settles nothing yet.
    Draft,
    /// Saved; the duties it names are settled.
    Saved,
    /// On paper in the box; frozen, notes are only appended.
    Archived,
}

/// A talker or visitor: a name and a post as they are printed, and the person when he is on the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Participant {
    /// On the roster as.
    pub person: Option<PersonId>,
    /// 姓名.
    pub name: String,
    /// 职务.
    pub post: String,
}

/// 谈话方式.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TalkMode {
    /// 个别.
    #[default]
    Individual,
    /// 集体.
    Group,
    /// 约谈.
    Appointment,
    /// 电话等.
    Phone,
}

/// What kind of talk it is, which decides the sheet's title and its further rows.
///
/// 诫勉 is not a branch's to give and is not among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TalkVariant {
    /// 谈心谈话.
    #[default]
    Plain,
    /// 廉政谈话: with 谈话类型.
    Integrity,
    /// 提醒谈话: with 谈话原因, 提醒要求 and 对象说明及承诺.
    Reminder,
    /// 集体谈话.
    Group,
}

/// The keys in [`Extra`] of what some talks have besides.
pub mod talk_extra {
    /// 谈话类型 of 廉政谈话, as 例行廉政谈话.
    pub const TALK_TYPE: &str = "talk_type";
    /// 谈话原因 of 提醒谈话.
    pub const GROUNDS: &str = "grounds";
    /// 提醒要求 of 提醒谈话.
    pub const DEMAND: &str = "demand";
}

/// 走访方式.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VisitMode {
    /// 上门.
    #[default]
    Home,
    /// 医院.
    Hospital,
    /// 电话.
    Phone,
    /// 视频.
    Video,
    /// 其他.
    Other,
}

/// What talks and visits have in common and what the rules look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact<'a> {
    /// Talk or visit.
    pub kind: DutyKind,
    /// The day it took place.
    pub day: NaiveDate,
    /// Who was talked with or visited.
    pub persons: &'a [PersonId],
    /// Who talked or visited.
    pub by: &'a [Participant],
}

/// 谈心谈话记录: one talk with one or several persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// Which.
    pub id: TalkId,
    /// Its number within `day`'s year, given when it is first saved, for 〔2026〕第23号.
    pub number: Option<u32>,
    /// How far it has come.
    pub state: ContactState,
    /// 谈话对象.
    pub persons: Vec<PersonId>,
    /// 谈话人.
    pub talkers: Vec<Participant>,
    /// 谈话时间, the day.
    pub day: NaiveDate,
    /// From.
    pub start: Option<NaiveTime>,
    /// To.
    pub end: Option<NaiveTime>,
    /// 谈话地点.
    pub place: String,
    /// 谈话方式.
    pub mode: TalkMode,
    /// What kind of talk.
    #[serde(default)]
    pub variant: TalkVariant,
    /// 记录人.
    pub recorder: String,
    /// 谈话事由: items of 六必谈, 1–6, and 0 for 其他(例行).
    pub categories: Vec<u8>,
    /// 谈话主题 (提纲).
    pub topic: String,
    /// 谈话内容.
    pub content: String,
    /// 谈话对象意见 (表态).
    pub opinion: String,
    /// 处理意见及跟进情况.
    pub follow_up: String,
    /// The fields of its variant and of the office's own.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
    /// The duties that it settles once saved.
    pub settles: Vec<DutyId>,
    /// The facets of 六知晓 that it touched; saving it checks them for its persons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<Facet>,
    /// What is promised, while the record is a draft; saved, the promises stand by themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draft_promises: Vec<PromiseLine>,
    /// 补记, appended after it was archived.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<RecordNote>,
    /// When it was first entered; together with `day` this makes 补录.
    pub entered_at: DateTime<Utc>,
}

/// 走访慰问登记: one visit to one or several persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Which.
    pub id: VisitId,
    /// Its number within `day`'s year, given when it is first saved.
    pub number: Option<u32>,
    /// How far it has come.
    pub state: ContactState,
    /// 走访对象.
    pub persons: Vec<PersonId>,
    /// 走访人; fewer than two is warned about, not refused.
    pub visitors: Vec<Participant>,
    /// 走访时间, the day.
    pub day: NaiveDate,
    /// From.
    pub start: Option<NaiveTime>,
    /// To.
    pub end: Option<NaiveTime>,
    /// 走访地点.
    pub place: String,
    /// 就诊医院, ward and bed.
    #[serde(default)]
    pub hospital: String,
    /// 走访方式.
    pub mode: VisitMode,
    /// 走访类别: items of 六必访, 1–6, and 0 for 节日/其他.
    pub categories: Vec<u8>,
    /// 走访事由 (发生时间、经过、程度).
    pub reason: String,
    /// 接访人.
    pub received_by: String,
    /// 与本人关系.
    pub relation: String,
    /// 慰问金 in 分; 0 for none.
    pub money_fen: i64,
    /// 慰问品: name and number.
    pub goods: String,
    /// 资金来源, as 工会经费.
    pub fund: String,
    /// 走访情况.
    pub situation: String,
    /// 反映的困难和问题.
    pub problems: String,
    /// 帮扶措施及落实情况.
    pub measures: String,
    /// 备注.
    pub note: String,
    /// The fields of the office's own.
    #[serde(default, skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
    /// The duties that it settles once saved.
    pub settles: Vec<DutyId>,
    /// The facets of 六知晓 that it touched; saving it checks them for its persons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<Facet>,
    /// What is promised, while the record is a draft; saved, the promises stand by themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draft_promises: Vec<PromiseLine>,
    /// 补记, appended after it was archived.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<RecordNote>,
    /// When it was first entered.
    pub entered_at: DateTime<Utc>,
}

impl Talk {
    /// The part of the record that the rules look at.
    pub fn contact(&self) -> Contact<'_> {
        Contact { kind: DutyKind::Talk, day: self.day, persons: &self.persons, by: &self.talkers }
    }
}

impl Visit {
    /// The part of the record that the rules look at.
    pub fn contact(&self) -> Contact<'_> {
        Contact { kind: DutyKind::Visit, day: self.day, persons: &self.persons, by: &self.visitors }
    }
}

/// Whether a record entered on `entered` about something that took place on `day` is 补录.
///
/// `limit` is the pack's number of working days; entering on the last of them is still in time.
pub fn entered_late(day: NaiveDate, entered: NaiveDate, limit: u32, calendar: &Calendar) -> bool {
    entered > calendar.add_workdays(day, limit).due
}
