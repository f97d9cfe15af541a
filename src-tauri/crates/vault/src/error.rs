//! What can go wrong, without personal text and without paths.

use std::io;

use rusqlite::ffi;

/// Why the vault refused or failed; no message carries personal text or a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The folder does not exist or holds no key files.
    #[error("the folder holds no ledger")]
    NotAVault,
    /// There is already something where a ledger was to be made.
    #[error("there is already something at this place")]
    AlreadyExists,
    /// No slot opens with this password, and the key files are whole.
    #[error("wrong password")]
    WrongPassword,
    /// A line of the recovery text was not typed as it stands on the sheet.
    #[error("line {line} of the recovery text is mistyped")]
    RecoveryMistyped {
        /// The first wrong line, counted from 1; 0 when the text as a whole is not of the right length.
        line: u8,
    },
    /// The recovery text is typed right, but is not the one that belongs to this ledger now.
    #[error("the recovery text is of another sheet")]
    WrongRecovery,
    /// The password that must confirm a change of the slots is wrong, or not the secretary's where only his will do.
    #[error("the password does not confirm the change")]
    PasswordRefused,
    /// Two slots may not have the same password.
    #[error("the two passwords are the same")]
    PasswordsAlike,
    /// There is a second officer already, or no room for another slot.
    #[error("there is such a slot already")]
    SlotTaken,
    /// The secretary's password cannot be removed.
    #[error("the last password cannot be removed")]
    LastPassword,
    /// Writing failed so that nobody can say whether the old or the new key files count; one of them does.
    #[error("the key files may be the old or the new ones")]
    KeysUncertain,
    /// The key files name a database that is gone, and another one is there: they are from before a re-encryption.
    #[error("the key files are from before a re-encryption")]
    KeysOfBefore,
    /// Neither copy of the key files is whole.
    #[error("both key files are damaged")]
    KeysDamaged,
    /// The database file is missing, torn or altered.
    #[error("the database is damaged")]
    DatabaseDamaged,
    /// A newer program made this ledger.
    #[error("the ledger has format {found}, and this program knows formats up to {known}")]
    NewerFormat {
        /// The format version found.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// Another process has the ledger open.
    #[error("the ledger is open in another program")]
    InUse,
    /// No room is left on the medium; nothing of the attempted change was kept.
    #[error("the disk is full")]
    DiskFull,
    /// The folder or medium cannot be written.
    #[error("the folder cannot be written")]
    ReadOnly,
    /// Another failure of the file system.
    #[error("file system: {0}")]
    Io(io::ErrorKind),
    /// The key derivation asks for more or less than is accepted (see `KdfCost`).
    #[error("the key derivation's cost is out of bounds")]
    CostOutOfBounds,
    /// The computer cannot give the memory that the key derivation takes.
    #[error("not enough memory")]
    NotEnoughMemory,
    /// What is to be stored is larger than allowed.
    #[error("too large")]
    TooLarge,
    /// The record does not exist.
    #[error("no such record")]
    NotFound,
    /// Only drafts can be deleted.
    #[error("the record is not a draft")]
    NotADraft,
    /// The record contradicts others: it names one that does not exist, is named by one, or repeats a duty's key.
    #[error("the record contradicts others")]
    Conflict,
    /// The operations log is broken at this entry.
    #[error("the operations log is broken at entry {entry}")]
    Chain {
        /// The first entry that is missing or was altered.
        entry: u64,
    },
    /// The records are not those that the last transaction left.
    #[error("the records are not those that were written last")]
    Altered,
    /// The file is no backup, or damaged at its very beginning.
    #[error("the file is no backup")]
    NotABackup,
    /// The backup is torn, altered or not of the ledger that it names.
    #[error("the backup is damaged: {part}")]
    BackupDamaged {
        /// What of it: `archive`, or the part's name in it, as `data.db`.
        part: &'static str,
    },
    /// The work was stopped by whoever watched it; nothing of it is left.
    #[error("stopped")]
    Stopped,
    /// Another failure of the database engine, by its extended result code (<https://sqlite.org/rescode.html>).
    #[error("database engine: code {0}")]
    Sql(i32),
}

impl VaultError {
    /// A stable name for programs, as `wrong_password`.
    pub fn code(&self) -> &'static str {
        match self {
            VaultError::NotAVault => "not_a_vault",
            VaultError::AlreadyExists => "already_exists",
            VaultError::WrongPassword => "wrong_password",
            VaultError::RecoveryMistyped { .. } => "recovery_mistyped",
            VaultError::WrongRecovery => "wrong_recovery",
            VaultError::PasswordRefused => "password_refused",
            VaultError::PasswordsAlike => "passwords_alike",
            VaultError::SlotTaken => "slot_taken",
            VaultError::LastPassword => "last_password",
            VaultError::KeysUncertain => "keys_uncertain",
            VaultError::KeysOfBefore => "keys_of_before",
            VaultError::KeysDamaged => "keys_damaged",
            VaultError::DatabaseDamaged => "database_damaged",
            VaultError::NewerFormat { .. } => "newer_format",
            VaultError::InUse => "in_use",
            VaultError::DiskFull => "disk_full",
            VaultError::ReadOnly => "read_only",
            VaultError::Io(_) => "io",
            VaultError::CostOutOfBounds => "cost_out_of_bounds",
            VaultError::NotEnoughMemory => "not_enough_memory",
            VaultError::TooLarge => "too_large",
            VaultError::NotFound => "not_found",
            VaultError::NotADraft => "not_a_draft",
            VaultError::Conflict => "conflict",
            VaultError::Chain { .. } => "chain",
            VaultError::Altered => "altered",
            VaultError::NotABackup => "not_a_backup",
            VaultError::BackupDamaged { .. } => "backup_damaged",
            VaultError::Stopped => "stopped",
            VaultError::Sql(_) => "sql",
        }
    }
}

impl From<io::Error> for VaultError {
    fn from(e: io::Error) -> Self {
        match e.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => VaultError::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => VaultError::ReadOnly,
            kind => VaultError::Io(kind),
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match e {
            E::SqliteFailure(e, _) | E::SqlInputError { error: e, .. } => from_code(e.extended_code),
            E::QueryReturnedNoRows => VaultError::NotFound,
            // A stored value that is not what the schema says.
            E::FromSqlConversionFailure(..)
            | E::InvalidColumnType(..)
            | E::IntegralValueOutOfRange(..)
            | E::Utf8Error(..) => VaultError::DatabaseDamaged,
            _ => VaultError::Sql(ffi::SQLITE_ERROR),
        }
    }
}

fn from_code(code: i32) -> VaultError {
    match code {
        // The shared-memory index could not be made as large as needed.
        ffi::SQLITE_IOERR_SHMSIZE => VaultError::DiskFull,
        _ => match code & 0xff {
            ffi::SQLITE_FULL => VaultError::DiskFull,
            ffi::SQLITE_READONLY | ffi::SQLITE_CANTOPEN | ffi::SQLITE_PERM => VaultError::ReadOnly,
            ffi::SQLITE_NOTADB | ffi::SQLITE_CORRUPT => VaultError::DatabaseDamaged,
            ffi::SQLITE_BUSY => VaultError::InUse,
            ffi::SQLITE_CONSTRAINT => VaultError::Conflict,
            ffi::SQLITE_NOMEM => VaultError::NotEnoughMemory,
            _ => VaultError::Sql(code),
        },
    }
}
