//! Any Unicode text in every field of the forms: it is refused with a code, or kept as it is, shown, exported and printed.

use desk::ErrorCode;
use proptest::prelude::*;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, cases};

const PERSON: [&str; 9] =
    ["name", "ethnicity", "native_place", "education", "political", "post", "phone", "address", "note"];
const TALK: [&str; 6] = ["place", "recorder", "topic", "content", "opinion", "follow_up"];
const VISIT: [&str; 10] =
    ["place", "reason", "received_by", "relation", "goods", "fund", "situation", "problems", "measures", "note"];

/// Ten texts of any characters, or ten of such as offices write, with what means something to a typesetter or a spreadsheet.
fn any_texts() -> impl Strategy<Value = Vec<String>> {
    let any =
        prop_oneof!["(?s).{0,40}", "\\PC{0,80}", "[一-龥，。\n\u{0}-\u{1f}\u{202a}-\u{202e}\u{fe00}-\u{fe0f}]{0,60}"];
    let plain = "[一-龥]{1,3}[一-龥，。；（）《》\n =+@#*_$<>\\\\\"'`/~-]{0,40}";
    prop_oneof![prop::collection::vec(any, 10), prop::collection::vec(plain, 10)]
}

/// Texts for the fields, taken in turn.
fn filled(mut form: Value, fields: &[&str], texts: &[String]) -> Value {
    for (n, field) in fields.iter().enumerate() {
        form[*field] = json!(texts[n % texts.len()]);
    }
    form
}

/// Stores a form and asks for the record; none when it was refused.
fn stored(ledger: &mut Ledger, kind: &str, form: &Value, wrap: bool) -> Option<Value> {
    let request = if wrap { json!({"form": form}) } else { form.clone() };
    match ledger.call(&format!("{kind}_create"), request) {
        Ok(view) => {
            let kept = ledger.ok(&format!("{kind}_get"), json!({"id": view["id"]}));
            for (field, text) in form.as_object().unwrap() {
                // Names and posts may lose white space at their ends, and nothing else.
                let same = kept["form"][field] == *text
                    || text.as_str().is_some_and(|text| kept["form"][field].as_str().unwrap().trim() == text.trim());
                assert!(same, "{kind}.{field}: {text} became {}", kept["form"][field]);
            }
            Some(view)
        }
        Err(error) => {
            let said =
                [ErrorCode::NameMissing, ErrorCode::TextTooLong, ErrorCode::FieldMissing, ErrorCode::MissingGlyphs];
            assert!(said.contains(&error.code), "{kind}: {error} at {form}");
            None
        }
    }
}

/// Prints a sheet, and says whether it could be printed.
fn prints(ledger: &mut Ledger, sheet: &Value) -> u32 {
    let mut printed = 1;
    for command in ["sheet_preview", "sheet_save"] {
        if let Err(error) = ledger.call(command, sheet.clone()) {
            assert!(
                [ErrorCode::MissingGlyphs, ErrorCode::SheetTooLong].contains(&error.code),
                "{command} of {sheet}: {error}"
            );
            printed = 0;
        }
    }
    printed
}

#[test]
fn any_unicode_in_every_form_is_refused_or_kept_and_printed() {
    let mut ledger = Ledger::create();
    let known = ledger.person("张三");
    ledger.save_to("out.pdf");
    let config = ProptestConfig {
        cases: cases(10),
        failure_persistence: None,
        max_shrink_iters: 60,
        ..ProptestConfig::default()
    };
    let ledger = std::cell::RefCell::new(ledger);
    let printed = std::cell::Cell::new(0);
    let count = |one: u32| printed.set(printed.get() + one);
    proptest!(config, |(texts in any_texts())| {
        let ledger = &mut *ledger.borrow_mut();
        let extra = json!({"extra": {texts[1].clone(): texts[2]}});
        let person = stored(ledger, "person", &filled(extra, &PERSON, &texts), false);
        let person = person.map_or_else(|| json!(known), |view| view["id"].clone());
        let talk = filled(json!({"persons": [person], "day": "2026-11-22"}), &TALK, &texts);
        if let Some(talk) = stored(ledger, "talk", &talk, true) {
            count(prints(ledger, &json!({"sheet": "talk", "id": talk["id"]})));
        }
        let visit = filled(json!({"persons": [person], "day": "2026-11-22"}), &VISIT, &texts);
        if let Some(visit) = stored(ledger, "visit", &visit, true) {
            count(prints(ledger, &json!({"sheet": "visit", "id": visit["id"]})));
        }
        let event = json!({"kind": "illness", "persons": [person], "day": "2026-11-20", "note": texts[3]});
        prop_assert!(ledger.call("event_create", event).is_ok() || texts[3].chars().count() > 300);
        prints(ledger, &json!({"sheet": "brief", "of": {"person": person}}));
        ledger.ok("search_find", json!({"query": texts[0], "kinds": [], "sealed": false}));
    });
    assert!(printed.get() > 0, "some were printed");
    println!("{} sheets were printed", printed.get());
    let mut ledger = ledger.into_inner();
    for which in ["roster", "knowing", "owed", "talks", "visits", "promises", "overtime", "papers", "catalogue"] {
        for format in ["xlsx", "csv"] {
            ledger.ok("ledger_export", json!({"ledger": which, "format": format}));
        }
    }
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
}
