//! What may be entered: lengths, names, people that exist.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate, NaiveTime};
use method::{DutyKind, Extra, Facet, IdNumber, Participant, PersonId, RulePack};
use vault::Reading;

use crate::records::known;
use crate::{DeskError, ErrorCode, PersonForm, retention};

/// The most characters of a name.
const NAME: usize = 60;
/// The most characters of a one-line field.
const LINE: usize = 300;
/// The most characters of a field with paragraphs, which is also what a sheet prints.
const LONG: usize = 20_000;
/// The most persons of one event or record.
const PERSONS: usize = 200;
/// The most fields of a record beside those that every record has, and the most characters of a field's key.
const EXTRA: usize = 20;
const KEY: usize = 20;
/// The largest amount, 10 million 元 in 分.
const MONEY_FEN: i64 = 1_000_000_000;

/// Refuses a one-line text that is too long; the error names the field.
pub(crate) fn line(field: &str, text: &str) -> Result<(), DeskError> {
    at_most(LINE, field, text)
}

/// Refuses a text with paragraphs that is too long.
pub(crate) fn long(field: &str, text: &str) -> Result<(), DeskError> {
    at_most(LONG, field, text)
}

/// Refuses an empty or overlong name.
pub(crate) fn name(field: &str, text: &str) -> Result<(), DeskError> {
    if text.trim().is_empty() {
        return Err(DeskError::with(ErrorCode::NameMissing, field));
    }
    at_most(NAME, field, text)
}

pub(crate) fn at_most(limit: usize, field: &str, text: &str) -> Result<(), DeskError> {
    if text.chars().count() > limit { Err(DeskError::with(ErrorCode::TextTooLong, field)) } else { Ok(()) }
}

/// Checks what was entered of a person.
pub(crate) fn person(form: &PersonForm) -> Result<(), DeskError> {
    name("name", &form.name)?;
    for (field, text) in [
        ("ethnicity", &form.ethnicity),
        ("native_place", &form.native_place),
        ("education", &form.education),
        ("political", &form.political),
        ("post", &form.post),
        ("phone", &form.phone),
        ("address", &form.address),
    ] {
        line(field, text)?;
    }
    long("note", &form.note)?;
    for (title, text) in &form.extra {
        line("extra", title)?;
        long("extra", text)?;
    }
    if let Some(birthday) = form.lunar_birthday {
        birthday.check().map_err(|_| DeskError::with(ErrorCode::BadDate, "lunar_birthday"))?;
    }
    if !form.id_number.trim().is_empty() {
        IdNumber::parse(&form.id_number).map_err(|error| {
            let how = match error {
                method::IdNumberError::Form => "form",
                method::IdNumberError::BirthDate => "birth_date",
                method::IdNumberError::Checksum => "checksum",
            };
            DeskError::with(ErrorCode::BadIdNumber, how)
        })?;
    }
    Ok(())
}

/// Warnings about a person that stop nothing: the dossier may lawfully differ from the ID number.
pub(crate) fn person_warnings(form: &PersonForm) -> Vec<String> {
    let Ok(number) = IdNumber::parse(&form.id_number) else { return Vec::new() };
    let mut warnings = Vec::new();
    if let (Some(birth), Some(carried)) = (form.birth, number.birth())
        && !birth.agrees_with(carried.into())
    {
        warnings.push("birth_disagrees_with_id".to_owned());
    }
    if form.sex.is_some_and(|sex| sex != number.sex()) {
        warnings.push("sex_disagrees_with_id".to_owned());
    }
    warnings
}

/// Refuses nobody, somebody twice, too many, persons who do not exist, and those whose data were destroyed.
///
/// Who is in the record `before` it is changed may stay in it while it is about somebody else too.
pub(crate) fn persons(reading: &Reading<'_>, ids: &[PersonId], before: &[PersonId]) -> Result<(), DeskError> {
    if ids.is_empty() {
        return Err(ErrorCode::PersonsMissing.into());
    }
    some_persons(reading, ids, before)
}

