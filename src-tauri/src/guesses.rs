//! Makes guessing the password slow. It counts here too, because a page is made anew by reloading it.

use std::time::{Duration, Instant};

const LONGEST: u64 = 60;

/// Wrong passwords in a row.
#[derive(Debug, Default)]
pub(crate) struct Guesses {
    wrong: u32,
    until: Option<Instant>,
}

impl Guesses {
    /// Whole seconds that are still to be waited, rounded up; zero when a guess is allowed.
    pub(crate) fn wait(&self, now: Instant) -> u64 {
        let left = self.until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
        left.as_secs() + u64::from(left.subsec_nanos() > 0)
    }

    /// Notes a wrong guess; answers the seconds until the next is allowed.
    pub(crate) fn wrong(&mut self, now: Instant) -> u64 {
        self.wrong += 1;
        let seconds = delay(self.wrong);
        self.until = now.checked_add(Duration::from_secs(seconds));
        seconds
    }

    /// Notes the right password.
    pub(crate) fn right(&mut self) {
        *self = Self::default();
    }
}

/// 0, 0, 1, 2, 4 … 60 seconds after so many wrong guesses in a row; `lockDelay` of `ui/src/lock.ts` is the same.
fn delay(wrong: u32) -> u64 {
    match wrong {
        0..3 => 0,
        _ => 1_u64.checked_shl(wrong - 3).map_or(LONGEST, |seconds| seconds.min(LONGEST)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_stop_at_a_minute() {
        let delays: Vec<u64> = (0..12).map(delay).collect();
        assert_eq!(delays, [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(delay(u32::MAX), LONGEST);
    }

    #[test]
    fn a_guess_must_wait_and_the_right_password_clears() {
        let now = Instant::now();
        let mut guesses = Guesses::default();
        assert_eq!([guesses.wrong(now), guesses.wrong(now), guesses.wrong(now), guesses.wrong(now)], [0, 0, 1, 2]);
        assert_eq!(guesses.wait(now), 2);
        assert_eq!(guesses.wait(now + Duration::from_millis(1500)), 1);
        assert_eq!(guesses.wait(now + Duration::from_secs(2)), 0);
        guesses.right();
        assert_eq!((guesses.wait(now), guesses.wrong(now)), (0, 0));
    }
}
