//! Opening a backup and proving that it is whole and was made by whoever has the ledger's key.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::manifest::BackupManifest;
use super::{Stage, Watch, go_on};
use crate::keys::{Found, KeyFile, Keys, Secret, mac_fits};
use crate::vault::{Unlocked, unlock};
use crate::{Disk, DiskFile, VaultError};

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const MAC: &str = "manifest.mac";
pub(super) const KEYS: &str = "keys";
pub(super) const DATA: &str = "data.db";
/// What is wrong when the ZIP itself does not read.
const ARCHIVE: &str = "archive";

/// The most bytes of a manifest, and of a key file.
const SMALL: u64 = 64 * 1024;
/// So much is copied at once.
const CHUNK: usize = 64 * 1024;
/// Where the first entry's name begins in a ZIP file.
const NAME_AT: usize = 30;

type Archive = ZipArchive<BufReader<Box<dyn DiskFile>>>;

/// A backup that is open for reading. Until it is proven, nothing that it says is sure.
pub struct BackupFile {
    zip: Archive,
    manifest: BackupManifest,
    bytes: Vec<u8>,
    mac: Vec<u8>,
    keys: Vec<u8>,
}

impl BackupFile {
    /// Opens a backup and reads its small parts.
    ///
    /// # Errors
    /// `NotABackup`, `BackupDamaged`, `NewerFormat`, `NotFound`, or a failure of the file system.
    pub fn open(disk: &dyn Disk, path: &Path) -> Result<Self, VaultError> {
        let mut file = disk.open(path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => VaultError::NotFound,
            _ => e.into(),
        })?;
        let mut start = Vec::new();
        Read::by_ref(&mut file).take((NAME_AT + MANIFEST.len()) as u64).read_to_end(&mut start)?;
        // Whatever else it is, it is not for us to say that it is damaged.
        if !start.starts_with(b"PK\x03\x04") || !start.ends_with(MANIFEST.as_bytes()) {
            return Err(VaultError::NotABackup);
        }
        file.seek(SeekFrom::Start(0))?;
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
        if zip.len() != 4 {
            return Err(VaultError::BackupDamaged { part: ARCHIVE });
        }
        let bytes = small(&mut zip, MANIFEST)?;
        let manifest = BackupManifest::read(&bytes)?;
        let (mac, keys) = (small(&mut zip, MAC)?, small(&mut zip, KEYS)?);
        Ok(Self { zip, manifest, bytes, mac, keys })
    }

    /// What the backup says of itself.
    pub fn manifest(&self) -> &BackupManifest {
        &self.manifest
    }

    /// The key file that was in force, as it lies there.
    pub(crate) fn key_file(&self) -> &[u8] {
        &self.keys
    }

    /// The manifest's hash, which the operations log keeps.
    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.bytes).into()
    }

    /// Whether whoever made the backup had these keys.
    pub(crate) fn is_of(&self, keys: &Keys) -> bool {
        mac_fits(&keys.backup, &self.bytes, &self.mac)
    }

    /// What a secret of the day opens: the keys, and the key file that was in force.
    ///
    /// # Errors
    /// `WrongPassword` or `WrongRecovery`; `BackupDamaged` when the key file is not whole or the manifest is not proven by its keys; `NewerFormat`,
    /// `CostOutOfBounds`.
    pub(crate) fn unlock(&self, secret: Secret<'_>) -> Result<Unlocked, VaultError> {
        let damaged = VaultError::BackupDamaged { part: KEYS };
        if self.manifest.parts.get(KEYS) != Some(&super::manifest::Part::of(&self.keys)) {
            return Err(damaged);
        }
        let as_damage = |e| match (e, secret) {
            (VaultError::KeysDamaged, _) => damaged,
            (VaultError::WrongPassword, Secret::Recovery(_)) => VaultError::WrongRecovery,
            _ => e,
        };
        let copy = KeyFile::read(&self.keys).map_err(as_damage)?;
        let found = Found { whole: vec![copy], one_damaged: false, agree: true };
        let unlocked = unlock(&found, secret).map_err(as_damage)?;
        if unlocked.file.vault != self.manifest.vault || !self.is_of(&unlocked.keys) {
            return Err(VaultError::BackupDamaged { part: MAC });
        }
        Ok(unlocked)
    }

    /// Reads all of the database's copy and compares its hash.
    ///
    /// # Errors
    /// `BackupDamaged`, `Stopped`, or a failure of the file system.
    pub(crate) fn prove_data(&mut self, watch: Watch<'_>) -> Result<(), VaultError> {
        self.data(Stage::Proving, &mut io::sink(), watch)
    }

    /// Writes the database's copy to a file that is on the medium afterwards; a file that was half written is removed.
    pub(crate) fn unpack(&mut self, disk: &dyn Disk, to: &Path, watch: Watch<'_>) -> Result<(), VaultError> {
        let written = disk.create(to).map_err(VaultError::from).and_then(|mut file| {
            self.data(Stage::Unpacking, &mut file, watch)?;
            Ok(file.sync()?)
        });
        if written.is_err() {
            // The first error is the one to tell.
            let _ = disk.remove_file(to);
        }
        written
    }

    fn data(&mut self, stage: Stage, to: &mut dyn Write, watch: Watch<'_>) -> Result<(), VaultError> {
        let damaged = VaultError::BackupDamaged { part: DATA };
        let wanted = *self.manifest.parts.get(DATA).ok_or(damaged)?;
        let mut from = entry(&mut self.zip, DATA)?;
        if from.size() != wanted.size {
            return Err(damaged);
        }
        if copy(&mut from, to, wanted.size, stage, watch)? == wanted.sha256 { Ok(()) } else { Err(damaged) }
    }
}

