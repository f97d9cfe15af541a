//! The daily work without a mouse, and where the focus is at each step.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::driver::{Home, Window, by};
use crate::fixture::{PASSWORD, made, person};

/// Whether what has the focus is seen to have it: an outline, or the ring of a field.
const SEEN: &str = r"
    const done = arguments[arguments.length - 1];
    const begun = performance.now();
    // What is scrolled to by the key comes into sight a moment later.
    const look = () => {
    const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
    const line = Number.parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none';
    const around = getComputedStyle(at.parentElement);
    const ringed = style.boxShadow !== 'none' || around.boxShadow !== 'none';
    const shown = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    if (at !== document.body && shown && (line || ringed)) done('');
    else if (performance.now() - begun < 2000) setTimeout(look, 100);
    else done(`${at.tagName} ${at.dataset.testid ?? ''} ${style.outline} ${JSON.stringify(box)} of ${innerHeight}`);
    };
    look();
";

async fn seen(window: &Window) {
    assert_eq!(window.script(SEEN).await, json!(""), "the focus is seen");
}

/// Tab until there, and the focus is seen there.
async fn tab_to(window: &Window, testid: &str) {
    window.press_to(Key::Tab, testid).await;
    seen(window).await;
}

#[tokio::test]
async fn from_unlocking_to_locking_without_a_mouse() {
    let home = Home::new();
    made(&home, &[person("李志国", "税收管理员", true), person("周刚华", "征收员", false)]);
    let window = Window::open(&home, None).await;
    window.focus("lock-password").await;
    seen(&window).await;
    window.write(PASSWORD).await;
    window.press(Key::Enter).await;
    window.see(&by("nav-today")).await;

    // A new event, found by the initials of the person.
    window.ctrl('n').await;
    window.focus("event-person").await;
    window.write("lzg").await;
    window.see(&by("person-option-李志国")).await;
    window.press(Key::Enter).await;
    window.see(&by("person-chip-李志国")).await;
    window.press(Key::Tab).await;
    seen(&window).await;
    window.press_to(Key::Right, "event-kind-illness").await;
    tab_to(&window, "event-note").await;
    window.write("县人民医院住院").await;
    window.ctrl('s').await;

    // It leads to 今日, from where the visit is recorded.
    window.see(&by("duty-record")).await;
    tab_to(&window, "duty-record").await;
    window.press(Key::Enter).await;
    // What is owed to him is read after the fields are there, and moves them down; the sheet comes last.
    window.see(&by("sheet-page")).await;
    tab_to(&window, "visit-situation").await;
    window.write("到病房看望，病情稳定。").await;
    window.ctrl('s').await;
    window.see(&by("contact-saved")).await;
    window.ctrl('p').await;
    let printed = || std::fs::read_dir(home.out()).map_or(0, Iterator::count);
    for _ in 0..100 {
        if printed() > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(printed(), 1, "one sheet was printed");

    // Pages and people by the palette; the focus comes back, and so does the page.
    window.ctrl('k').await;
    window.focus("palette-field").await;
    seen(&window).await;
    window.write("zgh").await;
    window.reads(&format!("{} [aria-selected=\"true\"]", by("palette")), "周刚华").await;
    window.press(Key::Enter).await;
    window.reads("h1", "周刚华").await;
    window.press(Key::Tab).await;
    seen(&window).await;
    window.press(Key::F1).await;
    window.see(&by("manual")).await;
    window.press(Key::F1).await;
    window.reads("h1", "周刚华").await;

    window.ctrl('l').await;
    window.focus("lock-password").await;
    let left = window.script("arguments[arguments.length - 1](document.body.innerText.includes('周刚华'))").await;
    assert_eq!(left, Value::Bool(false), "nothing is left of the page");
    window.close().await;
}
