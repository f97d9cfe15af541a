//! The desk behind its lock: one command at a time, and what locks it from outside the page.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use desk::{Desk, DeskError, Done, ErrorCode, Host, Work};
use serde_json::Value;

use crate::print;

const STEP: Duration = Duration::from_millis(50);

/// The desk, and what can be known of it while a command runs.
pub(crate) struct Guarded {
    desk: Mutex<Desk>,
    /// The long command that runs, if one does.
    work: Arc<Work>,
    /// Whether the ledger was open when the last command was done.
    open: AtomicBool,
    /// Whether whoever has the desk next must lock it first.
    lock_first: AtomicBool,
    /// When a command last came or was done.
    heard: Mutex<Instant>,
}

impl Guarded {
    pub(crate) fn new(desk: Desk) -> Self {
        Self {
            open: AtomicBool::new(desk.is_unlocked()),
            work: desk.work(),
            desk: Mutex::new(desk),
            lock_first: AtomicBool::new(false),
            heard: Mutex::new(Instant::now()),
        }
    }

    /// Runs one command; a panic in it is answered and locks the ledger.
    pub(crate) fn call(&self, host: &dyn Host, name: &str, request: Value) -> Result<Value, DeskError> {
        self.hear();
        // Asked of a command that holds the desk, so they cannot wait for it.
        match name {
            "work_status" => return serde_json::to_value(self.work.status()).map_err(|_| ErrorCode::Internal.into()),
            "work_stop" => {
                self.work.stop();
                return serde_json::to_value(Done::YES).map_err(|_| ErrorCode::Internal.into());
            }
            _ => {}
        }
        let mut desk = self.desk.lock().map_err(|_| ErrorCode::Internal)?;
        self.lock_if_asked(&mut desk);
        let answer = catch_unwind(AssertUnwindSafe(|| desk::call(&mut desk, host, name, request)));
        let answer = answer.unwrap_or_else(|_| {
            // Half-done work must not be built on: locking rolls back what was not acknowledged.
            let _ = desk.lock();
            Err(ErrorCode::Internal.into())
        });
        self.lock_if_asked(&mut desk);
        self.note(&desk);
        self.hear();
        answer
    }

    /// Whether the ledger is open, as far as is known while a command runs.
    pub(crate) fn is_open(&self) -> bool {
        self.open.load(Ordering::SeqCst)
    }

    /// For how long no command came.
    pub(crate) fn quiet(&self) -> Duration {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }

