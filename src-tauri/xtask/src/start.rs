//! `cargo xtask start`: the program on a demonstration ledger, or the main job in the terminal where there is no display.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::setup::{For, set_up};
use crate::shell::{Outcome, cargo, root, run};

/// The password of the demonstration ledger; the terminal program shows it too.
const PASSWORD: &str = "zhixin-2026";

/// Sets up, builds and opens the window.
pub(crate) fn start() -> Outcome {
    set_up(For::Start)?;
    run(
        "the program (the first build takes about ten minutes)",
        cargo(&["build", "--quiet", "--workspace", "--bins"]),
    )?;
    let out = root().join("out");
    fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    let ledger = out.join("演示账本.zhixin");
    if !ledger.exists() {
        run("a demonstration ledger", zhixin(&[Path::new("demo"), &out]))?;
    }
    if !has_display() {
        println!("There is no display here, so the main job runs in the terminal, into {}.", out.display());
        return in_the_terminal(&out, &ledger);
    }
    println!("演示账本密码 Password of the demonstration ledger: {PASSWORD}");
    let mut window = Command::new(binary("zhixin-app"));
    window.arg("--vault").arg(&ledger);
    run("知心", window)
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// What is owed, the sheets as PDF, the ledgers as workbooks.
fn in_the_terminal(out: &Path, ledger: &Path) -> Outcome {
    let password = out.join("演示密码.txt");
    fs::write(&password, PASSWORD).map_err(|error| format!("{}: {error}", password.display()))?;
    let with = |words: &[&str], rest: &[&Path]| {
        let mut command = zhixin(&[Path::new(words[0]), ledger]);
        command.args(&words[1..]).args(rest).arg("--password-file").arg(&password);
        command
    };
    run("what is owed", with(&["owed"], &[]))?;
    for (kind, name) in [("talk", "谈心谈话记录表"), ("visit", "走访慰问登记表")] {
        let file = out.join(format!("{name}.pdf"));
        run(name, with(&["print", kind, "-", "-o"], &[&file]))?;
        let blank = out.join(format!("{name}_空白.pdf"));
        run(&format!("{name}, blank"), with(&["print", &format!("{kind}-blank"), "-", "-o"], &[&blank]))?;
    }
    for (ledger, name) in [("owed", "应谈应访台账"), ("talks", "谈心谈话台账"), ("visits", "走访慰问台账")]
    {
        let file = out.join(format!("{name}.xlsx"));
        run(name, with(&["export", ledger, "-o"], &[&file]))?;
    }
    let file = out.join("台账汇总.xlsx");
    run("all ledgers", with(&["export", "all", "--purpose", "internal", "-o"], &[&file]))?;
    println!("Look into {}.", out.display());
    Ok(())
}

fn zhixin(args: &[&Path]) -> Command {
    let mut command = Command::new(binary("zhixin"));
    command.args(args);
    command
}

/// A built program of the workspace.
pub(crate) fn binary(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
