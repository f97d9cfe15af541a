//! Import of a sheet of overtime: read and compared first, stored only when the plan is carried out.
//!
//! What it would make owed is found by carrying it out and taking it back at once, so that the plan cannot say anything else than what
//! will happen.

mod compare;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use method::{Overtime, PersonId};
use sheet::{OvertimeChoices, OvertimeSheet, ReadAnswer, ReadRequest};
use vault::{World, Writing};
use zeroize::Zeroizing;

use crate::changes::Change;
use crate::imports::{self, Done};
use crate::lookup::{Lookup, Rules};
use crate::records::{known, log, log_entries};
use crate::{
    Desk, DeskError, ErrorCode, FileKind, Host, ImportKind, Nothing, OvertimeApply, OvertimeGet, OvertimeImported,
    OvertimePlan, OvertimePlanRow, OvertimeRead, Saved, backups, changes, check, file, overtime, reader, retention,
    session,
};

/// The largest file, in bytes.
const FILE_LIMIT: u64 = 20 * 1024 * 1024;

/// A plan that was shown and can be carried out while the ledger is as it was then.
pub(crate) struct PendingOvertime {
    token: String,
    /// The file, to be read anew in another way.
    bytes: Zeroizing<Vec<u8>>,
    file_name: String,
    /// How many entries the operations log had; any change adds one.
    log_entries: u64,
    rows: Vec<OvertimePlanRow>,
    same: u32,
    rejected: u32,
}

pub(crate) fn overtime_choose(desk: &mut Desk, host: &dyn Host, _: Nothing) -> Result<Option<OvertimePlan>, DeskError> {
    if !desk.is_unlocked() {
        return Err(ErrorCode::Locked.into());
    }
    let Some(place) = host.open_place(FileKind::Roster)? else { return Ok(None) };
    let bytes = Zeroizing::new(file::read(&place, FILE_LIMIT)?);
    let file_name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let asked = OvertimeRead { token: String::new(), sheet: None, year: None, month: None, tick_minutes: None };
    let read = read(host, &file_name, &bytes, &asked)?;
    plan(desk, bytes, file_name, read, None).map(Some)
}

pub(crate) fn overtime_read(
    desk: &mut Desk,
    host: &dyn Host,
    request: OvertimeRead,
) -> Result<OvertimePlan, DeskError> {
    if !desk.is_unlocked() {
        return Err(ErrorCode::Locked.into());
    }
    if request.tick_minutes.is_some_and(|minutes| !(1..=overtime::DAY).contains(&minutes)) {
        return Err(DeskError::with(ErrorCode::BadRequest, "tick_minutes"));
    }
    let pending = desk.pending_overtime.as_ref().filter(|pending| pending.token == request.token);
    let pending = pending.ok_or(ErrorCode::PlanStale)?;
    // A file that cannot be read so leaves the plan as it was.
    let read = read(host, &pending.file_name, &pending.bytes, &request)?;
    let (bytes, file_name) = (pending.bytes.clone(), pending.file_name.clone());
    plan(desk, bytes, file_name, read, request.tick_minutes)
}

fn read(host: &dyn Host, file_name: &str, bytes: &[u8], asked: &OvertimeRead) -> Result<OvertimeSheet, DeskError> {
    let month = match (asked.year, asked.month) {
        (Some(year), Some(month)) => {
            let first = NaiveDate::from_ymd_opt(year, month, 1);
            check::day(first.ok_or_else(|| DeskError::with(ErrorCode::BadDate, "month"))?)?;
            Some((year, month))
        }
        (None, None) => None,
        _ => return Err(DeskError::with(ErrorCode::FieldMissing, "month")),
    };
    let choices = OvertimeChoices { sheet: asked.sheet.clone(), month };
    let request = ReadRequest::Overtime { file_name: file_name.to_owned(), choices };
    match reader::read(host, &request, bytes)? {
        ReadAnswer::Overtime(sheet) => Ok(sheet),
        _ => Err(ErrorCode::Internal.into()),
    }
}

/// Compares what was read with the ledger, and keeps it until it is carried out.
fn plan(
    desk: &mut Desk,
    bytes: Zeroizing<Vec<u8>>,
    file_name: String,
    sheet: OvertimeSheet,
    tick_minutes: Option<u32>,
) -> Result<OvertimePlan, DeskError> {
    let (rules, world) = (desk.rules(), desk.world.clone());
    let tick_minutes = tick_minutes.unwrap_or(rules.pack.streak.day_minutes.clamp(1, overtime::DAY));
    let (mut plan, log_entries) = desk
        .read(|reading| Ok((compare::compare(reading, &sheet, tick_minutes, rules.today)?, log_entries(reading)?)))?;
    plan.token = world.new_uuid().to_string();
    plan.changes = would_change(desk, &rules, &world, &plan.rows)?;
    desk.pending_overtime = Some(PendingOvertime {
        token: plan.token.clone(),
        bytes,
        file_name,
        log_entries,
        rows: plan.rows.clone(),
        same: plan.same,
        rejected: plan.rejected,
    });
    Ok(plan)
}

