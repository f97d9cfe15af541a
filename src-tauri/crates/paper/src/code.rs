//! The code at the foot of every page of a registered sheet: which ledger, which sheet, which page, and nothing else.
//!
//! ```text
//! text    = "ZX" ‖ version, the digit "1" ‖ 24 digits in Crockford's base32, the most significant bit first
//! 15 bytes: 4 tag of the ledger ‖ 4 number of the sheet ‖ 2 page ‖ 2 pages ‖ 3 check; numbers are big-endian
//! check   = the first 3 bytes of SHA-256("zhixin sheet 1" ‖ the 12 bytes before)
//! ```
//! It is drawn as a QR code of version 2 (25 modules) in alphanumeric mode with error correction Q. "ZX" and the digit of the version
//! stay where they are in every later version, so that an older program can tell a newer sheet from a foreign code.

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};
use sha2::{Digest, Sha256};
use thiserror::Error;
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::syntax::Span;
use typst::visualize::{Color, Curve, FillRule, Geometry, Shape};

use crate::error::PaperError;

/// Crockford's base32 alphabet, which leaves out I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PREFIX: &str = "ZX";
const VERSION: char = '1';
/// Goes before what a checksum is taken of.
const LABEL: &[u8] = b"zhixin sheet 1";
const BYTES: usize = 15;
const CHECKED: usize = 12;
const DIGITS: usize = BYTES / 5 * 8;

/// The side of the printed code without its quiet zone, in mm. A module is 0.6 mm, 3.5 dots of a scan at 150 dpi.
pub const CODE_SIDE: f64 = 15.0;
/// How far the code's lower edge is from the paper's, in mm; most printers leave 4.3 mm blank.
const CODE_BELOW: f64 = 4.6;
/// How far the code's right edge is from the paper's, in mm: the margin of the text.
const CODE_RIGHT: f64 = 20.0;
/// A row of modules is this much too high, in mm, so that no white line shows between rows.
const OVERLAP: f64 = 0.02;

/// What a page's code says. No personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SheetCode {
    /// Tells ledgers apart: the first bytes of a hash of the ledger's id.
    pub vault: [u8; 4],
    /// The sheet's number in the register, from 1.
    pub number: u32,
    /// Which page, from 1.
    pub page: u16,
    /// Of how many.
    pub pages: u16,
}

/// Why a text is not the code of a sheet that this program can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CodeError {
    /// It was made by something else.
    #[error("not a code of this program")]
    Foreign,
    /// A later version of this program made it.
    #[error("a code of another version")]
    OtherVersion,
    /// It has the form of a code, but its check does not fit.
    #[error("the code's check does not fit")]
    Damaged,
}

/// The tag of a ledger in its codes.
pub fn vault_tag(vault: [u8; 16]) -> [u8; 4] {
    let sum = Sha256::new().chain_update(b"zhixin ledger 1").chain_update(vault).finalize();
    [sum[0], sum[1], sum[2], sum[3]]
}

impl SheetCode {
    /// The text that the QR code carries.
    pub fn text(&self) -> String {
        let mut bytes = [0; BYTES];
        bytes[..4].copy_from_slice(&self.vault);
        bytes[4..8].copy_from_slice(&self.number.to_be_bytes());
        bytes[8..10].copy_from_slice(&self.page.to_be_bytes());
        bytes[10..CHECKED].copy_from_slice(&self.pages.to_be_bytes());
        let sum = check(&bytes[..CHECKED]);
        bytes[CHECKED..].copy_from_slice(&sum);
        let mut text = format!("{PREFIX}{VERSION}");
        for five in bytes.chunks(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            text.extend((0..8).rev().map(|place| char::from(ALPHABET[(bits >> (5 * place) & 31) as usize])));
        }
        text
    }

    /// Reads the text of a QR code.
    ///
    /// # Errors
    /// Tells codes of others, of later versions and broken ones apart.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let rest = text.strip_prefix(PREFIX).ok_or(CodeError::Foreign)?;
        let version = rest.chars().next().filter(char::is_ascii_digit).ok_or(CodeError::Foreign)?;
        let digits: Option<Vec<u8>> = rest.bytes().skip(1).map(digit).collect();
        let digits = digits.filter(|digits| !digits.is_empty()).ok_or(CodeError::Foreign)?;
        if version != VERSION {
            return Err(CodeError::OtherVersion);
        }
        if digits.len() != DIGITS {
            return Err(CodeError::Foreign);
        }
        let mut bytes = Vec::with_capacity(BYTES);
        for eight in digits.chunks(8) {
            let bits = eight.iter().fold(0_u64, |bits, digit| bits << 5 | u64::from(*digit));
            bytes.extend_from_slice(&bits.to_be_bytes()[3..]);
        }
        let two = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let four = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        let code = Self { vault: four(0), number: u32::from_be_bytes(four(4)), page: two(8), pages: two(10) };
        let fits = bytes[CHECKED..] == check(&bytes[..CHECKED]);
        let counted = code.number > 0 && code.page > 0 && code.page <= code.pages;
        if fits && counted { Ok(code) } else { Err(CodeError::Damaged) }
    }

    /// Draws the code into the right corner at the foot of a page that is laid out. No text moves.
    pub(crate) fn draw(&self, page: &mut Frame) -> Result<(), PaperError> {
        let qr = self.qr()?;
        let module = CODE_SIDE / f64::from(qr.size());
        let size = page.size();
        let left = size.x - Abs::mm(CODE_RIGHT + CODE_SIDE);
        let top = size.y - Abs::mm(CODE_BELOW + CODE_SIDE);
        let mut curve = Curve::new();
        for (y, row) in runs(&qr).into_iter().enumerate() {
            for (x, length) in row {
                let at = |x: f64, y: f64| Point::new(Abs::mm(x * module), Abs::mm(y));
                let (from, to) = (f64::from(x), f64::from(x + length));
                let (above, below) = (y as f64 * module, (y + 1) as f64 * module + OVERLAP);
                curve.move_(at(from, above));
                curve.line(at(to, above));
                curve.line(at(to, below));
                curve.line(at(from, below));
                curve.close();
            }
        }
        let shape = Shape {
            geometry: Geometry::Curve(curve),
            fill: Some(Color::BLACK.into()),
            fill_rule: FillRule::NonZero,
            stroke: None,
        };
        page.push(Point::new(left, top), FrameItem::Shape(shape, Span::detached()));
        Ok(())
    }

    fn qr(&self) -> Result<QrCode, PaperError> {
        let segment = QrSegment::make_alphanumeric(&self.text());
        let version = Version::new(2);
        // The mask that the standard's penalty chooses, as each code is different; the version and the correction are fixed.
        QrCode::encode_segments_advanced(&[segment], QrCodeEcc::Quartile, version, version, None::<Mask>, false)
            .map_err(|_| PaperError::Engine("the code of a page is too long".into()))
    }
}

