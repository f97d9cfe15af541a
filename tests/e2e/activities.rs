//! From what 今日 says is owed this month to the meeting's record: planned, signed in, held, noted; what was suggested there is answered,
//! and the secretary's own list is looked through.

use crate::driver::{Home, Window, by};
use crate::files;
use crate::fixture::{made, person, unlock};

const SUGGESTED: &str = "取号机老化卡纸，建议更换";

#[tokio::test]
async fn an_activity_is_planned_held_and_no_longer_owed() {
    let home = Home::new();
    made(&home, &[person("高辉刚", "综合岗", true), person("周明", "征收员", true), person("吴敏", "会计", false)]);
    let window = Window::open(&home, None).await;
    unlock(&window).await;
    planned(&window, &home).await;
    held(&window, &home).await;
    no_longer_owed(&window).await;
    suggestion(&window).await;
    example(&window, &home).await;
    window.close().await;
}

fn owed(kind: &str) -> String {
    format!("{}[data-kind=\"{kind}\"]", by("activity-owed"))
}

/// The text of a saved sheet, without its line breaks.
async fn sheet(home: &Home, starts: &str) -> String {
    let text = files::text_of_pdf(&files::named(&home.out(), starts, ".pdf").await);
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

async fn planned(window: &Window, home: &Home) {
    window.reads(&owed("party_day"), "11月30日前").await;
    window.picture("130_今日_该开展的活动").await;
    window.click(&format!("{} button", owed("party_day"))).await;
    window.reads("h1", "主题党日").await;
    window.reads(&by("attendance-count"), "应到 2 人").await;
    window.fill(&by("activity-title"), "走进办税服务厅").await;
    // Kept as one types: nothing was pressed to save it.
    window.reads(&by("activity-state"), "计划已保存").await;
    window.click(&by("show-sign-in")).await;
    window.see(&by("sheet-page")).await;
    window.picture("131_活动_签到表").await;
    window.click(&by("sign-in-pdf")).await;
    let signed = sheet(home, "主题党日签到表").await;
    assert!(signed.contains("走进办税服务厅") && signed.contains("高辉刚") && !signed.contains("吴敏"), "{signed}");
}

async fn held(window: &Window, home: &Home) {
    let row = |n: usize| format!("{}:nth-child({n})", by("attendance-row"));
    window.click(&format!("{} {}", row(2), by("attending-on_leave"))).await;
    window.fill(&by("attending-reason"), "县局培训").await;
    window.click(&by("attendance-all")).await;
    window.reads(&by("attendance-count"), "应到 2 人，实到 1 人").await;
    window.fill(&by("activity-content"), "分三组到大厅引导、咨询和收件。").await;
    window.fill(&by("activity-resolutions"), "咨询岗增设一名机动人员。").await;
    window.click(&by("activity-hold")).await;
    window.reads(&by("activity-number"), "〔2026〕第1号").await;
    window.picture("132_活动_记录").await;
    window.click(&by("activity-pdf")).await;
    let record = sheet(home, "主题党日活动记录").await;
    for words in ["〔2026〕第1号", "1人（50%）", "请假：县局培训", "咨询岗增设一名机动人员。"]
    {
        assert!(record.contains(words), "{words} is not in {record}");
    }
    window.click(&by("record-suggestion-add")).await;
    window.click(&by("suggestion-unnamed")).await;
    window.fill(&by("suggestion-from"), "办税服务厅全体").await;
    window.fill(&by("suggestion-content"), SUGGESTED).await;
    window.picture("133_活动_记意见建议").await;
    window.click(&by("suggestion-save")).await;
    window.reads(&by("record-suggestions"), SUGGESTED).await;
}

async fn no_longer_owed(window: &Window) {
    window.click(&by("nav-today")).await;
    window.see(&owed("committee")).await;
    window.gone(&owed("party_day")).await;
    window.reads(&by("today-suggestions"), "1").await;
    window.click(&by("nav-activities")).await;
    let november = format!("[data-kind=\"party_day\"] {}[data-from=\"2026-11-01\"]", by("cadence-cell"));
    window.reads(&november, "23日").await;
    window.picture("134_活动_全年").await;
}

async fn suggestion(window: &Window) {
    window.click(&by("activities-tab-suggestions")).await;
    window.reads(&by("suggestion-row"), SUGGESTED).await;
    window.click(&by("suggestion-answer")).await;
    window.fill(&by("suggestion-answer-text"), "已报县局，下月更换。").await;
    window.click(&by("suggestion-save")).await;
    window.see(&by("suggestions-empty")).await;
    window.click(&by("suggestions-ended")).await;
    window.reads(&by("suggestion-row"), "已报县局，下月更换。").await;
    window.picture("135_意见建议_已答复").await;
}

async fn example(window: &Window, home: &Home) {
    window.click(&by("activities-tab-example")).await;
    window.click(&by("example-add")).await;
    window.fill(&by("example-what"), "每天提前十分钟到岗").await;
    window.click(&by("example-save")).await;
    window.reads(&by("example-line"), "每天提前十分钟到岗").await;
    window.click(&by("example-review")).await;
    window.click(&by("review-done")).await;
    window.fill(&by("review-note"), "全月7:50前到岗").await;
    window.click(&by("review-save")).await;
    window.reads(&by("example-line"), "做到").await;
    window.picture("136_作示范").await;
    window.click(&by("example-print")).await;
    window.see(&by("sheet-page")).await;
    window.click(&by("sheet-dialog-pdf")).await;
    let list = sheet(home, "书记带头清单").await;
    assert!(list.contains("每天提前十分钟到岗") && list.contains("已做到"), "{list}");
}
