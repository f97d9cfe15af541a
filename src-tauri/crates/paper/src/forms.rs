//! What the forms of talks and visits print of themselves, and how the office may change it.

use method::{ExtraField, FormStyle};
use serde_json::{Map, Value, json};

use crate::error::PaperError;
use crate::fields::{Form, shortened};

/// Where a field stands on its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldPart {
    /// The title.
    Title,
    /// A row, or a part of one.
    Row,
    /// A large cell; these can be put in another order.
    Cell,
    /// A signature line.
    Signature,
    /// The line at the foot.
    Foot,
}

/// A field of a form, as it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormField {
    /// Its key in [`FormStyle`].
    pub key: &'static str,
    /// What is printed; a line break where a narrow cell breaks it.
    pub label: &'static str,
    /// Where it stands.
    pub part: FieldPart,
    /// Whether it may be left out.
    pub optional: bool,
}

const fn field(key: &'static str, label: &'static str, part: FieldPart, optional: bool) -> FormField {
    FormField { key, label, part, optional }
}

/// The fields of 谈心谈话记录表. A key with the name of a variant behind it has the words that take the place of the plain ones there.
pub const TALK_FIELDS: &[FormField] = &[
    field("title", "谈心谈话记录表", FieldPart::Title, false),
    field("title_integrity", "廉政谈话记录表", FieldPart::Title, false),
    field("title_reminder", "提醒谈话记录表", FieldPart::Title, false),
    field("title_group", "集体谈话记录表", FieldPart::Title, false),
    field("branch", "党支部", FieldPart::Row, false),
    field("number", "编号", FieldPart::Row, false),
    field("talkers", "谈话人", FieldPart::Row, false),
    field("talker_posts", "职务", FieldPart::Row, true),
    field("persons", "谈话对象", FieldPart::Row, false),
    field("persons_group", "参加人员", FieldPart::Row, false),
    field("political", "政治面貌", FieldPart::Row, true),
    field("posts", "职务（岗位）", FieldPart::Row, true),
    field("time", "谈话时间", FieldPart::Row, false),
    field("place", "谈话地点", FieldPart::Row, true),
    field("mode", "谈话方式", FieldPart::Row, true),
    field("recorder", "记录人", FieldPart::Row, true),
    field("reasons", "谈话事由", FieldPart::Row, false),
    field("talk_type", "谈话类型", FieldPart::Row, false),
    field("grounds", "谈话原因", FieldPart::Row, false),
    field("topic", "谈话主题", FieldPart::Row, true),
    field("content", "谈话内容", FieldPart::Cell, false),
    field("demand", "提醒要求", FieldPart::Cell, false),
    field("opinion", "谈话对象\n意见", FieldPart::Cell, true),
    field("opinion_integrity", "谈话对象\n表态", FieldPart::Cell, false),
    field("opinion_reminder", "对象说明\n及承诺", FieldPart::Cell, false),
    field("follow_up", "处理意见及\n跟进情况", FieldPart::Cell, true),
    field("sign_talker", "谈话人", FieldPart::Signature, true),
    field("sign_person", "谈话对象", FieldPart::Signature, true),
    field("sign_person_group", "参加人员代表", FieldPart::Signature, false),
    field("sign_recorder", "记录人", FieldPart::Signature, true),
    field("foot", "本表为支部工作记录，涉及个人隐私，请妥善保管。", FieldPart::Foot, false),
];

