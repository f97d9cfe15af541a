//! What the ledger remembers of its backups, in its settings.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{Reading, VaultError, Writing, log};

const BACKUPS: &str = "backups";

/// What the ledger knows of its backups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupState {
    /// The number of the newest backup.
    pub sequence: u64,
    /// The newest one in the ledger's own folder.
    pub own: Option<BackupMark>,
    /// Whether that one was made before something that changed much at once, which is not in it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub before_risk: bool,
    /// The newest one on another medium.
    pub other: Option<BackupMark>,
    /// The day of the last restore drill that succeeded.
    pub drill: Option<NaiveDate>,
    /// Why the newest try to make one failed, as an error's code; none once one was made.
    pub failed: Option<String>,
}

/// A backup that was made and proven where it lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupMark {
    /// When.
    pub at: DateTime<Utc>,
    /// The day by the computer's clock.
    pub day: NaiveDate,
    /// The number of its entry in the operations log.
    pub log_seq: u64,
    /// The file's name, without its folder.
    pub file: String,
}

impl Reading<'_> {
    /// What the ledger remembers of its backups.
    pub fn backup_state(&self) -> Result<BackupState, VaultError> {
        match self.setting(BACKUPS)? {
            Some(value) => serde_json::from_value(value).map_err(|_| VaultError::DatabaseDamaged),
            None => Ok(BackupState::default()),
        }
    }

    /// Whether anything was done since the newest backup in the ledger's own folder but unlocking, locking and backing up.
    pub fn changed_since_backup(&self) -> Result<bool, VaultError> {
        let since = self.backup_state()?.own.map_or(0, |mark| mark.log_seq);
        log::any_after(self.db, since, PASSIVE)
    }
}

impl Writing<'_> {
    pub(crate) fn set_backup_state(&self, state: &BackupState) -> Result<(), VaultError> {
        let value = serde_json::to_value(state).map_err(|_| VaultError::DatabaseDamaged)?;
        self.set_setting(BACKUPS, &value)
    }
}

/// What leaves the records as they were.
const PASSIVE: &[&str] = &["create", "unlock", "lock", "restore", "backup", "backup_failed", "backup_drill"];
