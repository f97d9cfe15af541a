//! `cargo xtask bundle`: the programs built for release and packed for the system that this runs on; with `--try` the packages are
//! installed into a clean system and started from there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::licences;
use crate::setup::{For, set_up};
use crate::shell::{Outcome, cargo, program, root, run, run_quietly, succeeds};

/// What a package may weigh, in bytes; on Windows it brings the web view for computers without a network.
const LIMIT: u64 = if cfg!(windows) { 300 << 20 } else { 40 << 20 };

/// Builds and packs.
pub(crate) fn bundle(try_it: bool) -> Outcome {
    set_up(For::Start)?;
    run("the programs (built for release)", build()?)?;
    let parts = parts()?;
    // What lies there from before must not pass for what was made now.
    for package in packages()? {
        fs::remove_file(&package).map_err(|error| format!("{}: {error}", package.display()))?;
    }
    run("the packages", pack(&parts)?)?;
    let packages = packages()?;
    squeeze(&packages)?;
    if packages.is_empty() {
        return Err("no package was made".to_owned());
    }
    for package in &packages {
        let size = fs::metadata(package).map_err(|error| format!("{}: {error}", package.display()))?.len();
        println!("{:7.1} MB  {}", size as f64 / f64::from(1 << 20), package.display());
        if size > LIMIT {
            return Err(format!("{} is larger than {} MB", package.display(), LIMIT >> 20));
        }
    }
    println!("            {}", parts.join("zhixin.cdx.json").display());
    if try_it { try_out(&packages) } else { Ok(()) }
}

/// The same sources at the same place give the same programs: the commit's day for the day, and no path of this computer in them but
/// the folder that OpenSSL was built in.
pub(crate) fn build() -> Result<Command, String> {
    let mut command = cargo(&["build", "--release", "--locked", "-p", "zhixin-app"]);
    // On Linux the window's program is the terminal's too, see `linux/zhixin`; elsewhere a program is for one of them.
    if !cfg!(target_os = "linux") {
        command.args(["-p", "cli"]);
    }
    let mut shorter = vec![format!("--remap-path-prefix={}=/zhixin", root().display())];
    for folder in crate_folders()? {
        shorter.push(format!("--remap-path-prefix={}=/crates", folder.display()));
    }
    // Flags with a blank in them are parted by this sign instead.
    command.env("CARGO_ENCODED_RUSTFLAGS", shorter.join("\u{1f}"));
    // A plus says that something was changed since.
    let known = [
        ("ZHIXIN_COMMIT", git(&["describe", "--always", "--exclude=*", "--dirty=+"])),
        ("ZHIXIN_DAY", git(&["log", "-1", "--format=%cs"])),
        ("SOURCE_DATE_EPOCH", git(&["log", "-1", "--format=%ct"])),
    ];
    command.envs(known.into_iter().filter_map(|(name, value)| Some((name, value?))));
    Ok(command)
}

/// Where cargo keeps the sources of crates.
fn crate_folders() -> Result<Vec<PathBuf>, String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let user = std::env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).map(PathBuf::from);
    let Some(home) = home.or_else(|| Some(user?.join(".cargo"))) else { return Ok(Vec::new()) };
    entries(&home.join("registry/src"))
}

/// What git says of the commit that is built; none where there is no git or no commit.
fn git(args: &[&str]) -> Option<String> {
    let output = program("git", args).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

/// What lies in the packages beside the window's program: the terminal's where it is another, the list of parts, their licences.
fn parts() -> Result<PathBuf, String> {
    println!("── parts and licences");
    let folder = target().join("package");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    if !cfg!(target_os = "linux") {
        let name = format!("zhixin{}", std::env::consts::EXE_SUFFIX);
        let from = target().join("release").join(&name);
        fs::copy(&from, folder.join(&name)).map_err(|error| format!("{}: {error}", from.display()))?;
    }
    licences::write("sbom", &folder.join("zhixin.cdx.json"))?;
    licences::write("texts", &folder.join("third-party-licences.txt"))?;
    Ok(folder)
}

/// Tauri's own bundler, over what was built.
fn pack(parts: &Path) -> Result<Command, String> {
    let bundler = root().join("ui/node_modules/@tauri-apps/cli/tauri.js");
    if !bundler.exists() {
        return Err("the bundler is missing; npm did not install the development packages of ui/".to_owned());
    }
    let mut command = program("node", &[]);
    command.arg(bundler).args(["bundle", "--ci"]).current_dir(root().join("src-tauri"));
    command.env("CARGO_TARGET_DIR", target());
    if !cfg!(target_os = "linux") {
        // Named here and not in the configuration, as every build, packed or not, would look for what it names.
        let resources: Vec<String> = entries(parts)?
            .iter()
            .filter_map(|file| Some(format!("{:?}: {:?}", file.to_str()?, file.file_name()?.to_str()?)))
            .collect();
        command.args(["--config", &format!("{{\"bundle\":{{\"resources\":{{{}}}}}}}", resources.join(","))]);
    }
    Ok(command)
}

/// Packs each .deb again by xz; the bundler knows only gzip for it, which leaves it a third larger.
fn squeeze(packages: &[PathBuf]) -> Outcome {
    for deb in packages.iter().filter(|package| package.extension().is_some_and(|ending| ending == "deb")) {
        if !succeeds("dpkg-deb", &["--version"]) {
            println!("dpkg-deb is missing; {} stays packed by gzip", deb.display());
            continue;
        }
        let folder = target().join("package.deb");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let mut unpack = program("dpkg-deb", &["-R"]);
        unpack.arg(deb).arg(&folder);
        run_quietly("the package unpacked", unpack)?;
        let mut again = program("dpkg-deb", &["--root-owner-group", "-Zxz", "-z9", "-b"]);
        again.arg(&folder).arg(deb);
        run_quietly("the package packed again", again)?;
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Ok(())
}

/// The packages that the bundler left, in one folder for each kind.
fn packages() -> Result<Vec<PathBuf>, String> {
    let kinds = target().join("release/bundle");
    let is_package = |file: &PathBuf| {
        let ending = file.extension().and_then(|ending| ending.to_str());
        file.is_file() && ending.is_some_and(|ending| ["deb", "rpm", "msi", "exe", "dmg"].contains(&ending))
    };
    let mut all = Vec::new();
    if kinds.exists() {
        for kind in entries(&kinds)?.into_iter().filter(|kind| kind.is_dir()) {
            all.extend(entries(&kind)?.into_iter().filter(is_package));
        }
    }
    Ok(all)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let read = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut all: Vec<PathBuf> = read.flatten().map(|entry| entry.path()).collect();
    all.sort();
    Ok(all)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Installs the packages into a clean Debian and starts the programs there; see `linux/try.sh`.
fn try_out(packages: &[PathBuf]) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err("Packages are tried on Linux only.".to_owned());
    }
    if !succeeds("sh", &["-c", "test \"$(id -u)\" = 0"]) {
        return Err(
            "Trying the packages needs root, for a clean system in a folder: sudo cargo xtask bundle --try".to_owned()
        );
    }
    let mut command = program("bash", &["src-tauri/linux/try.sh"]);
    command.arg(target().join("try")).args(packages);
    run("the packages in a clean system", command)
}
