//! Events: what happened, and what it makes owed.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use method::{Closure, Duty, DutyId, Event, EventId, Origin, PersonId, RulePack, derive_duties, reconcile, renumbered};
use vault::{DutyFilter, Reading, World, Writing};

use crate::changes::{self, BY_RULES, Change};
use crate::lookup::{Lookup, Rules, local_day};
use crate::records::{known, log};
use crate::{
    Desk, DeskError, ErrorCode, EventCancel, EventDifference, EventEdit, EventForm, EventGet, EventList, EventPage,
    EventPageGet, EventPreview, EventRestore, EventView, Host, check, overtime, retention,
};

/// How many events are shown at once.
pub const EVENT_PAGE: usize = 50;
/// The trace of a duty that an edit of its event ended.
pub(crate) const BY_EDIT: &str = "事由已修改";

pub(crate) fn event_preview(desk: &mut Desk, _: &dyn Host, form: EventForm) -> Result<EventPreview, DeskError> {
    let rules = desk.rules();
    let world = desk.world.clone();
    desk.read(|reading| {
        check_new(reading, &rules, &form, &[])?;
        let entered_at = reading.newest_log_time()?.map_or(world.clock.now(), |newest| newest.max(world.clock.now()));
        let known_on = rules.today.max(local_day(entered_at));
        let event = new_event(&form, EventId(world.new_uuid()), known_on, entered_at);
        let lookup = Lookup::new(reading, &rules);
        let duties = derive(reading, &rules, &world, &event)?;
        let duties = duties.into_iter().map(|duty| lookup.duty_view_of(duty, &event)).collect::<Result<Vec<_>, _>>()?;
        let mut same: Vec<Event> = Vec::new();
        for person in &event.persons {
            for other in reading.events_of(*person)? {
                let alike = (&other.kind, other.day) == (&event.kind, event.day) && other.cancelled.is_none();
                if alike && !same.iter().any(|known| known.id == other.id) {
                    same.push(other);
                }
            }
        }
        let same = same.into_iter().map(|event| lookup.event_view(event, Vec::new())).collect::<Result<_, _>>()?;
        Ok(EventPreview { duties, same })
    })
}

pub(crate) fn event_create(desk: &mut Desk, _: &dyn Host, form: EventForm) -> Result<EventView, DeskError> {
    let rules = desk.rules();
    let world = desk.world.clone();
    desk.write(|writing| {
        check_new(writing, &rules, &form, &[])?;
        let known_on = known_on(writing, rules.today);
        let event = new_event(&form, EventId(world.new_uuid()), known_on, writing.entry_time());
        store(writing, &event, "event_create")?;
        for duty in derive(writing, &rules, &world, &event)? {
            writing.put_duty(&duty)?;
        }
        view(writing, &rules, event.id)
    })
}

pub(crate) fn event_difference(
    desk: &mut Desk,
    _: &dyn Host,
    request: EventEdit,
) -> Result<EventDifference, DeskError> {
    let rules = desk.rules();
    let world = desk.world.clone();
    desk.read(|reading| {
        let old = known(reading.event(request.id))?;
        let event = edited(reading, &rules, &old, request.form, rules.today)?;
        let changed = match moves_duties(&old, &event) {
            true => difference(reading, &rules, &world, &event, BY_EDIT, world.clock.now())?,
            false => Vec::new(),
        };
        let lookup = Lookup::new(reading, &rules);
        lookup.load_events([event.clone()]);
        let mut same = reading.duties_of_event(event.id)?;
        same.retain(|duty| !changed.iter().any(|(_, new)| new.key == duty.key));
        Ok(EventDifference { changes: changes::views(&lookup, changed)?, same: lookup.duty_views(same)? })
    })
}

pub(crate) fn event_edit(desk: &mut Desk, _: &dyn Host, request: EventEdit) -> Result<EventView, DeskError> {
    let rules = desk.rules();
    let world = desk.world.clone();
    desk.write(|writing| {
        let old = known(writing.event(request.id))?;
        let event = edited(writing, &rules, &old, request.form, known_on(writing, rules.today))?;
        store(writing, &event, "event_edit")?;
        // A change of the words alone leaves the duties under the rules that they were made by.
        if moves_duties(&old, &event) {
            rederive(writing, &rules, &world, &event, BY_EDIT)?;
        }
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
        let lookup = Lookup::new(reading, &rules);
        lookup.load_people()?;
        let mut events = match request.person {
            Some(person) => reading.events_of(person)?,
            None => reading.events()?,
        };
        events.retain(|event| request.routines || event.origin != Origin::Routine);
        let asked_for = request.sealed || request.person.is_some();
        retention::leave_out(reading, asked_for, &mut events, |event| &event.persons)?;
        let mut duties: HashMap<EventId, Vec<Duty>> = HashMap::new();
        let no_routines = !request.routines;
        for duty in reading.duties(DutyFilter { person: request.person, no_routines, ..DutyFilter::default() })? {
            duties.entry(duty.key.event).or_default().push(duty);
        }
        events
            .into_iter()
            .map(|event| {
                let its = duties.remove(&event.id).unwrap_or_default();
                lookup.event_view(event, its)
            })
            .collect()
    })
}

