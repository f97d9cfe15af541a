//! The lock page: wrong passwords, the wait they cost, and what a reload does not undo.

use std::time::{Duration, Instant};

use serde_json::json;
use zbus::blocking::{Connection, connection::Builder};

use crate::driver::{Home, Window, by, processes};
use crate::fixture::{PASSWORD, event, made, person, unlock};

#[tokio::test]
async fn wrong_passwords_are_told_and_slowed_down() {
    let home = Home::new();
    made(&home, &[("person_create", json!({"name": "藏名氏"}))]);
    let window = Window::open(&home, None).await;
    window.see(&by("lock-password")).await;
    window.picture("01_锁定").await;

    for _ in 0..3 {
        window.fill("#lock-password", "不是这个密码").await;
        window.click(&by("lock-unlock")).await;
        window.reads(&by("lock-error"), "密码不对").await;
    }
    window.reads(&by("lock-error"), "1").await;
    window.picture("02_密码不对").await;
    // A fourth and a fifth make the wait long enough to see that a reload does not shorten it.
    for _ in 0..2 {
        window.fill("#lock-password", "不是这个密码").await;
        window.click(&by("lock-unlock")).await;
        window.reads(&by("lock-unlock"), "解锁").await;
    }
    window.script("location.reload(); arguments[arguments.length - 1](0)").await;
    window.see("#lock-password").await;
    window.fill("#lock-password", PASSWORD).await;
    window.click(&by("lock-unlock")).await;
    window.reads(&by("lock-error"), "密码不对").await;
    let page = window.text("body").await;
    assert!(!page.contains("藏名氏"), "no name while locked");

    unlock(&window).await;
    window.click(&by("nav-people")).await;
    window.see("[data-person=\"藏名氏\"]").await;
    window.close().await;
}

/// In place of the system's login service, on the journeys' own bus: it gives out what holds back sleep and keeps the other end.
struct Login(std::sync::mpsc::Sender<std::io::PipeReader>);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Login {
    fn inhibit(&self, _what: &str, _who: &str, _why: &str, _mode: &str) -> zbus::zvariant::OwnedFd {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        let _ = self.0.send(reader);
        std::os::fd::OwnedFd::from(writer).into()
    }
}

fn says(bus: &Connection, path: &str, interface: &str, member: &str, is: bool) {
    bus.emit_signal(None::<&str>, path, interface, member, &is).expect("a signal");
}

#[tokio::test]
async fn sleep_and_a_locked_screen_lock_the_ledger_and_keep_what_is_being_written() {
    const LOGIN: &str = "org.freedesktop.login1";
    let (gave, holds) = std::sync::mpsc::channel();
    let bus = Builder::session().expect("a bus").name(LOGIN).expect("its name");
    let bus = bus.serve_at("/org/freedesktop/login1", Login(gave)).expect("an object");
    let bus = bus.build().expect("a service on the bus");
    let home = Home::new();
    made(&home, &[person("藏名氏", "", false), event("illness", "#0", "2026-11-20", "")]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("duty-record")).await;
    window.fill(&by("visit-situation"), "正在写的一句话").await;

    let mut hold = holds.recv_timeout(Duration::from_secs(20)).expect("sleep is held back");
    says(&bus, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep", true);
    let begun = Instant::now();
    std::io::Read::read_to_end(&mut hold, &mut Vec::new()).expect("let go");
    assert!(begun.elapsed() < Duration::from_secs(5), "the system would not have waited: {:?}", begun.elapsed());
    window.see(&by("lock-password")).await;
    window.picture("40_睡眠后锁定").await;
    assert!(!window.text("body").await.contains("藏名氏"), "no name while locked");

    unlock(&window).await;
    // What was begun waits in the list as a draft.
    window.click(&by("nav-visits")).await;
    window.click(&format!("{} button", by("visit-row"))).await;
    let kept = "const done = arguments[arguments.length - 1]; const look = () => {\
                const field = document.querySelector('[data-testid=\"visit-situation\"]');\
                if (field?.value) done(field.value); else setTimeout(look, 100) }; look()";
    assert_eq!(window.script(kept).await, "正在写的一句话");
    says(&bus, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", true);
    window.see(&by("lock-password")).await;
    unlock(&window).await;
    window.close().await;
}

#[tokio::test]
async fn a_page_that_hangs_is_ended_and_locked() {
    let home = Home::new().idle_after("3");
    made(&home, &[person("藏名氏", "", false)]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("nav-people")).await;
    window.see("[data-person=\"藏名氏\"]").await;
    // A page that lives answers, and is not locked by the program.
    tokio::time::sleep(Duration::from_secs(9)).await;
    window.see("[data-person=\"藏名氏\"]").await;
    let before = processes(&home, "WebKitWebProcess");
    assert_eq!(before.len(), 1, "one web process");
    window.script("setTimeout(() => { for (;;); }, 300); arguments[arguments.length - 1](0)").await;
    // From here on the driver sees nothing: it lets go of a page whose process is ended.
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        let now = processes(&home, "WebKitWebProcess");
        if !now.is_empty() && !now.iter().any(|process| before.contains(process)) {
            break;
        }
        assert!(Instant::now() < until, "the page that hangs is still there: {before:?} {now:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    // The program runs on and has let go of the ledger, which one program alone can open.
    assert_eq!(processes(&home, "zhixin-app").len(), 1);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut desk = desk::Desk::new(desk::World::real(), home.vault(), desk::KdfCost::LEAST).expect("a desk");
    let opened = desk::call(&mut desk, &desk::NoHost, "vault_unlock", json!({"password": PASSWORD}));
    assert_eq!(opened.expect("the ledger is free")["unlocked"], true);
    window.close().await;
}
