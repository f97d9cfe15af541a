//! The sum of all records: whether they are those that the last transaction left; see FORMAT.md, "Sum of the records".
//!
//! A page of an older copy of the file is authentic and may fit its neighbours. The sum is taken over every row, so it no longer agrees
//! when rows are of another time than the page of `meta` that keeps it.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use crate::{VaultError, database, log};

/// In `meta`: the sum, 32 bytes, and the log's head when it was taken: number, 8 bytes, and hash, 32 bytes.
const RECORDS_SUM: &str = "records_sum";
/// Ledgers of earlier schemas have no sum.
const SINCE_SCHEMA: u32 = 4;
const LABEL: &[u8] = b"zhixin row 1";

type Sum = [u8; 32];

/// From now on takes down what transactions on this connection change of the sum. Without it, [`begin`] and [`keep`] fail.
pub(crate) fn watch(db: &Connection) -> Result<(), VaultError> {
    let change = Arc::new(Mutex::new([0; 32]));
    let noting = Arc::clone(&change);
    // Not deterministic, so that every row counts; temporary triggers may call what the stored schema may not.
    db.create_scalar_function("sum_note", -1, FunctionFlags::SQLITE_UTF8, move |arguments| {
        let table = arguments.get_raw(0).as_str()?;
        let values = (1..arguments.len()).map(|n| arguments.get_raw(n));
        add(&mut noting.lock().unwrap_or_else(PoisonError::into_inner), row_hash(table, values));
        Ok(0)
    })?;
    db.create_scalar_function("sum_taken", 0, FunctionFlags::SQLITE_UTF8, move |_| {
        Ok(std::mem::take(&mut *change.lock().unwrap_or_else(PoisonError::into_inner)).to_vec())
    })?;
    // In one transaction: each that is made by itself has the engine read the temporary schema anew.
    let triggers: String = tables(db)?.iter().map(Table::triggers).collect();
    db.execute_batch(&format!("BEGIN; {triggers} COMMIT"))?;
    Ok(())
}

/// Forgets what an earlier transaction changed that was undone.
pub(crate) fn begin(db: &Connection) -> Result<(), VaultError> {
    taken(db).map(drop)
}

/// Puts what the transaction changed into the sum that the ledger keeps; the last step before the commit.
pub(crate) fn keep(db: &Connection) -> Result<(), VaultError> {
    let change = taken(db)?;
    // Where it is missing it stays so, as that is a finding too.
    let Some(before) = database::meta(db, RECORDS_SUM)? else { return Ok(()) };
    let Some(mut sum) = before.first_chunk().copied() else { return Ok(()) };
    add(&mut sum, change);
    let kept = with_head(db, sum)?;
    if kept == before { Ok(()) } else { database::set_meta(db, RECORDS_SUM, &kept) }
}

/// Whether the records, or the log's head, are not those that the last transaction left.
pub(crate) fn is_altered(db: &Connection) -> Result<bool, VaultError> {
    if database::version(db)? < SINCE_SCHEMA {
        return Ok(false);
    }
    let expected = with_head(db, of_all(db)?)?;
    Ok(database::meta(db, RECORDS_SUM)?.is_none_or(|kept| kept != expected))
}

/// What is between the sum that is kept and that of the records: zeros when they agree, none when a sum should be there and is not.
pub(crate) fn difference(db: &Connection) -> Result<Option<Sum>, VaultError> {
    if database::version(db)? < SINCE_SCHEMA {
        return Ok(Some([0; 32]));
    }
    let kept = database::meta(db, RECORDS_SUM)?;
    let Some(mut difference) = kept.and_then(|kept| kept.first_chunk().copied()) else { return Ok(None) };
    add(&mut difference, of_all(db)?);
    Ok(Some(difference))
}

/// Takes the sum anew, after a migration; what did not agree before still does not, and a sum that was lost stays so.
pub(crate) fn retake(db: &Connection, difference: Option<Sum>) -> Result<(), VaultError> {
    let Some(difference) = difference else { return Ok(()) };
    if database::version(db)? < SINCE_SCHEMA {
        return Ok(());
    }
    let mut sum = of_all(db)?;
    add(&mut sum, difference);
    database::set_meta(db, RECORDS_SUM, &with_head(db, sum)?)
}

