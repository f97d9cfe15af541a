//! Searching the whole ledger.

use chrono::NaiveDate;
use method::Facet;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PersonRef;

/// What kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchIn {
    /// 人员.
    Person,
    /// 事由.
    Event,
    /// 谈话.
    Talk,
    /// 走访.
    Visit,
    /// 知晓项.
    Entry,
    /// 承诺事项.
    Promise,
    /// 活动.
    Activity,
    /// 意见建议.
    Suggestion,
}

/// The request to search.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SearchFind {
    /// One or several terms with white space between them, all of which a record must have; for persons also pinyin or its initials.
    pub query: String,
    /// Only records of these kinds; of all when empty.
    #[serde(default)]
    pub kinds: Vec<SearchIn>,
    /// At most so many of each kind; 20 when not given, never more than 100.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Also what is sealed (封存).
    #[serde(default)]
    pub sealed: bool,
}

/// What was found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SearchFound {
    /// The kinds of which something was found, persons first.
    pub groups: Vec<SearchGroup>,
}

/// What was found of one kind.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SearchGroup {
    /// Which.
    pub kind: SearchIn,
    /// Those found in their heading first, then the others; within each the newest first.
    pub hits: Vec<SearchHit>,
    /// Whether there are more than the limit.
    pub more: bool,
}

/// A record that was found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SearchHit {
    /// The record's id.
    pub id: String,
    /// Its day; a person has none, an entry perhaps.
    pub day: Option<NaiveDate>,
    /// Whom it concerns, or who it is.
    pub persons: Vec<PersonRef>,
    /// The person's name, the event's title, the talk's topic, the visit's reason, the promise,
    /// the activity's kind, who raised a suggestion when no person is named; empty for an entry.
    pub title: String,
    /// Of an entry: its facet.
    pub facet: Option<Facet>,
    /// Begun and not saved.
    pub draft: bool,
    /// Where it was found; none when it was found by pinyin or is restricted.
    pub snippet: Option<SearchSnippet>,
    /// Of a sensitive facet: the text is shown by `knowing_reveal` only.
    pub restricted: bool,
}

/// A piece of the text around what was found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SearchSnippet {
    /// The field's name, as `content`.
    pub field: String,
    /// The piece, on one line; `…` stands where it was cut.
    pub text: String,
    /// What was found in it, in order and apart from each other.
    pub marks: Vec<SearchMark>,
}

/// A range of a text in UTF-16 units, as JavaScript counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SearchMark {
    /// The first unit.
    pub from: u32,
    /// The unit after the last.
    pub to: u32,
}
