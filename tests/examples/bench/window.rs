//! The window: from the start of the program to the page of the lock drawn on the screen, and the memory that it then takes,
//! beside a window of the same Tauri with an empty page (`src-tauri/examples/blank.rs`).
//!
//! Both are started in turn on a virtual screen of their own, whose picture lies in a file; nothing asks the programs anything.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use desk::KdfCost;

use crate::{made, row};

/// One started and ended program is not counted, then so many are.
const RUNS: usize = 7;
const PATIENCE: Duration = Duration::from_secs(30);
/// Until what was needed for the start only has been given back.
const REST: Duration = Duration::from_secs(3);
/// So many pixels of its colour make a page; a button has several thousand.
const ENOUGH: usize = 1000;

/// A program, with the colour (blue, green, red) by which its page is known on the screen.
struct Program {
    path: PathBuf,
    args: Vec<String>,
    colour: [u8; 3],
}

pub(crate) fn window(dir: &Path) {
    let built = std::env::current_exe().unwrap();
    let release = built.parent().and_then(Path::parent).unwrap();
    let place = dir.join("window.zhixin");
    drop(made(&place, KdfCost::STANDARD));
    // The red of the button 打开账本 (`ui/src/styles/tokens.css`), and the green of the empty page.
    let vault = vec!["--vault".to_owned(), place.display().to_string()];
    let programs = [
        Program { path: release.join("zhixin-app"), args: vault, colour: [0x1d, 0x20, 0xa3] },
        Program { path: release.join("examples/blank"), args: Vec::new(), colour: [0x36, 0x5c, 0x0a] },
    ];
    if let Some(missing) = programs.iter().find(|program| !program.path.exists()) {
        println!("| the window: {} was not built | — | — | — |", missing.path.display());
        return;
    }
    let Some(screen) = Screen::start(dir) else {
        println!("| the window: Xvfb and dbus-daemon, which `cargo xtask test` installs, are not there | — | — | — |");
        return;
    };
    let mut starts = [Vec::new(), Vec::new()];
    let mut sizes = [Vec::new(), Vec::new()];
    for run in 0..=RUNS {
        for (at, program) in programs.iter().enumerate() {
            let (start, size) = screen.measure(program, &dir.join(format!("home{at}_{run}")));
            if run > 0 {
                starts[at].push(start);
                sizes[at].push(size);
            }
        }
    }
    let [start, blank_start] = starts.map(middle);
    let [size, blank_size] = sizes.map(middle);
    row("from the start to the page of the lock on the screen", start, Some(("an empty window of Tauri", blank_start)));
    let more = size - blank_size;
    println!(
        "| memory of all its processes on the page of the lock (PSS) | {size:.0} MB | an empty window of Tauri: {blank_size:.0} MB | {more:+.0} MB |"
    );
    let packed = fs::metadata(&programs[0].path).unwrap().len() as f64 / 1e6;
    println!("| the program's file | {packed:.1} MB | — | — |");
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// A virtual screen with its own session bus; both end with it.
struct Screen {
    xvfb: Child,
    bus: Child,
    display: String,
    address: String,
    picture: PathBuf,
}

impl Drop for Screen {
    fn drop(&mut self) {
        for child in [&mut self.xvfb, &mut self.bus] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Screen {
    /// None where a system has not what it needs.
    fn start(dir: &Path) -> Option<Self> {
        let mut xvfb = Command::new("Xvfb")
            .args(["-screen", "0", "1400x900x24", "-nolisten", "tcp", "-displayfd", "1", "-fbdir"])
            .arg(dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let display = format!(":{}", first_line(&mut xvfb));
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let address = first_line(&mut bus);
        Some(Self { xvfb, bus, display, address, picture: dir.join("Xvfb_screen0") })
    }

    /// Milliseconds until the page is drawn, and megabytes of memory after a rest.
    fn measure(&self, program: &Program, home: &Path) -> (f64, f64) {
        fs::create_dir(home).unwrap();
        let mut command = Command::new(&program.path);
        command.args(&program.args).env("DISPLAY", &self.display).env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        command.env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1").env_remove("WAYLAND_DISPLAY");
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] {
            command.env(name, home);
        }
        while self.shows(program.colour) {
            sleep(Duration::from_millis(10));
        }
        let start = Instant::now();
        let mut started =
            command.process_group(0).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        while !self.shows(program.colour) {
            assert!(start.elapsed() < PATIENCE, "{} never drew its page", program.path.display());
            sleep(Duration::from_millis(5));
        }
        let until_drawn = start.elapsed().as_secs_f64() * 1000.0;
        sleep(REST);
        let size = family(started.id()).into_iter().map(pss).sum();
        let group = format!("-{}", started.id());
        assert!(Command::new("kill").args(["-TERM", "--", &group]).status().unwrap().success());
        started.wait().unwrap();
        (until_drawn, size)
    }

    /// Whether the screen shows enough of a colour. Its picture is an X window dump: a head of big-endian words, a table of
    /// colours of twelve bytes each, then lines of four bytes a pixel.
    fn shows(&self, colour: [u8; 3]) -> bool {
        let picture = fs::read(&self.picture).unwrap();
        let word = |at: usize| u32::from_be_bytes(picture[at * 4..][..4].try_into().unwrap()) as usize;
        let (head, colours) = (word(0), word(19));
        picture[head + colours * 12..].chunks_exact(4).filter(|pixel| pixel[..3] == colour).count() >= ENOUGH
    }
}

fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line.trim().to_owned()
}

/// A process and all that it started.
fn family(of: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // After the name in brackets come the state and the parent.
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok());
        children.entry(parent.unwrap_or(0)).or_default().push(id);
    }
    let mut found = vec![of];
    let mut at = 0;
    while at < found.len() {
        found.extend(children.remove(&found[at]).unwrap_or_default());
        at += 1;
    }
    found
}

/// Its share of the memory, in megabytes: what several processes use together is counted once.
fn pss(process: u32) -> f64 {
    let Ok(file) = File::open(format!("/proc/{process}/smaps_rollup")) else { return 0.0 };
    let lines = BufReader::new(file).lines().map_while(Result::ok);
    let size =
        lines.filter_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next()?.parse::<f64>().ok()).next();
    size.unwrap_or_default() / 1024.0
}
