//! The restore drill, and a new ledger from a backup.

use std::path::Path;

use super::slots::Renewal;
use super::*;
use crate::backup::{BackupFile, BackupManifest, BackupState, Stage, Watch};
use crate::folder::scratch;

/// What a backup holds, as it was found by opening the database in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupCheck {
    /// What it says of itself; proven.
    pub manifest: BackupManifest,
    /// What checking its database found, with what the manifest says was wrong in the ledger already.
    pub found: Verification,
    /// Whether each table has as many rows as the manifest says.
    pub counts_agree: bool,
}

impl BackupCheck {
    /// Whether it is as it was made, and so as good as the ledger was then.
    pub fn is_sound(&self) -> bool {
        self.check().is_ok()
    }

    /// The gravest finding that the manifest does not tell, as an error.
    pub fn check(&self) -> Result<(), VaultError> {
        let Self { manifest, found, counts_agree } = self;
        let unheard = Verification {
            first_broken: found.first_broken.filter(|entry| manifest.broken_at != Some(*entry)),
            dangling: if manifest.dangling == Some(found.dangling) { 0 } else { found.dangling },
            altered: found.altered && !manifest.altered,
            ..found.clone()
        };
        unheard.check()?;
        if *counts_agree { Ok(()) } else { Err(VaultError::BackupDamaged { part: "data.db" }) }
    }
}

impl Vault {
    /// The restore drill: opens a backup with a secret of its day in the scratch folder and compares it with what it says of itself and with this
    /// ledger's operations log. The result is logged.
    ///
    /// # Errors
    /// As [`check_backup`]; `Conflict` when the backup is not of this ledger, or of a course of it that was given up.
    pub fn drill<'a>(
        &mut self,
        file: &Path,
        secret: impl Into<Secret<'a>>,
        watch: Watch<'_>,
    ) -> Result<BackupCheck, VaultError> {
        let checked = self.drilled(file, secret.into(), watch);
        // A mistyped secret says nothing about the backup.
        if matches!(checked, Err(VaultError::WrongPassword | VaultError::WrongRecovery | VaultError::Stopped)) {
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

    fn drilled(&self, file: &Path, secret: Secret<'_>, watch: Watch<'_>) -> Result<BackupCheck, VaultError> {
        let checked = check_backup(&self.world, file, secret, &scratch(&self.folder), watch)?;
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
        Self::restore_with(world, file, folder, Secret::Password(password), None, watch)
    }

    /// As [`Vault::restore`] with the recovery sheet of the backup's day, when the password is forgotten: the ledger gets a new password in
    /// place of the secretary's. The sheet stays good for it.
    ///
    /// # Errors
    /// As [`Vault::restore`]; `WrongRecovery` when the sheet is of another ledger or was made after the backup, `PasswordsAlike`.
    pub fn restore_by_sheet(
        world: World,
        file: &Path,
        folder: &Path,
        key: &RecoveryKey,
        renewal: Renewal<'_>,
        watch: Watch<'_>,
    ) -> Result<Vault, VaultError> {
        Self::restore_with(world, file, folder, Secret::Recovery(key), Some(renewal), watch)
    }

    fn restore_with(
        world: World,
        file: &Path,
        folder: &Path,
        secret: Secret<'_>,
        renewal: Option<Renewal<'_>>,
        watch: Watch<'_>,
    ) -> Result<Vault, VaultError> {
        let mut backup = BackupFile::open(&*world.disk, file)?;
        let unlocked = backup.unlock(secret)?;
        refuse_newer(backup.manifest())?;
        backup.prove_data(watch)?;
        let made_folder = claim(&*world.disk, folder)?;
        let name = unlocked.file.database_name();
        let made = Self::unpack(world.clone(), backup, unlocked, folder, renewal, watch);
        if made.is_err() {
            take_back(&*world.disk, folder, &name, made_folder);
        }
        made
    }

    fn unpack(
        world: World,
        mut backup: BackupFile,
        Unlocked { data_key, keys, file, .. }: Unlocked,
        folder: &Path,
        renewal: Option<Renewal<'_>>,
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
        sum::watch(&db)?;
        let newest = Cell::new(log::newest_time(&db)?);
        let notices = Vec::new();
        let folder = folder.to_owned();
        let mut vault = Vault { world, folder, keys, file, newest, notices, db: Some(db), _lock: lock };
        let result = vault.finish_restoring(backup.hash()).and_then(|()| match renewal {
            Some(renewal) => vault.renew_secretary(&data_key, renewal),
            None => Ok(()),
        });
        if result.is_err() {
            // Closed here, without the writing that a lock does.
            vault.db = None;
        }
        result.map(|()| vault)
    }

    fn finish_restoring(&mut self, manifest: [u8; 32]) -> Result<(), VaultError> {
        self.write(|w| {
            // The new folder has no backups of its own yet.
            w.set_backup_state(&BackupState { own: None, before_risk: false, failed: None, ..w.backup_state()? })?;
            w.leave_papers_out()?;
            w.log("restore", "", Some(manifest))
        })?;
        self.finish_files()
    }
}

/// Opens the database of a backup, taken out into a folder for the moment, and checks all of it.
///
/// # Errors
/// `NotABackup`, `BackupDamaged`, `NewerFormat`, `WrongPassword`, `WrongRecovery`, `Stopped`, among others; what is wrong inside the database is in the result.
pub fn check_backup<'a>(
    world: &World,
    file: &Path,
    secret: impl Into<Secret<'a>>,
    scratch: &Path,
    watch: Watch<'_>,
) -> Result<BackupCheck, VaultError> {
    let disk = &*world.disk;
    let mut backup = BackupFile::open(disk, file)?;
    let Unlocked { keys, .. } = backup.unlock(secret.into())?;
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
    // Damaged pages cannot be counted.
    let counts_agree = found.expect_whole().is_ok() && database::table_counts(&db)? == manifest.counts;
    Ok(BackupCheck { manifest: manifest.clone(), found, counts_agree })
}
