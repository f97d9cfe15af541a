//! Suggestions (意见建议).

use method::{PersonId, Suggestion, SuggestionId};
use rusqlite::{OptionalExtension, Row, ToSql, params, params_from_iter};

use super::{code, coded, day_text, from_json_or_null, json, moment_text, parsed, parsed_or_null, uuid};
use crate::{Reading, VaultError, Writing};

const COLUMNS: &str =
    "id, person, \"from\", day, way, record, content, category, handler, due, \"end\", entered_at, ended";

/// Those still open first, first due first and without a day last; then the others, what ended last first.
const ORDER: &str = "ended IS NOT NULL, ended DESC, due IS NULL, due, day, n";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Suggestion> {
    let person: Option<[u8; 16]> = row.get(1)?;
    Ok(Suggestion {
        id: SuggestionId(uuid(row, 0)?),
        person: person.map(|bytes| PersonId(uuid::Uuid::from_bytes(bytes))),
        from: row.get(2)?,
        day: parsed(row, 3)?,
        way: coded(row, 4)?,
        record: row.get(5)?,
        content: row.get(6)?,
        category: row.get(7)?,
        handler: row.get(8)?,
        due: parsed_or_null(row, 9)?,
        end: from_json_or_null(row, 10)?,
        entered_at: parsed(row, 11)?,
    })
}

impl Reading<'_> {
    fn pick_suggestions(&self, condition: &str, value: Option<&dyn ToSql>) -> Result<Vec<Suggestion>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM suggestions WHERE {condition} ORDER BY {ORDER}");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(value), from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The suggestion with this id.
    pub fn suggestion(&self, id: SuggestionId) -> Result<Option<Suggestion>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM suggestions WHERE id = ?1"))?;
        Ok(statement.query_row([id.0.into_bytes()], from_row).optional()?)
    }

    /// The suggestions that are still open, first due first, those without a day last.
    pub fn open_suggestions(&self) -> Result<Vec<Suggestion>, VaultError> {
        self.pick_suggestions("ended IS NULL", None)
    }

    /// All suggestions: open ones as [`Reading::open_suggestions`] has them, then the others, what ended last first.
    pub fn suggestions(&self) -> Result<Vec<Suggestion>, VaultError> {
        self.pick_suggestions("1", None)
    }

    /// What a person suggested, in the same order.
    pub fn suggestions_of(&self, person: PersonId) -> Result<Vec<Suggestion>, VaultError> {
        self.pick_suggestions("person = ?1", Some(&person.0.into_bytes()))
    }
}

impl Writing<'_> {
    /// Stores a suggestion, new or changed, by its id.
    ///
    /// # Errors
    /// `Conflict` when its person is not stored.
    pub fn put_suggestion(&self, suggestion: &Suggestion) -> Result<(), VaultError> {
        let sql = format!(
            "INSERT INTO suggestions ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
             ON CONFLICT (id) DO UPDATE SET
                 person = ?2, \"from\" = ?3, day = ?4, way = ?5, record = ?6, content = ?7, category = ?8, handler = ?9,
                 due = ?10, \"end\" = ?11, entered_at = ?12, ended = ?13"
        );
        self.db.prepare_cached(&sql)?.execute(params![
            suggestion.id.0.into_bytes(),
            suggestion.person.map(|person| person.0.into_bytes()),
            suggestion.from,
            day_text(suggestion.day),
            code(&suggestion.way)?,
            suggestion.record,
            suggestion.content,
            suggestion.category,
            suggestion.handler,
            suggestion.due.map(day_text),
            suggestion.end.as_ref().map(json).transpose()?,
            moment_text(suggestion.entered_at),
            suggestion.end.as_ref().map(|end| day_text(end.day())),
        ])?;
        Ok(())
    }

    /// Deletes a suggestion that is still open.
    ///
    /// # Errors
    /// `NotFound`, also for one that ended: what was answered is not deleted.
    pub fn delete_suggestion(&self, id: SuggestionId) -> Result<(), VaultError> {
        let sql = "DELETE FROM suggestions WHERE id = ?1 AND ended IS NULL";
        match self.db.prepare_cached(sql)?.execute([id.0.into_bytes()])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }
}
