//! What Linux needs before the window exists. On other systems nothing of this is done.

#[cfg(target_os = "linux")]
use std::path::Path;

/// No memory image of the process, nor of the web process it starts, on the disk; no blank window on NVIDIA.
///
/// Must run first in `main`: the surroundings may be changed only while there is one thread.
pub(crate) fn prepare() {
    #[cfg(target_os = "linux")]
    {
        no_core_dumps();
        // A developer looks into the program with a debugger.
        if !cfg!(debug_assertions) && !in_portal() {
            no_looking_in();
        }
        if std::env::var_os(NO_DMABUF).is_none() && has_nvidia(Path::new("/")) {
            // SAFETY: `main` calls this before anything that starts a thread.
            unsafe { std::env::set_var(NO_DMABUF, "1") };
        }
    }
}

/// The DMABUF renderer of WebKitGTK shows a blank window with NVIDIA's driver (tauri#9304, #13885). Setting it always would
/// slow down everybody else, and it makes screenshots hang under Xvfb.
#[cfg(target_os = "linux")]
const NO_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

#[cfg(target_os = "linux")]
fn has_nvidia(root: &Path) -> bool {
    let vendor = |card: std::fs::DirEntry| std::fs::read_to_string(card.path().join("device/vendor")).ok();
    root.join("proc/driver/nvidia/version").exists()
        || std::fs::read_dir(root.join("sys/class/drm"))
            .is_ok_and(|cards| cards.flatten().filter_map(vendor).any(|vendor| vendor.trim() == "0x10de"))
}

/// The limit passes to the web process, which holds text too. Collectors of crashes need not heed it; see [`no_looking_in`].
#[cfg(target_os = "linux")]
fn no_core_dumps() {
    let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the pointer is to a live value of the right type, and the call only reads it.
    unsafe { libc::setrlimit(libc::RLIMIT_CORE, &raw const none) };
}

/// No collector of crashes gets this process, which holds the keys, and no other program of the user may read its memory. It
/// does not pass to the web process.
#[cfg(target_os = "linux")]
fn no_looking_in() {
    // SAFETY: the call takes plain numbers.
    unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0_usize, 0_usize, 0_usize, 0_usize) };
}

/// Whether dialogs of this process come from the desktop portal.
#[cfg(target_os = "linux")]
pub(crate) fn in_portal() -> bool {
    uses_portal(std::env::var_os("GTK_USE_PORTAL").as_deref())
}

/// Whether file dialogs come from the desktop portal, which refuses a process whose `/proc` it cannot read
/// (flatpak/xdg-desktop-portal#785); then there would be no dialogs at all.
#[cfg(target_os = "linux")]
fn uses_portal(asked: Option<&std::ffi::OsStr>) -> bool {
    asked.is_some_and(|value| value != "0") || Path::new("/.flatpak-info").exists()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn the_memory_is_not_for_others_unless_dialogs_need_it() {
        super::no_looking_in();
        // SAFETY: the call takes plain numbers.
        assert_eq!(unsafe { libc::prctl(libc::PR_GET_DUMPABLE, 0_usize, 0_usize, 0_usize, 0_usize) }, 0);
        assert!(super::uses_portal(Some("1".as_ref())));
        assert!(!super::uses_portal(Some("0".as_ref())) && !super::uses_portal(None));
    }

    #[test]
    fn nvidia_is_known_by_its_driver_or_by_its_card() {
        let root = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| {
            let file = root.path().join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        };
        assert!(!super::has_nvidia(root.path()), "no card at all");
        write("sys/class/drm/card0/device/vendor", "0x8086\n");
        write("sys/class/drm/card0-HDMI-A-1/status", "connected\n");
        assert!(!super::has_nvidia(root.path()), "a card of another maker");
        write("sys/class/drm/card1/device/vendor", "0x10de\n");
        assert!(super::has_nvidia(root.path()), "a second card, whatever its driver");
        std::fs::remove_dir_all(root.path().join("sys")).unwrap();
        write("proc/driver/nvidia/version", "NVRM version: 570.0\n");
        assert!(super::has_nvidia(root.path()), "its own driver");
    }

    #[test]
    fn core_dumps_are_off() {
        super::no_core_dumps();
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"]);
    }
}
