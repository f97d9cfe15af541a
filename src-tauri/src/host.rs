//! Dialogs and printing, for the desk. They open from here, so the page neither names nor learns a path.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use desk::{DeskError, ErrorCode, FileKind, Host};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

use crate::args::Answers;
use crate::asked::{Asked, Waiting};
use crate::print;

/// A dialog left open keeps the desk busy; after this long it counts as dismissed, so that the idle lock can come.
const LONGEST: Duration = Duration::from_secs(240);
/// How soon a dialog counts as dismissed once the program wants to lock.
const STEP: Duration = Duration::from_millis(100);

/// The window as the desk's host.
#[derive(Debug)]
pub(crate) struct Dialogs {
    app: AppHandle,
    answers: Answers,
    /// What was double-clicked answers the next question for it.
    pub(crate) waiting: Waiting,
    dismissals: AtomicU64,
}

impl Dialogs {
    pub(crate) fn new(app: AppHandle, answers: Answers, asked: Option<Asked>) -> Self {
        Self { app, answers, waiting: Waiting::new(asked), dismissals: AtomicU64::new(0) }
    }

    /// A dialog that is open counts as dismissed, so that the desk is free to be locked.
    pub(crate) fn dismiss(&self) {
        self.dismissals.fetch_add(1, Ordering::SeqCst);
    }

