//! 换届交接: a frozen list of what is handed over, then a new data key under the successor's password, then the proof that the
//! predecessor's opens the ledger no more.
//!
//! Until the key files name the new database nothing but the list has changed; from then on the ledger is the successor's, and the log
//! tells so whatever is interrupted afterwards.

mod pass;
mod rows;
mod sheet;

use chrono::{DateTime, NaiveDate, Utc};
use method::{HandoverId, PersonId};
use serde::{Deserialize, Serialize};
use vault::{Handover, LogFilter, Reading, Writing};

pub(crate) use pass::{handover_clear, handover_finish, handover_pass, handover_prove};
pub(crate) use sheet::sheet;

use crate::archive::groups_of;
use crate::records::{known, log};
use crate::session::{count, settings};
use crate::{
    Desk, DeskError, ErrorCode, HandoverBackup, HandoverCount, HandoverForm, HandoverPart, HandoverStage, HandoverView,
    Host, Nothing, Secretary, check, slots,
};

/// What stands where a row about a person stood whose data were destroyed.
const GONE: &str = "（已销毁）";
/// The log's entry of a re-encryption.
const REENCRYPTED: &str = "password_reencrypt";

/// The list as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct List {
    at: DateTime<Utc>,
    day: NaiveDate,
    branch: String,
    ledger: String,
    from: Secretary,
    to: Secretary,
    witness: Secretary,
    from_day: NaiveDate,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Part {
    part: HandoverPart,
    rows: Vec<Row>,
}

/// A row of the list, and whom it is about.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Row {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    persons: Vec<PersonId>,
    cells: Vec<String>,
}

/// What became of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Outcome {
    /// The newest entry of the log when the passing on began.
    begun: Option<u64>,
    /// Whether the branch's settings name the successor.
    #[serde(default)]
    settled: bool,
    #[serde(default)]
    proven_at: Option<DateTime<Utc>>,
    #[serde(default)]
    backups: Vec<HandoverBackup>,
    #[serde(default)]
    done_at: Option<DateTime<Utc>>,
}

