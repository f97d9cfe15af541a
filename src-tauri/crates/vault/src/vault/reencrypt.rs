//! A new data key for the whole ledger: a copy of the database under new keys, checked, and one pointer flipped in the key files;
//! see FORMAT.md, "Re-encryption".

use std::cell::Cell;

use rusqlite::Connection;
use uuid::Uuid;

use super::slots::{label_key, prove};
use super::{OTHER_DATABASE, Vault, database_name};
use crate::folder::remove_database;
use crate::keys::{DataKey, KdfCost, KeyFile, Keys, Password, Secret, Slot, SlotBody, SlotKind, Unwritten};
use crate::transaction::entry_time;
use crate::{VaultError, database, log, sum, verify};

impl Vault {
    /// Encrypts the ledger anew: a new data key, a new database file, a new password. The recovery sheet stays good; the officer's way
    /// stays when `officer` is his password, and is gone otherwise. Copies that were made before still open with the old secrets.
    /// Needs the room of the ledger on the disk once more, and takes seconds on a large one.
    ///
    /// # Errors
    /// `PasswordRefused` unless `password` is the secretary's and `officer` the officer's, `PasswordsAlike`, `DatabaseDamaged` or `Chain`
    /// when the copy is worse than the ledger; then the ledger is as before. After `KeysUncertain` it is closed, and has to be opened again.
    pub fn reencrypt(
        &mut self,
        password: &Password,
        new: &Password,
        officer: Option<&Password>,
        cost: KdfCost,
    ) -> Result<(), VaultError> {
        self.rekey(password, new, officer, true, cost)
    }

    /// The same; the recovery sheet stays good only where `keep_sheet` says so.
    pub(super) fn rekey(
        &mut self,
        password: &Password,
        new: &Password,
        officer: Option<&Password>,
        keep_sheet: bool,
        cost: KdfCost,
    ) -> Result<(), VaultError> {
        self.confirmed(password, &[SlotKind::Password])?;
        let officer_id = match officer {
            Some(officer) if officer.bytes() == new.bytes() => return Err(VaultError::PasswordsAlike),
            Some(officer) => Some(self.confirmed(officer, &[SlotKind::Officer])?.1),
            None => None,
        };
        let mut data_key = DataKey([0; 32]);
        self.world.rng.fill(&mut data_key.0);
        let vault = self.file.vault;
        let keys = data_key.derive(vault);
        let mut slots = vec![Slot::seal(&self.world, vault, &data_key, new, cost)?];
        let mut label = None;
        for slot in &self.file.slots {
            match &slot.body {
                SlotBody::Recovery(body) if keep_sheet => {
                    slots.push(Slot::seal_for_recovery(&self.world, vault, &data_key, body.public)?);
                }
                SlotBody::Officer(_) if Some(slot.id) == officer_id => {
                    let Some(officer) = officer else { continue };
                    let fresh = Slot::seal_for_officer(&self.world, vault, &data_key, officer, cost)?;
                    label = database::meta(self.db()?, &label_key(slot.id))?.map(|text| (fresh.id, text));
                    slots.push(fresh);
                }
                // The secretary's is made anew above; what this program does not know it cannot wrap.
                SlotBody::Password(_) | SlotBody::Recovery(_) | SlotBody::Officer(_) | SlotBody::Other { .. } => {}
            }
        }
        let file = KeyFile { slots, database: self.world.random(), ..self.file.clone() };
        prove(&file, &keys.slots, Secret::Password(new))?;
        if let Some(officer) = officer {
            prove(&file, &keys.slots, Secret::Password(officer))?;
        }
        // Noted before the file is there, so that an unfinished one is removed at the next opening.
        let name = file.database;
        self.write(|w| database::set_meta(w.db, OTHER_DATABASE, &name))?;
        match self.copied(&keys, &file, label) {
            Ok(db) => self.turn_to(db, keys, file),
            Err(e) => {
                self.discard(name);
                Err(e)
            }
        }
    }

    /// The checked copy under the new keys.
    fn copied(&self, keys: &Keys, file: &KeyFile, label: Option<(Uuid, Vec<u8>)>) -> Result<Connection, VaultError> {
        let from = self.db()?;
        let mut db = database::copy(from, &self.folder.join(file.database_name()), keys)?;
        let (head, rows) = (log::head(from, file.vault)?, database::table_counts(from)?);
        if log::head(&db, file.vault)? != head || database::table_counts(&db)? != rows {
            return Err(VaultError::DatabaseDamaged);
        }
        sum::watch(&db)?;
        let work = db.transaction()?;
        for slot in &self.file.slots {
            database::remove_meta(&work, &label_key(slot.id))?;
        }
        if let Some((id, text)) = label {
            database::set_meta(&work, &label_key(id), &text)?;
        }
        database::set_meta(&work, OTHER_DATABASE, &self.file.database)?;
        let retired = log::retire_key(&work, file.vault, &self.keys.audit)?;
        let at = entry_time(&self.world, &self.newest);
        log::append(&work, file.vault, &keys.audit, at, "password_reencrypt", "", Some(retired))?;
        sum::keep(&work)?;
        work.commit()?;
        let found = verify::verify(&db, file.vault, &keys.audit, head)?;
        found.expect_whole()?;
        // What was broken stays so, and does not keep anyone from shutting out whoever knows the old password.
        let (_, broken) = log::walk(from, file.vault, &self.keys.audit)?;
        if let Some(entry) = found.first_broken.filter(|entry| broken != Some(*entry)) {
            return Err(VaultError::Chain { entry });
        }
        if found.dangling != verify::dangling(from)? || (found.altered && !sum::is_altered(from)?) {
            return Err(VaultError::DatabaseDamaged);
        }
        // All of it is on the medium before a key file names it.
        database::checkpoint(&db)?;
        self.world.disk.sync_dir(&self.folder)?;
        Ok(db)
    }

    /// Flips the pointer: from the first key file that names the copy on, the copy is the ledger.
    fn turn_to(&mut self, db: Connection, keys: Keys, file: KeyFile) -> Result<(), VaultError> {
        let name = file.database;
        let newest = Cell::new(log::newest_time(&db)?);
        let old_db = self.db.replace(db);
        let old_keys = std::mem::replace(&mut self.keys, keys);
        let old_newest = std::mem::replace(&mut self.newest, newest);
        match self.put_keys(file) {
            Ok(()) => {
                // Closed before its file is removed; nothing is left to be written there.
                drop(old_db);
                // What fails now is made good when the ledger is locked or next opened.
                let _ = self.keep_keys_copy();
                self.remove_other_database();
                Ok(())
            }
            Err(Unwritten { error, may_count }) => {
                self.db = old_db;
                self.keys = old_keys;
                self.newest = old_newest;
                // The old pointer again, with a number that outranks whatever reached the disk.
                let back = if may_count { self.write_keys() } else { Ok(()) };
                if back.is_err() {
                    // Nothing more may be written: it would be lost if the copy turns out to be the ledger.
                    self.db = None;
                    return Err(VaultError::KeysUncertain);
                }
                self.discard(name);
                Err(error)
            }
        }
    }

    /// Removes a copy that does not count; what cannot be removed now is tried again at the next opening.
    fn discard(&mut self, name: [u8; 4]) {
        let _ = remove_database(&*self.world.disk, &self.folder, &database_name(name))
            .and_then(|()| self.write(|w| database::remove_meta(w.db, OTHER_DATABASE)));
    }
}
