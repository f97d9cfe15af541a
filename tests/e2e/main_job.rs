//! The main job from the first start to the locked ledger: the one journey that must never fail.

use std::path::Path;

use calamine::{Data, DataType};

use crate::driver::{Home, Window, by};
use crate::files;
use crate::fixture::{PASSWORD, duty};

const SICK: &str = "李志国";
const MOVED: &str = "周刚华";
/// Stands in one talk, and may be found nowhere but in what was saved on purpose.
const SENTINEL: &str = "栀子哨兵zqxw7";
const LITERAL: &str = "#eval(\"1+1\") *粗* <b> =1+1";

#[tokio::test]
async fn from_first_start_to_the_locked_ledger() {
    let home = Home::new();
    let roster = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rosters/花名册_带标题.xlsx");
    let window = Window::open(&home, Some(&roster)).await;
    first_run(&window).await;
    import(&window).await;
    events(&window).await;
    owed(&window).await;
    talk(&window).await;
    visit(&window).await;
    window.click(&by("nav-today")).await;
    window.see(&by("today-empty")).await;
    sheet(&window, &home).await;
    ledgers(&window, &home).await;
    lock(&window).await;
    window.close().await;
    // The ledger's folder, the web view's data and cache, and the temporary files, with whatever databases there are.
    for word in [SENTINEL, SICK, MOVED, PASSWORD, "县人民医院", "中和税务所", "甲书记", "适应情况", "不是这个密码"]
    {
        let found = files::holding(home.path(), &home.out(), word);
        assert!(found.is_empty(), "{word} is readable on the disk: {found:?}");
    }
    let packed = files::packed(home.path(), &[&home.out(), &home.vault()]);
    assert!(packed.is_empty(), "words could stand in these: {packed:?}");
}

async fn first_run(window: &Window) {
    window.reads(&by("first-place"), "知心.zhixin").await;
    window.picture("03_首次_位置").await;
    window.click(&by("first-next")).await;
    window.fill(&by("first-password"), PASSWORD).await;
    window.fill(&by("first-password2"), PASSWORD).await;
    window.picture("04_首次_密码").await;
    window.click(&by("first-next")).await;
    window.fill(&by("first-branch"), "中共某县税务局中和税务所支部委员会").await;
    window.fill(&by("first-secretary"), "甲书记").await;
    window.picture("05_首次_支部").await;
    window.click(&by("first-create")).await;
    window.click(&by("first-later")).await;
    window.see(&by("first-roster")).await;
    window.picture("06_首次_花名册").await;
}

async fn import(window: &Window) {
    window.click(&by("first-roster")).await;
    window.click(&by("roster-choose")).await;
    window.reads(&by("roster-new"), "24").await;
    window.picture("07_导入方案").await;
    window.click(&by("roster-apply")).await;
    window.reads(&by("roster-result"), "24").await;
    window.picture("08_导入结果").await;
    window.click(&by("roster-to-people")).await;
    window.count(&by("person-row"), 24).await;
    window.picture("09_人员").await;
}

async fn events(window: &Window) {
    for (person, kind, day, note, due) in [
        (SICK, "illness", "2026-11-21", "县人民医院骨科住院", "2026-11-24"),
        (MOVED, "post_change", "2026-11-20", "由征收岗转综合岗", "2026-11-27"),
    ] {
        window.click(&by("nav-events")).await;
        window.click(&by("event-add")).await;
        window.pick(&format!("input{}", by("event-person")), person).await;
        window.click(&by(&format!("event-kind-{kind}"))).await;
        window.fill(&by("event-day"), day).await;
        window.fill(&by("event-note"), note).await;
        window.count(&by("preview-due"), 1).await;
        window.see(&format!("[data-testid=\"preview-due\"][data-due=\"{due}\"]")).await;
        window.picture(&format!("10_记事由_{kind}")).await;
        window.click(&by("event-save")).await;
        window.see(&duty(person)).await;
    }
}

