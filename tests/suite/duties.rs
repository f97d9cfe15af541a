//! What is owed follows its event, its person and its records; what was settled stays.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, text};

/// The duties of an event's answer, by part.
fn part(event: &Value, part: &str) -> Value {
    let duties = event["duties"].as_array().unwrap();
    duties.iter().find(|duty| duty["part"] == part).unwrap_or_else(|| panic!("{part} in {event}")).clone()
}

fn edit(ledger: &mut Ledger, event: &Value, kind: &str, persons: &[&str], day: &str) -> Value {
    let form = json!({"kind": kind, "persons": persons, "day": day});
    ledger.ok("event_edit", json!({"id": event["id"], "form": form}))
}

#[test]
fn before_and_after_an_award() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let award = ledger.event("award", &[&person], "2026-12-01");
    let before = part(&award, "before");
    assert_eq!((&before["opens"], &before["due"]), (&json!("2026-11-23"), &json!("2026-11-30")));
    let offer = ledger.ok("settle_offer", json!({"kind": "talk", "persons": [person], "day": "2026-11-23"}));
    let refused: Vec<&Value> = offer.as_array().unwrap().iter().map(|offer| &offer["refused"]).collect();
    assert_eq!(refused, [&Value::Null, &json!("too_early")], "a talk today is the one before, not the one after");
    ledger.talk(&[&person], "2026-11-23", &[before["id"].as_str().unwrap()]);

    ledger.turn_to("2026-12-02");
    let offer = ledger.ok("settle_offer", json!({"kind": "talk", "persons": [person], "day": "2026-12-02"}));
    assert_eq!(offer.as_array().unwrap().len(), 1);
    ledger.talk(&[&person], "2026-12-02", &[offer[0]["duty"]["id"].as_str().unwrap()]);
    assert_eq!(ledger.owed(), Vec::<Value>::new());
}

#[test]
fn a_talk_on_the_day_is_not_the_talk_before() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let award = ledger.event("award", &[&person], "2026-11-25");
    ledger.turn_to("2026-11-25");
    let form = json!({"persons": [person], "day": "2026-11-25", "settles": [part(&award, "before")["id"]]});
    let error = ledger.error("talk_create", json!({"form": form}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::DutyNotSettled, Some("not_before")));
}

#[test]
fn an_award_entered_too_late_has_missed_its_before_part() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let award = ledger.event("award", &[&person], "2026-11-23");
    assert_eq!(part(&award, "before")["state"]["state"], "missed");
    assert_eq!(part(&award, "after")["state"]["state"], "later");
    assert_eq!(ledger.owed().len(), 1, "it is not owed, and never grows overdue");
}

#[test]
fn a_clock_set_back_does_not_make_an_award_known_in_time() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.turn_to("2026-11-10");
    let award = ledger.event("award", &[&person], "2026-11-20");
    assert_eq!(part(&award, "before")["state"]["state"], "missed", "the ledger was written on the 23rd before");
}

#[test]
fn an_edited_event_moves_what_is_open_and_keeps_what_is_settled() {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张三"), ledger.person("李四"));
    let change = ledger.event("post_change", &[&a, &b], "2026-11-18");
    let ids: Vec<String> = change["duties"].as_array().unwrap().iter().map(|duty| text(&duty["id"])).collect();
    ledger.talk(&[&a], "2026-11-23", &[&ids[0]]);
    let moved = edit(&mut ledger, &change, "post_change", &[&a, &b], "2026-11-20");
    let duties = moved["duties"].as_array().unwrap();
    assert_eq!(duties.len(), 2, "no duty twice");
    for duty in duties {
        let (state, due) = match text(&duty["id"]) == ids[0] {
            true => ("met", "2026-11-25"),
            false => ("this_week", "2026-11-27"),
        };
        assert_eq!((&duty["state"]["state"], &duty["due"]), (&json!(state), &json!(due)));
    }
    let of_the_day = json!({"ledger": "owed", "from": "2026-11-20", "to": "2026-11-20"});
    let rows = ledger.ok("ledger_show", of_the_day)["rows"].as_array().unwrap().len();
    assert_eq!(rows, 2, "a period goes by the day that the ledger prints, for the settled duty too");
    let without = edit(&mut ledger, &change, "post_change", &[&a], "2026-11-20");
    assert_eq!(without["duties"].as_array().unwrap().len(), 2, "what was owed to the other leaves a trace");
    assert_eq!(ledger.owed().len(), 0);
    edit(&mut ledger, &change, "post_change", &[&a, &b], "2026-11-20");
    assert_eq!(ledger.owed().len(), 1, "and is owed again");
}

