//! What becomes of the data of those who left: the reminder, sealing, handing over, destroying.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, text};

/// 张三, who left on 2026-11-20, with records of every kind; 李四 stays.
struct Case {
    ledger: Ledger,
    person: String,
    other: String,
    talk: String,
    joint: String,
    visit: String,
}

fn case() -> Case {
    let mut ledger = Ledger::create();
    let form = json!({"name": "张三", "id_number": "", "phone": "13800001234", "note": "饕餮备注", "political": "中共党员",
                      "extra": {"备用": "饕餮补充"}, "address": "饕餮小区"});
    let person = text(&ledger.ok("person_create", form)["id"]);
    let other = ledger.person("李四");
    let event = json!({"kind": "illness", "persons": [person], "day": "2026-11-16", "note": "饕餮住院"});
    let event = ledger.ok("event_create", event);
    let form = json!({"persons": [person], "day": "2026-11-17", "topic": "饕餮", "content": "饕餮内容",
                      "promises": [{"person": person, "what": "饕餮承诺"}]});
    let talk = text(&ledger.ok("talk_create", json!({"form": form}))["id"]);
    let form = json!({"persons": [person, other], "day": "2026-11-17", "topic": "共同谈", "content": "饕餮与李四"});
    let joint = text(&ledger.ok("talk_create", json!({"form": form}))["id"]);
    let form = json!({"persons": [person], "day": "2026-11-18", "reason": "饕餮", "situation": "饕餮情况", "money_fen": 50_000,
                      "place": "饕餮小区", "settles": [event["duties"][0]["id"]]});
    let visit = text(&ledger.ok("visit_create", json!({"form": form}))["id"]);
    let body = json!({"kind": "mind", "text": "饕餮思想", "attention": "calm"});
    ledger.ok("entry_create", json!({"person": person, "entries": [{"body": body, "day": "2026-11-17"}]}));
    let scan = ledger.path("a.pdf");
    std::fs::write(&scan, b"%PDF-1.7").unwrap();
    ledger.open_from(&scan);
    ledger.ok("attachment_add", json!({"to": "visit", "record": visit, "name": "饕餮诊断"}));
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-20", "reason": "调离"}}));
    Case { ledger, person, other, talk, joint, visit }
}

fn names(ledger: &mut Ledger, list: &str, request: Value) -> Vec<String> {
    ledger.ok(list, request).as_array().unwrap().iter().map(|row| text(&row["id"])).collect()
}

fn all_duties(ledger: &mut Ledger, person: &str) -> usize {
    ledger.ok("duty_list", json!({"person": person, "all": true})).as_array().unwrap().len()
}

fn found(ledger: &mut Ledger, request: Value) -> usize {
    let found = ledger.ok("search_find", request);
    found["groups"].as_array().unwrap().iter().map(|group| group["hits"].as_array().unwrap().len()).sum()
}

#[test]
fn one_is_reminded_after_the_set_time() {
    let Case { mut ledger, person, .. } = case();
    let view = ledger.ok("retention_list", Value::Null);
    assert_eq!((&view["months"], &view["due"]), (&json!(12), &json!(0)));
    assert_eq!((&view["rows"][0]["person"]["id"], &view["rows"][0]["due"]), (&json!(person), &json!("2027-11-20")));
    ledger.turn_to("2027-11-19");
    assert_eq!(ledger.ok("retention_list", Value::Null)["due"], 0);
    ledger.turn_to("2027-11-20");
    assert_eq!(ledger.ok("retention_list", Value::Null)["rows"][0]["is_due"], true);
    assert_eq!(ledger.ok("retention_set", json!({"months": 24}))["due"], 0);
    assert_eq!(ledger.ok("retention_set", json!({"months": 0}))["due"], 1);
    assert_eq!(ledger.ok("retention_seal", json!({"person": person}))["due"], 0, "decided");
    assert_eq!(ledger.code("retention_set", json!({"months": 601})), ErrorCode::BadRequest);
}

