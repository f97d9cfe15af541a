//! The two fields that are sentences: 奖惩情况 and 年度考核结果.

use method::{EntryBody, PartialDate};

use super::fields::is_nothing;

/// What stands between sentences.
const STOPS: [char; 5] = ['；', ';', '。', '\n', '\r'];
/// What stands between the parts of one.
const COMMAS: [char; 8] = ['，', ',', '、', '：', ':', ' ', '\u{3000}', '\t'];
/// What comes before the name of a reward; what gives it comes before the first of these.
const GIVEN: [&str; 9] = ["授予", "评选为", "评为", "表彰为", "荣获", "获得", "荣立", "给予", "受到"];
/// Those of them whose subject is the person himself.
const RECEIVED: [&str; 4] = ["荣获", "获得", "荣立", "受到"];
/// Words that make it a punishment or a measure.
const PUNISHMENT: [&str; 11] =
    ["处分", "警告", "记过", "记大过", "降级", "撤职", "开除", "留党察看", "诫勉", "通报批评", "撤销党内"];
/// The years of which an appraisal can be.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2199;
/// The longest range of years with one grade.
const RANGE: i32 = 40;
const MAX_GRADE: usize = 20;

/// The rewards and punishments of 奖惩情况, as `2019年7月,经县税务局党委批准,授予优秀共产党员;`.
///
/// What has not this form is kept as it stands, as the name of a reward.
pub(super) fn awards(text: &str) -> Vec<(EntryBody, Option<PartialDate>)> {
    let mut found = Vec::new();
    for sentence in text.split(STOPS).map(str::trim).filter(|sentence| !is_nothing(sentence)) {
        let (days, rest) = leading_dates(sentence);
        let body = award(rest);
        let title = match &body {
            EntryBody::Award { title, .. } | EntryBody::Punishment { title, .. } => title.as_str(),
            _ => "",
        };
        // A date without anything after it is no sentence of its own.
        let body =
            if title.is_empty() { EntryBody::Award { title: sentence.to_owned(), by: String::new() } } else { body };
        match days[..] {
            [] => found.push((body, None)),
            _ => found.extend(days.into_iter().map(|day| (body.clone(), Some(day)))),
        }
    }
    found
}

fn award(sentence: &str) -> EntryBody {
    let (by, rest) = match sentence.strip_prefix('经').and_then(|rest| rest.split_once("批准")) {
        Some((by, rest)) => (by.trim_matches(COMMAS), rest.trim_start_matches(COMMAS)),
        None => ("", sentence),
    };
    let verb = GIVEN.iter().filter_map(|verb| rest.find(verb).map(|at| (at, *verb))).min();
    let (before, title) = match verb {
        Some((at, verb)) => (rest[..at].trim_matches(COMMAS), &rest[at + verb.len()..]),
        None => ("", rest),
    };
    let giver = before.trim_start_matches(['被', '由', '经']).trim_matches(COMMAS);
    // Who is named before a word of receiving gave nothing, as in 多次受到表扬.
    let gives = verb.is_some_and(|(_, verb)| !RECEIVED.contains(&verb)) || before.starts_with(['被', '由', '经']);
    // A reason between the giver and the reward belongs to the reward; then the sentence stays whole.
    let (by, title) = match (by.is_empty(), giver.is_empty()) {
        (_, true) => (by, title),
        (true, false) if gives => (giver, title),
        _ => (by, rest),
    };
    let (by, title) = (by.to_owned(), plain_title(title));
    if PUNISHMENT.iter().any(|word| title.contains(word)) {
        EntryBody::Punishment { title, by, until: None }
    } else {
        EntryBody::Award { title, by }
    }
}

/// A reward's name without quotation marks and without 称号 behind it.
fn plain_title(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '“' | '”' | '"' | '「' | '」')).collect();
    let text = text.trim().trim_matches(COMMAS);
    let text = text.strip_suffix("荣誉称号").or_else(|| text.strip_suffix("称号")).unwrap_or(text);
    text.trim_matches(COMMAS).to_owned()
}

/// What 年度考核结果 says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Grades {
    /// Each year with its grade.
    pub(super) grades: Vec<(i32, String)>,
    /// What could not be told apart.
    pub(super) unread: Vec<String>,
}

