//! How long a cell says that somebody worked.

use super::model::{OvertimeHours, OvertimeReason};
use crate::roster::cells::Raw;
use crate::roster::dates::is_nothing;

/// The minutes of a day.
const DAY: f64 = 1_440.0;
/// A length of time as `3:30` is believed up to here; `18:30` is a time of day.
const LONGEST_CLOCK: u32 = 12;
const TICKS: [&str; 12] = ["√", "✓", "✔", "☑", "✅", "v", "√√", "是", "有", "加", "加班", "●"];
const HALF_DAYS: [&str; 8] = ["半", "半天", "半日", "0.5天", "0.5日", "半个工作日", "上午", "下午"];
const WHOLE_DAYS: [&str; 8] = ["1天", "1日", "一天", "一日", "全天", "整天", "全日", "1个工作日"];
/// The longest overtime over midnight: it begins after noon and ends before.
const NOON: u32 = 720;

/// What a cell says: nothing, how long, from when to when; or why it cannot be taken.
pub(super) type Read = Result<Option<Worked>, OvertimeReason>;

/// Hours, and the time of day where it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Worked {
    pub(super) hours: OvertimeHours,
    pub(super) span: Option<(u32, u32)>,
}

/// Reads `3`, `3.5`, `3小时`, `3h`, `90分钟`, `3小时30分`, `3:30`, `18:00-21:00`, `半天`, `全天`, `√`; 0 and `—` are nothing.
pub(super) fn read(raw: &Raw) -> Read {
    match raw {
        Raw::Number(hours) => minutes(hours * 60.0),
        // A typed 18:30 is a time of day and not so many hours.
        Raw::Time(days) if days * DAY > f64::from(LONGEST_CLOCK) * 60.0 => Err(OvertimeReason::NotHours),
        Raw::Time(days) => minutes(days * DAY),
        Raw::Text(text) => from_text(&plain(text)),
        Raw::Day(_) => Err(OvertimeReason::NotHours),
        Raw::Error => Err(OvertimeReason::ErrorCell),
    }
}

/// The time of day in a cell, in minutes since midnight.
pub(super) fn time_of_day(raw: &Raw) -> Option<u32> {
    match raw {
        Raw::Time(days) if (0.0..=1.0).contains(days) => Some((days * DAY).round() as u32),
        Raw::Text(text) => clock(&plain(text)).filter(|minutes| f64::from(*minutes) <= DAY),
        _ => None,
    }
}

/// From one time of day to another, over midnight when it begins after noon and ends before.
pub(super) fn between(start: u32, end: u32) -> Read {
    let end = if end < start && start >= NOON && end <= NOON { end + 1_440 } else { end };
    if end <= start {
        return Err(OvertimeReason::EndBeforeStart);
    }
    let worked = minutes(f64::from(end - start))?;
    Ok(worked.map(|worked| Worked { span: Some((start, end)), ..worked }))
}

fn minutes(minutes: f64) -> Read {
    let minutes = minutes.round();
    match () {
        () if !minutes.is_finite() => Err(OvertimeReason::NotHours),
        () if minutes < 0.0 => Err(OvertimeReason::Negative),
        () if minutes > DAY => Err(OvertimeReason::OverADay),
        () if minutes == 0.0 => Ok(None),
        () => Ok(Some(Worked { hours: OvertimeHours::Minutes(minutes as u32), span: None })),
    }
}

fn from_text(text: &str) -> Read {
    let just = |hours| Ok(Some(Worked { hours, span: None }));
    match text {
        _ if is_nothing(text) => Ok(None),
        _ if TICKS.contains(&text) => just(OvertimeHours::Tick),
        _ if HALF_DAYS.contains(&text) => just(OvertimeHours::HalfDay),
        _ if WHOLE_DAYS.contains(&text) => just(OvertimeHours::WholeDay),
        _ => match (span(text), length(text)) {
            (Some((start, end)), _) => between(start, end),
            (None, Some(length)) => minutes(length),
            (None, None) => Err(OvertimeReason::NotHours),
        },
    }
}

