//! Handovers (换届交接).

use method::HandoverId;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::{from_json, json, uuid};
use crate::{LogHead, Reading, VaultError, Writing};

/// A handover: its list as it was made, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    /// Which.
    pub id: HandoverId,
    /// The entry of the log that the list stands for, and its hash.
    pub head: LogHead,
    /// The list; frozen but for persons whose data are destroyed.
    pub list: Value,
    /// What became of it.
    pub result: Value,
}

const COLUMNS: &str = "id, entry, hash, list, result";

fn handover(row: &Row<'_>) -> rusqlite::Result<Handover> {
    let head = LogHead { seq: row.get::<_, i64>(1)?.cast_unsigned(), hash: row.get(2)? };
    Ok(Handover { id: HandoverId(uuid(row, 0)?), head, list: from_json(row, 3)?, result: from_json(row, 4)? })
}

impl Reading<'_> {
    /// The handover with this id.
    pub fn handover(&self, id: HandoverId) -> Result<Option<Handover>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM handovers WHERE id = ?1"))?;
        Ok(statement.query_row([id.0.into_bytes()], handover).optional()?)
    }

    /// All handovers, newest first.
    pub fn handovers(&self) -> Result<Vec<Handover>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM handovers ORDER BY n DESC"))?;
        Ok(statement.query_map([], handover)?.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    /// Stores a handover, new or with another list or result, by its id.
    pub fn put_handover(&self, handover: &Handover) -> Result<(), VaultError> {
        let sql = format!(
            "INSERT INTO handovers ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET list = ?4, result = ?5"
        );
        self.db.prepare_cached(&sql)?.execute(params![
            handover.id.0.into_bytes(),
            handover.head.seq.cast_signed(),
            handover.head.hash,
            json(&handover.list)?,
            json(&handover.result)?,
        ])?;
        Ok(())
    }
}
