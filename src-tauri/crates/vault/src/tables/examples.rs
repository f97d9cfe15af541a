//! What the secretary asks of others (作示范), and his reviews.

use chrono::NaiveDate;
use method::{Example, ExampleId, ExampleReview};
use rusqlite::{OptionalExtension, Row, params};

use super::{code, coded, day_text, moment_text, parsed, parsed_or_null, uuid};
use crate::{Reading, VaultError, Writing};

const COLUMNS: &str = "id, what, area, since, until, entered_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Example> {
    Ok(Example {
        id: ExampleId(uuid(row, 0)?),
        what: row.get(1)?,
        area: row.get(2)?,
        since: parsed(row, 3)?,
        until: parsed_or_null(row, 4)?,
        entered_at: parsed(row, 5)?,
    })
}

impl Reading<'_> {
    /// All lines, those that stand first, in the order in which they were entered.
    pub fn examples(&self) -> Result<Vec<Example>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM examples ORDER BY until IS NOT NULL, n");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map([], from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The line with this id.
    pub fn example(&self, id: ExampleId) -> Result<Option<Example>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM examples WHERE id = ?1"))?;
        Ok(statement.query_row([id.0.into_bytes()], from_row).optional()?)
    }

    /// The reviews of the months of a period, whose first days are given.
    pub fn example_reviews(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<ExampleReview>, VaultError> {
        let sql = "SELECT example, month, mark, note FROM example_reviews WHERE month BETWEEN ?1 AND ?2 ORDER BY month";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([day_text(from), day_text(to)], |row| {
            let (example, month) = (ExampleId(uuid(row, 0)?), parsed(row, 1)?);
            Ok(ExampleReview { example, month, mark: coded(row, 2)?, note: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many reviews a line has.
    pub fn example_review_count(&self, id: ExampleId) -> Result<u32, VaultError> {
        let sql = "SELECT count(*) FROM example_reviews WHERE example = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([id.0.into_bytes()], |row| row.get(0))?)
    }
}

impl Writing<'_> {
    /// Stores a line, new or changed, by its id.
    pub fn put_example(&self, example: &Example) -> Result<(), VaultError> {
        let sql = format!(
            "INSERT INTO examples ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET what = ?2, area = ?3, since = ?4, until = ?5, entered_at = ?6"
        );
        self.db.prepare_cached(&sql)?.execute(params![
            example.id.0.into_bytes(),
            example.what,
            example.area,
            day_text(example.since),
            example.until.map(day_text),
            moment_text(example.entered_at),
        ])?;
        Ok(())
    }

    /// Deletes a line with its reviews.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_example(&self, id: ExampleId) -> Result<(), VaultError> {
        match self.db.prepare_cached("DELETE FROM examples WHERE id = ?1")?.execute([id.0.into_bytes()])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }

    /// Stores the review of a line and month in place of the one before.
    ///
    /// # Errors
    /// `Conflict` when the line is not stored.
    pub fn put_example_review(&self, review: &ExampleReview) -> Result<(), VaultError> {
        let sql = "INSERT INTO example_reviews (example, month, mark, note) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (example, month) DO UPDATE SET mark = ?3, note = ?4";
        let ExampleReview { example, month, mark, note } = review;
        self.db.prepare_cached(sql)?.execute(params![example.0.into_bytes(), day_text(*month), code(mark)?, note])?;
        Ok(())
    }
}
