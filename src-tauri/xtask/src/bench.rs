//! `cargo xtask bench`: the benchmark table.

use crate::bundle::build;
use crate::setup::{For, set_up};
use crate::shell::{Outcome, cargo, run};

/// Builds for release and prints the table, or only these parts of it.
pub(crate) fn bench(parts: &[&str]) -> Outcome {
    set_up(For::Start)?;
    // The window is measured as it is packed, with an empty one beside it.
    let mut shown = build()?;
    shown.args(["--bins", "--example", "blank"]);
    run("the programs (built for release)", shown)?;
    let built = ["run", "--quiet", "--release", "-p", "zhixin-tests", "--example", "bench", "--"];
    run("benchmarks (built for release)", cargo(&[&built[..], parts].concat()))
}
