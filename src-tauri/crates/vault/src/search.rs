//! Search: how text becomes words of the index, what is looked for, and where it stands in a text.
//!
//! Every character is a word of its own and a query is a phrase of them, so a part of a word, a name or a number is found wherever
//! `LIKE '%…%'` would find it. White space does not count, in the text or in the query: names are also written 张　三.
//! The index is kept by triggers, see `migrations/0003_search.sql`.

mod functions;
mod spelling;
#[cfg(test)]
mod tests;

use std::ops::Range;

use rusqlite::Connection;

pub(crate) use functions::{record_number, register, rows_of};
pub use spelling::spelt_so;

use crate::{VaultError, database};

/// In `meta`: the version of the words in the index, 1 byte.
const WORDS: &str = "search_words";
/// Raised, together with a migration, whenever the same text gives other words; the index is then made anew.
const WORDS_VERSION: u8 = 2;

/// What kind of record was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchKind {
    /// 人员.
    Person = 1,
    /// 事由.
    Event = 2,
    /// 谈话.
    Talk = 3,
    /// 走访.
    Visit = 4,
    /// 知晓项.
    Entry = 5,
    /// 承诺事项.
    Promise = 6,
    /// 活动.
    Activity = 7,
    /// 意见建议.
    Suggestion = 8,
}

impl SearchKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Person,
        Self::Event,
        Self::Talk,
        Self::Visit,
        Self::Entry,
        Self::Promise,
        Self::Activity,
        Self::Suggestion,
    ];

    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Person => "persons",
            Self::Event => "events",
            Self::Talk => "talks",
            Self::Visit => "visits",
            Self::Entry => "entries",
            Self::Promise => "promises",
            Self::Activity => "activities",
            Self::Suggestion => "suggestions",
        }
    }
}

/// What is looked for: one or several terms, all of which a record must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery {
    terms: Vec<Vec<char>>,
}

impl SearchQuery {
    /// Reads what was typed; white space stands between terms. None when there is nothing to look for.
    pub fn new(typed: &str) -> Option<Self> {
        let terms: Vec<Vec<char>> =
            typed.split_whitespace().map(|term| words(term).map(|(_, word)| word).collect()).collect();
        let terms: Vec<Vec<char>> = terms.into_iter().filter(|term: &Vec<char>| !term.is_empty()).collect();
        (!terms.is_empty()).then_some(Self { terms })
    }

    /// The same as FTS5 reads it (<https://sqlite.org/fts5.html>, section 3); no character of it is left that means something there.
    pub(crate) fn expression(&self) -> String {
        let phrases: Vec<String> = self.terms.iter().map(|term| format!("\"{}\"", spaced(term.iter()))).collect();
        phrases.join(" AND ")
    }

    /// Where the terms stand in a text, as ranges of bytes, in order and apart from each other.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let (places, words): (Vec<Range<usize>>, Vec<char>) = words(text).unzip();
        let mut found: Vec<Range<usize>> = Vec::new();
        for term in &self.terms {
            let starts = words.windows(term.len()).enumerate().filter(|(_, window)| window == term);
            found.extend(starts.map(|(at, _)| places[at].start..places[at + term.len() - 1].end));
        }
        found.sort_by_key(|range| (range.start, range.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for range in found {
            match apart.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => apart.push(range),
            }
        }
        apart
    }
}

/// The words of a text with the bytes that each comes from: letters small, full-width forms and ASCII as one, nothing for white space
/// and control characters. No word is an ASCII character other than a letter or digit, as FTS5's tokenizer `ascii` drops those.
fn words(text: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    text.char_indices().flat_map(|(at, c)| {
        let place = at..at + c.len_utf8();
        let shown = !(c.is_whitespace() || c.is_control() || c == BOUNDARY);
        shown.then(|| folded(c)).into_iter().flatten().map(move |word| (place.clone(), word))
    })
}

fn folded(c: char) -> impl Iterator<Item = char> {
    /// What full-width forms are apart from ASCII.
    const APART: u32 = 0xfee0;
    let moved = |c: char, to: u32| char::from_u32(to).unwrap_or(c);
    let plain = match c {
        '\u{ff01}'..='\u{ff5e}' => moved(c, u32::from(c) - APART),
        _ => c,
    };
    plain.to_lowercase().map(move |c| if c.is_ascii_punctuation() { moved(c, u32::from(c) + APART) } else { c })
}

/// Stands between two fields in the index, so that no phrase runs from one into the next. Not a character, so in no text.
const BOUNDARY: char = '\u{fdd0}';

fn spaced<'a>(words: impl Iterator<Item = &'a char>) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push(*word);
    }
    text
}

/// Makes the index anew when it is missing or of other words than this program's.
pub(crate) fn bring_up_to_date(db: &mut Connection) -> Result<(), VaultError> {
    if database::meta(db, WORDS)?.as_deref() == Some(&[WORDS_VERSION]) {
        return Ok(());
    }
    let step = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    rebuild(&step)?;
    database::set_meta(&step, WORDS, &[WORDS_VERSION])?;
    Ok(step.commit()?)
}

/// Empties the index and fills it from the records.
pub(crate) fn rebuild(db: &Connection) -> Result<(), VaultError> {
    db.execute("INSERT INTO search (search) VALUES ('delete-all')", [])?;
    for kind in SearchKind::ALL {
        let table = kind.table();
        db.execute(&format!("INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_{table}"), [])?;
    }
    Ok(())
}
