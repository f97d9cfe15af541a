//! The layout of `keys.a` and `keys.b`; see FORMAT.md, "Key files".

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::derive::{mac, mac_fits};
use super::recovery::RecoverySlot;
use super::slot::{OFFICER, PASSWORD, PasswordSlot, RECOVERY, SlotBody};
use super::{FORMAT, KdfCost, Slot, SlotKind};
use crate::{LogHead, VaultError};

const MAGIC: &[u8; 8] = b"ZHIXINKY";
/// The checksum and the MAC, last in the file in every version.
const TAIL: usize = 32 + 32;
/// More is not read: eight slots of any kind fit well.
pub(super) const LARGEST: usize = 64 * 1024;
pub(crate) const MOST_SLOTS: usize = 8;

/// What a key file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyFile {
    pub(crate) vault: Uuid,
    /// Raised with every writing; the higher of two copies counts.
    pub(crate) sequence: u64,
    /// When the vault was made, in milliseconds since 1970 UTC.
    pub(crate) created_ms: i64,
    /// The four bytes in the current database's name.
    pub(crate) database: [u8; 4],
    /// Where the operations log stood when this was written.
    pub(crate) head: LogHead,
    pub(crate) slots: Vec<Slot>,
}

/// A key file as read, before its MAC can be checked.
#[derive(Clone, Debug)]
pub(crate) struct Unproven {
    pub(crate) file: KeyFile,
    bytes: Vec<u8>,
}

impl KeyFile {
    /// The name of the current database file.
    pub(crate) fn database_name(&self) -> String {
        format!("data.{:08x}.db", u32::from_be_bytes(self.database))
    }

    /// The bytes of the file, with checksum and MAC under the `slots` key.
    pub(crate) fn to_bytes(&self, slots_key: &[u8; 32]) -> Vec<u8> {
        let mut body = Vec::new();
        body.extend_from_slice(self.vault.as_bytes());
        body.extend_from_slice(&self.sequence.to_be_bytes());
        body.extend_from_slice(&self.created_ms.to_be_bytes());
        body.extend_from_slice(&self.database);
        body.extend_from_slice(&self.head.seq.to_be_bytes());
        body.extend_from_slice(&self.head.hash);
        body.push(u8::try_from(self.slots.len()).expect("a vault has at most eight slots"));
        for slot in &self.slots {
            write_slot(slot, &mut body);
        }
        let total = MAGIC.len() + 2 + 4 + body.len() + TAIL;
        let mut bytes = Vec::with_capacity(total);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT.to_be_bytes());
        bytes.extend_from_slice(&u32::try_from(total).expect("a key file is small").to_be_bytes());
        bytes.append(&mut body);
        let checksum: [u8; 32] = Sha256::digest(&bytes).into();
        bytes.extend_from_slice(&checksum);
        let tag = mac(slots_key, &bytes);
        bytes.extend_from_slice(&tag);
        bytes
    }

    /// Reads the layout and checks the checksum, and the costs before anyone spends memory on them.
    ///
    /// # Errors
    /// `KeysDamaged`, `NewerFormat` or `CostOutOfBounds`.
    pub(crate) fn read(bytes: &[u8]) -> Result<Unproven, VaultError> {
        let damaged = VaultError::KeysDamaged;
        if bytes.len() > LARGEST || bytes.len() < MAGIC.len() + 6 + TAIL {
            return Err(damaged);
        }
        let (summed, tail) = bytes.split_at(bytes.len() - TAIL);
        let checksum: [u8; 32] = Sha256::digest(summed).into();
        if checksum != tail[..32] || !summed.starts_with(MAGIC) {
            return Err(damaged);
        }
        let mut input = Input(&summed[MAGIC.len()..]);
        let version = u16::from_be_bytes(input.array()?);
        if version > FORMAT {
            return Err(VaultError::NewerFormat { found: version.into(), known: FORMAT.into() });
        }
        if version == 0 || u32::from_be_bytes(input.array()?) as usize != bytes.len() {
            return Err(damaged);
        }
        let mut file = KeyFile {
            vault: Uuid::from_bytes(input.array()?),
            sequence: u64::from_be_bytes(input.array()?),
            created_ms: i64::from_be_bytes(input.array()?),
            database: input.array()?,
            head: LogHead { seq: u64::from_be_bytes(input.array()?), hash: input.array()? },
            slots: Vec::new(),
        };
        let [count] = input.array()?;
        if !(1..=MOST_SLOTS).contains(&usize::from(count)) {
            return Err(damaged);
        }
        for _ in 0..count {
            file.slots.push(read_slot(&mut input)?);
        }
        // Each costs a derivation, so a file that asks for many is refused before any is made.
        let alike = |kind| file.slots.iter().filter(|slot| slot.kind() == kind).count() > 1;
        if !input.0.is_empty() || [SlotKind::Password, SlotKind::Recovery, SlotKind::Officer].into_iter().any(alike) {
            return Err(damaged);
        }
        Ok(Unproven { file, bytes: bytes.to_vec() })
    }
}

