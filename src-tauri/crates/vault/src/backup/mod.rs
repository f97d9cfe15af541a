//! Backups: one file that opens with the passwords and the recovery sheet of the day it was made; see FORMAT.md, "Backup".
//!
//! `manifest` is what a backup says of itself, `make` writes one (`archive` the ZIP around it), `read` opens and proves one, `keep` says which of many stay,
//! `state` is what the ledger remembers of them. What needs an open ledger is in `vault/backups.rs`, the way back in
//! `vault/restore.rs`.

mod archive;
mod keep;
mod make;
mod manifest;
mod read;
mod state;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

pub(crate) use keep::superfluous;
pub(crate) use make::{Source, make};
pub use manifest::BackupManifest;
pub(crate) use manifest::hex;
pub use read::BackupFile;
pub use state::{BackupMark, BackupState};

use crate::{Disk, VaultError};

/// How the names of backups end.
pub const BACKUP_ENDING: &str = "zhixinbak";
/// The ledger's own folder of backups.
const FOLDER: &str = "backups";

/// What a long piece of work is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The database is copied as it is at this moment.
    Copying,
    /// The copy is checked.
    Checking,
    /// The backup is written.
    Packing,
    /// It is read back and proven.
    Proving,
    /// The database is taken out of a backup.
    Unpacking,
}

/// How far a long piece of work is: bytes of the stage, or 0 of 0 where that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How much of it is done.
    pub done: u64,
    /// How much there is.
    pub all: u64,
}

/// Is told how far the work is, between its steps and while it copies, and says whether to go on; `Stopped` follows when not.
pub type Watch<'a> = &'a dyn Fn(Progress) -> bool;

/// A watch that lets everything go on.
pub fn unwatched(_: Progress) -> bool {
    true
}

fn go_on(watch: Watch<'_>, stage: Stage, done: u64, all: u64) -> Result<(), VaultError> {
    if watch(Progress { stage, done, all }) { Ok(()) } else { Err(VaultError::Stopped) }
}

/// The folder of the ledger's own backups; made with the first.
pub fn backup_folder(ledger: &Path) -> PathBuf {
    ledger.join(FOLDER)
}

/// A file that is named as a backup, and what it says of itself or why it does not open.
pub type FoundBackup = (PathBuf, Result<BackupManifest, VaultError>);

/// The backups in a folder, newest first: by the operations log's length, as clocks are set back. A file that does not open comes last, with
/// why. A missing folder holds none.
pub fn backups(disk: &dyn Disk, folder: &Path) -> Result<Vec<FoundBackup>, VaultError> {
    if !disk.exists(folder)? {
        return Ok(Vec::new());
    }
    let is_backup = |path: &PathBuf| path.extension().is_some_and(|ending| ending == BACKUP_ENDING);
    let read = |path: PathBuf| {
        let manifest = BackupFile::open(disk, &path).map(|file| file.manifest().clone());
        (path, manifest)
    };
    let mut found: Vec<_> = disk.list(folder)?.into_iter().filter(is_backup).map(read).collect();
    let age =
        |manifest: &Result<BackupManifest, VaultError>| manifest.as_ref().map_or((0, 0), |m| (m.log.seq, m.sequence));
    found.sort_by(|a, b| age(&b.1).cmp(&age(&a.1)).then_with(|| b.0.cmp(&a.0)));
    Ok(found)
}

/// The name for a backup of the ledger in this folder: the ledger's name, the day and the backup's number.
pub fn backup_name(ledger: &Path, day: NaiveDate, sequence: u64) -> String {
    let stem = ledger.file_stem().map_or_else(|| "zhixin".into(), |name| name.to_string_lossy());
    format!("{stem}-{}-{sequence}.{BACKUP_ENDING}", day.format("%Y%m%d"))
}

/// Removes what a process that was killed left half-written among the ledger's own backups.
pub(crate) fn sweep_parts(disk: &dyn Disk, folder: &Path) -> Result<(), VaultError> {
    let folder = backup_folder(folder);
    if disk.exists(&folder)? {
        for left in
            disk.list(&folder)?.iter().filter(|path| path.extension().is_some_and(|ending| ending == make::PART))
        {
            disk.remove_file(left)?;
        }
    }
    Ok(())
}
