//! Every command with requests of its own shape and wild contents, on a ledger with all kinds of records and on a locked one: each answers or
//! says why not with a code, none panics, none fails without a reason, and the ledger stays sound.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, PASSWORD, cases, sample, text};

use crate::shapes::{Chance, Shapes, Stock};

/// Stands for what a user wrote about a person.
const SENTINEL: &str = "绝密家事";
/// Somebody in the locked ledger, whom no request names.
const LOCKED_UP: &str = "欧阳锁";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest of a picture";

/// A ledger with one of everything, and what its records are known by.
fn filled() -> (Ledger, Stock) {
    let mut ledger = Ledger::create();
    let mut ids: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let people = ["张三", "李四", "王五"].map(|name| ledger.person(name));
    let event = ledger.event("illness", &[&people[0]], "2026-11-20");
    let duty = text(&event["duties"][0]["id"]);
    let talk = ledger.talk(&[&people[0]], "2026-11-22", &[]);
    let form = json!({"persons": [people[1]], "day": "2026-11-22", "reason": "住院"});
    let visit = ledger.ok("visit_create", json!({"form": form, "draft": true}));
    let entry = json!({"person": people[0], "entries": [{"body": {"kind": "hobby", "text": "象棋"}}]});
    let known = ledger.ok("entry_create", entry);
    let entries =
        known["facets"].as_array().unwrap().iter().flat_map(|facet| facet["entries"].as_array().unwrap().clone());
    let entries: Vec<String> = entries.map(|entry| text(&entry["id"])).collect();
    let promise =
        ledger.ok("promise_create", json!({"person": people[0], "day": "2026-11-20", "what": "协调早餐时间"}));
    let png = ledger.path("scan.png");
    std::fs::write(&png, PNG).unwrap();
    ledger.open_from(&png);
    let scan = ledger.ok("attachment_add", json!({"to": "talk", "record": talk["id"]}));
    ledger.ok("person_leave", json!({"id": people[2], "left": {"day": "2026-11-20", "reason": "调离"}}));
    ledger.ok("sheet_print", json!({"sheet": "talk", "id": talk["id"]}));
    ledger.ok("sheet_print", json!({"sheet": "visit_blank", "person": people[1], "duty": null}));
    let slot = ledger.ok("slot_list", Value::Null)[0]["id"].clone();
    ledger.ok("backup_make", json!({"to": "default"}));
    let backup = text(&ledger.ok("backup_list", Value::Null)[0]["file"]);

    ids.insert("PersonId".to_owned(), people.to_vec());
    for (kind, id) in [("EventId", &event["id"]), ("TalkId", &talk["id"]), ("VisitId", &visit["id"])] {
        ids.insert(kind.to_owned(), vec![text(id)]);
    }
    ids.insert("DutyId".to_owned(), vec![duty]);
    ids.insert("EntryId".to_owned(), entries);
    ids.insert("PromiseId".to_owned(), vec![text(&promise["id"])]);
    let handover = json!({"to": {"name": "赵六", "post": "书记"}, "from_day": "2026-12-01"});
    ids.insert("HandoverId".to_owned(), vec![text(&ledger.ok("handover_make", handover)["id"])]);
    let began = ledger.ok("activity_begin", json!({"kind": "study"}));
    let activity = ledger.ok("activity_create", json!({"form": began}));
    ids.insert("ActivityId".to_owned(), vec![text(&activity["row"]["id"])]);
    let form = json!({"person": people[0], "day": "2026-11-20", "content": "早餐时间"});
    let suggestion = ledger.ok("suggestion_create", form);
    ids.insert("SuggestionId".to_owned(), vec![text(&suggestion["id"])]);
    let form = json!({"form": {"what": "提前到岗", "since": "2026-11-01"}, "year": 2026});
    let example = ledger.ok("example_save", form);
    ids.insert("ExampleId".to_owned(), vec![text(&example["lines"][0]["id"])]);
    ids.insert("Other".to_owned(), vec![text(&scan["id"]), text(&slot)]);
    let kinds = ["illness", "wedding", "conflict", "new_arrival", "overtime_streak", SENTINEL];
    ids.insert("EventKind".to_owned(), kinds.map(str::to_owned).to_vec());
    for id in ids.values_mut() {
        id.push("00000000-0000-7000-8000-000000000000".to_owned());
    }
    let words = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    // The password never becomes another, so that the ledger can be unlocked again.
    let named = BTreeMap::from([
        ("password", words(&[PASSWORD, PASSWORD, "falsch", ""])),
        ("new_password", words(&[PASSWORD, "短", ""])),
        ("officer_password", words(&["组织委员自己的密码", PASSWORD, ""])),
        ("kind", words(&["study", "members", "committee", SENTINEL])),
        ("file", vec![backup, "../知心.zhixin/keys.a".to_owned(), String::new(), "nul\u{0}".to_owned()]),
    ]);
    let days = ["2026-11-20", "2026-11-23", "2026-12-31", "2027-02-28", "1980-03", "2008", "2026-02-30", "9999-12-31"];
    let stock = Stock {
        ids,
        days: words(&days).into_iter().chain(words(&["-262143-01-01", "+262142-12-31", "0000-00-00", ""])).collect(),
        named,
        texts: vec![
            SENTINEL.to_owned(),
            String::new(),
            " ".to_owned(),
            "=1+1".to_owned(),
            "#eval(\"1+1\")".to_owned(),
            "\u{0}\u{202e}\u{2066}\u{feff}".to_owned(),
            "\u{1F600}\u{e000}\u{10ffff}".to_owned(),
            "e\u{301}\u{301}\u{301}".to_owned(),
            "长".repeat(61),
            "长\n".repeat(301),
            "\"'; DROP TABLE persons; --".to_owned(),
            "NEAR(\"* AND".to_owned(),
            "99010119800101001X".to_owned(),
        ],
        numbers: [
            0,
            1,
            2,
            5,
            12,
            30,
            1440,
            2026,
            -1,
            255,
            256,
            i64::from(u32::MAX),
            i64::from(i32::MAX),
            i64::MAX,
            i64::MIN,
        ]
        .map(|n| json!(n))
        .into_iter()
        .chain([json!(0.5), json!(1e300)])
        .collect(),
    };
    (ledger, stock)
}