impl Unproven {
    /// Whether whoever wrote the file had the data key.
    pub(crate) fn is_authentic(&self, slots_key: &[u8; 32]) -> bool {
        let (data, tag) = self.bytes.split_at(self.bytes.len() - 32);
        mac_fits(slots_key, data, tag)
    }

    /// The bytes that were read.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn write_slot(slot: &Slot, out: &mut Vec<u8>) {
    out.extend_from_slice(slot.id.as_bytes());
    let (kind, body) = match &slot.body {
        SlotBody::Other { kind, bytes } => (*kind, bytes.clone()),
        SlotBody::Password(slot) => (PASSWORD, password_body(slot)),
        SlotBody::Officer(slot) => (OFFICER, password_body(slot)),
        SlotBody::Recovery(slot) => {
            (RECOVERY, [&slot.public[..], &slot.ephemeral, &slot.nonce, &slot.wrapped].concat())
        }
    };
    out.push(kind);
    out.extend_from_slice(&u16::try_from(body.len()).expect("a slot is small").to_be_bytes());
    out.extend_from_slice(&body);
}

fn password_body(slot: &PasswordSlot) -> Vec<u8> {
    let [memory, passes, lanes] = [slot.cost.memory_kib, slot.cost.passes, slot.cost.lanes].map(u32::to_be_bytes);
    [&memory[..], &passes, &lanes, &slot.salt, &slot.nonce, &slot.wrapped].concat()
}

fn read_slot(input: &mut Input<'_>) -> Result<Slot, VaultError> {
    let id = Uuid::from_bytes(input.array()?);
    let [kind] = input.array()?;
    let length = u16::from_be_bytes(input.array()?);
    let mut body = Input(input.take(length.into())?);
    let read = match kind {
        PASSWORD => SlotBody::Password(read_password(&mut body)?),
        OFFICER => SlotBody::Officer(read_password(&mut body)?),
        RECOVERY => SlotBody::Recovery(RecoverySlot {
            public: body.array()?,
            ephemeral: body.array()?,
            nonce: body.array()?,
            wrapped: body.array()?,
        }),
        kind => SlotBody::Other { kind, bytes: body.take(length.into())?.to_vec() },
    };
    if body.0.is_empty() { Ok(Slot { id, body: read }) } else { Err(VaultError::KeysDamaged) }
}

fn read_password(body: &mut Input<'_>) -> Result<PasswordSlot, VaultError> {
    let mut number = || Ok::<_, VaultError>(u32::from_be_bytes(body.array()?));
    let cost = KdfCost { memory_kib: number()?, passes: number()?, lanes: number()? };
    let slot = PasswordSlot { cost, salt: body.array()?, nonce: body.array()?, wrapped: body.array()? };
    cost.check()?;
    Ok(slot)
}

