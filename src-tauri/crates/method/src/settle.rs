//! Which open duties a talk or visit can settle, and how late it is.

use crate::{Calendar, Contact, Duty, Part, PersonId};

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
    /// 回避: the talker is himself the person of the duty, or another party to the event.
    #[error("the talker is a party to the event")]
    Avoidance,
}

/// Whether `contact` settles `duty`. `parties` are the persons of the duty's event.
pub fn settles(
    duty: &Duty,
    contact: &Contact<'_>,
    parties: &[PersonId],
    calendar: &Calendar,
) -> Result<Settling, Refusal> {
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
    let event_day = duty.explanation.event_day;
    if duty.key.part == Part::Before && contact.day >= event_day {
        return Err(Refusal::NotBefore);
    }
    let involved = |person| person == duty.key.person || parties.contains(&person);
    if contact.by.iter().filter_map(|talker| talker.person).any(involved) {
        return Err(Refusal::Avoidance);
    }
    let late_workdays =
        if contact.day > duty.first_due { calendar.workdays_after(duty.first_due, contact.day).max(1) } else { 0 };
    Ok(Settling { late_workdays })
}
