//! The benchmark table: `cargo xtask bench`.
//!
//! Each row is the median of seven runs after two that are not counted, on data made the same way every time.
//! Where another way of doing the same exists, it is measured in the same run, and the ratio is what counts:
//! the milliseconds are those of one machine on one day.

#![allow(clippy::unwrap_used, reason = "a benchmark stops at what it did not expect")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use desk::{Desk, KdfCost, NoHost, World};
use paper::{Press, Sheet, Signatory, Subject, TalkMode, TalkSheet};
use serde_json::{Value, json};
use sheet::{Head, TalkRow};

const PASSWORD: &str = "benchmark-2026";
const PEOPLE: usize = 300;
const EVENTS: usize = 600;

fn main() {
    let dir = tempfile::tempdir().unwrap();
    println!("| workload | median | beside it | ratio |\n|---|---|---|---|");
    unlock(dir.path());
    save(dir.path());
    forms();
    ledger();
}

/// Seven runs after two uncounted ones, in milliseconds; the middle one.
fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..9)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .skip(2)
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn row(workload: &str, time: f64, beside: Option<(&str, f64)>) {
    match beside {
        Some((what, other)) => println!("| {workload} | {time:.1} ms | {what}: {other:.1} ms | {:.2} |", time / other),
        None => println!("| {workload} | {time:.1} ms | — | — |"),
    }
}

fn call(desk: &mut Desk, name: &str, request: Value) -> Value {
    desk::call(desk, &NoHost, name, request).unwrap()
}

fn made(place: &Path, cost: KdfCost) -> Desk {
    let mut desk = Desk::new(World::real(), place.to_path_buf(), cost).unwrap();
    call(&mut desk, "vault_create", json!({"password": PASSWORD, "branch": "中和税务所党支部", "secretary": "甲书记"}));
    let today = desk.today();
    let people: Vec<Value> = (0..PEOPLE)
        .map(|i| {
            call(&mut desk, "person_create", json!({"name": format!("测试{i}"), "post": "税收管理员"}))["id"].clone()
        })
        .collect();
    for i in 0..EVENTS {
        let day = today.checked_sub_days(Days::new(i as u64 % 20)).unwrap();
        let kind = ["illness", "post_change", "family_hardship"][i % 3];
        call(
            &mut desk,
            "event_create",
            json!({"kind": kind, "persons": [people[i % PEOPLE]], "day": day, "note": "县人民医院住院"}),
        );
    }
    desk
}

fn unlock(dir: &Path) {
    let times: Vec<f64> = [KdfCost::STANDARD, KdfCost::LEAST]
        .into_iter()
        .enumerate()
        .map(|(i, cost)| {
            let mut desk = made(&dir.join(format!("unlock{i}.zhixin")), cost);
            median(|| {
                desk.lock().unwrap();
                call(&mut desk, "vault_unlock", json!({"password": PASSWORD}));
                black_box(call(&mut desk, "today_get", json!({})));
            })
        })
        .collect();
    row(
        "unlock to first list, 300 people, 600 events",
        times[0],
        Some(("the same with the cheapest key derivation", times[1])),
    );
}

fn save(dir: &Path) {
    let mut desk = made(&dir.join("save.zhixin"), KdfCost::LEAST);
    let duty = call(&mut desk, "duty_list", json!({"kind": "talk"}))[0]["id"].clone();
    let mut form = call(&mut desk, "talk_begin", json!({"duty": duty}));
    form["settles"] = json!([]);
    form["topic"] = json!("了解到岗适应情况");
    form["content"] = json!("到岗后熟悉业务较快，台账登记还不熟。".repeat(22));
    let ours = median(|| {
        black_box(call(&mut desk, "talk_create", json!({"form": form})));
    });
    let plain = rusqlite::Connection::open(dir.join("plain.db")).unwrap();
    plain
        .execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE talks (id INTEGER PRIMARY KEY, body TEXT);",
        )
        .unwrap();
    let body = form.to_string();
    let theirs = median(|| {
        plain.execute("INSERT INTO talks (body) VALUES (?1)", [&body]).unwrap();
    });
    row("save one talk: checked, logged, encrypted", ours, Some(("one bare insert into plain SQLite", theirs)));
}

fn talk(n: usize) -> Sheet {
    let subject =
        Subject { name: "高辉刚".to_owned(), post: "办税服务厅综合岗".to_owned(), ..Subject::default() };
    Sheet::Talk(TalkSheet {
        branch: "中和税务所党支部".to_owned(),
        number: format!("〔2026〕第{n}号"),
        talkers: vec![Signatory { name: "甲书记".to_owned(), post: "党支部书记".to_owned() }],
        persons: vec![subject],
        day: day(),
        start: None,
        end: None,
        place: "支部活动室".to_owned(),
        mode: TalkMode::Individual,
        recorder: "甲书记".to_owned(),
        categories: vec![2],
        own_categories: vec![],
        topic: "了解到综合岗一周的适应情况。".to_owned(),
        content: format!("第{n}次：到综合岗一周，业务已能上手，台账登记还不熟。").repeat(8),
        opinion: "服从安排。".to_owned(),
        follow_up: "食堂早餐时间：甲书记，11月25日前答复本人。".to_owned(),
        late_entry: false,
        sheet_no: format!("T2026-{n:04}"),
    })
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn forms() {
    let press = Press::new().unwrap();
    let mut n = 0;
    let one = median(|| {
        // Another number each time, so that nothing comes from the memory of the time before.
        n += 1;
        black_box(press.pdf(&talk(n), day()).unwrap());
    });
    row("one form to PDF/A, warm", one, None);
    let many = median(|| {
        paper::forget();
        let sheets: Vec<Sheet> = (0..300).map(talk).collect();
        black_box(press.pdf_of_many(&sheets, day()).unwrap());
    });
    row("300 forms to one PDF/A", many, Some(("300 × one form", one * 300.0)));
}

fn ledger() {
    let head = Head { unit: "中和税务所党支部".to_owned(), made: day(), period: "2026年".to_owned() };
    let rows: Vec<TalkRow> = (0..20_000)
        .map(|n| TalkRow {
            number: format!("〔2026〕第{n}号"),
            day: day(),
            persons: vec![format!("测试{n}")],
            posts: vec!["税收管理员".to_owned()],
            political: vec!["中共党员".to_owned()],
            categories: vec![2],
            items: "工作、岗位调整时".to_owned(),
            reason: "岗位调整".to_owned(),
            talkers: vec!["甲书记".to_owned()],
            place: "支部活动室".to_owned(),
            mode: "个别".to_owned(),
            outline: "了解到岗适应情况；讲清岗位职责与廉洁要求。".to_owned(),
            opinion: "服从安排。".to_owned(),
            follow_up: "月底再谈一次。".to_owned(),
            outcome: String::new(),
            late_entry: false,
            note: String::new(),
        })
        .collect();
    let xlsx = median(|| {
        black_box(sheet::to_xlsx(&[sheet::talks_ledger(&head, &rows)]).unwrap());
    });
    let csv = median(|| {
        black_box(sheet::to_csv(&sheet::talks_ledger(&head, &rows)).unwrap());
    });
    row("ledger of 20,000 rows to xlsx", xlsx, Some(("the same to CSV", csv)));
}
