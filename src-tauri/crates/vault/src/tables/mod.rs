//! The record types of `method` as rows, one file each.

mod activities;
mod archive;
mod attachments;
mod duties;
mod entries;
mod events;
mod examples;
mod handovers;
mod imports;
mod indicators;
mod links;
mod overtime;
mod papers;
mod persons;
mod promises;
mod retention;
mod scans;
mod search;
mod settings;
mod statistics;
mod suggestions;
mod talks;
mod visits;

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use rusqlite::Row;
use rusqlite::types::{FromSqlError, Type};
use serde::Serialize;
use serde::de::{DeserializeOwned, IntoDeserializer, value};

pub use archive::{RecordCounts, Seal};
pub use attachments::{Attachment, AttachmentOf};
pub use duties::{DutyFilter, RoutineCount};
pub use handovers::Handover;
pub use imports::{Import, ImportStep, ImportedRecord};
pub use papers::PaperFilter;
pub use persons::BirthDates;
pub use scans::ScanPick;

use crate::VaultError;

/// Which rows of a table with `id` and `day`, and links to persons.
#[derive(Clone, Copy)]
enum Pick {
    All,
    One([u8; 16]),
    /// Both days included.
    Period(NaiveDate, NaiveDate),
    /// Linked to the person.
    Of([u8; 16]),
    /// Records begun and not saved; only talks and visits have them.
    Drafts,
}

/// A value's JSON form.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, VaultError> {
    serde_json::to_string(value).map_err(|_| VaultError::Sql(rusqlite::ffi::SQLITE_MISMATCH))
}

/// The code of a plain enumeration's value, as in its JSON form but without quotes.
fn code<T: Serialize>(value: &T) -> Result<String, VaultError> {
    Ok(json(value)?.trim_matches('"').to_owned())
}

fn day_text(day: NaiveDate) -> String {
    day.to_string()
}

fn time_text(time: NaiveTime) -> String {
    time.to_string()
}

fn moment_text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn wrong(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(FromSqlError::InvalidType))
}

/// A text column in the form that its type parses.
fn parsed<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    text(row, column)?.parse().map_err(|_| wrong(column))
}

/// The same where NULL is allowed.
fn parsed_or_null<T: std::str::FromStr>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    let Some(text) = row.get_ref(column)?.as_str_or_null().map_err(|_| wrong(column))? else { return Ok(None) };
    text.parse().map(Some).map_err(|_| wrong(column))
}

/// A code column.
fn coded<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let code: value::StrDeserializer<'_, value::Error> = text(row, column)?.into_deserializer();
    T::deserialize(code).map_err(|_| wrong(column))
}

/// A JSON column.
fn from_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(text(row, column)?).map_err(|_| wrong(column))
}

/// The same where NULL is allowed.
fn from_json_or_null<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    let Some(text) = row.get_ref(column)?.as_str_or_null().map_err(|_| wrong(column))? else { return Ok(None) };
    serde_json::from_str(text).map(Some).map_err(|_| wrong(column))
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> rusqlite::Result<&'a str> {
    row.get_ref(column)?.as_str().map_err(|_| wrong(column))
}

fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<uuid::Uuid> {
    row.get(column).map(uuid::Uuid::from_bytes)
}
