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

mod brief;
mod error;
mod fields;
mod press;
mod printing;
mod reason;
mod recovery;
mod retention;
mod sheets;
mod text;
mod words;
mod world;

pub use error::PaperError;
pub use method::{TalkMode, VisitMode};
pub use press::{Press, forget};
pub use recovery::RecoverySheet;
pub use sheets::{
    BlankSheet, BriefContact, BriefDuty, BriefNote, BriefPromise, BriefQuestion, BriefSheet, DisposalLine,
    DisposalSheet, ExtractPart, ExtractSheet, Sheet, Signatory, Subject, TalkSheet, VisitSheet, VisitWording,
};
pub use words::amount_in_words;

/// The most characters that one field may have.
pub const FIELD_LIMIT: usize = 20_000;
/// The most pages that one sheet may have.
pub const PAGE_LIMIT: usize = 60;
