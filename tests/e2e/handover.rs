//! 换届交接: the list made and printed, the ledger encrypted anew under the successor's password, the predecessor's refused.

use zhixin_tests::pdf_text;

use crate::driver::{Home, Window, by};
use crate::files;
use crate::fixture::{PASSWORD, event, made, person, unlock};
use crate::security::{locked, printed_lines};

const NEW: &str = "接任者自己的 蓝车七匹";

#[tokio::test]
async fn a_secretary_hands_over_and_his_password_is_refused_afterwards() {
    let home = Home::new();
    made(
        &home,
        &[
            person("李志国", "征收员", true),
            person("王娟霞", "办税服务厅主任", false),
            event("illness", "#0", "2026-11-20", "阑尾炎手术"),
        ],
    );
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("nav-settings")).await;
    window.click(&by("settings-handover")).await;
    listed(&window, &home).await;
    passed(&window).await;
    window.picture("122_交接_原密码已失效").await;

    // The backup of before is named, and goes when that is wanted.
    let old = files::all(&home.path().join("知心.zhixin/backups")).len();
    assert!(old > 1, "the one of before and the one of afterwards");
    window.click(&by("handover-clear")).await;
    window.click(&by("ask-yes")).await;
    window.reads(&by("handover-proof"), "没有原密码能打开的备份").await;
    assert_eq!(files::all(&home.path().join("知心.zhixin/backups")).len(), 1, "the successor's");

    new_sheet(&window, &home).await;
    let book = printed(&window, &home, "handover-print-book").await;
    for word in ["支部工作交接书", "交接结果", "打不开账本", "已全部删除"] {
        assert!(book.contains(word), "{word} in {book}");
    }
    window.click(&by("handover-finish")).await;
    window.reads(&by("handover-earlier"), "已完成").await;
    window.picture("124_交接_完成").await;

    let window = locked(window, &home).await;
    window.fill(&by("lock-password"), PASSWORD).await;
    window.click(&by("lock-unlock")).await;
    window.reads(&by("lock-error"), "密码不对").await;
    window.picture("125_交接_原密码打不开").await;
    window.fill(&by("lock-password"), NEW).await;
    window.click(&by("lock-unlock")).await;
    window.see(&by("nav-today")).await;
    window.reads("main", "李志国").await;
    window.click(&by("nav-settings")).await;
    window.see(&by("settings-secretary")).await;
    let name = "arguments[0](document.querySelector('[data-testid=settings-secretary]').value)";
    assert_eq!(window.script(name).await, "乙书记", "the forms name the successor");
    window.close().await;
    for secret in ["李志国", "阑尾炎", "丙主任", NEW, PASSWORD] {
        let found = files::holding(home.path(), &home.out(), secret);
        assert!(found.is_empty(), "readable on the disk: {found:?}");
    }
}

/// Makes the list and prints it for three signatures.
async fn listed(window: &Window, home: &Home) {
    window.click(&by("handover-make")).await;
    window.reads(&by("handover-form"), "请填写接交人姓名").await;
    window.fill(&by("handover-to"), "乙书记").await;
    window.fill(&by("handover-witness"), "丙主任").await;
    window.click(&by("handover-make")).await;
    window.see(&by("sheet-page")).await;
    window.picture("120_交接清单").await;
    let list = printed(window, home, "").await;
    for word in ["支部工作交接清单", "甲书记", "乙书记", "丙主任", "李志国", "阑尾炎手术", "监交人（签字）"]
    {
        assert!(list.contains(word), "{word} in {list}");
    }
}

/// The predecessor's password is asked for first, then the ledger is encrypted anew under the successor's.
async fn passed(window: &Window) {
    window.fill(&by("handover-old"), "不是这个密码").await;
    window.fill(&by("handover-new"), NEW).await;
    window.fill(&by("handover-new2"), NEW).await;
    window.reads(&by("handover-new-strength"), "不容易猜到").await;
    window.picture("121_交接_换用新密码").await;
    window.click(&by("handover-save")).await;
    window.click(&by("ask-yes")).await;
    window.reads(&by("handover-pass-error"), "没有改动").await;
    window.fill(&by("handover-old"), PASSWORD).await;
    window.click(&by("handover-save")).await;
    window.click(&by("ask-yes")).await;
    window.reads(&by("handover-dead"), "打不开").await;
}

async fn new_sheet(window: &Window, home: &Home) {
    window.click(&by("handover-sheet")).await;
    window.fill(&by("recovery-password"), NEW).await;
    window.click(&by("recovery-begin")).await;
    window.see(&by("sheet-page")).await;
    window.picture("123_交接_新恢复单").await;
    let _ = std::fs::remove_file(home.out().join("printed.pdf"));
    window.click(&by("recovery-print")).await;
    window.click(&by("recovery-to-typing")).await;
    for (number, line) in (1..).zip(printed_lines(home).await) {
        window.fill(&by(&format!("recovery-line-{number}")), &line).await;
    }
    window.click(&by("recovery-confirm")).await;
    window.click(&by("recovery-finish")).await;
    window.reads("[aria-current=\"step\"]", "打印签字").await;
}

/// The text of the sheet that would come out of the printer, without its blanks; the sheet is opened by `opener` unless it stands open.
async fn printed(window: &Window, home: &Home, opener: &str) -> String {
    if !opener.is_empty() {
        window.click(&by(opener)).await;
    }
    let _ = std::fs::remove_file(home.out().join("printed.pdf"));
    window.click(&by("sheet-dialog-print")).await;
    let text = pdf_text(&files::named(&home.out(), "printed", ".pdf").await);
    window.click(&by("sheet-dialog-close")).await;
    window.gone(&by("sheet-dialog")).await;
    text
}
