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
    let duties = ledger.duties().len();
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
    assert_eq!(view["left"]["reason"], "调离");
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
    assert_eq!(ledger.duties().len(), duties);
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
