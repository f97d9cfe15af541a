//! From sheets to documents: layout in a worker thread with a time limit, then PDF or pictures.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
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
use crate::book;
use crate::code::SheetCode;
use crate::error::PaperError;
use crate::fields::{Prepared, prepare};
use crate::printing::without_scaling;
use crate::sheets::Sheet;
use crate::system_fonts::SystemFont;
use crate::text;
use crate::world::{Job, Workshop, fonts};

/// How long one sheet may take. A talk record of a page takes some milliseconds when warm.
const TIME_LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 20 });
/// Layout nests deeply; a thread's default stack is smaller on some systems.
pub(crate) const STACK: usize = 32 * 1024 * 1024;
/// How many sheets of a book its preview shows.
const SHOWN: usize = 3;
/// How many sheets back, of all threads together, the engine's memory of layout results is kept.
const KEPT: usize = 3 * WORKERS;
/// At most so many sheets are laid out at a time.
const WORKERS: usize = 4;

/// A page of a sheet as a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePicture {
    /// The same for pages that look alike, as long as the program runs.
    pub mark: String,
    /// An SVG text; none for a page that was known.
    pub svg: Option<String>,
}

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
        Self::in_fonts(None, None)
    }

    /// The same, with running text and titles in fonts of this computer. A font whose file has gone is left out.
    ///
    /// # Errors
    /// As [`Press::new`].
    pub fn in_fonts(text: Option<&SystemFont>, title: Option<&SystemFont>) -> Result<Self, PaperError> {
        let load = |font: Option<&SystemFont>| font.and_then(SystemFont::load);
        Ok(Self { workshop: Arc::new(Workshop::new(load(text), load(title))?) })
    }

    /// One sheet that the register does not know as PDF/A-2b, dated `made`: without number and code. The same sheet and day give the same bytes.
    ///
    /// # Errors
    /// Names the characters that cannot be printed, the field or sheet that is too long, or the engine's complaint.
    pub fn pdf(&self, sheet: &Sheet, made: NaiveDate) -> Result<Vec<u8>, PaperError> {
        let laid_out = self.lay_out(vec![prepare(sheet, None)?], &|_| true)?;
        guarded(|| Ok(write_pdf(laid_out, made)?.pdf))
    }

    /// Registered sheets one after another in one PDF/A-2b, dated `made`; each begins on a new page and counts its own pages, and each
    /// page carries its number and code. The same sheets, marks and day give the same bytes.
    ///
    /// `watch` is told how many are laid out; when it answers false the work ends.
    ///
    /// # Errors
    /// As [`Press::pdf`]; also [`PaperError::Nothing`] for an empty list and [`PaperError::Stopped`].
    pub fn print(
        &self,
        sheets: &[(Sheet, Mark)],
        made: NaiveDate,
        watch: &dyn Fn(usize) -> bool,
    ) -> Result<Printed, PaperError> {
        let prepared = sheets.iter().map(|(sheet, mark)| prepare(sheet, Some(*mark)));
        let laid_out = self.lay_out(prepared.collect::<Result<Vec<_>, _>>()?, watch)?;
        guarded(|| write_pdf(laid_out, made))
    }

    /// One sheet as pictures, one SVG text for each page. Text is drawn as outlines, so no font is needed to show them. Where a
    /// registered sheet bears its code stands that this is a preview. Of a book only the first sheets are shown.
    ///
    /// # Errors
    /// As [`Press::pdf`].
    pub fn pages(&self, sheet: &Sheet) -> Result<Vec<String>, PaperError> {
        let laid_out = self.lay_out(vec![shown(sheet)?], &|_| true)?;
        guarded(|| Ok(laid_out.pages.iter().map(|page| typst_svg::svg(page, &SvgOptions::default())).collect()))
    }

    /// The same, page by page with a mark of what it looks like; of a page whose mark is `known` the picture is left out.
    ///
    /// # Errors
    /// As [`Press::pdf`].
    pub fn pages_but(&self, sheet: &Sheet, known: &[String]) -> Result<Vec<PagePicture>, PaperError> {
        let laid_out = self.lay_out(vec![shown(sheet)?], &|_| true)?;
        guarded(|| {
            let picture = |page| {
                // Of the picture, as a page also holds what is not seen of it.
                let svg = typst_svg::svg(page, &SvgOptions::default());
                let mark = format!("{:032x}", typst::utils::hash128(&svg));
                PagePicture { svg: (!known.contains(&mark)).then_some(svg), mark }
            };
            Ok(laid_out.pages.iter().map(picture).collect())
        })
    }

    /// How many pages each of the sheets has, without making a file.
    ///
    /// # Errors
    /// As [`Press::print`].
    pub fn count(&self, sheets: &[Sheet], watch: &dyn Fn(usize) -> bool) -> Result<Vec<u16>, PaperError> {
        let mut prepared = sheets.iter().map(|sheet| prepare(sheet, None)).collect::<Result<Vec<_>, _>>()?;
        for bound in prepared.iter_mut().filter_map(|one| one.bound.as_mut()) {
            bound.counting = true;
        }
        Ok(self.lay_out(prepared, watch)?.counts)
    }

    /// The characters of `text` that cannot be printed, each once, in the order in which they first appear.
    /// Control characters and line breaks are not counted: they are dropped before printing.
    pub fn missing(&self, text: &str) -> Vec<char> {
        fonts().map(|[regular, _]| text::missing(regular, text)).unwrap_or_default()
    }

    pub(crate) fn workshop(&self) -> &Arc<Workshop> {
        &self.workshop
    }

    /// The manual, which is longer than any sheet; in the thread that it is called in.
    pub(crate) fn lay_out_manual(
        workshop: &Arc<Workshop>,
        manual: Prepared,
        limit: usize,
        made: NaiveDate,
    ) -> Result<Vec<u8>, PaperError> {
        let ident = manual.title.clone();
        guarded(|| {
            let OneSheet { info, pages, count } = lay_out_one(workshop, manual, limit)?;
            let counts = vec![count.try_into().unwrap_or(u16::MAX)];
            Ok(write_pdf(LaidOut { info, pages: pages.into(), counts, ident }, made)?.pdf)
        })
    }

    /// Lays the sheets out one by one in each of a few threads, so that each has the whole time limit and the memory of one is given
    /// back before the next.
    fn lay_out(&self, sheets: Vec<Prepared>, watch: &dyn Fn(usize) -> bool) -> Result<LaidOut, PaperError> {
        let count = sheets.len();
        let ident = sheets.iter().map(|sheet| sheet.title.as_str()).collect::<Vec<_>>().join("\n");
        let workers = thread::available_parallelism().map_or(1, |threads| threads.get()).clamp(1, WORKERS).min(count);
        // Dealt out like cards, and taken back in the same order.
        let mut dealt: Vec<Vec<Prepared>> = (0..workers).map(|_| Vec::new()).collect();
        for (n, sheet) in sheets.into_iter().enumerate() {
            dealt[n % workers].push(sheet);
        }
        let hands = dealt.into_iter().map(|hand| self.lay_out_hand(hand)).collect::<Result<Vec<_>, _>>()?;

        let (mut info, mut pages, mut counts) = (None, EcoVec::new(), Vec::new());
        let mut done = 0;
        while counts.len() < count {
            let step = hands[counts.len() % workers].recv_timeout(TIME_LIMIT).map_err(|error| match error {
                RecvTimeoutError::Timeout => PaperError::TimedOut,
                RecvTimeoutError::Disconnected => PaperError::Engine("layout stopped".into()),
            })??;
            if let Step::Sheet(document) = step {
                info.get_or_insert(document.info);
                counts.push(document.count.try_into().unwrap_or(u16::MAX));
                pages.extend(document.pages);
            }
            done += 1;
            if !watch(done) {
                return Err(PaperError::Stopped);
            }
        }
        Ok(LaidOut { info: info.ok_or(PaperError::Nothing)?, pages, counts, ident })
    }

    /// Lays sheets out in a thread of their own, one after another.
    fn lay_out_hand(&self, sheets: Vec<Prepared>) -> Result<Receiver<Result<Step, PaperError>>, PaperError> {
        let workshop = Arc::clone(&self.workshop);
        // One waits while the next is laid out; the rest wait until these are taken, so that the work can be stopped.
        let (sender, receiver) = sync_channel(1);
        thread::Builder::new()
            .name("paper".into())
            .stack_size(STACK)
            .spawn(move || {
                for mut sheet in sheets {
                    let laid_out = guarded(|| match sheet.bound.take() {
                        None => lay_out_one(&workshop, sheet, PAGE_LIMIT),
                        // Each sheet of a book has the whole time limit, too.
                        Some(bound) => {
                            book::lay_out(&workshop, &sheet, &bound, &|| sender.send(Ok(Step::Part)).is_ok())
                        }
                    });
                    let failed = laid_out.is_err();
                    if sender.send(laid_out.map(Step::Sheet)).is_err() || failed {
                        break;
                    }
                }
            })
            .map_err(|_| PaperError::Engine("no thread could be started".into()))?;
        Ok(receiver)
    }
}

