//! What is chosen before a ledger leaves: people, columns, covering, purpose; and what the log keeps of it.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, pdf_text, text};

/// An ID number of nobody: there is no area 99.
const ID: &str = "990203197711083748";

/// A member, somebody who is none, and a member who left.
fn three() -> (Ledger, [String; 3]) {
    let mut ledger = Ledger::create();
    let one = |name: &str, political: &str| {
        json!({"name": name, "political": political, "post": "会计", "sex": "male", "birth": "1977-11-08", "id_number": ID,
            "phone": "13800001234", "address": "四川省某县中和镇新华街3号", "extra": {"健康状况": "良好"}})
    };
    let ids = [("张三", "中共党员"), ("李四", "群众"), ("王五", "中共预备党员")].map(|(name, political)| {
        // An ID number belongs to one person only.
        let mut form = one(name, political);
        if name != "张三" {
            form["id_number"] = json!("");
        }
        text(&ledger.ok("person_create", form)["id"])
    });
    ledger.ok("person_leave", json!({"id": ids[2], "left": {"day": "2026-11-20", "reason": "调离"}}));
    (ledger, ids)
}

fn show(ledger: &mut Ledger, request: Value) -> Value {
    ledger.ok("ledger_show", request)
}

/// The entries of a column of what is shown.
fn column(table: &Value, title: &str) -> Vec<String> {
    let at = table["columns"].as_array().unwrap().iter().position(|one| one == title);
    let at = at.unwrap_or_else(|| panic!("there is a column {title} in {}", table["columns"]));
    table["rows"].as_array().unwrap().iter().map(|row| text(&row[at])).collect()
}

#[test]
fn of_whom_a_ledger_is() {
    let (mut ledger, ids) = three();
    let names = |ledger: &mut Ledger, people: Value, with_left: Value| {
        let table = show(ledger, json!({"ledger": "roster", "people": people, "with_left": with_left}));
        assert_eq!(table["people"], table["count"]);
        let mut names = column(&table, "姓名");
        names.sort();
        names
    };
    assert_eq!(names(&mut ledger, json!({"who": "all"}), Value::Null), ["张三", "李四"], "who is there");
    assert_eq!(names(&mut ledger, json!({"who": "all"}), json!(true)), ["张三", "李四", "王五"]);
    assert_eq!(names(&mut ledger, json!({"who": "members"}), Value::Null), ["张三"]);
    assert_eq!(names(&mut ledger, json!({"who": "members"}), json!(true)), ["张三", "王五"]);
    assert_eq!(names(&mut ledger, json!({"who": "others"}), Value::Null), ["李四"]);
    assert_eq!(
        names(&mut ledger, json!({"who": "picked", "ids": [ids[2]]}), Value::Null),
        ["王五"],
        "who is named is meant"
    );
    let nobody =
        json!({"ledger": "roster", "people": {"who": "picked", "ids": ["01900000-0000-7000-8000-000000000000"]}});
    assert_eq!(ledger.code("ledger_show", nobody), ErrorCode::NotFound);
}

#[test]
fn a_record_of_several_names_only_those_asked_for() {
    let (mut ledger, ids) = three();
    ledger.talk(&[&ids[0], &ids[1]], "2026-11-20", &[]);
    ledger.talk(&[&ids[1]], "2026-11-21", &[]);
    let of = |ledger: &mut Ledger, people: Value| show(ledger, json!({"ledger": "talks", "people": people}));
    let both = of(&mut ledger, json!({"who": "all"}));
    assert_eq!(
        (column(&both, "谈话对象"), &both["people"]),
        (vec!["张三、李四".to_owned(), "李四".to_owned()], &json!(2))
    );
    let one = of(&mut ledger, json!({"who": "picked", "ids": [ids[0]]}));
    assert_eq!(column(&one, "谈话对象"), ["张三等2人"], "the other one is counted and not named");
    assert_eq!((column(&one, "政治面貌"), &one["people"]), (vec!["中共党员".to_owned()], &json!(1)));
    let without_left = of(&mut ledger, json!({"who": "members"}));
    assert_eq!(column(&without_left, "谈话对象"), ["张三等2人"]);
}

