//! Running other programs and finding one's way in the tree.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a step gives: nothing, or a sentence on what went wrong.
pub(crate) type Outcome = Result<(), String>;

/// The top of the tree.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map_or(here.clone(), PathBuf::from)
}

/// A program to be run at the top of the tree.
pub(crate) fn program(name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args).current_dir(root());
    command
}

/// The same cargo that runs this.
pub(crate) fn cargo(args: &[&str]) -> Command {
    program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), args)
}

/// npm in `ui/`; on Windows it is a script with an ending.
pub(crate) fn npm(args: &[&str]) -> Command {
    let mut command = program(if cfg!(windows) { "npm.cmd" } else { "npm" }, args);
    command.current_dir(root().join("ui"));
    command
}

/// Says what is done and does it; a failure names the program.
pub(crate) fn run(what: &str, mut command: Command) -> Outcome {
    println!("── {what}");
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("{what}: {name} cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what}: {name} failed ({status})")) }
}

/// Does it without showing anything unless it fails.
pub(crate) fn run_quietly(what: &str, mut command: Command) -> Outcome {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{what}: {name} cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)].concat();
    Err(format!("{said}\n{what}: {name} failed ({})", output.status))
}

/// Whether a program runs and ends well.
pub(crate) fn succeeds(name: &str, args: &[&str]) -> bool {
    let status = program(name, args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
