//! Persons: the roster and one person's page.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use method::{Absence, Departure, LunarBirthday, PartialDate, PersonId, Sex};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DutyView, PromiseView};

/// What is entered of a person; an empty text means not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PersonForm {
    /// 姓名; the only field that must be filled.
    pub name: String,
    /// 性别.
    pub sex: Option<Sex>,
    /// 出生年月.
    pub birth: Option<PartialDate>,
    /// 民族.
    pub ethnicity: String,
    /// 籍贯.
    pub native_place: String,
    /// 学历.
    pub education: String,
    /// 政治面貌.
    pub political: String,
    /// 参加工作时间.
    pub work_since: Option<PartialDate>,
    /// 入党时间.
    pub party_since: Option<PartialDate>,
    /// 单位及职务 (岗位).
    pub post: String,
    /// 身份证号码; checked.
    pub id_number: String,
    /// 联系电话.
    pub phone: String,
    /// 家庭住址.
    pub address: String,
    /// 备注.
    pub note: String,
    /// Columns of an imported roster that have no field of their own.
    pub extra: BTreeMap<String, String>,
    /// 过生日的农历日子.
    pub lunar_birthday: Option<LunarBirthday>,
    /// Whether this is the branch secretary.
    pub is_secretary: bool,
}

/// The request to change a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PersonEdit {
    /// Which.
    pub id: PersonId,
    /// All fields as they shall be.
    pub form: PersonForm,
}

/// The request to read one person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PersonGet {
    /// Which.
    pub id: PersonId,
}

/// The request to list persons.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PersonList {
    /// Only those whose name, post or phone contains this text, or whose name is spelt so in pinyin or its initials.
    pub query: String,
    /// Those too who left and whose data are sealed (封存).
    #[ts(optional, as = "Option<bool>")]
    pub sealed: bool,
}

/// The request to note that a person left.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PersonLeave {
    /// Who.
    pub id: PersonId,
    /// When and why.
    pub left: Departure,
}

/// The request to note that a person is there again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PersonReturn {
    /// Who.
    pub id: PersonId,
    /// The day on which he was back.
    pub day: NaiveDate,
    /// He never left: the leaving was entered by mistake, and what it withdrew is owed again.
    #[serde(default)]
    pub mistake: bool,
}

/// A person in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonRow {
    /// Which.
    pub id: PersonId,
    /// 姓名.
    pub name: String,
    /// 性别.
    pub sex: Option<Sex>,
    /// 出生年月.
    pub birth: Option<PartialDate>,
    /// 政治面貌.
    pub political: String,
    /// 单位及职务 (岗位).
    pub post: String,
    /// The phone with its middle as stars.
    pub phone_masked: String,
    /// How many of the six knowings are 已知.
    pub known: u32,
    /// How many duties are open for him.
    pub open_duties: u32,
    /// Whether this is the branch secretary.
    pub is_secretary: bool,
    /// Set when he has left.
    pub left: Option<Departure>,
}

/// A person named beside something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonRef {
    /// Which.
    pub id: PersonId,
    /// 姓名.
    pub name: String,
    /// 单位及职务 (岗位).
    pub post: String,
}

/// One person's page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PersonView {
    /// Which.
    pub id: PersonId,
    /// All fields.
    pub form: PersonForm,
    /// Completed years today, when the birth is known.
    pub age: Option<i32>,
    /// The ID number with its middle as stars.
    pub id_number_masked: String,
    /// The phone likewise.
    pub phone_masked: String,
    /// Set when he has left.
    pub left: Option<Departure>,
    /// The departures from which he came back, oldest first.
    pub absences: Vec<Absence>,
    /// What is owed to him, first due first.
    pub duties: Vec<DutyView>,
    /// What was promised to him and is not answered.
    pub promises: Vec<PromiseView>,
    /// The lunar birthday in words.
    pub lunar_birthday: Option<String>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// Warnings that do not stop anything, as `birth_disagrees_with_id`.
    pub warnings: Vec<String>,
}

/// A line of a person's timeline (经过).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TimelineEntry {
    /// The day it took place.
    pub day: NaiveDate,
    /// What it is.
    pub what: TimelineKind,
    /// The record's id.
    pub id: String,
    /// The event's title, the talk's topic or the visit's reason.
    pub title: String,
    /// The event's note, or the record's number.
    pub detail: String,
    /// 补录.
    pub late_entry: bool,
}

/// What a line of the timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    /// 事由.
    Event,
    /// 谈话.
    Talk,
    /// 走访.
    Visit,
    /// 活动, when he was there.
    Activity,
}
