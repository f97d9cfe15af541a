//! Promises (承诺事项).

use method::{Answer, DutyKind, PersonId, Promise, PromiseId};
use rusqlite::{OptionalExtension, Row, ToSql, params, params_from_iter};
use uuid::Uuid;

use super::{day_text, moment_text, parsed, parsed_or_null, uuid};
use crate::{Reading, VaultError, Writing};

const COLUMNS: &str = "id, person, contact, day, what, by, due, answer_day, answer, entered_at";

/// Those not answered first, first due first and without a day last; then the answered ones, the newest answer first.
const ORDER: &str = "answer_day IS NOT NULL, answer_day DESC, due IS NULL, due, day, n";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Promise> {
    let answer = match parsed_or_null(row, 7)? {
        Some(day) => Some(Answer { day, text: row.get(8)? }),
        None => None,
    };
    Ok(Promise {
        id: PromiseId(uuid(row, 0)?),
        person: PersonId(uuid(row, 1)?),
        contact: row.get(2)?,
        day: parsed(row, 3)?,
        what: row.get(4)?,
        by: row.get(5)?,
        due: parsed_or_null(row, 6)?,
        answer,
        entered_at: parsed(row, 9)?,
    })
}

impl Reading<'_> {
    fn pick_promises(
        &self,
        condition: &str,
        order: &str,
        value: Option<&dyn ToSql>,
    ) -> Result<Vec<Promise>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM promises WHERE {condition} ORDER BY {order}");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(value), from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The promise with this id.
    pub fn promise(&self, id: PromiseId) -> Result<Option<Promise>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM promises WHERE id = ?1"))?;
        Ok(statement.query_row([id.0.into_bytes()], from_row).optional()?)
    }

    /// The promises that are not answered, first due first, those without a day last.
    pub fn open_promises(&self) -> Result<Vec<Promise>, VaultError> {
        self.pick_promises("answer_day IS NULL", ORDER, None)
    }

    /// All promises: those not answered as [`Reading::open_promises`] has them, then the answered ones, the newest answer first.
    pub fn promises(&self) -> Result<Vec<Promise>, VaultError> {
        self.pick_promises("1", ORDER, None)
    }

    /// The promises to a person, in the same order.
    pub fn promises_of(&self, person: PersonId) -> Result<Vec<Promise>, VaultError> {
        self.pick_promises("person = ?1", ORDER, Some(&person.0.into_bytes()))
    }

    /// The promises made in a talk or visit, in the order in which they were entered.
    pub fn promises_of_contact(&self, contact: Uuid) -> Result<Vec<Promise>, VaultError> {
        self.pick_promises("contact = ?1", "n", Some(&contact.to_string()))
    }

    /// Whether a record is a talk or a visit; none when there is no such record.
    pub fn contact_kind(&self, contact: Uuid) -> Result<Option<DutyKind>, VaultError> {
        for (sql, kind) in [
            ("SELECT EXISTS (SELECT 1 FROM talks WHERE id = ?1)", DutyKind::Talk),
            ("SELECT EXISTS (SELECT 1 FROM visits WHERE id = ?1)", DutyKind::Visit),
        ] {
            if self.db.prepare_cached(sql)?.query_row([contact.into_bytes()], |row| row.get(0))? {
                return Ok(Some(kind));
            }
        }
        Ok(None)
    }
}

impl Writing<'_> {
    /// Stores a promise, new or changed, by its id.
    ///
    /// # Errors
    /// `Conflict` when its person is not stored.
    pub fn put_promise(&self, promise: &Promise) -> Result<(), VaultError> {
        let sql = format!(
            "INSERT INTO promises ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (id) DO UPDATE SET
                 person = ?2, contact = ?3, day = ?4, what = ?5, by = ?6, due = ?7, answer_day = ?8, answer = ?9,
                 entered_at = ?10"
        );
        self.db.prepare_cached(&sql)?.execute(params![
            promise.id.0.into_bytes(),
            promise.person.0.into_bytes(),
            promise.contact,
            day_text(promise.day),
            promise.what,
            promise.by,
            promise.due.map(day_text),
            promise.answer.as_ref().map(|answer| day_text(answer.day)),
            promise.answer.as_ref().map(|answer| &answer.text),
            moment_text(promise.entered_at),
        ])?;
        Ok(())
    }

    /// Deletes a promise that is not answered, because the record in which it was made no longer has it.
    ///
    /// # Errors
    /// `NotFound`, also for an answered one: what was answered is not deleted.
    pub fn delete_promise(&self, id: PromiseId) -> Result<(), VaultError> {
        let sql = "DELETE FROM promises WHERE id = ?1 AND answer_day IS NULL";
        match self.db.prepare_cached(sql)?.execute([id.0.into_bytes()])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }
}
