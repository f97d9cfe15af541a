//! 销毁清册 and 本人信息摘录: from their sheets to the data of their templates.

use serde_json::{Value, json};

use crate::error::PaperError;
use crate::fields::Form;
use crate::reason;
use crate::sheets::{DisposalSheet, ExtractSheet};
use crate::text::{CELL_RUN, ROW_RUN, breakable};

impl Form<'_> {
    pub(crate) fn disposal(&mut self, disposal: &DisposalSheet) -> Result<(), PaperError> {
        self.put("sheet_no", json!(""));
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
        self.put("sheet_no", json!(""));
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
