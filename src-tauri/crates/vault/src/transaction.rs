//! What is done inside one snapshot ([`Reading`]) or one transaction ([`Writing`]); the record types are in `tables`.

use std::cell::Cell;
use std::ops::Deref;

use chrono::{DateTime, SubsecRound, Utc};
use rusqlite::Connection;
use uuid::Uuid;

use crate::{LogEntry, LogFilter, LogHead, VaultError, World, log};

/// One consistent snapshot of the ledger.
pub struct Reading<'v> {
    pub(crate) db: &'v Connection,
    pub(crate) vault: Uuid,
}

/// One transaction: everything in it is kept, or nothing. Reads inside it see what it has written.
pub struct Writing<'v> {
    pub(crate) reading: Reading<'v>,
    pub(crate) world: &'v World,
    pub(crate) audit: &'v [u8; 32],
    pub(crate) newest: &'v Cell<Option<DateTime<Utc>>>,
}

impl<'v> Deref for Writing<'v> {
    type Target = Reading<'v>;

    fn deref(&self) -> &Reading<'v> {
        &self.reading
    }
}

impl Reading<'_> {
    /// The newest `limit` entries of the operations log, newest first.
    pub fn log(&self, limit: usize) -> Result<Vec<LogEntry>, VaultError> {
        log::entries(self.db, limit)
    }

    /// The entries of the operations log that the filter lets through, newest first.
    pub fn log_entries(&self, filter: &LogFilter) -> Result<Vec<LogEntry>, VaultError> {
        log::picked(self.db, filter)
    }

    /// The actions that occur in the operations log, in alphabetical order.
    pub fn log_actions(&self) -> Result<Vec<String>, VaultError> {
        log::actions(self.db)
    }

    /// Where the operations log stands.
    pub fn log_head(&self) -> Result<LogHead, VaultError> {
        log::head(self.db, self.vault)
    }

    /// The time of the oldest log entry, which is when the ledger was made.
    pub fn oldest_log_time(&self) -> Result<Option<DateTime<Utc>>, VaultError> {
        log::oldest_time(self.db)
    }

    /// The time of the newest log entry.
    pub fn newest_log_time(&self) -> Result<Option<DateTime<Utc>>, VaultError> {
        log::newest_time(self.db)
    }
}

impl Writing<'_> {
    /// Appends to the operations log, at [`Writing::entry_time`].
    ///
    /// `object` is the id of what the action was done to, or empty; `body_hash` is that of the record as stored (see `body_hash`).
    /// To read the log inside a transaction, use `Reading::log` on the reference that this derefs to.
    pub fn log(&self, action: &str, object: &str, body_hash: Option<[u8; 32]>) -> Result<(), VaultError> {
        let at = self.entry_time();
        log::append(self.db, self.vault, self.audit, at, action, object, body_hash)?;
        self.newest.set(Some(at));
        Ok(())
    }

    /// The time that an entry made now bears: the clock's, but never earlier than the newest log entry's; in whole milliseconds.
    pub fn entry_time(&self) -> DateTime<Utc> {
        entry_time(self.world, self.newest)
    }
}

/// The clock's time or the newest log entry's, whichever is later, in whole milliseconds.
pub(crate) fn entry_time(world: &World, newest: &Cell<Option<DateTime<Utc>>>) -> DateTime<Utc> {
    let now = world.clock.now().trunc_subsecs(3);
    newest.get().map_or(now, |newest| newest.max(now))
}
