//! The password changed, the recovery sheet made and used, a backup made, checked and restored.

use zhixin_tests::pdf_text;

use crate::driver::{Home, Window, by};
use crate::files;
use crate::fixture::{PASSWORD, made, person, unlock};

const CHANGED: &str = "换过的密码 蓝车七匹";
const FRESH: &str = "忘了以后新设的 密码";

#[tokio::test]
async fn a_forgotten_password_is_replaced_with_the_recovery_sheet() {
    let home = Home::new();
    made(&home, &[person("李志国", "征收员", true)]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;

    window.click(&by("nav-settings")).await;
    window.click(&by("settings-security")).await;
    window.picture("110_密码和恢复单").await;
    change_password(&window).await;
    let window = locked(window, &home).await;
    window.fill(&by("lock-password"), PASSWORD).await;
    window.click(&by("lock-unlock")).await;
    window.reads(&by("lock-error"), "密码不对").await;
    window.fill(&by("lock-password"), CHANGED).await;
    window.click(&by("lock-unlock")).await;
    window.see(&by("nav-today")).await;

    let lines = make_sheet(&window, &home).await;
    let window = locked(window, &home).await;
    recover(&window, &lines).await;
    window.picture("117_找回以后").await;
    window.click(&by("nav-people")).await;
    window.see("[data-person=\"李志国\"]").await;

    let window = locked(window, &home).await;
    window.fill(&by("lock-password"), FRESH).await;
    window.click(&by("lock-unlock")).await;
    window.see(&by("nav-today")).await;
    window.close().await;
    let without_hyphens = lines.concat();
    for secret in [without_hyphens.as_str(), &grouped(&lines[0]), FRESH, CHANGED] {
        let found = files::holding(home.path(), &home.out(), secret);
        assert!(found.is_empty(), "readable on the disk: {found:?}");
    }
}

async fn change_password(window: &Window) {
    window.click(&by("way-change")).await;
    window.fill(&by("password-old"), "不是这个密码").await;
    window.fill(&by("password-new"), CHANGED).await;
    window.fill(&by("password-new2"), CHANGED).await;
    window.reads(&by("password-new-strength"), "可以用").await;
    window.picture("111_修改密码").await;
    window.click(&by("password-save")).await;
    window.reads(&by("error-note"), "没有改动").await;
    window.fill(&by("password-old"), PASSWORD).await;
    window.click(&by("password-save")).await;
    window.gone(&by("password-dialog")).await;
}

/// Makes a recovery sheet and types it back as it was printed; answers its lines.
async fn make_sheet(window: &Window, home: &Home) -> Vec<String> {
    window.click(&by("nav-settings")).await;
    window.click(&by("settings-security")).await;
    window.reads(&by("way-recovery"), "还没有").await;
    window.click(&by("way-make")).await;
    window.fill(&by("recovery-password"), CHANGED).await;
    window.click(&by("recovery-begin")).await;
    window.see(&by("sheet-page")).await;
    window.picture("112_恢复单").await;
    window.click(&by("recovery-print")).await;
    window.click(&by("recovery-to-typing")).await;

    let lines = printed_lines(home).await;
    for (number, text) in (1..).zip(&lines) {
        window.fill(&by(&format!("recovery-line-{number}")), &text.to_lowercase()).await;
    }
    window.fill(&by("recovery-line-3"), &slip(&lines[2])).await;
    window.click(&by("recovery-confirm")).await;
    window.reads(&by("recovery-bad-3"), "第 3 行不对").await;
    window.picture("113_输错一行").await;
    window.fill(&by("recovery-line-3"), &lines[2]).await;
    window.click(&by("recovery-confirm")).await;
    window.picture("114_恢复单生效").await;
    window.click(&by("recovery-finish")).await;
    window.reads(&by("way-recovery"), "2026年11月23日制作").await;
    lines
}

/// The lines of the recovery sheet that was printed last.
pub(crate) async fn printed_lines(home: &Home) -> Vec<String> {
    let paper = pdf_text(&files::named(&home.out(), "printed", ".pdf").await);
    let line = |number: usize| {
        let after = paper.split(&format!("第{number}行")).nth(1).expect("the line stands on the sheet");
        after.chars().take(16).collect::<String>()
    };
    (1..=4).map(line).collect()
}

async fn recover(window: &Window, lines: &[String]) {
    window.click(&by("lock-forgot")).await;
    for (number, text) in (1..).zip(lines) {
        window.fill(&by(&format!("recover-line-{number}")), text).await;
    }
    window.fill(&by("recover-line-2"), &slip(&lines[1])).await;
    window.fill(&by("recover-password"), FRESH).await;
    window.fill(&by("recover-password2"), FRESH).await;
    window.reads(&by("recover-strength"), "密码强度").await;
    window.picture("115_忘记密码").await;
    window.click(&by("recover-open")).await;
    window.reads(&by("recover-bad-2"), "第 2 行不对").await;
    window.picture("116_忘记密码_输错").await;
    window.fill(&by("recover-line-2"), &lines[1]).await;
    window.click(&by("recover-open")).await;
    window.see(&by("nav-today")).await;
    window.reads("main", "密码已经换成新的").await;
}

#[tokio::test]
async fn a_backup_is_made_checked_tried_and_restored() {
    let home = Home::new();
    made(&home, &[person("李志国", "征收员", true)]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("nav-settings")).await;
    window.click(&by("settings-backups")).await;
    // Locking the ledger that the fixture made has left one already.
    window.see(&by("backup-table")).await;
    window.click(&by("backup-make")).await;
    window.count(&by("backup-row"), 2).await;
    window.reads(&by("backup-own"), "今天").await;
    window.click(&by("backup-check")).await;
    window.see(&format!("{}[data-sound=\"true\"]", by("backup-result"))).await;
    window.picture("118_备份与恢复").await;
    window.click(&by("backup-stick")).await;
    files::named(&home.out(), "知心-20261123-", ".zhixinbak").await;

    window.click(&by("backup-drill")).await;
    window.fill(&by("drill-password"), "不是这个密码").await;
    window.click(&by("drill-go")).await;
    window.see(&by("error-note")).await;
    window.fill(&by("drill-password"), PASSWORD).await;
    window.click(&by("drill-go")).await;
    window.reads(&by("backup-drill-row"), "2026年11月23日演练成功").await;

    // What is entered after the backup is not in the restored ledger.
    window.click(&by("nav-people")).await;
    window.click(&by("people-add")).await;
    window.fill(&by("person-field-name"), "王娟霞").await;
    window.click(&by("person-save")).await;
    window.reads(&by("person-name"), "王娟霞").await;
    window.click(&by("nav-settings")).await;
    window.click(&by("settings-backups")).await;
    window.click(&by("backup-more")).await;
    window.click(&by("backup-restore")).await;
    window.fill(&by("restore-password"), PASSWORD).await;
    window.picture("119_恢复到新位置").await;
    window.click(&by("restore-go")).await;
    window.gone(&by("restore")).await;
    window.click(&by("nav-people")).await;
    window.see("[data-person=\"李志国\"]").await;
    window.gone("[data-person=\"王娟霞\"]").await;
    window.click(&by("nav-settings")).await;
    window.reads(&by("settings-place"), "恢复.zhixin").await;
    window.close().await;
    assert!(home.vault().exists(), "the ledger that was open stays where it is");
    for name in ["李志国", "王娟霞"] {
        let found = files::holding(home.path(), &home.path().join("none"), name);
        assert!(found.is_empty(), "readable on the disk: {found:?}");
    }
}

/// Locks, ends the program and starts it again: the lock page stands.
pub(crate) async fn locked(window: Window, home: &Home) -> Window {
    window.click(&by("lock-now")).await;
    window.close().await;
    let window = Window::open(home, None).await;
    window.see(&by("lock-password")).await;
    window
}

/// The line with its first character read wrongly.
fn slip(line: &str) -> String {
    let wrong = if line.starts_with('7') { "8" } else { "7" };
    format!("{wrong}{}", &line[1..])
}

/// As a line stands in its field.
fn grouped(line: &str) -> String {
    [&line[..4], &line[4..8], &line[8..12], &line[12..]].join(" ")
}
