//! Streaks of overtime under other rules, and after any sequence of entries.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use method::{Calendar, RulePack, find_streaks};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, text};

use crate::overtime::{cell, enter, events, is_live, kinds, live, visit};

/// Changes the rule pack of the ledger.
fn change_rules(ledger: &mut Ledger, change: impl FnOnce(&mut Value)) {
    let mut pack = ledger.ok("rules_get", json!({}));
    change(&mut pack);
    ledger.ok("rules_set", pack);
}

fn switch(ledger: &mut Ledger, off: bool) {
    change_rules(ledger, |pack| {
        let kinds = pack["kinds"].as_array_mut().unwrap();
        kinds.iter_mut().find(|row| row["kind"] == "overtime").unwrap()["off"] = json!(off);
    });
}

fn streaks_of_month(ledger: &mut Ledger, month: u32) -> Vec<Value> {
    let grid = ledger.ok("overtime_grid", json!({"year": 2026, "month": month}));
    grid["rows"][0]["streaks"].as_array().unwrap().clone()
}

#[test]
fn while_the_rules_have_no_overtime_it_is_only_kept() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, "2026-11-02", "2026-11-06", 120);
    let event = live(&mut ledger, &person);
    switch(&mut ledger, true);
    let kept = enter(&mut ledger, &person, "2026-11-16", "2026-11-20", 120);
    assert_eq!((&kept["changed"], kinds(&kept)), (&json!(5), vec![]));
    assert_eq!(live(&mut ledger, &person)["id"], event["id"], "only the one from before");
    let shown = streaks_of_month(&mut ledger, 11);
    assert_eq!((&shown[0]["event"], &shown[1]["event"]), (&event["id"], &Value::Null), "shown all the same");
    // What was made before does not outlive its streak.
    enter(&mut ledger, &person, "2026-11-04", "2026-11-04", 0);
    assert!(events(&mut ledger, &person).iter().all(|event| !is_live(event)));
    switch(&mut ledger, false);
    enter(&mut ledger, &person, "2026-10-12", "2026-10-12", 120);
    assert_eq!(ledger.owed(), Vec::<Value>::new(), "entered when nothing was owed for it");
    enter(&mut ledger, &person, "2026-11-23", "2026-11-23", 120);
    assert_eq!(live(&mut ledger, &person)["since"], "2026-11-16", "it goes on");
    assert_eq!(ledger.owed().len(), 1);
}

#[test]
fn other_limits_count_for_what_is_entered_from_then_on() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, "2026-10-12", "2026-10-14", 120);
    enter(&mut ledger, &person, "2026-09-07", "2026-09-09", 120);
    change_rules(&mut ledger, |pack| pack["streak"]["workdays"] = json!(3));
    enter(&mut ledger, &person, "2026-11-16", "2026-11-18", 120);
    assert_eq!(live(&mut ledger, &person)["day"], "2026-11-18", "nothing becomes owed for October");
    assert_eq!(streaks_of_month(&mut ledger, 10)[0]["event"], Value::Null);
    enter(&mut ledger, &person, "2026-10-15", "2026-10-15", 120);
    assert_eq!(ledger.owed().len(), 2, "it goes on, so it is owed");
    // Back to five days: what was made stays until its own days are touched.
    change_rules(&mut ledger, |pack| pack["streak"]["workdays"] = json!(5));
    let elsewhere = enter(&mut ledger, &person, "2026-08-03", "2026-08-03", 120);
    assert_eq!((kinds(&elsewhere), ledger.owed().len()), (vec![], 2));
    let touched = enter(&mut ledger, &person, "2026-11-18", "2026-11-18", 180);
    assert_eq!((kinds(&touched), ledger.owed().len()), (vec![&json!("withdrawn")], 1));
}

#[test]
fn the_paper_of_a_year_reaches_into_the_december_before() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.turn_to("2026-12-31");
    // Monday to Wednesday, and Friday: the Thursday between them breaks the run while it is worked.
    for day in ["2026-12-21", "2026-12-22", "2026-12-23", "2026-12-25", "2026-12-28"] {
        enter(&mut ledger, &person, day, day, 120);
    }
    assert_eq!(ledger.owed(), Vec::<Value>::new());
    let off = |day: &str| json!({"day": day, "name": "元旦", "off": true});
    let change = ledger.ok("calendar_set", json!({"year": 2027, "days": [off("2026-12-24"), off("2027-01-01")]}));
    assert_eq!(change["changes"][0]["change"], "new");
    let event = live(&mut ledger, &person);
    assert_eq!((&event["since"], &event["day"]), (&json!("2026-12-21"), &json!("2026-12-28")));
}

