//! Streaks of overtime: the cases that the method names, and what must hold for any overtime.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use method::StreakGround::{RestDays, Week, Workdays};
use method::{Calendar, EventId, KeptStreak, Matched, Streak, StreakGround, StreakLimits, find_streaks, match_streaks};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::built_in);

const SHIPPED: StreakLimits = StreakLimits { day_minutes: 120, workdays: 5, rest_days: 2, week_minutes: 1200 };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(from: &str, to: &str) -> Vec<NaiveDate> {
    day(from).iter_days().take_while(|one| *one <= day(to)).collect()
}

/// So many minutes on each of the days.
fn each(minutes: u32, days: &[NaiveDate]) -> Vec<(NaiveDate, u32)> {
    days.iter().map(|day| (*day, minutes)).collect()
}

fn streak(first: &str, last: &str, days: u32, minutes: u32, grounds: &[StreakGround]) -> Streak {
    Streak { first: day(first), last: day(last), days, minutes, grounds: grounds.to_vec() }
}

fn find(entries: &[(NaiveDate, u32)]) -> Vec<Streak> {
    find_streaks(entries, &SHIPPED, &CALENDAR)
}

#[test]
fn five_working_days_are_a_streak_and_four_are_none() {
    let week = each(120, &days("2026-11-16", "2026-11-20"));
    assert_eq!(find(&week), [streak("2026-11-16", "2026-11-20", 5, 600, &[Workdays])]);
    assert_eq!(find(&week[..4]), []);
    let short = [&week[..2], &[(day("2026-11-18"), 119)], &week[3..]].concat();
    assert_eq!(find(&short), [], "a day below two hours does not count and breaks the run");
}

#[test]
fn a_free_weekend_breaks_no_run_and_a_free_working_day_does() {
    let worked = each(120, &[days("2026-11-12", "2026-11-13"), days("2026-11-16", "2026-11-18")].concat());
    assert_eq!(find(&worked), [streak("2026-11-12", "2026-11-18", 5, 600, &[Workdays])]);
    let worked = each(120, &[days("2026-11-11", "2026-11-12"), days("2026-11-16", "2026-11-18")].concat());
    assert_eq!(find(&worked), [], "Friday was free");
}

#[test]
fn a_week_and_its_weekend_are_one_streak() {
    let week = each(120, &days("2026-11-16", "2026-11-22"));
    assert_eq!(find(&week), [streak("2026-11-16", "2026-11-22", 7, 840, &[Workdays, RestDays])]);
    // Two full weekends around a full week: nothing breaks them apart either.
    let both = each(120, &days("2026-11-14", "2026-11-22"));
    assert_eq!(find(&both), [streak("2026-11-14", "2026-11-22", 9, 1080, &[Workdays, RestDays])]);
    let without_wednesday: Vec<_> = both.into_iter().filter(|(one, _)| *one != day("2026-11-18")).collect();
    let weekends = [
        streak("2026-11-14", "2026-11-15", 2, 240, &[RestDays]),
        streak("2026-11-21", "2026-11-22", 2, 240, &[RestDays]),
    ];
    assert_eq!(find(&without_wednesday), weekends);
}

#[test]
fn a_streak_runs_across_new_year_with_its_make_up_sunday() {
    // 元旦 2026 is 1–3 January; Sunday the 4th is worked.
    let around = [days("2025-12-30", "2025-12-31"), days("2026-01-04", "2026-01-06")].concat();
    assert_eq!(find(&each(150, &around)), [streak("2025-12-30", "2026-01-06", 5, 750, &[Workdays])]);
    let without_sunday = [days("2025-12-30", "2025-12-31"), days("2026-01-05", "2026-01-07")].concat();
    assert_eq!(find(&each(150, &without_sunday)), [], "the make-up Sunday is a working day like any other");
}

