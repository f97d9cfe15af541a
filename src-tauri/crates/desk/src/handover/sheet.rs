//! 交接清单 on paper, from what was frozen; with the result below it once the ledger was passed on.

use method::HandoverId;
use paper::{CellPlace, HandoverSheet, HandoverSheetPart, ListColumn, Sheet};

use super::rows::SHEET;
use super::{Outcome, Part, Row, found, passed};
use crate::archive::groups_of;
use crate::lookup::local_day;
use crate::{Desk, DeskError, HandoverPart, Secretary};

/// People stand beside each other, so that a list of thousands stays a few pages.
const PEOPLE_IN_A_ROW: usize = 3;

/// The sheet, and the name of its file.
pub(crate) fn sheet(desk: &Desk, id: HandoverId) -> Result<(Sheet, String), DeskError> {
    desk.read(|reading| {
        let (handover, list, outcome) = found(reading, id)?;
        let passed = passed(reading, &outcome)?.map(|(_, at)| local_day(at));
        let pair = |who: Secretary| (who.post, who.name);
        let name = if passed.is_some() { "交接书" } else { "交接清单" };
        let had_sheet = list.parts.iter().any(|part| part.part == HandoverPart::Ways && part.rows.iter().any(is_sheet));
        let sheet = HandoverSheet {
            branch: list.branch,
            ledger: list.ledger,
            day: list.day,
            signers: [pair(list.from), pair(list.to), pair(list.witness)],
            from_day: list.from_day,
            entry: handover.head.seq,
            groups: groups_of(&handover.head.hash),
            parts: list.parts.into_iter().map(part).collect(),
            result: passed.map(|day| result(day, &outcome, had_sheet)).unwrap_or_default(),
        };
        Ok((Sheet::Handover(Box::new(sheet)), format!("{name}_{}.pdf", list.day.format("%Y%m%d"))))
    })
}

fn is_sheet(way: &Row) -> bool {
    way.cells.first().is_some_and(|what| what == SHEET)
}

fn result(passed: chrono::NaiveDate, outcome: &Outcome, had_sheet: bool) -> Vec<(String, String)> {
    let words = |day: chrono::NaiveDate| day.format("%Y年%-m月%-d日").to_string();
    let proof = match outcome.proven_at {
        Some(at) => format!("{}当面试开：打不开账本。", words(local_day(at))),
        None => "还没有试开。".to_owned(),
    };
    let (removed, kept): (Vec<_>, Vec<_>) = outcome.backups.iter().partition(|backup| backup.removed);
    let backups = match (kept.len(), removed.len()) {
        _ if outcome.proven_at.is_none() => "还没有核对。".to_owned(),
        (0, 0) => "没有。".to_owned(),
        (0, gone) => format!("共{gone}份，已全部删除。"),
        (left, 0) => format!("共{left}份，用原密码仍能打开，由接交人保管。"),
        (left, gone) => format!("已删除{gone}份；还有{left}份用原密码仍能打开，由接交人保管。"),
    };
    let line = |label: &str, text: String| (label.to_owned(), text);
    vec![
        line("换用新密码", format!("{}，全部内容用新密钥重新加密。", words(passed))),
        line("移交人的原密码", proof),
        line("账本文件夹里的旧备份", backups),
        line("别处的旧备份", "U盘等处的旧备份和账本副本用原密码仍能打开，由双方当面收回或销毁。".to_owned()),
        line("原恢复单", if had_sheet { "已作废，当面拆封销毁。" } else { "没有。" }.to_owned()),
    ]
}

fn part(part: Part) -> HandoverSheetPart {
    use CellPlace::{Center, Left, Right};
    let (title, unit, columns): (_, _, &[(&str, u32, CellPlace)]) = match part.part {
        HandoverPart::People => ("在册人员", "人", &[("姓名", 9, Center), ("职务", 16, Left)]),
        HandoverPart::Owed => (
            "应谈应访（未办）",
            "项",
            &[
                ("谈/访", 6, Center),
                ("姓名", 9, Center),
                ("事项", 15, Left),
                ("事由", 22, Left),
                ("期限", 11, Center),
                ("状态", 13, Center),
            ],
        ),
        HandoverPart::Promises => (
            "承诺事项（未答复）",
            "项",
            &[
                ("日期", 11, Center),
                ("对谁", 9, Center),
                ("承诺", 26, Left),
                ("落实人", 9, Center),
                ("期限", 11, Center),
                ("状态", 10, Center),
            ],
        ),
        HandoverPart::Suggestions => (
            "意见建议（未办结）",
            "条",
            &[
                ("日期", 11, Center),
                ("谁提的", 9, Center),
                ("内容", 32, Left),
                ("办理人", 9, Center),
                ("期限", 11, Center),
            ],
        ),
        HandoverPart::Drafts => {
            ("未写完的记录", "份", &[("种类", 8, Center), ("日期", 12, Center), ("对象", 40, Left)])
        }
        HandoverPart::Papers => (
            "印出未回的表",
            "份",
            &[
                ("编号", 10, Center),
                ("表格", 22, Left),
                ("对象", 16, Left),
                ("印出日期", 12, Center),
                ("状态", 10, Center),
            ],
        ),
        HandoverPart::Boxes => (
            "归档盒",
            "盒",
            &[
                ("年度", 10, Center),
                ("盒号", 12, Center),
                ("起止件号", 14, Center),
                ("件数", 8, Right),
                ("页数", 8, Right),
            ],
        ),
        HandoverPart::Ways => (
            "打开账本的办法",
            "",
            &[("办法", 16, Left), ("名称", 12, Left), ("设定日期", 12, Center), ("交接后", 26, Left)],
        ),
        HandoverPart::Backups => ("备份", "", &[("哪一种", 18, Left), ("文件", 34, Left), ("日期", 12, Center)]),
        HandoverPart::Rules => ("规则和数量", "", &[("", 16, Left), ("", 40, Left)]),
    };
    let count = part.rows.len();
    let (repeat, rows) = match part.part {
        HandoverPart::People => (PEOPLE_IN_A_ROW, beside(part)),
        _ => (1, part.rows.into_iter().map(|row| row.cells).collect()),
    };
    let one = columns.iter().map(|(title, width, place)| ListColumn {
        title: (*title).to_owned(),
        width: *width,
        place: *place,
    });
    let one: Vec<_> = one.collect();
    HandoverSheetPart {
        title: title.to_owned(),
        count: if unit.is_empty() { String::new() } else { format!("{count}{unit}") },
        columns: std::iter::repeat_n(one, repeat).flatten().collect(),
        rows,
    }
}

fn beside(part: Part) -> Vec<Vec<String>> {
    let width = part.rows.first().map_or(0, |row| row.cells.len());
    part.rows
        .chunks(PEOPLE_IN_A_ROW)
        .map(|some| {
            let mut cells: Vec<String> = some.iter().flat_map(|row| row.cells.clone()).collect();
            cells.resize(width * PEOPLE_IN_A_ROW, String::new());
            cells
        })
        .collect()
}
