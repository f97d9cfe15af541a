//! Ordered lists of ids that a record holds, kept in link tables; loaded for a whole list of records in one query.

use std::collections::HashMap;

use rusqlite::{Connection, ToSql};
use uuid::Uuid;

use super::{Pick, day_text};
use crate::VaultError;

/// A table of records and one of its link tables.
pub(super) struct Link {
    /// The record's table, as `talks`.
    pub(super) records: &'static str,
    /// The link table, as `talk_settles`.
    pub(super) table: &'static str,
    /// Its column for the record, as `talk`.
    pub(super) record: &'static str,
    /// Its column for what is linked, as `duty`.
    pub(super) linked: &'static str,
}

/// The condition on the record's table, named `r`, and its values; `persons` links it to persons.
pub(super) fn condition(pick: Pick, persons: &Link) -> (String, Vec<Box<dyn ToSql>>) {
    match pick {
        Pick::All => ("1".to_owned(), Vec::new()),
        Pick::Drafts => ("r.state = 'draft'".to_owned(), Vec::new()),
        Pick::One(id) => ("r.id = ?1".to_owned(), vec![Box::new(id)]),
        Pick::Period(from, to) => {
            ("r.day BETWEEN ?1 AND ?2".to_owned(), vec![Box::new(day_text(from)), Box::new(day_text(to))])
        }
        Pick::Of(person) => {
            let Link { table, record, linked, .. } = persons;
            (format!("r.id IN (SELECT {record} FROM {table} WHERE {linked} = ?1)"), vec![Box::new(person)])
        }
    }
}

/// The linked ids of every picked record, in their order.
pub(super) fn load(
    db: &Connection,
    link: &Link,
    pick: Pick,
    persons: &Link,
) -> Result<HashMap<[u8; 16], Vec<Uuid>>, VaultError> {
    let (condition, values) = condition(pick, persons);
    let Link { records, table, record, linked } = link;
    let from = match pick {
        Pick::All => format!("{table} l"),
        _ => format!("{records} r CROSS JOIN {table} l ON l.{record} = r.id"),
    };
    let sql = format!("SELECT l.{record}, l.{linked} FROM {from} WHERE {condition} ORDER BY l.{record}, l.position");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
    let mut found: HashMap<[u8; 16], Vec<Uuid>> = HashMap::new();
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().push(super::uuid(row, 1)?);
    }
    Ok(found)
}

/// Replaces the linked ids of a record.
pub(super) fn replace(
    db: &Connection,
    link: &Link,
    record_id: Uuid,
    ids: impl Iterator<Item = Uuid>,
) -> Result<(), VaultError> {
    let Link { table, record, linked, .. } = link;
    let record_id = record_id.into_bytes();
    db.prepare_cached(&format!("DELETE FROM {table} WHERE {record} = ?1"))?.execute([record_id])?;
    let sql = format!("INSERT INTO {table} ({record}, position, {linked}) VALUES (?1, ?2, ?3)");
    let mut insert = db.prepare_cached(&sql)?;
    for (position, id) in (0_i64..).zip(ids) {
        insert.execute((record_id, position, id.into_bytes()))?;
    }
    Ok(())
}
