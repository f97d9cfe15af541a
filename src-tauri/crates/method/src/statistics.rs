//! The figures of a period (统计), defined in one place for the window, print and export.
//!
//! A duty belongs to the period and to the month of its first due day; a talk or visit to that of the day on which it took place.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DutyKind, Mark, Person, PersonId, Sex, Standing, TalkVariant};

mod count;
mod rows;
mod slot;

pub use rows::{
    ContactFigures, DutyFigures, FundRow, GroupRow, GroupTable, ItemRow, LastTalk, MoneyRow, SilenceRow, Statistics,
    TimeRow, VariantRow,
};
pub use slot::{Slot, Step};

/// By what persons are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// 政治面貌.
    Political,
    /// 年龄段.
    Age,
    /// 性别.
    Sex,
    /// 先进、中间、后进 (抓两头).
    Standing,
    /// 岗位.
    Post,
}

impl GroupBy {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Political, Self::Age, Self::Sex, Self::Standing, Self::Post];
}

/// A group of persons.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GroupKey {
    /// 党员, those on probation too.
    Member,
    /// 35岁及以下.
    Upto35,
    /// 36—45岁.
    Upto45,
    /// 46—55岁.
    Upto55,
    /// 56岁及以上.
    Over55,
    /// 男.
    Male,
    /// 女.
    Female,
    /// 先进.
    Advanced,
    /// 中间.
    Middle,
    /// 后进.
    Behind,
    /// As it is called on the roster.
    Named(String),
    /// All others.
    Other,
    /// Not known.
    Unknown,
}

/// What a gift of money was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MoneyOf {
    /// An item of 六必访, one of the office's own from 7 on, 0 for none.
    Item(u8),
    /// More than one of them.
    Several,
}

/// How long ago the last talk was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// There was none.
    Never,
    /// More than 365 days.
    Over365,
    /// 181 to 365 days.
    Over180,
    /// 91 to 180 days.
    Over90,
    /// 90 days or fewer.
    Within90,
}

/// A duty as the figures count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedDuty {
    /// Talk or visit.
    pub kind: DutyKind,
    /// The item of 六必谈 or 六必访.
    pub category: u8,
    /// With whom.
    pub person: PersonId,
    /// The due day it had when it was made.
    pub first_due: NaiveDate,
    /// Where it stands.
    pub standing: Standing,
}

/// A saved talk as the figures count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedTalk {
    /// The day it took place.
    pub day: NaiveDate,
    /// What kind of talk.
    pub variant: TalkVariant,
    /// With whom.
    pub persons: Vec<PersonId>,
}

/// A saved visit as the figures count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedVisit {
    /// The day it took place.
    pub day: NaiveDate,
    /// Its items of 六必访.
    pub categories: Vec<u8>,
    /// 慰问金 in 分.
    pub money_fen: i64,
    /// 资金来源.
    pub fund: String,
    /// To whom.
    pub persons: Vec<PersonId>,
}

/// A person as the figures count him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedPerson {
    /// Who.
    pub id: PersonId,
    /// Whether he is on the roster and has not left.
    pub present: bool,
    /// Whether talks with him are the secretary's to have; his own are not.
    pub to_be_talked_to: bool,
    /// His groups, in the order of [`GroupBy::ALL`].
    pub groups: [GroupKey; 5],
}

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// Both days included.
    pub period: (NaiveDate, NaiveDate),
    /// By what it is divided.
    pub step: Step,
    /// Today.
    pub today: NaiveDate,
    /// The duties first due in the period.
    pub duties: &'a [CountedDuty],
    /// The talks of the period.
    pub talks: &'a [CountedTalk],
    /// The visits of the period.
    pub visits: &'a [CountedVisit],
    /// Everyone of the ledger, those who left too.
    pub persons: &'a [CountedPerson],
    /// The day of the last talk with each person with whom there was one.
    pub last_talks: &'a HashMap<PersonId, NaiveDate>,
}

/// The groups of a person, in the order of [`GroupBy::ALL`]; his age is that of `day`.
pub fn group_keys(person: &Person, mark: Option<Mark>, day: NaiveDate) -> [GroupKey; 5] {
    let named = |text: &str| match text.trim() {
        "" => GroupKey::Unknown,
        text => GroupKey::Named(text.to_owned()),
    };
    let political = if person.is_member() { GroupKey::Member } else { named(&person.political) };
    let age = match person.birth.map(|birth| birth.age_on(day)) {
        None => GroupKey::Unknown,
        Some(..=35) => GroupKey::Upto35,
        Some(36..=45) => GroupKey::Upto45,
        Some(46..=55) => GroupKey::Upto55,
        Some(56..) => GroupKey::Over55,
    };
    let sex = match person.sex {
        Some(Sex::Male) => GroupKey::Male,
        Some(Sex::Female) => GroupKey::Female,
        None => GroupKey::Unknown,
    };
    let standing = match mark {
        Some(Mark::Advanced) => GroupKey::Advanced,
        Some(Mark::Middle) => GroupKey::Middle,
        Some(Mark::Behind) => GroupKey::Behind,
        None => GroupKey::Unknown,
    };
    [political, age, sex, standing, named(&person.post)]
}
