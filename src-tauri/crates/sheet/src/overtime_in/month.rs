//! Which month a sheet is of, from its title, its name or the file's.

use crate::roster::cells::Row;

/// Words of the line that says who filled the sheet in and when, which is not the month that it is of.
const FILLED_IN: [&str; 7] = ["填报", "填表", "制表", "打印", "上报", "审核", "报送"];
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2099;

/// What a text says of year and month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    year: Option<i32>,
    month: Option<u32>,
}

/// The year and the month that the rows above the days name, else the sheet's name, else the file's.
pub(super) fn find(above: &[Row], sheet: &str, file: &str) -> Option<(i32, u32)> {
    let cells = above.iter().flat_map(|row| row.cells.iter().map(|(_, raw)| raw.text()));
    let titles = cells.filter(|text| !FILLED_IN.iter().any(|word| text.contains(word)));
    let mut said: Vec<Said> = titles.map(|text| of(&text)).collect();
    // 2026 | 年 | 1 | 月 in cells of their own.
    said.extend(above.iter().map(|row| {
        let whole: Vec<String> = row.cells.iter().map(|(_, raw)| raw.text()).collect();
        let whole = whole.concat();
        if FILLED_IN.iter().any(|word| whole.contains(word)) { Said::default() } else { of(&whole) }
    }));
    said.push(of(sheet));
    said.push(of(file));
    let whole = said.iter().find_map(|said| said.year.zip(said.month));
    // One says the year and another the month, as a sheet 1月 in a file 2026年.
    whole.or_else(|| said.iter().find_map(|said| said.year).zip(said.iter().find_map(|said| said.month)))
}

/// The year and month that a text names, as `2026年1月`, `2026.01`, `202601`, `1月`.
fn of(text: &str) -> Said {
    let text: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let mut said = Said::default();
    let mut at = 0;
    while at < text.len() {
        let run = text[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if run == 0 {
            at += 1;
            continue;
        }
        let number: String = text[at..at + run].iter().collect();
        let next = text.get(at + run).copied();
        match (run, number.parse::<u32>()) {
            (6, Ok(number)) if year(number / 100).is_some() && month(number % 100).is_some() => {
                return Said { year: year(number / 100), month: month(number % 100) };
            }
            (4, Ok(number)) if year(number).is_some() && said.year.is_none() => {
                said.year = year(number);
                if next.is_some_and(|c| "年.-/_".contains(c)) {
                    let digits: String = text[at + run + 1..].iter().take_while(|c| c.is_ascii_digit()).collect();
                    if let Some(month) = digits.parse().ok().and_then(month).filter(|_| digits.len() <= 2) {
                        return Said { month: Some(month), ..said };
                    }
                }
            }
            (1 | 2, Ok(number)) if next == Some('月') && said.month.is_none() => said.month = month(number),
            _ => {}
        }
        at += run;
    }
    said
}

fn year(number: u32) -> Option<i32> {
    i32::try_from(number).ok().filter(|year| YEARS.contains(year))
}

fn month(number: u32) -> Option<u32> {
    (1..=12).contains(&number).then_some(number)
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '．' | '。' => '.',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::cells::Raw;

    fn rows(texts: &[&[&str]]) -> Vec<Row> {
        let row = |(number, texts): (u32, &&[&str])| Row {
            number,
            cells: (0..).zip(texts.iter().map(|text| Raw::Text((*text).to_owned()))).collect(),
        };
        (1..).zip(texts).map(row).collect()
    }

    #[test]
    fn finds_the_month_wherever_it_stands() {
        for title in ["2026年1月加班考勤表", "加班统计（2026.01）", "202601加班", "２０２６年１月", "二季度 2026-1 表"]
        {
            assert_eq!(find(&rows(&[&[title]]), "Sheet1", "a.xlsx"), Some((2026, 1)), "{title}");
        }
        assert_eq!(find(&rows(&[&["2026", "年", "1", "月"]]), "Sheet1", "a.xlsx"), Some((2026, 1)));
        assert_eq!(find(&[], "2026年12月", "a.xlsx"), Some((2026, 12)));
        assert_eq!(find(&[], "Sheet1", "加班_2026年3月.xlsx"), Some((2026, 3)));
        assert_eq!(find(&rows(&[&["2026年加班表"]]), "3月", "a.xlsx"), Some((2026, 3)));
    }

    #[test]
    fn the_day_of_filling_in_is_not_the_month() {
        let above = rows(&[&["加班考勤表"], &["填报单位：某所", "填报时间：2026年10月8日"]]);
        assert_eq!(find(&above, "Sheet1", "a.xlsx"), None);
        assert_eq!(find(&above, "1月", "2026年.xlsx"), Some((2026, 1)));
    }

    #[test]
    fn other_numbers_are_no_months() {
        for title in ["第3党支部", "电话13800138000", "共24人", "2026", "1999年"] {
            assert_eq!(find(&rows(&[&[title]]), "Sheet1", "a.xlsx"), None, "{title}");
        }
    }
}
