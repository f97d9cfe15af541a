//! One person's six knowings, leaving and coming back, and the map of what is known of whom.

use serde_json::{Value, json};

use crate::driver::{Home, Window, by};
use crate::fixture::{duty, made_on, person, unlock};

const NAME: &str = "李志国";
/// Stands in 思想动态 and may be seen only when it is asked for.
const WORRY: &str = "担心父亲病情，周末往返两地";
const RESUME: &str = "个人简历（2025年6月填）\n1998.07--2004.05  某县中和税务所征收员\n2004.05--2015.03  某县税务局办公室科员\n\
                      2015.03--        某县税务局中和税务所税收管理员";

#[tokio::test]
async fn what_is_known_of_a_person() {
    let home = Home::new();
    // More than a year ago, so that what was known then is out of date.
    made_on(
        "2025-06-02",
        &home,
        &[
            person(NAME, "税收管理员", true),
            person("王娟霞", "会计", false),
            known(json!({"kind": "hobby", "text": "乒乓球"}), Value::Null),
            known(json!({"kind": "mind", "text": WORRY, "attention": "watch"}), json!("2025-06-02")),
        ],
    );
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.click(&by("nav-people")).await;
    window.click(&format!("[data-person=\"{NAME}\"] button")).await;
    window.reads(&by("person-name"), NAME).await;
    window.reads(&by("person-known"), "0").await;

    resume(&window).await;
    family(&window).await;
    hobby(&window).await;
    mind(&window).await;
    left_and_back(&window).await;
    map(&window).await;
    window.close().await;
}

fn known(body: Value, day: Value) -> (&'static str, Value) {
    ("entry_create", json!({"person": "#0", "entries": [{"body": body, "day": day, "source": "talk"}]}))
}

async fn state(window: &Window, facet: &str, wanted: &str) {
    window.see(&format!("{}[data-state=\"{wanted}\"]", by(&format!("facet-{facet}")))).await;
}

async fn resume(window: &Window) {
    state(window, "resume", "unknown").await;
    window.click(&by("resume-paste")).await;
    window.fill(&by("paste-text"), RESUME).await;
    window.picture("50_人员_粘贴简历").await;
    window.click(&by("paste-read")).await;
    window.count(&by("paste-line"), 3).await;
    window.reads(&by("paste-unread"), "个人简历").await;
    window.picture("51_人员_简历看懂").await;
    window.click(&by("paste-save")).await;
    window.gone(&by("paste")).await;
    window.count(&by("entry-row"), 3).await;
    state(window, "resume", "known").await;
    window.picture("52_人员_简历").await;
}

async fn family(window: &Window) {
    window.click(&by("facet-family")).await;
    window.click(&by("entry-add-relative")).await;
    window.fill(&by("entry-name"), "罗某").await;
    window.click(&by("entry-save")).await;
    // What must be there is said, and nothing is lost.
    window.see(&format!("{}[aria-invalid=\"true\"]", by("entry-relation"))).await;
    window.fill(&by("entry-relation"), "妻子").await;
    window.fill(&by("entry-birth"), "1983.4").await;
    window.fill(&by("entry-post"), "县人民医院护士").await;
    window.picture("53_人员_添加家属").await;
    window.click(&by("entry-save")).await;
    window.gone(&by("entry-form")).await;
    state(window, "family", "known").await;
    window.click(&by("facet-reveal")).await;
    window.reads(&by("entries-relative"), "县人民医院护士").await;
    window.reads(&by("entries-relative"), "1983.04").await;
    window.picture("54_人员_家庭").await;
}

/// 核对无变化 makes known again what had become out of date.
async fn hobby(window: &Window) {
    state(window, "hobby", "stale").await;
    window.click(&by("facet-hobby")).await;
    window.reads(&by("facet-checked"), "2025年6月2日").await;
    window.picture("55_人员_爱好过期").await;
    window.click(&by("facet-check")).await;
    state(window, "hobby", "known").await;
    window.reads(&by("facet-checked"), "2026年11月23日").await;
    window.reads(&by("entries-hobby"), "乒乓球").await;
}

/// 思想动态 shows when asked for, is followed and never changed, and hides when one goes elsewhere.
async fn mind(window: &Window) {
    window.click(&by("facet-mind")).await;
    window.see(&by("facet-hidden")).await;
    assert!(!window.text("body").await.contains(WORRY), "not shown unasked");
    window.picture("56_人员_思想动态_隐藏").await;
    window.click(&by("facet-reveal")).await;
    window.reads(&by("entries-mind"), WORRY).await;
    window.click(&by("entry-add-mind")).await;
    window.fill(&by("entry-text"), "父亲已经出院，心里踏实了").await;
    window.picture("57_人员_思想动态_续记").await;
    window.click(&by("entry-save")).await;
    window.count(&format!("{} {}", by("entries-mind"), by("entry-row")), 2).await;
    window.count(&by("entry-edit"), 0).await;
    window.count(&by("entry-delete"), 0).await;
    state(window, "mind", "known").await;
    window.picture("58_人员_思想动态").await;
    window.click(&by("facet-hobby")).await;
    window.see(&by("entry-edit")).await;
    window.click(&by("facet-mind")).await;
    window.see(&by("facet-hidden")).await;
    assert!(!window.text("body").await.contains(WORRY), "hidden again");
}

async fn left_and_back(window: &Window) {
    window.click(&by("person-more")).await;
    window.click(&by("person-leave")).await;
    window.choose(&by("person-leave-reason"), "退休").await;
    window.picture("59_人员_离开").await;
    window.click(&by("person-leave-save")).await;
    window.reads(&by("person-left"), "退休").await;
    window.picture("60_人员_已离开").await;
    window.click(&by("nav-today")).await;
    window.see(&by("today-empty")).await;
    window.gone(&by("today-routines")).await;
    window.picture("60_今日_人已离开").await;
    // Who has left is listed only when asked for.
    window.click(&by("nav-people")).await;
    window.count(&by("person-row"), 1).await;
    window.click(&by("people-left")).await;
    window.click(&format!("[data-person=\"{NAME}\"] button")).await;
    window.click(&by("person-return")).await;
    window.click(&by("person-return-mistake")).await;
    window.picture("61_人员_撤销离开").await;
    window.click(&by("person-return-save")).await;
    window.gone(&by("person-left")).await;
    window.click(&by("nav-today")).await;
    window.picture("61_今日_撤销离开以后").await;
    window.click(&format!("{}[data-kind=\"yearly_talk\"] {}", by("routine-row"), by("routine-open"))).await;
    window.see(&duty(NAME)).await;
}

async fn map(window: &Window) {
    window.click(&by("nav-people")).await;
    window.click(&by("people-tab-knowing")).await;
    window.count(&by("knowing-row"), 2).await;
    window.reads(&by("knowing-percent"), "4").await;
    let row = format!("{}[data-person=\"{NAME}\"]", by("knowing-row"));
    let cell = |facet: &str, state: &str| {
        format!("{row} {}[data-facet=\"{facet}\"][data-state=\"{state}\"]", by("knowing-cell"))
    };
    for facet in ["resume", "family", "hobby", "mind"] {
        window.see(&cell(facet, "known")).await;
    }
    window.picture("62_知晓度").await;
    window.click(&cell("performance", "unknown")).await;
    window.see(&format!("{}[data-facet=\"performance\"]", by("facet-panel"))).await;
    window.reads(&by("person-name"), NAME).await;
    window.picture("63_人员_工作表现").await;
}
