//! What was decided about the data of those who left; what a decision says is the caller's.

use method::PersonId;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::{from_json, json, uuid};
use crate::{Reading, VaultError, Writing};

impl Reading<'_> {
    /// What was decided about a person's data.
    pub fn retention(&self, person: PersonId) -> Result<Option<Value>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT body FROM retention WHERE person = ?1")?;
        Ok(statement.query_row([person.0.into_bytes()], |row| from_json(row, 0)).optional()?)
    }

    /// All decisions.
    pub fn retentions(&self) -> Result<Vec<(PersonId, Value)>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT person, body FROM retention")?;
        let rows = statement.query_map([], |row| Ok((PersonId(uuid(row, 0)?), from_json(row, 1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    /// Stores what was decided about a person's data, instead of what was decided before.
    ///
    /// # Errors
    /// `Conflict` when the person is not stored.
    pub fn put_retention(&self, person: PersonId, body: &Value) -> Result<(), VaultError> {
        let sql = "INSERT INTO retention (person, body) VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET body = ?2";
        self.db.prepare_cached(sql)?.execute(params![person.0.into_bytes(), json(body)?])?;
        Ok(())
    }

    /// Takes back what was decided about a person's data.
    pub fn clear_retention(&self, person: PersonId) -> Result<(), VaultError> {
        self.db.prepare_cached("DELETE FROM retention WHERE person = ?1")?.execute([person.0.into_bytes()])?;
        Ok(())
    }
}
