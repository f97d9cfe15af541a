//! What is owed stays owed, and what is met stays met, when rules, people or the roster change around it.

use desk::{ErrorCode, World};
use serde_json::{Value, json};
use vault::{Password, Vault, VaultError};
use zhixin_tests::{Ledger, PASSWORD, sample, text};

use crate::knowing::{enter, logged, relative};

fn member(ledger: &mut Ledger, name: &str) -> String {
    text(&ledger.ok("person_create", json!({"name": name, "political": "中共党员"}))["id"])
}

/// Switches a kind off or on.
fn switch(ledger: &mut Ledger, kind: &str, off: bool) {
    let mut pack = ledger.ok("rules_get", json!({}));
    let rows = pack["kinds"].as_array_mut().unwrap();
    rows.iter_mut().find(|row| row["kind"] == kind).unwrap()["off"] = json!(off);
    ledger.ok("rules_set", pack);
}

#[test]
fn a_joint_talk_that_was_had_is_not_owed_again_when_a_party_leaves() {
    let mut ledger = Ledger::create();
    let people = ["张三", "李四", "王五"].map(|name| ledger.person(name));
    let persons = people.each_ref().map(String::as_str);
    let form = json!({"kind": "conflict", "persons": persons, "day": "2026-11-18", "joint": true});
    let conflict = ledger.ok("event_create", form);
    let of = |part: &str| {
        let duties = conflict["duties"].as_array().unwrap();
        duties.iter().filter(|one| one["part"] == part).map(|one| text(&one["id"])).collect::<Vec<_>>()
    };
    let (alone, joint) = (of("whole"), of("joint"));
    ledger.talk(&persons, "2026-11-20", &[&alone[0], &alone[1], &alone[2]]);
    let talk = ledger.talk(&persons, "2026-11-21", &[&joint[0]]);
    ledger.ok("person_leave", json!({"id": people[0], "left": {"day": "2026-11-23", "reason": "调离"}}));
    assert_eq!(ledger.owed(), Vec::<Value>::new());
    let turned =
        json!({"kind": "conflict", "persons": [people[1], people[2], people[0]], "day": "2026-11-18", "joint": true});
    ledger.ok("event_edit", json!({"id": conflict["id"], "form": turned}));
    assert_eq!(ledger.owed(), Vec::<Value>::new(), "nor when the parties are named in another order");
    // Taken out of its record it is owed again, with the two who are there.
    let mut form = talk["form"].clone();
    form["settles"] = json!([]);
    ledger.ok("talk_edit", json!({"id": talk["id"], "form": form}));
    let owed = ledger.owed();
    assert_eq!((owed.len(), &owed[0]["part"], &owed[0]["person"]["name"]), (1, &json!("joint"), &json!("李四")));
}

#[test]
fn what_is_opened_again_while_its_rule_is_off_comes_back_with_the_rule() {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张三"), ledger.person("李四"));
    let change = ledger.event("post_change", &[&a, &b], "2026-11-20");
    let [first, second] = [0, 1].map(|n| text(&change["duties"][n]["id"]));
    let talk = ledger.talk(&[&a], "2026-11-20", &[&first]);
    ledger.ok("duty_exempt", json!({"ids": [second], "reason": "上级已谈", "by": "甲书记"}));
    switch(&mut ledger, "post_change", true);
    let mut form = talk["form"].clone();
    form["settles"] = json!([]);
    ledger.ok("talk_edit", json!({"id": talk["id"], "form": form}));
    ledger.ok("duty_reopen", json!({"id": second}));
    let traces: Vec<Value> = ledger.duties().iter().map(|duty| duty["closed"].clone()).collect();
    let by_rules = json!({"how": "withdrawn", "reason": "规则已修改"});
    assert_eq!(traces, [by_rules.clone(), by_rules], "the trace says what ended it");
    switch(&mut ledger, "post_change", false);
    assert_eq!(ledger.owed().len(), 2, "and with the rule they are owed again");
}

#[test]
fn a_rule_that_goes_under_another_category_keeps_what_is_open() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let illness = ledger.event("illness", &[&person], "2026-11-22");
    let id = illness["duties"][0]["id"].clone();
    ledger.ok("duty_defer", json!({"ids": [id], "due": "2026-12-01", "reason": "本人住院"}));
    let mut pack = ledger.ok("rules_get", json!({}));
    pack["categories"] = json!([{"kind": "visit", "number": 7, "title": "住院探望"}]);
    let rows = pack["kinds"].as_array_mut().unwrap();
    rows.iter_mut().find(|row| row["kind"] == "illness").unwrap()["duties"][0]["category"] = json!(7);
    ledger.ok("rules_set", pack);
    let owed = ledger.owed();
    assert_eq!((owed.len(), &owed[0]["id"], &owed[0]["category"]), (1, &id, &json!(7)));
    assert_eq!((&owed[0]["due"], &owed[0]["first_due"]), (&json!("2026-12-01"), &json!("2026-11-25")));
    let form = json!({"kind": "illness", "persons": [person], "day": "2026-11-21"});
    ledger.ok("event_edit", json!({"id": illness["id"], "form": form}));
    assert_eq!(ledger.duties().len(), 1, "one duty all the time");
}

