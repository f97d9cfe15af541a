//! A record as it lies in the archive: with its stamp, and with the notes added since.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

use crate::archive::Stamp;
use crate::error::PaperError;
use crate::fields::Form;
use crate::reason;
use crate::sheets::Sheet;
use crate::text::{CELL_RUN, breakable};

/// A record with what the archive adds: its stamp in the clear zone of the first page, and what was noted after it was frozen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FiledSheet {
    /// The record.
    pub sheet: Sheet,
    /// 归档章.
    pub stamp: Option<Stamp>,
    /// 补记, oldest first.
    pub notes: Vec<NoteLine>,
}

/// A note under a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoteLine {
    /// Its day.
    pub day: NaiveDate,
    /// Who wrote it.
    pub by: String,
    /// What. A line break begins a paragraph.
    pub text: String,
}

impl Form<'_> {
    pub(crate) fn notes(&mut self, notes: &[NoteLine]) -> Result<(), PaperError> {
        let mut lines = Vec::new();
        for note in notes {
            let by = breakable(&self.checked_line("notes", &note.by)?, CELL_RUN);
            lines.push(json!({
                "day": reason::full(note.day),
                "by": by,
                "text": self.long_text("notes", &note.text)?,
            }));
        }
        self.put("notes", Value::Array(lines));
        Ok(())
    }
}
