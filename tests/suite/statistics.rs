//! The figures of a period: the page, the print and the workbook show the same, and it is what one counts by hand.

use std::collections::BTreeMap;

use calamine::{Data, Reader, Xlsx, open_workbook};
use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, pdf_text, text};

const YEAR: &str = r#"{"from": "2026-01-01", "to": "2026-12-31"}"#;

fn year() -> Value {
    serde_json::from_str(YEAR).unwrap()
}

fn with(mut of: Value, key: &str, value: Value) -> Value {
    of[key] = value;
    of
}

/// Four persons: 张三 was talked with in time and is owed a talk, 李四 was talked with late and exempted once, 赵六 was visited.
fn small_ledger() -> (Ledger, [String; 4]) {
    let mut ledger = Ledger::create();
    let mut person = |name: &str, political: &str, post: &str, birth: &str| {
        let form = json!({"name": name, "political": political, "post": post, "birth": birth, "sex": "male"});
        text(&ledger.ok("person_create", form)["id"])
    };
    let a = person("张三", "群众", "税收管理岗", "1990-05");
    let b = person("李四", "群众", "税收管理岗", "1985-05");
    let c = person("王五", "中共党员", "税收管理岗", "1975-05");
    let d = person("赵六", "", "办税服务岗", "1968-05");
    let duty = |event: &Value| text(&event["duties"][0]["id"]);

    // Due 9 November, met on the 5th.
    let event = ledger.event("post_change", &[&a], "2026-11-02");
    ledger.talk(&[&a], "2026-11-05", &[&duty(&event)]);
    // Due 19 October, met on 10 November.
    let event = ledger.event("post_change", &[&b], "2026-10-12");
    ledger.talk(&[&b], "2026-11-10", &[&duty(&event)]);
    // Due 19 November, still owed.
    ledger.event("criticism", &[&a], "2026-11-16");
    // Due 16 November, exempt.
    let event = ledger.event("setback", &[&b], "2026-11-11");
    ledger.ok("duty_exempt", json!({"ids": [duty(&event)], "reason": "已由上级谈过", "by": "甲书记"}));
    // A visit due 13 November, met on the 12th with money.
    let event = ledger.event("illness", &[&d], "2026-11-10");
    let visit = |day: &str, categories: Value, fen: i64, fund: &str, settles: Value| {
        let form = json!({"persons": [d], "day": day, "categories": categories, "money_fen": fen, "fund": fund, "settles": settles});
        json!({"form": form})
    };
    ledger.ok("visit_create", visit("2026-11-12", json!([3]), 50_000, "工会经费", json!([duty(&event)])));
    ledger.ok("visit_create", visit("2026-09-15", json!([2]), 30_050, "党费", json!([])));
    // Called off: its visit is withdrawn.
    let event = ledger.event("illness", &[&c], "2026-11-01");
    ledger.ok("event_cancel", json!({"id": event["id"], "reason": "误记"}));
    for (person, mark) in [(&a, "behind"), (&b, "advanced")] {
        let body = json!({"kind": "standing", "mark": mark, "basis": "年度考核", "helper": "", "plan": ""});
        let entry = json!({"body": body, "day": "2026-11-01", "source": "observation"});
        ledger.ok("entry_create", json!({"person": person, "entries": [entry]}));
    }
    (ledger, [a, b, c, d])
}

fn counts(figures: &Value) -> Vec<u64> {
    let tally = &figures["tally"];
    let keys = ["met", "late", "overdue", "missed", "open", "exempt"];
    [&figures["owed"]].into_iter().chain(keys.map(|key| &tally[key])).map(|n| n.as_u64().unwrap()).collect()
}

fn rate(figures: &Value) -> Option<u64> {
    figures["on_time_permille"].as_u64()
}

