//! `cargo xtask gallery`: pictures of the pages in the real window, to look at and for the manual.

use crate::setup::{For, set_up};
use crate::shell::{Outcome, cargo, program, run, succeeds};

/// Switches the journeys on, among which the pictures are taken.
const E2E: &str = "zhixin-tests/e2e";

/// Builds what is shown and takes the pictures of one case.
pub(crate) fn gallery(case: &str) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err("The window can only be driven on Linux.".to_owned());
    }
    set_up(For::Test)?;
    run("the programs", cargo(&["build", "--quiet", "--workspace", "--all-targets", "--features", E2E]))?;
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let tests = [&cargo, "test", "--workspace", "--features", E2E, "--test", "e2e", "--", "--ignored", "--exact", case];
    // Larger than the largest window.
    let display = ["xvfb-run", "-a", "-s", "-screen 0 2000x1200x24"];
    let session = if succeeds("dbus-run-session", &["--version"]) { &["dbus-run-session", "--"][..] } else { &[] };
    let line = [session, &display, &tests].concat();
    let mut command = program(line[0], &line[1..]);
    command.env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
    run("pictures", command)
}
