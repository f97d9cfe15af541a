//! Printed sheets as they are shown.

use std::collections::HashMap;

use chrono::NaiveDate;
use method::{ActivityId, ContactState, DutyKind, PAPER_DAYS, Paper, PersonId, TalkId, VisitId, paper_number};
use uuid::Uuid;
use vault::Reading;

use super::{DAYS, content};
use crate::lookup::{Lookup, Rules, local_day};
use crate::retention::Covers;
use crate::{DeskError, PaperCounts, PaperRow, PersonRef, contacts};

/// Sheets as they are shown.
pub(crate) struct Shown<'a> {
    reading: &'a Reading<'a>,
    lookup: Lookup<'a>,
    covers: Covers,
    today: NaiveDate,
    pub(crate) days: u32,
}

/// The record of a sheet; an activity is neither talk nor visit, and about nobody.
struct Recorded {
    kind: Option<DutyKind>,
    number: String,
    persons: Vec<PersonId>,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(reading: &'a Reading<'a>, rules: &'a Rules) -> Result<Self, DeskError> {
        let days = reading.setting(DAYS)?.and_then(|days| days.as_u64()).and_then(|days| days.try_into().ok());
        let (lookup, covers) = (Lookup::new(reading, rules), Covers::of(reading)?);
        Ok(Self { reading, lookup, covers, today: rules.today, days: days.unwrap_or(PAPER_DAYS) })
    }

    pub(crate) fn is_overdue(&self, paper: &Paper) -> bool {
        paper.is_overdue(local_day(paper.made_at), self.today, self.days)
    }

    pub(crate) fn row(&self, paper: Paper) -> Result<PaperRow, DeskError> {
        let recorded = paper.record.map(|record| self.recorded(record)).transpose()?.flatten();
        let persons = match &recorded {
            Some(recorded) => recorded.persons.clone(),
            None => paper.person.into_iter().collect(),
        };
        let printed = local_day(paper.made_at);
        let changed_since = match (&paper.content, paper.record) {
            (Some(then), Some(record)) => content(self.reading, paper.kind, record)?.is_some_and(|now| now != *then),
            _ => false,
        };
        Ok(PaperRow {
            number: paper.number,
            number_text: paper_number(paper.number),
            kind: paper.kind,
            record: paper.record.filter(|_| recorded.is_some()).map(|record| record.to_string()),
            record_kind: recorded.as_ref().and_then(|recorded| recorded.kind),
            record_number: recorded.map(|recorded| recorded.number).unwrap_or_default(),
            persons: self.named(&persons)?,
            duty: paper.duty,
            printed,
            pages: paper.pages,
            days_out: paper.days_out(printed, self.today),
            overdue: self.is_overdue(&paper),
            changed_since,
            needs_entry: paper.needs_entry(),
            state: paper.state,
            signing: paper.signing,
        })
    }

    fn recorded(&self, record: Uuid) -> Result<Option<Recorded>, DeskError> {
        let number = |day, state, number| match state {
            ContactState::Draft => String::new(),
            _ => contacts::number_text(day, number),
        };
        if let Some(talk) = self.reading.talk(TalkId(record))? {
            let number = number(talk.day, talk.state, talk.number);
            return Ok(Some(Recorded { kind: Some(DutyKind::Talk), number, persons: talk.persons }));
        }
        if let Some(activity) = self.reading.activity(ActivityId(record))? {
            let number = contacts::number_text(activity.day, activity.number);
            return Ok(Some(Recorded { kind: None, number, persons: Vec::new() }));
        }
        let visit = self.reading.visit(VisitId(record))?;
        Ok(visit.map(|visit| Recorded {
            kind: Some(DutyKind::Visit),
            number: number(visit.day, visit.state, visit.number),
            persons: visit.persons,
        }))
    }

    /// Names; of those whose data are hidden a word.
    fn named(&self, persons: &[PersonId]) -> Result<Vec<PersonRef>, DeskError> {
        let mut named = self.lookup.person_refs(persons)?;
        if let Some(word) = self.covers.word(persons).filter(|_| !persons.is_empty()) {
            for person in &mut named {
                *person = PersonRef { id: person.id, name: word.to_owned(), post: String::new() };
            }
        }
        Ok(named)
    }

    /// How many are where; `out` are those that are out.
    pub(crate) fn counts(&self, out: &[Paper]) -> Result<PaperCounts, DeskError> {
        let by_state: HashMap<String, u32> = self.reading.paper_counts()?.into_iter().collect();
        let of = |state: &str| by_state.get(state).copied().unwrap_or(0);
        let overdue = out.iter().filter(|paper| self.is_overdue(paper)).count();
        Ok(PaperCounts {
            kept: of("kept"),
            out: of("out"),
            overdue: overdue.try_into().unwrap_or(u32::MAX),
            returned: of("returned"),
            to_enter: self.reading.papers_to_enter()?,
            void: of("void"),
            lost: of("lost"),
        })
    }
}