#[test]
fn the_figures_are_what_one_counts_by_hand() {
    let (mut ledger, [a, b, c, d]) = small_ledger();
    let view = ledger.ok("statistics_show", year());
    let figures = &view["figures"];
    // The member is owed two yearly talks.
    assert_eq!((counts(&figures["talks"]), rate(&figures["talks"])), (vec![6, 1, 1, 1, 0, 2, 1], Some(333)));
    assert_eq!((counts(&figures["visits"]), rate(&figures["visits"])), (vec![1, 1, 0, 0, 0, 0, 0], Some(1000)));
    assert_eq!((counts(&figures["all"]), rate(&figures["all"])), (vec![7, 2, 1, 1, 0, 2, 1], Some(500)));
    assert_eq!(figures["all"]["tally"]["withdrawn"], 1);
    let months: Vec<_> = figures["times"].as_array().unwrap().iter().map(|row| counts(&row["duties"])).collect();
    assert_eq!(months.len(), 12);
    assert_eq!(months[9], [1, 0, 1, 0, 0, 0, 0], "October");
    assert_eq!(months[10], [4, 2, 0, 1, 0, 0, 1], "November");
    assert_eq!(months[11], [2, 0, 0, 0, 0, 2, 0], "December: the yearly talks");
    assert!(months[..9].iter().flatten().all(|n| *n == 0));
    assert_eq!(figures["times"][8]["money_fen"], 30_050);

    let contacts = &figures["contacts"];
    for (key, n) in [("talks", 2), ("talked", 2), ("visits", 2), ("visit_times", 2), ("visited", 1), ("gifts", 2)] {
        assert_eq!(contacts[key], n, "{key}");
    }
    assert_eq!(contacts["money_fen"], 80_050);
    let funds = json!([{"fund": "工会经费", "gifts": 1, "money_fen": 50_000}, {"fund": "党费", "gifts": 1, "money_fen": 30_050}]);
    assert_eq!(figures["funds"], funds);

    let group = |by: &str| {
        let tables = figures["groups"].as_array().unwrap();
        tables.iter().find(|table| table["by"] == by).unwrap()["rows"].clone()
    };
    let ends: Vec<_> = group("standing")
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["key"].clone(), row["persons"].clone(), row["talked"].clone()))
        .collect();
    assert_eq!(
        ends,
        [
            (json!("advanced"), json!(1), json!(1)),
            (json!("behind"), json!(1), json!(1)),
            (json!("unknown"), json!(2), json!(0))
        ]
    );
    let political: Vec<_> = group("political")
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["key"].clone(), row["duties"]["owed"].clone()))
        .collect();
    assert_eq!(
        political,
        [(json!("member"), json!(2)), (json!({"named": "群众"}), json!(4)), (json!("unknown"), json!(1))]
    );

    let longest: Vec<_> = figures["longest"]
        .as_array()
        .unwrap()
        .iter()
        .map(|talk| (text(&talk["person"]), talk["days"].as_u64()))
        .collect();
    assert_eq!(longest, [(c, None), (d, None), (a, Some(18)), (b, Some(13))]);
    assert_eq!(view["longest"][2]["name"], "张三");
    let knowing = view["knowing"].as_array().unwrap();
    let standing = knowing.iter().find(|row| row["facet"] == "standing").unwrap();
    assert_eq!(standing, &json!({"facet": "standing", "known": 2, "stale": 0, "unknown": 2}));
    assert_eq!(view["empty"], false);

    // The first screen counts the same.
    let today = ledger.ok("figures_get", year());
    assert_eq!((&today["tally"], rate(&today)), (&figures["all"]["tally"], Some(500)));
}