/// Calls and gives the answer, if there is one.
fn called(ledger: &mut Ledger, name: &str, request: &Value) -> Option<Value> {
    match catch_unwind(AssertUnwindSafe(|| ledger.call(name, request.clone()))) {
        Ok(Ok(answer)) => Some(answer),
        Ok(Err(error)) => {
            let detail = error.detail.unwrap_or_default();
            assert_ne!(error.code, ErrorCode::Internal, "{name} with {request}: {detail}");
            assert!(!detail.contains(SENTINEL), "{name} with {request}: the detail {detail} repeats what was sent");
            None
        }
        Err(_) => panic!("{name} panics at {request}"),
    }
}

#[test]
fn of_the_right_shape_with_wild_contents() {
    let shapes = Shapes::of_the_table();
    let (mut ledger, stock) = filled();
    let mut locked = Ledger::create();
    locked.person(LOCKED_UP);
    locked.ok("vault_lock", Value::Null);
    let files = [sample("花名册_带标题.xlsx"), sample("花名册_GB18030.csv"), ledger.path("scan.png")];
    let mut answered: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..u64::from(cases(5)) {
        let mut chance = Chance::new(seed);
        let file: &PathBuf = chance.one(&files);
        ledger.open_from(file);
        ledger.save_to("out.tmp");
        for (name, request) in shapes.requests(&mut chance, &stock) {
            if called(&mut ledger, &name, &request).is_some() {
                *answered.entry(name.clone()).or_default() += 1;
            }
            if !ledger.desk.is_unlocked() {
                // A guess too many has to wait.
                ledger.turn_to("2026-11-24");
                ledger.turn_to("2026-11-23");
                let _ = std::fs::remove_file(ledger.path("知心.zhixin").join("guesses"));
                ledger.ok("vault_unlock", json!({"password": PASSWORD}));
            }
            let told = called(&mut locked, &name, &request);
            let names = told.is_some_and(|answer| answer.to_string().contains(LOCKED_UP));
            assert!(!names || locked.desk.is_unlocked(), "{name} tells a name of a locked ledger: {request}");
            if locked.desk.is_unlocked() {
                locked.ok("vault_lock", Value::Null);
            }
        }
        let checked = ledger.ok("vault_verify", Value::Null);
        assert_eq!(checked["sound"], true, "after seed {seed}: {checked}");
    }
    // Shapes that no command ever accepts would test nothing.
    println!("{} of {} commands answered: {answered:?}", answered.len(), desk::NAMES.len());
    assert!(answered.len() * 3 > desk::NAMES.len(), "{} commands answered", answered.len());
}
