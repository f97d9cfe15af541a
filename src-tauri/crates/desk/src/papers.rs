//! The register of printed sheets: what is out, what came back, what became void or lost.

mod shown;

use method::{
    ActivityId, DutyKind, Paper, PaperKind, PaperRefusal, PaperState, Signing, Talk, TalkId, Visit, VisitId,
    VoidReason, paper_number,
};
use uuid::Uuid;
use vault::{PaperFilter, Reading, Writing, body_hash};

use crate::convert::hex;
use crate::lookup::{Rules, local_day};
use crate::records::{known, log};
use crate::{
    ContactBegin, Desk, DeskError, Done, ErrorCode, Host, PaperLink, PaperList, PaperLost, PaperOf, PaperPage,
    PaperReturn, PaperSet, PaperStanding, PaperVoid, PapersToday, TalkForm, VisitForm, activities, check, talks,
    visits,
};

pub(crate) use shown::Shown;

const DAYS: &str = "paper_days";
const MOST_DAYS: u32 = 365;
/// How many sheets a page has when nothing is said, and at most.
const SHOWN: u32 = 100;
const MOST: u32 = 500;
/// How many the first screen shows.
const OLDEST: usize = 5;

pub(crate) fn paper_list(desk: &mut Desk, _: &dyn Host, request: PaperList) -> Result<PaperPage, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let shown = Shown::new(reading, &rules)?;
        let limit = request.limit.unwrap_or(SHOWN).clamp(1, MOST);
        let standing = request.standing;
        let is_out = matches!(standing, Some(PaperStanding::Out | PaperStanding::Overdue));
        let filter = PaperFilter {
            state: standing.map(state_of),
            kind: request.kind,
            record: request.record,
            person: request.person,
            needs_entry: standing == Some(PaperStanding::ToEnter),
            below: request.below.filter(|_| !is_out),
            oldest_first: is_out,
            // One more than is shown tells whether there are more; those overdue are told by their day.
            limit: (!is_out).then_some(limit + 1),
        };
        let mut found = reading.papers(&filter)?;
        if standing == Some(PaperStanding::Overdue) {
            found.retain(|paper| shown.is_overdue(paper));
        }
        let more = found.len() > limit as usize && !is_out;
        found.truncate(if is_out { found.len() } else { limit as usize });
        let papers = found.into_iter().map(|paper| shown.row(paper)).collect::<Result<_, _>>()?;
        Ok(PaperPage { papers, more, counts: shown.counts(&reading.papers_out()?)?, days: shown.days })
    })
}

pub(crate) fn paper_return(desk: &mut Desk, _: &dyn Host, request: PaperReturn) -> Result<Done, DeskError> {
    let today = desk.today();
    check::day(request.day)?;
    match &request.signing {
        Signing::Signed { day } => check::day(*day)?,
        Signing::Unsigned { reason } => check::line("reason", reason)?,
    }
    let give_back = |paper: &mut Paper| {
        let made = local_day(paper.made_at);
        paper.give_back(request.day, request.signing.clone(), made, today).map_err(|why| match why {
            PaperRefusal::BadDay if request.day < made => DeskError::with(ErrorCode::DayTooEarly, "day"),
            PaperRefusal::BadDay => ErrorCode::DayInFuture.into(),
            other => refusal(other),
        })
    };
    desk.write(|writing| {
        for number in &request.numbers {
            change(writing, *number, "paper_return", give_back)?;
        }
        Ok(Done::YES)
    })
}

pub(crate) fn paper_void(desk: &mut Desk, _: &dyn Host, request: PaperVoid) -> Result<Done, DeskError> {
    let today = desk.today();
    check::line("reason", &request.reason)?;
    desk.write(|writing| {
        let reason = match request.replaced_by {
            Some(by) => {
                let (old, new) = (known(writing.paper(request.number))?, known(writing.paper(by))?);
                if new.number <= old.number || new.record.is_none() || new.record != old.record {
                    return Err(DeskError::with(ErrorCode::BadRequest, "replaced_by"));
                }
                VoidReason::Replaced { by }
            }
            None => VoidReason::Other { text: request.reason.trim().to_owned() },
        };
        change(writing, request.number, "paper_void", |paper| paper.make_void(today, reason).map_err(refusal))
    })
}

