//! Dates in the shapes in which rosters have them.

use chrono::{Days, NaiveDate};
use method::PartialDate;

use super::cells::Raw;

/// What a cell of a date column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Nothing, or a word or dash for nothing.
    Absent,
    /// A day, a month or a year.
    Date(PartialDate),
    /// A number as 1998.1: January typed as such, or October that lost its zero.
    JanuaryOrOctober {
        /// The year, which is sure.
        year: i32,
    },
    /// The shape of a date, but no such day.
    Impossible,
    /// Anything else.
    NotADate,
}

/// What offices write where there is no date.
const NOTHING: [&str; 12] = ["无", "—", "——", "-", "--", "/", "\\", "–", "暂无", "未", "否", "空"];

pub(crate) fn is_nothing(text: &str) -> bool {
    text.is_empty() || NOTHING.contains(&text)
}

/// Reads `1975.03`, `1975.3.8`, `1975年3月`, `1975年3月8日`, `19750308`, `197503`, `1975-03-08`, `1975/3/8`, `1975`, and day numbers.
pub(crate) fn read(raw: &Raw, epoch_1904: bool) -> Reading {
    match raw {
        Raw::Day(day) => checked(PartialDate::day(
            chrono::Datelike::year(day),
            chrono::Datelike::month(day),
            chrono::Datelike::day(day),
        )),
        Raw::Number(number) => from_number(*number, epoch_1904),
        Raw::Text(text) => from_text(text.trim(), epoch_1904),
        Raw::Time(_) => Reading::NotADate,
        Raw::Error => Reading::Absent,
    }
}

fn checked<E>(date: Result<PartialDate, E>) -> Reading {
    date.map_or(Reading::Impossible, Reading::Date)
}

fn from_number(number: f64, epoch_1904: bool) -> Reading {
    if !(0.0..1e8).contains(&number) {
        return Reading::NotADate;
    }
    if number == 0.0 {
        return Reading::Absent;
    }
    let whole = number.trunc();
    if number.fract() == 0.0 || is_day_number(whole) {
        return from_digits(&format!("{whole:.0}"), epoch_1904);
    }
    if !(1900.0..2200.0).contains(&whole) {
        return Reading::NotADate;
    }
    // A year and a month kept as a fraction, which has lost zeros at its end.
    let year = whole as i32;
    let shown = format!("{number:.4}");
    let month = shown.split_once('.').map_or("", |(_, fraction)| fraction.trim_end_matches('0'));
    match month {
        "1" => Reading::JanuaryOrOctober { year },
        _ => match month.parse() {
            Ok(month) => checked(PartialDate::month(year, month)),
            Err(_) => Reading::NotADate,
        },
    }
}

/// Whether a number may count the days since 1900: those of 1910 to 2099, which cannot be taken for years.
fn is_day_number(number: f64) -> bool {
    (3_654.0..=73_050.0).contains(&number)
}

/// Digits without separators: a year, a month, a day, or a day number.
fn from_digits(digits: &str, epoch_1904: bool) -> Reading {
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok());
    match (digits.len(), part(0..4), part(4..6), part(6..8)) {
        (8, Some(year), Some(month), Some(day)) => from_parts(year, Some(month), Some(day)),
        (6, Some(year), Some(month), _) => from_parts(year, Some(month), None),
        (4, Some(year), _, _) if (1900..2200).contains(&year) => from_parts(year, None, None),
        (4 | 5, ..) => match digits.parse::<u32>() {
            Ok(number) if is_day_number(number.into()) => from_day_number(number, epoch_1904),
            _ => Reading::NotADate,
        },
        _ => Reading::NotADate,
    }
}

fn from_day_number(number: u32, epoch_1904: bool) -> Reading {
    // Day 1 is 1 January 1900, and 29 February 1900, which was not, counts too; or day 0 is 1 January 1904.
    let zero = if epoch_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    let day = zero.and_then(|zero| zero.checked_add_days(Days::new(number.into())));
    day.map_or(Reading::NotADate, |day| read(&Raw::Day(day), false))
}

