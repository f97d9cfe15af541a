//! The rules and the calendar: what a change would move is shown first, and moves when it is stored.

use serde_json::json;

use crate::driver::{Home, Window, by};
use crate::fixture::{duty, event, made, person, unlock};

const TALKED: &str = "李志国";
const HONOURED: &str = "周刚华";

#[tokio::test]
async fn a_deadline_and_a_pack_are_changed() {
    let home = Home::new();
    made(&home, &[person(TALKED, "税收管理员", true), event("setback", "#0", "2026-11-20", "竞聘没有选上")]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    due(&window, TALKED, "2026-11-25").await;

    window.click(&by("nav-settings")).await;
    window.click(&by("settings-rules")).await;
    let setback = format!("{}[data-kind=\"setback\"]", by("rule-row"));
    window.see(&setback).await;
    window.picture("70_规则").await;
    window.click(&format!("{setback} {}", by("deadline"))).await;
    window.fill(&format!("{setback} {}", by("deadline-a")), "5").await;
    window.see(&format!("{setback} {}", by("rule-changed"))).await;
    window.click(&by("rules-preview")).await;
    moved(&window, TALKED, "11月25日", "11月27日").await;
    window.picture("71_规则_预览影响").await;
    window.click(&by("rules-save")).await;
    window.gone(&by("rules-foot")).await;
    window.picture("72_规则_已保存").await;
    due(&window, TALKED, "2026-11-27").await;

    taken(&window, "branch-floor").await;
    window.picture("73_规则_换用").await;
    window.click(&by("rules-save")).await;
    window.gone(&by("rules-foot")).await;
    window.reads(&by("rules-version"), "支部工作条例").await;
    due(&window, TALKED, "2026-11-27").await;

    taken(&window, "three-six").await;
    moved(&window, TALKED, "11月27日", "11月25日").await;
    window.click(&by("rules-save")).await;
    window.gone(&by("rules-foot")).await;
    due(&window, TALKED, "2026-11-25").await;
    window.close().await;
}

/// Puts a shipped pack into the editor and looks at what it would change.
async fn taken(window: &Window, pack: &str) {
    window.click(&by("nav-settings")).await;
    window.click(&by("settings-rules")).await;
    window.see(&by("rule-row")).await;
    window.click(&by("rules-shipped")).await;
    window.click(&by(&format!("rules-shipped-{pack}"))).await;
    window.see(&by("rules-becoming")).await;
    window.click(&by("rules-preview")).await;
    window.see(&by("changes")).await;
}

#[tokio::test]
async fn a_day_off_and_a_years_file_move_what_is_owed() {
    let home = Home::new();
    made(
        &home,
        &[
            person(TALKED, "税收管理员", true),
            person(HONOURED, "征收员", false),
            event("setback", "#0", "2026-11-20", "竞聘没有选上"),
            event("award", "#1", "2026-12-30", "拟评为年度先进"),
        ],
    );
    let file = home.out().join("2027.json");
    let off = |date: &str, is_off_day: bool| json!({"name": "元旦", "date": date, "isOffDay": is_off_day});
    let days = [("01-01", true), ("01-02", true), ("01-03", true), ("01-04", true), ("01-09", false)];
    let days: Vec<_> = days.iter().map(|(day, is_off)| off(&format!("2027-{day}"), *is_off)).collect();
    std::fs::write(&file, json!({"year": 2027, "days": days}).to_string()).expect("a file");
    let window = Window::open(&home, Some(&file)).await;
    unlock(&window).await;
    due(&window, TALKED, "2026-11-25").await;
    let after = format!("{} [data-due=\"2027-01-07\"]", duty(HONOURED));
    window.reads(&after, "暂定").await;

    window.click(&by("nav-settings")).await;
    window.click(&by("settings-calendar")).await;
    let tuesday = format!("{}[data-day=\"2026-11-24\"]", by("calendar-day"));
    window.see(&tuesday).await;
    let before = window.text(&by("calendar-workdays")).await;
    window.picture("74_日历").await;
    window.click(&tuesday).await;
    window.ticked(&by("calendar-choice-off"), true).await;
    assert_ne!(window.text(&by("calendar-workdays")).await, before, "one working day less");
    window.fill(&by("calendar-name"), "防汛停工").await;
    window.click(&by("calendar-preview")).await;
    moved(&window, TALKED, "11月25日", "11月26日").await;
    window.picture("75_日历_改一天").await;
    window.click(&by("calendar-save")).await;
    window.gone(&by("calendar-undo")).await;
    window.reads(&by("calendar-source"), "本单位").await;
    due(&window, TALKED, "2026-11-26").await;

    window.click(&by("nav-settings")).await;
    window.click(&by("settings-calendar")).await;
    window.click(&by("calendar-import")).await;
    moved(&window, HONOURED, "2027年1月7日", "2027年1月8日").await;
    window.picture("76_日历_导入").await;
    window.click(&by("calendar-save")).await;
    window.gone(&by("calendar-undo")).await;
    window.picture("77_日历_已导入").await;
    window.click(&by("nav-today")).await;
    let due = window.text(&format!("{} [data-due=\"2027-01-08\"]", duty(HONOURED))).await;
    assert!(!due.contains("暂定"), "the year is announced now: {due}");
    window.close().await;
}

async fn due(window: &Window, name: &str, day: &str) {
    window.click(&by("nav-today")).await;
    window.see(&format!("{} [data-due=\"{day}\"]", duty(name))).await;
}

async fn moved(window: &Window, name: &str, from: &str, to: &str) {
    let row = format!("{}[data-change=\"moved\"]", by("change-row"));
    let shown = window.reads(&row, name).await;
    assert!(shown.contains(from), "{shown}");
    assert_eq!(window.text(&format!("{row} {}", by("change-to"))).await, to);
}
