//! Searching: every kind of record, by its words, by pinyin, masked where it is sensitive, and never what is gone.

use serde_json::{Value, json};
use zhixin_tests::{Ledger, text};

fn find(ledger: &mut Ledger, query: &str) -> Vec<Value> {
    ledger.ok("search_find", json!({"query": query}))["groups"].as_array().unwrap().clone()
}

/// The kinds in which something was found, each with its hits.
fn kinds(ledger: &mut Ledger, query: &str) -> Vec<(String, usize)> {
    let groups = find(ledger, query);
    groups.iter().map(|group| (text(&group["kind"]), group["hits"].as_array().unwrap().len())).collect()
}

/// What the marks of a hit's snippet stand on.
fn marked(hit: &Value) -> Vec<String> {
    let units: Vec<u16> = text(&hit["snippet"]["text"]).encode_utf16().collect();
    let at = |mark: &Value, end: &str| mark[end].as_u64().unwrap() as usize;
    let marks = hit["snippet"]["marks"].as_array().unwrap();
    marks.iter().map(|mark| String::from_utf16(&units[at(mark, "from")..at(mark, "to")]).unwrap()).collect()
}

#[test]
fn one_word_in_every_kind_of_record() {
    let mut ledger = Ledger::create();
    let person = text(&ledger.ok("person_create", json!({"name": "张三", "note": "父亲住院"}))["id"]);
    let event = json!({"kind": "illness", "persons": [person], "day": "2026-11-20", "note": "县医院住院"});
    let event = ledger.ok("event_create", event);
    let form =
        json!({"persons": [person], "day": "2026-11-22", "topic": "近况", "content": "说起住院的事，住 院费还差一些"});
    let talk = ledger.ok("talk_create", json!({"form": form}));
    let form = json!({"persons": [person], "day": "2026-11-21", "reason": "生病住院", "situation": "恢复良好"});
    let visit = ledger.ok("visit_create", json!({"form": form}));
    let promise = ledger.ok("promise_create", json!({"person": person, "day": "2026-11-22", "what": "协调住院陪护假"}));
    ledger.ok(
        "entry_create",
        json!({"person": person, "entries": [{"body": {"kind": "work", "text": "住院期间仍交接工作"}}]}),
    );

    let groups = find(&mut ledger, "住院");
    let kinds: Vec<String> = groups.iter().map(|group| text(&group["kind"])).collect();
    assert_eq!(kinds, ["person", "event", "talk", "visit", "entry", "promise"]);
    let hit = |n: usize| &groups[n]["hits"][0];
    assert_eq!((&hit(0)["id"], &hit(0)["title"], &hit(0)["day"]), (&json!(person), &json!("张三"), &Value::Null));
    assert_eq!(
        (&hit(1)["id"], &hit(1)["title"], &hit(1)["day"]),
        (&event["id"], &event["title"], &json!("2026-11-20"))
    );
    assert_eq!(
        (&hit(2)["id"], &hit(2)["title"], &hit(2)["snippet"]["field"]),
        (&talk["id"], &json!("近况"), &json!("content"))
    );
    assert_eq!((&hit(3)["id"], &hit(5)["id"]), (&visit["id"], &promise["id"]));
    assert_eq!(hit(2)["persons"][0]["name"], "张三");
    assert_eq!(marked(hit(2)), ["住院", "住 院"]);
    let talks = json!({"query": "住院", "kinds": ["talk"]});
    assert_eq!(ledger.ok("search_find", talks)["groups"].as_array().unwrap().len(), 1);
    assert_eq!(find(&mut ledger, "住院 恢复")[0]["kind"], "visit", "both terms in one record");
    for nothing in ["", " \u{3000}", "出国", "\"", "住院 AND", "*"] {
        assert_eq!(find(&mut ledger, nothing), [] as [Value; 0], "{nothing}");
    }
}

#[test]
fn persons_by_pinyin_and_by_the_end_of_their_number() {
    let mut ledger = Ledger::create();
    for (name, phone) in [("单小明", "13800001234"), ("曾小明", "13800005678"), ("张三", "")] {
        ledger.ok("person_create", json!({"name": name, "phone": phone}));
    }
    let names = |ledger: &mut Ledger, query: &str| -> Vec<String> {
        let groups = find(ledger, query);
        let hits = groups.first().map(|group| group["hits"].as_array().unwrap().clone()).unwrap_or_default();
        hits.iter().map(|hit| text(&hit["title"])).collect()
    };
    for query in ["shanxm", "dan", "ShanXiaoming", "shan xiao"] {
        assert_eq!(names(&mut ledger, query), ["单小明"], "{query}");
    }
    assert_eq!(names(&mut ledger, "zs"), ["张三"]);
    let mut both = names(&mut ledger, "xm");
    both.sort_unstable();
    assert_eq!(both, ["单小明", "曾小明"]);
    let found = find(&mut ledger, "5678");
    assert_eq!(found[0]["hits"][0]["snippet"], json!({"field": "phone", "text": "138****5678", "marks": []}));
}

