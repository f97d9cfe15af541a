//! Records: drafts, numbers, archived ones, and the honest time of each.

use std::sync::Arc;

use desk::{ErrorCode, FixedDay, World};
use method::ContactState;
use serde_json::{Value, json};
use vault::{Password, Vault, VaultError};
use zhixin_tests::{Ledger, PASSWORD, TODAY, text};

#[test]
fn a_draft_settles_nothing_and_may_go() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let event = ledger.event("post_change", &[&person], "2026-11-20");
    let form = json!({"persons": [person], "day": "2026-11-23", "settles": [event["duties"][0]["id"]]});
    let draft = ledger.ok("talk_create", json!({"form": form, "draft": true}));
    assert_eq!((&draft["state"], &draft["number"]), (&json!("draft"), &json!("")));
    assert_eq!(ledger.owed().len(), 1, "still owed");
    assert_eq!(ledger.ok("today_get", Value::Null)["drafts"][0]["id"], draft["id"]);
    assert_eq!(ledger.ok("ledger_show", json!({"ledger": "talks"}))["rows"], json!([]), "no ledger lists it");
    ledger.ok("talk_delete", json!({"id": draft["id"]}));
    assert_eq!(ledger.code("talk_get", json!({"id": draft["id"]})), ErrorCode::NotFound);

    let draft = ledger.ok("talk_create", json!({"form": form, "draft": true}));
    let saved = ledger.ok("talk_edit", json!({"id": draft["id"], "form": form}));
    assert_eq!(
        (&saved["state"], &saved["number"]),
        (&json!("saved"), &json!("〔2026〕第1号")),
        "drafts use no number up"
    );
    assert_eq!(ledger.owed().len(), 0);
    assert_eq!(
        ledger.code("talk_edit", json!({"id": draft["id"], "form": form, "draft": true})),
        ErrorCode::AlreadySaved
    );
    assert_eq!(ledger.code("talk_delete", json!({"id": draft["id"]})), ErrorCode::NotADraft);
    assert_eq!(ledger.owed().len(), 0, "refused, so it settles what it settled");
}

#[test]
fn a_draft_may_be_incomplete() {
    let mut ledger = Ledger::create();
    for (create, edit) in [("talk_create", "talk_edit"), ("visit_create", "visit_edit")] {
        let form = json!({"persons": [], "day": "2026-11-30"});
        let draft = ledger.ok(create, json!({"form": form, "draft": true}));
        let code = ledger.code(edit, json!({"id": draft["id"], "form": form}));
        assert_eq!(code, ErrorCode::PersonsMissing, "to be saved it needs somebody");
    }
}

#[test]
fn an_archived_record_is_frozen() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let talk = ledger.talk(&[&person], "2026-11-23", &[]);
    ledger.ok("vault_lock", Value::Null);
    let world = World { clock: Arc::new(FixedDay(TODAY.parse().unwrap())), ..World::real() };
    let mut vault = Vault::open(world, ledger.desk.place(), &Password::new(PASSWORD.to_owned())).unwrap();
    let id = text(&talk["id"]).parse().unwrap();
    let mut stored = vault.read::<_, VaultError>(|reading| reading.talk(id)).unwrap().unwrap();
    stored.state = ContactState::Archived;
    vault.write::<_, VaultError>(|writing| writing.put_talk(&stored)).unwrap();
    vault.lock().unwrap();
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
    let edit = json!({"id": talk["id"], "form": talk["form"]});
    assert_eq!(ledger.code("talk_edit", edit), ErrorCode::Archived);
    assert_eq!(ledger.code("talk_delete", json!({"id": talk["id"]})), ErrorCode::NotADraft);
}

