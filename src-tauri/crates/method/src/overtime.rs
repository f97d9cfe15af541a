//! Overtime entries and the streaks in them (连续加班).

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Calendar, EventId, PersonId};

/// How long one person worked over on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overtime {
    /// Who.
    pub person: PersonId,
    /// When.
    pub day: NaiveDate,
    /// How long, in minutes; 1–1,440.
    pub minutes: u32,
}

/// From when on overtime is a streak; editable in the rule pack. A limit of 0 is switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StreakLimits {
    /// A day counts from so many minutes on.
    pub day_minutes: u32,
    /// So many consecutive working days are a streak.
    pub workdays: u32,
    /// So many consecutive days off are one.
    pub rest_days: u32,
    /// So many minutes within any seven days are one.
    pub week_minutes: u32,
}

impl Default for StreakLimits {
    /// The shipped pack's: five working days, two days off or 20 hours in a week, each day from two hours on.
    fn default() -> Self {
        Self { day_minutes: 120, workdays: 5, rest_days: 2, week_minutes: 1200 }
    }
}

/// Which limit made a streak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StreakGround {
    /// Enough consecutive working days.
    Workdays,
    /// Enough consecutive days off.
    RestDays,
    /// Enough hours within seven days.
    Week,
}

/// One stretch of overtime without a break (一次连续加班).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Streak {
    /// Its first counting day.
    pub first: NaiveDate,
    /// Its last counting day.
    pub last: NaiveDate,
    /// How many days within it count.
    pub days: u32,
    /// What they sum to, in minutes.
    pub minutes: u32,
    /// The limits that it meets, each once, in their order.
    pub grounds: Vec<StreakGround>,
}

/// A streak that was kept as an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptStreak {
    /// The event.
    pub event: EventId,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// Whether a duty of it was met or exempt.
    pub settled: bool,
}

/// Which event stands for which streak after the overtime changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// Events that stay, each with its streak as it is now.
    pub keep: Vec<(EventId, Streak)>,
    /// Streaks that no event stands for.
    pub new: Vec<Streak>,
    /// Events that no streak stands behind any more.
    pub gone: Vec<EventId>,
}

/// Everything of one person that counts, by day.
struct Counted<'a> {
    minutes: BTreeMap<NaiveDate, u32>,
    calendar: &'a Calendar,
}

/// What meets one limit, from its first to its last counting day.
#[derive(Clone, Copy)]
struct Span {
    first: NaiveDate,
    last: NaiveDate,
    ground: StreakGround,
}

/// The streaks in one person's overtime, in the order of days; no two share a day.
///
/// `entries` are days with minutes in any order; a day counts from `limits.day_minutes` on, and of a day given twice the longer entry.
/// Each of these is a span:
/// - at least `limits.workdays` consecutive working days that count; days off between them, counting or not, do not break the run;
/// - at least `limits.rest_days` days off that count and follow each other on the calendar;
/// - counting days within any seven that sum to at least `limits.week_minutes`, from the first of them to the last.
///
/// Spans are one streak unless a working day that does not count lies between them, because the overtime then never paused on a day
/// of work: Monday to Friday with the weekend after it is one streak, and so is work before and after a holiday.
pub fn find_streaks(entries: &[(NaiveDate, u32)], limits: &StreakLimits, calendar: &Calendar) -> Vec<Streak> {
    let mut minutes = BTreeMap::new();
    for (day, worked) in entries.iter().filter(|(_, worked)| *worked >= limits.day_minutes.max(1)) {
        let kept: &mut u32 = minutes.entry(*day).or_default();
        *kept = (*kept).max(*worked);
    }
    let counted = Counted { minutes, calendar };
    let mut spans = Vec::new();
    if limits.workdays > 0 {
        spans.extend(counted.workday_runs(limits.workdays));
    }
    if limits.rest_days > 0 {
        spans.extend(counted.rest_runs(limits.rest_days));
    }
    if limits.week_minutes > 0 {
        spans.extend(counted.weeks(limits.week_minutes));
    }
    spans.sort_by_key(|span| (span.first, span.last));
    counted.join(&spans)
}

