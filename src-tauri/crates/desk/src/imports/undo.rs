//! Taking an import back: first whether it can be, then doing it.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use method::{Duty, DutyId, EntryId, Event, EventId, FacetCheck, Origin, Person, PersonId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use vault::{AttachmentOf, ImportStep, ImportedRecord, VaultError, Writing, body_hash};

use crate::lookup::Rules;
use crate::records::log;
use crate::{DeskError, ErrorCode, overtime, people};

/// Whether every record is as the import left it, and nobody has entered anything about whom it added.
pub(super) fn check(writing: &Writing<'_>, steps: &[ImportStep]) -> Result<(), DeskError> {
    let mut changed = 0;
    for step in steps {
        changed += u32::from(now(writing, step)? != Some(step.after));
    }
    if changed > 0 {
        return Err(DeskError::with(ErrorCode::ImportChanged, changed.to_string()));
    }
    let events = made(writing, steps)?;
    let entries: HashSet<EntryId> = ids(steps, ImportedRecord::Entry)?;
    let mut used = 0;
    for step in steps.iter().filter(|step| step.record == ImportedRecord::Person && step.before.is_none()) {
        used += u32::from(is_used(writing, step.person, &events, &entries, steps)?);
    }
    if used > 0 {
        return Err(DeskError::with(ErrorCode::ImportUsed, used.to_string()));
    }
    for event in &events {
        let touched = |duty: &Duty| !duty.is_open() || !duty.deferrals.is_empty();
        let attached = !writing.attachments(AttachmentOf::Event, event.0)?.is_empty();
        if attached || writing.duties_of_event(*event)?.iter().any(touched) {
            return Err(DeskError::with(ErrorCode::ImportUsed, "1"));
        }
    }
    Ok(())
}

/// The events that the routines made for what was imported: with the import, and of whom it added also since.
fn made(writing: &Writing<'_>, steps: &[ImportStep]) -> Result<HashSet<EventId>, DeskError> {
    let mut made: HashSet<EventId> = ids(steps, ImportedRecord::Event)?;
    for step in steps.iter().filter(|step| step.record == ImportedRecord::Person && step.before.is_none()) {
        let untouched =
            |event: &Event| event.persons == [step.person] && event.cancelled.is_none() && event.note.is_empty();
        let events = writing.events_by_origin(step.person, Origin::Routine)?;
        made.extend(events.iter().filter(|event| untouched(event)).map(|event| event.id));
    }
    Ok(made)
}

/// The hash of the record as it is at this moment; none when it is no longer there.
fn now(writing: &Writing<'_>, step: &ImportStep) -> Result<Option<[u8; 32]>, DeskError> {
    fn hash<T: Serialize>(record: Option<T>) -> Result<Option<[u8; 32]>, VaultError> {
        record.map(|record| body_hash(&record)).transpose()
    }
    Ok(match step.record {
        ImportedRecord::Person => hash(writing.person(step.person)?)?,
        ImportedRecord::Entry => hash(writing.entry(EntryId(uuid(step)?))?)?,
        ImportedRecord::Event => hash(writing.event(EventId(uuid(step)?))?)?,
        ImportedRecord::Overtime => {
            let day = day(step)?;
            hash(writing.overtime_of(step.person)?.into_iter().find(|entry| entry.day == day))?
        }
        // A check is there or was noted again since, which changes nothing.
        ImportedRecord::Check => Some(step.after),
    })
}

