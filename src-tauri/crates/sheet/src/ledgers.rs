//! The three ledgers that inspectors ask for: what was owed, the talks, the visits.

use chrono::NaiveDate;
use method::{DutyKind, DutyState};

use crate::ledger::{Align, Cell, Column, Ledger};

/// What stands above every ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// 填报单位.
    pub unit: String,
    /// 填报时间.
    pub made: NaiveDate,
    /// 统计时间段 in words; empty for none.
    pub period: String,
}

/// One owed talk or visit in 应谈应访台账.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedRow {
    /// Talk or visit.
    pub kind: DutyKind,
    /// The title of the item of 六必谈 or 六必访.
    pub items: String,
    /// 姓名.
    pub name: String,
    /// 职务(岗位).
    pub post: String,
    /// 事由: the event's kind, and what was noted of it.
    pub event: String,
    /// 发生日期.
    pub event_day: NaiveDate,
    /// 应办期限, the last day on time.
    pub due: NaiveDate,
    /// Where the duty stands on the day that the ledger is made; the working days overdue are in it.
    pub state: DutyState,
    /// 办结日期: the day of the contact that met it, or of the decision that ended it.
    pub closed_on: Option<NaiveDate>,
    /// Whether the due day rests on a year whose holidays are not announced yet (暂定).
    pub provisional: bool,
    /// The rule pack and its version in words, as `三六工作法第1版`; empty to leave it out.
    pub rules: String,
    /// 备注: the reason of an exemption or a deferral, and the like.
    pub note: String,
}

/// One talk in 谈心谈话台账; it has the outline of the talk, and no place for its full content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkRow {
    /// 编号, as `〔2026〕第23号`.
    pub number: String,
    /// 谈话时间.
    pub day: NaiveDate,
    /// 谈话对象.
    pub persons: Vec<String>,
    /// 职务(岗位) of each person, in the same order.
    pub posts: Vec<String>,
    /// 政治面貌 of each person, in the same order.
    pub political: Vec<String>,
    /// Items of 六必谈, 1–6, 0 for others; shown only when `items` is empty.
    pub categories: Vec<u8>,
    /// The titles of those items in one text.
    pub items: String,
    /// 事由.
    pub reason: String,
    /// 谈话人.
    pub talkers: Vec<String>,
    /// 谈话地点.
    pub place: String,
    /// 谈话方式, as 个别.
    pub mode: String,
    /// 谈话种类, as 廉政谈话.
    pub variant: String,
    /// 主要内容(提纲): the topic.
    pub outline: String,
    /// 对象诉求(意见).
    pub opinion: String,
    /// 跟进措施.
    pub follow_up: String,
    /// 落实情况, in words.
    pub outcome: String,
    /// Whether it was entered late; 备注 then begins with 补录.
    pub late_entry: bool,
    /// 备注.
    pub note: String,
}

/// One visit in 走访慰问台账.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRow {
    /// 编号, as `〔2026〕第5号`.
    pub number: String,
    /// 走访时间.
    pub day: NaiveDate,
    /// 姓名 of those visited.
    pub persons: Vec<String>,
    /// 性别 of each person, in the same order.
    pub sexes: Vec<String>,
    /// 出生年月 of each person in words, as `1975.03`, in the same order.
    pub births: Vec<String>,
    /// 政治面貌 of each person, in the same order.
    pub political: Vec<String>,
    /// 单位职务 of each person, in the same order.
    pub posts: Vec<String>,
    /// Items of 六必访, 1–6, 0 for others; shown only when `items` is empty.
    pub categories: Vec<u8>,
    /// The titles of those items in one text.
    pub items: String,
    /// 事由.
    pub reason: String,
    /// 走访地点.
    pub place: String,
    /// 走访人.
    pub visitors: Vec<String>,
    /// 慰问金 in 分; 0 leaves the cell empty.
    pub money_fen: i64,
    /// 慰问品.
    pub goods: String,
    /// 资金来源.
    pub fund: String,
    /// 签收人, as written on the sheet.
    pub received_by: String,
    /// 与本人关系 of the one who received it.
    pub relation: String,
    /// 走访情况.
    pub situation: String,
    /// 反映问题.
    pub problems: String,
    /// 帮扶措施及落实.
    pub measures: String,
    /// Whether it was entered late; 备注 then begins with 补录.
    pub late_entry: bool,
    /// 备注.
    pub note: String,
}

