//! `cargo xtask licences`: the list of shipped parts and their licences that the settings page shows.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::shell::{Outcome, cargo, program, root};

/// Lists the run-time packages of the lock file: name, version, licence.
const NPM: &str = "
const { packages } = require('./ui/package-lock.json');
for (const [path, part] of Object.entries(packages)) {
  if (path && !part.dev && !part.devOptional && !part.optional)
    console.log(`${path.replace(/^.*node_modules\\//, '')} ${part.version}|${part.license ?? '?'}`);
}";

/// Writes `ui/src/licences.txt`, one part a line.
pub(crate) fn licences() -> Outcome {
    let tree = ["tree", "-p", "zhixin-app", "-p", "cli", "-e", "normal", "--prefix", "none", "--format", "{p}|{l}"];
    let mut parts: BTreeSet<String> = lines(cargo(&tree))?
        .into_iter()
        // Members of the workspace carry their folder.
        .filter(|line| !line.contains("(/"))
        .map(|line| line.replace(" (*)", "").replace(" (proc-macro)", "").replace(" v", " ").replace('|', "  "))
        .collect();
    parts.extend(lines(program("node", &["-e", NPM]))?.into_iter().map(|line| line.replace('|', "  ")));
    parts.insert("Noto Serif SC  OFL-1.1".to_owned());
    parts.insert("SQLCipher, SQLite  BSD-3-Clause, public domain".to_owned());
    parts.insert("OpenSSL 3  Apache-2.0".to_owned());
    let text: String = parts.into_iter().map(|part| part + "\n").collect();
    let file = root().join("ui/src/licences.txt");
    fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))
}

fn lines(mut command: Command) -> Result<Vec<String>, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}
