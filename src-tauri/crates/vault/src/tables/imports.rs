//! What imports did, so that one can be taken back as one step; and how columns were mapped.

use chrono::{DateTime, Utc};
use method::{DutyId, EventId, ImportId, PersonId};
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::{code, coded, from_json, from_json_or_null, json, moment_text, parsed, parsed_or_null, uuid};
use crate::{Reading, VaultError, Writing};

const COLUMNS: &str = "i.id, i.kind, i.at, i.added, i.changed, i.undone_at,
                       EXISTS (SELECT 1 FROM import_steps s WHERE s.import = i.id)";

/// An import that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Which.
    pub id: ImportId,
    /// What was imported, as `roster`.
    pub kind: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How many records it added.
    pub added: u32,
    /// How many it changed.
    pub changed: u32,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
    /// Whether what is needed to take it back is still kept.
    pub kept: bool,
}

/// A record that an import added or changed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ImportStep {
    /// What kind of record.
    pub record: ImportedRecord,
    /// Its id; for overtime the day.
    pub key: String,
    /// Whom it is about.
    pub person: PersonId,
    /// The record as it was; none when the import added it.
    pub before: Option<Value>,
    /// The hash of the record as the import left it.
    pub after: [u8; 32],
}

/// What kinds of records imports write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportedRecord {
    /// 人员.
    Person,
    /// 知晓项.
    Entry,
    /// 加班, one day of a person.
    Overtime,
    /// A day on which a facet of a person was right; its key is both.
    Check,
    /// 事由 that a routine made for what was imported.
    Event,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Import> {
    Ok(Import {
        id: ImportId(uuid(row, 0)?),
        kind: row.get(1)?,
        at: parsed(row, 2)?,
        added: row.get(3)?,
        changed: row.get(4)?,
        undone_at: parsed_or_null(row, 5)?,
        kept: row.get(6)?,
    })
}

impl Reading<'_> {
    /// The newest imports, newest first, those that were taken back among them.
    pub fn imports(&self, most: u32) -> Result<Vec<Import>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM imports i ORDER BY i.n DESC LIMIT ?1");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map([most], from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The import with this id.
    pub fn import(&self, id: ImportId) -> Result<Option<Import>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM imports i WHERE i.id = ?1");
        Ok(self.db.prepare_cached(&sql)?.query_row([id.0.into_bytes()], from_row).optional()?)
    }

    /// What an import did, in order; empty once it is no longer kept.
    pub fn import_steps(&self, id: ImportId) -> Result<Vec<ImportStep>, VaultError> {
        let sql = "SELECT record, key, person, before, after FROM import_steps WHERE import = ?1 ORDER BY position";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([id.0.into_bytes()], |row| {
            Ok(ImportStep {
                record: coded(row, 0)?,
                key: row.get(1)?,
                person: PersonId(uuid(row, 2)?),
                before: from_json_or_null(row, 3)?,
                after: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How the columns of a header were mapped last; `shape` is the hash of its titles.
    pub fn import_choices(&self, shape: &str) -> Result<Option<Value>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT choices FROM import_choices WHERE shape = ?1")?;
        Ok(statement.query_row([shape], |row| from_json(row, 0)).optional()?)
    }
}

impl Writing<'_> {
    /// Notes an import with what it did.
    ///
    /// # Errors
    /// `Conflict` when there is one of this id.
    pub fn add_import(&self, import: &Import, steps: &[ImportStep]) -> Result<(), VaultError> {
        let sql = "INSERT INTO imports (id, kind, at, added, changed) VALUES (?1, ?2, ?3, ?4, ?5)";
        let id = import.id.0.into_bytes();
        let values = params![id, import.kind, moment_text(import.at), import.added, import.changed];
        self.db.prepare_cached(sql)?.execute(values)?;
        let sql = "INSERT INTO import_steps (import, position, record, key, person, before, after)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = self.db.prepare_cached(sql)?;
        for (position, step) in (0_i64..).zip(steps) {
            insert.execute(params![
                id,
                position,
                code(&step.record)?,
                step.key,
                step.person.0.into_bytes(),
                step.before.as_ref().map(json).transpose()?,
                step.after,
            ])?;
        }
        Ok(())
    }

    /// Notes that an import was taken back; what was needed for it goes.
    pub fn set_import_undone(&self, id: ImportId, at: DateTime<Utc>) -> Result<(), VaultError> {
        let sql = "UPDATE imports SET undone_at = ?2 WHERE id = ?1";
        self.db.prepare_cached(sql)?.execute((id.0.into_bytes(), moment_text(at)))?;
        self.forget_steps("import = ?1", [id.0.into_bytes()])
    }

    /// Forgets what imports before `since`, and all but the newest `most`, are taken back with.
    pub fn forget_imports(&self, since: DateTime<Utc>, most: u32) -> Result<(), VaultError> {
        let old = "import IN (SELECT id FROM imports
                   WHERE at < ?1 OR n NOT IN (SELECT n FROM imports ORDER BY n DESC LIMIT ?2))";
        self.forget_steps(old, (moment_text(since), most))
    }

    /// Forgets what imports are taken back with that a person was in; they stay as a whole.
    pub fn forget_imports_of(&self, person: PersonId) -> Result<(), VaultError> {
        let of = "import IN (SELECT import FROM import_steps WHERE person = ?1)";
        self.forget_steps(of, [person.0.into_bytes()])
    }

    fn forget_steps(&self, which: &str, values: impl rusqlite::Params) -> Result<(), VaultError> {
        self.db.prepare_cached(&format!("DELETE FROM import_steps WHERE {which}"))?.execute(values)?;
        Ok(())
    }

    /// Keeps how the columns of a header were mapped; `shape` is the hash of its titles.
    pub fn set_import_choices(&self, shape: &str, choices: &Value) -> Result<(), VaultError> {
        let sql = "INSERT INTO import_choices (shape, choices, used_at) VALUES (?1, ?2, ?3)
                   ON CONFLICT (shape) DO UPDATE SET choices = ?2, used_at = ?3";
        self.db.prepare_cached(sql)?.execute((shape, json(choices)?, moment_text(self.entry_time())))?;
        Ok(())
    }

    /// Removes an event that a routine made, with its duties, to take an import back; nothing else removes either.
    ///
    /// # Errors
    /// `Conflict` when a record names one of the duties.
    pub fn remove_event(&self, id: EventId, duties: &[DutyId]) -> Result<(), VaultError> {
        for duty in duties {
            self.db.prepare_cached("DELETE FROM duties WHERE id = ?1")?.execute([duty.0.into_bytes()])?;
        }
        match self.db.prepare_cached("DELETE FROM events WHERE id = ?1")?.execute([id.0.into_bytes()])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }
}