#[test]
fn what_is_sealed_is_left_out_unless_asked_for() {
    let Case { mut ledger, person, other, talk, joint, visit } = case();
    assert_eq!(ledger.code("retention_seal", json!({"person": other})), ErrorCode::StillHere);
    let (all, before) = (json!({"query": "饕餮", "sealed": true}), json!({"query": "饕餮"}));
    let count = found(&mut ledger, before.clone());
    assert!(count >= 7, "{count}");
    ledger.ok("retention_seal", json!({"person": person}));
    assert_eq!(found(&mut ledger, before.clone()), 1, "only the talk that 李四 had part in");
    assert_eq!(found(&mut ledger, all), count);
    assert_eq!(names(&mut ledger, "person_list", json!({})), std::slice::from_ref(&other));
    assert_eq!(names(&mut ledger, "person_list", json!({"sealed": true})).len(), 2);
    assert_eq!(names(&mut ledger, "talk_list", json!({})), std::slice::from_ref(&joint));
    assert_eq!(names(&mut ledger, "talk_list", json!({"sealed": true})).len(), 2);
    assert_eq!(names(&mut ledger, "talk_list", json!({"person": person})).len(), 2, "his own page shows all of his");
    assert_eq!(names(&mut ledger, "visit_list", json!({})), [] as [String; 0]);
    assert_eq!(names(&mut ledger, "event_list", json!({})), [] as [String; 0]);
    assert_eq!(
        ledger.ok("ledger_show", json!({"ledger": "visits"}))["rows"].as_array().unwrap().len(),
        1,
        "in ledgers"
    );
    assert_eq!(ledger.ok("talk_get", json!({"id": talk}))["form"]["content"], "饕餮内容");
    assert_eq!(ledger.ok("visit_get", json!({"id": visit}))["form"]["situation"], "饕餮情况");
    ledger.ok("retention_undo", json!({"person": person}));
    assert_eq!(found(&mut ledger, before.clone()), count);
    let to = json!({"person": person, "to": "某县税务局城关税务所", "day": "2026-11-23"});
    let row = ledger.ok("retention_hand_over", to)["rows"][0].clone();
    assert_eq!(
        (&row["decision"]["state"], &row["decision"]["to"]),
        (&json!("handed_over"), &json!("某县税务局城关税务所"))
    );
    assert_eq!(found(&mut ledger, before), 1);
    let code = ledger.code("retention_hand_over", json!({"person": person, "to": " ", "day": "2026-11-23"}));
    assert_eq!(code, ErrorCode::FieldMissing);
    let log = ledger.ok("log_list", json!({"object": person}));
    let actions: Vec<String> = log["entries"].as_array().unwrap().iter().map(|entry| text(&entry["action"])).collect();
    assert_eq!(&actions[..3], ["retention_hand_over", "retention_undo", "retention_seal"]);
}

