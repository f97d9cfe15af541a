//! What the user double-clicked in the file manager: a ledger to open, or a backup to restore.
//!
//! It is taken up when the ledger is locked: at the start, or else at the next lock. So nothing that is being written is put aside by it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The two copies of the key file; a ledger is a folder, and file managers open only what lies in it.
const KEYS: [&str; 2] = ["keys.a", "keys.b"];

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The folder of a ledger.
    Ledger(PathBuf),
    /// A backup file.
    Backup(PathBuf),
}

impl Asked {
    /// What a path on the command line asks for; `from` is where it was given. None for anything else.
    pub(crate) fn read(path: &OsStr, from: &Path) -> Option<Self> {
        let path = from.join(path);
        if path.is_dir() {
            return Some(Self::Ledger(path));
        }
        if !path.is_file() {
            return None;
        }
        let is_backup = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(desk::BACKUP_ENDING));
        match path.file_name().and_then(OsStr::to_str) {
            Some(name) if KEYS.contains(&name) => path.parent().map(|folder| Self::Ledger(folder.to_path_buf())),
            _ if is_backup => Some(Self::Backup(path)),
            _ => None,
        }
    }
}

/// What waits to be taken up.
#[derive(Debug, Default)]
pub(crate) struct Waiting(Mutex<Option<Asked>>);

impl Waiting {
    pub(crate) fn new(asked: Option<Asked>) -> Self {
        Self(Mutex::new(asked))
    }

    /// Only what was asked for last counts.
    pub(crate) fn put(&self, asked: Asked) {
        *self.slot() = Some(asked);
    }

    /// The ledger that was asked for, once.
    pub(crate) fn take_ledger(&self) -> Option<PathBuf> {
        let mut slot = self.slot();
        match slot.take() {
            Some(Asked::Ledger(folder)) => Some(folder),
            other => {
                *slot = other;
                None
            }
        }
    }

    pub(crate) fn asks_for_ledger(&self) -> bool {
        matches!(*self.slot(), Some(Asked::Ledger(_)))
    }

    /// The backup that was asked for; it stays until [`Waiting::clear`], as a password may be mistyped.
    pub(crate) fn backup(&self) -> Option<PathBuf> {
        match &*self.slot() {
            Some(Asked::Backup(file)) => Some(file.clone()),
            _ => None,
        }
    }

    pub(crate) fn clear(&self) {
        *self.slot() = None;
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Asked>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_named_by_its_folder_or_its_key_file_and_a_backup_by_its_ending() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("支部.zhixin");
        std::fs::create_dir(&folder).unwrap();
        for file in ["支部.zhixin/keys.a", "支部.zhixin/data.1.db", "支部-2026-11-23-1.zhixinbak", "信.txt"] {
            std::fs::write(home.path().join(file), "x").unwrap();
        }
        let read = |path: &str| Asked::read(OsStr::new(path), home.path());
        assert_eq!(read("支部.zhixin"), Some(Asked::Ledger(folder.clone())));
        assert_eq!(read("支部.zhixin/keys.a"), Some(Asked::Ledger(folder.clone())));
        assert_eq!(Asked::read(folder.as_os_str(), Path::new("/")), Some(Asked::Ledger(folder)), "a whole path");
        let backup = home.path().join("支部-2026-11-23-1.zhixinbak");
        assert_eq!(read("支部-2026-11-23-1.zhixinbak"), Some(Asked::Backup(backup)));
        for nothing in ["信.txt", "没有.zhixin", "没有.zhixinbak", "支部.zhixin/data.1.db"] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_ledger_is_taken_once_and_a_backup_stays_until_it_is_cleared() {
        let waiting = Waiting::new(Some(Asked::Backup("/a.zhixinbak".into())));
        assert!(!waiting.asks_for_ledger());
        assert_eq!(waiting.take_ledger(), None);
        assert_eq!(waiting.backup(), Some("/a.zhixinbak".into()));
        assert_eq!(waiting.backup(), Some("/a.zhixinbak".into()));
        waiting.clear();
        assert_eq!(waiting.backup(), None);
        waiting.put(Asked::Ledger("/b.zhixin".into()));
        assert!(waiting.asks_for_ledger() && waiting.backup().is_none());
        assert_eq!(waiting.take_ledger(), Some("/b.zhixin".into()));
        assert_eq!(waiting.take_ledger(), None);
    }
}
