//! `zhixin`: every command of the desk from a terminal, and the main job without a window.
//!
//! It may depend on `desk` only; whatever it does, the window can do too.
//! Tests: the workspace member `tests`, which runs this program on real ledgers.

mod args;
mod demo;
mod demo_method;
mod export;
mod host;
mod import;
mod import_files;
mod password;
mod run;
mod scan;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // Before anything else: the same program also reads files for itself.
    if let Some(code) = desk::serve_reader(std::env::args_os().skip(1)) {
        return code;
    }
    let args = args::Args::parse();
    match run::run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let line =
                serde_json::to_string(&error).unwrap_or_else(|_| r#"{"code":"internal","detail":null}"#.to_owned());
            eprintln!("{line}");
            ExitCode::FAILURE
        }
    }
}
