//! The ways into a ledger: listing, changing, adding and removing slots, and opening it with the recovery sheet;
//! see FORMAT.md, "Changing slots".

use std::path::Path;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Vault;
use crate::keys::{DataKey, KdfCost, KeyFile, MOST_SLOTS, Password, RecoveryKey, Secret, Slot, SlotKind, Unwritten};
use crate::{VaultError, World, database};

/// In `meta`, followed by the slot's id: what the slot is called. It may be a name, so it is never in the key files.
const LABEL: &str = "slot_label:";

/// A way into the ledger, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotInfo {
    /// Changes whenever the slot's secret changes.
    pub id: Uuid,
    /// What kind.
    pub kind: SlotKind,
    /// What the officer's slot is called; empty for others.
    pub label: String,
    /// When its secret was set.
    pub made_at: Option<DateTime<Utc>>,
}

/// A recovery key that does not count yet, as its text was not typed back. Exists in memory only.
#[derive(Debug)]
pub struct PendingRecovery {
    key: RecoveryKey,
    slot: Slot,
}

impl PendingRecovery {
    /// The key, for the sheet.
    pub fn key(&self) -> &RecoveryKey {
        &self.key
    }
}

/// A new password for the secretary, with the recovery sheet.
#[derive(Clone, Copy, Debug)]
pub struct Renewal<'a> {
    /// The password.
    pub new: &'a Password,
    /// What deriving a key from it shall cost.
    pub cost: KdfCost,
}

impl Vault {
    /// All ways into the ledger.
    pub fn slots(&self) -> Result<Vec<SlotInfo>, VaultError> {
        let info = |slot: &Slot| {
            let label = database::meta(self.db()?, &label_key(slot.id))?.unwrap_or_default();
            let label = String::from_utf8(label).map_err(|_| VaultError::DatabaseDamaged)?;
            Ok(SlotInfo { id: slot.id, kind: slot.kind(), label, made_at: slot.made_at() })
        };
        self.file.slots.iter().map(info).collect()
    }

    /// Gives the slot that `old` opens a new password, the secretary's or the officer's. Earlier copies of the ledger, and earlier copies
    /// of the key files, still open with the old one.
    ///
    /// # Errors
    /// `PasswordRefused`; otherwise as [`Vault::remove_slot`].
    pub fn change_password(&mut self, old: &Password, new: &Password, cost: KdfCost) -> Result<(), VaultError> {
        let (key, id) = self.confirmed(old, &[SlotKind::Password, SlotKind::Officer])?;
        self.refuse_alike(new, Some(id))?;
        let kind = self.file.slots.iter().find(|slot| slot.id == id).map(Slot::kind);
        let (world, vault) = (&self.world, self.file.vault);
        let fresh = match kind {
            Some(SlotKind::Officer) => Slot::seal_for_officer(world, vault, &key, new, cost)?,
            _ => Slot::seal(world, vault, &key, new, cost)?,
        };
        let label = database::meta(self.db()?, &label_key(id))?;
        let fresh_id = fresh.id;
        let slots = self.file.slots.iter().map(|slot| if slot.id == id { fresh.clone() } else { slot.clone() });
        let action = if kind == Some(SlotKind::Officer) { "officer_password_change" } else { "password_change" };
        let change = Change { slots: slots.collect(), action, object: fresh_id, label };
        self.change_slots(change, Secret::Password(new))
    }

    /// Makes a recovery key. Nothing is kept on the disk; it counts once its text was typed back, see [`Vault::confirm_recovery`].
    ///
    /// # Errors
    /// `PasswordRefused` unless it is the secretary's password.
    pub fn begin_recovery(&self, password: &Password) -> Result<PendingRecovery, VaultError> {
        let (data_key, _) = self.confirmed(password, &[SlotKind::Password])?;
        let key = RecoveryKey::new(&self.world);
        let slot = Slot::seal_for_recovery(&self.world, self.file.vault, &data_key, key.public())?;
        Ok(PendingRecovery { key, slot })
    }

    /// Puts the recovery slot into force when the text that was typed back opens it; an earlier sheet then no longer opens this ledger.
    ///
    /// # Errors
    /// `RecoveryMistyped`, `WrongRecovery` for the text of another sheet or when the ledger was re-encrypted meanwhile; otherwise as
    /// [`Vault::remove_slot`].
    pub fn confirm_recovery(&mut self, pending: &PendingRecovery, typed: &str) -> Result<(), VaultError> {
        let key = RecoveryKey::read(typed)?;
        let opened = pending.slot.open(self.file.vault, Secret::Recovery(&key)).map_err(as_recovery)?;
        if opened.derive(self.file.vault).slots != self.keys.slots {
            return Err(VaultError::WrongRecovery);
        }
        let mut slots = self.file.slots.clone();
        slots.retain(|slot| slot.kind() != SlotKind::Recovery);
        slots.push(pending.slot.clone());
        let change = Change { slots, action: "recovery_set", object: pending.slot.id, label: None };
        self.change_slots(change, Secret::Recovery(&key))
    }

