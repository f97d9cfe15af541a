//! What outlives the program: what was being written when it was killed, the last page, the language and the size of text.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::driver::{Home, Window, by, processes};
use crate::fixture::{event, made, person, unlock};

#[tokio::test]
async fn what_was_being_written_is_there_after_the_program_was_killed() {
    let home = Home::new();
    made(&home, &[person("李志国", "税收管理员", true), event("illness", "#0", "2026-11-20", "县人民医院住院")]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("duty-record")).await;
    window.see(&by("visit-situation")).await;
    focus_situation(&window).await;
    // Typing without a rest, as somebody does who knows what to write.
    let begun = Instant::now();
    let mut typed = String::new();
    let mut at = Vec::new();
    while begun.elapsed() < Duration::from_secs(6) {
        window.write("好").await;
        typed.push('好');
        at.push(begun.elapsed());
    }
    let killed = begun.elapsed();
    for id in processes(&home, "zhixin-app") {
        assert!(Command::new("kill").args(["-9", &id]).status().expect("kill").success());
    }
    drop(window);

    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.reads(&by("today-drafts-left"), "有 1 份草稿没有写完").await;
    window.picture("60_草稿未写完").await;
    window.click(&by("today-drafts-on")).await;
    let kept = situation(&window).await;
    assert!(typed.starts_with(&kept), "{kept}");
    let older = at.iter().filter(|when| killed.saturating_sub(**when) > Duration::from_millis(2600)).count();
    assert!(kept.chars().count() >= older, "{} of {} signs, {older} of them older", kept.chars().count(), at.len());
    window.close().await;
}

#[tokio::test]
async fn locking_in_the_middle_of_a_sentence_loses_no_letter() {
    let home = Home::new();
    made(&home, &[person("李志国", "税收管理员", true), event("illness", "#0", "2026-11-20", "县人民医院骨科住院")]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("duty-record")).await;
    window.see(&by("visit-situation")).await;
    focus_situation(&window).await;
    window.write("到病房看望，病情").await;
    window.ctrl('l').await;
    window.focus("lock-password").await;
    unlock(&window).await;
    window.reads(&by("today-drafts-left"), "有 1 份草稿没有写完").await;
    window.click(&by("today-drafts-on")).await;
    assert_eq!(situation(&window).await, "到病房看望，病情");
    window.close().await;
}

async fn focus_situation(window: &Window) {
    let focus =
        "document.querySelector('[data-testid=\"visit-situation\"]').focus(); arguments[arguments.length - 1](0)";
    window.script(focus).await;
}

/// What stands there, once the draft is read.
async fn situation(window: &Window) -> String {
    let read = "const done = arguments[arguments.length - 1]; const look = () => {\
                const field = document.querySelector('[data-testid=\"visit-situation\"]');\
                if (field?.value) done(field.value); else setTimeout(look, 100) }; look()";
    window.script(read).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_last_page_and_how_it_looks_come_back_after_locking() {
    let home = Home::new();
    made(&home, &[person("李志国", "税收管理员", true)]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("nav-settings")).await;
    window.choose(&by("settings-size"), "huge").await;
    window.click(&by("nav-people")).await;
    window.click(&format!("{} button", by("person-row"))).await;
    window.see(&by("person-card")).await;
    window.ctrl('l').await;
    window.focus("lock-password").await;
    assert_eq!(
        looks(&window).await,
        ["size-huge", "lang=zh-CN page=people size=huge theme=system"],
        "no name and no id in it"
    );
    unlock(&window).await;
    window.see(&by("person-row")).await;

    // Its size is kept at once and then now and then, so that it is known even when the program is killed.
    window.resize(1180, 790).await;
    tokio::time::sleep(Duration::from_millis(2300)).await;
    window.resize(1210, 770).await;
    window.close().await;
    let window = Window::open(&home, None).await;
    window.focus("lock-password").await;
    assert_eq!(looks(&window).await, ["size-huge", "lang=zh-CN page=people size=huge theme=system"]);
    let size = window.script("arguments[arguments.length - 1]([innerWidth, innerHeight])").await;
    assert_eq!(size, json!([1210, 770]));
    unlock(&window).await;
    window.see(&by("person-row")).await;
    window.close().await;
}

/// The class of the page, and what is kept in its address.
async fn looks(window: &Window) -> [String; 2] {
    let read = "arguments[arguments.length - 1]([document.documentElement.className,\
                [...new URLSearchParams(location.hash.slice(1))].map((pair) => pair.join('=')).sort().join(' ')])";
    let shown = window.script(read).await;
    [0, 1].map(|at| shown[at].as_str().unwrap_or_default().to_owned())
}