fn check(bytes: &[u8]) -> [u8; BYTES - CHECKED] {
    let sum = Sha256::new().chain_update(LABEL).chain_update(bytes).finalize();
    [sum[0], sum[1], sum[2]]
}

fn digit(character: u8) -> Option<u8> {
    ALPHABET.iter().position(|digit| *digit == character).and_then(|at| at.try_into().ok())
}

/// The dark modules of a QR code, row by row, as runs: where each begins and how long it is.
pub(crate) fn runs(code: &QrCode) -> Vec<Vec<(i32, i32)>> {
    let row = |y| {
        let mut runs: Vec<(i32, i32)> = Vec::new();
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            match runs.last_mut() {
                Some((begin, length)) if *begin + *length == x => *length += 1,
                _ => runs.push((x, 1)),
            }
        }
        runs
    };
    (0..code.size()).map(row).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CODE: SheetCode = SheetCode { vault: [0x5a, 0x58, 0x49, 0x4e], number: 23, page: 2, pages: 3 };
    const TEXT: &str = "ZX1B9C4JKG00001E002001Y2HP8";

    /// Fixed for all time: sheets that are printed stay readable.
    #[test]
    fn printed_codes_stay_readable() {
        assert_eq!(CODE.text(), TEXT);
        assert_eq!(SheetCode::parse(TEXT), Ok(CODE));
        let last = SheetCode { vault: [255; 4], number: u32::MAX, page: u16::MAX, pages: u16::MAX };
        assert_eq!(last.text(), "ZX1ZZZZZZZZZZZZZZZZZZZVJGKE");
        assert_eq!(vault_tag([7; 16]), [26, 10, 126, 235]);
    }

    #[test]
    fn the_qr_code_has_one_size_and_its_three_corners() {
        let qr = CODE.qr().expect("a code");
        assert_eq!((qr.size(), qr.error_correction_level()), (25, QrCodeEcc::Quartile));
        let rows = runs(&qr);
        assert_eq!((rows[0][0], rows[0].last(), rows[24][0]), ((0, 7), Some(&(18, 7)), (0, 7)));
    }

    #[test]
    fn what_is_not_ours_is_told_from_what_is_broken() {
        for foreign in [
            "",
            "ZX",
            "ZX1",
            "zx1",
            "https://example.org/",
            "ZX81-SPECTRUM",
            &TEXT[..26],
            &format!("{TEXT}0"),
            &TEXT.to_lowercase(),
        ] {
            assert_eq!(SheetCode::parse(foreign), Err(CodeError::Foreign), "{foreign}");
        }
        assert_eq!(SheetCode::parse(&TEXT.replacen("ZX1", "ZX2", 1)), Err(CodeError::OtherVersion));
        for zero in [SheetCode { number: 0, ..CODE }, SheetCode { page: 0, ..CODE }, SheetCode { page: 4, ..CODE }] {
            assert_eq!(SheetCode::parse(&zero.text()), Err(CodeError::Damaged), "{zero:?}");
        }
    }

    #[test]
    fn one_wrong_digit_shows() {
        for place in 3..TEXT.len() {
            for digit in ALPHABET {
                let mut text = TEXT.as_bytes().to_vec();
                if text[place] != *digit {
                    text[place] = *digit;
                    assert_eq!(SheetCode::parse(&String::from_utf8_lossy(&text)), Err(CodeError::Damaged));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn every_code_is_read_as_it_was_written(vault: [u8; 4], number in 1..u32::MAX, page in 1..999_u16, more in 0..999_u16) {
            let code = SheetCode { vault, number, page, pages: page + more };
            prop_assert_eq!(SheetCode::parse(&code.text()), Ok(code));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(ZX[0-9])?.{0,40}") {
            let _ = SheetCode::parse(&text);
        }
    }
}
