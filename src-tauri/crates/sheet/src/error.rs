//! Why a spreadsheet was refused, or could not be written.

/// What is wrong with a file that was to be read, or with a ledger that was to be written.
///
/// The texts are for logs and never hold anything out of the file; the page shows its own words for [`SheetError::code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
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
            SheetError::NoHeader => "no_header",
            SheetError::NoSuchSheet => "no_such_sheet",
            SheetError::Empty => "empty",
            SheetError::Broken => "broken",
            SheetError::Encoding => "encoding",
            SheetError::Unwritable => "unwritable",
        }
    }
}