#[test]
fn cancelling_withdraws_with_trace() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let award = ledger.event("award", &[&person], "2026-12-01");
    let request = json!({"id": award["id"], "reason": "评选取消"});
    assert_eq!(ledger.code("event_cancel", json!({"id": award["id"], "reason": " "})), ErrorCode::ReasonMissing);
    let cancelled = ledger.ok("event_cancel", request.clone());
    assert_eq!(cancelled["cancelled"], "评选取消");
    for duty in cancelled["duties"].as_array().unwrap() {
        assert_eq!(duty["closed"], json!({"how": "withdrawn", "reason": "评选取消"}));
    }
    assert_eq!(ledger.code("event_cancel", request), ErrorCode::Cancelled);
    let form = json!({"kind": "award", "persons": [person], "day": "2026-12-02"});
    assert_eq!(ledger.code("event_edit", json!({"id": award["id"], "form": form})), ErrorCode::Cancelled);
    let ledger_rows = ledger.ok("ledger_show", json!({"ledger": "owed"}));
    assert_eq!(ledger_rows["rows"].as_array().unwrap().len(), 2, "both stand in the ledger as 撤销");
}

#[test]
fn who_leaves_takes_his_open_duties_with_him() {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张三"), ledger.person("李四"));
    let conflict = ledger.event("conflict", &[&a, &b], "2026-11-18");
    let view = ledger.ok("person_leave", json!({"id": a, "left": {"day": "2026-11-20", "reason": "调离"}}));
    assert_eq!((&view["left"]["reason"], &view["duties"]), (&json!("调离"), &json!([])));
    let duties = ledger.ok("duty_list", json!({"person": a, "all": true}));
    assert_eq!(duties[0]["closed"], json!({"how": "withdrawn", "reason": "调离"}));
    assert_eq!(ledger.owed().len(), 1, "the other is still owed his");
    // A later change of the event brings nothing back.
    edit(&mut ledger, &conflict, "conflict", &[&a, &b], "2026-11-17");
    assert_eq!(ledger.owed().len(), 1);
    assert_eq!(ledger.ok("person_list", json!({})).as_array().unwrap().len(), 2, "he stays in the ledger");
}

#[test]
fn unticking_a_duty_brings_it_back_as_its_event_now_has_it() {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张三"), ledger.person("李四"));
    let change = ledger.event("post_change", &[&a, &b], "2026-11-18");
    let ids: Vec<String> = change["duties"].as_array().unwrap().iter().map(|duty| text(&duty["id"])).collect();
    let talk = ledger.talk(&[&a, &b], "2026-11-23", &[&ids[0], &ids[1]]);
    assert_eq!(ledger.owed().len(), 0, "one talk settles both");
    edit(&mut ledger, &change, "post_change", &[&a, &b], "2026-11-20");
    ledger.ok("person_leave", json!({"id": b, "left": {"day": "2026-11-23", "reason": "退休"}}));
    let mut form = talk["form"].clone();
    form["settles"] = json!([]);
    ledger.ok("talk_edit", json!({"id": talk["id"], "form": form}));
    let owed = ledger.owed();
    assert_eq!(owed.len(), 1, "nothing is owed to who has left");
    assert_eq!((&owed[0]["person"]["id"], &owed[0]["due"]), (&json!(a), &json!("2026-11-27")), "the moved day counts");
    let gone = ledger.ok("duty_list", json!({"person": b, "all": true}));
    assert_eq!(gone[0]["closed"]["how"], "withdrawn");
}

#[test]
fn a_couple_in_one_visit() {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张三"), ledger.person("李四"));
    let dispute = ledger.event("family_dispute", &[&a, &b], "2026-11-21");
    let visits: Vec<&Value> = dispute["duties"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|duty| duty["kind"] == "visit")
        .map(|duty| &duty["id"])
        .collect();
    assert_eq!(visits.len(), 2);
    let visit = ledger.ok("visit_create", json!({"form": {"persons": [a, b], "day": "2026-11-23", "settles": visits}}));
    assert_eq!(visit["warnings"], json!(["one_visitor"]));
    assert!(ledger.owed().iter().all(|duty| duty["kind"] == "talk"), "the visits are met, the talks are not");
}

#[test]
fn the_same_event_twice_is_asked_about_and_allowed() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.event("illness", &[&person], "2026-11-20");
    let preview = ledger.ok("event_preview", json!({"kind": "illness", "persons": [person], "day": "2026-11-20"}));
    assert_eq!(preview["same"].as_array().unwrap().len(), 1);
    assert_eq!(ledger.owed().len(), 1, "a preview stores nothing");
    ledger.event("illness", &[&person], "2026-11-20");
    assert_eq!(ledger.owed().len(), 2);
}

#[test]
fn a_deadline_in_a_year_not_announced_is_provisional() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let event = ledger.event("new_arrival", &[&person], "2026-12-29");
    let duty = &event["duties"][0];
    assert_eq!((&duty["due"], &duty["provisional"]), (&json!("2027-01-06"), &json!(true)));
}

#[test]
fn two_of_one_name_are_two_persons() {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张伟"), ledger.person("张伟"));
    let event = ledger.event("post_change", &[&a], "2026-11-20");
    let form = json!({"persons": [b], "day": "2026-11-23", "settles": [event["duties"][0]["id"]]});
    let error = ledger.error("talk_create", json!({"form": form}));
    assert_eq!(error.detail.as_deref(), Some("not_there"), "a talk with the other does not count");
    assert_eq!(ledger.ok("person_list", json!({"query": "张伟"})).as_array().unwrap().len(), 2);
    assert_eq!(ledger.ok("person_get", json!({"id": b}))["duties"], json!([]));
}
