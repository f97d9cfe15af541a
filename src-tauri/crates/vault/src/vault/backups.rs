//! Backups of an open ledger: made, noted, and pruned.

use std::path::Path;

use super::*;
use crate::backup::{
    BackupFile, BackupManifest, BackupMark, BackupState, FoundBackup, Source, Watch, backup_folder, backup_name,
    backups, hex, make, superfluous, sweep_parts,
};
use crate::{Disk, LogHead};

impl Vault {
    /// Makes a backup in the ledger's own folder and, once it is proven, removes those that are superfluous.
    ///
    /// # Errors
    /// `DatabaseDamaged` when pages or the structure are damaged, `DiskFull`, `ReadOnly`, `Stopped`, among others; then every earlier backup
    /// is still there. A broken operations log hinders no backup: it never heals, and the manifest says where it is broken.
    pub fn back_up(&mut self, watch: Watch<'_>) -> Result<BackupManifest, VaultError> {
        self.make_one(false, watch)
    }

    /// As [`Vault::back_up`], before something that changes much at once; what follows is not in it, so it is not the day's.
    ///
    /// # Errors
    /// As [`Vault::back_up`].
    pub fn back_up_before(&mut self, watch: Watch<'_>) -> Result<BackupManifest, VaultError> {
        self.make_one(true, watch)
    }

    fn make_one(&mut self, before_risk: bool, watch: Watch<'_>) -> Result<BackupManifest, VaultError> {
        let made = make_own(self.source()?, self.next_backup()?, self.entry_time(), watch)?;
        let manifest = self.note_backup(made, before_risk)?;
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

    pub(super) fn note_backup(&mut self, made: Made, before_risk: bool) -> Result<BackupManifest, VaultError> {
        self.note(made, |state, mark| {
            state.own = Some(mark);
            state.before_risk = before_risk;
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
        let ours: Vec<_> =
            self.own_backups()?.into_iter().filter(|(standing, _)| *standing < Standing::Other).collect();
        let days: Vec<_> = ours.iter().filter_map(|(_, (_, manifest))| Some(manifest.as_ref().ok()?.day)).collect();
        for at in superfluous(&days) {
            self.world.disk.remove_file(&ours[at].1.0)?;
        }
        Ok(())
    }

    /// The newest of the ledger's own backups to which its operations log leads; where there is none, the first of the others, if any.
    ///
    /// # Errors
    /// When the folder or the log cannot be read.
    pub fn newest_backup(&self) -> Result<Option<PathBuf>, VaultError> {
        Ok(self.own_backups()?.into_iter().next().map(|(_, (path, _))| path))
    }

    /// What is in the ledger's own folder of backups, in the order of standing, of each the newest first.
    fn own_backups(&self) -> Result<Vec<(Standing, FoundBackup)>, VaultError> {
        let db = self.db()?;
        let standing = |found: &FoundBackup| -> Result<Standing, VaultError> {
            match &found.1 {
                Ok(manifest) if manifest.vault != self.file.vault => Ok(Standing::Other),
                Ok(manifest) if log::has(db, manifest.log)? => Ok(Standing::Ours),
                Ok(_) => Ok(Standing::GivenUp),
                Err(_) => Ok(Standing::Other),
            }
        };
        let found = backups(&*self.world.disk, &backup_folder(&self.folder))?.into_iter();
        let mut all: Vec<_> =
            found.map(|found| Ok::<_, VaultError>((standing(&found)?, found))).collect::<Result<_, _>>()?;
        // Stable, so the newest of each stays first.
        all.sort_by_key(|(standing, _)| *standing);
        Ok(all)
    }
}

/// What a file among the ledger's own backups is to the ledger.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// Its operations log leads to it.
    Ours,
    /// Of a course of it that was given up when an older copy was put back; its log may be the longer one.
    GivenUp,
    /// Another ledger's, or it does not open.
    Other,
}

/// A backup that was made and proven, and is not noted in the ledger yet.
pub(super) struct Made {
    manifest: BackupManifest,
    hash: [u8; 32],
    file: String,
}

/// Makes a backup in the ledger's own folder, under a name that no other has.
pub(super) fn make_own(
    source: Source<'_>,
    sequence: u64,
    at: DateTime<Utc>,
    watch: Watch<'_>,
) -> Result<Made, VaultError> {
    let (world, folder) = (source.world, source.folder);
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

/// The backup before a migration. One that an earlier try left, of the very same log and schema, serves again, so that trying often does
/// not fill the disk.
pub(super) fn make_before_migration(source: Source<'_>) -> Result<Made, VaultError> {
    let (disk, db, vault) = (&*source.world.disk, source.db, source.file.vault);
    let (head, schema) = (log::head(db, vault)?, database::version(db)?);
    for (path, manifest) in backups(disk, &backup_folder(source.folder)).unwrap_or_default() {
        let same = manifest.is_ok_and(|found| found.vault == vault && found.log == head && found.schema == schema);
        let Some(mut file) = same.then(|| BackupFile::open(disk, &path).ok()).flatten() else { continue };
        if file.is_of(source.keys) && file.prove_data(&unwatched).is_ok() {
            return Ok(Made { manifest: file.manifest().clone(), hash: file.hash(), file: name_of(&path) });
        }
    }
    let sequence = Reading { db, vault }.backup_state()?.sequence + 1;
    let at = entry_time(source.world, &Cell::new(log::newest_time(db)?));
    make_own(source, sequence, at, &unwatched)
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
