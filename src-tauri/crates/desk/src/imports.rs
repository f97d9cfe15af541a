//! Taking an import back as one step: what it added goes, what it changed is again as it was.
//!
//! For that the ledger keeps the records as they were, of the newest imports and for some days; with the data of a person who is in
//! one they go at once. An import is taken back as a whole or, when something was done with its records since, not at all.

use chrono::{Days, NaiveDate};
use method::{Entry, Event, FacetCheck, ImportId, Overtime, Person, PersonId};
use serde::Serialize;
use serde_json::Value;
use vault::{Import, ImportStep, ImportedRecord, Writing, body_hash};

use crate::lookup::Rules;
use crate::records::{known, log};
use crate::{Desk, DeskError, ErrorCode, Host, ImportKind, ImportUndo, ImportView, Nothing, backups, upkeep};

mod undo;

/// So many imports can be taken back.
const KEPT: u32 = 10;
/// For so many days.
const KEPT_DAYS: Days = Days::new(30);
/// So many are listed.
const LISTED: u32 = 20;

/// What an import does, noted as it is done.
#[derive(Default)]
pub(crate) struct Done {
    steps: Vec<ImportStep>,
    added: u32,
    changed: u32,
}

impl Done {
    /// A person was added, or changed from what he was.
    pub(crate) fn person(&mut self, before: Option<&Person>, after: &Person) -> Result<(), DeskError> {
        self.note(ImportedRecord::Person, after.id.to_string(), after.id, before, after)
    }

    /// Something known of a person was added or changed.
    pub(crate) fn entry(&mut self, before: Option<&Entry>, after: &Entry) -> Result<(), DeskError> {
        self.note(ImportedRecord::Entry, after.id.to_string(), after.person, before, after)
    }

    /// A day of overtime was added or changed.
    pub(crate) fn overtime(&mut self, before: Option<&Overtime>, after: &Overtime) -> Result<(), DeskError> {
        self.note(ImportedRecord::Overtime, after.day.to_string(), after.person, before, after)
    }

    /// A facet was noted to be right on a day; it does not count as a record of the import.
    pub(crate) fn check(&mut self, check: FacetCheck) -> Result<(), DeskError> {
        let key = serde_json::to_string(&(check.facet, check.day)).map_err(|_| ErrorCode::Internal)?;
        let after = body_hash(&check)?;
        self.steps.push(ImportStep { record: ImportedRecord::Check, key, person: check.person, before: None, after });
        Ok(())
    }

    /// The routines made an event for what was imported; it does not count as a record of the import.
    fn event(&mut self, event: &Event) -> Result<(), DeskError> {
        for person in &event.persons {
            self.steps.push(ImportStep {
                record: ImportedRecord::Event,
                key: event.id.to_string(),
                person: *person,
                before: None,
                after: body_hash(event)?,
            });
        }
        Ok(())
    }

    fn note<T: Serialize>(
        &mut self,
        record: ImportedRecord,
        key: String,
        person: PersonId,
        before: Option<&T>,
        after: &T,
    ) -> Result<(), DeskError> {
        match before {
            Some(_) => self.changed += 1,
            None => self.added += 1,
        }
        let before = before.map(serde_json::to_value).transpose().map_err(|_| ErrorCode::Internal)?;
        self.steps.push(ImportStep { record, key, person, before, after: body_hash(after)? });
        Ok(())
    }
}

/// The last step of every import: follows the routines for whoever came or changed, and keeps what is needed to take it back.
///
/// Gives the import's id; none when it changed nothing.
pub(crate) fn finish(
    writing: &Writing<'_>,
    rules: &Rules,
    world: &vault::World,
    kind: ImportKind,
    mut done: Done,
) -> Result<Option<ImportId>, DeskError> {
    for event in upkeep::made(writing, rules, world)? {
        done.event(&event)?;
    }
    if done.added == 0 && done.changed == 0 {
        return Ok(None);
    }
    let id = ImportId(world.new_uuid());
    let import = Import {
        id,
        kind: code_of(kind)?,
        at: writing.entry_time(),
        added: done.added,
        changed: done.changed,
        undone_at: None,
        kept: true,
    };
    writing.add_import(&import, &done.steps)?;
    forget_old(writing, rules.today)?;
    Ok(Some(id))
}

/// Forgets what old imports are taken back with.
pub(crate) fn forget_old(writing: &Writing<'_>, today: NaiveDate) -> Result<(), DeskError> {
    let since = today.checked_sub_days(KEPT_DAYS).unwrap_or(today).and_time(chrono::NaiveTime::MIN).and_utc();
    Ok(writing.forget_imports(since, KEPT)?)
}

pub(crate) fn import_list(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<Vec<ImportView>, DeskError> {
    desk.read(|reading| reading.imports(LISTED)?.into_iter().map(view).collect())
}

pub(crate) fn import_undo(desk: &mut Desk, _: &dyn Host, request: ImportUndo) -> Result<ImportView, DeskError> {
    let id = request.id;
    let import = desk.read(|reading| known(reading.import(id)))?;
    if !import.kept {
        return Err(ErrorCode::ImportNotKept.into());
    }
    backups::before_risk(desk)?;
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        let steps = writing.import_steps(id)?;
        undo::check(writing, &steps)?;
        undo::take_back(writing, &rules, &world, &steps)?;
        writing.set_import_undone(id, writing.entry_time())?;
        log(writing, "import_undo", &id.to_string(), &steps)?;
        upkeep::follow(writing, &rules, &world)
    })?;
    desk.read(|reading| view(known(reading.import(id))?))
}

fn view(import: Import) -> Result<ImportView, DeskError> {
    let kind = serde_json::from_value(Value::String(import.kind)).map_err(|_| ErrorCode::Internal)?;
    Ok(ImportView {
        id: import.id,
        kind,
        at: import.at,
        added: import.added,
        changed: import.changed,
        undone: import.undone_at.is_some(),
        undoable: import.kept,
    })
}

fn code_of(kind: ImportKind) -> Result<String, DeskError> {
    match serde_json::to_value(kind) {
        Ok(Value::String(code)) => Ok(code),
        _ => Err(ErrorCode::Internal.into()),
    }
}
