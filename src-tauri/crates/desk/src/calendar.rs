//! Calendar years of the ledger: announced, imported, edited by hand.

use chrono::{Datelike, NaiveDate};
use method::{Calendar, CalendarError, YearPlan};
use vault::Reading;

use crate::lookup::{Lookup, Rules};
use crate::records::log;
use crate::session::day_view;
use crate::{
    CalendarChange, CalendarDay, CalendarGet, CalendarSource, CalendarView, CalendarYear, Desk, DeskError, ErrorCode,
    FileKind, Host, Nothing, changes, file, overtime,
};

const CALENDAR: &str = "calendar";
/// The most bytes of a year's file.
const FILE: u64 = 1 << 20;

/// The ledger's calendar: the built-in years, and over them the ledger's own.
pub(crate) fn stored(reading: &Reading<'_>) -> Result<Calendar, DeskError> {
    with_own(&own_years(reading)?)
}

fn own_years(reading: &Reading<'_>) -> Result<Vec<CalendarYear>, DeskError> {
    match reading.setting(CALENDAR)? {
        Some(value) => serde_json::from_value(value).map_err(|_| DeskError::with(ErrorCode::Internal, CALENDAR)),
        None => Ok(Vec::new()),
    }
}

fn with_own(years: &[CalendarYear]) -> Result<Calendar, DeskError> {
    let mut calendar = Calendar::built_in();
    for own in years {
        calendar.announce(own.year, plan(own)?);
    }
    Ok(calendar)
}

fn plan(year: &CalendarYear) -> Result<YearPlan, DeskError> {
    if year.days.iter().any(|day| day.name.chars().count() > 20) {
        return Err(DeskError::with(ErrorCode::TextTooLong, "days"));
    }
    YearPlan::of_days(year.year, year.days.iter().cloned()).map_err(refused)
}

pub(crate) fn calendar_get(desk: &mut Desk, _: &dyn Host, request: CalendarGet) -> Result<CalendarView, DeskError> {
    let calendar = desk.calendar.clone();
    desk.read(|reading| view(&calendar, &own_years(reading)?, request.year))
}

pub(crate) fn calendar_choose(_: &mut Desk, host: &dyn Host, _: Nothing) -> Result<Option<CalendarYear>, DeskError> {
    let Some(place) = host.open_place(FileKind::Json)? else { return Ok(None) };
    let (year, plan) = YearPlan::from_json(&file::read_text(&place, FILE)?).map_err(refused)?;
    let chosen = CalendarYear { year, days: plan.days() };
    self::plan(&chosen)?;
    Ok(Some(chosen))
}

pub(crate) fn calendar_preview(
    desk: &mut Desk,
    _: &dyn Host,
    request: CalendarYear,
) -> Result<CalendarChange, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let (own, year) = replaced(own_years(reading)?, request);
        let after = Rules { calendar: with_own(&own)?, ..rules };
        let changed = changes::under_calendar(reading, &after)?;
        let changes = changes::views(&Lookup::new(reading, &after), changed)?;
        Ok(CalendarChange { calendar: view(&after.calendar, &own, year)?, changes })
    })
}

pub(crate) fn calendar_set(desk: &mut Desk, _: &dyn Host, request: CalendarYear) -> Result<CalendarChange, DeskError> {
    apply(desk, |years| replaced(years, request))
}

pub(crate) fn calendar_reset(desk: &mut Desk, _: &dyn Host, request: CalendarGet) -> Result<CalendarChange, DeskError> {
    apply(desk, |mut years| {
        years.retain(|own| own.year != request.year);
        (years, request.year)
    })
}

/// Stores other years of the ledger's own and what they move: due days, and streaks of overtime whose days are other days now.
fn apply(
    desk: &mut Desk,
    years: impl FnOnce(Vec<CalendarYear>) -> (Vec<CalendarYear>, i32),
) -> Result<CalendarChange, DeskError> {
    let (rules, world) = (desk.rules(), desk.world.clone());
    let (change, calendar) = desk.write(|writing| {
        let (own, year) = years(own_years(writing)?);
        let after = Rules { calendar: with_own(&own)?, ..rules.clone() };
        let mut changed = changes::under_calendar(writing, &after)?;
        changes::store(writing, &changed)?;
        changed.extend(overtime::follow_year(writing, &after, &world, year)?);
        let value = serde_json::to_value(&own).map_err(|_| ErrorCode::Internal)?;
        writing.set_setting(CALENDAR, &value)?;
        log(writing, "calendar_set", &year.to_string(), &value)?;
        let changes = changes::views(&Lookup::new(writing, &after), changed)?;
        let calendar = view(&after.calendar, &own, year)?;
        Ok((CalendarChange { calendar, changes }, after.calendar))
    })?;
    desk.calendar = calendar;
    Ok(change)
}

fn replaced(mut years: Vec<CalendarYear>, one: CalendarYear) -> (Vec<CalendarYear>, i32) {
    let year = one.year;
    years.retain(|own| own.year != year);
    years.push(one);
    years.sort_by_key(|own| own.year);
    (years, year)
}

fn view(calendar: &Calendar, own: &[CalendarYear], year: i32) -> Result<CalendarView, DeskError> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).filter(|_| (2008..=2100).contains(&year));
    let first = first.ok_or_else(|| DeskError::with(ErrorCode::BadDate, "year"))?;
    let source = match (own.iter().any(|own| own.year == year), calendar.is_announced(year)) {
        (true, _) => CalendarSource::Own,
        (false, true) => CalendarSource::BuiltIn,
        (false, false) => CalendarSource::Estimated,
    };
    let all: Vec<CalendarDay> = first
        .iter_days()
        .take_while(|day| day.year() == year)
        .map(|day| CalendarDay { day, view: day_view(calendar, day) })
        .collect();
    let workdays = all.iter().filter(|day| day.view.workday).count().try_into().unwrap_or(u32::MAX);
    let days = calendar.plan(year).days();
    Ok(CalendarView { year, source, days, all, workdays, known_years: calendar.announced_years() })
}

fn refused(error: CalendarError) -> DeskError {
    let how = match error {
        CalendarError::Form => "form",
        CalendarError::Empty => "empty",
        CalendarError::Day => "day",
    };
    DeskError::with(ErrorCode::BadCalendar, how)
}
