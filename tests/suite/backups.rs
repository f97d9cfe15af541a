//! Backups through the command table and the terminal: when they are made, what is remembered, and the way back.

use std::path::{Path, PathBuf};

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, Mount, PASSWORD, sample, text};

fn list(ledger: &mut Ledger) -> Vec<Value> {
    ledger.ok("backup_list", Value::Null).as_array().unwrap().clone()
}

fn own_file(ledger: &Ledger, name: &str) -> PathBuf {
    ledger.path("知心.zhixin").join("backups").join(name)
}

#[test]
fn at_lock_after_changes_and_at_most_daily() {
    let mut ledger = Ledger::create();
    assert!(list(&mut ledger).is_empty());
    ledger.person("张三");
    ledger.reopen();
    assert_eq!(list(&mut ledger).len(), 1, "the day's backup");
    ledger.person("李四");
    ledger.reopen();
    assert_eq!(list(&mut ledger).len(), 1, "one a day");
    ledger.turn_to("2026-11-24");
    ledger.reopen();
    assert_eq!(list(&mut ledger).len(), 2, "what was entered since is in the next day's");
    ledger.turn_to("2026-11-25");
    ledger.reopen();
    ledger.turn_to("2026-11-26");
    ledger.reopen();
    assert_eq!(list(&mut ledger).len(), 2, "nothing was entered, so there is nothing to back up");
    let newest = &list(&mut ledger)[0];
    assert_eq!((&newest["contents"]["day"], &newest["contents"]["persons"]), (&json!("2026-11-24"), &json!(2)));
    assert!(text(&newest["file"]).starts_with("知心-20261124-"), "{newest}");
    let status = ledger.ok("backup_status", Value::Null);
    assert_eq!(
        (&status["own"]["day"], &status["own"]["days"], &status["changed"]),
        (&json!("2026-11-24"), &json!(2), &json!(false))
    );
}

#[test]
fn before_an_import() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    ledger.open_from(&sample("花名册_带标题.xlsx"));
    let plan = ledger.ok("roster_choose", Value::Null);
    let result = ledger.ok("roster_apply", json!({"token": plan["token"]}));
    assert!(result["new"].as_u64().unwrap() > 0, "the backup's own log entry does not make the plan stale");
    let before = list(&mut ledger);
    assert_eq!((before.len(), &before[0]["contents"]["persons"]), (1, &json!(1)), "as it was before the import");
}

#[test]
fn a_failed_backup_keeps_the_ledger_closed_and_is_remembered() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    // A file where the folder should be.
    std::fs::write(ledger.path("知心.zhixin").join("backups"), "x").unwrap();
    ledger.ok("vault_lock", Value::Null);
    assert!(!ledger.desk.is_unlocked());
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
    let status = ledger.ok("backup_status", Value::Null);
    assert_eq!((&status["own"], &status["failed"]), (&Value::Null, &json!("io")));
    assert_eq!(status["reminders"][0], "failed");
    ledger.open_from(&sample("花名册_带标题.xlsx"));
    let plan = ledger.ok("roster_choose", Value::Null);
    assert_eq!(
        ledger.code("roster_apply", json!({"token": plan["token"]})),
        ErrorCode::Io,
        "no import without a backup"
    );
    assert_eq!(ledger.ok("person_list", json!({})).as_array().unwrap().len(), 1);
    std::fs::remove_file(ledger.path("知心.zhixin").join("backups")).unwrap();
    ledger.ok("backup_make", json!({"to": "default"}));
    assert_eq!(ledger.ok("backup_status", Value::Null)["failed"], Value::Null);
}

#[test]
fn by_hand_to_a_stick_and_the_reminders() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    let reminders = |ledger: &mut Ledger| ledger.ok("backup_status", Value::Null)["reminders"].clone();
    assert_eq!(reminders(&mut ledger), json!([]), "not on the first day");
    ledger.turn_to("2026-12-01");
    assert_eq!(reminders(&mut ledger), json!(["other_medium_due"]));

    *ledger.hands.to.borrow_mut() = None;
    assert_eq!(ledger.ok("backup_make", json!({"to": "chosen"})), Value::Null, "the dialog was closed");
    let beside = ledger.save_to("旁边.zhixinbak");
    let made = ledger.ok("backup_make", json!({"to": "chosen"}));
    assert_eq!((&made["other_medium"], &made["backup"]["file"]), (&json!(false), &json!("旁边.zhixinbak")));
    assert!(beside.exists() && ledger.hands.suggested.borrow()[0].ends_with(".zhixinbak"));
    assert_eq!(reminders(&mut ledger), json!(["other_medium_due"]), "a copy on the same disk is lost with it");

    let Some(stick) = Mount::new("16m") else { return };
    *ledger.hands.to.borrow_mut() = Some(stick.path().join("U盘.zhixinbak"));
    assert_eq!(ledger.ok("backup_make", json!({"to": "chosen"}))["other_medium"], true);
    assert_eq!(reminders(&mut ledger), json!([]));
    ledger.turn_to("2026-12-08");
    assert_eq!(reminders(&mut ledger), json!([]), "seven days are fine");
    ledger.turn_to("2026-12-09");
    assert_eq!(reminders(&mut ledger), json!(["other_medium_due"]));
    let status = ledger.ok("backup_status", Value::Null);
    assert_eq!((&status["other"]["day"], &status["other"]["days"]), (&json!("2026-12-01"), &json!(8)));
    ledger.ok("backup_make", json!({"to": "default"}));
    ledger.turn_to("2027-01-15");
    assert_eq!(reminders(&mut ledger), json!(["other_medium_due", "drill_due"]));
    assert_eq!(ledger.code("backup_drill", json!({"password": "不是这个密码"})), ErrorCode::WrongPassword);
    let report = ledger.ok("backup_drill", json!({"password": PASSWORD}));
    assert_eq!((&report["sound"], &report["opened"], &report["faults"]), (&json!(true), &json!(true), &json!([])));
    assert_eq!(reminders(&mut ledger), json!(["other_medium_due"]));
}

