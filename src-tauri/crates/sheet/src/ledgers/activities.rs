//! 活动台账 and 意见建议台账.

use chrono::NaiveDate;

use super::{Head, ledger, note};
use crate::ledger::{Align, Cell, Ledger};

/// One activity in 活动台账.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityRow {
    /// 编号, as `〔2026〕第5号`.
    pub number: String,
    /// 时间.
    pub day: NaiveDate,
    /// 类别.
    pub kind: String,
    /// 主题.
    pub title: String,
    /// 地点.
    pub place: String,
    /// 主持人.
    pub host: String,
    /// 应到.
    pub expected: u32,
    /// 实到.
    pub present: u32,
    /// 到会率 in tenths of a percent.
    pub rate_permille: Option<u32>,
    /// 请假、缺席人员.
    pub away: Vec<String>,
    /// How long was studied, in minutes; 0 leaves the cell empty.
    pub minutes: u32,
    /// 议题.
    pub plan: String,
    /// 决议.
    pub resolutions: String,
    /// Whether it was entered late; 备注 then says 补录.
    pub late_entry: bool,
}

/// 活动台账: what was held, who came, what was decided.
pub fn activities_ledger(head: &Head, rows: &[ActivityRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("编号", 17.0, Align::Centre),
        ("时间", 12.0, Align::Centre),
        ("类别", 13.0, Align::Centre),
        ("主题", 22.0, Align::Left),
        ("地点", 12.0, Align::Left),
        ("主持人", 9.0, Align::Centre),
        ("应到", 6.0, Align::Centre),
        ("实到", 6.0, Align::Centre),
        ("到会率", 9.0, Align::Centre),
        ("请假、缺席人员", 16.0, Align::Left),
        ("学习时长(小时)", 9.0, Align::Centre),
        ("议题", 24.0, Align::Left),
        ("决议", 24.0, Align::Left),
        ("备注", 9.0, Align::Left),
    ];
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        vec![
            Cell::Int(n),
            Cell::text(&row.number),
            Cell::Date(row.day),
            Cell::text(&row.kind),
            Cell::text(&row.title),
            Cell::text(&row.place),
            Cell::text(&row.host),
            Cell::Int(row.expected.into()),
            Cell::Int(row.present.into()),
            row.rate_permille.map_or(Cell::Empty, |rate| Cell::Permille(rate.into())),
            Cell::text(row.away.join("、")),
            if row.minutes == 0 { Cell::Empty } else { Cell::Hours(row.minutes) },
            Cell::text(&row.plan),
            Cell::text(&row.resolutions),
            note(row.late_entry, ""),
        ]
    });
    Ledger { total: true, ..ledger("活动台账", head, &columns, rows.collect()) }
}

/// One suggestion in 意见建议台账.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestionRow {
    /// 提出日期.
    pub day: NaiveDate,
    /// 提出人.
    pub from: String,
    /// 提出方式.
    pub way: String,
    /// 意见建议内容.
    pub content: String,
    /// 类别.
    pub category: String,
    /// 办理人.
    pub handler: String,
    /// 办理期限; none when none was set.
    pub due: Option<NaiveDate>,
    /// By how many calendar days it is overdue; 0 when it is not.
    pub overdue_days: u32,
    /// How it ended, as 已会上答复; empty while it is open.
    pub end: String,
    /// When it ended.
    pub ended_on: Option<NaiveDate>,
    /// 答复内容, or why it was closed.
    pub answer: String,
    /// Whether it was entered late; 备注 then says 补录.
    pub late_entry: bool,
}

/// 意见建议台账: what was suggested and what people were told.
pub fn suggestions_ledger(head: &Head, rows: &[SuggestionRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("提出日期", 11.0, Align::Centre),
        ("提出人", 10.0, Align::Centre),
        ("提出方式", 12.0, Align::Centre),
        ("意见建议", 32.0, Align::Left),
        ("类别", 10.0, Align::Centre),
        ("办理人", 9.0, Align::Centre),
        ("办理期限", 11.0, Align::Centre),
        ("状态", 12.0, Align::Centre),
        ("答复日期", 11.0, Align::Centre),
        ("答复情况", 30.0, Align::Left),
        ("备注", 9.0, Align::Left),
    ];
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        let state = match (row.end.as_str(), row.overdue_days) {
            ("", 0) => "待答复",
            ("", _) => "逾期",
            (end, _) => end,
        };
        vec![
            Cell::Int(n),
            Cell::Date(row.day),
            Cell::text(&row.from),
            Cell::text(&row.way),
            Cell::text(&row.content),
            Cell::text(&row.category),
            Cell::text(&row.handler),
            Cell::date(row.due),
            Cell::text(state),
            Cell::date(row.ended_on),
            Cell::text(&row.answer),
            note(row.late_entry, ""),
        ]
    });
    ledger("意见建议台账", head, &columns, rows.collect())
}
