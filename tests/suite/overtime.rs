//! Overtime typed day by day: its streaks become events, each with one visit owed, and follow every correction.

use chrono::NaiveDate;
use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::Ledger;

pub(crate) fn cell(person: &str, day: &str, minutes: u32) -> Value {
    json!({"person": person, "day": day, "minutes": minutes})
}

/// Enters the same minutes on each day from `from` to `to`.
pub(crate) fn enter(ledger: &mut Ledger, person: &str, from: &str, to: &str, minutes: u32) -> Value {
    let (from, to): (NaiveDate, NaiveDate) = (from.parse().unwrap(), to.parse().unwrap());
    let days = from.iter_days().take_while(|day| *day <= to);
    let cells: Vec<Value> = days.map(|day| cell(person, &day.to_string(), minutes)).collect();
    ledger.ok("overtime_set", json!({"cells": cells}))
}

/// The events of a person, the newest day first.
pub(crate) fn events(ledger: &mut Ledger, person: &str) -> Vec<Value> {
    ledger.ok("event_list", json!({"person": person})).as_array().unwrap().clone()
}

pub(crate) fn is_live(event: &Value) -> bool {
    event["origin"] == "streak" && event["cancelled"].is_null()
}

/// The one streak event that stands.
#[track_caller]
pub(crate) fn live(ledger: &mut Ledger, person: &str) -> Value {
    let live: Vec<Value> = events(ledger, person).into_iter().filter(is_live).collect();
    assert_eq!(live.len(), 1, "{live:?}");
    live[0].clone()
}

pub(crate) fn kinds(result: &Value) -> Vec<&Value> {
    result["changes"].as_array().unwrap().iter().map(|change| &change["change"]).collect()
}

pub(crate) fn visit(ledger: &mut Ledger, person: &str, duty: &Value) {
    let form = json!({"persons": [person], "day": "2026-11-23", "settles": [duty]});
    ledger.ok("visit_create", json!({"form": form}));
}

#[test]
fn five_days_typed_in_any_order_owe_one_visit() {
    let mut first = Vec::new();
    for order in [[16, 17, 18, 19, 20], [20, 16, 19, 17, 18]] {
        let mut ledger = Ledger::create();
        let person = ledger.person("张三");
        for (n, day) in order.iter().enumerate() {
            let cells = json!({"cells": [cell(&person, &format!("2026-11-{day}"), 150)]});
            let result = ledger.ok("overtime_set", cells);
            assert_eq!(result["changed"], 1);
            assert_eq!(result["changes"].as_array().unwrap().len(), usize::from(n == 4), "the fifth day makes it");
        }
        let event = live(&mut ledger, &person);
        let duties = ledger.duties();
        assert_eq!(duties.len(), 1);
        assert_eq!((&duties[0]["kind"], &duties[0]["category"]), (&json!("visit"), &json!(6)));
        assert_eq!((&duties[0]["opens"], &duties[0]["due"]), (&json!("2026-11-16"), &json!("2026-11-23")));
        assert_eq!(duties[0]["event"]["id"], event["id"]);
        first.push((event["kind"].clone(), event["since"].clone(), event["day"].clone()));
    }
    assert_eq!(first[0], first[1]);
    assert_eq!(first[0], (json!("overtime"), json!("2026-11-16"), json!("2026-11-20")));
}

#[test]
fn a_growing_streak_moves_the_day_of_its_duty() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let made = enter(&mut ledger, &person, "2026-11-09", "2026-11-13", 120);
    assert_eq!(kinds(&made), ["new"]);
    let before = ledger.owed();
    let grown = enter(&mut ledger, &person, "2026-11-14", "2026-11-17", 120);
    let change = &grown["changes"][0];
    assert_eq!((&change["change"], &change["was_due"]), (&json!("moved"), &json!("2026-11-16")));
    let after = ledger.owed();
    assert_eq!((after.len(), &after[0]["id"]), (1, &before[0]["id"]), "the same duty");
    assert_eq!((&after[0]["first_due"], &after[0]["due"]), (&json!("2026-11-20"), &json!("2026-11-20")));
    // Backwards it only begins earlier.
    let earlier = enter(&mut ledger, &person, "2026-11-05", "2026-11-06", 120);
    assert_eq!(kinds(&earlier), ["explained"]);
    assert_eq!(live(&mut ledger, &person)["since"], "2026-11-05");
    assert_eq!(ledger.owed()[0]["opens"], "2026-11-05");
    assert_eq!(enter(&mut ledger, &person, "2026-11-05", "2026-11-06", 120)["changed"], 0, "twice the same");
}

