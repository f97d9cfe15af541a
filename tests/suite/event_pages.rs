//! The list of events, page by page: what is found, and how many there are.

use serde_json::json;
use zhixin_tests::{Ledger, text};

#[test]
fn pages_have_the_newest_first_and_say_how_many_there_are() {
    let mut ledger = Ledger::create();
    let person = ledger.person("李志国");
    for day in 1..=60 {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 9, 1).unwrap() + chrono::Days::new(day);
        ledger.event("illness", &[&person], &day.to_string());
    }
    let first = ledger.ok("event_page", json!({}));
    let second = ledger.ok("event_page", json!({"page": 1}));
    assert_eq!((&first["total"], &first["recorded"]), (&json!(60), &json!(60)));
    let days = [&first, &second].map(|page| page["events"].as_array().unwrap().clone()).concat();
    assert_eq!(days.len(), 60, "nothing is left out between two pages");
    assert!(days.is_sorted_by(|a, b| text(&a["day"]) > text(&b["day"])));
    assert_eq!(days[0]["duties"].as_array().unwrap().len(), 1, "what an event makes owed is shown with it");
    assert_eq!(ledger.ok("event_page", json!({"page": 2}))["events"], json!([]));
    // The same events as in the whole list.
    let all = ledger.ok("event_list", json!({}));
    assert_eq!(all, json!(days));
}

#[test]
fn a_period_and_a_text_narrow_the_list() {
    let mut ledger = Ledger::create();
    let (one, other) = (ledger.person("李志国"), ledger.person("Anna"));
    ledger
        .ok("event_create", json!({"kind": "illness", "persons": [one], "day": "2026-10-30", "note": "骨科住院 ICU"}));
    ledger.event("illness", &[&other], "2026-11-02");
    ledger.event("post_change", &[&one], "2026-11-20");
    let found = |ledger: &mut Ledger, request: serde_json::Value| {
        let page = ledger.ok("event_page", request);
        assert_eq!(page["recorded"], 3, "what is narrowed leaves the whole number as it is");
        let events = page["events"].as_array().unwrap();
        assert_eq!(page["total"], events.len());
        events.iter().map(|event| text(&event["day"])).collect::<Vec<_>>()
    };
    assert_eq!(found(&mut ledger, json!({"from": "2026-11-01", "to": "2026-11-15"})), ["2026-11-02"]);
    assert_eq!(found(&mut ledger, json!({"from": "2026-11-02"})), ["2026-11-20", "2026-11-02"]);
    assert_eq!(found(&mut ledger, json!({"to": "2026-11-02"})), ["2026-11-02", "2026-10-30"]);
    // In a name, in the note, in the title; small and large letters alike.
    assert_eq!(found(&mut ledger, json!({"text": " anna "})), ["2026-11-02"]);
    assert_eq!(found(&mut ledger, json!({"text": "icu"})), ["2026-10-30"]);
    assert_eq!(found(&mut ledger, json!({"text": "岗位"})), ["2026-11-20"]);
    assert_eq!(found(&mut ledger, json!({"text": "无此"})), [] as [String; 0]);
    // A title that only the page knows comes as kinds.
    assert_eq!(found(&mut ledger, json!({"text": "ill", "kinds": ["illness"]})), ["2026-11-02", "2026-10-30"]);
}