static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::built_in);

/// Something that is done with the ledger.
#[derive(Clone, Debug)]
enum Step {
    /// Enters the same minutes on some days in a row.
    Row { person: usize, from: u64, days: u64, minutes: u32 },
    /// Enters one day here and there.
    Cells(Vec<(usize, u64, u32)>),
    /// Visits for everything that is owed of a person.
    Visit(usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    let minutes = || prop_oneof![3 => Just(0u32), 1 => Just(60), 4 => Just(130), 2 => Just(400)];
    let row = (0usize..2, 0u64..20, 1u64..10, minutes());
    prop_oneof![
        5 => row.prop_map(|(person, from, days, minutes)| Step::Row { person, from, days, minutes }),
        3 => vec((0usize..2, 0u64..30, minutes()), 1..8).prop_map(Step::Cells),
        1 => (0usize..2).prop_map(Step::Visit),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: zhixin_tests::cases(24), ..ProptestConfig::default() })]

    #[test]
    fn events_are_the_streaks_of_what_is_stored_and_no_duty_is_lost(steps in vec(any_step(), 1..16)) {
        let limits = RulePack::three_six().unwrap().streak;
        let mut ledger = Ledger::create();
        let people = [ledger.person("张三"), ledger.person("李四")];
        let start: NaiveDate = "2025-12-22".parse().unwrap();
        let mut stored: [BTreeMap<NaiveDate, u32>; 2] = Default::default();
        let (mut seen, mut met) = (BTreeSet::new(), BTreeSet::new());
        for step in steps {
            let mut cells: BTreeMap<(usize, NaiveDate), u32> = BTreeMap::new();
            match step {
                Step::Row { person, from, days, minutes } => {
                    cells.extend((from..from + days).map(|n| ((person, start + Days::new(n)), minutes)));
                }
                Step::Cells(some) => cells.extend(some.into_iter().map(|(person, n, minutes)| ((person, start + Days::new(n)), minutes))),
                Step::Visit(person) => {
                    let owed = ledger.ok("duty_list", json!({"person": people[person]}));
                    for duty in owed.as_array().unwrap() {
                        visit(&mut ledger, &people[person], &duty["id"]);
                        met.insert(text(&duty["id"]));
                    }
                }
            }
            let request: Vec<Value> = cells.iter().map(|((who, day), minutes)| cell(&people[*who], &day.to_string(), *minutes)).collect();
            ledger.ok("overtime_set", json!({"cells": request}));
            for ((person, day), minutes) in cells {
                stored[person].insert(day, minutes);
                stored[person].retain(|_, minutes| *minutes > 0);
            }

            for (id, stored) in people.iter().zip(&stored) {
                let entries: Vec<(NaiveDate, u32)> = stored.iter().map(|(day, minutes)| (*day, *minutes)).collect();
                let streaks = find_streaks(&entries, &limits, &CALENDAR);
                let expected: Vec<(String, String)> =
                    streaks.iter().rev().map(|one| (one.first.to_string(), one.last.to_string())).collect();
                let live: Vec<Value> = events(&mut ledger, id).into_iter().filter(is_live).collect();
                let found: Vec<(String, String)> =
                    live.iter().map(|event| (text(&event["since"]), text(&event["day"]))).collect();
                prop_assert_eq!(found, expected);
                for event in &live {
                    let duties = event["duties"].as_array().unwrap();
                    prop_assert_eq!(duties.len(), 1, "one visit for one streak");
                    let closed = &duties[0]["closed"];
                    prop_assert!(closed.is_null() || closed["how"] == "met", "it is owed or made");
                }
            }
            let duties = ledger.duties();
            let now: BTreeSet<String> = duties.iter().map(|duty| text(&duty["id"])).collect();
            prop_assert!(now.is_superset(&seen), "no duty is lost");
            for duty in &duties {
                if met.contains(duty["id"].as_str().unwrap()) {
                    prop_assert_eq!(&duty["closed"]["how"], "met");
                }
            }
            seen = now;
        }
        let months = [(2025, 12), (2026, 1), (2026, 2)];
        for (year, month) in months {
            let grid = ledger.ok("overtime_grid", json!({"year": year, "month": month}));
            for (row, stored) in grid["rows"].as_array().unwrap().iter().zip(&stored) {
                for (minutes, day) in row["minutes"].as_array().unwrap().iter().zip(grid["days"].as_array().unwrap()) {
                    let day: NaiveDate = day["day"].as_str().unwrap().parse().unwrap();
                    prop_assert_eq!(minutes, &json!(stored.get(&day).copied().unwrap_or_default()));
                }
            }
        }
    }
}
