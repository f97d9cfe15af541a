//! The rows of 应谈应访台账 and 承诺事项台账.

use std::collections::HashMap;

use method::{Closure, Duty, EventId};
use sheet::{Head, Ledger, OwedRow, PromiseRow};
use vault::{DutyFilter, Reading};

use super::who::Who;
use super::words::item;
use crate::lookup::{Lookup, local_day};
use crate::retention::Covers;
use crate::{DeskError, LedgerOf, PromiseView, promises};

pub(super) fn owed(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    of: &LedgerOf,
    who: &mut Who,
    head: &Head,
) -> Result<Ledger, DeskError> {
    let covers = Covers::of(reading)?;
    let events = reading.events()?;
    // The event's own day counts, as it is printed: a settled duty still explains itself by the day it had then.
    let days: HashMap<EventId, _> = events.iter().map(|event| (event.id, event.day)).collect();
    lookup.load_events(events);
    let day_of = |duty: &Duty| days.get(&duty.key.event).copied().unwrap_or(duty.explanation.event_day);
    let mut duties = reading.duties(DutyFilter::default())?;
    duties.retain(|duty| of.has(day_of(duty)) && who.takes(duty.key.person));
    duties.sort_by_key(|duty| (day_of(duty), duty.due));
    let rows = duties.into_iter().map(|duty| owed_row(lookup, &covers, duty)).collect::<Result<Vec<_>, _>>()?;
    Ok(sheet::owed_ledger(head, &rows))
}

pub(super) fn promised(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    of: &LedgerOf,
    who: &mut Who,
    head: &Head,
) -> Result<Ledger, DeskError> {
    let covers = Covers::of(reading)?;
    let mut promises = promises::all(reading, lookup)?;
    promises.retain(|promise| of.has(promise.day) && who.takes(promise.person.id));
    promises.sort_by_key(|promise| (promise.day, promise.due));
    let rows: Vec<_> = promises.into_iter().map(|promise| promise_row(&covers, promise)).collect();
    Ok(sheet::promises_ledger(head, &rows))
}

fn owed_row(lookup: &Lookup<'_>, covers: &Covers, duty: Duty) -> Result<OwedRow, DeskError> {
    let event = lookup.event(duty.key.event)?;
    let event_note = covers.text(&event.persons, event.note);
    let person = lookup.person_ref(duty.key.person)?;
    let state = duty.state_on(lookup.today, lookup.calendar);
    let note = match &duty.closed {
        Some(Closure::Exempt { reason, .. } | Closure::Withdrawn { reason } | Closure::Missed { reason }) => {
            covers.text(&[duty.key.person], reason.clone())
        }
        Some(Closure::Met { .. }) | None => String::new(),
    };
    let closed_on = match &duty.closed {
        Some(Closure::Met { day, .. }) => Some(*day),
        _ => duty.closed_at.map(local_day),
    };
    let part = match duty.key.part {
        method::Part::Whole => "",
        method::Part::Before => "（之前）",
        method::Part::After => "（之后）",
        method::Part::Joint => "（共同谈话）",
        method::Part::FollowUp => "（回访）",
        method::Part::SecondFollowUp => "（再次回访）",
    };
    let title = lookup.kind_title(&event.kind);
    let explanation = &duty.explanation;
    Ok(OwedRow {
        kind: duty.key.kind,
        items: item(lookup, duty.key.kind, duty.key.category).to_owned(),
        name: person.name,
        post: person.post,
        event: if event_note.is_empty() { format!("{title}{part}") } else { format!("{title}{part}：{event_note}") },
        event_day: event.day,
        due: duty.due,
        state,
        closed_on,
        provisional: duty.provisional,
        rules: format!("{}第{}版", explanation.pack, explanation.pack_version),
        note,
    })
}

fn promise_row(covers: &Covers, promise: PromiseView) -> PromiseRow {
    let persons = [promise.person.id];
    let covered = |text: String| covers.text(&persons, text);
    let (answered_on, answer) = match promise.answer {
        Some(answer) => (Some(answer.day), covered(answer.text)),
        None => (None, String::new()),
    };
    PromiseRow {
        day: promise.day,
        name: promise.person.name,
        post: promise.person.post,
        what: covered(promise.what),
        by: promise.by,
        due: promise.due,
        overdue_days: promise.overdue_days,
        answered_on,
        answer,
        late_entry: promise.late_entry,
    }
}
