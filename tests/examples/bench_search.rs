//! The search row of the benchmark table, on its own: `cargo run --release -p zhixin-tests --example bench_search`.

#![allow(clippy::unwrap_used, reason = "a benchmark stops at what it did not expect")]

#[path = "bench_search/rows.rs"]
mod rows;

fn main() {
    let dir = tempfile::tempdir().unwrap();
    println!("| workload | median | beside it | ratio |\n|---|---|---|---|");
    for row in rows::rows(dir.path()) {
        println!(
            "| {} | {:.2} ms (p95 {:.2}) | LIKE over the same notes in plain SQLite: {:.2} ms | {:.1}× faster |",
            row.workload,
            row.ours,
            row.ours_p95,
            row.like,
            row.like / row.ours
        );
    }
}
