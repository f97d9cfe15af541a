//! Checking a ledger without opening it, so that one that does not open is told where it is broken.

use std::path::Path;

use super::unlock;
use crate::folder::{FolderLock, expect_vault};
use crate::keys::{Found, Password, Secret, read_copy};
use crate::verify::{self, Verification};
use crate::{FailedUnlocks, VaultError, World, database};

/// What was found in a ledger's folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examination {
    /// The files that are missing or damaged, the gravest last: `keys.a`, `keys.b`, `data.….db`.
    pub damaged_files: Vec<String>,
    /// What checking the database found; nothing when it could not be opened.
    pub found: Verification,
}

impl Examination {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.damaged_files.is_empty() && self.found.is_clean()
    }
}

/// Checks key files, pages, structure, references and the operations log of a ledger that nobody has open. Nothing is mended, logged or
/// brought up to date; only what a crash left in the write-ahead log goes into the database file, and a wrong password is counted.
///
/// # Errors
/// `NotAVault`, `InUse`, `WrongPassword`, `NewerFormat`, among others; what is damaged is in the result.
pub fn examine(world: &World, folder: &Path, password: &Password) -> Result<Examination, VaultError> {
    let mut examination = Examination::default();
    match expect_vault(&*world.disk, folder) {
        // There is a database and no key file.
        Err(VaultError::KeysDamaged) => {
            examination.damaged_files = vec!["keys.a".to_owned(), "keys.b".to_owned()];
            return Ok(examination);
        }
        other => other?,
    }
    let _lock = FolderLock::take(folder)?;
    let mut copies = Vec::new();
    for name in ["keys.a", "keys.b"] {
        match read_copy(&*world.disk, folder, name) {
            Ok(copy) => copies.push((name, copy)),
            Err(e @ VaultError::NewerFormat { .. }) => return Err(e),
            Err(_) => examination.damaged_files.push(name.to_owned()),
        }
    }
    if copies.is_empty() {
        return Ok(examination);
    }
    let mut whole: Vec<_> = copies.iter().map(|(_, copy)| copy.clone()).collect();
    whole.sort_by_key(|copy| std::cmp::Reverse(copy.file.sequence));
    let found = Found { whole, one_damaged: false, agree: true };
    let unlocked = match unlock(&found, Secret::Password(password)) {
        Err(VaultError::WrongPassword) => {
            FailedUnlocks::add(world, folder);
            return Err(VaultError::WrongPassword);
        }
        Err(VaultError::KeysDamaged) => {
            examination.damaged_files = vec!["keys.a".to_owned(), "keys.b".to_owned()];
            return Ok(examination);
        }
        other => other?,
    };
    let forged = copies.iter().filter(|(_, copy)| !copy.is_authentic(&unlocked.keys.slots));
    examination.damaged_files.extend(forged.map(|(name, _)| (*name).to_owned()));

    let (keys, file) = (unlocked.keys, unlocked.file);
    let path = folder.join(file.database_name());
    let checked = || {
        // First, as a damaged page may hinder the opening.
        let (damaged_pages, first_page) = verify::pages(&database::inspect(&path, &keys)?)?;
        if damaged_pages > 0 {
            return Ok(Verification { damaged_pages, first_page, ..Verification::default() });
        }
        verify::verify(&database::open(&path, &keys)?, file.vault, &keys.audit, file.head)
    };
    match checked() {
        Ok(found) => examination.found = found,
        Err(VaultError::DatabaseDamaged) => examination.damaged_files.push(file.database_name()),
        Err(e) => return Err(e),
    }
    Ok(examination)
}