pub(crate) fn handover_list(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<Vec<HandoverView>, DeskError> {
    desk.read(|reading| reading.handovers()?.into_iter().map(|handover| view(reading, handover)).collect())
}

pub(crate) fn handover_make(desk: &mut Desk, _: &dyn Host, request: HandoverForm) -> Result<HandoverView, DeskError> {
    check_form(&request)?;
    let rules = desk.rules();
    let ways = slots::list(desk.ledger()?)?;
    let ledger = slots::ledger_number(desk.ledger()?);
    let id = HandoverId(desk.world.new_uuid());
    desk.write(|writing| {
        // One that was passed on is brought to its end first.
        for other in writing.handovers()? {
            if matches!(view(writing, other)?.stage, HandoverStage::Passed | HandoverStage::Proven) {
                return Err(ErrorCode::HandoverOpen.into());
            }
        }
        let settings = settings(writing)?;
        let list = List {
            at: writing.entry_time(),
            day: rules.today,
            branch: settings.branch,
            ledger: ledger.clone(),
            from: settings.secretary,
            to: trimmed(request.to),
            witness: trimmed(request.witness),
            from_day: request.from_day,
            parts: rows::parts(writing, &rules, &ways)?,
        };
        // The list stands for this very entry, whose hash covers it and all entries before it.
        log(writing, "handover_make", &id.to_string(), &list)?;
        let handover =
            Handover { id, head: writing.log_head()?, list: json(&list)?, result: json(&Outcome::default())? };
        writing.put_handover(&handover)?;
        view(writing, handover)
    })
}

/// Blanks the rows of all lists that are about a person whose data are destroyed.
pub(crate) fn forget(writing: &Writing<'_>, person: PersonId) -> Result<(), DeskError> {
    for handover in writing.handovers()? {
        let mut list: List = read(handover.list.clone())?;
        let mut changed = false;
        for row in list.parts.iter_mut().flat_map(|part| &mut part.rows).filter(|row| row.persons.contains(&person)) {
            for cell in row.cells.iter_mut().filter(|cell| !cell.is_empty()) {
                *cell = GONE.to_owned();
            }
            changed = true;
        }
        if changed {
            writing.put_handover(&Handover { list: json(&list)?, ..handover })?;
        }
    }
    Ok(())
}

fn check_form(form: &HandoverForm) -> Result<(), DeskError> {
    check::day(form.from_day)?;
    for (field, who) in [("to", &form.to), ("witness", &form.witness)] {
        if field == "to" && who.name.trim().is_empty() {
            return Err(DeskError::with(ErrorCode::FieldMissing, "to.name"));
        }
        if !who.name.trim().is_empty() {
            check::name(&format!("{field}.name"), &who.name)?;
        }
        check::line(&format!("{field}.post"), &who.post)?;
    }
    Ok(())
}

fn trimmed(who: Secretary) -> Secretary {
    Secretary { name: who.name.trim().to_owned(), post: who.post.trim().to_owned() }
}

fn view(reading: &Reading<'_>, handover: Handover) -> Result<HandoverView, DeskError> {
    let (list, outcome): (List, Outcome) = (read(handover.list)?, read(handover.result)?);
    let passed = passed(reading, &outcome)?;
    let sheet_made = match passed {
        Some((entry, _)) => happened(reading, "recovery_set", entry)?.is_some(),
        None => false,
    };
    let stage = match (passed, outcome.proven_at, outcome.done_at) {
        (None, ..) => HandoverStage::Listed,
        (Some(_), _, Some(_)) => HandoverStage::Done,
        (Some(_), Some(_), None) => HandoverStage::Proven,
        (Some(_), None, None) => HandoverStage::Passed,
    };
    let counted = |part: &Part| HandoverCount { part: part.part, count: count(part.rows.len() as u64) };
    Ok(HandoverView {
        id: handover.id,
        stage,
        day: list.day,
        from: list.from,
        to: list.to,
        witness: list.witness,
        from_day: list.from_day,
        entry: handover.head.seq,
        groups: groups_of(&handover.head.hash),
        counts: list.parts.iter().map(counted).collect(),
        passed_at: passed.map(|(_, at)| at),
        proven_at: outcome.proven_at,
        backups: outcome.backups,
        sheet_made,
        done_at: outcome.done_at,
    })
}

/// The re-encryption that passed the ledger on: its entry in the log, and when. The log alone tells it, so nothing that is interrupted
/// afterwards can hide it.
fn passed(reading: &Reading<'_>, outcome: &Outcome) -> Result<Option<(u64, DateTime<Utc>)>, DeskError> {
    let Some(begun) = outcome.begun else { return Ok(None) };
    // The very next entry: a re-encryption of another day has others before it.
    let filter = LogFilter { before_seq: Some(begun.saturating_add(2)), limit: Some(1), ..LogFilter::default() };
    let next = reading.log_entries(&filter)?.pop();
    Ok(next.filter(|entry| entry.seq > begun && entry.action == REENCRYPTED).map(|entry| (entry.seq, entry.at)))
}

/// The newest entry of an action after an entry of the log.
fn happened(reading: &Reading<'_>, action: &str, after: u64) -> Result<Option<(u64, DateTime<Utc>)>, DeskError> {
    let filter = LogFilter { action: Some(action.to_owned()), limit: Some(1), ..LogFilter::default() };
    let newest = reading.log_entries(&filter)?.pop().filter(|entry| entry.seq > after);
    Ok(newest.map(|entry| (entry.seq, entry.at)))
}

/// A handover and what became of it.
fn found(reading: &Reading<'_>, id: HandoverId) -> Result<(Handover, List, Outcome), DeskError> {
    let handover = known(reading.handover(id))?;
    let (list, outcome) = (read(handover.list.clone())?, read(handover.result.clone())?);
    Ok((handover, list, outcome))
}

fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T, DeskError> {
    serde_json::from_value(value).map_err(|_| DeskError::with(ErrorCode::Internal, "handover"))
}

fn json<T: Serialize>(value: &T) -> Result<serde_json::Value, DeskError> {
    serde_json::to_value(value).map_err(|_| ErrorCode::Internal.into())
}