#[test]
fn what_is_sealed_shows_neither_on_the_first_page_nor_in_lists_and_ledgers() {
    let Case { mut ledger, person, other, joint, .. } = case();
    ledger.ok("promise_create", json!({"person": other, "day": "2026-11-18", "what": "李四的事"}));
    let form = json!({"persons": [person], "day": "2026-11-19", "topic": "草稿"});
    ledger.ok("talk_create", json!({"form": form, "draft": true}));
    ledger.ok("visit_create", json!({"form": {"persons": [person], "day": "2026-11-19"}, "draft": true}));
    let asked = ["overdue", "promises", "drafts"];
    let shown = |ledger: &mut Ledger| {
        let today = ledger.ok("today_get", Value::Null);
        asked.map(|part| {
            let rows = today[part].as_array().unwrap();
            rows.iter().filter(|row| row.to_string().contains("张三")).count()
        })
    };
    assert_eq!(shown(&mut ledger), [0, 1, 2]);
    let whats = |ledger: &mut Ledger, request: Value| -> Vec<String> {
        let list = ledger.ok("promise_list", request);
        list.as_array().unwrap().iter().map(|promise| text(&promise["what"])).collect()
    };
    assert_eq!(whats(&mut ledger, json!({})).len(), 2);
    let duties = ledger.duties().len();
    assert!(duties > 0 && all_duties(&mut ledger, &person) == duties);
    let rows = |ledger: &mut Ledger, kind: &str| {
        ledger.ok("ledger_show", json!({"ledger": kind}))["rows"].as_array().unwrap().clone()
    };
    let kinds = ["owed", "talks", "visits"];
    let before = kinds.map(|kind| rows(&mut ledger, kind));

    ledger.ok("retention_seal", json!({"person": person}));
    assert_eq!(shown(&mut ledger), [0, 0, 0]);
    assert_eq!(whats(&mut ledger, json!({"all": true})), ["李四的事"]);
    assert_eq!(whats(&mut ledger, json!({"person": person})), ["饕餮承诺"], "his own page shows all of his");
    assert_eq!(whats(&mut ledger, json!({"sealed": true})).len(), 2);
    assert_eq!((ledger.duties().len(), all_duties(&mut ledger, &person)), (0, duties));
    let asked = ledger.ok("duty_list", json!({"all": true, "sealed": true}));
    assert_eq!(asked.as_array().unwrap().len(), duties);
    for (kind, before) in kinds.into_iter().zip(before) {
        let after = rows(&mut ledger, kind);
        assert_eq!(after.len(), before.len(), "{kind} keeps its rows");
        for (row, was) in after.iter().zip(&before) {
            let (row, was) = (row.to_string(), was.to_string());
            assert_eq!(row.contains("张三"), was.contains("张三"), "a name that counts stays: {row}");
            assert!(!row.contains("饕餮"), "{row}");
            assert!(!was.contains("饕餮") || row.contains("（已封存）"), "{row}");
        }
    }
    assert_eq!(ledger.ok("talk_get", json!({"id": joint}))["form"]["content"], "饕餮与李四");
    let path = ledger.save_to("owed.csv");
    ledger.ok("ledger_export", json!({"ledger": "visits", "format": "csv"}));
    assert!(!std::fs::read_to_string(&path).unwrap().contains("饕餮"));

    let log = ledger.ok("log_list", json!({}));
    assert!(!log.to_string().contains("张三"), "{log}");
    let whole = log["count"].as_u64().unwrap() as usize;
    assert_eq!(log["entries"].as_array().unwrap().len(), whole, "every entry is there");
    assert!(ledger.ok("log_list", json!({"object": person})).to_string().contains("张三"), "his own page");
    let path = ledger.save_to("log.csv");
    ledger.ok("log_export", json!({"format": "csv", "names": true}));
    let log = std::fs::read_to_string(&path).unwrap();
    assert!(log.contains("李四") && log.contains("（已封存）") && !log.contains("张三"), "{log}");
    ledger.ok("retention_hand_over", json!({"person": person, "to": "某县税务局", "day": "2026-11-23"}));
    assert!(ledger.ok("log_list", json!({})).to_string().contains("（已移交）"));
}

#[test]
fn what_was_missed_by_one_who_is_sealed_asks_for_no_reason() {
    let mut ledger = Ledger::create();
    let person = ledger.person("王五");
    // It became known only after its day, so the talk before it was missed from the start.
    ledger.event("award", &[&person], "2026-11-09");
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-20", "reason": "调离"}}));
    let overdue = |ledger: &mut Ledger| ledger.ok("today_get", Value::Null)["overdue"].as_array().unwrap().len();
    assert_eq!(overdue(&mut ledger), 1);
    ledger.ok("retention_seal", json!({"person": person}));
    assert_eq!(overdue(&mut ledger), 0);
}

#[test]
fn a_person_who_comes_back_is_no_longer_sealed() {
    let Case { mut ledger, person, .. } = case();
    ledger.ok("retention_seal", json!({"person": person}));
    ledger.ok("person_return", json!({"id": person, "day": "2026-11-23"}));
    assert_eq!(names(&mut ledger, "person_list", json!({})).len(), 2);
    assert_eq!(ledger.ok("retention_list", Value::Null)["rows"], json!([]));
}

