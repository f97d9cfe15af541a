//! A sheet of overtime: from the file to the entries, the streaks in them, and the visits that they make owed.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, sample, text};

use crate::overtime::{events, is_live, live, visit};
use crate::terminal::Terminal;

const SAMPLE: &str = "加班考勤_2026年1月.xlsx";

/// A ledger on 15 January 2026 with some of the people of the sample.
fn ledger(names: &[&str]) -> (Ledger, Vec<String>) {
    let mut ledger = Ledger::none();
    ledger.turn_to("2026-01-15");
    ledger.make();
    let ids = names.iter().map(|name| ledger.person(name)).collect();
    (ledger, ids)
}

/// Chooses a text file with this content.
fn choose(ledger: &mut Ledger, name: &str, content: &str) -> Value {
    let path = ledger.path(name);
    std::fs::write(&path, content).unwrap();
    ledger.open_from(&path);
    ledger.ok("overtime_choose", Value::Null)
}

fn apply(ledger: &mut Ledger, plan: &Value) -> Value {
    ledger.ok("overtime_apply", json!({"token": plan["token"]}))
}

fn counts(plan: &Value) -> [u64; 4] {
    ["new", "changed", "same", "rejected"].map(|name| plan[name].as_u64().unwrap())
}

fn refused(plan: &Value) -> Vec<(u64, String, String)> {
    let problems = plan["problems"].as_array().unwrap();
    problems.iter().map(|one| (one["row"].as_u64().unwrap(), text(&one["column"]), text(&one["reason"]))).collect()
}

#[test]
fn the_sample_makes_the_visits_that_its_streaks_owe() {
    let (mut ledger, ids) = ledger(&["高辉刚", "李志国"]);
    ledger.open_from(&sample(SAMPLE));
    let plan = ledger.ok("overtime_choose", Value::Null);
    assert_eq!(
        (&plan["form"], &plan["header_row"], &plan["year"], &plan["month"]),
        (&json!("matrix"), &json!(3), &json!(2026), &json!(1))
    );
    assert_eq!(
        (&plan["rows"][0]["person"]["name"], plan["rows"][0]["days"].as_array().unwrap().len()),
        (&json!("高辉刚"), 10)
    );
    let unknown: Vec<(u64, String, String)> = refused(&plan);
    assert_eq!(unknown.len(), 22, "nobody else of the sheet is in the ledger");
    assert!(unknown.iter().all(|one| one.1.is_empty() && one.2 == "unknown_person"));
    assert_eq!(counts(&plan)[..3], [12, 0, 0]);
    // What the plan says would become owed.
    let changes = plan["changes"].as_array().unwrap();
    let said: Vec<(String, String, String)> = changes
        .iter()
        .map(|change| {
            let duty = &change["duty"];
            (text(&change["change"]), text(&duty["person"]["name"]), text(&duty["due"]))
        })
        .collect();
    let own = |how: &str, name: &str, due: &str| (how.to_owned(), name.to_owned(), due.to_owned());
    assert_eq!(said, [own("new", "李志国", "2026-01-14"), own("new", "高辉刚", "2026-01-17")]);
    // Nothing of it is stored yet.
    assert!(ledger.owed().is_empty() && events(&mut ledger, &ids[0]).is_empty());

    let result = apply(&mut ledger, &plan);
    assert_eq!(counts(&result)[..3], [12, 0, 0]);
    assert_eq!(result["changes"].as_array().unwrap().len(), 2);
    let first = live(&mut ledger, &ids[0]);
    assert_eq!(
        (&first["kind"], &first["since"], &first["day"]),
        (&json!("overtime"), &json!("2026-01-05"), &json!("2026-01-14"))
    );
    let second = live(&mut ledger, &ids[1]);
    assert_eq!((&second["since"], &second["day"]), (&json!("2026-01-10"), &json!("2026-01-11")));
    let owed = ledger.owed();
    let visits: Vec<(&Value, &Value, &Value)> =
        owed.iter().map(|duty| (&duty["kind"], &duty["category"], &duty["due"])).collect();
    assert_eq!(
        visits,
        [(&json!("visit"), &json!(6), &json!("2026-01-14")), (&json!("visit"), &json!(6), &json!("2026-01-17"))]
    );
    let today = ledger.ok("today_get", json!({})).to_string();
    assert!(
        today.contains(&text(&owed[0]["id"])) && today.contains(&text(&owed[1]["id"])),
        "both are on the first screen"
    );
    let grid = ledger.ok("overtime_grid", json!({"year": 2026, "month": 1}));
    assert_eq!(
        (&grid["rows"][0]["total"], &grid["rows"][0]["streaks"][0]["grounds"]),
        (&json!(1800), &json!(["workdays", "rest_days", "week"]))
    );
}

