//! Backups of the ledger: making, checking, restoring, and what is remembered of them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ErrorCode;

/// What a long piece of work is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkStage {
    /// The ledger is copied as it is at this moment.
    Copying,
    /// The copy is checked.
    Checking,
    /// The backup is written.
    Packing,
    /// It is read back and proven.
    Proving,
    /// The ledger is taken out of a backup.
    Unpacking,
    /// Sheets are laid out for printing; they are counted instead of bytes.
    Sheets,
    /// Scanned pages are read; they are counted instead of bytes.
    Scans,
    /// Ledgers are read for a workbook; they are counted instead of bytes.
    Ledgers,
}

/// How far a long piece of work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WorkView {
    /// What is being done.
    pub stage: WorkStage,
    /// Bytes of the stage that are done, or sheets.
    #[ts(type = "number")]
    pub done: u64,
    /// And how many there are; 0 where that is not known.
    #[ts(type = "number")]
    pub all: u64,
}

/// The request to make a backup.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BackupMake {
    /// Where to.
    pub to: BackupTo,
}

/// Where a backup is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BackupTo {
    /// In the ledger's own folder of backups.
    Default,
    /// Where the user says, as on a stick; the host asks.
    Chosen,
}

/// A backup that was made and proven where it lies.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BackupMade {
    /// The backup.
    pub backup: BackupView,
    /// Whether it lies on another medium than the ledger; a copy on the same disk is lost with it.
    pub other_medium: bool,
}

/// A backup file as it describes itself; no name of a person or branch is in it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BackupView {
    /// The file's name, without its folder.
    pub file: String,
    /// What it holds; none when the file does not open.
    pub contents: Option<BackupContents>,
    /// Why it does not open.
    pub problem: Option<ErrorCode>,
}

/// What a backup holds.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BackupContents {
    /// The local day on which it was made.
    pub day: NaiveDate,
    /// When.
    pub at: DateTime<Utc>,
    /// Its number among the ledger's backups.
    pub sequence: u32,
    /// The ledger's identity; the same for every backup of one ledger.
    pub vault: String,
    /// The version of the program that made it.
    pub program: String,
    /// How many bytes the database in it has.
    pub size: u64,
    /// How many persons.
    pub persons: u32,
    /// How many talks.
    pub talks: u32,
    /// How many visits.
    pub visits: u32,
    /// How many entries of the operations log.
    pub log_entries: u32,
}

/// The request to check a backup.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BackupVerify {
    /// One of the ledger's own, by its name in `backup_list`; none asks the user for a file.
    #[serde(default)]
    pub file: Option<String>,
    /// The password of the day on which it was made. With it the database inside is opened and checked whole; without it the file is
    /// proven by the keys of the unlocked ledger, and a backup from before a re-encryption answers `wrong_password`.
    #[serde(default)]
    pub password: Option<String>,
}

/// What checking a backup found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BackupReport {
    /// The backup.
    pub backup: BackupView,
    /// Whether everything is as it should be.
    pub sound: bool,
    /// Whether the database inside was opened and checked whole, not only the file.
    pub opened: bool,
    /// What is wrong, as codes with the place: `part:data.db`, and those of `vault_verify`. What was wrong in the ledger already, as a broken
    /// operations log, stands here too and leaves the backup `sound`.
    pub faults: Vec<String>,
}

/// The request to make a ledger of a backup, in a new folder that the user chooses; the ledger that was open is locked and stays as it is.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BackupRestore {
    /// One of the ledger's own, by its name in `backup_list`; none asks the user for a file.
    #[serde(default)]
    pub file: Option<String>,
    /// The password of the day on which it was made; otherwise the two below.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub password: Option<String>,
    /// The text of the recovery sheet that counted on that day.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub text: Option<String>,
    /// With the sheet: the secretary's password from now on.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub new_password: Option<String>,
}

/// The request for the restore drill: the newest backup is opened with the password, compared and thrown away again.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BackupDrill {
    /// The ledger's password.
    pub password: String,
}

/// The request to check the ledger at the chosen place without opening it.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VaultExamine {
    /// The password.
    pub password: String,
}

/// What is known of the ledger's backups.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BackupStatus {
    /// The folder of the ledger's own backups, for showing only.
    pub folder: String,
    /// The newest in that folder.
    pub own: Option<BackupMarkView>,
    /// The newest on another medium.
    pub other: Option<BackupMarkView>,
    /// The day of the last restore drill that succeeded.
    pub drill: Option<NaiveDate>,
    /// Whether anything was entered since the newest one in that folder.
    pub changed: bool,
    /// Why the newest try failed; none when it did not.
    pub failed: Option<ErrorCode>,
    /// What the secretary should be reminded of, the most urgent first.
    pub reminders: Vec<BackupReminder>,
}

/// A backup that was proven when it was made.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BackupMarkView {
    /// The day.
    pub day: NaiveDate,
    /// When.
    pub at: DateTime<Utc>,
    /// The file's name, without its folder.
    pub file: String,
    /// How many days ago; 0 also when the clock was set back.
    pub days: u32,
}

/// What the secretary should be reminded of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BackupReminder {
    /// The newest try to make a backup failed.
    Failed,
    /// No backup on another medium is newer than seven days.
    OtherMediumDue,
    /// No restore drill succeeded within 31 days.
    DrillDue,
}

macro_rules! without_password {
    ($($request:ident),*) => {$(
        impl std::fmt::Debug for $request {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($request), " { .. }"))
            }
        }
    )*};
}

without_password!(BackupVerify, BackupRestore, BackupDrill, VaultExamine);
