//! The line between a ledger's title and its header: 填报单位, 统计时间段, 填报时间.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::text::{text_width, wrapped_lines};
use crate::xlsx::{Look, height, span};

const UNIT_ROW: u32 = 1;
/// In points.
const UNIT_HEIGHT: f64 = 24.0;

/// The line between title and header: at the left, in the middle, and at the right; each as wide as its text, or in two lines.
pub(crate) fn write_unit_line(
    sheet: &mut Worksheet,
    texts: [&str; 3],
    widths: &[f64],
    look: &Look,
) -> Result<(), XlsxError> {
    let last = index(widths.len().saturating_sub(1));
    let [left, middle, right] = texts;
    if last < 2 {
        let line = texts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　");
        let lines = wrapped_lines(&line, widths.iter().sum());
        sheet.set_row_height(UNIT_ROW, height(lines).max(UNIT_HEIGHT))?;
        return span(sheet, UNIT_ROW, (0, last), &line, &look.line_left);
    }
    let (at_left, at_right) = places(widths, texts);
    let room = |from: usize, to: usize| widths[from..to].iter().sum::<f64>();
    let parts = [
        (0, at_left, left, &look.line_left),
        (at_left, at_right, middle, &look.line_middle),
        (at_right, widths.len(), right, &look.line_right),
    ];
    let lines = parts.iter().map(|(from, to, text, _)| wrapped_lines(text, room(*from, *to))).max().unwrap_or(1);
    sheet.set_row_height(UNIT_ROW, height(lines).max(UNIT_HEIGHT))?;
    for (from, to, text, format) in parts {
        span(sheet, UNIT_ROW, (index(from), index(to - 1)), text, format)?;
    }
    Ok(())
}

/// Before which column the left part of the line ends, and with which the right part begins; at least one column lies between them.
fn places(widths: &[f64], texts: [&str; 3]) -> (usize, usize) {
    let wanted = texts.map(|text| text_width(text) + 1.0);
    let room = |from: usize, to: usize| widths[from..to].iter().sum::<f64>();
    let most = widths.len() - 1;
    let mut right = (2..most).rev().find(|at| room(*at, widths.len()) >= wanted[2]).unwrap_or(2);
    let mut left = (1..right - 1).find(|at| room(0, *at) >= wanted[0]).unwrap_or(right - 1);
    // The narrower side grows as long as the middle keeps its room, so that the middle comes to stand in the middle of the sheet.
    loop {
        let sides = (room(0, left), room(right, widths.len()));
        if sides.0 < sides.1 && left + 1 < right && room(left + 1, right) >= wanted[1] {
            left += 1;
        } else if sides.1 < sides.0 && left + 1 < right && room(left, right - 1) >= wanted[1] {
            right -= 1;
        } else {
            return (left, right);
        }
    }
}

fn index(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: &str = "填报单位：中共国家税务总局某某自治县税务局第二税务分局支部委员会";
    const PERIOD: &str = "统计时间段：2026年10月12日—2026年12月31日";
    const MADE: &str = "填报时间：2026年11月23日";

    /// How much room each part of the line has.
    fn rooms(widths: &[f64], texts: [&str; 3]) -> [f64; 3] {
        let (left, right) = places(widths, texts);
        assert!(left >= 1 && left < right && right < widths.len(), "{left}, {right}");
        [&widths[..left], &widths[left..right], &widths[right..]].map(|part| part.iter().sum())
    }

    #[test]
    fn each_part_has_room_where_the_sheet_has_it() {
        for widths in
            [[10.0; 20].as_slice(), &[5.0, 9.0, 5.5, 7.0, 12.0, 11.5, 13.0, 11.5, 11.5, 10.0, 20.0, 21.0, 14.5, 14.0]]
        {
            for middle in [PERIOD, ""] {
                let texts = [UNIT, middle, MADE];
                for (room, text) in rooms(widths, texts).into_iter().zip(texts) {
                    assert!(room >= text_width(text), "{text} has {room} of {}", text_width(text));
                }
            }
        }
    }

    #[test]
    fn a_narrow_sheet_still_has_three_parts() {
        rooms(&[5.0, 5.0, 5.0], [UNIT, PERIOD, MADE]);
        rooms(&[60.0, 5.0, 60.0], [UNIT, "", MADE]);
    }
}
