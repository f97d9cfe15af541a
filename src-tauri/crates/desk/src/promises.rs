//! Promises (承诺事项): made by themselves or in the record of a contact, changed, answered. Only the answer closes one.

use chrono::NaiveDate;
use method::{ContactState, PersonId, Promise, PromiseId, PromiseLine, TalkId, VisitId};
use uuid::Uuid;
use vault::{Reading, World, Writing};

use crate::lookup::{Lookup, Rules};
use crate::records::{known, log};
use crate::{
    Desk, DeskError, ErrorCode, Host, PromiseAnswer, PromiseEdit, PromiseForm, PromiseList, PromiseView, check,
    retention,
};

/// The most promises of one record.
const LINES: usize = 50;

pub(crate) fn promise_create(desk: &mut Desk, _: &dyn Host, form: PromiseForm) -> Result<PromiseView, DeskError> {
    let rules = desk.rules();
    let id = PromiseId(desk.world.new_uuid());
    desk.write(|writing| {
        check_form(writing, &rules, &form)?;
        let promise = Promise {
            id,
            person: form.person,
            contact: None,
            day: form.day,
            what: trimmed(&form.what),
            by: trimmed(&form.by),
            due: form.due,
            answer: None,
            entered_at: writing.entry_time(),
        };
        store(writing, &promise, "promise_create")?;
        view(writing, &Lookup::new(writing, &rules), promise)
    })
}

pub(crate) fn promise_edit(desk: &mut Desk, _: &dyn Host, request: PromiseEdit) -> Result<PromiseView, DeskError> {
    let rules = desk.rules();
    let PromiseEdit { id, form } = request;
    desk.write(|writing| {
        let old = not_answered(writing, id)?;
        check_form(writing, &rules, &form)?;
        if let Some(record) = record_of(writing, &old)? {
            record.check(&form)?;
        }
        let (what, by) = (trimmed(&form.what), trimmed(&form.by));
        let promise = Promise { person: form.person, day: form.day, what, by, due: form.due, ..old };
        store(writing, &promise, "promise_edit")?;
        view(writing, &Lookup::new(writing, &rules), promise)
    })
}

pub(crate) fn promise_answer(desk: &mut Desk, _: &dyn Host, request: PromiseAnswer) -> Result<PromiseView, DeskError> {
    let rules = desk.rules();
    let PromiseAnswer { id, mut answer } = request;
    answer.text = trimmed(&answer.text);
    desk.write(|writing| {
        let old = not_answered(writing, id)?;
        check::filled("text", &answer.text)?;
        check::long("text", &answer.text)?;
        check::took_place(answer.day, None, None, rules.today)?;
        check::not_before(old.day, "day", answer.day)?;
        let promise = Promise { answer: Some(answer), ..old };
        store(writing, &promise, "promise_answer")?;
        view(writing, &Lookup::new(writing, &rules), promise)
    })
}

pub(crate) fn promise_list(desk: &mut Desk, _: &dyn Host, request: PromiseList) -> Result<Vec<PromiseView>, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let mut promises = match (request.person, request.all) {
            (Some(person), _) => reading.promises_of(person)?,
            (None, true) => reading.promises()?,
            (None, false) => reading.open_promises()?,
        };
        promises.retain(|promise| request.all || promise.answer.is_none());
        leave_out(reading, request.sealed || request.person.is_some(), &mut promises)?;
        views(reading, &Lookup::new(reading, &rules), promises)
    })
}

/// The promises not answered, overdue ones first; at most so many.
pub(crate) fn open(reading: &Reading<'_>, lookup: &Lookup<'_>, most: usize) -> Result<Vec<PromiseView>, DeskError> {
    let mut promises = reading.open_promises()?;
    leave_out(reading, false, &mut promises)?;
    promises.truncate(most);
    views(reading, lookup, promises)
}

fn leave_out(reading: &Reading<'_>, asked_for: bool, promises: &mut Vec<Promise>) -> Result<(), DeskError> {
    retention::leave_out(reading, asked_for, promises, |promise| std::slice::from_ref(&promise.person))
}

