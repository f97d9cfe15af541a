//! Scanned pages as they are shown.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use method::{Scan, ScanState, paper_number};
use vault::{Reading, ScanPick};

use super::{folder, pages_missing};
use crate::lookup::Rules;
use crate::papers::Shown;
use crate::records::known;
use crate::{Desk, DeskError, Host, Nothing, ScanInbox, ScanIncomplete, ScanList, ScanOf, ScanPicture, ScanView};

pub(crate) fn scan_inbox(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<ScanInbox, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let shown = Shown::new(reading, &rules)?;
        let unclaimed = reading.scans(ScanPick::State("unclaimed"))?;
        let started: BTreeSet<u32> =
            reading.scans(ScanPick::OfSheetsOut)?.iter().filter_map(|scan| Some(scan.place()?.paper)).collect();
        let mut incomplete = Vec::new();
        for number in started {
            let paper = known(reading.paper(number))?;
            let missing = pages_missing(reading, number, paper.pages)?;
            if !missing.is_empty() {
                incomplete.push(ScanIncomplete { paper: shown.row(paper)?, missing });
            }
        }
        let counts = reading.scan_counts()?;
        let of = |states: [&str; 2]| {
            counts.iter().filter(|(state, _)| states.contains(&state.as_str())).map(|(_, count)| count).sum()
        };
        Ok(ScanInbox {
            unclaimed: views(reading, &shown, unclaimed)?,
            incomplete,
            filed: of(["filed", "claimed"]),
            set_aside: of(["set_aside", "blank"]),
            folder: folder::stored(reading)?,
        })
    })
}

pub(crate) fn scan_list(desk: &mut Desk, _: &dyn Host, request: ScanList) -> Result<Vec<ScanView>, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let shown = Shown::new(reading, &rules)?;
        let found = match request {
            ScanList::Unclaimed => reading.scans(ScanPick::State("unclaimed"))?,
            ScanList::SetAside => {
                let mut found = reading.scans(ScanPick::State("set_aside"))?;
                found.extend(reading.scans(ScanPick::State("blank"))?);
                found
            }
            ScanList::Record { record } => reading.scans(ScanPick::Record(record))?,
            ScanList::Paper { paper } => reading.scans(ScanPick::Paper(paper))?,
        };
        views(reading, &shown, found)
    })
}

/// Shows a page's picture; like other restricted matter, that is noted in the log.
pub(crate) fn scan_get(desk: &mut Desk, _: &dyn Host, request: ScanOf) -> Result<ScanPicture, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let scan = view(writing, &rules, known(writing.scan(request.id))?)?;
        let jpeg = writing.scan_picture(request.id)?;
        writing.log("scan_view", &request.id.to_string(), None)?;
        Ok(ScanPicture { scan, data_url: format!("data:image/jpeg;base64,{}", STANDARD.encode(&jpeg)) })
    })
}

pub(super) fn view(reading: &Reading<'_>, rules: &Rules, scan: Scan) -> Result<ScanView, DeskError> {
    view_of(reading, &Shown::new(reading, rules)?, scan)
}

fn views(reading: &Reading<'_>, shown: &Shown<'_>, scans: Vec<Scan>) -> Result<Vec<ScanView>, DeskError> {
    scans.into_iter().map(|scan| view_of(reading, shown, scan)).collect()
}

fn view_of(reading: &Reading<'_>, shown: &Shown<'_>, scan: Scan) -> Result<ScanView, DeskError> {
    let place = scan.place();
    let paper = place.map(|place| known(reading.paper(place.paper))).transpose()?;
    let newest = match place {
        Some(place) => {
            reading.scans(ScanPick::Paper(place.paper))?.iter().filter_map(|other| version(other, place.page)).max()
        }
        None => None,
    };
    let replaced = place.is_some_and(|place| version(&scan, place.page) < newest);
    Ok(ScanView {
        id: scan.id,
        received_at: scan.received_at,
        file: scan.file,
        index: scan.index,
        paper: paper.map(|paper| shown.row(paper)).transpose()?,
        replaced,
        after: scan.after,
        after_text: scan.after.map(|after| paper_number(after.paper)).unwrap_or_default(),
        state: scan.state,
    })
}

/// Which scan of a page it is, if it is one of it.
fn version(scan: &Scan, of: u16) -> Option<u32> {
    match scan.state {
        ScanState::Filed { page, version, .. } if page == of => Some(version),
        _ => None,
    }
}