#[test]
fn a_correction_withdraws_the_duty_and_its_return_brings_it_back() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, "2026-11-16", "2026-11-20", 120);
    let event = live(&mut ledger, &person);
    let broken = enter(&mut ledger, &person, "2026-11-18", "2026-11-18", 0);
    assert_eq!(kinds(&broken), ["withdrawn"]);
    assert_eq!(ledger.owed(), Vec::<Value>::new());
    assert_eq!(ledger.duties()[0]["closed"], json!({"how": "withdrawn", "reason": "加班记录已更正"}));
    assert_eq!(events(&mut ledger, &person)[0]["cancelled"], "加班记录已更正");
    let whole = enter(&mut ledger, &person, "2026-11-18", "2026-11-18", 130);
    assert_eq!(kinds(&whole), ["reopened"]);
    assert_eq!(live(&mut ledger, &person)["id"], event["id"], "a slip of the hand makes no second event");
    assert_eq!(ledger.duties().len(), 1);
    // A shorter streak that is still one keeps its duty.
    let shorter = enter(&mut ledger, &person, "2026-11-21", "2026-11-21", 120);
    assert_eq!(kinds(&shorter), Vec::<&Value>::new());
    let cells: Vec<Value> = (12..=15).map(|day| cell(&person, &format!("2026-11-{day}"), 120)).collect();
    ledger.ok("overtime_set", json!({"cells": cells}));
    assert_eq!(live(&mut ledger, &person)["since"], "2026-11-12");
    enter(&mut ledger, &person, "2026-11-16", "2026-11-18", 0);
    let rest = live(&mut ledger, &person);
    assert_eq!((&rest["since"], &rest["day"]), (&json!("2026-11-14"), &json!("2026-11-15")), "the weekend is left");
    assert_eq!((&rest["id"], ledger.owed().len()), (&event["id"], 1));
}

#[test]
fn a_visit_made_stays_made() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, "2026-11-16", "2026-11-20", 120);
    let duty = ledger.owed()[0]["id"].clone();
    visit(&mut ledger, &person, &duty);
    let met = ledger.duties()[0]["closed"].clone();
    assert_eq!(met["how"], "met");
    let broken = enter(&mut ledger, &person, "2026-11-18", "2026-11-18", 0);
    assert_eq!((&broken["changed"], kinds(&broken)), (&json!(1), vec![]));
    assert!(events(&mut ledger, &person).iter().all(|event| !is_live(event)));
    assert_eq!(ledger.duties()[0]["closed"], met);
    enter(&mut ledger, &person, "2026-11-18", "2026-11-22", 120);
    assert_eq!(ledger.owed(), Vec::<Value>::new(), "the visit was made for it");
    assert_eq!(live(&mut ledger, &person)["day"], "2026-11-22");
}

#[test]
fn two_streaks_that_grow_together_leave_one() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, "2026-11-02", "2026-11-06", 120);
    let early = live(&mut ledger, &person);
    enter(&mut ledger, &person, "2026-11-16", "2026-11-20", 120);
    assert_eq!(ledger.owed().len(), 2);
    let merged = enter(&mut ledger, &person, "2026-11-09", "2026-11-13", 120);
    assert_eq!(kinds(&merged), ["moved", "withdrawn"]);
    let event = live(&mut ledger, &person);
    assert_eq!((&event["id"], &event["day"]), (&early["id"], &json!("2026-11-20")));
    let gone: Vec<Value> = events(&mut ledger, &person).into_iter().filter(|event| !is_live(event)).collect();
    assert_eq!((gone.len(), &gone[0]["cancelled"]), (1, &json!("并入另一次连续加班")));
    assert_eq!(ledger.owed().len(), 1);
    // The one that was visited is the one that stays.
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, "2026-11-02", "2026-11-06", 120);
    enter(&mut ledger, &person, "2026-11-16", "2026-11-20", 120);
    let late = ledger.owed()[1].clone();
    assert_eq!(late["event"]["day"], "2026-11-20");
    visit(&mut ledger, &person, &late["id"]);
    enter(&mut ledger, &person, "2026-11-09", "2026-11-13", 120);
    let event = live(&mut ledger, &person);
    assert_eq!((&event["id"], &event["since"]), (&late["event"]["id"], &json!("2026-11-02")));
    assert_eq!(ledger.owed(), Vec::<Value>::new());
}

