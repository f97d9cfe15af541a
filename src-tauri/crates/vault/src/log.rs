//! The operations log: an append-only chain of entries; see FORMAT.md, "Operations log".

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::keys::{mac, mac_fits};
use crate::{VaultError, database};

const LABEL: &[u8] = b"zhixin log 1";
const COLUMNS: &str = "seq, at_utc, action, object, body_hash, prev, mac";

/// One operation that was done with the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Counts from 1 without gaps.
    pub seq: u64,
    /// When, to the millisecond; never earlier than the entry before.
    pub at: DateTime<Utc>,
    /// What was done, as `unlock`.
    pub action: String,
    /// The id of what it was done to; empty where there is none.
    pub object: String,
    /// The hash of the record as it was stored, see [`body_hash`].
    pub body_hash: Option<[u8; 32]>,
    /// The hash of this entry, which the next one carries.
    pub hash: [u8; 32],
}

/// Where the log stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// The newest entry's number; 0 when there is none.
    pub seq: u64,
    /// The newest entry's hash.
    pub hash: [u8; 32],
}

/// Which entries to read; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// From this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub until: Option<DateTime<Utc>>,
    /// Of this action only.
    pub action: Option<String>,
    /// Done to this object only.
    pub object: Option<String>,
    /// Older than the entry of this number.
    pub before_seq: Option<u64>,
    /// At most so many.
    pub limit: Option<u32>,
}

/// The hash by which a log entry names a record's content: SHA-256 of its JSON form.
///
/// # Errors
/// `Sql` when the record has no JSON form, which no record type of `method` lacks.
pub fn body_hash<T: Serialize>(record: &T) -> Result<[u8; 32], VaultError> {
    Ok(Sha256::digest(crate::tables::json(record)?.as_bytes()).into())
}

/// An entry as stored.
pub(crate) struct Stored {
    seq: u64,
    at: String,
    action: String,
    object: String,
    body_hash: Option<[u8; 32]>,
    prev: [u8; 32],
    mac: [u8; 32],
}

impl Stored {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get::<_, i64>(0)?.cast_unsigned(),
            at: row.get(1)?,
            action: row.get(2)?,
            object: row.get(3)?,
            body_hash: row.get(4)?,
            prev: row.get(5)?,
            mac: row.get(6)?,
        })
    }

    /// What the MAC is taken of: no two different entries give the same bytes, as every text is preceded by its length.
    fn canonical(&self) -> Vec<u8> {
        let mut bytes = LABEL.to_vec();
        bytes.extend_from_slice(&self.prev);
        bytes.extend_from_slice(&self.seq.to_be_bytes());
        let hash = self.body_hash.as_ref().map_or(&[][..], |hash| &hash[..]);
        for part in [self.at.as_bytes(), self.action.as_bytes(), self.object.as_bytes(), hash] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }

    fn hash(&self) -> [u8; 32] {
        Sha256::new().chain_update(self.canonical()).chain_update(self.mac).finalize().into()
    }

    fn into_entry(self) -> Result<LogEntry, VaultError> {
        let hash = self.hash();
        let at = moment(&self.at)?;
        let Self { seq, action, object, body_hash, .. } = self;
        Ok(LogEntry { seq, at, action, object, body_hash, hash })
    }
}

fn moment(text: &str) -> Result<DateTime<Utc>, VaultError> {
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| VaultError::DatabaseDamaged)?;
    Ok(at.with_timezone(&Utc))
}

/// What the first entry carries instead of a hash.
pub(crate) fn start(vault: Uuid) -> LogHead {
    let hash = Sha256::new().chain_update(LABEL).chain_update(vault.as_bytes()).finalize().into();
    LogHead { seq: 0, hash }
}

fn newest(db: &Connection) -> Result<Option<Stored>, VaultError> {
    let sql = format!("SELECT {COLUMNS} FROM log ORDER BY seq DESC LIMIT 1");
    Ok(db.prepare_cached(&sql)?.query_row([], Stored::from_row).optional()?)
}

