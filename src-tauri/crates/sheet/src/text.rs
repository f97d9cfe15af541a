//! What users' text needs before it goes into a file, and how wide it is.

use std::borrow::Cow;

/// The text without the characters that XML 1.0 forbids; line ends become line feeds.
///
/// Sheets cannot hold control characters: a file with them does not open.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| forbidden(c) || c == '\r') {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(lines.replace(forbidden, ""))
}

fn forbidden(c: char) -> bool {
    (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// How wide a character stands, in Latin characters of the same size.
///
/// A Chinese character of 11 points is a little wider than two digits.
pub(crate) fn char_width(c: char) -> f64 {
    match c {
        '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200F}' => 0.0,
        '\u{1100}'..='\u{115F}' | '\u{2010}'..='\u{2044}' | '\u{2460}'..='\u{24FF}' | '\u{2E80}'.. => 2.15,
        '¥' | '·' => 1.5,
        'W' | 'M' | 'm' | 'w' | '%' | '@' => 1.5,
        _ => 1.05,
    }
}

/// How wide a text of one line stands, in Latin characters.
pub(crate) fn text_width(text: &str) -> f64 {
    text.chars().map(char_width).sum()
}

/// How many lines a text takes when it is wrapped at `width` Latin characters; at least one.
pub(crate) fn wrapped_lines(text: &str, width: f64) -> u32 {
    // A cell keeps a few pixels free on both sides.
    let room = (width - 0.8).max(2.2);
    text.split('\n').map(|line| lines_of_paragraph(line, room)).sum::<u32>().max(1)
}

fn lines_of_paragraph(line: &str, room: f64) -> u32 {
    let mut lines = 1;
    let mut used = 0.0;
    // The part since the last place where the line may break; it goes to the next line as a whole.
    let mut word = 0.0;
    for c in line.chars() {
        let width = char_width(c);
        let breakable = width > 2.0 || c == ' ';
        word = if breakable { 0.0 } else { word + width };
        used += width;
        if used > room {
            lines += 1;
            used = if word > 0.0 && word <= room { word } else { width };
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_what_a_sheet_cannot_hold() {
        assert_eq!(clean("甲\u{0}乙\u{b}丙\u{FFFF}"), "甲乙丙");
        assert_eq!(clean("一\r\n二\r三\t四"), "一\n二\n三\t四");
        assert_eq!(clean("=1+1 \u{20BB7}"), "=1+1 \u{20BB7}");
    }

    #[test]
    fn counts_wrapped_lines() {
        assert_eq!(wrapped_lines("", 10.0), 1);
        assert_eq!(wrapped_lines("谈心谈话", 10.0), 1);
        assert_eq!(wrapped_lines("谈心谈话台账", 10.0), 2);
        assert_eq!(wrapped_lines("一\n二\n三", 10.0), 3);
        assert_eq!(wrapped_lines("2026.11.23", 12.0), 1);
        assert_eq!(wrapped_lines(&"长".repeat(100), 20.0), 13);
    }
}
