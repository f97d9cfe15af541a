//! 走访慰问台账: the visits of a period, with the money given and its total.

use chrono::NaiveDate;

use super::{Head, each, items, ledger, note};
use crate::ledger::{Align, Cell, Ledger};

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

/// 走访慰问台账: the visits of a period, with the money given and its total.
pub fn visits_ledger(head: &Head, rows: &[VisitRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("编号", 16.0, Align::Centre),
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
