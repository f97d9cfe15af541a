//! A year of what is asked and what was held, and what is owed of it today.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use method::{ActivityKind, ActivityState, Asked, Cadence, CadencePeriod, CadenceState, cadence};
use vault::Reading;

use super::kinds;
use crate::records::log;
use crate::{
    ActivityExplain, ActivityOwed, ActivityYear, ActivityYearOf, CadenceCell, CadenceRow, Desk, DeskError, ErrorCode,
    Host, check,
};

pub(crate) fn activity_year(desk: &mut Desk, _: &dyn Host, request: ActivityYearOf) -> Result<ActivityYear, DeskError> {
    check_year(request.year)?;
    let today = desk.today();
    desk.read(|reading| year(reading, request.year, today))
}

/// Notes why none was held in a period that is over.
pub(crate) fn activity_explain(
    desk: &mut Desk,
    _: &dyn Host,
    request: ActivityExplain,
) -> Result<ActivityYear, DeskError> {
    let today = desk.today();
    let reason = request.reason.trim().to_owned();
    check::line("reason", &reason)?;
    check_year(request.from.year())?;
    desk.write(|writing| {
        let held = Held::of(writing)?;
        let kind = kinds::kind(writing, &request.kind)?;
        let since = kinds::since(writing, today)?;
        let periods = held.year(&kind, since, request.from.year(), today);
        let missed = periods.iter().find(|period| {
            period.from == request.from && matches!(period.state, CadenceState::Missed | CadenceState::Explained)
        });
        if missed.is_none() {
            return Err(DeskError::with(ErrorCode::BadRequest, "from"));
        }
        writing.put_cadence_reason(&kind.code, request.from, &reason)?;
        log(writing, "activity_explain", &kind.code, &(request.from, &reason))?;
        year(writing, request.from.year(), today)
    })
}

fn check_year(year: i32) -> Result<(), DeskError> {
    if (1990..=2099).contains(&year) { Ok(()) } else { Err(DeskError::with(ErrorCode::BadDate, "year")) }
}

/// What was held and planned of each kind, and what was explained.
struct Held {
    held: BTreeMap<String, Vec<NaiveDate>>,
    planned: BTreeMap<String, Vec<NaiveDate>>,
    reasons: BTreeMap<(String, NaiveDate), String>,
}

impl Held {
    fn of(reading: &Reading<'_>) -> Result<Self, DeskError> {
        let (mut held, mut planned): (BTreeMap<String, Vec<_>>, BTreeMap<String, Vec<_>>) = Default::default();
        for (kind, day, state) in reading.activity_days()? {
            let days = if state == ActivityState::Held { &mut held } else { &mut planned };
            days.entry(kind).or_default().push(day);
        }
        let reasons = reading.cadence_reasons()?.into_iter().map(|(kind, from, reason)| ((kind, from), reason));
        Ok(Self { held, planned, reasons: reasons.collect() })
    }

    /// The periods of a year of a kind; none when nothing is asked of it.
    fn year(&self, kind: &ActivityKind, since: NaiveDate, year: i32, today: NaiveDate) -> Vec<CadencePeriod> {
        let Some(every) = kind.every.filter(|_| !kind.hidden) else { return Vec::new() };
        let since = kind.since.map_or(since, |own| own.max(since));
        let held = self.held.get(&kind.code).map(Vec::as_slice).unwrap_or_default();
        let is_explained = |from| self.reasons.contains_key(&(kind.code.clone(), from));
        cadence(Asked { every, times: kind.times, since }, held, year, today, is_explained)
    }

    fn cell(&self, kind: &ActivityKind, period: CadencePeriod) -> CadenceCell {
        let within = |day: &&NaiveDate| (period.from..=period.to).contains(*day);
        let reason = self.reasons.get(&(kind.code.clone(), period.from)).cloned().unwrap_or_default();
        CadenceCell {
            owed: period.owed(),
            planned: self.planned.get(&kind.code).into_iter().flatten().filter(within).copied().collect(),
            reason,
            from: period.from,
            to: period.to,
            state: period.state,
            held: period.held,
        }
    }
}

fn year(reading: &Reading<'_>, year: i32, today: NaiveDate) -> Result<ActivityYear, DeskError> {
    let held = Held::of(reading)?;
    let since = kinds::since(reading, today)?;
    let days = held.held.values().chain(held.planned.values()).flatten();
    let years: BTreeSet<i32> = days.map(Datelike::year).chain([since.year(), today.year()]).collect();
    let rows = kinds::kinds(reading)?.into_iter().filter_map(|kind| {
        let periods = held.year(&kind, since, year, today);
        let every = kind.every.filter(|_| !periods.is_empty())?;
        let periods = periods.into_iter().map(|period| held.cell(&kind, period)).collect();
        Some(CadenceRow { every, times: kind.times, periods, kind: kind.code, title: kind.title })
    });
    Ok(ActivityYear { year, kinds: rows.collect(), since, years: years.into_iter().rev().collect() })
}

/// What is to be reminded of: missed in this year or the last and not explained, or owed while the last third of its period runs.
pub(crate) fn owed(reading: &Reading<'_>, today: NaiveDate) -> Result<Vec<ActivityOwed>, DeskError> {
    let held = Held::of(reading)?;
    let since = kinds::since(reading, today)?;
    let mut owed = Vec::new();
    for kind in kinds::kinds(reading)? {
        let years = [today.year() - 1, today.year()];
        let periods = years.into_iter().flat_map(|year| held.year(&kind, since, year, today));
        for period in periods.filter(|period| period.reminds(today)) {
            let cell = held.cell(&kind, period);
            let (code, title) = (kind.code.clone(), kind.title.clone());
            owed.push(ActivityOwed { kind: code, title, every: kind.every.unwrap_or(Cadence::Year), cell });
        }
    }
    // What is missed first, the longest ago before others.
    owed.sort_by_key(|one| (one.cell.state != CadenceState::Missed, one.cell.to));
    Ok(owed)
}
