//! The ledger on disk: an encrypted folder with key files, an SQLCipher database and an operations log.
//!
//! [`Vault`] is an open, unlocked ledger. [`Vault::read`] sees one consistent snapshot, [`Vault::write`] is one transaction that is on the
//! medium when it returns. What the files hold, byte by byte, is in `FORMAT.md`.
//!
//! The crate knows SQL and files and nothing of duties being owed: it stores the value types of `method` as they are given.
//! It must never depend on another crate of this workspace than `method`. Time, random bytes and the key files' disk come in as [`World`].
//!
//! Invariants:
//! - The data key and what is derived from it exist only in zeroizing memory; no key is ever part of an SQL text.
//! - At every instant one of `keys.a` and `keys.b` is whole.
//! - No plain text of the ledger reaches the disk, and no personal text an error.
//! - An acknowledged `write` survives a killed process and a power loss.
//!
//! Tests: beside each module, and `tests/` for whole ledgers: damage, faults, crashes, leaks, and folders of released formats.

#![deny(unsafe_code)]

mod backup;
mod database;
mod disk;
mod error;
mod folder;
mod guesses;
mod key;
mod keys;
mod log;
mod search;
mod sum;
mod tables;
mod transaction;
mod vault;
mod verify;
mod world;

pub use backup::{
    BACKUP_ENDING, BackupFile, BackupManifest, BackupMark, BackupState, FoundBackup, Progress, Stage, Watch,
    backup_folder, backup_name, backups, unwatched,
};
pub use database::newest_schema;
pub use disk::{Disk, DiskFile, RealDisk};
pub use error::VaultError;
pub use folder::scratch as scratch_folder;
pub use guesses::FailedUnlocks;
pub use keys::{KdfCost, Password, RecoveryKey, Secret, SlotKind};
pub use log::{LogEntry, LogFilter, LogHead, body_hash};
pub use search::{SearchKind, SearchQuery, spelt_so};
pub use tables::{
    Attachment, AttachmentOf, BirthDates, DutyFilter, Handover, Import, ImportStep, ImportedRecord, PaperFilter,
    RecordCounts, RoutineCount, ScanPick, Seal,
};
pub use transaction::{Reading, Writing};
pub use vault::{BackupCheck, Examination, Notice, PendingRecovery, Renewal, SlotInfo, Vault, check_backup, examine};
pub use verify::{Counts, Verification};
pub use world::{Clock, FixedDay, OsRng, Rng, SystemClock, World};