#[test]
fn which_columns_a_ledger_has() {
    let (mut ledger, ids) = three();
    let entries = [
        json!({"body": {"kind": "mind", "text": "担心孩子升学", "attention": "watch"}, "day": "2026-11-20", "source": "talk"}),
        json!({"body": {"kind": "standing", "mark": "behind", "basis": "票证差错", "helper": "", "plan": ""}, "day": "2026-11-20", "source": "talk"}),
    ];
    ledger.ok("entry_create", json!({"person": ids[0], "entries": entries}));
    let mut form = ledger.ok("person_get", json!({"id": ids[1]}))["form"].take();
    form["extra"] = json!({"思想表现": "波动较大", "离开情况": "无", "健康状况": "良好"});
    ledger.ok("person_edit", json!({"id": ids[1], "form": form}));
    let table = show(&mut ledger, json!({"ledger": "roster"}));
    let offer = |title: &str| {
        let offered = table["offered"].as_array().unwrap();
        offered.iter().find(|one| one["title"] == title).unwrap_or_else(|| panic!("{title}"))["offer"].clone()
    };
    for (title, expected) in [
        ("姓名", "fixed"),
        ("联系电话", "usual"),
        ("家庭住址", "optional"),
        ("健康状况", "optional"),
        ("离开情况", "optional"),
        ("离开情况（附加）", "optional"),
        ("思想表现", "sensitive"),
        ("思想动态", "sensitive"),
        ("先进、后进底数", "sensitive"),
    ] {
        assert_eq!(offer(title), expected, "{title}");
    }
    let has = |table: &Value, title: &str| table["columns"].as_array().unwrap().iter().any(|one| one == title);
    assert!(has(&table, "身份证号码") && !has(&table, "家庭住址") && !has(&table, "思想动态"));
    let chosen = show(&mut ledger, json!({"ledger": "roster", "columns": ["健康状况", "联系电话"]}));
    assert_eq!(chosen["columns"], json!(["序号", "姓名", "联系电话", "健康状况"]), "in the order of the ledger");
    let tried = show(&mut ledger, json!({"ledger": "roster", "columns": ["思想动态"], "sensitive": ["思想动态"]}));
    assert_eq!(tried["columns"], json!(["序号", "姓名"]), "what is sensitive does not come to the screen this way");
    let error = ledger.error("ledger_show", json!({"ledger": "talks", "columns": ["家底"]}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::BadRequest, Some("columns")));

    // In a file it is when it is ticked, and the log says so.
    let path = ledger.save_to("roster.csv");
    let plain = json!({"ledger": "roster", "format": "csv", "columns": ["单位及职务"]});
    ledger.ok("ledger_export", plain.clone());
    let without = std::fs::read_to_string(&path).unwrap();
    assert!(!without.contains("担心孩子升学") && !without.contains("后进"), "{without}");
    let mut ticked = plain;
    ticked["sensitive"] = json!(["思想动态", "先进、后进底数"]);
    ledger.ok("ledger_export", ticked);
    let with = std::fs::read_to_string(&path).unwrap();
    assert!(with.contains("一般关注（2026.11.20）：担心孩子升学") && with.contains("后进（2026.11.20）"), "{with}");
    let log = ledger.ok("log_list", json!({"action": "ledger_export"}));
    let sensitive: Vec<&Value> =
        log["entries"].as_array().unwrap().iter().map(|entry| &entry["exported"]["sensitive"]).collect();
    assert_eq!(sensitive, [&json!(2), &json!(0)]);
    assert_eq!(
        show(&mut ledger, json!({"ledger": "roster"}))["last_columns"],
        json!(["单位及职务"]),
        "the choice is remembered"
    );
    assert_eq!(show(&mut ledger, json!({"ledger": "talks"}))["last_columns"], Value::Null);
}