/// The fields of 走访慰问登记表. A key with `_neutral` behind it has the words for a wedding and a funeral.
pub const VISIT_FIELDS: &[FormField] = &[
    field("title", "走访慰问登记表", FieldPart::Title, false),
    field("branch", "党支部", FieldPart::Row, false),
    field("number", "编号", FieldPart::Row, false),
    field("reasons", "走访类别", FieldPart::Row, false),
    field("persons", "姓名", FieldPart::Row, false),
    field("sex", "性别", FieldPart::Row, true),
    field("birth", "出生年月", FieldPart::Row, true),
    field("political", "政治面貌", FieldPart::Row, true),
    field("phone", "联系电话", FieldPart::Row, true),
    field("posts", "单位及职务", FieldPart::Row, true),
    field("address", "家庭住址", FieldPart::Row, true),
    field("hospital", "就诊医院", FieldPart::Row, true),
    field("reason", "走访事由", FieldPart::Row, false),
    field("time", "走访时间", FieldPart::Row, false),
    field("place", "走访地点", FieldPart::Row, true),
    field("mode", "走访方式", FieldPart::Row, true),
    field("visitors", "走访人", FieldPart::Row, false),
    field("received_by", "接访人", FieldPart::Row, true),
    field("relation", "与本人关系", FieldPart::Row, true),
    field("money", "慰问金", FieldPart::Row, true),
    field("money_neutral", "支出金额", FieldPart::Row, false),
    field("goods", "慰问品", FieldPart::Row, true),
    field("goods_neutral", "物品", FieldPart::Row, false),
    field("fund", "资金来源", FieldPart::Row, true),
    field("situation", "走访情况", FieldPart::Cell, false),
    field("problems", "反映的困难\n和问题", FieldPart::Cell, true),
    field("measures", "帮扶措施及\n落实情况", FieldPart::Cell, true),
    field("note", "备注", FieldPart::Cell, true),
    field("receipt", "签收", FieldPart::Signature, true),
    field("sign_visitor", "走访人", FieldPart::Signature, true),
    field("sign_handler", "经办人", FieldPart::Signature, true),
    field("sign_witness", "证明人", FieldPart::Signature, true),
    field("sign_secretary", "支部书记", FieldPart::Signature, true),
    field("foot", "本表为支部工作记录，涉及个人隐私，请妥善保管。", FieldPart::Foot, false),
];

/// The most characters of a label in a cell, and of a title; more would not fit its place.
pub const LABEL_LIMIT: usize = 18;
/// See [`LABEL_LIMIT`].
pub const TITLE_LIMIT: usize = 16;
/// The most characters of the line at the foot.
pub const FOOT_LIMIT: usize = 40;

/// Characters of a label that share a line.
const PER_LINE: usize = 6;

/// A form with the office's wishes for it.
pub(crate) struct Styled<'a> {
    pub(crate) fields: &'a [FormField],
    pub(crate) style: &'a FormStyle,
    /// What is put behind a key for this record's kind, as `reminder`; empty for none.
    pub(crate) suffix: &'a str,
}

impl Styled<'_> {
    /// The words of a field, with line breaks.
    fn words(&self, key: &str) -> String {
        let special = format!("{key}_{}", self.suffix);
        let known = |key: &str| self.fields.iter().find(|field| field.key == key);
        let Some(field) = known(&special).or_else(|| known(key)) else { return String::new() };
        let given = self.style.labels.get(field.key).map(|words| words.trim()).filter(|words| !words.is_empty());
        match given {
            Some(given) if given != field.label.replace('\n', "") => given.to_owned(),
            _ => field.label.to_owned(),
        }
    }

    fn hidden(&self, key: &str) -> bool {
        self.style.hidden.iter().any(|hidden| hidden == key)
    }
}

/// A label over as many lines as it needs, of about the same length.
fn lines(label: &str) -> Vec<String> {
    if label.contains('\n') {
        return label.split('\n').map(str::to_owned).collect();
    }
    let characters: Vec<char> = label.chars().collect();
    // What stands in brackets goes to a line of its own, where both parts fit one.
    if let Some(at) = characters.iter().position(|c| *c == '（')
        && characters.len() > PER_LINE
        && (1..=PER_LINE).contains(&at)
        && characters.len() - at <= PER_LINE + 1
    {
        return [&characters[..at], &characters[at..]].map(|row| row.iter().collect()).to_vec();
    }
    let rows = characters.len().div_ceil(PER_LINE).max(1);
    characters.chunks(characters.len().div_ceil(rows).max(1)).map(|row| row.iter().collect()).collect()
}

