//! Sheets and ledgers on paper and as files.

use std::hint::black_box;
use std::time::Instant;

use chrono::NaiveDate;
use paper::{BookLine, BookSheet, FondsHead, Mark, Press, Sheet, Signatory, Subject, TalkMode, TalkSheet};
use sheet::{Head, TalkRow};

use crate::{median, plain, row, tiny};

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
        variant: Default::default(),
        recorder: "甲书记".to_owned(),
        categories: vec![2],
        own_categories: vec![],
        topic: "了解到综合岗一周的适应情况。".to_owned(),
        content: format!("第{n}次：到综合岗一周，业务已能上手，台账登记还不熟。").repeat(8),
        opinion: "服从安排。".to_owned(),
        follow_up: "食堂早餐时间：甲书记，11月25日前答复本人。".to_owned(),
        extra: Default::default(),
        style: Default::default(),
        late_entry: false,
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
    let sheets: Vec<Sheet> = (0..tiny(300)).map(talk).collect();
    let plain = plain::typst(&sheets);
    match plain {
        Some(plain) => row("one form to PDF/A, warm", one, Some(("plain Typst, as a Python package", plain.one))),
        None => {
            println!("| one form to PDF/A, warm | {one:.1} ms | plain Typst, as a Python package: not measured | — |")
        }
    }
    let many = median(|| {
        paper::forget();
        let mark = |number| Mark { vault: [0; 4], number };
        let sheets: Vec<(Sheet, Mark)> = (0..tiny(300)).map(talk).zip((1..).map(mark)).collect();
        black_box(press.print(&sheets, day(), &|_| true).unwrap());
    });
    row("300 forms to one PDF/A", many, Some(("300 × one form", one * 300.0)));
    match plain {
        Some(plain) => row("300 forms to one PDF/A", many, Some(("plain Typst, 300 files", plain.all))),
        None => println!("| 300 forms to one PDF/A | {many:.1} ms | plain Typst, 300 files: not measured | — |"),
    }
}

/// Once, as it takes long; the memory is the highest that the process held meanwhile.
pub(crate) fn yearbook() {
    paper::forget();
    let count = tiny(1000);
    let line =
        |n: usize| BookLine {
            number: format!("〔2026〕第{n}号"), what: "谈心谈话记录表".to_owned(), day: day()
        };
    let book = BookSheet {
        branch: "中和税务所党支部".to_owned(),
        title: "2026年谈心谈话记录".to_owned(),
        head: FondsHead { year: 2026, ..FondsHead::default() },
        code: String::new(),
        lines: (0..count).map(line).collect(),
        sheets: (0..count).map(talk).collect(),
        front_only: false,
        two_sided: true,
        stamp: None,
    };
    let press = Press::new().unwrap();
    clear_peak();
    let begun = Instant::now();
    let pdf = black_box(press.pdf(&Sheet::Book(Box::new(book)), day()).unwrap());
    let time = begun.elapsed().as_secs_f64() * 1000.0;
    let memory = peak_megabytes().map_or("unknown".to_owned(), |mb| format!("{mb:.0} MB"));
    let file = pdf.len() as f64 / 1e6;
    println!("| yearly book of {count} sheets, once | {time:.1} ms | peak memory {memory}, file {file:.1} MB | — |");
    let beside = format!("plain Typst, {count} single files");
    match plain::typst(&(0..count).map(talk).collect::<Vec<_>>()) {
        Some(plain) => {
            row(&format!("yearly book of {count} sheets, once"), time, Some((&beside, plain.all)));
            println!("| peak memory of the book | {memory} | {beside}: {:.0} MB | — |", plain.memory);
        }
        None => println!("| yearly book of {count} sheets, once | {time:.1} ms | {beside}: not measured | — |"),
    }
}

/// Sets the mark of the highest memory back; Linux only, and elsewhere there is none.
pub(crate) fn clear_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The highest memory of this process since the mark was set back.
pub(crate) fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kb| kb / 1000.0)
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
            variant: "谈心谈话".into(),
            outline: "了解到岗适应情况；讲清岗位职责与廉洁要求。".to_owned(),
            content: String::new(),
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