#[test]
fn whoever_comes_in_with_a_roster_is_owed_what_the_routines_ask_for() {
    let mut ledger = Ledger::create();
    ledger.open_from(&sample("花名册_带标题.xlsx"));
    let plan = ledger.ok("roster_choose", Value::Null);
    ledger.ok("roster_apply", json!({"token": plan["token"]}));
    let routines = ledger.ok("today_get", Value::Null)["routines"].clone();
    assert!(routines[0]["open"].as_u64() > Some(0), "on the day of the import, not on the next: {routines}");
}

#[test]
fn who_came_back_within_the_year_is_owed_its_talk() {
    let mut ledger = Ledger::create();
    let person = member(&mut ledger, "张三");
    ledger.event("post_change", &[&person], "2026-11-16");
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-20", "reason": "借调"}}));
    let back = ledger.ok("person_return", json!({"id": person, "day": "2026-11-23"}));
    let owed: Vec<&Value> = back["duties"].as_array().unwrap().iter().map(|duty| &duty["event"]["kind"]).collect();
    assert_eq!(owed, ["yearly_talk", "integrity_talk"], "once in the calendar year; nothing else of before");
}

#[test]
fn a_talk_by_a_relative_does_not_count_for_the_year() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, relative("妻子", "王某"), Value::Null);
    let by = json!([{"person": null, "name": "王某", "post": "副所长"}]);
    ledger.ok("talk_create", json!({"form": {"persons": [person], "talkers": by, "day": "2026-03-05"}}));
    let mut form = ledger.ok("person_get", json!({"id": person}))["form"].clone();
    form["political"] = json!("中共党员");
    ledger.ok("person_edit", json!({"id": person, "form": form}));
    let yearly = ledger.ok("duty_list", json!({"all": true, "event_kind": "yearly_talk"}));
    assert_eq!(yearly[0]["closed"], Value::Null);
}

#[test]
fn a_record_that_the_program_changes_is_noted_in_the_log() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let talk = ledger.talk(&[&person], "2026-03-05", &[]);
    let mut form = ledger.ok("person_get", json!({"id": person}))["form"].clone();
    form["political"] = json!("中共党员");
    ledger.ok("person_edit", json!({"id": person, "form": form}));
    let noted: Vec<String> = logged(&mut ledger, "routine_met").into_iter().map(|entry| entry.object).collect();
    assert_eq!(noted, [text(&talk["id"])], "the talk that counts for the year names its duty from now on");
}

#[test]
fn no_rule_takes_the_mark_of_a_late_entry_away() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let talk = ledger.talk(&[&person], "2026-11-02", &[]);
    assert_eq!(talk["late_entry"], true);
    let mut pack = ledger.ok("rules_get", json!({}));
    pack["late_entry_workdays"] = json!(60);
    let refused = ledger.error("rules_set", pack.clone());
    assert_eq!((refused.code, refused.detail.as_deref()), (ErrorCode::BadRules, Some("late_entry_workdays")));
    pack["late_entry_workdays"] = json!(1);
    ledger.ok("rules_set", pack);
    assert_eq!(ledger.ok("talk_get", json!({"id": talk["id"]}))["late_entry"], true, "stricter it may be");
}

#[test]
fn nobody_talks_under_the_id_of_someone_who_is_not_there() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let nobody = "00000000-0000-7000-8000-000000000000";
    let by = json!([{"person": nobody, "name": "张三", "post": ""}]);
    let form = json!({"persons": [person], "talkers": by, "day": "2026-11-23"});
    assert_eq!(ledger.code("talk_create", json!({"form": form})), ErrorCode::NotFound);
    let many: Vec<Value> = (0..201).map(|n| json!({"person": null, "name": format!("甲{n}"), "post": ""})).collect();
    let form = json!({"persons": [person], "talkers": many, "day": "2026-11-23"});
    assert_eq!(ledger.error("talk_create", json!({"form": form})).detail.as_deref(), Some("talkers"));
}

#[test]
fn a_ledger_that_does_not_open_is_not_open() {
    let mut ledger = Ledger::create();
    ledger.ok("vault_lock", Value::Null);
    let password = || Password::new(PASSWORD.to_owned());
    let mut vault = Vault::open(World::real(), ledger.desk.place(), &password()).unwrap();
    vault.write::<_, VaultError>(|writing| writing.set_setting("rules", &json!("not rules"))).unwrap();
    vault.lock().unwrap();
    assert_eq!(ledger.code("vault_unlock", json!({"password": PASSWORD})), ErrorCode::Internal);
    assert!(!ledger.desk.is_unlocked(), "nothing is done under rules that are not the ledger's");
    assert_eq!(ledger.code("person_list", json!({})), ErrorCode::Locked);
}
