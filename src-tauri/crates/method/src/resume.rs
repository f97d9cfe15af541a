//! Résumé lines in the format of the 干部任免审批表: writing them exactly, and reading what people paste.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::PartialDate;

/// A line of a résumé.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ResumeLine {
    /// From this month.
    pub from: PartialDate,
    /// To this month; none while it lasts.
    pub to: Option<PartialDate>,
    /// Where and as what. Further lines of it, as （其间：…）, follow after a line break.
    pub text: String,
}

/// What was found in a pasted text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ResumeReading {
    /// The lines, in the order of the text.
    pub lines: Vec<ResumeLine>,
    /// What could not be read, as it stood.
    pub unread: Vec<String>,
}

/// The width of `1998.07--2003.05`, which an open end is filled up to, so that the texts stand under each other.
const PERIOD: usize = 16;
/// Blanks between the period and the text.
const GAP: &str = "  ";
/// So many blanks after an open end, and what follows is text even if it begins with a date.
const OPEN_END_BLANKS: usize = 7;
/// A hanging line that begins with a year is recognised by being moved in at least so far.
const HANGING_BLANKS: usize = 4;
/// How many lines a bracket （其间：…） may run over.
const BRACKET_LINES: usize = 6;

/// The lines as the 干部任免审批表 has them, one below the other; a text's further lines hang under its first.
pub fn format_resume(lines: &[ResumeLine]) -> String {
    let rows: Vec<String> = lines.iter().map(format_line).collect();
    rows.join("\n")
}

fn format_line(line: &ResumeLine) -> String {
    let period = format!("{}--{}", month_text(line.from), line.to.map(month_text).unwrap_or_default());
    let hanging = format!("\n{:PERIOD$}{GAP}", "");
    format!("{period:PERIOD$}{GAP}{}", line.text.lines().collect::<Vec<_>>().join(&hanging))
}

/// `1998.07`; the form has no days.
fn month_text(date: PartialDate) -> String {
    match date.month_part() {
        Some(month) => format!("{:04}.{month:02}", date.year_part()),
        None => format!("{:04}", date.year_part()),
    }
}

/// Reads a pasted résumé: any dash, 至 or 今, `1998.7` or `1998年7月`, full-width digits, several blanks, texts that run on in the next line.
///
/// Nothing is dropped: a line that has no period it could be read by, or a period without a text, is given back unread.
pub fn parse_resume(text: &str) -> ResumeReading {
    let rows: Vec<&str> = text.lines().map(str::trim_end).filter(|row| !row.trim().is_empty()).collect();
    let mut found: Vec<Found<'_>> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let open = found.last().map_or(0, Found::open_brackets);
        match found.last_mut() {
            Some(last) if open > 0 && closes(open, &rows[at..]) => last.hang(row),
            last => match (read_period(row), last) {
                (Some((from, to, text)), _) => {
                    found.push(Found { row, line: Some(ResumeLine { from, to, text }), more: Vec::new() });
                }
                (None, Some(last)) if !begins_anew(row) => last.hang(row),
                (None, _) => found.push(Found { row, line: None, more: Vec::new() }),
            },
        }
    }
    let mut reading = ResumeReading::default();
    for one in found {
        match one.line {
            Some(line) if !line.text.is_empty() => reading.lines.push(line),
            _ => reading.unread.push([&[one.row.trim()], &one.more[..]].concat().join("\n")),
        }
    }
    reading
}

/// A row with a period or an unreadable one, and what hangs under it.
struct Found<'t> {
    row: &'t str,
    line: Option<ResumeLine>,
    more: Vec<&'t str>,
}

impl<'t> Found<'t> {
    fn hang(&mut self, row: &'t str) {
        self.more.push(row.trim());
        if let Some(line) = &mut self.line {
            append(&mut line.text, row);
        }
    }

    fn open_brackets(&self) -> i32 {
        self.line.as_ref().map_or(0, |line| brackets(&line.text))
    }
}

/// Adds a hanging row: what begins with 其间 or a period stays on a line of its own, what the paper's width broke is joined again.
fn append(text: &mut String, row: &str) {
    let row = squeeze(row);
    let opened = row.trim_start_matches(['（', '(']);
    let own_line = opened.starts_with("其间") || opened.starts_with("期间") || read_period(&row).is_some();
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if own_line && !text.is_empty() {
        text.push('\n');
    } else if latin(text.chars().last()) && latin(row.chars().next()) {
        text.push(' ');
    }
    text.push_str(&row);
}

/// How many brackets are open at the end of a text.
fn brackets(text: &str) -> i32 {
    text.chars().fold(0, |open, c| match c {
        '（' | '(' => open + 1,
        '）' | ')' => open - 1,
        _ => open,
    })
}

/// Whether the open brackets are closed soon; a bracket that somebody forgot to close must not swallow what follows.
fn closes(open: i32, rows: &[&str]) -> bool {
    let mut after = rows.iter().take(BRACKET_LINES).scan(open, |open, row| {
        *open += brackets(row);
        Some(*open)
    });
    after.any(|open| open <= 0)
}

/// Whether a row that has no period is still no part of the one above: it begins with a date and is not moved in.
fn begins_anew(row: &str) -> bool {
    let mut scan = Scan::new(row);
    let indent = scan.blanks();
    scan.skip(is_bullet);
    indent < HANGING_BLANKS && scan.year_like()
}

