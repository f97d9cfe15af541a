//! `zhixin`: every command of the desk from a terminal, and the main job without a window.
//!
//! It may depend on `desk` only; whatever it does, the window can do too. (The large demonstration ledger is filled by [`large`], which
//! writes straight into `vault`, past the commands: so many of them would take minutes.)
//! Tests: the workspace member `tests`, which runs this program on real ledgers.

mod args;
mod demo;
mod demo_activities;
mod demo_method;
mod export;
mod host;
mod import;
mod import_files;
pub mod large;
mod password;
mod run;
mod scan;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

/// Does what the words of a command line ask for; the first is the program's own.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = words.into_iter().collect();
    // Before anything else: the same program also reads files for itself.
    if let Some(code) = desk::serve_reader(words.iter().skip(1).cloned()) {
        return code;
    }
    match run::run(args::Args::parse_from(words)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let line =
                serde_json::to_string(&error).unwrap_or_else(|_| r#"{"code":"internal","detail":null}"#.to_owned());
            eprintln!("{line}");
            ExitCode::FAILURE
        }
    }
}