/// 应谈应访台账: what was owed to whom, until when, and how it stands.
pub fn owed_ledger(head: &Head, rows: &[OwedRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("类别", 6.0, Align::Centre),
        ("六必谈/六必访事项", 16.0, Align::Left),
        ("姓名", 9.0, Align::Centre),
        ("职务(岗位)", 14.0, Align::Left),
        ("事由", 26.0, Align::Left),
        ("发生日期", 11.0, Align::Centre),
        ("应办期限", 11.0, Align::Centre),
        ("状态", 9.0, Align::Centre),
        ("办结日期", 11.0, Align::Centre),
        ("逾期工作日", 7.0, Align::Centre),
        ("备注", 22.0, Align::Left),
    ];
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        let provisional = if row.provisional { "暂定" } else { "" };
        vec![
            Cell::Int(n),
            Cell::text(match row.kind {
                DutyKind::Talk => "应谈",
                DutyKind::Visit => "应访",
            }),
            Cell::text(&row.items),
            Cell::text(&row.name),
            Cell::text(&row.post),
            Cell::text(&row.event),
            Cell::Date(row.event_day),
            Cell::Date(row.due),
            Cell::text(state_words(row.state)),
            Cell::date(row.closed_on),
            late_workdays(row.state).map_or(Cell::Empty, |days| Cell::Int(days.into())),
            Cell::text(sentences(&[provisional, &row.rules, &row.note])),
        ]
    });
    ledger("应谈应访台账", head, &columns, rows.collect())
}

/// 谈心谈话台账: the talks of a period, each with its outline.
pub fn talks_ledger(head: &Head, rows: &[TalkRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("编号", 11.0, Align::Centre),
        ("谈话时间", 11.0, Align::Centre),
        ("谈话对象", 9.0, Align::Centre),
        ("职务(岗位)", 11.0, Align::Left),
        ("政治面貌", 9.0, Align::Centre),
        ("六必谈类别", 11.0, Align::Left),
        ("事由", 14.0, Align::Left),
        ("谈话人", 9.0, Align::Centre),
        ("谈话地点", 10.0, Align::Left),
        ("谈话方式", 6.0, Align::Centre),
        ("谈话种类", 9.0, Align::Centre),
        ("主要内容(提纲)", 24.0, Align::Left),
        ("对象诉求(意见)", 16.0, Align::Left),
        ("跟进措施", 16.0, Align::Left),
        ("落实情况", 11.0, Align::Left),
        ("备注", 9.0, Align::Left),
    ];
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        vec![
            Cell::Int(n),
            Cell::text(&row.number),
            Cell::Date(row.day),
            each(&row.persons),
            each(&row.posts),
            each(&row.political),
            items(&row.items, &row.categories),
            Cell::text(&row.reason),
            each(&row.talkers),
            Cell::text(&row.place),
            Cell::text(&row.mode),
            Cell::text(&row.variant),
            Cell::text(&row.outline),
            Cell::text(&row.opinion),
            Cell::text(&row.follow_up),
            Cell::text(&row.outcome),
            note(row.late_entry, &row.note),
        ]
    });
    ledger("谈心谈话台账", head, &columns, rows.collect())
}

