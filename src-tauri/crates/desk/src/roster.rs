//! Import of a roster: read and compared first, stored only when the plan is carried out.

use std::collections::{BTreeMap, HashMap};

use method::PersonId;
use sha2::{Digest, Sha256};
use sheet::{Field, ReadAnswer, ReadRequest, Roster, RosterChoices};
use zeroize::Zeroizing;

use crate::convert::hex;
use crate::records::{log, log_entries};
use crate::{
    Desk, DeskError, ErrorCode, FileKind, Host, ImportKind, Nothing, RosterAnswer, RosterApply, RosterColumnView,
    RosterOnly, RosterPlan, RosterRead, RosterResult, RosterRow, RosterRows, RosterWho, Saved, backups, file, imports,
    people, reader, retention,
};

mod matching;
mod plan;

pub(crate) use matching::{Likeness, likeness};
use plan::{Plan, letter};
pub(crate) use plan::{changes, merged};

/// The largest roster file, in bytes.
const FILE_LIMIT: u64 = 20 * 1024 * 1024;
/// How many rows of a plan are shown at once.
pub const ROSTER_PAGE: usize = 50;

/// A plan that was shown and can be carried out while the ledger is as it was then.
pub(crate) struct PendingRoster {
    token: String,
    /// How many entries the operations log had; any change adds one.
    log_entries: u64,
    file: String,
    bytes: Zeroizing<Vec<u8>>,
    reading: FileReading,
    answers: BTreeMap<u32, RosterWho>,
    /// Who comes new with which row; kept, so that answers go on naming them.
    ids: HashMap<u32, PersonId>,
    plan: Plan,
}

/// The file as it was read last.
struct FileReading {
    /// Without the people once they are in a plan; they are read again for the next one.
    roster: Roster,
    choices: RosterChoices,
    /// Whether the choices are those of an earlier import.
    remembered: bool,
    /// Names the header as it was found without any choice, for remembering what was chosen.
    shape: Option<String>,
}

pub(crate) fn roster_choose(desk: &mut Desk, host: &dyn Host, _: Nothing) -> Result<Option<RosterPlan>, DeskError> {
    if !desk.is_unlocked() {
        return Err(ErrorCode::Locked.into());
    }
    let Some(place) = host.open_place(FileKind::Roster)? else { return Ok(None) };
    let bytes = Zeroizing::new(file::read(&place, FILE_LIMIT)?);
    let file = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let reading = open(desk, host, &file, &bytes, RosterChoices::default())?;
    let pending = PendingRoster {
        token: String::new(),
        log_entries: 0,
        file,
        bytes,
        reading,
        answers: BTreeMap::new(),
        ids: HashMap::new(),
        plan: Plan::default(),
    };
    show(desk, pending).map(Some)
}

pub(crate) fn roster_read(desk: &mut Desk, host: &dyn Host, request: RosterRead) -> Result<RosterPlan, DeskError> {
    let pending = take(desk, &request.token)?;
    let choices = request.choices;
    let anew = if choices.header_row.is_none() && choices.fields.is_empty() {
        open(desk, host, &pending.file, &pending.bytes, choices)
    } else {
        let roster = read(host, &pending.file, &pending.bytes, &choices);
        let shape = pending.reading.shape.clone();
        roster.map(|roster| FileReading { roster, choices, remembered: false, shape })
    };
    match anew {
        Ok(reading) => show(desk, PendingRoster { reading, answers: BTreeMap::new(), ..pending }),
        Err(error) => {
            // What cannot be read so leaves the plan as it was.
            desk.pending_roster = Some(pending);
            Err(error)
        }
    }
}

pub(crate) fn roster_rows(desk: &mut Desk, _: &dyn Host, request: RosterRows) -> Result<Vec<RosterRow>, DeskError> {
    let pending = desk.pending_roster.as_ref().filter(|pending| pending.token == request.token);
    let pending = pending.ok_or(ErrorCode::PlanStale)?;
    let page = usize::try_from(request.page).unwrap_or(usize::MAX);
    Ok(pending.plan.rows(request.only).skip(page.saturating_mul(ROSTER_PAGE)).take(ROSTER_PAGE).cloned().collect())
}

pub(crate) fn roster_answer(desk: &mut Desk, host: &dyn Host, request: RosterAnswer) -> Result<RosterPlan, DeskError> {
    let mut pending = take(desk, &request.token)?;
    let open = |row: &&RosterRow| match request.row {
        Some(wanted) => row.row == wanted,
        None => row.who.is_none(),
    };
    for row in pending.plan.rows(Some(RosterOnly::Asked)).filter(open) {
        match (request.who, row.candidates.as_slice()) {
            (None, _) => {
                pending.answers.remove(&row.row);
            }
            (Some(RosterWho::Same { person: None }), [only]) => {
                pending.answers.insert(row.row, RosterWho::Same { person: Some(only.person) });
            }
            // Of several, one must be named.
            (Some(RosterWho::Same { person: None }), _) => {}
            (Some(who), _) => {
                pending.answers.insert(row.row, who);
            }
        }
    }
    match read(host, &pending.file, &pending.bytes, &pending.reading.choices) {
        Ok(roster) => {
            pending.reading.roster = roster;
            show(desk, pending)
        }
        Err(error) => {
            desk.pending_roster = Some(pending);
            Err(error)
        }
    }
}

