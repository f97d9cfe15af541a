//! 工作交接清单 and 工作交接书: from the sheet to the data of its template.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use crate::error::PaperError;
use crate::fields::Form;
use crate::lists::ListColumn;
use crate::reason;
use crate::text::{CELL_RUN, ROW_RUN, breakable};

/// 工作交接清单, as it was frozen; with what became of it, 工作交接书.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandoverSheet {
    /// The branch.
    pub branch: String,
    /// What the ledger is told by.
    pub ledger: String,
    /// The day on which the list was made.
    pub day: NaiveDate,
    /// 移交人, 接交人, 监交人: post and name; their signatures are left to the pen.
    pub signers: [(String, String); 3],
    /// From when the successor is in office.
    pub from_day: NaiveDate,
    /// The number of the log's entry that the list stands for.
    pub entry: u64,
    /// The first groups of that entry's hash.
    pub groups: Vec<String>,
    /// What is handed over, in its order.
    pub parts: Vec<HandoverSheetPart>,
    /// What became of it; empty for the list.
    pub result: Vec<(String, String)>,
}

/// A part of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandoverSheetPart {
    /// As 应谈应访（未办）.
    pub title: String,
    /// How many, in words; empty for none.
    pub count: String,
    /// The columns from left to right.
    pub columns: Vec<ListColumn>,
    /// The cells as texts, row by row.
    pub rows: Vec<Vec<String>>,
}

impl Form<'_> {
    pub(crate) fn handover(&mut self, sheet: &HandoverSheet) -> Result<(), PaperError> {
        self.put("day", json!(reason::full(sheet.day)));
        self.put("from_day", json!(reason::full(sheet.from_day)));
        self.line("branch", &sheet.branch)?;
        self.line("ledger", &sheet.ledger)?;
        self.put("entry", json!(sheet.entry.to_string()));
        self.put("groups", json!(sheet.groups));
        let mut signers = Vec::new();
        for (post, name) in &sheet.signers {
            signers.push(json!([self.checked_line("signers", post)?, self.checked_line("signers", name)?]));
        }
        self.put("signers", Value::Array(signers));
        let mut parts = Vec::new();
        for part in &sheet.parts {
            let mut rows = Vec::new();
            for row in &part.rows {
                let cells = row.iter().map(|cell| Ok(breakable(&self.checked_line("parts", cell)?, CELL_RUN)));
                rows.push(json!(cells.collect::<Result<Vec<_>, PaperError>>()?));
            }
            parts.push(json!({ "title": part.title, "count": part.count, "columns": part.columns, "rows": rows }));
        }
        self.put("parts", Value::Array(parts));
        let mut result = Vec::new();
        for (label, text) in &sheet.result {
            result.push(json!([label, breakable(&self.checked_line("result", text)?, ROW_RUN)]));
        }
        self.put("result", Value::Array(result));
        Ok(())
    }
}