pub(crate) fn event_page(desk: &mut Desk, _: &dyn Host, request: EventPageGet) -> Result<EventPage, DeskError> {
    let rules = desk.rules();
    let wanted = request.text.trim().to_lowercase();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        lookup.load_people()?;
        let mut events = match request.from {
            Some(from) => reading.events_since(from)?,
            None => reading.events()?,
        };
        events.retain(|event| {
            (request.routines || event.origin != Origin::Routine)
                && request.to.is_none_or(|to| event.since.unwrap_or(event.day) <= to)
        });
        retention::leave_out(reading, false, &mut events, |event| &event.persons)?;
        if !wanted.is_empty() {
            let said = |text: &str| text.to_lowercase().contains(&wanted);
            let mut found = Vec::new();
            for event in events {
                let titled = request.kinds.contains(&event.kind) || said(&lookup.kind_title(&event.kind));
                let persons = lookup.person_refs(&event.persons)?;
                if titled || said(&event.note) || persons.iter().any(|person| said(&person.name)) {
                    found.push(event);
                }
            }
            events = found;
        }
        let total = events.len().try_into().unwrap_or(u32::MAX);
        let first = usize::try_from(request.page).unwrap_or(usize::MAX).saturating_mul(EVENT_PAGE);
        let shown = events.into_iter().skip(first).take(EVENT_PAGE).map(|event| {
            let duties = reading.duties_of_event(event.id)?;
            lookup.event_view(event, duties)
        });
        Ok(EventPage { events: shown.collect::<Result<_, _>>()?, total, recorded: reading.event_count()? })
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
        retention::expect_some_kept(writing, &old.persons)?;
        let event = Event { cancelled: Some(request.reason.clone()), ..old };
        store(writing, &event, "event_cancel")?;
        rederive(writing, &rules, &world, &event, &request.reason)?;
        view(writing, &rules, event.id)
    })
}

/// Takes the calling off back; what it withdrew is owed again.
pub(crate) fn event_restore(desk: &mut Desk, _: &dyn Host, request: EventRestore) -> Result<EventView, DeskError> {
    let rules = desk.rules();
    let world = desk.world.clone();
    desk.write(|writing| {
        let old = known(writing.event(request.id))?;
        if old.cancelled.is_none() {
            return Err(ErrorCode::NotCancelled.into());
        }
        retention::expect_some_kept(writing, &old.persons)?;
        let event = Event { cancelled: None, ..old };
        store(writing, &event, "event_restore")?;
        rederive(writing, &rules, &world, &event, BY_EDIT)?;
        if event.origin == Origin::Streak {
            // Its overtime may have been corrected meanwhile; then it ends again at once, by its own reason.
            for person in &event.persons {
                overtime::follow(writing, &rules, &world, *person, (event.first_day(), event.day))?;
            }
        }
        view(writing, &rules, event.id)
    })
}

/// What a new event must fulfil; kinds that are switched off are not offered, and those of routines are the program's own.
fn check_new(reading: &Reading<'_>, rules: &Rules, form: &EventForm, before: &[PersonId]) -> Result<(), DeskError> {
    let offered = rules.pack.kinds.iter().any(|row| row.kind == form.kind && !row.off);
    if !offered {
        return Err(ErrorCode::UnknownKind.into());
    }
    check_form(reading, rules, form, before)
}