#[test]
fn a_streak_runs_across_spring_festival() {
    // 春节 2026 is 15–23 February; Saturday the 14th is worked, and so is Saturday the 28th.
    let around = [days("2026-02-12", "2026-02-14"), days("2026-02-24", "2026-02-25")].concat();
    assert_eq!(find(&each(120, &around)), [streak("2026-02-12", "2026-02-25", 5, 600, &[Workdays])]);
    // Two weeks of work before and after it are one streak, and the duty of two days in its middle is the same one.
    let weeks = [days("2026-02-09", "2026-02-14"), days("2026-02-17", "2026-02-18"), days("2026-02-24", "2026-02-28")];
    let one = [streak("2026-02-09", "2026-02-28", 13, 1560, &[Workdays, RestDays])];
    assert_eq!(find(&each(120, &weeks.concat())), one);
    let on_duty = each(120, &weeks[1]);
    assert_eq!(find(&on_duty), [streak("2026-02-17", "2026-02-18", 2, 240, &[RestDays])]);
}

#[test]
fn two_days_off_in_a_row_are_a_streak() {
    assert_eq!(
        find(&each(180, &days("2026-11-21", "2026-11-22"))),
        [streak("2026-11-21", "2026-11-22", 2, 360, &[RestDays])]
    );
    assert_eq!(find(&each(180, &[day("2026-11-15"), day("2026-11-21")])), [], "not in a row");
    assert_eq!(find(&each(180, &[day("2026-01-03"), day("2026-01-04")])), [], "the Sunday is a working day");
}

#[test]
fn twenty_hours_within_seven_days_are_a_streak() {
    let heavy = each(300, &[day("2026-11-16"), day("2026-11-18"), day("2026-11-20"), day("2026-11-22")]);
    assert_eq!(find(&heavy), [streak("2026-11-16", "2026-11-22", 4, 1200, &[Week])]);
    let wider = each(300, &[day("2026-11-16"), day("2026-11-18"), day("2026-11-20"), day("2026-11-23")]);
    assert_eq!(find(&wider), [], "eight days");
    let less = [&heavy[..3], &[(day("2026-11-22"), 299)]].concat();
    assert_eq!(find(&less), [], "a minute less");
    let one = [(day("2026-11-18"), 1300), (day("2026-11-19"), 60)];
    assert_eq!(find(&one), [streak("2026-11-18", "2026-11-18", 1, 1300, &[Week])], "a single day can be too much");
}

#[test]
fn a_limit_of_nought_is_off() {
    let all = each(300, &days("2026-11-16", "2026-11-22"));
    let none = StreakLimits { day_minutes: 0, workdays: 0, rest_days: 0, week_minutes: 0 };
    assert_eq!(find_streaks(&all, &none, &CALENDAR), []);
    let rest = StreakLimits { rest_days: 1, ..none };
    let worked = [(day("2026-11-21"), 1), (day("2026-11-22"), 0)];
    let saturday = [streak("2026-11-21", "2026-11-21", 1, 1, &[RestDays])];
    assert_eq!(find_streaks(&worked, &rest, &CALENDAR), saturday, "no work never counts");
    assert_eq!(find_streaks(&[], &SHIPPED, &CALENDAR), []);
}

fn kept(event: u128, first: &str, last: &str, settled: bool) -> KeptStreak {
    KeptStreak { event: EventId(Uuid::from_u128(event)), first: day(first), last: day(last), settled }
}

fn event(n: u128) -> EventId {
    EventId(Uuid::from_u128(n))
}

#[test]
fn a_growing_streak_keeps_its_event() {
    let grown = streak("2026-11-13", "2026-11-23", 7, 840, &[Workdays]);
    let matched = match_streaks(&[kept(1, "2026-11-16", "2026-11-20", false)], std::slice::from_ref(&grown));
    assert_eq!(matched, Matched { keep: vec![(event(1), grown.clone())], ..Matched::default() });
    let beside = [kept(1, "2026-11-10", "2026-11-12", false), kept(2, "2026-11-24", "2026-11-25", true)];
    let matched = match_streaks(&beside, std::slice::from_ref(&grown));
    assert_eq!(matched.gone, [event(1), event(2)], "beside is not the same");
    assert_eq!(matched.new, [grown]);
}