/// What was promised to a person and is not answered.
/// Every promise, answered or not.
pub(crate) fn all(reading: &Reading<'_>, lookup: &Lookup<'_>) -> Result<Vec<PromiseView>, DeskError> {
    views(reading, lookup, reading.promises()?)
}

pub(crate) fn of_person(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    person: PersonId,
) -> Result<Vec<PromiseView>, DeskError> {
    let mut promises = reading.promises_of(person)?;
    promises.retain(|promise| promise.answer.is_none());
    views(reading, lookup, promises)
}

/// Promises as they are shown.
fn views(reading: &Reading<'_>, lookup: &Lookup<'_>, promises: Vec<Promise>) -> Result<Vec<PromiseView>, DeskError> {
    promises.into_iter().map(|promise| view(reading, lookup, promise)).collect()
}

fn view(reading: &Reading<'_>, lookup: &Lookup<'_>, promise: Promise) -> Result<PromiseView, DeskError> {
    Ok(PromiseView {
        id: promise.id,
        person: lookup.person_ref(promise.person)?,
        contact_kind: match &promise.contact {
            Some(contact) => reading.contact_kind(record_id(contact)?)?,
            None => None,
        },
        day: promise.day,
        due: promise.due,
        state: promise.state_on(lookup.today),
        overdue_days: promise.overdue_days(lookup.today),
        late_entry: lookup.is_late(promise.day, promise.entered_at),
        contact: promise.contact,
        what: promise.what,
        by: promise.by,
        answer: promise.answer,
    })
}

/// Refuses what may not be promised in a record. A draft may be incomplete, and nothing of it is kept as a promise yet.
pub(crate) fn check_lines(
    persons: &[PersonId],
    day: NaiveDate,
    lines: &[PromiseLine],
    draft: bool,
) -> Result<(), DeskError> {
    let repeated = |at: usize| lines[at].id.is_some() && lines[..at].iter().any(|line| line.id == lines[at].id);
    if lines.len() > LINES || (0..lines.len()).any(repeated) {
        return Err(DeskError::with(ErrorCode::BadRequest, "promises"));
    }
    for line in lines {
        check::line("what", &line.what)?;
        check::line("by", &line.by)?;
        if draft {
            if line.id.is_some() {
                return Err(ErrorCode::NotFound.into());
            }
            continue;
        }
        check::filled("what", &line.what)?;
        check_due(day, line.due)?;
        if !persons.contains(&line.person) {
            return Err(DeskError::with(ErrorCode::PromiseNotOfRecord, "person"));
        }
    }
    Ok(())
}

/// Keeps what was promised in a record that is saved for good: lines with an id change their promise, lines without one are new,
/// and what is no longer among them goes with an entry in the log. An answered promise neither changes nor goes.
pub(crate) fn keep_lines(
    writing: &Writing<'_>,
    world: &World,
    record: Uuid,
    day: NaiveDate,
    lines: &[PromiseLine],
) -> Result<(), DeskError> {
    let kept = writing.promises_of_contact(record)?;
    for gone in kept.iter().filter(|old| lines.iter().all(|line| line.id != Some(old.id))) {
        if gone.answer.is_some() {
            return Err(ErrorCode::PromiseAnswered.into());
        }
        writing.delete_promise(gone.id)?;
        log(writing, "promise_delete", &gone.id.to_string(), gone)?;
    }
    for line in lines {
        let Some(id) = line.id else {
            let blank = Promise {
                id: PromiseId(world.new_uuid()),
                person: line.person,
                contact: Some(record.to_string()),
                day,
                what: String::new(),
                by: String::new(),
                due: None,
                answer: None,
                entered_at: writing.entry_time(),
            };
            retention::expect_kept(writing, line.person)?;
            store(writing, &with_line(blank, line), "promise_create")?;
            continue;
        };
        let old = kept.iter().find(|old| old.id == id).ok_or(ErrorCode::NotFound)?;
        let new = with_line(old.clone(), line);
        if new != *old {
            retention::expect_kept(writing, old.person)?;
            retention::expect_kept(writing, new.person)?;
        }
        if let Some(answer) = &old.answer {
            if new != *old {
                return Err(ErrorCode::PromiseAnswered.into());
            }
            check::not_before(day, "day", answer.day)?;
        }
        // The day is the record's own, and follows when the record is dated anew.
        let new = Promise { day, ..new };
        if new != *old {
            store(writing, &new, "promise_edit")?;
        }
    }
    Ok(())
}

