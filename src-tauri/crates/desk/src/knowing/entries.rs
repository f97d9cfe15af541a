//! Entering, changing and deleting what is known of a person.

use chrono::{Datelike, NaiveDate};
use method::{Entry, EntryBody, EntryId, PartialDate};

use super::{is_note, put_checks, view};
use crate::records::{known, log};
use crate::{
    Desk, DeskError, EntryCreate, EntryDelete, EntryEdit, EntryForm, ErrorCode, Host, KnowingView, check, retention,
};

/// The most entries of one request.
const ENTRIES: usize = 200;
/// The first year of which an appraisal is taken.
const FIRST_APPRAISAL: i32 = 1950;

pub(crate) fn entry_create(desk: &mut Desk, _: &dyn Host, request: EntryCreate) -> Result<KnowingView, DeskError> {
    let rules = desk.rules();
    let world = desk.world.clone();
    if request.entries.is_empty() {
        return Err(DeskError::with(ErrorCode::FieldMissing, "entries"));
    }
    if request.entries.len() > ENTRIES {
        return Err(DeskError::with(ErrorCode::TextTooLong, "entries"));
    }
    let forms =
        request.entries.into_iter().map(|form| checked(form, rules.today)).collect::<Result<Vec<EntryForm>, _>>()?;
    desk.write(|writing| {
        known(writing.person(request.person))?;
        retention::expect_kept(writing, request.person)?;
        for EntryForm { body, day, source } in forms {
            let id = EntryId(world.new_uuid());
            let entered_at = writing.entry_time();
            let entry = Entry { id, person: request.person, body, day, source, entered_at };
            put_checks(writing, entry.person, &[entry.body.facet()], checked_on(&entry, rules.today))?;
            writing.put_entry(&entry)?;
            log(writing, "entry_create", &id.to_string(), &entry)?;
        }
        view(writing, &rules, request.person)
    })
}

pub(crate) fn entry_edit(desk: &mut Desk, _: &dyn Host, request: EntryEdit) -> Result<KnowingView, DeskError> {
    let rules = desk.rules();
    let EntryForm { body, day, source } = checked(request.entry, rules.today)?;
    desk.write(|writing| {
        let old = known(writing.entry(request.id))?;
        if old.body.only_followed() {
            return Err(ErrorCode::OnlyFollowed.into());
        }
        if old.body.facet() != body.facet() {
            return Err(DeskError::with(ErrorCode::BadRequest, "kind"));
        }
        let entry = Entry { body, day, source, ..old };
        writing.put_entry(&entry)?;
        log(writing, "entry_edit", &entry.id.to_string(), &entry)?;
        view(writing, &rules, entry.person)
    })
}

/// Deletes an entry; the log keeps the hash of what it said.
pub(crate) fn entry_delete(desk: &mut Desk, _: &dyn Host, request: EntryDelete) -> Result<KnowingView, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let old = known(writing.entry(request.id))?;
        if old.body.only_followed() {
            return Err(ErrorCode::OnlyFollowed.into());
        }
        writing.delete_entry(old.id)?;
        log(writing, "entry_delete", &old.id.to_string(), &old)?;
        view(writing, &rules, old.person)
    })
}

/// The day on which an entry shows its facet to have been looked at: a note's own day, otherwise the day it is entered.
fn checked_on(entry: &Entry, today: NaiveDate) -> NaiveDate {
    let own = entry.day.and_then(PartialDate::full).filter(|_| is_note(&entry.body));
    own.map_or(today, |day| day.min(today))
}

/// The entry without blanks around its texts, or what is wrong with it; the error names the field.
pub(crate) fn checked(form: EntryForm, today: NaiveDate) -> Result<EntryForm, DeskError> {
    let EntryForm { mut body, day, source } = form;
    for (field, limit, text) in texts(&mut body) {
        *text = text.trim().to_owned();
        match limit {
            Limit::Line => check::line(field, text)?,
            Limit::Long => check::long(field, text)?,
            Limit::Name if text.is_empty() => {}
            Limit::Name => check::name(field, text)?,
        }
    }
    if let Some(field) = missing(&body, day) {
        return Err(DeskError::with(ErrorCode::FieldMissing, field));
    }
    if let EntryBody::Post { from, to: Some(to), .. } = &body
        && begins_after(*from, *to)
    {
        return Err(DeskError::with(ErrorCode::BadTime, "to"));
    }
    if let EntryBody::Appraisal { year, .. } = &body
        && !(FIRST_APPRAISAL..=today.year()).contains(year)
    {
        return Err(DeskError::with(ErrorCode::BadDate, "year"));
    }
    if day.is_some_and(|day| begins_after(day, today.into())) {
        return Err(DeskError::with(ErrorCode::DayInFuture, "day"));
    }
    Ok(EntryForm { body, day, source })
}

/// Whether a date lies after another as far as both are known: a month is not after a day in it.
fn begins_after(date: PartialDate, other: PartialDate) -> bool {
    let first = |date: PartialDate| (date.year_part(), date.month_part().unwrap_or(1), date.day_part().unwrap_or(1));
    let last = |date: PartialDate| (date.year_part(), date.month_part().unwrap_or(12), date.day_part().unwrap_or(31));
    first(date) > last(other)
}

/// The first field that the entry cannot do without and lacks.
fn missing(body: &EntryBody, day: Option<PartialDate>) -> Option<&'static str> {
    use EntryBody as Body;
    let (field, filled) = match body {
        Body::Post { text, .. }
        | Body::Wish { text }
        | Body::Household { text }
        | Body::Hobby { text }
        | Body::Strength { text }
        | Body::Work { text }
        | Body::Mind { text, .. }
        | Body::Progress { text } => ("text", text),
        Body::Education { level, school, .. } => ("level", if level.is_empty() { school } else { level }),
        Body::Relative { relation, .. } => ("relation", relation),
        Body::Appraisal { grade, .. } => ("grade", grade),
        Body::Award { title, .. } | Body::Punishment { title, .. } => ("title", title),
        // A mark without a dated fact would be an opinion.
        Body::Standing { .. } if day.and_then(PartialDate::full).is_none() => return Some("day"),
        Body::Standing { basis, .. } => ("basis", basis),
    };
    filled.is_empty().then_some(field)
}

/// How long a text may be.
enum Limit {
    Name,
    Line,
    Long,
}

/// Every text of an entry with its field's name.
fn texts(body: &mut EntryBody) -> Vec<(&'static str, Limit, &mut String)> {
    use EntryBody as Body;
    use Limit::{Line, Long, Name};
    match body {
        Body::Post { text, .. }
        | Body::Wish { text }
        | Body::Household { text }
        | Body::Work { text }
        | Body::Mind { text, .. }
        | Body::Progress { text } => vec![("text", Long, text)],
        Body::Hobby { text } | Body::Strength { text } => vec![("text", Line, text)],
        Body::Education { level, degree, school, major, .. } => {
            vec![("level", Line, level), ("degree", Line, degree), ("school", Line, school), ("major", Line, major)]
        }
        Body::Relative { relation, name, political, post, phone, .. } => vec![
            ("relation", Name, relation),
            ("name", Name, name),
            ("political", Line, political),
            ("post", Line, post),
            ("phone", Line, phone),
        ],
        Body::Appraisal { grade, .. } => vec![("grade", Line, grade)],
        Body::Award { title, by } | Body::Punishment { title, by, .. } => {
            vec![("title", Line, title), ("by", Line, by)]
        }
        Body::Standing { basis, helper, plan, .. } => {
            vec![("basis", Long, basis), ("helper", Line, helper), ("plan", Long, plan)]
        }
    }
}
