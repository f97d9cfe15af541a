//! The first screen: putting off, exempting, explaining what was missed, and a routine's list.

use serde_json::json;

use crate::driver::{Home, Window, by};
use crate::fixture::{duty, event, made, person, unlock};

const SICK: &str = "李志国";
const MOVED: &str = "王娟霞";
const HONOURED: &str = "周刚华";
const SCOLDED: &str = "陈静怡";

#[tokio::test]
async fn the_first_screen_is_worked_off() {
    let home = Home::new();
    let birth = json!({"name": SICK, "post": "税收管理员", "political": "中共党员", "birth": "1980-11-26"});
    let promise =
        json!({"person": "#1", "day": "2026-11-10", "what": "协调周末值班顺序", "by": "甲书记", "due": "2026-11-20"});
    made(
        &home,
        &[
            ("person_create", birth),
            person(MOVED, "会计", false),
            person(HONOURED, "征收员", true),
            person(SCOLDED, "综合岗", true),
            event("illness", "#0", "2026-11-20", "县人民医院骨科住院"),
            event("post_change", "#1", "2026-11-18", "由征收岗转会计"),
            event("award", "#2", "2026-11-20", "评为县局先进个人"),
            event("criticism", "#3", "2026-11-17", "票证登记迟了三天"),
            event("setback", "#3", "2026-11-20", "竞聘没有选上"),
            ("promise_create", promise),
        ],
    );
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    window.count(&by("duty-row"), 6).await;
    window.reads(&by("today-promises"), "协调周末值班顺序").await;
    window.reads(&by("today-promises"), "逾期 3 天").await;
    window.reads(&by("today-birthdays"), SICK).await;
    window.reads(&by("today-birthdays"), "满 46 岁").await;
    assert_eq!(window.text(&by("figure-overdue")).await, "1");
    window.picture("30_今日_开始").await;

    deferred(&window).await;
    exempted(&window).await;
    explained(&window).await;
    routine(&window).await;
    window.close().await;
}

async fn deferred(window: &Window) {
    let row = duty(MOVED);
    assert_eq!(window.attribute(&format!("{row} {}", by("duty-due")), "data-due").await, "2026-11-25");
    window.click(&format!("{row} {}", by("duty-menu"))).await;
    window.click(&by("duty-defer")).await;
    window.click(&by("duty-dialog-save")).await;
    window.reads(&by("duty-lacking"), "哪一天").await;
    window.fill(&by("duty-defer-day"), "2026-11-24").await;
    window.reads(&by("duty-lacking"), "11月25日").await;
    window.fill(&by("duty-defer-day"), "12.2").await;
    window.fill(&by("duty-reason"), "本人外出培训一周").await;
    window.picture("31_今日_顺延").await;
    window.click(&by("duty-dialog-save")).await;
    window.gone(&by("duty-dialog")).await;
    let due = format!("{} {row} {}", by("today-later"), by("duty-due"));
    window.reads(&due, "原定").await;
    assert!(window.text(&due).await.contains("11月25日"), "the first due day stays beside the new one");
    assert_eq!(window.attribute(&due, "data-due").await, "2026-12-02");
}

/// 免除 two at once.
async fn exempted(window: &Window) {
    window.click(&by("today-pick")).await;
    window.see(&format!("{}:disabled", by("picked-exempt"))).await;
    for section in ["today-overdue", "today-week"] {
        window.click(&format!("{} {} {}", by(section), duty(SCOLDED), by("duty-pick"))).await;
    }
    window.reads(&by("duty-picked"), "已选 2 项").await;
    window.picture("32_今日_勾选").await;
    window.click(&by("picked-exempt")).await;
    window.click(&by("duty-dialog-save")).await;
    window.reads(&by("duty-lacking"), "原因").await;
    window.fill(&by("duty-reason"), "县局领导已经谈过").await;
    window.picture("33_今日_免除").await;
    window.click(&by("duty-dialog-save")).await;
    window.gone(&duty(SCOLDED)).await;
    window.gone(&by("duty-pick")).await;
    assert_eq!(window.text(&by("figure-overdue")).await, "0");
    window.reads(&by("today-figures"), "免除 2").await;
}

async fn explained(window: &Window) {
    let missed = format!("{} {}", by("today-missed"), duty(HONOURED));
    assert_eq!(window.text(&by("figure-missed")).await, "1");
    window.click(&format!("{missed} {}", by("duty-missed"))).await;
    window.fill(&by("duty-reason"), "表彰当天才接到通知").await;
    window.picture("34_今日_未办原因").await;
    window.click(&by("duty-dialog-save")).await;
    window.gone(&by("today-missed")).await;
    assert_eq!(window.text(&by("figure-missed")).await, "1", "a reason does not make it met");
    window.count(&by("duty-row"), 3).await;
    window.picture("35_今日_办过").await;
}

async fn routine(window: &Window) {
    let group = format!("{}[data-kind=\"yearly_talk\"]", by("routine-row"));
    window.reads(&group, "已谈 0/3 人").await;
    window.click(&format!("{group} {}", by("routine-open"))).await;
    window.count(&by("duty-row"), 3).await;
    window.fill(&by("routine-filter"), "征收员").await;
    window.count(&by("duty-row"), 1).await;
    window.picture("36_例行名单").await;
    window.click(&format!("{} {}", duty(HONOURED), by("duty-record"))).await;
    window.see(&by("person-chip-周刚华")).await;
    window.ticked(&by("settle-check"), true).await;
    window.fill(&by("talk-content"), "年度谈心，工作和家里都顺当。").await;
    window.picture("37_例行_谈话").await;
    window.click(&by("talk-save")).await;
    window.see(&by("talk-number")).await;
    window.click(&by("nav-today")).await;
    window.reads(&group, "已谈 1/3 人").await;
    window.click(&format!("{group} {}", by("routine-open"))).await;
    window.click(&by("routine-met")).await;
    window.see(&format!("{} {}", duty(HONOURED), by("duty-look"))).await;
    window.picture("38_例行_已谈").await;
}
