//! Sheets and ledgers on paper and as files.

use std::hint::black_box;

use chrono::NaiveDate;
use paper::{Press, Sheet, Signatory, Subject, TalkMode, TalkSheet};
use sheet::{Head, TalkRow};

use crate::{median, row, tiny};

fn talk(n: usize) -> Sheet {
    let subject =
        Subject { name: "高辉刚".to_owned(), post: "办税服务厅综合岗".to_owned(), ..Subject::default() };
    Sheet::Talk(TalkSheet {
        branch: "中和税务所党支部".to_owned(),
        number: format!("〔2026〕第{n}号"),
        talkers: vec![Signatory { name: "甲书记".to_owned(), post: "党支部书记".to_owned() }],
        persons: vec![subject],
        day: day(),
        start: None,
        end: None,
        place: "支部活动室".to_owned(),
        mode: TalkMode::Individual,
        recorder: "甲书记".to_owned(),
        categories: vec![2],
        own_categories: vec![],
        topic: "了解到综合岗一周的适应情况。".to_owned(),
        content: format!("第{n}次：到综合岗一周，业务已能上手，台账登记还不熟。").repeat(8),
        opinion: "服从安排。".to_owned(),
        follow_up: "食堂早餐时间：甲书记，11月25日前答复本人。".to_owned(),
        late_entry: false,
        sheet_no: format!("T2026-{n:04}"),
    })
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

pub(crate) fn forms() {
    let press = Press::new().unwrap();
    let mut n = 0;
    let one = median(|| {
        // Another number each time, so that nothing comes from the memory of the time before.
        n += 1;
        black_box(press.pdf(&talk(n), day()).unwrap());
    });
    row("one form to PDF/A, warm", one, None);
    let many = median(|| {
        paper::forget();
        let sheets: Vec<Sheet> = (0..tiny(300)).map(talk).collect();
        black_box(press.pdf_of_many(&sheets, day()).unwrap());
    });
    row("300 forms to one PDF/A", many, Some(("300 × one form", one * 300.0)));
}

pub(crate) fn ledger() {
    let head = Head { unit: "中和税务所党支部".to_owned(), made: day(), period: "2026年".to_owned() };
    let rows: Vec<TalkRow> = (0..tiny(20_000))
        .map(|n| TalkRow {
            number: format!("〔2026〕第{n}号"),
            day: day(),
            persons: vec![format!("测试{n}")],
            posts: vec!["税收管理员".to_owned()],
            political: vec!["中共党员".to_owned()],
            categories: vec![2],
            items: "工作、岗位调整时".to_owned(),
            reason: "岗位调整".to_owned(),
            talkers: vec!["甲书记".to_owned()],
            place: "支部活动室".to_owned(),
            mode: "个别".to_owned(),
            outline: "了解到岗适应情况；讲清岗位职责与廉洁要求。".to_owned(),
            opinion: "服从安排。".to_owned(),
            follow_up: "月底再谈一次。".to_owned(),
            outcome: String::new(),
            late_entry: false,
            note: String::new(),
        })
        .collect();
    let xlsx = median(|| {
        black_box(sheet::to_xlsx(&[sheet::talks_ledger(&head, &rows)]).unwrap());
    });
    let csv = median(|| {
        black_box(sheet::to_csv(&sheet::talks_ledger(&head, &rows)).unwrap());
    });
    row("ledger of 20,000 rows to xlsx", xlsx, Some(("the same to CSV", csv)));
}
