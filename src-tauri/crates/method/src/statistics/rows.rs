//! The figures as they are shown, printed and exported.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{GroupBy, GroupKey, MoneyOf, Silence, Slot};
use crate::{DutyKind, PersonId, Standing, TalkVariant, Tally};

/// All figures of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Statistics {
    /// 应谈.
    pub talks: DutyFigures,
    /// 应访.
    pub visits: DutyFigures,
    /// Both together.
    pub all: DutyFigures,
    /// Month by month, quarter by quarter or year by year, none left out.
    pub times: Vec<TimeRow>,
    /// By the items of 六必谈, then of 六必访.
    pub items: Vec<ItemRow>,
    /// By groups of persons.
    pub groups: Vec<GroupTable>,
    /// The talks and visits that took place.
    pub contacts: ContactFigures,
    /// The talks by their kinds.
    pub variants: Vec<VariantRow>,
    /// The money given, by where it came from; the largest sum first.
    pub funds: Vec<FundRow>,
    /// The money given, by what it was for.
    pub money: Vec<MoneyRow>,
    /// How many have had their last talk how long ago, as of today.
    pub silences: Vec<SilenceRow>,
    /// With whom the last talk was longest ago, as of today; at most ten.
    pub longest: Vec<LastTalk>,
    /// How many are on the roster today.
    pub persons: u32,
}

/// What was owed and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DutyFigures {
    /// 应办, without what was withdrawn.
    pub owed: u32,
    /// Where they stand.
    pub tally: Tally,
    /// 按期率 in tenths of a percent; none when nothing has come due.
    pub on_time_permille: Option<u32>,
}

/// A month, a quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TimeRow {
    /// Which.
    pub slot: Slot,
    /// What was first due in it.
    pub duties: DutyFigures,
    /// Talks that took place.
    pub talks: u32,
    /// Visits that took place.
    pub visits: u32,
    /// 慰问金 in 分.
    pub money_fen: i64,
}

/// An item of 六必谈 or 六必访.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ItemRow {
    /// Of talks or of visits.
    pub kind: DutyKind,
    /// 1–6, one of the office's own from 7 on, 0 for routines.
    pub category: u8,
    /// What was owed.
    pub duties: DutyFigures,
}

/// The figures of groups of persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupTable {
    /// By what they are grouped.
    pub by: GroupBy,
    /// The groups that have persons or duties.
    pub rows: Vec<GroupRow>,
}

/// A group of persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupRow {
    /// Which.
    pub key: GroupKey,
    /// How many are on the roster today.
    pub persons: u32,
    /// With how many of them there was a talk in the period.
    pub talked: u32,
    /// To how many of them there was a visit.
    pub visited: u32,
    /// What was owed to the group, to those who have left too.
    pub duties: DutyFigures,
}

/// The talks and visits that took place in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContactFigures {
    /// 谈话次数.
    pub talks: u32,
    /// 谈话人次: a talk with three counts three times.
    pub talk_times: u32,
    /// How many different persons were talked with.
    pub talked: u32,
    /// 走访次数.
    pub visits: u32,
    /// 走访人次.
    pub visit_times: u32,
    /// How many different persons were visited.
    pub visited: u32,
    /// Visits with money.
    pub gifts: u32,
    /// 慰问金 in 分.
    pub money_fen: i64,
}

/// Talks of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VariantRow {
    /// Which kind.
    pub variant: TalkVariant,
    /// How many.
    pub talks: u32,
    /// With how many persons, each counted as often as there was a talk.
    pub talk_times: u32,
}

/// The money from one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FundRow {
    /// 资金来源; empty when it was not entered.
    pub fund: String,
    /// Visits with money.
    pub gifts: u32,
    /// In 分.
    pub money_fen: i64,
}

/// The money given for one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MoneyRow {
    /// For which.
    pub of: MoneyOf,
    /// Visits with money.
    pub gifts: u32,
    /// In 分.
    pub money_fen: i64,
}

/// How many have had their last talk so long ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SilenceRow {
    /// How long ago.
    pub since: Silence,
    /// How many.
    pub persons: u32,
}

/// The last talk with a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LastTalk {
    /// With whom.
    pub person: PersonId,
    /// When; none when there never was one.
    pub last: Option<NaiveDate>,
    /// How many days ago.
    pub days: Option<i64>,
}

impl DutyFigures {
    pub(super) fn of(standings: impl IntoIterator<Item = Standing>) -> Self {
        let mut tally = Tally::default();
        standings.into_iter().for_each(|standing| tally.count(standing));
        Self { owed: tally.owed(), on_time_permille: tally.on_time_permille(), tally }
    }
}

impl GroupRow {
    pub(super) fn empty(key: GroupKey) -> Self {
        Self { key, persons: 0, talked: 0, visited: 0, duties: DutyFigures::default() }
    }
}
