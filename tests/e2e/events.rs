//! Logging an event with the keyboard alone, changing it, calling it off and taking that back; months and joint talks.

use std::time::{Duration, Instant};

use fantoccini::key::Key;

use crate::driver::{Home, Window, by};
use crate::fixture::{duty, made, person, unlock};

const SICK: &str = "李志国";
/// How long logging an event may take a person who knows what he wants.
const QUICK: Duration = Duration::from_secs(15);

#[tokio::test]
async fn an_event_is_logged_changed_called_off_and_taken_back() {
    let home = Home::new();
    made(&home, &[person(SICK, "税收管理员", true), person("王娟霞", "会计", false), person("周刚华", "征收员", true)]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    by_keyboard(&window).await;
    changed(&window).await;
    called_off(&window).await;
    month_only(&window).await;
    joint(&window).await;
    window.click(&by("nav-events")).await;
    window.count(&by("event-row"), 3).await;
    window.picture("46_事由_列表").await;
    window.close().await;
}

async fn by_keyboard(window: &Window) {
    window.click(&by("nav-events")).await;
    window.click(&by("event-add")).await;
    window.focus("event-person").await;
    let begun = Instant::now();
    window.write("lzg").await;
    window.see(&by("person-option-李志国")).await;
    window.press(Key::Enter).await;
    window.see(&by("person-chip-李志国")).await;
    window.press(Key::Tab).await;
    window.press_to(Key::Right, "event-kind-setback").await;
    window.press_to(Key::Tab, "event-day").await;
    window.ctrl('a').await;
    window.write("11.20").await;
    let tabs = window.press_to(Key::Tab, "event-note").await;
    window.write("竞聘没有选上").await;
    window.see(&format!("{}[data-due=\"2026-11-25\"]", by("preview-due"))).await;
    let took = begun.elapsed();
    window.picture("40_记事由_键盘").await;
    window.ctrl('s').await;
    window.see(&duty(SICK)).await;
    assert!(took < QUICK, "{took:?}");
    eprintln!("an event by keyboard: {:.1} s, {tabs} Tab from the day to the note", took.as_secs_f32());
}

async fn changed(window: &Window) {
    window.click(&by("nav-events")).await;
    window.click(&format!("{} button", by("event-row"))).await;
    window.see(&by("event-changes")).await;
    window.fill(&by("event-day"), "2026-11-23").await;
    window.see(&format!("{}[data-change=\"moved\"][data-due=\"2026-11-26\"]", by("change-row"))).await;
    window.reads(&by("change-row"), "11月25日").await;
    window.picture("41_修改事由_变化").await;
    window.click(&by("event-save")).await;
    window.see(&by("event-filter")).await;
    window.reads(&by("event-row"), "11月26日").await;
    window.click(&by("nav-today")).await;
    window.see(&format!("{} [data-due=\"2026-11-26\"]", duty(SICK))).await;
}

async fn called_off(window: &Window) {
    window.click(&by("nav-events")).await;
    window.click(&format!("{} button", by("event-row"))).await;
    window.click(&by("event-cancel")).await;
    window.fill(&by("event-cancel-reason"), "记错了人").await;
    window.picture("42_事由_撤销").await;
    window.click(&by("event-cancel-confirm")).await;
    window.see(&by("event-restore")).await;
    window.click(&by("nav-today")).await;
    window.see(&by("today-routines")).await;
    window.gone(&duty(SICK)).await;
    window.click(&by("nav-events")).await;
    window.click(&format!("{} button", by("event-row"))).await;
    window.reads(&by("event-cancelled"), "记错了人").await;
    window.picture("42_事由_已撤销").await;
    window.click(&by("event-leave")).await;
    window.click(&by("event-restore")).await;
    window.reads(&by("ask"), SICK).await;
    window.click(&by("ask-yes")).await;
    window.gone(&by("event-restore")).await;
    window.click(&by("nav-today")).await;
    window.see(&format!("{} [data-due=\"2026-11-26\"]", duty(SICK))).await;
}

/// What happened some time in October counts from the last day of the month.
async fn month_only(window: &Window) {
    window.click(&by("nav-events")).await;
    window.click(&by("event-add")).await;
    window.pick(&format!("input{}", by("event-person")), "王娟霞").await;
    window.click(&by("event-kind-personal_hardship")).await;
    window.click(&by("event-month-only")).await;
    window.choose(&by("event-month"), "10").await;
    window.see(&format!("{}[data-due=\"2026-11-06\"]", by("preview-due"))).await;
    window.reads(&by("preview-overdue"), "逾期 11 个工作日").await;
    window.picture("43_记事由_只知月份").await;
    window.click(&by("event-save")).await;
    window.reads(&duty("王娟霞"), "2026年10月").await;
}

async fn joint(window: &Window) {
    window.click(&by("nav-events")).await;
    window.click(&by("event-add")).await;
    let picker = format!("input{}", by("event-person"));
    window.pick(&picker, "王娟霞").await;
    window.click(&by("event-kind-conflict")).await;
    window.reads(&by("event-preview"), "至少要选两个人").await;
    window.pick(&picker, "周刚华").await;
    window.count(&by("preview-row"), 2).await;
    window.click(&by("event-joint")).await;
    window.count(&by("preview-row"), 3).await;
    window.reads(&format!("{}:last-child", by("preview-row")), "各方一起").await;
    window.picture("44_记事由_人际矛盾").await;
    window.click(&by("event-save")).await;
    window.see(&by("today-week")).await;
    window.reads(&by("today-later"), "共同谈话").await;
    window.picture("45_今日_共同谈话").await;
}
