//! Making, opening and locking a ledger; see FORMAT.md, "Order of writing".

use std::cell::Cell;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use crate::backup::{Source, hex, unwatched};
use crate::folder::{FolderLock, claim, expect_vault, has_database, remove_database, sweep, take_back};
use crate::guesses::FailedUnlocks;
use crate::keys::{
    DataKey, KdfCost, KeyFile, Keys, Password, RecoveryKey, Secret, Slot, Unwritten, read_best, write_both,
};
use crate::transaction::{Reading, Writing, entry_time};
use crate::verify::{self, Verification};
use crate::{VaultError, World, database, log, search, sum};

pub use notice::Notice;
pub use slots::{PendingRecovery, Renewal, SlotInfo};
pub(crate) use unlock::{Unlocked, unlock};

/// In `meta`: the highest sequence number that the key files had, 8 bytes.
const KEYS_SEQUENCE: &str = "keys_sequence";
/// In `meta`: the key file with that sequence number.
const KEYS_COPY: &str = "keys_copy";
/// In `meta`: the four bytes in the name of a database file that a re-encryption made or replaced, and that does not count.
const OTHER_DATABASE: &str = "other_database";

/// An open, unlocked ledger.
///
/// One connection serves for reading and writing, so a `read` within a `read` is refused. Dropping it locks it as well as it can.
pub struct Vault {
    world: World,
    folder: PathBuf,
    keys: Keys,
    /// As last written to `keys.*`.
    file: KeyFile,
    newest: Cell<Option<DateTime<Utc>>>,
    notices: Vec<Notice>,
    /// None once locked. Declared before the lock: closed before others may enter.
    db: Option<Connection>,
    _lock: FolderLock,
}

impl Vault {
    /// Makes a ledger in a folder that does not exist or is empty, and opens it.
    ///
    /// What a failure leaves half-made is removed.
    ///
    /// # Errors
    /// `AlreadyExists`, `CostOutOfBounds`, `DiskFull`, `ReadOnly`, `Io`, among others.
    pub fn create(world: World, folder: &Path, password: &Password, cost: KdfCost) -> Result<Vault, VaultError> {
        cost.check()?;
        let made_folder = claim(&*world.disk, folder)?;
        let name = world.random::<4>();
        let made = Self::fill(world.clone(), folder, password, cost, name);
        if made.is_err() {
            take_back(&*world.disk, folder, &database_name(name), made_folder);
        }
        made
    }

    fn fill(
        world: World,
        folder: &Path,
        password: &Password,
        cost: KdfCost,
        database: [u8; 4],
    ) -> Result<Vault, VaultError> {
        let mut lock = FolderLock::take(folder)?;
        lock.begin_making()?;
        sweep(&*world.disk, folder)?;
        let id = world.new_uuid();
        let mut dek = DataKey([0; 32]);
        world.rng.fill(&mut dek.0);
        let keys = dek.derive(id);
        let slot = Slot::seal(&world, id, &dek, password, cost)?;
        let created_ms = world.clock.now().timestamp_millis();
        let file = KeyFile { vault: id, sequence: 0, created_ms, database, head: log::start(id), slots: vec![slot] };
        let db = database::create(&folder.join(file.database_name()), &keys)?;
        sum::watch(&db)?;
        let mut vault = Vault {
            world,
            folder: folder.to_owned(),
            keys,
            file,
            newest: Cell::new(None),
            notices: Vec::new(),
            db: Some(db),
            _lock: lock,
        };
        let result = vault.finish_making();
        if result.is_err() {
            // Closed here, without the writing that a lock does.
            vault.db = None;
        }
        result.map(|()| vault)
    }

    fn finish_making(&mut self) -> Result<(), VaultError> {
        self.write(|w| w.log("create", "", None))?;
        self.finish_files()
    }