pub(crate) fn roster_apply(desk: &mut Desk, _: &dyn Host, request: RosterApply) -> Result<RosterResult, DeskError> {
    let pending = take(desk, &request.token)?;
    if desk.read(log_entries)? != pending.log_entries {
        return Err(ErrorCode::PlanStale.into());
    }
    if let Err(error) = backups::before_risk(desk) {
        // What was set right and answered waits until there is room for the backup.
        desk.pending_roster = Some(pending);
        return Err(error);
    }
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        let mut result = pending.plan.result();
        let mut done = imports::Done::default();
        for (before, person) in pending.plan.stored() {
            // What was destroyed since the file was read does not come back with it.
            retention::expect_kept(writing, person.id)?;
            people::store(writing, person, "person_import")?;
            done.person(before, person)?;
        }
        result.import = imports::finish(writing, &rules, &world, ImportKind::Roster, done)?;
        log(writing, "roster_apply", "", &result)?;
        remember(writing, &pending)?;
        Ok(result)
    })
}

pub(crate) fn roster_template(_: &mut Desk, host: &dyn Host, _: Nothing) -> Result<Saved, DeskError> {
    file::save(host, FileKind::Xlsx, "花名册_模板.xlsx", || Ok(sheet::roster_template()?))
}

/// The plan that was shown last; any other is stale.
fn take(desk: &mut Desk, token: &str) -> Result<PendingRoster, DeskError> {
    let pending = desk.pending_roster.take().filter(|pending| pending.token == token);
    pending.ok_or_else(|| ErrorCode::PlanStale.into())
}

/// Reads a file as it is found, and then as the same header was read last.
fn open(
    desk: &Desk,
    host: &dyn Host,
    file: &str,
    bytes: &[u8],
    choices: RosterChoices,
) -> Result<FileReading, DeskError> {
    let roster = read(host, file, bytes, &choices)?;
    let shape = shape(&roster);
    let kept = match &shape {
        Some(shape) => desk.read(|reading| Ok(reading.import_choices(shape)?))?,
        None => None,
    };
    let Some(kept) = kept.and_then(|kept| serde_json::from_value::<RosterChoices>(kept).ok()) else {
        return Ok(FileReading { roster, choices, remembered: false, shape });
    };
    // The same sheet again, also where another has the titles that are remembered.
    let sheet = Some(roster.sheet).filter(|_| !roster.other_sheets.is_empty());
    let choices = RosterChoices { sheet, ..kept };
    let roster = read(host, file, bytes, &choices)?;
    Ok(FileReading { roster, choices, remembered: true, shape })
}

fn read(host: &dyn Host, file: &str, bytes: &[u8], choices: &RosterChoices) -> Result<Roster, DeskError> {
    let request = ReadRequest::Roster { file_name: file.to_owned(), choices: choices.clone() };
    match reader::read(host, &request, bytes)? {
        ReadAnswer::Roster(roster) => Ok(roster),
        _ => Err(ErrorCode::Internal.into()),
    }
}

/// What is remembered goes by the titles of the header, without what stands below them.
fn shape(roster: &Roster) -> Option<String> {
    if roster.columns.is_empty() {
        return None;
    }
    let titles: Vec<&str> = roster.columns.iter().map(|column| column.title.as_str()).collect();
    Some(hex(&Sha256::digest(titles.join("\n"))))
}

fn remember(writing: &vault::Writing<'_>, pending: &PendingRoster) -> Result<(), DeskError> {
    let RosterChoices { header_row, fields, .. } = &pending.reading.choices;
    let chosen = header_row.is_some() || !fields.is_empty();
    let (Some(shape), true) = (&pending.reading.shape, chosen) else { return Ok(()) };
    let kept = RosterChoices { sheet: None, ..pending.reading.choices.clone() };
    let kept = serde_json::to_value(kept).map_err(|_| ErrorCode::Internal)?;
    Ok(writing.set_import_choices(shape, &kept)?)
}

/// Compares the file with the ledger as it is now, keeps the plan and gives it to be shown.
fn show(desk: &mut Desk, mut pending: PendingRoster) -> Result<RosterPlan, DeskError> {
    let (known, hidden, entries) =
        desk.read(|reading| Ok((reading.persons()?, retention::hidden(reading)?, log_entries(reading)?)))?;
    let world = desk.world.clone();
    let ids = &mut pending.ids;
    let new_id = |row| *ids.entry(row).or_insert_with(|| PersonId(world.new_uuid()));
    // Moved, not copied: a large roster has hundreds of thousands of texts.
    let read = std::mem::take(&mut pending.reading.roster.people);
    pending.plan = Plan::of(read, &pending.reading.roster.columns, known, &pending.answers, &hidden, new_id);
    pending.log_entries = entries;
    pending.token = desk.world.new_uuid().to_string();
    let shown = view(&pending);
    desk.pending_roster = Some(pending);
    Ok(shown)
}

fn view(pending: &PendingRoster) -> RosterPlan {
    let FileReading { roster, choices, remembered, .. } = &pending.reading;
    let columns = roster.columns.iter().map(|column| RosterColumnView {
        letter: letter(column.index),
        title: column.title.clone(),
        field: column.field,
        hidden: column.hidden && column.field != Field::Skip,
        sample: column.sample.clone(),
    });
    let result = pending.plan.result();
    let mut sheets = roster.other_sheets.clone();
    sheets.insert(0, roster.sheet.clone());
    RosterPlan {
        token: pending.token.clone(),
        file: pending.file.clone(),
        sheet: roster.sheet.clone(),
        sheets,
        header_row: roster.header_row,
        top: roster.top.clone(),
        columns: columns.collect(),
        choices: choices.clone(),
        remembered: *remembered,
        skipped: roster.skipped.len().try_into().unwrap_or(u32::MAX),
        new: result.new,
        changed: result.changed,
        same: result.same,
        rejected: result.rejected,
        asked: result.asked,
        totals: pending.plan.totals(),
        rows: pending.plan.rows(None).take(ROSTER_PAGE).cloned().collect(),
    }
}
