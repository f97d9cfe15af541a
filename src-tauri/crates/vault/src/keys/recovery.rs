//! The recovery sheet (恢复单): a key pair whose private half exists only on paper, and the slot sealed to its public half;
//! see FORMAT.md, "Recovery text".

use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::DataKey;
use super::slot::{RECOVERY, bound_to, unwrap, wrap};
use crate::{VaultError, World};

/// Crockford's base32 alphabet, which leaves out I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Goes before whatever a checksum of the text is taken of.
const LABEL: &[u8] = b"zhixin recovery 1";
/// The lines of the text, the characters of each that carry the key, and those that check them.
const LINES: usize = 4;
const CARRYING: usize = 14;
const CHECKING: usize = 2;
/// The bytes that the lines carry: the key, and three that check all of it.
const CARRIED: usize = 35;

/// The private half of a recovery key, wiped from memory when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; 32]);

/// The data key, sealed with X25519 and XChaCha20-Poly1305 to the public half of a recovery key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecoverySlot {
    /// The public half of the sheet's key.
    pub(crate) public: [u8; 32],
    /// The public half of the key that was made for this wrap only.
    pub(crate) ephemeral: [u8; 32],
    pub(crate) nonce: [u8; 24],
    pub(crate) wrapped: [u8; 48],
}

impl RecoveryKey {
    pub(crate) fn new(world: &World) -> Self {
        let mut key = Self([0; 32]);
        world.rng.fill(&mut key.0);
        key
    }

    /// The text that the sheet carries: four lines of four groups of four characters.
    pub fn lines(&self) -> Vec<Zeroizing<String>> {
        let carried = self.carried();
        let mut digits = Zeroizing::new(Vec::with_capacity(CARRIED / 5 * 8));
        for five in carried.chunks(5) {
            let number = five.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
            digits.extend((0..8).rev().map(|place| (number >> (5 * place) & 31) as u8));
        }
        let lines = (1_u8..).zip(digits.chunks(CARRYING));
        lines.map(|(number, digits)| grouped(digits.iter().copied().chain(line_check(number, digits)))).collect()
    }

    /// Reads a text that was typed from a sheet or taken from its QR code. Small letters, full-width characters, I and L for 1, O for 0
    /// are understood; spaces and hyphens do not matter. Four lines are judged one by one, anything else as one run of 64 characters.
    ///
    /// # Errors
    /// `RecoveryMistyped` with the first wrong line, counted from 1, or 0 when the text as a whole is not of the right length or sum.
    pub fn read(typed: &str) -> Result<Self, VaultError> {
        let whole = VaultError::RecoveryMistyped { line: 0 };
        let width = CARRYING + CHECKING;
        let mut lines = Vec::new();
        for line in typed.lines() {
            let read: Zeroizing<Vec<Option<u8>>> = Zeroizing::new(line.chars().filter_map(digit).collect());
            if !read.is_empty() {
                lines.push(read);
            }
        }
        if lines.len() != LINES {
            let all: Zeroizing<Vec<Option<u8>>> = Zeroizing::new(lines.iter().flat_map(|line| line.to_vec()).collect());
            if all.len() != LINES * width {
                return Err(whole);
            }
            lines = all.chunks(width).map(|line| Zeroizing::new(line.to_vec())).collect();
        }
        let mut digits = Zeroizing::new(Vec::with_capacity(LINES * CARRYING));
        for (number, line) in (1_u8..).zip(&lines) {
            let wrong = VaultError::RecoveryMistyped { line: number };
            let read = line.iter().copied().collect::<Option<Vec<u8>>>().map(Zeroizing::new).ok_or(wrong)?;
            if read.len() != width || read[CARRYING..] != line_check(number, &read[..CARRYING]) {
                return Err(wrong);
            }
            digits.extend_from_slice(&read[..CARRYING]);
        }
        let mut key = Self([0; 32]);
        let mut carried = Zeroizing::new(Vec::with_capacity(CARRIED));
        for eight in digits.chunks(8) {
            let number = eight.iter().fold(0_u64, |number, digit| number << 5 | u64::from(*digit));
            carried.extend_from_slice(&number.to_be_bytes()[3..]);
        }
        key.0.copy_from_slice(&carried[..32]);
        if key.carried()[..] == carried[..] { Ok(key) } else { Err(whole) }
    }