/// The period that a row begins with, and the text after it.
fn read_period(row: &str) -> Option<(PartialDate, Option<PartialDate>, String)> {
    let mut scan = Scan::new(row);
    scan.skip(|c| c.is_whitespace() || is_bullet(c) || "自从".contains(c));
    let from = scan.date()?;
    let to = scan.end()?;
    let later = |a: PartialDate, b: PartialDate| {
        (a.year_part(), a.month_part().unwrap_or(1)) > (b.year_part(), b.month_part().unwrap_or(12))
    };
    if to.is_some_and(|to| later(from, to)) {
        return None;
    }
    let text = scan.rest;
    // Punctuation right behind the period belongs to it, as in `1998.07-2003.05：科员`.
    let text = text.strip_prefix(['：', ':', '，', ',', '、', '；', ';']).unwrap_or(text);
    Some((from, to, squeeze(text)))
}

fn is_bullet(c: char) -> bool {
    "•●◆■·*".contains(c)
}

/// The text with each run of white space inside as one blank, and none around it.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The ordinary character for a full-width digit, stop, dash or blank; every dash is `-`.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '．' | '。' => '.',
        '／' => '/',
        '—' | '–' | '－' | '～' | '~' | '〜' | '‐' | '‑' | '−' | '―' | '─' | '﹣' => '-',
        c => c,
    }
}

/// A reader of a row's beginning.
#[derive(Clone, Copy)]
struct Scan<'t> {
    rest: &'t str,
}

impl<'t> Scan<'t> {
    fn new(rest: &'t str) -> Self {
        Self { rest }
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next().map(plain)
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.rest.chars().next()?;
        let as_plain = plain(c);
        if !wanted(as_plain) {
            return None;
        }
        self.rest = &self.rest[c.len_utf8()..];
        Some(as_plain)
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) -> usize {
        std::iter::from_fn(|| self.take(&wanted)).count()
    }

    /// Skips blanks and gives how many columns they take; an ideographic blank takes two, a tab at least as many.
    fn blanks(&mut self) -> usize {
        std::iter::from_fn(|| self.take(char::is_whitespace)).map(|c| if c == ' ' { 1 } else { 2 }).sum()
    }

    /// Skips a word after at most one blank.
    fn word(&mut self, word: &str) -> bool {
        let mut ahead = *self;
        let found = ahead.blanks() <= 1 && ahead.rest.starts_with(word);
        if found {
            self.rest = &ahead.rest[word.len()..];
        }
        found
    }

    fn digits(&mut self) -> String {
        std::iter::from_fn(|| self.take(|c| c.is_ascii_digit())).collect()
    }

    /// Four digits and then what may follow in a date.
    fn year_like(&self) -> bool {
        let mut ahead = *self;
        let digits = ahead.digits();
        digits.len() == 6
            || (digits.len() == 4 && ahead.peek().is_none_or(|c| "./-年".contains(c) || c.is_whitespace()))
    }

    /// `1998.7`, `1998.07.01`, `1998年7月`, `1998/07`, `1998-07`, `199807`, `1998`; a day is left out.
    fn date(&mut self) -> Option<PartialDate> {
        let mut ahead = *self;
        let digits = ahead.digits();
        let date = match digits.len() {
            6 => PartialDate::month(digits[..4].parse().ok()?, digits[4..].parse().ok()?).ok()?,
            4 => {
                let year = digits.parse().ok()?;
                match ahead.month()? {
                    Some(month) => PartialDate::month(year, month).ok()?,
                    None => PartialDate::year(year).ok()?,
                }
            }
            _ => return None,
        };
        *self = ahead;
        Some(date)
    }

    /// The month after a year, or that there is none; nothing when what follows is no date at all.
    fn month(&mut self) -> Option<Option<u32>> {
        let mut ahead = *self;
        if ahead.word("年") {
            *self = ahead;
            ahead.blanks();
            let month = ahead.digits();
            if month.is_empty() || month.len() > 2 || !ahead.word("月") {
                return Some(None);
            }
            *self = ahead;
            if (1..=2).contains(&ahead.digits().len()) && ahead.word("日") {
                *self = ahead;
            }
            return Some(Some(month.parse().ok()?));
        }
        let Some(between) = ahead.take(|c| "./-".contains(c)) else { return Some(None) };
        let month = ahead.digits();
        if month.is_empty() || month.len() > 2 {
            // `1998-2003` and `1998--2003` are periods, `1998.123` is nothing.
            return (between == '-').then_some(None);
        }
        *self = ahead;
        if ahead.take(|c| c == between).is_some() && (1..=2).contains(&ahead.digits().len()) {
            *self = ahead;
        }
        Some(Some(month.parse().ok()?))
    }

    /// The end of a period after its beginning: a date, or none for one that lasts; nothing when there is no sign of an end.
    fn end(&mut self) -> Option<Option<PartialDate>> {
        let mut ahead = *self;
        let apart = ahead.blanks();
        let dashed = ahead.skip(|c| c == '-') > 0;
        let after_dash = ahead;
        let blanks = ahead.blanks();
        let near = blanks < OPEN_END_BLANKS;
        let said = ahead.take(|c| "至到".contains(c)).is_some();
        ahead.blanks();
        if near && (dashed || said) && ["今", "现在", "目前"].iter().any(|now| ahead.word(now)) {
            *self = ahead;
            return Some(None);
        }
        let tabled = !dashed && !said && apart > 0;
        if near && (dashed || said || tabled)
            && let Some(to) = ahead.date()
            // Two columns of a table are a period only if both are months.
            && (!tabled || to.month_part().is_some())
        {
            *self = ahead;
            return Some(Some(to));
        }
        if dashed {
            // As in `1998.07-12`: a number that is no date must not be taken for the text.
            if blanks == 0 && after_dash.peek().is_some_and(|c| c.is_ascii_digit()) {
                return None;
            }
            *self = after_dash;
            return Some(None);
        }
        let since = ["起", "以来"].iter().any(|word| self.word(word));
        since.then_some(None)
    }
}
