//! How long the window makes its user wait: measured on request only, as times on a shared machine prove nothing by themselves.
//!
//! `cargo test -p zhixin-tests --features e2e --test e2e -- --ignored --nocapture speed` under a display; `ZHIXIN_APP` names another build.

use serde_json::json;

use crate::driver::{Home, Window, by};
use crate::fixture::{made, person, unlock};

/// Puts another sign at the end of the content, as typing does, and answers after how many milliseconds the page's picture was there.
const TYPE: &str = r#"
    const done = arguments[arguments.length - 1];
    const field = document.querySelector('textarea[data-testid="talk-content"], [data-testid="talk-content"] textarea');
    const page = document.querySelector('[data-testid="sheet-page"]');
    const before = page.src, start = performance.now();
    const watch = new MutationObserver(() => {
        if (page.src === before) return;
        watch.disconnect();
        page.decode().finally(() => done(performance.now() - start));
    });
    watch.observe(page, { attributes: true, attributeFilter: ['src'] });
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(field, field.value + '好');
    field.dispatchEvent(new Event('input', { bubbles: true }));
"#;

#[tokio::test]
#[ignore = "measured on request"]
async fn speed_of_the_preview() {
    let home = Home::new();
    let form = json!({"persons": ["#0"], "day": "2026-11-22", "topic": "到岗一周的适应情况", "content": "业务已能上手。".repeat(60)});
    made(&home, &[person("李志国", "税收管理员", true), ("talk_create", json!({"form": form}))]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("nav-talks")).await;
    window.click(&format!("{} button", by("talk-row"))).await;
    window.see(&by("sheet-page")).await;
    let mut times = Vec::new();
    for _ in 0..30 {
        times.push(window.script(TYPE).await.as_f64().expect("milliseconds"));
    }
    times.sort_by(f64::total_cmp);
    println!("| from the last key to the preview's picture, p95 {:.0} ms | {:.0} ms | — | — |", times[28], times[15]);
    window.close().await;
}
