//! A word in every field that takes one, and every function used: neither the ledger's folder nor the folders for temporary files and for the
//! user's own files hold any of it in a readable form. What the user saves himself lies elsewhere and is his. The window's own files are
//! searched by its journey.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use zhixin_tests::{Ledger, PASSWORD, text};

/// Set for the child process: the folder that it works in. Its folder for temporary files and its home are in there, too.
const FOLDER: &str = "ZHIXIN_TEST_LEAKS_IN";
const PASSWORD_WORD: &str = "哨兵貔貅密码 sentinel7f3a";
const OFFICER: &str = "哨兵貔貅组织委员 sentinel7f3a";

/// Gives a word for each field, all with the same parts.
#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn next(&mut self) -> String {
        let word = format!("哨兵貔貅{}sentinel7f3a", self.0.len());
        self.0.push(word.clone());
        word
    }
}

/// Every form in which a word could lie on the disk.
fn forms() -> Vec<Vec<u8>> {
    let mut forms = Vec::new();
    for part in ["sentinel7f3a", "哨兵貔貅", PASSWORD, "person_create", "中和税务所"] {
        forms.push(part.as_bytes().to_vec());
        forms.push(part.encode_utf16().flat_map(u16::to_le_bytes).collect());
        forms.push(part.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    forms
}

/// The files below a folder that hold one of the forms or have it in their name, and how many files there are.
fn leaking(dir: &Path, forms: &[Vec<u8>]) -> (Vec<String>, usize) {
    let (mut found, mut files) = (Vec::new(), 0);
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        let mut leaks = name.contains("sentinel7f3a") || name.contains("貔貅");
        if path.is_dir() {
            let (inner, more) = leaking(&path, forms);
            found.extend(inner);
            files += more;
        } else {
            files += 1;
            let bytes = std::fs::read(&path).unwrap();
            leaks |= forms.iter().any(|form| bytes.windows(form.len()).any(|window| window == form));
        }
        found.extend(leaks.then_some(name));
    }
    (found, files)
}

#[test]
fn no_word_of_any_field_is_on_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["ledger", "tmp", "home", "own"] {
        std::fs::create_dir(dir.path().join(name)).unwrap();
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "leaks::child_that_uses_everything", "--nocapture"])
        .env(FOLDER, dir.path())
        .env("TMPDIR", dir.path().join("tmp"))
        .env("HOME", dir.path().join("home"))
        .env("XDG_CACHE_HOME", dir.path().join("home"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("sentinel7f3a") && !said.contains("貔貅"), "nothing is said of it either: {said}");
    for name in ["ledger", "tmp", "home"] {
        assert_eq!(leaking(&dir.path().join(name), &forms()).0, [] as [String; 0], "afterwards");
    }
    assert!(
        !leaking(&dir.path().join("own"), &forms()).0.is_empty(),
        "what the user saved himself shows that the search finds"
    );
}

/// Not a test of its own: the process whose files are searched, by itself while the ledger is open and by its parent afterwards.
#[test]
fn child_that_uses_everything() {
    let Some(dir) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let mut ledger = Ledger::none_in(&dir.join("ledger"));
    let mut words = Words::default();
    ledger.make();
    let settings = json!({"branch": words.next(), "secretary": {"name": words.next(), "post": words.next()},
        "others": [{"person": null, "name": words.next(), "post": words.next()}], "talk_place": words.next()});
    ledger.ok("settings_set", settings);
    let looked = |when: &str| {
        for name in ["ledger", "tmp", "home"] {
            let (found, files) = leaking(&dir.join(name), &forms());
            assert_eq!(found, [] as [String; 0], "{when}");
            assert!(files > 3 || name != "ledger", "the files are looked at");
        }
    };
    let person = everything_entered(&mut ledger, &mut words, &dir.join("own"));
    looked("while the ledger is open");
    let told = everything_asked(&mut ledger, &person);
    for word in &words.0 {
        assert!(told.contains(word.as_str()), "{word} was stored: its field is in some answer");
    }
    looked("after everything was shown and printed");

    ledger.ok("vault_verify", Value::Null);
    ledger.ok("backup_make", json!({"to": "default"}));
    ledger.ok("backup_drill", json!({"password": PASSWORD}));
    ledger.ok("password_change", json!({"password": PASSWORD, "new_password": PASSWORD_WORD}));
    ledger.ok(
        "password_reencrypt",
        json!({"password": PASSWORD_WORD, "new_password": PASSWORD, "officer_password": OFFICER}),
    );
    looked("after a backup and a re-encryption");
    ledger.ok("vault_lock", Value::Null);
    assert!(ledger.call("vault_unlock", json!({"password": words.next()})).is_err());
    looked("locked, after a wrong password");
    ledger.ok("vault_unlock", json!({"password": OFFICER}));
    *ledger.hands.vault.borrow_mut() = Some(dir.join("ledger").join("恢复.zhixin"));
    let newest = ledger.ok("backup_list", Value::Null)[0]["file"].clone();
    let old = ledger.call("backup_restore", json!({"file": newest, "password": PASSWORD}));
    assert!(old.is_ok() || ledger.call("backup_restore", json!({"file": newest, "password": PASSWORD_WORD})).is_ok());
    looked("after a restore");
    ledger.ok("vault_lock", Value::Null);
    looked("at the end");
}

