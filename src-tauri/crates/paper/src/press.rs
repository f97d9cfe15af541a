//! From sheets to documents: layout in a worker thread with a time limit, then PDF or pictures.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use chrono::{Datelike, NaiveDate};
use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::{Datetime, Smart};
use typst::model::{Document, DocumentInfo};
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_svg::SvgOptions;

use crate::PAGE_LIMIT;
use crate::error::PaperError;
use crate::fields::{Prepared, prepare};
use crate::printing::without_scaling;
use crate::sheets::Sheet;
use crate::text;
use crate::world::{Job, Workshop, fonts};

/// How long one sheet may take. A talk record of a page takes some milliseconds when warm.
const TIME_LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 20 });
/// Layout nests deeply; a thread's default stack is smaller on some systems.
const STACK: usize = 32 * 1024 * 1024;
/// How many sheets back the engine's memory of layout results is kept.
const KEPT: usize = 3;

/// Makes documents of sheets. Cheap to keep for the life of the program; may be used from several threads.
pub struct Press {
    workshop: Arc<Workshop>,
}

impl Press {
    /// Reads the fonts and the templates.
    ///
    /// # Errors
    /// [`PaperError::FontBroken`] when the program was built with an unreadable font.
    pub fn new() -> Result<Self, PaperError> {
        Ok(Self { workshop: Arc::new(Workshop::new()?) })
    }

    /// One sheet as PDF/A-2b, dated `made`. The same sheet and day give the same bytes.
    ///
    /// # Errors
    /// Names the characters that cannot be printed, the field or sheet that is too long, or the engine's complaint.
    pub fn pdf(&self, sheet: &Sheet, made: NaiveDate) -> Result<Vec<u8>, PaperError> {
        self.pdf_of_many(std::slice::from_ref(sheet), made)
    }

    /// Several sheets one after another in one PDF/A-2b; each begins on a new page and counts its own pages.
    ///
    /// # Errors
    /// As [`Press::pdf`]; also [`PaperError::Nothing`] for an empty list.
    pub fn pdf_of_many(&self, sheets: &[Sheet], made: NaiveDate) -> Result<Vec<u8>, PaperError> {
        let prepared = sheets.iter().map(prepare).collect::<Result<Vec<_>, _>>()?;
        let ident = prepared.iter().map(|sheet| sheet.title.as_str()).collect::<Vec<_>>().join("\n");
        let (info, pages) = self.lay_out(prepared)?;
        guarded(|| write_pdf(info, pages, ident, made))
    }

    /// One sheet as pictures, one SVG text for each page. Text is drawn as outlines, so no font is needed to show them.
    ///
    /// # Errors
    /// As [`Press::pdf`].
    pub fn pages(&self, sheet: &Sheet) -> Result<Vec<String>, PaperError> {
        let (_, pages) = self.lay_out(vec![prepare(sheet)?])?;
        guarded(|| Ok(pages.iter().map(|page| typst_svg::svg(page, &SvgOptions::default())).collect()))
    }

    /// The characters of `text` that cannot be printed, each once, in the order in which they first appear.
    /// Control characters and line breaks are not counted: they are dropped before printing.
    pub fn missing(&self, text: &str) -> Vec<char> {
        fonts().map(|[regular, _]| text::missing(regular, text)).unwrap_or_default()
    }

    /// Lays the sheets out one by one, so that each has the whole time limit and the memory of one is given back
    /// before the next.
    fn lay_out(&self, sheets: Vec<Prepared>) -> Result<(DocumentInfo, EcoVec<Page>), PaperError> {
        let count = sheets.len();
        let workshop = Arc::clone(&self.workshop);
        let (sender, receiver) = sync_channel(count);
        thread::Builder::new()
            .name("paper".into())
            .stack_size(STACK)
            .spawn(move || {
                for sheet in sheets {
                    let laid_out = guarded(|| lay_out_one(&workshop, sheet));
                    let failed = laid_out.is_err();
                    if sender.send(laid_out).is_err() || failed {
                        break;
                    }
                }
            })
            .map_err(|_| PaperError::Engine("no thread could be started".into()))?;

        let mut info = None;
        let mut pages = EcoVec::new();
        for _ in 0..count {
            let document = receiver.recv_timeout(TIME_LIMIT).map_err(|error| match error {
                RecvTimeoutError::Timeout => PaperError::TimedOut,
                RecvTimeoutError::Disconnected => PaperError::Engine("layout stopped".into()),
            })??;
            info.get_or_insert_with(|| document.info().clone());
            pages.extend(document.pages().iter().cloned());
        }
        Ok((info.ok_or(PaperError::Nothing)?, pages))
    }
}

/// Drops all that the engine remembers of earlier sheets. To be called when the ledger is locked.
pub fn forget() {
    comemo::evict(0);
}

fn lay_out_one(workshop: &Arc<Workshop>, sheet: Prepared) -> Result<PagedDocument, PaperError> {
    let job = Job::new(workshop, sheet.template, sheet.data)?;
    let done = typst::compile::<PagedDocument>(&job);
    let document = done.output.map_err(|errors| complaint(&errors))?;
    debug_assert!(done.warnings.is_empty(), "a template is not settled");
    comemo::evict(KEPT);
    let pages = document.pages().len();
    if pages > PAGE_LIMIT { Err(PaperError::TooLong { pages }) } else { Ok(document) }
}

fn write_pdf(info: DocumentInfo, pages: EcoVec<Page>, ident: String, made: NaiveDate) -> Result<Vec<u8>, PaperError> {
    let date = Datetime::from_ymd_hms(made.year(), made.month() as u8, made.day() as u8, 0, 0, 0);
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("知心".to_owned())),
        timestamp: date.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_2b])
            .map_err(|error| PaperError::Engine(error.message().to_string()))?,
        tagged: false,
        ..PdfOptions::default()
    };
    let document = PagedDocument::new(pages, info);
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| complaint(&errors))?;
    comemo::evict(KEPT);
    without_scaling(pdf).ok_or_else(|| PaperError::Engine("the PDF has an unexpected form".into()))
}

/// A panic inside the engine becomes an error: a record must not be able to end the program.
fn guarded<T>(work: impl FnOnce() -> Result<T, PaperError>) -> Result<T, PaperError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(PaperError::Engine("the engine panicked".into())))
}

/// The engine's first complaint, cut before anything quoted, since what it quotes may be user text.
fn complaint(errors: &[SourceDiagnostic]) -> PaperError {
    let message = errors.first().map(|error| error.message.as_str()).unwrap_or_default();
    PaperError::Engine(message.split(['"', '`', '“', '\'', '(']).next().unwrap_or_default().trim().to_owned())
}
