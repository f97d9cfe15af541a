//! The archive: items (件), boxes and seal pages.

use method::{ArchiveBox, ArchiveItem, BoxId, ItemId, SealId};
use rusqlite::{OptionalExtension, Row, ToSql, params, params_from_iter};
use serde_json::Value;
use uuid::Uuid;

use super::{code, from_json, json, uuid};
use crate::{LogHead, Reading, VaultError, Writing};

/// A seal page as it was printed: what its caller counted, and the entry of the log that it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Seal {
    /// Which.
    pub id: SealId,
    /// The entry, and its hash.
    pub head: LogHead,
    /// What stands on it besides.
    pub body: Value,
}

/// How many records there are of each kind; drafts are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordCounts {
    /// 事由.
    pub events: u64,
    /// 谈话.
    pub talks: u64,
    /// 走访.
    pub visits: u64,
    /// 承诺事项.
    pub promises: u64,
}

fn item(row: &Row<'_>) -> rusqlite::Result<ArchiveItem> {
    from_json(row, 0)
}

fn seal(row: &Row<'_>) -> rusqlite::Result<Seal> {
    let head = LogHead { seq: row.get::<_, i64>(1)?.cast_unsigned(), hash: row.get(2)? };
    Ok(Seal { id: SealId(uuid(row, 0)?), head, body: from_json(row, 3)? })
}