#[test]
fn destroying_overwrites_what_is_about_him_alone() {
    let Case { mut ledger, person, talk, joint, visit, .. } = case();
    let figures = json!({"from": "2026-01-01", "to": "2026-12-31"});
    let before = ledger.ok("figures_get", figures.clone());
    let duties = all_duties(&mut ledger, &person);
    let plan = ledger.ok("retention_plan", json!({"person": person}));
    let rows: Vec<(String, u64, u64)> = plan["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (text(&row["title"]), row["year"].as_u64().unwrap(), row["copies"].as_u64().unwrap()))
        .collect();
    let titles = ["人员基本信息", "谈心谈话记录", "走访慰问记录", "事由说明", "六知晓内容", "承诺事项内容", "附件"];
    assert_eq!(rows, titles.map(|title| (title.to_owned(), 2026, 1)));
    for supervisors in [json!([]), json!(["王五"]), json!(["王五", " 王五 "])] {
        let code = ledger.code("retention_destroy", json!({"person": person, "supervisors": supervisors}));
        assert_eq!(code, ErrorCode::FieldMissing, "{supervisors}");
    }
    ledger.ok("retention_destroy", json!({"person": person, "supervisors": ["王五", "赵六"]}));

    assert_eq!(
        found(&mut ledger, json!({"query": "饕餮", "sealed": true})),
        1,
        "but for the talk that 李四 had part in"
    );
    assert_eq!(found(&mut ledger, json!({"query": "张三", "sealed": true})), 0);
    assert_eq!(found(&mut ledger, json!({"query": "1234", "sealed": true})), 0);
    let view = ledger.ok("person_get", json!({"id": person}));
    assert_eq!(
        (&view["form"]["name"], &view["form"]["note"], &view["form"]["extra"]),
        (&json!("已销毁人员"), &json!(""), &json!({}))
    );
    assert_eq!((&view["left"]["day"], &view["left"]["reason"]), (&json!("2026-11-20"), &json!("（已销毁）")));
    assert!(!view.to_string().contains("饕餮") && !view.to_string().contains("张三"), "{view}");
    let talk_view = ledger.ok("talk_get", json!({"id": talk}));
    assert_eq!((&talk_view["form"]["content"], &talk_view["form"]["opinion"]), (&json!("（已销毁）"), &json!("")));
    assert_eq!(talk_view["number"], "〔2026〕第1号");
    assert_eq!(ledger.ok("talk_get", json!({"id": joint}))["form"]["content"], "饕餮与李四");
    let visit_view = ledger.ok("visit_get", json!({"id": visit}));
    assert_eq!(
        (&visit_view["form"]["place"], &visit_view["form"]["money_fen"]),
        (&json!("（已销毁）"), &json!(50_000))
    );
    assert_eq!(ledger.ok("attachment_list", json!({"to": "visit", "record": visit})), json!([]));
    let promises = ledger.ok("promise_list", json!({"person": person, "all": true}));
    assert_eq!(promises[0]["what"], "（已销毁）");
    assert_eq!(ledger.ok("figures_get", figures), before, "figures keep their counts");
    assert_eq!(all_duties(&mut ledger, &person), duties);
    assert_eq!(ledger.ok("ledger_show", json!({"ledger": "talks"}))["rows"].as_array().unwrap().len(), 2);

    let plan = ledger.ok("retention_plan", json!({"person": person}));
    assert_eq!(plan["rows"].as_array().unwrap().len(), 7, "the register is kept");
    assert_eq!(plan["person"]["name"], "已销毁人员");
    for (name, request) in [
        ("retention_undo", json!({"person": person})),
        ("retention_seal", json!({"person": person})),
        ("person_edit", json!({"id": person, "form": {"name": "张三"}})),
        ("person_return", json!({"id": person, "day": "2026-11-23"})),
    ] {
        assert_eq!(ledger.code(name, request), ErrorCode::Destroyed, "{name}");
    }
    ledger.reopen();
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
}

#[test]
fn a_record_of_two_goes_with_the_second_of_them() {
    let Case { mut ledger, person, other, joint, .. } = case();
    let both = json!({"kind": "conflict", "persons": [person, other], "day": "2026-11-16", "note": "饕餮争执"});
    let event = ledger.ok("event_create", both)["id"].clone();
    let supervised = |person: &str| json!({"person": person, "supervisors": ["王五", "赵六"]});
    ledger.ok("retention_destroy", supervised(&person));
    assert_eq!(ledger.ok("talk_get", json!({"id": joint}))["form"]["content"], "饕餮与李四");
    assert_eq!(ledger.ok("event_get", json!({"id": event}))["note"], "饕餮争执");
    ledger.ok("person_leave", json!({"id": other, "left": {"day": "2026-11-23", "reason": "辞职"}}));
    let plan = ledger.ok("retention_plan", json!({"person": other}));
    let count = |title: &str| {
        let rows = plan["rows"].as_array().unwrap();
        rows.iter().find(|row| row["title"] == title).map(|row| row["copies"].clone())
    };
    assert_eq!((count("谈心谈话记录"), count("事由说明")), (Some(json!(1)), Some(json!(1))), "{plan}");
    ledger.ok("retention_destroy", supervised(&other));
    let talk = ledger.ok("talk_get", json!({"id": joint}));
    assert_eq!((&talk["form"]["content"], &talk["form"]["topic"]), (&json!("（已销毁）"), &json!("（已销毁）")));
    assert_eq!(ledger.ok("event_get", json!({"id": event}))["note"], "（已销毁）");
    assert_eq!(found(&mut ledger, json!({"query": "饕餮", "sealed": true})), 0);
    assert_eq!(found(&mut ledger, json!({"query": "共同谈", "sealed": true})), 0);
}

#[test]
fn reasons_typed_by_hand_are_destroyed_and_the_words_of_the_program_stay() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let hard = ledger.event("illness", &[&person], "2026-11-16");
    ledger.ok("event_cancel", json!({"id": hard["id"], "reason": "饕餮误报"}));
    let moved = ledger.event("personal_hardship", &[&person], "2026-11-17");
    let form = json!({"kind": "new_arrival", "persons": [person], "day": "2026-11-17"});
    ledger.ok("event_edit", json!({"id": moved["id"], "form": form}));
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-20", "reason": "饕餮离岗"}}));
    ledger.ok("retention_destroy", json!({"person": person, "supervisors": ["王五", "赵六"]}));
    let duties = ledger.ok("duty_list", json!({"person": person, "all": true}));
    let reasons: std::collections::BTreeSet<String> =
        duties.as_array().unwrap().iter().map(|duty| text(&duty["closed"]["reason"])).collect();
    assert_eq!(reasons.into_iter().collect::<Vec<_>>(), ["事由已修改", "（已销毁）"], "{duties}");
    let events = ledger.ok("event_list", json!({"person": person, "routines": true}));
    assert!(!events.to_string().contains("饕餮"), "{events}");
    let view = ledger.ok("person_get", json!({"id": person}));
    assert!(!view.to_string().contains("饕餮"), "{view}");
    let owed = ledger.ok("ledger_show", json!({"ledger": "owed"}));
    assert!(!owed.to_string().contains("饕餮"), "{owed}");
}

