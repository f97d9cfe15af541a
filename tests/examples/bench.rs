//! The benchmark table: `cargo xtask bench`.
//!
//! Each row is the median of seven runs after two that are not counted, on data made the same way every time.
//! Where another way of doing the same exists, it is measured in the same run, and the ratio is what counts:
//! the milliseconds are those of one machine on one day.

#![allow(clippy::unwrap_used, reason = "a benchmark stops at what it did not expect")]

use std::collections::HashSet;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use desk::{Desk, KdfCost, NoHost, World};
use method::{Calendar, DutyId, Event, EventId, EventKind, Origin, PersonId, RulePack, derive_duties};
use paper::{Press, Sheet, Signatory, Subject, TalkMode, TalkSheet};
use serde_json::{Value, json};
use sheet::{Head, TalkRow};
use zhixin_tests::large;

const PASSWORD: &str = "benchmark-2026";
const PEOPLE: usize = 300;
const EVENTS: usize = 600;

fn main() {
    let dir = tempfile::tempdir().unwrap();
    println!("| workload | median | beside it | ratio |\n|---|---|---|---|");
    derive();
    unlock(dir.path());
    today(dir.path());
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

/// The duties of 20,000 events, beside the same number of days counted forward by the naive loop over a set of days off.
fn derive() {
    let (pack, calendar) = (RulePack::three_six().unwrap(), Calendar::built_in());
    let events: Vec<Event> = (0..20_000).map(event).collect();
    let ours = median(|| {
        for event in &events {
            black_box(derive_duties(event, &[], &pack, &calendar, || DutyId(uuid::Uuid::nil())));
        }
    });
    let owed: usize = events
        .iter()
        .map(|event| derive_duties(event, &[], &pack, &calendar, || DutyId(uuid::Uuid::nil())).len())
        .sum();
    let off: HashSet<NaiveDate> = (2023..=2026)
        .flat_map(|year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take(365))
        .filter(|day| !calendar.kind(*day).is_workday())
        .collect();
    let naive = median(|| {
        for i in 0..owed {
            let working = events[i % events.len()].day.iter_days().skip(1).filter(|day| !off.contains(day));
            black_box(working.take(4).last());
        }
    });
    let workload = format!("derive the {owed} duties of 20,000 events, each with its explanation");
    row(&workload, ours, Some(("only counting days, for as many", naive)));
}

fn event(n: usize) -> Event {
    let kinds = ["post_change", "award", "illness", "family_hardship", "discipline", "conflict", "wedding"];
    let day = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap() + Days::new(n as u64 % 1400);
    Event {
        id: EventId(uuid::Uuid::from_u128(n as u128)),
        kind: EventKind::new(kinds[n % kinds.len()]),
        persons: vec![PersonId(uuid::Uuid::from_u128(n as u128 % 300))],
        since: None,
        day,
        month_only: false,
        joint: false,
        origin: Origin::Entered,
        known_on: day - Days::new(3),
        note: String::new(),
        entered_at: chrono::DateTime::UNIX_EPOCH,
        cancelled: None,
    }
}

/// The first screen of the largest ledger, beside the same queries on the same rows in plain SQLite.
fn today(dir: &Path) {
    let place = dir.join("large.zhixin");
    large::make(&place, &World::real(), PASSWORD, large::LARGEST).unwrap();
    let mut desk = Desk::new(World::real(), place, KdfCost::LEAST).unwrap();
    call(&mut desk, "vault_unlock", json!({"password": PASSWORD}));
    let ours = median(|| {
        black_box(call(&mut desk, "today_get", json!({})));
    });
    let plain = plain_twin(&mut desk);
    let today = desk.today().to_string();
    let theirs = median(|| {
        black_box(plain_today(&plain, &today));
    });
    let workload = "the first screen of 3,000 persons and 90,000 records, views and JSON included";
    row(workload, ours, Some(("the same queries in plain SQLite, rows only", theirs)));
}

/// What the first screen is made of, in an unencrypted file with the same indices.
fn plain_twin(desk: &mut Desk) -> rusqlite::Connection {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE persons (id TEXT PRIMARY KEY, name TEXT, post TEXT, birth TEXT, left_day TEXT) WITHOUT ROWID;
         CREATE TABLE duties (n INTEGER PRIMARY KEY, event_title TEXT, event_day TEXT, kind TEXT, person TEXT,
             category INTEGER, due TEXT, first_due TEXT, how TEXT, explanation TEXT);
         CREATE INDEX owed ON duties (due) WHERE how IS NULL AND category <> 0;
         CREATE INDEX routine ON duties (event_title, due, how) WHERE category = 0;
         CREATE INDEX figures ON duties (first_due, how, due);
         CREATE TABLE checks (person TEXT, facet INTEGER, day TEXT, PRIMARY KEY (person, facet, day)) WITHOUT ROWID;
         CREATE TABLE promises (due TEXT, person TEXT, what TEXT);",
    )
    .unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let people = call(desk, "person_list", json!({}));
    for one in people.as_array().unwrap() {
        let values = (text(&one["id"]), text(&one["name"]), text(&one["post"]), text(&one["birth"]));
        db.execute("INSERT INTO persons VALUES (?1, ?2, ?3, ?4, NULL)", values).unwrap();
    }
    let work = db.unchecked_transaction().unwrap();
    for duty in call(desk, "duty_list", json!({"all": true})).as_array().unwrap() {
        let sql =
            "INSERT INTO duties (event_title, event_day, kind, person, category, due, first_due, how, explanation)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let values = (
            text(&duty["event"]["title"]),
            text(&duty["event"]["day"]),
            text(&duty["kind"]),
            text(&duty["person"]["id"]),
            duty["category"].as_i64().unwrap(),
            text(&duty["due"]),
            text(&duty["first_due"]),
            text(&duty["closed"]["how"]),
            duty["explanation"].to_string(),
        );
        work.prepare_cached(sql).unwrap().execute(values).unwrap();
    }
    for row in call(desk, "knowing_map", json!({}))["rows"].as_array().unwrap() {
        for (facet, cell) in row["cells"].as_array().unwrap().iter().enumerate() {
            if let Some(day) = cell["checked"].as_str() {
                let values = (text(&row["person"]["id"]), facet as i64, day);
                work.prepare_cached("INSERT INTO checks VALUES (?1, ?2, ?3)").unwrap().execute(values).unwrap();
            }
        }
    }
    for one in call(desk, "promise_list", json!({})).as_array().unwrap() {
        let values = (text(&one["due"]), text(&one["person"]["id"]), text(&one["what"]));
        work.execute("INSERT INTO promises VALUES (?1, ?2, ?3)", values).unwrap();
    }
    work.commit().unwrap();
    db
}

