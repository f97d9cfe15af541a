//! 恢复单: from its sheet to the data of its template. The text stands on it in large groups and in a QR code.

use chrono::NaiveDate;
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Serialize;
use serde_json::{Value, json};

use crate::code::runs;
use crate::error::PaperError;
use crate::fields::{Form, shortened};
use crate::reason;

/// The most characters of the branch's and the ledger's name.
const NAME: usize = 60;

/// 恢复单: the only way back into a ledger whose password is forgotten.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RecoverySheet {
    /// The branch.
    pub branch: String,
    /// The ledger's name, which is that of its folder.
    pub ledger: String,
    /// The first characters of the ledger's id, to tell it from others of the same name.
    pub vault: String,
    /// The day on which the sheet was made.
    pub day: NaiveDate,
    /// The recovery text, line by line; groups are parted by spaces. Secret.
    pub lines: Vec<String>,
}

impl std::fmt::Debug for RecoverySheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoverySheet { .. }")
    }
}

impl Form<'_> {
    pub(crate) fn recovery(&mut self, sheet: &RecoverySheet) -> Result<(), PaperError> {
        self.line("branch", &shortened(&sheet.branch, NAME))?;
        self.line("ledger", &shortened(&sheet.ledger, NAME))?;
        self.line("vault", &sheet.vault)?;
        self.put("day", json!(reason::full(sheet.day)));
        let mut lines = Vec::new();
        for line in &sheet.lines {
            let line = self.checked_line("lines", line)?;
            lines.push(line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        }
        // Hyphens, as a QR code packs them with capital letters and digits, but a line break not.
        let text: Vec<String> = lines.iter().map(|groups| groups.join("-")).collect();
        self.put("qr", qr(&text.join("-"))?);
        self.put("lines", json!(lines));
        Ok(())
    }
}

/// The dark modules of a QR code, row by row, as runs: where each begins and how long it is.
fn qr(text: &str) -> Result<Value, PaperError> {
    // A quarter of it may be soiled or folded.
    let code = QrCode::encode_text(text, QrCodeEcc::Quartile);
    let code = code.map_err(|_| PaperError::FieldTooLong { field: "lines", characters: text.chars().count() })?;
    Ok(json!(runs(&code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_is_printed() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let lines = vec!["SECR ET00".to_owned()];
        let sheet = RecoverySheet { branch: String::new(), ledger: String::new(), vault: String::new(), day, lines };
        assert!(!format!("{:?}", crate::Sheet::Recovery(sheet)).contains("SECR"));
    }

    #[test]
    fn the_code_has_its_three_corners() {
        let code = qr("0000-4106").unwrap();
        let rows = code.as_array().unwrap();
        assert_eq!(rows[0][0], json!([0, 7]));
        assert_eq!(rows[0].as_array().unwrap().last().unwrap(), &json!([rows.len() - 7, 7]));
        assert_eq!(rows[rows.len() - 1][0], json!([0, 7]));
    }
}
