//! What was noticed about the files while opening.

/// Something about the files that the secretary should know, found while opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// The key files were older than the database: someone put back an earlier copy, with earlier passwords. The newer ones are in force again.
    OldKeysPutBack,
    /// The database was older than the key files: records entered after it was copied are missing.
    DatabaseRolledBack,
    /// The ledger's own backups tell of entries that the ledger lacks: the folder was put back from an older copy.
    OlderThanBackup,
    /// One of the two key files was damaged or missing, and was made anew from the other.
    KeyCopyRepaired,
}

impl Notice {
    /// Its name, in the operations log and for programs.
    pub fn code(self) -> &'static str {
        match self {
            Notice::OldKeysPutBack => "old_keys_put_back",
            Notice::DatabaseRolledBack => "database_rolled_back",
            Notice::OlderThanBackup => "older_than_backup",
            Notice::KeyCopyRepaired => "key_copy_repaired",
        }
    }
}
