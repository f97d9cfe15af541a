//! One handler for the whole command table: what the page asks goes to `desk::call`, on a worker thread, one at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use desk::{Desk, DeskError, ErrorCode, Host};
use serde_json::Value;
use tauri::Manager;
use tauri::ipc::{Invoke, InvokeBody};

use crate::guesses::Guesses;
use crate::host::Dialogs;
use crate::place::Place;

/// The state of the program: the desk and what stands around it.
pub(crate) struct Shell {
    desk: Mutex<Desk>,
    guesses: Mutex<Guesses>,
    host: Dialogs,
    place: Place,
}

impl Shell {
    pub(crate) fn new(desk: Mutex<Desk>, host: Dialogs, place: Place) -> Self {
        Self { desk, guesses: Mutex::default(), host, place }
    }

    fn call(&self, name: &str, request: Value) -> Result<Value, DeskError> {
        let answer = call(&self.desk, &self.guesses, &self.host, name, request)?;
        if matches!(name, "vault_create" | "vault_unlock")
            && let Ok(desk) = self.desk.lock()
        {
            self.place.remember(desk.place());
        }
        Ok(answer)
    }

    /// Locks the ledger before the program ends. A command that hangs, as at an open dialog, is not waited for long:
    /// whatever was acknowledged is on the disk.
    pub(crate) fn lock_for_exit(&self) {
        for _ in 0..30 {
            let mut desk = match self.desk.try_lock() {
                Ok(desk) => desk,
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => {
                    std::thread::sleep(Duration::from_millis(100));
                    continue;
                }
            };
            let _ = desk.lock();
            return;
        }
    }
}

/// Answers the page. A command that is not in the table is not answered here, and Tauri refuses it.
pub(crate) fn handle(invoke: Invoke<tauri::Wry>) -> bool {
    let Invoke { message, resolver, .. } = invoke;
    let Some(name) = desk::NAMES.iter().copied().find(|name| *name == message.command()) else {
        return false;
    };
    let request = match message.payload() {
        InvokeBody::Json(payload) => payload.get("request").cloned().unwrap_or_default(),
        InvokeBody::Raw(_) => Value::Null,
    };
    let Some(shell) = message.webview_ref().try_state::<Arc<Shell>>().map(|shell| shell.inner().clone()) else {
        resolver.reject(DeskError::from(ErrorCode::Internal));
        return true;
    };
    tauri::async_runtime::spawn_blocking(move || match shell.call(name, request) {
        Ok(answer) => resolver.resolve(answer),
        Err(error) => resolver.reject(error),
    });
    true
}

/// Runs one command; a wrong password is answered with the seconds to wait before the next guess.
fn call(
    desk: &Mutex<Desk>,
    guesses: &Mutex<Guesses>,
    host: &dyn Host,
    name: &str,
    request: Value,
) -> Result<Value, DeskError> {
    if name != "vault_unlock" {
        return run(desk, host, name, request);
    }
    // Held throughout, so that guesses at the same time cannot slip past.
    let mut guesses = guesses.lock().unwrap_or_else(PoisonError::into_inner);
    let left = guesses.wait(Instant::now());
    if left > 0 {
        return Err(DeskError::with(ErrorCode::WrongPassword, left.to_string()));
    }
    let answer = run(desk, host, name, request);
    match &answer {
        Ok(_) => guesses.right(),
        Err(error) if error.code == ErrorCode::WrongPassword => {
            // The ledger's folder remembers guesses of before the program was started.
            let kept = error.detail.as_deref().and_then(|seconds| seconds.parse().ok()).unwrap_or(0);
            let left = guesses.wrong(Instant::now()).max(kept);
            return Err(DeskError::with(ErrorCode::WrongPassword, left.to_string()));
        }
        Err(_) => {}
    }
    answer
}

fn run(desk: &Mutex<Desk>, host: &dyn Host, name: &str, request: Value) -> Result<Value, DeskError> {
    let mut guard = take(desk)?;
    catch_unwind(AssertUnwindSafe(|| desk::call(&mut guard, host, name, request))).unwrap_or_else(|_| {
        // Half-done work must not be built on: locking rolls back what was not acknowledged.
        let _ = guard.lock();
        Err(ErrorCode::Internal.into())
    })
}

fn take(desk: &Mutex<Desk>) -> Result<MutexGuard<'_, Desk>, DeskError> {
    desk.lock().map_err(|_| ErrorCode::Internal.into())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use desk::{FileKind, KdfCost, World};
    use serde_json::json;

    use super::*;

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

    fn made(folder: &Path) -> (Mutex<Desk>, Mutex<Guesses>) {
        let desk = Desk::new(World::real(), folder.join("a.zhixin"), KdfCost::LEAST).unwrap();
        let (desk, guesses) = (Mutex::new(desk), Mutex::default());
        let form = json!({"password": "correct horse", "branch": "支部", "secretary": "甲书记"});
        call(&desk, &guesses, &Broken, "vault_create", form).unwrap();
        (desk, guesses)
    }

    #[test]
    fn guesses_are_slowed_down_even_with_the_right_password() {
        let folder = tempfile::tempdir().unwrap();
        let (desk, guesses) = made(folder.path());
        call(&desk, &guesses, &Broken, "vault_lock", Value::Null).unwrap();
        let unlock = |password: &str| call(&desk, &guesses, &Broken, "vault_unlock", json!({"password": password}));
        for seconds in ["0", "0", "1"] {
            let error = unlock("wrong password").unwrap_err();
            assert_eq!(error, DeskError::with(ErrorCode::WrongPassword, seconds));
        }
        assert_eq!(unlock("correct horse").unwrap_err().code, ErrorCode::WrongPassword);
        std::thread::sleep(Duration::from_millis(1050));
        assert_eq!(unlock("correct horse").unwrap()["unlocked"], true);
    }

    #[test]
    fn a_panic_is_answered_and_locks() {
        let folder = tempfile::tempdir().unwrap();
        let (desk, guesses) = made(folder.path());
        let answer = call(&desk, &guesses, &Broken, "vault_choose", json!({"create": false}));
        assert_eq!(answer.unwrap_err().code, ErrorCode::Internal);
        let status = call(&desk, &guesses, &Broken, "app_status", Value::Null).unwrap();
        assert_eq!(status["unlocked"], false);
    }
}