    fn dialog(&self) -> FileDialogBuilder<tauri::Wry> {
        let dialog = self.app.dialog().file();
        match self.app.get_webview_window("main") {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

impl Host for Dialogs {
    fn save_place(&self, kind: FileKind, suggested: &str) -> Result<Option<PathBuf>, DeskError> {
        if let Some(folder) = &self.answers.save_to {
            return Ok(Some(folder.join(suggested)));
        }
        let (name, endings) = filter(kind);
        let dialog = self.dialog().add_filter(name, endings).set_file_name(suggested);
        let chosen = wait(&self.dismissals, |answer| dialog.save_file(answer))?;
        Ok(chosen.map(|path| with_ending(path, endings)))
    }

    fn open_place(&self, kind: FileKind) -> Result<Option<PathBuf>, DeskError> {
        if kind == FileKind::Backup
            && let Some(file) = self.waiting.backup()
        {
            return Ok(Some(file));
        }
        if let Some(file) = &self.answers.open {
            return Ok(Some(file.clone()));
        }
        let (name, endings) = filter(kind);
        let dialog = self.dialog().add_filter(name, endings);
        wait(&self.dismissals, |answer| dialog.pick_file(answer))
    }

    fn open_places(&self, kind: FileKind) -> Result<Vec<PathBuf>, DeskError> {
        if let Some(file) = &self.answers.open {
            return Ok(vec![file.clone()]);
        }
        let (name, endings) = filter(kind);
        let dialog = self.dialog().add_filter(name, endings);
        Ok(wait(&self.dismissals, |answer| dialog.pick_files(answer))?.unwrap_or_default())
    }

    fn folder_place(&self) -> Result<Option<PathBuf>, DeskError> {
        if let Some(folder) = &self.answers.save_to {
            return Ok(Some(folder.clone()));
        }
        let dialog = self.dialog();
        wait(&self.dismissals, |answer| dialog.pick_folder(answer))
    }

    fn vault_place(&self, create: bool) -> Result<Option<PathBuf>, DeskError> {
        if create {
            if let Some(folder) = &self.answers.save_to {
                return Ok(Some(folder.join("恢复.zhixin")));
            }
            let dialog = self.dialog().set_file_name("知心.zhixin");
            let chosen = wait(&self.dismissals, |answer| dialog.save_file(answer))?;
            return Ok(chosen.map(|path| with_ending(path, &["zhixin"])));
        }
        if let Some(folder) = self.waiting.take_ledger() {
            return Ok(Some(folder));
        }
        let dialog = self.dialog();
        wait(&self.dismissals, |answer| dialog.pick_folder(answer))
    }

    fn print(&self, pdf: &[u8]) -> Result<(), DeskError> {
        match &self.answers.print_to {
            Some(folder) => std::fs::write(folder.join("printed.pdf"), pdf).map_err(|_| ErrorCode::PrintFailed.into()),
            None => print::print(pdf, &self.dismissals, LONGEST),
        }
    }
}

/// What a dialog answers: one path or several.
trait Chosen: Send + 'static {
    type Place;

    fn place(self) -> Result<Self::Place, DeskError>;
}

impl Chosen for FilePath {
    type Place = PathBuf;

    fn place(self) -> Result<PathBuf, DeskError> {
        self.into_path().map_err(|_| ErrorCode::Io.into())
    }
}

impl Chosen for Vec<FilePath> {
    type Place = Vec<PathBuf>;

    fn place(self) -> Result<Vec<PathBuf>, DeskError> {
        self.into_iter().map(Chosen::place).collect()
    }
}

/// Waits for a dialog's answer, on a worker thread.
fn wait<T: Chosen>(
    dismissals: &AtomicU64,
    open: impl FnOnce(Box<dyn FnOnce(Option<T>) + Send>),
) -> Result<Option<T::Place>, DeskError> {
    let before = dismissals.load(Ordering::SeqCst);
    let until = Instant::now() + LONGEST;
    let (answer, answered) = mpsc::channel();
    open(Box::new(move |path| drop(answer.send(path))));
    loop {
        match answered.recv_timeout(STEP) {
            Ok(Some(chosen)) => return chosen.place().map(Some),
            Ok(None) | Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if dismissals.load(Ordering::SeqCst) != before || Instant::now() > until {
            return Ok(None);
        }
    }
}

fn filter(kind: FileKind) -> (&'static str, &'static [&'static str]) {
    match kind {
        FileKind::Pdf => ("PDF", &["pdf"]),
        FileKind::Xlsx => ("Excel", &["xlsx"]),
        FileKind::Csv => ("CSV", &["csv"]),
        FileKind::Json => ("JSON", &["json"]),
        FileKind::Backup => ("知心备份", &[desk::BACKUP_ENDING]),
        FileKind::Attachment => ("PDF / JPG / PNG / TIFF", &["pdf", "jpg", "jpeg", "png", "tif", "tiff"]),
        FileKind::Roster => ("Excel / CSV", &["xlsx", "csv"]),
        FileKind::Appointment => ("任免审批表", &["lrmx"]),
    }
}

/// Adds the ending when the user typed a name without it; GTK's dialog does not.
fn with_ending(path: PathBuf, endings: &[&str]) -> PathBuf {
    let has = |ending: &&str| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(OsStr::new(ending)));
    match endings.first() {
        Some(first) if !endings.iter().any(has) => {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(".");
            name.push(first);
            path.parent().unwrap_or(Path::new("")).join(name)
        }
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialog_that_is_left_open_does_not_stand_in_the_way_of_the_lock() {
        let dismissals = AtomicU64::new(0);
        let left_open = std::sync::Mutex::new(None::<Box<dyn FnOnce(Option<FilePath>) + Send>>);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| wait(&dismissals, |answer| *left_open.lock().unwrap() = Some(answer)));
            std::thread::sleep(3 * STEP);
            assert!(!waiting.is_finished());
            dismissals.fetch_add(1, Ordering::SeqCst);
            assert_eq!(waiting.join().unwrap(), Ok(None));
        });
        let chosen = wait(&dismissals, |answer| answer(Some(FilePath::Path("/a/花名册.xlsx".into()))));
        assert_eq!(chosen, Ok(Some("/a/花名册.xlsx".into())), "the next dialog is waited for as ever");
        assert_eq!(wait::<FilePath>(&dismissals, |answer| answer(None)), Ok(None));
    }

    #[test]
    fn names_get_their_ending_once() {
        let ended = |path: &str, endings: &[&str]| with_ending(path.into(), endings);
        assert_eq!(ended("/a/谈话台账", &["xlsx"]), Path::new("/a/谈话台账.xlsx"));
        assert_eq!(ended("/a/谈话台账.XLSX", &["xlsx"]), Path::new("/a/谈话台账.XLSX"));
        assert_eq!(ended("/a/2026.11", &["pdf"]), Path::new("/a/2026.11.pdf"));
        assert_eq!(ended("/a/支部", &["zhixin"]), Path::new("/a/支部.zhixin"));
    }
}
