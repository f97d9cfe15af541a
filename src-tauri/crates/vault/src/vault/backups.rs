//! Backups of an open ledger, the restore drill, and a new ledger from a backup.

use std::path::Path;

use super::*;
use crate::backup::{
    BackupFile, BackupManifest, BackupMark, BackupState, Source, Stage, Watch, backup_folder, backup_name, backups,
    hex, make, superfluous, sweep_parts,
};
use crate::folder::scratch;
use crate::{Disk, LogHead};

/// What a backup holds, as it was found by opening the database in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupCheck {
    /// What it says of itself; proven.
    pub manifest: BackupManifest,
    /// What checking its database found.
    pub found: Verification,
    /// Whether each table has as many rows as the manifest says.
    pub counts_agree: bool,
}

impl BackupCheck {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.check().is_ok()
    }

    /// The gravest finding as an error.
    pub fn check(&self) -> Result<(), VaultError> {
        self.found.check()?;
        if self.counts_agree { Ok(()) } else { Err(VaultError::BackupDamaged { part: "data.db" }) }
    }
}

impl Vault {
    /// Makes a backup in the ledger's own folder and, once it is proven, removes those that are superfluous.
    ///
    /// # Errors
    /// `DatabaseDamaged` and `Chain` when the ledger is not sound, `DiskFull`, `ReadOnly`, `Stopped`, among others; then every earlier backup is
    /// still there.
    pub fn back_up(&mut self, watch: Watch<'_>) -> Result<BackupManifest, VaultError> {
        let made = make_own(&self.world, &self.folder, self.source()?, self.next_backup()?, self.entry_time(), watch)?;
        let manifest = self.note_backup(made, true)?;
        // The backup is made; what cannot be removed now is tried again after the next.
        let _ = self.prune();
        Ok(manifest)
    }

    /// Makes a backup at a place of the user's, as on a stick. What is there already is replaced only by a proven backup.
    ///
    /// `other_medium` says whether the place is on another medium than the ledger; then the ledger remembers it as such.
    ///
    /// # Errors
    /// As [`Vault::back_up`].
    pub fn back_up_to(
        &mut self,
        to: &Path,
        other_medium: bool,
        watch: Watch<'_>,
    ) -> Result<BackupManifest, VaultError> {
        let (manifest, hash) = make(&self.source()?, to, self.next_backup()?, self.entry_time(), watch)?;
        let made = Made { manifest, hash, file: name_of(to) };
        self.note(made, |state, mark| {
            if other_medium {
                state.other = Some(mark);
            }
        })
    }

    /// Remembers and logs that a backup could not be made.
    ///
    /// # Errors
    /// When that cannot be written either.
    pub fn note_failed_backup(&mut self, error: VaultError) -> Result<(), VaultError> {
        self.write(|w| {
            let state = w.backup_state()?;
            w.set_backup_state(&BackupState { failed: Some(error.code().to_owned()), ..state })?;
            w.log("backup_failed", error.code(), None)
        })
    }

    /// Proves that a backup is whole and was made with this ledger's keys, without opening the database in it.
    ///
    /// # Errors
    /// `NotABackup`, `BackupDamaged`, `NewerFormat`; `WrongPassword` when it was made under other keys, so that its password is needed.
    pub fn prove_backup(&self, file: &Path, watch: Watch<'_>) -> Result<BackupManifest, VaultError> {
        let mut file = BackupFile::open(&*self.world.disk, file)?;
        if !file.is_of(&self.keys) {
            return Err(VaultError::WrongPassword);
        }
        file.prove_data(watch)?;
        Ok(file.manifest().clone())
    }

    /// The restore drill: opens a backup with its password in the scratch folder and compares it with what it says of itself and with this
    /// ledger's operations log. The result is logged.
    ///
    /// # Errors
    /// As [`check_backup`]; `Conflict` when the backup is not of this ledger, or of a course of it that was given up.
    pub fn drill(&mut self, file: &Path, password: &Password, watch: Watch<'_>) -> Result<BackupCheck, VaultError> {
        let checked = self.drilled(file, password, watch);
        // A mistyped password says nothing about the backup.
        if matches!(checked, Err(VaultError::WrongPassword | VaultError::Stopped)) {
            return checked;
        }
        let result = checked.as_ref().map_err(|e| *e).and_then(BackupCheck::check);
        let today = self.world.clock.today();
        self.write(|w| match result {
            Ok(()) => {
                w.set_backup_state(&BackupState { drill: Some(today), ..w.backup_state()? })?;
                w.log("backup_drill", "", None)
            }
            Err(e) => w.log("backup_drill", e.code(), None),
        })?;
        checked
    }

