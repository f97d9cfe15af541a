//! What a sheet of overtime would change: whose days they are, and what is entered for them already.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use method::{Person, PersonId};
use sheet::{OvertimeEntry, OvertimeHours, OvertimeReason, OvertimeSheet};
use vault::Reading;

use crate::overtime::DAY;
use crate::{
    DeskError, ErrorCode, OvertimePlan, OvertimePlanDay, OvertimePlanRow, OvertimeRefused, PersonRef, check, retention,
    session,
};

/// 半天 and 全天 in minutes.
const HALF_DAY: u32 = 240;
const WHOLE_DAY: u32 = 480;

/// What the file says of a person's day.
struct Said {
    minutes: u32,
    spans: Vec<(u32, u32)>,
}

/// The plan without its token and without what it makes owed.
pub(super) fn compare(
    reading: &Reading<'_>,
    sheet: &OvertimeSheet,
    tick_minutes: u32,
    today: NaiveDate,
) -> Result<OvertimePlan, DeskError> {
    let people = People::of(reading)?;
    let mut refused = Refused::of(sheet);
    let mut rows: Vec<(u32, &Person)> = Vec::new();
    let mut said: HashMap<PersonId, BTreeMap<NaiveDate, Said>> = HashMap::new();
    for entry in &sheet.entries {
        let person = match people.find(&entry.name, &entry.post, entry.day) {
            Ok(person) => person,
            Err(reason) => {
                refused.row(entry, reason);
                continue;
            }
        };
        if let Err(reason) = day_is_possible(entry.day, today) {
            refused.cell(entry, reason);
            continue;
        }
        let minutes = match entry.hours {
            OvertimeHours::Minutes(minutes) => minutes,
            OvertimeHours::Tick => tick_minutes,
            OvertimeHours::HalfDay => HALF_DAY,
            OvertimeHours::WholeDay => WHOLE_DAY,
        };
        if !said.contains_key(&person.id) {
            rows.push((entry.row, person));
        }
        let days = said.entry(person.id).or_default();
        match days.get_mut(&entry.day) {
            None => {
                days.insert(entry.day, Said { minutes, spans: entry.span.into_iter().collect() });
            }
            Some(before) => {
                if let Err(reason) = add(before, minutes, entry.span) {
                    refused.cell(entry, reason);
                }
            }
        }
    }
    let mut plan = empty(sheet, tick_minutes, refused);
    for (row, person) in rows {
        let stored: HashMap<NaiveDate, u32> =
            reading.overtime_of(person.id)?.into_iter().map(|entry| (entry.day, entry.minutes)).collect();
        let days = said.remove(&person.id).unwrap_or_default().into_iter().map(|(day, said)| OvertimePlanDay {
            day,
            from: stored.get(&day).copied().unwrap_or_default(),
            to: said.minutes,
        });
        let person = PersonRef { id: person.id, name: person.name.clone(), post: person.post.clone() };
        plan.rows.push(OvertimePlanRow { row, person, days: days.collect() });
    }
    for day in plan.rows.iter().flat_map(|row| &row.days) {
        match (day.from, day.to) {
            (from, to) if from == to => plan.same += 1,
            (0, _) => plan.new += 1,
            _ => plan.changed += 1,
        }
    }
    Ok(plan)
}

fn empty(sheet: &OvertimeSheet, tick_minutes: u32, refused: Refused) -> OvertimePlan {
    let count = |wanted: OvertimeHours| {
        session::count(sheet.entries.iter().filter(|entry| entry.hours == wanted).count() as u64)
    };
    OvertimePlan {
        token: String::new(),
        sheet: sheet.sheet.clone(),
        sheets: sheet.sheets.clone(),
        form: sheet.form,
        header_row: sheet.header_row,
        year: sheet.month.map(|(year, _)| year),
        month: sheet.month.map(|(_, month)| month),
        month_missing: sheet.month_missing,
        says_overtime: sheet.says_overtime,
        tick_minutes,
        ticks: count(OvertimeHours::Tick),
        half_days: count(OvertimeHours::HalfDay),
        whole_days: count(OvertimeHours::WholeDay),
        rows: Vec::new(),
        rejected: refused.list.iter().map(|one| one.cells).sum(),
        problems: refused.list,
        skipped: sheet.skipped,
        new: 0,
        changed: 0,
        same: 0,
        changes: Vec::new(),
    }
}

