//! `cargo xtask bench`: the benchmark table.

use crate::setup::{For, set_up};
use crate::shell::{Outcome, cargo, run};

/// Builds for release and prints the table, or only these parts of it.
pub(crate) fn bench(parts: &[&str]) -> Outcome {
    set_up(For::Start)?;
    let built = ["run", "--quiet", "--release", "-p", "zhixin-tests", "--example", "bench", "--"];
    run("benchmarks (built for release)", cargo(&[&built[..], parts].concat()))
}