/// What would become owed: the rows are stored, looked at, and forgotten with the transaction.
fn would_change(
    desk: &mut Desk,
    rules: &Rules,
    world: &World,
    rows: &[OvertimePlanRow],
) -> Result<Vec<crate::DutyChange>, DeskError> {
    let mut shown = None;
    let taken_back = desk.write(|writing| -> Result<(), DeskError> {
        let touched = store(writing, rules, world, rows, &mut Done::default())?;
        shown = Some(changes::views(&Lookup::new(writing, rules), touched)?);
        Err(ErrorCode::Stopped.into())
    });
    match (shown, taken_back) {
        (Some(shown), _) => Ok(shown),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(ErrorCode::Internal.into()),
    }
}

pub(crate) fn overtime_apply(
    desk: &mut Desk,
    _: &dyn Host,
    request: OvertimeApply,
) -> Result<OvertimeImported, DeskError> {
    let pending = desk.pending_overtime.take().filter(|pending| pending.token == request.token);
    let pending = pending.ok_or(ErrorCode::PlanStale)?;
    if desk.read(log_entries)? != pending.log_entries {
        return Err(ErrorCode::PlanStale.into());
    }
    let (rules, world) = (desk.rules(), desk.world.clone());
    let days = || pending.rows.iter().flat_map(|row| &row.days).filter(|day| day.from != day.to);
    let count = |new: bool| session::count(days().filter(|day| (day.from == 0) == new).count() as u64);
    let (new, changed) = (count(true), count(false));
    if new + changed > 0
        && let Err(error) = backups::before_risk(desk)
    {
        desk.pending_overtime = Some(pending);
        return Err(error);
    }
    desk.write(|writing| {
        let mut done = Done::default();
        let touched = store(writing, &rules, &world, &pending.rows, &mut done)?;
        if new + changed > 0 {
            log(writing, "overtime_import", "", &pending.rows)?;
        }
        let import = imports::finish(writing, &rules, &world, ImportKind::Overtime, done)?;
        let changes = changes::views(&Lookup::new(writing, &rules), touched)?;
        Ok(OvertimeImported { new, changed, same: pending.same, rejected: pending.rejected, changes, import })
    })
}

/// Stores the days that differ and follows the streaks in them.
fn store(
    writing: &Writing<'_>,
    rules: &Rules,
    world: &World,
    rows: &[OvertimePlanRow],
    done: &mut Done,
) -> Result<Vec<Change>, DeskError> {
    let mut touched = Vec::new();
    for row in rows {
        let days: BTreeMap<NaiveDate, u32> =
            row.days.iter().filter(|day| day.from != day.to).map(|day| (day.day, day.to)).collect();
        let person: PersonId = row.person.id;
        let Some((first, _)) = days.first_key_value() else { continue };
        let entered = (*first, days.last_key_value().map_or(*first, |(last, _)| *last));
        known(writing.person(person))?;
        // What was destroyed since the file was read does not come back with it.
        retention::expect_kept(writing, person)?;
        let stored: BTreeMap<NaiveDate, Overtime> =
            writing.overtime_of(person)?.into_iter().map(|entry| (entry.day, entry)).collect();
        for (day, minutes) in days {
            let after = Overtime { person, day, minutes };
            writing.put_overtime(&after)?;
            done.overtime(stored.get(&day), &after)?;
        }
        touched.extend(overtime::followed(writing, rules, world, person, entered)?);
    }
    Ok(touched)
}

/// The month's matrix with the names of everyone who was there in it.
pub(crate) fn overtime_template(desk: &mut Desk, host: &dyn Host, request: OvertimeGet) -> Result<Saved, DeskError> {
    let grid = overtime::grid(desk, request)?;
    let unit = desk.read(session::settings)?.branch;
    let days: Vec<(NaiveDate, bool)> = grid.days.iter().map(|day| (day.day, !day.view.workday)).collect();
    let people: Vec<(String, String)> =
        grid.rows.iter().map(|row| (row.person.name.clone(), row.person.post.clone())).collect();
    let first = grid.days.first().map(|day| day.day).unwrap_or_default();
    let name = format!("加班考勤表_{}年{}月_模板.xlsx", first.year(), first.month());
    file::save(host, FileKind::Xlsx, &name, || Ok(sheet::overtime_template(&unit, &days, &people)?))
}