async fn owed(window: &Window) {
    window.count(&by("duty-row"), 2).await;
    for (person, kind, due, why) in
        [(SICK, "visit", "2026-11-24", "3 天内"), (MOVED, "talk", "2026-11-27", "5 个工作日")]
    {
        let row = duty(person);
        assert_eq!(window.attribute(&row, "data-kind").await, kind);
        assert_eq!(window.attribute(&format!("{row} [data-due]"), "data-due").await, due);
        window.click(&format!("{row} {}", by("duty-why"))).await;
        let explanation = window.text(&format!("{row} {}", by("duty-explain"))).await;
        let packed: String = explanation.chars().filter(|c| !c.is_whitespace()).collect();
        let why: String = why.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(packed.contains(&why), "{explanation}");
    }
    window.picture("11_今日").await;
}

async fn talk(window: &Window) {
    window.click(&format!("{} {}", duty(MOVED), by("duty-record"))).await;
    window.see(&by("talk-content")).await;
    window.fill(&by("talk-day"), "2026-11-23").await;
    window.fill(&by("talk-start"), "9:00").await;
    window.fill(&by("talk-end"), "9:40").await;
    window.fill(&by("talk-place"), "支部活动室").await;
    window.fill(&by("talk-topic"), "了解转岗后的适应情况").await;
    window.fill(&by("talk-content"), &format!("{LITERAL} {SENTINEL}，对新岗位有信心。")).await;
    window.fill(&by("talk-opinion"), "感谢组织关心。").await;
    window.see("img").await;
    window.picture("12_谈话").await;
    let drawn = "const done = arguments[arguments.length - 1];\
                 const look = () => { const page = document.querySelector('[data-testid=\"sheet-page\"]');\
                 const image = page?.matches('img') ? page : page?.querySelector('img');\
                 if (image?.naturalWidth > 0) done(image.naturalWidth); else setTimeout(look, 100) }; look()";
    assert!(window.script(drawn).await.as_f64().is_some_and(|width| width > 0.0));
    window.click(&by("talk-save")).await;
    window.see(&by("talk-number")).await;
    window.picture("13_谈话已存").await;
}

async fn visit(window: &Window) {
    window.click(&by("nav-today")).await;
    window.count(&by("duty-row"), 1).await;
    window.click(&format!("{} {}", duty(SICK), by("duty-record"))).await;
    window.see(&by("visit-situation")).await;
    window.fill(&by("visit-day"), "2026-11-23").await;
    window.fill(&by("visit-place"), "县人民医院骨科").await;
    window.fill(&by("visit-received-by"), "本人").await;
    window.fill(&by("visit-money"), "500").await;
    window.fill(&by("visit-situation"), "术后恢复良好，精神状态稳定。").await;
    window.see("img").await;
    window.picture("14_走访").await;
    window.click(&by("visit-save")).await;
    window.see(&by("visit-number")).await;
}

async fn sheet(window: &Window, home: &Home) {
    window.click(&by("nav-talks")).await;
    window.count(&by("talk-row"), 1).await;
    window.picture("15_谈话列表").await;
    window.click(&format!("{} button", by("talk-row"))).await;
    window.click(&by("talk-pdf")).await;
    window.see(&by("toast")).await;
    let file = files::named(&home.out(), "谈", ".pdf").await;
    assert!(std::fs::read(&file).expect("a file").starts_with(b"%PDF"));
    let packed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let text = packed(&files::text_of_pdf(&file));
    assert!(text.contains(&packed(LITERAL)) && text.contains(SENTINEL), "{text}");
    window.click(&by("talk-print")).await;
    let printed = files::named(&home.out(), "printed", ".pdf").await;
    let text = packed(&files::text_of_pdf(&printed));
    assert!(text.contains("知心000002") && text.contains("第1页共1页"), "{text}");
    // The file saved before is a sheet of the same record; only one can count.
    window.reads(&by("ask"), "000001").await;
    window.picture("15_谈话_旧表作废").await;
    window.click(&by("ask-yes")).await;
    window.gone(&by("ask")).await;
    window.count(&by("panel-paper"), 2).await;
    window.click(&by("nav-archive")).await;
    window.count(&by("paper-row"), 1).await;
    window.picture("15_印出未回").await;
    window.click(&by("paper-return-2")).await;
    window.click(&by("paper-return-save")).await;
    window.see(&by("papers-empty")).await;
    window.click(&by("papers-returned")).await;
    window.reads(&by("paper-table"), "000002").await;
    window.click(&by("nav-visits")).await;
    window.count(&by("visit-row"), 1).await;
    window.picture("16_走访列表").await;
}

