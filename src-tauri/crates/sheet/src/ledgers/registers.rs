//! What became of paper: 印出未回 and 归档文件目录.

use chrono::NaiveDate;

use super::{Head, ledger};
use crate::ledger::{Align, Cell, Ledger};

/// One sheet in 印出未回台账.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperRow {
    /// 表号, as on the sheet.
    pub number: String,
    /// 表格名称.
    pub sheet: String,
    /// 印出日期.
    pub printed: NaiveDate,
    /// 对象: the names of those whom it is about.
    pub persons: Vec<String>,
    /// 记录编号, as `〔2026〕第23号`; empty for a blank.
    pub record: String,
    /// 页数.
    pub pages: u32,
    /// For how many calendar days it is out.
    pub days_out: u32,
    /// Whether that is longer than the office allows.
    pub overdue: bool,
    /// Whether its record was changed after it was printed.
    pub changed_since: bool,
}

/// One item (件) in 归档文件目录, as DA/T 22-2015 has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueRow {
    /// 档号.
    pub code: String,
    /// 文号.
    pub document: String,
    /// 责任者.
    pub responsible: String,
    /// 题名.
    pub title: String,
    /// 日期.
    pub day: NaiveDate,
    /// 页数.
    pub pages: u32,
    /// 备注.
    pub note: String,
}

/// 印出未回台账: the sheets that went out to be signed or filled in and are not back.
pub fn papers_ledger(head: &Head, rows: &[PaperRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("表号", 12.0, Align::Centre),
        ("表格名称", 27.0, Align::Left),
        ("印出日期", 12.0, Align::Centre),
        ("对象", 16.0, Align::Centre),
        ("记录编号", 17.0, Align::Centre),
        ("页数", 6.0, Align::Centre),
        ("未回天数", 9.0, Align::Centre),
        ("是否逾期", 9.0, Align::Centre),
        ("备注", 22.0, Align::Left),
    ];
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        vec![
            Cell::Int(n),
            Cell::text(&row.number),
            Cell::text(&row.sheet),
            Cell::Date(row.printed),
            Cell::text(row.persons.join("、")),
            Cell::text(&row.record),
            Cell::Int(row.pages.into()),
            Cell::Int(row.days_out.into()),
            Cell::text(if row.overdue { "逾期" } else { "否" }),
            Cell::text(if row.changed_since { "印出后记录有改动" } else { "" }),
        ]
    });
    ledger("印出未回台账", head, &columns, rows.collect())
}

/// 归档文件目录 with its customary columns; 密级 stays empty, as only 定密责任人 sets one.
pub fn catalogue_ledger(head: &Head, rows: &[CatalogueRow]) -> Ledger {
    let columns = [
        ("序号", 5.0, Align::Centre),
        ("档号", 24.0, Align::Centre),
        ("文号", 14.0, Align::Centre),
        ("责任者", 20.0, Align::Left),
        ("题名", 40.0, Align::Left),
        ("日期", 12.0, Align::Centre),
        ("密级", 6.0, Align::Centre),
        ("页数", 6.0, Align::Centre),
        ("备注", 14.0, Align::Left),
    ];
    let rows = rows.iter().zip(1..).map(|(row, n)| {
        vec![
            Cell::Int(n),
            Cell::text(&row.code),
            Cell::text(&row.document),
            Cell::text(&row.responsible),
            Cell::text(&row.title),
            Cell::Date(row.day),
            Cell::Empty,
            Cell::Int(row.pages.into()),
            Cell::text(&row.note),
        ]
    });
    ledger("归档文件目录", head, &columns, rows.collect())
}
