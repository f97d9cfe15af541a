//! Overtime (加班), one row for each person and day.

use chrono::NaiveDate;
use method::{Overtime, PersonId};
use rusqlite::{Params, Row};

use super::{day_text, parsed, uuid};
use crate::{Reading, VaultError, Writing};

fn from_row(row: &Row<'_>) -> rusqlite::Result<Overtime> {
    Ok(Overtime { person: PersonId(uuid(row, 0)?), day: parsed(row, 1)?, minutes: row.get(2)? })
}

impl Reading<'_> {
    fn pick_overtime(&self, condition: &str, values: impl Params) -> Result<Vec<Overtime>, VaultError> {
        let sql = format!("SELECT person, day, minutes FROM overtime WHERE {condition} ORDER BY person, day");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(values, from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All overtime of a person, ordered by day.
    pub fn overtime_of(&self, person: PersonId) -> Result<Vec<Overtime>, VaultError> {
        self.pick_overtime("person = ?1", [person.0.into_bytes()])
    }

    /// Everybody's overtime from `from` to `to`, both included, each person's together and ordered by day.
    pub fn overtime_between(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Overtime>, VaultError> {
        self.pick_overtime("day BETWEEN ?1 AND ?2", [day_text(from), day_text(to)])
    }
}

impl Writing<'_> {
    /// Stores a person's overtime of a day, in place of what was stored for it.
    ///
    /// # Errors
    /// `Conflict` when the person is not stored or the minutes are not 1–1,440.
    pub fn put_overtime(&self, overtime: &Overtime) -> Result<(), VaultError> {
        let sql = "INSERT INTO overtime (person, day, minutes) VALUES (?1, ?2, ?3)
                   ON CONFLICT (person, day) DO UPDATE SET minutes = ?3";
        let values = (overtime.person.0.into_bytes(), day_text(overtime.day), overtime.minutes);
        self.db.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Forgets a person's overtime of a day; nothing happens when there is none.
    pub fn delete_overtime(&self, person: PersonId, day: NaiveDate) -> Result<(), VaultError> {
        let sql = "DELETE FROM overtime WHERE person = ?1 AND day = ?2";
        self.db.prepare_cached(sql)?.execute((person.0.into_bytes(), day_text(day)))?;
        Ok(())
    }
}
