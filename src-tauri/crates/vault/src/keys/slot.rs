//! Slots: the data key wrapped under a secret; see FORMAT.md, "Slots".

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use chrono::{DateTime, Utc};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::cost::wrapping_key;
use super::recovery::{RecoveryKey, RecoverySlot};
use super::{DataKey, FORMAT, KdfCost};
use crate::{VaultError, World};

/// A password as it was typed, wiped from memory when dropped.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes the text over; its UTF-8 bytes are what counts.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// What opens a ledger or a backup of it.
#[derive(Clone, Copy, Debug)]
pub enum Secret<'a> {
    /// The secretary's password or the second officer's.
    Password(&'a Password),
    /// The private half on the recovery sheet.
    Recovery(&'a RecoveryKey),
}

impl<'a> From<&'a Password> for Secret<'a> {
    fn from(password: &'a Password) -> Self {
        Secret::Password(password)
    }
}

impl<'a> From<&'a RecoveryKey> for Secret<'a> {
    fn from(key: &'a RecoveryKey) -> Self {
        Secret::Recovery(key)
    }
}

/// What kind of way to the data key a slot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotKind {
    /// The secretary's password.
    Password,
    /// The recovery sheet (恢复单).
    Recovery,
    /// The password of a second officer.
    Officer,
    /// One that a newer program made.
    Other,
}

/// One way to the data key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) id: Uuid,
    pub(crate) body: SlotBody,
}

/// What a slot holds, by its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SlotBody {
    /// The data key under the secretary's password.
    Password(PasswordSlot),
    /// The data key for the holder of the recovery sheet.
    Recovery(RecoverySlot),
    /// The data key under a second officer's password.
    Officer(PasswordSlot),
    /// A kind that this program does not know; kept as it is.
    Other { kind: u8, bytes: Vec<u8> },
}

/// The data key, wrapped with XChaCha20-Poly1305 under a key that Argon2id makes of the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PasswordSlot {
    pub(crate) cost: KdfCost,
    pub(crate) salt: [u8; 16],
    pub(crate) nonce: [u8; 24],
    pub(crate) wrapped: [u8; 48],
}

/// The kind bytes.
pub(crate) const PASSWORD: u8 = 1;
pub(crate) const RECOVERY: u8 = 2;
pub(crate) const OFFICER: u8 = 3;

impl Slot {
    /// Wraps the data key under the secretary's password.
    pub(crate) fn seal(
        world: &World,
        vault: Uuid,
        key: &DataKey,
        password: &Password,
        cost: KdfCost,
    ) -> Result<Self, VaultError> {
        let id = world.new_uuid();
        Ok(Self { id, body: SlotBody::Password(PasswordSlot::seal(world, vault, id, PASSWORD, key, password, cost)?) })
    }

    /// Wraps it under a second officer's password.
    pub(crate) fn seal_for_officer(
        world: &World,
        vault: Uuid,
        key: &DataKey,
        password: &Password,
        cost: KdfCost,
    ) -> Result<Self, VaultError> {
        let id = world.new_uuid();
        Ok(Self { id, body: SlotBody::Officer(PasswordSlot::seal(world, vault, id, OFFICER, key, password, cost)?) })
    }

    /// Seals it for the holder of a recovery sheet, of whom only the public half is needed.
    pub(crate) fn seal_for_recovery(
        world: &World,
        vault: Uuid,
        key: &DataKey,
        public: [u8; 32],
    ) -> Result<Self, VaultError> {
        let id = world.new_uuid();
        Ok(Self { id, body: SlotBody::Recovery(RecoverySlot::seal(world, vault, id, key, public)?) })
    }

    /// The data key, when the secret is of this slot's kind and right.
    ///
    /// # Errors
    /// `CostOutOfBounds` before any memory is taken, `NotEnoughMemory`, or `WrongPassword`, also for a recovery key.
    pub(crate) fn open(&self, vault: Uuid, secret: Secret<'_>) -> Result<DataKey, VaultError> {
        match (&self.body, secret) {
            (SlotBody::Password(slot), Secret::Password(password)) => slot.open(vault, self.id, PASSWORD, password),
            (SlotBody::Officer(slot), Secret::Password(password)) => slot.open(vault, self.id, OFFICER, password),
            (SlotBody::Recovery(slot), Secret::Recovery(key)) => slot.open(vault, self.id, key),
            _ => Err(VaultError::WrongPassword),
        }
    }

    /// Its kind.
    pub(crate) fn kind(&self) -> SlotKind {
        match self.body {
            SlotBody::Password(_) => SlotKind::Password,
            SlotBody::Recovery(_) => SlotKind::Recovery,
            SlotBody::Officer(_) => SlotKind::Officer,
            SlotBody::Other { .. } => SlotKind::Other,
        }
    }

    /// When it was made, which its version 7 id says; none for an id of another version.
    pub(crate) fn made_at(&self) -> Option<DateTime<Utc>> {
        let (seconds, nanos) = self.id.get_timestamp()?.to_unix();
        DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
    }
}

