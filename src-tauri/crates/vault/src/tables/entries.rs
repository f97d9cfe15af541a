//! The six knowings (六知晓): entries, and the days on which facets were checked.

use chrono::NaiveDate;
use method::{Entry, EntryId, Facet, FacetCheck, PersonId};
use rusqlite::{OptionalExtension, Row, params};

use super::{code, coded, day_text, from_json, json, moment_text, parsed, parsed_or_null, uuid};
use crate::{Reading, VaultError, Writing};

const COLUMNS: &str = "id, person, body, day, source, entered_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: EntryId(uuid(row, 0)?),
        person: PersonId(uuid(row, 1)?),
        body: from_json(row, 2)?,
        day: parsed_or_null(row, 3)?,
        source: coded(row, 4)?,
        entered_at: parsed(row, 5)?,
    })
}

fn check_from_row(row: &Row<'_>) -> rusqlite::Result<FacetCheck> {
    Ok(FacetCheck { person: PersonId(uuid(row, 0)?), facet: coded(row, 1)?, day: parsed(row, 2)? })
}

impl Reading<'_> {
    /// The entry with this id.
    pub fn entry(&self, id: EntryId) -> Result<Option<Entry>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM entries WHERE id = ?1"))?;
        Ok(statement.query_row([id.0.into_bytes()], from_row).optional()?)
    }

    /// The entries of one facet of a person, in the order in which they were entered.
    pub fn entries_of(&self, person: PersonId, facet: Facet) -> Result<Vec<Entry>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM entries WHERE person = ?1 AND facet = ?2 ORDER BY n");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params![person.0.into_bytes(), code(&facet)?], from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many entries each facet of a person has; facets without any are left out. Reads none of them.
    pub fn entry_counts(&self, person: PersonId) -> Result<Vec<(Facet, u32)>, VaultError> {
        let sql = "SELECT facet, count(*) FROM entries WHERE person = ?1 GROUP BY facet";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([person.0.into_bytes()], |row| Ok((coded(row, 0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest check until `today` of each facet of a person that was ever checked; what was noted under a clock that had run ahead
    /// does not count before its day.
    pub fn facet_checks_of(&self, person: PersonId, today: NaiveDate) -> Result<Vec<FacetCheck>, VaultError> {
        let sql = "SELECT person, facet, max(day) FROM facet_checks WHERE person = ?1 AND day <= ?2 GROUP BY facet";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params![person.0.into_bytes(), day_text(today)], check_from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether a facet was noted to be right on this day.
    pub fn has_facet_check(&self, check: FacetCheck) -> Result<bool, VaultError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM facet_checks WHERE person = ?1 AND facet = ?2 AND day = ?3)";
        let values = params![check.person.0.into_bytes(), code(&check.facet)?, day_text(check.day)];
        Ok(self.db.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
    }

    /// The same of everyone, those who left too, in one query.
    pub fn facet_checks(&self, today: NaiveDate) -> Result<Vec<FacetCheck>, VaultError> {
        let sql = "SELECT person, facet, max(day) FROM facet_checks WHERE day <= ?1 GROUP BY person, facet";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([day_text(today)], check_from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    /// Stores an entry, new or changed, by its id.
    ///
    /// # Errors
    /// `Conflict` when its person is not stored.
    pub fn put_entry(&self, entry: &Entry) -> Result<(), VaultError> {
        let sql = "INSERT INTO entries (id, person, facet, body, day, source, entered_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                   ON CONFLICT (id) DO UPDATE SET
                       person = ?2, facet = ?3, body = ?4, day = ?5, source = ?6, entered_at = ?7";
        self.db.prepare_cached(sql)?.execute(params![
            entry.id.0.into_bytes(),
            entry.person.0.into_bytes(),
            code(&entry.body.facet())?,
            json(&entry.body)?,
            entry.day.map(String::from),
            code(&entry.source)?,
            moment_text(entry.entered_at),
        ])?;
        Ok(())
    }

    /// Deletes an entry.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_entry(&self, id: EntryId) -> Result<(), VaultError> {
        match self.db.prepare_cached("DELETE FROM entries WHERE id = ?1")?.execute([id.0.into_bytes()])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }

    /// Notes that a facet was found right on a day; once for each day.
    ///
    /// # Errors
    /// `Conflict` when the person is not stored.
    pub fn put_facet_check(&self, check: FacetCheck) -> Result<(), VaultError> {
        let sql = "INSERT INTO facet_checks (person, facet, day) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        let values = params![check.person.0.into_bytes(), code(&check.facet)?, day_text(check.day)];
        self.db.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Takes a check back; nothing happens when there is none.
    pub fn delete_facet_check(&self, check: FacetCheck) -> Result<(), VaultError> {
        let sql = "DELETE FROM facet_checks WHERE person = ?1 AND facet = ?2 AND day = ?3";
        let values = params![check.person.0.into_bytes(), code(&check.facet)?, day_text(check.day)];
        self.db.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}
