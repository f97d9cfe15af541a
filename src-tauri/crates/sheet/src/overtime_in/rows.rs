//! Rows that are not persons, and what stands in a row besides the hours.

use crate::Field;
use crate::roster::cells::{Raw, Row};
use crate::roster::header::{field_of, squeeze};
use crate::roster::people::{REMARKS, SIGNATURES, TOTALS, plain_name};

/// How much of a cell is shown that cannot be taken.
const SHOWN: usize = 30;
const WEEKDAYS: &str = "一二三四五六日天周星期";

/// What a row below the header is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A person's.
    Person(Named),
    /// Totals, signatures, weekdays, the header again.
    Other,
}

/// Whose row it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// May be missing.
    pub(super) name: String,
    /// May be missing too.
    pub(super) post: String,
}

/// Tells what a row is; `name` and `post` are their columns.
pub(super) fn kind(row: &Row, name: u32, post: Option<u32>) -> Kind {
    let first = row.cells.first().map(|(_, raw)| squeeze(&raw.text())).unwrap_or_default();
    let named = row.get(name).map(|raw| squeeze(&raw.text())).unwrap_or_default();
    let after = |words: &[&str], text: &str| {
        words.iter().find_map(|start| text.strip_prefix(start).map(|rest| rest.chars().next()))
    };
    let total =
        |text: &str| after(&TOTALS, text).is_some_and(|next| next.is_none_or(|c| !c.is_alphabetic() || c == '人'));
    // `squeeze` has taken the colon behind such a word out, so that what follows may be a name.
    let foot = after(&SIGNATURES, &first).is_some() || after(&REMARKS, &first).is_some();
    let weekdays = named.is_empty()
        && row.cells.len() >= 2
        && row.cells.iter().all(|(_, raw)| raw.text().chars().all(|c| WEEKDAYS.contains(c)));
    let again = field_of(&named) == Some(Field::Name);
    if total(&first) || total(&named) || weekdays || again || (foot && named.is_empty()) || (foot && first == named) {
        return Kind::Other;
    }
    let text = |column: u32| row.get(column).map(Raw::text).unwrap_or_default();
    Kind::Person(Named { name: without_bracket(&plain_name(&text(name))), post: post.map(text).unwrap_or_default() })
}

/// The name without a post in brackets behind it.
fn without_bracket(name: &str) -> String {
    name.split(['（', '(']).next().unwrap_or_default().trim().to_owned()
}

/// The beginning of what stands in a cell.
pub(super) fn shown(raw: &Raw) -> String {
    raw.text().chars().take(SHOWN).collect()
}