pub(crate) fn paper_lost(desk: &mut Desk, _: &dyn Host, request: PaperLost) -> Result<Done, DeskError> {
    let today = desk.today();
    check::line("reason", &request.reason)?;
    let reason = request.reason.trim().to_owned();
    desk.write(|writing| {
        change(writing, request.number, "paper_lost", |paper| paper.write_off(today, reason).map_err(refusal))
    })
}

pub(crate) fn paper_undo(desk: &mut Desk, _: &dyn Host, request: PaperOf) -> Result<Done, DeskError> {
    desk.write(|writing| change(writing, request.number, "paper_undo", |paper| paper.undo().map_err(refusal)))
}

pub(crate) fn paper_link(desk: &mut Desk, _: &dyn Host, request: PaperLink) -> Result<Done, DeskError> {
    desk.write(|writing| {
        link(writing, request.number, request.record)?;
        Ok(Done::YES)
    })
}

pub(crate) fn paper_set(desk: &mut Desk, _: &dyn Host, request: PaperSet) -> Result<Done, DeskError> {
    if !(1..=MOST_DAYS).contains(&request.days) {
        return Err(DeskError::with(ErrorCode::BadRequest, "days"));
    }
    desk.write(|writing| {
        writing.set_setting(DAYS, &request.days.into())?;
        log(writing, "paper_set", "", &request.days)?;
        Ok(Done::YES)
    })
}

/// Notes that a record was entered from a blank that is back.
pub(crate) fn link(writing: &Writing<'_>, number: u32, record: Uuid) -> Result<(), DeskError> {
    let kind = writing.contact_kind(record)?.ok_or(ErrorCode::NotFound)?;
    let fits = match known(writing.paper(number))?.kind {
        PaperKind::TalkBlank => kind == DutyKind::Talk,
        PaperKind::VisitBlank => kind == DutyKind::Visit,
        _ => false,
    };
    if !fits {
        return Err(DeskError::with(ErrorCode::BadRequest, "record"));
    }
    change(writing, number, "paper_link", |paper| paper.enter(record).map_err(refusal)).map(drop)
}

/// What a record begins with: of a blank that was filled in by hand, whom and what it was printed for.
pub(crate) fn begun(reading: &Reading<'_>, request: ContactBegin) -> Result<ContactBegin, DeskError> {
    let Some(number) = request.paper else { return Ok(request) };
    let paper = known(reading.paper(number))?;
    let duty = paper.duty.map(|id| reading.duty(id)).transpose()?.flatten();
    let is_open = duty.is_some_and(|duty| duty.closed.is_none());
    Ok(ContactBegin {
        duty: request.duty.or(paper.duty.filter(|_| is_open)),
        persons: if request.persons.is_empty() { paper.person.into_iter().collect() } else { request.persons },
        ..request
    })
}

/// A draft is deleted: what was printed of it stays in the register, and a blank waits for its record again.
pub(crate) fn record_deleted(writing: &Writing<'_>, record: Uuid) -> Result<(), DeskError> {
    for paper in writing.papers_of(record)? {
        writing.put_paper(&Paper { record: None, ..paper })?;
    }
    Ok(())
}

/// The numbers of those longer out than the new sheet of the same record.
pub(crate) fn older(reading: &Reading<'_>, new: &Paper) -> Result<Vec<u32>, DeskError> {
    let Some(record) = new.record else { return Ok(Vec::new()) };
    let mut older = reading.papers_of(record)?;
    older.retain(|paper| paper.is_out() && paper.kind == new.kind);
    Ok(older.into_iter().map(|paper| paper.number).collect())
}

