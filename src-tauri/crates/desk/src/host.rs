//! What only the surroundings can do: ask for a place, print.

use std::path::PathBuf;

use crate::{DeskError, ErrorCode, Reader};

/// What kind of file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A printed sheet.
    Pdf,
    /// A workbook.
    Xlsx,
    /// Comma-separated text.
    Csv,
    /// A roster to read: workbook or comma-separated text.
    Roster,
    /// An exchange file of the 干部任免审批表.
    Appointment,
    /// Rules or a calendar year as data.
    Json,
    /// A backup of the ledger.
    Backup,
    /// A scan or photo: PDF, JPEG, PNG, TIFF.
    Attachment,
}

/// The window, or the terminal: whoever can ask the user for a place and reach a printer.
///
/// The page never holds a path; it asks for a file to be saved, and the host asks the user where.
pub trait Host {
    /// Where to save; none when the user changed his mind.
    fn save_place(&self, kind: FileKind, suggested: &str) -> Result<Option<PathBuf>, DeskError>;
    /// What to open; none when the user changed his mind.
    fn open_place(&self, kind: FileKind) -> Result<Option<PathBuf>, DeskError>;
    /// Several files to open; none when the user changed his mind.
    fn open_places(&self, kind: FileKind) -> Result<Vec<PathBuf>, DeskError> {
        Ok(self.open_place(kind)?.into_iter().collect())
    }
    /// A folder that exists; none when the user changed his mind.
    fn folder_place(&self) -> Result<Option<PathBuf>, DeskError> {
        self.vault_place(false)
    }
    /// The folder of a ledger, existing or to be made; none when the user changed his mind.
    fn vault_place(&self, create: bool) -> Result<Option<PathBuf>, DeskError>;
    /// Hands a PDF to the system's printing.
    fn print(&self, pdf: &[u8]) -> Result<(), DeskError>;
    /// The process that reads files from outside; the program itself, unless a test says otherwise.
    fn reader(&self) -> Result<Reader, DeskError> {
        Reader::itself()
    }
}

/// A host that can ask for nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoHost;

impl Host for NoHost {
    fn save_place(&self, _: FileKind, _: &str) -> Result<Option<PathBuf>, DeskError> {
        Err(ErrorCode::PathMissing.into())
    }

    fn open_place(&self, _: FileKind) -> Result<Option<PathBuf>, DeskError> {
        Err(ErrorCode::PathMissing.into())
    }

    fn vault_place(&self, _: bool) -> Result<Option<PathBuf>, DeskError> {
        Err(ErrorCode::PathMissing.into())
    }

    fn print(&self, _: &[u8]) -> Result<(), DeskError> {
        Err(ErrorCode::PrinterMissing.into())
    }
}
