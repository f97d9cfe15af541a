//! `cargo xtask licences`: the list of shipped parts and their licences that the settings page shows.
//!
//! What the parts are is found out by `parts.mjs`, which also writes what the packages hold of it.

use std::fs;
use std::path::Path;

use crate::shell::{Outcome, program, root};

/// Writes `ui/src/licences.txt`, one part a line.
pub(crate) fn licences() -> Outcome {
    write("list", &root().join("ui/src/licences.txt"))
}

/// Writes what `parts.mjs` says of the parts (`list`, `sbom` or `texts`) into a file.
pub(crate) fn write(what: &str, file: &Path) -> Outcome {
    fs::write(file, ask(what)?).map_err(|error| format!("{}: {error}", file.display()))
}

fn ask(what: &str) -> Result<Vec<u8>, String> {
    let output = program("node", &["src-tauri/xtask/parts.mjs", what]).output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(output.stdout)
}
