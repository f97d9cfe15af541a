//! Attachments: scans and photos of a record, in pieces, so that none is in memory as a whole unless it is asked for so.

use std::io::{Read, Write};

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{coded, moment_text, parsed, uuid};
use crate::{Reading, VaultError, Writing};

/// Bytes of a piece.
const PIECE: usize = 64 * 1024;
const COLUMNS: &str = "id, of, record, name, media, size, sha256, added_at";

/// What kind of record an attachment belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentOf {
    /// 人员.
    Person,
    /// 谈话.
    Talk,
    /// 走访.
    Visit,
    /// 事由.
    Event,
    /// 扫描页.
    Scan,
}

/// An attachment without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Attachment {
    /// Which.
    pub id: Uuid,
    /// The kind of record that it belongs to.
    pub of: AttachmentOf,
    /// That record.
    pub record: Uuid,
    /// Its name, the user's.
    pub name: String,
    /// What it is, as `image/png`.
    pub media: String,
    /// Its bytes; known once they are stored.
    pub size: u64,
    /// Their SHA-256, likewise.
    pub sha256: [u8; 32],
    /// When it was added.
    pub added_at: DateTime<Utc>,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    Ok(Attachment {
        id: uuid(row, 0)?,
        of: coded(row, 1)?,
        record: uuid(row, 2)?,
        name: row.get(3)?,
        media: row.get(4)?,
        size: row.get::<_, i64>(5)?.unsigned_abs(),
        sha256: row.get(6)?,
        added_at: parsed(row, 7)?,
    })
}

impl Reading<'_> {
    /// The attachment with this id.
    pub fn attachment(&self, id: Uuid) -> Result<Option<Attachment>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM attachments WHERE id = ?1");
        Ok(self.db.prepare_cached(&sql)?.query_row([id.into_bytes()], from_row).optional()?)
    }

    /// The attachments of a record, in the order in which they were added.
    pub fn attachments(&self, of: AttachmentOf, record: Uuid) -> Result<Vec<Attachment>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM attachments WHERE record = ?1 AND of = ?2 ORDER BY n");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params![record.into_bytes(), super::code(&of)?], from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes an attachment's bytes to `to`, piece by piece.
    ///
    /// # Errors
    /// `NotFound`; `DatabaseDamaged` when the bytes are not those that were stored, which is known only at the end; what writing fails with.
    pub fn attachment_bytes(&self, id: Uuid, to: &mut dyn Write) -> Result<(), VaultError> {
        let attachment = self.attachment(id)?.ok_or(VaultError::NotFound)?;
        let sql = "SELECT p.bytes FROM attachment_pieces p JOIN attachments a ON a.n = p.attachment
                   WHERE a.id = ?1 ORDER BY p.position";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([id.into_bytes()])?;
        let mut hash = Sha256::new();
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob().map_err(|_| VaultError::DatabaseDamaged)?;
            hash.update(bytes);
            to.write_all(bytes)?;
        }
        if <[u8; 32]>::from(hash.finalize()) == attachment.sha256 { Ok(()) } else { Err(VaultError::DatabaseDamaged) }
    }
}

impl Writing<'_> {
    /// Stores a new attachment with the bytes that `from` gives, and gives it with their number and hash.
    ///
    /// # Errors
    /// `TooLarge` when there are more than `limit` bytes; what reading fails with; `Conflict` when the id is taken.
    pub fn add_attachment(
        &self,
        attachment: Attachment,
        from: &mut dyn Read,
        limit: u64,
    ) -> Result<Attachment, VaultError> {
        let sql = format!("INSERT INTO attachments ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, 0, zeroblob(32), ?6)");
        self.db.prepare_cached(&sql)?.execute(params![
            attachment.id.into_bytes(),
            super::code(&attachment.of)?,
            attachment.record.into_bytes(),
            attachment.name,
            attachment.media,
            moment_text(attachment.added_at),
        ])?;
        let number = self.db.last_insert_rowid();
        let mut insert = self
            .db
            .prepare_cached("INSERT INTO attachment_pieces (attachment, position, bytes) VALUES (?1, ?2, ?3)")?;
        let (mut size, mut hash, mut position) = (0, Sha256::new(), 0_i64);
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            (&mut *from).take(PIECE as u64).read_to_end(&mut piece)?;
            if piece.is_empty() {
                break;
            }
            size += piece.len() as u64;
            if size > limit {
                return Err(VaultError::TooLarge);
            }
            hash.update(&piece);
            insert.execute(params![number, position, piece])?;
            position += 1;
        }
        let sha256: [u8; 32] = hash.finalize().into();
        let sql = "UPDATE attachments SET size = ?2, sha256 = ?3 WHERE n = ?1";
        self.db.prepare_cached(sql)?.execute(params![number, i64::try_from(size).unwrap_or(i64::MAX), sha256])?;
        Ok(Attachment { size, sha256, ..attachment })
    }

    /// Deletes an attachment.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_attachment(&self, id: Uuid) -> Result<(), VaultError> {
        match self.db.prepare_cached("DELETE FROM attachments WHERE id = ?1")?.execute([id.into_bytes()])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }
}
