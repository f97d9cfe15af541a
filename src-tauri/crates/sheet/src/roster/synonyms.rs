//! What the titles of columns mean.

use super::model::Field;

/// The titles that offices give to columns, without blanks and brackets.
const SYNONYMS: [(Field, &[&str]); 15] = [
    (Field::Serial, &["序号", "编号", "顺序号", "序", "NO", "No", "no", "№"]),
    (Field::Name, &["姓名", "名字", "职工姓名", "党员姓名", "人员姓名", "员工姓名", "干部姓名", "本人姓名"]),
    (Field::Sex, &["性别"]),
    (
        Field::Birth,
        &["出生年月", "出生日期", "出生时间", "出生年月日", "生日", "出生", "出生年份", "出生年月岁", "出生年月年龄"],
    ),
    (Field::Ethnicity, &["民族", "族别"]),
    (Field::NativePlace, &["籍贯", "祖籍"]),
    (
        Field::Education,
        &[
            "学历",
            "文化程度",
            "学历学位",
            "学历及学位",
            "最高学历",
            "学历情况",
            "全日制学历",
            "学历层次",
            "文化",
            "教育程度",
            "学历或学位",
            "现学历",
        ],
    ),
    (Field::Political, &["政治面貌", "政治面目", "政治身份", "党派", "面貌"]),
    (
        Field::WorkSince,
        &["参加工作时间", "工作时间", "参加工作年月", "参加工作日期", "参工时间", "参加工作", "工作年月"],
    ),
    (
        Field::PartySince,
        &["入党时间", "入党日期", "入党年月", "加入党组织时间", "加入中共组织时间", "入党团时间", "加入党组织日期"],
    ),
    (
        Field::Post,
        &[
            "职务",
            "岗位",
            "单位及职务",
            "单位职务",
            "现任职务",
            "职务岗位",
            "工作岗位",
            "职位",
            "工作单位及职务",
            "现任职务岗位",
            "岗位职务",
            "职务职级",
            "单位及岗位",
            "现职务",
            "所在岗位",
            "任职",
            "职务或岗位",
            "现工作岗位",
            "工作单位及岗位",
        ],
    ),
    (
        Field::IdNumber,
        &[
            "身份证号",
            "身份证号码",
            "公民身份号码",
            "身份证",
            "证件号",
            "证件号码",
            "身份号码",
            "居民身份证号码",
            "居民身份证号",
            "公民身份证号码",
            "公民身份证号",
            "身份证件号码",
        ],
    ),
    (
        Field::Phone,
        &["联系电话", "手机", "手机号码", "手机号", "电话", "联系方式", "电话号码", "移动电话", "本人电话", "手机电话"],
    ),
    (
        Field::Address,
        &["家庭住址", "住址", "家庭地址", "现住址", "居住地址", "现居住地", "家庭详细住址", "联系地址", "住所"],
    ),
    (Field::Note, &["备注", "附注", "说明", "备考"]),
];

/// A title without blanks, line ends, and signs such as `*` and `：`.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | '：' | ':' | '\u{200B}' | '\u{FEFF}'))
        .collect()
}

/// What a squeezed title means, with what stands in brackets, without it, or without the brackets alone.
pub(crate) fn field_of(title: &str) -> Option<Field> {
    let known = |title: &str| SYNONYMS.iter().find(|(_, names)| names.contains(&title)).map(|(field, _)| *field);
    let mut depth = 0;
    let mut outside = String::new();
    let mut plain = String::new();
    for c in title.chars() {
        match c {
            '(' | '（' | '[' | '【' | '〔' => depth += 1,
            ')' | '）' | ']' | '】' | '〕' => depth -= 1,
            '/' | '／' | '、' | '|' => {}
            c => {
                plain.push(c);
                if depth <= 0 {
                    outside.push(c);
                }
            }
        }
    }
    known(title).or_else(|| known(&plain)).or_else(|| known(&outside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_mean_what_offices_mean() {
        for (title, field) in [
            ("姓　名", Some(Field::Name)),
            ("现任职务（岗位）", Some(Field::Post)),
            ("学历\n(学位)", Some(Field::Education)),
            ("入党（团）时间", Some(Field::PartySince)),
            ("出生年月(岁)", Some(Field::Birth)),
            ("*公民身份号码", Some(Field::IdNumber)),
            ("转正时间", None),
            ("配偶姓名", None),
            ("到所时间", None),
        ] {
            assert_eq!(field_of(&squeeze(title)), field, "{title}");
        }
    }

    #[test]
    fn every_title_of_the_name_has_the_character_by_which_a_repeated_header_is_known() {
        let (_, titles) = SYNONYMS.iter().find(|(field, _)| *field == Field::Name).unwrap();
        assert!(titles.iter().all(|title| title.contains('名')));
    }
}