/// Puts a word into every field; gives the person whom all is about.
fn everything_entered(ledger: &mut Ledger, words: &mut Words, own: &Path) -> String {
    let mut form = json!({"extra": {words.next(): words.next()}});
    for field in ["name", "ethnicity", "native_place", "education", "political", "post", "phone", "address", "note"] {
        form[field] = json!(words.next());
    }
    let person = text(&ledger.ok("person_create", form)["id"]);
    let mut event = |ledger: &mut Ledger, kind: &str, day: &str| {
        ledger.ok("event_create", json!({"kind": kind, "persons": [person], "day": day, "note": words.next()}))
    };
    let illness = event(ledger, "illness", "2026-11-20");
    let award = event(ledger, "award", "2026-11-19");
    let change = event(ledger, "post_change", "2026-11-20");
    let wedding = event(ledger, "wedding", "2026-11-20");
    ledger.ok("event_cancel", json!({"id": wedding["id"], "reason": words.next()}));
    let missed = award["duties"].as_array().unwrap().iter().find(|duty| duty["part"] == "before").unwrap();
    ledger.ok("duty_missed", json!({"id": missed["id"], "reason": words.next()}));
    ledger.ok("duty_defer", json!({"ids": [change["duties"][0]["id"]], "due": "2026-12-20", "reason": words.next()}));
    let exempt = json!({"ids": [illness["duties"][0]["id"]], "reason": words.next(), "by": words.next()});
    ledger.ok("duty_exempt", exempt);

    let mut promise = json!({"person": person, "what": words.next(), "by": words.next()});
    let mut talk = json!({"persons": [person], "day": "2026-11-22", "promises": [promise.clone()],
        "talkers": [{"person": null, "name": words.next(), "post": words.next()}]});
    for field in ["place", "recorder", "topic", "content", "opinion", "follow_up"] {
        talk[field] = json!(words.next());
    }
    let talk = ledger.ok("talk_create", json!({"form": talk}));
    let mut visit = json!({"persons": [person], "day": "2026-11-22",
        "visitors": [{"person": null, "name": words.next(), "post": words.next()}]});
    let fields =
        ["place", "reason", "received_by", "relation", "goods", "fund", "situation", "problems", "measures", "note"];
    for field in fields {
        visit[field] = json!(words.next());
    }
    ledger.ok("visit_create", json!({"form": visit, "draft": true}));
    promise["day"] = json!("2026-11-20");
    promise["what"] = json!(words.next());
    let promise = ledger.ok("promise_create", promise);
    let answer = json!({"day": "2026-11-22", "text": words.next()});
    ledger.ok("promise_answer", json!({"id": promise["id"], "answer": answer}));
    let mut bodies = vec![
        json!({"kind": "post", "from": "2003-07", "to": null, "text": words.next()}),
        json!({"kind": "education", "full_time": true, "level": words.next(), "degree": words.next(),
            "school": words.next(), "major": words.next(), "until": null}),
        json!({"kind": "relative", "relation": words.next(), "name": words.next(), "birth": null,
            "political": words.next(), "post": words.next(), "phone": words.next(), "deceased": false}),
        json!({"kind": "appraisal", "year": 2025, "grade": words.next()}),
        json!({"kind": "award", "title": words.next(), "by": words.next()}),
        json!({"kind": "punishment", "title": words.next(), "by": words.next(), "until": null}),
        json!({"kind": "mind", "text": words.next(), "attention": "focus"}),
        json!({"kind": "standing", "mark": "behind", "basis": words.next(), "helper": words.next(), "plan": words.next()}),
    ];
    bodies.extend(
        ["wish", "household", "hobby", "strength", "work", "progress"]
            .map(|kind| json!({"kind": kind, "text": words.next()})),
    );
    for body in bodies {
        let inborn = ["post", "relative"].contains(&body["kind"].as_str().unwrap());
        let entry = if inborn { json!({"body": body}) } else { json!({"body": body, "day": "2026-11-20"}) };
        ledger.ok("entry_create", json!({"person": person, "entries": [entry]}));
    }
    practices_entered(ledger, words, &person);
    let scan = own.join("scan.png");
    std::fs::write(&scan, [b"\x89PNG\r\n\x1a\n".as_slice(), words.0[0].repeat(9_000).as_bytes()].concat()).unwrap();
    ledger.open_from(&scan);
    ledger.ok("attachment_add", json!({"to": "talk", "record": talk["id"], "name": words.next()}));
    ledger.ok("officer_add", json!({"password": PASSWORD, "officer_password": OFFICER, "label": words.next()}));
    let roster = own.join("roster.csv");
    std::fs::write(&roster, format!("姓名,职务\n{},{}\n", words.next(), words.next())).unwrap();
    ledger.open_from(&roster);
    let plan = ledger.ok("roster_choose", Value::Null);
    ledger.ok("roster_apply", json!({"token": plan["token"]}));
    let cells = json!([{"person": person, "day": "2026-11-19", "minutes": 180}]);
    ledger.ok("overtime_set", json!({"cells": cells}));
    let gone = text(&ledger.ok("person_create", json!({"name": words.next()}))["id"]);
    let left = json!({"day": "2026-11-20", "reason": words.next()});
    ledger.ok("person_leave", json!({"id": gone, "left": left}));
    ledger.ok("retention_hand_over", json!({"person": gone, "to": words.next(), "day": "2026-11-22"}));
    let mut pack = ledger.ok("rules_get", json!({}));
    pack["title"] = json!(words.next());
    pack["kinds"][0]["title"] = json!(words.next());
    ledger.ok("rules_set", pack);
    person
}

