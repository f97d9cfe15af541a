//! Opening the SQLCipher database: key, pragmas, schema version and migrations.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::VaultError;
use crate::key::set_key;
use crate::keys::Keys;

/// Each raises the schema version by one; never changed once released.
const MIGRATIONS: &[&str] = &[include_str!("migrations/0001_start.sql"), include_str!("migrations/0002_method.sql")];

/// `ZXIN`, which `PRAGMA application_id` shows for a ledger.
const APPLICATION_ID: i32 = 0x5a58_494e;

/// Makes a new, empty database under the key, with the newest schema.
pub(crate) fn create(path: &Path, keys: &Keys) -> Result<Connection, VaultError> {
    let mut db = connect(path, keys, OpenFlags::SQLITE_OPEN_CREATE)?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate(&mut db)?;
    Ok(db)
}

/// Opens a database and brings its schema up to date.
///
/// # Errors
/// `DatabaseDamaged` when the file is missing or does not read under this key, `NewerFormat` when its schema is newer.
pub(crate) fn open(path: &Path, keys: &Keys) -> Result<Connection, VaultError> {
    if !path.try_exists()? {
        return Err(VaultError::DatabaseDamaged);
    }
    let mut db = connect(path, keys, OpenFlags::empty())?;
    // An emptied file reads as a new database; no ledger ever is one.
    if version(&db)? == 0 {
        return Err(VaultError::DatabaseDamaged);
    }
    migrate(&mut db)?;
    Ok(db)
}

fn connect(path: &Path, keys: &Keys, more: OpenFlags) -> Result<Connection, VaultError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let db = Connection::open_with_flags(path, flags)?;
    // Before the key, as the key's setting is already logged; otherwise SQLCipher writes to the standard error stream.
    set(&db, "cipher_log_level", "NONE")?;
    // The engine's memory is wiped when freed.
    set(&db, "cipher_memory_security", "ON")?;
    set_key(&db, keys)?;
    // The first reading of the file: here a wrong key or a torn file shows.
    db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    set(&db, "journal_mode", "WAL")?;
    set(&db, "synchronous", "FULL")?;
    set(&db, "fullfsync", "ON")?;
    set(&db, "checkpoint_fullfsync", "ON")?;
    set(&db, "foreign_keys", "ON")?;
    set(&db, "trusted_schema", "OFF")?;
    set(&db, "cell_size_check", "ON")?;
    set(&db, "secure_delete", "ON")?;
    set(&db, "temp_store", "MEMORY")?;
    set(&db, "mmap_size", "0")?;
    // 64 MiB; with the default, lists over a large ledger are decrypted anew each time.
    set(&db, "cache_size", "-65536")?;
    let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(VaultError::ReadOnly);
    }
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
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

fn migrate(db: &mut Connection) -> Result<(), VaultError> {
    let known = u32::try_from(MIGRATIONS.len()).expect("few migrations");
    let found = version(db)?;
    if found > known {
        return Err(VaultError::NewerFormat { found, known });
    }
    for (number, sql) in (1..).zip(MIGRATIONS).skip(found as usize) {
        let step = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        step.execute_batch(sql)?;
        step.pragma_update(None, "user_version", number)?;
        step.commit()?;
    }
    Ok(())
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
