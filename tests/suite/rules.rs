//! Other rules and other calendars: what they move among open duties is shown first, and what is closed stays.

use std::fs;

use desk::ErrorCode;
use serde_json::{Value, json};
use vault::{Password, Vault, VaultError, World};
use zhixin_tests::{Ledger, PASSWORD, text};

/// The pack with the days of the only duty of a kind changed.
fn with_days(pack: &Value, kind: &str, n: u32) -> Value {
    let mut pack = pack.clone();
    row(&mut pack, kind)["duties"][0]["deadline"]["n"] = json!(n);
    pack
}

fn row<'a>(pack: &'a mut Value, kind: &str) -> &'a mut Value {
    let rows = pack["kinds"].as_array_mut().unwrap();
    rows.iter_mut().find(|row| row["kind"] == kind).unwrap()
}

fn due(ledger: &mut Ledger, id: &Value) -> String {
    let duties = ledger.duties();
    text(&duties.iter().find(|duty| duty["id"] == *id).unwrap()["due"])
}

#[test]
fn a_rule_changed_between_event_and_talk() {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张三"), ledger.person("李四"));
    let change = ledger.event("post_change", &[&a, &b], "2026-11-19");
    let ids = [change["duties"][0]["id"].clone(), change["duties"][1]["id"].clone()];
    ledger.talk(&[&a], "2026-11-20", &[ids[0].as_str().unwrap()]);
    let illness = ledger.event("illness", &[&b], "2026-11-19");
    let other = illness["duties"][0]["id"].clone();
    let pack = ledger.ok("rules_get", json!({}));
    let shorter = with_days(&pack, "post_change", 2);

    let preview = ledger.ok("rules_preview", shorter.clone());
    assert_eq!(preview["pack"]["version"], 2);
    let changes = preview["changes"].as_array().unwrap();
    assert_eq!(
        changes.len(),
        1,
        "what was met stays, and what only gets the version's number is not listed: {changes:?}"
    );
    assert_eq!((&changes[0]["change"], &changes[0]["was_due"]), (&json!("moved"), &json!("2026-11-26")));
    assert_eq!((&changes[0]["duty"]["due"], &changes[0]["duty"]["id"]), (&json!("2026-11-23"), &ids[1]));
    assert_eq!(due(&mut ledger, &ids[1]), "2026-11-26", "a preview stores nothing");

    ledger.ok("rules_set", shorter);
    assert_eq!(due(&mut ledger, &ids[1]), "2026-11-23");
    assert_eq!(due(&mut ledger, &ids[0]), "2026-11-26");
    let version = |id: &Value, duties: &[Value]| {
        duties.iter().find(|duty| duty["id"] == *id).unwrap()["explanation"]["pack_version"].clone()
    };
    assert_eq!(version(&other, &ledger.duties()), 2, "what is open is under the new version all the same");
    let versions: Vec<Value> = ledger.duties().iter().map(|duty| duty["explanation"]["pack_version"].clone()).collect();
    assert!(versions.contains(&json!(1)) && versions.contains(&json!(2)), "each duty shows the version it is under");
    ledger.reopen();
    assert_eq!(ledger.ok("rules_get", json!({}))["version"], 2, "the rules are the ledger's");
    assert_eq!(ledger.ok("rules_set", pack)["pack"]["version"], 3, "back to the days of the default is a change too");
    assert_eq!(due(&mut ledger, &ids[1]), "2026-11-26");
}

#[test]
fn a_rule_switched_off_withdraws_and_switched_on_gives_back() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let illness = ledger.event("illness", &[&person], "2026-11-20");
    let pack = ledger.ok("rules_get", json!({}));
    let mut off = pack.clone();
    row(&mut off, "illness")["off"] = json!(true);
    let change = ledger.ok("rules_set", off);
    assert_eq!(change["changes"][0]["change"], "withdrawn");
    assert_eq!(ledger.owed(), Vec::<Value>::new());
    let form = json!({"kind": "illness", "persons": [person], "day": "2026-11-22"});
    assert_eq!(ledger.code("event_create", form.clone()), ErrorCode::UnknownKind, "not offered any more");
    let noted = json!({"id": illness["id"], "form": {"kind": "illness", "persons": [person], "day": "2026-11-20", "note": "已出院"}});
    assert_eq!(ledger.ok("event_edit", noted)["note"], "已出院", "what is there can still be described");
    let back = ledger.ok("rules_set", pack);
    assert_eq!(back["changes"][0]["change"], "reopened");
    assert_eq!(ledger.owed()[0]["id"], illness["duties"][0]["id"]);
}