/// What the register gives a sheet: it stands at the foot of each page and in its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The tag of the ledger, see [`crate::vault_tag`].
    pub vault: [u8; 4],
    /// The sheet's number, from 1.
    pub number: u32,
}

/// Registered sheets, printed into one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The file.
    pub pdf: Vec<u8>,
    /// How many pages each sheet has, in their order.
    pub pages: Vec<u16>,
}

/// Sheets that are laid out and not yet written.
struct LaidOut {
    info: DocumentInfo,
    pages: EcoVec<Page>,
    counts: Vec<u16>,
    /// Of what the file's id is made: the titles.
    ident: String,
}

/// One of them.
pub(crate) struct OneSheet {
    info: DocumentInfo,
    pub(crate) pages: Vec<Page>,
    /// How many pages it has, kept or not.
    pub(crate) count: usize,
}

/// How far the layout has come.
enum Step {
    /// A sheet of a book is done.
    Part,
    /// A sheet is done.
    Sheet(OneSheet),
}

/// A sheet as it is shown: of a book the first sheets.
fn shown(sheet: &Sheet) -> Result<Prepared, PaperError> {
    let mut prepared = prepare(sheet, None)?;
    if let Some(bound) = &mut prepared.bound {
        bound.parts.truncate(SHOWN);
    }
    Ok(prepared)
}

