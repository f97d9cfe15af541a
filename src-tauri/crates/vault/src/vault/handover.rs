//! Handing a ledger over (交接): nothing that the predecessor knows opens it afterwards, and which copies of before his password still opens.

use std::path::{Path, PathBuf};

use super::Vault;
use super::unlock;
use crate::VaultError;
use crate::backup::{BackupFile, backup_folder, backups};
use crate::keys::{KdfCost, KeyFile, Password, Secret, Slot, read_best};

impl Vault {
    /// Encrypts the ledger anew for a successor: from then on `new` is its only secret. Neither the earlier password nor the second
    /// officer's nor any recovery sheet opens it.
    ///
    /// # Errors
    /// `PasswordsAlike` when the new password is the old one; otherwise as [`Vault::reencrypt`].
    pub fn pass_on(&mut self, password: &Password, new: &Password, cost: KdfCost) -> Result<(), VaultError> {
        if password.bytes() == new.bytes() {
            return Err(VaultError::PasswordsAlike);
        }
        self.rekey(password, new, None, false, cost)
    }

    /// Whether a password opens the ledger as it lies on the disk. Really tried, and not counted as a guess.
    ///
    /// # Errors
    /// When the key files cannot be read.
    pub fn opens_with(&self, password: &Password) -> Result<bool, VaultError> {
        let found = read_best(&*self.world.disk, &self.folder)?;
        opened(unlock(&found, Secret::Password(password)).map(drop))
    }

    /// This ledger's backups in its own folder, newest first, and which of them a password opens. Each kind of lock is tried once, as
    /// trying takes about a second; files that are damaged or no backups are left out.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read: then nobody knows what the password opens.
    pub fn backups_opened_by(&self, password: &Password) -> Result<Vec<(PathBuf, bool)>, VaultError> {
        let mut tried = Vec::new();
        let mut all = Vec::new();
        for (path, _) in backups(&*self.world.disk, &backup_folder(&self.folder))? {
            match self.opens_backup(&path, password, &mut tried) {
                Ok(Some(opens)) => all.push((path, opens)),
                Ok(None) => {}
                Err(e) if is_unusable(&e) => {}
                Err(e) => return Err(e),
            }
        }
        Ok(all)
    }

    /// Whether a password opens a backup; none for another ledger's. `tried` keeps what each kind of lock said.
    fn opens_backup(
        &self,
        path: &Path,
        password: &Password,
        tried: &mut Vec<(Vec<Slot>, bool)>,
    ) -> Result<Option<bool>, VaultError> {
        let file = BackupFile::open(&*self.world.disk, path)?;
        if file.manifest().vault != self.file.vault {
            return Ok(None);
        }
        let slots = file.slots()?;
        if let Some((_, opens)) = tried.iter().find(|(other, _)| *other == slots) {
            return Ok(Some(*opens));
        }
        let opens = opened(file.unlock(Secret::Password(password)).map(drop))?;
        tried.push((slots, opens));
        Ok(Some(opens))
    }

    /// Removes a backup of before a re-encryption from the ledger's own folder. The log tells of it.
    ///
    /// # Errors
    /// `Conflict` for one under the present keys, for another ledger's, and when none under the present keys is there yet; `NotFound`.
    pub fn remove_old_backup(&mut self, name: &str) -> Result<(), VaultError> {
        let disk = self.world.disk.clone();
        let own = backups(&*disk, &backup_folder(&self.folder))?;
        let is_current = |path: &Path| BackupFile::open(&*disk, path).is_ok_and(|file| file.is_of(&self.keys));
        if !own.iter().any(|(path, _)| is_current(path)) {
            return Err(VaultError::Conflict);
        }
        let found =
            own.into_iter().find(|(path, _)| path.file_name().is_some_and(|found| found.to_str() == Some(name)));
        let (path, manifest) = found.ok_or(VaultError::NotFound)?;
        if manifest?.vault != self.file.vault || is_current(&path) {
            return Err(VaultError::Conflict);
        }
        let hash = BackupFile::open(&*disk, &path)?.hash();
        // Logged first: a removal that is not known would look like a loss.
        self.write::<_, VaultError>(|w| w.log("backup_remove", "", Some(hash)))?;
        disk.remove_file(&path)?;
        Ok(disk.sync_dir(&backup_folder(&self.folder))?)
    }
}

fn opened(tried: Result<(), VaultError>) -> Result<bool, VaultError> {
    match tried {
        Ok(()) => Ok(true),
        Err(VaultError::WrongPassword) => Ok(false),
        Err(e) => Err(e),
    }
}

/// Whether nobody can restore such a file, whatever he knows.
fn is_unusable(e: &VaultError) -> bool {
    use VaultError::{BackupDamaged, CostOutOfBounds, KeysDamaged, NewerFormat, NotABackup, NotFound};
    matches!(e, BackupDamaged { .. } | CostOutOfBounds | KeysDamaged | NewerFormat { .. } | NotABackup | NotFound)
}

impl BackupFile {
    /// The ways into the backup.
    fn slots(&self) -> Result<Vec<Slot>, VaultError> {
        Ok(KeyFile::read(self.key_file())?.file.slots)
    }
}
