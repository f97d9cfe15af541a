//! Promises: made by themselves or in a record, changed, and closed by nothing but the answer given to the person.

use std::sync::Arc;

use desk::{ErrorCode, FixedDay, World};
use method::ContactState;
use serde_json::{Value, json};
use vault::{Password, Vault, VaultError};
use zhixin_tests::{Ledger, PASSWORD, TODAY, text};

use crate::knowing::logged;

/// A ledger with one person.
fn one() -> (Ledger, String) {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    (ledger, person)
}

fn promise(ledger: &mut Ledger, person: &str, what: &str, due: Option<&str>) -> Value {
    ledger.ok("promise_create", json!({"person": person, "day": "2026-11-20", "what": what, "due": due}))
}

fn whats(promises: &Value) -> Vec<String> {
    promises.as_array().unwrap().iter().map(|promise| text(&promise["what"])).collect()
}

fn listed(ledger: &mut Ledger, request: Value) -> Vec<String> {
    whats(&ledger.ok("promise_list", request))
}

fn answer(id: &Value, day: &str) -> Value {
    json!({"id": id, "answer": {"day": day, "text": "已当面答复本人。"}})
}

#[test]
fn overdue_first_and_without_a_day_last() {
    let (mut ledger, person) = one();
    promise(&mut ledger, &person, "协调值班", None);
    promise(&mut ledger, &person, "培训名额", Some("2026-12-01"));
    let today = promise(&mut ledger, &person, "早餐时间", Some("2026-11-23"));
    let overdue = promise(&mut ledger, &person, "宿舍热水", Some("2026-11-21"));
    assert_eq!(listed(&mut ledger, json!({})), ["宿舍热水", "早餐时间", "培训名额", "协调值班"]);
    assert_eq!((&overdue["state"], &overdue["overdue_days"]), (&json!("overdue"), &json!(2)));
    assert_eq!((&today["state"], &today["overdue_days"]), (&json!("open"), &json!(0)), "not on the due day itself");
    assert_eq!((&today["by"], &today["contact"], &today["contact_kind"]), (&json!(""), &Value::Null, &Value::Null));

    ledger.ok("promise_answer", answer(&overdue["id"], "2026-11-22"));
    ledger.ok("promise_answer", answer(&today["id"], "2026-11-23"));
    assert_eq!(listed(&mut ledger, json!({})), ["培训名额", "协调值班"]);
    let all = ["培训名额", "协调值班", "早餐时间", "宿舍热水"];
    assert_eq!(listed(&mut ledger, json!({"all": true})), all, "the newest answer first");
    let other = ledger.person("李四");
    promise(&mut ledger, &other, "停车", Some("2026-11-30"));
    assert_eq!(listed(&mut ledger, json!({"person": other})), ["停车"]);
    assert_eq!(listed(&mut ledger, json!({"person": person, "all": true})), all);
    ledger.reopen();
    assert_eq!(listed(&mut ledger, json!({})), ["停车", "培训名额", "协调值班"]);
}

#[test]
fn only_the_answer_closes_one() {
    let (mut ledger, person) = one();
    let made = promise(&mut ledger, &person, "协调值班", Some("2026-11-21"));
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-23", "reason": "调离"}}));
    assert_eq!(listed(&mut ledger, json!({})), ["协调值班"], "his leaving closes nothing");

    let id = &made["id"];
    let refused = |ledger: &mut Ledger, day: &str, said: &str| {
        let error = ledger.error("promise_answer", json!({"id": id, "answer": {"day": day, "text": said}}));
        (error.code, error.detail.unwrap_or_default())
    };
    assert_eq!(refused(&mut ledger, "2026-11-23", " 　\n"), (ErrorCode::FieldMissing, "text".to_owned()));
    assert_eq!(refused(&mut ledger, "2026-11-24", "好"), (ErrorCode::DayInFuture, "day".to_owned()));
    assert_eq!(refused(&mut ledger, "2026-11-19", "好"), (ErrorCode::DayTooEarly, "day".to_owned()));
    let long = "长".repeat(20_001);
    assert_eq!(refused(&mut ledger, "2026-11-23", &long), (ErrorCode::TextTooLong, "text".to_owned()));
    let missing = json!({"id": id, "answer": {"text": "好"}});
    assert_eq!(ledger.code("promise_answer", missing), ErrorCode::BadRequest, "the day must be given");
    assert_eq!(listed(&mut ledger, json!({})), ["协调值班"]);

    let answered = ledger.ok("promise_answer", answer(id, "2026-11-20"));
    assert_eq!((&answered["state"], &answered["overdue_days"]), (&json!("answered"), &json!(0)));
    assert_eq!(answered["answer"], json!({"day": "2026-11-20", "text": "已当面答复本人。"}));
    assert_eq!(listed(&mut ledger, json!({})), Vec::<String>::new());
    assert_eq!(ledger.code("promise_answer", answer(id, "2026-11-23")), ErrorCode::PromiseAnswered, "once");
    let form = json!({"person": person, "day": "2026-11-20", "what": "别的"});
    assert_eq!(ledger.code("promise_edit", json!({"id": id, "form": form})), ErrorCode::PromiseAnswered);
    assert_eq!(ledger.ok("promise_list", json!({"all": true})), json!([answered]), "as it was answered");
}

