//! 家庭主要成员及重要社会关系, one member each.

use std::collections::BTreeMap;

use method::EntryBody;

use super::fields::{FieldReader, is_nothing};
use super::model::{AppointmentField, AppointmentReason};
use crate::roster::people::plain_name;

/// How forms say that somebody has died; the longer ones first.
const DECEASED: [&str; 10] = ["已去世", "已病故", "已逝世", "已过世", "已故", "去世", "病故", "逝世", "过世", "身故"];

/// Adds a member of the family.
pub(super) fn take(reader: &mut FieldReader<'_>, member: &BTreeMap<String, String>) {
    let text = |tag: &str| {
        let text: String = member.get(tag).map_or("", String::as_str).lines().map(str::trim).collect();
        if is_nothing(&text) { String::new() } else { text }
    };
    let (name, name_says) = without_deceased(&text("XingMing"));
    let (post, post_says) = without_deceased(&text("GongZuoDanWeiJiZhiWu"));
    let relation: String = text("ChengWei").chars().filter(|c| !c.is_whitespace()).collect();
    let name = plain_name(&name);
    if relation.is_empty() {
        return reader.problem(AppointmentField::Family, AppointmentReason::RelationMissing, &name);
    }
    let born = text("ChuShengRiQi");
    // Where the date should be, some forms say that he has died.
    let birth_says = DECEASED.iter().any(|word| born.contains(word));
    let birth = if birth_says { None } else { reader.date(AppointmentField::Family, &born) };
    let body = EntryBody::Relative {
        relation,
        name,
        birth,
        political: text("ZhengZhiMianMao"),
        post,
        phone: String::new(),
        deceased: name_says || post_says || birth_says,
    };
    reader.add(AppointmentField::Family, body, None);
}

/// The text without a bracket that only says that somebody has died, and whether it says so anywhere.
fn without_deceased(text: &str) -> (String, bool) {
    let Some(word) = DECEASED.iter().find(|word| text.contains(**word)) else { return (text.to_owned(), false) };
    let brackets = [format!("（{word}）"), format!("({word})"), format!("【{word}】")];
    let mut rest = text.to_owned();
    for bracket in &brackets {
        rest = rest.replace(bracket, "");
    }
    let rest = rest.trim();
    (if rest == *word { String::new() } else { rest.to_owned() }, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_word_itself_is_taken_out() {
        assert_eq!(without_deceased("务农（已故）"), ("务农".to_owned(), true));
        assert_eq!(without_deceased("已去世"), (String::new(), true));
        assert_eq!(without_deceased("某厂工人（2010年病故）"), ("某厂工人（2010年病故）".to_owned(), true));
        assert_eq!(without_deceased("中和镇小学教师"), ("中和镇小学教师".to_owned(), false));
    }
}
