//! Finding the row that names the columns, and what each title means.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Grid, Raw, Row};
use super::limits::MAX_COLUMNS;
use super::model::{Field, RosterChoices, RosterColumn};
pub(crate) use super::synonyms::{field_of, squeeze};

/// The header is looked for in so many filled rows.
pub(super) const LOOK_AT: usize = 10;
/// So many rows a header has at most.
const MOST_LINES: usize = 3;

/// The header of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Its row, 1-based, the lowest of several.
    pub(super) row: u32,
    /// How many of the grid's rows come before the data.
    pub(super) rows_above_data: usize,
    /// The titled columns, from left to right.
    pub(super) columns: Vec<RosterColumn>,
}

/// Finds the header among the first rows: the row, or rows one below the other, that names the most fields, 姓名 among them.
///
/// A row that the user chose is the header whatever it names.
pub(super) fn find(grid: &Grid, choices: &RosterChoices) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for at in 0..grid.rows.len().min(LOOK_AT) {
        let lines = lines_from(grid, at);
        let Some(lowest) = lines.last() else { continue };
        let chosen = choices.header_row.map(|row| row == lowest.number);
        if chosen == Some(false) {
            continue;
        }
        let columns = name_columns(lines, &choices.fields);
        let score = score(&columns).or(chosen.map(|_| 0));
        let Some(score) = score.filter(|_| !columns.is_empty()) else { continue };
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, Header { row: lowest.number, rows_above_data: at + lines.len(), columns }));
        }
    }
    best.map(|(_, header)| header)
}

/// The rows that make one header, from the one at `at` on: one, two, or three.
fn lines_from(grid: &Grid, at: usize) -> &[Row] {
    let mut end = at + 1;
    while let Some(lower) = grid.rows.get(end).filter(|_| end < at + MOST_LINES) {
        if !is_next_line(&grid.rows[at..end], lower) {
            break;
        }
        end += 1;
    }
    &grid.rows[at..end]
}

/// How many different fields are named; none when it is no header.
fn score(columns: &[RosterColumn]) -> Option<usize> {
    let fields: BTreeSet<Field> = columns.iter().map(|column| column.field).filter(|field| field.is_own()).collect();
    fields.contains(&Field::Name).then_some(fields.len())
}

/// Whether the lower row only divides the titles above it further, and is not the first person.
///
/// Each of its words then stands below a title that is merged over several columns, or completes the title above it.
fn is_next_line(above: &[Row], lower: &Row) -> bool {
    let Some(upper) = above.last() else { return false };
    let is_name = |raw: &Raw| field_of(&squeeze(&raw.text())) == Some(Field::Name);
    let name = above.iter().flat_map(|row| &row.cells).find(|(_, raw)| is_name(raw));
    let Some((name, _)) = name else { return false };
    let is_above = |index: u32| above.iter().any(|row| row.get(index).is_some());
    let divides = |index: u32| {
        let beside = |index: u32| lower.get(index).is_some() && !is_above(index);
        !is_above(index) || beside(index + 1) || upper.get(index).is_none()
    };
    let completes = |index: u32, word: &Raw| {
        let above = upper.get(index).map(Raw::text).unwrap_or_default();
        field_of(&squeeze(&format!("{above}{}", word.text()))).is_some()
    };
    let word = |raw: &Raw| matches!(raw, Raw::Text(text) if !text.chars().any(|c| c.is_ascii_digit()));
    // No person has titles in his cells, whatever is beside them.
    let titles = lower.cells.iter().filter(|(_, raw)| field_of(&squeeze(&raw.text())).is_some()).count();
    let are_titles = titles >= 2 && titles * 2 >= lower.cells.len();
    lower.number == upper.number + 1
        && lower.get(*name).is_none()
        && lower.cells.iter().all(|(_, raw)| word(raw))
        && (are_titles || lower.cells.iter().all(|(index, raw)| divides(*index) || completes(*index, raw)))
}

/// Names the columns by the rows of titles.
fn name_columns(lines: &[Row], choices: &BTreeMap<String, Field>) -> Vec<RosterColumn> {
    let title = |row: &Row, index| row.get(index).map(|raw| squeeze(&raw.text())).unwrap_or_default();
    let mut titles: Vec<(u32, String, Option<Field>)> = Vec::new();
    // A title that is merged over several columns stands only in the first of them; it reaches as far as there are words below it.
    let mut carried = vec![String::new(); lines.len()];
    for index in 0..MAX_COLUMNS {
        let words: Vec<String> = lines.iter().map(|row| title(row, index)).collect();
        let Some(lowest) = words.iter().rposition(|word| !word.is_empty()) else {
            carried.fill(String::new());
            continue;
        };
        for line in 0..=lowest {
            if !words[line].is_empty() {
                carried[line].clone_from(&words[line]);
                // What stood further below belonged to the title before.
                carried[line + 1..].fill(String::new());
            }
        }
        carried[lowest..].fill(String::new());
        let top: String = words[..lowest].concat();
        let bottom = &words[lowest];
        let (title, meaning) =
            if lowest == 0 { (bottom.clone(), field_of(bottom)) } else { meaning(&top, bottom, &carried[..lowest]) };
        titles.push((index, unique(title, &titles), meaning));
    }
    // What the user chose goes before what is understood, wherever it stands.
    let mut taken: BTreeSet<Field> = titles.iter().filter_map(|(_, title, _)| choices.get(title).copied()).collect();
    let mut chosen = BTreeSet::new();
    let columns = titles.into_iter().map(|(index, title, meaning)| {
        // The first column of a field has it; 姓名 of a relative, further right, does not replace the person's.
        let field = match choices.get(&title).copied() {
            Some(choice) if !choice.is_own() || chosen.insert(choice) => choice,
            Some(_) => Field::Extra,
            None => meaning.filter(|field| taken.insert(*field)).unwrap_or(Field::Extra),
        };
        RosterColumn { index, title, field, hidden: false, sample: String::new() }
    });
    columns.collect()
}