#[test]
fn numbers_and_addresses_are_covered_unless_asked_for() {
    let (mut ledger, _) = three();
    let wide = json!(["身份证号码", "联系电话", "家庭住址"]);
    let covered = show(&mut ledger, json!({"ledger": "roster", "columns": wide}));
    assert!(column(&covered, "身份证号码").contains(&"9902**********3748".to_owned()));
    assert!(column(&covered, "联系电话").iter().all(|phone| phone == "138****1234"));
    assert!(column(&covered, "家庭住址").iter().all(|address| address == "四川省*****"));
    let path = ledger.save_to("roster.csv");
    ledger.ok("ledger_export", json!({"ledger": "roster", "format": "csv", "columns": wide}));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains(ID) && !text.contains("13800001234") && !text.contains("新华街"), "{text}");
    ledger.ok("ledger_export", json!({"ledger": "roster", "format": "csv", "columns": wide, "masked": false}));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(ID) && text.contains("13800001234") && text.contains("新华街3号"), "{text}");
}

#[test]
fn the_text_of_a_talk_only_when_asked_for() {
    let (mut ledger, ids) = three();
    let form = json!({"persons": [ids[0]], "day": "2026-11-20", "topic": "近期打算", "content": "谈话的全文"});
    ledger.ok("talk_create", json!({"form": form}));
    let path = ledger.save_to("talks.csv");
    let mut request = json!({"ledger": "talks", "format": "csv"});
    ledger.ok("ledger_export", request.clone());
    assert!(!std::fs::read_to_string(&path).unwrap().contains("谈话的全文"));
    request["sensitive"] = json!(["谈话内容"]);
    ledger.ok("ledger_export", request);
    assert!(std::fs::read_to_string(&path).unwrap().contains("谈话的全文"));
}

#[test]
fn the_log_says_what_left_and_never_who() {
    let (mut ledger, ids) = three();
    ledger.talk(&[&ids[0]], "2026-11-20", &[]);
    ledger.save_to("talks.xlsx");
    let people = json!({"who": "picked", "ids": [ids[0]]});
    let mut request = json!({
        "ledger": "talks", "from": "2026-01-01", "to": "2026-12-31", "people": people, "purpose": "other", "masked": false,
    });
    let error = ledger.error("ledger_export", request.clone());
    assert_eq!(
        (error.code, error.detail.as_deref()),
        (ErrorCode::FieldMissing, Some("purpose_text")),
        "other needs words"
    );
    request["purpose_text"] = json!("年度考评");
    ledger.ok("ledger_export", request);
    let suggested = ledger.hands.suggested.borrow().last().unwrap().clone();
    assert_eq!(suggested, "谈心谈话台账_2026年.xlsx", "no name in the file's name, though only one was picked");
    ledger.ok("workbook_export", json!({"ledgers": ["visits", "talks", "talks"], "purpose": "inspection"}));
    let log = ledger.ok("log_list", json!({}));
    let entries: Vec<&Value> =
        log["entries"].as_array().unwrap().iter().filter(|entry| !entry["exported"].is_null()).collect();
    assert_eq!(entries.iter().map(|entry| &entry["action"]).collect::<Vec<_>>(), ["workbook_export", "ledger_export"]);
    assert_eq!(
        entries[1]["exported"],
        json!({"ledgers": ["talks"], "from": "2026-01-01", "to": "2026-12-31", "rows": 1, "people": 1, "columns": 17,
            "sensitive": 0, "masked": false, "purpose": "other", "purpose_text": "年度考评"})
    );
    assert_eq!(entries[0]["exported"]["ledgers"], json!(["talks", "visits"]));
    for entry in &entries {
        let all = entry.to_string();
        assert!(!all.contains("张三") && !all.contains(&ids[0]), "{all}");
    }
    let path = ledger.save_to("log.csv");
    ledger.ok("log_export", json!({"format": "csv", "names": true}));
    let written = std::fs::read_to_string(path).unwrap();
    let words = "谈心谈话台账；2026年1月1日—2026年12月31日；1行，涉及1人，17栏，号码住址未遮盖；用途：年度考评";
    assert!(written.contains(words), "{written}");
}

