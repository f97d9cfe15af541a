//! Suggestions: raised by a person, by several or by nobody named; answered, or closed with a reason.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, text};

fn one() -> (Ledger, String) {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    (ledger, person)
}

fn raised(ledger: &mut Ledger, from: Value, content: &str, due: Option<&str>) -> Value {
    let mut form = json!({"day": "2026-11-20", "content": content, "due": due});
    form.as_object_mut().unwrap().extend(from.as_object().unwrap().clone());
    ledger.ok("suggestion_create", form)
}

fn listed(ledger: &mut Ledger, request: Value) -> Vec<String> {
    let list = ledger.ok("suggestion_list", request);
    list.as_array().unwrap().iter().map(|one| text(&one["content"])).collect()
}

fn counts(ledger: &mut Ledger) -> (u64, u64) {
    let counts = ledger.ok("today_get", Value::Null)["suggestions"].clone();
    (counts["open"].as_u64().unwrap(), counts["overdue"].as_u64().unwrap())
}

fn answered(id: &Value, day: &str, said: &str) -> Value {
    json!({"id": id, "end": {"how": "answered", "day": day, "way": "meeting", "text": said}})
}

#[test]
fn open_overdue_answered_and_closed() {
    let (mut ledger, person) = one();
    let named = raised(&mut ledger, json!({"person": person, "from": "不用"}), "食堂早餐", Some("2026-11-22"));
    assert_eq!((&named["person"]["name"], &named["from"]), (&json!("张三"), &json!("")), "the name is enough");
    assert_eq!((&named["state"], &named["overdue_days"]), (&json!("overdue"), &json!(1)));
    let several = raised(&mut ledger, json!({"from": "部分职工"}), "停车位", Some("2026-11-23"));
    assert_eq!((&several["state"], &several["person"]), (&json!("open"), &Value::Null), "not on the day itself");
    let nameless = raised(&mut ledger, json!({"from": "匿名", "way": "written"}), "学习安排", None);
    assert_eq!(
        listed(&mut ledger, json!({})),
        ["食堂早餐", "停车位", "学习安排"],
        "first due first, without a day last"
    );
    assert_eq!(counts(&mut ledger), (3, 1));

    let told = ledger.ok("suggestion_finish", answered(&named["id"], "2026-11-23", " 12月起早餐提前半小时。 "));
    assert_eq!((&told["state"], &told["end"]["text"]), (&json!("answered"), &json!("12月起早餐提前半小时。")));
    assert_eq!(told["overdue_days"], 0);
    let close =
        |reason: &str| json!({"id": nameless["id"], "end": {"how": "closed", "day": "2026-11-23", "reason": reason}});
    assert_eq!(ledger.code("suggestion_finish", close(" ")), ErrorCode::FieldMissing);
    assert_eq!(ledger.ok("suggestion_finish", close("与上条重复"))["state"], "closed");
    assert_eq!((listed(&mut ledger, json!({})), counts(&mut ledger)), (vec!["停车位".to_owned()], (1, 0)));
    assert_eq!(listed(&mut ledger, json!({"all": true})).len(), 3);
    assert_eq!(listed(&mut ledger, json!({"all": true, "person": person})), ["食堂早餐"]);

    let ended = &named["id"];
    let form = json!({"person": person, "day": "2026-11-20", "content": "食堂晚餐"});
    assert_eq!(ledger.code("suggestion_edit", json!({"id": ended, "form": form})), ErrorCode::SuggestionEnded);
    assert_eq!(ledger.code("suggestion_finish", answered(ended, "2026-11-23", "再说")), ErrorCode::SuggestionEnded);
    assert_eq!(ledger.code("suggestion_delete", json!({"id": ended})), ErrorCode::SuggestionEnded);
    assert_eq!(ledger.ok("suggestion_reopen", json!({"id": ended}))["state"], "overdue");
    assert_eq!(ledger.code("suggestion_reopen", json!({"id": ended})), ErrorCode::BadRequest);
    assert_eq!(ledger.ok("suggestion_edit", json!({"id": ended, "form": form}))["content"], "食堂晚餐");
    ledger.ok("suggestion_delete", json!({"id": ended}));
    ledger.reopen();
    assert_eq!(listed(&mut ledger, json!({"all": true})), ["停车位", "学习安排"]);
    let log = ledger.ok("log_list", json!({"object": ended}));
    let actions: Vec<String> = log["entries"].as_array().unwrap().iter().map(|entry| text(&entry["action"])).collect();
    let all = ["suggestion_delete", "suggestion_edit", "suggestion_reopen", "suggestion_answer", "suggestion_create"];
    assert_eq!(actions, all);
}

