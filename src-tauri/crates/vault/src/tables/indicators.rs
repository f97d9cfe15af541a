//! Indicators (指标) and their monthly values.

use method::{Hundredths, Indicator, IndicatorId, IndicatorValue};
use rusqlite::{OptionalExtension, Row, params};

use super::{code, coded, uuid};
use crate::{Reading, VaultError, Writing};

const COLUMNS: &str = "id, name, unit, target, better, note, place";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Indicator> {
    Ok(Indicator {
        id: IndicatorId(uuid(row, 0)?),
        name: row.get(1)?,
        unit: row.get(2)?,
        target: row.get::<_, Option<i64>>(3)?.map(Hundredths),
        better: coded(row, 4)?,
        note: row.get(5)?,
        place: row.get(6)?,
    })
}

impl Reading<'_> {
    /// The indicators, by their places.
    pub fn indicators(&self) -> Result<Vec<Indicator>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM indicators ORDER BY place, n"))?;
        let rows = statement.query_map([], from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The indicator with this id.
    pub fn indicator(&self, id: IndicatorId) -> Result<Option<Indicator>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM indicators WHERE id = ?1"))?;
        Ok(statement.query_row([id.0.into_bytes()], from_row).optional()?)
    }

    /// The values of a year, of all indicators, ordered by month.
    pub fn indicator_values(&self, year: i32) -> Result<Vec<IndicatorValue>, VaultError> {
        let sql = "SELECT indicator, month, value FROM indicator_values WHERE year = ?1 ORDER BY month";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([year], |row| {
            let (indicator, value) = (IndicatorId(uuid(row, 0)?), Hundredths(row.get(2)?));
            Ok(IndicatorValue { indicator, year, month: row.get(1)?, value })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many values an indicator has, in all years.
    pub fn indicator_value_count(&self, id: IndicatorId) -> Result<u32, VaultError> {
        let sql = "SELECT count(*) FROM indicator_values WHERE indicator = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([id.0.into_bytes()], |row| row.get(0))?)
    }
}

impl Writing<'_> {
    /// Stores an indicator, new or changed, by its id.
    pub fn put_indicator(&self, indicator: &Indicator) -> Result<(), VaultError> {
        let sql = format!(
            "INSERT INTO indicators ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET name = ?2, unit = ?3, target = ?4, better = ?5, note = ?6, place = ?7"
        );
        self.db.prepare_cached(&sql)?.execute(params![
            indicator.id.0.into_bytes(),
            indicator.name,
            indicator.unit,
            indicator.target.map(|target| target.0),
            code(&indicator.better)?,
            indicator.note,
            indicator.place,
        ])?;
        Ok(())
    }

    /// Deletes an indicator with its values.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_indicator(&self, id: IndicatorId) -> Result<(), VaultError> {
        match self.db.prepare_cached("DELETE FROM indicators WHERE id = ?1")?.execute([id.0.into_bytes()])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }

    /// Stores the value of a month in place of what was stored for it; with none, forgets it.
    ///
    /// # Errors
    /// `Conflict` when the indicator is not stored or the month is not 1–12.
    pub fn set_indicator_value(
        &self,
        indicator: IndicatorId,
        (year, month): (i32, u32),
        value: Option<Hundredths>,
    ) -> Result<(), VaultError> {
        let key = (indicator.0.into_bytes(), year, month);
        match value {
            Some(value) => {
                let sql = "INSERT INTO indicator_values (indicator, year, month, value) VALUES (?1, ?2, ?3, ?4)
                           ON CONFLICT (indicator, year, month) DO UPDATE SET value = ?4";
                self.db.prepare_cached(sql)?.execute((key.0, key.1, key.2, value.0))?;
            }
            None => {
                let sql = "DELETE FROM indicator_values WHERE indicator = ?1 AND year = ?2 AND month = ?3";
                self.db.prepare_cached(sql)?.execute(key)?;
            }
        }
        Ok(())
    }
}