/// 走访慰问台账: the visits of a period, with the money given and its total.
pub fn visits_ledger(head: &Head, rows: &[VisitRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("编号", 10.0, Align::Centre),
        ("走访时间", 11.0, Align::Centre),
        ("姓名", 8.0, Align::Centre),
        ("性别", 5.0, Align::Centre),
        ("出生年月", 9.0, Align::Centre),
        ("政治面貌", 9.0, Align::Centre),
        ("单位职务", 11.0, Align::Left),
        ("六必访类别", 10.0, Align::Left),
        ("事由", 13.0, Align::Left),
        ("走访地点", 11.0, Align::Left),
        ("走访人", 8.0, Align::Centre),
        ("慰问金(元)", 12.0, Align::Right),
        ("慰问品", 9.0, Align::Left),
        ("资金来源", 9.0, Align::Centre),
        ("签收人(关系)", 9.0, Align::Centre),
        ("走访情况", 18.0, Align::Left),
        ("反映问题", 13.0, Align::Left),
        ("帮扶措施及落实", 14.0, Align::Left),
        ("备注", 8.0, Align::Left),
    ];
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        let relation = if row.relation.is_empty() { String::new() } else { format!("({})", row.relation) };
        vec![
            Cell::Int(n),
            Cell::text(&row.number),
            Cell::Date(row.day),
            each(&row.persons),
            each(&row.sexes),
            each(&row.births),
            each(&row.political),
            each(&row.posts),
            items(&row.items, &row.categories),
            Cell::text(&row.reason),
            Cell::text(&row.place),
            each(&row.visitors),
            if row.money_fen == 0 { Cell::Empty } else { Cell::Money(row.money_fen) },
            Cell::text(&row.goods),
            Cell::text(&row.fund),
            Cell::text(format!("{}{relation}", row.received_by)),
            Cell::text(&row.situation),
            Cell::text(&row.problems),
            Cell::text(&row.measures),
            note(row.late_entry, &row.note),
        ]
    });
    Ledger { total: true, ..ledger("走访慰问台账", head, &columns, rows.collect()) }
}

pub(crate) fn ledger(title: &str, head: &Head, columns: &[(&str, f64, Align)], rows: Vec<Vec<Cell>>) -> Ledger {
    Ledger {
        title: title.to_owned(),
        unit: head.unit.clone(),
        made: head.made,
        period: head.period.clone(),
        columns: columns.iter().map(|(title, width, align)| Column::new(title, *width, *align)).collect(),
        rows,
        total: false,
    }
}

fn state_words(state: DutyState) -> &'static str {
    match state {
        DutyState::Overdue { .. } => "逾期",
        DutyState::Today => "今日到期",
        DutyState::ThisWeek => "本周到期",
        DutyState::Later => "未到期",
        DutyState::Met { late_workdays: 0 } => "按期办结",
        DutyState::Met { .. } => "逾期办结",
        DutyState::Missed => "未办",
        DutyState::Exempt => "免除",
        DutyState::Withdrawn => "撤销",
    }
}

/// The working days by which a duty is or was late; none where lateness is not counted.
fn late_workdays(state: DutyState) -> Option<u32> {
    match state {
        DutyState::Overdue { workdays } => Some(workdays),
        DutyState::Met { late_workdays } if late_workdays > 0 => Some(late_workdays),
        _ => None,
    }
}

/// The entries of several persons; an unknown one among several keeps its place as a dash.
fn each(entries: &[String]) -> Cell {
    let known = entries.iter().any(|entry| !entry.trim().is_empty());
    if !known {
        return Cell::Empty;
    }
    let shown = entries.iter().map(|entry| if entry.trim().is_empty() { "—" } else { entry.as_str() });
    Cell::text(shown.collect::<Vec<_>>().join("、"))
}

fn items(titles: &str, categories: &[u8]) -> Cell {
    if !titles.trim().is_empty() {
        return Cell::text(titles);
    }
    Cell::text(categories.iter().map(u8::to_string).collect::<Vec<_>>().join("、"))
}

pub(crate) fn note(late_entry: bool, note: &str) -> Cell {
    Cell::text(sentences(&[if late_entry { "补录" } else { "" }, note]))
}

fn sentences(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.trim().is_empty()).copied().collect::<Vec<_>>().join("；")
}
