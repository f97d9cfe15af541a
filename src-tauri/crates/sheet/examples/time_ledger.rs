//! Times writing a ledger and reading it again: `cargo run --release -p sheet --example time_ledger -- 20000 [file.xlsx]`.

use std::time::Instant;

use chrono::NaiveDate;
use sheet::{Align, Cell, Column, Head, Ledger, TalkRow, read_roster, talks_ledger, to_csv, to_xlsx};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().map_or(Ok(20_000), |text| text.parse())?;
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
    let row = |n: usize| TalkRow {
        number: format!("〔2026〕第{n}号"),
        day,
        persons: vec!["张三".to_owned()],
        posts: vec!["税收管理员".to_owned()],
        political: vec!["中共党员".to_owned()],
        categories: vec![2],
        items: "工作、岗位调整时".to_owned(),
        reason: format!("由办税服务厅调整到综合岗（{n}）"),
        talkers: vec!["李四".to_owned(), "王五".to_owned()],
        place: "支部书记办公室".to_owned(),
        mode: "个别".to_owned(),
        variant: "谈心谈话".into(),
        outline: "一、新岗位的职责和要求；二、交接情况；三、对工作安排的想法和家庭方面的困难；四、下一步的学习打算。"
            .to_owned(),
        content: String::new(),
        opinion: "服从安排，希望参加业务培训。".to_owned(),
        follow_up: "联系上级安排培训，一个月后回访。".to_owned(),
        outcome: String::new(),
        late_entry: n.is_multiple_of(7),
        note: String::new(),
    };
    let rows: Vec<TalkRow> = (1..=count).map(row).collect();
    let head = Head { unit: "中和税务所党支部".to_owned(), made: day, period: "2026年".to_owned() };
    let start = Instant::now();
    let ledger = talks_ledger(&head, &rows);
    println!("ledger {:?}", start.elapsed());
    let start = Instant::now();
    let bytes = to_xlsx(std::slice::from_ref(&ledger))?;
    println!("xlsx {:?}, {} bytes", start.elapsed(), bytes.len());
    let start = Instant::now();
    let csv = to_csv(&ledger)?;
    println!("csv {:?}, {} bytes", start.elapsed(), csv.len());
    let column = |title: &str| Column::new(title, 10.0, Align::Centre);
    let person =
        |n: usize| ["张三", "男", "1975.03", "会计"].map(|text| Cell::Text(format!("{text}{}", " ".repeat(n % 3))));
    let people = Ledger {
        columns: ["姓名", "性别", "出生年月", "职务"].map(column).to_vec(),
        rows: (0..count).map(|n| person(n).to_vec()).collect(),
        ..ledger
    };
    let (roster_xlsx, roster_csv) = (to_xlsx(std::slice::from_ref(&people))?, to_csv(&people)?);
    for (bytes, name) in [(roster_xlsx, "a.xlsx"), (roster_csv, "a.csv")] {
        let start = Instant::now();
        let roster = read_roster(&bytes, name)?;
        println!("read {name} {:?}, {} people", start.elapsed(), roster.people.len());
    }
    if let Some(path) = arguments.next() {
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