impl PasswordSlot {
    fn seal(
        world: &World,
        vault: Uuid,
        id: Uuid,
        kind: u8,
        key: &DataKey,
        password: &Password,
        cost: KdfCost,
    ) -> Result<Self, VaultError> {
        let (salt, nonce) = (world.random(), world.random::<24>());
        let wrapping = wrapping_key(password, &salt, cost)?;
        let wrapped = wrap(&wrapping, nonce, key, &associated(vault, id, kind, cost, &salt))?;
        Ok(Self { cost, salt, nonce, wrapped })
    }

    fn open(&self, vault: Uuid, id: Uuid, kind: u8, password: &Password) -> Result<DataKey, VaultError> {
        let wrapping = wrapping_key(password, &self.salt, self.cost)?;
        unwrap(&wrapping, self.nonce, &self.wrapped, &associated(vault, id, kind, self.cost, &self.salt))
    }
}

/// The data key under a wrapping key.
pub(crate) fn wrap(
    wrapping: &Zeroizing<[u8; 32]>,
    nonce: [u8; 24],
    key: &DataKey,
    aad: &[u8],
) -> Result<[u8; 48], VaultError> {
    let sealed = cipher(wrapping).encrypt(&XNonce::from(nonce), Payload { msg: &key.0, aad });
    sealed.ok().and_then(|bytes| bytes.try_into().ok()).ok_or(VaultError::KeysDamaged)
}

/// The data key out of its wrap; `WrongPassword` when wrapping key, wrap and associated data do not belong together.
pub(crate) fn unwrap(
    wrapping: &Zeroizing<[u8; 32]>,
    nonce: [u8; 24],
    wrapped: &[u8; 48],
    aad: &[u8],
) -> Result<DataKey, VaultError> {
    let opened = cipher(wrapping)
        .decrypt(&XNonce::from(nonce), Payload { msg: wrapped, aad })
        .map(Zeroizing::new)
        .map_err(|_| VaultError::WrongPassword)?;
    let mut key = DataKey([0; 32]);
    if opened.len() != key.0.len() {
        return Err(VaultError::KeysDamaged);
    }
    key.0.copy_from_slice(&opened);
    Ok(key)
}

fn cipher(key: &Zeroizing<[u8; 32]>) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new_from_slice(&key[..]).expect("the key has 32 bytes")
}

/// What every wrap is bound to, so that a slot of another vault, id or kind does not open.
pub(crate) fn bound_to(vault: Uuid, slot: Uuid, kind: u8) -> Vec<u8> {
    let mut aad = Vec::with_capacity(100);
    aad.extend_from_slice(&FORMAT.to_be_bytes());
    aad.extend_from_slice(vault.as_bytes());
    aad.extend_from_slice(slot.as_bytes());
    aad.push(kind);
    aad
}

fn associated(vault: Uuid, slot: Uuid, kind: u8, cost: KdfCost, salt: &[u8; 16]) -> Vec<u8> {
    let mut aad = bound_to(vault, slot, kind);
    for number in [cost.memory_kib, cost.passes, cost.lanes] {
        aad.extend_from_slice(&number.to_be_bytes());
    }
    aad.extend_from_slice(salt);
    aad
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Password {
        Password::new(text.to_owned())
    }

    #[test]
    fn opens_with_its_password_only_and_in_its_vault_only() {
        let world = World::real();
        let (vault, key) = (Uuid::from_u128(9), DataKey([3; 32]));
        let slot = Slot::seal(&world, vault, &key, &word("a b 三"), KdfCost::LEAST).unwrap();
        let open = |slot: &Slot, vault, text| slot.open(vault, Secret::Password(&word(text))).map(|key| key.0);
        assert_eq!(open(&slot, vault, "a b 三"), Ok(key.0));
        assert_eq!(open(&slot, vault, "a b 四"), Err(VaultError::WrongPassword));
        assert_eq!(open(&slot, Uuid::from_u128(8), "a b 三"), Err(VaultError::WrongPassword));
        let mut cheaper = slot.clone();
        if let SlotBody::Password(body) = &mut cheaper.body {
            body.cost.passes = 2;
        }
        assert_eq!(open(&cheaper, vault, "a b 三"), Err(VaultError::WrongPassword));
    }

    #[test]
    fn a_slot_of_one_kind_is_not_one_of_another() {
        let world = World::real();
        let (vault, key) = (Uuid::from_u128(9), DataKey([3; 32]));
        let slot = Slot::seal_for_officer(&world, vault, &key, &word("乙"), KdfCost::LEAST).unwrap();
        let SlotBody::Officer(body) = slot.body.clone() else { panic!("an officer's slot") };
        assert!(slot.open(vault, Secret::Password(&word("乙"))).is_ok());
        let other = Slot { body: SlotBody::Password(body), ..slot };
        assert_eq!(other.open(vault, Secret::Password(&word("乙"))).err(), Some(VaultError::WrongPassword));
    }

    #[test]
    fn it_says_when_it_was_made() {
        let world = World::real();
        let before = world.clock.now();
        let slot = Slot::seal(&world, Uuid::nil(), &DataKey([3; 32]), &word("a"), KdfCost::LEAST).unwrap();
        let made = slot.made_at().unwrap();
        assert!((made - before).num_seconds().abs() <= 5, "{made}");
        assert_eq!(Slot { id: Uuid::from_u128(6), ..slot }.made_at(), None);
    }

    #[test]
    fn a_password_is_not_printed() {
        assert_eq!(format!("{:?}", word("secret")), "Password(…)");
    }
}
