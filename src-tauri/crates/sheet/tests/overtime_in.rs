//! Sheets of overtime: the sample matrix, untidy ones, lists, the template, and random matrices.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use sheet::{
    OvertimeChoices, OvertimeForm, OvertimeHours, OvertimeReason, OvertimeSheet, SheetError, overtime_template,
    read_overtime,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn read(bytes: &[u8], name: &str) -> OvertimeSheet {
    read_overtime(bytes, name, &OvertimeChoices::default()).unwrap()
}

/// A workbook of texts and numbers; what parses as a number is one.
fn workbook(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet().set_name(sheet).unwrap();
    fill(worksheet, rows);
    workbook.save_to_buffer().unwrap()
}

fn fill(worksheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells.iter()) {
            match text.parse::<f64>() {
                Ok(number) => worksheet.write_number(row, column, number).unwrap(),
                Err(_) => worksheet.write_string(row, column, *text).unwrap(),
            };
        }
    }
}

/// Each entry as `row column name day minutes`.
fn entries(read: &OvertimeSheet) -> Vec<String> {
    let hours = |hours| match hours {
        OvertimeHours::Minutes(minutes) => minutes.to_string(),
        OvertimeHours::Tick => "√".to_owned(),
        OvertimeHours::HalfDay => "半天".to_owned(),
        OvertimeHours::WholeDay => "全天".to_owned(),
    };
    let one = |e: &sheet::OvertimeEntry| format!("{} {} {} {} {}", e.row, e.column, e.name, e.day, hours(e.hours));
    read.entries.iter().map(one).collect()
}

fn problems(read: &OvertimeSheet) -> Vec<(u32, String, OvertimeReason)> {
    read.problems.iter().map(|problem| (problem.row, problem.column.clone(), problem.reason)).collect()
}

#[test]
fn the_sample() {
    let bytes = std::fs::read("../../../tests/data/rosters/加班考勤_2026年1月.xlsx").unwrap();
    let read = read(&bytes, "加班考勤_2026年1月.xlsx");
    assert_eq!((read.form, read.header_row, read.month), (OvertimeForm::Matrix, 3, Some((2026, 1))));
    assert_eq!((read.says_overtime, read.month_missing), (true, false));
    assert_eq!(problems(&read), []);
    let of = |name: &str| read.entries.iter().filter(|entry| entry.name == name).collect::<Vec<_>>();
    let first: Vec<u32> = of("高辉刚").iter().map(|entry| entry.day.day()).collect();
    assert_eq!(first, (5..=14).collect::<Vec<_>>());
    assert!(of("高辉刚").iter().all(|entry| entry.hours == OvertimeHours::Minutes(180)));
    let second: Vec<(u32, OvertimeHours)> = of("李志国").iter().map(|entry| (entry.day.day(), entry.hours)).collect();
    assert_eq!(second, [(10, OvertimeHours::Minutes(480)), (11, OvertimeHours::Minutes(480))]);
    assert_eq!(of("郭军").len(), 7, "the blank inside the name is gone");
    assert_eq!(of("郭军")[0].hours, OvertimeHours::Minutes(120));
    let names: std::collections::BTreeSet<&str> = read.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names.len(), 24);
}

#[test]
fn a_header_of_two_rows_with_weekdays_totals_and_empty_rows() {
    let rows: [&[&str]; 9] = [
        &["中和税务所加班情况统计表"],
        &["填报单位：某所", "", "", "填报时间：2026年10月8日"],
        &["序号", "姓名", "2026年3月"],
        &["", "", "1日", "2日", "3日", "合计"],
        &["", "", "日", "一", "二", ""],
        &["1", "张　三", "半天", "√", "3小时", "10"],
        &[],
        &["合计", "", "4", "0", "3", "10"],
        &["制表人：李四", "", "", "审核人：王五"],
    ];
    let read = read(&workbook("Sheet1", &rows), "a.xlsx");
    assert_eq!((read.header_row, read.month, read.skipped), (4, Some((2026, 3)), 3));
    assert_eq!(entries(&read), ["6 C 张三 2026-03-01 半天", "6 D 张三 2026-03-02 √", "6 E 张三 2026-03-03 180"]);
    assert_eq!(problems(&read), []);
}