#[test]
fn a_new_row_makes_nothing_owed_for_what_happened_before() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.event("bereavement", &[&person], "2026-11-20");
    let mut pack = ledger.ok("rules_get", json!({}));
    for duty in row(&mut pack, "bereavement")["duties"].as_array_mut().unwrap() {
        duty["off"] = json!(false);
    }
    let set = ledger.ok("rules_set", pack);
    assert_eq!(set["changes"], json!([]), "of the duty before only the version is another");
    let owed = ledger.owed();
    assert_eq!((owed.len(), &owed[0]["explanation"]["pack_version"]), (1, &set["pack"]["version"]));
    let second = ledger.event("bereavement", &[&person], "2026-11-22");
    let parts: Vec<&Value> = second["duties"].as_array().unwrap().iter().map(|duty| &duty["part"]).collect();
    assert_eq!(parts, ["whole", "follow_up", "second_follow_up"]);
}

#[test]
fn kinds_and_categories_of_the_office_s_own() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let mut pack = ledger.ok("rules_get", json!({}));
    pack["categories"] = json!([{"kind": "visit", "number": 7, "title": "节日慰问"}]);
    let deadline = json!({"unit": "days", "n": 7});
    let own = json!({"kind": "own_1", "title": "春节慰问", "parties": false, "off": false,
        "duties": [{"kind": "visit", "category": 7, "part": "whole", "deadline": deadline, "off": false}]});
    pack["kinds"].as_array_mut().unwrap().push(own);
    ledger.ok("rules_set", pack.clone());
    let event = ledger.event("own_1", &[&person], "2026-11-20");
    assert_eq!((&event["title"], &event["duties"][0]["category"]), (&json!("春节慰问"), &json!(7)));
    let visit = json!({"form": {"persons": [person], "day": "2026-11-23", "settles": [event["duties"][0]["id"]]}});
    let visit = ledger.ok("visit_create", visit);
    assert_eq!(visit["form"]["categories"], json!([7]));
    let pdf = ledger.save_to("走访.pdf");
    ledger.ok("sheet_save", json!({"sheet": "visit", "id": visit["id"]}));
    assert!(zhixin_tests::pdf_text(&pdf).contains("节日慰问"), "the sheet prints the category");
    let rows = ledger.ok("ledger_show", json!({"ledger": "visits"}));
    assert!(rows.to_string().contains("节日慰问"), "and so does the ledger: {rows}");

    pack["kinds"].as_array_mut().unwrap().pop();
    let refused = ledger.error("rules_set", pack.clone());
    assert_eq!((refused.code, refused.detail.as_deref()), (ErrorCode::KindInUse, Some("own_1")));
    pack["kinds"][0]["duties"][0]["deadline"]["n"] = json!(0);
    let refused = ledger.error("rules_preview", pack);
    assert_eq!((refused.code, refused.detail.as_deref()), (ErrorCode::BadRules, Some("new_arrival")));
}

#[test]
fn the_rules_go_out_as_a_file_and_come_in_again() {
    let mut ledger = Ledger::create();
    let pack = ledger.ok("rules_get", json!({}));
    let changed = ledger.ok("rules_set", with_days(&pack, "illness", 7))["pack"].clone();
    let file = ledger.save_to("规则包.json");
    assert_eq!(ledger.ok("rules_export", json!({}))["saved"], true);

    let mut other = Ledger::create();
    other.open_from(&file);
    let chosen = other.ok("rules_choose", json!({}));
    assert_eq!(
        (&chosen["kinds"], &chosen["version"]),
        (&changed["kinds"], &json!(1)),
        "its version is the ledger's own"
    );
    assert_eq!(other.ok("rules_get", json!({})), pack, "choosing stores nothing");
    fs::write(&file, r#"{"id": "x"}"#).unwrap();
    other.open_from(&file);
    assert_eq!(other.code("rules_choose", json!({})), ErrorCode::BadRules);
}

#[test]
fn the_second_pack_is_one_choice_away() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.event("illness", &[&person], "2026-11-22");
    let shipped = ledger.ok("rules_shipped", json!({}));
    assert_eq!(shipped.as_array().unwrap().len(), 2);
    let change = ledger.ok("rules_set", shipped[1].clone());
    assert_eq!(change["changes"][0]["change"], "withdrawn", "a visit is not asked for there");
    let event = ledger.event("illness", &[&person], "2026-11-23");
    assert_eq!((&event["duties"][0]["kind"], &event["duties"][0]["due"]), (&json!("talk"), &json!("2026-11-30")));
}