/// Bytes still to be read; every read is bounded.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], VaultError> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(VaultError::KeysDamaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], VaultError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(VaultError::KeysDamaged)?;
        self.0 = rest;
        Ok(*taken)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample() -> KeyFile {
        let password = PasswordSlot { cost: KdfCost::LEAST, salt: [1; 16], nonce: [2; 24], wrapped: [3; 48] };
        let officer = PasswordSlot { salt: [7; 16], ..password.clone() };
        let recovery = RecoverySlot { public: [4; 32], ephemeral: [5; 32], nonce: [6; 24], wrapped: [8; 48] };
        KeyFile {
            vault: Uuid::from_u128(5),
            sequence: 7,
            created_ms: 1_795_000_000_000,
            database: [0, 1, 0xab, 0xff],
            head: LogHead { seq: 2, hash: [4; 32] },
            slots: vec![
                Slot { id: Uuid::from_u128(6), body: SlotBody::Password(password) },
                Slot { id: Uuid::from_u128(7), body: SlotBody::Other { kind: 9, bytes: vec![9; 80] } },
                Slot { id: Uuid::from_u128(8), body: SlotBody::Recovery(recovery) },
                Slot { id: Uuid::from_u128(9), body: SlotBody::Officer(officer) },
            ],
        }
    }

    /// Gives altered bytes a fitting checksum, as a forger would.
    fn resum(bytes: &mut [u8]) {
        let end = bytes.len() - TAIL;
        let checksum: [u8; 32] = Sha256::digest(&bytes[..end]).into();
        bytes[end..end + 32].copy_from_slice(&checksum);
    }

    #[test]
    fn round_trips_and_keeps_unknown_slots() {
        let bytes = sample().to_bytes(&[8; 32]);
        let read = KeyFile::read(&bytes).unwrap();
        assert_eq!(read.file, sample());
        assert!(read.is_authentic(&[8; 32]) && !read.is_authentic(&[9; 32]));
        assert_eq!(read.file.database_name(), "data.0001abff.db");
    }

    #[test]
    fn every_flip_and_every_truncation_is_seen() {
        let bytes = sample().to_bytes(&[8; 32]);
        for at in 0..bytes.len() {
            assert!(KeyFile::read(&bytes[..at]).is_err(), "cut at {at}");
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x10;
            let seen = KeyFile::read(&flipped).map_or(true, |read| !read.is_authentic(&[8; 32]));
            assert!(seen, "flip at {at}");
        }
    }

    #[test]
    fn a_newer_version_and_a_dear_cost_are_named() {
        let mut bytes = sample().to_bytes(&[8; 32]);
        bytes[9] = 2;
        resum(&mut bytes);
        assert_eq!(KeyFile::read(&bytes).err(), Some(VaultError::NewerFormat { found: 2, known: 1 }));

        let mut dear = sample();
        if let SlotBody::Password(slot) = &mut dear.slots[0].body {
            slot.cost.memory_kib = u32::MAX;
        }
        assert_eq!(KeyFile::read(&dear.to_bytes(&[8; 32])).err(), Some(VaultError::CostOutOfBounds));
        let mut dear = sample();
        if let SlotBody::Officer(slot) = &mut dear.slots[3].body {
            slot.cost.passes = 21;
        }
        assert_eq!(KeyFile::read(&dear.to_bytes(&[8; 32])).err(), Some(VaultError::CostOutOfBounds));
    }

    #[test]
    fn of_the_known_kinds_there_is_one_each() {
        let one = sample();
        for alike in [0, 2, 3] {
            let mut two = sample();
            two.slots.push(Slot { id: Uuid::from_u128(10), ..one.slots[alike].clone() });
            assert_eq!(KeyFile::read(&two.to_bytes(&[8; 32])).err(), Some(VaultError::KeysDamaged), "slot {alike}");
        }
        let mut two = sample();
        two.slots.push(Slot { id: Uuid::from_u128(10), ..one.slots[1].clone() });
        assert_eq!(KeyFile::read(&two.to_bytes(&[8; 32])).unwrap().file, two, "of an unknown kind nobody can say");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..600), good: bool) {
            if good && bytes.len() > MAGIC.len() + 6 + TAIL {
                bytes[..8].copy_from_slice(MAGIC);
                bytes[8..10].copy_from_slice(&FORMAT.to_be_bytes());
                let total = u32::try_from(bytes.len()).unwrap();
                bytes[10..14].copy_from_slice(&total.to_be_bytes());
                resum(&mut bytes);
            }
            let _ = KeyFile::read(&bytes);
        }
    }
}
