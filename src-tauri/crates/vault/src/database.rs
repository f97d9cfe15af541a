//! Opening the SQLCipher database: key, pragmas, schema version and migrations.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::key::set_key;
use crate::keys::Keys;
use crate::{VaultError, search, sum};

/// Each raises the schema version by one; never changed once released.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_start.sql"),
    include_str!("migrations/0002_method.sql"),
    include_str!("migrations/0003_search.sql"),
    include_str!("migrations/0004_papers.sql"),
    include_str!("migrations/0005_scans.sql"),
    include_str!("migrations/0006_archive.sql"),
    include_str!("migrations/0007_forms.sql"),
    include_str!("migrations/0008_notes.sql"),
    include_str!("migrations/0009_imports.sql"),
    include_str!("migrations/0010_indicators.sql"),
    include_str!("migrations/0011_activities.sql"),
    include_str!("migrations/0012_handovers.sql"),
];

/// `ZXIN`, which `PRAGMA application_id` shows for a ledger.
const APPLICATION_ID: i32 = 0x5a58_494e;

/// Makes a new, empty database under the key, with the newest schema.
pub(crate) fn create(path: &Path, keys: &Keys) -> Result<Connection, VaultError> {
    let mut db = connect(path, keys, OpenFlags::SQLITE_OPEN_CREATE)?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate(&mut db)?;
    Ok(db)
}

/// Opens a database as it is; [`is_older`] says whether [`migrate`] has something to do.
///
/// # Errors
/// `DatabaseDamaged` when the file is missing or does not read under this key, `NewerFormat` when its schema is newer.
pub(crate) fn open(path: &Path, keys: &Keys) -> Result<Connection, VaultError> {
    if !path.try_exists()? {
        return Err(VaultError::DatabaseDamaged);
    }
    let db = connect(path, keys, OpenFlags::empty())?;
    // An emptied file reads as a new database; no ledger ever is one.
    if version(&db)? == 0 {
        return Err(VaultError::DatabaseDamaged);
    }
    is_older(&db)?;
    Ok(db)
}

/// Opens a database that nobody writes, for looking only: nothing of the file is changed.
///
/// The file's pages need not be whole: that shows in `cipher_integrity_check`, or when they are read.
pub(crate) fn inspect(path: &Path, keys: &Keys) -> Result<Connection, VaultError> {
    if !path.try_exists()? {
        return Err(VaultError::DatabaseDamaged);
    }
    let db = keyed(path, keys, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    for (pragma, value) in READING {
        set(&db, pragma, value)?;
    }
    Ok(db)
}

/// Makes a copy of an open database in a new file under other keys, page by page; the copy is left open.
pub(crate) fn copy(from: &Connection, path: &Path, keys: &Keys) -> Result<Connection, VaultError> {
    let mut db = keyed(path, keys, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    // Without the write-ahead log, which would take the room of a second copy.
    Backup::new(from, &mut db)?.run_to_completion(1024, Duration::ZERO, None)?;
    settle(&db)?;
    Ok(db)
}

/// Pragmas that hold for reading too.
const READING: &[(&str, &str)] =
    &[("trusted_schema", "OFF"), ("cell_size_check", "ON"), ("temp_store", "MEMORY"), ("mmap_size", "0")];

/// Only one connection at a time is opened: the cipher's settings hold for the whole process, and it sets itself up with the first.
static OPENING: Mutex<()> = Mutex::new(());

/// A connection with its key, which has not touched the file.
fn keyed(path: &Path, keys: &Keys, flags: OpenFlags) -> Result<Connection, VaultError> {
    let _alone = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
    let db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // Before the key, as the key's setting is already logged; otherwise SQLCipher writes to the standard error stream.
    set(&db, "cipher_log_level", "NONE")?;
    // The engine's memory is wiped when freed.
    set(&db, "cipher_memory_security", "ON")?;
    set_key(&db, keys)?;
    Ok(db)
}

fn connect(path: &Path, keys: &Keys, more: OpenFlags) -> Result<Connection, VaultError> {
    let db = keyed(path, keys, OpenFlags::SQLITE_OPEN_READ_WRITE | more)?;
    // The first reading of the file: here a wrong key or a torn file shows.
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    settle(&db)?;
    Ok(db)
}

/// The settings that every connection works with.
fn settle(db: &Connection) -> Result<(), VaultError> {
    set(db, "journal_mode", "WAL")?;
    set(db, "synchronous", "FULL")?;
    set(db, "fullfsync", "ON")?;
    set(db, "checkpoint_fullfsync", "ON")?;
    set(db, "foreign_keys", "ON")?;
    set(db, "secure_delete", "ON")?;
    for (pragma, value) in READING {
        set(db, pragma, value)?;
    }
    // 64 MiB; with the default, lists over a large ledger are decrypted anew each time.
    set(db, "cache_size", "-65536")?;
    let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(VaultError::ReadOnly);
    }
    search::register(db)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Sets a pragma from constants, and swallows the row that some answer with.
fn set(db: &Connection, pragma: &str, value: &str) -> Result<(), VaultError> {
    db.query_row(&format!("PRAGMA {pragma} = {value}"), [], |_| Ok(())).optional()?;
    Ok(())
}

/// The schema version of the database.
pub(crate) fn version(db: &Connection) -> Result<u32, VaultError> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Whether the database's schema is older than the program's.
///
/// # Errors
/// `NewerFormat` when it is newer.
pub(crate) fn is_older(db: &Connection) -> Result<bool, VaultError> {
    let (found, known) = (version(db)?, newest_schema());
    if found > known { Err(VaultError::NewerFormat { found, known }) } else { Ok(found < known) }
}

/// The schema version that this program writes.
pub fn newest_schema() -> u32 {
    u32::try_from(MIGRATIONS.len()).expect("few migrations")
}

/// Brings the schema up to date.
pub(crate) fn migrate(db: &mut Connection) -> Result<(), VaultError> {
    let found = version(db)?;
    is_older(db)?;
    for (number, sql) in (1..).zip(MIGRATIONS).skip(found as usize) {
        let step = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let difference = sum::difference(&step)?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "user_version", number)?;
        sum::retake(&step, difference)?;
        step.commit()?;
    }
    search::bring_up_to_date(db)
}

/// How many rows each table has; tables that the engine keeps for itself are left out.
pub(crate) fn table_counts(db: &Connection) -> Result<BTreeMap<String, u64>, VaultError> {
    let sql =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    let names: Vec<String> = db.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let count = |name: String| {
        let sql = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
        let rows: i64 = db.query_row(&sql, [], |row| row.get(0))?;
        Ok((name, rows.unsigned_abs()))
    };
    names.into_iter().map(count).collect()
}

/// Moves everything from the write-ahead log into the database file and empties the log.
pub(crate) fn checkpoint(db: &Connection) -> Result<(), VaultError> {
    let busy: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 { Ok(()) } else { Err(VaultError::InUse) }
}

/// A value of the table `meta`.
pub(crate) fn meta(db: &Connection, key: &str) -> Result<Option<Vec<u8>>, VaultError> {
    Ok(db.prepare_cached("SELECT value FROM meta WHERE key = ?1")?.query_row([key], |row| row.get(0)).optional()?)
}

/// Sets a value of the table `meta`.
pub(crate) fn set_meta(db: &Connection, key: &str, value: &[u8]) -> Result<(), VaultError> {
    let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    db.prepare_cached(sql)?.execute((key, value))?;
    Ok(())
}

/// Takes a value out of the table `meta`.
pub(crate) fn remove_meta(db: &Connection, key: &str) -> Result<(), VaultError> {
    db.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([key])?;
    Ok(())
}