#[test]
fn a_roster_that_went_out_comes_in_unchanged() {
    let (mut ledger, _) = three();
    for format in ["xlsx", "csv"] {
        let path = ledger.save_to(&format!("roster.{format}"));
        let columns = json!([
            "性别",
            "民族",
            "籍贯",
            "出生年月",
            "学历(学位)",
            "参加工作时间",
            "入党时间",
            "政治面貌",
            "单位及职务",
            "身份证号码",
            "联系电话",
            "家庭住址",
            "健康状况",
            "备注"
        ]);
        let request =
            json!({"ledger": "roster", "format": format, "columns": columns, "masked": false, "purpose": "internal"});
        ledger.ok("ledger_export", request);
        ledger.open_from(&path);
        let plan = ledger.ok("roster_choose", Value::Null);
        assert_eq!(
            (&plan["same"], &plan["new"], &plan["changed"], &plan["rejected"]),
            (&json!(2), &json!(0), &json!(0), &json!(0)),
            "{format}: {plan}"
        );
    }
}

#[test]
fn hidden_data_stay_out_of_new_ledgers() {
    let (mut ledger, ids) = three();
    ledger.ok("overtime_set", json!({"cells": [{"person": ids[2], "day": "2026-11-19", "minutes": 120}]}));
    ledger.ok("retention_seal", json!({"person": ids[2]}));
    let roster = show(&mut ledger, json!({"ledger": "roster", "with_left": true}));
    assert!(!column(&roster, "姓名").contains(&"王五".to_owned()), "who is sealed is not on the roster");
    assert!(!column(&show(&mut ledger, json!({"ledger": "knowing"})), "姓名").contains(&"王五".to_owned()));
    let overtime = show(&mut ledger, json!({"ledger": "overtime"}));
    assert_eq!((&overtime["count"], &overtime["sums"][5]), (&json!(1), &json!("2")), "his evening still counts");
}

#[test]
fn a_large_ledger_is_shown_page_by_page() {
    let mut ledger = Ledger::create();
    let people: Vec<String> = (0..5).map(|n| ledger.person(&format!("张{n}"))).collect();
    let days = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"];
    for month in 1..=10 {
        let cell = |person: &String, day: &str| json!({"person": person, "day": format!("2026-{month:02}-{day}"), "minutes": 60});
        let cells: Vec<Value> = people.iter().flat_map(|person| days.map(|day| cell(person, day))).collect();
        ledger.ok("overtime_set", json!({"cells": cells}));
    }
    let page = |ledger: &mut Ledger, page: Value| show(ledger, json!({"ledger": "overtime", "page": page}));
    let all = page(&mut ledger, Value::Null);
    let rows = |table: &Value| table["rows"].as_array().unwrap().clone();
    assert_eq!((&all["count"], rows(&all).len()), (&json!(500), 500));
    let pages: Vec<Value> = (0..4).flat_map(|n| rows(&page(&mut ledger, json!(n)))).collect();
    assert_eq!(pages, rows(&all), "the pages are the whole");
    let last = page(&mut ledger, json!(2));
    assert_eq!(
        (rows(&last).len(), &last["count"], &last["sums"]),
        (100, &json!(500), &all["sums"]),
        "sums are of all rows"
    );
}

#[test]
fn every_ledger_prints_as_it_is_shown() {
    let (mut ledger, ids) = three();
    ledger.talk(&[&ids[0]], "2026-11-20", &[]);
    ledger.ok("overtime_set", json!({"cells": [{"person": ids[0], "day": "2026-11-19", "minutes": 150}]}));
    for (kind, title, word) in [
        ("roster", "花名册", "9902**********3748"),
        ("knowing", "六知晓一览表", "缺"),
        ("owed", "应谈应访台账", "张三"),
        ("talks", "谈心谈话台账", "张三"),
        ("visits", "走访慰问台账", "没有记录"),
        ("promises", "承诺事项台账", "没有记录"),
        ("overtime", "加班台账", "合计2.5"),
        ("papers", "印出未回台账", "没有记录"),
        ("catalogue", "归档文件目录", "没有记录"),
    ] {
        let path = ledger.save_to("list.pdf");
        ledger.ok("sheet_save", json!({"sheet": "ledger", "of": {"ledger": kind, "sensitive": ["思想动态"]}}));
        // Where a long word may break stands a space of no width.
        let printed = pdf_text(&path).replace('\u{200b}', "");
        assert!(printed.contains(title) && printed.contains(word), "{kind}: {printed}");
        assert!(!printed.contains(ID) && (kind == "knowing" || !printed.contains("思想动态")), "{kind}: {printed}");
    }
}
