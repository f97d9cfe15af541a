//! Names by pinyin: 张三 is found by `zhangsan`, `zhangs`, `zsan` and `zs`, 单 by every way in which it is read.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;

/// Whether a name is spelt so, from its beginning or from one of its characters on: each character by its whole syllable, in any of its
/// readings, or by the first letter of it; the last one by as much as was typed. `v` stands for ü. Never for what is no Latin letter.
pub fn spelt_so(name: &str, typed: &str) -> bool {
    let typed: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    if typed.is_empty() || !typed.iter().all(char::is_ascii_alphabetic) {
        return false;
    }
    let typed: String = typed.into_iter().collect();
    let syllables: Vec<Vec<String>> = name.chars().filter(|c| !is_between(*c)).map(readings).collect();
    fits(&syllables, &typed)
}

/// What stands between the parts of a name, as in 阿卜杜·热依木.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '·' | '•' | '.' | '・')
}

/// Readings that names have and the table of characters lacks or hides.
const AS_NAMES: [(char, &str); 8] = [
    ('单', "shan"),
    ('曾', "zeng"),
    ('仇', "qiu"),
    ('解', "xie"),
    ('区', "ou"),
    ('查', "zha"),
    ('尉', "yu"),
    ('万', "mo"),
];

/// Every reading of a character, in plain letters; ü both as `v` and as `u`, as both are typed.
fn readings(c: char) -> Vec<String> {
    let own = c.is_ascii_alphabetic().then(|| c.to_ascii_lowercase().to_string());
    let read = c.to_pinyin_multi().into_iter().flatten().map(|reading| reading.plain().to_owned());
    let named = AS_NAMES.iter().filter(|(named, _)| *named == c).map(|(_, reading)| (*reading).to_owned());
    let mut all: Vec<String> = own.into_iter().chain(named).chain(read).collect();
    let written: Vec<String> = all
        .iter()
        .filter(|reading| reading.contains('ü'))
        .flat_map(|reading| [reading.replace('ü', "v"), reading.replace('ü', "u")])
        .collect();
    all.extend(written);
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether the syllables spell what was typed, from any of them on. The places in it that the syllables so far can have spelt are kept as a
/// set, so that a long name with alike syllables takes no longer than its length times that of what was typed.
fn fits(syllables: &[Vec<String>], typed: &str) -> bool {
    let mut spelt = BTreeSet::new();
    for readings in syllables {
        // A name may begin here.
        spelt.insert(0);
        let mut further = BTreeSet::new();
        for (at, left) in spelt.iter().map(|at| (*at, &typed[*at..])) {
            for syllable in readings {
                if syllable.starts_with(left) {
                    return true;
                }
                if left.starts_with(syllable) {
                    further.insert(at + syllable.len());
                }
                if syllable.as_bytes().first() == left.as_bytes().first() {
                    further.insert(at + 1);
                }
            }
        }
        spelt = further;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_syllables_and_initials() {
        for typed in ["zhangsan", "ZhangSan", "zhang", "zhangs", "zs", "zsan", "z", "san", "zhang san"] {
            assert!(spelt_so("张三", typed), "{typed}");
        }
        for typed in ["zhangsi", "sz", "hang", "zsx", "张", "", "zs1"] {
            assert!(!spelt_so("张三", typed), "{typed}");
        }
        assert!(spelt_so("阿卜杜·热依木", "abdry") && spelt_so("阿卜杜·热依木", "reyimu"));
        assert!(spelt_so("吕丽", "lvli") && spelt_so("吕丽", "luli"));
    }

    #[test]
    fn every_reading_of_a_surname() {
        let read = [
            ("单", ["shan", "dan"]),
            ("曾", ["zeng", "ceng"]),
            ("仇", ["qiu", "chou"]),
            ("解", ["xie", "jie"]),
            ("区", ["ou", "qu"]),
            ("查", ["zha", "cha"]),
            ("朴", ["piao", "pu"]),
            ("覃", ["qin", "tan"]),
            ("乐", ["yue", "le"]),
            ("盖", ["ge", "gai"]),
            ("任", ["ren", "ren"]),
            ("尉", ["yu", "wei"]),
        ];
        for (surname, readings) in read {
            for reading in readings {
                assert!(spelt_so(&format!("{surname}小明"), &format!("{reading}xm")), "{surname} {reading}");
            }
        }
    }

    /// As the names were once compared: every way to divide what was typed. Only short names can be compared so.
    fn divided(syllables: &[Vec<String>], typed: &str) -> bool {
        let Some((first, rest)) = syllables.split_first() else { return typed.is_empty() };
        typed.is_empty()
            || first.iter().any(|syllable| {
                syllable.starts_with(typed)
                    || typed.strip_prefix(syllable.as_str()).is_some_and(|left| divided(rest, left))
                    || typed.strip_prefix(&syllable[..1]).is_some_and(|left| divided(rest, left))
            })
    }

    #[test]
    fn a_long_name_of_alike_syllables_is_compared_at_once() {
        let (name, alike) = ("和".repeat(60), "h".repeat(59));
        assert!(spelt_so(&name, &alike) && spelt_so(&name, &"he".repeat(60)));
        // Each division of the letters would be tried in turn, which no computer finishes.
        assert!(!spelt_so(&name, &format!("{alike}x")) && !spelt_so(&name, &format!("{}x", "he".repeat(40))));
        assert!(!spelt_so(&name, &"h".repeat(61)), "longer than the name");
    }

    #[test]
    fn it_finds_what_every_division_finds() {
        let names = ["和和和", "单于婵", "西安昂", "吕绿", "阿a啊", "曾单仇", "欧区鸥"];
        let letters = ["h", "e", "a", "n", "g", "s", "x", "i", "o", "u", "l", "v", "c"];
        for name in names {
            let syllables: Vec<Vec<String>> = name.chars().map(readings).collect();
            let mut typed: Vec<String> = letters.map(str::to_owned).to_vec();
            for _ in 0..3 {
                for typed in &typed {
                    let found = (0..syllables.len()).any(|from| divided(&syllables[from..], typed));
                    assert_eq!(fits(&syllables, typed), found, "{name} {typed}");
                }
                typed = typed.iter().flat_map(|typed| letters.map(|letter| format!("{typed}{letter}"))).collect();
            }
        }
    }
}