/// Whether anything is in the ledger about a person that the import did not bring.
fn is_used(
    writing: &Writing<'_>,
    person: PersonId,
    events: &HashSet<EventId>,
    entries: &HashSet<EntryId>,
    steps: &[ImportStep],
) -> Result<bool, DeskError> {
    let brought = |step: &&ImportStep| step.record == ImportedRecord::Overtime && step.person == person;
    let mut known_of = false;
    for facet in method::Facet::ALL {
        known_of = known_of || writing.entries_of(person, facet)?.iter().any(|entry| !entries.contains(&entry.id));
    }
    Ok(known_of
        || writing.events_of(person)?.iter().any(|event| !events.contains(&event.id))
        || writing.overtime_of(person)?.len() > steps.iter().filter(brought).count()
        || !writing.talks_of(person)?.is_empty()
        || !writing.visits_of(person)?.is_empty()
        || !writing.promises_of(person)?.is_empty()
        || !writing.attachments(vault::AttachmentOf::Person, person.0)?.is_empty()
        || !writing.scans(vault::ScanPick::Person(person))?.is_empty()
        || !writing.papers(&vault::PaperFilter { person: Some(person), ..vault::PaperFilter::default() })?.is_empty())
}

/// Backwards, and the persons last, as the others name them.
pub(super) fn take_back(
    writing: &Writing<'_>,
    rules: &Rules,
    world: &vault::World,
    steps: &[ImportStep],
) -> Result<(), DeskError> {
    let (persons, others): (Vec<&ImportStep>, Vec<&ImportStep>) =
        steps.iter().rev().partition(|step| step.record == ImportedRecord::Person);
    let mut worked: BTreeMap<PersonId, (NaiveDate, NaiveDate)> = BTreeMap::new();
    for event in made(writing, steps)? {
        let duties: Vec<DutyId> = writing.duties_of_event(event)?.iter().map(|duty| duty.id).collect();
        writing.remove_event(event, &duties)?;
    }
    for step in others {
        match step.record {
            ImportedRecord::Entry => match before(step)? {
                Some(entry) => writing.put_entry(&entry)?,
                None => writing.delete_entry(EntryId(uuid(step)?))?,
            },
            ImportedRecord::Overtime => {
                let day = day(step)?;
                match before(step)? {
                    Some(overtime) => writing.put_overtime(&overtime)?,
                    None => writing.delete_overtime(step.person, day)?,
                }
                let days = worked.entry(step.person).or_insert((day, day));
                *days = (days.0.min(day), days.1.max(day));
            }
            ImportedRecord::Check => writing.delete_facet_check(facet_check(step)?)?,
            ImportedRecord::Event | ImportedRecord::Person => {}
        }
    }
    for (person, days) in worked {
        overtime::follow(writing, rules, world, person, days)?;
    }
    for step in persons {
        match before::<Person>(step)? {
            Some(person) => people::store(writing, &person, "person_import_undo")?,
            None => {
                writing.remove_person(step.person).map_err(|error| match error {
                    VaultError::Conflict => DeskError::with(ErrorCode::ImportUsed, "1"),
                    other => other.into(),
                })?;
                log(writing, "person_import_undo", &step.person.to_string(), &step.key)?;
            }
        }
    }
    Ok(())
}

fn ids<T: std::str::FromStr + Eq + std::hash::Hash>(
    steps: &[ImportStep],
    record: ImportedRecord,
) -> Result<HashSet<T>, DeskError> {
    let keys = steps.iter().filter(|step| step.record == record).map(|step| step.key.parse());
    keys.collect::<Result<_, _>>().map_err(|_| ErrorCode::Internal.into())
}

fn uuid(step: &ImportStep) -> Result<uuid::Uuid, DeskError> {
    step.key.parse().map_err(|_| ErrorCode::Internal.into())
}

fn facet_check(step: &ImportStep) -> Result<FacetCheck, DeskError> {
    let (facet, day) = serde_json::from_str(&step.key).map_err(|_| ErrorCode::Internal)?;
    Ok(FacetCheck { person: step.person, facet, day })
}

fn day(step: &ImportStep) -> Result<NaiveDate, DeskError> {
    step.key.parse().map_err(|_| ErrorCode::Internal.into())
}

fn before<T: DeserializeOwned>(step: &ImportStep) -> Result<Option<T>, DeskError> {
    step.before.clone().map(serde_json::from_value).transpose().map_err(|_| ErrorCode::Internal.into())
}
