//! What becomes of the data of those who left (封存、移交、销毁); every step is in the log.

mod destroy;
mod sheets;

use std::collections::{HashMap, HashSet};

use chrono::{Months, NaiveDate};
use method::{Departure, Person, PersonId};
use vault::{Reading, Writing};

use crate::records::{known, log};
use crate::{
    Desk, DeskError, DisposalPlan, ErrorCode, Host, Nothing, PersonRef, RetentionDecision, RetentionDestroy,
    RetentionHandOver, RetentionOf, RetentionRow, RetentionSet, RetentionView, check,
};

pub(crate) use sheets::{disposal_sheet, extract_sheet};

const MONTHS: &str = "retention_months";
const MONTHS_UNLESS_SET: u32 = 12;
const MOST_MONTHS: u32 = 600;

pub(crate) fn retention_list(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<RetentionView, DeskError> {
    let today = desk.today();
    desk.read(|reading| view(reading, today))
}

pub(crate) fn retention_set(desk: &mut Desk, _: &dyn Host, request: RetentionSet) -> Result<RetentionView, DeskError> {
    if request.months > MOST_MONTHS {
        return Err(DeskError::with(ErrorCode::BadRequest, "months"));
    }
    let today = desk.today();
    desk.write(|writing| {
        writing.set_setting(MONTHS, &request.months.into())?;
        log(writing, "retention_set", "", &request.months)?;
        view(writing, today)
    })
}

pub(crate) fn retention_seal(desk: &mut Desk, _: &dyn Host, request: RetentionOf) -> Result<RetentionView, DeskError> {
    let today = desk.today();
    desk.write(|writing| {
        let decision = RetentionDecision::Sealed { at: writing.entry_time() };
        decide(writing, request.person, &decision, "retention_seal")?;
        view(writing, today)
    })
}

pub(crate) fn retention_hand_over(
    desk: &mut Desk,
    _: &dyn Host,
    request: RetentionHandOver,
) -> Result<RetentionView, DeskError> {
    let today = desk.today();
    let to = request.to.trim().to_owned();
    if to.is_empty() {
        return Err(DeskError::with(ErrorCode::FieldMissing, "to"));
    }
    check::line("to", &to)?;
    check::took_place(request.day, None, None, today)?;
    desk.write(|writing| {
        let decision = RetentionDecision::HandedOver { at: writing.entry_time(), day: request.day, to };
        decide(writing, request.person, &decision, "retention_hand_over")?;
        view(writing, today)
    })
}

/// Takes sealing or handing over back; what is destroyed stays so.
pub(crate) fn retention_undo(desk: &mut Desk, _: &dyn Host, request: RetentionOf) -> Result<RetentionView, DeskError> {
    let today = desk.today();
    desk.write(|writing| {
        expect_kept(writing, request.person)?;
        writing.clear_retention(request.person)?;
        writing.log("retention_undo", &request.person.to_string(), None)?;
        view(writing, today)
    })
}

pub(crate) fn retention_plan(desk: &mut Desk, _: &dyn Host, request: RetentionOf) -> Result<DisposalPlan, DeskError> {
    desk.read(|reading| {
        let person = known(reading.person(request.person))?;
        let rows = match decision(reading, person.id)? {
            Some(RetentionDecision::Destroyed { register, .. }) => register,
            _ => destroy::register(reading, &person)?,
        };
        Ok(DisposalPlan { person: person_ref(&person), rows })
    })
}

pub(crate) fn retention_destroy(
    desk: &mut Desk,
    _: &dyn Host,
    request: RetentionDestroy,
) -> Result<RetentionView, DeskError> {
    let today = desk.today();
    let supervisors: Vec<String> = request.supervisors.iter().map(|name| name.trim().to_owned()).collect();
    for one in &supervisors {
        check::name("supervisors", one)?;
    }
    if supervisors.len() != 2 || supervisors[0] == supervisors[1] {
        return Err(DeskError::with(ErrorCode::FieldMissing, "supervisors"));
    }
    desk.write(|writing| {
        let person = who_left(writing, request.person)?;
        let register = destroy::register(writing, &person)?;
        destroy::destroy(writing, &person)?;
        let decision = RetentionDecision::Destroyed { at: writing.entry_time(), supervisors, register };
        decide(writing, person.id, &decision, "retention_destroy")?;
        view(writing, today)
    })
}

/// Those whose data are left out of lists and of search unless asked for.
pub(crate) fn hidden(reading: &Reading<'_>) -> Result<HashSet<PersonId>, DeskError> {
    Ok(reading.retentions()?.into_iter().map(|(person, _)| person).collect())
}

/// Takes out of a list what is about hidden persons only, unless it is asked for or the list is of one person.
pub(crate) fn leave_out<T>(
    reading: &Reading<'_>,
    asked_for: bool,
    list: &mut Vec<T>,
    persons: impl Fn(&T) -> &[PersonId],
) -> Result<(), DeskError> {
    if !asked_for {
        let hidden = hidden(reading)?;
        let is_hidden = |one: &T| !persons(one).is_empty() && persons(one).iter().all(|person| hidden.contains(person));
        list.retain(|one| !is_hidden(one));
    }
    Ok(())
}

/// What stands in lists and ledgers in the place of what is hidden.
pub(crate) struct Covers(HashMap<PersonId, Option<&'static str>>);

impl Covers {
    pub(crate) fn of(reading: &Reading<'_>) -> Result<Self, DeskError> {
        let mut words = HashMap::new();
        for (person, body) in reading.retentions()? {
            let word = match read(body)? {
                RetentionDecision::Sealed { .. } => Some("（已封存）"),
                RetentionDecision::HandedOver { .. } => Some("（已移交）"),
                // What was destroyed says so itself.
                RetentionDecision::Destroyed { .. } => None,
            };
            words.insert(person, word);
        }
        Ok(Self(words))
    }

    /// The word for a record of these persons; none while it concerns somebody whose data are open.
    pub(crate) fn word(&self, persons: &[PersonId]) -> Option<&'static str> {
        let is_hidden = persons.iter().all(|person| self.0.contains_key(person));
        is_hidden.then(|| persons.iter().find_map(|person| *self.0.get(person)?)).flatten()
    }

    /// A text about these persons, or the word in its place; of no text, none.
    pub(crate) fn text(&self, persons: &[PersonId], text: String) -> String {
        match self.word(persons) {
            Some(word) if !text.is_empty() => word.to_owned(),
            _ => text,
        }
    }
}

/// Refuses to change what was destroyed.
pub(crate) fn expect_kept(reading: &Reading<'_>, person: PersonId) -> Result<(), DeskError> {
    if is_destroyed(reading, person)? { Err(ErrorCode::Destroyed.into()) } else { Ok(()) }
}

/// Refuses to change a record when the data of everyone whom it concerns were destroyed; while one is left it is about him.
pub(crate) fn expect_some_kept(reading: &Reading<'_>, persons: &[PersonId]) -> Result<(), DeskError> {
    for person in persons {
        if !is_destroyed(reading, *person)? {
            return Ok(());
        }
    }
    if persons.is_empty() { Ok(()) } else { Err(ErrorCode::Destroyed.into()) }
}

/// Whether a person's data were destroyed.
pub(crate) fn is_destroyed(reading: &Reading<'_>, person: PersonId) -> Result<bool, DeskError> {
    Ok(matches!(decision(reading, person)?, Some(RetentionDecision::Destroyed { .. })))
}

/// What was decided about a person's data.
pub(crate) fn decision(reading: &Reading<'_>, person: PersonId) -> Result<Option<RetentionDecision>, DeskError> {
    reading.retention(person)?.map(read).transpose()
}

fn read(body: serde_json::Value) -> Result<RetentionDecision, DeskError> {
    serde_json::from_value(body).map_err(|_| DeskError::with(ErrorCode::Internal, "retention"))
}

/// Only what concerns somebody who left and is not destroyed yet can be decided.
fn who_left(reading: &Reading<'_>, id: PersonId) -> Result<Person, DeskError> {
    let person = known(reading.person(id))?;
    if person.left.is_none() {
        return Err(ErrorCode::StillHere.into());
    }
    expect_kept(reading, id)?;
    Ok(person)
}

fn decide(writing: &Writing<'_>, id: PersonId, decision: &RetentionDecision, action: &str) -> Result<(), DeskError> {
    who_left(writing, id)?;
    let body = serde_json::to_value(decision).map_err(|_| ErrorCode::Internal)?;
    writing.put_retention(id, &body)?;
    log(writing, action, &id.to_string(), decision)
}

fn view(reading: &Reading<'_>, today: NaiveDate) -> Result<RetentionView, DeskError> {
    let stored = reading.setting(MONTHS)?.and_then(|months| months.as_u64());
    let months = stored.and_then(|months| months.try_into().ok()).unwrap_or(MONTHS_UNLESS_SET);
    let mut rows = Vec::new();
    for person in reading.persons()? {
        let Some(left) = person.left.clone() else { continue };
        let decision = decision(reading, person.id)?;
        let due = due_day(&left, months);
        let is_due = decision.is_none() && today >= due;
        rows.push(RetentionRow { person: person_ref(&person), left, due, is_due, decision });
    }
    rows.sort_by_key(|row| row.due);
    let due = rows.iter().filter(|row| row.is_due).count().try_into().unwrap_or(u32::MAX);
    Ok(RetentionView { months, due, rows })
}

/// The same day so many months later, or the last of that month.
fn due_day(left: &Departure, months: u32) -> NaiveDate {
    left.day.checked_add_months(Months::new(months)).unwrap_or(left.day)
}

fn person_ref(person: &Person) -> PersonRef {
    PersonRef { id: person.id, name: person.name.clone(), post: person.post.clone() }
}