    /// Adds a second officer's password.
    ///
    /// # Errors
    /// `PasswordRefused` unless `password` is the secretary's, `PasswordsAlike`, `SlotTaken`; otherwise as [`Vault::remove_slot`].
    pub fn add_officer(
        &mut self,
        password: &Password,
        officer: &Password,
        label: &str,
        cost: KdfCost,
    ) -> Result<(), VaultError> {
        if self.file.slots.iter().any(|slot| slot.kind() == SlotKind::Officer) {
            return Err(VaultError::SlotTaken);
        }
        let (key, _) = self.confirmed(password, &[SlotKind::Password])?;
        self.refuse_alike(officer, None)?;
        let fresh = Slot::seal_for_officer(&self.world, self.file.vault, &key, officer, cost)?;
        let object = fresh.id;
        let slots = self.file.slots.iter().cloned().chain([fresh]).collect();
        let change = Change { slots, action: "officer_add", object, label: Some(label.as_bytes().to_vec()) };
        self.change_slots(change, Secret::Password(officer))
    }

    /// Makes the second officer the secretary, when nobody has the secretary's password any more: from then on `new` is the secretary's, and
    /// neither the secretary's earlier password nor the officer's opens the ledger. The recovery sheet stays good. The log tells of it.
    ///
    /// # Errors
    /// `PasswordRefused` unless `officer` is the officer's password, `PasswordsAlike` for the secretary's; otherwise as [`Vault::remove_slot`].
    pub fn take_over(&mut self, officer: &Password, new: &Password, cost: KdfCost) -> Result<(), VaultError> {
        let (key, id) = self.confirmed(officer, &[SlotKind::Officer])?;
        self.refuse_alike(new, Some(id))?;
        let fresh = Slot::seal(&self.world, self.file.vault, &key, new, cost)?;
        let object = fresh.id;
        let kept = |slot: &&Slot| slot.kind() != SlotKind::Password && slot.id != id;
        let slots = [fresh].into_iter().chain(self.file.slots.iter().filter(kept).cloned()).collect();
        let change = Change { slots, action: "officer_take_over", object, label: None };
        self.change_slots(change, Secret::Password(new))
    }

    /// Removes a way into the ledger. Earlier copies of the ledger, and of the key files, still open that way.
    ///
    /// # Errors
    /// `PasswordRefused` unless `password` is the secretary's, `NotFound`, `LastPassword` for the secretary's own; when the key files
    /// cannot be written the cause and nothing changed, or `KeysUncertain`.
    pub fn remove_slot(&mut self, id: Uuid, password: &Password) -> Result<(), VaultError> {
        let found = self.file.slots.iter().find(|slot| slot.id == id).map(Slot::kind).ok_or(VaultError::NotFound)?;
        if found == SlotKind::Password {
            return Err(VaultError::LastPassword);
        }
        self.confirmed(password, &[SlotKind::Password])?;
        let slots = self.file.slots.iter().filter(|slot| slot.id != id).cloned().collect();
        let change = Change { slots, action: "slot_remove", object: id, label: None };
        self.change_slots(change, Secret::Password(password))
    }

    /// Opens a ledger with the recovery text and gives it a new password in place of the secretary's. The sheet stays good.
    ///
    /// # Errors
    /// `WrongRecovery`, `PasswordsAlike` for the officer's password; otherwise as [`Vault::open`] and [`Vault::remove_slot`].
    pub fn recover(
        world: World,
        folder: &Path,
        key: &RecoveryKey,
        new: &Password,
        cost: KdfCost,
    ) -> Result<Vault, VaultError> {
        let opened = Self::open_with(world, folder, Secret::Recovery(key));
        let (mut vault, data_key) = opened.map_err(as_recovery)?;
        vault.renew_secretary(&data_key, Renewal { new, cost })?;
        Ok(vault)
    }

