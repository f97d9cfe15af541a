//! A real printing system: CUPS with its filters, private to the test, and what comes out of it measured.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::terminal::Terminal;

const DAEMON: &str = "/usr/sbin/cupsd";
const DRIVER: &str = "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd";
/// Dots per inch of the pictures that are measured; a dot is 0.085 mm.
const DPI: f64 = 300.0;

/// A CUPS of its own folder and socket, with one printer that writes what it is sent into a file.
struct Cups {
    folder: tempfile::TempDir,
    daemon: Child,
}

impl Cups {
    /// None, with a word on the output, where CUPS, the driver or Ghostscript is not installed.
    fn start() -> Option<Self> {
        let has_gs = Command::new("gs").arg("--version").output().is_ok_and(|output| output.status.success());
        if !Path::new(DAEMON).exists() || !Path::new(DRIVER).exists() || !has_gs {
            println!("left out: cups, printer-driver-cups-pdf or ghostscript is not installed");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        for name in ["root/ppd", "cache", "spool/tmp", "state", "log"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        fs::copy(DRIVER, folder.path().join("root/ppd/office.ppd")).unwrap();
        let files = format!(
            "ServerRoot {}\nCacheDir {}\nRequestRoot {}\nTempDir {}\nStateDir {}\nAccessLog {}\nErrorLog {}\nPageLog {}\n\
             Printcap\nFileDevice Yes\nSystemGroup root\n",
            at("root"),
            at("cache"),
            at("spool"),
            at("spool/tmp"),
            at("state"),
            at("log/access"),
            at("log/error"),
            at("log/page"),
        );
        let server = format!(
            "Listen {}\nLogLevel info\nBrowsing No\nWebInterface No\nDefaultAuthType None\n<Location />\n  Allow all\n</Location>\n\
             <Policy default>\n  <Limit All>\n  </Limit>\n</Policy>\n",
            at("socket"),
        );
        let printer = format!(
            "<DefaultPrinter office>\nInfo office\nDeviceURI file://{}\nState Idle\nAccepting Yes\nShared No\n\
             JobSheets none none\nErrorPolicy abort-job\n</DefaultPrinter>\n",
            at("printed"),
        );
        fs::write(folder.path().join("files.conf"), files).unwrap();
        fs::write(folder.path().join("cupsd.conf"), server).unwrap();
        fs::write(folder.path().join("root/printers.conf"), printer).unwrap();
        let daemon = Command::new(DAEMON)
            .args(["-f", "-c", &at("cupsd.conf"), "-s", &at("files.conf")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let cups = Self { folder, daemon };
        cups.wait_for("socket");
        Some(cups)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn wait_for(&self, name: &str) {
        let until = Instant::now() + Duration::from_secs(60);
        while !self.path(name).exists() {
            let log = fs::read_to_string(self.path("log/error")).unwrap_or_default();
            assert!(Instant::now() < until, "{name} does not appear: {log}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// What the printer got, once the job is complete.
    fn printed(&self) -> PathBuf {
        self.wait_for("printed");
        let until = Instant::now() + Duration::from_secs(60);
        while !fs::read_to_string(self.path("log/error")).unwrap().contains("Job completed") {
            assert!(Instant::now() < until, "the job does not end");
            std::thread::sleep(Duration::from_millis(50));
        }
        self.path("printed")
    }
}

impl Drop for Cups {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// A page as dots, dark or not.
struct Page {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

impl Page {
    /// Draws the only page of what a printer got.
    fn of(printed: &Path, folder: &Path) -> Self {
        let picture = folder.join("page.pgm");
        let drawn = Command::new("gs")
            .args(["-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pgmraw", "-r300"])
            .arg(format!("-sOutputFile={}", picture.display()))
            .arg(printed)
            .status();
        assert!(drawn.unwrap().success());
        let bytes = fs::read(picture).unwrap();
        // `P5`, a comment, width and height, the largest value, then a byte for each dot.
        let mut lines = bytes.splitn(5, |byte| *byte == b'\n');
        let mut line = || lines.next().unwrap();
        assert_eq!((line(), line().first()), (&b"P5"[..], Some(&b'#')));
        let size = String::from_utf8(line().to_vec()).unwrap();
        let size: Vec<usize> = size.split(' ').map(|number| number.parse().unwrap()).collect();
        assert_eq!(line(), b"255");
        let dark: Vec<bool> = line().iter().map(|dot| *dot < 128).collect();
        assert_eq!(dark.len(), size[0] * size[1]);
        Self { width: size[0], height: size[1], dark }
    }

    /// The lengths of the longest unbroken lines of all rows, in mm.
    fn across(&self) -> Vec<f64> {
        self.dark.chunks(self.width).map(|row| longest(row.iter().copied())).collect()
    }

    /// The same of all columns.
    fn down(&self) -> Vec<f64> {
        (0..self.width).map(|x| longest((0..self.height).map(|y| self.dark[y * self.width + x]))).collect()
    }
}

fn mm(dots: usize) -> f64 {
    dots as f64 / DPI * 25.4
}

fn longest(dots: impl Iterator<Item = bool>) -> f64 {
    let (mut most, mut run) = (0, 0);
    for dark in dots {
        run = if dark { run + 1 } else { 0 };
        most = most.max(run);
    }
    mm(most)
}

#[test]
fn what_comes_out_of_the_printer_measures_what_it_should() {
    let Some(cups) = Cups::start() else { return };
    let terminal = Terminal::with_ledger();
    let output = terminal
        .command(&["call", "账本.zhixin", "sheet_print", r#"{"sheet":"ruler"}"#, "--password-file", "password"])
        .env("CUPS_SERVER", cups.path("socket"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = Page::of(&cups.printed(), cups.folder.path());
    let is = |length: f64, wanted: f64| (length - wanted).abs() <= 0.3;
    assert!(is(mm(page.width), 210.0) && is(mm(page.height), 297.0), "A4: {} × {}", mm(page.width), mm(page.height));
    for (lines, frame) in [(page.across(), 190.0), (page.down(), 277.0)] {
        assert!(lines.iter().any(|length| is(*length, 100.0)), "a ruler of 100 mm");
        let longest = lines.iter().copied().fold(0.0, f64::max);
        assert!(is(longest, frame), "the frame is {longest} mm instead of {frame}");
    }
    // The job's title, which shows in the printer's queue and log, names nobody and nothing.
    let spooled = fs::read_to_string(cups.path("log/page")).unwrap_or_default();
    let history =
        Command::new("lpstat").args(["-W", "completed", "-o"]).env("CUPS_SERVER", cups.path("socket")).output();
    let history = String::from_utf8(history.unwrap().stdout).unwrap();
    assert!(history.starts_with("office-1"), "{history}");
    assert!(!spooled.contains("账本") && !spooled.contains("校准"), "{spooled}");
}

#[test]
fn a_printer_that_is_not_there_says_so_and_the_sheet_is_void() {
    if Command::new("lp").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        println!("left out: lp is not installed");
        return;
    }
    let terminal = Terminal::with_ledger();
    let request = r#"{"sheet":"talk_blank","person":null,"duty":null}"#;
    let output = terminal
        .command(&["call", "账本.zhixin", "sheet_print", request, "--password-file", "password"])
        .env("CUPS_SERVER", terminal.path("no-such-socket"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("print_failed"));
    let page = terminal.json(&["call", "账本.zhixin", "paper_list", "{}"]);
    assert_eq!(page["papers"][0]["state"]["reason"]["why"], "not_printed");
}
