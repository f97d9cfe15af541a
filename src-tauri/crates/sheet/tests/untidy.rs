//! Whoever is written into a sheet in any of the shapes that offices give to theirs is read out of it again, the same.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use chrono::NaiveDate;
use method::{PartialDate, Sex};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use sheet::{PersonDraft, Roster, read_roster};

/// How a sheet is untidy.
#[derive(Clone, Debug)]
struct Shape {
    /// Rows of a title and the like above the header.
    above: u32,
    /// Rows of the header, 1–3.
    lines: u32,
    /// Where each column stands.
    order: Vec<usize>,
    /// Which of its titles each column has.
    titles: Vec<Index>,
    /// Whether names are spaced, and empty rows stand between people.
    spaced: bool,
    gaps: bool,
    /// 合计 and signatures below.
    below: bool,
    /// A sheet of remarks before it, and a hidden column in it.
    another: bool,
    hidden: bool,
    file: File,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum File {
    Xlsx,
    Utf8,
    Utf8Marked,
    Gb18030,
    Utf16,
    Tabs,
}

/// How a cell of a date, and of a number, is kept; one for each person.
#[derive(Clone, Copy, Debug)]
enum Written {
    Dotted,
    Short,
    Dashes,
    Slashes,
    Chinese,
    Digits,
    Number,
    Real,
}

#[derive(Clone, Debug)]
struct One {
    person: PersonDraft,
    written: Written,
    phone_as_number: bool,
}

const COLUMNS: [&[&str]; 8] = [
    &["姓名", "姓　　名", "党员姓名", "*姓名", "姓 名"],
    &["性别", "性  别", "性别："],
    &["出生年月", "出生日期", "出生年月（岁）", "出生\n年月"],
    &["入党时间", "入党（团）时间", "入党日期"],
    &["身份证号码", "公民身份号码", "身份证号", "证件号码"],
    &["联系电话", "手机", "联系方式", "手机/电话"],
    &["职务", "单位及职务", "现任职务（岗位）", "工作岗位"],
    &["血型", "特长", "到所时间"],
];

fn month() -> impl Strategy<Value = (i32, u32)> {
    (1950..2005, 1_u32..=12)
}

fn date() -> impl Strategy<Value = Option<PartialDate>> {
    let day = (month(), 1_u32..=28).prop_map(|((year, month), day)| PartialDate::day(year, month, day).ok());
    prop_oneof![1 => Just(None), 4 => day, 4 => month().prop_map(|(year, month)| PartialDate::month(year, month).ok())]
}

fn written() -> impl Strategy<Value = Written> {
    use Written::{Chinese, Dashes, Digits, Dotted, Number, Real, Short, Slashes};
    select(vec![Dotted, Short, Dashes, Slashes, Chinese, Digits, Number, Real])
}

/// An invented person; the ID number has an area code that belongs to no place, and agrees with birth and sex.
fn one() -> impl Strategy<Value = One> {
    let name = proptest::collection::vec(
        select("张王李赵欧阳娜芳伟敏静丽强磊军洋艳勇杰涛明超刚平㐂".chars().collect::<Vec<_>>()),
        2..4,
    );
    let person = (name, any::<bool>(), date(), date(), proptest::option::of(0_u32..1000), any::<u32>(), 0_u8..4);
    (person, written(), any::<bool>()).prop_map(
        |((name, male, birth, party, number, phone, post), written, as_number)| {
            let full = birth.and_then(PartialDate::full);
            let id_number = match (full, number) {
                (Some(day), Some(number)) => id_number(day, number, male),
                _ => String::new(),
            };
            let person = PersonDraft {
                name: name.into_iter().collect(),
                sex: Some(if male { Sex::Male } else { Sex::Female }),
                birth,
                party_since: party,
                id_number,
                phone: format!("138{:08}", phone % 100_000_000),
                post: ["会计", "税收管理员，兼安全员", "一级行政执法员", ""][usize::from(post)].to_owned(),
                ..PersonDraft::default()
            };
            One { person, written, phone_as_number: as_number }
        },
    )
}

fn id_number(day: NaiveDate, number: u32, male: bool) -> String {
    let order = number / 2 * 2 + u32::from(male);
    let digits = format!("990101{}{order:03}", day.format("%Y%m%d"));
    let sum: u32 = digits
        .bytes()
        .zip([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(d, w)| u32::from(d - b'0') * w)
        .sum();
    format!("{digits}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

fn shape() -> impl Strategy<Value = Shape> {
    use File::{Gb18030, Tabs, Utf8, Utf8Marked, Utf16, Xlsx};
    let order = Just((0..COLUMNS.len()).collect::<Vec<_>>()).prop_shuffle();
    let titles = proptest::collection::vec(any::<Index>(), COLUMNS.len());
    let file = select(vec![Xlsx, Xlsx, Xlsx, Utf8, Utf8Marked, Gb18030, Utf16, Tabs]);
    let rest = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), file);
    (0_u32..7, 1_u32..=3, order, titles, rest).prop_map(|(above, lines, order, titles, rest)| {
        let (spaced, gaps, below, another, hidden, file) = rest;
        Shape { above, lines, order, titles, spaced, gaps, below, another, hidden, file }
    })
}

/// A cell before it is kept in a file of some kind.
#[derive(Clone, Debug)]
enum Cell {
    Text(String),
    Number(f64),
    Day(NaiveDate),
}

fn dated(date: PartialDate, written: Written) -> Cell {
    let (year, month) = (date.year_part(), date.month_part().unwrap());
    let Some(day) = date.day_part() else {
        return match written {
            Written::Short | Written::Slashes => Cell::Text(format!("{year}.{month}")),
            Written::Dashes => Cell::Text(format!("{year}-{month:02}")),
            Written::Chinese => Cell::Text(format!("{year}年{month}月")),
            Written::Digits => Cell::Text(format!("{year}{month:02}")),
            Written::Number => Cell::Number(f64::from(year) * 100.0 + f64::from(month)),
            Written::Dotted | Written::Real => Cell::Text(format!("{year}.{month:02}")),
        };
    };
    match written {
        Written::Dotted => Cell::Text(format!("{year}.{month:02}.{day:02}")),
        Written::Short => Cell::Text(format!("{year}.{month}.{day}")),
        Written::Dashes => Cell::Text(format!("{year}-{month:02}-{day:02}")),
        Written::Slashes => Cell::Text(format!("{year}/{month}/{day}")),
        Written::Chinese => Cell::Text(format!("{year}年{month}月{day}日")),
        Written::Digits => Cell::Text(format!("{year}{month:02}{day:02}")),
        Written::Number => Cell::Number(f64::from(year) * 10_000.0 + f64::from(month) * 100.0 + f64::from(day)),
        Written::Real => Cell::Day(NaiveDate::from_ymd_opt(year, month, day).unwrap()),
    }
}

/// The sheet as rows of cells, with what is merged.
fn grid(people: &[One], shape: &Shape) -> Vec<Vec<Option<Cell>>> {
    let width = COLUMNS.len();
    let text = |text: &str| Some(Cell::Text(text.to_owned()));
    let alone = |word: &str| {
        let mut row = vec![None; width];
        row[0] = text(word);
        row
    };
    let lines = [
        "某税务所党员职工花名册",
        "填报单位：某税务所",
        "填报时间：2026年11月",
        "（内部使用）",
        "说明：如实填写",
        "支部",
        "名册",
    ];
    let mut rows: Vec<_> = lines.iter().take(shape.above as usize).map(|line| alone(line)).collect();
    let mut header = vec![vec![None; width]; shape.lines as usize];
    for (at, column) in shape.order.iter().enumerate() {
        let titles = COLUMNS[*column];
        let title = titles[shape.titles[*column].index(titles.len())];
        // In a header of several rows 姓名 stands in the first, the others below titles that are merged.
        let line = if *column == 0 { 0 } else { header.len() - 1 };
        header[line][at] = text(title);
    }
    // A title over several columns, and in a header of three rows two more under it.
    let pair = (0..width - 1).find(|at| shape.order[*at] != 0 && shape.order[at + 1] != 0).unwrap();
    if header.len() > 1 {
        header[0][pair] = text("基本情况");
    }
    if header.len() > 2 {
        header[1][pair] = text("本人");
        header[1][pair + 1] = text("组织");
    }
    rows.extend(header);
    for one in people {
        let person = &one.person;
        let name = if shape.spaced && person.name.chars().count() == 2 {
            person.name.chars().map(String::from).collect::<Vec<_>>().join("　")
        } else {
            person.name.clone()
        };
        let date = |date: Option<PartialDate>| date.map(|date| dated(date, one.written));
        let filled = |word: &String| (!word.is_empty()).then(|| Cell::Text(word.clone()));
        let sex = if person.sex == Some(Sex::Male) { "男" } else { "女" };
        let phone = match one.phone_as_number {
            true => Cell::Number(person.phone.parse().unwrap()),
            false => Cell::Text(person.phone.clone()),
        };
        let cells = [
            text(&name),
            text(sex),
            date(person.birth),
            date(person.party_since),
            filled(&person.id_number),
            Some(phone),
            filled(&person.post),
            None,
        ];
        rows.push(shape.order.iter().map(|column| cells[*column].clone()).collect());
        if shape.gaps {
            rows.push(vec![None; width]);
        }
    }
    if shape.below {
        rows.push(alone(&format!("合计：{}人", people.len())));
        rows.push(alone("填表人：　　　　审核人："));
    }
    rows
}

fn xlsx(rows: &[Vec<Option<Cell>>], shape: &Shape) -> Vec<u8> {
    let mut workbook = Workbook::new();
    if shape.another {
        workbook.add_worksheet().set_name("说明").unwrap().write_string(0, 0, "请如实填写").unwrap();
    }
    let date = Format::new().set_num_format("yyyy/m/d");
    let sheet: &mut Worksheet = workbook.add_worksheet().set_name("花名册").unwrap();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                None => continue,
                Some(Cell::Text(text)) => sheet.write_string(row, column, text).unwrap(),
                Some(Cell::Number(number)) => sheet.write_number(row, column, *number).unwrap(),
                Some(Cell::Day(day)) => sheet.write_datetime_with_format(row, column, day, &date).unwrap(),
            };
        }
    }
    if shape.hidden {
        sheet.set_column_hidden(3).unwrap();
        sheet.set_row_hidden(shape.above + shape.lines).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn text_file(rows: &[Vec<Option<Cell>>], file: File) -> Vec<u8> {
    let separator = if file == File::Tabs { '\t' } else { ',' };
    let field = |cell: &Option<Cell>| {
        let text = match cell {
            None => String::new(),
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Number(number)) => format!("{number:.0}"),
            Some(Cell::Day(day)) => day.format("%Y/%-m/%-d").to_string(),
        };
        let quoted = text.contains([separator, '"', '\n']);
        if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    let line = |cells: &Vec<Option<Cell>>| cells.iter().map(field).collect::<Vec<_>>().join(&separator.to_string());
    let text = rows.iter().map(line).collect::<Vec<_>>().join("\r\n") + "\r\n";
    match file {
        File::Gb18030 => encoding_rs::GB18030.encode(&text).0.into_owned(),
        File::Utf16 => format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        File::Utf8Marked => format!("\u{FEFF}{text}").into_bytes(),
        File::Xlsx | File::Utf8 | File::Tabs => text.into_bytes(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_people_come_out(people in proptest::collection::vec(one(), 1..12), shape in shape()) {
        let rows = grid(&people, &shape);
        let roster: Roster = match shape.file {
            File::Xlsx => read_roster(&xlsx(&rows, &shape), "花名册.xlsx").unwrap(),
            file => read_roster(&text_file(&rows, file), "花名册.csv").unwrap(),
        };
        let read: Vec<&PersonDraft> = roster.people.iter().map(|one| &one.person).collect();
        let written: Vec<&PersonDraft> = people.iter().map(|one| &one.person).collect();
        prop_assert_eq!(read, written);
        for one in &roster.people {
            prop_assert!(one.problems.is_empty(), "{:?}", one.problems);
        }
        prop_assert_eq!(roster.skipped.len(), if shape.below { 2 } else { 0 });
        prop_assert_eq!(roster.header_row, shape.above + shape.lines);
        if shape.file == File::Xlsx && shape.hidden {
            prop_assert!(roster.columns.iter().any(|column| column.hidden && column.index == 3));
        }
    }
}
