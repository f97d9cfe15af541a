//! Reading the better of the two key files, and writing both so that one is whole at every instant.

use std::path::{Path, PathBuf};

use super::KeyFile;
use super::file::{LARGEST, Unproven};
use crate::{Disk, VaultError};

/// The two copies, in the order in which they are written.
const COPIES: [&str; 2] = ["keys.b", "keys.a"];

/// What the two copies say.
pub(crate) struct Found {
    /// The whole copies, the one to believe first.
    pub(crate) whole: Vec<Unproven>,
    /// Whether a copy was damaged or missing.
    pub(crate) one_damaged: bool,
    /// Whether both copies are whole and the same.
    pub(crate) agree: bool,
}

/// Whether the folder has a key file, whole or not.
pub(crate) fn any_copy(disk: &dyn Disk, folder: &Path) -> Result<bool, VaultError> {
    for name in COPIES {
        if disk.exists(&folder.join(name))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Reads one copy; a file that is too large to be one is not taken into memory.
pub(crate) fn read_copy(disk: &dyn Disk, folder: &Path, name: &str) -> Result<Unproven, VaultError> {
    let path = folder.join(name);
    if disk.size(&path).map_err(|_| VaultError::KeysDamaged)? > LARGEST as u64 {
        return Err(VaultError::KeysDamaged);
    }
    KeyFile::read(&disk.read(&path).map_err(|_| VaultError::KeysDamaged)?)
}

/// Reads both copies, the one with the highest sequence number first.
///
/// # Errors
/// `NewerFormat` when a whole copy is of a newer version, otherwise `KeysDamaged` or `CostOutOfBounds` when no copy can be used.
pub(crate) fn read_best(disk: &dyn Disk, folder: &Path) -> Result<Found, VaultError> {
    let mut found = Found { whole: Vec::new(), one_damaged: false, agree: false };
    let mut worst = VaultError::KeysDamaged;
    for name in COPIES.iter().rev() {
        match read_copy(disk, folder, name) {
            Ok(copy) => found.whole.push(copy),
            Err(e @ VaultError::NewerFormat { .. }) => return Err(e),
            Err(e) => {
                found.one_damaged = true;
                if e == VaultError::CostOutOfBounds {
                    worst = e;
                }
            }
        }
    }
    // Stable: of two equal ones `keys.a` stays first.
    found.whole.sort_by_key(|copy| std::cmp::Reverse(copy.file.sequence));
    match &found.whole[..] {
        [] => Err(worst),
        [one, other] => {
            found.agree = one.bytes() == other.bytes();
            Ok(found)
        }
        _ => Ok(found),
    }
}

/// Why the two copies could not be written.
pub(crate) struct Unwritten {
    /// What failed.
    pub(crate) error: VaultError,
    /// Whether a copy may have been replaced already, so that the new one may be in force.
    pub(crate) may_count: bool,
}

impl From<Unwritten> for VaultError {
    fn from(unwritten: Unwritten) -> Self {
        unwritten.error
    }
}

/// Writes both copies: `keys.b`, and `keys.a` only once `keys.b` has been read back.
pub(crate) fn write_both(disk: &dyn Disk, folder: &Path, bytes: &[u8]) -> Result<(), Unwritten> {
    let mut may_count = false;
    COPIES
        .iter()
        .try_for_each(|name| write_one(disk, folder, name, bytes, &mut may_count))
        .map_err(|error| Unwritten { error, may_count })
}

fn write_one(disk: &dyn Disk, folder: &Path, name: &str, bytes: &[u8], may_count: &mut bool) -> Result<(), VaultError> {
    let (fresh, path) = (folder.join(format!("{name}.tmp")), folder.join(name));
    disk.write_synced(&fresh, bytes)?;
    *may_count = true;
    disk.rename(&fresh, &path)?;
    disk.sync_dir(folder)?;
    if disk.read(&path)? != bytes {
        return Err(VaultError::KeysDamaged);
    }
    Ok(())
}

/// All names that key files may have, for cleaning up after a failed creation.
pub(crate) fn all_names(folder: &Path) -> Vec<PathBuf> {
    COPIES.iter().flat_map(|name| [folder.join(name), folder.join(format!("{name}.tmp"))]).collect()
}