/// The hash of what stands on the sheet of a record, as it is stored now; none when there is no such record.
pub(crate) fn content(reading: &Reading<'_>, kind: PaperKind, record: Uuid) -> Result<Option<String>, DeskError> {
    let hash = match kind {
        PaperKind::Talk => reading.talk(TalkId(record))?.map(|talk| body_hash(&talk_on_paper(&talk))),
        PaperKind::Visit => reading.visit(VisitId(record))?.map(|visit| body_hash(&visit_on_paper(&visit))),
        PaperKind::Activity => {
            reading.activity(ActivityId(record))?.map(|activity| body_hash(&activities::form_of(&activity)))
        }
        _ => None,
    };
    Ok(hash.transpose()?.map(|hash| hex(&hash)))
}

/// What of a talk is printed: not what it settles, checks and promises.
fn talk_on_paper(talk: &Talk) -> TalkForm {
    TalkForm { settles: Vec::new(), facets: Vec::new(), promises: Vec::new(), ..talks::form_of(talk) }
}

fn visit_on_paper(visit: &Visit) -> VisitForm {
    VisitForm { settles: Vec::new(), facets: Vec::new(), promises: Vec::new(), ..visits::form_of(visit) }
}

/// Overwrites what was written of sheets about somebody whose data are destroyed; numbers and states stay.
pub(crate) fn wipe(
    writing: &Writing<'_>,
    papers: Vec<Paper>,
    gone: impl Fn(String) -> String,
) -> Result<(), DeskError> {
    for mut paper in papers {
        if let PaperState::Lost { reason, .. } | PaperState::Void { reason: VoidReason::Other { text: reason }, .. } =
            &mut paper.state
        {
            *reason = gone(std::mem::take(reason));
        }
        if let Some(Signing::Unsigned { reason }) = &mut paper.signing {
            *reason = gone(std::mem::take(reason));
        }
        writing.put_paper(&paper)?;
    }
    Ok(())
}

/// What the first screen says.
pub(crate) fn today(reading: &Reading<'_>, rules: &Rules) -> Result<PapersToday, DeskError> {
    let shown = Shown::new(reading, rules)?;
    let out = reading.papers_out()?;
    let counts = shown.counts(&out)?;
    let oldest = out.into_iter().take(OLDEST).map(|paper| shown.row(paper)).collect::<Result<_, _>>()?;
    let unclaimed = reading.scan_counts()?.into_iter().filter(|(state, _)| state == "unclaimed");
    Ok(PapersToday { counts, oldest, unclaimed: unclaimed.map(|(_, count)| count).sum() })
}

/// Changes one sheet of the register and logs it.
fn change(
    writing: &Writing<'_>,
    number: u32,
    action: &str,
    how: impl FnOnce(&mut Paper) -> Result<(), DeskError>,
) -> Result<Done, DeskError> {
    let mut paper = known(writing.paper(number))?;
    how(&mut paper)?;
    writing.put_paper(&paper)?;
    log(writing, action, &paper_number(number), &paper)?;
    Ok(Done::YES)
}

fn refusal(refused: PaperRefusal) -> DeskError {
    match refused {
        PaperRefusal::WrongState => ErrorCode::PaperState.into(),
        PaperRefusal::ReasonMissing => ErrorCode::ReasonMissing.into(),
        PaperRefusal::BadDay => DeskError::with(ErrorCode::BadDate, "day"),
    }
}

/// The state in the store that a standing is part of.
fn state_of(standing: PaperStanding) -> &'static str {
    match standing {
        PaperStanding::Kept => "kept",
        PaperStanding::Out | PaperStanding::Overdue => "out",
        PaperStanding::Returned | PaperStanding::ToEnter => "returned",
        PaperStanding::Void => "void",
        PaperStanding::Lost => "lost",
    }
}