    fn carried(&self) -> Zeroizing<[u8; CARRIED]> {
        let mut carried = Zeroizing::new([0; CARRIED]);
        carried[..32].copy_from_slice(&self.0);
        let sum = Sha256::new().chain_update(LABEL).chain_update(self.0).finalize();
        carried[32..].copy_from_slice(&sum[..3]);
        carried
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        PublicKey::from(&StaticSecret::from(self.0)).to_bytes()
    }
}

impl std::fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryKey(…)")
    }
}

/// Two digits, ten bits of a SHA-256, that tell whether a line was typed right and stands at its place.
fn line_check(number: u8, digits: &[u8]) -> [u8; CHECKING] {
    let mut hash = Sha256::new().chain_update(LABEL).chain_update([number]);
    for digit in digits {
        hash.update([ALPHABET[usize::from(*digit & 31)]]);
    }
    let sum = hash.finalize();
    [sum[0] >> 3, (sum[0] & 7) << 2 | sum[1] >> 6]
}

fn grouped(digits: impl Iterator<Item = u8>) -> Zeroizing<String> {
    // The final length from the start, so that no copy is left behind by growing.
    let mut text = Zeroizing::new(String::with_capacity(19));
    for (place, digit) in digits.enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(' ');
        }
        text.push(char::from(ALPHABET[usize::from(digit)]));
    }
    text
}

/// None for what does not matter, `Some(None)` for a character that the text never has.
fn digit(typed: char) -> Option<Option<u8>> {
    let plain = match typed {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(typed as u32 - 0xfee0).unwrap_or(typed),
        other => other,
    };
    if plain.is_whitespace() || matches!(plain, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{feff}' | '\u{200b}') {
        return None;
    }
    let plain = match plain.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    Some(ALPHABET.iter().position(|known| char::from(*known) == plain).and_then(|place| place.try_into().ok()))
}

impl RecoverySlot {
    pub(crate) fn seal(
        world: &World,
        vault: Uuid,
        id: Uuid,
        key: &DataKey,
        public: [u8; 32],
    ) -> Result<Self, VaultError> {
        let secret = RecoveryKey::new(world);
        let (ephemeral, nonce) = (secret.public(), world.random());
        let wrapping = agreed(&secret, public, ephemeral, public)?;
        let wrapped = wrap(&wrapping, nonce, key, &associated(vault, id, public, ephemeral))?;
        Ok(Self { public, ephemeral, nonce, wrapped })
    }

    /// The data key, when `key` is the private half to this slot's public one.
    pub(crate) fn open(&self, vault: Uuid, id: Uuid, key: &RecoveryKey) -> Result<DataKey, VaultError> {
        if key.public() != self.public {
            return Err(VaultError::WrongPassword);
        }
        let wrapping = agreed(key, self.ephemeral, self.ephemeral, self.public)?;
        unwrap(&wrapping, self.nonce, &self.wrapped, &associated(vault, id, self.public, self.ephemeral))
    }
}

/// The wrapping key: HKDF-SHA256 of what X25519 (RFC 7748) makes of one's own private half and the other's public one.
fn agreed(
    own: &RecoveryKey,
    other: [u8; 32],
    ephemeral: [u8; 32],
    public: [u8; 32],
) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let shared = StaticSecret::from(own.0).diffie_hellman(&PublicKey::from(other));
    // A forged public half that gives the same secret with every private one.
    if !shared.was_contributory() {
        return Err(VaultError::KeysDamaged);
    }
    let mut key = Zeroizing::new([0; 32]);
    let salt = [ephemeral, public].concat();
    let hkdf = Hkdf::<Sha256>::new(Some(&salt), shared.as_bytes());
    hkdf.expand(b"zhixin/1/recovery", &mut key[..]).expect("32 bytes are asked for");
    Ok(key)
}