#[test]
fn what_is_refused() {
    let (mut ledger, person) = one();
    let refused = |ledger: &mut Ledger, form: Value| {
        let error = ledger.error("suggestion_create", form);
        (error.code, error.detail.unwrap_or_default())
    };
    let of = |code, detail: &str| (code, detail.to_owned());
    let missing = json!({"day": "2026-11-20", "content": "食堂"});
    assert_eq!(refused(&mut ledger, missing), of(ErrorCode::FieldMissing, "from"));
    let empty = json!({"person": person, "day": "2026-11-20", "content": " \n"});
    assert_eq!(refused(&mut ledger, empty), of(ErrorCode::FieldMissing, "content"));
    let ahead = json!({"person": person, "day": "2026-11-24", "content": "食堂"});
    assert_eq!(refused(&mut ledger, ahead).0, ErrorCode::DayInFuture);
    let before = json!({"person": person, "day": "2026-11-20", "content": "食堂", "due": "2026-11-19"});
    assert_eq!(refused(&mut ledger, before), of(ErrorCode::DayTooEarly, "due"));
    let nowhere = json!({"person": person, "day": "2026-11-20", "content": "食堂", "record": person});
    assert_eq!(refused(&mut ledger, nowhere).0, ErrorCode::NotFound, "a person is no record");
    let made = raised(&mut ledger, json!({"person": person}), "食堂", None);
    let early = ledger.error("suggestion_finish", answered(&made["id"], "2026-11-19", "好"));
    assert_eq!((early.code, early.detail.unwrap_or_default()), of(ErrorCode::DayTooEarly, "day"));
    assert_eq!(ledger.code("suggestion_finish", answered(&made["id"], "2026-11-24", "好")), ErrorCode::DayInFuture);
    assert_eq!(ledger.code("suggestion_finish", answered(&made["id"], "2026-11-23", "")), ErrorCode::FieldMissing);
    assert_eq!(counts(&mut ledger), (1, 0));
}

#[test]
fn raised_in_a_record_and_in_the_brief() {
    let (mut ledger, person) = one();
    let talk = ledger.talk(&[&person], "2026-11-20", &[])["id"].clone();
    let made = raised(&mut ledger, json!({"person": person, "record": talk}), "轮换综合岗", None);
    assert_eq!(made["raised_in"], "talk");
    raised(&mut ledger, json!({"from": "匿名"}), "停车位", None);
    assert_eq!(listed(&mut ledger, json!({"record": talk})), ["轮换综合岗"]);
    let brief = ledger.ok("brief_get", json!({"person": person}));
    assert_eq!(brief["suggestions"][0]["content"], "轮换综合岗");
    ledger.ok("suggestion_finish", answered(&made["id"], "2026-11-23", "下季度安排。"));
    assert_eq!(ledger.ok("brief_get", json!({"person": person}))["suggestions"], json!([]));
    assert_eq!(listed(&mut ledger, json!({"record": talk, "all": true})), ["轮换综合岗"]);

    let draft = json!({"form": {"persons": [person], "day": "2026-11-20"}, "draft": true});
    let draft = ledger.ok("talk_create", draft)["id"].clone();
    raised(&mut ledger, json!({"person": person, "record": draft}), "换椅子", None);
    ledger.ok("talk_delete", json!({"id": draft}));
    let list = ledger.ok("suggestion_list", json!({"person": person}));
    assert_eq!((&list[0]["content"], &list[0]["record"]), (&json!("换椅子"), &Value::Null), "it outlives its draft");
}

