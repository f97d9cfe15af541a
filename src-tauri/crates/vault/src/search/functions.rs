//! The SQL functions that the views and triggers of the index call; every connection that writes has them.

use std::ops::RangeInclusive;

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Value, ValueRef};

use super::{BOUNDARY, SearchKind, spaced, words};
use crate::VaultError;

/// Bits of a row of the index: the kind above, then the day as days since 0001-01-01, then the record's number.
const KIND_AT: u32 = 58;
const DAY_AT: u32 = 36;

/// Parts of an entry's JSON that are codes or dates, not text.
const NOT_TEXT: [&str; 7] = ["kind", "attention", "mark", "from", "to", "until", "birth"];

/// Makes the functions known to a connection. They are innocuous: they see only their arguments, so an untrusted schema may call them.
pub(crate) fn register(db: &Connection) -> Result<(), VaultError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    db.create_scalar_function("search_row", 3, flags, |arguments| {
        let day = match arguments.get_raw(1) {
            ValueRef::Text(text) => days(text),
            _ => 0,
        };
        Ok((arguments.get::<i64>(0)? << KIND_AT) | (day << DAY_AT) | arguments.get::<i64>(2)?)
    })?;
    db.create_scalar_function("search_words", -1, flags, search_words)?;
    db.create_scalar_function("search_texts", 1, flags, |arguments| {
        let json: serde_json::Value = serde_json::from_str(arguments.get_raw(0).as_str()?)
            .map_err(|error| rusqlite::Error::UserFunctionError(Box::new(error)))?;
        let mut texts = Vec::new();
        collect(&json, &mut texts);
        Ok(texts.join(&BOUNDARY.to_string()))
    })?;
    Ok(())
}

/// The rows of the index that are of one kind.
pub(crate) fn rows_of(kind: SearchKind) -> RangeInclusive<i64> {
    let first = (kind as i64) << KIND_AT;
    first..=first | ((1 << KIND_AT) - 1)
}

/// The number of the record that a row of the index is of.
pub(crate) fn record_number(row: i64) -> i64 {
    row & ((1 << DAY_AT) - 1)
}

/// Days since 0001-01-01 of a date, of which month and day may be missing; 0 for what is none.
fn days(text: &[u8]) -> i64 {
    let text = std::str::from_utf8(text).unwrap_or_default();
    let part = |at: std::ops::Range<usize>| text.get(at).and_then(|digits| digits.parse().ok());
    let (year, month, day) = (part(0..4).unwrap_or(0), part(5..7).unwrap_or(1), part(8..10).unwrap_or(1));
    let date = i32::try_from(year).ok().and_then(|year| chrono::NaiveDate::from_ymd_opt(year, month, day));
    date.map_or(0, |date| chrono::Datelike::num_days_from_ce(&date).max(0).into())
}

/// The words of all arguments with spaces between them; NULL counts as nothing.
fn search_words(arguments: &Context<'_>) -> rusqlite::Result<Value> {
    let mut all: Vec<char> = Vec::new();
    for n in 0..arguments.len() {
        let text = arguments.get_raw(n).as_str_or_null()?.unwrap_or_default();
        for field in text.split(BOUNDARY) {
            all.extend(words(field).map(|(_, word)| word));
            all.push(BOUNDARY);
        }
    }
    Ok(Value::Text(spaced(all.iter())))
}

/// The texts in a value: of an entry what was written, of the extra columns of a roster all.
fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|one| collect(one, texts)),
        serde_json::Value::Object(fields) => {
            let is_text = |name: &String| !(fields.contains_key("kind") && NOT_TEXT.contains(&name.as_str()));
            fields.iter().filter(|(name, _)| is_text(name)).for_each(|(_, one)| collect(one, texts));
        }
        _ => {}
    }
}