/// The same for a draft, which may still have nobody.
pub(crate) fn some_persons(reading: &Reading<'_>, ids: &[PersonId], before: &[PersonId]) -> Result<(), DeskError> {
    if ids.len() > PERSONS {
        return Err(DeskError::with(ErrorCode::TextTooLong, "persons"));
    }
    if ids.iter().collect::<HashSet<_>>().len() != ids.len() {
        return Err(ErrorCode::PersonsRepeated.into());
    }
    for id in ids {
        known(reading.person(*id))?;
    }
    for new in ids.iter().filter(|id| !before.contains(id)) {
        retention::expect_kept(reading, *new)?;
    }
    retention::expect_some_kept(reading, before)?;
    retention::expect_some_kept(reading, ids)
}

/// Checks the talkers or visitors of a record.
pub(crate) fn participants(field: &str, people: &[Participant]) -> Result<(), DeskError> {
    if people.len() > PERSONS {
        return Err(DeskError::with(ErrorCode::TextTooLong, field));
    }
    for one in people {
        name(field, &one.name)?;
        line(field, &one.post)?;
    }
    Ok(())
}

/// Refuses fields of the office's own that no form can have: too many, or with a key that is none.
pub(crate) fn extra(extra: &Extra) -> Result<(), DeskError> {
    let is_key = |key: &str| {
        !key.is_empty()
            && key.len() <= KEY
            && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    if extra.len() > EXTRA || !extra.keys().all(|key| is_key(key)) {
        return Err(DeskError::with(ErrorCode::BadRequest, "extra"));
    }
    extra.values().try_for_each(|text| long("extra", text))
}

/// Refuses an amount that is negative or absurd.
pub(crate) fn money(fen: i64) -> Result<(), DeskError> {
    if (0..=MONEY_FEN).contains(&fen) { Ok(()) } else { Err(DeskError::with(ErrorCode::BadAmount, "money_fen")) }
}

/// Refuses items that are neither 0–6 nor a category of the office's own.
pub(crate) fn categories(pack: &RulePack, kind: DutyKind, items: &[u8]) -> Result<(), DeskError> {
    let known = items.iter().all(|item| *item == 0 || pack.has_category(kind, *item));
    if known { Ok(()) } else { Err(DeskError::with(ErrorCode::BadRequest, "categories")) }
}

/// Refuses the same facet twice.
pub(crate) fn facets(facets: &[Facet]) -> Result<(), DeskError> {
    let once = facets.iter().collect::<HashSet<_>>().len() == facets.len();
    if once { Ok(()) } else { Err(DeskError::with(ErrorCode::BadRequest, "facets")) }
}

/// Refuses a day that can only be a slip: far outside the life of a ledger.
pub(crate) fn day(day: NaiveDate) -> Result<(), DeskError> {
    if (1990..=2099).contains(&day.year()) { Ok(()) } else { Err(DeskError::with(ErrorCode::BadDate, "day")) }
}

/// Checks when a record says that something took place: not in the future, and not backwards.
pub(crate) fn took_place(
    day: NaiveDate,
    start: Option<NaiveTime>,
    end: Option<NaiveTime>,
    today: NaiveDate,
) -> Result<(), DeskError> {
    self::day(day)?;
    if day > today {
        return Err(DeskError::with(ErrorCode::DayInFuture, "day"));
    }
    if start.zip(end).is_some_and(|(start, end)| end < start) {
        return Err(DeskError::with(ErrorCode::BadTime, "end"));
    }
    Ok(())
}

/// Refuses an empty text in a field that must be filled.
pub(crate) fn filled(field: &str, text: &str) -> Result<(), DeskError> {
    if text.trim().is_empty() { Err(DeskError::with(ErrorCode::FieldMissing, field)) } else { Ok(()) }
}

/// Refuses a day before the one on which it could be at the earliest.
pub(crate) fn not_before(earliest: NaiveDate, field: &str, day: NaiveDate) -> Result<(), DeskError> {
    if day < earliest { Err(DeskError::with(ErrorCode::DayTooEarly, field)) } else { Ok(()) }
}

/// Checks until when something of `day` is to be answered.
pub(crate) fn due(day: NaiveDate, due: NaiveDate) -> Result<(), DeskError> {
    self::day(due).map_err(|error| DeskError::with(error.code, "due"))?;
    not_before(day, "due", due)
}
