//! What the tests of the whole program share: a ledger in a temporary folder, driven by commands in JSON as the page drives it.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

pub mod books;

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Local, NaiveDate, NaiveTime, TimeZone, Utc};
use desk::{Clock, Desk, DeskError, ErrorCode, FileKind, Host, KdfCost, Reader, World};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The password of every ledger that [`Ledger::create`] makes.
pub const PASSWORD: &str = "一二三四五六七八";

/// The day on which every ledger begins, a Monday.
pub const TODAY: &str = "2026-11-23";

/// How many cases of a property are tried: `few`, unless `PROPTEST_CASES` says otherwise (`cargo xtask soak`).
pub fn cases(few: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(few)
}

/// How often the processes of long tests are killed: `few` times, unless `ZHIXIN_SOAK` says otherwise (`cargo xtask soak`).
pub fn kills(few: u32) -> u32 {
    std::env::var("ZHIXIN_SOAK").ok().and_then(|kills| kills.parse().ok()).unwrap_or(few)
}

/// A clock that stands at nine in the morning of a day until it is turned.
pub struct Turned(Mutex<NaiveDate>);

impl Clock for Turned {
    fn now(&self) -> DateTime<Utc> {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
        Local.from_local_datetime(&self.today().and_time(nine)).earliest().unwrap().with_timezone(&Utc)
    }

    fn today(&self) -> NaiveDate {
        *self.0.lock().unwrap()
    }
}

/// A user who saves and opens where he was told to, and a printer that keeps what it was given.
#[derive(Default)]
pub struct Hands {
    /// Where the next file is saved; none closes the dialog.
    pub to: RefCell<Option<PathBuf>>,
    /// What is opened next; none closes the dialog.
    pub from: RefCell<Option<PathBuf>>,
    /// What is opened next where several files may be; when empty the one above.
    pub several: RefCell<Vec<PathBuf>>,
    /// The folder of the next new or other ledger; none closes the dialog.
    pub vault: RefCell<Option<PathBuf>>,
    /// The names that were suggested for files.
    pub suggested: RefCell<Vec<String>>,
    /// The jobs that were printed.
    pub printed: RefCell<Vec<Vec<u8>>>,
    /// Whether the printer refuses what it is given.
    pub jammed: Cell<bool>,
    /// Who reads files from outside; none for the built program with the usual limits.
    pub reader: RefCell<Option<Reader>>,
}

impl Host for Hands {
    fn save_place(&self, _: FileKind, suggested: &str) -> Result<Option<PathBuf>, DeskError> {
        self.suggested.borrow_mut().push(suggested.to_owned());
        Ok(self.to.borrow().clone())
    }

    fn open_place(&self, _: FileKind) -> Result<Option<PathBuf>, DeskError> {
        Ok(self.from.borrow().clone())
    }

    fn open_places(&self, kind: FileKind) -> Result<Vec<PathBuf>, DeskError> {
        match &self.several.borrow()[..] {
            [] => Ok(self.open_place(kind)?.into_iter().collect()),
            several => Ok(several.to_vec()),
        }
    }

    fn vault_place(&self, _: bool) -> Result<Option<PathBuf>, DeskError> {
        Ok(self.vault.borrow().clone())
    }

    fn print(&self, pdf: &[u8]) -> Result<(), DeskError> {
        if self.jammed.get() {
            return Err(ErrorCode::PrintFailed.into());
        }
        self.printed.borrow_mut().push(pdf.to_vec());
        Ok(())
    }

    fn reader(&self) -> Result<Reader, DeskError> {
        // A test cannot be started as a reader itself.
        Ok(self.reader.borrow().clone().unwrap_or_else(|| Reader::of(program())))
    }
}

/// The program `zhixin`, which is built into the folder above the one of the test.
pub fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let name = format!("zhixin{}", std::env::consts::EXE_SUFFIX);
    let program = test.parent().unwrap().parent().unwrap().join(name);
    assert!(program.is_file(), "{} is not built: run `cargo build -p cli` first", program.display());
    program
}

/// A ledger with its desk, its user and its clock.
pub struct Ledger {
    /// The desk.
    pub desk: Desk,
    /// The user and the printer.
    pub hands: Hands,
    clock: Arc<Turned>,
    folder: PathBuf,
    // Removed last.
    _dir: Option<TempDir>,
}

