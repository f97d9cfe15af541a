//! How often a wrong password was tried since the ledger was last opened: kept beside the lock, so that it is not forgotten when
//! the program ends. It slows down whoever guesses in the program; whoever copies the folder is slowed down by the key derivation alone.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::World;

const FILE: &str = "guesses";
/// The longest that a guess has to wait, in seconds.
const LONGEST: u64 = 60;

/// Wrong passwords in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FailedUnlocks {
    /// How many.
    pub count: u32,
    /// When the last was tried, in milliseconds since 1970 UTC.
    last_ms: i64,
}

/// Two numbers and a space have fewer bytes.
const LARGEST: u64 = 64;

impl FailedUnlocks {
    /// What is noted in a ledger's folder; nothing when the note is missing or unreadable.
    pub fn read(world: &World, folder: &Path) -> Self {
        let path = path(folder);
        // What is too large to be the note is not taken into memory.
        let is_note = world.disk.size(&path).is_ok_and(|size| size <= LARGEST);
        let bytes = if is_note { world.disk.read(&path).ok() } else { None };
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        text.as_deref().and_then(parse).unwrap_or_default()
    }

    /// Whole seconds that are still to be waited before the next guess, rounded up.
    /// Nothing when the clock was set back, as nobody may be locked out.
    pub fn wait(&self, now: DateTime<Utc>) -> u64 {
        let passed = now.timestamp_millis().saturating_sub(self.last_ms);
        let whole = Self::delay(self.count) * 1000;
        u64::try_from(passed).map_or(0, |passed| whole.saturating_sub(passed).div_ceil(1000))
    }

    /// Whole seconds after so many wrong guesses in a row: 0, 0, 1, 2, 4 … 60; `lockDelay` of `ui/src/lock.ts` is the same.
    pub fn delay(wrong: u32) -> u64 {
        match wrong {
            0..3 => 0,
            _ => 1_u64.checked_shl(wrong - 3).map_or(LONGEST, |seconds| seconds.min(LONGEST)),
        }
    }

    /// Notes one more wrong guess. A folder that cannot be written keeps no note, and the guess is refused all the same.
    pub(crate) fn add(world: &World, folder: &Path) {
        let count = Self::read(world, folder).count.saturating_add(1);
        let text = format!("{count} {}\n", world.clock.now().timestamp_millis());
        let _ = world.disk.write_synced(&path(folder), text.as_bytes());
    }

    /// Forgets them, once they are in the operations log. A note that cannot be removed is logged once more next time.
    pub(crate) fn clear(world: &World, folder: &Path) {
        let _ = world.disk.remove_file(&path(folder));
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

fn parse(text: &str) -> Option<FailedUnlocks> {
    let (count, last) = text.trim_end().split_once(' ')?;
    Some(FailedUnlocks { count: count.parse().ok()?, last_ms: last.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(ms).unwrap()
    }

    #[test]
    fn delays_grow_and_stop_at_a_minute() {
        let waits: Vec<u64> = (0..12).map(|count| FailedUnlocks { count, last_ms: 5_000 }.wait(at(5_000))).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        let many = FailedUnlocks { count: u32::MAX, last_ms: 5_000 };
        assert_eq!([many.wait(at(5_000)), many.wait(at(34_999)), many.wait(at(65_000))], [60, 31, 0]);
        assert_eq!(many.wait(at(4_999)), 0, "a clock set back locks nobody out");
    }

    #[test]
    fn what_is_not_a_note_counts_as_none() {
        for text in ["", "3", "x 1", "-1 5", "3 x", "99999999999 5", "\u{0}"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse("3 -7\n"), Some(FailedUnlocks { count: 3, last_ms: -7 }));
        assert_eq!(FailedUnlocks { count: 9, last_ms: i64::MIN }.wait(at(0)), 0);
        assert_eq!(FailedUnlocks { count: 9, last_ms: i64::MAX }.wait(at(0)), 0);
    }
}