#[test]
fn numbers_run_within_their_year_and_kind() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let number = |ledger: &mut Ledger, day: &str| text(&ledger.talk(&[&person], day, &[])["number"]);
    assert_eq!(number(&mut ledger, "2026-11-20"), "〔2026〕第1号");
    assert_eq!(number(&mut ledger, "2026-11-19"), "〔2026〕第2号", "in the order in which they are saved");
    assert_eq!(number(&mut ledger, "2025-12-31"), "〔2025〕第1号", "each year begins anew");
    let visit = ledger.ok("visit_create", json!({"form": {"persons": [person], "day": "2026-11-23"}}));
    assert_eq!(visit["number"], "〔2026〕第1号", "visits have numbers of their own");
    let form = json!({"persons": [person], "day": "2026-11-24"});
    ledger.code("talk_create", json!({"form": form}));
    assert_eq!(number(&mut ledger, "2026-11-23"), "〔2026〕第3号", "a refused one leaves no gap");
    ledger.turn_to("2027-01-04");
    assert_eq!(number(&mut ledger, "2027-01-04"), "〔2027〕第1号");
}

#[test]
fn entered_after_the_third_working_day_is_said_everywhere() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    // Tuesday the 17th: three working days later is Friday the 20th, four Monday the 23rd.
    ledger.turn_to("2026-11-20");
    let create = Ledger::talk;
    let in_time = create(&mut ledger, &[&person], "2026-11-17", &[]);
    // The ledger was made on the 23rd, and entry time never goes back behind that.
    assert_eq!(in_time["late_entry"], true, "a clock set back to the 20th does not help");
    ledger.turn_to("2026-11-24");
    let in_time = create(&mut ledger, &[&person], "2026-11-19", &[]);
    assert_eq!(in_time["late_entry"], false, "three working days");
    let late = create(&mut ledger, &[&person], "2026-11-18", &[]);
    assert_eq!(late["late_entry"], true, "four working days");
    let visit = ledger.ok("visit_create", json!({"form": {"persons": [person], "day": "2026-11-18"}}));
    assert_eq!(visit["late_entry"], true);

    let expected = |id: &Value| *id != in_time["id"];
    for row in ledger.ok("talk_list", json!({})).as_array().unwrap() {
        assert_eq!(row["late_entry"], json!(expected(&row["id"])), "in the list");
    }
    let view = ledger.ok("person_get", json!({"id": person}));
    for entry in view["timeline"].as_array().unwrap() {
        assert_eq!(entry["late_entry"], json!(expected(&entry["id"])), "on the person's page");
    }
    let table = ledger.ok("ledger_show", json!({"ledger": "talks", "from": "2026-11-18"}));
    let note = table["columns"].as_array().unwrap().iter().position(|title| title == "备注").unwrap();
    let notes: Vec<&Value> = table["rows"].as_array().unwrap().iter().map(|row| &row[note]).collect();
    assert_eq!(notes, [&json!("补录"), &json!("")], "in the ledger, the 18th and the 19th");
    let path = ledger.save_to("late.pdf");
    ledger.ok("sheet_save", json!({"sheet": "talk", "id": late["id"]}));
    assert!(zhixin_tests::pdf_text(&path).contains("补录"), "on the sheet");

    // Editing later neither makes a record late nor mends it.
    ledger.turn_to("2026-12-20");
    for (talk, is_late) in [(&in_time, false), (&late, true)] {
        let edited = ledger.ok("talk_edit", json!({"id": talk["id"], "form": talk["form"]}));
        assert_eq!(edited["late_entry"], is_late);
    }
    // A draft kept for weeks is entered when it is saved.
    let form = json!({"persons": [person], "day": "2026-12-18"});
    let draft = ledger.ok("talk_create", json!({"form": form, "draft": true}));
    assert_eq!(draft["late_entry"], false);
    ledger.turn_to("2026-12-31");
    let path = ledger.save_to("draft.pdf");
    ledger.ok("sheet_save", json!({"sheet": "talk_form", "id": draft["id"], "form": draft["form"]}));
    assert!(zhixin_tests::pdf_text(&path).contains("补录"), "its sheet shows what saving it today will make it");
    let saved = ledger.ok("talk_edit", json!({"id": draft["id"], "form": form}));
    assert_eq!(saved["late_entry"], true);
}