#[test]
fn nothing_new_is_entered_of_one_whose_data_were_destroyed() {
    let Case { mut ledger, person, other, talk, joint, visit } = case();
    let entries = ledger.ok("knowing_reveal", json!({"person": person, "facet": "mind"}));
    assert_eq!(entries["count"], 1);
    let promise = ledger.ok("promise_list", json!({"person": person}))[0]["id"].clone();
    let both = ledger.event("conflict", &[&person, &other], "2026-11-16");
    let alone = ledger.ok("event_list", json!({"person": person})).as_array().unwrap().clone();
    let alone = alone.iter().find(|event| event["kind"] == "illness").unwrap()["id"].clone();
    let draft = json!({"form": {"persons": [person, other], "day": "2026-11-19"}, "draft": true});
    let draft = ledger.ok("talk_create", draft)["id"].clone();
    ledger.ok("retention_destroy", json!({"person": person, "supervisors": ["王五", "赵六"]}));
    let scan = ledger.path("b.pdf");
    std::fs::write(&scan, b"%PDF-1.7").unwrap();
    ledger.open_from(&scan);
    let form = json!({"persons": [person], "day": "2026-11-18", "topic": "饕餮"});
    let with_other = json!({"persons": [other, person], "day": "2026-11-18", "topic": "饕餮"});
    let event = json!({"kind": "illness", "persons": [person], "day": "2026-11-18", "note": "饕餮"});
    let body = json!({"kind": "hobby", "text": "饕餮"});
    for (name, request) in [
        ("talk_create", json!({"form": form})),
        ("talk_create", json!({"form": form, "draft": true})),
        ("talk_create", json!({"form": with_other})),
        ("talk_edit", json!({"id": talk, "form": form})),
        ("talk_edit", json!({"id": talk, "form": {"persons": [other], "day": "2026-11-18"}})),
        ("visit_create", json!({"form": {"persons": [person], "day": "2026-11-18", "reason": "饕餮"}})),
        ("visit_edit", json!({"id": visit, "form": {"persons": [person], "day": "2026-11-18", "reason": "饕餮"}})),
        ("event_create", event.clone()),
        ("event_preview", event.clone()),
        ("event_edit", json!({"id": alone, "form": event})),
        ("event_cancel", json!({"id": alone, "reason": "饕餮"})),
        ("entry_create", json!({"person": person, "entries": [{"body": body}]})),
        ("knowing_check", json!({"person": person, "facets": ["hobby"]})),
        ("promise_create", json!({"person": person, "day": "2026-11-18", "what": "饕餮"})),
        ("promise_edit", json!({"id": promise, "form": {"person": other, "day": "2026-11-17", "what": "饕餮"}})),
        ("promise_answer", json!({"id": promise, "answer": {"day": "2026-11-18", "text": "饕餮"}})),
        ("person_leave", json!({"id": person, "left": {"day": "2026-11-18", "reason": "饕餮"}})),
        ("overtime_set", json!({"cells": [{"person": person, "day": "2026-11-18", "minutes": 60}]})),
        ("attachment_add", json!({"to": "person", "record": person, "name": "饕餮"})),
        ("attachment_add", json!({"to": "talk", "record": talk, "name": "饕餮"})),
    ] {
        assert_eq!(ledger.code(name, request.clone()), ErrorCode::Destroyed, "{name} {request}");
    }
    // What is about 李四 too is still his record: it can be corrected, and nothing is promised to the other in it.
    let form = json!({"persons": [person, other], "day": "2026-11-17", "topic": "共同谈", "content": "更正"});
    ledger.ok("talk_edit", json!({"id": joint, "form": form}));
    let mut promised = form.clone();
    promised["promises"] = json!([{"person": person, "what": "饕餮"}]);
    assert_eq!(ledger.code("talk_edit", json!({"id": joint, "form": promised})), ErrorCode::Destroyed);
    ledger.ok("talk_edit", json!({"id": draft, "form": form}));
    ledger.ok("attachment_add", json!({"to": "talk", "record": joint, "name": "共同"}));
    ledger.ok("event_cancel", json!({"id": both["id"], "reason": "误报"}));
}

