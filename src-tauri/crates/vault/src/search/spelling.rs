//! Names by pinyin: 张三 is found by `zhangsan`, `zhangs`, `zsan` and `zs`, 单 by every way in which it is read.

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
    (0..syllables.len()).any(|from| fits(&syllables[from..], &typed))
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

fn fits(syllables: &[Vec<String>], typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((first, rest)) = syllables.split_first() else { return false };
    first.iter().any(|syllable| {
        let whole = typed.strip_prefix(syllable.as_str()).is_some_and(|left| fits(rest, left));
        let initial =
            syllable.get(..1).and_then(|initial| typed.strip_prefix(initial)).is_some_and(|left| fits(rest, left));
        whole || initial || syllable.starts_with(typed)
    })
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
}
