//! Paper out and back: a record is printed, its signed sheet is scanned, finds its record by itself, and is archived.

use serde_json::json;

use crate::driver::{Home, Window, by};
use crate::files;
use crate::fixture::{made, person, unlock};

#[tokio::test]
async fn a_sheet_goes_out_and_its_scan_finds_the_record() {
    let home = Home::new();
    let form =
        json!({"persons": ["#0"], "day": "2026-11-22", "topic": "到岗一周的适应情况", "content": "业务已能上手。"});
    made(&home, &[person("李志国", "税收管理员", true), ("talk_create", json!({"form": form}))]);
    // What the printer got is what the scanner gives.
    let window = Window::open(&home, Some(&home.out().join("printed.pdf"))).await;
    unlock(&window).await;

    window.click(&by("nav-talks")).await;
    window.click(&format!("{} button", by("talk-row"))).await;
    window.click(&by("talk-print")).await;
    files::named(&home.out(), "printed", ".pdf").await;
    window.count(&by("panel-paper"), 1).await;

    window.click(&by("nav-archive")).await;
    window.count(&by("paper-row"), 1).await;
    window.click(&by("archive-tab-scans")).await;
    window.see(&by("scans-empty")).await;
    window.click(&by("scan-choose")).await;
    window.see(&by("scan-report")).await;
    window.see(&by("scan-returned")).await;
    window.picture("80_归档_扫描归位").await;
    window.click(&by("archive-tab-papers")).await;
    window.see(&by("papers-empty")).await;
    window.click(&by("papers-returned")).await;
    window.reads(&by("paper-table"), "000001").await;

    window.click(&by("archive-tab-arrange")).await;
    window.click(&format!("{} tbody input", by("waiting-table"))).await;
    window.click(&by("archive-each")).await;
    window.click(&by("ask-yes")).await;
    window.see(&by("archive-empty")).await;
    window.picture("81_归档_已归档").await;
    window.click(&by("archive-tab-seals")).await;
    window.click(&by("seal-make")).await;
    window.picture("82_归档_封存").await;
    window.click(&by("sheet-dialog-close")).await;
    window.see(&by("seal-row")).await;

    window.click(&by("nav-talks")).await;
    window.click(&format!("{} button", by("talk-row"))).await;
    window.see(&by("frozen")).await;
    window.count(&by("panel-scan"), 1).await;
    window.click(&by("note-add")).await;
    window.fill(&by("note-text"), "食堂早餐时间已提前，本人表示满意。").await;
    window.click(&by("note-save")).await;
    window.reads(&by("frozen-note"), "早餐时间已提前").await;
    window.picture("83_归档_补记").await;
    window.close().await;
}
