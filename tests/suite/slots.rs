//! Passwords, the recovery sheet and the second officer, as the page uses them.

use desk::{DeskError, ErrorCode};
use serde_json::{Value, json};
use zhixin_tests::{Ledger, PASSWORD, pdf_text, text};

const NEW: &str = "新的密码 八个字";
const OFFICER: &str = "组织委员自己的密码";

/// The recovery text, as it stands on the printed sheet.
fn on_paper(ledger: &mut Ledger, token: &str) -> String {
    let path = ledger.save_to("恢复单.pdf");
    assert_eq!(ledger.ok("sheet_save", json!({"sheet": "recovery", "token": token}))["saved"], true);
    let printed = pdf_text(&path);
    std::fs::remove_file(path).unwrap();
    let mut lines = Vec::new();
    for number in 1..=4 {
        let after = printed.split(&format!("第{number}行")).nth(1).expect("the line stands on the sheet");
        lines.push(after.chars().take(16).collect::<String>());
    }
    lines.join("\n")
}

pub(crate) fn with_recovery(ledger: &mut Ledger) -> String {
    let begun = ledger.ok("recovery_begin", json!({"password": PASSWORD}));
    let token = text(&begun["token"]);
    let typed = on_paper(ledger, &token);
    ledger.ok("recovery_confirm", json!({"token": token, "text": typed.to_lowercase()}));
    typed
}

fn kinds(slots: &Value) -> Vec<String> {
    slots.as_array().unwrap().iter().map(|slot| text(&slot["kind"])).collect()
}

fn unlock(ledger: &mut Ledger, password: &str) -> Result<Value, DeskError> {
    ledger.ok("vault_lock", Value::Null);
    ledger.call("vault_unlock", json!({"password": password}))
}

fn log_actions(ledger: &mut Ledger) -> Vec<String> {
    let page = ledger.ok("log_list", json!({}));
    let rows = page["entries"].as_array().or_else(|| page["rows"].as_array()).expect("a page of entries");
    rows.iter().map(|row| text(&row["action"])).collect()
}

#[test]
fn a_forgotten_password_is_recovered_with_the_printed_sheet() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let begun = ledger.ok("recovery_begin", json!({"password": PASSWORD}));
    assert_eq!((&begun["lines"], &begun["replaces"]), (&json!(4), &json!(false)));
    assert_eq!(begun.as_object().unwrap().len(), 3, "the text never crosses the border as text");
    let token = text(&begun["token"]);
    let pages = ledger.ok("sheet_preview", json!({"sheet": "recovery", "token": token}));
    assert_eq!(pages["pages"].as_array().unwrap().len(), 1);
    ledger.ok("sheet_print", json!({"sheet": "recovery", "token": token}));
    assert_eq!(ledger.hands.printed.borrow().len(), 1);
    assert_eq!(kinds(&ledger.ok("slot_list", Value::Null)), ["password"], "it does not count yet");

    let typed = on_paper(&mut ledger, &token);
    let mut slip: Vec<String> = typed.lines().map(str::to_owned).collect();
    let wrong = if slip[2].starts_with('7') { "8" } else { "7" };
    slip[2].replace_range(0..1, wrong);
    let error = ledger.error("recovery_confirm", json!({"token": token, "text": slip.join("\n")}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::RecoveryMistyped, Some("3")));
    let slots = ledger.ok("recovery_confirm", json!({"token": token, "text": typed}));
    assert_eq!(kinds(&slots), ["password", "recovery"]);
    assert!(slots[1]["made_at"].is_string());
    let code = ledger.code("sheet_preview", json!({"sheet": "recovery", "token": token}));
    assert_eq!(code, ErrorCode::PlanStale, "it is not shown again");
    assert_eq!(ledger.code("recovery_confirm", json!({"token": token, "text": typed})), ErrorCode::PlanStale);

    ledger.ok("vault_lock", Value::Null);
    let recover = |ledger: &mut Ledger, text: &str, new: &str| {
        ledger.call("vault_recover", json!({"text": text, "new_password": new}))
    };
    assert_eq!(recover(&mut ledger, &typed, "short").unwrap_err().code, ErrorCode::PasswordTooShort);
    assert_eq!(recover(&mut ledger, &slip.join("\n"), NEW).unwrap_err().code, ErrorCode::RecoveryMistyped);
    let status = recover(&mut ledger, &typed.replace('\n', "-"), NEW).unwrap();
    assert_eq!(status["unlocked"], true);
    assert_eq!(ledger.ok("person_get", json!({"id": person}))["form"]["name"], "张三");
    assert_eq!(unlock(&mut ledger, PASSWORD).unwrap_err().code, ErrorCode::WrongPassword);
    unlock(&mut ledger, NEW).unwrap();
    let log = log_actions(&mut ledger);
    for action in ["recovery_set", "recover", "sheet_print", "sheet_save"] {
        assert!(log.contains(&action.to_owned()), "{action} in {log:?}");
    }
}