#[test]
fn of_two_that_merge_the_settled_one_stays_then_the_earlier() {
    let one = [streak("2026-11-02", "2026-11-20", 15, 1800, &[Workdays])];
    let (early, late) = (kept(9, "2026-11-02", "2026-11-06", false), kept(1, "2026-11-16", "2026-11-20", false));
    let matched = match_streaks(&[late, early], &one);
    assert_eq!((matched.keep[0].0, matched.gone), (event(9), vec![event(1)]));
    let matched = match_streaks(&[early, KeptStreak { settled: true, ..late }], &one);
    assert_eq!((matched.keep[0].0, matched.gone), (event(1), vec![event(9)]));
    let twin = KeptStreak { event: event(8), ..early };
    assert_eq!(match_streaks(&[early, twin], &one).keep[0].0, event(8), "the smallest id");
}

#[test]
fn of_two_that_split_the_earlier_keeps_the_event() {
    let found = [
        streak("2026-11-02", "2026-11-06", 5, 600, &[Workdays]),
        streak("2026-11-14", "2026-11-15", 2, 240, &[RestDays]),
    ];
    let matched = match_streaks(&[kept(1, "2026-11-02", "2026-11-15", true)], &found);
    assert_eq!(matched.keep, [(event(1), found[0].clone())]);
    assert_eq!((matched.new, matched.gone), (vec![found[1].clone()], vec![]));
}

#[test]
fn a_corrected_streak_is_gone() {
    let matched = match_streaks(&[kept(1, "2026-11-02", "2026-11-06", true)], &[]);
    assert_eq!(matched, Matched { gone: vec![event(1)], ..Matched::default() });
}

/// The first of the days that properties are about: across a new year, 春节 and two make-up days.
fn start() -> NaiveDate {
    day("2025-12-15")
}

/// Minutes for each day from [`start`] on; dense enough for streaks.
fn any_overtime() -> impl Strategy<Value = Vec<(NaiveDate, u32)>> {
    let minutes = prop_oneof![2 => Just(0u32), 1 => Just(60), 5 => Just(130), 2 => Just(250), 1 => Just(500)];
    let numbered = vec(minutes, 1..90).prop_map(|all| (0u64..).zip(all).collect::<Vec<_>>());
    numbered.prop_map(|all| {
        all.into_iter().filter(|(_, one)| *one > 0).map(|(n, one)| (start() + Days::new(n), one)).collect()
    })
}

fn any_limits() -> impl Strategy<Value = StreakLimits> {
    let some = (0u32..200, 0u32..8, 0u32..4, prop_oneof![Just(0), 300u32..1600]);
    let some = some.prop_map(|(day_minutes, workdays, rest_days, week_minutes)| StreakLimits {
        day_minutes,
        workdays,
        rest_days,
        week_minutes,
    });
    prop_oneof![2 => Just(SHIPPED), 3 => some]
}

