//! Entries of the six knowings: what each needs, what may be changed and what is only followed, and their order.

use desk::ErrorCode;
use serde_json::{Value, json};
use vault::body_hash;
use zhixin_tests::{Ledger, TODAY, text};

use crate::knowing::{enter, facet, id, logged, mind, relative, reveal, standing, states, texts};

#[test]
fn mind_and_standing_are_only_followed() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    for (name, body) in [
        ("mind", mind("担心父亲病情")),
        ("standing", standing("behind", "台账两次漏登")),
        ("standing", json!({"kind": "progress", "text": "已按时登记一个月"})),
    ] {
        enter(&mut ledger, &person, body.clone(), json!("2026-11-20"));
        let shown = reveal(&mut ledger, &person, name);
        let entries = shown["entries"].as_array().unwrap();
        let entry = entries.iter().find(|entry| entry["body"]["kind"] == body["kind"]).unwrap();
        assert_eq!(entry["only_followed"], true);
        let edit = json!({"id": entry["id"], "entry": {"body": body, "day": "2026-11-21"}});
        assert_eq!(ledger.code("entry_edit", edit), ErrorCode::OnlyFollowed);
        let other = json!({"id": entry["id"], "entry": {"body": {"kind": "hobby", "text": "棋"}}});
        assert_eq!(ledger.code("entry_edit", other), ErrorCode::OnlyFollowed, "nor turned into something else");
        assert_eq!(ledger.code("entry_delete", json!({"id": entry["id"]})), ErrorCode::OnlyFollowed);
        assert_eq!(reveal(&mut ledger, &person, name), shown, "as it was");
    }
}

#[test]
fn standing_keeps_its_history() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, standing("behind", "台账两次漏登"), json!("2025-03-10"));
    enter(&mut ledger, &person, standing("advanced", "年度考核优秀"), json!("2026-11-20"));
    enter(&mut ledger, &person, json!({"kind": "progress", "text": "已按时登记一个月"}), json!("2025-06-01"));
    enter(&mut ledger, &person, standing("middle", "半年无差错"), json!("2025-12-30"));
    let shown = reveal(&mut ledger, &person, "standing");
    let history: Vec<(&str, String)> = shown["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["body"]["mark"].as_str().unwrap_or("progress"), text(&entry["day"])))
        .collect();
    let day = |day: &str| day.to_owned();
    assert_eq!(
        history,
        [
            ("advanced", day("2026-11-20")),
            ("middle", day("2025-12-30")),
            ("progress", day("2025-06-01")),
            ("behind", day("2025-03-10")),
        ],
        "转化: from 后进 over 中间 to 先进, the newest first, nothing lost"
    );
    let late: Vec<&Value> = shown["entries"].as_array().unwrap().iter().map(|entry| &entry["late_entry"]).collect();
    assert_eq!(late, [false, true, true, true], "entered on the 23rd: the 20th is in time, the rest is 补录");
}

#[test]
fn what_may_be_changed_is_changed() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let view = enter(&mut ledger, &person, json!({"kind": "hobby", "text": " 乒乓球 "}), Value::Null);
    let entry = facet(&view, "hobby")["entries"][0].clone();
    assert_eq!((&entry["body"]["text"], &entry["only_followed"]), (&json!("乒乓球"), &json!(false)));
    ledger.turn_to("2026-12-20");
    let edit = |body: Value| json!({"id": entry["id"], "entry": {"body": body, "source": "self"}});
    let view = ledger.ok("entry_edit", edit(json!({"kind": "strength", "text": "书法"})));
    let edited = &facet(&view, "hobby")["entries"][0];
    assert_eq!((&edited["body"]["text"], &edited["source"]), (&json!("书法"), &json!("self")));
    assert_eq!(
        (&edited["id"], &edited["entered_at"]),
        (&entry["id"], &entry["entered_at"]),
        "entered when it was entered"
    );
    assert_eq!(facet(&view, "hobby")["checked"], TODAY, "mending a word is no check");
    let error = ledger.error("entry_edit", edit(mind("换个地方")));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::BadRequest, Some("kind")));
    let deleted = method::Entry {
        id: text(&entry["id"]).parse().unwrap(),
        person: person.parse().unwrap(),
        body: serde_json::from_value(edited["body"].clone()).unwrap(),
        day: None,
        source: method::Source::Own,
        entered_at: text(&entry["entered_at"]).parse().unwrap(),
    };
    let view = ledger.ok("entry_delete", json!({"id": entry["id"]}));
    assert_eq!((&facet(&view, "hobby")["count"], &facet(&view, "hobby")["entries"]), (&json!(0), &json!([])));
    let newest = &logged(&mut ledger, "entry_delete")[0];
    assert_eq!(newest.object, text(&entry["id"]));
    assert_eq!(newest.body_hash, Some(body_hash(&deleted).unwrap()), "the hash of what was deleted stays");
    assert_eq!(ledger.code("entry_delete", json!({"id": entry["id"]})), ErrorCode::NotFound);
}