#[test]
fn another_sheet_replaces_the_first_and_one_of_another_ledger_opens_nothing() {
    let mut ledger = Ledger::create();
    let first = with_recovery(&mut ledger);
    let begun = ledger.ok("recovery_begin", json!({"password": PASSWORD}));
    assert_eq!(begun["replaces"], true);
    let token = text(&begun["token"]);
    let wrong = ledger.code("recovery_confirm", json!({"token": token, "text": first}));
    assert_eq!(wrong, ErrorCode::WrongRecovery, "the text of another sheet");
    let second = on_paper(&mut ledger, &token);
    assert_eq!(
        kinds(&ledger.ok("recovery_confirm", json!({"token": token, "text": second}))),
        ["password", "recovery"]
    );
    ledger.ok("vault_lock", Value::Null);
    let code = ledger.code("vault_recover", json!({"text": first, "new_password": NEW}));
    assert_eq!(code, ErrorCode::WrongRecovery);
    assert!(!ledger.desk.is_unlocked());
    ledger.ok("vault_recover", json!({"text": second, "new_password": NEW}));
}

#[test]
fn a_sheet_that_was_begun_is_forgotten_at_the_lock() {
    let mut ledger = Ledger::create();
    let token = text(&ledger.ok("recovery_begin", json!({"password": PASSWORD}))["token"]);
    let typed = on_paper(&mut ledger, &token);
    ledger.reopen();
    let code = ledger.code("recovery_confirm", json!({"token": token, "text": typed}));
    assert_eq!(code, ErrorCode::PlanStale);
    assert_eq!(ledger.code("recovery_begin", json!({"password": "nicht richtig"})), ErrorCode::PasswordRefused);
}

#[test]
fn a_sheet_that_was_given_up_is_forgotten_at_once() {
    let mut ledger = Ledger::create();
    let given_up = text(&ledger.ok("recovery_begin", json!({"password": PASSWORD}))["token"]);
    let typed = on_paper(&mut ledger, &given_up);
    ledger.ok("recovery_cancel", json!({"token": given_up}));
    let sheet = json!({"sheet": "recovery", "token": given_up});
    assert_eq!(ledger.code("sheet_preview", sheet), ErrorCode::PlanStale);
    let confirm = json!({"token": given_up, "text": typed});
    assert_eq!(ledger.code("recovery_confirm", confirm), ErrorCode::PlanStale);
    let next = text(&ledger.ok("recovery_begin", json!({"password": PASSWORD}))["token"]);
    ledger.ok("recovery_cancel", json!({"token": given_up}));
    let typed = on_paper(&mut ledger, &next);
    ledger.ok("recovery_confirm", json!({"token": next, "text": typed}));
    ledger.ok("recovery_cancel", json!({"token": next}));
    assert_eq!(kinds(&ledger.ok("slot_list", Value::Null)), ["password", "recovery"], "one that counts stays");
    ledger.ok("vault_lock", Value::Null);
    assert_eq!(ledger.code("recovery_cancel", json!({"token": next})), ErrorCode::Locked);
}