    fn drilled(&self, file: &Path, password: &Password, watch: Watch<'_>) -> Result<BackupCheck, VaultError> {
        let checked = check_backup(&self.world, file, password, &scratch(&self.folder), watch)?;
        let ours = checked.manifest.vault == self.file.vault && log::has(self.db()?, checked.manifest.log)?;
        if ours { Ok(checked) } else { Err(VaultError::Conflict) }
    }

    /// Makes a ledger of a backup, in a folder that does not exist or is empty, and opens it.
    ///
    /// The backup is proven before anything is made, and the database is checked as it lies in the new folder before key files can open it.
    /// What a failure leaves half-made is removed; no other ledger is touched.
    ///
    /// # Errors
    /// As [`check_backup`], and `AlreadyExists`.
    pub fn restore(
        world: World,
        file: &Path,
        folder: &Path,
        password: &Password,
        watch: Watch<'_>,
    ) -> Result<Vault, VaultError> {
        let mut backup = BackupFile::open(&*world.disk, file)?;
        let (keys, key_file) = backup.unlock(password)?;
        refuse_newer(backup.manifest())?;
        backup.prove_data(watch)?;
        let made_folder = claim(&*world.disk, folder)?;
        let name = key_file.database_name();
        let made = Self::unpack(world.clone(), backup, (keys, key_file), folder, watch);
        if made.is_err() {
            take_back(&*world.disk, folder, &name, made_folder);
        }
        made
    }

    fn unpack(
        world: World,
        mut backup: BackupFile,
        (keys, file): (Keys, KeyFile),
        folder: &Path,
        watch: Watch<'_>,
    ) -> Result<Vault, VaultError> {
        let mut lock = FolderLock::take(folder)?;
        lock.begin_making()?;
        sweep(&*world.disk, folder)?;
        let path = folder.join(file.database_name());
        backup.unpack(&*world.disk, &path, watch)?;
        look_into(backup.manifest(), &path, &keys)?.check()?;
        let mut db = database::open(&path, &keys)?;
        database::migrate(&mut db)?;
        let newest = Cell::new(log::newest_time(&db)?);
        let notices = Vec::new();
        let folder = folder.to_owned();
        let mut vault = Vault { world, folder, keys, file, newest, notices, db: Some(db), _lock: lock };
        let result = vault.finish_restoring(backup.hash());
        if result.is_err() {
            // Closed here, without the writing that a lock does.
            vault.db = None;
        }
        result.map(|()| vault)
    }

    fn finish_restoring(&mut self, manifest: [u8; 32]) -> Result<(), VaultError> {
        self.write(|w| {
            // The new folder has no backups of its own yet.
            w.set_backup_state(&BackupState { own: None, failed: None, ..w.backup_state()? })?;
            w.log("restore", "", Some(manifest))
        })?;
        self.finish_files()
    }

    pub(super) fn note_backup(&mut self, made: Made, own: bool) -> Result<BackupManifest, VaultError> {
        self.note(made, |state, mark| {
            if own {
                state.own = Some(mark);
            }
        })
    }

    fn note(&mut self, made: Made, f: impl FnOnce(&mut BackupState, BackupMark)) -> Result<BackupManifest, VaultError> {
        let today = self.world.clock.today();
        let Made { manifest, hash, file } = made;
        self.write::<_, VaultError>(|w| {
            w.log("backup", &manifest.sequence.to_string(), Some(hash))?;
            let mark = BackupMark { at: manifest.at, day: today, log_seq: w.log_head()?.seq, file };
            let mut state = BackupState { sequence: manifest.sequence, failed: None, ..w.backup_state()? };
            f(&mut state, mark);
            w.set_backup_state(&state)
        })?;
        Ok(manifest)
    }

