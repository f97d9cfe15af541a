//! What is owed: the list, what a contact could settle, exempting and putting off.

use chrono::{DateTime, Utc};
use method::{Closure, Contact, Deferral, Duty, DutyId, DutyState, Part, settles};
use vault::{DutyFilter, Reading};

use crate::contacts::Around;
use crate::lookup::Lookup;
use crate::records::{known, log};
use crate::{
    Desk, DeskError, DutyDefer, DutyExempt, DutyList, DutyMissed, DutyReopen, DutyView, ErrorCode, Host, Offer,
    SettleOffer, check, contacts, events, retention,
};

pub(crate) fn duty_list(desk: &mut Desk, _: &dyn Host, request: DutyList) -> Result<Vec<DutyView>, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        let mut duties = reading.duties(DutyFilter {
            person: request.person,
            kind: request.kind,
            event_kind: request.event_kind,
            open_only: !request.all,
            ..DutyFilter::default()
        })?;
        leave_out(reading, request.sealed || request.person.is_some(), &mut duties)?;
        // One by one is dearer than all together when there are many.
        if request.person.is_none() && duties.len() > 100 {
            lookup.load_people()?;
            lookup.load_events(reading.events()?);
        }
        lookup.duty_views(duties)
    })
}

/// Takes out what is about hidden persons, unless it is asked for.
pub(crate) fn leave_out(reading: &Reading<'_>, asked_for: bool, duties: &mut Vec<Duty>) -> Result<(), DeskError> {
    retention::leave_out(reading, asked_for, duties, |duty| std::slice::from_ref(&duty.key.person))
}

/// The duties of the persons that a contact of this kind and day could settle, or could not and why.
pub(crate) fn settle_offer(desk: &mut Desk, _: &dyn Host, request: SettleOffer) -> Result<Vec<Offer>, DeskError> {
    check::day(request.day)?;
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        let by = contacts::by_or_secretary(reading, &request.by)?;
        let contact = Contact { kind: request.kind, day: request.day, persons: &request.persons, by: &by };
        let mut offers = Vec::new();
        for person in &request.persons {
            for duty in reading.duties_of(*person)? {
                let own = request.contact.as_deref().is_some_and(|id| contacts::is_settled_by(&duty, id));
                if duty.key.kind != request.kind || !(duty.is_open() || own) {
                    continue;
                }
                let open = Duty { closed: None, closed_at: None, ..duty };
                let around = Around::of(reading, &lookup, &open)?;
                let (late_workdays, refused) = match settles(&open, &contact, around.case(), &rules.calendar) {
                    Ok(settling) => (settling.late_workdays, None),
                    Err(refusal) => (0, Some(contacts::refusal_name(refusal).to_owned())),
                };
                // A routine that takes a talk of its own is met only when the user says so.
                let routine = rules.pack.routine(&open.explanation.event_kind);
                let suggested = own || routine.is_none_or(|routine| routine.any_talk);
                offers.push(Offer { duty: lookup.duty_view(open)?, late_workdays, suggested, refused });
            }
        }
        offers.sort_by_key(|offer| offer.duty.due);
        Ok(offers)
    })
}

pub(crate) fn duty_exempt(desk: &mut Desk, _: &dyn Host, request: DutyExempt) -> Result<Vec<DutyView>, DeskError> {
    let reason = given("reason", &request.reason)?;
    let by = given("by", &request.by)?;
    change(desk, &request.ids, "duty_exempt", |duty, now| {
        let closed = Some(Closure::Exempt { reason: reason.clone(), by: by.clone() });
        Ok(Duty { closed, closed_at: Some(now), ..open(duty)? })
    })
}

/// Puts off; the part before an event cannot be, as it ends with the eve.
pub(crate) fn duty_defer(desk: &mut Desk, _: &dyn Host, request: DutyDefer) -> Result<Vec<DutyView>, DeskError> {
    let reason = given("reason", &request.reason)?;
    check::day(request.due)?;
    let today = desk.today();
    change(desk, &request.ids, "duty_defer", |duty, at| {
        let duty = open(duty)?;
        if duty.key.part == Part::Before {
            return Err(DeskError::with(ErrorCode::NotDeferrable, "before"));
        }
        if request.due <= duty.due || request.due < today {
            return Err(DeskError::with(ErrorCode::NotDeferrable, "due"));
        }
        let mut deferrals = duty.deferrals;
        deferrals.push(Deferral { from: duty.due, to: request.due, reason: reason.clone(), at });
        Ok(Duty { due: request.due, deferrals, ..duty })
    })
}

/// Closes a part before an event whose day has come, or adds the reason to one that was missed from the start.
pub(crate) fn duty_missed(desk: &mut Desk, _: &dyn Host, request: DutyMissed) -> Result<DutyView, DeskError> {
    let reason = given("reason", &request.reason)?;
    let rules = desk.rules();
    let changed = change(desk, &[request.id], "duty_missed", |duty, now| {
        if duty.state_on(rules.today, &rules.calendar) != DutyState::Missed {
            return Err(ErrorCode::NotMissed.into());
        }
        let closed_at = duty.closed_at.or(Some(now));
        Ok(Duty { closed: Some(Closure::Missed { reason: reason.clone() }), closed_at, ..duty })
    })?;
    one(changed)
}

pub(crate) fn duty_reopen(desk: &mut Desk, _: &dyn Host, request: DutyReopen) -> Result<DutyView, DeskError> {
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        let duty = known(writing.duty(request.id))?;
        retention::expect_kept(writing, duty.key.person)?;
        if !matches!(duty.closed, Some(Closure::Exempt { .. })) {
            return Err(ErrorCode::NotExempt.into());
        }
        let event = known(writing.event(duty.key.event))?;
        let duty = Duty { closed: None, closed_at: None, ..duty };
        writing.put_duty(&duty)?;
        log(writing, "duty_reopen", &duty.id.to_string(), &duty)?;
        // While it was exempt its event may have been moved or called off, or its person may have left.
        events::follow(writing, &rules, &world, &event)?;
        let lookup = Lookup::new(writing, &rules);
        lookup.duty_view(known(writing.duty(duty.id))?)
    })
}

/// Changes each of the duties and stores them with an entry in the log; all, or none.
fn change(
    desk: &mut Desk,
    ids: &[DutyId],
    action: &str,
    changed: impl Fn(Duty, DateTime<Utc>) -> Result<Duty, DeskError>,
) -> Result<Vec<DutyView>, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let lookup = Lookup::new(writing, &rules);
        let mut views = Vec::new();
        for id in ids {
            let duty = known(writing.duty(*id))?;
            retention::expect_kept(writing, duty.key.person)?;
            let duty = changed(duty, writing.entry_time())?;
            writing.put_duty(&duty)?;
            log(writing, action, &duty.id.to_string(), &duty)?;
            views.push(lookup.duty_view(duty)?);
        }
        Ok(views)
    })
}

fn one(views: Vec<DutyView>) -> Result<DutyView, DeskError> {
    views.into_iter().next().ok_or_else(|| ErrorCode::Internal.into())
}

fn open(duty: Duty) -> Result<Duty, DeskError> {
    if duty.is_open() { Ok(duty) } else { Err(DeskError::with(ErrorCode::DutyNotSettled, "closed")) }
}

/// A reason or a name that must be given, trimmed.
fn given(field: &str, text: &str) -> Result<String, DeskError> {
    if text.trim().is_empty() {
        return Err(DeskError::with(ErrorCode::ReasonMissing, field));
    }
    check::line(field, text)?;
    Ok(text.trim().to_owned())
}