/// The title made of what stands above it and its own word, and what it means; the titles nearest to it say more.
fn meaning(top: &str, bottom: &str, carried: &[String]) -> (String, Option<Field>) {
    let above = || (0..carried.len()).map(|from| carried[from..].concat());
    let joined = above().map(|above| format!("{above}{bottom}")).find(|title| field_of(title).is_some());
    if let Some(title) = joined {
        let field = field_of(&title);
        return (title, field);
    }
    match field_of(bottom) {
        Some(field) if top.is_empty() || field_of(top).is_none_or(|whole| whole != field) => {
            (bottom.to_owned(), Some(field))
        }
        _ => (format!("{}{bottom}", carried.concat()), above().find_map(|above| field_of(&above))),
    }
}

fn unique(title: String, titles: &[(u32, String, Option<Field>)]) -> String {
    let taken = |candidate: &str| titles.iter().any(|(_, title, _)| title == candidate);
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

    fn fields(header: &Header) -> Vec<(&str, Field)> {
        header.columns.iter().map(|column| (column.title.as_str(), column.field)).collect()
    }

    #[test]
    fn a_header_of_two_rows_is_joined() {
        let grid = grid(&[
            &["登记表"],
            &["姓名", "性别", "学历", "", "家庭成员", ""],
            &["", "", "全日制", "在职", "姓名", "称谓"],
            &["张三", "男", "大学", "", "李四", "妻子"],
        ]);
        let header = find(&grid, &RosterChoices::default()).unwrap();
        assert_eq!((header.row, header.rows_above_data), (3, 3));
        assert_eq!(
            fields(&header),
            [
                ("姓名", Field::Name),
                ("性别", Field::Sex),
                ("学历全日制", Field::Education),
                ("学历在职", Field::Extra),
                ("姓名(2)", Field::Extra),
                ("家庭成员称谓", Field::Extra)
            ]
        );
    }

    #[test]
    fn the_first_person_is_not_a_second_line() {
        let grid = grid(&[&["姓名", "性别", "职务"], &["", "女", "会计"], &["张三", "男", ""]]);
        assert_eq!(find(&grid, &RosterChoices::default()).unwrap().row, 1);
    }

    #[test]
    fn choices_of_the_user_come_first() {
        let grid = grid(&[&["姓名", "性别", "到所时间", "岗位"], &["张三", "男", "2010.07", "会计"]]);
        let fields = [("到所时间".to_owned(), Field::WorkSince), ("岗位".to_owned(), Field::Skip)].into();
        let header = find(&grid, &RosterChoices { fields, ..RosterChoices::default() }).unwrap();
        assert_eq!(header.columns[2].field, Field::WorkSince);
        assert_eq!(header.columns[3].field, Field::Skip);
    }

    #[test]
    fn a_choice_takes_the_field_from_the_column_that_would_have_it() {
        let grid = grid(&[&["姓名", "手机", "电话"], &["张三", "1", "2"]]);
        let fields = [("电话".to_owned(), Field::Phone)].into();
        let header = find(&grid, &RosterChoices { fields, ..RosterChoices::default() }).unwrap();
        assert_eq!(self::fields(&header)[1..], [("手机", Field::Extra), ("电话", Field::Phone)]);
    }

    #[test]
    fn a_header_of_three_rows_is_joined() {
        let grid = grid(&[
            &["登记表"],
            &["姓名", "基本情况", "", "", "联系电话"],
            &["", "性别", "学历学位", "", ""],
            &["", "", "全日制", "在职", ""],
            &["张三", "男", "大学", "研究生", "13800000000"],
        ]);
        let header = find(&grid, &RosterChoices::default()).unwrap();
        assert_eq!((header.row, header.rows_above_data), (4, 4));
        let own: Vec<Field> = header.columns.iter().map(|column| column.field).collect();
        assert_eq!(own, [Field::Name, Field::Sex, Field::Education, Field::Extra, Field::Phone]);
    }

    #[test]
    fn a_row_that_the_user_chose_is_the_header_whatever_it_names() {
        let grid = grid(&[&["三六工作法"], &["党员", "到所"], &["张三", "2010.07"]]);
        assert_eq!(find(&grid, &RosterChoices::default()), None);
        let fields = [("党员".to_owned(), Field::Name)].into();
        let header = find(&grid, &RosterChoices { header_row: Some(2), fields, sheet: None }).unwrap();
        assert_eq!((header.row, header.rows_above_data), (2, 2));
        assert_eq!(self::fields(&header), [("党员", Field::Name), ("到所", Field::Extra)]);
    }

    #[test]
    fn a_list_without_names_has_no_header() {
        assert_eq!(find(&grid(&[&["日期", "事项"], &["1", "2"]]), &RosterChoices::default()), None);
        assert!(find(&grid(&[&["姓名"], &["张三"]]), &RosterChoices::default()).is_some());
    }
}
