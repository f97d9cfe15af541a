//! From a secret to the data key: which copy of the key files counts, and whether it is genuine.

use crate::VaultError;
use crate::keys::{DataKey, Found, KeyFile, Keys, Secret, Unproven};

/// What a secret opened.
pub(crate) struct Unlocked {
    pub(crate) data_key: DataKey,
    pub(crate) keys: Keys,
    /// The key file that the keys prove.
    pub(crate) file: KeyFile,
    /// Whether the other whole copy is not proven by them.
    pub(crate) one_forged: bool,
}

/// Opens the newest whole copy of the key files.
pub(crate) fn unlock(found: &Found, secret: Secret<'_>) -> Result<Unlocked, VaultError> {
    let mut worst = VaultError::WrongPassword;
    for copy in &found.whole {
        let vault = copy.file.vault;
        let opened = copy.file.slots.iter().find_map(|slot| match slot.open(vault, secret) {
            Err(VaultError::WrongPassword) => None,
            other => Some(other),
        });
        let Some(opened) = opened else {
            // The secret is judged by the newest whole copy alone, and costs one derivation for each slot.
            return Err(worst);
        };
        let data_key = opened?;
        let keys = data_key.derive(vault);
        if copy.is_authentic(&keys.slots) {
            // One that names another database is under other keys: a re-encryption was cut off between the two copies.
            let fine = |other: &Unproven| other.file.database != copy.file.database || other.is_authentic(&keys.slots);
            let one_forged = !found.whole.iter().all(fine);
            return Ok(Unlocked { data_key, keys, file: copy.file.clone(), one_forged });
        }
        worst = VaultError::KeysDamaged;
    }
    Err(worst)
}
