//! The main job from an empty folder to the files that leave the ledger, and back after locking.

use std::io::Read;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};
use zhixin_tests::{Ledger, PASSWORD, pdf_text, sample, text};

/// The cells of a ledger's only sheet.
fn cells(path: &Path) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let name = book.sheet_names()[0].clone();
    book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

/// The formulas of a ledger's only sheet.
fn formulas(path: &Path) -> Vec<String> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_formula(&name).unwrap();
    range.cells().map(|(.., formula)| formula.clone()).filter(|formula| !formula.is_empty()).collect()
}

fn sheet_xml(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut xml = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut xml).unwrap();
    xml
}

/// The header row's titles and the rows below it, by title.
fn table(path: &Path) -> Vec<Value> {
    let rows = cells(path);
    let header = rows.iter().position(|row| row[0] == Data::String("序号".to_owned())).expect("a header");
    let titles: Vec<String> = rows[header].iter().map(ToString::to_string).collect();
    let body = rows[header + 1..].iter().take_while(|row| matches!(row[0], Data::Float(_) | Data::Int(_)));
    body.map(|row| {
        titles
            .iter()
            .zip(row)
            .map(|(title, cell)| {
                let kind = match cell {
                    Data::DateTime(_) => "date",
                    Data::Float(_) | Data::Int(_) => "number",
                    Data::String(_) => "text",
                    _ => "other",
                };
                (title.clone(), json!({"kind": kind, "text": cell.to_string()}))
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    })
    .collect()
}

#[test]
fn from_an_empty_folder_to_the_inspector_and_back() {
    let mut ledger = Ledger::none();
    assert_eq!(ledger.ok("app_status", Value::Null)["exists"], false);
    ledger.make();

    // The roster, twice.
    ledger.open_from(&sample("花名册_带标题.xlsx"));
    let plan = ledger.ok("roster_choose", Value::Null);
    assert_eq!((&plan["new"], &plan["rejected"]), (&json!(24), &json!(0)));
    ledger.ok("roster_apply", json!({"token": plan["token"]}));
    let again = ledger.ok("roster_choose", Value::Null);
    assert_eq!(
        (&again["same"], &again["new"], &again["changed"]),
        (&json!(24), &json!(0), &json!(0)),
        "nothing changes"
    );
    let people = ledger.ok("person_list", json!({}));
    let ids: Vec<String> = people.as_array().unwrap().iter().map(|row| text(&row["id"])).collect();
    let names: Vec<String> = people.as_array().unwrap().iter().map(|row| text(&row["name"])).collect();
    assert_eq!(ids.len(), 24);

    // What happened, and what it makes owed: today is Monday 23 November.
    ledger.event("illness", &[&ids[0]], "2026-11-20");
    ledger.event("post_change", &[&ids[1]], "2026-11-20");
    ledger.event("setback", &[&ids[2]], "2026-11-13");
    ledger.event("award", &[&ids[3]], "2026-12-10");
    let today = ledger.ok("today_get", Value::Null);
    let due = |section: &str| -> Vec<String> {
        today[section].as_array().unwrap().iter().map(|duty| text(&duty["due"])).collect()
    };
    assert_eq!(due("overdue"), ["2026-11-18"], "a talk, three working days after the 13th");
    assert_eq!(today["overdue"][0]["state"]["workdays"], 3);
    assert_eq!(due("due_today"), ["2026-11-23"], "a visit, three days after the 20th");
    assert_eq!(due("this_week"), ["2026-11-27"], "a talk, five working days after the 20th");
    assert_eq!(due("later"), ["2026-12-09", "2026-12-17"], "before and after the award");
    assert_eq!(today["persons"], 24);

    // The visit.
    let offers = ledger.ok("settle_offer", json!({"kind": "visit", "persons": [ids[0]], "day": "2026-11-23"}));
    assert_eq!(offers[0]["refused"], Value::Null);
    assert_eq!(offers[0]["late_workdays"], 0);
    let mut form = ledger.ok("visit_begin", json!({"duty": offers[0]["duty"]["id"]}));
    form["place"] = json!("县人民医院骨科3床");
    form["situation"] = json!("恢复良好，情绪稳定。");
    form["money_fen"] = json!(50_050);
    form["goods"] = json!("水果1份");
    form["received_by"] = json!("本人");
    let visit = ledger.ok("visit_create", json!({"form": form}));
    assert_eq!((&visit["number"], &visit["state"]), (&json!("〔2026〕第1号"), &json!("saved")));
    assert_eq!(visit["form"]["categories"], json!([3]), "the item of the duty");

    // The talk, late.
    let offers = ledger.ok("settle_offer", json!({"kind": "talk", "persons": [ids[2]], "day": "2026-11-23"}));
    assert_eq!(offers[0]["late_workdays"], 3);
    let mut form = ledger.ok("talk_begin", json!({"duty": offers[0]["duty"]["id"]}));
    form["topic"] = json!("考试失利后的情绪疏导");
    form["content"] = json!("谈了近期的打算，本人愿意继续报考。");
    form["start"] = json!("15:00:00");
    form["end"] = json!("15:40:00");
    let talk = ledger.ok("talk_create", json!({"form": form}));
    assert_eq!(talk["settles"][0]["closed"]["late_workdays"], 3, "done late is said");

    let (routine, owed): (Vec<Value>, Vec<Value>) = ledger.owed().into_iter().partition(|duty| duty["category"] == 0);
    assert!(!routine.is_empty(), "the members of the roster are owed the talks of the year");
    assert!(owed.iter().all(|duty| duty["person"]["id"] != ids[0] && duty["person"]["id"] != ids[2]), "both are gone");
    assert_eq!(owed.len(), 3);
    assert_eq!(ledger.ok("today_get", Value::Null)["met_this_year"], 2);

    // The sheets.
    let sheets = [
        ("talk", &talk["id"], ["考试失利后的情绪疏导", "本人愿意继续报考", "甲书记", names[2].as_str()]),
        ("visit", &visit["id"], ["县人民医院骨科3床", "恢复良好，情绪稳定", "500.50", names[0].as_str()]),
    ];
    for (n, (sheet, id, words)) in sheets.into_iter().enumerate() {
        let request = json!({"sheet": sheet, "id": id});
        let pages = ledger.ok("sheet_preview", request.clone());
        assert!(text(&pages["pages"][0]).starts_with("<svg"), "a page is a picture");
        let path = ledger.save_to(&format!("{sheet}.pdf"));
        assert_eq!(ledger.ok("sheet_save", request.clone())["saved"], true);
        let printed = pdf_text(&path);
        for word in words {
            assert!(printed.contains(word), "{sheet}: {word} is on the sheet:\n{printed}");
        }
        ledger.ok("sheet_print", request);
        std::fs::write(&path, ledger.hands.printed.borrow().last().unwrap()).unwrap();
        let numbers = [2 * n + 1, 2 * n + 2].map(|number| format!("知心{number:06}"));
        assert!(printed.contains(&numbers[0]) && !printed.contains(&numbers[1]), "{printed}");
        let same = printed.replace(&numbers[0], &numbers[1]);
        assert_eq!(pdf_text(&path), same, "the printer gets what is saved, under a number of its own");
    }
    for suggested in ledger.hands.suggested.borrow().iter() {
        assert!(names.iter().all(|name| !suggested.contains(name)), "{suggested}: no personal name in a file's name");
    }

    // The ledgers.
    let year = |kind: &str| json!({"ledger": kind, "from": "2026-01-01", "to": "2026-12-31"});
    for (kind, rows, dates) in [
        ("owed", 5 + routine.len(), vec!["发生日期", "应办期限"]),
        ("talks", 1, vec!["谈话时间"]),
        ("visits", 1, vec!["走访时间"]),
    ] {
        let path = ledger.save_to(&format!("{kind}.xlsx"));
        ledger.ok("ledger_export", year(kind));
        let table = table(&path);
        assert_eq!(table.len(), rows, "{kind}");
        for row in &table {
            for title in &dates {
                assert_eq!(row[*title]["kind"], "date", "{kind}: {title} is a real date");
            }
        }
        assert_eq!(formulas(&path).len(), usize::from(kind == "visits"), "{kind}: no formula but the total");
        let xml = sheet_xml(&path);
        assert!(xml.contains(r#"state="frozen""#), "{kind}: the header stays when scrolling");
        assert!(xml.contains("<autoFilter"), "{kind}: the header can filter");
        assert!(ledger.hands.suggested.borrow().last().unwrap().ends_with("台账_2026年.xlsx"));
        match kind {
            "owed" => {
                let states: Vec<&Value> = table.iter().map(|row| &row["状态"]["text"]).collect();
                assert!(states.contains(&&json!("逾期办结")) && states.contains(&&json!("按期办结")), "{states:?}");
            }
            "talks" => assert_eq!(table[0]["谈话对象"]["text"], json!(names[2])),
            _ => {
                let money = &table[0]["慰问金(元)"];
                assert_eq!((&money["kind"], &money["text"]), (&json!("number"), &json!("500.5")), "money is a number");
                let total = cells(&path).into_iter().flatten().any(|cell| cell.to_string().contains("合计"));
                assert!(total, "the money is added up");
            }
        }
        let shown = ledger.ok("ledger_show", year(kind));
        assert_eq!(shown["rows"].as_array().unwrap().len(), rows, "the screen shows the rows of the file");
    }

    // Locked, and back.
    let before = (ledger.duties(), ledger.ok("talk_list", json!({})), ledger.ok("visit_list", json!({})));
    ledger.ok("vault_lock", Value::Null);
    let status = ledger.ok("app_status", Value::Null);
    assert_eq!((&status["unlocked"], &status["settings"]), (&json!(false), &Value::Null), "locked, it names nobody");
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
    let after = (ledger.duties(), ledger.ok("talk_list", json!({})), ledger.ok("visit_list", json!({})));
    assert_eq!(before, after, "everything is there again");
    let report = ledger.ok("vault_verify", Value::Null);
    assert_eq!(
        (&report["sound"], &report["persons"], &report["talks"], &report["visits"]),
        (&json!(true), &json!(24), &json!(1), &json!(1))
    );
}

#[test]
fn closing_the_dialog_saves_nothing_and_is_no_error() {
    let mut ledger = Ledger::create();
    assert_eq!(ledger.ok("ledger_export", json!({"ledger": "owed"}))["saved"], false);
    let blank = json!({"sheet": "talk_blank", "person": null, "duty": null});
    assert_eq!(ledger.ok("sheet_save", blank)["saved"], false);
    assert_eq!(ledger.ok("roster_choose", Value::Null), Value::Null);
}

#[test]
fn a_blank_carries_the_head_and_the_purpose() {
    let mut ledger = Ledger::create();
    let form = json!({"name": "张三", "phone": "13800001234", "address": "中和镇新华街3号", "note": "父亲患病"});
    let id = text(&ledger.ok("person_create", form)["id"]);
    let duty = ledger.event("illness", &[&id], "2026-11-20")["duties"][0]["id"].clone();
    let path = ledger.save_to("blank.pdf");
    ledger.ok("sheet_save", json!({"sheet": "visit_blank", "person": null, "duty": duty}));
    let printed = pdf_text(&path);
    for word in ["张三", "13800001234", "中和镇新华街3号", "生病"] {
        assert!(printed.contains(word), "{word} is on the blank:\n{printed}");
    }
    assert!(!printed.contains("父亲患病"), "it leaves the office, so nothing else does");
}