#[test]
fn a_promise_may_be_changed_and_each_change_is_logged() {
    let (mut ledger, person) = one();
    let other = ledger.person("李四");
    let made = promise(&mut ledger, &person, "协调值班", None);
    let form =
        json!({"person": other, "day": "2026-11-19", "what": " 协调轮休 ", "by": "甲书记 ", "due": "2026-11-30"});
    let edited = ledger.ok("promise_edit", json!({"id": made["id"], "form": form}));
    assert_eq!(
        (&edited["person"]["name"], &edited["what"], &edited["by"]),
        (&json!("李四"), &json!("协调轮休"), &json!("甲书记"))
    );
    ledger.ok("promise_answer", answer(&made["id"], "2026-11-23"));
    for action in ["promise_create", "promise_edit", "promise_answer"] {
        let entries = logged(&mut ledger, action);
        assert_eq!(entries.len(), 1, "{action}");
        assert_eq!(json!(entries[0].object), made["id"], "{action}");
        assert!(entries[0].body_hash.is_some(), "{action}");
    }
}

#[test]
fn what_may_not_be_promised() {
    let (mut ledger, person) = one();
    let good = json!({"person": person, "day": "2026-11-20", "what": "培训"});
    for (field, value, code, detail) in [
        ("what", json!(" "), ErrorCode::FieldMissing, Some("what")),
        ("what", json!("长".repeat(301)), ErrorCode::TextTooLong, Some("what")),
        ("by", json!("长".repeat(301)), ErrorCode::TextTooLong, Some("by")),
        ("day", json!("2026-11-24"), ErrorCode::DayInFuture, Some("day")),
        ("day", json!("2026-02-30"), ErrorCode::BadDate, Some("day")),
        ("due", json!("2026-11-19"), ErrorCode::DayTooEarly, Some("due")),
        ("due", json!("2206-11-19"), ErrorCode::BadDate, Some("due")),
        ("person", json!("00000000-0000-7000-8000-000000000000"), ErrorCode::NotFound, None),
        ("rank", json!(1), ErrorCode::BadRequest, Some("rank")),
    ] {
        let mut form = good.clone();
        form[field] = value;
        let error = ledger.error("promise_create", form);
        assert_eq!((error.code, error.detail.as_deref()), (code, detail), "{field}");
    }
    assert_eq!(listed(&mut ledger, json!({"all": true})), Vec::<String>::new());
    assert_eq!(logged(&mut ledger, "promise_create").len(), 0);
}

#[test]
fn entered_late_is_said_and_stays() {
    let (mut ledger, person) = one();
    let mut late = |day: &str| {
        let form = json!({"person": person, "day": day, "what": "培训"});
        ledger.ok("promise_create", form)
    };
    // Monday the 23rd: the third working day after Wednesday the 18th.
    assert_eq!(late("2026-11-18")["late_entry"], false);
    let made = late("2026-11-17");
    assert_eq!(made["late_entry"], true);
    let form = json!({"person": person, "day": "2026-11-17", "what": "培训名额"});
    assert_eq!(ledger.ok("promise_edit", json!({"id": made["id"], "form": form}))["late_entry"], true);
    ledger.turn_to("2026-12-20");
    assert_eq!(ledger.ok("promise_answer", answer(&made["id"], "2026-12-20"))["late_entry"], true);
}

