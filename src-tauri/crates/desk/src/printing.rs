//! From the layout to the printer or a file: every sheet but the secret one gets its number and its row in the register.

use method::{Paper, PaperState, PersonId, VoidReason, paper_number};
use paper::{Mark, Printed, Sheet, vault_tag};
use uuid::Uuid;
use vault::Reading;

use crate::records::log;
use crate::{
    Desk, DeskError, ErrorCode, FileKind, Host, PaperMade, SheetOf, SheetPrintMany, SheetSaved, SheetsPrinted,
    WorkStage, archive, file, papers, sheets,
};

/// The most sheets of one job: all of them are in memory until the file is written.
const MANY: usize = 200;

pub(crate) fn sheet_save(desk: &mut Desk, host: &dyn Host, request: SheetOf) -> Result<SheetSaved, DeskError> {
    let (sheet, name) = sheets::sheet(desk, request.clone())?;
    let mut made = Vec::new();
    let saved = file::save(host, FileKind::Pdf, &name, || {
        let action = "sheet_save";
        let (pdf, papers) = register(desk, action, vec![(request, sheet)])?;
        made = papers;
        Ok(pdf)
    });
    let saved = saved.inspect_err(|_| not_printed(desk, &made))?;
    Ok(SheetSaved { saved: saved.saved, file_name: saved.file_name, paper: made.pop() })
}

pub(crate) fn sheet_print(desk: &mut Desk, host: &dyn Host, request: SheetOf) -> Result<SheetsPrinted, DeskError> {
    let (sheet, _) = sheets::sheet(desk, request.clone())?;
    hand_over(desk, host, vec![(request, sheet)])
}

pub(crate) fn sheet_print_many(
    desk: &mut Desk,
    host: &dyn Host,
    request: SheetPrintMany,
) -> Result<SheetsPrinted, DeskError> {
    if request.sheets.len() > MANY {
        return Err(DeskError::with(ErrorCode::TooManySheets, MANY.to_string()));
    }
    let mut made = Vec::new();
    for one in request.sheets {
        let (sheet, _) = sheets::sheet(desk, one.clone())?;
        if !is_registered(&one, &sheet) {
            return Err(DeskError::with(ErrorCode::BadRequest, "sheets"));
        }
        made.push((one, sheet));
    }
    hand_over(desk, host, made)
}

fn hand_over(desk: &mut Desk, host: &dyn Host, sheets: Vec<(SheetOf, Sheet)>) -> Result<SheetsPrinted, DeskError> {
    let action = "sheet_print";
    let (pdf, papers) = register(desk, action, sheets)?;
    host.print(&pdf).inspect_err(|_| not_printed(desk, &papers))?;
    Ok(SheetsPrinted { papers })
}

/// Whether the register knows sheets of this kind. Samples of a form are no records, and the recovery sheet is secret.
fn is_registered(request: &SheetOf, sheet: &Sheet) -> bool {
    !matches!(request, SheetOf::FormSample { .. }) && sheet.kind().is_some()
}

/// Lays the sheets out as one file and registers them, all or none: before the file leaves, so that no sheet goes out unknown.
fn register(
    desk: &mut Desk,
    action: &str,
    sheets: Vec<(SheetOf, Sheet)>,
) -> Result<(Vec<u8>, Vec<PaperMade>), DeskError> {
    let today = desk.today();
    if let [(request, sheet)] = &sheets[..]
        && !is_registered(request, sheet)
    {
        let pdf = sheets::press(desk, sheets::wishes(request))?.pdf(sheet, today)?;
        let object = sheets::object_of(request);
        desk.write(|writing| Ok(writing.log(action, &object, None)?))?;
        return Ok((pdf, Vec::new()));
    }
    let vault = vault_tag(desk.ledger()?.id().into_bytes());
    let first = desk.read(|reading| Ok(reading.next_paper()?))?;
    let (requests, sheets): (Vec<_>, Vec<_>) = sheets.into_iter().unzip();
    let marked: Vec<(Sheet, Mark)> =
        sheets.into_iter().zip(first..).map(|(sheet, number)| (sheet, Mark { vault, number })).collect();
    let Printed { pdf, pages } = lay_out(desk, &marked)?;
    let made = desk.write(|writing| {
        let mut made = Vec::new();
        for ((request, (sheet, mark)), pages) in requests.iter().zip(&marked).zip(pages) {
            let kind = sheet.kind().ok_or(ErrorCode::Internal)?;
            let about = about(writing, request)?;
            let paper = Paper {
                number: mark.number,
                kind,
                record: about.record,
                person: about.person,
                duty: about.duty,
                pages,
                made_at: writing.entry_time(),
                content: about.record.map(|record| papers::content(writing, kind, record)).transpose()?.flatten(),
                state: kind.first_state(),
                signing: None,
            };
            let older = papers::older(writing, &paper)?;
            writing.put_paper(&paper)?;
            log(writing, action, &sheets::object_of(request), &paper)?;
            made.push(PaperMade { number: paper.number, number_text: paper_number(paper.number), pages, older });
        }
        Ok(made)
    })?;
    Ok((pdf, made))
}

