//! 应谈应访台账: what was owed to whom, until when, and how it stands.

use chrono::NaiveDate;
use method::{DutyKind, DutyState};

use super::{Head, ledger, sentences};
use crate::ledger::{Align, Cell, Ledger};

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
