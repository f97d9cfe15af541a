//! The 18-digit citizen identity number (GB 11643-1999): form, checksum, birth date and sex.

use chrono::NaiveDate;

use crate::Sex;

/// A number whose form, birth date and check character are right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdNumber(String);

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdNumberError {
    /// Not 17 digits followed by a digit or X.
    #[error("not 17 digits and a check character")]
    Form,
    /// The birth date inside it does not exist.
    #[error("the birth date inside the number does not exist")]
    BirthDate,
    /// The last character does not fit the others.
    #[error("the check character does not fit")]
    Checksum,
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

impl IdNumber {
    /// Checks a number; surrounding blanks and a small `x` are accepted.
    pub fn parse(text: &str) -> Result<Self, IdNumberError> {
        let text = text.trim().to_ascii_uppercase();
        let (body, check) = text.split_at_checked(17).ok_or(IdNumberError::Form)?;
        let mut sum = 0;
        for (c, weight) in body.chars().zip(WEIGHTS) {
            sum += c.to_digit(10).ok_or(IdNumberError::Form)? * weight;
        }
        if check.len() != 1 || !check.chars().all(|c| c.is_ascii_digit() || c == 'X') {
            return Err(IdNumberError::Form);
        }
        birth_in(&text).ok_or(IdNumberError::BirthDate)?;
        let expected = CHECKS[(sum % 11) as usize];
        if check.starts_with(expected) { Ok(Self(text)) } else { Err(IdNumberError::Checksum) }
    }

    /// The number, 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The birth date that the number carries; a dossier may lawfully differ.
    pub fn birth(&self) -> Option<NaiveDate> {
        birth_in(&self.0)
    }

    /// The sex that the 17th digit carries: odd is male.
    pub fn sex(&self) -> Sex {
        let odd = self.0.as_bytes()[16] % 2 == 1;
        if odd { Sex::Male } else { Sex::Female }
    }

    /// For lists and exports: first four and last four characters, the rest as stars.
    pub fn masked(&self) -> String {
        format!("{}**********{}", &self.0[..4], &self.0[14..])
    }
}

/// The day that the 7th to 14th digits name.
fn birth_in(number: &str) -> Option<NaiveDate> {
    let part = |at: std::ops::Range<usize>| number.get(at)?.parse().ok();
    NaiveDate::from_ymd_opt(i32::try_from(part(6..10)?).ok()?, part(10..12)?, part(12..14)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Area code 99 does not exist, so the number is nobody's.
    fn with_check(body: &str) -> String {
        let sum: u32 = body.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
        format!("{body}{}", CHECKS[(sum % 11) as usize])
    }

    #[test]
    fn accepts_the_right_check_character_only() {
        let good = with_check("99010119810523001");
        let number = IdNumber::parse(&good).unwrap();
        assert_eq!(number.birth(), NaiveDate::from_ymd_opt(1981, 5, 23));
        assert_eq!(number.sex(), Sex::Male);
        for wrong in CHECKS.iter().filter(|c| !good.ends_with(**c)) {
            let bad = format!("99010119810523001{wrong}");
            assert_eq!(IdNumber::parse(&bad), Err(IdNumberError::Checksum), "{bad} has a wrong check");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(IdNumber::parse("990101198105230"), Err(IdNumberError::Form));
        assert_eq!(IdNumber::parse("9901011981052300１1"), Err(IdNumberError::Form));
        assert_eq!(IdNumber::parse("九九0101198105230011"), Err(IdNumberError::Form));
        assert_eq!(IdNumber::parse(&with_check("99010119810230001")), Err(IdNumberError::BirthDate));
    }

    #[test]
    fn masks_the_middle() {
        let number = IdNumber::parse(&with_check("99010119810523001")).unwrap();
        assert!(number.masked().starts_with("9901**********"));
        assert_eq!(number.masked().len(), 18);
    }
}