/// The appraisals of 年度考核结果, as `2023年优秀；2024年、2025年称职`; also `2021-2023年度考核均为合格`.
pub(super) fn appraisals(text: &str) -> Grades {
    let mut found = Grades::default();
    for clause in text.split(STOPS).map(str::trim).filter(|clause| !is_nothing(clause)) {
        let mut rest = clause;
        while !rest.is_empty() {
            let (years, after) = leading_years(rest);
            let end = next_year(after).unwrap_or(after.len());
            let grade = plain_grade(&after[..end]);
            if years.is_empty() || grade.is_empty() || grade.chars().count() > MAX_GRADE {
                found.unread.push(rest.to_owned());
                break;
            }
            found.grades.extend(years.into_iter().map(|year| (year, grade.clone())));
            rest = after[end..].trim_start_matches(COMMAS);
        }
    }
    found
}

/// The grade in what follows the years.
fn plain_grade(text: &str) -> String {
    const BEFORE: [&str; 14] =
        ["年度", "度", "公务员", "个人", "考核", "结果", "等次", "均", "被", "确定为", "评定为", "评为", "定为", "为"];
    let mut text = text.trim().trim_matches(COMMAS);
    while let Some(rest) = BEFORE.iter().find_map(|word| text.strip_prefix(word)) {
        text = rest.trim_start_matches(COMMAS);
    }
    let text = text.strip_suffix("等次").or_else(|| text.strip_suffix("等级")).unwrap_or(text);
    text.trim_matches(COMMAS).to_owned()
}

/// The years at the beginning: one, several between commas, or a range.
fn leading_years(text: &str) -> (Vec<i32>, &str) {
    let mut years: Vec<i32> = Vec::new();
    let mut rest = text;
    loop {
        let start = rest.trim_start_matches(COMMAS).trim_start_matches(['和', '及', '与']);
        let Some((year, after)) = year_at(start) else { return (years, rest) };
        let after = after.strip_prefix('年').unwrap_or(after);
        let after = after.strip_prefix('度').unwrap_or(after);
        let dash = after.trim_start_matches(['-', '—', '－', '–', '~', '～', '至']);
        match year_at(dash).filter(|(to, _)| dash.len() < after.len() && (year..year + RANGE).contains(to)) {
            Some((to, behind)) => {
                years.extend(year..=to);
                let behind = behind.strip_prefix('年').unwrap_or(behind);
                rest = behind.strip_prefix('度').unwrap_or(behind);
            }
            None => {
                years.push(year);
                rest = after;
            }
        }
    }
}

/// Where the next year begins.
fn next_year(text: &str) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).find(|at| year_at(&text[*at..]).is_some())
}

/// A year of four digits, and what comes after it.
fn year_at(text: &str) -> Option<(i32, &str)> {
    let (year, rest) = number(text, 4)?;
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((year, rest))
}

/// The dates that a sentence begins with: `2019年7月1日`, `2019.07`, `2019年度`, `2019年、2020年`.
fn leading_dates(sentence: &str) -> (Vec<PartialDate>, &str) {
    let mut dates = Vec::new();
    let mut rest = sentence;
    loop {
        let start = rest.trim_start_matches(COMMAS).trim_start_matches(['和', '及']);
        let Some((date, after)) = date_at(start) else { return (dates, rest.trim_start_matches(COMMAS)) };
        dates.push(date);
        rest = after;
    }
}

fn date_at(text: &str) -> Option<(PartialDate, &str)> {
    let (year, after) = year_at(text)?;
    let just_year = |rest: &str| rest.strip_prefix('年').map_or(0, |rest| if rest.starts_with('度') { 2 } else { 1 });
    let separator = after.starts_with(['年', '.', '-', '/', '．']);
    let month = separator.then(|| after.chars().next()).flatten().and_then(|c| {
        let (month, rest) = up_to_two(&after[c.len_utf8()..])?;
        Some((month, rest))
    });
    let Some((month, behind)) = month else {
        let skipped: usize = after.chars().take(just_year(after)).map(char::len_utf8).sum();
        return Some((PartialDate::year(year).ok()?, &after[skipped..]));
    };
    let separated = behind.strip_prefix(['月', '.', '-', '/', '．']);
    let day = separated.and_then(up_to_two);
    match day {
        Some((day, rest)) if PartialDate::day(year, month, day).is_ok() => {
            let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
            Some((PartialDate::day(year, month, day).ok()?, rest))
        }
        _ => {
            let rest = behind.strip_prefix('月').unwrap_or(behind);
            Some((PartialDate::month(year, month).ok()?, rest))
        }
    }
}