fn taken(db: &Connection) -> Result<Sum, VaultError> {
    Ok(db.prepare_cached("SELECT sum_taken()")?.query_row([], |row| row.get(0))?)
}

fn with_head(db: &Connection, sum: Sum) -> Result<Vec<u8>, VaultError> {
    let (number, hash) = log::newest_head(db)?;
    Ok([&sum[..], &number.to_be_bytes(), &hash].concat())
}

/// The sum over every row of every table that holds records.
fn of_all(db: &Connection) -> Result<Sum, VaultError> {
    let mut sum = [0; 32];
    for Table { name, columns } in tables(db)? {
        let mut statement = db.prepare(&format!("SELECT {} FROM \"{name}\"", columns.join(", ")))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..columns.len()).map(|n| row.get_ref(n)).collect::<Result<Vec<_>, _>>()?;
            add(&mut sum, row_hash(&name, values.into_iter()));
        }
    }
    Ok(sum)
}

/// Adding a row twice takes it out again.
fn add(sum: &mut Sum, row: Sum) {
    for (byte, more) in sum.iter_mut().zip(row) {
        *byte ^= more;
    }
}

/// No two different rows give the same bytes, as every part is preceded by its kind and length.
fn row_hash<'a>(table: &str, values: impl Iterator<Item = ValueRef<'a>>) -> Sum {
    let mut hash = Sha256::new().chain_update(LABEL);
    let mut part = |kind: u8, bytes: &[u8]| {
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    part(b't', table.as_bytes());
    for value in values {
        match value {
            ValueRef::Null => part(b'n', &[]),
            ValueRef::Integer(n) => part(b'i', &n.to_be_bytes()),
            ValueRef::Real(x) => part(b'r', &x.to_be_bytes()),
            ValueRef::Text(text) => part(b't', text),
            ValueRef::Blob(bytes) => part(b'b', bytes),
        }
    }
    hash.finalize().into()
}

struct Table {
    name: String,
    /// Quoted, in their order.
    columns: Vec<String>,
}

impl Table {
    /// What takes down each of its rows that is written, deleted or changed.
    fn triggers(&self) -> String {
        let name = &self.name;
        let note = |of: &str| {
            let row: String = self.columns.iter().map(|column| format!(", {of}.{column}")).collect();
            format!("SELECT sum_note('{name}'{row}); ")
        };
        let (new, old) = (note("new"), note("old"));
        let trigger = |event: &str, what: &str| {
            format!("CREATE TEMP TRIGGER \"sum {name} {event}\" AFTER {event} ON main.\"{name}\" BEGIN {what}END; ")
        };
        trigger("INSERT", &new) + &trigger("DELETE", &old) + &trigger("UPDATE", &(old.clone() + &new))
    }
}

/// The tables whose rows count: `meta` keeps the sum, `log` has its chain, and the search index is made of the others.
fn tables(db: &Connection) -> Result<Vec<Table>, VaultError> {
    let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
                   AND name NOT LIKE 'sqlite_%' AND name NOT IN ('meta', 'log') ORDER BY name";
    let names: Vec<String> = db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut columns =
        db.prepare("SELECT '\"' || name || '\"' FROM pragma_table_xinfo(?1) WHERE hidden = 0 ORDER BY cid")?;
    let table = |name: String| {
        let columns = columns.query_map([&name], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Table { name, columns })
    };
    names.into_iter().map(table).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search;

    #[test]
    fn a_migration_does_not_mend_what_was_altered_or_lost() {
        let mut db = Connection::open_in_memory().unwrap();
        search::register(&db).unwrap();
        database::migrate(&mut db).unwrap();
        assert!(!is_altered(&db).unwrap());

        let kept = database::meta(&db, RECORDS_SUM).unwrap().unwrap();
        let wrong: Vec<u8> = kept.iter().map(|byte| !byte).collect();
        database::set_meta(&db, RECORDS_SUM, &wrong).unwrap();
        let found = difference(&db).unwrap();
        retake(&db, found).unwrap();
        assert!(is_altered(&db).unwrap());

        database::remove_meta(&db, RECORDS_SUM).unwrap();
        let found = difference(&db).unwrap();
        retake(&db, found).unwrap();
        assert!(is_altered(&db).unwrap());
    }
}
