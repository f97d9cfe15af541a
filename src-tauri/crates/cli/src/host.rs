//! The terminal as a host: places come from options, printing goes to CUPS.

use std::path::PathBuf;

use desk::{DeskError, ErrorCode, FileKind, Host};

/// Places named on the command line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terminal {
    pub(crate) to: Option<PathBuf>,
    pub(crate) from: Option<PathBuf>,
    /// Where a ledger is made of a backup.
    pub(crate) place: Option<PathBuf>,
    /// What is read where several files may be.
    pub(crate) files: Vec<PathBuf>,
}

impl Host for Terminal {
    /// A folder takes the file under the name that is suggested.
    fn save_place(&self, _: FileKind, suggested: &str) -> Result<Option<PathBuf>, DeskError> {
        let to = self.to.clone().ok_or_else(|| DeskError::with(ErrorCode::PathMissing, "--to"))?;
        Ok(Some(if to.is_dir() { to.join(suggested) } else { to }))
    }

    fn open_place(&self, _: FileKind) -> Result<Option<PathBuf>, DeskError> {
        self.from.clone().map(Some).ok_or_else(|| DeskError::with(ErrorCode::PathMissing, "--from"))
    }

    fn open_places(&self, kind: FileKind) -> Result<Vec<PathBuf>, DeskError> {
        if self.files.is_empty() {
            return Ok(self.open_place(kind)?.into_iter().collect());
        }
        Ok(self.files.clone())
    }

    fn folder_place(&self) -> Result<Option<PathBuf>, DeskError> {
        self.open_place(FileKind::Attachment)
    }

    fn vault_place(&self, _: bool) -> Result<Option<PathBuf>, DeskError> {
        // Otherwise the ledger is named on the command line already.
        Ok(self.place.clone())
    }

    fn print(&self, pdf: &[u8]) -> Result<(), DeskError> {
        desk::print_with_cups(pdf)
    }
}
