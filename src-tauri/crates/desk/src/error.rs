//! What can go wrong, as codes that the page turns into words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What happened. The page and the terminal know what was kept and what to do for each.
///
/// A code is added only when somebody is told something different for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The ledger is locked.
    Locked,
    /// The password does not open the ledger.
    WrongPassword,
    /// Shorter than [`crate::MIN_PASSWORD`] characters.
    PasswordTooShort,
    /// The password that must confirm the change is wrong, or only the secretary's will do; nothing changed.
    PasswordRefused,
    /// Two people must not have the same password.
    PasswordsAlike,
    /// A line of the recovery text is mistyped; the detail is its number, or 0 when the length is wrong.
    RecoveryMistyped,
    /// The recovery text is of another ledger or of a sheet that no longer counts.
    WrongRecovery,
    /// There is a second officer already.
    SlotTaken,
    /// The secretary's password is never taken away.
    LastPassword,
    /// Writing failed so that either the old or the new password is in force.
    KeysUncertain,
    /// The key files are from before the ledger was encrypted anew.
    KeysOfBefore,
    /// Both copies of the key file are damaged.
    KeysDamaged,
    /// The database is damaged.
    DatabaseDamaged,
    /// The operations log is broken; the detail is the number of the first entry that is missing or was altered.
    Chain,
    /// The records are not those that were written last: some were put back or changed outside of the program.
    Altered,
    /// The computer cannot give the memory that the password's derivation takes.
    NotEnoughMemory,
    /// Made by a newer version of the program.
    NewerFormat,
    /// Open in another window or program.
    InUse,
    /// Something stands at that place already.
    AlreadyExists,
    /// No ledger at that place.
    NotAVault,
    /// The costs in the key file are outside what is sane.
    CostOutOfBounds,
    /// The file is no backup, or damaged at its very beginning.
    NotABackup,
    /// The backup is damaged; the detail names the part.
    BackupDamaged,
    /// The work was stopped before its end.
    Stopped,
    /// The record does not exist.
    NotFound,
    /// No room on the disk.
    DiskFull,
    /// The folder or file may not be written.
    ReadOnly,
    /// Reading or writing failed otherwise.
    Io,
    /// The request is not of the command's form; the detail names the field.
    BadRequest,
    /// No such day; the detail names the field.
    BadDate,
    /// No such command.
    UnknownCommand,
    /// A person needs a name.
    NameMissing,
    /// An event or record needs at least one person.
    PersonsMissing,
    /// The same person twice.
    PersonsRepeated,
    /// A conflict needs at least two parties.
    PartiesMissing,
    /// The branch or the secretary has no name.
    BranchMissing,
    /// The rule pack has no such event kind.
    UnknownKind,
    /// The event was not called off.
    NotCancelled,
    /// The program found or made the event; only its note can be changed.
    MadeByProgram,
    /// Not a consistent rule pack; the detail names the row or the part.
    BadRules,
    /// The kind has events and can be switched off, not taken away; the detail names it.
    KindInUse,
    /// Not a year's calendar; the detail says what is wrong.
    BadCalendar,
    /// The duty cannot be put off so; the detail says why.
    NotDeferrable,
    /// The duty was not missed.
    NotMissed,
    /// The duty is not exempt.
    NotExempt,
    /// The person has not left.
    NotLeft,
    /// Longer than the field may be; the detail names the field.
    TextTooLong,
    /// The ID number is wrong; the detail says how.
    BadIdNumber,
    /// The amount is negative or too large.
    BadAmount,
    /// The end lies before the start.
    BadTime,
    /// The day lies in the future, and a record is of what took place.
    DayInFuture,
    /// A reason must be given.
    ReasonMissing,
    /// A field that must be filled is empty; the detail names the field.
    FieldMissing,
    /// Never changed and never deleted, only followed by a newer entry.
    OnlyFollowed,
    /// The promise is answered; it is no longer changed, and not taken out of its record.
    PromiseAnswered,
    /// A promise made in a record is to one of its persons and on its day; the detail names the field.
    PromiseNotOfRecord,
    /// The day lies before the day of the promise; the detail names the field.
    DayTooEarly,
    /// Of somebody who was expected it is not noted whether he was there.
    AttendanceMissing,
    /// Another kind of activity is called so.
    ActivityKindTwice,
    /// The suggestion is answered or closed; it is no longer changed.
    SuggestionEnded,
    /// Only a draft can be deleted.
    NotADraft,
    /// A saved record cannot become a draft again.
    AlreadySaved,
    /// More than 20 MB.
    AttachmentTooLarge,
    /// No PDF, JPEG, PNG or TIFF, whatever its name says.
    NotAnAttachment,
    /// Another indicator is called so.
    IndicatorTwice,
    /// No room for more indicators.
    IndicatorsFull,
    /// No room for more attachments of one record.
    AttachmentsFull,
    /// The person has not left, so nothing is decided about his data.
    StillHere,
    /// The person's data were destroyed.
    Destroyed,
    /// The person is sealed or handed over and takes nothing new from a file.
    PersonHidden,
    /// The record is archived and frozen.
    Archived,
    /// The record is not archived, and can be changed itself.
    NotArchived,
    /// A draft is not archived.
    NotSaved,
    /// Another item or box of the same year, period and unit has the number.
    NumberTaken,
    /// A box holds one year, period and unit.
    BoxMixed,
    /// Archiving is taken back on its day only, the newest first, and not once a note was added; the detail is `notes` then.
    NotUndoable,
    /// Letters and digits without blanks, at most ten; the detail names the field.
    BadArchiveCode,
    /// What was typed is no number and hash of a seal page; the detail names the field.
    SealMistyped,
    /// The event was called off.
    Cancelled,
    /// The duty is closed, or cannot be settled by this record; the detail says why.
    DutyNotSettled,
    /// Characters that cannot be printed; the detail lists them.
    MissingGlyphs,
    /// More sheets than one job may have; the detail is the limit.
    TooManySheets,
    /// A printed sheet in its state cannot change so.
    PaperState,
    /// The scanned page is with a sheet or a record already.
    ScanFiled,
    /// More pages than a sheet may have.
    SheetTooLong,
    /// The sheet could not be made.
    SheetFailed,
    /// No printer, or no printing system.
    PrinterMissing,
    /// The printing system refused the job.
    PrintFailed,
    /// A newer plan replaced this one; read the file again.
    PlanStale,
    /// Records of the import were changed since; the detail is how many.
    ImportChanged,
    /// Something was entered about persons whom the import added; the detail is how many they are.
    ImportUsed,
    /// The import was taken back already, is too old, or the data of a person in it were destroyed.
    ImportNotKept,
    /// Not a spreadsheet that the program reads.
    NotASpreadsheet,
    /// More than 20 MB.
    TooLarge,
    /// Too many rows.
    TooManyRows,
    /// Too many columns.
    TooManyColumns,
    /// A cell far outside any roster.
    CellTooFar,
    /// A cell with too much text.
    CellTooLong,
    /// Inflates to far more than its size.
    ZipBomb,
    /// Holds macros.
    Macros,
    /// Protected by a password.
    Encrypted,
    /// The old .xls form.
    LegacyXls,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A text document or slides.
    Document,
    /// A spreadsheet in another form.
    OtherSheet,
    /// No row that looks like a header.
    NoHeader,
    /// The file has no sheet of that name.
    NoSuchSheet,
    /// Nobody in it.
    Empty,
    /// The file is damaged.
    Broken,
    /// The text of the file is in an encoding that is not the one it names, or cannot be told.
    Encoding,
    /// The file has a document type, which could name other files or grow without end.
    Doctype,
    /// No exchange file of the 干部任免审批表.
    NotAnAppointment,
    /// The old .lrm form of it.
    LegacyLrm,
    /// More files at once than are read; the detail is the limit.
    TooManyFiles,
    /// The process that reads files from outside cannot be started.
    ReaderMissing,
    /// Reading the file would take too much memory.
    ReaderMemory,
    /// Reading the file would take too long.
    ReaderTime,
    /// The path must be given (`--to`, `--from`).
    PathMissing,
    /// The handover is not so far yet, or farther already.
    HandoverStage,
    /// Another handover was passed on and is not closed yet.
    HandoverOpen,
    /// The password is the present one; another is to be shown dead.
    PasswordStillOpens,
    /// A mistake of the program.
    Internal,
}

/// An error as it crosses the border: a code, and a detail without personal text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[error("{code:?} ({})", .detail.as_deref().unwrap_or("no detail"))]
pub struct DeskError {
    /// What happened.
    pub code: ErrorCode,
    /// Where or how: a field's name, a page, a character; never what a user wrote about a person.
    pub detail: Option<String>,
}

impl DeskError {
    /// An error that says where or how.
    pub fn with(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: Some(detail.into()) }
    }
}

impl From<ErrorCode> for DeskError {
    fn from(code: ErrorCode) -> Self {
        Self { code, detail: None }
    }
}
