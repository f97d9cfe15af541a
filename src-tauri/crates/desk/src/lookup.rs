//! From stored records to views: names beside ids, the state of duties on a day.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use chrono::{DateTime, Local, NaiveDate, Utc};
use method::{Calendar, Duty, Event, EventId, EventKind, Origin, Person, PersonId, RulePack, entered_late};
use vault::Reading;

use crate::records::known;
use crate::{Desk, DeskError, DutyView, EventRef, EventView, PersonRef};

/// What views are made with: the people and events of the ledger, read when they are first asked for, its rules, its calendar and a day.
pub(crate) struct Lookup<'a> {
    reading: &'a Reading<'a>,
    people: RefCell<HashMap<PersonId, Option<Rc<Person>>>>,
    events: RefCell<HashMap<EventId, Event>>,
    pub(crate) calendar: &'a Calendar,
    pub(crate) pack: &'a RulePack,
    pub(crate) today: NaiveDate,
}

/// The parts of a desk that a [`Lookup`] needs beside the ledger; taken before the ledger is opened for writing.
#[derive(Clone)]
pub(crate) struct Rules {
    pub(crate) calendar: Calendar,
    pub(crate) pack: RulePack,
    pub(crate) today: NaiveDate,
}

impl Desk {
    pub(crate) fn rules(&self) -> Rules {
        Rules { calendar: self.calendar.clone(), pack: self.pack.clone(), today: self.today() }
    }
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(reading: &'a Reading<'a>, rules: &'a Rules) -> Self {
        Self {
            reading,
            people: RefCell::default(),
            events: RefCell::default(),
            calendar: &rules.calendar,
            pack: &rules.pack,
            today: rules.today,
        }
    }

    /// Reads everyone at once, for lists in which most of them stand.
    pub(crate) fn load_people(&self) -> Result<(), DeskError> {
        let people = self.reading.persons()?;
        self.people.borrow_mut().extend(people.into_iter().map(|person| (person.id, Some(Rc::new(person)))));
        Ok(())
    }

    /// A person of the ledger, if he is in it.
    pub(crate) fn person(&self, id: PersonId) -> Result<Option<Rc<Person>>, DeskError> {
        if let Some(person) = self.people.borrow().get(&id) {
            return Ok(person.clone());
        }
        let person = self.reading.person(id)?.map(Rc::new);
        self.people.borrow_mut().insert(id, person.clone());
        Ok(person)
    }

    /// The person's name and post; empty for one who is not in the ledger.
    pub(crate) fn person_ref(&self, id: PersonId) -> Result<PersonRef, DeskError> {
        let person = self.person(id)?;
        Ok(PersonRef {
            id,
            name: person.as_ref().map(|person| person.name.clone()).unwrap_or_default(),
            post: person.as_ref().map(|person| person.post.clone()).unwrap_or_default(),
        })
    }

    /// The names and posts of several.
    pub(crate) fn person_refs(&self, ids: &[PersonId]) -> Result<Vec<PersonRef>, DeskError> {
        ids.iter().map(|id| self.person_ref(*id)).collect()
    }

    /// The kind's title in the pack, or its code when the pack no longer has it.
    pub(crate) fn kind_title(&self, kind: &EventKind) -> String {
        self.pack.kind(kind).map_or_else(|| kind.0.clone(), |rule| rule.title.clone())
    }

    /// An event of the ledger.
    pub(crate) fn event(&self, id: EventId) -> Result<Event, DeskError> {
        if let Some(event) = self.events.borrow().get(&id) {
            return Ok(event.clone());
        }
        let event = known(self.reading.event(id))?;
        self.events.borrow_mut().insert(id, event.clone());
        Ok(event)
    }

    /// Remembers events that were read together, so that their duties need no further reading.
    pub(crate) fn load_events(&self, events: impl IntoIterator<Item = Event>) {
        self.events.borrow_mut().extend(events.into_iter().map(|event| (event.id, event)));
    }

    pub(crate) fn duty_view(&self, duty: Duty) -> Result<DutyView, DeskError> {
        let event = self.event(duty.key.event)?;
        self.duty_view_of(duty, &event)
    }

    /// The view of a duty whose event is at hand, stored or not.
    pub(crate) fn duty_view_of(&self, duty: Duty, event: &Event) -> Result<DutyView, DeskError> {
        Ok(DutyView {
            id: duty.id,
            kind: duty.key.kind,
            category: duty.key.category,
            part: duty.key.part,
            person: self.person_ref(duty.key.person)?,
            event: EventRef {
                id: event.id,
                kind: event.kind.clone(),
                title: self.kind_title(&event.kind),
                since: event.since,
                day: event.day,
                month_only: event.month_only,
                note: event.note.clone(),
            },
            opens: duty.opens,
            due: duty.due,
            first_due: duty.first_due,
            provisional: duty.provisional,
            state: duty.state_on(self.today, self.calendar),
            explanation: duty.explanation,
            deferrals: duty.deferrals,
            closed: duty.closed,
        })
    }

    pub(crate) fn duty_views(&self, duties: Vec<Duty>) -> Result<Vec<DutyView>, DeskError> {
        duties.into_iter().map(|duty| self.duty_view(duty)).collect()
    }

    pub(crate) fn event_view(&self, event: Event, duties: Vec<Duty>) -> Result<EventView, DeskError> {
        Ok(EventView {
            id: event.id,
            kind: event.kind.clone(),
            title: self.kind_title(&event.kind),
            persons: self.person_refs(&event.persons)?,
            since: event.since,
            day: event.day,
            month_only: event.month_only,
            joint: event.joint,
            origin: event.origin,
            note: event.note.clone(),
            entered_at: event.entered_at,
            cancelled: event.cancelled.clone(),
            // What the program made by itself was not entered by anybody, late or in time.
            late_entry: event.origin == Origin::Entered && self.is_late(event.day, event.entered_at),
            duties: duties.into_iter().map(|duty| self.duty_view_of(duty, &event)).collect::<Result<_, _>>()?,
        })
    }

    /// Whether something that took place on `day` was entered too late (补录).
    pub(crate) fn is_late(&self, day: NaiveDate, entered_at: DateTime<Utc>) -> bool {
        entered_late(day, local_day(entered_at), self.pack.late_entry_workdays, self.calendar)
    }
}

/// The day on the user's calendar.
pub(crate) fn local_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Local).date_naive()
}
