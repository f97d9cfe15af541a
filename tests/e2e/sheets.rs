//! Spreadsheets in and out through the window: a month of overtime is read in, makes a visit owed, is counted, and is taken back.

use std::path::Path;

use serde_json::Value;

use crate::driver::{Home, Window, by};
use crate::files;
use crate::fixture::{made, person, unlock};

/// From now on the page keeps what its content policy refused.
const WATCH: &str = r#"
    window.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.violatedDirective + ' ' + event.sourceFile));
    arguments[arguments.length - 1](null);
"#;
const REFUSED: &str = "arguments[arguments.length - 1](window.refused)";
/// Whether the chart has drawn anything: some pixels of its canvas are not transparent.
const DRAWN: &str = r#"
    const done = arguments[arguments.length - 1];
    const canvas = document.querySelector('canvas');
    const pixels = canvas ? canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data : [];
    done(pixels.some((value, at) => at % 4 === 3 && value > 0));
"#;

#[tokio::test]
async fn overtime_is_read_in_counted_exported_and_taken_back() {
    let home = Home::new();
    made(&home, &[person("高辉刚", "税收管理员", true), person("李志国", "税收管理员", false)]);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rosters/加班考勤_2026年1月.xlsx");
    let window = Window::open(&home, Some(&file)).await;
    unlock(&window).await;
    window.script(WATCH).await;

    window.click(&by("nav-overtime")).await;
    window.click(&by("overtime-import")).await;
    window.click(&by("overtime-in-choose")).await;
    window.see(&by("overtime-in-plan")).await;
    window.picture("110_导入_加班考勤").await;
    window.click(&by("overtime-in-apply")).await;
    window.see(&by("overtime-in-result")).await;
    window.click(&by("nav-today")).await;
    window.reads("main", "高辉刚").await;

    window.click(&by("nav-ledgers")).await;
    window.click(&by("ledgers-tab-statistics")).await;
    window.see("canvas").await;
    window.picture("111_统计").await;
    assert_eq!(window.script(DRAWN).await, Value::Bool(true), "the chart is drawn");
    window.click(&by("statistics-export")).await;
    window.picture("112_统计_导出").await;
    assert_eq!(window.script(REFUSED).await, Value::Array(Vec::new()), "nothing that the content policy forbids");

    window.click(&by("export-purpose-internal")).await;
    window.click(&by("statistics-export-ok")).await;
    let file = files::named(&home.out(), "谈心走访统计", ".xlsx").await;
    let cells = files::cells(&file);
    let says = |words: &str| cells.iter().flatten().any(|cell| cell.to_string().contains(words));
    assert!(says("2026年") && !says("高辉刚"), "figures without names: {cells:?}");

    window.click(&by("nav-overtime")).await;
    window.click(&by("overtime-import")).await;
    window.see(&by("import-list")).await;
    window.click(&by("import-undo")).await;
    window.click(&by("ask-yes")).await;
    window.gone(&by("import-undo")).await;
    window.picture("113_导入_撤销").await;
    window.click(&by("nav-today")).await;
    // What the import made owed is owed no more.
    window.reads("main", "没有欠着的谈话和走访").await;
    window.close().await;
}
