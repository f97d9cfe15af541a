//! Which open duties a talk or visit can settle, and how late it is.

use crate::{Calendar, Closure, Contact, Duty, Part, PersonId};

/// What is known around a duty when a contact shall settle it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Case<'a> {
    /// The persons of the duty's event.
    pub parties: &'a [PersonId],
    /// The names of those persons' relatives, as far as they are listed (六知晓 家庭情况).
    pub kin: &'a [String],
    /// The duties of the same event.
    pub siblings: &'a [Duty],
}

/// A contact settles the duty; `late_workdays` counts from the first due day, 0 is on time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settling {
    /// Working days after the first due day; a contact on a day off after it counts at least 1.
    pub late_workdays: u32,
}

/// Why a contact does not settle a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The duty is closed already.
    #[error("the duty is closed")]
    Closed,
    /// A visit cannot settle a talk, nor a talk a visit.
    #[error("the duty is of the other kind")]
    OtherKind,
    /// The person took no part.
    #[error("the person took no part")]
    NotThere,
    /// The contact lies before the duty's window.
    #[error("the contact lies before the window")]
    TooEarly,
    /// A talk on or after the event's day cannot be the talk before it.
    #[error("the contact lies on or after the event")]
    NotBefore,
    /// A joint talk takes all parties.
    #[error("not all parties took part")]
    NotAllParties,
    /// A joint talk comes after the talk with each party alone.
    #[error("a party has not been talked with alone")]
    NotTalkedAlone,
    /// 回避: the talker is himself the person of the duty, or another party to the event.
    #[error("the talker is a party to the event")]
    Avoidance,
    /// 回避: the talker is listed as a relative of one of them.
    #[error("the talker is a relative")]
    Kin,
}

/// Whether `contact` settles `duty`.
pub fn settles(duty: &Duty, contact: &Contact<'_>, case: Case<'_>, calendar: &Calendar) -> Result<Settling, Refusal> {
    if !duty.is_open() {
        return Err(Refusal::Closed);
    }
    if duty.key.kind != contact.kind {
        return Err(Refusal::OtherKind);
    }
    if !contact.persons.contains(&duty.key.person) {
        return Err(Refusal::NotThere);
    }
    if contact.day < duty.opens {
        return Err(Refusal::TooEarly);
    }
    if duty.key.part == Part::Before && contact.day >= duty.explanation.event_first() {
        return Err(Refusal::NotBefore);
    }
    if duty.key.part == Part::Joint {
        joint(contact, case)?;
    }
    let involved = |person| person == duty.key.person || case.parties.contains(&person);
    if contact.by.iter().filter_map(|talker| talker.person).any(involved) {
        return Err(Refusal::Avoidance);
    }
    if contact.by.iter().any(|talker| case.kin.contains(&talker.name)) {
        return Err(Refusal::Kin);
    }
    let late_workdays =
        if contact.day > duty.first_due { calendar.workdays_after(duty.first_due, contact.day).max(1) } else { 0 };
    Ok(Settling { late_workdays })
}

/// Whether the contact can be the joint talk: with every party who is still owed or was given a talk alone, and after those talks.
fn joint(contact: &Contact<'_>, case: Case<'_>) -> Result<(), Refusal> {
    let alone = || case.siblings.iter().filter(|other| other.key.part == Part::Whole && other.key.kind == contact.kind);
    let gone = |duty: &Duty| matches!(duty.closed, Some(Closure::Withdrawn { .. }));
    if alone().any(|duty| !gone(duty) && !contact.persons.contains(&duty.key.person)) {
        return Err(Refusal::NotAllParties);
    }
    let had = |duty: &Duty| match &duty.closed {
        Some(Closure::Met { day, .. }) => *day <= contact.day,
        // What is exempt, missed or withdrawn is not waited for.
        Some(_) => true,
        None => false,
    };
    if alone().all(had) { Ok(()) } else { Err(Refusal::NotTalkedAlone) }
}