#[test]
fn the_register_is_printed_before_and_after_and_never_signed() {
    let Case { mut ledger, person, .. } = case();
    let path = ledger.save_to("register.pdf");
    let sheet = json!({"sheet": "disposal", "person": person, "supervisors": ["王五", "赵六"]});
    ledger.ok("sheet_save", sheet.clone());
    let before = zhixin_tests::pdf_text(&path);
    for words in
        ["销毁清册", "序号", "题名", "年度", "份数", "销毁时间", "监销人签名", "走访慰问记录", "张三", "王五、赵六"]
    {
        assert!(before.contains(words), "{words}: {before}");
    }
    assert!(!before.contains("饕餮"));
    ledger.ok("retention_destroy", json!({"person": person, "supervisors": ["王五", "钱七"]}));
    ledger.ok("sheet_save", sheet);
    let after = zhixin_tests::pdf_text(&path);
    assert!(after.contains("2026年11月23日") && after.contains("王五、钱七") && !after.contains("张三"), "{after}");
    assert!(after.contains("走访慰问记录") && after.contains(&person[..8]));
    assert!(ledger.hands.suggested.borrow().iter().all(|name| !name.contains("张三")));
}

#[test]
fn an_extract_shows_what_is_his_and_nothing_of_others() {
    let Case { mut ledger, person, .. } = case();
    let entries = json!([
        {"body": {"kind": "hobby", "text": "篮球"}},
        {"body": {"kind": "appraisal", "year": 2025, "grade": "优秀"}},
        {"body": {"kind": "work", "text": "貔貅评语"}, "day": "2026-11-10"},
        {"body": {"kind": "household", "text": "貔貅家事"}},
        {"body": {"kind": "relative", "relation": "妻子", "name": "孙八", "birth": null, "political": "", "post": "", "phone": "", "deceased": false}},
    ]);
    ledger.ok("entry_create", json!({"person": person, "entries": entries}));
    let path = ledger.save_to("extract.pdf");
    ledger.ok("sheet_save", json!({"sheet": "extract", "person": person}));
    let text = zhixin_tests::pdf_text(&path);
    for words in
        ["本人信息摘录", "张三", "13800001234", "篮球", "优秀", "谈话：饕餮", "走访：饕餮", "饕餮承诺", "2026.11.17"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    for words in ["貔貅", "孙八", "李四", "共同谈", "饕餮内容", "饕餮情况", "饕餮思想", "饕餮备注", "饕餮住院"]
    {
        assert!(!text.contains(words), "{words}: {text}");
    }
    let log = ledger.ok("log_list", json!({"object": person, "limit": 1}));
    assert_eq!(log["entries"][0]["action"], "sheet_save");
}
