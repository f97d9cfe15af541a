//! Starts the program in its own home, drives it, and ends it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);
const START: Duration = Duration::from_secs(20);

/// The day on which the journeys take place, a Monday.
pub(crate) const TODAY: &str = "2026-11-23";

/// A home of its own for one journey.
pub(crate) struct Home(TempDir, Option<&'static str>);

impl Home {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        for folder in ["config", "data", "cache", "tmp", "run", "out"] {
            std::fs::create_dir(home.path().join(folder)).expect("a folder in it");
        }
        Self(home, None)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// In this home the program asks after so many seconds without a command whether the page lives.
    pub(crate) fn idle_after(self, seconds: &'static str) -> Self {
        Self(self.0, Some(seconds))
    }

    fn idle(&self) -> Option<&'static str> {
        self.1
    }

    pub(crate) fn vault(&self) -> PathBuf {
        self.path().join("知心.zhixin")
    }

    /// Where saved files go.
    pub(crate) fn out(&self) -> PathBuf {
        self.path().join("out")
    }
}

/// The program's window, driven.
pub(crate) struct Window {
    client: Client,
    driver: Child,
    home: PathBuf,
}

impl Drop for Window {
    fn drop(&mut self) {
        // The driver ends the program some time after it has answered that the session is closed.
        end_programs(&self.home);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Window {
    /// Opens the program on the home's ledger, with dialogs answered from `out` and by `open`.
    pub(crate) async fn open(home: &Home, open: Option<&Path>) -> Self {
        assert!(
            std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some(),
            "The journeys need a display: run `cargo xtask test`, or put `dbus-run-session -- xvfb-run -a` before the command."
        );
        let mut args = vec!["--vault".to_owned(), text(&home.vault()), "--today".to_owned(), TODAY.to_owned()];
        args.extend(["--save-to".to_owned(), text(&home.out()), "--print-to".to_owned(), text(&home.out())]);
        args.extend(open.into_iter().flat_map(|file| ["--open".to_owned(), text(file)]));
        let capabilities = json!({"webkitgtk:browserOptions": {"binary": text(&binary()), "args": args}});
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.as_object().expect("an object").clone());
        // A driver whose program did not come up waits for ever.
        for _ in 0..3 {
            let port = free_port();
            let mut driver = driver(home, port);
            let connected = async {
                loop {
                    match builder.connect(&format!("http://127.0.0.1:{port}")).await {
                        Ok(client) => break client,
                        Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
                    }
                }
            };
            match tokio::time::timeout(START, connected).await {
                Ok(client) => return Self { client, driver, home: home.path().to_path_buf() },
                Err(_) => {
                    let _ = driver.kill();
                    let _ = driver.wait();
                    end_programs(home.path());
                }
            }
        }
        panic!("no session with WebKitWebDriver")
    }

    /// Ends the session, and with it the program.
    pub(crate) async fn close(self) {
        let _ = self.client.clone().close().await;
    }

    /// Waits until something of this selector is there and seen.
    pub(crate) async fn see(&self, selector: &str) -> Element {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Ok(element) = self.client.find(Locator::Css(selector)).await
                && element.is_displayed().await.unwrap_or(false)
            {
                return element;
            }
            self.patience(until, || format!("never seen: {selector}")).await;
        }
    }

    /// Waits until nothing of this selector is there.
    pub(crate) async fn gone(&self, selector: &str) {
        self.count(selector, 0).await;
    }

    /// Waits until there are so many of this selector.
    pub(crate) async fn count(&self, selector: &str, wanted: usize) {
        let until = Instant::now() + PATIENCE;
        loop {
            let found = self.client.find_all(Locator::Css(selector)).await.map_or(usize::MAX, |found| found.len());
            if found == wanted {
                return;
            }
            self.patience(until, || format!("{found} instead of {wanted} of {selector}")).await;
        }
    }

