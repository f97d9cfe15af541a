//! `cargo xtask bench`: the benchmark table.

use crate::setup::{For, set_up};
use crate::shell::{Outcome, cargo, run};

/// Builds for release and prints the table.
pub(crate) fn bench() -> Outcome {
    set_up(For::Start)?;
    run(
        "benchmarks (built for release)",
        cargo(&["run", "--quiet", "--release", "-p", "zhixin-tests", "--example", "bench"]),
    )
}
