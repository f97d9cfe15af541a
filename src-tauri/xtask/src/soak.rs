//! `cargo xtask soak`: the long forms of the tests that an ordinary run does only a sample of.

use crate::setup::{For, set_up};
use crate::shell::{Outcome, cargo, run};

/// How often the program is killed, and how many cases of each property are tried, unless the command says otherwise.
const KILLS: &str = "500";
const CASES: &str = "2000";

/// What runs: the words that are said, and which tests of the workspace, by target and name.
const PARTS: &[(&str, &[&str])] = &[
    ("every write of the database engine fails, in everything that writes", &["--test", "whole", "engine_faults"]),
    ("write-ahead logs torn, pages put back, anything given out as a backup", &["--test", "whole", "torn"]),
    ("the program killed while it works", &["--test", "suite", "killed"]),
    ("every command sent anything, every form filled with anything", &["--test", "suite", "any"]),
    ("anything given out as a roster, and printed", &["--test", "hostile"]),
    ("rosters in every untidy shape", &["--test", "untidy"]),
    ("bad scans of printed sheets, of each kind", &["--test", "scan"]),
    ("the properties of each crate, key files given as anything among them", &["--lib"]),
];

/// Runs everything long; `kills` and `cases` are for a shorter or a longer run.
pub(crate) fn soak(kills: Option<&str>, cases: Option<&str>) -> Outcome {
    let (kills, cases) = (kills.unwrap_or(KILLS), cases.unwrap_or(CASES));
    if [kills, cases].iter().any(|number| !number.parse::<u32>().is_ok_and(|number| number > 0)) {
        return Err("cargo xtask soak [KILLS [CASES]], both numbers above 0".to_owned());
    }
    set_up(For::Start)?;
    println!("The program is killed {kills} times, and {cases} cases of each property are tried; this may take hours.");
    for (what, tests) in PARTS {
        // One selection, as for the ordinary tests, so that nothing is built twice.
        let line = [&["test", "--quiet", "--workspace"], *tests, &["--", "--nocapture"]].concat();
        let mut command = cargo(&line);
        command.env("ZHIXIN_SOAK", kills).env("PROPTEST_CASES", cases);
        run(what, command)?;
    }
    println!("All of it held: {} kinds of tests, {kills} kills, {cases} cases of each property.", PARTS.len());
    Ok(())
}
