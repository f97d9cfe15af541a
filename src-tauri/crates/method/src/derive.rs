//! From an event to the duties it makes owed, and from there to what changes among those already kept.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::{
    Calendar, Closure, DayKind, Deadline, Due, Duty, DutyId, DutyKey, DutyRule, Event, Explanation, Part, Person,
    RulePack,
};

/// What editing an event changes among its duties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Duties to store, new or changed, each under its stable key.
    pub write: Vec<Duty>,
    /// Of those, the ones whose due day moved, with the day before.
    pub moved: Vec<(DutyKey, NaiveDate)>,
}

/// Everything that `event` makes owed under `pack`, in the order of its persons and of the pack's rows.
///
/// `people` are the persons known to the ledger: to one who has left, nothing is owed any more.
/// A before-part whose time had passed when the event's day became known is missed from the start.
/// `new_id` gives an id for each duty.
/// A kind that the pack does not list, or a cancelled event, makes nothing owed.
pub fn derive_duties(
    event: &Event,
    people: &[Person],
    pack: &RulePack,
    calendar: &Calendar,
    mut new_id: impl FnMut() -> DutyId,
) -> Vec<Duty> {
    let Some(rule) = pack.kind(&event.kind) else { return Vec::new() };
    if event.cancelled.is_some() {
        return Vec::new();
    }
    let has_left = |id| people.iter().any(|person| person.id == id && person.left.is_some());
    let mut duties = Vec::new();
    for &person in event.persons.iter().filter(|id| !has_left(**id)) {
        for row in &rule.duties {
            let key = DutyKey { event: event.id, kind: row.kind, category: row.category, part: row.part, person };
            duties.push(derive_one(event, key, row, pack, calendar, new_id()));
        }
    }
    duties
}

fn derive_one(event: &Event, key: DutyKey, row: &DutyRule, pack: &RulePack, calendar: &Calendar, id: DutyId) -> Duty {
    let (opens, due) = span(event, row, calendar);
    // Nothing can be done before an event that is entered on or after its day.
    let missed = row.part == Part::Before && event.known_on >= event.day;
    let made_up = due.counted.iter().copied().filter(|day| matches!(calendar.kind(*day), DayKind::MakeUp { .. }));
    let explanation = Explanation {
        event_kind: event.kind.clone(),
        event_day: event.day,
        deadline: row.deadline,
        pack: pack.title.clone(),
        pack_version: pack.version,
        made_up: match row.deadline {
            Deadline::Workdays { .. } => made_up.collect(),
            Deadline::Days { .. } | Deadline::Eve | Deadline::Window { .. } => Vec::new(),
        },
        counted: due.counted,
        skipped: due.skipped,
        due: due.due,
        provisional: due.provisional,
    };
    Duty {
        id,
        key,
        opens,
        due: due.due,
        first_due: due.due,
        provisional: due.provisional,
        explanation,
        closed: missed.then(|| Closure::Missed { reason: String::new() }),
        closed_at: missed.then_some(event.entered_at),
    }
}

/// The first day on which the duty can be met, and the last on which it is on time.
fn span(event: &Event, row: &DutyRule, calendar: &Calendar) -> (NaiveDate, Due) {
    let event_day = event.day;
    let fixed = |due| Due { due, provisional: false, counted: Vec::new(), skipped: Vec::new() };
    let before = |n: u32| event_day.checked_sub_days(Days::new(n.into())).unwrap_or(event_day);
    match row.deadline {
        Deadline::Workdays { n } => (event_day, calendar.add_workdays(event_day, n)),
        Deadline::Days { n } => (event_day, Calendar::add_days(event_day, n)),
        // A talk before the event can be had from the moment the event is known.
        Deadline::Eve => (event.known_on.min(before(1)), fixed(before(1))),
        Deadline::Window { before: earlier, after } => {
            (before(earlier), fixed(event_day.checked_add_days(Days::new(after.into())).unwrap_or(event_day)))
        }
    }
}

/// Lays newly derived duties over the kept ones of the same event, under their stable keys.
///
/// A settled or exempt duty stays as it is; an open one takes the new dates and keeps its id and any deferral, a missed one its reason;
/// the window of a before-part stays open from the first day on which the event was known;
/// an open one that is no longer owed is withdrawn with `reason` as its trace; one that was withdrawn and is owed again reopens.
pub fn reconcile(kept: &[Duty], derived: Vec<Duty>, reason: &str, now: DateTime<Utc>) -> Reconciled {
    let mut result = Reconciled::default();
    for gone in kept.iter().filter(|old| old.is_open() && !derived.iter().any(|new| new.key == old.key)) {
        let closed = Some(Closure::Withdrawn { reason: reason.to_owned() });
        result.write.push(Duty { closed, closed_at: Some(now), ..gone.clone() });
    }
    for new in derived {
        match kept.iter().find(|old| old.key == new.key) {
            None => result.write.push(new),
            Some(old) => {
                let Some(changed) = overlay(old, new, now) else { continue };
                if changed.due != old.due {
                    result.moved.push((changed.key.clone(), old.due));
                }
                result.write.push(changed);
            }
        }
    }
    result
}

/// The kept duty with the new dates, or none when nothing changes or it may not be touched.
fn overlay(old: &Duty, new: Duty, now: DateTime<Utc>) -> Option<Duty> {
    let (closed, closed_at) = match (&old.closed, &new.closed) {
        (Some(Closure::Met { .. } | Closure::Exempt { .. }), _) => return None,
        // Missed before and after: the reason that was given stays.
        (Some(Closure::Missed { .. }), Some(_)) => (old.closed.clone(), old.closed_at),
        // An open or withdrawn before-part that is missed by the change ends now.
        (_, Some(_)) => (new.closed.clone(), Some(now)),
        // A missed before-part comes back when the event is moved into the future, a withdrawn duty when it is owed again.
        (_, None) => (None, None),
    };
    let deferred = old.due != old.first_due;
    let due = if deferred { old.due.max(new.due) } else { new.due };
    let opens = if new.key.part == Part::Before { old.opens.min(new.opens) } else { new.opens };
    let changed = Duty { id: old.id, opens, due, closed, closed_at, ..new };
    (changed != *old).then_some(changed)
}
