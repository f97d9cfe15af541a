//! 承诺事项台账: what was promised, and what became of it.

use chrono::NaiveDate;

use super::{Head, ledger, note};
use crate::ledger::{Align, Cell, Ledger};

/// One promise in 承诺事项台账.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseRow {
    /// 承诺日期.
    pub day: NaiveDate,
    /// 姓名 of the one to whom it was made.
    pub name: String,
    /// 职务(岗位).
    pub post: String,
    /// 承诺事项.
    pub what: String,
    /// 承诺人.
    pub by: String,
    /// 期限; none when none was set.
    pub due: Option<NaiveDate>,
    /// By how many calendar days it is overdue; 0 when it is not.
    pub overdue_days: u32,
    /// 答复日期; none while it is open.
    pub answered_on: Option<NaiveDate>,
    /// 答复情况.
    pub answer: String,
    /// Whether it was entered late; 备注 then says 补录.
    pub late_entry: bool,
}

/// 承诺事项台账: what was promised to whom, until when, and what was answered.
pub fn promises_ledger(head: &Head, rows: &[PromiseRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("承诺日期", 11.0, Align::Centre),
        ("姓名", 9.0, Align::Centre),
        ("职务(岗位)", 14.0, Align::Left),
        ("承诺事项", 32.0, Align::Left),
        ("承诺人", 9.0, Align::Centre),
        ("期限", 11.0, Align::Centre),
        ("状态", 9.0, Align::Centre),
        ("逾期天数", 7.0, Align::Centre),
        ("答复日期", 11.0, Align::Centre),
        ("答复情况", 28.0, Align::Left),
        ("备注", 9.0, Align::Left),
    ];
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        let state = match (row.answered_on, row.overdue_days) {
            (Some(_), _) => "已答复",
            (None, 0) => "待答复",
            (None, _) => "逾期",
        };
        vec![
            Cell::Int(n),
            Cell::Date(row.day),
            Cell::text(&row.name),
            Cell::text(&row.post),
            Cell::text(&row.what),
            Cell::text(&row.by),
            Cell::date(row.due),
            Cell::text(state),
            if row.overdue_days == 0 { Cell::Empty } else { Cell::Int(row.overdue_days.into()) },
            Cell::date(row.answered_on),
            Cell::text(&row.answer),
            note(row.late_entry, ""),
        ]
    });
    ledger("承诺事项台账", head, &columns, rows.collect())
}