fn day_is_possible(day: NaiveDate, today: NaiveDate) -> Result<(), OvertimeReason> {
    check::took_place(day, None, None, today).map_err(|error| match error.code {
        ErrorCode::DayInFuture => OvertimeReason::DayInFuture,
        _ => OvertimeReason::BadYear,
    })
}

/// Two stretches of one day are added when both say from when to when and do not overlap; else nobody can say which is meant.
fn add(before: &mut Said, minutes: u32, span: Option<(u32, u32)>) -> Result<(), OvertimeReason> {
    let apart = |span: &(u32, u32)| before.spans.iter().all(|other| span.1 <= other.0 || other.1 <= span.0);
    let Some(span) = span.filter(apart).filter(|_| !before.spans.is_empty()) else {
        return Err(OvertimeReason::TwiceInFile);
    };
    if before.minutes + minutes > DAY {
        return Err(OvertimeReason::OverADay);
    }
    before.minutes += minutes;
    before.spans.push(span);
    Ok(())
}

/// Everyone whom a name can mean.
struct People {
    by_name: HashMap<String, Vec<Person>>,
}

impl People {
    fn of(reading: &Reading<'_>) -> Result<Self, DeskError> {
        let hidden = retention::hidden(reading)?;
        let mut by_name: HashMap<String, Vec<Person>> = HashMap::new();
        for person in reading.persons()?.into_iter().filter(|person| !hidden.contains(&person.id)) {
            by_name.entry(person.name.clone()).or_default().push(person);
        }
        Ok(Self { by_name })
    }

    /// The one who bears the name; of several the one with the post, else the one who had not left by that day.
    fn find(&self, name: &str, post: &str, day: NaiveDate) -> Result<&Person, OvertimeReason> {
        let all = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        let only = |found: Vec<&'_ Person>| match found[..] {
            [one] => Some(one.id),
            _ => None,
        };
        let with_post = || all.iter().filter(|person| !post.is_empty() && person.post == post).collect();
        let there = || -> Vec<&Person> {
            all.iter().filter(|person| person.left.as_ref().is_none_or(|left| day <= left.day)).collect()
        };
        let id = match all {
            [] => return Err(OvertimeReason::UnknownPerson),
            // His namesake may work here now; hours after he left are not his.
            [_] => return there().pop().ok_or(OvertimeReason::UnknownPerson),
            _ => only(with_post()).or_else(|| only(there())),
        };
        all.iter().find(|person| Some(person.id) == id).ok_or(OvertimeReason::TwoOfOneName)
    }
}

/// What is refused; a name that means nobody is told once for its row.
struct Refused {
    list: Vec<OvertimeRefused>,
}

impl Refused {
    fn of(sheet: &OvertimeSheet) -> Self {
        let list = sheet.problems.iter().map(|problem| OvertimeRefused {
            row: problem.row,
            column: problem.column.clone(),
            name: problem.name.clone(),
            day: problem.day,
            value: problem.value.clone(),
            reason: problem.reason,
            cells: 1,
        });
        Self { list: list.collect() }
    }

    fn cell(&mut self, entry: &OvertimeEntry, reason: OvertimeReason) {
        let (column, name) = (entry.column.clone(), entry.name.clone());
        let day = Some(entry.day);
        self.list.push(OvertimeRefused { row: entry.row, column, name, day, value: String::new(), reason, cells: 1 });
    }

    fn row(&mut self, entry: &OvertimeEntry, reason: OvertimeReason) {
        match self.list.last_mut() {
            Some(last) if last.row == entry.row && last.reason == reason => last.cells += 1,
            _ => {
                self.cell(entry, reason);
                if let Some(last) = self.list.last_mut() {
                    last.column.clear();
                    last.day = None;
                }
            }
        }
    }
}