#[test]
fn twice_the_same_changes_nothing() {
    let (mut ledger, _) = ledger(&["高辉刚", "李志国"]);
    for (n, expected) in [[12, 0, 0], [0, 0, 12]].iter().enumerate() {
        ledger.open_from(&sample(SAMPLE));
        let plan = ledger.ok("overtime_choose", Value::Null);
        assert_eq!(counts(&plan)[..3], *expected, "time {n}");
        let result = apply(&mut ledger, &plan);
        assert_eq!(result["import"].is_null(), n == 1, "what changes nothing is no import");
        assert_eq!(ledger.owed().len(), 2);
    }
    assert_eq!(ledger.ok("import_list", Value::Null).as_array().unwrap().len(), 1);
}

#[test]
fn a_changed_sheet_changes_its_days_and_leaves_the_others() {
    let (mut ledger, ids) = ledger(&["甲"]);
    ledger.ok("overtime_set", json!({"cells": [
        {"person": ids[0], "day": "2026-01-06", "minutes": 60}, {"person": ids[0], "day": "2026-01-07", "minutes": 90}]}));
    let plan = choose(&mut ledger, "2026年1月加班.csv", "姓名,5,6,7,8,9\n甲,1,2,,,\n");
    assert_eq!(
        plan["rows"][0]["days"],
        json!([
        {"day": "2026-01-05", "from": 0, "to": 60}, {"day": "2026-01-06", "from": 60, "to": 120}])
    );
    assert_eq!(counts(&plan), [1, 1, 0, 0]);
    apply(&mut ledger, &plan);
    let grid = ledger.ok("overtime_grid", json!({"year": 2026, "month": 1}));
    assert_eq!(
        grid["rows"][0]["minutes"].as_array().unwrap()[4..7],
        [json!(60), json!(120), json!(90)],
        "an empty cell takes nothing away"
    );
}

#[test]
fn each_refusal_has_its_place_and_its_reason() {
    let (mut ledger, _) = ledger(&["甲", "乙", "乙"]);
    let text =
        "2026年1月加班表,,,,,\n姓名,13,14,15,16,32\n甲,-1,25,出差,3,\n乙,1,,,,\n丙,1,2,3,,\n甲,,1,,,\n甲,,2,,,\n";
    let plan = choose(&mut ledger, "a.csv", text);
    let own = |row: u64, column: &str, reason: &str| (row, column.to_owned(), reason.to_owned());
    assert_eq!(
        refused(&plan),
        [
            own(3, "B", "negative"),
            own(3, "C", "over_a_day"),
            own(3, "D", "not_hours"),
            own(3, "E", "day_in_future"),
            own(4, "", "two_of_one_name"),
            own(5, "", "unknown_person"),
            own(7, "C", "twice_in_file"),
        ]
    );
    assert_eq!(plan["problems"][5]["cells"], 3, "a name that means nobody is told once for its row");
    assert_eq!(counts(&plan), [1, 0, 0, 9]);
}

#[test]
fn of_two_with_one_name_the_post_decides() {
    let mut ledger = ledger(&[]).0;
    ledger.ok("person_create", json!({"name": "张伟", "post": "会计"}));
    let clerk = text(&ledger.ok("person_create", json!({"name": "张伟", "post": "科员"}))["id"]);
    let plan = choose(&mut ledger, "2026年1月.csv", "姓名,职务,1,2,3,4,5\n张伟,科员,2,,,,\n张伟,所长,,2,,,\n");
    assert_eq!((plan["rows"].as_array().unwrap().len(), &plan["rows"][0]["person"]["id"]), (1, &json!(clerk)));
    assert_eq!(refused(&plan), [(3, String::new(), "two_of_one_name".to_owned())]);
}

