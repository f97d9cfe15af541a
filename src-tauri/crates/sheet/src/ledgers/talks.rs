//! 谈心谈话台账: the talks of a period, each with its outline.

use chrono::NaiveDate;

use super::{Head, each, items, ledger, note};
use crate::ledger::{Align, Cell, Column, Ledger};

/// Where the full text stands when it is asked for: beside its outline.
const CONTENT_AT: usize = 13;

/// One talk in 谈心谈话台账; it has the outline of the talk, and its full content only where that is asked for.
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
    /// 谈话内容: the full text; shown only where it is asked for.
    pub content: String,
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

/// 谈心谈话台账: the talks of a period, each with its outline.
pub fn talks_ledger(head: &Head, rows: &[TalkRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("编号", 16.0, Align::Centre),
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
            Cell::text(&row.content),
            Cell::text(&row.opinion),
            Cell::text(&row.follow_up),
            Cell::text(&row.outcome),
            note(row.late_entry, &row.note),
        ]
    });
    let mut ledger = ledger("谈心谈话台账", head, &columns, rows.collect());
    ledger.columns.insert(CONTENT_AT, Column::new("谈话内容", 40.0, Align::Left).sensitive());
    ledger
}