/// Copies all of a stream and gives its hash.
pub(super) fn copy(
    from: &mut dyn Read,
    to: &mut dyn Write,
    all: u64,
    stage: Stage,
    watch: Watch<'_>,
) -> Result<[u8; 32], VaultError> {
    let (mut hash, mut done, mut chunk) = (Sha256::new(), 0, vec![0; CHUNK]);
    loop {
        go_on(watch, stage, done, all)?;
        let n = from.read(&mut chunk).map_err(broken_stream)?;
        if n == 0 {
            return Ok(hash.finalize().into());
        }
        hash.update(&chunk[..n]);
        to.write_all(&chunk[..n])?;
        done += n as u64;
    }
}

fn entry<'a>(
    zip: &'a mut Archive,
    name: &'static str,
) -> Result<ZipFile<'a, BufReader<Box<dyn DiskFile>>>, VaultError> {
    let file = zip.by_name(name).map_err(broken)?;
    if file.compression() != CompressionMethod::Stored || file.encrypted() || file.size() != file.compressed_size() {
        return Err(VaultError::BackupDamaged { part: ARCHIVE });
    }
    Ok(file)
}

fn small(zip: &mut Archive, name: &'static str) -> Result<Vec<u8>, VaultError> {
    let mut bytes = Vec::new();
    entry(zip, name)?.take(SMALL + 1).read_to_end(&mut bytes).map_err(|e| match broken_stream(e) {
        VaultError::BackupDamaged { .. } => VaultError::BackupDamaged { part: name },
        e => e,
    })?;
    if bytes.len() as u64 > SMALL { Err(VaultError::BackupDamaged { part: name }) } else { Ok(bytes) }
}

fn broken(e: zip::result::ZipError) -> VaultError {
    match e {
        zip::result::ZipError::Io(e) => match broken_stream(e) {
            VaultError::BackupDamaged { .. } => VaultError::BackupDamaged { part: ARCHIVE },
            e => e,
        },
        _ => VaultError::BackupDamaged { part: ARCHIVE },
    }
}

/// A wrong checksum or an early end is damage; anything else is the medium's failure.
fn broken_stream(e: io::Error) -> VaultError {
    match e.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => {
            VaultError::BackupDamaged { part: DATA }
        }
        _ => e.into(),
    }
}