/// Activities, suggestions and what the secretary asks of others.
fn practices_entered(ledger: &mut Ledger, words: &mut Words, person: &str) {
    let mut form = json!({"kind": "study", "day": "2026-11-20",
        "attendance": [{"person": person, "state": "on_leave", "reason": words.next()}]});
    for field in ["title", "place", "host", "recorder", "plan", "guests", "content", "resolutions"] {
        form[field] = json!(words.next());
    }
    ledger.ok("activity_create", json!({"form": form, "held": true}));
    let plan = ledger.ok("activity_create", json!({"form": {"kind": "study", "day": "2026-11-30"}}));
    ledger.ok("activity_cancel", json!({"id": plan["row"]["id"], "reason": words.next()}));
    let mut kinds = ledger.ok("activity_kinds_get", Value::Null);
    kinds["kinds"][0]["title"] = json!(words.next());
    kinds["since"] = json!("2026-07-01");
    ledger.ok("activity_kinds_set", kinds);
    ledger.ok("activity_explain", json!({"kind": "party_day", "from": "2026-08-01", "reason": words.next()}));
    let mut suggest = |person: Option<&str>, from: &str| {
        let form = json!({"person": person, "from": from, "day": "2026-11-20", "content": words.next(),
            "category": words.next(), "handler": words.next()});
        ledger.ok("suggestion_create", form)["id"].clone()
    };
    let named = suggest(Some(person), "");
    let other = suggest(None, "匿名");
    let answer = json!({"how": "answered", "day": "2026-11-22", "way": "meeting", "text": words.next()});
    ledger.ok("suggestion_finish", json!({"id": named, "end": answer}));
    let close = json!({"how": "closed", "day": "2026-11-22", "reason": words.next()});
    ledger.ok("suggestion_finish", json!({"id": other, "end": close}));
    let form = json!({"what": words.next(), "area": words.next(), "since": "2026-11-01"});
    let line = ledger.ok("example_save", json!({"form": form, "year": 2026}))["lines"][0]["id"].clone();
    let review = json!([{"id": line, "mark": "done", "note": words.next()}]);
    ledger.ok("example_review", json!({"month": "2026-11-01", "reviews": review}));
}

