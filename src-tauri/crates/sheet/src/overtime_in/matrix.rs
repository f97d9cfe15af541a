//! The month's matrix: names down, days across.

use chrono::{Datelike, Months, NaiveDate};

use super::header::{HeadDay, Header, letters};
use super::hours;
use super::model::{OvertimeEntry, OvertimeProblem, OvertimeReason, OvertimeSheet};
use super::rows::{Kind, Named, kind, shown};
use crate::roster::cells::{Grid, Row};

/// Reads the rows; without the month that bare day numbers need, nothing but that it is missing.
pub(super) fn read(
    grid: &Grid,
    header: &Header,
    columns: &[(u32, HeadDay)],
    month: Option<(i32, u32)>,
    into: &mut OvertimeSheet,
) {
    let first = month.and_then(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1));
    if first.is_none() && columns.iter().any(|(_, day)| !matches!(day, HeadDay::Full(_))) {
        into.month_missing = true;
        return;
    }
    let days = days(columns, first);
    for row in header.data(grid) {
        match kind(row, header.name, header.post) {
            Kind::Other => into.skipped += 1,
            Kind::Person(who) => read_row(row, &who, &days, into),
        }
    }
}

fn read_row(row: &Row, who: &Named, days: &[(u32, Option<NaiveDate>)], into: &mut OvertimeSheet) {
    for (column, day) in days {
        let Some(raw) = row.get(*column) else { continue };
        let mut problem = |reason| {
            let (column, value) = (letters(*column), shown(raw));
            into.problems.push(OvertimeProblem {
                row: row.number,
                column,
                name: who.name.clone(),
                day: *day,
                value,
                reason,
            });
        };
        match (hours::read(raw), day) {
            (Ok(None), _) => {}
            (Err(reason), _) => problem(reason),
            (Ok(Some(_)), _) if who.name.is_empty() => problem(OvertimeReason::MissingName),
            (Ok(Some(_)), None) => problem(OvertimeReason::NoSuchDay),
            (Ok(Some(worked)), Some(day)) => into.entries.push(OvertimeEntry {
                row: row.number,
                column: letters(*column),
                name: who.name.clone(),
                post: who.post.clone(),
                day: *day,
                hours: worked.hours,
                span: worked.span,
            }),
        }
    }
}

/// The day of each column; none for one that the month does not have.
///
/// Where the numbers begin anew the sheet runs from one month into the next, and bears the name of the later one.
fn days(columns: &[(u32, HeadDay)], first: Option<NaiveDate>) -> Vec<(u32, Option<NaiveDate>)> {
    let anew = columns
        .windows(2)
        .position(|pair| matches!(pair, [(_, HeadDay::Number(before)), (_, HeadDay::Number(day))] if day < before));
    let of = |first: NaiveDate, day: u32| NaiveDate::from_ymd_opt(first.year(), first.month(), day);
    let one = |(at, (column, day)): (usize, &(u32, HeadDay))| {
        let day = match (*day, first) {
            (HeadDay::Full(day), _) => Some(day),
            (HeadDay::Number(day), Some(first)) if anew.is_some_and(|anew| at <= anew) => {
                first.checked_sub_months(Months::new(1)).and_then(|before| of(before, day))
            }
            (HeadDay::Number(day), Some(first)) => of(first, day),
            (HeadDay::OfYear(month, day), Some(first)) => {
                // A December beside a January is that of the year before.
                let before = month == 12 && first.month() == 1;
                NaiveDate::from_ymd_opt(first.year() - i32::from(before), month, day)
            }
            (_, None) => None,
        };
        (*column, day)
    };
    columns.iter().enumerate().map(one).collect()
}