    fn source(&self) -> Result<Source<'_>, VaultError> {
        Ok(Source { world: &self.world, folder: &self.folder, db: self.db()?, keys: &self.keys, file: &self.file })
    }

    fn next_backup(&self) -> Result<u64, VaultError> {
        Ok(self.read(|r| r.backup_state())?.sequence + 1)
    }

    /// Removes superfluous backups of this ledger. Files that do not open, and those of other ledgers, are left alone.
    fn prune(&self) -> Result<(), VaultError> {
        let disk = &*self.world.disk;
        let mut ours = backups(disk, &backup_folder(&self.folder))?;
        ours.retain(|(_, manifest)| manifest.as_ref().is_ok_and(|manifest| manifest.vault == self.file.vault));
        let days: Vec<_> = ours.iter().filter_map(|(_, manifest)| Some(manifest.as_ref().ok()?.day)).collect();
        for at in superfluous(&days) {
            disk.remove_file(&ours[at].0)?;
        }
        Ok(())
    }
}

/// A backup that was made and proven, and is not noted in the ledger yet.
pub(super) struct Made {
    manifest: BackupManifest,
    hash: [u8; 32],
    file: String,
}

/// Makes a backup in the ledger's own folder, under a name that no other has.
pub(super) fn make_own(
    world: &World,
    folder: &Path,
    source: Source<'_>,
    sequence: u64,
    at: DateTime<Utc>,
    watch: Watch<'_>,
) -> Result<Made, VaultError> {
    let own = backup_folder(folder);
    if !world.disk.exists(&own)? {
        world.disk.create_dir(&own)?;
    }
    sweep_parts(&*world.disk, folder)?;
    let mut number = sequence;
    // After a roll-back the number may be taken.
    let to = loop {
        let to = own.join(backup_name(folder, world.clock.today(), number));
        if !world.disk.exists(&to)? {
            break to;
        }
        number += 1;
    };
    let (manifest, hash) = make(&source, &to, number, at, watch)?;
    Ok(Made { manifest, hash, file: name_of(&to) })
}

/// Opens the database of a backup, taken out into a folder for the moment, and checks all of it.
///
/// # Errors
/// `NotABackup`, `BackupDamaged`, `NewerFormat`, `WrongPassword`, `Stopped`, among others; what is wrong inside the database is in the result.
pub fn check_backup(
    world: &World,
    file: &Path,
    password: &Password,
    scratch: &Path,
    watch: Watch<'_>,
) -> Result<BackupCheck, VaultError> {
    let disk = &*world.disk;
    let mut backup = BackupFile::open(disk, file)?;
    let (keys, _) = backup.unlock(password)?;
    refuse_newer(backup.manifest())?;
    let path = scratch.join(format!("drill-{:016x}.db", u64::from_be_bytes(world.random())));
    backup.unpack(disk, &path, watch)?;
    let looked = if watch(crate::Progress { stage: Stage::Checking, done: 0, all: 0 }) {
        look_into(backup.manifest(), &path, &keys)
    } else {
        Err(VaultError::Stopped)
    };
    let removed = disk.remove_file(&path);
    let checked = looked?;
    removed?;
    Ok(checked)
}

fn refuse_newer(manifest: &BackupManifest) -> Result<(), VaultError> {
    let known = database::newest_schema();
    if manifest.schema > known { Err(VaultError::NewerFormat { found: manifest.schema, known }) } else { Ok(()) }
}

fn look_into(manifest: &BackupManifest, path: &Path, keys: &Keys) -> Result<BackupCheck, VaultError> {
    let db = database::inspect(path, keys)?;
    let found = verify::verify(&db, manifest.vault, &keys.audit, manifest.log)?;
    let counts_agree = found.is_clean() && database::table_counts(&db)? == manifest.counts;
    Ok(BackupCheck { manifest: manifest.clone(), found, counts_agree })
}

/// The log heads that the ledger's own backups prove and its log lacks: the whole folder but them was put back from an older copy.
///
/// Backups that do not open prove nothing and hinder nothing.
pub(super) fn lost_heads(
    disk: &dyn Disk,
    folder: &Path,
    keys: &Keys,
    db: &Connection,
) -> Result<Vec<LogHead>, VaultError> {
    let mut lost = Vec::new();
    for (path, manifest) in backups(disk, &backup_folder(folder)).unwrap_or_default() {
        let Ok(manifest) = manifest else { continue };
        if log::has(db, manifest.log)? || log::tells(db, Notice::OlderThanBackup.code(), &hex(&manifest.log.hash))? {
            continue;
        }
        if BackupFile::open(disk, &path).is_ok_and(|file| file.is_of(keys)) {
            lost.push(manifest.log);
        }
    }
    Ok(lost)
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