#[test]
fn found_and_in_the_ledger() {
    let (mut ledger, person) = one();
    let made = raised(&mut ledger, json!({"person": person}), "增加貔貅健身器材", Some("2026-11-21"));
    raised(&mut ledger, json!({"from": "匿名"}), "延长食堂时间", None);
    let found = ledger.ok("search_find", json!({"query": "貔貅"}));
    assert_eq!(found["groups"][0]["kind"], "suggestion");
    let rows = |ledger: &mut Ledger| ledger.ok("ledger_show", json!({"ledger": "suggestions"}))["rows"].clone();
    let shown = rows(&mut ledger);
    assert_eq!(shown.as_array().unwrap().len(), 2);
    assert!(shown.to_string().contains("逾期") && shown.to_string().contains("待答复"), "{shown}");
    ledger.ok("suggestion_finish", answered(&made["id"], "2026-11-23", "已列入预算。"));
    let shown = rows(&mut ledger);
    assert!(shown.to_string().contains("已会上答复") && shown.to_string().contains("已列入预算。"), "{shown}");
    assert_eq!(ledger.ok("search_find", json!({"query": "列入预算"}))["groups"][0]["kind"], "suggestion");
    let path = ledger.save_to("意见建议.csv");
    ledger.ok("ledger_export", json!({"ledger": "suggestions", "format": "csv"}));
    assert!(std::fs::read_to_string(path).unwrap().contains("增加貔貅健身器材"));
}

#[test]
fn sealed_and_destroyed_with_the_person() {
    let (mut ledger, person) = one();
    let made = raised(&mut ledger, json!({"person": person}), "饕餮建议", Some("2026-11-21"));
    raised(&mut ledger, json!({"from": "匿名"}), "停车位", None);
    let end = answered(&made["id"], "2026-11-23", "饕餮答复");
    ledger.ok("suggestion_finish", end);
    ledger.ok("suggestion_reopen", json!({"id": made["id"]}));
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-22", "reason": "调离"}}));
    assert_eq!(counts(&mut ledger), (2, 1), "his leaving closes nothing");
    ledger.ok("retention_seal", json!({"person": person}));
    assert_eq!((listed(&mut ledger, json!({})), counts(&mut ledger)), (vec!["停车位".to_owned()], (1, 0)));
    assert_eq!(listed(&mut ledger, json!({"person": person})), ["饕餮建议"], "his own page shows all of his");
    assert_eq!(listed(&mut ledger, json!({"sealed": true})).len(), 2);
    assert_eq!(ledger.ok("search_find", json!({"query": "饕餮"}))["groups"], json!([]));
    ledger.ok("retention_undo", json!({"person": person}));
    ledger.ok("suggestion_finish", answered(&made["id"], "2026-11-23", "饕餮答复"));
    ledger.ok("retention_destroy", json!({"person": person, "supervisors": ["王五", "赵六"]}));
    let kept = ledger.ok("suggestion_list", json!({"person": person, "all": true}));
    let one = &kept[0];
    assert_eq!((&one["content"], &one["end"]["text"]), (&json!("（已销毁）"), &json!("（已销毁）")));
    assert_eq!((&one["end"]["day"], &one["state"]), (&json!("2026-11-23"), &json!("answered")));
    assert_eq!(ledger.ok("search_find", json!({"query": "饕餮", "sealed": true}))["groups"], json!([]));
    assert_eq!(ledger.code("suggestion_reopen", json!({"id": made["id"]})), ErrorCode::Destroyed);
    let form = json!({"person": person, "day": "2026-11-20", "content": "饕餮"});
    assert_eq!(ledger.code("suggestion_create", form), ErrorCode::Destroyed);
}