#[test]
fn a_streak_runs_across_new_year_and_shows_in_both_months() {
    let mut ledger = Ledger::create();
    let (person, other) = (ledger.person("张三"), ledger.person("李四"));
    let days = ["2025-12-30", "2025-12-31", "2026-01-04", "2026-01-05", "2026-01-06"];
    let cells: Vec<Value> = days.iter().map(|day| cell(&person, day, 150)).collect();
    ledger.ok("overtime_set", json!({"cells": cells}));
    let event = live(&mut ledger, &person);
    assert_eq!((&event["since"], &event["day"]), (&json!("2025-12-30"), &json!("2026-01-06")));
    let streak = json!({
        "event": event["id"], "first": "2025-12-30", "last": "2026-01-06", "days": 5, "minutes": 750,
        "grounds": ["workdays"],
    });
    for (year, month, length, total) in [(2025, 12, 31, 300), (2026, 1, 31, 450), (2026, 2, 28, 0)] {
        let grid = ledger.ok("overtime_grid", json!({"year": year, "month": month}));
        assert_eq!(grid["days"].as_array().unwrap().len(), length);
        let rows = grid["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((&rows[0]["person"]["name"], &rows[0]["total"]), (&json!("张三"), &json!(total)));
        let streaks = if total > 0 { json!([streak]) } else { json!([]) };
        assert_eq!(rows[0]["streaks"], streaks);
        assert_eq!((&rows[1]["person"]["id"], &rows[1]["total"]), (&json!(other), &json!(0)));
    }
    let january = ledger.ok("overtime_grid", json!({"year": 2026, "month": 1}));
    assert_eq!(january["rows"][0]["minutes"][3], 150);
    let (first, sunday) = (&january["days"][0]["view"], &january["days"][3]["view"]);
    assert_eq!((&first["workday"], &first["holiday"]), (&json!(false), &json!("元旦")));
    assert_eq!((&sunday["workday"], &sunday["holiday"]), (&json!(true), &json!("元旦")), "a make-up Sunday");
}

#[test]
fn who_has_left_is_in_the_grid_until_then() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-10-15", "reason": "调离"}}));
    let mut rows = |month: u32| {
        let grid = ledger.ok("overtime_grid", json!({"year": 2026, "month": month}));
        grid["rows"].as_array().unwrap().len()
    };
    assert_eq!((rows(10), rows(11)), (1, 0));
    // Overtime that is entered late still makes its event, and the duty ends with his leaving.
    enter(&mut ledger, &person, "2026-10-09", "2026-10-15", 120);
    assert_eq!(live(&mut ledger, &person)["day"], "2026-10-15");
    assert_eq!(ledger.duties()[0]["closed"], json!({"how": "withdrawn", "reason": "调离"}));
}

#[test]
fn a_streak_called_off_by_hand_stays_so_until_it_grows() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, "2026-11-09", "2026-11-13", 120);
    let event = live(&mut ledger, &person);
    ledger.ok("event_cancel", json!({"id": event["id"], "reason": "值班，不是加班"}));
    enter(&mut ledger, &person, "2026-10-12", "2026-10-12", 60);
    enter(&mut ledger, &person, "2026-11-11", "2026-11-11", 200);
    assert!(events(&mut ledger, &person).iter().all(|event| !is_live(event)));
    enter(&mut ledger, &person, "2026-11-16", "2026-11-16", 120);
    let grown = live(&mut ledger, &person);
    assert_ne!(grown["id"], event["id"]);
    assert_eq!((&grown["since"], &grown["day"]), (&json!("2026-11-09"), &json!("2026-11-16")));
}

#[test]
fn refused_overtime_changes_nothing() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, "2026-11-16", "2026-11-19", 120);
    let good = cell(&person, "2026-11-20", 120);
    let before = ledger.ok("overtime_grid", json!({"year": 2026, "month": 11}));
    let nobody = "00000000-0000-7000-8000-000000000000";
    let refused = [
        (cell(&person, "2026-11-15", 1441), ErrorCode::BadRequest),
        (cell(&person, "2026-11-24", 60), ErrorCode::DayInFuture),
        (cell(&person, "1889-11-24", 60), ErrorCode::BadDate),
        (cell(nobody, "2026-11-18", 60), ErrorCode::NotFound),
        (cell(&person, "2026-11-20", 60), ErrorCode::BadRequest),
    ];
    for (bad, code) in refused {
        assert_eq!(ledger.code("overtime_set", json!({"cells": [good, bad]})), code, "{bad}");
    }
    let first: NaiveDate = "1990-01-01".parse().unwrap();
    let cells: Vec<Value> = first.iter_days().take(10_001).map(|day| cell(&person, &day.to_string(), 60)).collect();
    assert_eq!(ledger.code("overtime_set", json!({"cells": cells})), ErrorCode::BadRequest);
    for month in [0, 13] {
        assert_eq!(ledger.code("overtime_grid", json!({"year": 2026, "month": month})), ErrorCode::BadDate);
    }
    assert_eq!(ledger.ok("overtime_grid", json!({"year": 2026, "month": 11})), before);
    assert_eq!((ledger.duties().len(), events(&mut ledger, &person).len()), (0, 0));
    assert_eq!(ledger.ok("overtime_set", json!({"cells": [good]}))["changes"].as_array().unwrap().len(), 1);
    ledger.reopen();
    assert_eq!(live(&mut ledger, &person)["day"], "2026-11-20");
}
