//! Handing a sheet to the system's printing.
//!
//! On Linux it goes to CUPS from memory. Elsewhere the system's PDF reader prints, which needs a file: it lies in a folder
//! of the user's own and is removed when the program ends or starts.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::{DeskError, ErrorCode};

/// Prints.
pub(crate) fn print(pdf: &[u8]) -> Result<(), DeskError> {
    if cfg!(target_os = "linux") {
        return desk::print_with_cups(pdf);
    }
    let file = store(&folder(), pdf).map_err(|_| ErrorCode::PrintFailed)?;
    let reader = if cfg!(target_os = "macos") { "open" } else { "explorer" };
    Command::new(reader).arg(file).spawn().map(drop).map_err(|_| ErrorCode::PrinterMissing.into())
}

/// Removes what a reader was given.
pub(crate) fn sweep() {
    let _ = std::fs::remove_dir_all(folder());
}

fn folder() -> PathBuf {
    std::env::temp_dir().join("cn.zhixin.desk.print")
}

fn store(folder: &Path, pdf: &[u8]) -> std::io::Result<PathBuf> {
    // Left by an earlier run, or put there by another user: either way it is not ours to use.
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let mut making = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
    making.create(folder)?;
    let file = folder.join("sheet.pdf");
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
        store(&folder, b"%PDF-1").unwrap();
        let file = store(&folder, b"%PDF-2").unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"%PDF-2");
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&folder.metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o700);
        }
    }
}
