//! What a person says of a page: where it belongs, or that it does not belong here.

use method::{
    ContactState, DutyKind, PaperPlace, Scan, ScanState, ScanWhy, TalkId, VisitId, expect_page, paper_number,
};
use vault::Writing;

use super::{came_back, filed, pages_missing, show};
use crate::records::{known, log};
use crate::{
    Desk, DeskError, ErrorCode, Host, ScanClaim, ScanClaimRecord, ScanOf, ScanSetAside, ScanView, check, retention,
};

pub(crate) fn scan_claim(desk: &mut Desk, _: &dyn Host, request: ScanClaim) -> Result<ScanView, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let scan = expect_unclaimed(writing, request.id)?;
        let paper = known(writing.paper(request.paper))?;
        expect_page(Some(&paper), request.page, paper.pages).map_err(|why| match why {
            ScanWhy::VoidSheet => DeskError::from(ErrorCode::PaperState),
            _ => DeskError::with(ErrorCode::BadRequest, "page"),
        })?;
        let state = filed(writing, PaperPlace { paper: request.paper, page: request.page })?;
        let scan = change(writing, Scan { state, ..scan }, "scan_claim")?;
        came_back(writing, request.paper, rules.today)?;
        show::view(writing, &rules, scan)
    })
}

pub(crate) fn scan_claim_record(
    desk: &mut Desk,
    _: &dyn Host,
    request: ScanClaimRecord,
) -> Result<ScanView, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let scan = expect_unclaimed(writing, request.id)?;
        let persons = match request.kind {
            DutyKind::Talk => known(writing.talk(TalkId(request.record)))?.persons,
            DutyKind::Visit => known(writing.visit(VisitId(request.record)))?.persons,
        };
        retention::expect_some_kept(writing, &persons)?;
        let state = ScanState::Claimed { kind: request.kind, record: request.record };
        let scan = change(writing, Scan { state, ..scan }, "scan_claim")?;
        show::view(writing, &rules, scan)
    })
}

pub(crate) fn scan_set_aside(desk: &mut Desk, _: &dyn Host, request: ScanSetAside) -> Result<ScanView, DeskError> {
    let rules = desk.rules();
    let reason = request.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(ErrorCode::ReasonMissing.into());
    }
    check::line("reason", &reason)?;
    desk.write(|writing| {
        let scan = expect_unclaimed(writing, request.id)?;
        let scan = change(writing, Scan { state: ScanState::SetAside { reason }, ..scan }, "scan_set_aside")?;
        show::view(writing, &rules, scan)
    })
}

/// Wherever it was put, the page waits again.
pub(crate) fn scan_take_back(desk: &mut Desk, _: &dyn Host, request: ScanOf) -> Result<ScanView, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let scan = known(writing.scan(request.id))?;
        let place = scan.place();
        if matches!(scan.state, ScanState::Unclaimed { .. }) {
            return show::view(writing, &rules, scan);
        }
        expect_not_archived(writing, &scan)?;
        let state = ScanState::Unclaimed { why: ScanWhy::TakenBack };
        let scan = change(writing, Scan { state, ..scan }, "scan_take_back")?;
        if let Some(PaperPlace { paper: number, .. }) = place {
            let mut paper = known(writing.paper(number))?;
            if !pages_missing(writing, number, paper.pages)?.is_empty() && paper.no_longer_scanned() {
                writing.put_paper(&paper)?;
                log(writing, "paper_undo", &paper_number(number), &paper)?;
            }
        }
        show::view(writing, &rules, scan)
    })
}

/// The page, if nobody has put it anywhere yet.
fn expect_unclaimed(writing: &Writing<'_>, id: method::ScanId) -> Result<Scan, DeskError> {
    let scan = known(writing.scan(id))?;
    match scan.state {
        ScanState::Unclaimed { .. } | ScanState::Blank | ScanState::SetAside { .. } => Ok(scan),
        ScanState::Filed { .. } | ScanState::Claimed { .. } => Err(ErrorCode::ScanFiled.into()),
    }
}

/// What is with a record that is frozen in the archive stays with it.
fn expect_not_archived(writing: &Writing<'_>, scan: &Scan) -> Result<(), DeskError> {
    let record = match (&scan.state, scan.place()) {
        (ScanState::Claimed { record, .. }, _) => Some(*record),
        (_, Some(place)) => known(writing.paper(place.paper))?.record,
        _ => None,
    };
    let Some(record) = record else { return Ok(()) };
    let talk = writing.talk(TalkId(record))?.map(|talk| talk.state);
    let state = talk.or(writing.visit(VisitId(record))?.map(|visit| visit.state));
    if state == Some(ContactState::Archived) { Err(ErrorCode::Archived.into()) } else { Ok(()) }
}

fn change(writing: &Writing<'_>, scan: Scan, action: &str) -> Result<Scan, DeskError> {
    writing.put_scan(&scan)?;
    log(writing, action, &scan.id.to_string(), &scan)?;
    Ok(scan)
}