/// Where the log stands.
pub(crate) fn head(db: &Connection, vault: Uuid) -> Result<LogHead, VaultError> {
    Ok(newest(db)?.map_or(start(vault), |entry| LogHead { seq: entry.seq, hash: entry.hash() }))
}

/// The newest entry's number and hash, zeros when there is none.
pub(crate) fn newest_head(db: &Connection) -> Result<(u64, [u8; 32]), VaultError> {
    Ok(newest(db)?.map_or((0, [0; 32]), |entry| (entry.seq, entry.hash())))
}

/// The newest entry's time.
pub(crate) fn newest_time(db: &Connection) -> Result<Option<DateTime<Utc>>, VaultError> {
    newest(db)?.map(|entry| moment(&entry.at)).transpose()
}

/// The oldest entry's time.
pub(crate) fn oldest_time(db: &Connection) -> Result<Option<DateTime<Utc>>, VaultError> {
    let sql = "SELECT at_utc FROM log ORDER BY seq LIMIT 1";
    let at: Option<String> = db.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    at.map(|at| moment(&at)).transpose()
}

/// The newest entries, newest first.
pub(crate) fn entries(db: &Connection, limit: usize) -> Result<Vec<LogEntry>, VaultError> {
    let sql = format!("SELECT {COLUMNS} FROM log ORDER BY seq DESC LIMIT ?1");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], Stored::from_row)?;
    rows.map(|row| row?.into_entry()).collect()
}

/// The entries that the filter lets through, newest first.
pub(crate) fn picked(db: &Connection, filter: &LogFilter) -> Result<Vec<LogEntry>, VaultError> {
    // Times are all of one form, so they compare as texts.
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let sql = format!(
        "SELECT {COLUMNS} FROM log WHERE seq < ?1 AND (?2 IS NULL OR at_utc >= ?2) AND (?3 IS NULL OR at_utc < ?3)
             AND (?4 IS NULL OR action = ?4) AND (?5 IS NULL OR object = ?5)
         ORDER BY seq DESC LIMIT ?6"
    );
    let before = filter.before_seq.and_then(|seq| i64::try_from(seq).ok()).unwrap_or(i64::MAX);
    let limit = filter.limit.map_or(-1, i64::from);
    let values = params![before, filter.from.map(time), filter.until.map(time), filter.action, filter.object, limit];
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(values, Stored::from_row)?;
    rows.map(|row| row?.into_entry()).collect()
}

