//! Searching 20,000 talks of 400 characters through the command table, beside `LIKE` on the same texts in plain SQLite.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use chrono::{DateTime, Days, NaiveDate};
use desk::{Desk, KdfCost, NoHost, World};
use method::{ContactState, Person, PersonId, Talk, TalkId, TalkMode};
use serde_json::json;
use vault::{Password, Vault, VaultError};

use crate::{PASSWORD, row, tiny};

/// Characters of running text, from frequent to rare; the last stands in one note of 500.
const WORDS: [&str; 24] = [
    "工作", "学习", "同志", "情况", "岗位", "征期", "台账", "登记", "父亲", "孩子", "食堂", "值班", "的", "了", "，",
    "。", "表示", "希望", "协调", "困难", "感谢", "组织", "谈话", "适应",
];
const RARE: &str = "骨折";

/// Makes the ledger in `dir` and prints the rows.
pub(crate) fn search(dir: &Path) {
    let notes_count = tiny(20_000);
    let notes: Vec<String> = (0..notes_count).map(note).collect();
    let place = dir.join("search.zhixin");
    fill(&place, &notes);
    let plain = rusqlite::Connection::open(dir.join("search_plain.db")).unwrap();
    plain
        .execute_batch("PRAGMA cache_size = -65536; CREATE TABLE notes (n INTEGER PRIMARY KEY, text TEXT); BEGIN;")
        .unwrap();
    for text in &notes {
        plain.execute("INSERT INTO notes (text) VALUES (?1)", [text]).unwrap();
    }
    plain.execute_batch("COMMIT").unwrap();
    let mut desk = Desk::new(World::real(), place, KdfCost::LEAST).unwrap();
    desk::call(&mut desk, &NoHost, "vault_unlock", json!({"password": PASSWORD})).unwrap();
    for query in ["骨", RARE, "岗位", "骨折了一", "没有此词"] {
        let ours = times(|| {
            black_box(desk::call(&mut desk, &NoHost, "search_find", json!({"query": query})).unwrap());
        });
        let like = times(|| {
            let sql = "SELECT n FROM notes WHERE text LIKE ?1 ORDER BY n DESC";
            let mut found = plain.prepare_cached(sql).unwrap();
            let rows = found.query_map([format!("%{query}%")], |row| row.get::<_, i64>(0)).unwrap();
            black_box(rows.count());
        });
        let p95 = ours[ours.len() * 95 / 100];
        let workload = format!("search “{query}” in {notes_count} notes of 400 characters, p95 {p95:.1} ms");
        let like = ("LIKE over the same notes in plain SQLite", like[like.len() / 2]);
        row(&workload, ours[ours.len() / 2], Some(like));
    }
}

/// Twenty runs after two uncounted ones, sorted.
pub(crate) fn times(mut work: impl FnMut()) -> Vec<f64> {
    let mut times: Vec<f64> = (0..22)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .skip(2)
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

/// The same text every time, of words in an order that looks like chance.
fn note(n: usize) -> String {
    let mut state = n as u64 + 1;
    let mut text = String::new();
    while text.chars().count() < 400 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(WORDS[(state >> 33) as usize % WORDS.len()]);
    }
    if n.is_multiple_of(500) { format!("{text}{RARE}了一次") } else { text }
}

fn fill(place: &Path, notes: &[String]) {
    let mut vault = Vault::create(World::real(), place, &Password::new(PASSWORD.to_owned()), KdfCost::LEAST).unwrap();
    let who = PersonId(uuid::Uuid::from_u128(1));
    vault.write::<_, VaultError>(|w| w.put_person(&Person::named(who, "测试"))).unwrap();
    let first = NaiveDate::from_ymd_opt(2016, 1, 1).unwrap();
    for (part, chunk) in notes.chunks(2_000).enumerate() {
        vault
            .write::<_, VaultError>(|w| {
                chunk.iter().enumerate().try_for_each(|(i, text)| {
                    let n = part * 2_000 + i;
                    w.put_talk(&Talk {
                        id: TalkId(uuid::Uuid::from_u128(1_000 + n as u128)),
                        number: None,
                        state: ContactState::Saved,
                        persons: vec![who],
                        talkers: Vec::new(),
                        day: first + Days::new((n / 6) as u64),
                        start: None,
                        end: None,
                        place: String::new(),
                        mode: TalkMode::Individual,
                        recorder: String::new(),
                        categories: Vec::new(),
                        topic: "近期情况".to_owned(),
                        content: text.clone(),
                        opinion: String::new(),
                        follow_up: String::new(),
                        variant: Default::default(),
                        extra: Default::default(),
                        settles: Vec::new(),
                        facets: Vec::new(),
                        notes: Vec::new(),
                        draft_promises: Vec::new(),
                        entered_at: DateTime::UNIX_EPOCH,
                    })
                })
            })
            .unwrap();
    }
    vault.lock().unwrap();
}