impl Form<'_> {
    /// The words of the form and what of it is shown; the title becomes the document's.
    ///
    /// What is typed into a field is printed although the field is left out: nothing that was recorded gets lost on paper.
    pub(crate) fn style(&mut self, styled: &Styled<'_>, typed: &[(&'static str, bool)]) -> Result<(), PaperError> {
        let (mut labels, mut shown) = (Map::new(), Map::new());
        for field in styled.fields.iter().filter(|field| !matches!(field.part, FieldPart::Title | FieldPart::Foot)) {
            let words = self.checked_text("labels", &styled.words(field.key))?;
            let words = lines(&shortened(&words, LABEL_LIMIT));
            labels.insert(field.key.to_owned(), json!(words));
            let filled = typed.iter().any(|(key, filled)| *key == field.key && *filled);
            shown.insert(field.key.to_owned(), json!(!styled.hidden(field.key) || filled));
        }
        for extra in &styled.style.extra {
            let words = self.checked_text("labels", &extra.label)?;
            labels.insert(extra.key.clone(), json!(lines(&shortened(&words, LABEL_LIMIT))));
        }
        let title = self.checked_text("labels", &styled.words("title"))?;
        let foot = self.checked_text("labels", &styled.words("foot"))?;
        self.put("labels", Value::Object(labels));
        self.put("shown", Value::Object(shown));
        self.put("form_title", json!(shortened(&title, TITLE_LIMIT)));
        self.put("foot", json!(shortened(&foot, FOOT_LIMIT)));
        self.put("figures_only", json!(styled.style.figures_only));
        Ok(())
    }

    /// The large cells in the office's order, those not named where they come.
    pub(crate) fn order(&mut self, style: &FormStyle, cells: &[&str]) {
        let own = style.extra.iter().filter(|extra| extra.long).map(|extra| extra.key.as_str());
        let all: Vec<&str> = cells.iter().copied().chain(own).collect();
        let named = style.order.iter().map(String::as_str).filter(|key| all.contains(key));
        let mut order: Vec<&str> = Vec::new();
        for key in named {
            if !order.contains(&key) {
                order.push(key);
            }
        }
        // One that is not named stands behind the one before which it comes.
        for (at, key) in all.iter().enumerate() {
            if !order.contains(key) {
                let before = at.checked_sub(1).and_then(|before| order.iter().position(|other| *other == all[before]));
                order.insert(before.map_or(0, |before| before + 1), key);
            }
        }
        self.put("order", json!(order));
    }

    /// The keys of the office's own fields of one line, in their order.
    pub(crate) fn own_lines(&mut self, own: &[ExtraField]) {
        let keys: Vec<&str> = own.iter().filter(|extra| !extra.long).map(|extra| extra.key.as_str()).collect();
        self.put("own", json!(keys));
    }

    /// Checks a label, and keeps the line break that it comes with.
    fn checked_text(&mut self, field: &'static str, text: &str) -> Result<String, PaperError> {
        let lines: Vec<&str> = text.split('\n').collect();
        let lines = lines.into_iter().map(|line| self.checked_line(field, line)).collect::<Result<Vec<_>, _>>()?;
        Ok(lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_set_in_even_lines() {
        assert_eq!(lines("谈话人"), ["谈话人"]);
        assert_eq!(lines("职务（岗位）"), ["职务（岗位）"]);
        assert_eq!(lines("处理意见及\n跟进情况"), ["处理意见及", "跟进情况"]);
        assert_eq!(lines("慰问品（名称数量）"), ["慰问品", "（名称数量）"]);
        assert_eq!(lines("谈话对象本人意见"), ["谈话对象", "本人意见"]);
        assert_eq!(lines("谈话对象本人的说明和承诺"), ["谈话对象本人", "的说明和承诺"]);
    }

    #[test]
    fn no_form_speaks_of_what_a_branch_may_not_do() {
        for field in TALK_FIELDS.iter().chain(VISIT_FIELDS) {
            assert!(!field.label.contains("诫勉") && !field.label.contains("笔录"), "{}", field.key);
        }
    }

    #[test]
    fn keys_are_given_once() {
        for fields in [TALK_FIELDS, VISIT_FIELDS] {
            let mut keys: Vec<&str> = fields.iter().map(|field| field.key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), fields.len());
        }
    }
}
