//! The operations log on its page and as a file.

use std::collections::BTreeSet;
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, PASSWORD, text};

fn actions(page: &Value) -> Vec<String> {
    page["entries"].as_array().unwrap().iter().map(|entry| text(&entry["action"])).collect()
}

#[test]
fn pages_follow_each_other() {
    let mut ledger = Ledger::create();
    for name in ["张三", "李四", "王五"] {
        ledger.person(name);
    }
    let whole = ledger.ok("log_list", json!({}));
    assert_eq!(&actions(&whole)[..3], ["person_create"; 3]);
    assert_eq!((actions(&whole).last().unwrap().as_str(), &whole["more"]), ("create", &json!(false)));
    assert_eq!(whole["count"].as_u64().unwrap() as usize, actions(&whole).len());
    let (mut paged, mut before) = (Vec::new(), Value::Null);
    loop {
        let page = ledger.ok("log_list", json!({"limit": 2, "before_seq": before}));
        paged.extend(page["entries"].as_array().unwrap().clone());
        before = paged.last().unwrap()["seq"].clone();
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(json!(paged), whole["entries"]);
}

#[test]
fn entries_name_their_record_as_it_is_now() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let event = ledger.event("illness", &[&person], "2026-11-20");
    let talk = ledger.talk(&[&person], "2026-11-22", &[]);
    ledger.ok("person_edit", json!({"id": person, "form": {"name": "张三丰"}}));
    let entry = |ledger: &mut Ledger, request: Value| ledger.ok("log_list", request)["entries"][0].clone();
    let created = entry(&mut ledger, json!({"action": "person_create"}));
    assert_eq!((&created["of"], &created["persons"][0]["name"]), (&json!("person"), &json!("张三丰")));
    let logged = entry(&mut ledger, json!({"object": event["id"]}));
    assert_eq!((&logged["of"], &logged["title"]), (&json!("event"), &event["title"]));
    let saved = entry(&mut ledger, json!({"object": talk["id"]}));
    assert_eq!((&saved["of"], &saved["title"], text(&saved["content"]).len()), (&json!("talk"), &talk["number"], 12));
    let draft = ledger.ok("talk_create", json!({"form": {"persons": [person], "day": "2026-11-22"}, "draft": true}));
    ledger.ok("talk_delete", json!({"id": draft["id"]}));
    let gone = entry(&mut ledger, json!({"object": draft["id"]}));
    assert_eq!((&gone["action"], &gone["of"], &gone["persons"]), (&json!("talk_delete"), &Value::Null, &json!([])));
}

#[test]
fn a_period_counts_both_days() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    ledger.turn_to("2026-11-24");
    ledger.person("李四");
    ledger.turn_to("2026-11-25");
    ledger.person("王五");
    let mut count = |from: &str, to: &str| {
        let request = json!({"from": from, "to": to, "action": "person_create"});
        ledger.ok("log_list", request)["entries"].as_array().unwrap().len()
    };
    assert_eq!((count("2026-11-23", "2026-11-24"), count("2026-11-24", "2026-11-24")), (2, 1));
    assert_eq!(count("2026-11-26", "2026-12-31"), 0);
}

#[test]
fn failed_unlocks_are_seen_and_the_log_is_whole() {
    let mut ledger = Ledger::create();
    ledger.ok("vault_lock", Value::Null);
    assert_eq!(ledger.code("vault_unlock", json!({"password": "not the one"})), ErrorCode::WrongPassword);
    assert_eq!(ledger.code("log_list", json!({})), ErrorCode::Locked);
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
    let failed = ledger.ok("log_list", json!({"action": "unlock_failed"}));
    assert_eq!(failed["entries"][0]["times"], 1);
    let state = ledger.ok("log_check", Value::Null);
    assert_eq!(state["first_broken"], Value::Null);
    let page = ledger.ok("log_list", json!({}));
    assert_eq!((&state["head"], &state["count"]), (&page["head"], &page["count"]));
}

#[test]
fn exports_carry_names_only_when_asked() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    let path = ledger.save_to("log.csv");
    ledger.ok("log_export", json!({"format": "csv"}));
    let plain = std::fs::read_to_string(&path).unwrap();
    assert!(plain.contains("添加人员") && plain.contains("新建账本") && !plain.contains("张三"), "{plain}");
    ledger.ok("log_export", json!({"format": "csv", "names": true}));
    let named = std::fs::read_to_string(&path).unwrap();
    assert!(named.contains("张三") && named.contains("导出操作日志"), "the export before is in it: {named}");
    let path = ledger.save_to("log.xlsx");
    ledger.ok("log_export", json!({"from": "2026-11-23", "to": "2026-11-23"}));
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let rows = book.worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<String> = rows.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(cells.iter().any(|cell| cell == "操作日志") && cells.iter().any(|cell| cell == "新建账本"));
    assert!(ledger.hands.suggested.borrow().iter().all(|name| name.starts_with("操作日志_")));
}

/// The sources of a crate without their tests, one text after the other.
fn sources(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            sources(&path, all);
        } else if name.ends_with(".rs") && name != "tests.rs" && name != "words.rs" {
            let text = std::fs::read_to_string(&path).unwrap();
            all.push_str(text.split("#[cfg(test)]").next().unwrap());
        }
    }
}

/// The quoted codes in a text, as `unlock` or `talk_edit`.
fn codes(text: &str) -> BTreeSet<&str> {
    let is_code = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    text.split('"').skip(1).step_by(2).filter(is_code).collect()
}

/// The text up to the bracket that closes its first one.
fn in_brackets(text: &str, (open, close): (char, char)) -> &str {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        if letter == open {
            depth += 1;
        } else if letter == close {
            depth -= 1;
            if depth == 0 {
                return &text[..at];
            }
        }
    }
    text
}

#[test]
fn every_action_that_is_logged_has_words_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut all = String::new();
    sources(&root.join("src-tauri/crates/desk/src"), &mut all);
    sources(&root.join("src-tauri/crates/vault/src"), &mut all);
    // The functions that end in an entry and are given its action, and the places that name it for them.
    let mut logged = BTreeSet::new();
    for call in ["log(", "log_export(", "store(", "decide(", "change(", "append("] {
        for (at, _) in all.match_indices(call) {
            logged.extend(codes(in_brackets(&all[at + call.len() - 1..], ('(', ')'))));
        }
    }
    for (at, _) in all.match_indices("Change {") {
        logged.extend(codes(in_brackets(&all[at..], ('{', '}'))));
    }
    for (at, _) in all.match_indices("let action = ") {
        logged.extend(codes(all[at..].split(';').next().unwrap()));
    }
    logged.extend(all.lines().filter(|line| line.trim_start().starts_with("Notice::")).flat_map(codes));
    // Fields of an error beside the action.
    for field in ["before", "due"] {
        assert!(logged.remove(field), "{field} is no longer named there");
    }
    assert!(logged.len() > 50 && logged.contains("recovery_set") && logged.contains("key_copy_repaired"), "{logged:?}");

    let words = std::fs::read_to_string(root.join("src-tauri/crates/desk/src/logbook/words.rs")).unwrap();
    assert_eq!(codes(&words), logged, "the file's words");
    for language in ["zh-CN", "en"] {
        let words = std::fs::read_to_string(root.join(format!("ui/src/i18n/{language}/logbook.ts"))).unwrap();
        let actions = words.split("\n  action: {").nth(1).unwrap().split("\n  }").next().unwrap();
        let keys: BTreeSet<&str> = actions.lines().filter_map(|line| Some(line.trim().split_once(':')?.0)).collect();
        assert_eq!(keys, logged, "the page's words in {language}");
    }
}