/// Asks for everything, prints and saves it, and gives all that was answered.
fn everything_asked(ledger: &mut Ledger, person: &str) -> String {
    let mut told = String::new();
    let mut ask = |ledger: &mut Ledger, name: &str, request: Value| {
        let answer = ledger.ok(name, request);
        told.push_str(&answer.to_string());
        answer
    };
    for name in ["settings_get", "today_get", "rules_get", "slot_list", "retention_list", "knowing_map", "log_check"] {
        ask(ledger, name, Value::Null);
    }
    ask(ledger, "activity_kinds_get", Value::Null);
    ask(ledger, "activity_year", json!({"year": 2026}));
    ask(ledger, "suggestion_list", json!({"all": true}));
    ask(ledger, "example_year", json!({"year": 2026}));
    ask(ledger, "event_page", json!({"routines": true}));
    ask(ledger, "person_get", json!({"id": person}));
    ask(ledger, "person_list", json!({"query": "哨兵", "sealed": true}));
    ask(ledger, "event_list", json!({"routines": true}));
    ask(ledger, "duty_list", json!({"all": true}));
    ask(ledger, "promise_list", json!({"all": true}));
    ask(ledger, "log_list", json!({}));
    ask(ledger, "knowing_get", json!({"person": person}));
    for facet in ["resume", "family", "hobby", "performance", "mind", "standing"] {
        ask(ledger, "knowing_reveal", json!({"person": person, "facet": facet}));
    }
    ask(ledger, "overtime_grid", json!({"year": 2026, "month": 11}));
    ask(ledger, "search_find", json!({"query": "哨兵貔貅", "kinds": []}));
    ask(ledger, "brief_get", json!({"person": person}));
    ledger.save_to("../own/out.tmp");
    for row in ask(ledger, "activity_list", json!({})).as_array().unwrap() {
        ask(ledger, "activity_get", json!({"id": row["id"]}));
        for sheet in ["activity", "sign_in"] {
            ledger.ok("sheet_save", json!({"sheet": sheet, "id": row["id"]}));
        }
    }
    ledger.ok("sheet_print", json!({"sheet": "examples", "of": {"year": 2026}}));
    for kind in ["talk", "visit"] {
        for row in ask(ledger, &format!("{kind}_list"), json!({})).as_array().unwrap() {
            ask(ledger, &format!("{kind}_get"), json!({"id": row["id"]}));
            for command in ["sheet_preview", "sheet_save", "sheet_print"] {
                ledger.ok(command, json!({"sheet": kind, "id": row["id"]}));
            }
            for one in ask(ledger, "attachment_list", json!({"to": kind, "record": row["id"]})).as_array().unwrap() {
                ask(ledger, "attachment_get", json!({"id": one["id"]}));
                ledger.ok("attachment_save", json!({"id": one["id"]}));
            }
        }
    }
    let kinds = serde_json::to_value(desk::LedgerKind::ALL).unwrap();
    for which in kinds.as_array().unwrap() {
        ask(ledger, "ledger_show", json!({"ledger": which}));
        for format in ["xlsx", "csv"] {
            ledger.ok("ledger_export", json!({"ledger": which, "format": format, "masked": false}));
        }
    }
    ledger.ok("workbook_export", json!({"from": "2026-01-01", "to": "2026-12-31", "masked": false}));
    ledger.ok("log_export", json!({"names": true}));
    told
}