#[test]
fn a_stick_that_is_full_or_gone() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    if let Some(stick) = Mount::new("100k") {
        let file = stick.path().join("满.zhixinbak");
        *ledger.hands.to.borrow_mut() = Some(file.clone());
        assert_eq!(ledger.code("backup_make", json!({"to": "chosen"})), ErrorCode::DiskFull);
        assert_eq!(std::fs::read_dir(stick.path()).unwrap().count(), 0, "nothing half-written is left");
    }
    ledger.save_to("没有这个文件夹/甲.zhixinbak");
    assert_eq!(ledger.code("backup_make", json!({"to": "chosen"})), ErrorCode::Io);
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
}

#[test]
fn checking_tells_what_is_wrong() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    let made = ledger.ok("backup_make", json!({"to": "default"}));
    let name = text(&made["backup"]["file"]);
    let verify = |ledger: &mut Ledger, request: Value| ledger.ok("backup_verify", request);
    let quick = verify(&mut ledger, json!({"file": name}));
    assert_eq!((&quick["sound"], &quick["opened"]), (&json!(true), &json!(false)));
    let whole = verify(&mut ledger, json!({"file": name, "password": PASSWORD}));
    assert_eq!(
        (&whole["sound"], &whole["opened"], &whole["backup"]["contents"]["persons"]),
        (&json!(true), &json!(true), &json!(1))
    );
    assert_eq!(
        ledger.error("backup_verify", json!({"file": "../keys.a"})).code,
        ErrorCode::NotFound,
        "only names of the list"
    );

    let file = own_file(&ledger, &name);
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    for request in [json!({"file": name}), json!({"file": name, "password": PASSWORD})] {
        let harmed = verify(&mut ledger, request);
        assert_eq!((&harmed["sound"], &harmed["faults"]), (&json!(false), &json!(["part:data.db"])));
    }
    let drill = ledger.ok("backup_drill", json!({"password": PASSWORD}));
    assert_eq!(drill["sound"], false);
    std::fs::write(&file, &bytes[..200]).unwrap();
    let row = &list(&mut ledger)[0];
    assert_eq!((&row["problem"], &row["contents"]), (&json!("backup_damaged"), &Value::Null));
    ledger.ok("vault_lock", Value::Null);
    assert_eq!(ledger.code("backup_verify", json!({"file": name})), ErrorCode::Locked, "without a password");
    ledger.open_from(&sample("花名册_带标题.xlsx"));
    assert_eq!(ledger.code("backup_verify", json!({"password": PASSWORD})), ErrorCode::NotABackup);
}

#[test]
fn restoring_makes_a_new_ledger_and_keeps_the_old() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.talk(&[&person], "2026-11-23", &[]);
    let name = text(&ledger.ok("backup_make", json!({"to": "default"}))["backup"]["file"]);
    ledger.person("李四");
    let restore = |ledger: &mut Ledger, password: &str| {
        ledger.call("backup_restore", json!({"file": name, "password": password}))
    };
    *ledger.hands.vault.borrow_mut() = None;
    assert_eq!(restore(&mut ledger, PASSWORD).unwrap(), Value::Null, "the dialog was closed");
    *ledger.hands.vault.borrow_mut() = Some(ledger.path("知心.zhixin"));
    assert_eq!(restore(&mut ledger, PASSWORD).unwrap_err().code, ErrorCode::AlreadyExists);
    let new = ledger.path("恢复.zhixin");
    *ledger.hands.vault.borrow_mut() = Some(new.clone());
    assert_eq!(restore(&mut ledger, "不是这个密码").unwrap_err().code, ErrorCode::WrongPassword);
    assert!(!new.exists() && ledger.desk.is_unlocked(), "after a failure the user is where he was");

    let status = restore(&mut ledger, PASSWORD).unwrap();
    assert_eq!((&status["unlocked"], &status["place"]), (&json!(true), &json!(new.display().to_string())));
    let people = ledger.ok("person_list", json!({}));
    assert_eq!(people.as_array().unwrap().len(), 1, "as on the day of the backup");
    assert_eq!(ledger.ok("talk_list", json!({})).as_array().unwrap().len(), 1);
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
    ledger.reopen();
    assert_eq!(list(&mut ledger).len(), 1, "the new ledger begins its own backups");
    *ledger.hands.vault.borrow_mut() = Some(ledger.path("知心.zhixin"));
    ledger.ok("vault_choose", json!({"create": false}));
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
    assert_eq!(ledger.ok("person_list", json!({})).as_array().unwrap().len(), 2, "the old one is as it was");
}