/// What was promised in a record, as lines to edit it with it.
pub(crate) fn lines_of(reading: &Reading<'_>, record: Uuid) -> Result<Vec<PromiseLine>, DeskError> {
    let promises = reading.promises_of_contact(record)?;
    let lines = promises.into_iter().map(|promise| PromiseLine {
        id: Some(promise.id),
        person: promise.person,
        what: promise.what,
        by: promise.by,
        due: promise.due,
    });
    Ok(lines.collect())
}

fn with_line(promise: Promise, line: &PromiseLine) -> Promise {
    Promise { person: line.person, what: trimmed(&line.what), by: trimmed(&line.by), due: line.due, ..promise }
}

/// The record in which a promise was made, as far as the promise hangs on it.
struct Record {
    persons: Vec<PersonId>,
    day: NaiveDate,
    state: ContactState,
}

impl Record {
    /// The promise stays one of its record: to one of its persons and on its day, and as it is once the record is archived.
    fn check(&self, form: &PromiseForm) -> Result<(), DeskError> {
        if self.state == ContactState::Archived {
            return Err(ErrorCode::Archived.into());
        }
        if !self.persons.contains(&form.person) {
            return Err(DeskError::with(ErrorCode::PromiseNotOfRecord, "person"));
        }
        if self.day != form.day {
            return Err(DeskError::with(ErrorCode::PromiseNotOfRecord, "day"));
        }
        Ok(())
    }
}

fn record_of(reading: &Reading<'_>, promise: &Promise) -> Result<Option<Record>, DeskError> {
    let Some(contact) = &promise.contact else { return Ok(None) };
    let id = record_id(contact)?;
    if let Some(talk) = reading.talk(TalkId(id))? {
        return Ok(Some(Record { persons: talk.persons, day: talk.day, state: talk.state }));
    }
    let visit = known(reading.visit(VisitId(id)))?;
    Ok(Some(Record { persons: visit.persons, day: visit.day, state: visit.state }))
}

fn record_id(contact: &str) -> Result<Uuid, DeskError> {
    Uuid::parse_str(contact).map_err(|_| DeskError::with(ErrorCode::Internal, "contact"))
}

fn not_answered(reading: &Reading<'_>, id: PromiseId) -> Result<Promise, DeskError> {
    let promise = known(reading.promise(id))?;
    retention::expect_kept(reading, promise.person)?;
    match promise.answer {
        Some(_) => Err(ErrorCode::PromiseAnswered.into()),
        None => Ok(promise),
    }
}

fn store(writing: &Writing<'_>, promise: &Promise, action: &str) -> Result<(), DeskError> {
    writing.put_promise(promise)?;
    log(writing, action, &promise.id.to_string(), promise)
}

fn check_form(reading: &Reading<'_>, rules: &Rules, form: &PromiseForm) -> Result<(), DeskError> {
    known(reading.person(form.person))?;
    retention::expect_kept(reading, form.person)?;
    check::filled("what", &form.what)?;
    check::line("what", &form.what)?;
    check::line("by", &form.by)?;
    check::took_place(form.day, None, None, rules.today)?;
    check_due(form.day, form.due)
}

fn check_due(day: NaiveDate, due: Option<NaiveDate>) -> Result<(), DeskError> {
    due.map_or(Ok(()), |due| check::due(day, due))
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}
