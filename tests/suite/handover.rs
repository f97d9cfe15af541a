//! 换届交接: the frozen list, the ledger under the successor's password alone, the proof, and what happens when it is cut off.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use desk::{Desk, ErrorCode, FixedDay, KdfCost, NoHost, World};
use serde_json::{Value, json};
use zhixin_tests::{Ledger, PASSWORD, TODAY, kills, pdf_text, text};

use crate::faulty::Faulty;
use crate::shapes::Chance;
use crate::slots::with_recovery;

const NEW: &str = "接任书记自己的密码";
const OFFICER: &str = "组织委员自己的密码";

fn form() -> Value {
    json!({"to": {"name": " 乙书记 ", "post": "党支部书记"}, "witness": {"name": "丙主任", "post": "党委组织部主任"},
           "from_day": "2026-12-01"})
}

fn made(ledger: &mut Ledger) -> Value {
    ledger.ok("handover_make", form())
}

fn count(handover: &Value, part: &str) -> u64 {
    let counts = handover["counts"].as_array().unwrap();
    counts.iter().find(|one| one["part"] == part).unwrap()["count"].as_u64().unwrap()
}

fn printed(ledger: &mut Ledger, id: &Value) -> String {
    let path = ledger.save_to("交接.pdf");
    let saved = ledger.ok("sheet_save", json!({"sheet": "handover", "id": id}));
    assert!(saved["paper"]["number"].as_u64().is_some(), "it is registered");
    pdf_text(&path).split_whitespace().collect()
}

