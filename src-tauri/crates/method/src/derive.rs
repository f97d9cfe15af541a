//! From an event to the duties it makes owed, and from there to what changes among those already kept.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use crate::{
    Calendar, Closure, DayKind, Deadline, Due, Duty, DutyId, DutyKey, DutyRule, Event, Explanation, Origin, Part,
    Person, PersonId, RulePack,
};

/// What an edit, a rule or a calendar changes among the duties of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Duties to store, new or changed, each under its stable key.
    pub write: Vec<Duty>,
    /// Of those, the ones whose due day moved, with the day before.
    pub moved: Vec<(DutyKey, NaiveDate)>,
}

/// Everything that `event` makes owed under `pack`, in the order of its persons and of the pack's rows.
///
/// `people` are the persons known to the ledger. To one who left before the event, or was away on its day, nothing is owed;
/// what an event before his leaving makes owed is withdrawn from the start, with his leaving as its trace.
/// A before-part whose time had passed when the event's day became known is missed from the start.
/// `new_id` gives an id for each duty.
/// A kind that the pack does not list or has switched off, or a cancelled event, makes nothing owed.
pub fn derive_duties(
    event: &Event,
    people: &[Person],
    pack: &RulePack,
    calendar: &Calendar,
    mut new_id: impl FnMut() -> DutyId,
) -> Vec<Duty> {
    let Some(rule) = pack.kind(&event.kind).filter(|rule| !rule.off) else { return Vec::new() };
    if event.cancelled.is_some() {
        return Vec::new();
    }
    let known = |id: PersonId| people.iter().find(|person| person.id == id);
    let left = |id: PersonId| known(id).and_then(|person| person.left.as_ref());
    // A routine is for the year, whoever was away for a part of it.
    let away = |id: PersonId| {
        event.origin != Origin::Routine && known(id).is_some_and(|person| person.was_away_on(event.first_day()))
    };
    let concerned: Vec<PersonId> = event
        .persons
        .iter()
        .copied()
        .filter(|id| left(*id).is_none_or(|departure| event.first_day() <= departure.day) && !away(*id))
        .collect();
    let present: Vec<PersonId> = concerned.iter().copied().filter(|id| left(*id).is_none()).collect();
    let mut duties = Vec::new();
    for &person in &concerned {
        for row in rule.duties.iter().filter(|row| !row.off) {
            // The joint talk is one for all parties and needs two who are there; it stands under the first of them.
            if row.part == Part::Joint && !(event.joint && present.len() > 1 && present.first() == Some(&person)) {
                continue;
            }
            let key = DutyKey { event: event.id, kind: row.kind, category: row.category, part: row.part, person };
            let mut duty = derive_one(event, key, row, pack, calendar, new_id());
            if let Some(departure) = left(person) {
                duty.closed = Some(Closure::Withdrawn { reason: departure.reason.clone() });
                duty.closed_at = Some(event.entered_at);
            }
            duties.push(duty);
        }
    }
    duties
}

fn derive_one(event: &Event, key: DutyKey, row: &DutyRule, pack: &RulePack, calendar: &Calendar, id: DutyId) -> Duty {
    let (opens, due) = span(event, row.deadline, calendar);
    // Nothing can be done before an event that is entered on or after its day.
    let missed = row.part == Part::Before && event.known_on >= event.first_day();
    let explanation = explain(event, row.deadline, due, (&pack.title, pack.version), calendar);
    Duty {
        id,
        key,
        opens,
        due: explanation.due,
        first_due: explanation.due,
        provisional: explanation.provisional,
        explanation,
        deferrals: Vec::new(),
        closed: missed.then(|| Closure::Missed { reason: String::new() }),
        closed_at: missed.then_some(event.entered_at),
    }
}

fn explain(
    event: &Event,
    deadline: Deadline,
    due: Due,
    (pack, pack_version): (&str, u32),
    calendar: &Calendar,
) -> Explanation {
    let made_up = due.counted.iter().copied().filter(|day| matches!(calendar.kind(*day), DayKind::MakeUp { .. }));
    Explanation {
        event_kind: event.kind.clone(),
        event_since: event.since,
        event_day: event.day,
        deadline,
        pack: pack.to_owned(),
        pack_version,
        made_up: match deadline {
            Deadline::Workdays { .. } => made_up.collect(),
            _ => Vec::new(),
        },
        counted: due.counted,
        skipped: due.skipped,
        due: due.due,
        provisional: due.provisional,
    }
}