fn member(ledger: &mut Ledger, name: &str) -> String {
    text(&ledger.ok("person_create", json!({"name": name, "political": "中共党员"}))["id"])
}

#[test]
fn routines_follow_the_people_and_the_year() {
    let mut ledger = Ledger::create();
    let a = member(&mut ledger, "张三");
    member(&mut ledger, "李四");
    ledger.person("群众甲");
    let groups = ledger.ok("today_get", json!({}))["routines"].clone();
    let group = |kind: &str, groups: &Value| groups.as_array().unwrap().iter().find(|one| one["kind"] == kind).cloned();
    let yearly = group("yearly_talk", &groups).unwrap();
    assert_eq!((&yearly["open"], &yearly["all"], &yearly["due"]), (&json!(2), &json!(2), &json!("2026-12-31")));

    let offer = ledger.ok("settle_offer", json!({"kind": "talk", "persons": [a], "day": "2026-11-23"}));
    let suggested: Vec<(&Value, &Value)> =
        offer.as_array().unwrap().iter().map(|one| (&one["duty"]["event"]["kind"], &one["suggested"])).collect();
    let expected = [(&json!("yearly_talk"), &json!(true)), (&json!("integrity_talk"), &json!(false))];
    assert!(expected.iter().all(|one| suggested.contains(one)), "an integrity talk is one of its own: {suggested:?}");
    let id = text(&offer[0]["duty"]["id"]);
    let id = if offer[0]["duty"]["event"]["kind"] == "yearly_talk" { id } else { text(&offer[1]["duty"]["id"]) };
    ledger.talk(&[&a], "2026-11-23", &[&id]);
    let groups = ledger.ok("today_get", json!({}))["routines"].clone();
    assert_eq!(group("yearly_talk", &groups).unwrap()["open"], 1);
    let events = ledger.ok("event_list", json!({}));
    assert_eq!(events, json!([]), "what the program made is not in the list of what happened");
    assert_eq!(ledger.ok("event_list", json!({"routines": true})).as_array().unwrap().len(), 4);

    ledger.turn_to("2027-01-04");
    let groups = ledger.ok("today_get", json!({}))["routines"].as_array().unwrap().clone();
    let kept: Vec<(&Value, &Value)> =
        groups.iter().filter(|one| one["kind"] == "yearly_talk").map(|one| (&one["due"], &one["overdue"])).collect();
    assert_eq!(
        kept,
        [(&json!("2026-12-31"), &json!(true)), (&json!("2027-12-31"), &json!(false))],
        "what was not had is not forgotten"
    );
    let before = ledger.duties().len();
    ledger.reopen();
    ledger.ok("today_get", json!({}));
    assert_eq!(ledger.duties().len(), before, "nothing is made twice");
}

#[test]
fn a_talk_already_had_counts_for_the_year() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let talk = ledger.talk(&[&person], "2026-03-05", &[]);
    let mut form = ledger.ok("person_get", json!({"id": person}))["form"].clone();
    form["political"] = json!("中共党员");
    ledger.ok("person_edit", json!({"id": person, "form": form}));
    let yearly = ledger.ok("duty_list", json!({"all": true, "event_kind": "yearly_talk"}));
    assert_eq!(yearly[0]["closed"]["contact"], talk["id"]);
    let talk = ledger.ok("talk_get", json!({"id": talk["id"]}));
    assert_eq!(talk["settles"][0]["id"], yearly[0]["id"], "the record names it, so that unticking brings it back");
}

#[test]
fn a_routine_switched_off_withdraws_what_is_open() {
    let mut ledger = Ledger::create();
    member(&mut ledger, "张三");
    let mut pack = ledger.ok("rules_get", json!({}));
    for routine in pack["routines"].as_array_mut().unwrap() {
        routine["rule"]["off"] = json!(true);
    }
    assert_eq!(ledger.ok("rules_set", pack)["changes"].as_array().unwrap().len(), 2);
    assert_eq!(ledger.ok("today_get", json!({}))["routines"], json!([]));
}

