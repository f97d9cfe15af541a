//! Changing a person and calling an event off.

use serde_json::json;

use crate::driver::{Home, Window, by};
use crate::fixture::{made, unlock};

#[tokio::test]
async fn a_person_is_changed_and_an_event_called_off() {
    let home = Home::new();
    made(
        &home,
        &[
            ("person_create", json!({"name": "李志国", "post": "征收员", "political": "中共党员"})),
            ("person_create", json!({"name": "王娟霞", "post": "会计", "political": "群众"})),
            ("event_create", json!({"kind": "illness", "persons": ["#0"], "day": "2026-11-22", "note": "感冒发烧"})),
            ("event_create", json!({"kind": "post_change", "persons": ["#1"], "day": "2026-11-20", "note": ""})),
        ],
    );
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.count(&by("duty-row"), 2).await;

    window.click(&by("nav-people")).await;
    window.click("[data-person=\"李志国\"] button").await;
    window.reads(&by("person-name"), "李志国").await;
    window.picture("20_人员详情").await;
    window.click(&by("person-edit")).await;
    window.fill(&by("person-field-post"), "综合岗").await;
    window.picture("21_人员编辑").await;
    window.click(&by("person-save")).await;
    window.gone(&by("person-save")).await;
    window.click(&by("nav-people")).await;
    window.reads("[data-person=\"李志国\"]", "综合岗").await;

    window.click(&by("nav-events")).await;
    window.count(&by("event-row"), 2).await;
    window.picture("22_事由").await;
    window.click("[data-testid=\"event-row\"] button").await;
    window.click(&by("event-cancel")).await;
    window.fill(&by("event-cancel-reason"), "记错了人").await;
    window.picture("23_撤销事由").await;
    window.click(&by("event-cancel-confirm")).await;
    window.see(&by("event-restore")).await;
    window.click(&by("nav-today")).await;
    window.count(&by("duty-row"), 1).await;
    window.see("[data-testid=\"duty-row\"][data-person=\"王娟霞\"]").await;

    window.click(&by("nav-settings")).await;
    window.see(&by("settings-branch")).await;
    window.picture("24_设置").await;
    window.close().await;
}