impl Ledger {
    /// A desk with no ledger yet, on [`TODAY`].
    pub fn none() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().to_path_buf();
        Self { _dir: Some(dir), ..Self::none_in(&folder) }
    }

    /// The same in a folder that the caller keeps.
    pub fn none_in(folder: &Path) -> Self {
        let clock = Arc::new(Turned(Mutex::new(TODAY.parse().unwrap())));
        let world = World { clock: clock.clone(), ..World::real() };
        let desk = Desk::new(world, folder.join("知心.zhixin"), KdfCost::LEAST).unwrap();
        Self { desk, hands: Hands::default(), clock, folder: folder.to_path_buf(), _dir: None }
    }

    /// A new ledger, unlocked, of an invented branch with 甲书记 as its secretary, who is not on the roster.
    pub fn create() -> Self {
        let mut ledger = Self::none();
        ledger.make();
        ledger
    }

    /// Makes the ledger.
    pub fn make(&mut self) {
        let branch = "中共某县税务局中和税务所支部委员会";
        self.ok("vault_create", json!({"password": PASSWORD, "branch": branch, "secretary": "甲书记"}));
    }

    /// Runs a command.
    pub fn call(&mut self, name: &str, request: Value) -> Result<Value, DeskError> {
        desk::call(&mut self.desk, &self.hands, name, request)
    }

    /// Runs a command that must succeed.
    #[track_caller]
    pub fn ok(&mut self, name: &str, request: Value) -> Value {
        match self.call(name, request) {
            Ok(answer) => answer,
            Err(error) => panic!("{name} fails: {error}"),
        }
    }

    /// Runs a command that must fail, and gives the error's code.
    #[track_caller]
    pub fn code(&mut self, name: &str, request: Value) -> ErrorCode {
        self.error(name, request).code
    }

    /// Runs a command that must fail, and gives the error.
    #[track_caller]
    pub fn error(&mut self, name: &str, request: Value) -> DeskError {
        match self.call(name, request) {
            Ok(_) => panic!("{name} should fail"),
            Err(error) => error,
        }
    }

    /// Turns the clock to another day.
    pub fn turn_to(&self, day: &str) {
        *self.clock.0.lock().unwrap() = day.parse().unwrap();
    }

    /// A path beside the ledger.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Saves the next files at this name beside the ledger, and gives the path.
    pub fn save_to(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        *self.hands.to.borrow_mut() = Some(path.clone());
        path
    }

    /// Opens this file next.
    pub fn open_from(&self, path: &Path) {
        *self.hands.from.borrow_mut() = Some(path.to_path_buf());
    }

    /// Adds a person of whom only the name is known, and gives the id.
    pub fn person(&mut self, name: &str) -> String {
        text(&self.ok("person_create", json!({"name": name}))["id"])
    }

    /// Logs an event and gives it.
    pub fn event(&mut self, kind: &str, persons: &[&str], day: &str) -> Value {
        self.ok("event_create", json!({"kind": kind, "persons": persons, "day": day}))
    }

    /// Saves a talk that settles duties and gives it.
    pub fn talk(&mut self, persons: &[&str], day: &str, settles: &[&str]) -> Value {
        self.ok("talk_create", json!({"form": {"persons": persons, "day": day, "topic": "谈心", "settles": settles}}))
    }

    /// Everything that is owed, and everything that was.
    pub fn duties(&mut self) -> Vec<Value> {
        self.ok("duty_list", json!({"all": true})).as_array().unwrap().clone()
    }

    /// What is still owed.
    pub fn owed(&mut self) -> Vec<Value> {
        self.ok("duty_list", json!({})).as_array().unwrap().clone()
    }

    /// Locks and unlocks.
    pub fn reopen(&mut self) {
        self.ok("vault_lock", Value::Null);
        self.ok("vault_unlock", json!({"password": PASSWORD}));
    }
}

/// A text of an answer.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// A sample roster of `tests/data/rosters`.
pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rosters").join(name)
}

/// The text of a PDF without white space, as poppler reads it.
pub fn pdf_text(path: &Path) -> String {
    let output = std::process::Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(path).arg("-").output();
    let output = output.expect("pdftotext of poppler-utils is installed");
    assert!(output.status.success(), "poppler reads the PDF");
    String::from_utf8(output.stdout).unwrap().chars().filter(|c| !c.is_whitespace()).collect()
}

/// A file system of its own in memory, unmounted when dropped.
pub struct Mount(TempDir);

impl Mount {
    /// Mounts one of a size as `2m`; none, with a word on the output, where mounting is not permitted.
    pub fn new(size: &str) -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mount = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(dir.path())
            .output();
        let done = cfg!(target_os = "linux") && mount.is_ok_and(|output| output.status.success());
        if !done {
            println!("left out: mounting a small file system is not permitted here");
        }
        done.then_some(Self(dir))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).output();
    }
}
