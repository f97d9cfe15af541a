//! The built program `zhixin` from a terminal: its options, its answers, its errors and exit codes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use zhixin_tests::{PASSWORD, TODAY, pdf_text, program, sample, text};

/// A folder with a password file, in which the program runs.
pub(crate) struct Terminal(TempDir);

impl Terminal {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("password"), format!("{PASSWORD}\n")).unwrap();
        Self(dir)
    }

    /// With a ledger 账本.zhixin in it.
    pub(crate) fn with_ledger() -> Self {
        let terminal = Self::new();
        terminal.ok(&["new", "账本.zhixin", "--branch", "某支部", "--secretary", "甲书记"]);
        terminal
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.current_dir(self.0.path()).env("ZHIXIN_LEAST_KDF_COST", "1").args(["--today", TODAY]).args(args);
        command
    }

    /// Runs with the password file; it must succeed.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let output = self.command(args).args(["--password-file", "password"]).stdin(Stdio::null()).output().unwrap();
        let (out, err) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr).into_owned());
        assert!(output.status.success(), "zhixin {args:?}: {err}");
        assert_eq!(err, "", "nothing on standard error");
        out
    }

    pub(crate) fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }

    /// Runs with this on standard input.
    fn fed(&self, args: &[&str], input: &str) -> Output {
        let mut child =
            self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// Calls a command of the table.
    fn call(&self, name: &str, request: Value) -> Value {
        self.json(&["call", "账本.zhixin", name, &request.to_string()])
    }
}

fn error_of(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(1));
    serde_json::from_slice(&output.stderr).expect("an error is one line of JSON")
}

fn starts_with(path: &Path, magic: &[u8]) -> bool {
    std::fs::read(path).unwrap().starts_with(magic)
}

