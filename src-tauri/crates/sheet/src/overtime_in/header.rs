//! Finding the row of days, or the titles of a list.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::model::OvertimeForm;
use crate::Field;
use crate::roster::cells::{Grid, Raw, Row};
use crate::roster::dates::{self, Reading};
use crate::roster::header::{field_of, squeeze};

/// The header is looked for in so many filled rows.
const LOOK_AT: usize = 12;
/// So many days in one row are days and nothing else.
const SURE_DAYS: usize = 5;
/// Day numbers that spreadsheets count with, of the years 1990 to 2099, where the format was lost.
const DAY_NUMBERS: std::ops::RangeInclusive<f64> = 32_874.0..=73_050.0;

const DAY_TITLES: [&str; 6] = ["日期", "加班日期", "加班日", "年月日", "加班年月日", "日期时间"];
/// Beside a column of days they are the hours, and without one the days.
const TIME_TITLES: [&str; 3] = ["加班时间", "时间", "加班时间段"];
const HOURS_TITLES: [&str; 6] = ["起止时间", "加班起止时间", "时间段", "时段", "加班时段", "时数"];
/// Whatever else the title says, it is of hours.
const HOURS_WORDS: [&str; 5] = ["小时", "时长", "工时", "时数", "钟头"];
const START_TITLES: [&str; 8] = ["开始", "开始时间", "起始时间", "起", "起时间", "加班开始时间", "开始时刻", "自"];
const END_TITLES: [&str; 8] = ["结束", "结束时间", "终止时间", "止", "止时间", "加班结束时间", "结束时刻", "至"];

/// The header of a sheet of overtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Its row as the spreadsheet shows it.
    pub(super) row: u32,
    /// The places of that row and of the first row of data in the grid.
    above: usize,
    data: usize,
    /// The column with the names.
    pub(super) name: u32,
    /// The column with the posts, if there is one.
    pub(super) post: Option<u32>,
    /// The other columns.
    pub(super) columns: Columns,
}

/// What the columns beside the name hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    /// A day each.
    Matrix(Vec<(u32, HeadDay)>),
    /// The parts of an entry.
    List(BTreeMap<Part, u32>),
}

/// A day as the header of a matrix names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeadDay {
    /// Of the sheet's month.
    Number(u32),
    /// Of the sheet's year.
    OfYear(u32, u32),
    /// As a whole.
    Full(NaiveDate),
}

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Day,
    Hours,
    Start,
    End,
}

impl Header {
    pub(super) fn days_row(&self) -> usize {
        self.above
    }

    pub(super) fn data<'g>(&self, grid: &'g Grid) -> &'g [Row] {
        grid.rows.get(self.data..).unwrap_or_default()
    }

    pub(super) fn form(&self) -> OvertimeForm {
        match self.columns {
            Columns::Matrix(_) => OvertimeForm::Matrix,
            Columns::List(_) => OvertimeForm::List,
        }
    }
}

/// Finds the header: a row with many days beside or near 姓名, else the titles of a list, else a row with few days.
pub(super) fn find(grid: &Grid) -> Option<Header> {
    let matrix = find_matrix(grid);
    if matrix.as_ref().is_some_and(|(days, _)| *days >= SURE_DAYS) {
        return matrix.map(|(_, header)| header);
    }
    find_list(grid).or_else(|| matrix.map(|(_, header)| header))
}

fn find_matrix(grid: &Grid) -> Option<(usize, Header)> {
    let mut best: Option<(usize, Header)> = None;
    for (at, row) in grid.rows.iter().enumerate().take(LOOK_AT) {
        // 姓名 stands in the row of the days, or near it, as weekdays and a title over the days take rows of their own.
        let near = [Some(at), at.checked_sub(1), at.checked_sub(2), at.checked_add(1)].into_iter().flatten();
        let named = near.filter_map(|at| Some((at, titled(grid.rows.get(at)?, Field::Name)?))).next();
        let Some((named_at, name)) = named else { continue };
        let post = grid.rows.get(named_at).and_then(|row| titled(row, Field::Post));
        let days = days_of(row, name);
        if days.is_empty() || best.as_ref().is_some_and(|(most, _)| days.len() <= *most) {
            continue;
        }
        let (above, last) = (at, at.max(named_at));
        let header =
            Header { row: row.number, above, data: last + 1, name, post, columns: Columns::Matrix(days.clone()) };
        best = Some((days.len(), header));
    }
    best
}

fn titled(row: &Row, field: Field) -> Option<u32> {
    let is = |raw: &Raw| {
        let title = squeeze(&raw.text());
        // A divided cell as 姓名＼日期 is the title of the names too.
        field_of(&title) == Some(field)
            || (field == Field::Name && title.contains("姓名") && title.chars().count() <= 8)
    };
    row.cells.iter().find(|(_, raw)| is(raw)).map(|(column, _)| *column)
}

/// The days to the right of the name, from left to right; they may begin anew once, with the next month.
fn days_of(row: &Row, name: u32) -> Vec<(u32, HeadDay)> {
    let cells = row.cells.iter().filter(|(column, _)| *column > name);
    let days: Vec<(u32, HeadDay)> = cells.filter_map(|(column, raw)| Some((*column, head_day(raw)?))).collect();
    let falls = days.windows(2).filter(|pair| matches!(pair, [a, b] if place(b.1) <= place(a.1))).count();
    let anew = days
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if matches!((a.1, b.1), (HeadDay::Number(a), HeadDay::Number(1)) if a > 1)));
    if falls == 0 || (falls == 1 && anew) { days } else { Vec::new() }
}

