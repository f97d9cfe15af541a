//! Destroying: texts about one person alone are overwritten, so that counts and ledgers keep their rows and say what became of them.
//!
//! What is also about others stays until their data are destroyed too. Backups made before still hold the texts; they go as they
//! are pruned.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};
use method::{
    Absence, Activity, Answer, Closure, ContactState, Departure, Duty, Event, Facet, Person, PersonId, Promise,
    RecordNote, Scan, Suggestion, SuggestionEnd, Talk, Visit,
};
use vault::{Attachment, AttachmentOf, PaperFilter, Reading, ScanPick, Writing};

use super::is_destroyed;
use crate::changes::BY_RULES;
use crate::events::BY_EDIT;
use crate::lookup::local_day;
use crate::overtime::{CORRECTED, MERGED};
use crate::{DeskError, DisposalRow, handover, papers};

/// What stands where a text stood.
const GONE: &str = "（已销毁）";
/// What stands where the name stood.
const NOBODY: &str = "已销毁人员";

/// The program's own words about the end of an event or of a duty: rules are told by them, and nobody's life is in them.
const FIXED: [&str; 4] = [BY_RULES, BY_EDIT, CORRECTED, MERGED];

/// All that is about one person alone, or beside him only about persons whose data were destroyed before.
struct Own {
    talks: Vec<Talk>,
    visits: Vec<Visit>,
    events: Vec<Event>,
    promises: Vec<Promise>,
    suggestions: Vec<Suggestion>,
    /// Activities with a word about why he was not there.
    excused: Vec<Activity>,
    entries: Vec<method::Entry>,
    attachments: Vec<Attachment>,
    scans: Vec<Scan>,
}

fn own(reading: &Reading<'_>, id: PersonId) -> Result<Own, DeskError> {
    let talks = of_nobody_else(reading, id, reading.talks_of(id)?, |talk| &talk.persons)?;
    let visits = of_nobody_else(reading, id, reading.visits_of(id)?, |visit| &visit.persons)?;
    let events = of_nobody_else(reading, id, reading.events_of(id)?, |event| &event.persons)?;
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
    // Those of a sheet that was printed about him and never entered are his too.
    let mut scans = reading.scans(ScanPick::Person(id))?;
    for record in talks.iter().map(|talk| talk.id.0).chain(visits.iter().map(|visit| visit.id.0)) {
        scans.extend(reading.scans(ScanPick::Record(record))?);
    }
    let mut entries = Vec::new();
    for facet in Facet::ALL {
        entries.extend(reading.entries_of(id, facet)?);
    }
    let has_reason =
        |activity: &Activity| activity.attendance.iter().any(|one| one.person == id && !one.reason.is_empty());
    Ok(Own {
        talks,
        visits,
        events,
        promises: reading.promises_of(id)?,
        suggestions: reading.suggestions_of(id)?,
        excused: reading.activities_of(id)?.into_iter().filter(has_reason).collect(),
        entries,
        attachments,
        scans,
    })
}

/// Those of the records that concern nobody whose data are still kept, but this person.
fn of_nobody_else<T>(
    reading: &Reading<'_>,
    id: PersonId,
    records: Vec<T>,
    persons: impl Fn(&T) -> &[PersonId],
) -> Result<Vec<T>, DeskError> {
    let mut own = Vec::new();
    for record in records {
        let mut is_own = true;
        for person in persons(&record) {
            is_own = is_own && (*person == id || is_destroyed(reading, *person)?);
        }
        if is_own {
            own.push(record);
        }
    }
    Ok(own)
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
    rows.extend(by_year("意见建议内容", own.suggestions.iter().map(|one| one.day.year())));
    rows.extend(by_year("活动请假事由", own.excused.iter().map(|activity| activity.day.year())));
    rows.extend(by_year("附件", own.attachments.iter().map(|one| year(one.added_at))));
    rows.extend(by_year("扫描页", own.scans.iter().map(|scan| year(scan.received_at))));
    Ok(rows)
}

fn by_year(title: &str, years: impl Iterator<Item = i32>) -> Vec<DisposalRow> {
    let mut counts: BTreeMap<i32, u32> = BTreeMap::new();
    years.for_each(|year| *counts.entry(year).or_default() += 1);
    let row = |(year, copies)| DisposalRow { title: title.to_owned(), year, copies };
    counts.into_iter().map(row).collect()
}

fn has_text(event: &Event) -> bool {
    let is_text = |reason: &String| !reason.is_empty() && !FIXED.contains(&reason.as_str());
    !event.note.is_empty() || event.cancelled.as_ref().is_some_and(is_text)
}

