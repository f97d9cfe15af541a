//! The data key (DEK) and the keys derived from it; see FORMAT.md, "Derived keys".

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// HMAC-SHA256.
pub(crate) type HmacSha256 = Hmac<Sha256>;

/// The random key from which all others of one database are derived; never used directly.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct DataKey(pub(crate) [u8; 32]);

/// The derived keys that an open vault needs.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Keys {
    /// The database's key.
    pub(crate) db: [u8; 32],
    /// The database's salt, its first 16 bytes in the file.
    pub(crate) salt: [u8; 16],
    /// Of the operations log.
    pub(crate) audit: [u8; 32],
    /// Of the key files' MAC.
    pub(crate) slots: [u8; 32],
    /// Of the backups' MAC.
    pub(crate) backup: [u8; 32],
}

impl DataKey {
    /// HKDF-SHA256 with the vault's id as salt and one label for each key.
    pub(crate) fn derive(&self, vault: Uuid) -> Keys {
        let hkdf = Hkdf::<Sha256>::new(Some(vault.as_bytes()), &self.0);
        let mut keys = Keys { db: [0; 32], salt: [0; 16], audit: [0; 32], slots: [0; 32], backup: [0; 32] };
        for (label, out) in [
            ("zhixin/1/database", &mut keys.db[..]),
            ("zhixin/1/salt", &mut keys.salt[..]),
            ("zhixin/1/audit", &mut keys.audit[..]),
            ("zhixin/1/slots", &mut keys.slots[..]),
            ("zhixin/1/backup", &mut keys.backup[..]),
        ] {
            hkdf.expand(label.as_bytes(), out).expect("at most 32 bytes are asked for");
        }
        keys
    }
}

impl Keys {
    /// What SQLCipher takes as a raw key: `x'`, 64 hexadecimal digits of key and 32 of salt, `'`.
    pub(crate) fn keyspec(&self) -> Zeroizing<Vec<u8>> {
        let digits = b"0123456789abcdef";
        // The final length from the start, so that no copy is left behind by growing.
        let mut text = Zeroizing::new(Vec::with_capacity(99));
        text.extend_from_slice(b"x'");
        for byte in self.db.iter().chain(&self.salt) {
            text.push(digits[usize::from(byte >> 4)]);
            text.push(digits[usize::from(byte & 15)]);
        }
        text.push(b'\'');
        text
    }
}

/// A fresh HMAC-SHA256 under `key`.
pub(crate) fn hmac(key: &[u8; 32]) -> HmacSha256 {
    HmacSha256::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// HMAC-SHA256 of one piece of data.
pub(crate) fn mac(key: &[u8; 32], data: &[u8]) -> [u8; 32] {
    hmac(key).chain_update(data).finalize().into_bytes().into()
}

/// Whether `tag` is the HMAC of `data`, compared in constant time.
pub(crate) fn mac_fits(key: &[u8; 32], data: &[u8], tag: &[u8]) -> bool {
    hmac(key).chain_update(data).verify_slice(tag).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyspec_has_96_digits_and_keys_differ() {
        let keys = DataKey([7; 32]).derive(Uuid::from_u128(1));
        let spec = keys.keyspec();
        assert_eq!((spec.len(), &spec[..2], spec[98]), (99, &b"x'"[..], b'\''));
        assert!(spec[2..98].iter().all(|c| c.is_ascii_hexdigit()));
        assert_ne!(keys.db, keys.audit);
        assert_ne!(keys.db, DataKey([7; 32]).derive(Uuid::from_u128(2)).db, "another vault, other keys");
    }

    #[test]
    fn hmac_agrees_with_rfc_4231() {
        // Test case 1, whose 20-byte key is padded with zeros to the block anyway.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let tag = mac(&key, b"Hi There");
        assert_eq!(tag[..4], [0xb0, 0x34, 0x4c, 0x61]);
        assert!(mac_fits(&key, b"Hi There", &tag) && !mac_fits(&key, b"Hi there", &tag));
    }
}
