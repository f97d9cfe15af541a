//! Makes guessing the password slow where the ledger's folder cannot be written or the clock is turned: counted in memory too.

use std::time::{Duration, Instant};

use vault::FailedUnlocks;

/// Wrong passwords in a row since the program was started.
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

    /// Notes a wrong guess.
    pub(crate) fn wrong(&mut self, now: Instant) {
        self.wrong = self.wrong.saturating_add(1);
        self.until = now.checked_add(Duration::from_secs(FailedUnlocks::delay(self.wrong)));
    }

    /// Notes the right password.
    pub(crate) fn right(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_must_wait_and_the_right_password_clears() {
        let now = Instant::now();
        let mut guesses = Guesses::default();
        let waits: Vec<u64> = (0..11)
            .map(|_| {
                guesses.wrong(now);
                guesses.wait(now)
            })
            .collect();
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(guesses.wait(now + Duration::from_millis(58_500)), 2);
        assert_eq!(guesses.wait(now + Duration::from_secs(60)), 0);
        guesses.right();
        guesses.wrong(now);
        assert_eq!(guesses.wait(now), 0);
    }
}