#[test]
fn changing_the_password_and_encrypting_anew() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let recovery = with_recovery(&mut ledger);
    let change = |old: &str, new: &str| json!({"password": old, "new_password": new});
    assert_eq!(ledger.code("password_change", change("nicht richtig", NEW)), ErrorCode::PasswordRefused);
    let error = ledger.error("password_change", change(PASSWORD, "kurz"));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::PasswordTooShort, Some("new_password")));
    ledger.ok("password_change", change(PASSWORD, NEW));
    assert_eq!(unlock(&mut ledger, PASSWORD).unwrap_err().code, ErrorCode::WrongPassword);
    unlock(&mut ledger, NEW).unwrap();

    let before = ledger.ok("vault_verify", Value::Null);
    assert_eq!(ledger.code("password_reencrypt", change("nicht richtig", PASSWORD)), ErrorCode::PasswordRefused);
    let slots = ledger.ok("password_reencrypt", change(NEW, PASSWORD));
    assert_eq!(kinds(&slots), ["password", "recovery"]);
    let after = ledger.ok("vault_verify", Value::Null);
    assert_eq!(after["sound"], true);
    assert!(after["log_entries"].as_u64() > before["log_entries"].as_u64());
    assert_eq!(ledger.ok("person_get", json!({"id": person}))["form"]["name"], "张三");
    assert_eq!(unlock(&mut ledger, NEW).unwrap_err().code, ErrorCode::WrongPassword);
    unlock(&mut ledger, PASSWORD).unwrap();
    ledger.ok("vault_lock", Value::Null);
    ledger.ok("vault_recover", json!({"text": recovery, "new_password": NEW}));
    let log = log_actions(&mut ledger);
    for action in ["password_change", "password_refused", "password_reencrypt", "unlock_failed"] {
        assert!(log.contains(&action.to_owned()), "{action} in {log:?}");
    }
}

#[test]
fn a_second_officer_comes_and_goes() {
    let mut ledger = Ledger::create();
    let add = |officer: &str| json!({"password": PASSWORD, "officer_password": officer, "label": " 组织委员 李四 "});
    assert_eq!(ledger.code("officer_add", add("kurz")), ErrorCode::PasswordTooShort);
    assert_eq!(ledger.code("officer_add", add(PASSWORD)), ErrorCode::PasswordsAlike);
    let slots = ledger.ok("officer_add", add(OFFICER));
    assert_eq!(kinds(&slots), ["password", "officer"]);
    assert_eq!(slots[1]["label"], "组织委员 李四");
    assert_eq!(ledger.code("officer_add", add("noch ein anderes")), ErrorCode::SlotTaken);
    unlock(&mut ledger, OFFICER).unwrap();
    let remove = |id: &Value, password: &str| json!({"id": id, "password": password});
    assert_eq!(ledger.code("slot_remove", remove(&slots[1]["id"], OFFICER)), ErrorCode::PasswordRefused);
    assert_eq!(ledger.code("slot_remove", remove(&slots[0]["id"], PASSWORD)), ErrorCode::LastPassword);
    assert_eq!(kinds(&ledger.ok("slot_remove", remove(&slots[1]["id"], PASSWORD))), ["password"]);
    assert_eq!(unlock(&mut ledger, OFFICER).unwrap_err().code, ErrorCode::WrongPassword);
    unlock(&mut ledger, PASSWORD).unwrap();
}

#[test]
fn a_second_officer_left_alone_takes_over() {
    let mut ledger = Ledger::create();
    let add = json!({"password": PASSWORD, "officer_password": OFFICER, "label": "组织委员 李四"});
    ledger.ok("officer_add", add);
    unlock(&mut ledger, OFFICER).unwrap();
    let new = "接任以后 另设的密码";
    let take_over = |password: &str, new: &str| json!({"password": password, "new_password": new});
    assert_eq!(ledger.code("officer_take_over", take_over(OFFICER, "kurz")), ErrorCode::PasswordTooShort);
    assert_eq!(ledger.code("officer_take_over", take_over(PASSWORD, new)), ErrorCode::PasswordRefused);
    assert_eq!(kinds(&ledger.ok("officer_take_over", take_over(OFFICER, new))), ["password"]);
    for gone in [OFFICER, PASSWORD] {
        assert_eq!(unlock(&mut ledger, gone).unwrap_err().code, ErrorCode::WrongPassword);
    }
    unlock(&mut ledger, new).unwrap();
    assert!(log_actions(&mut ledger).contains(&"officer_take_over".to_owned()));
}

#[test]
fn guessing_is_slow_even_after_the_program_was_started_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::none_in(folder.path());
    ledger.make();
    ledger.ok("vault_lock", Value::Null);
    for seconds in [None, None, Some("1")] {
        let error = ledger.error("vault_unlock", json!({"password": "nicht richtig"}));
        assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::WrongPassword, seconds));
    }
    // The clock stands still, so nothing passes; another program knows of it too.
    let mut again = Ledger::none_in(folder.path());
    let error = again.error("vault_unlock", json!({"password": PASSWORD}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::WrongPassword, Some("1")));
    again.turn_to("2026-11-24");
    again.ok("vault_unlock", json!({"password": PASSWORD}));
    assert!(log_actions(&mut again).contains(&"unlock_failed".to_owned()));
}