/// Long work when there are several, to be seen and stopped from outside.
fn lay_out(desk: &mut Desk, marked: &[(Sheet, Mark)]) -> Result<Printed, DeskError> {
    let today = desk.today();
    let work = desk.work();
    let press = desk.press()?;
    let all = marked.iter().map(|(sheet, _)| sheet.parts() as u64).sum();
    if all == 1 {
        return Ok(press.print(marked, today, &|_| true)?);
    }
    work.run_as(WorkStage::Sheets, |tell| Ok(press.print(marked, today, &|done| tell(done as u64, all))?))
}

/// What was registered did not reach the printer or the file: it is void. The first error is the one to tell.
fn not_printed(desk: &mut Desk, made: &[PaperMade]) {
    let today = desk.today();
    let _ = desk.write(|writing| {
        for one in made {
            if let Some(mut paper) = writing.paper(one.number)? {
                paper.state = PaperState::Void { day: today, reason: VoidReason::NotPrinted };
                writing.put_paper(&paper)?;
                log(writing, "paper_void", &paper_number(paper.number), &paper)?;
            }
        }
        Ok(())
    });
}

/// What a sheet is about.
#[derive(Default)]
struct About {
    record: Option<Uuid>,
    person: Option<PersonId>,
    duty: Option<method::DutyId>,
}

fn about(reading: &Reading<'_>, request: &SheetOf) -> Result<About, DeskError> {
    let of_one = |person: PersonId| About { person: Some(person), ..About::default() };
    let sole = |persons: &[PersonId]| match persons {
        [one] => Some(*one),
        _ => None,
    };
    Ok(match request {
        SheetOf::Talk { id } | SheetOf::TalkForm { id: Some(id), .. } => {
            let persons = reading.talk(*id)?.map(|talk| talk.persons).unwrap_or_default();
            About { record: Some(id.0), person: sole(&persons), duty: None }
        }
        SheetOf::Visit { id } | SheetOf::VisitForm { id: Some(id), .. } => {
            let persons = reading.visit(*id)?.map(|visit| visit.persons).unwrap_or_default();
            About { record: Some(id.0), person: sole(&persons), duty: None }
        }
        SheetOf::TalkForm { id: None, form } => About { person: sole(&form.persons), ..About::default() },
        SheetOf::VisitForm { id: None, form } => About { person: sole(&form.persons), ..About::default() },
        SheetOf::TalkBlank { person, duty, .. } | SheetOf::VisitBlank { person, duty } => {
            let of_duty = match duty {
                Some(id) => reading.duty(*id)?.map(|duty| duty.key.person),
                None => None,
            };
            About { record: None, person: person.or(of_duty), duty: *duty }
        }
        SheetOf::Activity { id } | SheetOf::ActivityForm { id: Some(id), .. } | SheetOf::SignIn { id } => {
            About { record: Some(id.0), ..About::default() }
        }
        SheetOf::Brief { of } => of_one(of.person),
        SheetOf::Disposal { person, .. } | SheetOf::Extract { person } => of_one(*person),
        SheetOf::Archive { of } => About { record: archive::record_of(reading, of)?, ..About::default() },
        SheetOf::Card { of } => of_one(of.person),
        // About nobody alone, or not registered.
        SheetOf::Recovery { .. }
        | SheetOf::FormSample { .. }
        | SheetOf::Ledger { .. }
        | SheetOf::Overtime { .. }
        | SheetOf::Report { .. }
        | SheetOf::Indicators { .. }
        | SheetOf::Examples { .. }
        | SheetOf::ActivityForm { id: None, .. }
        | SheetOf::ActivityBlank { .. }
        | SheetOf::Handover { .. }
        | SheetOf::Ruler => About::default(),
    })
}