/// Drops all that the engine remembers of earlier sheets. To be called when the ledger is locked.
pub fn forget() {
    comemo::evict(0);
}

/// Lays out one sheet of at most `limit` pages, and draws their codes.
pub(crate) fn lay_out_one(workshop: &Arc<Workshop>, sheet: Prepared, limit: usize) -> Result<OneSheet, PaperError> {
    let job = Job::new(workshop, sheet.template, sheet.data)?;
    let done = typst::compile::<PagedDocument>(&job);
    let document = done.output.map_err(|errors| complaint(&errors))?;
    debug_assert!(done.warnings.is_empty(), "a template is not settled");
    comemo::evict(KEPT);
    let mut pages = document.pages().to_vec();
    let count = pages.len();
    if count > limit {
        return Err(PaperError::TooLong { pages: count });
    }
    if let Some(mark) = sheet.mark {
        for (page, number) in pages.iter_mut().zip(1..) {
            let code = SheetCode { vault: mark.vault, number: mark.number, page: number, pages: count as u16 };
            code.draw(&mut page.frame)?;
        }
    }
    Ok(OneSheet { info: document.info().clone(), pages, count })
}

fn write_pdf(laid_out: LaidOut, made: NaiveDate) -> Result<Printed, PaperError> {
    let date = Datetime::from_ymd_hms(made.year(), made.month() as u8, made.day() as u8, 0, 0, 0);
    let options = PdfOptions {
        ident: Smart::Custom(laid_out.ident),
        creator: Smart::Custom(Some("知心".to_owned())),
        timestamp: date.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_2b])
            .map_err(|error| PaperError::Engine(error.message().to_string()))?,
        tagged: false,
        ..PdfOptions::default()
    };
    let document = PagedDocument::new(laid_out.pages, laid_out.info);
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| complaint(&errors))?;
    comemo::evict(KEPT);
    let pdf = without_scaling(pdf).ok_or_else(|| PaperError::Engine("the PDF has an unexpected form".into()))?;
    Ok(Printed { pdf, pages: laid_out.counts })
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
