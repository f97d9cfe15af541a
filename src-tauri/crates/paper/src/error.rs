//! Why a sheet could not be made. No variant carries text of the sheet other than the characters that cannot be printed.

use thiserror::Error;

/// Why a sheet could not be made.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PaperError {
    /// Characters that the embedded fonts cannot draw, in the order in which they first appear.
    #[error("the fonts lack {} character(s)", .0.len())]
    MissingGlyphs(Vec<char>),
    /// A field is longer than one sheet may carry.
    #[error("the field {field} has {characters} characters; {} is the limit", crate::FIELD_LIMIT)]
    FieldTooLong {
        /// The name of the field in [`crate::TalkSheet`], [`crate::VisitSheet`] or [`crate::BlankSheet`].
        field: &'static str,
        /// How many characters it has.
        characters: usize,
    },
    /// A sheet came out longer than a sheet may be.
    #[error("the sheet has {pages} pages; {} is the limit", crate::PAGE_LIMIT)]
    TooLong {
        /// How many pages it would have.
        pages: usize,
    },
    /// There is nothing to print.
    #[error("no sheet was given")]
    Nothing,
    /// An embedded font cannot be read, which means that the program was built wrong.
    #[error("an embedded font cannot be read")]
    FontBroken,
    /// The typesetting engine refused. The message is the engine's own, about a template; it holds no user text.
    #[error("typesetting failed: {0}")]
    Engine(String),
    /// Typesetting took longer than it may.
    #[error("typesetting took too long")]
    TimedOut,
    /// The one who asked for it stopped it.
    #[error("typesetting was stopped")]
    Stopped,
}

impl PaperError {
    /// A stable name of the variant, for the border and for logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingGlyphs(_) => "missing_glyphs",
            Self::FieldTooLong { .. } => "field_too_long",
            Self::TooLong { .. } => "too_long",
            Self::Nothing => "nothing",
            Self::FontBroken => "font_broken",
            Self::Engine(_) => "engine",
            Self::TimedOut => "timed_out",
            Self::Stopped => "stopped",
        }
    }
}
