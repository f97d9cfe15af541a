//! The commands of the workspace: `cargo xtask start`, `test`, `check`, `bindings`, `bundle`, `bench`.
//!
//! `start` and `test` do all set-up on a fresh machine and are quick when nothing is missing.
//! The crate has no dependencies, because it must build before anything is set up.

mod bench;
mod bundle;
mod check;
mod gallery;
mod licences;
mod setup;
mod shell;
mod soak;
mod start;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask start            set up, build, and open the program on a demonstration ledger
cargo xtask test             set up, build, and run every test, in the real window too
cargo xtask check [--fast]   format, lints, types, drift; without --fast the Rust tests too
cargo xtask bindings         write the page's types from the command table
cargo xtask bundle [--try]   build for release and pack; with --try install and start it in a clean system
cargo xtask licences         write the list of shipped parts and their licences
cargo xtask bench [PART…]    print the benchmark table, or parts of it, as `search` or `scan`
cargo xtask gallery [--manual]
                             take pictures of every page into target/gallery; with --manual those of the manual
cargo xtask soak [KILLS [CASES]]
                             the long forms of the tests: 500 kills, 2000 cases of each property";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["start"] => start::start(),
        ["test"] => test::test(),
        ["check"] => check::check(false),
        ["check", "--fast"] => check::check(true),
        ["bindings"] => check::bindings(),
        ["bundle"] => bundle::bundle(false),
        ["bundle", "--try"] => bundle::bundle(true),
        ["licences"] => licences::licences(),
        ["bench", ref parts @ ..] => bench::bench(parts),
        ["gallery"] => gallery::gallery("gallery::gallery"),
        ["gallery", "--manual"] => gallery::gallery("gallery::manual"),
        ["soak"] => soak::soak(None, None),
        ["soak", kills] => soak::soak(Some(kills), None),
        ["soak", kills, cases] => soak::soak(Some(kills), Some(cases)),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
