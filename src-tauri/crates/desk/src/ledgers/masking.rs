//! What is covered in a ledger that leaves the program: ID numbers, phones and addresses, wherever they stand.

use std::borrow::Cow;

use method::{IdNumber, Person};
use sheet::{Cell, Ledger};

use crate::cards::masked_address;
use crate::people::masked_phone;

/// The length of an ID number, of one of the time before 1999, and of a mobile phone's.
const ID: usize = 18;
const OLD_ID: usize = 15;
const MOBILE: usize = 11;

/// An ID number with its middle covered; what is none is covered as a whole.
pub(super) fn id_number(number: &str) -> String {
    match IdNumber::parse(number) {
        Ok(number) => number.masked(),
        Err(_) => "*".repeat(number.chars().count()),
    }
}

/// What stands in a column of the office's own, covered where its title says that it is a number, an address or a phone.
pub(super) fn own(title: &str, text: &str) -> String {
    let says = |words: &[&str]| words.iter().any(|word| title.contains(word));
    if says(&["址", "住所", "住处"]) {
        masked_address(text)
    } else if says(&["电话", "手机", "联系方式"]) {
        masked_phone(text)
    } else {
        text.to_owned()
    }
}

/// A phone with its middle covered.
pub(super) fn phone(phone: &str) -> String {
    masked_phone(phone)
}

/// The address without street and number.
pub(super) fn address(address: &str) -> String {
    masked_address(address)
}

/// A place without the street and number of these persons' homes.
pub(super) fn place<'a>(place: &str, persons: impl Iterator<Item = &'a Person>) -> String {
    persons.filter(|person| !person.address.trim().is_empty()).fold(place.to_owned(), |place, person| {
        let home = person.address.trim();
        place.replace(home, &masked_address(home))
    })
}

/// Covers the numbers in all texts of a ledger: somebody may have noted one where no field asks for it.
pub(super) fn cover_numbers(ledger: &mut Ledger) {
    for cell in ledger.rows.iter_mut().flatten() {
        if let Cell::Text(text) = cell
            && let Cow::Owned(covered) = without_numbers(text)
        {
            *text = covered;
        }
    }
}

/// The text with every ID number and phone covered, however its digits are set apart.
fn without_numbers(text: &str) -> Cow<'_, str> {
    let mut covered = String::new();
    let mut kept = 0;
    let mut from = 0;
    while let Some(at) = text[from..].find(|c| digit(c).is_some()).map(|at| from + at) {
        let whole = run_of(&text[at..]);
        // Two numbers with a blank between them are no one number.
        let first = whole.split([' ', '-', '－']).next().unwrap_or(whole);
        from = at + first.len();
        for run in [whole, first] {
            if let Some(mask) = number_mask(run) {
                covered.push_str(&text[kept..at]);
                covered.push_str(&mask);
                from = at + run.len();
                kept = from;
                break;
            }
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    covered.push_str(&text[kept..]);
    Cow::Owned(covered)
}

/// A digit, or the X of an ID number, also of full width.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'X' | 'x' | 'Ｘ' | 'ｘ' => Some('X'),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

/// The digits at the beginning, with the single blanks and hyphens between them.
fn run_of(text: &str) -> &str {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, ' ' | '-' | '－') && chars.peek().is_some_and(|(_, next)| digit(*next).is_some());
        if digit(c).is_some() {
            end = at + c.len_utf8();
        } else if !joins {
            break;
        }
    }
    &text[..end]
}

/// A run of digits as it is shown, when it is a number to be covered.
fn number_mask(run: &str) -> Option<String> {
    let plain: String = run.chars().filter_map(digit).collect();
    let numeric = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // Of the country's code before a mobile phone's number nothing is lost.
    let local = ["0086", "86"].iter().find_map(|code| plain.strip_prefix(code).filter(|rest| rest.len() == MOBILE));
    let local = local.unwrap_or(&plain);
    if local.len() == MOBILE && numeric(local) && local.starts_with('1') {
        return Some(masked_phone(local));
    }
    match plain.len() {
        ID if numeric(&plain[..17]) => Some(format!("{}**********{}", &plain[..4], &plain[14..])),
        OLD_ID if numeric(&plain) => Some(format!("{}*******{}", &plain[..4], &plain[11..])),
        // The code of a place with its hyphen, and seven or eight digits: without it no number of a record looks like this.
        10..=12 if numeric(&plain) && is_landline(run) => Some(masked_phone(&plain)),
        _ => None,
    }
}

fn is_landline(run: &str) -> bool {
    let Some((area, number)) = run.split_once(['-', '－']) else { return false };
    (3..=4).contains(&area.chars().count())
        && area.starts_with(['0', '０'])
        && (7..=8).contains(&number.chars().count())
        && number.chars().all(|c| digit(c).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_numbers_in_sentences_and_nothing_else() {
        assert_eq!(without_numbers("电话13912345678，联系妻子"), "电话139****5678，联系妻子");
        assert_eq!(without_numbers("990203197711083748"), "9902**********3748");
        assert_eq!(without_numbers("号99020319771108374X。"), "号9902**********374X。");
        assert_eq!(without_numbers("990203771108374"), "9902*******8374");
        for written in
            ["+8613912345678", "139-1234-5678", "139 1234 5678", "１３９１２３４５６７８", "0086 13912345678"]
        {
            let covered = without_numbers(written).into_owned();
            assert!(covered.contains("139****5678") && !covered.contains("1234"), "{written}: {covered}");
        }
        assert_eq!(without_numbers("990203197711083748 13912345678"), "9902**********3748 139****5678");
        let landline = without_numbers("家里0838-5551234，晚上在").into_owned();
        assert!(landline.contains('*') && !landline.contains("5551234"), "{landline}");
        for plain in [
            "20261123",
            "〔2026〕第23号",
            "¥500.00",
            "2139123456789",
            "23912345678",
            "",
            "XX所",
            "2026-11-23",
            "2026-11-23 15:00-16:30",
            "1-2-3",
            "Z109-WS·2026-D10-0001",
        ] {
            assert!(matches!(without_numbers(plain), Cow::Borrowed(_)), "{plain}");
        }
    }

    #[test]
    fn what_is_no_id_number_is_covered_as_a_whole() {
        assert_eq!(id_number("12345"), "*****");
        assert_eq!(id_number(""), "");
    }
}