/// The actions that occur in the log, in alphabetical order.
pub(crate) fn actions(db: &Connection) -> Result<Vec<String>, VaultError> {
    let mut statement = db.prepare_cached("SELECT DISTINCT action FROM log ORDER BY action")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Appends an entry.
pub(crate) fn append(
    db: &Connection,
    vault: Uuid,
    audit: &[u8; 32],
    at: DateTime<Utc>,
    action: &str,
    object: &str,
    body_hash: Option<[u8; 32]>,
) -> Result<(), VaultError> {
    let head = head(db, vault)?;
    let mut entry = Stored {
        seq: head.seq + 1,
        at: at.to_rfc3339_opts(SecondsFormat::Millis, true),
        action: action.to_owned(),
        object: object.to_owned(),
        body_hash,
        prev: head.hash,
        mac: [0; 32],
    };
    entry.mac = mac(audit, &entry.canonical());
    let sql = format!("INSERT INTO log ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    let values =
        (entry.seq.cast_signed(), entry.at, entry.action, entry.object, entry.body_hash, entry.prev, entry.mac);
    db.prepare_cached(&sql)?.execute(values)?;
    Ok(())
}

/// Whether the log has exactly this entry, or is at its very start for number 0.
pub(crate) fn has(db: &Connection, wanted: LogHead) -> Result<bool, VaultError> {
    if wanted.seq == 0 {
        return Ok(true);
    }
    let sql = format!("SELECT {COLUMNS} FROM log WHERE seq = ?1");
    let found = db.prepare_cached(&sql)?.query_row([wanted.seq.cast_signed()], Stored::from_row).optional()?;
    Ok(found.is_some_and(|entry| entry.hash() == wanted.hash))
}

/// Whether an entry after this number tells of another action than these.
pub(crate) fn any_after(db: &Connection, seq: u64, but: &[&str]) -> Result<bool, VaultError> {
    let mut statement = db.prepare_cached("SELECT action FROM log WHERE seq > ?1")?;
    let mut rows = statement.query([seq.cast_signed()])?;
    while let Some(row) = rows.next()? {
        if !but.contains(&row.get_ref(0)?.as_str().unwrap_or_default()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an entry tells of this action on this object.
pub(crate) fn tells(db: &Connection, action: &str, object: &str) -> Result<bool, VaultError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM log WHERE object = ?2 AND action = ?1)";
    Ok(db.prepare_cached(sql)?.query_row((action, object), |row| row.get(0))?)
}

/// In `meta`: for each earlier audit key the number of the last entry under it, 8 bytes, and the key, 32 bytes.
pub(crate) const AUDIT_BEFORE: &str = "audit_before";

/// The audit keys that a re-encryption replaced.
struct FormerKeys(Zeroizing<Vec<u8>>);

impl FormerKeys {
    /// The key that entry `number` was made with; none for the present one.
    fn of(&self, number: u64) -> Option<&[u8; 32]> {
        self.0.as_chunks::<40>().0.iter().find_map(|entry| {
            let (last, key) = entry.split_first_chunk()?;
            if number <= u64::from_be_bytes(*last) { key.first_chunk() } else { None }
        })
    }
}

fn former_keys(db: &Connection) -> Result<FormerKeys, VaultError> {
    let bytes = Zeroizing::new(database::meta(db, AUDIT_BEFORE)?.unwrap_or_default());
    if bytes.len().is_multiple_of(40) { Ok(FormerKeys(bytes)) } else { Err(VaultError::DatabaseDamaged) }
}

/// Notes in a database that is to go on under another audit key that its entries so far are under `former`;
/// gives the hash of what it notes, for the first entry under the new key.
pub(crate) fn retire_key(db: &Connection, vault: Uuid, former: &[u8; 32]) -> Result<[u8; 32], VaultError> {
    let mut bytes = former_keys(db)?.0;
    let mut all = Zeroizing::new(Vec::with_capacity(bytes.len() + 40));
    all.append(&mut bytes);
    all.extend_from_slice(&head(db, vault)?.seq.to_be_bytes());
    all.extend_from_slice(former);
    database::set_meta(db, AUDIT_BEFORE, &all)?;
    Ok(Sha256::digest(&all[..]).into())
}

/// Walks the whole chain; gives the number of entries and the first one that is missing or was altered.
pub(crate) fn walk(db: &Connection, vault: Uuid, audit: &[u8; 32]) -> Result<(u64, Option<u64>), VaultError> {
    let mut statement = db.prepare(&format!("SELECT {COLUMNS} FROM log ORDER BY seq"))?;
    let mut rows = statement.query([])?;
    let former = former_keys(db)?;
    let (mut expected, mut count) = (start(vault), 0);
    let mut broken = None;
    while let Some(row) = rows.next()? {
        count += 1;
        let number = expected.seq + 1;
        if broken.is_some() {
            continue;
        }
        // A value of the wrong form is an altered entry too.
        match Stored::from_row(row) {
            Ok(entry)
                if entry.seq == number
                    && entry.prev == expected.hash
                    && mac_fits(former.of(number).unwrap_or(audit), &entry.canonical(), &entry.mac) =>
            {
                expected = LogHead { seq: number, hash: entry.hash() };
            }
            _ => broken = Some(number),
        }
    }
    Ok((count, broken))
}
