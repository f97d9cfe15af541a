//! Checking a whole ledger: pages, structure, references and the operations log.

use rusqlite::Connection;
use uuid::Uuid;

use crate::{LogHead, VaultError, database, log, sum};

/// What a check of the whole ledger found; nothing in it is personal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Pages whose authentication failed (`PRAGMA cipher_integrity_check`).
    pub damaged_pages: u64,
    /// The first of them, counted from 1.
    pub first_page: Option<u64>,
    /// Faults of the database's structure (`PRAGMA integrity_check`).
    pub faults: u64,
    /// Records that name one that does not exist (`PRAGMA foreign_key_check`).
    pub dangling: u64,
    /// Entries of the operations log.
    pub log_entries: u64,
    /// The first entry of the operations log that is missing or was altered.
    pub first_broken: Option<u64>,
    /// Whether the records are not those that the last transaction left: some are of an older copy, or were changed by another program.
    pub altered: bool,
    /// How many records there are of each kind.
    pub counts: Counts,
}

/// How many records there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// 人员.
    pub persons: u64,
    /// 事由.
    pub events: u64,
    /// 应谈 and 应访, open and closed.
    pub duties: u64,
    /// 谈话.
    pub talks: u64,
    /// 走访.
    pub visits: u64,
}

impl Verification {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.check().is_ok()
    }

    /// The gravest finding as an error: `DatabaseDamaged`, then `Chain`, then `Altered`.
    pub fn check(&self) -> Result<(), VaultError> {
        self.expect_whole()?;
        if self.dangling > 0 {
            return Err(VaultError::DatabaseDamaged);
        }
        self.first_broken.map_or(Ok(()), |entry| Err(VaultError::Chain { entry }))?;
        if self.altered { Err(VaultError::Altered) } else { Ok(()) }
    }

    /// Refuses a database whose pages or structure are damaged, so that nobody can say what is still in it. A broken operations log,
    /// records that name a missing one and records of another time never heal; a copy of such a ledger is as good as the ledger.
    ///
    /// # Errors
    /// `DatabaseDamaged`.
    pub(crate) fn expect_whole(&self) -> Result<(), VaultError> {
        if self.damaged_pages + self.faults > 0 { Err(VaultError::DatabaseDamaged) } else { Ok(()) }
    }
}

/// Checks everything; `known` is a place in the log that must still be there, from the key files.
pub(crate) fn verify(
    db: &Connection,
    vault: Uuid,
    audit: &[u8; 32],
    known: LogHead,
) -> Result<Verification, VaultError> {
    // The page check reads the database file only, so what is still in the write-ahead log goes there first.
    database::checkpoint(db)?;
    let (damaged_pages, first_page) = pages(db)?;
    if damaged_pages > 0 {
        // What lies on such pages cannot be read, so nothing further is sure.
        return Ok(Verification { damaged_pages, first_page, ..Verification::default() });
    }
    let (log_entries, mut first_broken) = log::walk(db, vault, audit)?;
    if first_broken.is_none() && !log::has(db, known)? {
        // A whole chain that lacks a known entry was cut off, or written anew up to there.
        first_broken = Some(known.seq.min(log_entries + 1));
    }
    Ok(Verification {
        damaged_pages,
        first_page,
        faults: lines(db, "PRAGMA integrity_check", "ok")?,
        dangling: dangling(db)?,
        log_entries,
        first_broken,
        altered: sum::is_altered(db)?,
        counts: counts(db)?,
    })
}

/// How many pages of the database file are not authentic, and the first of them.
pub(crate) fn pages(db: &Connection) -> Result<(u64, Option<u64>), VaultError> {
    let mut statement = db.prepare("PRAGMA cipher_integrity_check")?;
    let mut rows = statement.query([])?;
    let (mut count, mut first) = (0, None);
    while let Some(row) = rows.next()? {
        count += 1;
        // As `HMAC verification failed for page 7`.
        let line = row.get_ref(0)?.as_str().unwrap_or_default();
        let number = line.split_once("page ").and_then(|(_, rest)| rest.split(' ').next()?.parse().ok());
        first = first.or(number);
    }
    Ok((count, first))
}

/// How many records name one that does not exist.
pub(crate) fn dangling(db: &Connection) -> Result<u64, VaultError> {
    lines(db, "PRAGMA foreign_key_check", "")
}

/// How many lines a check answers with, without the one that says that all is well.
fn lines(db: &Connection, check: &str, fine: &str) -> Result<u64, VaultError> {
    let mut statement = db.prepare(check)?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += u64::from(fine.is_empty() || row.get_ref(0)?.as_str().ok() != Some(fine));
    }
    Ok(count)
}

fn counts(db: &Connection) -> Result<Counts, VaultError> {
    let count = |table: &str| -> Result<u64, VaultError> {
        let n: i64 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        Ok(n.unsigned_abs())
    };
    Ok(Counts {
        persons: count("persons")?,
        events: count("events")?,
        duties: count("duties")?,
        talks: count("talks")?,
        visits: count("visits")?,
    })
}
