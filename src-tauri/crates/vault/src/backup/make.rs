//! Making a backup: copy, check, pack, read back, and only then give it its name.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::archive::{Entry, write_end};
use super::manifest::{BackupManifest, FORMAT, Part};
use super::read::{BackupFile, DATA, KEYS, MAC, MANIFEST, copy};
use super::{Stage, Watch, go_on};
use crate::folder::scratch;
use crate::keys::{KeyFile, Keys, mac};
use crate::verify::{self, Verification};
use crate::{Disk, LogHead, VaultError, World, database, log};

/// How a backup's name ends while it is written.
pub(super) const PART: &str = "part";

/// The ledger of which a backup is made.
pub(crate) struct Source<'a> {
    pub(crate) world: &'a World,
    pub(crate) folder: &'a Path,
    pub(crate) db: &'a Connection,
    pub(crate) keys: &'a Keys,
    /// The key file that is in force.
    pub(crate) file: &'a KeyFile,
}

/// Makes a backup at a place, in one step seen from outside, and proves it as it lies there; gives also the manifest's hash.
///
/// What is at the place already is replaced only by a proven backup. Nothing is left behind by a failure.
pub(crate) fn make(
    source: &Source<'_>,
    to: &Path,
    sequence: u64,
    at: DateTime<Utc>,
    watch: Watch<'_>,
) -> Result<(BackupManifest, [u8; 32]), VaultError> {
    let disk = &*source.world.disk;
    let copy = scratch(source.folder).join(format!("backup-{:016x}.db", u64::from_be_bytes(source.world.random())));
    let part = with_part(to);
    let made = pack(source, &copy, &part, sequence, at, watch).and_then(|()| {
        let proven = prove(source, &part, watch)?;
        disk.rename(&part, to)?;
        sync_folder_of(disk, to)?;
        // Once more under its own name: that it is there, and is this one.
        if BackupFile::open(disk, to)?.hash() == proven.1 { Ok(proven) } else { Err(damaged()) }
    });
    if made.is_err() {
        // The first error is the one to tell.
        let _ = disk.remove_file(&part);
    }
    let removed = if copy.exists() { disk.remove_file(&copy).map_err(VaultError::from) } else { Ok(()) };
    made.and_then(|made| removed.map(|()| made))
}

fn damaged() -> VaultError {
    VaultError::BackupDamaged { part: MANIFEST }
}

fn with_part(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".");
    name.push(PART);
    name.into()
}

/// A stick's file system may have no such call for folders; then the file's own syncing must do.
fn sync_folder_of(disk: &dyn Disk, file: &Path) -> Result<(), VaultError> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    match disk.sync_dir(folder) {
        Err(e) if !matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Err(e.into()),
        _ => Ok(()),
    }
}

/// Copies the database, checks the copy and writes the file.
fn pack(
    source: &Source<'_>,
    copied: &Path,
    part: &Path,
    sequence: u64,
    at: DateTime<Utc>,
    watch: Watch<'_>,
) -> Result<(), VaultError> {
    let disk = &*source.world.disk;
    go_on(watch, Stage::Copying, 0, 0)?;
    // Under the same key, and without what was deleted.
    source.db.execute("VACUUM INTO ?1", [copied.to_str().ok_or(VaultError::Io(io::ErrorKind::InvalidFilename))?])?;
    disk.sync_file(copied)?;
    go_on(watch, Stage::Checking, 0, 0)?;
    let Contents { schema, counts, log, found } = checked(source, copied)?;
    let keys = source.file.to_bytes(&source.keys.slots);
    let size = disk.size(copied)?;
    let mut crc = Crc(crc32fast::Hasher::new());
    let sha256 = copy(&mut *disk.open(copied)?, &mut crc, size, Stage::Checking, watch)?;
    let parts = [(KEYS.to_owned(), Part::of(&keys)), (DATA.to_owned(), Part { size, sha256 })];
    let manifest = BackupManifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema,
        vault: source.file.vault,
        sequence,
        at,
        // Not of `at`, which never goes back after a clock that ran ahead.
        day: source.world.clock.today(),
        counts,
        log,
        broken_at: found.first_broken,
        dangling: Some(found.dangling).filter(|dangling| *dangling > 0),
        altered: found.altered,
        parts: parts.into(),
    };
    let manifest = manifest.to_bytes()?;
    let tag = mac(&source.keys.backup, &manifest);

    let small = [(MANIFEST, &manifest[..]), (MAC, &tag[..]), (KEYS, &keys[..])];
    let mut entries: Vec<Entry> = small.iter().map(|(name, bytes)| Entry::of(name, bytes)).collect();
    entries.push(Entry { name: DATA, size, crc: crc.0.finalize() });
    let mut file = disk.create(part)?;
    for (entry, (_, bytes)) in entries.iter().zip(small) {
        file.write_all(&[&entry.header(), bytes].concat())?;
    }
    file.write_all(&entries.last().map(Entry::header).unwrap_or_default())?;
    // A copy that changed since it was hashed does not pass the reading back.
    copy(&mut *disk.open(copied)?, &mut file, size, Stage::Packing, watch)?;
    write_end(&entries, &mut file)?;
    Ok(file.sync()?)
}

/// Takes the checksum of what is written to it.
struct Crc(crc32fast::Hasher);

impl Write for Crc {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is in a copy.
struct Contents {
    schema: u32,
    counts: BTreeMap<String, u64>,
    log: LogHead,
    found: Verification,
}

/// Checks the copy as it lies on the disk, and says what is in it. What is wrong with the ledger and never heals goes into the manifest
/// and hinders no backup: otherwise such a ledger could never be backed up again.
fn checked(source: &Source<'_>, copied: &Path) -> Result<Contents, VaultError> {
    let db = database::inspect(copied, source.keys)?;
    let vault = source.file.vault;
    let log = log::head(&db, vault)?;
    // The copy's own head, as that is what a reader can compare: whether the ledger was put back is told when it is opened.
    let found = verify::verify(&db, vault, &source.keys.audit, log)?;
    found.expect_whole()?;
    Ok(Contents { schema: database::version(&db)?, counts: database::table_counts(&db)?, log, found })
}

/// Reads the whole file back and proves it.
fn prove(source: &Source<'_>, part: &Path, watch: Watch<'_>) -> Result<(BackupManifest, [u8; 32]), VaultError> {
    let mut file = BackupFile::open(&*source.world.disk, part)?;
    if !file.is_of(source.keys) {
        return Err(VaultError::BackupDamaged { part: MAC });
    }
    file.prove_data(watch)?;
    Ok((file.manifest().clone(), file.hash()))
}
