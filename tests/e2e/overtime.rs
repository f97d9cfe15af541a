//! Overtime typed with the keyboard: five working days make a visit owed, a correction withdraws it.

use fantoccini::key::Key;

use crate::driver::{Home, Window, by};
use crate::fixture::{duty, made, person, unlock};

const NAME: &str = "周刚华";
/// From Monday the 16th to today, Monday the 23rd.
const DAYS_BACK: usize = 7;

#[tokio::test]
async fn a_streak_is_typed_and_corrected() {
    let home = Home::new();
    made(&home, &[person("李志国", "税收管理员", true), person("王娟霞", "会计", false), person(NAME, "征收员", true)]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("nav-overtime")).await;
    window.count(&by("overtime-row"), 3).await;
    window.picture("80_加班").await;

    // Ctrl+F, a name and Enter lead into the row of the person.
    window.ctrl('f').await;
    window.focus("overtime-find").await;
    window.write(NAME).await;
    window.count(&by("overtime-row"), 1).await;
    window.press(Key::Enter).await;
    window.focus("overtime-input").await;
    window.reads(&by("overtime-status"), "11月23日").await;
    for _ in 0..DAYS_BACK {
        window.press(Key::Left).await;
    }
    window.reads(&by("overtime-status"), "11月16日").await;
    for _ in 0..5 {
        window.write("2.5").await;
        window.press(Key::Right).await;
    }
    window.reads(&by("overtime-save"), "5").await;
    window.reads(&by("overtime-total"), "12.5").await;
    window.picture("81_加班_填写").await;
    window.ctrl('s').await;
    window.see(&format!("{}[data-change=\"new\"]", by("change-row"))).await;
    window.count(&by("overtime-streak"), 5).await;
    // The present cell is Saturday; back on Friday the streak is told in words.
    window.press(Key::Left).await;
    window.reads(&by("overtime-status"), "12.5 小时").await;
    window.picture("82_加班_连续").await;
    window.click(&by("overtime-event")).await;
    window.reads(&by("event-derived"), "加班").await;
    window.picture("83_加班_事由").await;

    window.click(&by("nav-today")).await;
    window.reads(&duty(NAME), "连续加班").await;
    assert_eq!(window.attribute(&duty(NAME), "data-kind").await, "visit");
    window.picture("84_今日_连续加班").await;

    window.click(&by("nav-overtime")).await;
    let wednesday = format!("{}[data-day=\"2026-11-18\"]", by("overtime-cell"));
    let row = format!("{}:has({})", by("overtime-row"), by("overtime-streak"));
    window.click(&format!("{row} {wednesday}")).await;
    window.focus("overtime-input").await;
    window.press(Key::Delete).await;
    window.ctrl('s').await;
    window.see(&format!("{}[data-change=\"withdrawn\"]", by("change-row"))).await;
    window.count(&by("overtime-streak"), 0).await;
    window.picture("85_加班_更正").await;
    window.click(&by("nav-today")).await;
    window.see(&by("today-routines")).await;
    window.gone(&duty(NAME)).await;
    window.click(&by("nav-events")).await;
    window.reads(&format!("{}:has({})", by("event-row"), by("event-restore")), NAME).await;
    window.picture("86_事由_连续加班撤销").await;
    window.close().await;
}
