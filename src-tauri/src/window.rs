//! The one window, and what its web view may not do.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Monitor, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::habits::{self, Frame, Habits};

const NAME: &str = "main";
/// While the window is moved or drawn larger, its place is kept so often at most.
const BETWEEN: Duration = Duration::from_secs(2);

/// Opens the window. Its title never names a person or a branch.
pub(crate) fn open(app: &tauri::App) -> tauri::Result<()> {
    let file = habits::file(&app.path().app_config_dir()?);
    let habits = Habits::read(&file);
    let screens: Vec<Frame> = app.available_monitors()?.iter().map(screen).collect();
    let ((width, height), place) = habits.opening(&screens);
    let least = habits::least(&screens);
    let builder = WebviewWindowBuilder::new(app, NAME, WebviewUrl::App(start(&habits.fragment).into()))
        .title("知心")
        .inner_size(width, height)
        .min_inner_size(least.0, least.1)
        .maximized(habits.fills(app.primary_monitor()?.as_ref().map(screen)));
    let builder = match place {
        Some((x, y)) => builder.position(x, y),
        None => builder.center(),
    };
    let window = builder
        .incognito(!is_automated())
        .general_autofill_enabled(false)
        .devtools(false)
        .zoom_hotkeys_enabled(true)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    remember(window, file, habits);
    Ok(())
}

/// Keeps how the window is left: when it is closed, when another comes to the front, and now and then while it is moved.
fn remember(window: WebviewWindow, file: PathBuf, before: Habits) {
    let kept = Mutex::new((before, None::<Instant>));
    let of = window.clone();
    window.on_window_event(move |event| {
        let is_last = match event {
            WindowEvent::CloseRequested { .. } | WindowEvent::Focused(false) => true,
            WindowEvent::Resized(_) | WindowEvent::Moved(_) => false,
            _ => return,
        };
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if !is_last && kept.1.is_some_and(|at| at.elapsed() < BETWEEN) {
            return;
        }
        kept.1 = Some(Instant::now());
        let now = left(&of, &kept.0);
        if now != kept.0 {
            now.keep(&file);
            kept.0 = now;
        }
    });
}

/// How the window is now; what cannot be told stays as it was.
fn left(window: &WebviewWindow, before: &Habits) -> Habits {
    let maximised = window.is_maximized().unwrap_or_default();
    let frame = || {
        let scale = window.scale_factor().ok()?;
        let size = window.inner_size().ok()?.to_logical::<f64>(scale);
        let place = window.outer_position().ok()?.to_logical::<f64>(scale);
        Some(Frame { x: place.x, y: place.y, width: size.width, height: size.height })
    };
    Habits {
        // The size before is what the window goes back to.
        frame: if maximised { before.frame } else { frame().or(before.frame) },
        maximised: Some(maximised),
        fragment: window
            .url()
            .map_or_else(|_| before.fragment.clone(), |url| url.fragment().unwrap_or_default().to_owned()),
    }
}

fn screen(monitor: &Monitor) -> Frame {
    let size = monitor.size().to_logical::<f64>(monitor.scale_factor());
    let place = monitor.position().to_logical::<f64>(monitor.scale_factor());
    Frame { x: place.x, y: place.y, width: size.width, height: size.height }
}

/// The page's address; the fragment is where the page keeps its choice of language, as it was left.
///
/// On Linux the surroundings are asked, as WebKitGTK calls itself English when there is no locale and when the one named
/// is not installed; a system without a language counts as Chinese.
fn start(left: &str) -> String {
    if left.contains("lang=") {
        return format!("index.html#{left}");
    }
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
    match locale.starts_with("en") {
        _ if !cfg!(target_os = "linux") => "index.html",
        true => "index.html#lang=en",
        false => "index.html#lang=zh-CN",
    }
    .to_owned()
}

/// Brings the window to the front when the program is started a second time.
pub(crate) fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(NAME) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Tells the page that something happened; a page that hangs or is not there does not hear it.
pub(crate) fn tell(app: &AppHandle, what: &str) {
    if let Some(window) = app.get_webview_window(NAME) {
        let _ = window.eval(format!("dispatchEvent(new Event('{what}'))"));
    }
}

/// Loads the page anew, so that nothing of the content stays in it.
///
/// On Linux its process is ended first, hung or not: what scripts held in memory cannot be wiped otherwise. Elsewhere the page
/// is only reloaded, and what the system's web view keeps in memory is its own affair.
pub(crate) fn renew(app: &AppHandle) {
    let Some(window) = app.get_webview_window(NAME) else { return };
    #[cfg(target_os = "linux")]
    let _ = window.with_webview(|view| {
        use webkit2gtk::WebViewExt;
        let view = view.inner();
        view.terminate_web_process();
        view.reload();
    });
    #[cfg(not(target_os = "linux"))]
    let _ = window.reload();
}

/// Only pages that come with the program.
fn is_own_page(address: &Url) -> bool {
    match address.scheme() {
        "tauri" => address.host_str() == Some("localhost"),
        // The same on Windows.
        "http" | "https" => cfg!(windows) && address.host_str() == Some("tauri.localhost") && address.port().is_none(),
        _ => false,
    }
}

/// WebKitGTK lets itself be driven only in a context that is not ephemeral (wry's `new_ephemeral` forbids automation),
/// so the journeys in debug builds run without `incognito`; they check as well that nothing was left behind.
pub(crate) fn is_automated() -> bool {
    cfg!(debug_assertions) && std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_pages_are_navigated_to() {
        let is_own = |address: &str| is_own_page(&address.parse().unwrap());
        assert!(is_own("tauri://localhost/index.html") && is_own("tauri://localhost/#/people"));
        for other in [
            "https://example.com/",
            "http://localhost/",
            "file:///etc/passwd",
            "tauri://other/",
            "data:text/html,x",
            "about:blank",
        ] {
            assert!(!is_own(other), "{other}");
        }
    }
}
