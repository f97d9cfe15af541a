//! Slots: the data key wrapped under a secret; see FORMAT.md, "Slots".

use argon2::{Algorithm, Argon2, Block, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use super::{DataKey, FORMAT};
use crate::{VaultError, World};

/// A password as it was typed, wiped from memory when dropped.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes the text over; its UTF-8 bytes are what counts.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// What Argon2id (RFC 9106) costs for each guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfCost {
    /// Memory in KiB, 19 MiB to 1 GiB.
    pub memory_kib: u32,
    /// Passes over the memory, 1 to 20.
    pub passes: u32,
    /// Lanes, 1 to 8.
    pub lanes: u32,
}

impl KdfCost {
    /// For ordinary use: 256 MiB, 3 passes, about a second.
    pub const STANDARD: Self = Self { memory_kib: 256 * 1024, passes: 3, lanes: 1 };
    /// For computers with little memory: 64 MiB, 3 passes (RFC 9106 §4, the second recommended option, with one lane).
    pub const FLOOR: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// The least that is accepted, for tests.
    pub const LEAST: Self = Self { memory_kib: 19 * 1024, passes: 1, lanes: 1 };

    /// Refuses costs that protect nothing and those by which a forged file would take all memory; called before memory is taken.
    pub(crate) fn check(self) -> Result<(), VaultError> {
        let fine = (19 * 1024..=1024 * 1024).contains(&self.memory_kib)
            && (1..=20).contains(&self.passes)
            && (1..=8).contains(&self.lanes);
        if fine { Ok(()) } else { Err(VaultError::CostOutOfBounds) }
    }
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
    /// The data key under a password.
    Password(PasswordSlot),
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

/// The kind byte of a password slot.
pub(crate) const PASSWORD: u8 = 1;

impl Slot {
    /// Wraps the data key under a password.
    pub(crate) fn seal(
        world: &World,
        vault: Uuid,
        key: &DataKey,
        password: &Password,
        cost: KdfCost,
    ) -> Result<Self, VaultError> {
        let (id, salt, nonce) = (world.new_uuid(), world.random(), world.random::<24>());
        let wrapping = wrapping_key(password, &salt, cost)?;
        let aad = associated(vault, id, cost, &salt);
        let sealed = cipher(&wrapping)
            .encrypt(&XNonce::from(nonce), Payload { msg: &key.0, aad: &aad })
            .map_err(|_| VaultError::KeysDamaged)?;
        let wrapped = sealed.try_into().map_err(|_| VaultError::KeysDamaged)?;
        Ok(Self { id, body: SlotBody::Password(PasswordSlot { cost, salt, nonce, wrapped }) })
    }

    /// The data key, when this is a password slot and the password is right.
    ///
    /// # Errors
    /// `CostOutOfBounds` before any memory is taken, `NotEnoughMemory`, or `WrongPassword`.
    pub(crate) fn open(&self, vault: Uuid, password: &Password) -> Result<DataKey, VaultError> {
        let SlotBody::Password(slot) = &self.body else { return Err(VaultError::WrongPassword) };
        let wrapping = wrapping_key(password, &slot.salt, slot.cost)?;
        let aad = associated(vault, self.id, slot.cost, &slot.salt);
        let opened = cipher(&wrapping)
            .decrypt(&XNonce::from(slot.nonce), Payload { msg: &slot.wrapped, aad: &aad })
            .map(Zeroizing::new)
            .map_err(|_| VaultError::WrongPassword)?;
        let mut key = DataKey([0; 32]);
        if opened.len() != key.0.len() {
            return Err(VaultError::KeysDamaged);
        }
        key.0.copy_from_slice(&opened);
        Ok(key)
    }
}

fn cipher(key: &Zeroizing<[u8; 32]>) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new_from_slice(&key[..]).expect("the key has 32 bytes")
}

fn wrapping_key(password: &Password, salt: &[u8; 16], cost: KdfCost) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    cost.check()?;
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32));
    let params = params.map_err(|_| VaultError::CostOutOfBounds)?;
    // The memory is taken here, so that too little of it is an error and that it can be wiped.
    let mut memory: Vec<Block> = Vec::new();
    memory.try_reserve_exact(params.block_count()).map_err(|_| VaultError::NotEnoughMemory)?;
    memory.resize(params.block_count(), Block::default());
    let mut key = Zeroizing::new([0; 32]);
    let result = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        password.bytes(),
        salt,
        &mut key[..],
        &mut memory,
    );
    memory.iter_mut().for_each(Zeroize::zeroize);
    result.map_err(|_| VaultError::CostOutOfBounds)?;
    Ok(key)
}

/// What the wrap is bound to, so that a slot with another cost, kind, id or vault does not open.
fn associated(vault: Uuid, slot: Uuid, cost: KdfCost, salt: &[u8; 16]) -> Vec<u8> {
    let mut aad = Vec::with_capacity(63);
    aad.extend_from_slice(&FORMAT.to_be_bytes());
    aad.extend_from_slice(vault.as_bytes());
    aad.extend_from_slice(slot.as_bytes());
    aad.push(PASSWORD);
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
        assert_eq!(slot.open(vault, &word("a b 三")).unwrap().0, key.0);
        assert_eq!(slot.open(vault, &word("a b 四")).err(), Some(VaultError::WrongPassword));
        assert_eq!(slot.open(Uuid::from_u128(8), &word("a b 三")).err(), Some(VaultError::WrongPassword));
        let mut cheaper = slot.clone();
        if let SlotBody::Password(body) = &mut cheaper.body {
            body.cost.passes = 2;
        }
        assert_eq!(cheaper.open(vault, &word("a b 三")).err(), Some(VaultError::WrongPassword));
    }

    #[test]
    fn bounds_are_checked() {
        let cost = |memory_kib, passes, lanes| KdfCost { memory_kib, passes, lanes }.check().is_ok();
        assert!(cost(19 * 1024, 1, 1) && cost(1024 * 1024, 20, 8));
        assert!(
            !cost(19 * 1024 - 1, 3, 1) && !cost(1024 * 1024 + 1, 3, 1) && !cost(65536, 21, 1) && !cost(65536, 3, 9)
        );
        assert!(!cost(65536, 0, 1) && !cost(65536, 3, 0));
    }

    #[test]
    fn a_password_is_not_printed() {
        assert_eq!(format!("{:?}", word("secret")), "Password(…)");
    }
}
