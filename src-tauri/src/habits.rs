//! Remembers how the window was left: its size and place, and the address's fragment, where the page keeps language, colours,
//! size of text and the last page. Nothing of a ledger is in it.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// What a fragment may be at most, in bytes.
const LONGEST: usize = 200;
/// The smallest window, in logical pixels, where the screen has room for it.
const LEAST: (f64, f64) = (1100.0, 700.0);
/// What a title bar and the bar of the system take of a screen's height.
const BARS: f64 = 80.0;
/// The window of the first start.
const FIRST: (f64, f64) = (1366.0, 768.0);

/// A rectangle in logical pixels: a window, or a monitor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Frame {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// How the window was left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Habits {
    /// Where it was while it was not maximised.
    pub(crate) frame: Option<Frame>,
    /// Whether it filled the screen; none before it was ever left.
    pub(crate) maximised: Option<bool>,
    /// The fragment of the page's address, without `#`.
    pub(crate) fragment: String,
}

impl Habits {
    /// What was remembered; a file that is missing, damaged or out of bounds counts for nothing.
    pub(crate) fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let mut habits: Self = serde_json::from_str(&text).unwrap_or_default();
        if !is_plain(&habits.fragment) {
            habits.fragment.clear();
        }
        habits.frame = habits.frame.filter(|frame| frame.width >= LEAST.0 && frame.height >= LEAST.1);
        habits
    }

    /// Remembers it. Failing costs the user a few clicks, so it is not an error.
    pub(crate) fn keep(&self, file: &Path) {
        let _ = self.write(file);
    }

    fn write(&self, file: &Path) -> std::io::Result<()> {
        if !is_plain(&self.fragment) {
            return Ok(());
        }
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(file)?.write_all(serde_json::to_string(self)?.as_bytes())
    }

    /// The size to open with, and the place if it is still on a screen.
    pub(crate) fn opening(&self, screens: &[Frame]) -> ((f64, f64), Option<(f64, f64)>) {
        let Some(frame) = self.frame else { return (FIRST, None) };
        // Enough of the title bar has to be seen to take hold of it.
        let middle = (frame.x + frame.width / 2.0, frame.y + 10.0);
        let screen = screens.iter().find(|screen| {
            (screen.x..screen.x + screen.width).contains(&middle.0)
                && (screen.y..screen.y + screen.height).contains(&middle.1)
        });
        let most = screen.map_or((f64::MAX, f64::MAX), |screen| (screen.width, screen.height));
        ((frame.width.min(most.0), frame.height.min(most.1)), screen.map(|_| (frame.x, frame.y)))
    }

    /// Whether to fill the screen: as it was left, and at first where the window would hardly fit.
    pub(crate) fn fills(&self, screen: Option<Frame>) -> bool {
        let is_small = || screen.is_some_and(|screen| screen.width < FIRST.0 + 30.0 || screen.height < FIRST.1 + 90.0);
        self.maximised.unwrap_or_else(is_small)
    }
}

/// The smallest window on these screens: a laptop whose letters are enlarged to 200 % has less than `LEAST`.
pub(crate) fn least(screens: &[Frame]) -> (f64, f64) {
    screens.iter().fold(LEAST, |(width, height), screen| (width.min(screen.width), height.min(screen.height - BARS)))
}

/// Where it is remembered.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join("window")
}

/// Names and values of the page's own choosing, and nothing that leads elsewhere.
fn is_plain(fragment: &str) -> bool {
    fragment.len() <= LONGEST && fragment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"=&-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Frame = Frame { x: 0.0, y: 0.0, width: 1920.0, height: 1080.0 };

    fn left_at(x: f64, y: f64) -> Habits {
        let frame = Some(Frame { x, y, width: 1400.0, height: 800.0 });
        Habits { frame, maximised: Some(false), fragment: "lang=zh-CN&theme=dark&size=huge&page=people".to_owned() }
    }

    #[test]
    fn remembers_for_the_user_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(&folder.path().join("config"));
        assert_eq!(Habits::read(&file), Habits::default());
        let habits = left_at(100.0, 50.0);
        habits.keep(&file);
        assert_eq!(Habits::read(&file), habits);
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_file_counts_for_nothing_and_a_strange_fragment_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(folder.path());
        std::fs::write(&file, "{\"frame\":").unwrap();
        assert_eq!(Habits::read(&file), Habits::default());
        std::fs::write(&file, r#"{"fragment":"lang=en\"><script>","frame":{"x":0,"y":0,"width":3,"height":3}}"#)
            .unwrap();
        assert_eq!(Habits::read(&file), Habits::default());
        let strange = Habits { fragment: "page=李志国".to_owned(), ..Habits::default() };
        std::fs::remove_file(&file).unwrap();
        strange.keep(&file);
        assert!(!file.exists(), "a name is never written");
    }

    #[test]
    fn a_window_that_was_on_a_screen_that_is_gone_is_put_in_the_middle() {
        assert_eq!(left_at(100.0, 50.0).opening(&[SCREEN]), ((1400.0, 800.0), Some((100.0, 50.0))));
        assert_eq!(left_at(2500.0, 50.0).opening(&[SCREEN]), ((1400.0, 800.0), None));
        assert_eq!(Habits::default().opening(&[SCREEN]), ((1366.0, 768.0), None));
    }

    #[test]
    fn a_window_is_never_larger_than_its_screen() {
        let half = Frame { width: 960.0, height: 540.0, ..SCREEN };
        assert_eq!(least(&[SCREEN]), LEAST);
        assert_eq!(least(&[SCREEN, half]), (960.0, 460.0));
        assert_eq!(least(&[]), LEAST);
        assert_eq!(left_at(0.0, 0.0).opening(&[half]), ((960.0, 540.0), Some((0.0, 0.0))));
    }

    #[test]
    fn the_first_window_fills_a_small_screen() {
        let small = Frame { width: 1366.0, height: 768.0, ..SCREEN };
        assert!(Habits::default().fills(Some(small)) && !Habits::default().fills(Some(SCREEN)));
        assert!(!left_at(0.0, 0.0).fills(Some(small)), "as it was left");
        assert!(!Habits::default().fills(None));
    }
}
