//! What an edit, other rules or another calendar do to duties: shown before it is done, and after.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use method::{
    Closure, Duty, DutyId, EventId, Person, PersonId, Reconciled, derive_duties, reconcile, recount, renumbered,
};
use vault::{DutyFilter, Reading, Writing};

use crate::lookup::{Lookup, Rules};
use crate::{DeskError, DutyChange, DutyChangeKind};

/// The trace of a duty that the rules no longer have; it comes back when they have it again.
pub(crate) const BY_RULES: &str = "规则已修改";

/// A duty before, if it was there, and after.
pub(crate) type Change = (Option<Duty>, Duty);

/// How a duty changes.
pub(crate) fn kind_of(old: Option<&Duty>, new: &Duty) -> DutyChangeKind {
    match (old, &new.closed) {
        (_, Some(Closure::Withdrawn { .. })) => DutyChangeKind::Withdrawn,
        (_, Some(Closure::Missed { .. })) => DutyChangeKind::Missed,
        (None, _) => DutyChangeKind::New,
        (Some(old), None) if !old.is_open() => DutyChangeKind::Reopened,
        (Some(old), _) if old.due != new.due => DutyChangeKind::Moved,
        (Some(_), _) => DutyChangeKind::Explained,
    }
}

/// The changes as they are shown, first due first.
pub(crate) fn views(lookup: &Lookup<'_>, changes: Vec<Change>) -> Result<Vec<DutyChange>, DeskError> {
    let mut views = changes
        .into_iter()
        .map(|(old, new)| {
            let (change, was_due) = (kind_of(old.as_ref(), &new), old.map(|old| old.due));
            Ok(DutyChange { change, was_due, duty: lookup.duty_view(new)? })
        })
        .collect::<Result<Vec<_>, DeskError>>()?;
    views.sort_by_key(|view| view.duty.due);
    Ok(views)
}

/// Whether anything of the duty changes beside the version of the pack that it is under: every open duty gets that one.
pub(crate) fn is_more_than_a_version((old, new): &Change) -> bool {
    old.as_ref().is_none_or(|old| {
        let mut old = old.clone();
        old.explanation.pack.clone_from(&new.explanation.pack);
        old.explanation.pack_version = new.explanation.pack_version;
        old != *new
    })
}

/// What reconciling writes, each beside what was kept under its key.
pub(crate) fn of_reconciled(kept: &[Duty], reconciled: Reconciled) -> Vec<Change> {
    let old = |new: &Duty| kept.iter().find(|old| old.key == new.key).cloned();
    reconciled.write.into_iter().map(|new| (old(&new), new)).collect()
}

/// Stores what changes.
pub(crate) fn store(writing: &Writing<'_>, changes: &[Change]) -> Result<(), DeskError> {
    changes.iter().try_for_each(|(_, new)| Ok(writing.put_duty(new)?))
}

/// What the rules `after` change among the duties made under the rules before: those that are open, and those that rules withdrew.
///
/// Nothing becomes owed for events that were entered under other rules.
pub(crate) fn under_rules(
    reading: &Reading<'_>,
    after: &Rules,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<Change>, DeskError> {
    let mut touched: BTreeMap<EventId, ()> = BTreeMap::new();
    for duty in reading.open_duties()? {
        touched.insert(duty.key.event, ());
    }
    let by_rules = DutyFilter { withdrawn_for: Some(BY_RULES.to_owned()), ..DutyFilter::default() };
    for duty in reading.duties(by_rules)? {
        touched.insert(duty.key.event, ());
    }
    let people = reading.persons()?;
    let mut changes = Vec::new();
    for event in reading.events()?.into_iter().filter(|event| touched.contains_key(&event.id)) {
        let kept = reading.duties_of_event(event.id)?;
        let concerned: Vec<Person> = people.iter().filter(|one| event.persons.contains(&one.id)).cloned().collect();
        // Only duties that are there already are laid over, so no id is ever needed.
        let mut derived = derive_duties(&event, &concerned, &after.pack, &after.calendar, || DutyId(uuid::Uuid::nil()));
        let kept = renumbered(&kept, &derived);
        derived.retain(|new| kept.iter().any(|old| old.key == new.key && may_change(old)));
        let kept: Vec<Duty> = kept.into_iter().filter(may_change).collect();
        changes.extend(of_reconciled(&kept, reconcile(&kept, derived, BY_RULES, now)));
    }
    Ok(changes)
}

/// Open, or withdrawn by rules before.
fn may_change(duty: &Duty) -> bool {
    match &duty.closed {
        None => true,
        Some(Closure::Withdrawn { reason }) => reason == BY_RULES,
        Some(_) => false,
    }
}

/// What another calendar changes among the open duties, each counted anew by its own rule.
pub(crate) fn under_calendar(reading: &Reading<'_>, after: &Rules) -> Result<Vec<Change>, DeskError> {
    let lookup = Lookup::new(reading, after);
    lookup.load_events(reading.events()?);
    recounted(&lookup, reading.open_duties()?, after)
}

/// What the calendar as it is changes among the open duties that rested on a year not announced: a newer program knows more years.
pub(crate) fn no_longer_provisional(reading: &Reading<'_>, rules: &Rules) -> Result<Vec<Change>, DeskError> {
    let provisional = DutyFilter { open_only: true, provisional_only: true, ..DutyFilter::default() };
    recounted(&Lookup::new(reading, rules), reading.duties(provisional)?, rules)
}

fn recounted(lookup: &Lookup<'_>, open: Vec<Duty>, after: &Rules) -> Result<Vec<Change>, DeskError> {
    let mut changes = Vec::new();
    for duty in open {
        let event = lookup.event(duty.key.event)?;
        if let Some(new) = recount(&duty, &event, &after.calendar) {
            changes.push((Some(duty), new));
        }
    }
    Ok(changes)
}

/// The persons of an event as they are stored.
pub(crate) fn people_of(reading: &Reading<'_>, ids: &[PersonId]) -> Result<Vec<Person>, DeskError> {
    ids.iter().map(|id| crate::records::known(reading.person(*id))).collect()
}

/// The last day of the month of `day`, and its first.
pub(crate) fn month_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    use chrono::{Datelike, Months};
    let first = day.with_day(1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day);
    (first, last)
}