fn unlocks(ledger: &mut Ledger, password: &str) -> bool {
    ledger.ok("vault_lock", Value::Null);
    match ledger.call("vault_unlock", json!({"password": password})) {
        Ok(_) => true,
        Err(error) if error.code == ErrorCode::WrongPassword => false,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn the_list_is_frozen_and_printed_with_three_places_to_sign() {
    let mut ledger = Ledger::create();
    let (zhang, li) = (ledger.person("张三"), ledger.person("李四"));
    ledger.event("illness", &[&zhang], "2026-11-09");
    ledger
        .ok("promise_create", json!({"person": li, "day": "2026-11-20", "what": "协调早餐时间", "due": "2026-11-22"}));
    let draft = json!({"form": {"persons": [li], "day": "2026-11-22", "topic": "谈心"}, "draft": true});
    ledger.ok("talk_create", draft);
    ledger.ok("sheet_print", json!({"sheet": "talk_blank", "person": zhang, "duty": null}));
    let handover = made(&mut ledger);
    assert_eq!((&handover["stage"], &handover["day"]), (&json!("listed"), &json!("2026-11-23")));
    assert_eq!((&handover["from"]["name"], &handover["to"]["name"]), (&json!("甲书记"), &json!("乙书记")));
    let owed = ledger.owed().len() as u64;
    assert!(owed > 0);
    let wanted =
        [("people", 2), ("owed", owed), ("promises", 1), ("drafts", 1), ("papers", 1), ("boxes", 0), ("ways", 1)];
    for (part, n) in wanted {
        assert_eq!(count(&handover, part), n, "{part}");
    }
    let first = printed(&mut ledger, &handover["id"]);
    let groups: String = handover["groups"].as_array().unwrap().iter().map(text).collect();
    let entry = format!("日志第{}条", handover["entry"]);
    for word in [
        "支部工作交接清单",
        "甲书记",
        "乙书记",
        "丙主任",
        "2026年12月1日",
        "张三",
        "李四",
        "协调早餐时间",
        "超过1天",
        "逾期",
        "移交人（签字）",
        "接交人（签字）",
        "监交人（签字）",
        &groups,
        &entry,
    ] {
        assert!(first.contains(word), "{word} in {first}");
    }
    assert!(!first.contains("交接结果"));

    // What happens afterwards is not in it.
    ledger.person("王五");
    ledger.ok("person_edit", json!({"id": li, "form": {"name": "李四四"}}));
    let again = printed(&mut ledger, &handover["id"]);
    let without_number = |text: &str| text.replace(char::is_numeric, "");
    assert_eq!(without_number(&again), without_number(&first));

    // The data of a person that are destroyed go from it too, and nothing else does.
    ledger.ok("person_leave", json!({"id": zhang, "left": {"day": "2026-11-23", "reason": "调离"}}));
    ledger.turn_to("2028-11-23");
    let plan = ledger.ok("retention_plan", json!({"person": zhang}));
    assert!(!plan.is_null());
    let destroyed = json!({"person": zhang, "supervisors": ["丙主任", "丁委员"]});
    ledger.ok("retention_destroy", destroyed);
    let after = printed(&mut ledger, &handover["id"]);
    assert!(!after.contains("张三") && after.contains("（已销毁）") && after.contains("李四"), "{after}");
}

#[test]
fn nothing_that_the_predecessor_knows_opens_the_ledger_afterwards() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let secretary = text(&ledger.ok("person_create", json!({"name": "甲书记", "is_secretary": true}))["id"]);
    let successor = ledger.person("乙书记");
    let recovery = with_recovery(&mut ledger);
    ledger.ok("officer_add", json!({"password": PASSWORD, "officer_password": OFFICER, "label": "组织委员"}));
    ledger.ok("backup_make", json!({"to": "default"}));
    let place = ledger.desk.place().to_owned();
    let old_keys = std::fs::read(place.join("keys.a")).unwrap();
    let id = made(&mut ledger)["id"].clone();
    let pass = |old: &str, new: &str| json!({"id": id, "password": old, "new_password": new});
    assert_eq!(ledger.code("handover_pass", pass(PASSWORD, "kurz")), ErrorCode::PasswordTooShort);
    assert_eq!(ledger.code("handover_pass", pass("nicht richtig", NEW)), ErrorCode::PasswordRefused);
    assert_eq!(ledger.code("handover_pass", pass(OFFICER, NEW)), ErrorCode::PasswordRefused);
    assert_eq!(ledger.code("handover_pass", pass(PASSWORD, PASSWORD)), ErrorCode::PasswordsAlike);
    assert_eq!(ledger.ok("handover_list", Value::Null)[0]["stage"], "listed", "nothing has changed");
    assert_eq!(ledger.code("handover_prove", json!({"id": id, "password": PASSWORD})), ErrorCode::HandoverStage);
    assert_eq!(ledger.code("handover_finish", json!({"id": id})), ErrorCode::HandoverStage);
    // An ordinary re-encryption in between is none to a successor.
    ledger
        .ok("password_reencrypt", json!({"password": PASSWORD, "new_password": PASSWORD, "officer_password": OFFICER}));
    assert_eq!(ledger.ok("handover_list", Value::Null)[0]["stage"], "listed");

    let before: Vec<String> =
        ledger.ok("backup_list", Value::Null).as_array().unwrap().iter().map(|one| text(&one["file"])).collect();
    let passed = ledger.ok("handover_pass", pass(PASSWORD, NEW));
    assert_eq!(passed["stage"], "proven", "it was tried at once");
    let slots = ledger.ok("slot_list", Value::Null);
    assert_eq!(slots.as_array().unwrap().iter().map(|slot| text(&slot["kind"])).collect::<Vec<_>>(), ["password"]);
    assert_eq!(ledger.ok("settings_get", Value::Null)["secretary"], json!({"name": "乙书记", "post": "党支部书记"}));
    for (person, is_secretary) in [(&secretary, false), (&successor, true), (&person, false)] {
        assert_eq!(ledger.ok("person_get", json!({"id": person}))["form"]["is_secretary"], is_secretary);
    }
    assert_eq!(passed["sheet_made"], false);
    assert_eq!(ledger.code("handover_prove", json!({"id": id, "password": NEW})), ErrorCode::PasswordStillOpens);
    assert_eq!(ledger.code("handover_make", form()), ErrorCode::HandoverOpen);

    ledger.ok("vault_lock", Value::Null);
    let recover = json!({"text": recovery, "new_password": "noch ein anderes"});
    assert_eq!(ledger.code("vault_recover", recover), ErrorCode::WrongRecovery);
    // Tried on copies, as wrong passwords make the ledger wait.
    for old in [PASSWORD, OFFICER] {
        let mut thief = Ledger::none();
        copy(&place, thief.desk.place());
        assert!(!unlocks(&mut thief, old), "{old}");
        // The predecessor's copy of the key files, put back beside the successor's data, opens nothing of it.
        for name in ["keys.a", "keys.b"] {
            std::fs::write(thief.desk.place().join(name), &old_keys).unwrap();
        }
        let error = thief.error("vault_unlock", json!({"password": old}));
        assert_ne!(error.code, ErrorCode::WrongPassword, "it opens the old keys, and they open no data: {error}");
    }
    assert!(unlocks(&mut ledger, NEW));
    assert_eq!(ledger.ok("person_get", json!({"id": person}))["form"]["name"], "张三");
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);

    // Every backup of before still opens with the old password, and is named.
    let still: Vec<String> = passed["backups"].as_array().unwrap().iter().map(|one| text(&one["file"])).collect();
    for file in before.iter().chain(&still) {
        let checked = ledger.ok("backup_verify", json!({"file": file, "password": PASSWORD}));
        assert_eq!(checked["opened"], true, "{file}");
        assert!(still.contains(file), "{file} is told");
    }
    let newest = text(&ledger.ok("backup_list", Value::Null)[0]["file"]);
    assert!(!still.contains(&newest), "the one made afterwards is the successor's");
    let clear = |files: &[String]| json!({"id": id, "files": files});
    assert_eq!(ledger.code("handover_clear", clear(&[newest])), ErrorCode::NotFound);
    assert_eq!(ledger.code("handover_clear", clear(&["../keys.a".to_owned()])), ErrorCode::NotFound);
    let cleared = ledger.ok("handover_clear", clear(&still));
    assert!(cleared["backups"].as_array().unwrap().iter().all(|one| one["removed"] == true));
    for file in &still {
        assert!(!place.join("backups").join(file).exists(), "{file}");
    }
    assert!(!ledger.ok("backup_list", Value::Null).as_array().unwrap().is_empty());

    let book = printed(&mut ledger, &id);
    for word in
        ["支部工作交接书", "交接结果", "打不开账本", "原恢复单已作废", &format!("共{}份，已全部删除", still.len())]
    {
        assert!(book.contains(word), "{word} in {book}");
    }
    let done = ledger.ok("handover_finish", json!({"id": id}));
    assert_eq!(done["stage"], "done");
    assert_eq!(ledger.code("handover_finish", json!({"id": id})), ErrorCode::HandoverStage);
    let log = ledger.ok("log_list", json!({}));
    let log = log["entries"].as_array().or_else(|| log["rows"].as_array()).unwrap().clone();
    for action in
        ["handover_make", "password_reencrypt", "handover_pass", "handover_prove", "backup_remove", "handover_finish"]
    {
        assert!(log.iter().any(|entry| entry["action"] == action), "{action}");
    }
    made(&mut ledger);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn what_is_missing_is_refused() {
    let mut ledger = Ledger::create();
    let with = |to: &str, day: &str| json!({"to": {"name": to, "post": ""}, "from_day": day});
    let error = ledger.error("handover_make", with(" ", "2026-12-01"));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::FieldMissing, Some("to.name")));
    assert_eq!(ledger.code("handover_make", with(&"长".repeat(500), "2026-12-01")), ErrorCode::TextTooLong);
    assert_eq!(ledger.code("handover_make", with("乙书记", "1899-12-01")), ErrorCode::BadDate);
    let handover = ledger.ok("handover_make", with("乙书记", "2026-12-01"));
    assert!(printed(&mut ledger, &handover["id"]).contains("在册人员（0人）"), "an empty ledger is handed over too");
    let nobody = json!({"id": "00000000-0000-7000-8000-000000000000"});
    assert_eq!(ledger.code("handover_finish", nobody), ErrorCode::NotFound);
}