/// Overwrites the texts; days, numbers, states, amounts and what settled what stay.
pub(super) fn destroy(writing: &Writing<'_>, person: &Person) -> Result<(), DeskError> {
    let own = own(writing, person.id)?;
    writing.forget_imports_of(person.id)?;
    handover::forget(writing, person.id)?;
    for attachment in &own.attachments {
        writing.delete_attachment(attachment.id)?;
    }
    for scan in &own.scans {
        writing.delete_scan(scan.id)?;
    }
    let mut papers = writing.papers(&PaperFilter { person: Some(person.id), ..PaperFilter::default() })?;
    for record in own.talks.iter().map(|talk| talk.id.0).chain(own.visits.iter().map(|visit| visit.id.0)) {
        papers.extend(writing.papers_of(record)?);
    }
    papers::wipe(writing, papers, gone)?;
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
        let cancelled = event.cancelled.map(gone_unless_fixed);
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
    for suggestion in own.suggestions {
        writing.put_suggestion(&empty_suggestion(suggestion))?;
    }
    for mut activity in own.excused {
        for one in activity.attendance.iter_mut().filter(|one| one.person == person.id) {
            one.reason = gone(std::mem::take(&mut one.reason));
        }
        writing.put_activity(&activity)?;
    }
    let absences =
        person.absences.iter().map(|absence| Absence { left: empty_departure(&absence.left), back: absence.back });
    let left = person.left.as_ref().map(empty_departure);
    let emptied = Person { left, absences: absences.collect(), ..Person::named(person.id, NOBODY) };
    Ok(writing.put_person(&emptied)?)
}

fn empty_departure(left: &Departure) -> Departure {
    Departure { day: left.day, reason: gone(left.reason.clone()) }
}

/// The tombstone of a text; of none, none.
fn gone(text: String) -> String {
    if text.is_empty() { text } else { GONE.to_owned() }
}

fn gone_unless_fixed(reason: String) -> String {
    if FIXED.contains(&reason.as_str()) { reason } else { gone(reason) }
}

/// The notes after freezing, without their words.
fn empty_notes(notes: Vec<RecordNote>) -> Vec<RecordNote> {
    notes.into_iter().map(|note| RecordNote { text: gone(note.text), ..note }).collect()
}

fn empty_talk(talk: Talk) -> Talk {
    Talk {
        place: gone(talk.place),
        topic: gone(talk.topic),
        content: gone(talk.content),
        opinion: gone(talk.opinion),
        follow_up: gone(talk.follow_up),
        extra: talk.extra.into_iter().map(|(key, text)| (key, gone(text))).collect(),
        draft_promises: Vec::new(),
        notes: empty_notes(talk.notes),
        ..talk
    }
}

fn empty_visit(visit: Visit) -> Visit {
    Visit {
        place: gone(visit.place),
        hospital: gone(visit.hospital),
        reason: gone(visit.reason),
        received_by: gone(visit.received_by),
        relation: gone(visit.relation),
        situation: gone(visit.situation),
        problems: gone(visit.problems),
        measures: gone(visit.measures),
        note: gone(visit.note),
        extra: visit.extra.into_iter().map(|(key, text)| (key, gone(text))).collect(),
        draft_promises: Vec::new(),
        notes: empty_notes(visit.notes),
        ..visit
    }
}

fn empty_suggestion(suggestion: Suggestion) -> Suggestion {
    let end = suggestion.end.map(|end| match end {
        SuggestionEnd::Answered { day, way, text } => SuggestionEnd::Answered { day, way, text: gone(text) },
        SuggestionEnd::Closed { day, reason } => SuggestionEnd::Closed { day, reason: gone(reason) },
    });
    let (content, category) = (gone(suggestion.content), gone(suggestion.category));
    Suggestion { content, category, handler: gone(suggestion.handler), end, ..suggestion }
}

fn empty_duty(duty: Duty) -> Duty {
    let closed = duty.closed.map(|closed| match closed {
        Closure::Exempt { reason, by } => Closure::Exempt { reason: gone(reason), by },
        Closure::Missed { reason } => Closure::Missed { reason: gone(reason) },
        // What the leaving or the calling off was given as its reason was typed by hand.
        Closure::Withdrawn { reason } => Closure::Withdrawn { reason: gone_unless_fixed(reason) },
        met @ Closure::Met { .. } => met,
    });
    let mut deferrals = duty.deferrals;
    for deferral in &mut deferrals {
        deferral.reason = gone(std::mem::take(&mut deferral.reason));
    }
    Duty { closed, deferrals, ..duty }
}
