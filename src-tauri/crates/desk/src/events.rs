//! Events: what happened, and what it makes owed.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use method::{Duty, DutyId, Event, EventId, RulePack, derive_duties, reconcile};
use vault::{DutyFilter, Reading, World, Writing};

use crate::lookup::{Lookup, Rules, local_day};
use crate::records::{known, log};
use crate::{
    Desk, DeskError, ErrorCode, EventCancel, EventEdit, EventForm, EventGet, EventList, EventPreview, EventView, Host,
    Nothing, check,
};

pub(crate) fn rules_get(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<RulePack, DeskError> {
    Ok(desk.pack.clone())
}

pub(crate) fn event_preview(desk: &mut Desk, _: &dyn Host, form: EventForm) -> Result<EventPreview, DeskError> {
    let rules = desk.rules();
    let world = desk.world.clone();
    desk.read(|reading| {
        check_form(reading, &rules, &form)?;
        let event = new_event(&form, EventId(world.new_uuid()), rules.today, world.clock.now());
        let lookup = Lookup::new(reading, &rules)?;
        let duties = derive(reading, &rules, &world, &event)?;
        let duties = duties.into_iter().map(|duty| lookup.duty_view_of(duty, &event)).collect();
        let mut same: Vec<Event> = Vec::new();
        for person in &event.persons {
            for other in reading.events_of(*person)? {
                let alike = (&other.kind, other.day) == (&event.kind, event.day) && other.cancelled.is_none();
                if alike && !same.iter().any(|known| known.id == other.id) {
                    same.push(other);
                }
            }
        }
        let same = same.into_iter().map(|event| lookup.event_view(event, Vec::new())).collect();
        Ok(EventPreview { duties, same })
    })
}

pub(crate) fn event_create(desk: &mut Desk, _: &dyn Host, form: EventForm) -> Result<EventView, DeskError> {
    let rules = desk.rules();
    let world = desk.world.clone();
    desk.write(|writing| {
        check_form(writing, &rules, &form)?;
        let entered_at = writing.entry_time();
        let known_on = known_on(writing, rules.today);
        let event = new_event(&form, EventId(world.new_uuid()), known_on, entered_at);
        store(writing, &event, "event_create")?;
        for duty in derive(writing, &rules, &world, &event)? {
            writing.put_duty(&duty)?;
        }
        view(writing, &rules, event.id)
    })
}

pub(crate) fn event_edit(desk: &mut Desk, _: &dyn Host, request: EventEdit) -> Result<EventView, DeskError> {
    let rules = desk.rules();
    let world = desk.world.clone();
    let form = request.form;
    desk.write(|writing| {
        check_form(writing, &rules, &form)?;
        let old = known(writing.event(request.id))?;
        if old.cancelled.is_some() {
            return Err(ErrorCode::Cancelled.into());
        }
        let known_on = if old.day == form.day { old.known_on } else { known_on(writing, rules.today) };
        let note = form.note.trim().to_owned();
        let event = Event { kind: form.kind, persons: form.persons, day: form.day, note, known_on, ..old };
        rederive(writing, &rules, &world, &event, "事由已修改")?;
        store(writing, &event, "event_edit")?;
        view(writing, &rules, event.id)
    })
}

pub(crate) fn event_get(desk: &mut Desk, _: &dyn Host, request: EventGet) -> Result<EventView, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| view(reading, &rules, request.id))
}

pub(crate) fn event_list(desk: &mut Desk, _: &dyn Host, request: EventList) -> Result<Vec<EventView>, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules)?;
        let events = match request.person {
            Some(person) => reading.events_of(person)?,
            None => reading.events()?,
        };
        let mut duties: HashMap<EventId, Vec<Duty>> = HashMap::new();
        let all = match request.person {
            Some(person) => reading.duties_of(person)?,
            None => reading.duties(DutyFilter::default())?,
        };
        for duty in all {
            duties.entry(duty.key.event).or_default().push(duty);
        }
        Ok(events
            .into_iter()
            .map(|event| {
                let its = duties.remove(&event.id).unwrap_or_default();
                lookup.event_view(event, its)
            })
            .collect())
    })
}

pub(crate) fn event_cancel(desk: &mut Desk, _: &dyn Host, request: EventCancel) -> Result<EventView, DeskError> {
    if request.reason.trim().is_empty() {
        return Err(ErrorCode::ReasonMissing.into());
    }
    check::line("reason", &request.reason)?;
    let rules = desk.rules();
    let world = desk.world.clone();
    desk.write(|writing| {
        let old = known(writing.event(request.id))?;
        if old.cancelled.is_some() {
            return Err(ErrorCode::Cancelled.into());
        }
        let event = Event { cancelled: Some(request.reason.clone()), ..old };
        rederive(writing, &rules, &world, &event, &request.reason)?;
        store(writing, &event, "event_cancel")?;
        view(writing, &rules, event.id)
    })
}

fn check_form(reading: &Reading<'_>, rules: &Rules, form: &EventForm) -> Result<(), DeskError> {
    let rule = rules.pack.kind(&form.kind).ok_or(ErrorCode::UnknownKind)?;
    check::persons(reading, &form.persons)?;
    if rule.parties && form.persons.len() < 2 {
        return Err(ErrorCode::PartiesMissing.into());
    }
    check::long("note", &form.note)?;
    check::day(form.day)
}

/// The day on which what is entered now became known; a clock that was set back does not make it known sooner.
fn known_on(writing: &Writing<'_>, today: NaiveDate) -> NaiveDate {
    today.max(local_day(writing.entry_time()))
}

fn new_event(form: &EventForm, id: EventId, known_on: NaiveDate, entered_at: DateTime<Utc>) -> Event {
    Event {
        id,
        kind: form.kind.clone(),
        persons: form.persons.clone(),
        day: form.day,
        known_on,
        note: form.note.trim().to_owned(),
        entered_at,
        cancelled: None,
    }
}

fn derive(reading: &Reading<'_>, rules: &Rules, world: &World, event: &Event) -> Result<Vec<Duty>, DeskError> {
    let people = event.persons.iter().map(|id| known(reading.person(*id))).collect::<Result<Vec<_>, _>>()?;
    Ok(derive_duties(event, &people, &rules.pack, &rules.calendar, || DutyId(world.new_uuid())))
}

/// Lays what the event makes owed now over its kept duties.
pub(crate) fn rederive(
    writing: &Writing<'_>,
    rules: &Rules,
    world: &World,
    event: &Event,
    reason: &str,
) -> Result<(), DeskError> {
    let kept = writing.duties_of_event(event.id)?;
    let derived = derive(writing, rules, world, event)?;
    for duty in reconcile(&kept, derived, reason, writing.entry_time()).write {
        writing.put_duty(&duty)?;
    }
    Ok(())
}

fn store(writing: &Writing<'_>, event: &Event, action: &str) -> Result<(), DeskError> {
    writing.put_event(event)?;
    log(writing, action, &event.id.to_string(), event)?;
    Ok(())
}

fn view(reading: &Reading<'_>, rules: &Rules, id: EventId) -> Result<EventView, DeskError> {
    let lookup = Lookup::new(reading, rules)?;
    Ok(lookup.event_view(known(reading.event(id))?, reading.duties_of_event(id)?))
}
