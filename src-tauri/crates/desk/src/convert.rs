//! The errors of the crates below as codes of the border.

use paper::PaperError;
use sheet::SheetError;
use vault::VaultError;

use crate::{DeskError, ErrorCode};

impl From<VaultError> for DeskError {
    fn from(error: VaultError) -> Self {
        match by_name(error.code()) {
            Some(code) => match error {
                VaultError::BackupDamaged { part } => DeskError::with(code, part),
                VaultError::Chain { entry } => DeskError::with(code, entry.to_string()),
                _ => code.into(),
            },
            None => match error {
                // The engine's own number tells more than a description could, and nothing of the records.
                VaultError::Sql(number) => DeskError::with(ErrorCode::Internal, format!("sql {number}")),
                _ => DeskError::with(ErrorCode::Internal, error.code()),
            },
        }
    }
}

impl From<SheetError> for DeskError {
    fn from(error: SheetError) -> Self {
        match by_name(error.code()) {
            Some(code) => code.into(),
            None => DeskError::with(ErrorCode::Broken, error.code()),
        }
    }
}

impl From<PaperError> for DeskError {
    fn from(error: PaperError) -> Self {
        match error {
            PaperError::MissingGlyphs(chars) => {
                DeskError::with(ErrorCode::MissingGlyphs, chars.into_iter().collect::<String>())
            }
            PaperError::FieldTooLong { field, .. } => DeskError::with(ErrorCode::TextTooLong, field),
            PaperError::TooLong { .. } => ErrorCode::SheetTooLong.into(),
            PaperError::Stopped => ErrorCode::Stopped.into(),
            PaperError::Nothing | PaperError::FontBroken | PaperError::Engine(_) | PaperError::TimedOut => {
                DeskError::with(ErrorCode::SheetFailed, error.code())
            }
        }
    }
}

/// Small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The code of this name; the crates below use the same names where they mean the same.
pub(crate) fn by_name(name: &str) -> Option<ErrorCode> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}
