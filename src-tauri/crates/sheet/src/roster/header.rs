//! Finding the row that names the columns, and what each title means.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Grid, Raw, Row};
use super::limits::MAX_COLUMNS;
use super::model::{Field, RosterColumn};

/// The header is looked for in so many filled rows.
const LOOK_AT: usize = 10;

/// The header of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Its row, 1-based, the lower one of two.
    pub(super) row: u32,
    /// How many of the grid's rows come before the data.
    pub(super) rows_above_data: usize,
    /// The titled columns, from left to right.
    pub(super) columns: Vec<RosterColumn>,
}

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
pub(super) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | '：' | ':' | '\u{200B}' | '\u{FEFF}'))
        .collect()
}

/// What a squeezed title means, with what stands in brackets, without it, or without the brackets alone.
pub(super) fn field_of(title: &str) -> Option<Field> {
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

/// Finds the header among the first rows: the row, or pair of rows, that names the most fields, 姓名 among them.
pub(super) fn find(grid: &Grid, choices: &BTreeMap<String, Option<Field>>) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for (at, upper) in grid.rows.iter().enumerate().take(LOOK_AT) {
        let lower = grid.rows.get(at + 1).filter(|lower| is_second_line(upper, lower));
        let columns = name_columns(upper, lower, choices);
        let Some(score) = score(&columns) else { continue };
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            let rows_above_data = at + 1 + usize::from(lower.is_some());
            best = Some((score, Header { row: lower.unwrap_or(upper).number, rows_above_data, columns }));
        }
    }
    best.map(|(_, header)| header)
}

/// How many different fields are named; none when it is no header.
fn score(columns: &[RosterColumn]) -> Option<usize> {
    let fields: BTreeSet<Field> = columns.iter().filter_map(|column| column.field).collect();
    let alone = columns.len() == 1;
    (fields.contains(&Field::Name) && (fields.len() >= 2 || alone)).then_some(fields.len())
}

/// Whether the lower row only divides the titles of the upper one further, and is not the first person.
///
/// Each of its words then stands below a title that is merged over several columns, or completes the title above it.
fn is_second_line(upper: &Row, lower: &Row) -> bool {
    let name = upper.cells.iter().find(|(_, raw)| field_of(&squeeze(&raw.text())) == Some(Field::Name));
    let Some((name, _)) = name else { return false };
    let divides = |index: u32| {
        let beside = |index: u32| lower.get(index).is_some() && upper.get(index).is_none();
        upper.get(index).is_none() || beside(index + 1)
    };
    let completes = |index: u32, word: &Raw| {
        let above = upper.get(index).map(Raw::text).unwrap_or_default();
        field_of(&squeeze(&format!("{above}{}", word.text()))).is_some()
    };
    let word = |raw: &Raw| matches!(raw, Raw::Text(text) if !text.chars().any(|c| c.is_ascii_digit()));
    lower.number == upper.number + 1
        && lower.get(*name).is_none()
        && lower.cells.iter().all(|(index, raw)| word(raw) && (divides(*index) || completes(*index, raw)))
}

/// Names the columns by one or two rows of titles.
fn name_columns(upper: &Row, lower: Option<&Row>, choices: &BTreeMap<String, Option<Field>>) -> Vec<RosterColumn> {
    let title = |row: &Row, index| row.get(index).map(|raw| squeeze(&raw.text())).unwrap_or_default();
    let mut columns: Vec<RosterColumn> = Vec::new();
    let mut taken = BTreeSet::new();
    // A title that is merged over several columns stands only in the first of them.
    let mut carried = String::new();
    for index in 0..MAX_COLUMNS {
        let top = title(upper, index);
        let bottom = lower.map(|row| title(row, index)).unwrap_or_default();
        if !top.is_empty() {
            carried.clone_from(&top);
        }
        if bottom.is_empty() {
            carried.clear();
        }
        let (title, meaning) = meaning(&top, &bottom, &carried);
        if title.is_empty() {
            continue;
        }
        let title = unique(title, &columns);
        let meaning = choices.get(&title).copied().unwrap_or(meaning);
        // The first column of a field has it; 姓名 of a relative, further right, does not replace the person's.
        let field = meaning.filter(|field| taken.insert(*field));
        columns.push(RosterColumn { index, title, field, hidden: false });
    }
    columns
}

/// The title made of an upper and a lower part, and what it means.
fn meaning(top: &str, bottom: &str, carried: &str) -> (String, Option<Field>) {
    if bottom.is_empty() {
        return (top.to_owned(), field_of(top));
    }
    let joined = format!("{carried}{bottom}");
    if let Some(field) = field_of(&joined) {
        return (joined, Some(field));
    }
    match field_of(bottom) {
        Some(field) if top.is_empty() || field_of(top).is_none_or(|whole| whole != field) => {
            (bottom.to_owned(), Some(field))
        }
        _ => (joined, field_of(carried)),
    }
}

fn unique(title: String, columns: &[RosterColumn]) -> String {
    let taken = |candidate: &str| columns.iter().any(|column| column.title == candidate);
    if !taken(&title) {
        return title;
    }
    (2..).map(|n| format!("{title}({n})")).find(|candidate| !taken(candidate)).unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let rows = rows.iter().zip(1..).map(|(cells, number)| Row {
            number,
            cells: (0..)
                .zip(cells.iter())
                .filter(|(_, text)| !text.is_empty())
                .map(|(i, text)| (i, Raw::Text((*text).to_owned())))
                .collect(),
        });
        Grid { rows: rows.collect(), ..Grid::default() }
    }

    fn fields(header: &Header) -> Vec<(&str, Option<Field>)> {
        header.columns.iter().map(|column| (column.title.as_str(), column.field)).collect()
    }

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
    fn a_header_of_two_rows_is_joined() {
        let grid = grid(&[
            &["登记表"],
            &["姓名", "性别", "学历", "", "家庭成员", ""],
            &["", "", "全日制", "在职", "姓名", "称谓"],
            &["张三", "男", "大学", "", "李四", "妻子"],
        ]);
        let header = find(&grid, &BTreeMap::new()).unwrap();
        assert_eq!((header.row, header.rows_above_data), (3, 3));
        assert_eq!(
            fields(&header),
            [
                ("姓名", Some(Field::Name)),
                ("性别", Some(Field::Sex)),
                ("学历全日制", Some(Field::Education)),
                ("学历在职", None),
                ("姓名(2)", None),
                ("家庭成员称谓", None)
            ]
        );
    }

    #[test]
    fn the_first_person_is_not_a_second_line() {
        let grid = grid(&[&["姓名", "性别", "职务"], &["", "女", "会计"], &["张三", "男", ""]]);
        assert_eq!(find(&grid, &BTreeMap::new()).unwrap().row, 1);
    }

    #[test]
    fn choices_of_the_user_come_first() {
        let grid = grid(&[&["姓名", "性别", "到所时间", "岗位"], &["张三", "男", "2010.07", "会计"]]);
        let choices = [("到所时间".to_owned(), Some(Field::WorkSince)), ("岗位".to_owned(), None)].into();
        let header = find(&grid, &choices).unwrap();
        assert_eq!(header.columns[2].field, Some(Field::WorkSince));
        assert_eq!(header.columns[3].field, None);
    }

    #[test]
    fn a_list_without_names_has_no_header() {
        assert_eq!(find(&grid(&[&["日期", "事项"], &["1", "2"]]), &BTreeMap::new()), None);
        assert!(find(&grid(&[&["姓名"], &["张三"]]), &BTreeMap::new()).is_some());
    }
}
