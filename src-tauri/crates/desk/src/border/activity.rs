//! Activities (活动), their kinds and how often they are asked.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use method::{
    ActivityId, ActivityKind, ActivityState, ActivityWho, Attendance, AttendanceFigures, Cadence, CadenceState,
    PersonId,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PersonRef;

/// What is entered of an activity. A plan may lack everything but its kind and day.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivityForm {
    /// The code of its kind.
    pub kind: String,
    /// 主题.
    #[serde(default)]
    pub title: String,
    /// When.
    pub day: NaiveDate,
    /// From.
    #[serde(default)]
    pub start: Option<NaiveTime>,
    /// To.
    #[serde(default)]
    pub end: Option<NaiveTime>,
    /// 地点.
    #[serde(default)]
    pub place: String,
    /// 主持人.
    #[serde(default)]
    pub host: String,
    /// 记录人.
    #[serde(default)]
    pub recorder: String,
    /// 议题（议程）.
    #[serde(default)]
    pub plan: String,
    /// Who is expected, and whether he was there.
    #[serde(default)]
    pub attendance: Vec<Attendance>,
    /// 其他列席人员.
    #[serde(default)]
    pub guests: String,
    /// 活动内容（会议记录）.
    #[serde(default)]
    pub content: String,
    /// 决议（议定事项）.
    #[serde(default)]
    pub resolutions: String,
    /// How long was studied, in minutes.
    #[serde(default)]
    pub minutes: u32,
}

/// The request for an activity's form with what is known filled in.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivityBegin {
    /// The code of its kind.
    pub kind: String,
    /// Who shall be expected; none for the kind's own rule.
    #[serde(default)]
    #[ts(optional)]
    pub who: Option<ActivityWho>,
}

/// The request to save a new activity.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivityCreate {
    /// What was entered.
    pub form: ActivityForm,
    /// It took place; otherwise it is planned.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub held: bool,
}

/// The request to save a changed activity.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivityEdit {
    /// Which.
    pub id: ActivityId,
    /// As it shall be.
    pub form: ActivityForm,
    /// It took place; what is noted as held does not become a plan again.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub held: bool,
}

/// The request that names an activity.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivityOf {
    /// Which.
    pub id: ActivityId,
}

/// The request to call a planned activity off.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivityCancel {
    /// Which.
    pub id: ActivityId,
    /// Why.
    pub reason: String,
}

/// The request to list activities.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ActivityList {
    /// From this day.
    pub from: Option<NaiveDate>,
    /// To this day.
    pub to: Option<NaiveDate>,
    /// Only of this kind.
    #[ts(optional)]
    pub kind: Option<String>,
    /// Only those for which this person was expected.
    #[ts(optional)]
    pub person: Option<PersonId>,
}

/// An activity in a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ActivityRow {
    /// Which.
    pub id: ActivityId,
    /// 〔2026〕第3号; empty until it was held.
    pub number: String,
    /// The code of its kind.
    pub kind: String,
    /// The kind's title.
    pub kind_title: String,
    /// 主题.
    pub title: String,
    /// How far it has come.
    pub state: ActivityState,
    /// When.
    pub day: NaiveDate,
    /// From.
    pub start: Option<NaiveTime>,
    /// 地点.
    pub place: String,
    /// Why it was called off.
    pub cancelled: String,
    /// How many were there.
    pub figures: AttendanceFigures,
    /// 到会率 in tenths of a percent.
    pub rate_permille: Option<u32>,
    /// 补录.
    pub late_entry: bool,
}

/// An activity as it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ActivityView {
    /// As in a list.
    pub row: ActivityRow,
    /// The form that would store it as it is.
    pub form: ActivityForm,
    /// Those of the attendance, in its order.
    pub persons: Vec<PersonRef>,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
}

/// The kinds of activities and from which day on they are asked.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivityKinds {
    /// In the order in which they are shown.
    pub kinds: Vec<ActivityKind>,
    /// Nothing is asked of the time before.
    pub since: NaiveDate,
}

/// The request for a year of what is asked and what was held.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivityYearOf {
    /// Which year.
    pub year: i32,
}

/// A year of what is asked and what was held.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ActivityYear {
    /// Which.
    pub year: i32,
    /// The years that have something to show, newest first.
    pub years: Vec<i32>,
    /// Nothing is asked of the time before.
    pub since: NaiveDate,
    /// One for each kind of which something is asked.
    pub kinds: Vec<CadenceRow>,
}

/// A kind in a year.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CadenceRow {
    /// The code of the kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// In what it is counted.
    pub every: Cadence,
    /// How often in each.
    pub times: u32,
    /// The periods of the year.
    pub periods: Vec<CadenceCell>,
}

/// A kind in a period.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CadenceCell {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// Where it stands.
    pub state: CadenceState,
    /// How many are still owed.
    pub owed: u32,
    /// The days on which some were held.
    pub held: Vec<NaiveDate>,
    /// The days for which some are planned.
    pub planned: Vec<NaiveDate>,
    /// Why none was held, when that is noted.
    pub reason: String,
}

/// The request to note why none was held in a period; an empty reason takes it back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivityExplain {
    /// The code of the kind.
    pub kind: String,
    /// The first day of the period.
    pub from: NaiveDate,
    /// Why.
    pub reason: String,
}

/// An activity that is to be held or was not (应开未开), for the first screen.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ActivityOwed {
    /// The code of the kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// In what it is counted.
    pub every: Cadence,
    /// The period.
    pub cell: CadenceCell,
}