/// Every stretch of days that meets a limit by the letter of the method, found by trying all of them.
fn stretches(entries: &[(NaiveDate, u32)], limits: &StreakLimits) -> Vec<(NaiveDate, NaiveDate, StreakGround)> {
    let minutes = |day: NaiveDate| {
        let found = entries.iter().find(|(one, _)| *one == day);
        found.map(|(_, minutes)| *minutes).filter(|minutes| *minutes > 0 && *minutes >= limits.day_minutes)
    };
    let span: Vec<NaiveDate> = (start() - Days::new(7)).iter_days().take(110).collect();
    let all: Vec<(NaiveDate, bool, Option<u32>)> =
        span.iter().map(|day| (*day, CALENDAR.kind(*day).is_workday(), minutes(*day))).collect();
    let mut found = Vec::new();
    for from in 0..all.len() {
        for to in from..all.len() {
            let part = &all[from..=to];
            if part[0].2.is_none() || part[part.len() - 1].2.is_none() {
                continue;
            }
            let workdays = part.iter().filter(|(_, work, _)| *work).count();
            let whole = part.iter().all(|(_, work, minutes)| !work || minutes.is_some());
            let edges = part[0].1 && part[part.len() - 1].1;
            if limits.workdays > 0 && edges && whole && workdays >= limits.workdays as usize {
                found.push((part[0].0, part[part.len() - 1].0, Workdays));
            }
            let rest = part.iter().all(|(_, work, minutes)| !work && minutes.is_some());
            if limits.rest_days > 0 && rest && part.len() >= limits.rest_days as usize {
                found.push((part[0].0, part[part.len() - 1].0, RestDays));
            }
            let sum: u32 = part.iter().filter_map(|(_, _, minutes)| *minutes).sum();
            if limits.week_minutes > 0 && part.len() <= 7 && sum >= limits.week_minutes {
                found.push((part[0].0, part[part.len() - 1].0, Week));
            }
        }
    }
    found
}

fn counts(entries: &[(NaiveDate, u32)], limits: &StreakLimits, day: NaiveDate) -> bool {
    entries.iter().any(|(one, minutes)| *one == day && *minutes > 0 && *minutes >= limits.day_minutes)
}

/// The streaks day by day: every day of a stretch is in one, and so is a gap without a working day that does not count.
fn by_hand(entries: &[(NaiveDate, u32)], limits: &StreakLimits) -> Vec<Streak> {
    let stretches = stretches(entries, limits);
    let mut streaks: Vec<Streak> = Vec::new();
    let mut broken = true;
    for day in start().iter_days().take(100) {
        let over = stretches.iter().filter(|(first, last, _)| *first <= day && day <= *last);
        let grounds: BTreeSet<StreakGround> = over.map(|(_, _, ground)| *ground).collect();
        if grounds.is_empty() {
            broken |= CALENDAR.kind(day).is_workday() && !counts(entries, limits, day);
            continue;
        }
        if broken {
            streaks.push(Streak { first: day, last: day, days: 0, minutes: 0, grounds: vec![] });
        }
        broken = false;
        let streak = streaks.last_mut().unwrap();
        streak.last = day;
        streak.grounds.extend(grounds);
    }
    for streak in &mut streaks {
        let within = entries.iter().filter(|(day, _)| streak.first <= *day && *day <= streak.last);
        let counting: Vec<u32> = within.filter(|(day, _)| counts(entries, limits, *day)).map(|(_, one)| *one).collect();
        streak.days = counting.len() as u32;
        streak.minutes = counting.iter().sum();
        streak.grounds.sort();
        streak.grounds.dedup();
    }
    streaks
}

fn within(streaks: &[Streak], day: NaiveDate) -> usize {
    streaks.iter().filter(|streak| streak.first <= day && day <= streak.last).count()
}