async fn ledgers(window: &Window, home: &Home) {
    window.click(&by("nav-ledgers")).await;
    for (ledger, title, person, about, day, column) in [
        ("owed", "应谈应访", SICK, "生病", "2026-11-24", "应办期限"),
        ("talks", "谈心谈话", MOVED, "转岗", "2026-11-23", "谈话时间"),
        ("visits", "走访慰问", SICK, "县人民医院", "2026-11-23", "走访时间"),
    ] {
        window.click(&by(&format!("ledger-tab-{ledger}"))).await;
        window.see(&by("ledger-row")).await;
        window.reads(&by("ledger-table"), person).await;
        window.click(&by("ledger-export")).await;
        window.see(&by("ledger-confirm")).await;
        window.picture(&format!("17_台账_{ledger}")).await;
        window.click(&by("export-purpose-internal")).await;
        window.click(&by("ledger-confirm-ok")).await;
        window.gone(&by("ledger-confirm")).await;
        let file = files::named(&home.out(), title, ".xlsx").await;
        let cells = files::cells(&file);
        let is = |cell: &Data, words: &str| cell.get_string() == Some(words);
        let head = cells
            .iter()
            .position(|row| row.iter().any(|cell| is(cell, "姓名") || is(cell, "谈话对象") || is(cell, "走访对象")));
        let head = head.unwrap_or_else(|| panic!("no header in {cells:?}"));
        let at = cells[head]
            .iter()
            .position(|cell| is(cell, column))
            .unwrap_or_else(|| panic!("{column}: {:?}", cells[head]));
        let says = |row: &[Data], words: &str| {
            row.iter().any(|cell| cell.get_string().is_some_and(|text| text.contains(words)))
        };
        // The talks of the year are owed too.
        let row = cells[head + 1..].iter().find(|row| says(row, person) && says(row, about));
        let row = row.unwrap_or_else(|| panic!("no {person} with {about} in {cells:?}"));
        assert!(row[at].is_datetime(), "a day is a date in {title}: {:?}", row[at]);
        assert_eq!(row[at].as_date().map(|day| day.to_string()).as_deref(), Some(day));
        let xml = files::sheet_xml(&file);
        assert!(xml.contains("state=\"frozen\""), "the header stays when one scrolls");
    }
}

async fn lock(window: &Window) {
    window.click(&by("lock-now")).await;
    window.see(&by("lock-password")).await;
    let page = window.text("body").await;
    assert!(!page.contains(SICK) && !page.contains("中和税务所支部"), "no name while locked: {page}");
    window.fill("#lock-password", "不是这个密码").await;
    window.click(&by("lock-unlock")).await;
    window.reads(&by("lock-error"), "密码不对").await;
    window.fill("#lock-password", PASSWORD).await;
    window.click(&by("lock-unlock")).await;
    window.click(&by("nav-people")).await;
    window.count(&by("person-row"), 24).await;
    window.click(&by("nav-talks")).await;
    window.count(&by("talk-row"), 1).await;
    window.click(&by("nav-visits")).await;
    window.count(&by("visit-row"), 1).await;
    window.click(&by("lock-now")).await;
    window.see(&by("lock-password")).await;
}
