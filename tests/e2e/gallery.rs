//! Pictures of the pages and main dialogs in the real window, to be looked at, and those of the manual.
//!
//! Not a check of anything, so it runs on request only: `cargo xtask gallery`, and `cargo xtask gallery --manual` for the pictures that
//! the manual shows (`ui/src/manual/pictures`). Everything in them is the demonstration ledger's: nobody is real.

mod palette;
mod shots;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::driver::{Home, TODAY, Window, by, target};
use crate::fixture::{self, event, made, person};
use shots::{EMPTY, FIRST, LOCK_CARD, LOCKED, MAIN, MANUAL, PAGES, Shot};

/// What `zhixin demo` guards its ledger with.
pub(crate) const DEMO_PASSWORD: &str = "zhixin-2026";

/// How the window looks.
#[derive(Clone, Copy)]
struct Look {
    name: &'static str,
    size: (u32, u32),
    language: &'static str,
    theme: &'static str,
    text: &'static str,
}

const SMALL: Look = Look { name: "1366", size: (1366, 768), language: "zh-CN", theme: "light", text: "normal" };
const LOOKS: [Look; 5] = [
    SMALL,
    Look { name: "1366_huge", text: "huge", ..SMALL },
    Look { name: "1366_dark", theme: "dark", ..SMALL },
    Look { name: "1366_en", language: "en", ..SMALL },
    Look { name: "1920", size: (1920, 1080), ..SMALL },
];

#[tokio::test]
#[ignore = "pictures to be looked at, made on request"]
async fn gallery() {
    let mut missed = Vec::new();
    let folder = clean("gallery");
    missed.extend(first_run(&folder).await);
    missed.extend(ledger(&folder, "empty", &made_empty(), fixture::PASSWORD, &[SMALL], EMPTY).await);
    missed.extend(ledger(&folder, "ten", &made_small(), fixture::PASSWORD, &[SMALL], PAGES).await);
    let demo = made_demo();
    let (first, others) = LOOKS.split_at(1);
    missed.extend(ledger(&folder, "demo", &demo, DEMO_PASSWORD, first, MAIN).await);
    missed.extend(ledger(&folder, "demo", &demo, DEMO_PASSWORD, others, PAGES).await);
    let large = made_large();
    missed.extend(ledger(&folder, "large", &large, DEMO_PASSWORD, &[SMALL, LOOKS[4]], PAGES).await);
    index(&folder);
    assert!(missed.is_empty(), "these could not be reached: {missed:#?}");
}

/// The pictures of the manual, of the same size and the same day each time.
#[tokio::test]
#[ignore = "writes into the tree, on request"]
async fn manual() {
    let mut missed = Vec::new();
    for language in ["zh-CN", "en"] {
        let look = Look { name: language, size: (1100, 760), language, ..SMALL };
        let folder = clean(&format!("manual/{language}"));
        let home = Home::new();
        let window = Window::open(&home, None).await;
        // As high as the sheet beside the fourth step needs it.
        dress(&window, Look { size: (1100, 920), ..look }, &by("first-next")).await;
        missed.extend(first_run_shots(&window, &folder).await);
        window.close().await;
        missed.extend(ledger_in(&folder, &made_demo(), DEMO_PASSWORD, look, &LOCK_CARD, MANUAL).await);
        let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/manual/pictures").join(language);
        std::fs::create_dir_all(&pictures).expect("a folder for the manual's pictures");
        if wanted().is_empty() {
            for old in std::fs::read_dir(&pictures).expect("it can be read").flatten() {
                std::fs::remove_file(old.path()).expect("an old picture is taken away");
            }
        }
        for taken in std::fs::read_dir(&folder).expect("pictures").flatten() {
            palette::reduce(&taken.path(), &pictures.join(taken.file_name()));
        }
    }
    assert!(missed.is_empty(), "these could not be reached: {missed:#?}");
}

/// A part of the names of those that are wanted anew; empty for all.
fn wanted() -> String {
    std::env::var("ZHIXIN_GALLERY").unwrap_or_default()
}

fn clean(name: &str) -> PathBuf {
    let folder = target().join("gallery").join(name.strip_prefix("gallery").unwrap_or(name).trim_start_matches('/'));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("target/gallery");
    folder
}

fn made_empty() -> Home {
    let home = Home::new();
    made(&home, &[]);
    home
}

/// Ten people, and something in the first days.
fn made_small() -> Home {
    let home = Home::new();
    let names = ["甲书记", "李志国", "王娟霞", "张敏", "刘磊", "陈建华", "杨丽", "赵国栋", "黄秀英", "周刚华"];
    let mut requests: Vec<(&str, Value)> =
        names.iter().enumerate().map(|(i, name)| person(name, "税收管理员", i % 3 != 2)).collect();
    requests.push(event("illness", "#1", "2026-11-20", "县人民医院骨科住院"));
    requests.push(event("post_change", "#4", "2026-11-18", "由征收岗转综合岗"));
    made(&home, &requests);
    home
}