fn up_to_two(text: &str) -> Option<(u32, &str)> {
    let (number, rest) = number(text, 2).or_else(|| number(text, 1))?;
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((number, rest))
}

/// A number of so many digits, in half or full width, and what comes after it.
fn number(text: &str, digits: usize) -> Option<(u32, &str)> {
    let mut value = 0;
    let mut rest = text.chars();
    for _ in 0..digits {
        let digit = match rest.next()? {
            c @ '0'..='9' => u32::from(c) - u32::from('0'),
            c @ '０'..='９' => u32::from(c) - u32::from('０'),
            _ => return None,
        };
        value = value * 10 + digit;
    }
    Some((value, rest.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn award_of(text: &str) -> (String, String, Option<String>) {
        let found = awards(text);
        assert_eq!(found.len(), 1, "{text} is one award: {found:?}");
        match found.into_iter().next().unwrap() {
            (EntryBody::Award { title, by }, day) => (title, by, day.map(String::from)),
            other => panic!("{other:?} is no award"),
        }
    }

    #[test]
    fn reads_the_sentence_of_the_form() {
        let (title, by, day) = award_of("2019年7月,经县税务局党委批准,授予优秀共产党员;");
        assert_eq!((title.as_str(), by.as_str(), day.as_deref()), ("优秀共产党员", "县税务局党委", Some("2019-07")));
        let (title, by, day) = award_of("2021.07.01被县委授予“优秀党务工作者”荣誉称号。");
        assert_eq!((title.as_str(), by.as_str(), day.as_deref()), ("优秀党务工作者", "县委", Some("2021-07-01")));
        let (title, by, day) = award_of("２０２０年度荣获先进个人");
        assert_eq!((title.as_str(), by.as_str(), day.as_deref()), ("先进个人", "", Some("2020")));
        let (title, by, day) = award_of("多次受到表扬");
        assert_eq!((title.as_str(), by.as_str(), day), ("多次受到表扬", "", None));
    }

    #[test]
    fn keeps_what_it_does_not_understand() {
        assert_eq!(award_of("年终奖励").0, "年终奖励");
        assert_eq!(award_of("2019年7月").0, "2019年7月", "a date alone");
        let whole = award_of("2019年,经市局批准,因抗洪抢险,授予三等功");
        assert_eq!((whole.0.as_str(), whole.1.as_str()), ("因抗洪抢险,授予三等功", "市局"));
    }

    #[test]
    fn several_years_and_none() {
        let two = awards("2019年、2021年被评为优秀公务员");
        assert_eq!(two.len(), 2);
        assert_eq!(awards("无"), []);
        assert_eq!(awards("；；\n 。"), []);
    }

    #[test]
    fn tells_a_punishment() {
        let found = awards("2015年3月，经县纪委批准，给予党内警告处分");
        let [(EntryBody::Punishment { title, by, .. }, Some(day))] = &found[..] else { panic!("{found:?}") };
        assert_eq!((title.as_str(), by.as_str(), String::from(*day).as_str()), ("党内警告处分", "县纪委", "2015-03"));
    }

    #[test]
    fn reads_grades() {
        let read = |text: &str| {
            let found = appraisals(text);
            assert_eq!(found.unread, Vec::<String>::new(), "{text}");
            found.grades.iter().map(|(year, grade)| format!("{year}{grade}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(read("2023年优秀；2024年、2025年称职"), "2023优秀 2024称职 2025称职");
        assert_eq!(read("2023年度考核优秀，2024年度考核为称职等次"), "2023优秀 2024称职");
        assert_eq!(read("2021-2023年度考核均为合格"), "2021合格 2022合格 2023合格");
        assert_eq!(read("2021年至2022年称职\n2023年优秀。"), "2021称职 2022称职 2023优秀");
        assert_eq!(read("2022 称职 2023 优秀"), "2022称职 2023优秀");
        assert_eq!(read("无"), "");
    }

    #[test]
    fn says_which_grades_it_could_not_read() {
        assert_eq!(appraisals("近三年均称职").unread, ["近三年均称职"]);
        assert_eq!(appraisals("2023年优秀；2024年").unread, ["2024年"]);
        assert_eq!(appraisals("2023年优秀；2024年").grades, [(2023, "优秀".to_owned())]);
    }
}