/// Half-width, small letters, no blanks; one sign for each meaning.
fn plain(text: &str) -> String {
    let one = |c: char| match c {
        '０'..='９' | '．' | '：' | '＋' | '－' | '（' | '）' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        '—' | '–' | '~' | '～' | '至' | '到' | '−' => '-',
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(one).collect::<String>().to_lowercase()
}

/// `18:00-21:00`, `18点-21点半`.
fn span(text: &str) -> Option<(u32, u32)> {
    let (start, end) = text.split_once('-')?;
    let (start, end) = (clock(start)?, clock(end)?);
    (start <= 1_440 && end <= 1_440).then_some((start, end))
}

/// `18:00`, `18:00:00`, `18点`, `18点半`, `18时30分` as minutes.
fn clock(text: &str) -> Option<u32> {
    let (hours, rest) = text.split_once([':', '点', '时'])?;
    let minutes = match rest.trim_end_matches("分") {
        "" => 0,
        "半" => 30,
        digits => digits.split(':').next().unwrap_or_default().parse().ok().filter(|minutes| *minutes < 60)?,
    };
    let hours: u32 = hours.parse().ok().filter(|hours| *hours <= 24)?;
    Some(hours * 60 + minutes)
}

/// A length of time in minutes.
fn length(text: &str) -> Option<f64> {
    if let Some((hours, _)) = text.split_once(':') {
        let short = hours.parse::<u32>().is_ok_and(|hours| hours <= LONGEST_CLOCK);
        return short.then(|| clock(text)).flatten().map(f64::from);
    }
    if let Some(minutes) = ["分钟", "分", "min"].iter().find_map(|unit| text.strip_suffix(unit))
        && let Some(minutes) = number(minutes)
    {
        return Some(minutes);
    }
    const UNITS: [&str; 7] = ["个小时", "小时", "个钟头", "个", "hours", "hour", "h"];
    let at = UNITS
        .iter()
        .filter_map(|unit| text.find(unit).map(|at| (at, *unit)))
        .min_by_key(|(at, unit)| (*at, usize::MAX - unit.len()));
    let Some((at, unit)) = at else { return number(text).map(|hours| hours * 60.0) };
    let (before, after) = (&text[..at], &text[at + unit.len()..]);
    // 半小时, 一个半小时, 3小时半, 3小时30分.
    let hours = if before == "半" { 0.5 } else { number(before)? };
    let minutes = match after.trim_end_matches("钟").trim_end_matches("分") {
        "" => 0.0,
        "半" | "半小时" | "半钟头" => 30.0,
        digits => number(digits).filter(|minutes| (0.0..60.0).contains(minutes))?,
    };
    Some(hours * 60.0 + minutes)
}

/// Digits with a point, or one Chinese digit.
fn number(text: &str) -> Option<f64> {
    const DIGITS: [&str; 11] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let text = if text == "两" { "二" } else { text };
    if let Some(digit) = DIGITS.iter().position(|digit| *digit == text) {
        return Some(digit as f64);
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Option<OvertimeHours>, OvertimeReason> {
        read(&Raw::Text(text.to_owned())).map(|worked| worked.map(|worked| worked.hours))
    }

    #[test]
    fn reads_every_way_of_writing_hours() {
        for (text, minutes) in [
            ("3", 180),
            ("3.5", 210),
            ("３．５", 210),
            (" 3 小时", 180),
            ("3h", 180),
            ("3H", 180),
            ("2.5个小时", 150),
            ("90分钟", 90),
            ("90分", 90),
            ("3小时30分", 210),
            ("3小时30分钟", 210),
            ("3小时半", 210),
            ("半小时", 30),
            ("一个半小时", 90),
            ("两小时", 120),
            ("3:30", 210),
            ("18:00-21:00", 180),
            ("18：30～20：00", 90),
            ("18点至21点半", 210),
            ("22:00-01:00", 180),
            ("24", 1440),
        ] {
            assert_eq!(of(text), Ok(Some(OvertimeHours::Minutes(minutes))), "{text}");
        }
        for text in ["√", "✓", "V", " ✔ ", "加班"] {
            assert_eq!(of(text), Ok(Some(OvertimeHours::Tick)), "{text}");
        }
        assert_eq!(of("半天"), Ok(Some(OvertimeHours::HalfDay)));
        assert_eq!(of("全天"), Ok(Some(OvertimeHours::WholeDay)));
        for text in ["", " ", "0", "0小时", "—", "-", "/", "无"] {
            assert_eq!(of(text), Ok(None), "{text:?}");
        }
    }

    #[test]
    fn says_why_a_cell_cannot_be_taken() {
        for (text, reason) in [
            ("-3", OvertimeReason::Negative),
            ("25", OvertimeReason::OverADay),
            ("25小时", OvertimeReason::OverADay),
            ("出差", OvertimeReason::NotHours),
            ("18:30", OvertimeReason::NotHours),
            ("3天", OvertimeReason::NotHours),
            ("1e9", OvertimeReason::NotHours),
            ("nan", OvertimeReason::NotHours),
            ("21:00-20:00", OvertimeReason::EndBeforeStart),
            ("9:00-8:00", OvertimeReason::EndBeforeStart),
        ] {
            assert_eq!(of(text), Err(reason), "{text}");
        }
        assert_eq!(read(&Raw::Number(-0.5)).unwrap_err(), OvertimeReason::Negative);
        assert_eq!(read(&Raw::Number(f64::NAN)).unwrap_err(), OvertimeReason::NotHours);
        assert_eq!(read(&Raw::Error).unwrap_err(), OvertimeReason::ErrorCell);
    }

    #[test]
    fn a_cell_with_the_format_of_a_time_is_a_length_of_time() {
        let read = read(&Raw::Time(0.125)).unwrap().map(|worked| worked.hours);
        assert_eq!(read, Some(OvertimeHours::Minutes(180)));
        assert_eq!(time_of_day(&Raw::Time(0.75)), Some(1080));
    }
}