/// The lists of duties, counted one by one, agree with the figures of any period and step.
#[test]
fn every_way_of_counting_agrees() {
    let (mut ledger, _) = small_ledger();
    let duties = ledger.duties();
    for (from, to) in [
        ("2026-11-01", "2026-11-30"),
        ("2026-10-01", "2026-12-31"),
        ("2026-11-09", "2026-11-16"),
        ("2020-01-01", "2029-12-31"),
    ] {
        for by in ["month", "quarter", "year"] {
            let of = json!({"from": from, "to": to, "by": by});
            let Ok(view) = ledger.call("statistics_show", of) else {
                assert_eq!((from, by), ("2020-01-01", "month"), "only 120 months are too many");
                continue;
            };
            let within = |duty: &&Value| {
                let first = duty["first_due"].as_str().or(duty["due"].as_str()).unwrap();
                (from..=to).contains(&first)
            };
            let count = |states: &[&str]| {
                let is = |duty: &&Value| states.contains(&duty["state"]["state"].as_str().unwrap());
                duties.iter().filter(within).filter(is).count() as u64
            };
            let tally = &view["figures"]["all"]["tally"];
            let met = tally["met"].as_u64().unwrap() + tally["late"].as_u64().unwrap();
            assert_eq!(met, count(&["met"]), "{from} {to}");
            assert_eq!(tally["overdue"], count(&["overdue"]), "{from} {to}");
            assert_eq!(tally["open"], count(&["today", "this_week", "later"]), "{from} {to}");
            assert_eq!(tally["exempt"], count(&["exempt"]));
            assert_eq!(tally["withdrawn"], count(&["withdrawn"]));
            let owed: u64 = view["figures"]["times"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| row["duties"]["owed"].as_u64().unwrap())
                .sum();
            assert_eq!(owed, view["figures"]["all"]["owed"].as_u64().unwrap(), "{from} {to} by {by}");
        }
    }
}

/// The rows that print and file must have, made from what the page is shown: title of the table, name, cells.
fn expected(view: &Value) -> Vec<(&'static str, String, Vec<f64>)> {
    let mut rows = Vec::new();
    let mut duties = |table, name: &str, figures: &Value| {
        let counts = counts(figures).into_iter().map(|n| n as f64);
        rows.push((table, name.to_owned(), counts.chain(rate(figures).map(|rate| rate as f64 / 1000.0)).collect()));
    };
    let figures = &view["figures"];
    for (name, key) in [("应谈", "talks"), ("应访", "visits"), ("合计", "all")] {
        duties("应谈应访办理情况", name, &figures[key]);
    }
    for row in figures["times"].as_array().unwrap() {
        duties("逐月情况", &format!("{}年{}月", row["slot"]["year"], row["slot"]["n"]), &row["duties"]);
    }
    for row in figures["items"].as_array().unwrap() {
        let (kind, category) = (text(&row["kind"]), row["category"].as_u64().unwrap());
        let name = match (kind.as_str(), category) {
            ("talk", 2) => "工作、岗位调整时",
            ("talk", 0) => "其他（例行）",
            ("visit", 3) => "生病、受伤",
            _ => continue,
        };
        duties(if kind == "talk" { "六必谈" } else { "六必访" }, name, &row["duties"]);
    }
    for row in figures["groups"][0]["rows"].as_array().unwrap() {
        let name = match &row["key"] {
            Value::String(key) if key == "member" => "党员",
            Value::String(_) => "未填",
            named => named["named"].as_str().unwrap(),
        };
        duties("按政治面貌", name, &row["duties"]);
    }
    let number = |value: &Value| value.as_i64().unwrap() as f64;
    for row in figures["times"].as_array().unwrap() {
        let name = format!("{}年{}月", row["slot"]["year"], row["slot"]["n"]);
        rows.push((
            "谈话、走访次数",
            name,
            vec![number(&row["talks"]), number(&row["visits"]), number(&row["money_fen"]) / 100.0],
        ));
    }
    for row in figures["funds"].as_array().unwrap() {
        rows.push((
            "慰问金（按资金来源）",
            text(&row["fund"]),
            vec![number(&row["gifts"]), number(&row["money_fen"]) / 100.0],
        ));
    }
    let facets = ["工作简历", "家庭情况", "兴趣爱好", "工作表现", "思想动态", "先进、后进底数"];
    for (row, name) in view["knowing"].as_array().unwrap().iter().zip(facets) {
        rows.push(("六知晓", name.to_owned(), ["known", "stale", "unknown"].map(|key| number(&row[key])).to_vec()));
    }
    let silences = ["没有谈过", "超过一年", "181—365天", "91—180天", "90天以内"];
    for (row, name) in figures["silences"].as_array().unwrap().iter().zip(silences) {
        rows.push(("距上一次谈话", name.to_owned(), vec![number(&row["persons"])]));
    }
    rows
}

