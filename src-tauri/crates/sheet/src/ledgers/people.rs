//! 花名册, 六知晓一览表 and 加班台账: one row for each person, or for each of his evenings.

use chrono::NaiveDate;
use method::{FacetState, PartialDate};

use super::{Head, ledger};
use crate::ledger::{Align, Cell, Column, Ledger};

/// The last column of 花名册.
const NOTE: &str = "备注";
/// Words in the titles of an office's own columns that make them sensitive, as what the program knows of the same is.
const DELICATE: [&str; 2] = ["思想", "后进"];

/// One person in 花名册.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// 姓名.
    pub name: String,
    /// 性别 in words.
    pub sex: String,
    /// 民族.
    pub ethnicity: String,
    /// 籍贯.
    pub native_place: String,
    /// 出生年月.
    pub birth: Option<PartialDate>,
    /// 学历(学位).
    pub education: String,
    /// 参加工作时间.
    pub work_since: Option<PartialDate>,
    /// 入党时间.
    pub party_since: Option<PartialDate>,
    /// 政治面貌.
    pub political: String,
    /// 单位及职务.
    pub post: String,
    /// 身份证号码, masked or not.
    pub id_number: String,
    /// 联系电话, masked or not.
    pub phone: String,
    /// 家庭住址, masked or not.
    pub address: String,
    /// 离开情况: when and why he left; empty for who is there.
    pub left: String,
    /// 思想动态, as of the newest entry; empty unless it is asked for.
    pub mind: String,
    /// 先进、后进底数, as of the newest entry; empty unless it is asked for.
    pub standing: String,
    /// The columns of an imported roster that the program has no field for, in the order of the titles given with the rows.
    pub extra: Vec<String>,
    /// 备注.
    pub note: String,
}

/// One person in 六知晓一览表.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowingRow {
    /// 姓名.
    pub name: String,
    /// 职务(岗位).
    pub post: String,
    /// How each of the six stands, in the order in which the method names them.
    pub states: [FacetState; 6],
    /// 最后核对日期: the newest of the six.
    pub checked: Option<NaiveDate>,
}

/// One evening in 加班台账.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OvertimeRow {
    /// 加班日期.
    pub day: NaiveDate,
    /// 日别, as 工作日.
    pub day_kind: String,
    /// 姓名.
    pub name: String,
    /// 职务(岗位).
    pub post: String,
    /// How long, in minutes.
    pub minutes: u32,
    /// 备注: the streak that the day is part of.
    pub note: String,
}

/// 花名册: those in the ledger. `extra` are the titles of the columns that only this office has.
///
/// The columns are those of the roster's template, so that the file can be read in again.
pub fn roster_ledger(head: &Head, extra: &[String], rows: &[RosterRow]) -> Ledger {
    let centre = |title, width| Column::new(title, width, Align::Centre);
    let left = |title, width| Column::new(title, width, Align::Left);
    let mut columns = vec![
        centre("序号", 5.0),
        centre("姓名", 9.0),
        centre("性别", 5.5),
        centre("民族", 7.0),
        left("籍贯", 12.0),
        centre("出生年月", 11.5),
        left("学历(学位)", 13.0),
        centre("参加工作时间", 11.5),
        centre("入党时间", 11.5),
        centre("政治面貌", 10.0),
        left("单位及职务", 20.0),
        centre("身份证号码", 21.0),
        centre("联系电话", 14.5),
        left("家庭住址", 22.0).optional(),
        left("离开情况", 14.0).optional(),
        left("思想动态", 22.0).sensitive(),
        left("先进、后进底数", 14.0).sensitive(),
    ];
    for title in extra {
        let taken = columns.iter().any(|column| column.title == *title) || title == NOTE;
        let shown = if taken { format!("{title}（附加）") } else { title.clone() };
        let column = Column::new(&shown, 12.0, Align::Left);
        let delicate = DELICATE.iter().any(|word| title.contains(word));
        columns.push(if delicate { column.sensitive() } else { column.optional() });
    }
    columns.push(left(NOTE, 14.0));
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        let mut cells = vec![
            Cell::Int(n),
            Cell::text(&row.name),
            Cell::text(&row.sex),
            Cell::text(&row.ethnicity),
            Cell::text(&row.native_place),
            partial(row.birth),
            Cell::text(&row.education),
            partial(row.work_since),
            partial(row.party_since),
            Cell::text(&row.political),
            Cell::text(&row.post),
            Cell::text(&row.id_number),
            Cell::text(&row.phone),
            Cell::text(&row.address),
            Cell::text(&row.left),
            Cell::text(&row.mind),
            Cell::text(&row.standing),
        ];
        cells.extend((0..extra.len()).map(|at| row.extra.get(at).map_or(Cell::Empty, Cell::text)));
        cells.push(Cell::text(&row.note));
        cells
    });
    Ledger { columns, ..ledger("花名册", head, &[], rows.collect()) }
}

/// 六知晓一览表: what is known of whom (✓, 缺, 过期), without contents.
pub fn knowing_ledger(head: &Head, rows: &[KnowingRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("姓名", 10.0, Align::Centre),
        ("职务(岗位)", 22.0, Align::Left),
        ("工作简历", 11.0, Align::Centre),
        ("家庭情况", 11.0, Align::Centre),
        ("兴趣爱好", 11.0, Align::Centre),
        ("工作表现", 11.0, Align::Centre),
        ("思想动态", 11.0, Align::Centre),
        ("先进、后进底数", 13.0, Align::Centre),
        ("知晓项数", 9.0, Align::Centre),
        ("最后核对日期", 13.0, Align::Centre),
        ("备注", 12.0, Align::Left),
    ];
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        let known = row.states.iter().filter(|state| **state == FacetState::Known).count();
        let mut cells = vec![Cell::Int(n), Cell::text(&row.name), Cell::text(&row.post)];
        cells.extend(row.states.map(|state| {
            Cell::text(match state {
                FacetState::Known => "✓",
                FacetState::Stale => "过期",
                FacetState::Unknown => "缺",
            })
        }));
        cells.extend([Cell::Int(known.try_into().unwrap_or(0)), Cell::date(row.checked), Cell::Empty]);
        cells
    });
    ledger("六知晓一览表", head, &columns, rows.collect())
}

/// 加班台账: who worked over on which day, with the hours in all.
pub fn overtime_ledger(head: &Head, rows: &[OvertimeRow]) -> Ledger {
    let columns = [
        ("序号", 6.0, Align::Centre),
        ("加班日期", 12.0, Align::Centre),
        ("日别", 12.0, Align::Centre),
        ("姓名", 10.0, Align::Centre),
        ("职务(岗位)", 24.0, Align::Left),
        ("时长(小时)", 12.0, Align::Centre),
        ("备注", 46.0, Align::Left),
    ];
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        vec![
            Cell::Int(n),
            Cell::Date(row.day),
            Cell::text(&row.day_kind),
            Cell::text(&row.name),
            Cell::text(&row.post),
            Cell::Hours(row.minutes),
            Cell::text(&row.note),
        ]
    });
    Ledger { total: true, ..ledger("加班台账", head, &columns, rows.collect()) }
}

/// A day as a day; a month or a year alone as text.
fn partial(date: Option<PartialDate>) -> Cell {
    match date.map(|date| (date.full(), date)) {
        Some((Some(day), _)) => Cell::Date(day),
        Some((None, date)) => Cell::text(date.dotted()),
        None => Cell::Empty,
    }
}
