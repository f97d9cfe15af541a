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

/// Presses something and answers after how many milliseconds what it leads to was there and drawn.
fn until_seen(press: &str, wanted: &str) -> String {
    format!(
        r#"
    const done = arguments[arguments.length - 1];
    const start = performance.now();
    const shown = () => {{
        const found = document.querySelector({wanted:?});
        return found !== null && found.getClientRects().length > 0;
    }};
    const drawn = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    const watch = new MutationObserver(() => {{
        if (!shown()) return;
        watch.disconnect();
        drawn();
    }});
    watch.observe(document, {{ subtree: true, childList: true, attributes: true }});
    setTimeout(() => done(null), 25000);
    document.querySelector({press:?}).click();
"#
    )
}

/// Types a text at once and answers after how many milliseconds the place that tells the result said something else.
fn until_other(field: &str, words: &str, place: &str) -> String {
    format!(
        r#"
    const done = arguments[arguments.length - 1];
    const field = document.querySelector({field:?}), place = document.querySelector({place:?});
    const before = place.textContent, start = performance.now();
    const watch = new MutationObserver(() => {{
        if (place.textContent === before) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    }});
    watch.observe(place, {{ subtree: true, childList: true, characterData: true }});
    setTimeout(() => done(null), 25000);
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, {words:?});
    field.dispatchEvent(new Event('input', {{ bubbles: true }}));
"#
    )
}

/// The middle of some measurements, and the longest.
fn middle_and_longest(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() - 1])
}

/// The pages: what leads there, and what is there when its rows are.
const PAGES: [(&str, &str, &str); 14] = [
    ("人员", "nav-people", "person-row"),
    ("知晓度", "people-tab-knowing", "knowing-row"),
    ("事由", "nav-events", "event-row"),
    ("谈话", "nav-talks", "talk-row"),
    ("走访", "nav-visits", "visit-row"),
    ("承诺", "nav-promises", "promise-row"),
    ("活动", "nav-activities", "activity-year"),
    ("加班", "nav-overtime", "overtime-row"),
    ("台账", "nav-ledgers", "ledger-row"),
    ("统计", "ledgers-tab-statistics", "statistics-keys"),
    ("归档", "nav-archive", "papers-empty"),
    ("归档整理", "archive-tab-arrange", "waiting-row"),
    ("设置", "nav-settings", "settings-log"),
    ("今日", "nav-today", "duty-row"),
];

#[tokio::test]
#[ignore = "measured on request"]
async fn speed_of_the_largest_ledger() {
    let home = Home::new();
    made(&home, &[]);
    let clock = std::sync::Arc::new(desk::FixedDay(crate::driver::TODAY.parse().expect("a day")));
    let world = desk::World { clock, ..desk::World::real() };
    let size = cli::large::LARGEST;
    cli::large::fill(&home.vault(), &world, &vault::Password::new(crate::fixture::PASSWORD.to_owned()), size)
        .expect("filled");
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.see(&by("duty-row")).await;
    println!("| {} persons, {} records: time to rows | median | longest |\n|---|---|---|", size.persons, size.records);
    let mut times = vec![Vec::new(); PAGES.len()];
    for _ in 0..5 {
        for (at, (name, press, wanted)) in PAGES.iter().enumerate() {
            window.see(&by(press)).await;
            let time = window.script(&until_seen(&by(press), &by(wanted))).await.as_f64();
            times[at].push(time.unwrap_or_else(|| panic!("{name} never showed {wanted}")));
        }
    }
    for ((name, ..), times) in PAGES.iter().zip(times) {
        let (middle, longest) = middle_and_longest(times);
        println!("| {name} | {middle:.0} ms | {longest:.0} ms |");
    }
    for (name, nav, field, words) in [
        ("人员", "nav-people", "people-search", ["李", "李志", "lzg", "wm", "不存在"]),
        ("事由", "nav-events", "event-filter", ["李", "住院", "骨科", "转综合岗", "不存在"]),
        ("谈话", "nav-talks", "talk-filter", ["李", "思想", "工作", "王敏", "不存在"]),
    ] {
        window.click(&by(nav)).await;
        window.see(&by(field)).await;
        window.see(".filters [role=status]").await;
        let mut times = Vec::new();
        for words in words {
            let typed = until_other(&by(field), words, ".filters [role=status]");
            let time = window.script(&typed).await.as_f64();
            times.push(time.unwrap_or_else(|| panic!("{words} in {name} changed nothing")));
        }
        let (middle, longest) = middle_and_longest(times);
        println!("| a keystroke in the search of {name} | {middle:.0} ms | {longest:.0} ms |");
    }
    window.close().await;
}