#[test]
fn each_cell_says_why_it_is_not_taken() {
    let rows: [&[&str]; 5] = [
        &["2026年2月加班表"],
        &["姓名", "27", "28", "29", "30", "31"],
        &["甲", "-1", "25", "3", "", "1"],
        &["乙", "出差", "2", "", "", ""],
        &["", "3", "", "", "", ""],
    ];
    let read = read(&workbook("2月", &rows), "a.xlsx");
    assert_eq!(entries(&read), ["4 C 乙 2026-02-28 120"]);
    assert_eq!(
        problems(&read),
        [
            (3, "B".to_owned(), OvertimeReason::Negative),
            (3, "C".to_owned(), OvertimeReason::OverADay),
            (3, "D".to_owned(), OvertimeReason::NoSuchDay),
            (3, "F".to_owned(), OvertimeReason::NoSuchDay),
            (4, "B".to_owned(), OvertimeReason::NotHours),
            (5, "B".to_owned(), OvertimeReason::MissingName),
        ]
    );
    assert_eq!(read.problems[0].value, "-1");
}

#[test]
fn a_matrix_without_a_month_asks_for_it() {
    let rows: [&[&str]; 3] = [&["加班表"], &["姓名", "1", "2", "3", "4", "5"], &["甲", "3", "", "", "", ""]];
    let bytes = workbook("Sheet1", &rows);
    let asked = read(&bytes, "a.xlsx");
    assert!(asked.month_missing && asked.entries.is_empty());
    let choices = OvertimeChoices { month: Some((2026, 5)), ..OvertimeChoices::default() };
    let told = read_overtime(&bytes, "a.xlsx", &choices).unwrap();
    assert_eq!(entries(&told), ["3 B 甲 2026-05-01 180"]);
}

#[test]
fn from_one_month_into_the_next() {
    let rows: [&[&str]; 3] =
        [&["2026年1月加班表"], &["姓名", "30", "31", "1", "2", "3"], &["甲", "1", "2", "3", "4", "5"]];
    let read = read(&workbook("Sheet1", &rows), "a.xlsx");
    let days: Vec<NaiveDate> = read.entries.iter().map(|entry| entry.day).collect();
    let expected = ["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03"].map(day);
    assert_eq!(days, expected);
}

#[test]
fn whole_dates_as_a_header_need_no_month() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let dates = Format::new().set_num_format("m\"月\"d\"日\"");
    sheet.write_string(0, 0, "姓名").unwrap();
    for (column, text) in (1..).zip(["2026-04-30", "2026-05-01", "2026-05-02"]) {
        sheet.write_datetime_with_format(0, column, day(text), &dates).unwrap();
    }
    sheet.write_string(1, 0, "甲").unwrap();
    let time = Format::new().set_num_format("[h]:mm");
    sheet.write_number_with_format(1, 1, 0.125, &time).unwrap();
    sheet.write_number(1, 3, 1.5).unwrap();
    let read = read(&workbook.save_to_buffer().unwrap(), "a.xlsx");
    assert_eq!(entries(&read), ["2 B 甲 2026-04-30 180", "2 D 甲 2026-05-02 90"]);
}

#[test]
fn a_list_with_hours() {
    let rows: [&[&str]; 7] = [
        &["2026年1月加班明细表"],
        &["序号", "姓名", "日期", "时长(小时)", "事由"],
        &["1", "张 三", "2026-01-05", "3", "征期"],
        &["2", "李四", "1月6日", "2.5小时", ""],
        &["3", "王五", "2025-01-06", "2", "写错了年"],
        &["4", "赵六", "不详", "2", ""],
        &["5", "钱七", "2026.1.7", "", ""],
    ];
    let read = read(&workbook("Sheet1", &rows), "a.xlsx");
    assert_eq!((read.form, read.header_row), (OvertimeForm::List, 2));
    assert_eq!(entries(&read), ["3 D 张三 2026-01-05 180", "4 D 李四 2026-01-06 150"]);
    assert_eq!(
        problems(&read),
        [
            (5, "C".to_owned(), OvertimeReason::OutsideMonth),
            (6, "C".to_owned(), OvertimeReason::NotADay),
            (7, String::new(), OvertimeReason::MissingHours),
        ]
    );
}