/// Whose the ledger is that was left by something cut off, which is then brought to its end; whether it was the successor's.
fn brought_to_its_end(ledger: &mut Ledger, id: &Value, what: &str) -> bool {
    let is_new = unlocks(ledger, NEW);
    assert!(is_new || unlocks(ledger, PASSWORD), "{what}: one of both opens it");
    let stage = ledger.ok("handover_list", Value::Null)[0]["stage"].clone();
    if is_new {
        assert!(stage == "passed" || stage == "proven", "{what}: {stage}");
        let proven = ledger.ok("handover_prove", json!({"id": id, "password": PASSWORD}));
        assert_eq!(proven["stage"], "proven", "{what}");
        assert!(!proven["backups"].as_array().unwrap().is_empty(), "{what}: the backup of before the re-encryption");
    } else {
        assert_eq!(stage, "listed", "{what}");
        let request = json!({"id": id, "password": PASSWORD, "new_password": NEW});
        assert_eq!(ledger.ok("handover_pass", request)["stage"], "proven", "{what}: it can be done again");
    }
    assert_eq!(ledger.ok("settings_get", Value::Null)["secretary"]["name"], "乙书记", "{what}");
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true, "{what}");
    is_new
}

#[test]
fn a_disk_that_fails_at_any_operation_leaves_it_not_begun_or_the_successors() {
    let whole = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::none_in(whole.path());
    ledger.make();
    ledger.person("张三");
    let id = made(&mut ledger)["id"].clone();
    ledger.ok("vault_lock", Value::Null);
    let place = ledger.desk.place().to_owned();
    // Every operation is a second or so; the long run tries each.
    let stride = if std::env::var_os("ZHIXIN_SOAK").is_some() { 1 } else { 19 };
    for stays in [false, true] {
        let mut kept = [0, 0];
        for at in (0..).step_by(stride) {
            assert!(at < 3000, "it takes fewer operations");
            let dir = tempfile::tempdir().unwrap();
            let mut after = Ledger::none_in(dir.path());
            copy(&place, after.desk.place());
            let (faulty, disk) = Faulty::world(at, stays);
            let world = World { clock: Arc::new(FixedDay(TODAY.parse().unwrap())), ..faulty };
            let Ok(mut desk) = Desk::new(world, after.desk.place().to_owned(), KdfCost::LEAST) else { continue };
            if desk::call(&mut desk, &NoHost, "vault_unlock", json!({"password": PASSWORD})).is_err() {
                continue;
            }
            let request = json!({"id": id, "password": PASSWORD, "new_password": NEW});
            let done = desk::call(&mut desk, &NoHost, "handover_pass", request);
            drop(desk);
            let what = format!("stays {stays} at {at}: {:?}", done.as_ref().map(|view| &view["stage"]));
            let is_new = brought_to_its_end(&mut after, &id, &what);
            assert!(is_new || done.is_err(), "{what}: what was acknowledged is done");
            kept[usize::from(is_new)] += 1;
            if !disk.struck() {
                assert!(done.is_ok(), "{what}");
                break;
            }
        }
        println!("stays {stays}: {} times the predecessor's, {} times the successor's", kept[0], kept[1]);
        assert!(kept[0] > 0 && kept[1] > 0, "{kept:?}");
    }
}