#[test]
fn the_roster_by_pinyin() {
    let mut ledger = Ledger::create();
    ledger.person("李志国");
    ledger.person("王敏");
    for (typed, found) in [("lzg", "李志国"), ("lizhi", "李志国"), ("WM", "王敏"), ("敏", "王敏")] {
        let rows = ledger.ok("person_list", json!({"query": typed}));
        assert_eq!(rows.as_array().unwrap().len(), 1, "{typed}");
        assert_eq!(rows[0]["name"], json!(found), "{typed}");
    }
    assert_eq!(ledger.ok("person_list", json!({"query": "xyz"})), json!([]));
}

#[test]
fn sensitive_entries_are_found_and_not_shown() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let bodies = [
        json!({"kind": "mind", "text": "情绪低落，想调走", "attention": "focus"}),
        json!({"kind": "household", "text": "情绪低落的母亲同住"}),
        json!({"kind": "standing", "mark": "behind", "basis": "情绪低落", "helper": "", "plan": ""}),
        json!({"kind": "hobby", "text": "情绪低落时打篮球"}),
    ];
    let entries: Vec<Value> = bodies.iter().map(|body| json!({"body": body, "day": "2026-11-20"})).collect();
    ledger.ok("entry_create", json!({"person": person, "entries": entries}));
    let groups = find(&mut ledger, "情绪低落");
    let hits = groups[0]["hits"].as_array().unwrap();
    assert_eq!((groups.len(), hits.len()), (1, 4));
    for hit in hits {
        let open = hit["facet"] == "hobby";
        assert_eq!(hit["restricted"], json!(!open));
        assert_eq!(hit["snippet"].is_null(), !open);
        assert_eq!(hit["persons"][0]["name"], "张三");
    }
    let shown: Vec<&Value> = hits.iter().filter(|hit| hit["restricted"] == true).collect();
    let shown = json!(shown).to_string();
    assert!(!shown.contains("情绪") && !shown.contains("母亲") && !shown.contains("behind"), "{shown}");
}

#[test]
fn what_is_changed_or_deleted_is_no_longer_found() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let form = |content: &str| json!({"persons": [person], "day": "2026-11-22", "topic": "谈心", "content": content});
    let draft = ledger.ok("talk_create", json!({"form": form("饕餮"), "draft": true}));
    assert_eq!(find(&mut ledger, "饕餮")[0]["hits"][0]["draft"], true);
    ledger.ok("talk_edit", json!({"id": draft["id"], "form": form("貔貅"), "draft": true}));
    assert_eq!((kinds(&mut ledger, "饕餮"), kinds(&mut ledger, "貔貅")), (vec![], vec![("talk".to_owned(), 1)]));
    ledger.ok("talk_delete", json!({"id": draft["id"]}));
    assert_eq!(kinds(&mut ledger, "貔貅"), []);
    let refused = json!({"form": {"persons": [person], "day": "2027-11-22", "content": "貔貅"}});
    ledger.code("talk_create", refused);
    assert_eq!(kinds(&mut ledger, "貔貅"), [], "nor what was refused");
    ledger.reopen();
    assert_eq!(kinds(&mut ledger, "张三"), [("person".to_owned(), 1)]);
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
}

#[test]
fn newest_first_and_no_more_than_asked_for() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    for day in ["2026-11-02", "2026-11-23", "2026-11-10"] {
        ledger
            .ok("talk_create", json!({"form": {"persons": [person], "day": day, "topic": "谈心", "content": "值班"}}));
    }
    let form = json!({"persons": [person], "day": "2026-01-10", "topic": "谈值班"});
    ledger.ok("talk_create", json!({"form": form}));
    let found = ledger.ok("search_find", json!({"query": "值班", "limit": 3}));
    let group = &found["groups"][0];
    let days: Vec<&Value> = group["hits"].as_array().unwrap().iter().map(|hit| &hit["day"]).collect();
    assert_eq!(days, ["2026-01-10", "2026-11-23", "2026-11-10"], "in the topic first");
    assert_eq!(group["more"], true);
    let found = ledger.ok("search_find", json!({"query": "值班", "limit": 4}));
    assert_eq!(found["groups"][0]["more"], false);
}