#[test]
fn the_main_job() {
    let terminal = Terminal::with_ledger();
    let roster = sample("花名册_带标题.xlsx");
    let roster = roster.to_str().unwrap();
    let plan = terminal.json(&["import", "账本.zhixin", roster, "--dry-run", "--json"]);
    assert_eq!(plan["new"], 24);
    assert_eq!(terminal.call("person_list", json!({})), json!([]), "a dry run stores nothing");
    assert_eq!(terminal.json(&["import", "账本.zhixin", roster, "--json"])["new"], 24);
    assert_eq!(terminal.json(&["import", "账本.zhixin", roster, "--json"])["same"], 24);

    let people = terminal.call("person_list", json!({}));
    let (id, name) = (text(&people[0]["id"]), text(&people[0]["name"]));
    let event = json!({"kind": "illness", "persons": [id], "day": "2026-11-20"});
    let event = terminal.call("event_create", event);
    let owed = terminal.ok(&["owed", "账本.zhixin"]);
    assert!(owed.contains(&name) && owed.contains("生病") && owed.contains("2026-11-23"), "{owed}");
    let later = terminal.ok(&["owed", "账本.zhixin", "--on", "2026-11-25"]);
    assert!(later.contains("逾期 2 个工作日"), "{later}");
    let as_json = terminal.json(&["owed", "账本.zhixin", "--json"]);
    assert_eq!(as_json[0]["state"]["state"], "today");

    let duty = text(&event["duties"][0]["id"]);
    let visit = json!({"form": {"persons": [id], "day": TODAY, "situation": "恢复良好", "settles": [duty]}});
    let visit = text(&terminal.call("visit_create", visit)["id"]);
    let talk = json!({"form": {"persons": [id], "day": TODAY, "topic": "近期打算"}}).to_string();
    let output = terminal.fed(&["call", "账本.zhixin", "talk_create", "-", "--password-file", "password"], &talk);
    assert!(output.status.success(), "a request from standard input");
    let talk: Value = serde_json::from_slice(&output.stdout).unwrap();
    let talk = text(&talk["id"]);
    let left = terminal.ok(&["owed", "账本.zhixin"]);
    assert!(left.lines().all(|line| line.starts_with("例行")), "only what is owed without an event: {left}");
    let members = people.as_array().unwrap().iter().filter(|one| text(&one["political"]).contains("党员")).count();
    assert!(left.contains(&format!("年度廉政谈话  期限 2026-12-31  还有 {members} 人")), "{left}");

    for (kind, id, word) in [
        ("talk", talk.as_str(), "近期打算"),
        ("visit", &visit, "恢复良好"),
        ("talk-blank", "-", "谈心谈话"),
        ("visit-blank", &id, &name),
        ("visit-blank", &duty, "生病"),
        ("brief", &id, "谈前提纲"),
        ("card", &id, &name),
        ("disposal", &id, "销毁清册"),
        ("extract", &id, &name),
        ("ruler", "-", "打印校准页"),
        ("sheet", r#"{"sheet":"ledger","of":{"ledger":"talks","format":"xlsx"}}"#, "近期打算"),
    ] {
        terminal.ok(&["print", "账本.zhixin", kind, id, "-o", "sheet.pdf"]);
        let printed = pdf_text(&terminal.path("sheet.pdf"));
        assert!(printed.contains(word), "{kind}: {word}:\n{printed}");
    }
    for ledger in ["owed", "talks", "visits"] {
        terminal.ok(&["export", "账本.zhixin", ledger, "-o", "ledger.xlsx", "--from", "2026-01-01"]);
        assert!(starts_with(&terminal.path("ledger.xlsx"), b"PK"), "{ledger} is a workbook");
        terminal.ok(&["export", "账本.zhixin", ledger, "-o", "ledger.csv"]);
        assert!(starts_with(&terminal.path("ledger.csv"), "\u{feff}".as_bytes()), "{ledger} is text");
    }
    let report = terminal.json(&["verify", "账本.zhixin"]);
    assert_eq!((&report["sound"], &report["persons"]), (&json!(true), &json!(24)));
}

#[test]
fn the_demonstration() {
    let terminal = Terminal::new();
    let said = terminal.ok(&["demo", "演示"]);
    assert!(said.contains("演示账本.zhixin") && said.contains("zhixin-2026"), "{said}");
    std::fs::write(terminal.path("password"), "zhixin-2026").unwrap();
    let today = terminal.json(&["call", "演示/演示账本.zhixin", "today_get"]);
    for section in ["overdue", "due_today", "this_week", "later"] {
        assert!(!today[section].as_array().unwrap().is_empty(), "something is owed in {section}");
    }
    assert_eq!(today["persons"], 24);
    assert_eq!(terminal.json(&["verify", "演示/演示账本.zhixin"])["sound"], true);
}

#[test]
fn passwords() {
    let terminal = Terminal::with_ledger();
    let wrong = terminal.fed(&["owed", "账本.zhixin", "--password-stdin"], "不是这个密码\n");
    assert_eq!(error_of(&wrong), json!({"code": "wrong_password", "detail": null}));
    assert!(wrong.stdout.is_empty(), "nothing is shown");
    let line = String::from_utf8(wrong.stderr).unwrap();
    assert!(line.starts_with(r#"{"code":"wrong_password""#), "{line}");

    let right = terminal.fed(&["owed", "账本.zhixin", "--password-stdin"], &format!("{PASSWORD}\n"));
    assert!(right.status.success());
    let both = format!("{PASSWORD}\n{}", json!({"name": "张三"}));
    let both = terminal.fed(&["call", "账本.zhixin", "person_create", "-", "--password-stdin"], &both);
    assert!(both.status.success(), "the password first, then the request: {both:?}");

    let none = terminal.fed(&["owed", "账本.zhixin"], "");
    assert_eq!(error_of(&none)["detail"], "--password-file", "it says how to give one");
    let missing = terminal.fed(&["owed", "账本.zhixin", "--password-file", "no-such-file"], "");
    assert_eq!(error_of(&missing)["code"], "not_found");
}

#[test]
fn errors_are_one_line_of_json() {
    let terminal = Terminal::with_ledger();
    let failed = |args: &[&str]| error_of(&terminal.fed(&[args, &["--password-file", "password"]].concat(), ""));
    assert_eq!(failed(&["new", "账本.zhixin", "--branch", "某支部", "--secretary", "甲"])["code"], "already_exists");
    assert_eq!(failed(&["owed", "没有.zhixin"])["code"], "not_a_vault");
    assert_eq!(failed(&["call", "账本.zhixin", "no_such"])["code"], "unknown_command");
    assert_eq!(failed(&["call", "账本.zhixin", "person_list", "{"])["code"], "bad_request");
    assert_eq!(failed(&["call", "账本.zhixin", "ledger_export", r#"{"ledger":"owed"}"#])["detail"], "--to");
    assert_eq!(failed(&["import", "账本.zhixin", "没有.xlsx"])["code"], "not_found");
    let nobody = "00000000-0000-7000-8000-000000000000";
    assert_eq!(failed(&["print", "账本.zhixin", "talk", nobody, "-o", "x.pdf"])["code"], "not_found");
    assert!(!terminal.path("x.pdf").exists());
}

#[test]
fn the_table_as_json() {
    let terminal = Terminal::new();
    let table = terminal.json(&["commands"]);
    let names: Vec<String> = table.as_array().unwrap().iter().map(|row| text(&row["name"])).collect();
    assert_eq!(names, desk::NAMES);
    let status = terminal.json(&["call", "账本.zhixin", "app_status"]);
    assert_eq!((&status["exists"], &status["today"]), (&json!(false), &json!(TODAY)));
}

#[test]
fn a_request_without_end_is_refused() {
    let terminal = Terminal::with_ledger();
    let args = ["call", "账本.zhixin", "person_create", "-", "--password-file", "password"];
    let output = terminal.fed(&args, &" ".repeat(4 * 1024 * 1024 + 1));
    assert_eq!(error_of(&output)["code"], "too_large");
}

/// Printing hands the PDF to CUPS on standard input, unscaled; here another `lp` stands in and keeps what it is given.
#[cfg(target_os = "linux")]
#[test]
fn printing_goes_to_cups_from_memory() {
    use std::os::unix::fs::PermissionsExt;

    let terminal = Terminal::with_ledger();
    let lp = terminal.path("lp");
    std::fs::write(&lp, "#!/bin/sh\necho \"$@\" > \"$KEEP/args\"\ncat > \"$KEEP/job\"\n").unwrap();
    std::fs::set_permissions(&lp, std::fs::Permissions::from_mode(0o700)).unwrap();
    let print = |path: String| {
        let request = r#"{"sheet":"talk_blank","person":null,"duty":null}"#;
        terminal
            .command(&["call", "账本.zhixin", "sheet_print", request, "--password-file", "password"])
            .env("KEEP", terminal.0.path())
            .env("PATH", path)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    };
    let done = print(format!("{}:/usr/bin:/bin", terminal.0.path().display()));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(starts_with(&terminal.path("job"), b"%PDF"), "the whole job came on standard input");
    let args = std::fs::read_to_string(terminal.path("args")).unwrap();
    assert!(args.contains("media=iso_a4_210x297mm") && args.contains("print-scaling=none"), "{args}");

    let empty = terminal.path("empty");
    std::fs::create_dir(&empty).unwrap();
    let without = print(empty.display().to_string());
    assert_eq!(error_of(&without)["code"], "printer_missing", "no printing system is said so");
}

#[test]
fn the_whole_method_by_its_commands() {
    let terminal = Terminal::with_ledger();
    let person = text(&terminal.call("person_create", json!({"name": "张三", "political": "中共党员"}))["id"]);
    let change =
        terminal.call("event_create", json!({"kind": "post_change", "persons": [person], "day": "2026-11-20"}));
    let duty = change["duties"][0]["id"].clone();

    let mut pack = terminal.call("rules_get", json!({}));
    let row = pack["kinds"].as_array_mut().unwrap().iter_mut().find(|row| row["kind"] == "post_change").unwrap();
    row["duties"][0]["deadline"]["n"] = json!(7);
    assert_eq!(terminal.call("rules_preview", pack.clone())["changes"][0]["change"], "moved");
    assert_eq!(terminal.call("rules_set", pack)["pack"]["version"], 2);
    let off = json!({"year": 2026, "days": [{"day": "2026-12-01", "name": "调休", "off": true}]});
    assert_eq!(
        terminal.call("calendar_set", off)["changes"][0]["duty"]["due"],
        "2026-12-02",
        "rules and years are kept"
    );

    let defer = json!({"ids": [duty], "due": "2026-12-10", "reason": "本人外出培训"});
    assert_eq!(terminal.call("duty_defer", defer)[0]["first_due"], "2026-12-02");
    let mind = json!({"kind": "mind", "text": "情绪平稳", "attention": "calm"});
    let entry = json!({"person": person, "entries": [{"body": mind, "day": "2026-11-20", "source": "talk"}]});
    assert_eq!(terminal.call("entry_create", entry)["known"], 1);
    assert_eq!(terminal.call("knowing_map", json!({}))["known"], 1);
    let revealed = terminal.call("knowing_reveal", json!({"person": person, "facet": "mind"}));
    assert_eq!(revealed["entries"][0]["body"]["text"], "情绪平稳");

    let promise = json!({"person": person, "day": "2026-11-20", "what": "协调值班顺序", "due": "2026-11-30"});
    let promise = text(&terminal.call("promise_create", promise)["id"]);
    let brief = terminal.call("brief_get", json!({"person": person, "duty": duty}));
    assert_eq!((&brief["promises"][0]["what"], &brief["restricted"]), (&json!("协调值班顺序"), &json!([])));
    let answer = json!({"id": promise, "answer": {"day": "2026-11-23", "text": "已调整"}});
    assert_eq!(terminal.call("promise_answer", answer)["state"], "answered");
    let pdf = terminal.path("提纲.pdf");
    let sheet = json!({"sheet": "brief", "of": {"person": person, "duty": duty}}).to_string();
    terminal.ok(&["call", "账本.zhixin", "sheet_save", &sheet, "--to", pdf.to_str().unwrap()]);
    assert!(zhixin_tests::pdf_text(&pdf).contains("谈前提纲"));

    let days = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
    let cells: Vec<Value> = days.iter().map(|day| json!({"person": person, "day": day, "minutes": 150})).collect();
    assert_eq!(terminal.call("overtime_set", json!({"cells": cells}))["changes"][0]["change"], "new");
    let visit = terminal.call("duty_list", json!({"kind": "visit"}))[0]["id"].clone();
    let exempt = json!({"ids": [visit], "reason": "征期结束已调休", "by": "甲书记"});
    assert_eq!(terminal.call("duty_exempt", exempt)[0]["state"]["state"], "exempt");
    let figures = terminal.call("figures_get", json!({"from": "2026-01-01", "to": "2026-12-31"}));
    assert_eq!((&figures["tally"]["exempt"], &figures["tally"]["open"]), (&json!(1), &json!(3)));
}

#[test]
fn backup_check_and_restore() {
    let terminal = Terminal::with_ledger();
    terminal.call("person_create", json!({"name": "张三"}));
    let made = terminal.json(&["backup", "账本.zhixin"]);
    assert_eq!(made["backup"]["contents"]["persons"], 1);
    assert!(terminal.path("账本.zhixin/backups").join(text(&made["backup"]["file"])).exists());
    terminal.ok(&["backup", "账本.zhixin", "--to", "备份.zhixinbak"]);
    let report = terminal.json(&["verify", "备份.zhixinbak"]);
    assert_eq!((&report["sound"], &report["opened"], &report["faults"]), (&json!(true), &json!(true), &json!([])));
    terminal.ok(&["restore", "备份.zhixinbak", "恢复.zhixin"]);
    assert_eq!(terminal.json(&["call", "恢复.zhixin", "person_list"])[0]["name"], "张三");
    let failed = |args: &[&str]| terminal.fed(&[args, &["--password-file", "password"]].concat(), "");
    assert_eq!(error_of(&failed(&["restore", "备份.zhixinbak", "账本.zhixin"]))["code"], "already_exists");

    let harm = |name: &str, at: usize| {
        let mut bytes = std::fs::read(terminal.path(name)).unwrap();
        bytes[at] ^= 1;
        std::fs::write(terminal.path(name), bytes).unwrap();
    };
    harm("备份.zhixinbak", 20_000);
    let output = failed(&["verify", "备份.zhixinbak"]);
    assert_eq!(error_of(&output)["code"], "backup_damaged");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["faults"], json!(["part:data.db"]));
    harm("账本.zhixin/keys.b", 60);
    let report: Value = serde_json::from_slice(&failed(&["verify", "账本.zhixin"]).stdout).unwrap();
    assert_eq!((&report["faults"], &report["persons"]), (&json!(["file:keys.b"]), &json!(1)));
    let name = std::fs::read_dir(terminal.path("账本.zhixin")).unwrap().map(|entry| entry.unwrap().file_name());
    let name = name.map(|name| name.into_string().unwrap()).find(|name| name.ends_with(".db")).unwrap();
    harm(&format!("账本.zhixin/{name}"), 4096 * 6 + 1000);
    let output = failed(&["verify", "账本.zhixin"]);
    assert_eq!(error_of(&output)["code"], "database_damaged");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["faults"], json!(["file:keys.b", "damaged_pages:1", "first_page:7"]), "the file and the page");
}
