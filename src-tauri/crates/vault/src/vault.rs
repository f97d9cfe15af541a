//! Making, opening and locking a ledger; see FORMAT.md, "Order of writing".

use std::cell::Cell;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use crate::folder::{FolderLock, claim, expect_vault, sweep, take_back};
use crate::keys::{DataKey, Found, KdfCost, KeyFile, Keys, Password, Slot, read_best, write_both};
use crate::transaction::{Reading, Writing, entry_time};
use crate::verify::{self, Verification};
use crate::{VaultError, World, database, log};

/// In `meta`: the highest sequence number that the key files had, 8 bytes.
const KEYS_SEQUENCE: &str = "keys_sequence";
/// In `meta`: the key file with that sequence number.
const KEYS_COPY: &str = "keys_copy";

/// Something about the files that the secretary should know, found while opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// The key files were older than the database: someone put back an earlier copy, with earlier passwords. The newer ones are in force again.
    OldKeysPutBack,
    /// The database was older than the key files: records entered after it was copied are missing.
    DatabaseRolledBack,
    /// One of the two key files was damaged or missing, and was made anew from the other.
    KeyCopyRepaired,
}

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
        expect_vault(&*world.disk, folder)?;
        let lock = FolderLock::take(folder)?;
        let found = read_best(&*world.disk, folder)?;
        let (keys, file, one_forged) = unlock(&found, password)?;
        let db = database::open(&folder.join(file.database_name()), &keys)?;
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
        let result = vault.settle(found.one_damaged || one_forged, found.agree);
        if result.is_err() {
            vault.db = None;
        }
        result.map(|()| vault)
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
        if one_damaged {
            self.notices.push(Notice::KeyCopyRepaired);
        }
        let notices = self.notices.clone();
        self.write::<_, VaultError>(|w| {
            for notice in &notices {
                w.log(notice.code(), "", None)?;
            }
            w.log("unlock", "", None)
        })?;
        // After a roll-back the new head also ends the complaint, which stays in the log.
        if put_back || rolled_back || one_damaged || !agree || kept != Some(self.file.sequence) {
            self.write_keys()?;
        }
        Ok(())
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
        let db = self.db()?;
        let kept =
            database::meta(db, KEYS_SEQUENCE)?.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes);
        let mut file = self.file.clone();
        file.sequence = file.sequence.max(kept) + 1;
        file.head = log::head(db, file.vault)?;
        let bytes = file.to_bytes(&self.keys.slots);
        write_both(&*self.world.disk, &self.folder, &bytes)?;
        let sequence = file.sequence;
        self.file = file;
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
        let reading = Reading { db: &work, vault: file.vault };
        let result = f(&Writing { reading, world, audit: &keys.audit, newest })?;
        work.commit().map_err(VaultError::from)?;
        Ok(result)
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

impl Notice {
    /// Its name, in the operations log and for programs.
    pub fn code(self) -> &'static str {
        match self {
            Notice::OldKeysPutBack => "old_keys_put_back",
            Notice::DatabaseRolledBack => "database_rolled_back",
            Notice::KeyCopyRepaired => "key_copy_repaired",
        }
    }
}

/// The keys, the key file that they prove, and whether the other whole copy is not proven by them.
fn unlock(found: &Found, password: &Password) -> Result<(Keys, KeyFile, bool), VaultError> {
    let mut worst = VaultError::WrongPassword;
    for copy in &found.whole {
        let vault = copy.file.vault;
        let opened = copy.file.slots.iter().find_map(|slot| match slot.open(vault, password) {
            Err(VaultError::WrongPassword) => None,
            other => Some(other),
        });
        let Some(opened) = opened else {
            // The password is judged by the newest whole copy alone, and costs one derivation for each slot.
            return Err(worst);
        };
        let keys = opened?.derive(vault);
        if copy.is_authentic(&keys.slots) {
            let one_forged = !found.whole.iter().all(|copy| copy.is_authentic(&keys.slots));
            return Ok((keys, copy.file.clone(), one_forged));
        }
        worst = VaultError::KeysDamaged;
    }
    Err(worst)
}

fn database_name(name: [u8; 4]) -> String {
    format!("data.{:08x}.db", u32::from_be_bytes(name))
}

#[cfg(test)]
mod tests;
