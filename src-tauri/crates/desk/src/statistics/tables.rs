//! The figures as tables in words, for paper and for the workbook.

use method::{DutyFigures, DutyKind, Facet, GroupBy, GroupKey, MoneyOf, Silence, Slot, Step};
use paper::ReportTable;
use sheet::{Align, Cell, Column, Ledger};

use super::{is_shown, named_period};
use crate::{StatisticsOf, StatisticsView, cards, ledgers};

/// The columns of what was owed, after the first.
const DUTIES: [&str; 8] = ["应办", "按期", "逾期办结", "逾期", "未办", "未到期", "免除", "按期率"];
/// What the figures are, below the first table.
const RULE: &str =
    "按应办的第一个期限归入时间段。按期率＝按期÷（按期＋逾期办结＋未办＋逾期），尾数舍去；未到期、免除、撤销不计。";

/// A table of figures.
pub(super) struct Table {
    title: String,
    note: String,
    columns: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

/// All tables of the figures, in their order.
pub(super) fn tables(view: &StatisticsView, of: &StatisticsOf) -> Vec<Table> {
    let mut tables = vec![owed(view), times(view)];
    tables.extend([DutyKind::Talk, DutyKind::Visit].map(|kind| items(view, kind)));
    let groups = view.figures.groups.iter().filter(|table| is_shown(table.by, of) && table.rows.len() > 1);
    tables.extend(groups.map(group));
    tables.extend([contacts(view), knowing(view), silences(view)]);
    if view.figures.contacts.gifts > 0 {
        tables.extend([funds(view), money(view)]);
    }
    if of.ends {
        tables.extend(ends(view));
    }
    if of.names {
        tables.push(longest(view));
    }
    tables
}

fn owed(view: &StatisticsView) -> Table {
    let figures = &view.figures;
    let rows = [("应谈", &figures.talks), ("应访", &figures.visits), ("合计", &figures.all)];
    let rows = rows.map(|(name, duties)| (name.to_owned(), *duties));
    Table { note: RULE.to_owned(), ..of_duties("应谈应访办理情况", "项目", rows) }
}

fn times(view: &StatisticsView) -> Table {
    let (title, first) = match view.by {
        Step::Month => ("逐月情况", "月份"),
        Step::Quarter => ("逐季情况", "季度"),
        Step::Year => ("逐年情况", "年份"),
    };
    let rows = view.figures.times.iter().map(|row| (slot(row.slot), row.duties));
    of_duties(title, first, rows.chain([("合计".to_owned(), view.figures.all)]))
}

fn items(view: &StatisticsView, kind: DutyKind) -> Table {
    let (title, total) = match kind {
        DutyKind::Talk => ("六必谈", view.figures.talks),
        DutyKind::Visit => ("六必访", view.figures.visits),
    };
    let of_kind = view.figures.items.iter().filter(|row| row.kind == kind);
    let rows = of_kind.map(|row| (item(view, kind, row.category), row.duties));
    of_duties(title, "事项", rows.chain([("合计".to_owned(), total)]))
}

fn group(table: &method::GroupTable) -> Table {
    let (title, first) = match table.by {
        GroupBy::Political => ("按政治面貌", "政治面貌"),
        GroupBy::Age => ("按年龄段", "年龄段"),
        GroupBy::Sex => ("按性别", "性别"),
        GroupBy::Standing => ("按先进、后进底数", "底数"),
        GroupBy::Post => ("按岗位", "岗位"),
    };
    let rows = table.rows.iter().map(|row| (group_words(&row.key), row.duties));
    let note = match table.by {
        GroupBy::Post => "不足三人的岗位并入“其他”。",
        _ => "",
    };
    Table { note: note.to_owned(), ..of_duties(title, first, rows) }
}

/// Talks, visits and money, slot by slot; the numbers of persons stand below.
fn contacts(view: &StatisticsView) -> Table {
    let counts = &view.figures.contacts;
    let row = |name: String, talks: u32, visits: u32, fen: i64| {
        vec![Cell::Text(name), Cell::Int(talks.into()), Cell::Int(visits.into()), Cell::Money(fen)]
    };
    let times = view.figures.times.iter();
    let rows = times.map(|time| row(slot(time.slot), time.talks, time.visits, time.money_fen));
    let total = row("合计".to_owned(), counts.talks, counts.visits, counts.money_fen);
    let variants = view.figures.variants.iter().filter(|row| row.talks > 0);
    let variants: Vec<String> =
        variants.map(|row| format!("{}{}次", ledgers::variant_words(row.variant), row.talks)).collect();
    let variants = if variants.is_empty() { String::new() } else { format!("其中{}。", variants.join("、")) };
    Table {
        title: "谈话、走访次数".to_owned(),
        note: format!(
            "谈话{}人次，谈到{}人；走访{}人次，访到{}人。{variants}",
            counts.talk_times, counts.talked, counts.visit_times, counts.visited
        ),
        columns: vec!["时间", "谈话（次）", "走访（次）", "慰问金（元）"],
        rows: rows.chain([total]).collect(),
    }
}

fn funds(view: &StatisticsView) -> Table {
    let rows = view.figures.funds.iter().map(|row| {
        let fund = if row.fund.is_empty() { "未填" } else { &row.fund };
        gift(fund.to_owned(), row.gifts, row.money_fen)
    });
    gifts("慰问金（按资金来源）", "资金来源", view, rows)
}

fn money(view: &StatisticsView) -> Table {
    let rows = view.figures.money.iter().map(|row| {
        let name = match row.of {
            MoneyOf::Item(category) => item(view, DutyKind::Visit, category),
            MoneyOf::Several => "多项".to_owned(),
        };
        gift(name, row.gifts, row.money_fen)
    });
    gifts("慰问金（按走访类别）", "走访类别", view, rows)
}

fn gift(name: String, gifts: u32, fen: i64) -> Vec<Cell> {
    vec![Cell::Text(name), Cell::Int(gifts.into()), Cell::Money(fen)]
}

fn gifts(title: &str, first: &'static str, view: &StatisticsView, rows: impl Iterator<Item = Vec<Cell>>) -> Table {
    let total = gift("合计".to_owned(), view.figures.contacts.gifts, view.figures.contacts.money_fen);
    Table {
        title: title.to_owned(),
        note: String::new(),
        columns: vec![first, "次数", "慰问金（元）"],
        rows: rows.chain([total]).collect(),
    }
}

/// As of today, without contents.
fn knowing(view: &StatisticsView) -> Table {
    let rows = view.knowing.iter().map(|row| {
        let counts = [row.known, row.stale, row.unknown].map(|count| Cell::Int(count.into()));
        [Cell::Text(facet(row.facet))].into_iter().chain(counts).collect()
    });
    Table {
        title: "六知晓".to_owned(),
        note: format!("截至{}，在册{}人。", view.today.format("%Y年%-m月%-d日"), view.figures.persons),
        columns: vec!["知晓项", "已知（人）", "过期（人）", "未知（人）"],
        rows: rows.collect(),
    }
}

fn silences(view: &StatisticsView) -> Table {
    let rows = view.figures.silences.iter().map(|row| {
        let name = match row.since {
            Silence::Never => "没有谈过",
            Silence::Over365 => "超过一年",
            Silence::Over180 => "181—365天",
            Silence::Over90 => "91—180天",
            Silence::Within90 => "90天以内",
        };
        vec![Cell::Text(name.to_owned()), Cell::Int(row.persons.into())]
    });
    Table {
        title: "距上一次谈话".to_owned(),
        note: format!("截至{}，在册人员，不含书记本人。", view.today.format("%Y年%-m月%-d日")),
        columns: vec!["距今", "人数"],
        rows: rows.collect(),
    }
}

/// 抓两头: how many there are, and with how many of them there was a talk or visit.
fn ends(view: &StatisticsView) -> Option<Table> {
    let table = view.figures.groups.iter().find(|table| table.by == GroupBy::Standing)?;
    let rows = table.rows.iter().map(|row| {
        let counts = [row.persons, row.talked, row.visited].map(|count| Cell::Int(count.into()));
        [Cell::Text(group_words(&row.key))].into_iter().chain(counts).collect()
    });
    Some(Table {
        title: "抓两头".to_owned(),
        note: "谈到、访到的是这段时间里有谈话、走访记录的人数。".to_owned(),
        columns: vec!["底数", "在册（人）", "谈到（人）", "访到（人）"],
        rows: rows.collect(),
    })
}

fn longest(view: &StatisticsView) -> Table {
    let rows = view.figures.longest.iter().zip(&view.longest).zip(1..).map(|((talk, person), n)| {
        vec![
            Cell::Int(n),
            Cell::text(&person.name),
            Cell::text(&person.post),
            talk.last.map_or_else(|| Cell::Text("没有谈过".to_owned()), Cell::Date),
            talk.days.map_or(Cell::Empty, Cell::Int),
        ]
    });
    Table {
        title: "最久没有谈话的人员".to_owned(),
        note: format!("截至{}，最多列十人。", view.today.format("%Y年%-m月%-d日")),
        columns: vec!["序号", "姓名", "职务(岗位)", "上一次谈话", "距今（天）"],
        rows: rows.collect(),
    }
}

fn of_duties(title: &str, first: &'static str, rows: impl IntoIterator<Item = (String, DutyFigures)>) -> Table {
    let rows = rows.into_iter().map(|(name, DutyFigures { owed, tally, on_time_permille })| {
        let counts = [owed, tally.met, tally.late, tally.overdue, tally.missed, tally.open, tally.exempt];
        let rate = on_time_permille.map_or(Cell::Empty, |rate| Cell::Permille(rate.into()));
        let counts = counts.map(|count| Cell::Int(count.into()));
        [Cell::Text(name)].into_iter().chain(counts).chain([rate]).collect()
    });
    Table {
        title: title.to_owned(),
        note: String::new(),
        columns: [first].into_iter().chain(DUTIES).collect(),
        rows: rows.collect(),
    }
}

fn slot(slot: Slot) -> String {
    match slot.step {
        Step::Month => format!("{}年{}月", slot.year, slot.n),
        Step::Quarter => format!("{}年第{}季度", slot.year, slot.n),
        Step::Year => format!("{}年", slot.year),
    }
}

fn item(view: &StatisticsView, kind: DutyKind, category: u8) -> String {
    let own = || view.own_items.iter().find(|own| (own.kind, own.category) == (kind, category));
    let own = || own().map(|own| own.title.clone()).unwrap_or_default();
    ledgers::shipped_item(kind, category).map_or_else(own, str::to_owned)
}

fn facet(facet: Facet) -> String {
    cards::title(facet).to_owned()
}

fn group_words(key: &GroupKey) -> String {
    let words = match key {
        GroupKey::Member => "党员",
        GroupKey::Upto35 => "35岁及以下",
        GroupKey::Upto45 => "36—45岁",
        GroupKey::Upto55 => "46—55岁",
        GroupKey::Over55 => "56岁及以上",
        GroupKey::Male => "男",
        GroupKey::Female => "女",
        GroupKey::Advanced => "先进",
        GroupKey::Middle => "中间",
        GroupKey::Behind => "后进",
        GroupKey::Named(name) => name,
        GroupKey::Other => "其他",
        GroupKey::Unknown => "未填",
    };
    words.to_owned()
}

impl Table {
    /// As it is printed; the rates are drawn as bars, too.
    pub(super) fn report(self) -> ReportTable {
        let rate = |row: &Vec<Cell>| match row.last() {
            Some(Cell::Permille(rate)) => u32::try_from(*rate).ok(),
            _ => None,
        };
        let has_rates = self.columns.last() == DUTIES.last();
        let bars = if has_rates { self.rows.iter().map(rate).collect() } else { Vec::new() };
        let shown = |cell: &Cell| if *cell == Cell::Empty { "—".to_owned() } else { ledgers::shown(cell) };
        ReportTable {
            title: self.title,
            note: self.note,
            columns: self.columns.into_iter().map(str::to_owned).collect(),
            rows: self.rows.iter().map(|row| row.iter().map(shown).collect()).collect(),
            bars,
        }
    }

    /// As a sheet of the workbook.
    pub(super) fn ledger(self, view: &StatisticsView, unit: &str) -> Ledger {
        let columns = self.columns.iter().enumerate().map(|(at, title)| match at {
            0 => Column::new(title, 22.0, Align::Left),
            _ if title.contains("元") => Column::new(title, 16.0, Align::Right),
            _ => Column::new(title, 12.0, Align::Centre),
        });
        Ledger {
            columns: columns.collect(),
            title: self.title,
            unit: unit.to_owned(),
            made: view.today,
            period: named_period(view.from, view.to).1,
            rows: self.rows,
            total: false,
            remark: self.note,
        }
    }
}
