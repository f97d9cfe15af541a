//! The first screen (今日).

use chrono::NaiveDate;
use method::{DutyKind, EventKind, PersonId, Tally};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ActivityOwed, BirthdayView, DayView, DutyView, PapersToday, PersonRef, PromiseView, SuggestionCounts};

/// The first screen.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TodayView {
    /// Today.
    pub today: NaiveDate,
    /// What today is.
    pub day: DayView,
    /// 逾期, longest first.
    pub overdue: Vec<DutyView>,
    /// 今天.
    pub due_today: Vec<DutyView>,
    /// 本周.
    pub this_week: Vec<DutyView>,
    /// 将到; at most 200, `later_count` says how many there are.
    pub later: Vec<DutyView>,
    /// How many duties are due after this week.
    pub later_count: u32,
    /// 例行: what is owed without an event, in groups.
    pub routines: Vec<RoutineGroup>,
    /// Records begun and not saved.
    pub drafts: Vec<DraftRow>,
    /// Promises not answered, overdue ones first; at most 50.
    pub promises: Vec<PromiseView>,
    /// Activities that are to be held soon or were not held, and nobody said why.
    pub activities: Vec<ActivityOwed>,
    /// 意见建议 that wait.
    pub suggestions: SuggestionCounts,
    /// The first day of the month whose review of 作示范 is to be made now.
    pub example_month: Option<NaiveDate>,
    /// 印出未回.
    pub papers: PapersToday,
    /// Birthdays of the next 14 days.
    pub birthdays: Vec<BirthdayView>,
    /// What is unknown or stale of whom.
    pub knowing: KnowingSummary,
    /// The figures of the duties first due this year.
    pub figures: Figures,
    /// How many persons are on the roster, without those who left.
    pub persons: u32,
    /// How many events there are.
    pub events: u32,
    /// How many duties were met this year.
    pub met_this_year: u32,
}

/// Routine duties of one kind and due day.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RoutineGroup {
    /// The routine's kind, for `duty_list`.
    pub kind: EventKind,
    /// Its title, as 年度谈心谈话.
    pub title: String,
    /// Until when.
    pub due: NaiveDate,
    /// How many are open.
    pub open: u32,
    /// How many there are, met ones too; withdrawn and exempt ones not counted.
    pub all: u32,
    /// Whether the due day has passed.
    pub overdue: bool,
}

/// What is known of the branch's people.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct KnowingSummary {
    /// Facets 已知.
    pub known: u32,
    /// All facets.
    pub all: u32,
    /// Those of whom least is known, at most five.
    pub least: Vec<KnowingLack>,
}

/// A person of whom something is unknown or stale.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct KnowingLack {
    /// Who.
    pub person: PersonRef,
    /// How many facets are unknown.
    pub unknown: u32,
    /// How many are stale.
    pub stale: u32,
}

/// The figures of a period.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct Figures {
    /// The counts.
    pub tally: Tally,
    /// 按期率 in tenths of a percent; none when nothing has come due.
    pub on_time_permille: Option<u32>,
}

/// The request for the figures of the duties first due in a period.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FiguresGet {
    /// From this day.
    pub from: NaiveDate,
    /// To this day.
    pub to: NaiveDate,
    /// Only those of this person.
    #[serde(default)]
    pub person: Option<PersonId>,
}

/// A record begun and not saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftRow {
    /// Talk or visit.
    pub kind: DutyKind,
    /// The record's id.
    pub id: String,
    /// With whom.
    pub persons: Vec<PersonRef>,
    /// The day it took place.
    pub day: NaiveDate,
}
