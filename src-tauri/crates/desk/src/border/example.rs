//! What the secretary asks of others and whether he did it first (作示范).

use chrono::NaiveDate;
use method::{ExampleId, ExampleMark};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is entered of a line.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExampleForm {
    /// What is asked.
    pub what: String,
    /// As 学习、工作、生活、廉洁.
    #[serde(default)]
    pub area: String,
    /// Since when.
    pub since: NaiveDate,
    /// The last day on which it was asked; none while it is.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// The request to add a line or to change one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExampleSave {
    /// Which; none for a new one.
    #[serde(default)]
    pub id: Option<ExampleId>,
    /// As it shall be.
    pub form: ExampleForm,
    /// The year to show.
    pub year: i32,
}

/// The request to delete a line that was never reviewed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExampleDelete {
    /// Which.
    pub id: ExampleId,
    /// The year to show.
    pub year: i32,
}

/// The request for a year of the list.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExampleYearOf {
    /// Which year.
    pub year: i32,
}

/// The request to save the review of a month.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExampleReviewSave {
    /// Any day of the month.
    pub month: NaiveDate,
    /// What the secretary says of each line; lines that are not named stay as they are.
    pub reviews: Vec<ExampleMarked>,
}

/// What the secretary says of a line.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExampleMarked {
    /// Which line.
    pub id: ExampleId,
    /// Whether he did it first.
    pub mark: ExampleMark,
    /// What he did.
    #[serde(default)]
    pub note: String,
}

/// A year of the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExampleYear {
    /// Which year.
    pub year: i32,
    /// The lines, those that stand first.
    pub lines: Vec<ExampleLine>,
    /// The first day of the month whose review is to be made now; none when none is.
    pub to_review: Option<NaiveDate>,
}

/// A line with its year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExampleLine {
    /// Which.
    pub id: ExampleId,
    /// What was entered.
    pub form: ExampleForm,
    /// January to December.
    pub months: Vec<ExampleMonth>,
    /// How many reviews it has, in all years.
    pub review_count: u32,
}

/// A line in a month.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExampleMonth {
    /// Whether the line stood then and the month has begun.
    pub asked: bool,
    /// What the secretary said.
    pub mark: Option<ExampleMark>,
    /// What he did.
    pub note: String,
}