/// The queries of the first screen; gives how many rows they have.
fn plain_today(db: &rusqlite::Connection, today: &str) -> usize {
    let near = "SELECT d.event_title, d.event_day, d.kind, d.due, d.first_due, d.explanation, p.name, p.post
                FROM duties d JOIN persons p ON p.id = d.person WHERE d.how IS NULL AND d.category <> 0";
    let queries = [
        format!("{near} AND d.due <= date(?1, 'weekday 0') ORDER BY d.due"),
        format!("{near} AND d.due > date(?1, 'weekday 0') ORDER BY d.due LIMIT 200"),
        "SELECT count(*) FROM duties WHERE how IS NULL AND category <> 0 AND due > date(?1, 'weekday 0')".to_owned(),
        "SELECT event_title, due, count(*), count(*) FILTER (WHERE how IS NULL) FROM duties WHERE category = 0 AND ?1 = ?1
         GROUP BY event_title, due"
            .to_owned(),
        "SELECT how, count(*) FROM duties WHERE first_due BETWEEN substr(?1, 1, 4) || '-01-01' AND substr(?1, 1, 4) || '-12-31'
         GROUP BY how, due < ?1"
            .to_owned(),
        "SELECT person, facet, max(day) FROM checks WHERE ?1 = ?1 GROUP BY person, facet".to_owned(),
        "SELECT id, name, birth FROM persons WHERE left_day IS NULL AND ?1 = ?1".to_owned(),
        "SELECT due, person, what FROM promises WHERE ?1 = ?1 ORDER BY due LIMIT 50".to_owned(),
    ];
    let mut found = 0;
    for sql in &queries {
        let mut statement = db.prepare_cached(sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([today]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                black_box(row.get_ref(column).unwrap());
            }
            found += 1;
        }
    }
    found
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