    /// The end of making a ledger, anew or of a backup.
    fn finish_files(&mut self) -> Result<(), VaultError> {
        // All of the database is on the medium before the first key file can open it.
        database::checkpoint(self.db()?)?;
        self.world.disk.sync_dir(&self.folder)?;
        if let Some(parent) = self.folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            self.world.disk.sync_dir(parent)?;
        }
        self.write_keys()?;
        self._lock.end_making()
    }

    /// Opens a ledger.
    ///
    /// # Errors
    /// `NotAVault`, `InUse`, `KeysDamaged`, `NewerFormat`, `WrongPassword`, `DatabaseDamaged`, `ReadOnly`, `DiskFull`, among others.
    pub fn open(world: World, folder: &Path, password: &Password) -> Result<Vault, VaultError> {
        Ok(Self::open_with(world, folder, Secret::Password(password))?.0)
    }

    fn open_with(world: World, folder: &Path, secret: Secret<'_>) -> Result<(Vault, DataKey), VaultError> {
        expect_vault(&*world.disk, folder)?;
        let lock = FolderLock::take(folder)?;
        let found = read_best(&*world.disk, folder)?;
        let Unlocked { data_key, keys, file, one_forged } = unlock(&found, secret).inspect_err(|e| {
            if *e == VaultError::WrongPassword {
                FailedUnlocks::add(&world, folder);
            }
        })?;
        let path = folder.join(file.database_name());
        if !world.disk.exists(&path)? && has_database(&*world.disk, folder)? {
            return Err(VaultError::KeysOfBefore);
        }
        let mut db = database::open(&path, &keys)?;
        let mut backup = None;
        if database::is_older(&db)? {
            sweep(&*world.disk, folder)?;
            let source = Source { world: &world, folder, db: &db, keys: &keys, file: &file };
            backup = Some(backups::make_before_migration(source)?);
            database::migrate(&mut db)?;
        } else {
            // Nothing to do, unless a migration was cut off before the index was filled.
            search::bring_up_to_date(&mut db)?;
        }
        sum::watch(&db)?;
        let mut vault = Vault {
            world,
            folder: folder.to_owned(),
            keys,
            file,
            newest: Cell::new(log::newest_time(&db)?),
            notices: Vec::new(),
            db: Some(db),
            _lock: lock,
        };
        // A failure from here on closes without the writing that a lock does.
        let result = vault.settle(found.one_damaged || one_forged, found.agree).and_then(|()| match backup {
            Some(made) => vault.note_backup(made, true).map(drop),
            None => Ok(()),
        });
        if result.is_err() {
            vault.db = None;
        }
        result.map(|()| (vault, data_key))
    }

    /// After the database is open: compares it with the key files, mends these, and logs the opening.
    fn settle(&mut self, one_damaged: bool, agree: bool) -> Result<(), VaultError> {
        self._lock.end_making()?;
        sweep(&*self.world.disk, &self.folder)?;
        let db = self.db()?;
        let kept = database::meta(db, KEYS_SEQUENCE)?.and_then(|bytes| bytes.try_into().ok()).map(u64::from_be_bytes);
        let rolled_back = !log::has(db, self.file.head)?;
        let put_back = kept.is_some_and(|kept| kept > self.file.sequence);
        if put_back {
            let copy = database::meta(db, KEYS_COPY)?.ok_or(VaultError::DatabaseDamaged)?;
            let copy = KeyFile::read(&copy)?;
            if !copy.is_authentic(&self.keys.slots) {
                return Err(VaultError::DatabaseDamaged);
            }
            self.file = copy.file;
            self.notices.push(Notice::OldKeysPutBack);
        }
        if rolled_back {
            self.notices.push(Notice::DatabaseRolledBack);
        }
        let lost = backups::lost_heads(&*self.world.disk, &self.folder, &self.keys, self.db()?)?;
        if !lost.is_empty() {
            self.notices.push(Notice::OlderThanBackup);
        }
        if one_damaged {
            self.notices.push(Notice::KeyCopyRepaired);
        }
        let notices = self.notices.clone();
        let failed = FailedUnlocks::read(&self.world, &self.folder).count;
        self.write::<_, VaultError>(|w| {
            for notice in notices.iter().filter(|notice| **notice != Notice::OlderThanBackup) {
                w.log(notice.code(), "", None)?;
            }
            // By name, so that each is complained of once.
            for head in &lost {
                w.log(Notice::OlderThanBackup.code(), &hex(&head.hash), None)?;
            }
            if failed > 0 {
                w.log("unlock_failed", &failed.to_string(), None)?;
            }
            w.log("unlock", "", None)
        })?;
        if failed > 0 {
            FailedUnlocks::clear(&self.world, &self.folder);
        }
        // After a roll-back the new head also ends the complaint, which stays in the log.
        if put_back || rolled_back || one_damaged || !agree || kept != Some(self.file.sequence) {
            self.write_keys()?;
        }
        // Only now that both key files agree on the database that counts.
        self.remove_other_database();
        Ok(())
    }

    /// Removes what a re-encryption left: the copy that it did not finish, or the database that it replaced.
    /// What cannot be removed now is tried again at the next opening.
    fn remove_other_database(&mut self) {
        let _ = self.try_remove_other_database();
    }

    fn try_remove_other_database(&mut self) -> Result<(), VaultError> {
        let other: Option<[u8; 4]> =
            database::meta(self.db()?, OTHER_DATABASE)?.and_then(|bytes| bytes.try_into().ok());
        let Some(other) = other else { return Ok(()) };
        if other != self.file.database {
            remove_database(&*self.world.disk, &self.folder, &database_name(other))?;
        }
        self.write(|w| database::remove_meta(w.db, OTHER_DATABASE))
    }

    /// Locks: logs it, writes the log's head into the key files, empties the write-ahead log, closes the database and wipes the keys.
    ///
    /// # Errors
    /// When a step fails it is still closed and wiped, and every earlier `write` is kept.
    pub fn lock(mut self) -> Result<(), VaultError> {
        self.shut()
    }

    fn shut(&mut self) -> Result<(), VaultError> {
        if self.db.is_none() {
            return Ok(());
        }
        let written = self.write(|w| w.log("lock", "", None)).and_then(|()| self.write_keys());
        let Some(db) = self.db.take() else { return written };
        let emptied = database::checkpoint(&db);
        db.flush_prepared_statement_cache();
        let closed = db.close().map_err(|(_, e)| e.into());
        let swept = sweep(&*self.world.disk, &self.folder);
        written.and(emptied).and(closed).and(swept)
    }

    /// Writes both key files with the next sequence number and the log's head, and then their copy in the database.
    fn write_keys(&mut self) -> Result<(), VaultError> {
        let file = self.file.clone();
        self.put_keys(file)?;
        self.keep_keys_copy()
    }

    /// Writes both key files; `file` is in force from then on.
    fn put_keys(&mut self, mut file: KeyFile) -> Result<(), Unwritten> {
        let before = |error| Unwritten { error, may_count: false };
        let db = self.db().map_err(before)?;
        file.sequence = self.next_sequence().map_err(before)?;
        file.head = log::head(db, file.vault).map_err(before)?;
        let written = write_both(&*self.world.disk, &self.folder, &file.to_bytes(&self.keys.slots));
        // Even after a failure: what may have reached the disk must not outrank what is written next.
        self.file.sequence = file.sequence;
        written?;
        self.file = file;
        Ok(())
    }

    fn next_sequence(&self) -> Result<u64, VaultError> {
        let kept = database::meta(self.db()?, KEYS_SEQUENCE)?;
        let kept = kept.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes);
        Ok(self.file.sequence.max(kept) + 1)
    }

    /// Puts the key file in force into the database.
    fn keep_keys_copy(&mut self) -> Result<(), VaultError> {
        let (sequence, bytes) = (self.file.sequence, self.file.to_bytes(&self.keys.slots));
        self.write(|w| {
            database::set_meta(w.db, KEYS_SEQUENCE, &sequence.to_be_bytes())?;
            database::set_meta(w.db, KEYS_COPY, &bytes)
        })
    }

    /// Looks at one consistent snapshot.
    ///
    /// # Errors
    /// What `f` returns, or a failure to begin. A `read` within a `read` is refused with `Sql`.
    pub fn read<T, E: From<VaultError>>(&self, f: impl FnOnce(&Reading<'_>) -> Result<T, E>) -> Result<T, E> {
        let snapshot = self.db()?.unchecked_transaction().map_err(VaultError::from)?;
        f(&Reading { db: &snapshot, vault: self.file.vault })
    }

    /// Does one transaction: it is on the medium when this returns `Ok`, and undone when `f` fails or panics.
    ///
    /// # Errors
    /// What `f` returns, or `DiskFull` and the like when it cannot be kept; then nothing of it is.
    pub fn write<T, E: From<VaultError>>(&mut self, f: impl FnOnce(&Writing<'_>) -> Result<T, E>) -> Result<T, E> {
        let Self { db, world, keys, file, newest, .. } = self;
        let db = db.as_mut().ok_or(VaultError::NotFound)?;
        let work = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(VaultError::from)?;
        sum::begin(&work)?;
        let reading = Reading { db: &work, vault: file.vault };
        let result = f(&Writing { reading, world, audit: &keys.audit, newest })?;
        sum::keep(&work)?;
        work.commit().map_err(VaultError::from)?;
        Ok(result)
    }

    /// Checks the operations log alone; gives the first entry that is missing or was altered.
    pub fn check_log(&self) -> Result<Option<u64>, VaultError> {
        let (entries, broken) = log::walk(self.db()?, self.file.vault, &self.keys.audit)?;
        // A whole chain that lacks the key files' entry was cut off.
        let cut = !log::has(self.db()?, self.file.head)?;
        Ok(broken.or_else(|| cut.then(|| self.file.head.seq.min(entries + 1))))
    }

    /// Checks pages, structure, references and the operations log; takes seconds on a large ledger.
    ///
    /// # Errors
    /// Only when the check itself cannot be done; what it finds is in the result.
    pub fn verify(&self) -> Result<Verification, VaultError> {
        verify::verify(self.db()?, self.file.vault, &self.keys.audit, self.file.head)
    }

    /// What was noticed about the files while opening, each also in the operations log.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The time that an entry made now bears: the clock's, but never earlier than the newest log entry's; in whole milliseconds.
    pub fn entry_time(&self) -> DateTime<Utc> {
        entry_time(&self.world, &self.newest)
    }

    /// The clock, random source and disk it was opened with.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The ledger's identity, the same in every copy and backup of it.
    pub fn id(&self) -> Uuid {
        self.file.vault
    }

    fn db(&self) -> Result<&Connection, VaultError> {
        self.db.as_ref().ok_or(VaultError::NotFound)
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        // Nobody is left to hear of a failure; what was written before is kept anyway.
        let _ = self.shut();
    }
}

fn database_name(name: [u8; 4]) -> String {
    format!("data.{:08x}.db", u32::from_be_bytes(name))
}

mod backups;
mod examine;
mod handover;
mod restore;
pub use examine::{Examination, examine};
pub use restore::{BackupCheck, check_backup};

mod notice;
mod reencrypt;
mod slots;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_broken;
mod unlock;