#[test]
fn a_tick_counts_for_what_the_rules_count_or_the_user_says() {
    let (mut ledger, _) = ledger(&["甲"]);
    let plan = choose(&mut ledger, "2026年1月加班.csv", "姓名,5,6,7,8,9\n甲,√,半天,全天,✓,\n");
    let days = |plan: &Value| -> Vec<u64> {
        plan["rows"][0]["days"].as_array().unwrap().iter().map(|day| day["to"].as_u64().unwrap()).collect()
    };
    assert_eq!((&plan["ticks"], &plan["half_days"], &plan["whole_days"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!((&plan["tick_minutes"], days(&plan)), (&json!(120), vec![120, 240, 480, 120]));
    let other = ledger.ok("overtime_read", json!({"token": plan["token"], "tick_minutes": 180}));
    assert_eq!(days(&other), [180, 240, 480, 180]);
    assert_eq!(
        ledger.code("overtime_apply", json!({"token": plan["token"]})),
        ErrorCode::PlanStale,
        "the newer plan replaces it"
    );
}

#[test]
fn a_month_that_no_one_names_is_asked_for() {
    let (mut ledger, _) = ledger(&["甲"]);
    let plan = choose(&mut ledger, "a.csv", "姓名,5,6,7,8,9\n甲,3,,,,\n");
    assert_eq!((&plan["month_missing"], counts(&plan)), (&json!(true), [0, 0, 0, 0]));
    let ask = |month: u32| json!({"token": plan["token"], "year": 2026, "month": month});
    assert_eq!(ledger.code("overtime_read", ask(13)), ErrorCode::BadDate);
    assert_eq!(ledger.code("overtime_read", json!({"token": plan["token"], "year": 2026})), ErrorCode::FieldMissing);
    let read = ledger.ok("overtime_read", ask(1));
    assert_eq!(read["rows"][0]["days"], json!([{"day": "2026-01-05", "from": 0, "to": 180}]));
    apply(&mut ledger, &read);
}

#[test]
fn a_list_adds_the_stretches_of_a_day() {
    let (mut ledger, _) = ledger(&["甲"]);
    let text = "姓名,日期,开始时间,结束时间\n甲,2026-01-05,18:00,20:00\n甲,2026-01-05,21:00,22:30\n甲,2026-01-05,21:30,23:00\n";
    let plan = choose(&mut ledger, "a.csv", text);
    assert_eq!(plan["rows"][0]["days"], json!([{"day": "2026-01-05", "from": 0, "to": 210}]));
    assert_eq!(refused(&plan), [(4, "C".to_owned(), "twice_in_file".to_owned())]);
}

#[test]
fn taking_it_back_leaves_the_days_as_they_were() {
    let (mut ledger, ids) = ledger(&["高辉刚", "李志国"]);
    ledger.ok("overtime_set", json!({"cells": [{"person": ids[0], "day": "2026-01-05", "minutes": 30}]}));
    let grid = |ledger: &mut Ledger| ledger.ok("overtime_grid", json!({"year": 2026, "month": 1}));
    let before = grid(&mut ledger);
    ledger.open_from(&sample(SAMPLE));
    let plan = ledger.ok("overtime_choose", Value::Null);
    assert_eq!(counts(&plan)[..3], [11, 1, 0]);
    let import = apply(&mut ledger, &plan)["import"].clone();
    let listed = ledger.ok("import_list", Value::Null);
    assert_eq!(
        (&listed[0]["kind"], &listed[0]["added"], &listed[0]["changed"]),
        (&json!("overtime"), &json!(11), &json!(1))
    );
    ledger.ok("import_undo", json!({"id": import}));
    assert_eq!(grid(&mut ledger), before);
    assert!(ledger.owed().is_empty(), "what was owed for it is withdrawn");
    assert!(!events(&mut ledger, &ids[0]).iter().any(is_live));
    assert_eq!(ledger.code("import_undo", json!({"id": import})), ErrorCode::ImportNotKept);
}

#[test]
fn a_day_that_was_changed_since_is_not_taken_back() {
    let (mut ledger, ids) = ledger(&["高辉刚"]);
    ledger.open_from(&sample(SAMPLE));
    let plan = ledger.ok("overtime_choose", Value::Null);
    let import = apply(&mut ledger, &plan)["import"].clone();
    ledger.ok("overtime_set", json!({"cells": [{"person": ids[0], "day": "2026-01-06", "minutes": 30}]}));
    assert_eq!(ledger.code("import_undo", json!({"id": import})), ErrorCode::ImportChanged);
}

#[test]
fn a_visit_that_was_made_stays_made_when_it_is_taken_back() {
    let (mut ledger, ids) = ledger(&["李志国"]);
    ledger.open_from(&sample(SAMPLE));
    let plan = ledger.ok("overtime_choose", Value::Null);
    let import = apply(&mut ledger, &plan)["import"].clone();
    let duty = ledger.owed()[0]["id"].clone();
    ledger.turn_to("2026-11-23");
    visit(&mut ledger, &ids[0], &duty);
    ledger.ok("import_undo", json!({"id": import}));
    assert_eq!(ledger.duties().iter().find(|one| one["id"] == duty).unwrap()["closed"]["how"], "met");
}

#[test]
fn a_plan_is_stale_once_the_ledger_changed() {
    let (mut ledger, _) = ledger(&["甲"]);
    let plan = choose(&mut ledger, "2026年1月.csv", "姓名,5,6,7,8,9\n甲,3,,,,\n");
    ledger.person("乙");
    assert_eq!(ledger.code("overtime_apply", json!({"token": plan["token"]})), ErrorCode::PlanStale);
    let plan = choose(&mut ledger, "2026年1月.csv", "姓名,5,6,7,8,9\n甲,3,,,,\n");
    ledger.reopen();
    assert_eq!(
        ledger.code("overtime_read", json!({"token": plan["token"]})),
        ErrorCode::PlanStale,
        "locking forgets the file"
    );
}

#[test]
fn the_template_bears_the_names_and_can_be_filled_in() {
    let (mut ledger, _) = ledger(&["甲", "欧阳乙"]);
    let path = ledger.save_to("模板.xlsx");
    let saved = ledger.ok("overtime_template", json!({"year": 2026, "month": 1}));
    assert_eq!(saved["saved"], true);
    assert_eq!(*ledger.hands.suggested.borrow(), ["加班考勤表_2026年1月_模板.xlsx"]);
    ledger.open_from(&path);
    let plan = ledger.ok("overtime_choose", Value::Null);
    assert_eq!((&plan["month"], counts(&plan), &plan["problems"]), (&json!(1), [0, 0, 0, 0], &json!([])));
    let names = std::fs::read(&path).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(names)).unwrap();
    let mut texts = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/sharedStrings.xml").unwrap(), &mut texts).unwrap();
    assert!(texts.contains("欧阳乙") && texts.contains("2026年1月加班考勤表"));
}

#[test]
fn from_the_terminal() {
    let terminal = Terminal::with_ledger();
    for name in ["高辉刚", "李志国"] {
        terminal.ok(&["call", "账本.zhixin", "person_create", &json!({"name": name}).to_string()]);
    }
    let file = sample(SAMPLE);
    let import = |more: &[&str]| {
        let args = [&["import", "账本.zhixin", file.to_str().unwrap()], more].concat();
        terminal.ok(&args)
    };
    let words = import(&["--dry-run"]);
    assert!(words.contains("第 4 行 高辉刚") && words.contains("应访 李志国 new 期限 2026-01-14"), "{words}");
    assert!(words.ends_with("将新增 12 天，改动 0 天，不变 0 天，不能导入 228 格\n"), "{words}");
    let as_json: Value = serde_json::from_str(&import(&["--kind", "overtime", "--json"])).unwrap();
    assert_eq!((counts(&as_json)[0], as_json["changes"].as_array().unwrap().len()), (12, 2));
    assert!(import(&[]).starts_with("新增 0 天，改动 0 天，不变 12 天"));
    assert!(terminal.ok(&["import", "账本.zhixin", "--undo"]).contains("加班考勤表"));
    assert!(import(&["--dry-run"]).contains("将新增 12 天"));
    std::fs::write(terminal.path("表.csv"), "姓名,1,2,3,4,5\n高辉刚,3,,,,\n").unwrap();
    let months = terminal.ok(&["import", "账本.zhixin", "表.csv", "--kind", "overtime", "--month", "2026-03"]);
    assert!(months.starts_with("新增 1 天"), "{months}");
}

#[test]
fn hostile_sheets_are_refused_through_the_real_reader() {
    let (mut ledger, _) = ledger(&["甲"]);
    let whole = std::fs::read(sample(SAMPLE)).unwrap();
    let far = {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let mut source = zip::ZipArchive::new(std::io::Cursor::new(whole.clone())).unwrap();
        for index in 0..source.len() {
            let mut entry = source.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut text = String::new();
            std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
            if name.ends_with("sheet1.xml") {
                text = text.replacen(
                    "</sheetData>",
                    "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>",
                    1,
                );
            }
            archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut archive, text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    };
    let cases: [(&str, Vec<u8>, ErrorCode); 5] = [
        ("a.xlsx", far, ErrorCode::CellTooFar),
        ("a.xlsx", whole[..whole.len() / 2].to_vec(), ErrorCode::Broken),
        ("a.csv", "日期,事项\n1,2\n".into(), ErrorCode::NoHeader),
        ("a.csv", vec![0x81, 0xFF, 0x00, 0xFF], ErrorCode::Encoding),
        ("a.xls", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], ErrorCode::LegacyXls),
    ];
    for (name, bytes, code) in cases {
        let path = ledger.path(name);
        std::fs::write(&path, bytes).unwrap();
        ledger.open_from(&path);
        let begun = std::time::Instant::now();
        assert_eq!(ledger.code("overtime_choose", Value::Null), code, "{name}");
        assert!(begun.elapsed().as_millis() < 1_000, "{code:?}: {:?}", begun.elapsed());
    }
    assert_eq!(ledger.ok("overtime_grid", json!({"year": 2026, "month": 1}))["rows"][0]["total"], 0);
}
