//! The archive (归档) after DA/T 22-2015 and DA/T 13-2022: items (件), their numbers (档号), boxes, how long they are kept.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{BoxId, DutyKind, ItemId};

/// 保管期限.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// 永久.
    Permanent,
    /// 定期30年.
    Years30,
    /// 定期10年.
    Years10,
}

impl Retention {
    /// The code in 档号: Y, D30 or D10.
    pub fn code(self) -> &'static str {
        match self {
            Self::Permanent => "Y",
            Self::Years30 => "D30",
            Self::Years10 => "D10",
        }
    }
}

/// What shares its numbers and its boxes: 年度, 保管期限, 机构（问题）.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub struct ArchiveGroup {
    /// 年度.
    pub year: i32,
    /// 保管期限.
    pub retention: Retention,
    /// The code of 机构（问题）, as BGS; empty where papers are not sorted by it.
    pub unit: String,
}

/// A talk or a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecordRef {
    /// Which of the two.
    pub kind: DutyKind,
    /// The record.
    #[ts(type = "string")]
    pub id: Uuid,
}

/// Which records a yearly book holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BookOf {
    /// 谈话.
    Talks,
    /// 走访.
    Visits,
    /// Both, talks first.
    Both,
}

impl BookOf {
    /// Whether it holds records of this kind.
    pub fn holds(self, kind: DutyKind) -> bool {
        match self {
            Self::Talks => kind == DutyKind::Talk,
            Self::Visits => kind == DutyKind::Visit,
            Self::Both => true,
        }
    }
}

/// What an item consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum ItemOf {
    /// One record.
    Record {
        /// Which.
        record: RecordRef,
    },
    /// 年度合订本: the records of a year as one item.
    Book {
        /// Which kinds.
        of: BookOf,
        /// Its records, in the order in which they are bound.
        records: Vec<RecordRef>,
    },
    /// Paper that the ledger does not hold, as a book of minutes.
    Paper,
}

impl ItemOf {
    /// The records that are frozen by it.
    pub fn records(&self) -> &[RecordRef] {
        match self {
            Self::Record { record } => std::slice::from_ref(record),
            Self::Book { records, .. } => records,
            Self::Paper => &[],
        }
    }
}

/// 件: what is catalogued as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveItem {
    /// Which.
    pub id: ItemId,
    /// With whom it shares its numbers.
    pub group: ArchiveGroup,
    /// 件号; none while the archive has not given one.
    pub number: Option<u32>,
    /// 题名; one of one's own making stands in `[ ]`.
    pub title: String,
    /// 责任者.
    pub responsible: String,
    /// 文号, or empty.
    pub document: String,
    /// 日期.
    pub day: NaiveDate,
    /// 页数.
    pub pages: u32,
    /// 备注.
    pub note: String,
    /// What it consists of.
    pub of: ItemOf,
    /// The box in which it lies.
    pub box_id: Option<BoxId>,
    /// The action by which it came about; what was made together is undone together.
    pub batch: Uuid,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// 档案盒.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveBox {
    /// Which.
    pub id: BoxId,
    /// What lies in it; other years, periods or units never do.
    pub group: ArchiveGroup,
    /// 盒号; none while it has none.
    pub number: Option<u32>,
    /// 盒脊厚度 in mm: one of [`THICKNESSES`].
    pub thickness: u32,
    /// 盒内文件情况说明 beside the counts.
    pub situation: String,
}

/// A dated note under a record that is frozen (补记).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordNote {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// What.
    pub text: String,
}

/// A row of 保管期限表.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RetentionRule {
    /// What it is about: `talk`, `visit`, or a row of the office's own.
    pub code: String,
    /// 归档范围.
    pub title: String,
    /// 保管期限.
    pub retention: Retention,
    /// 请与县局档案室核对: no rule fixes it.
    pub unsure: bool,
}

/// What is kept how long unless the office says otherwise. Permanent and ten years follow 国家档案局令第8号; nothing fixes a period
/// for talks, visits and minutes.
pub fn default_schedule() -> Vec<RetentionRule> {
    let rule = |code: &str, title: &str, retention, unsure| RetentionRule {
        code: code.to_owned(),
        title: title.to_owned(),
        retention,
        unsure,
    };
    vec![
        rule("talk", "谈心谈话记录", Retention::Years10, true),
        rule("visit", "走访慰问记录", Retention::Years10, true),
        rule("meeting", "党员大会、支部委员会记录", Retention::Years30, true),
        rule("report", "年度工作计划、总结，换届材料", Retention::Permanent, false),
        rule("roster", "党员名册", Retention::Permanent, false),
        rule("brief", "情况反映、工作简报", Retention::Years10, false),
    ]
}

