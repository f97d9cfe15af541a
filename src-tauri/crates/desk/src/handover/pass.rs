//! Passing the ledger on: a new data key, the successor's name, the proof, and the backups of before.

use method::{HandoverId, Person, PersonId};
use vault::{BackupFile, Handover, Password, VaultError, Writing};
use zeroize::Zeroizing;

use super::{Outcome, found, json, view};
use crate::records::{known, log};
use crate::session::{settings, store_settings};
use crate::slots::{confirm, new_password};
use crate::{
    Desk, DeskError, ErrorCode, HandoverBackup, HandoverClear, HandoverOf, HandoverPass, HandoverProve, HandoverStage,
    HandoverView, Host, Settings, backups, people,
};

pub(crate) fn handover_pass(desk: &mut Desk, _: &dyn Host, request: HandoverPass) -> Result<HandoverView, DeskError> {
    let typed = Zeroizing::new(request.password);
    let old = Password::new(typed.to_string());
    let new = new_password("new_password", request.new_password)?;
    expect(desk, request.id, &[HandoverStage::Listed])?;
    let cost = desk.cost().tuned();
    backups::before_risk(desk)?;
    // What was sealed for a sheet under the old keys is worth nothing under the new ones.
    desk.pending_sheet = None;
    note_begun(desk, request.id, true)?;
    let done = confirm(desk, |vault| vault.pass_on(&old, &new, cost));
    if let Err(error) = done {
        if error.code == ErrorCode::KeysUncertain {
            // The ledger is closed; whose it is shows when it is opened again.
            let _ = desk.lock();
        } else {
            // Nothing has changed; the error is the thing to tell.
            let _ = note_begun(desk, request.id, false);
        }
        return Err(error);
    }
    // From here on the ledger is the successor's; what follows can be done again when it is cut off.
    backups::after_reencrypt(desk);
    prove(desk, request.id, &old)
}

/// Notes where the log was when the passing on began, so that the re-encryption that follows is known as its own.
fn note_begun(desk: &mut Desk, id: HandoverId, is_begun: bool) -> Result<(), DeskError> {
    desk.write(|writing| {
        let (handover, _, outcome) = found(writing, id)?;
        let begun = if is_begun { Some(writing.log_head()?.seq) } else { None };
        Ok(writing.put_handover(&Handover { result: json(&Outcome { begun, ..outcome })?, ..handover })?)
    })
}

pub(crate) fn handover_prove(desk: &mut Desk, _: &dyn Host, request: HandoverProve) -> Result<HandoverView, DeskError> {
    let typed = Zeroizing::new(request.password);
    expect(desk, request.id, &[HandoverStage::Passed, HandoverStage::Proven])?;
    prove(desk, request.id, &Password::new(typed.to_string()))
}

/// Tries what a password opens, and notes it; names the successor as the secretary first, if that was cut off.
fn prove(desk: &mut Desk, id: HandoverId, old: &Password) -> Result<HandoverView, DeskError> {
    settle(desk, id)?;
    let vault = desk.ledger()?;
    if vault.opens_with(old)? {
        // It is the successor's own; what shall be shown dead is another.
        return Err(ErrorCode::PasswordStillOpens.into());
    }
    let disk = desk.world.disk.clone();
    let mut still = Vec::new();
    for (path, opens) in vault.backups_opened_by(old)? {
        let Some(file) = path.file_name().map(|name| name.to_string_lossy().into_owned()).filter(|_| opens) else {
            continue;
        };
        let day = BackupFile::open(&*disk, &path)?.manifest().day;
        still.push(HandoverBackup { file, day, removed: false });
    }
    desk.write(|writing| {
        let (handover, _, outcome) = found(writing, id)?;
        let mut backups = still;
        // What was removed before stays in the account.
        backups.extend(outcome.backups.iter().filter(|backup| backup.removed).cloned());
        let proven = Outcome { proven_at: Some(writing.entry_time()), backups, ..outcome };
        log(writing, "handover_prove", &id.to_string(), &proven)?;
        let handover = Handover { result: json(&proven)?, ..handover };
        writing.put_handover(&handover)?;
        view(writing, handover)
    })
}

/// The successor becomes the secretary whom the forms name.
fn settle(desk: &mut Desk, id: HandoverId) -> Result<(), DeskError> {
    desk.write(|writing| {
        let (handover, list, outcome) = found(writing, id)?;
        if outcome.settled {
            return Ok(());
        }
        let settings = settings(writing)?;
        let mut secretary = list.to;
        if secretary.post.is_empty() {
            secretary.post.clone_from(&settings.secretary.post);
        }
        mark(writing, &secretary.name)?;
        store_settings(writing, &Settings { secretary, ..settings })?;
        let settled = Outcome { settled: true, ..outcome };
        log(writing, "handover_pass", &id.to_string(), &settled)?;
        Ok(writing.put_handover(&Handover { result: json(&settled)?, ..handover })?)
    })
}

/// Marks the successor as the secretary on the roster, where just one is called so, and nobody else any more.
fn mark(writing: &Writing<'_>, successor: &str) -> Result<(), DeskError> {
    let mut present = writing.persons()?;
    present.retain(|person| person.left.is_none());
    let named: Vec<PersonId> = present.iter().filter(|one| one.name == successor).map(|one| one.id).collect();
    for person in present {
        let is_secretary = named == [person.id];
        if person.is_secretary != is_secretary {
            people::store(writing, &Person { is_secretary, ..person }, "person_edit")?;
        }
    }
    Ok(())
}

pub(crate) fn handover_clear(desk: &mut Desk, _: &dyn Host, request: HandoverClear) -> Result<HandoverView, DeskError> {
    expect(desk, request.id, &[HandoverStage::Proven, HandoverStage::Done])?;
    let opened = desk.read(|reading| Ok(found(reading, request.id)?.2.backups))?;
    for file in &request.files {
        if !opened.iter().any(|backup| backup.file == *file && !backup.removed) {
            return Err(DeskError::with(ErrorCode::NotFound, "files"));
        }
    }
    for file in &request.files {
        match desk.vault()?.remove_old_backup(file) {
            // Removed by hand meanwhile.
            Ok(()) | Err(VaultError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        desk.write(|writing| {
            let (handover, _, mut outcome) = found(writing, request.id)?;
            for backup in outcome.backups.iter_mut().filter(|backup| backup.file == *file) {
                backup.removed = true;
            }
            Ok(writing.put_handover(&Handover { result: json(&outcome)?, ..handover })?)
        })?;
    }
    desk.read(|reading| view(reading, known(reading.handover(request.id))?))
}

pub(crate) fn handover_finish(desk: &mut Desk, _: &dyn Host, request: HandoverOf) -> Result<HandoverView, DeskError> {
    expect(desk, request.id, &[HandoverStage::Proven])?;
    desk.write(|writing| {
        let (handover, _, outcome) = found(writing, request.id)?;
        let done = Outcome { done_at: Some(writing.entry_time()), ..outcome };
        log(writing, "handover_finish", &request.id.to_string(), &done)?;
        let handover = Handover { result: json(&done)?, ..handover };
        writing.put_handover(&handover)?;
        view(writing, handover)
    })
}

fn expect(desk: &Desk, id: HandoverId, stages: &[HandoverStage]) -> Result<(), DeskError> {
    let stage = desk.read(|reading| Ok(view(reading, known(reading.handover(id))?)?.stage))?;
    if stages.contains(&stage) { Ok(()) } else { Err(ErrorCode::HandoverStage.into()) }
}
