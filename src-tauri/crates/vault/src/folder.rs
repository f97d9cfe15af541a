//! The ledger's folder: its lock, its scratch folder, and what a failed creation leaves.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::keys::{all_names, any_copy};
use crate::{Disk, VaultError};

const LOCK: &str = "lock";
const SCRATCH: &str = "tmp";
/// How long a lock that is held is asked for again. A process that was killed while it started another leaves a copy of its handle with
/// that one until the other has begun to run.
const PATIENCE: Duration = Duration::from_secs(1);
const BETWEEN: Duration = Duration::from_millis(10);
/// What the lock file holds while the ledger is being made.
const MAKING: &[u8] = b"making";

/// The hold on a folder that keeps other processes out; released when dropped.
pub(crate) struct FolderLock(File);

impl FolderLock {
    /// Takes the lock; one that is held is waited for a second at most.
    ///
    /// # Errors
    /// `InUse` when another process, or another vault of this one, goes on holding it; `ReadOnly` when the folder cannot be written.
    pub(crate) fn take(folder: &Path) -> Result<Self, VaultError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(folder.join(LOCK))?;
        let asked = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if asked.elapsed() < PATIENCE => std::thread::sleep(BETWEEN),
                Err(TryLockError::WouldBlock) => return Err(VaultError::InUse),
                Err(TryLockError::Error(e)) => return Err(e.into()),
            }
        }
    }

    /// Notes that the ledger is being made.
    pub(crate) fn begin_making(&mut self) -> Result<(), VaultError> {
        self.0.write_all(MAKING)?;
        Ok(self.0.sync_all()?)
    }

    /// Notes that it is made.
    pub(crate) fn end_making(&mut self) -> Result<(), VaultError> {
        Ok(self.0.set_len(0)?)
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Said outright, as a child process that is just being started may hold a copy of the handle for a moment longer.
        let _ = self.0.unlock();
    }
}

/// Whether the folder holds a ledger, whole or damaged.
///
/// # Errors
/// `NotAVault` when not; `KeysDamaged` when there is a database but no key file at all.
pub(crate) fn expect_vault(disk: &dyn Disk, folder: &Path) -> Result<(), VaultError> {
    if !folder.is_dir() {
        return Err(VaultError::NotAVault);
    }
    if any_copy(disk, folder)? {
        return Ok(());
    }
    // A creation that was cut off never was a ledger.
    if has_database(disk, folder)? && !was_being_made(folder) {
        Err(VaultError::KeysDamaged)
    } else {
        Err(VaultError::NotAVault)
    }
}

/// Whether there is a database file, whichever.
pub(crate) fn has_database(disk: &dyn Disk, folder: &Path) -> Result<bool, VaultError> {
    let is_database = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("data.") && name.ends_with(".db")
    };
    Ok(disk.list(folder)?.iter().any(is_database))
}

fn was_being_made(folder: &Path) -> bool {
    let mut start = Vec::new();
    let file = File::open(folder.join(LOCK));
    file.is_ok_and(|file| file.take(16).read_to_end(&mut start).is_ok()) && start == MAKING
}

/// Makes the folder, or takes an empty one; says whether it was made.
pub(crate) fn claim(disk: &dyn Disk, folder: &Path) -> Result<bool, VaultError> {
    if !disk.exists(folder)? {
        disk.create_dir(folder)?;
        return Ok(true);
    }
    if !folder.is_dir() || !disk.list(folder)?.is_empty() {
        return Err(VaultError::AlreadyExists);
    }
    Ok(false)
}

/// A ledger's folder for encrypted files of the moment; emptied when it is opened and when it is locked.
pub fn scratch(folder: &Path) -> PathBuf {
    folder.join(SCRATCH)
}

/// Makes the scratch folder if it is missing, and empties it as far as that can be done: what others put there, as the folders of network
/// storages, keeps nobody from his ledger.
///
/// # Errors
/// When the folder cannot be made or read.
pub(crate) fn sweep(disk: &dyn Disk, folder: &Path) -> Result<(), VaultError> {
    let scratch = scratch(folder);
    if !disk.exists(&scratch)? {
        return Ok(disk.create_dir(&scratch)?);
    }
    for left in disk.list(&scratch)? {
        let _ = disk.remove_file(&left);
    }
    Ok(())
}

/// Removes a database file with its companions, as far as they are there.
pub(crate) fn remove_database(disk: &dyn Disk, folder: &Path, database: &str) -> Result<(), VaultError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let path = folder.join(format!("{database}{ending}"));
        if disk.exists(&path)? {
            disk.remove_file(&path)?;
        }
    }
    Ok(())
}

/// Takes back a creation that failed. The key files go first: as long as one is left, so is the database that it opens.
pub(crate) fn take_back(disk: &dyn Disk, folder: &Path, database: &str, made_folder: bool) {
    let mut kept = false;
    for path in all_names(folder) {
        kept |= disk.exists(&path).unwrap_or(true) && disk.remove_file(&path).is_err();
    }
    if kept {
        return;
    }
    // What cannot be removed stays; without key files it is no ledger.
    let _ = remove_database(disk, folder, database);
    let _ = disk.remove_file(&folder.join(LOCK));
    let _ = disk.remove_dir(&folder.join(SCRATCH));
    if made_folder {
        let _ = disk.remove_dir(folder);
    }
}
