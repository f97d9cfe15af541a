//! A computer whose clock was wrong for a day: what was owed stays owed, and nothing is known or owed too long for it.

use serde_json::{Value, json};
use zhixin_tests::{Ledger, text};

use crate::knowing::states;

fn member(ledger: &mut Ledger, name: &str) -> String {
    text(&ledger.ok("person_create", json!({"name": name, "political": "中共党员"}))["id"])
}

/// Until when the yearly talks are owed, closed ones too.
fn yearly(ledger: &mut Ledger, person: &str) -> Vec<String> {
    let all = ledger.ok("duty_list", json!({"person": person, "all": true, "event_kind": "yearly_talk"}));
    all.as_array().unwrap().iter().map(|duty| text(&duty["due"])).collect()
}

#[test]
fn a_year_in_which_the_clock_was_wrong_for_a_day_makes_nothing_owed() {
    let mut ledger = Ledger::create();
    let old = member(&mut ledger, "张三");
    ledger.turn_to("2099-06-01");
    ledger.ok("today_get", Value::Null);
    let then = member(&mut ledger, "李四");
    ledger.reopen();
    ledger.turn_to("2026-11-24");
    ledger.ok("today_get", Value::Null);
    let new = member(&mut ledger, "王五");
    for person in [&old, &then, &new] {
        assert_eq!(yearly(&mut ledger, person), ["2026-12-31"], "this year's talk is owed, and no other");
    }
    ledger.turn_to("2027-01-04");
    ledger.ok("today_get", Value::Null);
    for person in [&old, &then, &new] {
        assert_eq!(yearly(&mut ledger, person), ["2026-12-31", "2027-12-31"], "and the year that really came");
    }
}

#[test]
fn a_ledger_not_opened_for_years_owes_what_came_meanwhile_from_its_second_day() {
    let mut ledger = Ledger::create();
    let person = member(&mut ledger, "张三");
    ledger.turn_to("2029-03-01");
    ledger.ok("today_get", Value::Null);
    assert_eq!(yearly(&mut ledger, &person), ["2026-12-31"], "the clock may be wrong");
    ledger.turn_to("2029-03-02");
    ledger.ok("today_get", Value::Null);
    let years = ["2026", "2027", "2028", "2029"].map(|year| format!("{year}-12-31"));
    assert_eq!(yearly(&mut ledger, &person), years, "it is not");
}

#[test]
fn a_year_typed_one_too_high_ends_with_the_day() {
    let mut ledger = Ledger::create();
    let mut pack = ledger.ok("rules_get", json!({}));
    pack["routines"][2]["rule"]["off"] = json!(false);
    ledger.ok("rules_set", pack);
    ledger.turn_to("2027-11-23");
    ledger.ok("today_get", Value::Null);
    ledger.turn_to("2026-11-23");
    let form = json!({"name": "张三", "political": "中共党员", "party_since": "2006-11-25"});
    let person = text(&ledger.ok("person_create", form)["id"]);
    assert_eq!(yearly(&mut ledger, &person), ["2026-12-31"]);
    let birthday = ledger.ok("duty_list", json!({"person": person, "event_kind": "political_birthday"}));
    assert_eq!(birthday[0]["due"], "2026-12-02", "and the birthday of this year is not passed over");
}

#[test]
fn a_clock_set_back_makes_nothing_owed_for_the_time_before_the_ledger() {
    let mut ledger = Ledger::create();
    let person = member(&mut ledger, "张三");
    for day in ["2015-01-01", "2026-11-02"] {
        ledger.turn_to(day);
        ledger.ok("today_get", Value::Null);
    }
    ledger.turn_to("2026-11-24");
    ledger.ok("today_get", Value::Null);
    assert_eq!(yearly(&mut ledger, &person), ["2026-12-31"]);
}

#[test]
fn what_was_checked_under_a_wrong_clock_is_not_known_for_ever() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.ok("knowing_check", json!({"person": person, "facets": ["resume"], "day": "2026-11-20"}));
    ledger.turn_to("2099-06-01");
    ledger.ok("knowing_check", json!({"person": person, "facets": ["resume", "hobby"]}));
    ledger.turn_to("2026-11-24");
    assert_eq!(states(&mut ledger, &person)[..3], ["known", "unknown", "unknown"]);
    ledger.turn_to("2028-01-01");
    assert_eq!(states(&mut ledger, &person)[0], "stale");
    let known = |ledger: &mut Ledger| {
        let map = ledger.ok("knowing_map", json!({}))["known"].clone();
        let today = ledger.ok("today_get", Value::Null)["knowing"]["known"].clone();
        let row = ledger.ok("person_list", json!({}))[0]["known"].clone();
        [map, today, row]
    };
    assert_eq!(known(&mut ledger), [0, 0, 0].map(|n| json!(n)), "and in no figure");
}