/// The order of days of one kind; days named in different ways do not stand in one header.
fn place(day: HeadDay) -> (u8, i64) {
    match day {
        HeadDay::Number(day) => (0, day.into()),
        HeadDay::OfYear(month, day) => (1, i64::from(month * 100 + day)),
        HeadDay::Full(day) => (2, day.signed_duration_since(NaiveDate::MIN).num_days()),
    }
}

/// The day that a cell of the header names: `1`, `1日`, `1(四)`, `1月5日`, `1/5`, `2026.1.5`, a date.
fn head_day(raw: &Raw) -> Option<HeadDay> {
    let number = |day: u32| (1..=31).contains(&day).then_some(HeadDay::Number(day));
    match raw {
        Raw::Number(day) if day.fract() == 0.0 && DAY_NUMBERS.contains(day) => full(raw).map(HeadDay::Full),
        Raw::Number(day) if day.fract() == 0.0 && (1.0..=31.0).contains(day) => number(*day as u32),
        Raw::Number(_) | Raw::Time(_) | Raw::Error => None,
        Raw::Day(day) => Some(HeadDay::Full(*day)),
        Raw::Text(text) => {
            let text = without_weekday(&squeeze(text));
            if let Some(day) = full(&Raw::Text(text.clone())) {
                return Some(HeadDay::Full(day));
            }
            let bare = text.trim_end_matches(['日', '号']);
            match bare.split_once(['月', '/', '.', '-']) {
                Some((month, day)) => {
                    let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
                    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(HeadDay::OfYear(month, day))
                }
                None => number(bare.parse().ok()?),
            }
        }
    }
}

/// The text without a weekday behind it, as 1(四), 1星期四, `1四`.
fn without_weekday(text: &str) -> String {
    let text = text.split(['(', '（', '周', '星']).next().unwrap_or_default();
    let text = match text.char_indices().last() {
        Some((at, '一' | '二' | '三' | '四' | '五' | '六' | '天')) if at > 0 => &text[..at],
        // 1日 is the first, and 1日日 the first and a Sunday.
        Some((at, '日')) if text[..at].ends_with('日') => &text[..at],
        _ => text,
    };
    let half = |c: char| if ('０'..='９').contains(&c) { char::from_u32(c as u32 - 0xFEE0).unwrap_or(c) } else { c };
    text.chars().map(half).collect()
}

/// The date in a cell, when it is a whole day.
pub(super) fn full(raw: &Raw) -> Option<NaiveDate> {
    match dates::read(raw, false) {
        Reading::Date(date) => date.full(),
        _ => None,
    }
}

fn find_list(grid: &Grid) -> Option<Header> {
    grid.rows.iter().enumerate().take(LOOK_AT).find_map(|(at, row)| {
        let name = titled(row, Field::Name)?;
        let mut parts = BTreeMap::new();
        let mut times = Vec::new();
        for (column, raw) in &row.cells {
            let title = squeeze(&raw.text());
            let title: String = title.chars().filter(|c| !"()（）[]【】/".contains(*c)).collect();
            let hours = HOURS_WORDS.iter().any(|word| title.contains(word));
            let part = match title.as_str() {
                title if START_TITLES.contains(&title) => Part::Start,
                title if END_TITLES.contains(&title) => Part::End,
                title if hours || HOURS_TITLES.contains(&title) => Part::Hours,
                title if DAY_TITLES.contains(&title) => Part::Day,
                title if TIME_TITLES.contains(&title) => {
                    times.push(*column);
                    continue;
                }
                _ => continue,
            };
            parts.entry(part).or_insert(*column);
        }
        for column in times {
            let part = if parts.contains_key(&Part::Day) { Part::Hours } else { Part::Day };
            parts.entry(part).or_insert(column);
        }
        let timed = parts.contains_key(&Part::Start) && parts.contains_key(&Part::End);
        let whole = parts.contains_key(&Part::Day) && (parts.contains_key(&Part::Hours) || timed);
        let columns = Columns::List(parts);
        whole.then_some(Header {
            row: row.number,
            above: at,
            data: at + 1,
            name,
            post: titled(row, Field::Post),
            columns,
        })
    })
}

/// The letters of a column, as `F` or `AH`.
pub(super) fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_days_of_a_header() {
        let text = |text: &str| head_day(&Raw::Text(text.to_owned()));
        for shape in ["5", "05", "5日", "5号", "5(一)", "5（周一）", "5\n一", "5星期一", "５"] {
            assert_eq!(text(shape), Some(HeadDay::Number(5)), "{shape}");
        }
        for shape in ["1月5日", "1/5", "1.5", "1-5", "1月5日周一"] {
            assert_eq!(text(shape), Some(HeadDay::OfYear(1, 5)), "{shape}");
        }
        let day = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        assert_eq!(text("2026-01-05"), Some(HeadDay::Full(day)));
        assert_eq!(head_day(&Raw::Day(day)), Some(HeadDay::Full(day)));
        assert_eq!(head_day(&Raw::Number(46_027.0)), Some(HeadDay::Full(day)));
        assert_eq!(text("31日日"), Some(HeadDay::Number(31)));
        for shape in ["合计", "32", "0", "姓名", "小时", "一", "日"] {
            assert_eq!(text(shape), None, "{shape}");
        }
    }

    #[test]
    fn names_columns_as_a_spreadsheet_does() {
        let names: Vec<String> = [0, 5, 25, 26, 33, 255].into_iter().map(letters).collect();
        assert_eq!(names, ["A", "F", "Z", "AA", "AH", "IV"]);
    }
}
