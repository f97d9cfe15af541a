//! 个人卡, 清单 and 台账, 统计报表 and the ruler page: what they hold, and from there the data of their templates.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use crate::error::PaperError;
use crate::fields::{Form, shortened};
use crate::reason;
use crate::text::{CELL_RUN, ROW_RUN, breakable};

/// The most characters of a cell of a list; a ledger has the outline of things.
const CELL: usize = 400;

/// 六知晓 个人卡: what is known of a person, as far as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardSheet {
    /// The branch.
    pub branch: String,
    /// The day on which it was made.
    pub day: NaiveDate,
    /// 姓名, at the head of the pages after the first.
    pub name: String,
    /// Labels and values of the roster, two in a row.
    pub fields: Vec<(String, String)>,
    /// The facets that were asked for, in their order.
    pub facets: Vec<CardFacet>,
    /// Whether numbers and addresses are covered.
    pub masked: bool,
}

/// A facet on a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardFacet {
    /// As 家庭情况.
    pub title: String,
    /// 核对日期; none when it never was.
    pub checked: Option<NaiveDate>,
    /// A day, a period or a word, and a text.
    pub rows: Vec<(String, String)>,
}

/// A list or ledger on its long side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListSheet {
    /// The title.
    pub title: String,
    /// 填报单位.
    pub unit: String,
    /// 填报时间.
    pub made: NaiveDate,
    /// 统计时间段 in words; empty for none.
    pub period: String,
    /// The columns from left to right.
    pub columns: Vec<ListColumn>,
    /// The cells as texts, row by row.
    pub rows: Vec<Vec<String>>,
    /// The cells of the row of sums; empty for none.
    pub sums: Vec<String>,
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListColumn {
    /// The title.
    pub title: String,
    /// The width beside that of the others.
    pub width: u32,
    /// Where the text stands.
    pub place: CellPlace,
}

/// Where the text of a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CellPlace {
    /// Short entries.
    Center,
    /// Sentences.
    Left,
    /// Money and counts.
    Right,
}

/// 统计报表 of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportSheet {
    /// The title.
    pub title: String,
    /// 填报单位.
    pub unit: String,
    /// 填报时间.
    pub made: NaiveDate,
    /// The period in words.
    pub period: String,
    /// The tables from top to bottom.
    pub tables: Vec<ReportTable>,
}

/// A table of figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportTable {
    /// What it shows.
    pub title: String,
    /// What is noted below it; empty for nothing.
    pub note: String,
    /// The titles of the columns; the first names the rows.
    pub columns: Vec<String>,
    /// The cells as texts, row by row.
    pub rows: Vec<Vec<String>>,
    /// Of each row how many in a thousand, drawn as a bar; empty for no bars.
    pub bars: Vec<Option<u32>>,
}

impl Form<'_> {
    pub(crate) fn card(&mut self, card: &CardSheet) -> Result<(), PaperError> {
        self.put("day", json!(reason::full(card.day)));
        self.line("branch", &card.branch)?;
        self.line("name", &shortened(&card.name, 40))?;
        self.put("masked", json!(card.masked));
        let mut fields = Vec::new();
        for (label, value) in &card.fields {
            fields.push(json!([
                self.checked_line("fields", label)?,
                breakable(&self.checked_line("fields", value)?, CELL_RUN)
            ]));
        }
        self.put("fields", Value::Array(fields));
        let mut facets = Vec::new();
        for facet in &card.facets {
            let mut rows = Vec::new();
            for (day, text) in &facet.rows {
                let day = breakable(&self.checked_line("facets", day)?, CELL_RUN);
                rows.push(json!([day, breakable(&self.checked_line("facets", text)?, ROW_RUN)]));
            }
            let checked = facet.checked.map(reason::full).unwrap_or_default();
            facets
                .push(json!({ "title": self.checked_line("facets", &facet.title)?, "checked": checked, "rows": rows }));
        }
        self.put("facets", Value::Array(facets));
        Ok(())
    }

    pub(crate) fn list(&mut self, list: &ListSheet) -> Result<(), PaperError> {
        self.list_head(&list.title, &list.unit, list.made, &list.period)?;
        let mut columns = Vec::new();
        for column in &list.columns {
            let title = self.checked_line("columns", &column.title)?;
            columns.push(json!({ "title": title, "width": column.width.max(1), "place": column.place }));
        }
        self.put("columns", Value::Array(columns));
        let mut rows = Vec::new();
        for row in &list.rows {
            rows.push(self.list_row(row)?);
        }
        self.put("rows", Value::Array(rows));
        let sums = self.list_row(&list.sums)?;
        self.put("sums", sums);
        Ok(())
    }

    pub(crate) fn report(&mut self, report: &ReportSheet) -> Result<(), PaperError> {
        self.list_head(&report.title, &report.unit, report.made, &report.period)?;
        let mut tables = Vec::new();
        for table in &report.tables {
            let mut rows = Vec::new();
            for row in &table.rows {
                rows.push(self.list_row(row)?);
            }
            tables.push(json!({
                "title": self.checked_line("tables", &table.title)?,
                "note": self.checked_line("tables", &table.note)?,
                "columns": self.list_row(&table.columns)?,
                "rows": rows,
                "bars": table.bars,
            }));
        }
        self.put("tables", Value::Array(tables));
        Ok(())
    }

    fn list_head(&mut self, title: &str, unit: &str, made: NaiveDate, period: &str) -> Result<(), PaperError> {
        let title = self.checked_line("title", title)?;
        self.put("form_title", json!(shortened(&title, 24)));
        self.line("unit", unit)?;
        // What stands at the head of the pages after the first has room for a line only.
        let running = self.checked_line("unit", unit)?;
        self.put("running", json!(shortened(&running, 40)));
        self.put("day", json!(reason::full(made)));
        self.line("period", period)
    }

    fn list_row(&mut self, cells: &[String]) -> Result<Value, PaperError> {
        let mut row = Vec::new();
        for cell in cells {
            let lines: Vec<&str> = cell.split('\n').collect();
            let lines = lines.into_iter().map(|line| self.checked_line("rows", line)).collect::<Result<Vec<_>, _>>()?;
            row.push(json!(breakable(&shortened(&lines.join("\n"), CELL), 6)));
        }
        Ok(Value::Array(row))
    }
}