impl Reading<'_> {
    fn pick_items(&self, condition: &str, value: Option<&dyn ToSql>) -> Result<Vec<ArchiveItem>, VaultError> {
        let sql = format!("SELECT body FROM archive_items WHERE {condition} ORDER BY n");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(value), item)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The item with this id, unless it was undone.
    pub fn archive_item(&self, id: ItemId) -> Result<Option<ArchiveItem>, VaultError> {
        Ok(self.pick_items("undone IS NULL AND id = ?1", Some(&id.0.into_bytes()))?.pop())
    }

    /// The items of a year in the order in which they were made, without those that were undone.
    pub fn archive_items(&self, year: i32) -> Result<Vec<ArchiveItem>, VaultError> {
        self.pick_items("undone IS NULL AND year = ?1", Some(&year))
    }

    /// The items in a box, likewise.
    pub fn archive_items_in(&self, of: BoxId) -> Result<Vec<ArchiveItem>, VaultError> {
        self.pick_items("undone IS NULL AND box = ?1", Some(&of.0.into_bytes()))
    }

    /// The items that were made last, by one action; none when there are no items.
    pub fn newest_archive_items(&self) -> Result<Vec<ArchiveItem>, VaultError> {
        let newest = "SELECT batch FROM archive_items WHERE undone IS NULL ORDER BY n DESC LIMIT 1";
        self.pick_items(&format!("undone IS NULL AND batch = ({newest})"), None)
    }

    /// The items that were undone, and what was noted of it, in the order in which they were made.
    pub fn undone_archive_items(&self, year: i32) -> Result<Vec<(ArchiveItem, Value)>, VaultError> {
        let sql = "SELECT body, undone FROM archive_items WHERE undone IS NOT NULL AND year = ?1 ORDER BY n";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([year], |row| Ok((item(row)?, from_json(row, 1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The item that froze a record.
    pub fn archived_in(&self, record: Uuid) -> Result<Option<ArchiveItem>, VaultError> {
        let of = "id = (SELECT item FROM archive_records WHERE record = ?1)";
        Ok(self.pick_items(of, Some(&record.into_bytes()))?.pop())
    }

    /// The box with this id.
    pub fn archive_box(&self, id: BoxId) -> Result<Option<ArchiveBox>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT body FROM archive_boxes WHERE id = ?1")?;
        Ok(statement.query_row([id.0.into_bytes()], |row| from_json(row, 0)).optional()?)
    }

    /// The boxes of a year in the order in which they were made.
    pub fn archive_boxes(&self, year: i32) -> Result<Vec<ArchiveBox>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT body FROM archive_boxes WHERE year = ?1 ORDER BY n")?;
        let rows = statement.query_map([year], |row| from_json(row, 0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The years that have an item, or a record that could become one, newest first.
    pub fn archive_years(&self) -> Result<Vec<i32>, VaultError> {
        let sql = "SELECT year FROM archive_items WHERE undone IS NULL
                   UNION SELECT CAST(substr(day, 1, 4) AS INTEGER) FROM talks WHERE state <> 'draft'
                   UNION SELECT CAST(substr(day, 1, 4) AS INTEGER) FROM visits WHERE state <> 'draft'
                   ORDER BY 1 DESC";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// How many records there are of the days from the first to the last of `period`, or in all.
    pub fn record_counts(
        &self,
        period: Option<(chrono::NaiveDate, chrono::NaiveDate)>,
    ) -> Result<RecordCounts, VaultError> {
        let (from, to) = period.map_or((None, None), |(from, to)| (Some(from.to_string()), Some(to.to_string())));
        let count = |table: &str, condition: &str| -> Result<u64, VaultError> {
            let sql =
                format!("SELECT count(*) FROM {table} WHERE {condition} AND (?1 IS NULL OR day BETWEEN ?1 AND ?2)");
            let counted: i64 = self.db.prepare_cached(&sql)?.query_row((&from, &to), |row| row.get(0))?;
            Ok(counted.unsigned_abs())
        };
        Ok(RecordCounts {
            events: count("events", "1")?,
            talks: count("talks", "state <> 'draft'")?,
            visits: count("visits", "state <> 'draft'")?,
            promises: count("promises", "1")?,
        })
    }

    /// The seal page with this id.
    pub fn seal(&self, id: SealId) -> Result<Option<Seal>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT id, entry, hash, body FROM seals WHERE id = ?1")?;
        Ok(statement.query_row([id.0.into_bytes()], seal).optional()?)
    }

    /// All seal pages, newest first.
    pub fn seals(&self) -> Result<Vec<Seal>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT id, entry, hash, body FROM seals ORDER BY n DESC")?;
        Ok(statement.query_map([], seal)?.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    /// Stores an item, new or changed, by its id, and which records it freezes.
    ///
    /// # Errors
    /// `Conflict` when its number is taken, its box is not stored, or one of its records belongs to another item.
    pub fn put_archive_item(&self, item: &ArchiveItem) -> Result<(), VaultError> {
        let sql = "INSERT INTO archive_items (id, year, retention, unit, number, batch, box, body)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                   ON CONFLICT (id) DO UPDATE SET
                       year = ?2, retention = ?3, unit = ?4, number = ?5, batch = ?6, box = ?7, body = ?8";
        let id = item.id.0.into_bytes();
        self.db.prepare_cached(sql)?.execute(params![
            id,
            item.group.year,
            code(&item.group.retention)?,
            item.group.unit,
            item.number,
            item.batch.into_bytes(),
            item.box_id.map(|of| of.0.into_bytes()),
            json(item)?,
        ])?;
        self.db.prepare_cached("DELETE FROM archive_records WHERE item = ?1")?.execute([id])?;
        let mut insert = self.db.prepare_cached("INSERT INTO archive_records (record, item) VALUES (?1, ?2)")?;
        for record in item.of.records() {
            insert.execute((record.id.into_bytes(), id))?;
        }
        Ok(())
    }

    /// Takes an item out of the archive: its records are free again, its row stays with what is noted of it.
    pub fn undo_archive_item(&self, id: ItemId, undone: &Value) -> Result<(), VaultError> {
        let id = id.0.into_bytes();
        self.db.prepare_cached("DELETE FROM archive_records WHERE item = ?1")?.execute([id])?;
        let sql = "UPDATE archive_items SET undone = ?2, box = NULL WHERE id = ?1";
        self.db.prepare_cached(sql)?.execute((id, json(undone)?))?;
        Ok(())
    }

    /// Stores a box, new or changed, by its id.
    ///
    /// # Errors
    /// `Conflict` when its number is taken.
    pub fn put_archive_box(&self, of: &ArchiveBox) -> Result<(), VaultError> {
        let sql = "INSERT INTO archive_boxes (id, year, retention, unit, number, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT (id) DO UPDATE SET year = ?2, retention = ?3, unit = ?4, number = ?5, body = ?6";
        let ArchiveBox { group, number, .. } = of;
        let values = params![of.id.0.into_bytes(), group.year, code(&group.retention)?, group.unit, number, json(of)?];
        self.db.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Takes an empty box away.
    ///
    /// # Errors
    /// `Conflict` while something lies in it.
    pub fn delete_archive_box(&self, id: BoxId) -> Result<(), VaultError> {
        self.db.prepare_cached("DELETE FROM archive_boxes WHERE id = ?1")?.execute([id.0.into_bytes()])?;
        Ok(())
    }

    /// Stores a seal page.
    pub fn put_seal(&self, seal: &Seal) -> Result<(), VaultError> {
        let sql = "INSERT INTO seals (id, entry, hash, body) VALUES (?1, ?2, ?3, ?4)";
        let values = params![seal.id.0.into_bytes(), seal.head.seq.cast_signed(), seal.head.hash, json(&seal.body)?];
        self.db.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}