#[test]
fn each_kind_has_what_it_needs() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let post = |from: &str, to: Value, text: &str| json!({"kind": "post", "from": from, "to": to, "text": text});
    let before = ledger.ok("vault_verify", Value::Null)["log_entries"].clone();
    for (why, body, day, code, detail) in [
        ("no basis", standing("behind", " 　"), json!("2026-11-20"), ErrorCode::FieldMissing, "basis"),
        ("no day", standing("behind", "漏登"), Value::Null, ErrorCode::FieldMissing, "day"),
        ("a month for a day", standing("behind", "漏登"), json!("2026-11"), ErrorCode::FieldMissing, "day"),
        ("no text", mind(""), json!("2026-11-20"), ErrorCode::FieldMissing, "text"),
        ("no relation", relative("", "李四"), Value::Null, ErrorCode::FieldMissing, "relation"),
        ("no post", post("1998-07", Value::Null, " "), Value::Null, ErrorCode::FieldMissing, "text"),
        ("backwards", post("2003-05", json!("1998-07"), "科员"), Value::Null, ErrorCode::BadTime, "to"),
        ("no award", json!({"kind": "award", "title": "", "by": ""}), Value::Null, ErrorCode::FieldMissing, "title"),
        (
            "no grade",
            json!({"kind": "appraisal", "year": 2025, "grade": ""}),
            Value::Null,
            ErrorCode::FieldMissing,
            "grade",
        ),
        (
            "a year to come",
            json!({"kind": "appraisal", "year": 2027, "grade": "优秀"}),
            Value::Null,
            ErrorCode::BadDate,
            "year",
        ),
        ("tomorrow", mind("平稳"), json!("2026-11-24"), ErrorCode::DayInFuture, "day"),
        ("next month", json!({"kind": "hobby", "text": "棋"}), json!("2026-12"), ErrorCode::DayInFuture, "day"),
        ("too long", json!({"kind": "hobby", "text": "棋".repeat(301)}), Value::Null, ErrorCode::TextTooLong, "text"),
        ("far too long", mind(&"长".repeat(20_001)), Value::Null, ErrorCode::TextTooLong, "text"),
        ("a long name", relative("妻子", &"长".repeat(61)), Value::Null, ErrorCode::TextTooLong, "name"),
        ("no such day", mind("平稳"), json!("2026-02-30"), ErrorCode::BadDate, "entries[0].day"),
    ] {
        let request = json!({"person": person, "entries": [{"body": body, "day": day}]});
        let error = ledger.error("entry_create", request);
        assert_eq!((error.code, error.detail.as_deref()), (code, Some(detail)), "{why}");
    }
    let good = json!({"body": {"kind": "hobby", "text": "棋"}});
    let bad = json!({"body": {"kind": "hobby", "text": ""}});
    ledger.code("entry_create", json!({"person": person, "entries": [good, bad]}));
    assert_eq!(ledger.code("entry_create", json!({"person": person, "entries": []})), ErrorCode::FieldMissing);
    assert_eq!(
        ledger.code("entry_create", json!({"person": person, "entries": vec![good.clone(); 201]})),
        ErrorCode::TextTooLong
    );
    assert_eq!(ledger.code("entry_create", json!({"person": id(7), "entries": [good]})), ErrorCode::NotFound);
    assert_eq!(ledger.ok("vault_verify", Value::Null)["log_entries"], before, "nothing was changed");
    assert_eq!(states(&mut ledger, &person), ["unknown"; 6]);
    // A month that has begun is not to come, and today is not the future.
    enter(&mut ledger, &person, mind("平稳"), json!("2026-11"));
    enter(&mut ledger, &person, mind("平稳"), json!(TODAY));
    enter(&mut ledger, &person, post("2003", json!("2003-05"), "科员"), Value::Null);
}

#[test]
fn a_pasted_resume_is_read_and_then_kept() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let pasted = "工作简历\n2003年5月至今 某县税务局中和税务所副所长\n1998.7—2003.5　某县地方税务局科员\n　　　　　（其间：2001.09-2004.07在某校学习）";
    let read = ledger.ok("resume_read", json!({"text": pasted}));
    assert_eq!(read["unread"], json!(["工作简历"]));
    assert_eq!(states(&mut ledger, &person)[0], "unknown", "reading stores nothing");
    let view = ledger.ok("entry_create", json!({"person": person, "entries": read["entries"]}));
    let resume = facet(&view, "resume");
    assert_eq!(
        texts(resume, "text"),
        ["某县地方税务局科员\n（其间：2001.09-2004.07在某校学习）", "某县税务局中和税务所副所长"],
        "in the order of time"
    );
    let first = &resume["entries"][0];
    assert_eq!((&first["body"]["from"], &first["body"]["to"]), (&json!("1998-07"), &json!("2003-05")));
    assert_eq!((&first["source"], &first["late_entry"]), (&json!("file"), &json!(false)));
    assert_eq!(ledger.code("resume_read", json!({"text": "长".repeat(20_001)})), ErrorCode::TextTooLong);
}

#[test]
fn relatives_stand_as_in_the_form() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    for (relation, name) in
        [("母亲", "孙一"), ("岳父", "李老"), ("女儿", "张小"), ("哥哥", "张大"), ("妻子", "李四"), ("父亲", "张老")]
    {
        enter(&mut ledger, &person, relative(relation, name), Value::Null);
    }
    enter(&mut ledger, &person, json!({"kind": "household", "text": "住单位宿舍"}), Value::Null);
    enter(&mut ledger, &person, json!({"kind": "household", "text": "与父母同住"}), Value::Null);
    let family = reveal(&mut ledger, &person, "family");
    let relations: Vec<&str> =
        family["entries"].as_array().unwrap().iter().filter_map(|entry| entry["body"]["relation"].as_str()).collect();
    assert_eq!(relations, ["妻子", "女儿", "母亲", "父亲", "岳父", "哥哥"]);
    let notes = [&family["entries"][6]["body"]["text"], &family["entries"][7]["body"]["text"]];
    assert_eq!(notes, ["与父母同住", "住单位宿舍"], "of one day, what was entered last stands first");
}