/// Set for the child process: the folder that it works in.
const FOLDER: &str = "ZHIXIN_TEST_HANDED_OVER_IN";

/// Not a test of its own: the process that is killed while it hands over.
#[test]
fn child_that_hands_over() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let mut ledger = Ledger::none_in(&folder);
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
    let id = ledger.ok("handover_list", Value::Null)[0]["id"].clone();
    std::io::stderr().write_all(b"ready\n").unwrap();
    ledger.ok("handover_pass", json!({"id": id, "password": PASSWORD, "new_password": NEW}));
    std::io::stderr().write_all(b"passed\n").unwrap();
    std::thread::sleep(Duration::from_secs(5));
}

#[test]
fn cut_off_at_any_moment_it_is_either_not_begun_or_the_successors() {
    let rounds = kills(10);
    let mut kept = [0, 0];
    for round in 0..rounds {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::none_in(dir.path());
        ledger.make();
        ledger.person("张三");
        let id = made(&mut ledger)["id"].clone();
        ledger.ok("vault_lock", Value::Null);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "handover::child_that_hands_over", "--nocapture"])
            .env(FOLDER, dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "ready", "round {round}");
        std::thread::sleep(Duration::from_micros(Chance::new(u64::from(round) + 5).below(400_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = lines.map_while(Result::ok).any(|line| line == "passed");

        let is_new = brought_to_its_end(&mut ledger, &id, &format!("round {round}"));
        kept[usize::from(is_new)] += 1;
        assert!(is_new || !acknowledged, "round {round}: what was acknowledged is done");
    }
    println!("killed {rounds} times: {} times the predecessor's, {} times the successor's", kept[0], kept[1]);
}
