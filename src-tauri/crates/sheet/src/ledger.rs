//! What a ledger on a sheet is made of, whatever it lists.

use chrono::NaiveDate;

/// A list for paper or spreadsheet (台账); one worksheet or one CSV file.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// The title above the table, and the worksheet's name as far as such a name may hold it.
    pub title: String,
    /// 填报单位.
    pub unit: String,
    /// 填报时间; also the creation time in the file's properties, so that the same ledger gives the same bytes.
    pub made: NaiveDate,
    /// 统计时间段 in words, as `2026年1月1日至2026年11月23日`; empty for none.
    pub period: String,
    /// The columns from left to right.
    pub columns: Vec<Column>,
    /// The rows from top to bottom; each has one cell for each column, missing ones are empty.
    pub rows: Vec<Vec<Cell>>,
    /// Whether a 合计 row adds up the columns that hold money or hours.
    pub total: bool,
    /// A line below the table, as that the file is not encrypted; empty for none.
    pub remark: String,
}

/// One column of a ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The title in the header row.
    pub title: String,
    /// The width in Latin characters of 11 points; a Chinese character takes two.
    pub width: f64,
    /// Where the text stands.
    pub align: Align,
    /// When it is in the ledger.
    pub offer: Offer,
}

/// When a column is in a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Unless it is left out.
    Usual,
    /// When it is chosen.
    Optional,
    /// When it is ticked for this one time: what harms most when it gets about.
    Sensitive,
}

/// Where the text of a column stands; all texts are wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// For short entries: numbers, dates, names.
    Centre,
    /// For sentences.
    Left,
    /// For money.
    Right,
}

/// One cell of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, never read as a formula, whatever it begins with.
    Text(String),
    /// A day, shown as `2026.11.23`.
    Date(NaiveDate),
    /// A count.
    Int(i64),
    /// Money in 分, shown in 元.
    Money(i64),
    /// A time in minutes, shown in hours: `2.5`.
    Hours(u32),
    /// A rate in tenths of a percent, shown as `83.3%`.
    Permille(i64),
    /// A number in hundredths, shown with as many places as it needs: `99.5`.
    Hundredths(i64),
}

impl Cell {
    /// A text, or nothing when it is blank.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    /// A day, when there is one.
    pub fn date(day: Option<NaiveDate>) -> Self {
        day.map_or(Cell::Empty, Cell::Date)
    }
}

impl Column {
    /// A usual column.
    pub fn new(title: &str, width: f64, align: Align) -> Self {
        Self { title: title.to_owned(), width, align, offer: Offer::Usual }
    }

    /// The same, in the ledger only when it is chosen.
    pub fn optional(self) -> Self {
        Self { offer: Offer::Optional, ..self }
    }

    /// The same, in the ledger only when it is ticked.
    pub fn sensitive(self) -> Self {
        Self { offer: Offer::Sensitive, ..self }
    }
}

impl Ledger {
    /// Keeps the columns that `keep` says; the others go with their cells.
    pub fn keep_columns(&mut self, keep: impl Fn(&Column) -> bool) {
        let kept: Vec<bool> = self.columns.iter().map(keep).collect();
        let is_kept = |at: &usize| kept.get(*at).copied().unwrap_or(false);
        for row in &mut self.rows {
            let cells = std::mem::take(row);
            *row = cells.into_iter().enumerate().filter(|(at, _)| is_kept(at)).map(|(_, cell)| cell).collect();
        }
        let columns = std::mem::take(&mut self.columns);
        self.columns =
            columns.into_iter().enumerate().filter(|(at, _)| is_kept(at)).map(|(_, column)| column).collect();
    }
}