    /// Gives the secretary a new password when the ledger was opened with the sheet.
    pub(super) fn renew_secretary(&mut self, data_key: &DataKey, renewal: Renewal<'_>) -> Result<(), VaultError> {
        let Renewal { new, cost } = renewal;
        let own = self.file.slots.iter().find(|slot| slot.kind() == SlotKind::Password).map(|slot| slot.id);
        self.refuse_alike(new, own)?;
        let fresh = Slot::seal(&self.world, self.file.vault, data_key, new, cost)?;
        let object = fresh.id;
        let others = self.file.slots.iter().filter(|slot| slot.kind() != SlotKind::Password).cloned();
        let slots = [fresh].into_iter().chain(others).collect();
        self.change_slots(Change { slots, action: "recover", object, label: None }, Secret::Password(new))
    }

    /// The data key and the slot that a password opens, of the kinds that may confirm what is to be done.
    pub(super) fn confirmed(&self, password: &Password, kinds: &[SlotKind]) -> Result<(DataKey, Uuid), VaultError> {
        for slot in self.file.slots.iter().filter(|slot| kinds.contains(&slot.kind())) {
            match slot.open(self.file.vault, Secret::Password(password)) {
                Err(VaultError::WrongPassword) => {}
                opened => return Ok((opened?, slot.id)),
            }
        }
        Err(VaultError::PasswordRefused)
    }

    /// Refuses a password that opens a slot other than the one that it is for.
    fn refuse_alike(&self, password: &Password, own: Option<Uuid>) -> Result<(), VaultError> {
        match self.confirmed(password, &[SlotKind::Password, SlotKind::Officer]) {
            Ok((_, id)) if Some(id) != own => Err(VaultError::PasswordsAlike),
            Ok(_) | Err(VaultError::PasswordRefused) => Ok(()),
            Err(e) => Err(e),
        }
    }

    /// Logs a change of the slots and puts it into force, once the key file as it will be written opens with the secret that was set.
    fn change_slots(&mut self, change: Change, secret: Secret<'_>) -> Result<(), VaultError> {
        let Change { slots, action, object, label } = change;
        if slots.len() > MOST_SLOTS {
            return Err(VaultError::SlotTaken);
        }
        let file = KeyFile { slots, ..self.file.clone() };
        prove(&file, &self.keys.slots, secret)?;
        // First, so that no change is ever in force without its entry.
        self.write::<_, VaultError>(|w| {
            if let Some(label) = &label {
                database::set_meta(w.db, &label_key(object), label)?;
            }
            w.log(action, &object.to_string(), None)
        })?;
        let before = self.file.slots.clone();
        match self.put_keys(file) {
            Ok(()) => {
                // The change is in force; a copy that cannot be kept now is kept when the ledger is locked or next opened.
                let _ = self.keep_keys_copy();
                let _ = self.forget_labels(&before);
                Ok(())
            }
            Err(Unwritten { error, may_count }) => {
                let undone = self.write(|w| w.log("slots_unchanged", &object.to_string(), None));
                // The old slots again, with a number that outranks whatever reached the disk.
                let back = if may_count { self.write_keys() } else { Ok(()) };
                Err(undone.and(back).map_or(VaultError::KeysUncertain, |()| error))
            }
        }
    }

    /// Takes the labels of slots away that are no more.
    pub(super) fn forget_labels(&mut self, before: &[Slot]) -> Result<(), VaultError> {
        let gone = |slot: &&Slot| !self.file.slots.iter().any(|kept| kept.id == slot.id);
        let gone: Vec<Uuid> = before.iter().filter(gone).map(|slot| slot.id).collect();
        self.write(|w| gone.iter().try_for_each(|id| database::remove_meta(w.db, &label_key(*id))))
    }
}

/// Slots as they shall be, and what the operations log says of it.
struct Change {
    slots: Vec<Slot>,
    action: &'static str,
    /// The slot that was set or removed.
    object: Uuid,
    /// What it is called.
    label: Option<Vec<u8>>,
}

/// Opens a key file, as it will be written, with a secret, so that nothing is put into force that does not open.
pub(super) fn prove(file: &KeyFile, slots_key: &[u8; 32], secret: Secret<'_>) -> Result<(), VaultError> {
    let read = KeyFile::read(&file.to_bytes(slots_key))?;
    let opens = |slot: &Slot| match slot.open(file.vault, secret) {
        Ok(key) => key.derive(file.vault).slots == *slots_key,
        Err(_) => false,
    };
    if read.is_authentic(slots_key) && read.file.slots.iter().any(opens) {
        Ok(())
    } else {
        Err(VaultError::KeysDamaged)
    }
}

pub(super) fn label_key(slot: Uuid) -> String {
    format!("{LABEL}{slot}")
}

/// A secret that opens no slot is a wrong text where it came from a recovery sheet.
pub(crate) fn as_recovery(error: VaultError) -> VaultError {
    if error == VaultError::WrongPassword { VaultError::WrongRecovery } else { error }
}
