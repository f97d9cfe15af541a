//! The lock page: wrong passwords, the wait they cost, and what a reload does not undo.

use serde_json::json;

use crate::driver::{Home, Window, by};
use crate::fixture::{PASSWORD, made, unlock};

#[tokio::test]
async fn wrong_passwords_are_told_and_slowed_down() {
    let home = Home::new();
    made(&home, &[("person_create", json!({"name": "藏名氏"}))]);
    let window = Window::open(&home, None).await;
    window.see(&by("lock-password")).await;
    window.picture("01_锁定").await;

    for _ in 0..3 {
        window.fill("#lock-password", "不是这个密码").await;
        window.click(&by("lock-unlock")).await;
        window.reads(&by("lock-error"), "密码不对").await;
    }
    window.reads(&by("lock-error"), "1").await;
    window.picture("02_密码不对").await;
    // A fourth and a fifth make the wait long enough to see that a reload does not shorten it.
    for _ in 0..2 {
        window.fill("#lock-password", "不是这个密码").await;
        window.click(&by("lock-unlock")).await;
        window.reads(&by("lock-unlock"), "解锁").await;
    }
    window.script("location.reload(); arguments[arguments.length - 1](0)").await;
    window.see("#lock-password").await;
    window.fill("#lock-password", PASSWORD).await;
    window.click(&by("lock-unlock")).await;
    window.reads(&by("lock-error"), "密码不对").await;
    let page = window.text("body").await;
    assert!(!page.contains("藏名氏"), "no name while locked");

    unlock(&window).await;
    window.click(&by("nav-people")).await;
    window.see("[data-person=\"藏名氏\"]").await;
    window.close().await;
}
