//! The list: a row for each person and day.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::header::{Header, Part, full, letters};
use super::hours::{self, Worked};
use super::model::{OvertimeEntry, OvertimeProblem, OvertimeReason, OvertimeSheet};
use super::rows::{Kind, Named, kind, shown};
use crate::roster::cells::{Grid, Raw, Row};
use crate::roster::dates::{self, Reading};

/// Reads the rows; `month` is the one that the title or the sheet names, outside of which a day is a slip.
pub(super) fn read(
    grid: &Grid,
    header: &Header,
    columns: &BTreeMap<Part, u32>,
    month: Option<(i32, u32)>,
    into: &mut OvertimeSheet,
) {
    for row in header.data(grid) {
        let filled = columns.values().any(|column| row.get(*column).is_some());
        match kind(row, header.name, header.post) {
            Kind::Other => into.skipped += 1,
            // A name with nothing behind it, or a serial number alone.
            Kind::Person(_) if !filled => {}
            Kind::Person(who) => read_row(row, &who, columns, month, into),
        }
    }
}

fn read_row(
    row: &Row,
    who: &Named,
    columns: &BTreeMap<Part, u32>,
    month: Option<(i32, u32)>,
    into: &mut OvertimeSheet,
) {
    let cell = |part: Part| columns.get(&part).and_then(|column| Some((*column, row.get(*column)?)));
    let day_cell = cell(Part::Day);
    let day = day_cell.map(|(_, raw)| day_of(raw, month.map(|(year, _)| year)));
    let known = day.and_then(Result::ok);
    let mut problem = |at: Option<(u32, &Raw)>, reason| {
        let (column, value) = at.map(|(column, raw)| (letters(column), shown(raw))).unwrap_or_default();
        into.problems.push(OvertimeProblem {
            row: row.number,
            column,
            name: who.name.clone(),
            day: known,
            value,
            reason,
        });
    };
    let day = match day {
        None => return problem(None, OvertimeReason::MissingDay),
        Some(Err(reason)) => return problem(day_cell, reason),
        Some(Ok(day)) => day,
    };
    if month.is_some_and(|month| month != (day.year(), day.month())) {
        return problem(day_cell, OvertimeReason::OutsideMonth);
    }
    if who.name.is_empty() {
        return problem(None, OvertimeReason::MissingName);
    }
    let (at, worked) = worked(cell(Part::Hours), cell(Part::Start), cell(Part::End));
    match worked {
        Err(reason) => problem(at, reason),
        // 0 hours say that there was none.
        Ok(None) if at.is_some() => {}
        Ok(None) => problem(None, OvertimeReason::MissingHours),
        Ok(Some(Worked { hours, span })) => {
            let column = at.map(|(column, _)| letters(column)).unwrap_or_default();
            into.entries.push(OvertimeEntry {
                row: row.number,
                column,
                name: who.name.clone(),
                post: who.post.clone(),
                day,
                hours,
                span,
            });
        }
    }
}

type Place<'r> = Option<(u32, &'r Raw)>;

/// How long, from the hours or from when to when, and where it stands; hours that are said go before those that are counted.
fn worked<'r>(hours: Place<'r>, start: Place<'r>, end: Place<'r>) -> (Place<'r>, hours::Read) {
    let span = start.and_then(|(_, raw)| hours::time_of_day(raw)).zip(end.and_then(|(_, raw)| hours::time_of_day(raw)));
    if let Some((_, raw)) = hours {
        let said = hours::read(raw).map(|said| {
            let span = span.filter(|(start, end)| start < end);
            said.map(|said| Worked { span: said.span.or(span), ..said })
        });
        return (hours, said);
    }
    match span {
        Some((begun, ended)) => (start, hours::between(begun, ended)),
        None if start.is_some() || end.is_some() => (start.or(end), Err(OvertimeReason::NotHours)),
        None => (None, Ok(None)),
    }
}

/// The day in a cell; `1月5日` is one of the sheet's year.
fn day_of(raw: &Raw, year: Option<i32>) -> Result<NaiveDate, OvertimeReason> {
    if let Some(day) = full(raw) {
        return Ok(day);
    }
    let text: String = raw.text().chars().filter(|c| !c.is_whitespace()).collect();
    let bare = text.trim_end_matches(['日', '号']);
    let of_year = bare.split_once(['月', '/', '.', '-']).and_then(|(month, day)| {
        let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
        Some((month, day))
    });
    match (of_year, year, dates::read(raw, false)) {
        (Some((month, day)), Some(year), _) if (1..=12).contains(&month) => {
            NaiveDate::from_ymd_opt(year, month, day).ok_or(OvertimeReason::NoSuchDay)
        }
        (_, _, Reading::Impossible) => Err(OvertimeReason::NoSuchDay),
        _ => Err(OvertimeReason::NotADay),
    }
}