#[test]
fn guessing_is_slow_where_nothing_can_be_noted_too() {
    let mut ledger = Ledger::create();
    ledger.ok("vault_lock", Value::Null);
    // A folder of that name stands in the way of the note.
    std::fs::create_dir(ledger.desk.place().join("guesses")).unwrap();
    for seconds in [None, None, Some("1")] {
        let error = ledger.error("vault_unlock", json!({"password": "nicht richtig"}));
        assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::WrongPassword, seconds));
    }
    // Turning the clock does not help.
    ledger.turn_to("2026-11-24");
    let error = ledger.error("vault_unlock", json!({"password": PASSWORD}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::WrongPassword, Some("1")));
    std::thread::sleep(std::time::Duration::from_millis(1050));
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
}

#[test]
fn guessing_is_slow_wherever_a_password_can_be_tried() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    ledger.ok("backup_make", json!({"to": "default"}));
    let file = ledger.ok("backup_list", Value::Null)[0]["file"].clone();
    ledger.ok("vault_lock", Value::Null);
    let wrong = json!({"password": "nicht richtig", "file": file});
    let tries = [
        ("vault_examine", json!({"password": "nicht richtig"})),
        ("backup_verify", wrong.clone()),
        ("backup_restore", wrong),
    ];
    let restored = ledger.path("另一个.zhixin");
    *ledger.hands.vault.borrow_mut() = Some(restored.clone());
    for ((name, request), seconds) in tries.iter().zip([None, None, Some("1")]) {
        let error = ledger.error(name, request.clone());
        assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::WrongPassword, seconds), "{name}");
    }
    let right = json!({"password": PASSWORD, "file": file});
    for (name, request) in [
        ("vault_unlock", json!({"password": PASSWORD})),
        ("vault_examine", json!({"password": PASSWORD})),
        ("backup_verify", right.clone()),
        ("backup_restore", right),
    ] {
        let error = ledger.error(name, request);
        assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::WrongPassword, Some("1")), "{name} waits too");
    }
    assert!(!restored.exists(), "nothing was restored");
    std::thread::sleep(std::time::Duration::from_millis(1050));
    ledger.ok("vault_examine", json!({"password": PASSWORD}));
    let error = ledger.error("vault_examine", json!({"password": "nicht richtig"}));
    assert_eq!(error.detail.as_deref(), Some("2"), "the right password at the examination ends no wait");
    std::thread::sleep(std::time::Duration::from_millis(2050));
    ledger.turn_to("2026-11-24");
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
    let failed = ledger.ok("log_list", json!({"action": "unlock_failed"}));
    assert_eq!(failed["entries"][0]["times"], 2, "what was tried at the ledger itself is in its log");
}

#[test]
fn strength_is_judged_without_a_ledger_and_leaves_no_trace() {
    let mut ledger = Ledger::none();
    let judged = ledger.ok("password_strength", json!({"password": "12345678"}));
    assert!(judged["score"].as_u64() <= Some(1), "{judged}");
    assert!(judged["advice"].as_array().unwrap().contains(&json!("digits_only")));
    let phrase = json!({"password": "七匹马 拉着 一辆 蓝车", "words": ["某支部"]});
    assert!(ledger.ok("password_strength", phrase)["score"].as_u64() >= Some(3));
    ledger.make();
    let before = ledger.ok("vault_verify", Value::Null)["log_entries"].clone();
    ledger.ok("password_strength", json!({"password": "12345678"}));
    assert_eq!(ledger.ok("vault_verify", Value::Null)["log_entries"], before);
}

#[test]
fn no_secret_is_in_any_file_of_the_ledger() {
    let mut ledger = Ledger::create();
    let recovery = with_recovery(&mut ledger);
    ledger.ok("officer_add", json!({"password": PASSWORD, "officer_password": OFFICER, "label": "李四"}));
    ledger.ok("vault_lock", Value::Null);
    let mut secrets: Vec<String> = recovery.lines().map(str::to_owned).collect();
    secrets.push(recovery.replace('\n', ""));
    secrets.extend([OFFICER, PASSWORD, "李四"].map(str::to_owned));
    let mut folders = vec![ledger.desk.place().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for secret in &secrets {
                assert!(
                    !bytes.windows(secret.len()).any(|w| w == secret.as_bytes()),
                    "{} holds a secret",
                    path.display()
                );
            }
        }
    }
}
