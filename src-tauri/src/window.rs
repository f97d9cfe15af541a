//! The one window, and what its web view may not do.

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder};

const NAME: &str = "main";

/// Opens the window. Its title never names a person or a branch.
pub(crate) fn open(app: &tauri::App) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, NAME, WebviewUrl::App(start().into()))
        .title("知心")
        .inner_size(1366.0, 768.0)
        .min_inner_size(1100.0, 700.0)
        .center()
        .incognito(!is_automated())
        .general_autofill_enabled(false)
        .devtools(false)
        .zoom_hotkeys_enabled(true)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    Ok(())
}

/// The page's address; the fragment is where the page keeps its choice of language.
///
/// On Linux the surroundings are asked, as WebKitGTK calls itself English when there is no locale and when the one named
/// is not installed; a system without a language counts as Chinese.
fn start() -> &'static str {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
    match locale.starts_with("en") {
        _ if !cfg!(target_os = "linux") => "index.html",
        true => "index.html#lang=en",
        false => "index.html#lang=zh-CN",
    }
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
