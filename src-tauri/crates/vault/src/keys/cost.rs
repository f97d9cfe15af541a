//! What guessing a password costs, and how much of it suits this computer.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::{Zeroize, Zeroizing};

use super::Password;
use crate::VaultError;

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

/// How long one guess should take here.
const WISHED: Duration = Duration::from_secs(1);
/// When the least with the usual memory takes longer than this, the computer has too little memory for it.
const TOO_SLOW: Duration = Duration::from_secs(3);
/// The fewest and the most passes that tuning chooses; more are accepted when reading.
const PASSES: (u32, u32) = (3, 12);

impl KdfCost {
    /// For ordinary use: 256 MiB and at least 3 passes; [`KdfCost::tuned`] raises them to about a second.
    pub const STANDARD: Self = Self { memory_kib: 256 * 1024, passes: 3, lanes: 1 };
    /// For computers with little memory: 64 MiB, 3 passes (RFC 9106 §4, the second recommended option, with one lane).
    pub const FLOOR: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// The least that is accepted, for tests.
    pub const LEAST: Self = Self { memory_kib: 19 * 1024, passes: 1, lanes: 1 };

    /// For a new password: [`KdfCost::STANDARD`] becomes what takes about a second on this computer, never less than
    /// [`KdfCost::FLOOR`]; any other cost stays. Measured once in the life of the program, which takes less than a second.
    pub fn tuned(self) -> Self {
        static TUNED: OnceLock<KdfCost> = OnceLock::new();
        if self == Self::STANDARD { *TUNED.get_or_init(measure) } else { self }
    }

    /// Refuses costs that protect nothing and those by which a forged file would take all memory; called before memory is taken.
    pub(crate) fn check(self) -> Result<(), VaultError> {
        let fine = (19 * 1024..=1024 * 1024).contains(&self.memory_kib)
            && (1..=20).contains(&self.passes)
            && (1..=8).contains(&self.lanes);
        if fine { Ok(()) } else { Err(VaultError::CostOutOfBounds) }
    }
}

/// Tries one pass with the usual memory, and with the least when that is too slow or cannot be had.
fn measure() -> KdfCost {
    let took = |cost: KdfCost| {
        let began = Instant::now();
        let trial = Password::new("a trial".to_owned());
        wrapping_key(&trial, &[0; 16], KdfCost { passes: 1, ..cost }).ok().map(|_| began.elapsed())
    };
    match took(KdfCost::STANDARD) {
        Some(pass) if pass * PASSES.0 <= TOO_SLOW => passes_for(KdfCost::STANDARD, pass),
        _ => took(KdfCost::FLOOR).map_or(KdfCost::FLOOR, |pass| passes_for(KdfCost::FLOOR, pass)),
    }
}

/// As many passes as come nearest to the wished time when one takes `pass`.
fn passes_for(cost: KdfCost, pass: Duration) -> KdfCost {
    let passes = (WISHED.as_secs_f64() / pass.as_secs_f64().max(0.001)).round();
    KdfCost { passes: (passes as u32).clamp(PASSES.0, PASSES.1), ..cost }
}

/// The key that Argon2id makes of a password.
///
/// # Errors
/// `CostOutOfBounds` before any memory is taken, or `NotEnoughMemory`.
pub(crate) fn wrapping_key(
    password: &Password,
    salt: &[u8; 16],
    cost: KdfCost,
) -> Result<Zeroizing<[u8; 32]>, VaultError> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn passes_come_near_to_a_second_and_stay_in_bounds() {
        let passes = |millis| passes_for(KdfCost::STANDARD, Duration::from_millis(millis)).passes;
        assert_eq!([passes(240), passes(100), passes(500), passes(2), passes(0)], [4, 10, 3, 12, 12]);
        assert_eq!(passes_for(KdfCost::FLOOR, Duration::from_secs(9)), KdfCost::FLOOR);
    }

    #[test]
    fn tuning_keeps_to_the_floor_and_leaves_other_costs_alone() {
        assert_eq!(KdfCost::LEAST.tuned(), KdfCost::LEAST);
        assert_eq!(KdfCost::FLOOR.tuned(), KdfCost::FLOOR);
        let tuned = KdfCost::STANDARD.tuned();
        assert!(tuned.memory_kib >= KdfCost::FLOOR.memory_kib && (3..=12).contains(&tuned.passes), "{tuned:?}");
        assert_eq!(KdfCost::STANDARD.tuned(), tuned, "measured once");
    }
}
