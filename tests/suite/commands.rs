//! Every command of the table, fed with anything: it answers or errs with a code, and never panics or repeats what it was sent.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use desk::ErrorCode;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use zhixin_tests::{Ledger, text};

/// Stands for what a user wrote about a person.
const SENTINEL: &str = "绝密家事";

/// Commands that need no unlocked ledger.
const OPEN: [&str; 16] = [
    "app_status",
    "vault_choose",
    "vault_create",
    "vault_unlock",
    "vault_lock",
    "backup_list",
    "work_status",
    "work_stop",
    "rules_get",
    "rules_shipped",
    "rules_choose",
    "rules_export",
    "calendar_choose",
    "resume_read",
    "text_check",
    "roster_template",
];

/// Fields that requests have, so that random ones come near to real ones.
const FIELDS: [&str; 24] = [
    "id",
    "form",
    "name",
    "persons",
    "day",
    "kind",
    "reason",
    "left",
    "token",
    "sheet",
    "person",
    "duty",
    "ledger",
    "from",
    "to",
    "query",
    "draft",
    "text",
    "settles",
    "extra",
    "birth",
    "money_fen",
    "by",
    "all",
];

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        proptest::sample::select(vec![
            SENTINEL,
            "",
            "2026-11-23",
            "2026-02-30",
            "illness",
            "talk",
            "owed",
            "00000000-0000-7000-8000-000000000000",
            "=1+1",
            "#eval(\"1+1\")",
            "\u{0}",
            "\u{202e}",
            "+262142-12-31",
        ])
        .prop_map(Value::from),
    ]
}

fn request() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        9 => proptest::sample::select(FIELDS.to_vec()).prop_map(str::to_owned),
        1 => Just(SENTINEL.to_owned()),
    ];
    leaf().prop_recursive(3, 24, 5, move |inner| {
        let object = proptest::collection::btree_map(key.clone(), inner.clone(), 0..5)
            .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>()));
        prop_oneof![1 => proptest::collection::vec(inner, 0..4).prop_map(Value::Array), 3 => object]
    })
}

/// Calls and checks the error, if there is one.
fn harmless(ledger: &mut Ledger, name: &str, request: &Value) -> Option<ErrorCode> {
    let result = catch_unwind(AssertUnwindSafe(|| ledger.call(name, request.clone())));
    match result {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => {
            let detail = error.detail.unwrap_or_default();
            assert!(!detail.contains(SENTINEL), "{name} with {request}: the detail {detail} repeats what was sent");
            assert_ne!(error.code, ErrorCode::Internal, "{name} with {request}: {detail}");
            Some(error.code)
        }
        Err(_) => panic!("{name} panics at {request}"),
    }
}

#[test]
fn empty_requests() {
    let mut locked = Ledger::none();
    let mut ledger = Ledger::create();
    for name in desk::NAMES.iter().filter(|name| !["vault_lock", "vault_create", "vault_unlock"].contains(name)) {
        for request in [Value::Null, json!({}), json!([]), json!("x"), json!(1), json!({SENTINEL: SENTINEL})] {
            harmless(&mut ledger, name, &request);
            let code = harmless(&mut locked, name, &request);
            assert!(code.is_some() || OPEN.contains(name), "{name} answers without an unlocked ledger");
        }
    }
    assert!(ledger.desk.is_unlocked());
}

#[test]
fn a_locked_ledger_says_so() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let talk = ledger.talk(&[&person], "2026-11-23", &[]);
    ledger.ok("vault_lock", Value::Null);
    for (name, request) in [
        ("today_get", Value::Null),
        ("person_list", json!({})),
        ("person_get", json!({"id": person})),
        ("person_create", json!({"name": "李四"})),
        ("talk_get", json!({"id": talk["id"]})),
        ("talk_create", json!({"form": talk["form"]})),
        ("sheet_preview", json!({"sheet": "talk", "id": talk["id"]})),
        ("ledger_show", json!({"ledger": "talks"})),
        ("ledger_export", json!({"ledger": "talks"})),
        ("workbook_export", json!({})),
        ("roster_choose", Value::Null),
        ("settings_get", Value::Null),
        ("vault_verify", Value::Null),
    ] {
        assert_eq!(ledger.code(name, request), ErrorCode::Locked, "{name}");
    }
}

#[test]
fn anything_at_all() {
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[6; 32]));
    let strategy = request();
    let mut locked = Ledger::none();
    let mut ledger = Ledger::create();
    ledger.person("张三");
    // What makes, opens or locks the ledger is left out: it costs time, and the others are to run unlocked.
    let names: Vec<&&str> = desk::NAMES.iter().filter(|name| !name.starts_with("vault_")).collect();
    for _ in 0..zhixin_tests::cases(60) {
        let request = strategy.new_tree(&mut runner).unwrap().current();
        for name in &names {
            harmless(&mut ledger, name, &request);
            harmless(&mut locked, name, &request);
        }
    }
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
}

#[test]
fn near_misses_of_real_requests() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let event = ledger.event("illness", &[&person], "2026-11-20");
    let talk = ledger.talk(&[&person], "2026-11-23", &[]);
    let real = [
        ("person_create", json!({"name": "李四", "birth": "1980-03", "extra": {"备用": "一"}, "sex": "male"})),
        ("event_create", json!({"kind": "illness", "persons": [person], "day": "2026-11-20", "note": "住院"})),
        (
            "event_edit",
            json!({"id": event["id"], "form": {"kind": "illness", "persons": [person], "day": "2026-11-20"}}),
        ),
        ("settle_offer", json!({"kind": "visit", "persons": [person], "day": "2026-11-23", "by": []})),
        ("talk_edit", json!({"id": talk["id"], "form": talk["form"]})),
        ("sheet_preview", json!({"sheet": "talk_form", "id": null, "form": talk["form"]})),
        ("ledger_show", json!({"ledger": "owed", "from": "2026-01-01", "to": null})),
        ("person_leave", json!({"id": person, "left": {"day": "2026-11-20", "reason": "调离"}})),
    ];
    let wrong = [Value::Null, json!(SENTINEL), json!({SENTINEL: 1}), json!([SENTINEL]), json!(-1), json!("2026-02-30")];
    for (name, request) in &real {
        for path in paths(request, "") {
            for value in &wrong {
                let mut request = request.clone();
                *request.pointer_mut(&path).unwrap() = value.clone();
                harmless(&mut ledger, name, &request);
            }
        }
    }
    let error = ledger.error("person_create", json!({"name": "李四", "extra": {SENTINEL: 1}}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::BadRequest, Some("extra")), "not the column's title");
}

/// The JSON pointers of everything inside a value.
fn paths(value: &Value, at: &str) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (format!("{at}/{key}"), value)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(n, value)| (format!("{at}/{n}"), value)).collect(),
        _ => Vec::new(),
    };
    inner.into_iter().flat_map(|(path, value)| [vec![path.clone()], paths(value, &path)].concat()).collect()
}

#[test]
fn the_pages_types_are_those_of_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/api/bindings/index.ts");
    let committed = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(committed == desk::typescript(), "the page's types are out of date: run `cargo xtask bindings`");
}

#[test]
fn the_table_describes_every_command() {
    let described = desk::describe();
    assert_eq!(described.len(), desk::NAMES.len());
    for command in described {
        assert!(!command.about.is_empty() && !command.request.is_empty() && !command.response.is_empty());
    }
    let mut ledger = Ledger::none();
    assert_eq!(text(&ledger.ok("app_status", Value::Null)["today"]), zhixin_tests::TODAY);
}
