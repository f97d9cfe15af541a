//! Import of 干部任免审批表: each file is one person's form, read and compared first, stored only when the plan is carried out.

mod compare;
mod plan;

use chrono::NaiveDate;
use method::{Entry, EntryId, Facet, FacetCheck, PartialDate, Person, PersonId, Source};
use sheet::{Appointment, ReadAnswer, ReadRequest};
use vault::{Reading, World, Writing};

use crate::imports::{self, Done};
use crate::records::{known, log, log_entries};
use crate::{
    AppointmentAction, AppointmentAnswer, AppointmentApply, AppointmentChoice, AppointmentPlan, AppointmentResult,
    AppointmentStep, Desk, DeskError, ErrorCode, FileKind, Host, ImportKind, Nothing, RosterWho, backups, check, file,
    people, reader, retention,
};
use plan::Planned;

/// The largest file, in bytes.
const FILE_LIMIT: u64 = 20 * 1024 * 1024;
/// The most files at once.
const FILES: usize = 100;

/// A file that was chosen, and what was read of it.
struct Chosen {
    file_name: String,
    read: Result<Box<Appointment>, DeskError>,
    who: Option<RosterWho>,
    /// The id that the person gets who comes new with it.
    id: PersonId,
}

/// A plan that was shown and can be carried out while the ledger is as it was then.
pub(crate) struct PendingAppointments {
    token: String,
    /// How many entries the operations log had; any change adds one.
    log_entries: u64,
    files: Vec<Chosen>,
    planned: Vec<Planned>,
}

pub(crate) fn appointment_choose(
    desk: &mut Desk,
    host: &dyn Host,
    _: Nothing,
) -> Result<Option<AppointmentPlan>, DeskError> {
    if !desk.is_unlocked() {
        return Err(ErrorCode::Locked.into());
    }
    let places = host.open_places(FileKind::Appointment)?;
    if places.is_empty() {
        return Ok(None);
    }
    if places.len() > FILES {
        return Err(DeskError::with(ErrorCode::TooManyFiles, FILES.to_string()));
    }
    let mut files = Vec::new();
    for place in places {
        let file_name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // One file that cannot be read does not keep the others away.
        let read = file::read(&place, FILE_LIMIT).and_then(|bytes| read(host, &bytes));
        files.push(Chosen { file_name, read, who: None, id: PersonId(desk.world.new_uuid()) });
    }
    plan(desk, files).map(Some)
}

fn read(host: &dyn Host, bytes: &[u8]) -> Result<Box<Appointment>, DeskError> {
    match reader::read(host, &ReadRequest::Appointment, bytes)? {
        ReadAnswer::Appointment(read) => Ok(read),
        _ => Err(ErrorCode::Internal.into()),
    }
}

/// Says whom a file means of which only the name agrees, and compares all of them anew.
pub(crate) fn appointment_answer(
    desk: &mut Desk,
    _: &dyn Host,
    request: AppointmentAnswer,
) -> Result<AppointmentPlan, DeskError> {
    let mut pending = fresh(desk, &request.token)?;
    let chosen = usize::try_from(request.file).ok().and_then(|at| pending.files.get_mut(at));
    match chosen {
        Some(chosen) => chosen.who = request.who,
        None => {
            desk.pending_appointments = Some(pending);
            return Err(DeskError::with(ErrorCode::BadRequest, "file"));
        }
    }
    plan(desk, pending.files)
}

/// Takes the plan of this token out, if the ledger is as it was when it was made.
fn fresh(desk: &mut Desk, token: &str) -> Result<PendingAppointments, DeskError> {
    if !desk.is_unlocked() {
        return Err(ErrorCode::Locked.into());
    }
    let pending = desk.pending_appointments.take().filter(|pending| pending.token == token);
    let pending = pending.ok_or(ErrorCode::PlanStale)?;
    if desk.read(log_entries)? != pending.log_entries {
        return Err(ErrorCode::PlanStale.into());
    }
    Ok(pending)
}

fn plan(desk: &mut Desk, files: Vec<Chosen>) -> Result<AppointmentPlan, DeskError> {
    let today = desk.today();
    let (planned, log_entries) =
        desk.read(|reading| Ok((plan::planned(reading, &files, today)?, log_entries(reading)?)))?;
    let token = desk.world.new_uuid().to_string();
    let views = planned.iter().map(|planned| planned.view.clone()).collect();
    desk.pending_appointments = Some(PendingAppointments { token: token.clone(), log_entries, files, planned });
    Ok(AppointmentPlan { token, files: views })
}

