//! Handing a sheet to the system's printing.
//!
//! On Linux it goes to CUPS from memory, or through the desktop's portal where the program runs in a sandbox. Elsewhere the system's PDF
//! reader prints, which needs a file: it lies in a folder of the user's own and is removed when the ledger is locked and when the program
//! ends or starts.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use desk::{DeskError, ErrorCode};

/// How many sheets a reader was given.
static GIVEN: AtomicU32 = AtomicU32::new(0);

/// Prints. A dialog of the system's that is open longer than `patience`, or when `dismissals` are counted up, is closed.
pub(crate) fn print(pdf: &[u8], dismissals: &AtomicU64, patience: Duration) -> Result<(), DeskError> {
    if cfg!(target_os = "linux") {
        return by_portal(pdf, dismissals, patience).unwrap_or_else(|| desk::print_with_cups(pdf));
    }
    let number = GIVEN.fetch_add(1, Ordering::Relaxed);
    let file = store(&folder(), number, pdf).map_err(|_| ErrorCode::PrintFailed)?;
    let reader = if cfg!(target_os = "macos") { "open" } else { "explorer" };
    Command::new(reader).arg(file).spawn().map(drop).map_err(|_| ErrorCode::PrinterMissing.into())
}

/// None where there is no portal, or where it would refuse: it does so to a process whose memory is closed to others, as this one's is
/// unless its dialogs come from the portal too.
#[cfg(target_os = "linux")]
fn by_portal(pdf: &[u8], dismissals: &AtomicU64, patience: Duration) -> Option<Result<(), DeskError>> {
    crate::linux::in_portal().then(|| crate::portal::print(pdf, dismissals, patience)).flatten()
}

#[cfg(not(target_os = "linux"))]
fn by_portal(_: &[u8], _: &AtomicU64, _: Duration) -> Option<Result<(), DeskError>> {
    None
}

/// Removes what a reader was given.
pub(crate) fn sweep() {
    let _ = std::fs::remove_dir_all(folder());
}

pub(crate) fn folder() -> PathBuf {
    std::env::temp_dir().join("cn.zhixin.desk.print")
}

/// Each under a name of its own, as a reader may still hold the one before.
fn store(folder: &Path, number: u32, pdf: &[u8]) -> std::io::Result<PathBuf> {
    // Before the first: left by an earlier run, or put there by another user. Either way it is not ours to use.
    if number == 0 && folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    if !folder.exists() {
        let mut making = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
        making.create(folder)?;
    }
    let file = folder.join(format!("sheet-{number}.pdf"));
    std::fs::OpenOptions::new().write(true).create_new(true).open(&file)?.write_all(pdf)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_a_file_in_a_private_folder() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("print");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("sheet-1.pdf"), "left by an earlier run").unwrap();
        let files = [store(&folder, 0, b"%PDF-0").unwrap(), store(&folder, 1, b"%PDF-1").unwrap()];
        assert_eq!(files.map(|file| std::fs::read(file).unwrap()), [b"%PDF-0", b"%PDF-1"]);
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&folder.metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o700);
        }
    }
}
