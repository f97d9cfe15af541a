//! What is there when the password is lost, right after a change of keys, and after a clock that ran ahead.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, PASSWORD, sample, text};

use crate::slots::with_recovery;

const NEW: &str = "全新的密码 八个字";

fn list(ledger: &mut Ledger) -> Vec<Value> {
    ledger.ok("backup_list", Value::Null).as_array().unwrap().clone()
}

#[test]
fn a_backup_comes_back_with_the_recovery_sheet() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    let typed = with_recovery(&mut ledger);
    let file = text(&ledger.ok("backup_make", json!({"to": "default"}))["backup"]["file"]);
    ledger.ok("vault_lock", Value::Null);
    let new = ledger.path("恢复.zhixin");
    *ledger.hands.vault.borrow_mut() = Some(new.clone());
    let mut slip: Vec<String> = typed.lines().map(str::to_owned).collect();
    let wrong = if slip[1].starts_with('7') { "8" } else { "7" };
    slip[1].replace_range(0..1, wrong);
    let requests = [
        (json!({"file": file}), ErrorCode::BadRequest, Some("password")),
        (json!({"file": file, "password": PASSWORD, "text": typed}), ErrorCode::BadRequest, Some("password")),
        (json!({"file": file, "text": typed}), ErrorCode::BadRequest, Some("new_password")),
        (json!({"file": file, "text": typed, "new_password": "短"}), ErrorCode::PasswordTooShort, Some("new_password")),
        (json!({"file": file, "text": slip.join("\n"), "new_password": NEW}), ErrorCode::RecoveryMistyped, Some("2")),
    ];
    for (request, code, detail) in requests {
        let error = ledger.error("backup_restore", request);
        assert_eq!((error.code, error.detail.as_deref()), (code, detail));
    }
    assert!(!new.exists() && !ledger.desk.is_unlocked());

    let status = ledger.ok("backup_restore", json!({"file": file, "text": typed, "new_password": NEW}));
    assert_eq!((&status["unlocked"], &status["place"]), (&json!(true), &json!(new.display().to_string())));
    assert_eq!(ledger.ok("person_list", json!({}))[0]["name"], "张三");
    ledger.ok("vault_lock", Value::Null);
    assert_eq!(ledger.code("vault_unlock", json!({"password": PASSWORD})), ErrorCode::WrongPassword);
    ledger.ok("vault_unlock", json!({"password": NEW}));
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
}

#[test]
fn a_sheet_that_was_made_later_opens_no_earlier_backup() {
    let mut ledger = Ledger::create();
    let file = text(&ledger.ok("backup_make", json!({"to": "default"}))["backup"]["file"]);
    let typed = with_recovery(&mut ledger);
    *ledger.hands.vault.borrow_mut() = Some(ledger.path("恢复.zhixin"));
    let code = ledger.code("backup_restore", json!({"file": file, "text": typed, "new_password": NEW}));
    assert_eq!(code, ErrorCode::WrongRecovery);
    assert!(ledger.desk.is_unlocked() && !ledger.path("恢复.zhixin").exists());
}

#[test]
fn after_a_re_encryption_there_is_a_backup_that_opens_with_the_new_password() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    ledger.ok("password_reencrypt", json!({"password": PASSWORD, "new_password": NEW}));
    let found = list(&mut ledger);
    assert_eq!(found.len(), 2, "one before and one after");
    let report = ledger.ok("backup_drill", json!({"password": NEW}));
    assert_eq!((&report["sound"], &report["backup"]["file"]), (&json!(true), &found[0]["file"]));
    let before = json!({"file": found[1]["file"], "password": PASSWORD});
    assert_eq!(ledger.ok("backup_verify", before)["sound"], true, "with the password of before");
    ledger.person("李四");
    ledger.ok("vault_lock", Value::Null);
    ledger.ok("vault_unlock", json!({"password": NEW}));
    assert_eq!(list(&mut ledger).len(), 2, "that is the day's");
}

#[test]
fn one_from_before_an_import_is_not_the_days() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    ledger.open_from(&sample("花名册_带标题.xlsx"));
    let plan = ledger.ok("roster_choose", Value::Null);
    ledger.ok("roster_apply", json!({"token": plan["token"]}));
    let people = ledger.ok("person_list", json!({})).as_array().unwrap().len();
    assert_eq!(list(&mut ledger)[0]["contents"]["persons"], 1);
    ledger.reopen();
    let found = list(&mut ledger);
    assert_eq!((found.len(), &found[0]["contents"]["persons"]), (2, &json!(people)), "with what was imported");
    ledger.person("李四");
    ledger.reopen();
    assert_eq!(list(&mut ledger).len(), 2, "one a day");
}

#[test]
fn a_clock_that_ran_ahead_does_not_quiet_the_reminders() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    ledger.turn_to("2030-01-01");
    ledger.ok("backup_make", json!({"to": "default"}));
    ledger.ok("backup_drill", json!({"password": PASSWORD}));
    ledger.turn_to("2027-01-15");
    let status = ledger.ok("backup_status", Value::Null);
    assert_eq!(
        status["reminders"],
        json!(["other_medium_due", "drill_due"]),
        "the drill of a day to come does not count"
    );
    let made = ledger.ok("backup_make", json!({"to": "default"}));
    assert_eq!(made["backup"]["contents"]["day"], "2027-01-15");
}