    /// Waits until the text of what is seen there contains `part`; answers the whole text.
    pub(crate) async fn reads(&self, selector: &str, part: &str) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let shown = self.text(selector).await;
            if shown.contains(part) {
                return shown;
            }
            self.patience(until, || format!("{selector} reads {shown:?}, not {part:?}")).await;
        }
    }

    pub(crate) async fn text(&self, selector: &str) -> String {
        // The driver's own way leaves out what stands in a line that is cut off with an ellipsis.
        let element = serde_json::to_value(self.see(selector).await).expect("an element's name");
        let read = self.client.execute("return arguments[0].innerText", vec![element]).await;
        read.ok().and_then(|words| words.as_str().map(str::to_owned)).unwrap_or_default()
    }

    pub(crate) async fn attribute(&self, selector: &str, name: &str) -> String {
        self.see(selector).await.attr(name).await.expect("an attribute").unwrap_or_default()
    }

    /// Clicks as soon as it is there and enabled.
    pub(crate) async fn click(&self, selector: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let element = self.see(selector).await;
            if element.is_enabled().await.unwrap_or(false) {
                match element.click().await {
                    Ok(()) => return,
                    Err(error) => self.patience(until, || format!("cannot click {selector}: {error}")).await,
                }
            } else {
                self.patience(until, || format!("never enabled: {selector}")).await;
            }
        }
    }

    /// Replaces what stands in a field and leaves it.
    pub(crate) async fn fill(&self, selector: &str, words: &str) {
        let element = self.see(selector).await;
        // As an input method does it: the finished text at once. WebKitWebDriver's own clearing hangs on some fields.
        let set = "const [field, words] = arguments; field.focus(); field.value = words;\
                   for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));\
                   field.blur()";
        let field = serde_json::to_value(&element).expect("an element's name");
        self.client.execute(set, vec![field, json!(words)]).await.expect("a field that takes text");
    }

    /// Chooses a person of the roster in a picker.
    pub(crate) async fn pick(&self, selector: &str, name: &str) {
        self.see(selector).await.send_keys(name).await.expect("keys are taken");
        self.click(&by(&format!("person-option-{name}"))).await;
        self.see(&by(&format!("person-chip-{name}"))).await;
    }

    /// Chooses a line of a list by its value.
    pub(crate) async fn choose(&self, selector: &str, value: &str) {
        let list = serde_json::to_value(self.see(selector).await).expect("an element's name");
        let set = "const [list, value] = arguments; list.focus(); list.value = value;\
                   list.dispatchEvent(new Event('change', { bubbles: true })); return list.value";
        let now = self.client.execute(set, vec![list, json!(value)]).await.expect("a list that can be chosen from");
        assert_eq!(now, json!(value), "not in the list {selector}");
    }

    /// Waits until a box is ticked, or is not.
    pub(crate) async fn ticked(&self, selector: &str, wanted: bool) {
        let until = Instant::now() + PATIENCE;
        while self.see(selector).await.is_selected().await.ok() != Some(wanted) {
            self.patience(until, || format!("{selector} is not ticked: {wanted}")).await;
        }
    }

    /// Presses one key on whatever has the focus.
    pub(crate) async fn press(&self, key: Key) {
        self.strokes(&[], key.into()).await;
    }

    /// Presses a letter with Ctrl.
    pub(crate) async fn ctrl(&self, letter: char) {
        self.strokes(&[Key::Control.into()], letter).await;
    }

    /// Types into whatever has the focus.
    pub(crate) async fn write(&self, words: &str) {
        let element = self.client.active_element().await.expect("something has the focus");
        element.send_keys(words).await.expect("keys are taken");
    }

    /// The `data-testid` of what has the focus; empty without one.
    pub(crate) async fn focused(&self) -> String {
        let element = self.client.active_element().await.expect("something has the focus");
        element.attr("data-testid").await.expect("an attribute").unwrap_or_default()
    }

    /// Waits until the focus is there.
    pub(crate) async fn focus(&self, testid: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let at = self.focused().await;
            if at == testid {
                return;
            }
            self.patience(until, || format!("the focus is at {at:?}, not {testid:?}")).await;
        }
    }

    /// Presses a key until the focus is there; answers how often.
    pub(crate) async fn press_to(&self, key: Key, testid: &str) -> usize {
        for presses in 0..60 {
            if self.focused().await == testid {
                return presses;
            }
            self.press(key).await;
        }
        self.picture("failed").await;
        panic!("{testid} is not reached by that key; see target/e2e/failed.png");
    }

    async fn strokes(&self, held: &[char], key: char) {
        let down = |value: &char| KeyAction::Down { value: *value };
        let up = |value: &char| KeyAction::Up { value: *value };
        let strokes = held.iter().map(down).chain([down(&key), up(&key)]).chain(held.iter().map(up));
        let actions = strokes.fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        self.client.perform_actions(actions).await.expect("keys are taken");
    }

    /// Runs a function body that ends by calling `arguments[0]`.
    pub(crate) async fn script(&self, body: &str) -> Value {
        self.client.execute_async(body, Vec::new()).await.expect("a script's answer")
    }

    /// Leaves a picture of the window in `target/e2e`.
    pub(crate) async fn picture(&self, name: &str) {
        let picture = self.screenshot().await;
        let folder = target().join("e2e");
        std::fs::create_dir_all(&folder).expect("target/e2e");
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("a picture on the disk");
    }

    /// The window as it looks.
    async fn screenshot(&self) -> Vec<u8> {
        // A picture shows the last frame that was drawn, which is not yet what the page has become.
        let drawn = "const done = arguments[arguments.length - 1];\
                     requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 250)))";
        self.script(drawn).await;
        self.client.screenshot().await.expect("a picture")
    }

    /// The window as it looks once nothing is read any more.
    pub(crate) async fn frame(&self) -> Vec<u8> {
        let settled = "const done = arguments[arguments.length - 1]; let calm = 0;\
                       new MutationObserver(() => (calm = 0)).observe(document, { subtree: true, childList: true, attributes: true });\
                       const started = Date.now();\
                       const look = () => (++calm > 7 || Date.now() - started > 6000 ? done() : setTimeout(look, 100)); look()";
        self.script(settled).await;
        self.screenshot().await
    }

    /// Loads the page anew, with another choice of appearance if there is one.
    pub(crate) async fn reload(&self, fragment: Option<&str>) {
        let set = "window.before = true; if (arguments[0]) location.hash = arguments[0]; setTimeout(() => location.reload(), 20)";
        self.client.execute(set, vec![json!(fragment)]).await.expect("a page to load anew");
        let until = Instant::now() + PATIENCE;
        loop {
            let is_new = "return window.before === undefined && document.readyState === 'complete'";
            if self.client.execute(is_new, Vec::new()).await.is_ok_and(|new| new == json!(true)) {
                return;
            }
            self.patience(until, || "the page did not load anew".to_owned()).await;
        }
    }

    /// Gives the window a size.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.expect("a window that takes its size");
    }

    /// One step of a gallery's picture, see `gallery/shots.rs`; an error says what was not there.
    pub(crate) async fn step(&self, step: &str) -> Result<(), String> {
        if let Some(key) = step.strip_prefix("key:") {
            let key = if key == "F1" { Key::F1 } else { Key::Escape };
            self.press(key).await;
            return Ok(());
        }
        if let Some(of) = step.strip_prefix('~') {
            let set = "const shown = document.querySelector(`[data-testid=\"${arguments[0]}\"]`);\
                       const documents = document.documentElement.lang.startsWith('zh') ? '文档/' : 'Documents/';\
                       shown.textContent = shown.textContent.replace(/\\/\\S*\\/(?=知心)/, documents)";
            let set = self.client.execute(set, vec![json!(of)]).await;
            return set.map(drop).map_err(|error| error.to_string());
        }
        let (wanted, words) = step
            .split_once('=')
            .filter(|_| !step.starts_with("css:"))
            .map_or((step, None), |(of, words)| (of, Some(words)));
        let only_wait = wanted.starts_with('?');
        let selector = wanted.strip_prefix("css:").map_or_else(
            || {
                let id = wanted.trim_start_matches('?');
                format!("[data-testid=\"{id}\"]")
            },
            str::to_owned,
        );
        let body = "const [selector, words, wait, done] = arguments; const until = Date.now() + 8000;\
                    const look = () => {\
                      const found = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());\
                      if (!found || found.disabled) return Date.now() > until ? done('not there') : setTimeout(look, 60);\
                      if (wait) return done(null);\
                      const field = found.matches('input, textarea') ? found : found.querySelector('input, textarea') ?? found;\
                      if (words === null) { found.click(); return done(null) }\
                      field.focus(); field.value = words;\
                      for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));\
                      done(null) }; look()";
        let arguments = vec![json!(selector), json!(words), json!(only_wait)];
        match self.client.execute_async(body, arguments).await {
            Ok(Value::Null) => Ok(()),
            Ok(why) => Err(why.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Where something stands in the window: left, top, width, height.
    pub(crate) async fn place_of(&self, selector: &str) -> Option<(u32, u32, u32, u32)> {
        let body = "const found = [...document.querySelectorAll(arguments[0])].find((one) => one.checkVisibility());\
                    if (!found) return null; const { left, top, width, height } = found.getBoundingClientRect();\
                    return [left, top, width, height].map((side) => Math.max(0, Math.round(side)))";
        let place = self.client.execute(body, vec![json!(selector)]).await.ok()?;
        let side = |at: usize| place[at].as_u64().and_then(|side| u32::try_from(side).ok());
        Some((side(0)?, side(1)?, side(2)?, side(3)?))
    }

    async fn patience(&self, until: Instant, complaint: impl FnOnce() -> String) {
        if Instant::now() > until {
            self.picture("failed").await;
            panic!("{}; see target/e2e/failed.png", complaint());
        }
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

/// The processes that run a program of this name which was started, by way of others too, with this home.
pub(crate) fn processes(home: &Home, name: &str) -> Vec<String> {
    let wanted = format!("HOME={}", text(home.path()));
    let found = std::fs::read_dir("/proc").into_iter().flatten().flatten().filter(|process| {
        let read = |file: &str| std::fs::read(process.path().join(file)).unwrap_or_default();
        let is_here = read("environ").split(|byte| *byte == 0).any(|variable| variable == wanted.as_bytes());
        is_here && String::from_utf8_lossy(&read("cmdline")).contains(name)
    });
    found.filter_map(|process| process.file_name().into_string().ok()).collect()
}

/// Waits until the programs on this home's ledger are gone, and ends those that stay: one that lives on would take the place
/// of the next, as only one instance runs.
fn end_programs(home: &Path) {
    let vault = text(&home.join("知心.zhixin"));
    let runs = || {
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let of_ledger = processes.filter(|process| {
            let command = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
            let command = String::from_utf8_lossy(&command).into_owned();
            command.contains("zhixin-app") && command.contains(&vault)
        });
        of_ledger.filter_map(|process| process.file_name().into_string().ok()).collect::<Vec<String>>()
    };
    for _ in 0..50 {
        if runs().is_empty() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    for id in runs() {
        eprintln!("the program did not end by itself: {id}");
        let _ = Command::new("kill").args(["-9", &id]).status();
    }
}

/// The selector of a `data-testid`.
pub(crate) fn by(testid: &str) -> String {
    format!("[data-testid=\"{testid}\"]")
}

fn driver(home: &Home, port: u16) -> Child {
    let at = |folder: &str| home.path().join(folder);
    Command::new("WebKitWebDriver")
        .args(["--host=127.0.0.1", &format!("--port={port}")])
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("ZHIXIN_LEAST_KDF_COST", "1")
        .env("NO_AT_BRIDGE", "1")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        // What the computer itself says of sleep is nothing to the journeys; one of them says it on their own bus.
        .env("DBUS_SYSTEM_BUS_ADDRESS", std::env::var_os("DBUS_SESSION_BUS_ADDRESS").unwrap_or_default())
        .envs(home.idle().map(|seconds| ("ZHIXIN_IDLE_SECONDS", seconds)))
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", at("config"))
        .env("XDG_DATA_HOME", at("data"))
        .env("XDG_CACHE_HOME", at("cache"))
        .env("XDG_RUNTIME_DIR", at("run"))
        .env("TMPDIR", at("tmp"))
        .env_remove("LANG")
        .env_remove("LC_ALL")
        .stdout(Stdio::null())
        .spawn()
        .expect("WebKitWebDriver; its Debian package is webkit2gtk-driver")
}

fn binary() -> PathBuf {
    let binary = std::env::var_os("ZHIXIN_APP").map_or_else(|| target().join("debug/zhixin-app"), PathBuf::from);
    assert!(binary.exists(), "{} is missing: run `cargo build -p zhixin-app`", binary.display());
    binary
}

pub(crate) fn target() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(beside, PathBuf::from);
    target.canonicalize().expect("the target folder")
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path of text").to_owned()
}
