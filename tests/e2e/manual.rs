//! F1 on a page that is being written on: the chapter, what is looked up, and back with nothing lost.

use fantoccini::key::Key;

use crate::driver::{Home, Window, by};
use crate::files;
use crate::fixture::{made, person, unlock};

#[tokio::test]
async fn looking_something_up_loses_nothing() {
    let home = Home::new();
    made(&home, &[person("李志国", "税收管理员", true)]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("nav-events")).await;
    window.click(&by("event-add")).await;
    window.fill(&by("event-note"), "县人民医院住院").await;
    window.press(Key::F1).await;
    window.reads(&format!("{} h1", by("manual-chapter")), "记一件事由").await;
    window.picture("90_手册_记事由").await;
    let image = "const done = arguments[arguments.length - 1];\
                 const look = () => { const image = document.querySelector('[data-testid=\"manual-chapter\"] img');\
                 if (image?.naturalWidth > 0) done(image.naturalWidth); else setTimeout(look, 100) }; look()";
    assert!(window.script(image).await.as_f64().is_some_and(|width| width > 300.0), "its picture is shown");
    window.fill(&by("manual-find"), "恢复单 保险柜").await;
    window.click(&by("manual-hit-recovery")).await;
    window.reads(&format!("{} h1", by("manual-chapter")), "恢复单").await;
    window.see(&format!("{} mark", by("manual-chapter"))).await;
    window.picture("91_手册_查找").await;
    window.click(&by("manual-save")).await;
    let file = files::named(&home.out(), "知心使用手册", ".pdf").await;
    assert!(files::text_of_pdf(&file).contains("恢复单"));
    window.click(&by("manual-back")).await;
    window.gone(&by("manual")).await;
    let written = window.script("arguments[0](document.querySelector('[data-testid=\"event-note\"]').value)").await;
    assert_eq!(written, "县人民医院住院", "what was being written is still there");
    window.close().await;
}
