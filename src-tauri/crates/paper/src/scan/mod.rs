//! Scanned paper back in: from a file to its pages, and from a page to the code at its foot.
//!
//! A file is PDF, JPEG, PNG or TIFF with one or many pages. Its pages come one after another from a worker thread, so that only two are in
//! memory at a time, each with a time limit. What a file may cost is checked before memory is taken, and a decoder's panic is an error.

mod find;
mod pdf;
mod picture;
mod source;
mod tiff;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use thiserror::Error;

use crate::code::SheetCode;
use picture::Picture;
use source::Source;

/// The most bytes of one file.
pub const SCAN_BYTES: u64 = 200 * 1024 * 1024;
/// The most pages of one file.
pub const SCAN_PAGES: usize = 500;
/// The most pixels of one page: A4 at 1000 dpi.
pub(crate) const PIXELS: u64 = 100_000_000;
/// The fewest pixels of a side; less is no page.
const LEAST_SIDE: u32 = 64;

/// How long one page may take. A page at 300 dpi takes a tenth of a second.
const TIME_LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 20 });
/// Objects of a PDF nest; a thread's default stack is smaller on some systems.
const STACK: usize = 32 * 1024 * 1024;

/// Why a file or one of its pages was not read. Nothing that stands on a page is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ScanError {
    /// Its first bytes are those of no PDF, JPEG, PNG or TIFF.
    #[error("not a scan")]
    NotAScan,
    /// More bytes or pixels than are read, or it inflates to more.
    #[error("too large")]
    TooLarge,
    /// More pages than are read.
    #[error("more than {SCAN_PAGES} pages")]
    TooManyPages,
    /// Protected by a password.
    #[error("protected by a password")]
    Protected,
    /// Damaged, or of a kind that is not read.
    #[error("damaged")]
    Broken,
    /// A page took too long; what follows it in the file is not read.
    #[error("took too long")]
    TimedOut,
}

/// What was found on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The code of a sheet of some ledger.
    Code(SheetCode),
    /// The codes of different sheets or pages.
    Several,
    /// The code of a later version of the program.
    OtherVersion,
    /// A code is there and cannot be read, or its check does not fit.
    Unreadable,
    /// No code of this program.
    Nothing,
    /// Nothing is on the page at all.
    Blank,
}

/// A page of a scanned file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedPage {
    /// The picture as JPEG, grey or coloured, at about 200 dpi, upright when a code says what is up.
    pub jpeg: Vec<u8>,
    /// What was found on it.
    pub finding: Finding,
}

/// The pages of a file, in their order. A page that cannot be read is an error, and the next is read all the same.
pub struct ScanPages {
    pages: usize,
    left: usize,
    receiver: Receiver<Result<ScannedPage, ScanError>>,
}

impl ScanPages {
    /// Begins to read a file.
    ///
    /// # Errors
    /// When the file as a whole is not read.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ScanError> {
        if bytes.len() as u64 > SCAN_BYTES {
            return Err(ScanError::TooLarge);
        }
        let (opened, is_open) = sync_channel(1);
        let (sender, receiver) = sync_channel(1);
        thread::Builder::new()
            .name("scan".into())
            .stack_size(STACK)
            .spawn(move || work(bytes, &opened, &sender))
            .map_err(|_| ScanError::Broken)?;
        let pages = is_open.recv_timeout(TIME_LIMIT).map_err(stopped)??;
        Ok(Self { pages, left: pages, receiver })
    }

    /// How many pages the file has.
    pub fn pages(&self) -> usize {
        self.pages
    }
}

impl Iterator for ScanPages {
    type Item = Result<ScannedPage, ScanError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let page = self.receiver.recv_timeout(TIME_LIMIT).map_err(stopped).and_then(|page| page);
        if page == Err(ScanError::TimedOut) {
            // The thread cannot be ended from outside; its pages are no longer waited for.
            self.left = 0;
        }
        Some(page)
    }
}

fn stopped(error: RecvTimeoutError) -> ScanError {
    match error {
        RecvTimeoutError::Timeout => ScanError::TimedOut,
        RecvTimeoutError::Disconnected => ScanError::Broken,
    }
}

fn work(
    bytes: Vec<u8>,
    opened: &SyncSender<Result<usize, ScanError>>,
    sender: &SyncSender<Result<ScannedPage, ScanError>>,
) {
    let mut source = match guarded(|| Source::open(bytes)) {
        Ok(source) => source,
        Err(error) => {
            // Whoever no longer waits need not be told.
            let _ = opened.send(Err(error));
            return;
        }
    };
    let pages = source.pages();
    if opened.send(Ok(pages)).is_err() {
        return;
    }
    for page in 0..pages {
        let read = guarded(|| source.page(page).and_then(|picture| read_page(&picture)));
        if sender.send(read).is_err() {
            return;
        }
    }
}

fn read_page(picture: &Picture) -> Result<ScannedPage, ScanError> {
    let grey = picture.grey();
    let (finding, turns) = find::codes(&grey);
    let finding = if finding == Finding::Nothing && picture::is_blank(&grey) { Finding::Blank } else { finding };
    Ok(ScannedPage { jpeg: picture.to_jpeg(turns)?, finding })
}

/// A panic inside a decoder becomes an error: a file must not be able to end the program.
fn guarded<T>(work: impl FnOnce() -> Result<T, ScanError>) -> Result<T, ScanError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(ScanError::Broken))
}
