//! The words of ledgers, and how their cells look on the screen.

use chrono::{Datelike, NaiveDate};
use method::{DutyKind, TalkVariant};
use sheet::Cell;

use crate::lists;
use crate::lookup::Lookup;

/// The six occasions of a talk, word for word from the method's description; 0 is 其他.
const TALK_ITEMS: [&str; 7] = [
    "其他（例行）",
    "新来人员",
    "工作、岗位调整时",
    "受奖、晋级、入党前后",
    "受批评教育、违纪时",
    "遇到挫折或家庭困难",
    "人际关系发生矛盾时",
];

/// The six occasions of a visit; 0 is 其他.
const VISIT_ITEMS: [&str; 7] = ["节日、其他", "受纪律处理", "有困难", "生病、受伤", "婚丧嫁娶", "家庭纠纷", "连续加班"];

/// A cell as the screen shows it; dates and money look as they do in the file.
pub(crate) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Date(day) => day.format("%Y.%m.%d").to_string(),
        Cell::Int(n) => n.to_string(),
        Cell::Money(fen) => format!("¥{}.{:02}", fen / 100, fen % 100),
        Cell::Hours(minutes) => lists::hours(*minutes),
        Cell::Permille(n) => format!("{}.{}%", n / 10, n % 10),
        Cell::Hundredths(n) => method::Hundredths(*n).to_string(),
    }
}

/// What kind of talk, as ledgers and reports have it.
pub(crate) fn variant_words(variant: TalkVariant) -> &'static str {
    match variant {
        TalkVariant::Plain => "谈心谈话",
        TalkVariant::Integrity => "廉政谈话",
        TalkVariant::Reminder => "提醒谈话",
        TalkVariant::Group => "集体谈话",
    }
}

/// The words of an item: one of the six, 例行, or a category of the office's own.
pub(crate) fn item<'a>(lookup: &'a Lookup<'_>, kind: DutyKind, category: u8) -> &'a str {
    let own = || lookup.pack.category_title(kind, category).unwrap_or_default();
    shipped_item(kind, category).unwrap_or_else(own)
}

/// The same without the office's own: one of the six, or 0 for others.
pub(crate) fn shipped_item(kind: DutyKind, category: u8) -> Option<&'static str> {
    let items = match kind {
        DutyKind::Talk => &TALK_ITEMS,
        DutyKind::Visit => &VISIT_ITEMS,
    };
    items.get(usize::from(category)).copied()
}

pub(super) fn items(lookup: &Lookup<'_>, kind: DutyKind, categories: &[u8]) -> String {
    categories.iter().map(|category| item(lookup, kind, *category)).collect::<Vec<_>>().join("；")
}

pub(crate) fn period_text(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    let words = |day: NaiveDate| day.format("%Y年%-m月%-d日").to_string();
    match (from, to) {
        (Some(from), Some(to)) => format!("{}—{}", words(from), words(to)),
        (Some(from), None) => format!("{}起", words(from)),
        (None, Some(to)) => format!("至{}", words(to)),
        (None, None) => String::new(),
    }
}

/// The period as file names carry it: `2026年` for a whole year, else its days.
pub(crate) fn file_period(from: Option<NaiveDate>, to: Option<NaiveDate>, today: NaiveDate) -> String {
    let digits = |day: NaiveDate| day.format("%Y%m%d").to_string();
    match (from, to) {
        (Some(from), Some(to))
            if from.year() == to.year() && from.ordinal() == 1 && (to.month(), to.day()) == (12, 31) =>
        {
            format!("{}年", from.year())
        }
        (Some(from), to) => format!("{}-{}", digits(from), digits(to.unwrap_or(today))),
        (None, to) => format!("至{}", digits(to.unwrap_or(today))),
    }
}