/// 档号, as Z109-WS·2011-Y-BGS-0001. What is not known yet is left blank, to be filled in by the pen.
pub fn archive_code(fonds: &str, group: &ArchiveGroup, number: Option<u32>) -> String {
    let blank = |text: &str| if text.trim().is_empty() { "    ".to_owned() } else { text.trim().to_owned() };
    let unit = if group.unit.is_empty() { String::new() } else { format!("-{}", group.unit) };
    let number = number.map_or_else(|| blank(""), |number| format!("{number:04}"));
    format!("{}-WS·{}-{}{unit}-{number}", blank(fonds), group.year, group.retention.code())
}

/// Spines of boxes, in mm.
pub const THICKNESSES: [u32; 4] = [20, 30, 40, 50];

/// The thinnest box that takes so many pages, or none: they need several.
///
/// A sheet printed on one side is counted as 0.1 mm thick, and 4 mm of a box are its walls and the room for the hand.
pub fn box_thickness(pages: u32) -> Option<u32> {
    THICKNESSES.into_iter().find(|thickness| pages <= (thickness - 4) * 10)
}

/// The next free number of a group.
pub fn next_number(taken: impl IntoIterator<Item = Option<u32>>) -> u32 {
    taken.into_iter().flatten().max().unwrap_or(0) + 1
}

/// A title of one's own making in square brackets; one that has them stays as it is.
pub fn own_title(title: &str) -> String {
    let title = title.trim();
    if title.starts_with('[') && title.ends_with(']') { title.to_owned() } else { format!("[{title}]") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(year: i32, retention: Retention, unit: &str) -> ArchiveGroup {
        ArchiveGroup { year, retention, unit: unit.to_owned() }
    }

    #[test]
    fn codes_are_written_as_the_rule_writes_them() {
        for (fonds, group, number, code) in [
            ("Z109", group(2011, Retention::Permanent, "BGS"), Some(1), "Z109-WS·2011-Y-BGS-0001"),
            ("Z109", group(2026, Retention::Years10, ""), Some(23), "Z109-WS·2026-D10-0023"),
            ("0042", group(2026, Retention::Years30, "DQL"), Some(12345), "0042-WS·2026-D30-DQL-12345"),
            ("", group(2026, Retention::Years30, "DQL"), None, "    -WS·2026-D30-DQL-    "),
            (" Z109 ", group(2026, Retention::Years10, ""), None, "Z109-WS·2026-D10-    "),
        ] {
            assert_eq!(archive_code(fonds, &group, number), code);
        }
        assert!(archive_code("Z109", &group(2026, Retention::Permanent, ""), None).contains('\u{b7}'));
    }

    #[test]
    fn the_thinnest_box_that_takes_the_pages_is_chosen() {
        for (pages, thickness) in [
            (0, Some(20)),
            (160, Some(20)),
            (161, Some(30)),
            (260, Some(30)),
            (360, Some(40)),
            (460, Some(50)),
            (461, None),
        ] {
            assert_eq!(box_thickness(pages), thickness, "{pages}");
        }
    }

    #[test]
    fn numbers_go_on_after_the_highest_and_begin_at_one() {
        assert_eq!(next_number([]), 1);
        assert_eq!(next_number([None, None]), 1);
        assert_eq!(next_number([Some(2), None, Some(7)]), 8);
    }

    #[test]
    fn brackets_are_put_once() {
        assert_eq!(own_title(" 2026年谈心谈话记录 "), "[2026年谈心谈话记录]");
        assert_eq!(own_title("[2026年谈心谈话记录]"), "[2026年谈心谈话记录]");
    }

    #[test]
    fn talks_and_visits_are_kept_ten_years_until_asked() {
        let schedule = default_schedule();
        let of = |code: &str| schedule.iter().find(|rule| rule.code == code).map(|rule| (rule.retention, rule.unsure));
        assert_eq!(of("talk"), Some((Retention::Years10, true)));
        assert_eq!(of("visit"), Some((Retention::Years10, true)));
        assert_eq!(of("meeting").map(|(retention, _)| retention), Some(Retention::Years30));
    }

    #[test]
    fn a_book_freezes_all_its_records() {
        let record = RecordRef { kind: DutyKind::Talk, id: Uuid::nil() };
        assert_eq!(ItemOf::Record { record }.records(), [record]);
        assert_eq!(ItemOf::Book { of: BookOf::Both, records: vec![record; 3] }.records().len(), 3);
        assert!(ItemOf::Paper.records().is_empty());
        assert!(BookOf::Both.holds(DutyKind::Visit) && !BookOf::Talks.holds(DutyKind::Visit));
    }
}
