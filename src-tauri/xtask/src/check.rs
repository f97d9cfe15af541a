//! `cargo xtask check`: what must hold before a commit; and the types that are generated for the page.

use crate::setup::{For, set_up};
use crate::shell::{Outcome, cargo, npm, run};

/// Format, lints and types; without `fast` the Rust tests and the page's tests too.
pub(crate) fn check(fast: bool) -> Outcome {
    set_up(For::Start)?;
    run("format", cargo(&["fmt", "--all", "--check"]))?;
    run(
        "lints",
        cargo(&[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--features",
            "zhixin-tests/e2e",
            "--",
            "-D",
            "warnings",
        ]),
    )?;
    run("types of the page", npm(&["run", "--silent", "check"]))?;
    run(
        "drift of the generated types",
        cargo(&["test", "--quiet", "-p", "zhixin-tests", "--test", "suite", "the_pages_types"]),
    )?;
    if fast {
        return Ok(());
    }
    run("tests of the page", npm(&["run", "--silent", "test"]))?;
    run("the programs", cargo(&["build", "--quiet", "--workspace", "--bins"]))?;
    run("tests", cargo(&["test", "--quiet", "--workspace"]))
}

/// Writes the page's types from the command table.
pub(crate) fn bindings() -> Outcome {
    run("bindings", cargo(&["run", "--quiet", "-p", "desk", "--example", "bindings"]))
}
