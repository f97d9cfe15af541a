//! The six knowings (六知晓) of a person and of the branch; birthdays.

use chrono::{DateTime, NaiveDate, Utc};
use method::{EntryBody, EntryId, Facet, FacetState, PartialDate, PersonId, Source};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PersonRef;

/// The request for a person's six knowings.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct KnowingGet {
    /// Of whom.
    pub person: PersonId,
}

/// The request for the entries of a sensitive facet; the operations log notes it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct KnowingReveal {
    /// Of whom.
    pub person: PersonId,
    /// Which.
    pub facet: Facet,
}

/// A person's six knowings.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct KnowingView {
    /// Of whom.
    pub person: PersonRef,
    /// All six, in their order.
    pub facets: Vec<FacetView>,
    /// 知晓度: how many are 已知.
    pub known: u32,
}

/// One facet of a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FacetView {
    /// Which.
    pub facet: Facet,
    /// Whether it is known.
    pub state: FacetState,
    /// The newest day on which it was checked.
    pub checked: Option<NaiveDate>,
    /// After how many days it is 过期.
    pub limit_days: u32,
    /// How many entries there are.
    pub count: u32,
    /// Hidden until asked for with `knowing_reveal`.
    pub hidden: bool,
    /// The entries, newest first; résumé and relatives in their own order. Empty while hidden.
    pub entries: Vec<EntryView>,
}

/// An entry as it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EntryView {
    /// Which.
    pub id: EntryId,
    /// What.
    pub body: EntryBody,
    /// The day that it is of.
    pub day: Option<PartialDate>,
    /// Where it comes from.
    pub source: Source,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
    /// 补录.
    pub late_entry: bool,
    /// Never changed or deleted, only followed by newer ones.
    pub only_followed: bool,
}

/// What is entered.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EntryForm {
    /// What.
    pub body: EntryBody,
    /// The day that it is of.
    #[serde(default)]
    pub day: Option<PartialDate>,
    /// Where it comes from.
    #[serde(default)]
    pub source: Source,
}

/// The request to enter something known of a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EntryCreate {
    /// Of whom.
    pub person: PersonId,
    /// One or several, as the lines of a pasted résumé.
    pub entries: Vec<EntryForm>,
}

/// The request to change an entry.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EntryEdit {
    /// Which.
    pub id: EntryId,
    /// As it shall be.
    pub entry: EntryForm,
}

/// The request to delete an entry.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EntryDelete {
    /// Which.
    pub id: EntryId,
}

/// The request to note that facets were checked and nothing has changed (核对无变化).
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct KnowingCheck {
    /// Of whom.
    pub person: PersonId,
    /// Which.
    pub facets: Vec<Facet>,
    /// When; today when not given, never in the future.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// 知晓度 of the branch: who is on the roster, by what is known of him. No contents.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct KnowingMap {
    /// Everyone present.
    pub rows: Vec<KnowingRow>,
    /// Facets 已知.
    pub known: u32,
    /// All facets.
    pub all: u32,
}

/// A person's row of the map.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct KnowingRow {
    /// Who.
    pub person: PersonRef,
    /// The six, in their order.
    pub cells: Vec<KnowingCell>,
    /// How many are 已知.
    pub known: u32,
}

/// A facet in the map.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct KnowingCell {
    /// Whether it is known.
    pub state: FacetState,
    /// The newest day on which it was checked.
    pub checked: Option<NaiveDate>,
}

/// The request to read a pasted résumé.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ResumeText {
    /// As pasted.
    pub text: String,
}

/// What was read of a pasted résumé; nothing is stored.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ResumeRead {
    /// The lines understood, as entries to keep.
    pub entries: Vec<EntryForm>,
    /// The lines not understood, as they stand.
    pub unread: Vec<String>,
}

/// Which birthday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BirthdayKind {
    /// 公历生日.
    Solar,
    /// 农历生日.
    Lunar,
    /// 政治生日.
    Political,
}

/// A birthday that is near.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BirthdayView {
    /// Whose.
    pub person: PersonRef,
    /// Which.
    pub kind: BirthdayKind,
    /// When it is kept next.
    pub day: NaiveDate,
    /// How many years it is then, when the year is known.
    pub years: Option<i32>,
    /// The lunar day in words, as 农历八月十五.
    pub lunar: Option<String>,
}
