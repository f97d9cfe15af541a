//! Scans back in (扫描件): files are read page by page, a page finds its sheet by its code, and what finds none waits to be claimed.
//!
//! Each page is one transaction, and a file counts as read only after its last one: a program that is killed in the middle has kept the
//! pages so far, and reading the file again stores none of them twice, as a page is known by its picture.

mod claim;
mod folder;
mod show;

use std::path::{Path, PathBuf};

use method::{PaperPlace, Scan, ScanId, ScanState, ScanWhy, expect_page, missing_pages, paper_number};
use paper::{Finding, SCAN_BYTES, ScanError, ScanPages, ScannedPage, vault_tag};
use sha2::{Digest, Sha256};
use vault::{Reading, ScanPick, Writing};

use crate::records::{known, log};
use crate::{
    Desk, DeskError, ErrorCode, FileKind, Host, Nothing, ScanBecame, ScanFileReport, ScanPageReport, ScanProblem,
    ScanReport, WorkStage, file,
};

pub(crate) use claim::{scan_claim, scan_claim_record, scan_set_aside, scan_take_back};
pub(crate) use folder::{Seen, scan_folder_check, scan_folder_clear, scan_folder_set};
pub(crate) use show::{scan_get, scan_inbox, scan_list};

pub(crate) fn scan_choose(desk: &mut Desk, host: &dyn Host, _: Nothing) -> Result<Option<ScanReport>, DeskError> {
    if !desk.is_unlocked() {
        return Err(ErrorCode::Locked.into());
    }
    let files = host.open_places(FileKind::Attachment)?;
    if files.is_empty() { Ok(None) } else { intake(desk, &files, u32::MAX).map(Some) }
}

/// Reads files one after another, and begins no further one once so many pages were read. One that cannot be read keeps no other
/// from being read.
fn intake(desk: &mut Desk, files: &[PathBuf], pages: u32) -> Result<ScanReport, DeskError> {
    let work = desk.work();
    work.run_as(WorkStage::Scans, |watch| {
        let mut report = ScanReport::default();
        for path in files {
            if !watch(u64::from(report.read), 0) {
                report.stopped = true;
            }
            if report.stopped || report.read >= pages {
                break;
            }
            let taken = take(desk, path, watch, &mut report)?;
            report.files.push(taken);
        }
        Ok(report)
    })
}

fn take(
    desk: &mut Desk,
    path: &Path,
    watch: &dyn Fn(u64, u64) -> bool,
    report: &mut ScanReport,
) -> Result<ScanFileReport, DeskError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // A name is kept for finding the paper again; what no line may hold is left out of it.
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    let mut of_file =
        ScanFileReport { file: name.clone(), pages: Vec::new(), problem: None, known: false, not_removed: false };
    let failed = |mut of_file: ScanFileReport, report: &mut ScanReport, problem| {
        of_file.problem = Some(problem);
        report.failed += 1;
        Ok(of_file)
    };
    let bytes = match file::read(path, SCAN_BYTES) {
        Ok(bytes) => bytes,
        Err(DeskError { code: ErrorCode::TooLarge, .. }) => return failed(of_file, report, ScanProblem::TooLarge),
        Err(_) => return failed(of_file, report, ScanProblem::Unreadable),
    };
    let sha256: [u8; 32] = Sha256::digest(&bytes).into();
    if desk.read(|reading| Ok(reading.scan_file_known(sha256)?))? {
        of_file.known = true;
        return Ok(of_file);
    }
    let pages = match ScanPages::open(bytes) {
        Ok(pages) => pages,
        Err(error) => return failed(of_file, report, problem(error)),
    };
    let (before, count) = (report.read, pages.pages());
    let mut after = None;
    let mut is_whole = true;
    for (index, page) in (1_u32..).zip(pages) {
        let (id, became) = match page {
            Ok(page) => {
                let stored = store(desk, &name, index, page, after)?;
                after = stored.2;
                (stored.0, stored.1)
            }
            Err(error) => (None, ScanBecame::Failed { problem: problem(error) }),
        };
        is_whole &= !matches!(became, ScanBecame::Failed { .. });
        tally(report, &became);
        of_file.pages.push(ScanPageReport { index, id, became });
        let goes_on = watch(u64::from(report.read), u64::from(before) + count as u64);
        if !goes_on && (index as usize) < count {
            report.stopped = true;
            return Ok(of_file);
        }
    }
    if is_whole {
        desk.write(|writing| {
            writing.add_scan_file(sha256)?;
            log(writing, "scan_file", "", &sha256)
        })?;
    }
    Ok(of_file)
}

fn tally(report: &mut ScanReport, became: &ScanBecame) {
    let counter = match became {
        ScanBecame::Filed { .. } => &mut report.filed,
        ScanBecame::Unclaimed { .. } => &mut report.unclaimed,
        ScanBecame::Duplicate => &mut report.duplicates,
        ScanBecame::Blank => &mut report.blank,
        ScanBecame::Failed { .. } => &mut report.failed,
    };
    *counter += 1;
    report.read += u32::from(!matches!(became, ScanBecame::Failed { .. }));
}