pub(crate) fn appointment_apply(
    desk: &mut Desk,
    _: &dyn Host,
    request: AppointmentApply,
) -> Result<AppointmentResult, DeskError> {
    let pending = fresh(desk, &request.token)?;
    if pending.planned.iter().any(Planned::is_stored)
        && let Err(error) = backups::before_risk(desk)
    {
        desk.pending_appointments = Some(pending);
        return Err(error);
    }
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        let mut result = AppointmentResult::default();
        let mut done = Done::default();
        for planned in &pending.planned {
            let choice = request.choices.iter().find(|choice| choice.file == planned.view.file);
            store(writing, &world, rules.today, planned, choice, &mut result, &mut done)?;
        }
        if result.new + result.changed > 0 {
            log(writing, "appointment_import", "", &result)?;
        }
        result.import = imports::finish(writing, &rules, &world, ImportKind::Appointment, done)?;
        Ok(result)
    })
}

/// Stores one file's person and what is known of him.
fn store(
    writing: &Writing<'_>,
    world: &World,
    today: NaiveDate,
    planned: &Planned,
    choice: Option<&AppointmentChoice>,
    result: &mut AppointmentResult,
    done: &mut Done,
) -> Result<(), DeskError> {
    if !planned.is_stored() || choice.is_some_and(|choice| choice.leave) {
        result.left_out += 1;
        return Ok(());
    }
    let keep = choice.map(|choice| choice.keep.as_slice()).unwrap_or_default();
    let mut touched = put_person(writing, planned, keep, done)?;
    let mut facets: Vec<Facet> = Vec::new();
    for (view, differing) in planned.view.entries.iter().zip(&planned.differing) {
        let replaced = choice.is_some_and(|choice| choice.replace.contains(&view.n));
        let (before, after) = match (view.step, differing) {
            (AppointmentStep::New, _) => {
                let entry = Entry {
                    id: EntryId(world.new_uuid()),
                    person: planned.person.id,
                    body: view.body.clone(),
                    day: view.day,
                    source: Source::File,
                    entered_at: writing.entry_time(),
                };
                result.entries_new += 1;
                (None, entry)
            }
            (AppointmentStep::Differs, Some(after)) if replaced => {
                result.entries_changed += 1;
                (Some(known(writing.entry(after.id))?), after.clone())
            }
            _ => continue,
        };
        writing.put_entry(&after)?;
        log(writing, "entry_import", &after.id.to_string(), &after)?;
        done.entry(before.as_ref(), &after)?;
        touched = true;
        if !facets.contains(&view.facet) {
            facets.push(view.facet);
        }
    }
    // What the form says was right on the day on which it was filled in.
    let day = planned.view.filled_in.and_then(first_day).map_or(today, |day| day.min(today));
    for facet in facets {
        let check = FacetCheck { person: planned.person.id, facet, day };
        if !writing.has_facet_check(check)? {
            writing.put_facet_check(check)?;
            done.check(check)?;
        }
    }
    match (planned.view.action, touched) {
        (AppointmentAction::New, _) => result.new += 1,
        (_, true) => result.changed += 1,
        (_, false) => result.same += 1,
    }
    Ok(())
}

/// Stores the person, when he is new or a field changes that is not kept.
fn put_person(writing: &Writing<'_>, planned: &Planned, keep: &[String], done: &mut Done) -> Result<bool, DeskError> {
    let after = people::fill(planned.person.clone(), plan::without(&planned.before, &planned.form, keep)?);
    let before = writing.person(planned.person.id)?;
    // What was destroyed since the file was read does not come back with it.
    retention::expect_kept(writing, planned.person.id)?;
    if before.as_ref() == Some(&after) {
        return Ok(false);
    }
    check::person(&people::form_of(&after))?;
    people::store(writing, &after, "person_import")?;
    done.person(before.as_ref(), &after)?;
    Ok(true)
}

/// The day itself, or the first of the month or year.
fn first_day(date: PartialDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year_part(), date.month_part().unwrap_or(1), date.day_part().unwrap_or(1))
}

/// All that is known of a person.
fn entries_of(reading: &Reading<'_>, person: &Person) -> Result<Vec<Entry>, DeskError> {
    let mut entries = Vec::new();
    for facet in [Facet::Resume, Facet::Family, Facet::Hobby, Facet::Performance] {
        entries.extend(reading.entries_of(person.id, facet)?);
    }
    Ok(entries)
}
