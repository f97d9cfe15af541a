//! Finding records by their words, and persons by the pinyin of their names.

use std::collections::HashSet;

use method::PersonId;
use rusqlite::params;
use uuid::Uuid;

use super::uuid;
use crate::search::{record_number, rows_of, spelt_so};
use crate::{Reading, SearchKind, SearchQuery, VaultError};

impl Reading<'_> {
    /// The ids of the records of one kind that have all terms and that `keep` lets through, at most `limit`: first those that have them
    /// in their heading (a name, a topic, a reason), then the others; within each the newest day first.
    ///
    /// `keep` is asked in that order, and no more often than needed.
    ///
    /// # Errors
    /// What `keep` returns, or a failure to read.
    pub fn search<E: From<VaultError>>(
        &self,
        kind: SearchKind,
        query: &SearchQuery,
        limit: usize,
        mut keep: impl FnMut(Uuid) -> Result<bool, E>,
    ) -> Result<Vec<Uuid>, E> {
        let (rows, words) = (rows_of(kind), query.expression());
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for expression in [format!("head : ({words})"), words] {
            let sql = "SELECT rowid FROM search WHERE search MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC";
            let mut statement = self.db.prepare_cached(sql).map_err(VaultError::from)?;
            let values = params![expression, rows.start(), rows.end()];
            let mut rows = statement.query(values).map_err(VaultError::from)?;
            while found.len() < limit
                && let Some(row) = rows.next().map_err(VaultError::from)?
            {
                let row = row.get(0).map_err(VaultError::from)?;
                if seen.insert(row) {
                    let id = self.record_of(kind, row)?;
                    if keep(id)? {
                        found.push(id);
                    }
                }
            }
        }
        Ok(found)
    }

    fn record_of(&self, kind: SearchKind, row: i64) -> Result<Uuid, VaultError> {
        let sql = format!("SELECT id FROM {} WHERE n = ?1", kind.table());
        Ok(self.db.prepare_cached(&sql)?.query_row([record_number(row)], |row| uuid(row, 0))?)
    }

    /// The persons whose name is spelt so (see [`spelt_so`]), those who left too, in the order of their names.
    pub fn persons_spelt(&self, typed: &str) -> Result<Vec<PersonId>, VaultError> {
        // Names and numbers stand in an index of their own, so thousands are gone through in a moment.
        let mut statement = self.db.prepare_cached("SELECT name, n FROM persons ORDER BY name")?;
        let mut rows = statement.query([])?;
        let mut numbers: Vec<i64> = Vec::new();
        while let Some(row) = rows.next()? {
            if spelt_so(row.get_ref(0)?.as_str().map_err(|_| VaultError::DatabaseDamaged)?, typed) {
                numbers.push(row.get(1)?);
            }
        }
        let mut ids = Vec::new();
        for number in numbers {
            let mut one = self.db.prepare_cached("SELECT id FROM persons WHERE n = ?1")?;
            ids.push(one.query_row([number], |row| uuid(row, 0).map(PersonId))?);
        }
        Ok(ids)
    }
}