fn check_form(reading: &Reading<'_>, rules: &Rules, form: &EventForm, before: &[PersonId]) -> Result<(), DeskError> {
    let rule = rules.pack.kind(&form.kind).ok_or(ErrorCode::UnknownKind)?;
    check::persons(reading, &form.persons, before)?;
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

/// The first day, if there is more than one, and the last.
fn span(form: &EventForm) -> (Option<NaiveDate>, NaiveDate) {
    if !form.month_only {
        return (None, form.day);
    }
    let (first, last) = changes::month_of(form.day);
    (Some(first), last)
}

fn new_event(form: &EventForm, id: EventId, known_on: NaiveDate, entered_at: DateTime<Utc>) -> Event {
    let (since, day) = span(form);
    Event {
        id,
        kind: form.kind.clone(),
        persons: form.persons.clone(),
        since,
        day,
        month_only: form.month_only,
        joint: form.joint,
        origin: Origin::Entered,
        known_on,
        note: form.note.trim().to_owned(),
        entered_at,
        cancelled: None,
    }
}

/// The event as the form has it, or why it may not be changed so; `now_known` is the day on which a new day becomes known.
fn edited(
    reading: &Reading<'_>,
    rules: &Rules,
    old: &Event,
    form: EventForm,
    now_known: NaiveDate,
) -> Result<Event, DeskError> {
    if old.cancelled.is_some() {
        return Err(ErrorCode::Cancelled.into());
    }
    retention::expect_some_kept(reading, &old.persons)?;
    if old.origin != Origin::Entered {
        // What the program found or made follows its source; only its words are the user's.
        if form.kind != old.kind || form.day != old.day || form.persons != old.persons {
            return Err(ErrorCode::MadeByProgram.into());
        }
        check::long("note", &form.note)?;
        return Ok(Event { note: form.note.trim().to_owned(), ..old.clone() });
    }
    match form.kind == old.kind {
        true => check_form(reading, rules, &form, &old.persons)?,
        false => check_new(reading, rules, &form, &old.persons)?,
    }
    let new = new_event(&form, old.id, old.known_on, old.entered_at);
    let moved = (new.since, new.day) != (old.since, old.day);
    Ok(Event { known_on: if moved { now_known } else { old.known_on }, ..new })
}

/// Whether the edit touches anything that duties follow from.
fn moves_duties(old: &Event, new: &Event) -> bool {
    let follows = |event: &Event| Event { note: String::new(), ..event.clone() };
    follows(old) != follows(new)
}

/// What the event makes owed, newly derived.
pub(crate) fn derive(
    reading: &Reading<'_>,
    rules: &Rules,
    world: &World,
    event: &Event,
) -> Result<Vec<Duty>, DeskError> {
    let people = changes::people_of(reading, &event.persons)?;
    Ok(derive_duties(event, &people, &rules.pack, &rules.calendar, || DutyId(world.new_uuid())))
}

/// What the event makes owed now, laid over its kept duties; `reason` is the trace of what ends by it.
fn difference(
    reading: &Reading<'_>,
    rules: &Rules,
    world: &World,
    event: &Event,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Change>, DeskError> {
    let derived = derive(reading, rules, world, event)?;
    let kept = renumbered(&reading.duties_of_event(event.id)?, &derived);
    let mut changed = changes::of_reconciled(&kept, reconcile(&kept, derived, reason, now));
    for (old, new) in &mut changed {
        let ends = old.as_ref().is_some_and(Duty::is_open) && !new.is_open();
        if ends && event.cancelled.is_none() && is_off(&rules.pack, event, new) {
            // Ended by the rules, it comes back with them.
            new.closed = Some(Closure::Withdrawn { reason: BY_RULES.to_owned() });
        }
    }
    Ok(changed)
}

/// Whether the duty's rule is there no longer, or switched off, while its event is what it was.
fn is_off(pack: &RulePack, event: &Event, duty: &Duty) -> bool {
    let rows = pack.kind(&event.kind).filter(|rule| !rule.off).map_or(&[][..], |rule| &rule.duties);
    let (kind, category, part) = (duty.key.kind, duty.key.category, duty.key.part);
    let is_on = rows.iter().any(|row| !row.off && (row.kind, row.category, row.part) == (kind, category, part));
    duty.explanation.event_kind == event.kind && event.persons.contains(&duty.key.person) && !is_on
}

/// Stores what the event makes owed now over its kept duties.
pub(crate) fn rederive(
    writing: &Writing<'_>,
    rules: &Rules,
    world: &World,
    event: &Event,
    reason: &str,
) -> Result<(), DeskError> {
    changes::store(writing, &difference(writing, rules, world, event, reason, writing.entry_time())?)
}

/// The same after a duty was opened again; the trace is that of the event's calling off.
pub(crate) fn follow(writing: &Writing<'_>, rules: &Rules, world: &World, event: &Event) -> Result<(), DeskError> {
    let reason = event.cancelled.clone().unwrap_or_else(|| BY_EDIT.to_owned());
    rederive(writing, rules, world, event, &reason)
}

pub(crate) fn store(writing: &Writing<'_>, event: &Event, action: &str) -> Result<(), DeskError> {
    writing.put_event(event)?;
    log(writing, action, &event.id.to_string(), event)?;
    Ok(())
}

fn view(reading: &Reading<'_>, rules: &Rules, id: EventId) -> Result<EventView, DeskError> {
    let lookup = Lookup::new(reading, rules);
    lookup.event_view(known(reading.event(id))?, reading.duties_of_event(id)?)
}