impl Counted<'_> {
    fn is_workday(&self, day: NaiveDate) -> bool {
        self.calendar.kind(day).is_workday()
    }

    /// Whether every working day between the two counts; both themselves are left out, and between overlapping ones there is none.
    fn unbroken(&self, from: NaiveDate, to: NaiveDate) -> bool {
        let mut between = from.iter_days().skip(1).take_while(|day| *day < to);
        between.all(|day| self.minutes.contains_key(&day) || !self.is_workday(day))
    }

    fn workday_runs(&self, least: u32) -> Vec<Span> {
        let days = self.minutes.keys().copied().filter(|day| self.is_workday(*day)).collect();
        runs(days, least, StreakGround::Workdays, |before, day| self.unbroken(before, day))
    }

    fn rest_runs(&self, least: u32) -> Vec<Span> {
        let days = self.minutes.keys().copied().filter(|day| !self.is_workday(*day)).collect();
        runs(days, least, StreakGround::RestDays, |before, day| before.succ_opt() == Some(day))
    }

    /// The weeks that begin on a counting day are enough: any other week counts no more than the one from its first counting day.
    fn weeks(&self, least: u32) -> Vec<Span> {
        let mut spans = Vec::new();
        for &first in self.minutes.keys() {
            let end = first.checked_add_days(Days::new(6)).unwrap_or(NaiveDate::MAX);
            let (last, _, sum) = self.sum(first, end);
            if sum >= least {
                spans.push(Span { first, last, ground: StreakGround::Week });
            }
        }
        spans
    }

    /// The last counting day, the number of counting days and their minutes, from `first` to `end`, both included.
    fn sum(&self, first: NaiveDate, end: NaiveDate) -> (NaiveDate, u32, u32) {
        let within = self.minutes.range(first..=end);
        within.fold((first, 0, 0), |(_, days, sum), (day, minutes)| (*day, days + 1, minutes.saturating_add(sum)))
    }

    /// Joins spans, which come in the order of their first days, wherever nothing breaks them apart.
    fn join(&self, spans: &[Span]) -> Vec<Streak> {
        let mut streaks: Vec<Streak> = Vec::new();
        for span in spans {
            match streaks.last_mut() {
                Some(streak) if self.unbroken(streak.last, span.first) => {
                    streak.last = streak.last.max(span.last);
                    streak.grounds.push(span.ground);
                }
                _ => {
                    let Span { first, last, ground } = *span;
                    streaks.push(Streak { first, last, days: 0, minutes: 0, grounds: vec![ground] });
                }
            }
        }
        for streak in &mut streaks {
            (_, streak.days, streak.minutes) = self.sum(streak.first, streak.last);
            streak.grounds.sort();
            streak.grounds.dedup();
        }
        streaks
    }
}

/// The longest runs of days, each following from the one before, of at least `least` days.
fn runs(
    days: Vec<NaiveDate>,
    least: u32,
    ground: StreakGround,
    follows: impl Fn(NaiveDate, NaiveDate) -> bool,
) -> Vec<Span> {
    let runs = days.chunk_by(|before, day| follows(*before, *day));
    let long = runs.filter(|run| run.len() >= least as usize);
    long.filter_map(|run| Some(Span { first: *run.first()?, last: *run.last()?, ground })).collect()
}

/// Finds the event that stands for each streak.
///
/// A streak keeps an event that it shares a day with; of several the one with a settled duty, then the one with the earliest first day,
/// then the one with the smallest id. An event keeps to the earliest of several streaks. The others are gone.
pub fn match_streaks(kept: &[KeptStreak], found: &[Streak]) -> Matched {
    let mut left: Vec<&KeptStreak> = kept.iter().collect();
    left.sort_by_key(|kept| (!kept.settled, kept.first, kept.event));
    let mut streaks: Vec<&Streak> = found.iter().collect();
    streaks.sort_by_key(|streak| (streak.first, streak.last));
    let mut matched = Matched::default();
    for streak in streaks {
        match left.iter().position(|kept| kept.first <= streak.last && streak.first <= kept.last) {
            Some(n) => matched.keep.push((left.remove(n).event, streak.clone())),
            None => matched.new.push(streak.clone()),
        }
    }
    left.sort_by_key(|kept| (kept.first, kept.event));
    matched.gone = left.into_iter().map(|kept| kept.event).collect();
    matched
}