    /// Locks the ledger; waits so long for a command that is running. When that takes longer, it locks as soon as it is done and
    /// before any other: whatever was acknowledged is on the disk.
    pub(crate) fn lock(&self, patience: Duration) -> bool {
        self.lock_first.store(true, Ordering::SeqCst);
        // A backup that is being made is given up; what is half-finished is removed.
        self.work.stop();
        let until = Instant::now() + patience;
        loop {
            let mut desk = match self.desk.try_lock() {
                Ok(desk) => desk,
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    std::thread::sleep(STEP);
                    continue;
                }
                Err(TryLockError::WouldBlock) => return false,
            };
            self.lock_if_asked(&mut desk);
            return true;
        }
    }

    /// The place of the ledger.
    pub(crate) fn place(&self) -> Option<std::path::PathBuf> {
        self.desk.lock().ok().map(|desk| desk.place().to_path_buf())
    }

    fn lock_if_asked(&self, desk: &mut MutexGuard<'_, Desk>) {
        if self.lock_first.swap(false, Ordering::SeqCst) {
            // A backup that fails at the lock is told at the next one; the keys are gone either way.
            let _ = desk.lock();
            self.note(desk);
        }
    }

    /// Notes whether the ledger is open; with the lock goes what a reader was given to print.
    fn note(&self, desk: &Desk) {
        let is_open = desk.is_unlocked();
        if self.open.swap(is_open, Ordering::SeqCst) && !is_open {
            print::sweep();
        }
    }

    fn hear(&self) {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::mpsc::{Receiver, Sender, channel};

    use desk::{FileKind, KdfCost, NoHost, World};
    use serde_json::json;

    use super::*;

    const PASSWORD: &str = "correct horse";

    struct Broken;

    impl Host for Broken {
        fn save_place(&self, _: FileKind, _: &str) -> Result<Option<PathBuf>, DeskError> {
            panic!("no dialog")
        }
        fn open_place(&self, _: FileKind) -> Result<Option<PathBuf>, DeskError> {
            panic!("no dialog")
        }
        fn vault_place(&self, _: bool) -> Result<Option<PathBuf>, DeskError> {
            panic!("no dialog")
        }
        fn print(&self, _: &[u8]) -> Result<(), DeskError> {
            panic!("no printer")
        }
    }

    /// A dialog that is left open until told to close.
    struct LeftOpen {
        opened: Mutex<Sender<()>>,
        close: Mutex<Receiver<()>>,
    }

    impl Host for LeftOpen {
        fn save_place(&self, _: FileKind, _: &str) -> Result<Option<PathBuf>, DeskError> {
            Ok(None)
        }
        fn open_place(&self, _: FileKind) -> Result<Option<PathBuf>, DeskError> {
            self.opened.lock().unwrap().send(()).unwrap();
            let _ = self.close.lock().unwrap().recv();
            Ok(None)
        }
        fn vault_place(&self, _: bool) -> Result<Option<PathBuf>, DeskError> {
            Ok(None)
        }
        fn print(&self, _: &[u8]) -> Result<(), DeskError> {
            Ok(())
        }
    }

    fn made(folder: &Path) -> Guarded {
        let guarded = Guarded::new(Desk::new(World::real(), folder.join("a.zhixin"), KdfCost::LEAST).unwrap());
        let form = json!({"password": PASSWORD, "branch": "支部", "secretary": "甲书记"});
        guarded.call(&NoHost, "vault_create", form).unwrap();
        guarded
    }

    fn unlock(guarded: &Guarded, password: &str) -> Result<Value, DeskError> {
        guarded.call(&NoHost, "vault_unlock", json!({"password": password}))
    }

    #[test]
    fn with_the_lock_goes_what_a_reader_was_given_to_print() {
        let folder = tempfile::tempdir().unwrap();
        let guarded = made(folder.path());
        let given = || std::fs::create_dir_all(print::folder()).unwrap();
        given();
        guarded.call(&NoHost, "vault_lock", Value::Null).unwrap();
        assert!(!print::folder().exists(), "by the page");
        unlock(&guarded, PASSWORD).unwrap();
        given();
        assert!(guarded.lock(Duration::ZERO) && !print::folder().exists(), "from outside");
    }

    #[test]
    fn guesses_at_the_same_time_do_not_slip_past() {
        let folder = tempfile::tempdir().unwrap();
        let guarded = made(folder.path());
        guarded.call(&NoHost, "vault_lock", Value::Null).unwrap();
        let guess = || unlock(&guarded, "wrong password").unwrap_err().detail;
        let waits: Vec<Option<String>> = std::thread::scope(|scope| {
            let guesses: Vec<_> = (0..12).map(|_| scope.spawn(guess)).collect();
            guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
        });
        assert_eq!(waits.iter().filter(|wait| wait.is_none()).count(), 2, "two are free: {waits:?}");
        let note = std::fs::read_to_string(folder.path().join("a.zhixin/guesses")).unwrap();
        assert!(note.starts_with("3 "), "the others were not even tried: {note}");
        let refused = unlock(&guarded, PASSWORD).unwrap_err();
        assert_eq!(refused, DeskError::with(ErrorCode::WrongPassword, "1"), "the right one waits as well");
        std::thread::sleep(Duration::from_millis(1050));
        assert_eq!(unlock(&guarded, PASSWORD).unwrap()["unlocked"], true);
    }

    #[test]
    fn a_panic_is_answered_and_locks() {
        let folder = tempfile::tempdir().unwrap();
        let guarded = made(folder.path());
        assert!(guarded.is_open());
        let answer = guarded.call(&Broken, "vault_choose", json!({"create": false}));
        assert_eq!(answer.unwrap_err().code, ErrorCode::Internal);
        assert!(!guarded.is_open());
        assert_eq!(guarded.call(&Broken, "app_status", Value::Null).unwrap()["unlocked"], false);
    }

    #[test]
    fn a_lock_that_was_asked_for_comes_before_the_next_command() {
        let folder = tempfile::tempdir().unwrap();
        let guarded = Arc::new(made(folder.path()));
        let (opened, is_opened) = channel();
        let (close, closing) = channel();
        let host = LeftOpen { opened: Mutex::new(opened), close: Mutex::new(closing) };
        let busy = guarded.clone();
        let dialog = std::thread::spawn(move || busy.call(&host, "roster_choose", Value::Null));
        is_opened.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(guarded.is_open());
        assert!(!guarded.lock(Duration::from_millis(100)), "a dialog is in the way");
        assert_eq!(guarded.call(&NoHost, "work_status", json!({})).unwrap(), Value::Null, "answered meanwhile");
        assert!(guarded.call(&NoHost, "work_stop", json!({})).is_ok());
        // What the old page still asks for waits behind the dialog, and then finds the ledger locked.
        let later = guarded.clone();
        let list = std::thread::spawn(move || later.call(&NoHost, "person_list", json!({})));
        close.send(()).unwrap();
        assert_eq!(list.join().unwrap().unwrap_err().code, ErrorCode::Locked);
        assert!(dialog.join().unwrap().is_ok() && !guarded.is_open());
        assert_eq!(unlock(&guarded, PASSWORD).unwrap()["unlocked"], true, "it locks once");
        assert!(guarded.lock(Duration::ZERO) && !guarded.is_open());
    }

    #[test]
    fn it_is_known_for_how_long_nothing_came() {
        let folder = tempfile::tempdir().unwrap();
        let guarded = made(folder.path());
        std::thread::sleep(Duration::from_millis(120));
        assert!(guarded.quiet() >= Duration::from_millis(120));
        guarded.call(&NoHost, "app_status", Value::Null).unwrap();
        assert!(guarded.quiet() < Duration::from_millis(120));
    }
}
