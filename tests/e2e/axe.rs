//! Every page and the main dialogs under axe-core, in the real window: no serious finding, in every size of text, light and dark.
//!
//! The checker is a development dependency of `ui`; the driver's scripts come in past the page's policy.

mod views;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use desk::{Desk, FixedDay, KdfCost, NoHost, World};
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::driver::{Home, TODAY, Window, by};
use crate::gallery::{DEMO_PASSWORD, made_demo};
use views::{DIALOGS, OF_ONE};

/// Waits until the page stands still, and answers what is wrong with it, a line each.
const CHECK: &str = r"
    const done = arguments[arguments.length - 1];
    const still = new Promise((ready) => {
        let timer = setTimeout(ready, 200);
        const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(ready, 200); });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        setTimeout(ready, 4000);
    });
    still.then(() => axe.run(document, { resultTypes: ['violations'] })).then(({ violations }) => {
        const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        done(bad.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`)));
    }, (error) => done([`the checker failed: ${error}`]));
";

/// The commands of the palette that lead to pages, in its order.
const PAGES: &str = r#"
    const done = arguments[arguments.length - 1];
    const shown = [...document.querySelectorAll('[data-testid="palette"] [role="option"]')].map((one) => one.dataset.testid);
    done(shown)
"#;

/// Those that do not open a page, or end the session.
const NO_PAGE: &[&str] =
    &["lock", "backup", "light", "dark", "normal", "large", "huge", "chinese", "english", "recent"];

async fn bring_checker(window: &Window) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    let checker = std::fs::read_to_string(file).expect("axe-core, which `npm ci` in ui brings");
    let there = window.script(&format!("{checker};arguments[arguments.length - 1](typeof window.axe)")).await;
    assert_eq!(there, "object", "the checker is in the page");
}

/// What is wrong with what is shown now.
async fn check(window: &Window, what: &str, found: &mut Vec<String>) {
    let Value::Array(wrong) = window.script(CHECK).await else { panic!("no answer from the checker at {what}") };
    found.extend(wrong.iter().filter_map(Value::as_str).map(|line| format!("{what}: {line}")));
}

async fn palette(window: &Window, command: &str) {
    window.ctrl('k').await;
    window.see(&by("palette-today")).await;
    // The driver does not scroll the list to what it shall press.
    let press = format!(
        "document.querySelector('[data-testid=\"palette-{command}\"]').click(); arguments[arguments.length - 1](0)"
    );
    window.script(&press).await;
    window.gone(&by("palette")).await;
}

async fn commands(window: &Window) -> Vec<String> {
    window.ctrl('k').await;
    window.see(&by("palette-today")).await;
    let Value::Array(shown) = window.script(PAGES).await else { panic!("no commands") };
    window.press(Key::Escape).await;
    window.gone(&by("palette")).await;
    let ids = shown.iter().filter_map(Value::as_str).filter_map(|name| name.strip_prefix("palette-"));
    ids.filter(|id| !NO_PAGE.contains(id) && !id.starts_with("person-")).map(str::to_owned).collect()
}

#[tokio::test]
async fn no_page_and_no_dialog_has_a_serious_fault() {
    let home = made_demo();
    add_activities(&home);
    let window = Window::open(&home, None).await;
    window.see("#lock-password").await;
    bring_checker(&window).await;
    let mut found = Vec::new();
    check(&window, "lock", &mut found).await;
    window.fill("#lock-password", DEMO_PASSWORD).await;
    window.click(&by("lock-unlock")).await;
    window.see(&by("nav-today")).await;
    let pages = commands(&window).await;
    assert!(pages.len() > 30, "{pages:?}");
    let looks = [("light", "normal"), ("dark", "normal"), ("light", "huge"), ("dark", "huge")];
    for (at, (theme, size)) in looks.into_iter().enumerate() {
        palette(&window, theme).await;
        palette(&window, size).await;
        for page in &pages {
            palette(&window, page).await;
            check(&window, &format!("{page}, {theme}, {size}"), &mut found).await;
            close_dialog(&window).await;
        }
        // The dialogs are of the same few parts: once with each colour and each size is enough.
        let dialogs = if at % 3 == 0 { DIALOGS } else { &[] };
        for (name, steps) in OF_ONE.iter().chain(dialogs) {
            for step in *steps {
                if let Err(why) = window.step(step).await {
                    found.push(format!("{name}, {theme}, {size}: not reached at {step}: {why}"));
                    break;
                }
            }
            check(&window, &format!("{name}, {theme}, {size}"), &mut found).await;
            // What it asks is for the next one to answer.
            if *name != "question" {
                close_dialog(&window).await;
            }
        }
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    window.close().await;
}

/// What the demonstration ledger has none of.
fn add_activities(home: &Home) {
    let clock = Arc::new(FixedDay(TODAY.parse().expect("a day")));
    let mut desk = Desk::new(World { clock, ..World::real() }, home.vault(), KdfCost::LEAST).expect("a desk");
    let mut ask = |name: &str, request: Value| desk::call(&mut desk, &NoHost, name, request).expect("an answer");
    ask("vault_unlock", json!({"password": DEMO_PASSWORD}));
    let mut form = ask("activity_begin", json!({"kind": "members"}));
    form["day"] = json!("2026-11-18");
    for one in form["attendance"].as_array_mut().expect("who was there") {
        one["state"] = json!("present");
    }
    ask("activity_create", json!({"form": form, "held": true}));
    let suggestion = json!({"from": "匿名", "day": "2026-11-10", "way": "written", "content": "食堂留两个窗口到八点", "due": "2026-11-20"});
    ask("suggestion_create", suggestion);
    let example = json!({"what": "准时参加集中学习", "area": "学习", "since": "2026-09-01"});
    ask("example_save", json!({"form": example, "year": 2026}));
    ask("vault_lock", json!({}));
}

async fn close_dialog(window: &Window) {
    let is_open = "arguments[arguments.length - 1](document.querySelector('dialog[open]') !== null)";
    for _ in 0..20 {
        if window.script(is_open).await != json!(true) {
            return;
        }
        window.press(Key::Escape).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("a dialog stays open");
}

#[tokio::test]
async fn the_first_run_has_no_serious_fault() {
    let home = Home::new();
    let window = Window::open(&home, None).await;
    window.see(&by("first-next")).await;
    bring_checker(&window).await;
    let mut found = Vec::new();
    check(&window, "place", &mut found).await;
    window.click(&by("first-next")).await;
    window.fill(&by("first-password"), "清风明月 2026").await;
    window.fill(&by("first-password2"), "清风明月 2026").await;
    check(&window, "password", &mut found).await;
    window.click(&by("first-next")).await;
    window.fill(&by("first-branch"), "中和税务所党支部").await;
    window.fill(&by("first-secretary"), "甲书记").await;
    check(&window, "branch", &mut found).await;
    window.click(&by("first-create")).await;
    window.see(&by("first-later")).await;
    check(&window, "recovery sheet", &mut found).await;
    window.click(&by("first-later")).await;
    window.see(&by("first-empty")).await;
    check(&window, "roster", &mut found).await;
    window.click(&by("first-empty")).await;
    window.see(&by("today-empty")).await;
    check(&window, "empty ledger", &mut found).await;
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    window.close().await;
}
