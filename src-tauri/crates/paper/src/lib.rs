//! Forms of branch work on paper: plain values in, PDF/A-2b and page pictures (SVG) out.
//!
//! The page is set by Typst, used as a library: templates and fonts are compiled in, user text reaches the layout
//! only as data and never as markup, and the engine has no disk, no network, no packages and no clock.
//! The same sheet and the same day give the same bytes.
//!
//! The crate must never depend on the store, on spreadsheets or on the window, and nothing else in the workspace
//! may depend on Typst.
//!
//! Tests: beside each module; `tests/documents.rs` for what a PDF holds, `tests/hostile.rs` for text that is out to
//! break it, `tests/golden.rs` for page pictures against `tests/ref/` (`ZHIXIN_BLESS=1` rewrites them).
//! `cargo run -p paper --example samples -- DIR` writes one PDF of each kind to look at.

mod activities;
mod archive;
mod book;
mod brief;
mod code;
mod error;
mod fields;
mod filed;
mod forms;
mod handover;
mod lists;
mod manual;
mod press;
mod printing;
mod reason;
mod records;
mod recovery;
mod retention;
mod scan;
mod sheets;
mod system_fonts;
mod text;
mod words;
mod world;

pub use activities::{ActivitySheet, SignInSheet};
pub use archive::{
    ArchiveSheet, CatalogueRow, CatalogueSheet, FondsHead, ReferenceSheet, SealSheet, Spine, Stamp, TransferRow,
    TransferSheet,
};
pub use book::{BookLine, BookSheet};
pub use code::{CODE_SIDE, CodeError, SheetCode, vault_tag};
pub use error::PaperError;
pub use fields::data_of;
pub use filed::{FiledSheet, NoteLine};
pub use forms::{FOOT_LIMIT, FieldPart, FormField, LABEL_LIMIT, TALK_FIELDS, TITLE_LIMIT, VISIT_FIELDS};
pub use handover::{HandoverSheet, HandoverSheetPart};
pub use lists::{CardFacet, CardSheet, CellPlace, ListColumn, ListSheet, ReportSheet, ReportTable};
pub use manual::ManualLanguage;
pub use method::{TalkMode, VisitMode};
pub use press::{Mark, PagePicture, Press, Printed, forget};
pub use records::TALK_TYPES;
pub use recovery::RecoverySheet;
pub use retention::{DisposalLine, DisposalSheet, ExtractPart, ExtractSheet};
pub use scan::{Finding, SCAN_BYTES, SCAN_PAGES, ScanError, ScanPages, ScannedPage};
pub use sheets::{
    BlankSheet, BriefContact, BriefDuty, BriefNote, BriefPromise, BriefQuestion, BriefSheet, Sheet, Signatory, Subject,
    TalkSheet, VisitSheet, VisitWording,
};
pub use system_fonts::{SystemFont, SystemFonts, font_folders};
pub use words::amount_in_words;

/// The most characters that one field may have.
pub const FIELD_LIMIT: usize = 20_000;
/// The most pages that one sheet may have.
pub const PAGE_LIMIT: usize = 60;
