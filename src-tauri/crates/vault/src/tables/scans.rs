//! Scanned pages. The picture of each is an attachment of its row.

use method::{PersonId, Scan, ScanId};
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::{Attachment, AttachmentOf, from_json, json, moment_text};
use crate::{Reading, VaultError, Writing};

/// Which scanned pages to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanPick {
    /// In this state, by its name in the JSON form: `filed`, `claimed`, `unclaimed`, `set_aside`, `blank`.
    State(&'static str),
    /// With this sheet.
    Paper(u32),
    /// With this talk or visit, directly or by one of its sheets.
    Record(Uuid),
    /// With the sheets printed about this person that have no record.
    Person(PersonId),
    /// With sheets that are out, which lack a page therefore.
    OfSheetsOut,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Scan> {
    from_json(row, 0)
}

impl Reading<'_> {
    /// The scanned page with this id.
    pub fn scan(&self, id: ScanId) -> Result<Option<Scan>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT body FROM scans WHERE id = ?1")?;
        Ok(statement.query_row([id.0.into_bytes()], from_row).optional()?)
    }

    /// Scanned pages in the order in which they were read.
    pub fn scans(&self, pick: ScanPick) -> Result<Vec<Scan>, VaultError> {
        let of_papers = |condition: &str| format!("paper IN (SELECT number FROM papers WHERE {condition})");
        let (condition, value): (String, Box<dyn rusqlite::ToSql>) = match pick {
            ScanPick::State(state) => ("state = ?1".to_owned(), Box::new(state)),
            ScanPick::Paper(number) => ("paper = ?1".to_owned(), Box::new(number)),
            ScanPick::Record(id) => (format!("record = ?1 OR {}", of_papers("record = ?1")), Box::new(id.to_string())),
            ScanPick::Person(id) => (of_papers("person = ?1 AND record IS NULL"), Box::new(id.to_string())),
            ScanPick::OfSheetsOut => (of_papers("state = ?1"), Box::new("out")),
        };
        let mut statement = self.db.prepare_cached(&format!("SELECT body FROM scans WHERE {condition} ORDER BY n"))?;
        let rows = statement.query_map([value], from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many scanned pages are in each state, by the name of the state.
    pub fn scan_counts(&self) -> Result<Vec<(String, u32)>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT state, count(*) FROM scans GROUP BY state")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The scanned page with this very picture, if there is one.
    pub fn scan_with_picture(&self, sha256: [u8; 32]) -> Result<Option<Scan>, VaultError> {
        let sql =
            "SELECT s.body FROM attachments a JOIN scans s ON s.id = a.record WHERE a.of = 'scan' AND a.sha256 = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([sha256], from_row).optional()?)
    }

    /// Whether a file with these bytes was read to its end before.
    pub fn scan_file_known(&self, sha256: [u8; 32]) -> Result<bool, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT 1 FROM scan_files WHERE sha256 = ?1")?;
        Ok(statement.exists([sha256])?)
    }

    /// The picture of a scanned page as JPEG.
    ///
    /// # Errors
    /// `NotFound`; `DatabaseDamaged` when the bytes are not those that were stored.
    pub fn scan_picture(&self, id: ScanId) -> Result<Vec<u8>, VaultError> {
        let picture = self.attachments(AttachmentOf::Scan, id.0)?.pop().ok_or(VaultError::NotFound)?;
        let mut bytes = Vec::new();
        self.attachment_bytes(picture.id, &mut bytes)?;
        Ok(bytes)
    }
}

impl Writing<'_> {
    /// Stores a new scanned page with its picture, a JPEG.
    ///
    /// # Errors
    /// `Conflict` when the id is taken.
    pub fn add_scan(&self, scan: &Scan, jpeg: &[u8]) -> Result<(), VaultError> {
        self.db
            .prepare_cached("INSERT INTO scans (id, body) VALUES (?1, ?2)")?
            .execute(params![scan.id.0.into_bytes(), json(scan)?])?;
        let picture = Attachment {
            id: self.world.new_uuid(),
            of: AttachmentOf::Scan,
            record: scan.id.0,
            name: String::new(),
            media: "image/jpeg".to_owned(),
            size: 0,
            sha256: [0; 32],
            added_at: scan.received_at,
        };
        self.add_attachment(picture, &mut &jpeg[..], u64::MAX).map(drop)
    }

    /// Changes where a scanned page is.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn put_scan(&self, scan: &Scan) -> Result<(), VaultError> {
        let mut update = self.db.prepare_cached("UPDATE scans SET body = ?2 WHERE id = ?1")?;
        match update.execute(params![scan.id.0.into_bytes(), json(scan)?])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }

    /// Deletes a scanned page with its picture.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_scan(&self, id: ScanId) -> Result<(), VaultError> {
        match self.db.prepare_cached("DELETE FROM scans WHERE id = ?1")?.execute([id.0.into_bytes()])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }

    /// Notes that a file was read to its end.
    pub fn add_scan_file(&self, sha256: [u8; 32]) -> Result<(), VaultError> {
        let sql = "INSERT INTO scan_files (sha256, taken_at) VALUES (?1, ?2) ON CONFLICT (sha256) DO NOTHING";
        self.db.prepare_cached(sql)?.execute(params![sha256, moment_text(self.entry_time())])?;
        Ok(())
    }
}
