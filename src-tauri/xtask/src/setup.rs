//! What a machine must have: system packages, the front end's packages, the built front end.

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::shell::{Outcome, npm, program, root, run, run_quietly, succeeds};

/// Debian packages that building and running need.
const BUILD: &[&str] = &[
    "build-essential",
    "perl",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libsoup-3.0-dev",
    "fonts-noto-cjk",
];

/// Debian packages that only the tests need: a display, a driver for the window, readers for PDF files and spreadsheets, a printer.
const TEST: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "dbus",
    "poppler-utils",
    "qpdf",
    "cups",
    "printer-driver-cups-pdf",
    "ghostscript",
    "python3-openpyxl",
    "libreoffice-calc-nogui",
];

/// What is to be done with the tree.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    Start,
    Test,
}

/// Sets the machine up; says nothing when nothing is missing.
pub(crate) fn set_up(purpose: For) -> Outcome {
    packages(purpose)?;
    if !succeeds(if cfg!(windows) { "npm.cmd" } else { "npm" }, &["--version"]) {
        return Err("Node.js 20 or newer with npm is needed; please install it first.".to_owned());
    }
    front_end_packages()?;
    build_front_end()
}

fn packages(purpose: For) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let wanted = BUILD.iter().chain(if purpose == For::Test { TEST } else { &[] });
    if !succeeds("dpkg", &["--version"]) {
        // Other systems name their packages differently; the build says what is missing.
        println!(
            "This is not Debian or Ubuntu. If the build fails, install what corresponds to: {}",
            wanted.copied().collect::<Vec<_>>().join(" ")
        );
        return Ok(());
    }
    let missing: Vec<&str> = wanted.copied().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let is_root = succeeds("sh", &["-c", "test \"$(id -u)\" = 0"]);
    if !is_root && !agreed(&format!("These packages are missing: {list}\nInstall them with sudo apt-get?"))? {
        return Err(format!("Please install: sudo apt-get install {list}"));
    }
    let apt = |args: &[&str]| {
        let mut command =
            if is_root { program("apt-get", args) } else { program("sudo", &[&["apt-get"], args].concat()) };
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    println!("── system packages: {list}");
    run_quietly("package lists", apt(&["update", "-qq"]))?;
    run_quietly("system packages", apt(&[&["install", "-y", "-qq", "--no-install-recommends"], &missing[..]].concat()))
}

fn is_installed(package: &str) -> bool {
    let query = format!("dpkg-query -W -f '${{Status}}' {package} 2>/dev/null | grep -q 'ok installed'");
    succeeds("sh", &["-c", &query])
}

/// Asks before root is used; where nobody can answer, the answer is no.
fn agreed(question: &str) -> Result<bool, String> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    print!("{question} [Y/n] ");
    std::io::stdout().flush().map_err(|error| error.to_string())?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|error| error.to_string())?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes"))
}

/// Installs what the lock file names, fonts included, when it has changed since the last time.
fn front_end_packages() -> Outcome {
    let ui = root().join("ui");
    let stamp = ui.join("node_modules/.zhixin-lock");
    let lock = read(&ui.join("package-lock.json"))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("── packages of the front end, and the fonts of the printed sheets");
    run_quietly("front-end packages", npm(&["ci", "--no-fund", "--no-audit", "--loglevel=error"]))?;
    fs::write(&stamp, lock).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Builds the page when a source is newer than what was built; the program embeds it.
fn build_front_end() -> Outcome {
    let ui = root().join("ui");
    let built = modified(&ui.join("dist/index.html"));
    let sources = ["src", "index.html", "vite.config.ts", "package-lock.json"].map(|name| newest(&ui.join(name)));
    if built.is_some() && sources.iter().all(|source| *source <= built) {
        return Ok(());
    }
    run("the page", npm(&["run", "--silent", "build", "--", "--logLevel", "warn"]))
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{}: {error}", file.display()))
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|data| data.modified()).ok()
}

/// The newest change of a file or of anything in a folder.
fn newest(place: &PathBuf) -> Option<SystemTime> {
    let Ok(entries) = fs::read_dir(place) else { return modified(place) };
    entries.flatten().filter_map(|entry| newest(&entry.path())).max()
}