fn off(day: &str) -> Value {
    json!({"day": day, "name": "元旦", "off": true})
}

#[test]
fn an_announced_year_says_what_it_moves() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let event = ledger.event("new_arrival", &[&person], "2026-12-29");
    let id = event["duties"][0]["id"].clone();
    assert_eq!(ledger.ok("calendar_get", json!({"year": 2027}))["source"], "estimated");
    let days = ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"].map(off);
    let year = json!({"year": 2027, "days": days});
    let preview = ledger.ok("calendar_preview", year.clone());
    assert_eq!(
        (&preview["changes"][0]["was_due"], &preview["changes"][0]["duty"]["due"]),
        (&json!("2027-01-06"), &json!("2027-01-07"))
    );
    assert_eq!(due(&mut ledger, &id), "2027-01-06", "a preview stores nothing");
    let change = ledger.ok("calendar_set", year);
    assert_eq!(
        (&change["calendar"]["source"], &change["changes"][0]["duty"]["provisional"]),
        (&json!("own"), &json!(false))
    );
    assert_eq!(due(&mut ledger, &id), "2027-01-07");
    ledger.reopen();
    assert_eq!(ledger.ok("calendar_get", json!({"year": 2027}))["days"].as_array().unwrap().len(), 4);
    ledger.ok("calendar_reset", json!({"year": 2027}));
    assert_eq!(due(&mut ledger, &id), "2027-01-06");
}

#[test]
fn a_year_comes_in_as_a_file() {
    let mut ledger = Ledger::create();
    let file = ledger.path("2027.json");
    fs::write(&file, r#"{"year":2027,"papers":[],"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}]}"#)
        .unwrap();
    ledger.open_from(&file);
    let chosen = ledger.ok("calendar_choose", json!({}));
    assert_eq!(chosen, json!({"year": 2027, "days": [off("2027-01-01")]}));
    ledger.ok("calendar_set", chosen);
    for (text, how) in [
        ("<html>", "form"),
        (r#"{"year":2027,"days":[]}"#, "empty"),
        (r#"{"year":2027,"days":[{"name":"x","date":"2026-05-01","isOffDay":true}]}"#, "day"),
    ] {
        fs::write(&file, text).unwrap();
        ledger.open_from(&file);
        let refused = ledger.error("calendar_choose", json!({}));
        assert_eq!((refused.code, refused.detail.as_deref()), (ErrorCode::BadCalendar, Some(how)));
    }
    assert_eq!(ledger.ok("calendar_get", json!({"year": 2027}))["workdays"], 260, "and the year that was set stays");
}

#[test]
fn another_ledger_has_its_own_rules() {
    let mut ledger = Ledger::create();
    let pack = ledger.ok("rules_get", json!({}));
    ledger.ok("rules_set", with_days(&pack, "illness", 9));
    ledger.ok("vault_lock", json!({}));
    assert_eq!(ledger.ok("rules_get", json!({})), pack, "locked, nothing of the ledger shows");
}

/// A program whose calendar ended before the year was announced counted otherwise; this one knows the year.
#[test]
fn what_an_older_program_counted_in_an_unannounced_year_is_counted_anew_at_unlock() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let illness = ledger.event("illness", &[&person], "2026-11-19");
    let id = illness["duties"][0]["id"].clone();
    let counted = due(&mut ledger, &id);
    ledger.ok("vault_lock", Value::Null);

    let folder = ledger.path("知心.zhixin");
    let mut vault = Vault::open(World::real(), &folder, &Password::new(PASSWORD.to_owned())).unwrap();
    vault
        .write(|writing| {
            for mut duty in writing.open_duties()?.into_iter().filter(|duty| id == duty.id.to_string().as_str()) {
                duty.due = duty.due + chrono::Days::new(3);
                duty.explanation.due = duty.due;
                duty.provisional = true;
                duty.explanation.provisional = true;
                writing.put_duty(&duty)?;
            }
            Ok::<_, VaultError>(())
        })
        .unwrap();
    vault.lock().unwrap();

    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
    let duties = ledger.duties();
    let duty = duties.iter().find(|duty| duty["id"] == id).unwrap();
    assert_eq!((text(&duty["due"]), &duty["provisional"]), (counted, &json!(false)));
}