#[test]
fn the_titles_that_offices_give_to_lists() {
    let expected = ["2 C 甲 2026-01-05 180"];
    for (titles, cells) in [
        ("姓名,加班日期,加班时间（小时）", "甲,2026-01-05,3"),
        ("姓名,日期,加班时间", "甲,2026-01-05,18:00-21:00"),
        ("员工姓名,日期,起止时间", "甲,2026-01-05,18:00至21:00"),
        ("姓名,加班时间,加班时长(h)", "甲,2026年1月5日,3小时"),
        ("姓名,时间,工时", "甲,20260105,3"),
    ] {
        let read = read(format!("{titles}\n{cells}\n").as_bytes(), "a.csv");
        assert_eq!((read.form, entries(&read)), (OvertimeForm::List, expected.map(str::to_owned).to_vec()), "{titles}");
    }
}

#[test]
fn a_divided_cell_above_the_names() {
    let rows: [&[&str]; 3] =
        [&["2026年1月加班"], &["日期＼姓名", "1", "2", "3", "4", "5"], &["甲", "", "2", "", "", ""]];
    assert_eq!(entries(&read(&workbook("Sheet1", &rows), "a.xlsx")), ["3 C 甲 2026-01-02 120"]);
}

#[test]
fn a_list_from_when_to_when_as_csv_in_the_old_encoding() {
    let text = "姓名,日期,开始时间,结束时间,事由\n甲,2026/3/2,18:00,21:30,征期\n甲,2026/3/3,22:00,1:00,\n乙,20260304,21:00,20:00,\n乙,2026-03-05,18点,20点半,\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    let read = read(&bytes, "加班.csv");
    assert_eq!(entries(&read), ["2 C 甲 2026-03-02 210", "3 C 甲 2026-03-03 180", "5 C 乙 2026-03-05 150"]);
    assert_eq!(problems(&read), [(4, "C".to_owned(), OvertimeReason::EndBeforeStart)]);
    assert_eq!(read.entries[0].span, Some((1080, 1290)));
}

#[test]
fn the_sheet_of_another_month_can_be_chosen() {
    let mut workbook = Workbook::new();
    for month in ["1月", "2月"] {
        let sheet = workbook.add_worksheet().set_name(month).unwrap();
        fill(sheet, &[&["2026年加班"], &["姓名", "1", "2", "3", "4", "5"], &["甲", "1", "", "", "", ""]]);
    }
    let bytes = workbook.save_to_buffer().unwrap();
    assert_eq!(read(&bytes, "a.xlsx").month, Some((2026, 1)));
    let choices = OvertimeChoices { sheet: Some("2月".to_owned()), month: None };
    let second = read_overtime(&bytes, "a.xlsx", &choices).unwrap();
    assert_eq!((second.month, second.sheets), (Some((2026, 2)), vec!["1月".to_owned(), "2月".to_owned()]));
    let choices = OvertimeChoices { sheet: Some("3月".to_owned()), month: None };
    assert_eq!(read_overtime(&bytes, "a.xlsx", &choices).unwrap_err(), SheetError::NoSuchSheet);
}

#[test]
fn what_is_no_sheet_of_overtime() {
    let rows: [&[&str]; 2] = [&["姓名", "性别", "出生年月"], &["甲", "男", "1980.01"]];
    let read = read_overtime(&workbook("Sheet1", &rows), "a.xlsx", &OvertimeChoices::default());
    assert_eq!(read.unwrap_err(), SheetError::NoHeader);
    assert_eq!(read_overtime(b"", "a.csv", &OvertimeChoices::default()).unwrap_err(), SheetError::Empty);
    let lrmx = read_overtime(b"<Person/>", "a.lrmx", &OvertimeChoices::default());
    assert_eq!(lrmx.unwrap_err(), SheetError::NotASpreadsheet);
}