type Stored = (Option<ScanId>, ScanBecame, Option<PaperPlace>);

/// Stores a page where it belongs: its id, what became of it, and its place, of which the next page may be the back.
fn store(
    desk: &mut Desk,
    file: &str,
    index: u32,
    page: ScannedPage,
    after: Option<PaperPlace>,
) -> Result<Stored, DeskError> {
    let tag = vault_tag(desk.ledger()?.id().into_bytes());
    let id = ScanId(desk.world.new_uuid());
    let today = desk.today();
    desk.write(|writing| {
        let place = place(writing, tag, page.finding)?;
        let own = place.ok();
        if writing.scan_with_picture(Sha256::digest(&page.jpeg).into())?.is_some() {
            let became = if page.finding == Finding::Blank { ScanBecame::Blank } else { ScanBecame::Duplicate };
            return Ok((None, became, own));
        }
        let state = match place {
            Ok(place) => filed(writing, place)?,
            Err(_) if page.finding == Finding::Blank => ScanState::Blank,
            Err(why) => ScanState::Unclaimed { why },
        };
        let after = after.filter(|_| matches!(state, ScanState::Unclaimed { why: ScanWhy::NoCode }));
        let scan =
            Scan { id, received_at: writing.entry_time(), file: file.to_owned(), index, after, state: state.clone() };
        writing.add_scan(&scan, &page.jpeg)?;
        log(writing, "scan_add", &id.to_string(), &scan)?;
        let became = match state {
            ScanState::Filed { paper, page, version } => ScanBecame::Filed {
                place: PaperPlace { paper, page },
                number_text: paper_number(paper),
                version,
                complete: came_back(writing, paper, today)?,
            },
            ScanState::Unclaimed { why } => ScanBecame::Unclaimed { why },
            _ => ScanBecame::Blank,
        };
        Ok((Some(id), became, own))
    })
}

/// The sheet and page that a page's code names, or why a person must say where it belongs.
fn place(reading: &Reading<'_>, own: [u8; 4], finding: Finding) -> Result<Result<PaperPlace, ScanWhy>, DeskError> {
    let code = match finding {
        Finding::Code(code) => code,
        Finding::Nothing | Finding::Blank => return Ok(Err(ScanWhy::NoCode)),
        Finding::Unreadable => return Ok(Err(ScanWhy::Unreadable)),
        Finding::Several => return Ok(Err(ScanWhy::Several)),
        Finding::OtherVersion => return Ok(Err(ScanWhy::OtherVersion)),
    };
    if code.vault != own {
        return Ok(Err(ScanWhy::OtherLedger));
    }
    let paper = reading.paper(code.number)?;
    let place = PaperPlace { paper: code.number, page: code.page };
    Ok(expect_page(paper.as_ref(), code.page, code.pages).map(|()| place))
}

/// With its sheet, as the newest scan of its page.
fn filed(reading: &Reading<'_>, PaperPlace { paper, page }: PaperPlace) -> Result<ScanState, DeskError> {
    let versions = reading.scans(ScanPick::Paper(paper))?.into_iter().filter_map(|scan| match scan.state {
        ScanState::Filed { page: of, version, .. } if of == page => Some(version),
        _ => None,
    });
    Ok(ScanState::Filed { paper, page, version: versions.max().unwrap_or(0) + 1 })
}

/// Notes that a sheet is back when its last page is there. True when it was noted now.
fn came_back(writing: &Writing<'_>, number: u32, today: chrono::NaiveDate) -> Result<bool, DeskError> {
    let mut paper = known(writing.paper(number))?;
    let is_back = pages_missing(writing, number, paper.pages)?.is_empty() && paper.scanned(today);
    if is_back {
        writing.put_paper(&paper)?;
        log(writing, "scan_return", &paper_number(number), &paper)?;
    }
    Ok(is_back)
}

/// The pages of a sheet of which there is no scan.
fn pages_missing(reading: &Reading<'_>, number: u32, pages: u16) -> Result<Vec<u16>, DeskError> {
    let there: Vec<u16> =
        reading.scans(ScanPick::Paper(number))?.iter().filter_map(|scan| Some(scan.place()?.page)).collect();
    Ok(missing_pages(pages, &there))
}

fn problem(error: ScanError) -> ScanProblem {
    match error {
        ScanError::NotAScan => ScanProblem::NotAScan,
        ScanError::TooLarge => ScanProblem::TooLarge,
        ScanError::TooManyPages => ScanProblem::TooManyPages,
        ScanError::Protected => ScanProblem::Protected,
        ScanError::Broken => ScanProblem::Broken,
        ScanError::TimedOut => ScanProblem::TimedOut,
    }
}