/// A month or day of 0 stands for one that is not known.
fn from_parts(year: u32, month: Option<u32>, day: Option<u32>) -> Reading {
    let Ok(year) = i32::try_from(year) else { return Reading::Impossible };
    checked(match (month.filter(|month| *month != 0), day.filter(|day| *day != 0)) {
        (Some(month), Some(day)) => PartialDate::day(year, month, day),
        (Some(month), None) => PartialDate::month(year, month),
        (None, None) => PartialDate::year(year),
        (None, Some(_)) => return Reading::Impossible,
    })
}

fn from_text(text: &str, epoch_1904: bool) -> Reading {
    // `1975.03（50岁）`, and the age may stand on a line of its own.
    let text = text.split(['（', '(', '\n']).next().unwrap_or_default().trim();
    if is_nothing(text) {
        return Reading::Absent;
    }
    // A date with a time of day, as `1975-03-08 00:00:00`.
    let text = match text.split_once([' ', 'T']) {
        Some((date, time)) if time.contains(':') => date,
        _ => text,
    };
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => plain.push(c),
            '０'..='９' => plain.extend(char::from_u32(c as u32 - '０' as u32 + '0' as u32)),
            '年' | '月' | '.' | '-' | '/' | '／' | '．' | '。' | '、' | '–' | '—' | '－' | '·' | ',' | '，' => {
                plain.push('.')
            }
            '日' | '号' | '生' => {}
            c if c.is_whitespace() => {}
            _ => return Reading::NotADate,
        }
    }
    let plain = plain.trim_matches('.');
    let parts: Vec<&str> = plain.split('.').filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u32>().unwrap_or(u32::MAX);
    match parts[..] {
        [digits] => from_digits(digits, epoch_1904),
        [year, ..] if year.len() != 4 => Reading::NotADate,
        [year, month] => from_parts(number(year), Some(number(month)), None),
        [year, month, day] => from_parts(number(year), Some(number(month)), Some(number(day))),
        _ => Reading::NotADate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Reading {
        read(&Raw::Text(text.to_owned()), false)
    }

    fn date(iso: &str) -> Reading {
        Reading::Date(iso.parse().unwrap())
    }

    #[test]
    fn reads_every_shape() {
        for shape in [
            "1975.3.8",
            "1975.03.08",
            "1975-03-08",
            "1975/3/8",
            "1975年3月8日",
            "19750308",
            "1975 . 3 . 8",
            "１９７５年３月８日",
            "1975-03-08 00:00:00",
            "27461",
            "1975年3月8号",
            "1975.03.08（50岁）",
        ] {
            assert_eq!(text(shape), date("1975-03-08"), "{shape}");
        }
        for shape in ["1975.03", "1975.3", "1975年3月", "197503", "1975-3", "1975.03.00", "1975.03\n（50岁）"] {
            assert_eq!(text(shape), date("1975-03"), "{shape}");
        }
        for shape in ["1975", "1975年", "1975.00"] {
            assert_eq!(text(shape), date("1975"), "{shape}");
        }
    }

    #[test]
    fn reads_numbers() {
        let number = |number| read(&Raw::Number(number), false);
        assert_eq!(number(19_750_308.0), date("1975-03-08"));
        assert_eq!(number(197_503.0), date("1975-03"));
        assert_eq!(number(1975.0), date("1975"));
        assert_eq!(number(27_461.0), date("1975-03-08"));
        assert_eq!(number(27_461.5), date("1975-03-08"));
        assert_eq!(number(1975.03), date("1975-03"));
        assert_eq!(number(1975.12), date("1975-12"));
        assert_eq!(number(1975.9), date("1975-09"));
        assert_eq!(number(1998.1), Reading::JanuaryOrOctober { year: 1998 });
        assert_eq!(read(&Raw::Number(25_999.0), true), date("1975-03-08"));
    }

    #[test]
    fn tells_the_impossible_from_what_is_no_date() {
        for shape in ["1975-13-40", "1975.02.30", "19751340", "1850.01", "1975年13月"] {
            assert_eq!(text(shape), Reading::Impossible, "{shape}");
        }
        for shape in ["不详", "75.3", "三月", "12345678901234567890", "1975.3.8.1"] {
            assert_eq!(text(shape), Reading::NotADate, "{shape}");
        }
        for shape in ["", "无", "—", " / ", "-"] {
            assert_eq!(text(shape), Reading::Absent, "{shape:?}");
        }
    }
}
