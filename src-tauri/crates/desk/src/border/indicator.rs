//! Indicators of the office's own (指标).

use method::{Better, Hundredths, IndicatorId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::LedgerPurpose;

/// Which year.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IndicatorList {
    /// As 2026.
    pub year: i32,
}

/// The indicators with their values of a year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IndicatorTable {
    /// Which year.
    pub year: i32,
    /// One for each indicator, by their places.
    pub rows: Vec<IndicatorRow>,
}

/// An indicator with its values of a year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IndicatorRow {
    /// Which.
    pub id: IndicatorId,
    /// What it is.
    pub form: IndicatorForm,
    /// The values of the twelve months.
    pub values: Vec<Option<Hundredths>>,
    /// Whether each reaches the target; none where there is no value or no target.
    pub met: Vec<Option<bool>>,
    /// How many values it has in all years.
    pub value_count: u32,
}

/// What is entered of an indicator; numbers are in hundredths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IndicatorForm {
    /// As 申报率; the only field that must be filled.
    pub name: String,
    /// As % or 万元.
    #[serde(default)]
    pub unit: String,
    /// What is to be reached.
    #[serde(default)]
    pub target: Option<Hundredths>,
    /// On which side of the target a value is good.
    #[serde(default)]
    pub better: Better,
    /// How it is worked out, in words.
    #[serde(default)]
    pub note: String,
}

/// The request to add an indicator or to change one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSave {
    /// Which; none for a new one.
    #[serde(default)]
    pub id: Option<IndicatorId>,
    /// As it shall be.
    pub form: IndicatorForm,
    /// Its place in the table, from 1; a new one stands last unless it is said.
    #[serde(default)]
    #[ts(optional)]
    pub place: Option<u32>,
    /// The year to show afterwards.
    pub year: i32,
}

/// The request to delete an indicator with all its values.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IndicatorDelete {
    /// Which.
    pub id: IndicatorId,
    /// The year to show afterwards.
    pub year: i32,
}

/// The request to enter the value of a month, or to take it out again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IndicatorValueSet {
    /// Of which indicator.
    pub id: IndicatorId,
    /// The year.
    pub year: i32,
    /// The month, 1–12.
    pub month: u32,
    /// The value; none takes it out.
    #[serde(default)]
    pub value: Option<Hundredths>,
}

/// The request to export the indicators of a year as a workbook.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IndicatorExport {
    /// Which year.
    pub year: i32,
    /// What the file is for, for the log.
    #[serde(default)]
    #[ts(optional)]
    pub purpose: Option<LedgerPurpose>,
    /// The same in words; needed for [`LedgerPurpose::Other`].
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub purpose_text: String,
}