/// The demonstration ledger as the terminal program makes it.
pub(crate) fn made_demo() -> Home {
    demo(&[])
}

/// Three hundred people and some years of records.
fn made_large() -> Home {
    demo(&["--people", "300", "--records", "9000"])
}

fn demo(size: &[&str]) -> Home {
    let home = Home::new();
    let program = target().join("debug/zhixin");
    let mut demo = Command::new(&program);
    demo.args(["--today", TODAY, "demo"]).arg(home.path()).args(size).env("ZHIXIN_LEAST_KDF_COST", "1");
    let done = demo.output().expect("the terminal program; run `cargo build --workspace`");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::rename(home.path().join("演示账本.zhixin"), home.vault()).expect("the ledger in its place");
    home
}

async fn first_run(folder: &Path) -> Vec<String> {
    let mut missed = Vec::new();
    for look in [LOOKS[0], LOOKS[1], LOOKS[2], LOOKS[3]] {
        let home = Home::new();
        let window = Window::open(&home, None).await;
        dress(&window, look, &by("first-next")).await;
        let at = folder.join(format!("first_{}", look.name));
        std::fs::create_dir_all(&at).expect("a folder");
        missed.extend(first_run_shots(&window, &at).await);
        window.close().await;
    }
    missed
}

/// The five steps one after another in one window.
async fn first_run_shots(window: &Window, folder: &Path) -> Vec<String> {
    let mut missed = Vec::new();
    for shot in FIRST {
        missed.extend(take(window, shot, folder).await);
    }
    missed
}

async fn ledger(folder: &Path, name: &str, home: &Home, password: &str, looks: &[Look], shots: &[Shot]) -> Vec<String> {
    let mut missed = Vec::new();
    for look in looks {
        let at = folder.join(format!("{name}_{}", look.name));
        std::fs::create_dir_all(&at).expect("a folder");
        missed.extend(ledger_in(&at, home, password, *look, &LOCKED, shots).await);
    }
    missed
}

async fn ledger_in(
    folder: &Path,
    home: &Home,
    password: &str,
    look: Look,
    locked: &Shot,
    shots: &[Shot],
) -> Vec<String> {
    let window = Window::open(home, None).await;
    dress(&window, look, "#lock-password").await;
    let mut missed: Vec<String> = take(&window, locked, folder).await.into_iter().collect();
    window.fill("#lock-password", password).await;
    window.click(&by("lock-unlock")).await;
    window.see(&by("nav-today")).await;
    let wanted = wanted();
    for shot in shots.iter().filter(|shot| shot.name.contains(&wanted)) {
        let (width, height) = if shot.wide { SMALL.size } else { look.size };
        window.resize(width, height).await;
        // Loaded anew, so that nothing is left open of the picture before.
        window.reload(None).await;
        window.see(&by("nav-today")).await;
        missed.extend(take(&window, shot, folder).await);
    }
    window.close().await;
    missed.into_iter().map(|what| format!("{}: {what}", look.name)).collect()
}

/// Gives the window its size, and the page its language, colours and size of text.
async fn dress(window: &Window, look: Look, until: &str) {
    window.see(until).await;
    window.resize(look.size.0, look.size.1).await;
    let Look { language, theme, text, .. } = look;
    window.reload(Some(&format!("lang={language}&theme={theme}&size={text}"))).await;
    window.see(until).await;
}

/// Takes the steps and a picture; says which step could not be taken.
async fn take(window: &Window, shot: &Shot, folder: &Path) -> Option<String> {
    for step in shot.steps {
        if let Err(why) = window.step(step).await {
            return Some(format!("{} at {step}: {why}", shot.name));
        }
    }
    let picture = window.frame().await;
    let file = folder.join(format!("{}.png", shot.name));
    match shot.part {
        None => std::fs::write(file, picture).expect("a picture on the disk"),
        Some(part) => {
            let Some(around) = window.place_of(part).await else { return Some(format!("{}: no {part}", shot.name)) };
            palette::cut(&picture, around, &file);
        }
    }
    None
}

/// A page with all pictures.
fn index(folder: &Path) {
    let mut names = BTreeSet::new();
    for look in std::fs::read_dir(folder).expect("pictures").flatten() {
        for picture in std::fs::read_dir(look.path()).into_iter().flatten().flatten() {
            let of = look.file_name().to_string_lossy().into_owned();
            names.insert(format!("{of}/{}", picture.file_name().to_string_lossy()));
        }
    }
    let row = |name: &String| {
        format!("<figure><img src=\"{name}\" loading=\"lazy\"><figcaption>{name}</figcaption></figure>\n")
    };
    let rows: String = names.iter().map(row).collect();
    let page = format!("<!doctype html><meta charset=\"utf-8\"><style>img {{ width: 100% }}</style>\n{rows}");
    std::fs::write(folder.join("index.html"), page).expect("an index");
}