/// A form with these promises, for a talk or a visit.
fn form(persons: &[&str], day: &str, promises: Value) -> Value {
    json!({"persons": persons, "day": day, "promises": promises})
}

#[test]
fn a_draft_promises_nothing_yet() {
    for kind in ["talk", "visit"] {
        let (mut ledger, person) = one();
        let line = json!({"person": person, "what": "协调值班", "by": "甲书记", "due": "2026-12-01"});
        let request = json!({"form": form(&[&person], "2026-11-20", json!([line])), "draft": true});
        let draft = ledger.ok(&format!("{kind}_create"), request);
        let mut kept = line.clone();
        kept["id"] = Value::Null;
        let shown = ledger.ok(&format!("{kind}_get"), json!({"id": draft["id"]}));
        assert_eq!(shown["form"]["promises"], json!([kept]), "the draft keeps what was written");
        assert_eq!(ledger.ok("promise_list", json!({"all": true})), json!([]));
        assert_eq!(ledger.ok("today_get", Value::Null)["promises"], json!([]));
        assert_eq!(ledger.ok("person_get", json!({"id": person}))["promises"], json!([]));
        assert_eq!(ledger.ok("brief_get", json!({"person": person}))["promises"], json!([]));

        let saved = ledger.ok(&format!("{kind}_edit"), json!({"id": draft["id"], "form": shown["form"]}));
        let promises = ledger.ok("promise_list", json!({}));
        let made = &promises[0];
        assert_eq!((&made["contact"], &made["contact_kind"]), (&draft["id"], &json!(kind)));
        assert_eq!(
            (&made["day"], &made["due"], &made["by"]),
            (&json!("2026-11-20"), &json!("2026-12-01"), &json!("甲书记"))
        );
        kept["id"] = made["id"].clone();
        assert_eq!(saved["form"]["promises"], json!([kept]), "the record gives them with their ids");
        assert_eq!(logged(&mut ledger, "promise_create").len(), 1);
        ledger.ok(&format!("{kind}_edit"), json!({"id": draft["id"], "form": saved["form"]}));
        assert_eq!(ledger.ok("promise_list", json!({})), promises, "saving it again makes nothing twice");
        assert_eq!(logged(&mut ledger, "promise_edit").len(), 0, "and changes nothing");
    }
}

#[test]
fn a_draft_may_promise_half_a_sentence() {
    let (mut ledger, person) = one();
    let lines = json!([{"person": person, "what": ""}]);
    let draft = ledger.ok("talk_create", json!({"form": form(&[], "2026-11-20", lines.clone()), "draft": true}));
    let full = json!({"id": draft["id"], "form": form(&[&person], "2026-11-20", lines)});
    let error = ledger.error("talk_edit", full);
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::FieldMissing, Some("what")));
    let request =
        json!({"form": form(&[], "2026-11-20", json!([{"person": person, "what": "长".repeat(301)}])), "draft": true});
    assert_eq!(ledger.code("talk_create", request), ErrorCode::TextTooLong);
    ledger.ok("talk_delete", json!({"id": draft["id"]}));
    assert_eq!(listed(&mut ledger, json!({"all": true})), Vec::<String>::new());
}

#[test]
fn editing_a_record_follows_its_lines() {
    let (mut ledger, person) = one();
    let lines = json!([{"person": person, "what": "一"}, {"person": person, "what": "二", "due": "2026-11-30"}]);
    let talk = ledger.ok("talk_create", json!({"form": form(&[&person], "2026-11-20", lines)}));
    let before = talk["form"]["promises"].clone();
    let mut edited = talk["form"].clone();
    edited["promises"] = json!([{"person": person, "what": "三"}, before[1]]);
    edited["promises"][1]["what"] = json!("二，改");
    edited["day"] = json!("2026-11-19");
    let saved = ledger.ok("talk_edit", json!({"id": talk["id"], "form": edited}));
    assert_eq!(whats(&saved["form"]["promises"]), ["二，改", "三"]);
    assert_eq!(saved["form"]["promises"][0]["id"], before[1]["id"], "the id is kept");
    let promises = ledger.ok("promise_list", json!({"all": true}));
    assert_eq!(whats(&promises), ["二，改", "三"]);
    assert!(promises.as_array().unwrap().iter().all(|promise| promise["day"] == "2026-11-19"), "the record's day");
    let deleted = logged(&mut ledger, "promise_delete");
    assert_eq!(deleted.len(), 1);
    assert_eq!(json!(deleted[0].object), before[0]["id"], "what was dropped left a trace");
    assert_eq!(logged(&mut ledger, "promise_edit").len(), 1);

    // A promise changed on its own page shows in the record.
    let change = json!({"person": person, "day": "2026-11-19", "what": "三，改"});
    ledger.ok("promise_edit", json!({"id": saved["form"]["promises"][1]["id"], "form": change}));
    let shown = ledger.ok("talk_get", json!({"id": talk["id"]}));
    assert_eq!(whats(&shown["form"]["promises"]), ["二，改", "三，改"]);
}

