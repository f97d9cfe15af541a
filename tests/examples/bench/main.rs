//! The benchmark table: `cargo xtask bench`.
//!
//! Each row is the median of seven runs after two that are not counted (of twenty for a search), on data made the same way every time.
//! Where another way of doing the same exists, it is measured in the same run, and the ratio is what counts:
//! the milliseconds are those of one machine on one day.
//!
//! Names of parts as arguments measure only these: `cargo xtask bench yearbook scan`.
//! `ZHIXIN_BENCH_TINY` makes everything a hundredth as large, to see whether it runs.

#![allow(clippy::unwrap_used, reason = "a benchmark stops at what it did not expect")]

mod method;
mod paper;
mod plain;
mod scan;
mod screen;
mod search;
mod sheets;
mod store;
#[cfg(target_os = "linux")]
mod window;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use chrono::Days;
use cli::large;
use desk::{Desk, KdfCost, NoHost, World};
use serde_json::{Value, json};

const PASSWORD: &str = "benchmark-2026";
const PEOPLE: usize = 300;
const EVENTS: usize = 600;

/// A part by its name, with a folder for what it needs.
type Part = (&'static str, fn(&Path));

fn main() -> ExitCode {
    // What reads files from outside is this program once more.
    if let Some(served) = desk::serve_reader(std::env::args_os().skip(1)) {
        return served;
    }
    let dir = tempfile::tempdir().unwrap();
    let parts: &[Part] = &[
        // First, so that the memory which it takes is not that of another part.
        ("sheets", sheets::out_and_in),
        ("derive", |_| method::derive()),
        ("unlock", store::unlock),
        ("open", store::unlock_without_derivation),
        ("today", screen::today),
        ("statistics", screen::statistics),
        ("save", store::save),
        ("save_many", store::save_many),
        ("lists", store::lists),
        ("search", search::search),
        ("backup", store::backup),
        ("forms", |_| paper::forms()),
        ("yearbook", |_| paper::yearbook()),
        ("ledger", |_| paper::ledger()),
        ("scan", |_| scan::intake()),
        #[cfg(target_os = "linux")]
        ("window", window::window),
    ];
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    println!("| workload | median | beside it | ratio |\n|---|---|---|---|");
    for (name, part) in parts {
        if wanted.is_empty() || wanted.iter().any(|one| one == *name) {
            part(dir.path());
        }
    }
    ExitCode::SUCCESS
}

/// How many of something, or a hundredth of it for a trial.
fn tiny(many: usize) -> usize {
    if std::env::var_os("ZHIXIN_BENCH_TINY").is_some() { (many / 100).max(3) } else { many }
}

/// The largest ledger to which the program is held.
fn large_size() -> large::Size {
    large::Size { persons: tiny(large::LARGEST.persons), records: tiny(large::LARGEST.records) }
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
    let people: Vec<Value> = (0..tiny(PEOPLE))
        .map(|i| {
            call(&mut desk, "person_create", json!({"name": format!("测试{i}"), "post": "税收管理员"}))["id"].clone()
        })
        .collect();
    for i in 0..tiny(EVENTS) {
        let day = today.checked_sub_days(Days::new(i as u64 % 20)).unwrap();
        let kind = ["illness", "post_change", "family_hardship"][i % 3];
        call(
            &mut desk,
            "event_create",
            json!({"kind": kind, "persons": [people[i % people.len()]], "day": day, "note": "县人民医院住院"}),
        );
    }
    desk
}
