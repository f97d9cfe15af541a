//! What the crate needs from outside: the time, random bytes and the file system, passed in so that tests can replace them.

use std::sync::Arc;

use chrono::{DateTime, Local, LocalResult, NaiveDate, TimeZone, Utc};
use uuid::Uuid;

use crate::{Disk, RealDisk};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The moment.
    fn now(&self) -> DateTime<Utc>;
    /// The day on the calendar at the wall, in the computer's time zone.
    fn today(&self) -> NaiveDate;
}

/// Gives random bytes that nobody can foresee.
pub trait Rng: Send + Sync {
    /// Fills all of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The computer's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn today(&self) -> NaiveDate {
        Local::now().date_naive()
    }
}

/// A clock on which it is always this day, at the real time of day; for demonstrations and tests.
#[derive(Clone, Copy, Debug)]
pub struct FixedDay(pub NaiveDate);

impl Clock for FixedDay {
    fn now(&self) -> DateTime<Utc> {
        let at = self.0.and_time(Local::now().time());
        match Local.from_local_datetime(&at) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
            // The hour that a change to summer time leaves out.
            LocalResult::None => at.and_utc(),
        }
    }

    fn today(&self) -> NaiveDate {
        self.0
    }
}

/// The operating system's source of random bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRng;

impl Rng for OsRng {
    /// # Panics
    /// When the operating system has no random bytes to give, as no key may be made then.
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// The time, random bytes and files that a vault works with.
#[derive(Clone)]
pub struct World {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub rng: Arc<dyn Rng>,
    /// The files `keys.*`; the database does its own file work.
    pub disk: Arc<dyn Disk>,
}

impl World {
    /// The real clock, random source and disk.
    pub fn real() -> Self {
        Self { clock: Arc::new(SystemClock), rng: Arc::new(OsRng), disk: Arc::new(RealDisk) }
    }

    /// A new identifier: a version 7 UUID of this world's time and random source (RFC 9562 §5.7).
    pub fn new_uuid(&self) -> Uuid {
        let mut random = [0; 10];
        self.rng.fill(&mut random);
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng.fill(&mut bytes);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_7_and_differ() {
        let world = World::real();
        let (a, b) = (world.new_uuid(), world.new_uuid());
        assert_eq!(a.get_version_num(), 7);
        assert_ne!(a, b);
    }

    #[test]
    fn a_fixed_day_stays() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let clock = FixedDay(day);
        assert_eq!(clock.today(), day);
        assert_eq!(clock.now().with_timezone(&Local).date_naive(), day);
    }
}
