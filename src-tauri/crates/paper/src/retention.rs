//! 销毁清册 and 本人信息摘录: from their sheets to the data of their templates.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use crate::error::PaperError;
use crate::fields::Form;
use crate::reason;
use crate::text::{CELL_RUN, ROW_RUN, breakable};

/// 销毁清册: what of a person's data is to be destroyed, or was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DisposalSheet {
    /// The branch.
    pub branch: String,
    /// The day on which it was made.
    pub day: NaiveDate,
    /// Whose data: the name before, something without it after.
    pub subject: String,
    /// What there is, or was.
    pub rows: Vec<DisposalLine>,
    /// When it was destroyed; none while it is not.
    pub destroyed_on: Option<NaiveDate>,
    /// The names of those who saw to it; their signatures are left to the pen.
    pub supervisors: Vec<String>,
}

/// A row of 销毁清册.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DisposalLine {
    /// 题名.
    pub title: String,
    /// 年度.
    pub year: i32,
    /// 份数.
    pub copies: u32,
}

/// 本人信息摘录: what is kept of a person, as far as it may be shown to him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExtractSheet {
    /// The branch.
    pub branch: String,
    /// The day on which it was made.
    pub day: NaiveDate,
    /// 姓名, at the head of the pages after the first.
    pub name: String,
    /// Labels and values of the roster.
    pub fields: Vec<(String, String)>,
    /// The lists below, in their order.
    pub parts: Vec<ExtractPart>,
}

/// A list of an extract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExtractPart {
    /// What it lists.
    pub title: String,
    /// A day or period, or a word, and a text.
    pub rows: Vec<(String, String)>,
}

impl Form<'_> {
    pub(crate) fn disposal(&mut self, disposal: &DisposalSheet) -> Result<(), PaperError> {
        self.put("day", json!(reason::full(disposal.day)));
        self.line("branch", &disposal.branch)?;
        self.line("subject", &disposal.subject)?;
        self.line("supervisors", &disposal.supervisors.join("、"))?;
        let destroyed = disposal.destroyed_on.map(reason::full).unwrap_or_default();
        let mut rows = Vec::new();
        for row in &disposal.rows {
            let title = breakable(&self.checked_line("rows", &row.title)?, CELL_RUN);
            rows.push(json!([title, row.year.to_string(), row.copies.to_string(), destroyed]));
        }
        self.put("rows", Value::Array(rows));
        Ok(())
    }

    pub(crate) fn extract(&mut self, extract: &ExtractSheet) -> Result<(), PaperError> {
        self.put("day", json!(reason::full(extract.day)));
        self.line("branch", &extract.branch)?;
        self.line("name", &extract.name)?;
        let mut fields = Vec::new();
        for (label, value) in &extract.fields {
            let label = breakable(&self.checked_line("fields", label)?, CELL_RUN);
            fields.push(json!([label, breakable(&self.checked_line("fields", value)?, ROW_RUN)]));
        }
        self.put("fields", Value::Array(fields));
        let mut parts = Vec::new();
        for part in &extract.parts {
            let mut rows = Vec::new();
            for (day, text) in &part.rows {
                let day = self.checked_line("parts", day)?;
                rows.push(json!([day, breakable(&self.checked_line("parts", text)?, ROW_RUN)]));
            }
            parts.push(json!({ "title": self.checked_line("parts", &part.title)?, "rows": rows }));
        }
        self.put("parts", Value::Array(parts));
        Ok(())
    }
}