/// Every sheet of a workbook by its name: the rows by the text of their first cell.
fn workbook(path: &std::path::Path) -> BTreeMap<String, BTreeMap<String, Vec<Data>>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let sheets = book.worksheets().into_iter().map(|(name, range)| {
        let rows = range.rows().map(|row| (row[0].to_string(), row[1..].to_vec()));
        (name, rows.collect())
    });
    sheets.collect()
}

#[test]
fn print_and_workbook_show_the_figures_of_the_page() {
    let (mut ledger, _) = small_ledger();
    let view = ledger.ok("statistics_show", year());
    let rows = expected(&view);
    assert!(rows.len() > 40);

    let path = ledger.save_to("统计.xlsx");
    ledger.ok("statistics_export", json!({"of": year(), "purpose": "report"}));
    assert_eq!(ledger.hands.suggested.borrow().last().unwrap(), "谈心走访统计_2026年.xlsx");
    let book = workbook(&path);
    for (table, name, cells) in &rows {
        let row = &book[*table][name];
        for (cell, expected) in row.iter().zip(cells) {
            let Data::Float(found) = cell else { panic!("{table} {name}: {cell:?} is no number") };
            assert!((found - expected).abs() < 1e-9, "{table} {name}: {found} instead of {expected}");
        }
        assert!(row.len() >= cells.len(), "{table} {name}");
        let rest = &row[cells.len()..];
        assert!(
            rest.iter().all(|cell| *cell == Data::Empty || cell.to_string().is_empty()),
            "{table} {name}: {rest:?}"
        );
    }

    let path = ledger.save_to("统计.pdf");
    ledger.ok("sheet_save", json!({"sheet": "report", "of": year()}));
    let printed: String = pdf_text(&path).split_whitespace().collect();
    assert!(printed.contains("谈心走访工作统计年报"), "{printed}");
    for (table, name, cells) in &rows {
        let at = printed.find(*table).unwrap_or_else(|| panic!("{table} is not printed"));
        let money = |n: f64| format!("¥{n:.2}");
        let has_rate = cells.len() == 8;
        let is_money = |n: usize| table.contains("慰问金") && n == 1 || *table == "谈话、走访次数" && n == 2;
        let shown = cells.iter().enumerate().map(|(n, cell)| match n {
            7 => format!("{:.1}%", cell * 100.0),
            n if is_money(n) => money(*cell),
            _ => cell.to_string(),
        });
        let row = [name.clone()].into_iter().chain(shown).collect::<String>();
        let row = if cells.len() == 7 && !has_rate { format!("{row}—") } else { row };
        assert!(printed[at..].contains(&row), "{table}: {row} is not in {}", &printed[at..]);
    }
}

