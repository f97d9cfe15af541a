//! `cargo xtask test`: every test there is, from the rules to the real window.

use crate::setup::{For, set_up};
use crate::shell::{Outcome, cargo, npm, program, run, succeeds};

/// Switches the journeys on; a plain `cargo test` has no display for them.
const E2E: &str = "zhixin-tests/e2e";

/// Properties are tried on the same cases in every run; `cargo xtask soak` tries others.
const SEED: &str = "20261123";

/// Sets up and runs everything; this is what CI runs.
pub(crate) fn test() -> Outcome {
    set_up(For::Test)?;
    run("types of the page", npm(&["run", "--silent", "check"]))?;
    run("tests of the page", npm(&["run", "--silent", "test"]))?;
    // Everything is built in one selection: another one would choose other features of shared crates and build them twice.
    run(
        "the programs and their tests",
        cargo(&["build", "--quiet", "--workspace", "--all-targets", "--features", E2E]),
    )?;
    let mut tests = cargo(&["test", "--workspace"]);
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        tests.env("PROPTEST_RNG_SEED", SEED);
    }
    run("tests of the crates, the whole-program suite and the golden pages", tests)?;
    journeys()
}

/// The journeys through the real window, on a display of their own.
fn journeys() -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("The journeys run on Linux only: macOS has no driver for the web view.");
        return Ok(());
    }
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let tests = [&cargo, "test", "--workspace", "--features", E2E, "--test", "e2e", "--", "--test-threads=1"];
    let display = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"];
    let session = if succeeds("dbus-run-session", &["--version"]) { &["dbus-run-session", "--"][..] } else { &[] };
    let line = [session, &display, &tests].concat();
    let mut command = program(line[0], &line[1..]);
    // Without an accessibility bus GTK waits for one; the display has no graphics card.
    command.env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
    run("journeys through the real window", command)
}
