//! Destroying: texts about one person alone are overwritten, so that counts and ledgers keep their rows and say what became of them.
//!
//! What is also about others stays. Backups made before still hold the texts; they go as they are pruned.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};
use method::{
    Absence, Answer, Closure, ContactState, Departure, Duty, Event, Facet, Person, PersonId, Promise, Talk, Visit,
};
use vault::{Attachment, AttachmentOf, Reading, Writing};

use crate::lookup::local_day;
use crate::{DeskError, DisposalRow};

/// What stands where a text stood.
const GONE: &str = "（已销毁）";
/// What stands where the name stood.
const NOBODY: &str = "已销毁人员";

/// All that is about one person alone.
struct Own {
    talks: Vec<Talk>,
    visits: Vec<Visit>,
    events: Vec<Event>,
    promises: Vec<Promise>,
    entries: Vec<method::Entry>,
    attachments: Vec<Attachment>,
}

fn own(reading: &Reading<'_>, id: PersonId) -> Result<Own, DeskError> {
    let alone = |persons: &[PersonId]| persons == [id];
    let talks: Vec<Talk> = reading.talks_of(id)?.into_iter().filter(|talk| alone(&talk.persons)).collect();
    let visits: Vec<Visit> = reading.visits_of(id)?.into_iter().filter(|visit| alone(&visit.persons)).collect();
    let events: Vec<Event> = reading.events_of(id)?.into_iter().filter(|event| alone(&event.persons)).collect();
    let mut attachments = reading.attachments(AttachmentOf::Person, id.0)?;
    for talk in &talks {
        attachments.extend(reading.attachments(AttachmentOf::Talk, talk.id.0)?);
    }
    for visit in &visits {
        attachments.extend(reading.attachments(AttachmentOf::Visit, visit.id.0)?);
    }
    for event in &events {
        attachments.extend(reading.attachments(AttachmentOf::Event, event.id.0)?);
    }
    let mut entries = Vec::new();
    for facet in Facet::ALL {
        entries.extend(reading.entries_of(id, facet)?);
    }
    Ok(Own { talks, visits, events, promises: reading.promises_of(id)?, entries, attachments })
}

/// The rows of 销毁清册: what there is of each kind, by year; no name is in them, as the register outlives the data.
pub(super) fn register(reading: &Reading<'_>, person: &Person) -> Result<Vec<DisposalRow>, DeskError> {
    let own = own(reading, person.id)?;
    let year = |at: DateTime<Utc>| local_day(at).year();
    let left = person.left.as_ref().map_or(0, |left| left.day.year());
    let mut rows = vec![DisposalRow { title: "人员基本信息".to_owned(), year: left, copies: 1 }];
    rows.extend(by_year("谈心谈话记录", own.talks.iter().map(|talk| talk.day.year())));
    rows.extend(by_year("走访慰问记录", own.visits.iter().map(|visit| visit.day.year())));
    rows.extend(by_year("事由说明", own.events.iter().filter(|event| has_text(event)).map(|event| event.day.year())));
    rows.extend(by_year("六知晓内容", own.entries.iter().map(|entry| year(entry.entered_at))));
    rows.extend(by_year("承诺事项内容", own.promises.iter().map(|promise| promise.day.year())));
    rows.extend(by_year("附件", own.attachments.iter().map(|one| year(one.added_at))));
    Ok(rows)
}

fn by_year(title: &str, years: impl Iterator<Item = i32>) -> Vec<DisposalRow> {
    let mut counts: BTreeMap<i32, u32> = BTreeMap::new();
    years.for_each(|year| *counts.entry(year).or_default() += 1);
    let row = |(year, copies)| DisposalRow { title: title.to_owned(), year, copies };
    counts.into_iter().map(row).collect()
}

fn has_text(event: &Event) -> bool {
    !event.note.is_empty() || event.cancelled.as_ref().is_some_and(|reason| !reason.is_empty())
}

/// Overwrites the texts; days, numbers, states, amounts and what settled what stay.
pub(super) fn destroy(writing: &Writing<'_>, person: &Person) -> Result<(), DeskError> {
    let own = own(writing, person.id)?;
    for attachment in &own.attachments {
        writing.delete_attachment(attachment.id)?;
    }
    for talk in own.talks {
        match talk.state {
            ContactState::Draft => writing.delete_talk(talk.id)?,
            ContactState::Saved | ContactState::Archived => writing.put_talk(&empty_talk(talk))?,
        }
    }
    for visit in own.visits {
        match visit.state {
            ContactState::Draft => writing.delete_visit(visit.id)?,
            ContactState::Saved | ContactState::Archived => writing.put_visit(&empty_visit(visit))?,
        }
    }
    for event in own.events.into_iter().filter(has_text) {
        let cancelled = event.cancelled.map(|_| GONE.to_owned());
        writing.put_event(&Event { note: gone(event.note), cancelled, ..event })?;
    }
    for duty in writing.duties_of(person.id)? {
        writing.put_duty(&empty_duty(duty))?;
    }
    for entry in own.entries {
        writing.delete_entry(entry.id)?;
    }
    for promise in own.promises {
        let answer = promise.answer.map(|answer| Answer { text: gone(answer.text), ..answer });
        writing.put_promise(&Promise { what: gone(promise.what), by: gone(promise.by), answer, ..promise })?;
    }
    let absences = person.absences.iter().map(|absence| Absence {
        left: Departure { day: absence.left.day, reason: gone(absence.left.reason.clone()) },
        back: absence.back,
    });
    let emptied =
        Person { left: person.left.clone(), absences: absences.collect(), ..Person::named(person.id, NOBODY) };
    Ok(writing.put_person(&emptied)?)
}

/// The tombstone of a text; of none, none.
fn gone(text: String) -> String {
    if text.is_empty() { text } else { GONE.to_owned() }
}

fn empty_talk(talk: Talk) -> Talk {
    Talk {
        place: gone(talk.place),
        topic: gone(talk.topic),
        content: gone(talk.content),
        opinion: gone(talk.opinion),
        follow_up: gone(talk.follow_up),
        draft_promises: Vec::new(),
        ..talk
    }
}

fn empty_visit(visit: Visit) -> Visit {
    Visit {
        place: gone(visit.place),
        reason: gone(visit.reason),
        received_by: gone(visit.received_by),
        relation: gone(visit.relation),
        situation: gone(visit.situation),
        problems: gone(visit.problems),
        measures: gone(visit.measures),
        note: gone(visit.note),
        draft_promises: Vec::new(),
        ..visit
    }
}

fn empty_duty(duty: Duty) -> Duty {
    let closed = duty.closed.map(|closed| match closed {
        Closure::Exempt { reason, by } => Closure::Exempt { reason: gone(reason), by },
        Closure::Missed { reason } => Closure::Missed { reason: gone(reason) },
        // By the leaving or by the rules, in a word, which rules are also told by; and without any text.
        other @ (Closure::Withdrawn { .. } | Closure::Met { .. }) => other,
    });
    let mut deferrals = duty.deferrals;
    for deferral in &mut deferrals {
        deferral.reason = gone(std::mem::take(&mut deferral.reason));
    }
    Duty { closed, deferrals, ..duty }
}