#[test]
fn a_damaged_ledger_is_told_where_and_comes_back_from_its_backup() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    ledger.ok("vault_lock", Value::Null);
    let examine = |ledger: &mut Ledger| ledger.ok("vault_examine", json!({"password": PASSWORD}));
    assert_eq!((&examine(&mut ledger)["sound"], &examine(&mut ledger)["persons"]), (&json!(true), &json!(1)));
    let folder = ledger.path("知心.zhixin");
    let database = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let database = database.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "db")).unwrap();
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&database, bytes).unwrap();
    assert_eq!(ledger.code("vault_unlock", json!({"password": PASSWORD})), ErrorCode::DatabaseDamaged);
    let report = examine(&mut ledger);
    assert_eq!((&report["sound"], &report["faults"]), (&json!(false), &json!(["damaged_pages:1", "first_page:1"])));
    let newest = list(&mut ledger);
    assert_eq!(newest[0]["contents"]["persons"], 1, "its backups are listed while it is locked");
    *ledger.hands.vault.borrow_mut() = Some(ledger.path("恢复.zhixin"));
    ledger.ok("backup_restore", json!({"file": newest[0]["file"], "password": PASSWORD}));
    assert_eq!(ledger.ok("person_list", json!({}))[0]["name"], "张三");
}

/// A word that stands nowhere else, as it was written and as other programs would write it.
fn assert_absent(folder: &Path, word: &str) {
    let utf16: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_absent(&path, word);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for form in [word.as_bytes(), &utf16] {
            assert!(!bytes.windows(form.len()).any(|window| window == form), "readable in {}", path.display());
        }
    }
}

#[test]
fn nothing_readable_is_in_a_backup_or_left_by_a_drill() {
    let mut ledger = Ledger::create();
    let person = ledger.person("貔貅饕餮");
    ledger.talk(&[&person], "2026-11-23", &[]);
    ledger.save_to("U盘.zhixinbak");
    ledger.ok("backup_make", json!({"to": "chosen"}));
    ledger.ok("backup_make", json!({"to": "default"}));
    ledger.ok("backup_drill", json!({"password": PASSWORD}));
    let file = text(&list(&mut ledger)[0]["file"]);
    *ledger.hands.vault.borrow_mut() = Some(ledger.path("恢复.zhixin"));
    ledger.ok("backup_restore", json!({"file": file, "password": PASSWORD}));
    ledger.ok("vault_lock", Value::Null);
    for word in ["貔貅饕餮", "甲书记", "中和税务所", "person_create"] {
        assert_absent(&ledger.path(""), word);
    }
}

/// As the window does it: the work is watched and stopped beside the desk, which is busy with it.
#[test]
fn a_backup_that_is_stopped_leaves_nothing_behind() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let scan = ledger.path("扫描件.pdf");
    let bytes: Vec<u8> = b"%PDF-1.7 ".iter().copied().chain((0..12_000_000_u32).map(|n| (n * 7 % 251) as u8)).collect();
    std::fs::write(&scan, bytes).unwrap();
    ledger.open_from(&scan);
    ledger.ok("attachment_add", json!({"to": "person", "record": person}));
    assert_eq!(ledger.ok("work_status", Value::Null), Value::Null, "nothing runs");

    let work = ledger.desk.work();
    let stopped = std::thread::scope(|threads| {
        let watcher = threads.spawn(|| {
            let seen = loop {
                match work.status() {
                    Some(seen) => break seen,
                    None => std::thread::yield_now(),
                }
            };
            work.stop();
            seen
        });
        let code = ledger.code("backup_make", json!({"to": "default"}));
        (code, watcher.join().unwrap())
    });
    assert_eq!(stopped.0, ErrorCode::Stopped);
    assert!(stopped.1.done <= stopped.1.all || stopped.1.all == 0, "{:?}", stopped.1);
    assert_eq!(work.status(), None);
    assert!(list(&mut ledger).is_empty(), "no half-finished backup");
    let folder = ledger.path("知心.zhixin").join("backups");
    assert_eq!(std::fs::read_dir(folder).map_or(0, Iterator::count), 0);
    assert_eq!(ledger.ok("backup_status", Value::Null)["failed"], Value::Null, "stopped on purpose is no failure");
    ledger.ok("backup_make", json!({"to": "default"}));
    assert_eq!(list(&mut ledger).len(), 1);
}
