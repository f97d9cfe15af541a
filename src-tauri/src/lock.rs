//! Locking from outside the page: the system goes to sleep, the screen is locked, the page hangs, the program ends.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager};

use crate::handler::Shell;
use crate::window;

/// How long the page may take to store what is being written and lock by itself; `lock` of `ui/src/app/session.ts` takes less.
const PAGE: Duration = Duration::from_secs(2);
/// How long a command that is running is waited for; the system waits for five seconds before it sleeps all the same.
const COMMAND: Duration = Duration::from_secs(20);
/// The same when the program ends.
const EXIT: Duration = Duration::from_secs(3);
/// Half a minute more than the five of `IDLE_LIMIT` in `ui/src/app/session.ts`, which comes first when the page lives.
const IDLE: Duration = Duration::from_secs(330);
/// How long the page may take to say that it lives.
const ANSWER: Duration = Duration::from_secs(10);

/// One lock at a time: several signals come at once when a laptop is closed.
static LOCKING: Mutex<()> = Mutex::new(());

/// Locks the ledger if it is open, and loads the page anew, whether the page answers or not.
pub(crate) fn lock(app: &AppHandle) {
    let _alone = LOCKING.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(shell) = shell(app) else { return };
    if !shell.desk.is_open() {
        return;
    }
    shell.host.dismiss();
    window::tell(app, "zhixin-lock");
    let until = Instant::now() + PAGE;
    while shell.desk.is_open() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    if shell.desk.is_open() {
        shell.desk.lock(Duration::ZERO);
        // Before the desk is waited for: what is seen goes at once.
        window::renew(app);
        shell.desk.lock(COMMAND);
    }
}

/// Locks the ledger before the program ends.
pub(crate) fn lock_for_exit(app: &AppHandle) {
    if let Some(shell) = shell(app) {
        shell.host.dismiss();
        shell.desk.lock(EXIT);
    }
}

/// Locks when nobody is there and the page, which should have seen that, hangs.
pub(crate) fn watch_idle(app: AppHandle) {
    let limit = idle();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(limit / 20);
            let Some(shell) = shell(&app) else { continue };
            let is_idle = || shell.desk.is_open() && shell.desk.quiet() >= limit;
            if !is_idle() {
                continue;
            }
            // Somebody may be reading, or writing at length: a page that lives says so, with any command.
            window::tell(&app, "zhixin-still-there");
            std::thread::sleep(ANSWER.min(limit));
            if is_idle() {
                lock(&app);
            }
        }
    });
}

/// After how long without a command the page is asked; tests ask for less.
fn idle() -> Duration {
    let asked = || std::env::var("ZHIXIN_IDLE_SECONDS").ok()?.parse().ok().map(Duration::from_secs);
    if cfg!(debug_assertions) { asked().unwrap_or(IDLE) } else { IDLE }
}

fn shell(app: &AppHandle) -> Option<Arc<Shell>> {
    app.try_state::<Arc<Shell>>().map(|shell| shell.inner().clone())
}
