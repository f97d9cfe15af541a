//! The first screen (今日): what is owed, what is near, what is not known.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use method::{DutyKind, DutyState};
use vault::{DutyFilter, Reading};

use crate::lookup::{Lookup, Rules};
use crate::session::day_view;
use crate::{
    Desk, DeskError, DraftRow, Figures, FiguresGet, Host, Nothing, RoutineGroup, TodayView, activities, birthdays,
    check, duties, examples, knowing, papers, promises, retention, suggestions, upkeep,
};

/// The most rows of what is due after this week, and of promises; the rest is a list away.
const LATER: u32 = 200;
const PROMISES: usize = 50;
/// Birthdays are shown so many days ahead.
const BIRTHDAY_DAYS: u32 = 14;

pub(crate) fn today_get(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<TodayView, DeskError> {
    upkeep::of_the_day(desk)?;
    let rules = desk.rules();
    desk.read(|reading| view(reading, &rules))
}

fn view(reading: &Reading<'_>, rules: &Rules) -> Result<TodayView, DeskError> {
    let today = rules.today;
    let lookup = Lookup::new(reading, rules);
    let (sunday, year) = (end_of_week(today), (of_year(today, 1, 1), of_year(today, 12, 31)));
    let mut view = TodayView {
        today,
        day: day_view(&rules.calendar, today),
        overdue: Vec::new(),
        due_today: Vec::new(),
        this_week: Vec::new(),
        later: Vec::new(),
        later_count: reading.owed_after(sunday)?,
        routines: routines(reading, &lookup, today)?,
        drafts: drafts(reading, &lookup)?,
        promises: promises::open(reading, &lookup, PROMISES)?,
        activities: activities::owed(reading, today)?,
        suggestions: suggestions::counts(reading, today)?,
        example_month: examples::to_review(reading, today, lookup.calendar)?,
        papers: papers::today(reading, rules)?,
        birthdays: birthdays::upcoming(reading, &lookup, BIRTHDAY_DAYS)?,
        knowing: knowing::summary(reading, &lookup, rules)?,
        figures: figures(reading, rules, year, None)?,
        persons: reading.present_count()?.try_into().unwrap_or(u32::MAX),
        events: reading.event_count()?,
        met_this_year: reading.met_count(year.0, today)?,
    };
    // Open duties come in the order of their due days, so the longest overdue stand first.
    let owed = DutyFilter { open_only: true, no_routines: true, ..DutyFilter::default() };
    let near = reading.duties(DutyFilter { to: Some(sunday), ..owed.clone() })?;
    let far = reading.duties(DutyFilter { from: sunday.succ_opt(), limit: Some(LATER), ..owed })?;
    // What was missed from the start asks for its reason here, too.
    let unexplained = reading.unexplained_duties()?;
    let mut shown = unexplained.into_iter().chain(near).chain(far).collect();
    duties::leave_out(reading, false, &mut shown)?;
    for duty in lookup.duty_views(shown)? {
        match duty.state {
            // A talk before an event that was not had in time stays in sight until it is closed with a reason.
            DutyState::Overdue { .. } | DutyState::Missed => view.overdue.push(duty),
            DutyState::Today => view.due_today.push(duty),
            DutyState::ThisWeek => view.this_week.push(duty),
            _ => view.later.push(duty),
        }
    }
    view.overdue.sort_by_key(|duty| duty.due);
    Ok(view)
}

fn routines(reading: &Reading<'_>, lookup: &Lookup<'_>, today: NaiveDate) -> Result<Vec<RoutineGroup>, DeskError> {
    let counts = reading.routine_counts(today)?;
    let groups = counts.into_iter().map(|count| RoutineGroup {
        title: lookup.kind_title(&count.kind),
        kind: count.kind,
        due: count.due,
        open: count.open,
        all: count.all,
        overdue: today > count.due && count.open > 0,
    });
    Ok(groups.filter(|group| group.all > 0).collect())
}

fn drafts(reading: &Reading<'_>, lookup: &Lookup<'_>) -> Result<Vec<DraftRow>, DeskError> {
    let mut rows = Vec::new();
    let (mut talks, mut visits) = (reading.draft_talks()?, reading.draft_visits()?);
    retention::leave_out(reading, false, &mut talks, |talk| &talk.persons)?;
    retention::leave_out(reading, false, &mut visits, |visit| &visit.persons)?;
    for talk in talks {
        let persons = lookup.person_refs(&talk.persons)?;
        rows.push(DraftRow { kind: DutyKind::Talk, id: talk.id.to_string(), persons, day: talk.day });
    }
    for visit in visits {
        let persons = lookup.person_refs(&visit.persons)?;
        rows.push(DraftRow { kind: DutyKind::Visit, id: visit.id.to_string(), persons, day: visit.day });
    }
    Ok(rows)
}

pub(crate) fn figures_get(desk: &mut Desk, _: &dyn Host, request: FiguresGet) -> Result<Figures, DeskError> {
    check::day(request.from)?;
    check::day(request.to)?;
    let rules = desk.rules();
    desk.read(|reading| figures(reading, &rules, (request.from, request.to), request.person))
}

/// The figures of the duties first due in a period, both days included.
fn figures(
    reading: &Reading<'_>,
    rules: &Rules,
    period: (NaiveDate, NaiveDate),
    person: Option<method::PersonId>,
) -> Result<Figures, DeskError> {
    let tally = reading.tally(period, rules.today, person)?;
    Ok(Figures { tally, on_time_permille: tally.on_time_permille() })
}

fn end_of_week(day: NaiveDate) -> NaiveDate {
    let left = 6 - u64::from(day.weekday().days_since(Weekday::Mon));
    day.checked_add_days(Days::new(left)).unwrap_or(day)
}

fn of_year(day: NaiveDate, month: u32, of_month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), month, of_month).unwrap_or(day)
}
