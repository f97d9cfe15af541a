//! What Linux needs before the window exists. On other systems nothing of this is done.

/// No memory image of the process, nor of the web process it starts, on the disk; no blank window on NVIDIA.
///
/// Must run first in `main`: the surroundings may be changed only while there is one thread.
pub(crate) fn prepare() {
    #[cfg(target_os = "linux")]
    {
        no_core_dumps();
        if std::env::var_os(NO_DMABUF).is_none() && has_nvidia() {
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
fn has_nvidia() -> bool {
    let vendor = |card: std::fs::DirEntry| std::fs::read_to_string(card.path().join("device/vendor")).ok();
    std::path::Path::new("/proc/driver/nvidia/version").exists()
        || std::fs::read_dir("/sys/class/drm")
            .is_ok_and(|cards| cards.flatten().filter_map(vendor).any(|vendor| vendor.trim() == "0x10de"))
}

/// The limit passes to the web process, which holds text too. `PR_SET_DUMPABLE` would not, and makes the desktop portal
/// refuse its file dialogs, as it can no longer read `/proc` of the process.
#[cfg(target_os = "linux")]
fn no_core_dumps() {
    let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the pointer is to a live value of the right type, and the call only reads it.
    unsafe { libc::setrlimit(libc::RLIMIT_CORE, &raw const none) };
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn core_dumps_are_off() {
        super::no_core_dumps();
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"]);
    }
}