/// The first day on which the duty can be met, and the last on which it is on time.
///
/// Days are counted from the event's last day; a part before it ends on the eve of its first.
fn span(event: &Event, deadline: Deadline, calendar: &Calendar) -> (NaiveDate, Due) {
    let (first, last) = (event.first_day(), event.day);
    let fixed = |due| Due { due, provisional: false, counted: Vec::new(), skipped: Vec::new() };
    let before = |n: u32| first.checked_sub_days(Days::new(n.into())).unwrap_or(first);
    let after = |n: u32| last.checked_add_days(Days::new(n.into())).unwrap_or(last);
    match deadline {
        Deadline::Workdays { n } => (first, calendar.add_workdays(last, n)),
        Deadline::Days { n } => (first, Calendar::add_days(last, n)),
        // A talk before the event can be had from the moment the event is known.
        Deadline::Eve => (event.known_on.min(before(1)), fixed(before(1))),
        Deadline::Window { before: earlier, after: later } => (before(earlier), fixed(after(later))),
        Deadline::Between { from, to } => (after(from), fixed(after(to))),
        Deadline::YearEnd => (first, fixed(NaiveDate::from_ymd_opt(last.year(), 12, 31).unwrap_or(last))),
    }
}

/// The kept duties under the categories that the rules have for them now: a rule that goes under another category makes nothing new owed,
/// and what it made owed stays. Only the keys differ, and only where the derived duty is not kept yet.
pub fn renumbered(kept: &[Duty], derived: &[Duty]) -> Vec<Duty> {
    let is_kept = |key: &DutyKey| kept.iter().any(|old| old.key == *key);
    let now = |old: &Duty| {
        let same = |new: &&Duty| {
            new.explanation.event_kind == old.explanation.event_kind
                && DutyKey { category: old.key.category, ..new.key.clone() } == old.key
        };
        derived.iter().find(same).map(|new| &new.key).filter(|key| !is_kept(key)).cloned()
    };
    kept.iter().map(|old| Duty { key: now(old).unwrap_or_else(|| old.key.clone()), ..old.clone() }).collect()
}

/// Lays newly derived duties over the kept ones of the same event, under their stable keys.
///
/// A settled or exempt duty stays as it is; an open one takes the new dates and keeps its id and any deferral, a missed one its reason;
/// the window of a before-part stays open from the first day on which the event was known;
/// an open one that is no longer owed is withdrawn with `reason` as its trace; one that was withdrawn and is owed again reopens.
/// A joint talk that was had stands for all parties, also when the first of them is another one now.
pub fn reconcile(kept: &[Duty], derived: Vec<Duty>, reason: &str, now: DateTime<Utc>) -> Reconciled {
    let mut result = Reconciled::default();
    for gone in kept.iter().filter(|old| old.is_open() && !derived.iter().any(|new| new.key == old.key)) {
        let closed = Some(Closure::Withdrawn { reason: reason.to_owned() });
        result.write.push(Duty { closed, closed_at: Some(now), ..gone.clone() });
    }
    for new in derived {
        match kept.iter().find(|old| old.key == new.key) {
            None if new.key.part == Part::Joint && kept.iter().any(is_settled_joint) => {}
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

fn is_settled_joint(duty: &Duty) -> bool {
    duty.key.part == Part::Joint && matches!(duty.closed, Some(Closure::Met { .. } | Closure::Exempt { .. }))
}

/// The kept duty with the new dates, or none when nothing changes or it may not be touched.
fn overlay(old: &Duty, new: Duty, now: DateTime<Utc>) -> Option<Duty> {
    let (closed, closed_at) = match (&old.closed, &new.closed) {
        (Some(Closure::Met { .. } | Closure::Exempt { .. }), _) => return None,
        // Ended before and after in the same way: the reason that was given stays.
        (Some(Closure::Missed { .. }), Some(Closure::Missed { .. }))
        | (Some(Closure::Withdrawn { .. }), Some(Closure::Withdrawn { .. })) => (old.closed.clone(), old.closed_at),
        // What the change ends, ends now.
        (_, Some(_)) => (new.closed.clone(), Some(now)),
        // A missed before-part comes back when the event is moved into the future, a withdrawn duty when it is owed again.
        (_, None) => (None, None),
    };
    let opens = if new.key.part == Part::Before { old.opens.min(new.opens) } else { new.opens };
    let changed = put_off(old, Duty { id: old.id, opens, closed, closed_at, ..new });
    (changed != *old).then_some(changed)
}

/// The duty with new dates, its deferrals kept: the day to which it was put off stays, unless the new day is later still.
fn put_off(old: &Duty, new: Duty) -> Duty {
    let due = old.deferrals.last().map_or(new.due, |deferral| deferral.to.max(new.due));
    Duty { due, deferrals: old.deferrals.clone(), ..new }
}

/// An open duty with its days counted anew, under the rule and version that it was made by, as when a calendar year was announced;
/// none when nothing changes.
pub fn recount(duty: &Duty, event: &Event, calendar: &Calendar) -> Option<Duty> {
    if !duty.is_open() {
        return None;
    }
    let old = &duty.explanation;
    let (_, due) = span(event, old.deadline, calendar);
    let explanation = explain(event, old.deadline, due, (&old.pack, old.pack_version), calendar);
    let dated = Duty {
        due: explanation.due,
        first_due: explanation.due,
        provisional: explanation.provisional,
        explanation,
        ..duty.clone()
    };
    let changed = put_off(duty, dated);
    (changed != *duty).then_some(changed)
}
