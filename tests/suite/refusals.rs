//! What may not be entered: each is refused with a code, the field is named, and nothing is changed.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, PASSWORD, text};

/// A ledger with two persons.
fn two() -> (Ledger, String, String) {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张三"), ledger.person("李四"));
    (ledger, a, b)
}

fn log_entries(ledger: &mut Ledger) -> Value {
    ledger.ok("vault_verify", Value::Null)["log_entries"].clone()
}

#[test]
fn each_refusal_has_its_code_and_changes_nothing() {
    let (mut ledger, a, b) = two();
    let nobody = "00000000-0000-7000-8000-000000000000";
    let talk = |more: Value| {
        let mut form = json!({"persons": [a], "day": "2026-11-23"});
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"form": form})
    };
    let event = |kind: &str, persons: Value, day: &str| json!({"kind": kind, "persons": persons, "day": day});
    let before = log_entries(&mut ledger);
    for (why, name, request, code, detail) in [
        ("no name", "person_create", json!({"name": " 　"}), ErrorCode::NameMissing, Some("name")),
        ("a name of 61", "person_create", json!({"name": "长".repeat(61)}), ErrorCode::TextTooLong, Some("name")),
        ("a month 13", "person_create", json!({"name": "王五", "birth": "1980-13"}), ErrorCode::BadDate, Some("birth")),
        (
            "a wrong ID number",
            "person_create",
            json!({"name": "王五", "id_number": "990101198003071230"}),
            ErrorCode::BadIdNumber,
            Some("checksum"),
        ),
        ("an unknown field", "person_create", json!({"name": "王五", "rank": 1}), ErrorCode::BadRequest, Some("rank")),
        ("30 February", "event_create", event("illness", json!([a]), "2026-02-30"), ErrorCode::BadDate, Some("day")),
        ("a far year", "event_create", event("illness", json!([a]), "2206-02-20"), ErrorCode::BadDate, Some("day")),
        ("nobody", "event_create", event("illness", json!([]), "2026-11-20"), ErrorCode::PersonsMissing, None),
        ("twice", "event_create", event("illness", json!([a, a]), "2026-11-20"), ErrorCode::PersonsRepeated, None),
        ("a stranger", "event_create", event("illness", json!([nobody]), "2026-11-20"), ErrorCode::NotFound, None),
        (
            "a conflict of one",
            "event_create",
            event("conflict", json!([a]), "2026-11-20"),
            ErrorCode::PartiesMissing,
            None,
        ),
        ("no such kind", "event_create", event("moon", json!([a, b]), "2026-11-20"), ErrorCode::UnknownKind, None),
        ("tomorrow", "talk_create", talk(json!({"day": "2026-11-24"})), ErrorCode::DayInFuture, Some("day")),
        ("30 February", "talk_create", talk(json!({"day": "2026-02-30"})), ErrorCode::BadDate, Some("form.day")),
        ("before any ledger", "talk_create", talk(json!({"day": "0001-01-01"})), ErrorCode::BadDate, Some("day")),
        (
            "the end before the start",
            "talk_create",
            talk(json!({"start": "15:00:00", "end": "14:59:59"})),
            ErrorCode::BadTime,
            Some("end"),
        ),
        (
            "20,001 characters",
            "talk_create",
            talk(json!({"content": "长".repeat(20_001)})),
            ErrorCode::TextTooLong,
            Some("content"),
        ),
        ("item 7", "talk_create", talk(json!({"categories": [7]})), ErrorCode::BadRequest, Some("categories")),
        ("no such duty", "talk_create", talk(json!({"settles": [nobody]})), ErrorCode::NotFound, None),
        ("less than nothing", "visit_create", talk(json!({"money_fen": -1})), ErrorCode::BadAmount, Some("money_fen")),
        (
            "a nameless visitor",
            "visit_create",
            talk(json!({"visitors": [{"person": null, "name": "", "post": ""}]})),
            ErrorCode::NameMissing,
            Some("visitors"),
        ),
        (
            "no reason",
            "person_leave",
            json!({"id": a, "left": {"day": "2026-11-20", "reason": " "}}),
            ErrorCode::ReasonMissing,
            None,
        ),
        (
            "left tomorrow",
            "person_leave",
            json!({"id": a, "left": {"day": "2026-11-24", "reason": "调离"}}),
            ErrorCode::DayInFuture,
            Some("day"),
        ),
        (
            "no branch",
            "settings_set",
            json!({"branch": "", "secretary": {"name": "甲书记", "post": ""}}),
            ErrorCode::BranchMissing,
            Some("branch"),
        ),
        (
            "a far day",
            "settle_offer",
            json!({"kind": "talk", "persons": [a], "day": "+262142-12-31"}),
            ErrorCode::BadDate,
            Some("day"),
        ),
        ("no such command", "person_delete", json!({"id": a}), ErrorCode::UnknownCommand, None),
    ] {
        let error = ledger.error(name, request);
        assert_eq!((error.code, error.detail.as_deref()), (code, detail), "{name} with {why}");
    }
    assert_eq!(log_entries(&mut ledger), before, "nothing was stored");
}

#[test]
fn a_short_password_and_a_wrong_one() {
    let mut ledger = Ledger::none();
    let create = |password: &str| json!({"password": password, "branch": "某支部", "secretary": "甲书记"});
    assert_eq!(ledger.code("vault_create", create("1234567")), ErrorCode::PasswordTooShort);
    assert_eq!(ledger.code("vault_unlock", json!({"password": PASSWORD})), ErrorCode::NotAVault);
    ledger.ok("vault_create", create(PASSWORD));
    ledger.ok("vault_lock", Value::Null);
    assert_eq!(ledger.code("vault_unlock", json!({"password": "12345678"})), ErrorCode::WrongPassword);
    assert_eq!(ledger.code("vault_create", create(PASSWORD)), ErrorCode::AlreadyExists, "never over another");
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
}

#[test]
fn nobody_talks_about_his_own_matter() {
    let mut ledger = Ledger::create();
    let secretary = text(&ledger.ok("person_create", json!({"name": "甲书记", "is_secretary": true}))["id"]);
    // Another of the same name must not hide him.
    ledger.person("甲书记");
    let other = ledger.person("张三");
    let conflict = ledger.event("conflict", &[&secretary, &other], "2026-11-20");
    let duty = conflict["duties"].as_array().unwrap().iter().find(|duty| duty["person"]["id"] == json!(other)).unwrap();
    let before = ledger.duties();

    let mut request =
        json!({"form": {"persons": [other], "day": "2026-11-23", "topic": "调解", "settles": [duty["id"]]}});
    let error = ledger.error("talk_create", request.clone());
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::DutyNotSettled, Some("avoidance")));
    assert_eq!(ledger.duties(), before, "nothing changed");
    assert_eq!(ledger.ok("talk_list", json!({})), json!([]), "and no record was kept");
    let offer = ledger.ok("settle_offer", json!({"kind": "talk", "persons": [other], "day": "2026-11-23"}));
    assert_eq!(offer[0]["refused"], "avoidance", "it is said before he writes");

    request["form"]["talkers"] = json!([{"person": null, "name": "乙副书记", "post": "副书记"}]);
    let talk = ledger.ok("talk_create", request);
    assert_eq!(talk["form"]["talkers"][0]["name"], "乙副书记", "the record says who");
}
