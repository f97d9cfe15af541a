//! Why a spreadsheet was refused, or could not be written.

use serde::{Deserialize, Serialize};

/// What is wrong with a file that was to be read, or with a ledger that was to be written.
///
/// The texts are for logs and never hold anything out of the file; the page shows its own words for [`SheetError::code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetError {
    /// Neither an `.xlsx` nor a CSV file.
    #[error("not a spreadsheet")]
    NotASpreadsheet,
    /// The file, or the text inside it, is larger than the limits allow.
    #[error("the file is too large")]
    TooLarge,
    /// More rows than the limits allow.
    #[error("the sheet has too many rows")]
    TooManyRows,
    /// More columns than the limits allow.
    #[error("the sheet has too many columns")]
    TooManyColumns,
    /// More cells than the limits allow, the empty ones included.
    #[error("the sheet has too many cells")]
    TooManyCells,
    /// A single cell stands far outside of the table.
    #[error("a cell lies too far out")]
    CellTooFar,
    /// A cell holds more than 32,767 characters, which no spreadsheet program can hold either.
    #[error("a cell holds too much text")]
    CellTooLong,
    /// The file would inflate to far more than its size, or holds far too many parts.
    #[error("the file inflates to too much")]
    ZipBomb,
    /// The file holds macros.
    #[error("the file holds macros")]
    Macros,
    /// The file is protected with a password.
    #[error("the file is protected with a password")]
    Encrypted,
    /// The old `.xls` form.
    #[error("the file is in the old .xls form")]
    LegacyXls,
    /// A PDF, whatever its name says.
    #[error("a PDF")]
    Pdf,
    /// A picture, whatever its name says.
    #[error("a picture")]
    Picture,
    /// A text document or slides.
    #[error("a text document")]
    Document,
    /// A spreadsheet in another form: `.ods`, `.xlsb`, or a page of the web under a spreadsheet's name.
    #[error("a spreadsheet in another form")]
    OtherSheet,
    /// No row was found that names the columns.
    #[error("no header row was found")]
    NoHeader,
    /// The sheet that was asked for is not in the file.
    #[error("no such sheet")]
    NoSuchSheet,
    /// The file holds no cells at all.
    #[error("the file is empty")]
    Empty,
    /// The file is damaged, or breaks its own format.
    #[error("the file is broken")]
    Broken,
    /// A text file in an encoding that cannot be told.
    #[error("the encoding of the text cannot be told")]
    Encoding,
    /// The file has a document type, which could name other files or grow without end.
    #[error("the file has a document type")]
    Doctype,
    /// Not an exchange file of the 干部任免审批表.
    #[error("not an exchange file of the appointment form")]
    NotAnAppointment,
    /// The old `.lrm` form.
    #[error("the file is in the old .lrm form")]
    LegacyLrm,
    /// The ledger cannot be written: more rows than a worksheet holds, or a limit of the writer.
    #[error("the spreadsheet cannot be written")]
    Unwritable,
}

impl SheetError {
    /// The code under which the error crosses the border to the page.
    pub fn code(&self) -> &'static str {
        match self {
            SheetError::NotASpreadsheet => "not_a_spreadsheet",
            SheetError::TooLarge => "too_large",
            SheetError::TooManyRows => "too_many_rows",
            SheetError::TooManyColumns => "too_many_columns",
            SheetError::TooManyCells => "too_many_cells",
            SheetError::CellTooFar => "cell_too_far",
            SheetError::CellTooLong => "cell_too_long",
            SheetError::ZipBomb => "zip_bomb",
            SheetError::Macros => "macros",
            SheetError::Encrypted => "encrypted",
            SheetError::LegacyXls => "legacy_xls",
            SheetError::Pdf => "pdf",
            SheetError::Picture => "picture",
            SheetError::Document => "document",
            SheetError::OtherSheet => "other_sheet",
            SheetError::NoHeader => "no_header",
            SheetError::NoSuchSheet => "no_such_sheet",
            SheetError::Empty => "empty",
            SheetError::Broken => "broken",
            SheetError::Encoding => "encoding",
            SheetError::Doctype => "doctype",
            SheetError::NotAnAppointment => "not_an_appointment",
            SheetError::LegacyLrm => "legacy_lrm",
            SheetError::Unwritable => "unwritable",
        }
    }
}