fn associated(vault: Uuid, id: Uuid, public: [u8; 32], ephemeral: [u8; 32]) -> Vec<u8> {
    let mut aad = bound_to(vault, id, RECOVERY);
    aad.extend_from_slice(&public);
    aad.extend_from_slice(&ephemeral);
    aad
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(key: &RecoveryKey) -> String {
        key.lines().iter().map(|line| format!("{}\n", line.as_str())).collect()
    }

    #[test]
    fn the_text_is_four_lines_of_four_groups_and_known() {
        let key = RecoveryKey(core::array::from_fn(|n| n as u8));
        assert_eq!(
            text(&key),
            "000G 40R4 0M30 E2QC\n0918 5GR3 8E1W 81MD\n24GK 2GAH C5RR 3492\nD1P7 0X3R FNZG 2XWF\n",
            "a released text never changes"
        );
    }

    #[test]
    fn it_is_read_however_it_was_typed() {
        let key = RecoveryKey([0x5a; 32]);
        let whole = text(&key);
        let wide: String =
            whole.chars().map(|c| char::from_u32(c as u32 + 0xfee0).filter(|_| c > ' ').unwrap_or(c)).collect();
        let typed = [
            whole.clone(),
            whole.to_lowercase(),
            whole.replace([' ', '\n'], ""),
            whole.replace([' ', '\n'], "-"),
            whole.replace('\n', "\r\n\r\n"),
            whole.replace('0', "o").replace('1', "l"),
            wide,
        ];
        for typed in typed {
            assert_eq!(RecoveryKey::read(&typed).map(|key| key.0), Ok(key.0), "{typed}");
        }
    }

    #[test]
    fn a_slip_names_its_line() {
        let key = RecoveryKey([0xc3; 32]);
        let lines = key.lines();
        let read = |lines: &[String]| RecoveryKey::read(&lines.join("\n")).err();
        for number in 0..LINES {
            for place in 0..19 {
                for slip in ["7", "Z", "U", "中", ""] {
                    let mut typed: Vec<String> = lines.iter().map(|line| line.to_string()).collect();
                    if typed[number].as_bytes()[place] == b' ' || &typed[number][place..=place] == slip {
                        continue;
                    }
                    typed[number].replace_range(place..=place, slip);
                    let said = Some(VaultError::RecoveryMistyped { line: number as u8 + 1 });
                    assert_eq!(read(&typed), said, "line {number} place {place} {slip}");
                }
            }
        }
        let mut swapped: Vec<String> = lines.iter().map(|line| line.to_string()).collect();
        swapped.swap(1, 2);
        assert_eq!(read(&swapped), Some(VaultError::RecoveryMistyped { line: 2 }));
        for short in ["", "  ", "0000", &lines[0].repeat(3)] {
            assert_eq!(RecoveryKey::read(short).err(), Some(VaultError::RecoveryMistyped { line: 0 }), "{short}");
        }
    }

    #[test]
    fn only_its_own_sheet_opens_a_slot() {
        let world = World::real();
        let (vault, id, data) = (Uuid::from_u128(1), Uuid::from_u128(2), DataKey([7; 32]));
        let (key, other) = (RecoveryKey::new(&world), RecoveryKey::new(&world));
        let slot = RecoverySlot::seal(&world, vault, id, &data, key.public()).unwrap();
        assert_eq!(slot.open(vault, id, &key).map(|key| key.0), Ok([7; 32]));
        let wrong = Some(VaultError::WrongPassword);
        assert_eq!(slot.open(vault, id, &other).err(), wrong);
        assert_eq!(slot.open(Uuid::from_u128(3), id, &key).err(), wrong);
        assert_eq!(slot.open(vault, Uuid::from_u128(3), &key).err(), wrong);
        let weak = RecoverySlot { ephemeral: [0; 32], ..slot };
        assert_eq!(weak.open(vault, id, &key).err(), Some(VaultError::KeysDamaged));
    }

    #[test]
    fn nothing_of_it_is_printed() {
        assert_eq!(format!("{:?}", RecoveryKey([7; 32])), "RecoveryKey(…)");
    }

    proptest! {
        #[test]
        fn every_key_comes_back(bytes: [u8; 32]) {
            prop_assert_eq!(RecoveryKey::read(&text(&RecoveryKey(bytes))).map(|key| key.0), Ok(bytes));
        }

        #[test]
        fn any_text_is_read_without_panic(typed in "\\PC{0,90}") {
            let _ = RecoveryKey::read(&typed);
        }
    }
}