fn month_days(year: i32, month: u32) -> Vec<(NaiveDate, bool)> {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
    first
        .iter_days()
        .take_while(|day| day.month() == month)
        .map(|day| (day, day.weekday().number_from_monday() > 5))
        .collect()
}

#[test]
fn the_template_is_read_back() {
    let people = [("张三".to_owned(), "科员".to_owned()), ("欧阳娜".to_owned(), String::new())];
    let bytes = overtime_template("某所党支部", &month_days(2026, 2), &people).unwrap();
    assert_eq!(bytes, overtime_template("某所党支部", &month_days(2026, 2), &people).unwrap(), "always the same bytes");
    let read = read(&bytes, "template.xlsx");
    assert_eq!((read.month, read.form, read.says_overtime), (Some((2026, 2)), OvertimeForm::Matrix, true));
    assert!(read.entries.is_empty() && read.problems.is_empty(), "nobody has worked over yet: {:?}", read.problems);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// A random matrix in a random untidy shape gives the very hours that were written.
    #[test]
    fn a_random_matrix_is_read_as_it_was_written(
        minutes in proptest::collection::vec(proptest::collection::vec(0u32..=24, 28), 1..12),
        above in 0usize..4,
        indent in 0u32..4,
        weekdays in any::<bool>(),
        shape in 0u8..4,
    ) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet().set_name("2月").unwrap();
        sheet.write_string(0, 0, "二〇二六年 2026 年 2 月 加班").unwrap();
        let head = above as u32 + 1;
        let column = |n: u32| u16::try_from(indent + n).unwrap();
        sheet.write_string(head, column(0), "姓　名").unwrap();
        for day in 1..=28 {
            let title = match shape { 0 => format!("{day}日"), 1 => format!("2月{day}日"), 2 => format!("2026.02.{day:02}"), _ => format!("{day}") };
            sheet.write_string(head, column(day), &title).unwrap();
        }
        let data = head + 1 + u32::from(weekdays);
        if weekdays {
            for day in 1..=28 {
                sheet.write_string(head + 1, column(day), "一").unwrap();
            }
        }
        let mut expected = BTreeMap::new();
        for (row, days) in (data..).zip(&minutes) {
            let name = format!("甲{}", char::from_u32(0x4E00 + row).unwrap());
            sheet.write_string(row, column(0), &name).unwrap();
            for (day, halves) in (1..).zip(days) {
                let hours = f64::from(*halves) / 2.0;
                match halves % 3 {
                    0 => sheet.write_number(row, column(day), hours).unwrap(),
                    1 => sheet.write_string(row, column(day), format!("{hours}小时")).unwrap(),
                    _ => sheet.write_string(row, column(day), format!(" {hours} h")).unwrap(),
                };
                if *halves > 0 {
                    expected.insert((name.clone(), day), OvertimeHours::Minutes(halves * 30));
                }
            }
        }
        let read = read(&workbook.save_to_buffer().unwrap(), "a.xlsx");
        prop_assert_eq!(read.problems, vec![]);
        let found: BTreeMap<(String, u32), OvertimeHours> =
            read.entries.iter().map(|entry| ((entry.name.clone(), entry.day.day()), entry.hours)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn whatever_the_text_is_nothing_panics(text in "[姓名日期时长开始结束0-9,\n:年月./天半√-]{0,200}") {
        let _ = read_overtime(text.as_bytes(), "a.csv", &OvertimeChoices::default());
        let _ = read_overtime(format!("姓名,1,2,3,4,5\n{text}").as_bytes(), "2026年1月.csv", &OvertimeChoices::default());
        let _ = read_overtime(format!("姓名,日期,时长,开始,结束\n{text}").as_bytes(), "a.csv", &OvertimeChoices::default());
    }
}
