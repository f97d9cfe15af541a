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

/// The text with every run of characters that is an ID number or a mobile phone covered.
fn without_numbers(text: &str) -> Cow<'_, str> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x');
    let mut covered = String::new();
    let mut rest = text;
    let mut changed = false;
    while let Some(start) = rest.find(is_part) {
        let (before, run) = rest.split_at(start);
        let (run, after) = run.split_at(run.find(|c| !is_part(c)).unwrap_or(run.len()));
        covered.push_str(before);
        match number_mask(run) {
            Some(mask) => {
                covered.push_str(&mask);
                changed = true;
            }
            None => covered.push_str(run),
        }
        rest = after;
    }
    if !changed {
        return Cow::Borrowed(text);
    }
    covered.push_str(rest);
    Cow::Owned(covered)
}

/// A run of digits as it is shown, when it is a number to be covered.
fn number_mask(run: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match run.len() {
        ID if digits(&run[..17]) => Some(format!("{}**********{}", &run[..4], &run[14..])),
        OLD_ID if digits(run) => Some(format!("{}*******{}", &run[..4], &run[11..])),
        MOBILE if digits(run) && run.starts_with('1') => Some(masked_phone(run)),
        _ => None,
    }
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
        for plain in [
            "20261123",
            "〔2026〕第23号",
            "¥500.00",
            "2139123456789",
            "23912345678",
            "",
            "XX所",
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
