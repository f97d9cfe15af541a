//! From a promise made in a talk to the answer given, with the brief in between.

use serde_json::json;

use crate::driver::{Home, Window, by};
use crate::files;
use crate::fixture::{duty, event, made, person, unlock};

const NAME: &str = "王娟霞";
const PROMISE: &str = "月底前协调好新岗位的带班老师";
/// Stands in 思想动态: in the brief only when it is asked for.
const WORRY: &str = "担心新岗位的业务不熟";

#[tokio::test]
async fn a_promise_is_made_kept_in_sight_and_answered() {
    let home = Home::new();
    let mind = json!({"kind": "mind", "text": WORRY, "attention": "watch"});
    let relative = json!({"kind": "relative", "relation": "丈夫", "name": "罗某", "birth": null, "political": "",
        "post": "县一中教师", "phone": "", "deceased": false});
    made(
        &home,
        &[
            person(NAME, "会计", false),
            event("post_change", "#0", "2026-11-20", "由征收岗转会计"),
            (
                "entry_create",
                json!({"person": "#0", "entries": [{"body": mind, "day": "2026-11-20", "source": "talk"}]}),
            ),
            ("entry_create", json!({"person": "#0", "entries": [{"body": relative, "source": "self"}]})),
        ],
    );
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    talk(&window).await;
    in_sight(&window).await;
    brief(&window, &home).await;
    answered(&window).await;
    window.close().await;
}

async fn talk(window: &Window) {
    window.click(&format!("{} {}", duty(NAME), by("duty-record"))).await;
    window.fill(&by("talk-content"), "对新岗位有信心，希望有人带一带。").await;
    window.click(&by("promise-add")).await;
    window.fill(&by("promise-what"), PROMISE).await;
    window.fill(&by("promise-by"), "所长").await;
    window.fill(&by("promise-due"), "2026-11-30").await;
    for facet in ["resume", "performance"] {
        window.click(&by(&format!("contact-facet-{facet}"))).await;
        window.ticked(&by(&format!("contact-facet-{facet}")), true).await;
    }
    window.picture("90_谈话_承诺").await;
    window.click(&by("talk-save")).await;
    window.see(&by("talk-number")).await;
    window.reads(&by("saved-promises"), "1").await;
    window.reads(&by("saved-facets"), "2").await;
    window.picture("91_谈话_已存").await;
}

async fn in_sight(window: &Window) {
    window.click(&by("nav-today")).await;
    window.gone(&duty(NAME)).await;
    window.reads(&by("today-promises"), PROMISE).await;
    window.picture("92_今日_承诺").await;
    window.click(&by("today-promises-all")).await;
    window.reads(&by("promise-row"), PROMISE).await;
    window.reads(&by("promise-due"), "11月30日").await;
    window.picture("93_承诺").await;
}

async fn brief(window: &Window, home: &Home) {
    window.click(&by("nav-people")).await;
    window.click(&format!("[data-person=\"{NAME}\"] button")).await;
    window.see(&format!("{}[data-state=\"known\"]", by("facet-performance"))).await;
    window.click(&by("person-brief")).await;
    window.reads(&by("brief-promises"), PROMISE).await;
    window.reads(&by("brief-family"), "县一中教师").await;
    window.reads(&by("brief-contacts"), "11月23日").await;
    // What the talk has just refreshed is no question any more.
    window.see(&format!("{}[data-facet=\"hobby\"]", by("brief-question"))).await;
    window.gone(&format!("{}[data-facet=\"performance\"]", by("brief-question"))).await;
    assert!(!window.text("body").await.contains(WORRY), "not shown unasked");
    window.see(&by("sheet-page")).await;
    window.picture("94_谈前提纲").await;
    assert!(!printed(window, home).await.contains(WORRY), "nor printed");

    window.click(&by("brief-reveal")).await;
    window.reads(&by("brief-restricted"), WORRY).await;
    window.see(&by("sheet-page")).await;
    window.picture("95_谈前提纲_敏感").await;
    assert!(printed(window, home).await.contains(WORRY), "printed when asked for");
    window.click(&by("brief-reveal")).await;
    window.gone(&by("brief-restricted")).await;
}

/// The text of the sheet that would come out of the printer, without its line breaks.
async fn printed(window: &Window, home: &Home) -> String {
    let file = home.out().join("printed.pdf");
    let _ = std::fs::remove_file(&file);
    window.click(&by("brief-print")).await;
    let text = files::text_of_pdf(&files::named(&home.out(), "printed", ".pdf").await);
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

async fn answered(window: &Window) {
    window.click(&by("nav-promises")).await;
    window.click(&by("promise-answer-open")).await;
    window.reads(&by("promise-asked"), PROMISE).await;
    window.fill(&by("promise-answer-text"), "已安排李志国带班，本人知道。").await;
    window.picture("96_承诺_答复本人").await;
    window.click(&by("promise-save")).await;
    window.gone(&by("promise-dialog")).await;
    window.see(&by("promises-empty")).await;
    window.picture("97_承诺_都已答复").await;
    window.click(&by("promises-answered")).await;
    window.reads(&by("promise-answer"), "已安排李志国带班").await;
    window.picture("98_承诺_已答复").await;
    window.click(&by("nav-today")).await;
    window.see(&by("today-knowing")).await;
    window.gone(&by("today-promises")).await;
}
