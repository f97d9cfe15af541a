//! Sums of money in Chinese capital figures, as receipts need them.
//!
//! Rules, after 《正确填写票据和结算凭证的基本规定》 of the People's Bank: 整 follows 元 always and 角 by choice (here: always), never 分;
//! one 零 stands for any run of noughts inside the number; a nought for 角 before 分 is written.

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];

/// The sum of `fen` 分 in words, such as `人民币壹仟零伍元叁角整` for 100530.
pub fn amount_in_words(fen: i64) -> String {
    let mut words = String::from(if fen < 0 { "人民币负" } else { "人民币" });
    let fen = fen.unsigned_abs();
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    if yuan > 0 || (jiao == 0 && fen == 0) {
        words.push_str(&whole(yuan));
        words.push('元');
    }
    if jiao > 0 {
        words.push(digit(jiao));
        words.push('角');
    } else if yuan > 0 && fen > 0 {
        words.push('零');
    }
    if fen > 0 {
        words.push(digit(fen));
        words.push('分');
    } else {
        words.push('整');
    }
    words
}

fn digit(value: u64) -> char {
    DIGITS[(value % 10) as usize]
}

/// A whole number: split at 亿, then at 万, then read place by place.
fn whole(number: u64) -> String {
    for (unit, name) in [(100_000_000, '亿'), (10_000, '万')] {
        if number >= unit {
            let (high, low) = (number / unit, number % unit);
            let mut words = whole(high);
            words.push(name);
            if low > 0 {
                if low < unit / 10 {
                    words.push('零');
                }
                words.push_str(&whole(low));
            }
            return words;
        }
    }
    if number == 0 { DIGITS[0].to_string() } else { below_ten_thousand(number) }
}

fn below_ten_thousand(number: u64) -> String {
    let mut words = String::new();
    let mut nought = false;
    for place in (0..4).rev() {
        match number / 10_u64.pow(place) % 10 {
            0 => nought = !words.is_empty(),
            value => {
                if nought {
                    words.push('零');
                    nought = false;
                }
                words.push(digit(value));
                words.push_str(PLACES[place as usize]);
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::amount_in_words;
    use proptest::prelude::*;

    #[test]
    fn sums_are_written_as_receipts_write_them() {
        for (fen, words) in [
            (0, "零元整"),
            (1, "壹分"),
            (5, "伍分"),
            (30, "叁角整"),
            (35, "叁角伍分"),
            (100, "壹元整"),
            (101, "壹元零壹分"),
            (110, "壹元壹角整"),
            (1000, "壹拾元整"),
            (1500, "壹拾伍元整"),
            (50000, "伍佰元整"),
            (32504, "叁佰贰拾伍元零肆分"),
            (100530, "壹仟零伍元叁角整"),
            (168032, "壹仟陆佰捌拾元叁角贰分"),
            (100000, "壹仟元整"),
            (101000, "壹仟零壹拾元整"),
            (1000000, "壹万元整"),
            (1000100, "壹万零壹元整"),
            (1001000, "壹万零壹拾元整"),
            (1100000, "壹万壹仟元整"),
            (1640902, "壹万陆仟肆佰零玖元零贰分"),
            (10_000_000, "壹拾万元整"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
            (10_000_005, "壹拾万元零伍分"),
            (1_000_000_000, "壹仟万元整"),
            (10_000_000_000, "壹亿元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (10_001_000_000, "壹亿零壹万元整"),
            (10_010_000_000, "壹亿零壹拾万元整"),
            (1_000_100_010_000, "壹佰亿零壹佰万零壹佰元整"),
            (1_000_010_010_000, "壹佰亿零壹拾万零壹佰元整"),
            (100_000_000_000_000, "壹万亿元整"),
        ] {
            assert_eq!(amount_in_words(fen), format!("人民币{words}"), "{fen}");
        }
    }

    #[test]
    fn the_ends_of_the_range_are_written() {
        let words = "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零";
        assert_eq!(amount_in_words(i64::MAX), format!("人民币{words}柒分"));
        assert_eq!(amount_in_words(i64::MIN), format!("人民币负{words}捌分"));
    }

    /// Reads a sum in words back, without using the code above.
    fn read_back(words: &str) -> u64 {
        fn number(words: &str) -> u64 {
            for (name, unit) in [('亿', 100_000_000), ('万', 10_000)] {
                if let Some(at) = words.rfind(name) {
                    return number(&words[..at]) * unit + number(&words[at + name.len_utf8()..]);
                }
            }
            let (mut sum, mut last) = (0, 0);
            for c in words.chars() {
                match c {
                    '拾' => sum += std::mem::take(&mut last) * 10,
                    '佰' => sum += std::mem::take(&mut last) * 100,
                    '仟' => sum += std::mem::take(&mut last) * 1000,
                    digit => last = "零壹贰叁肆伍陆柒捌玖".chars().position(|d| d == digit).unwrap() as u64,
                }
            }
            sum + last
        }
        let words = words.trim_start_matches("人民币").trim_end_matches('整');
        let (yuan, rest) = words.split_once('元').unwrap_or(("零", words));
        let (jiao, fen) = rest.split_once('角').unwrap_or(("零", rest));
        number(yuan) * 100 + number(jiao) * 10 + number(fen.trim_end_matches('分'))
    }

    proptest! {
        #[test]
        fn a_sum_reads_back(fen in prop_oneof![0_i64..10_000_000, 0_i64..=i64::MAX]) {
            prop_assert_eq!(read_back(&amount_in_words(fen)), fen as u64);
        }

        #[test]
        fn noughts_are_never_doubled_or_loose(fen in 1_i64..100_000_000_000) {
            let words = amount_in_words(fen);
            for wrong in ["零零", "零元", "零万", "零亿", "零角", "分整"] {
                prop_assert!(!words.contains(wrong), "{words}");
            }
            prop_assert!(words.ends_with('整') || words.ends_with('分'));
        }
    }
}
