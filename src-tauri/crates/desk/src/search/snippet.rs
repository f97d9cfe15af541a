//! A piece of a text around what was found in it.

use vault::SearchQuery;

use crate::{SearchMark, SearchSnippet};

/// Characters before the first mark, and of the whole piece.
const BEFORE: usize = 18;
const LENGTH: usize = 80;

/// The piece of the first field in which a term stands; none when no single field has one.
pub(super) fn snippet<'a>(
    query: &SearchQuery,
    fields: impl IntoIterator<Item = (&'static str, &'a String)>,
) -> Option<SearchSnippet> {
    fields.into_iter().find_map(|(field, text)| piece(query, field, text))
}

fn piece(query: &SearchQuery, field: &str, text: &str) -> Option<SearchSnippet> {
    let marks = query.marks(text);
    let first = marks.first()?.start;
    let back = text[..first].char_indices().rev().map(|(at, _)| at).take(BEFORE).last().unwrap_or(first);
    // A few characters more are shown rather than cut away.
    let start = if text[..back].chars().count() <= 3 { 0 } else { back };
    let end = text[start..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| start + at);
    let mut shown = String::new();
    if start > 0 {
        shown.push('…');
    }
    let lead = units(&shown);
    shown.extend(text[start..end].chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }));
    let ranges = marks.iter().filter(|mark| mark.start < end).map(|mark| SearchMark {
        from: lead + units(&text[start..mark.start]),
        to: lead + units(&text[start..mark.end.min(end)]),
    });
    let marks = ranges.collect();
    if end < text.len() {
        shown.push('…');
    }
    Some(SearchSnippet { field: field.to_owned(), text: shown, marks })
}

fn units(text: &str) -> u32 {
    text.encode_utf16().count().try_into().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(typed: &str, text: &str) -> (String, Vec<String>) {
        let snippet = piece(&SearchQuery::new(typed).unwrap(), "content", text).unwrap();
        let units: Vec<u16> = snippet.text.encode_utf16().collect();
        let mark = |mark: &SearchMark| String::from_utf16(&units[mark.from as usize..mark.to as usize]).unwrap();
        let marks = snippet.marks.iter().map(mark).collect();
        (snippet.text, marks)
    }

    #[test]
    fn marks_are_counted_as_the_page_counts() {
        let (text, marks) = shown("住院", "😀𠮷父亲\n住院，又住院");
        assert_eq!(text, "😀𠮷父亲 住院，又住院");
        assert_eq!(marks, ["住院", "住院"]);
    }

    #[test]
    fn long_texts_are_cut_on_both_sides() {
        let long = format!("{}住院{}", "前".repeat(500), "后".repeat(500));
        let (text, marks) = shown("住院", &long);
        assert!(text.starts_with("…前") && text.ends_with("后…"));
        assert_eq!((text.chars().count(), marks.len()), (LENGTH + 2, 1));
        let (text, marks) = shown("长", &"长".repeat(500));
        assert_eq!((text.chars().count(), marks.len()), (LENGTH + 1, LENGTH), "each mark stays within the piece");
    }
}
