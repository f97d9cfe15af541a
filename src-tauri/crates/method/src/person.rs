//! A Party member or other employee of the branch's unit (人员).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{LunarBirthday, PartialDate, PersonId};

/// 性别, GB/T 2261.1 reduced to what rosters carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

/// A person as the ledger knows him; empty text means that it is not known.
///
/// The fields are those of the customary roster (花名册) and of a talk or visit sheet's head; the six knowings are kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// 姓名, without spacing inside.
    pub name: String,
    /// 性别.
    pub sex: Option<Sex>,
    /// 出生年月, as the dossier has it; the ID number may lawfully differ.
    pub birth: Option<PartialDate>,
    /// 民族.
    pub ethnicity: String,
    /// 籍贯.
    pub native_place: String,
    /// 学历 (学位).
    pub education: String,
    /// 政治面貌, as 中共党员 or 群众.
    pub political: String,
    /// 参加工作时间.
    pub work_since: Option<PartialDate>,
    /// 入党时间, the day of the meeting that admitted him on probation.
    pub party_since: Option<PartialDate>,
    /// 单位及职务, or the post (岗位).
    pub post: String,
    /// 身份证号码, 18 characters, checked when it was entered; empty when not known.
    pub id_number: String,
    /// 联系电话.
    pub phone: String,
    /// 家庭住址.
    pub address: String,
    /// 备注.
    pub note: String,
    /// Columns of an imported roster that the program has no field for, by their titles.
    pub extra: BTreeMap<String, String>,
    /// 过生日的农历日子, when he keeps a lunar one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lunar_birthday: Option<LunarBirthday>,
    /// Whether this is the branch secretary, whose own talks the upper organisation owes.
    pub is_secretary: bool,
    /// Set when the person has left; open duties then close by rule.
    pub left: Option<Departure>,
    /// The departures from which he came back, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<Absence>,
}

/// A departure from which a person came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Absence {
    /// When and why he had left.
    pub left: Departure,
    /// The day on which he was back.
    pub back: NaiveDate,
}

/// When and why a person left (调离, 退休, 去世).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Departure {
    /// The day.
    pub day: NaiveDate,
    /// In a word: 调离, 退休, 去世 or other.
    pub reason: String,
}

impl Person {
    /// Whether the day lies within an absence from which he came back; the days of leaving and of coming back do not.
    pub fn was_away_on(&self, day: NaiveDate) -> bool {
        self.absences.iter().any(|absence| absence.left.day < day && day < absence.back)
    }

    /// A person of whom only the name is known.
    pub fn named(id: PersonId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            sex: None,
            birth: None,
            ethnicity: String::new(),
            native_place: String::new(),
            education: String::new(),
            political: String::new(),
            work_since: None,
            party_since: None,
            post: String::new(),
            id_number: String::new(),
            phone: String::new(),
            address: String::new(),
            note: String::new(),
            extra: BTreeMap::new(),
            is_secretary: false,
            left: None,
            lunar_birthday: None,
            absences: Vec::new(),
        }
    }

    /// Whether he is a member of the Party, on probation or full.
    pub fn is_member(&self) -> bool {
        matches!(self.political.trim(), "中共党员" | "党员" | "正式党员" | "中共正式党员" | "中共预备党员" | "预备党员")
    }
}
