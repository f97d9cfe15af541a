//! Settings, and the numbers of records within their year.

use rusqlite::OptionalExtension;
use serde_json::Value;

use super::{from_json, json};
use crate::{Reading, VaultError, Writing};

impl Reading<'_> {
    /// A setting.
    pub fn setting(&self, key: &str) -> Result<Option<Value>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT value FROM settings WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| from_json(row, 0)).optional()?)
    }
}

impl Writing<'_> {
    /// Sets a setting.
    pub fn set_setting(&self, key: &str, value: &Value) -> Result<(), VaultError> {
        let sql = "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
        self.db.prepare_cached(sql)?.execute((key, json(value)?))?;
        Ok(())
    }

    /// The next number of a sequence within a year, from 1; given out once, unless the transaction is undone.
    ///
    /// `kind` names the sequence: `talk` or `visit`.
    pub fn next_number(&self, kind: &str, year: i32) -> Result<u32, VaultError> {
        let sql = "INSERT INTO numbers (kind, year, last) VALUES (?1, ?2, 1)
                   ON CONFLICT (kind, year) DO UPDATE SET last = last + 1 RETURNING last";
        Ok(self.db.prepare_cached(sql)?.query_row((kind, year), |row| row.get(0))?)
    }
}
