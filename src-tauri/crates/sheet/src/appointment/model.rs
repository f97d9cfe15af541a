//! What reading a 任免审批表 gives: the person, what is known of him, and what could not be read.

use method::{EntryBody, PartialDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::PersonDraft;

/// What was found in one exchange file of the 干部任免审批表.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// The fields of the roster that the form has too.
    pub person: PersonDraft,
    /// Résumé, education, strengths, family, rewards and appraisals, in the form's order.
    pub entries: Vec<AppointmentEntry>,
    /// What could not be read, or is doubtful.
    pub problems: Vec<AppointmentProblem>,
    /// What the file holds and the program has no place for, by the titles of the form: 照片, 健康状况, 拟任职务 and the like.
    pub left_out: Vec<String>,
    /// 填表时间.
    pub filled_in: Option<PartialDate>,
}

/// One thing known of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentEntry {
    /// What.
    pub body: EntryBody,
    /// The day that it is of; rewards and punishments have one.
    pub day: Option<PartialDate>,
}

/// What is wrong or doubtful in a field of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AppointmentProblem {
    /// The field.
    pub field: AppointmentField,
    /// What it is.
    pub reason: AppointmentReason,
    /// What stands there, shortened; of an ID number nothing.
    pub value: String,
}

/// A field of the form that can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentField {
    /// 姓名.
    Name,
    /// 性别.
    Sex,
    /// 出生年月.
    Birth,
    /// 参加工作时间.
    WorkSince,
    /// 入党时间.
    PartySince,
    /// 身份证号码.
    IdNumber,
    /// 简历.
    Resume,
    /// 学历学位.
    Education,
    /// 熟悉专业有何专长.
    Strength,
    /// 家庭主要成员.
    Family,
    /// 奖惩情况.
    Awards,
    /// 年度考核结果.
    Appraisals,
    /// Any other, which is kept as it is or left out.
    Other,
}

/// What is wrong with a field; the field stays empty, or is taken as far as it could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentReason {
    /// No name: nothing of the file can be taken.
    MissingName,
    /// The name holds signs or digits; it is kept as it is.
    OddName,
    /// A day or month that does not exist.
    ImpossibleDate,
    /// A text where a date should be.
    DateForm,
    /// Neither 男 nor 女.
    UnknownSex,
    /// The ID number is not 17 digits and a check character.
    IdForm,
    /// The birth date inside the ID number does not exist.
    IdBirthDate,
    /// The check character of the ID number does not fit.
    BadIdChecksum,
    /// The birth date disagrees with the one inside the ID number, which may be lawful.
    BirthDisagreesWithId,
    /// The sex disagrees with the ID number.
    SexDisagreesWithId,
    /// More text than the field takes.
    TextTooLong,
    /// A line that has no period it could be read by.
    LineUnread,
    /// A member of the family without 称谓.
    RelationMissing,
    /// Years or grades that could not be told apart.
    GradeUnread,
    /// More lines, members or awards than the program takes.
    TooMany,
}
