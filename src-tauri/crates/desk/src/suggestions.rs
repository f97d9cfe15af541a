//! Suggestions (意见建议): raised by a person, by several or by nobody named; answered or closed with a reason.

use chrono::NaiveDate;
use method::{ActivityId, DutyKind, PersonId, Suggestion, SuggestionEnd, SuggestionId, SuggestionState};
use uuid::Uuid;
use vault::{Reading, Writing};

use crate::lookup::{Lookup, Rules};
use crate::records::{known, log};
use crate::session::count;
use crate::{
    Desk, DeskError, Done, ErrorCode, Host, RaisedIn, SuggestionCounts, SuggestionEdit, SuggestionFinish,
    SuggestionForm, SuggestionList, SuggestionOf, SuggestionView, check, retention,
};

pub(crate) fn suggestion_create(
    desk: &mut Desk,
    _: &dyn Host,
    form: SuggestionForm,
) -> Result<SuggestionView, DeskError> {
    let rules = desk.rules();
    let id = SuggestionId(desk.world.new_uuid());
    desk.write(|writing| {
        check_form(writing, &rules, &form)?;
        let blank = Suggestion {
            id,
            person: None,
            from: String::new(),
            day: form.day,
            way: form.way,
            record: None,
            content: String::new(),
            category: String::new(),
            handler: String::new(),
            due: None,
            end: None,
            entered_at: writing.entry_time(),
        };
        store(writing, &rules, filled(blank, form), "suggestion_create")
    })
}

pub(crate) fn suggestion_edit(
    desk: &mut Desk,
    _: &dyn Host,
    request: SuggestionEdit,
) -> Result<SuggestionView, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let old = still_open(writing, request.id)?;
        check_form(writing, &rules, &request.form)?;
        store(writing, &rules, filled(old, request.form), "suggestion_edit")
    })
}

pub(crate) fn suggestion_finish(
    desk: &mut Desk,
    _: &dyn Host,
    request: SuggestionFinish,
) -> Result<SuggestionView, DeskError> {
    let rules = desk.rules();
    let end = match request.end {
        SuggestionEnd::Answered { day, way, text } => SuggestionEnd::Answered { day, way, text: trimmed(&text) },
        SuggestionEnd::Closed { day, reason } => SuggestionEnd::Closed { day, reason: trimmed(&reason) },
    };
    let is_answer = matches!(end, SuggestionEnd::Answered { .. });
    let field = if is_answer { "text" } else { "reason" };
    desk.write(|writing| {
        let old = still_open(writing, request.id)?;
        check::filled(field, end.text())?;
        check::long(field, end.text())?;
        check::took_place(end.day(), None, None, rules.today)?;
        check::not_before(old.day, "day", end.day())?;
        let action = if is_answer { "suggestion_answer" } else { "suggestion_close" };
        store(writing, &rules, Suggestion { end: Some(end), ..old }, action)
    })
}

/// Takes an answer or a closing back, as when it was noted for the wrong one.
pub(crate) fn suggestion_reopen(
    desk: &mut Desk,
    _: &dyn Host,
    request: SuggestionOf,
) -> Result<SuggestionView, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let old = known(writing.suggestion(request.id))?;
        expect_kept(writing, &old)?;
        if old.end.is_none() {
            return Err(DeskError::with(ErrorCode::BadRequest, "id"));
        }
        store(writing, &rules, Suggestion { end: None, ..old }, "suggestion_reopen")
    })
}

pub(crate) fn suggestion_delete(desk: &mut Desk, _: &dyn Host, request: SuggestionOf) -> Result<Done, DeskError> {
    desk.write(|writing| {
        let old = still_open(writing, request.id)?;
        writing.delete_suggestion(old.id)?;
        log(writing, "suggestion_delete", &old.id.to_string(), &old)?;
        Ok(Done::YES)
    })
}

pub(crate) fn suggestion_list(
    desk: &mut Desk,
    _: &dyn Host,
    request: SuggestionList,
) -> Result<Vec<SuggestionView>, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let mut suggestions = match (request.person, request.all || request.record.is_some()) {
            (Some(person), _) => reading.suggestions_of(person)?,
            (None, true) => reading.suggestions()?,
            (None, false) => reading.open_suggestions()?,
        };
        suggestions.retain(|one| {
            (request.all || one.end.is_none()) && (request.record.is_none() || one.record == request.record)
        });
        leave_out(reading, request.sealed || request.person.is_some(), &mut suggestions)?;
        let lookup = Lookup::new(reading, &rules);
        suggestions.into_iter().map(|one| view(reading, &lookup, one)).collect()
    })
}

