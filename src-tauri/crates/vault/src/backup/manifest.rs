//! What a backup says of itself: `manifest.json`.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{LogHead, VaultError};

/// The version of the layout that this program writes, and the newest that it reads.
pub(crate) const FORMAT: u32 = 1;

/// What can be read of a backup without its password: which ledger, when, and how much; no name and no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupManifest {
    /// The version of the backup's layout.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The schema version of the database in it.
    pub schema: u32,
    /// The ledger's identity.
    pub vault: Uuid,
    /// The number of this backup among those of its ledger.
    pub sequence: u64,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The local day on which it was made.
    pub day: NaiveDate,
    /// How many rows each table has.
    pub counts: BTreeMap<String, u64>,
    /// Where the operations log stood.
    #[serde(with = "head")]
    pub log: LogHead,
    /// The first entry of the operations log that was missing or altered in the ledger already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken_at: Option<u64>,
    /// How many records of the ledger named one that does not exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dangling: Option<u64>,
    /// The records of the ledger were not those that its last transaction left.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub altered: bool,
    /// The parts `keys` and `data.db` by name.
    pub(crate) parts: BTreeMap<String, Part>,
}

/// The size and hash of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) size: u64,
    #[serde(serialize_with = "write_hash", deserialize_with = "read_hash")]
    pub(crate) sha256: [u8; 32],
}

impl BackupManifest {
    /// The JSON form, of which the MAC is taken.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, VaultError> {
        Ok(crate::tables::json(self)?.into_bytes())
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `NewerFormat`, or `BackupDamaged` for anything that is no manifest.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, VaultError> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let damaged = VaultError::BackupDamaged { part: super::read::MANIFEST };
        let Version { format } = serde_json::from_slice(bytes).map_err(|_| damaged)?;
        if format > FORMAT {
            return Err(VaultError::NewerFormat { found: format, known: FORMAT });
        }
        serde_json::from_slice(bytes).map_err(|_| damaged)
    }

    /// How many bytes the database in it has.
    pub fn database_size(&self) -> u64 {
        self.parts.get(super::read::DATA).map_or(0, |part| part.size)
    }
}

impl Part {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, sha256: Sha256::digest(bytes).into() }
    }
}

/// Small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write_hash<S: Serializer>(hash: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&hex(hash))
}

fn read_hash<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
    let text = String::deserialize(from)?;
    let wrong = || D::Error::custom("64 hexadecimal digits");
    if text.len() != 64 || !text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(wrong());
    }
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).map_err(|_| wrong())?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
    }
    Ok(hash)
}

/// A log head as `{"seq":…,"hash":"…"}`.
mod head {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Form {
        seq: u64,
        #[serde(serialize_with = "write_hash", deserialize_with = "read_hash")]
        hash: [u8; 32],
    }

    pub(super) fn serialize<S: Serializer>(head: &LogHead, to: S) -> Result<S::Ok, S::Error> {
        Form { seq: head.seq, hash: head.hash }.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<LogHead, D::Error> {
        let Form { seq, hash } = Form::deserialize(from)?;
        Ok(LogHead { seq, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> BackupManifest {
        BackupManifest {
            format: 1,
            program: "0.1.0".to_owned(),
            schema: 2,
            vault: Uuid::from_u128(5),
            sequence: 7,
            at: "2026-11-23T01:02:03.004Z".parse().unwrap(),
            day: "2026-11-23".parse().unwrap(),
            counts: BTreeMap::from([("persons".to_owned(), 24)]),
            log: LogHead { seq: 9, hash: [0xab; 32] },
            broken_at: None,
            dangling: None,
            altered: false,
            parts: BTreeMap::from([("keys".to_owned(), Part::of(b"abc"))]),
        }
    }

    #[test]
    fn round_trips_and_a_newer_one_is_named() {
        let bytes = sample().to_bytes().unwrap();
        assert_eq!(BackupManifest::read(&bytes).unwrap(), sample());
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(r#""log":{"seq":9,"hash":"abab"#), "{text}");
        assert!(
            !text.contains("broken_at") && !text.contains("dangling") && !text.contains("altered"),
            "as before while nothing is wrong: {text}"
        );
        let found = BackupManifest { broken_at: Some(5), dangling: Some(2), altered: true, ..sample() };
        assert_eq!(BackupManifest::read(&found.to_bytes().unwrap()).unwrap(), found);
        let newer = br#"{"format":2,"other":true}"#;
        assert_eq!(BackupManifest::read(newer).err(), Some(VaultError::NewerFormat { found: 2, known: 1 }));
    }

    #[test]
    fn what_is_no_manifest_is_refused() {
        let text = String::from_utf8(sample().to_bytes().unwrap()).unwrap();
        for wrong in [
            "",
            "{}",
            "[]",
            "{\"format\":1}",
            &text.replace("abab", "ABAB"),
            &text.replace("\"size\":3", "\"size\":-3"),
        ] {
            let e = BackupManifest::read(wrong.as_bytes()).err();
            assert_eq!(e, Some(VaultError::BackupDamaged { part: "manifest.json" }), "{wrong}");
        }
    }
}