#[test]
fn an_answered_line_neither_changes_nor_goes() {
    let (mut ledger, person) = one();
    let lines = json!([{"person": person, "what": "一"}, {"person": person, "what": "二"}]);
    let visit = ledger.ok("visit_create", json!({"form": form(&[&person], "2026-11-20", lines)}));
    let first = visit["form"]["promises"][0]["id"].clone();
    ledger.ok("promise_answer", answer(&first, "2026-11-21"));
    let all = ledger.ok("promise_list", json!({"all": true}));
    let edit = |change: &dyn Fn(&mut Value)| {
        let mut form = visit["form"].clone();
        change(&mut form);
        json!({"id": visit["id"], "form": form})
    };
    let gone = edit(&|form| form["promises"] = json!([form["promises"][1]]));
    assert_eq!(ledger.code("visit_edit", gone), ErrorCode::PromiseAnswered);
    let changed = edit(&|form| form["promises"][0]["what"] = json!("一，改"));
    assert_eq!(ledger.code("visit_edit", changed), ErrorCode::PromiseAnswered);
    let put_off = edit(&|form| form["promises"][0]["due"] = json!("2026-12-01"));
    assert_eq!(ledger.code("visit_edit", put_off), ErrorCode::PromiseAnswered);
    let after_the_answer = edit(&|form| form["day"] = json!("2026-11-22"));
    assert_eq!(ledger.code("visit_edit", after_the_answer), ErrorCode::DayTooEarly, "not answered before it was made");
    assert_eq!(ledger.ok("promise_list", json!({"all": true})), all, "refused, so nothing changed");
    let other = edit(&|form| form["promises"][1]["what"] = json!("二，改"));
    ledger.ok("visit_edit", other);
    let earlier = edit(&|form| form["day"] = json!("2026-11-18"));
    ledger.ok("visit_edit", earlier);
    let days = ledger.ok("promise_list", json!({"all": true}));
    assert!(days.as_array().unwrap().iter().all(|promise| promise["day"] == "2026-11-18"));
}

#[test]
fn a_line_is_to_one_who_took_part_and_of_this_record() {
    let (mut ledger, person) = one();
    let other = ledger.person("李四");
    let to_other = json!([{"person": other, "what": "培训"}]);
    let error = ledger.error("talk_create", json!({"form": form(&[&person], "2026-11-20", to_other)}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::PromiseNotOfRecord, Some("person")));

    let lines = json!([{"person": person, "what": "培训"}]);
    let talk = ledger.ok("talk_create", json!({"form": form(&[&person], "2026-11-20", lines)}));
    let line = &talk["form"]["promises"][0];
    let again = json!({"form": form(&[&person], "2026-11-20", json!([line]))});
    assert_eq!(ledger.code("talk_create", again.clone()), ErrorCode::NotFound, "a line of another record");
    let draft = json!({"form": again["form"], "draft": true});
    assert_eq!(ledger.code("talk_create", draft), ErrorCode::NotFound, "nothing of a draft is kept yet");
    let twice = json!({"id": talk["id"], "form": form(&[&person], "2026-11-20", json!([line, line]))});
    assert_eq!(ledger.code("talk_edit", twice), ErrorCode::BadRequest);
    let many: Vec<Value> = (0..51).map(|n| json!({"person": person, "what": n.to_string()})).collect();
    let error = ledger.error("talk_create", json!({"form": form(&[&person], "2026-11-20", json!(many))}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::BadRequest, Some("promises")));
    let early = json!([{"person": person, "what": "培训", "due": "2026-11-19"}]);
    let error = ledger.error("talk_create", json!({"form": form(&[&person], "2026-11-20", early)}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::DayTooEarly, Some("due")));

    // On its own page a promise of a record stays with the record's people and day.
    let edit =
        |person: &str, day: &str| json!({"id": line["id"], "form": {"person": person, "day": day, "what": "培训"}});
    let error = ledger.error("promise_edit", edit(&other, "2026-11-20"));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::PromiseNotOfRecord, Some("person")));
    let error = ledger.error("promise_edit", edit(&person, "2026-11-18"));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::PromiseNotOfRecord, Some("day")));
    assert_eq!(listed(&mut ledger, json!({"all": true})), ["培训"]);
}

