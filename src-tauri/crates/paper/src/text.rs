//! Making user text fit for paper: what is stripped, and which characters the fonts cannot draw.

use typst::text::Font;

/// Prepares one text for layout. Line breaks of every kind become `\n`, tabs and unusual spaces become plain spaces;
/// control characters, text-direction marks and other characters without a shape of their own are dropped.
pub(crate) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter_map(clean_char).collect()
}

/// Prepares a text that stands on one line: line breaks become spaces, and both ends are trimmed.
pub(crate) fn clean_line(text: &str) -> String {
    clean(text).replace('\n', " ").trim().to_owned()
}

/// The paragraphs of a long text; lines without a shape are dropped, and so are indents typed by hand.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    clean(text).split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The longest run without a space that fits the narrowest cell, and the one that fits a whole row.
pub(crate) const CELL_RUN: usize = 16;
pub(crate) const ROW_RUN: usize = 56;

/// Lets a run without spaces that is longer than `limit`, such as a web address, break at the edge of its cell:
/// after every tenth character a zero-width space is put, which has no shape.
pub(crate) fn breakable(text: &str, limit: usize) -> String {
    let joins = |c: char| c != ' ' && (c as u32) < 0x2e80;
    let mut out = String::with_capacity(text.len());
    for run in text.split_inclusive(|c| !joins(c)) {
        let long = run.chars().count() > limit;
        for (place, c) in run.chars().enumerate() {
            let combines = ('\u{300}'..='\u{36f}').contains(&c);
            if long && place > 0 && place % 10 == 0 && !combines {
                out.push('\u{200b}');
            }
            out.push(c);
        }
    }
    out
}

fn clean_char(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Some(' '),
        c if c.is_control() || is_shapeless(c) => None,
        c => Some(c),
    }
}

/// Characters that steer layout and have no shape: direction marks (they can make a name read as another),
/// zero-width characters, variation selectors, interlinear and tag characters, and noncharacters.
fn is_shapeless(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{fdd0}'..='\u{fdef}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// The characters of `text` that `font` lacks, each once, in the order in which they first appear.
pub(crate) fn missing(font: &Font, text: &str) -> Vec<char> {
    let mut lacking = Vec::new();
    for c in text.chars().filter_map(clean_char) {
        if c != '\n' && !has_shape(font, c) && !lacking.contains(&c) {
            lacking.push(c);
        }
    }
    lacking
}

fn has_shape(font: &Font, c: char) -> bool {
    font.info().coverage.contains(c as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_direction_marks_are_dropped() {
        assert_eq!(clean("a\u{0}b\u{7}c\u{202e}d\u{2066}e\u{200b}f\u{feff}"), "abcdef");
    }

    #[test]
    fn every_kind_of_line_break_is_kept_as_one() {
        assert_eq!(clean("一\r\n二\r三\u{2028}四\u{85}五"), "一\n二\n三\n四\n五");
        assert_eq!(clean_line(" 一\n二\t三 "), "一 二 三");
    }

    #[test]
    fn paragraphs_lose_blank_lines_and_typed_indents() {
        assert_eq!(paragraphs("\u{3000}\u{3000}一\n\n  二  \n"), ["一", "二"]);
        assert!(paragraphs(" \n").is_empty());
    }

    #[test]
    fn only_long_runs_are_made_breakable() {
        assert_eq!(breakable("138 0000 0000 王某", 16), "138 0000 0000 王某");
        assert_eq!(breakable("abcdefghijklmnopqrst", 16), "abcdefghij\u{200b}klmnopqrst");
        assert_eq!(breakable(&"长".repeat(50), 16), "长".repeat(50));
    }
}