/// How many wait, without those of sealed persons.
pub(crate) fn counts(reading: &Reading<'_>, today: NaiveDate) -> Result<SuggestionCounts, DeskError> {
    let mut open = reading.open_suggestions()?;
    leave_out(reading, false, &mut open)?;
    let overdue = open.iter().filter(|one| one.state_on(today) == SuggestionState::Overdue).count();
    Ok(SuggestionCounts { open: count(open.len() as u64), overdue: count(overdue as u64) })
}

/// What a person suggested and was not answered.
pub(crate) fn of_person(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    person: PersonId,
) -> Result<Vec<SuggestionView>, DeskError> {
    let open = reading.suggestions_of(person)?.into_iter().filter(|one| one.end.is_none());
    open.map(|one| view(reading, lookup, one)).collect()
}

/// Every suggestion, ended ones too.
pub(crate) fn all(reading: &Reading<'_>, lookup: &Lookup<'_>) -> Result<Vec<SuggestionView>, DeskError> {
    reading.suggestions()?.into_iter().map(|one| view(reading, lookup, one)).collect()
}

fn leave_out(reading: &Reading<'_>, asked_for: bool, list: &mut Vec<Suggestion>) -> Result<(), DeskError> {
    retention::leave_out(reading, asked_for, list, |one| one.person.as_slice())
}

fn view(reading: &Reading<'_>, lookup: &Lookup<'_>, one: Suggestion) -> Result<SuggestionView, DeskError> {
    let raised_in = match one.record.as_deref().and_then(|record| Uuid::parse_str(record).ok()) {
        Some(record) => raised_in(reading, record)?,
        None => None,
    };
    Ok(SuggestionView {
        id: one.id,
        person: one.person.map(|person| lookup.person_ref(person)).transpose()?,
        state: one.state_on(lookup.today),
        overdue_days: one.overdue_days(lookup.today),
        late_entry: lookup.is_late(one.day, one.entered_at),
        from: one.from,
        day: one.day,
        way: one.way,
        // A draft in which it was raised may be gone.
        record: one.record.filter(|_| raised_in.is_some()),
        raised_in,
        content: one.content,
        category: one.category,
        handler: one.handler,
        due: one.due,
        end: one.end,
    })
}

fn raised_in(reading: &Reading<'_>, record: Uuid) -> Result<Option<RaisedIn>, DeskError> {
    Ok(match reading.contact_kind(record)? {
        Some(DutyKind::Talk) => Some(RaisedIn::Talk),
        Some(DutyKind::Visit) => Some(RaisedIn::Visit),
        None => reading.activity(ActivityId(record))?.map(|_| RaisedIn::Activity),
    })
}

fn still_open(reading: &Reading<'_>, id: SuggestionId) -> Result<Suggestion, DeskError> {
    let one = known(reading.suggestion(id))?;
    expect_kept(reading, &one)?;
    if one.end.is_some() { Err(ErrorCode::SuggestionEnded.into()) } else { Ok(one) }
}

fn expect_kept(reading: &Reading<'_>, one: &Suggestion) -> Result<(), DeskError> {
    one.person.map_or(Ok(()), |person| retention::expect_kept(reading, person))
}

fn store(writing: &Writing<'_>, rules: &Rules, one: Suggestion, action: &str) -> Result<SuggestionView, DeskError> {
    writing.put_suggestion(&one)?;
    log(writing, action, &one.id.to_string(), &one)?;
    view(writing, &Lookup::new(writing, rules), one)
}

fn filled(one: Suggestion, form: SuggestionForm) -> Suggestion {
    Suggestion {
        person: form.person,
        // A name on the roster needs no words beside it.
        from: if form.person.is_some() { String::new() } else { trimmed(&form.from) },
        day: form.day,
        way: form.way,
        record: form.record,
        content: form.content.trim().to_owned(),
        category: trimmed(&form.category),
        handler: trimmed(&form.handler),
        due: form.due,
        ..one
    }
}

fn check_form(reading: &Reading<'_>, rules: &Rules, form: &SuggestionForm) -> Result<(), DeskError> {
    match form.person {
        Some(person) => {
            known(reading.person(person))?;
            retention::expect_kept(reading, person)?;
        }
        None => check::filled("from", &form.from)?,
    }
    check::filled("content", &form.content)?;
    check::long("content", &form.content)?;
    let lines = [("from", &form.from), ("category", &form.category), ("handler", &form.handler)];
    lines.into_iter().try_for_each(|(field, text)| check::line(field, text))?;
    check::took_place(form.day, None, None, rules.today)?;
    if let Some(due) = form.due {
        check::due(form.day, due)?;
    }
    if let Some(record) = &form.record {
        let record = Uuid::parse_str(record).map_err(|_| DeskError::with(ErrorCode::BadRequest, "record"))?;
        raised_in(reading, record)?.ok_or(ErrorCode::NotFound)?;
    }
    Ok(())
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}
