//! Where a backup is unpacked for checking while no ledger is open: a folder of the program's own among the system's temporary files.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{fs, io};

use uuid::Uuid;

/// The start of its name.
const NAME: &str = "zhixin-check-";
/// What is older was left by a crash; what is younger may be another program's that is at work.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder, which goes with all that is in it when the work is over, however it ends.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes it, and removes what a crash left of earlier ones: databases that are encrypted, and of no use to anybody.
    ///
    /// # Errors
    /// When the system's folder cannot be written.
    pub(crate) fn new(id: Uuid) -> io::Result<Self> {
        Self::within(&std::env::temp_dir(), id, SystemTime::now())
    }

    fn within(temporary: &Path, id: Uuid, now: SystemTime) -> io::Result<Self> {
        sweep(temporary, now);
        let folder = temporary.join(format!("{NAME}{}", id.simple()));
        fs::create_dir(&folder)?;
        Ok(Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed now is at the next check.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// As far as it can: folders of other users stay.
fn sweep(temporary: &Path, now: SystemTime) {
    for entry in fs::read_dir(temporary).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME));
        let changed = entry.metadata().and_then(|about| about.modified());
        if is_ours && changed.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > OLD)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_when_it_is_over_and_after_a_crash_at_a_later_check() {
        let temporary = tempfile::tempdir().unwrap();
        let names = || fs::read_dir(temporary.path()).unwrap().count();
        let now = SystemTime::now();
        fs::create_dir(temporary.path().join("somebody-elses")).unwrap();
        let crashed = Scratch::within(temporary.path(), Uuid::from_u128(1), now).unwrap();
        fs::write(crashed.path().join("drill-1.db"), "x").unwrap();
        std::mem::forget(crashed);
        let at_work = Scratch::within(temporary.path(), Uuid::from_u128(2), now + OLD / 2).unwrap();
        assert_eq!(names(), 3, "it may be at work");
        fs::write(at_work.path().join("drill-2.db"), "x").unwrap();
        drop(at_work);
        assert_eq!(names(), 2);
        drop(Scratch::within(temporary.path(), Uuid::from_u128(3), now + OLD * 2).unwrap());
        assert_eq!(names(), 1);
        assert!(temporary.path().join("somebody-elses").exists());
    }
}
