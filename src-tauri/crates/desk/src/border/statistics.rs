//! The figures of a period (统计).

use chrono::NaiveDate;
use method::{Facet, FacetState, Statistics, Step};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LedgerPurpose, PersonRef};

/// Which figures: of what is first due, and of what took place, from one day to the other, both included.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StatisticsOf {
    /// From this day.
    pub from: NaiveDate,
    /// To this day.
    pub to: NaiveDate,
    /// By what the period is divided; what suits its length when nothing is said.
    #[serde(default)]
    #[ts(optional)]
    pub by: Option<Step>,
    /// Print and export the names of those with whom the last talk was longest ago; the page always shows them.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub names: bool,
    /// Print and export how many are 先进 and 后进 (抓两头); the page always shows it.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub ends: bool,
}

/// The request to export the figures as a workbook.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StatisticsExport {
    /// Which figures.
    pub of: StatisticsOf,
    /// What the file is for, for the log.
    #[serde(default)]
    #[ts(optional)]
    pub purpose: Option<LedgerPurpose>,
    /// The same in words; needed for [`LedgerPurpose::Other`].
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub purpose_text: String,
}

/// The figures of a period; page, print and file show the same.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StatisticsView {
    /// From this day.
    pub from: NaiveDate,
    /// To this day.
    pub to: NaiveDate,
    /// As they stand on this day.
    pub today: NaiveDate,
    /// By what the period is divided.
    pub by: Step,
    /// The counts.
    pub figures: Statistics,
    /// What is known of those on the roster today, facet by facet.
    pub knowing: Vec<KnowingFigures>,
    /// The words of the items beyond the six that the figures have.
    pub own_items: Vec<OwnItem>,
    /// Whom `figures.longest` is about, in the same order.
    pub longest: Vec<PersonRef>,
    /// Whether the ledger has anything to count in the period.
    pub empty: bool,
}

/// Of how many persons a facet is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KnowingFigures {
    /// Which facet.
    pub facet: Facet,
    /// 已知.
    pub known: u32,
    /// 过期.
    pub stale: u32,
    /// 未知.
    pub unknown: u32,
}

/// An item of the office's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnItem {
    /// Of talks or of visits.
    pub kind: method::DutyKind,
    /// From 7 on.
    pub category: u8,
    /// Its words.
    pub title: String,
}

impl KnowingFigures {
    /// Of a facet, none counted yet.
    pub(crate) fn of(facet: Facet) -> Self {
        Self { facet, known: 0, stale: 0, unknown: 0 }
    }

    /// Counts one person.
    pub(crate) fn count(&mut self, state: FacetState) {
        match state {
            FacetState::Known => self.known += 1,
            FacetState::Stale => self.stale += 1,
            FacetState::Unknown => self.unknown += 1,
        }
    }
}
