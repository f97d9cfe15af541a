//! How many clicks the daily work takes: an event logged, a talk begun from 今日, its sheet printed.

use std::cell::Cell;

use crate::driver::{Home, Window, by};
use crate::files;
use crate::fixture::{duty, made, person, unlock};

const MOVED: &str = "周刚华";

/// A window of which every click is counted.
struct Counted {
    window: Window,
    clicks: Cell<u32>,
}

impl Counted {
    async fn click(&self, selector: &str) {
        self.window.click(selector).await;
        self.clicks.set(self.clicks.get() + 1);
    }

    /// The clicks since it was last asked.
    fn taken(&self) -> u32 {
        self.clicks.take()
    }
}

#[tokio::test]
async fn the_daily_work_takes_few_clicks() {
    let home = Home::new();
    made(&home, &[person("李志国", "税收管理员", true), person(MOVED, "征收员", true)]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    let hand = Counted { window, clicks: Cell::new(0) };

    // An event of today, from the page that unlocking opens: the form, the person, the kind, and saved.
    hand.click(&by("today-event")).await;
    hand.window.focus("event-person").await;
    hand.window.write("zgh").await;
    hand.click(&by(&format!("person-option-{MOVED}"))).await;
    hand.click(&by("event-kind-post_change")).await;
    hand.window.fill(&by("event-note"), "由征收岗转综合岗").await;
    hand.click(&by("event-save")).await;
    hand.window.see(&duty(MOVED)).await;
    assert!(hand.taken() <= 4, "clicks for an event");

    // The talk that it makes owed, with the person and what it settles filled in.
    hand.click(&format!("{} {}", duty(MOVED), by("duty-record"))).await;
    hand.window.see(&by("talk-content")).await;
    assert!(hand.taken() <= 3, "clicks from 今日 to the talk");
    hand.window.see(&by(&format!("person-chip-{MOVED}"))).await;
    hand.window.fill(&by("talk-content"), "对新岗位有信心。").await;
    hand.click(&by("talk-save")).await;
    hand.window.see(&by("talk-number")).await;
    hand.taken();

    hand.click(&by("talk-print")).await;
    let printed = files::named(&home.out(), "printed", ".pdf").await;
    assert!(hand.taken() <= 1, "clicks from the record to paper");
    assert!(files::text_of_pdf(&printed).contains(MOVED));
    hand.window.close().await;
}