#[test]
fn a_promise_added_to_an_old_record_is_late() {
    let (mut ledger, person) = one();
    let talk = ledger.ok("talk_create", json!({"form": form(&[&person], "2026-11-20", json!([]))}));
    ledger.turn_to("2026-12-20");
    let mut form = talk["form"].clone();
    form["promises"] = json!([{"person": person, "what": "培训"}]);
    let saved = ledger.ok("talk_edit", json!({"id": talk["id"], "form": form}));
    assert_eq!(saved["late_entry"], false, "the record was entered in time");
    assert_eq!(ledger.ok("promise_list", json!({}))[0]["late_entry"], true, "this was not");
}

#[test]
fn a_record_checks_the_facets_it_touched() {
    let (mut ledger, a) = one();
    let b = ledger.person("李四");
    let facet = |ledger: &mut Ledger, person: &str, at: usize| {
        ledger.ok("knowing_get", json!({"person": person}))["facets"][at]["checked"].clone()
    };
    let form = json!({"persons": [a, b], "day": "2026-11-20", "facets": ["family", "mind"]});
    let draft = ledger.ok("visit_create", json!({"form": form, "draft": true}));
    assert_eq!(facet(&mut ledger, &a, 1), Value::Null, "a draft checks nothing");
    let saved = ledger.ok("visit_edit", json!({"id": draft["id"], "form": draft["form"]}));
    assert_eq!(saved["form"]["facets"], json!(["family", "mind"]));
    for person in [&a, &b] {
        assert_eq!(facet(&mut ledger, person, 1), json!("2026-11-20"), "on the day it took place");
        assert_eq!(facet(&mut ledger, person, 4), json!("2026-11-20"));
        assert_eq!(facet(&mut ledger, person, 0), Value::Null, "only what it touched");
    }
    let mut twice = form.clone();
    twice["facets"] = json!(["mind", "mind"]);
    let error = ledger.error("talk_create", json!({"form": twice}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::BadRequest, Some("facets")));
}

#[test]
fn an_archived_record_keeps_its_promises_and_they_are_still_answered() {
    let (mut ledger, person) = one();
    let lines = json!([{"person": person, "what": "培训"}]);
    let talk = ledger.ok("talk_create", json!({"form": form(&[&person], "2026-11-20", lines)}));
    ledger.ok("vault_lock", Value::Null);
    let world = World { clock: Arc::new(FixedDay(TODAY.parse().unwrap())), ..World::real() };
    let mut vault = Vault::open(world, ledger.desk.place(), &Password::new(PASSWORD.to_owned())).unwrap();
    let id = text(&talk["id"]).parse().unwrap();
    let mut stored = vault.read::<_, VaultError>(|reading| reading.talk(id)).unwrap().unwrap();
    stored.state = ContactState::Archived;
    vault.write::<_, VaultError>(|writing| writing.put_talk(&stored)).unwrap();
    vault.lock().unwrap();
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));

    let id = &talk["form"]["promises"][0]["id"];
    let edit = json!({"id": id, "form": {"person": person, "day": "2026-11-20", "what": "别的"}});
    assert_eq!(ledger.code("promise_edit", edit), ErrorCode::Archived, "it stands on paper as it was");
    ledger.ok("promise_answer", answer(id, "2026-11-23"));
    assert_eq!(listed(&mut ledger, json!({})), Vec::<String>::new());
}