proptest! {
    #[test]
    fn streaks_agree_with_counting_by_hand(entries in any_overtime(), limits in any_limits()) {
        prop_assert_eq!(find_streaks(&entries, &limits, &CALENDAR), by_hand(&entries, &limits));
    }

    #[test]
    fn the_order_of_entries_does_not_matter(
        (entries, mixed) in any_overtime().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        limits in any_limits(),
    ) {
        let streaks = find_streaks(&entries, &limits, &CALENDAR);
        prop_assert_eq!(&find_streaks(&mixed, &limits, &CALENDAR), &streaks);
        let twice = [&mixed[..], &entries[..]].concat();
        prop_assert_eq!(&find_streaks(&twice, &limits, &CALENDAR), &streaks, "nor does a day that is given twice");
    }

    #[test]
    fn streaks_are_apart_and_hold_every_stretch_whole(entries in any_overtime(), limits in any_limits()) {
        let streaks = find_streaks(&entries, &limits, &CALENDAR);
        for pair in streaks.windows(2) {
            let between = pair[0].last.iter_days().skip(1).take_while(|day| *day < pair[1].first);
            let pauses = between.filter(|day| CALENDAR.kind(*day).is_workday() && !counts(&entries, &limits, *day));
            prop_assert!(pauses.count() > 0, "a working day without overtime lies between two streaks");
        }
        let stretches = stretches(&entries, &limits);
        for (first, last, ground) in &stretches {
            let holding: Vec<&Streak> = streaks.iter().filter(|one| one.first <= *first && *last <= one.last).collect();
            prop_assert_eq!(holding.len(), 1);
            prop_assert!(holding[0].grounds.contains(ground));
        }
        for streak in &streaks {
            let ends = [streak.first, streak.last];
            prop_assert!(ends.iter().all(|day| counts(&entries, &limits, *day)), "it begins and ends with a counting day");
            prop_assert!(!streak.grounds.is_empty());
            for ground in &streak.grounds {
                let met = |(first, last, of): &(NaiveDate, NaiveDate, StreakGround)| {
                    of == ground && streak.first <= *first && *last <= streak.last
                };
                prop_assert!(stretches.iter().any(met), "each ground is met within it");
            }
        }
    }

    #[test]
    fn more_overtime_never_takes_a_day_out(
        entries in any_overtime(),
        limits in any_limits(),
        n in 0u64..90,
        more in 1u32..700,
    ) {
        let before = find_streaks(&entries, &limits, &CALENDAR);
        let extra = start() + Days::new(n);
        let mut after: Vec<_> = entries.clone();
        match after.iter_mut().find(|(day, _)| *day == extra) {
            Some((_, minutes)) => *minutes += more,
            None => after.push((extra, more)),
        }
        let after = find_streaks(&after, &limits, &CALENDAR);
        for day in start().iter_days().take(100) {
            prop_assert!(within(&before, day) <= within(&after, day));
        }
    }

    #[test]
    fn every_streak_and_every_event_is_accounted_for_once(
        (old, mixed) in vec((0u64..90, 0u64..14, any::<bool>()), 0..8)
            .prop_map(|all| (1..).zip(all).map(|(id, (from, long, settled))| {
                let first = start() + Days::new(from);
                KeptStreak { event: EventId(Uuid::from_u128(id)), first, last: first + Days::new(long), settled }
            }).collect::<Vec<_>>())
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        entries in any_overtime(),
    ) {
        let found = find_streaks(&entries, &SHIPPED, &CALENDAR);
        let matched = match_streaks(&old, &found);
        prop_assert_eq!(&match_streaks(&mixed, &found), &matched, "the order does not matter");
        let mut streaks: Vec<&Streak> = matched.keep.iter().map(|(_, streak)| streak).chain(&matched.new).collect();
        streaks.sort_by_key(|streak| streak.first);
        prop_assert_eq!(streaks, found.iter().collect::<Vec<_>>());
        let mut events: Vec<EventId> = matched.keep.iter().map(|(id, _)| *id).chain(matched.gone.clone()).collect();
        events.sort();
        prop_assert_eq!(events, old.iter().map(|one| one.event).collect::<Vec<_>>());
        let shares = |one: &KeptStreak, streak: &Streak| one.first <= streak.last && streak.first <= one.last;
        for (id, streak) in &matched.keep {
            prop_assert!(old.iter().any(|one| one.event == *id && shares(one, streak)));
        }
        for one in old.iter().filter(|one| matched.gone.contains(&one.event)) {
            prop_assert!(!matched.new.iter().any(|streak| shares(one, streak)), "none is dropped that a streak needs");
        }
    }
}