#[test]
fn names_and_the_two_ends_leave_only_when_ticked() {
    let (mut ledger, _) = small_ledger();
    let path = ledger.save_to("统计.xlsx");
    let names = ["张三", "李四", "王五", "赵六"];
    let all = |path: &std::path::Path| format!("{:?}", workbook(path));
    ledger.ok("statistics_export", json!({"of": year()}));
    let plain = all(&path);
    assert!(names.iter().all(|name| !plain.contains(name)) && !plain.contains("后进\"") && !plain.contains("抓两头"));
    assert!(plain.contains("本文件未加密"));
    let ticked = with(with(year(), "names", json!(true)), "ends", json!(true));
    ledger.ok("statistics_export", json!({"of": ticked, "purpose": "other", "purpose_text": "支部总结"}));
    let ticked = all(&path);
    assert!(
        names.iter().all(|name| ticked.contains(name))
            && ticked.contains("抓两头")
            && ticked.contains("用途：支部总结")
    );
    assert_eq!(ledger.code("statistics_export", json!({"of": year(), "purpose": "other"})), ErrorCode::FieldMissing);

    let entries = ledger.ok("log_list", json!({}))["entries"].clone();
    assert_eq!(entries[0]["action"], "statistics_export");
    let logged = entries[0].to_string();
    assert!(logged.contains("支部总结") && names.iter().all(|name| !logged.contains(name)), "{logged}");
}

#[test]
fn a_hidden_person_counts_and_is_not_named() {
    let (mut ledger, [a, ..]) = small_ledger();
    let before = ledger.ok("statistics_show", year());
    ledger.ok("person_leave", json!({"id": a, "left": {"day": "2026-11-20", "reason": "调离"}}));
    ledger.ok("retention_seal", json!({"person": a}));
    let view = ledger.ok("statistics_show", year());
    assert_eq!(view["figures"]["contacts"], before["figures"]["contacts"], "what took place still counts");
    assert_eq!(view["figures"]["all"]["tally"]["met"], before["figures"]["all"]["tally"]["met"]);
    assert_eq!(view["figures"]["persons"], 3);
    assert!(!view.to_string().contains("张三") && !view.to_string().contains(&a), "{view}");
}

#[test]
fn an_empty_ledger_has_no_figures_and_no_rate() {
    let mut ledger = Ledger::create();
    let view = ledger.ok("statistics_show", year());
    assert_eq!((&view["empty"], rate(&view["figures"]["all"])), (&json!(true), None));
    let path = ledger.save_to("统计.pdf");
    ledger.ok("sheet_save", json!({"sheet": "report", "of": year()}));
    assert!(!pdf_text(&path).contains("0.0%"), "no rate is not a rate of nought");
}

#[test]
fn a_period_that_is_none_is_refused() {
    let mut ledger = Ledger::create();
    let code = |ledger: &mut Ledger, of: Value| ledger.code("statistics_show", of);
    assert_eq!(code(&mut ledger, json!({"from": "2026-12-31", "to": "2026-01-01"})), ErrorCode::BadDate);
    assert_eq!(code(&mut ledger, json!({"from": "0001-01-01", "to": "2026-01-01"})), ErrorCode::BadDate);
    assert_eq!(
        code(&mut ledger, json!({"from": "2000-01-01", "to": "2026-01-01", "by": "month"})),
        ErrorCode::BadRequest
    );
    assert_eq!(ledger.ok("statistics_show", json!({"from": "2000-01-01", "to": "2026-01-01"}))["by"], "year");
}

#[test]
fn figures_and_indicators_leave_from_the_terminal() {
    let terminal = crate::terminal::Terminal::with_ledger();
    assert_eq!(terminal.ok(&["export", "账本.zhixin", "statistics", "-o", "统计.xlsx"]).trim(), "统计.xlsx");
    let rows = &workbook(&terminal.path("统计.xlsx"))["逐月情况"];
    assert!(rows.contains_key("2026年1月") && rows.contains_key("2026年12月"), "this year unless it is said");
    terminal.ok(&["call", "账本.zhixin", "indicator_add_rates", r#"{"year": 2025}"#]);
    terminal.ok(&[
        "export",
        "账本.zhixin",
        "indicators",
        "-o",
        "指标.xlsx",
        "--from",
        "2025-01-01",
        "--purpose",
        "年终考核",
    ]);
    let book = format!("{:?}", workbook(&terminal.path("指标.xlsx")));
    for wanted in ["登记率", "处罚率", "用途：年终考核"] {
        assert!(book.contains(wanted), "{wanted} is not in {book}");
    }
}
