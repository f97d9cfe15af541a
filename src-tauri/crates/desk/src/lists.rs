//! Ledgers, a month of overtime and the figures on paper: the same rows as on the screen and in the file.

use chrono::{Datelike, NaiveDate};
use method::{DutyKind, TalkVariant};
use paper::{CellPlace, ListColumn, ListSheet, ReportSheet, ReportTable, Sheet};
use sheet::{Align, Cell, Ledger};
use vault::{DutyFilter, Reading};

use crate::lookup::{Lookup, Rules};
use crate::session::settings;
use crate::{
    Desk, DeskError, ErrorCode, LedgerOf, OvertimeGet, ReportOf, check, knowing, ledgers, overtime, retention,
};

/// Ledgers with more columns leave out those without a single entry, so that the rest can be read.
const MANY_COLUMNS: usize = 14;
/// Columns that are kept though empty: they are written on by hand.
const FOR_THE_PEN: [&str; 2] = ["备注", "落实情况"];

/// A ledger as a list; the file name is that of the exported one.
pub(crate) fn ledger_sheet(desk: &Desk, request: &LedgerOf) -> Result<(Sheet, String), DeskError> {
    let ledger = ledgers::ledger(desk, request)?;
    let name = format!("{}_{}.pdf", ledger.title, ledgers::file_period(request, desk.today()));
    Ok((Sheet::List(list(ledger)), name))
}

fn list(ledger: Ledger) -> ListSheet {
    let empty = |at: usize| ledger.rows.iter().all(|row| row.get(at).is_none_or(|cell| *cell == Cell::Empty));
    let many = ledger.columns.len() > MANY_COLUMNS && !ledger.rows.is_empty();
    let kept: Vec<usize> = (0..ledger.columns.len())
        .filter(|at| !many || FOR_THE_PEN.contains(&ledger.columns[*at].title.as_str()) || !empty(*at))
        .collect();
    let columns = kept.iter().map(|at| {
        let column = &ledger.columns[*at];
        let place = match column.align {
            Align::Centre => CellPlace::Center,
            Align::Left => CellPlace::Left,
            Align::Right => CellPlace::Right,
        };
        ListColumn { title: column.title.clone(), width: column.width.round() as u32, place }
    });
    let row = |row: &Vec<Cell>| kept.iter().map(|at| row.get(*at).map(ledgers::shown).unwrap_or_default()).collect();
    let sums = if ledger.total && !ledger.rows.is_empty() { sums(&ledger, &kept) } else { Vec::new() };
    ListSheet {
        columns: columns.collect(),
        rows: ledger.rows.iter().map(row).collect(),
        sums,
        title: ledger.title,
        unit: ledger.unit,
        made: ledger.made,
        period: ledger.period,
    }
}

/// 合计 in the first column, and the sums of the columns that hold money.
fn sums(ledger: &Ledger, kept: &[usize]) -> Vec<String> {
    let sum = |at: usize| {
        let fen = ledger.rows.iter().filter_map(|row| match row.get(at) {
            Some(Cell::Money(fen)) => Some(*fen),
            _ => None,
        });
        let fen: Vec<i64> = fen.collect();
        if fen.is_empty() { String::new() } else { ledgers::shown(&Cell::Money(fen.iter().sum())) }
    };
    kept.iter().enumerate().map(|(n, at)| if n == 0 { "合计".to_owned() } else { sum(*at) }).collect()
}

/// A month of overtime: who worked how many hours on which day.
pub(crate) fn overtime_sheet(desk: &mut Desk, request: OvertimeGet) -> Result<(Sheet, String), DeskError> {
    let grid = overtime::grid(desk, request)?;
    let (unit, made) = (desk.read(|reading| Ok(settings(reading)?.branch))?, desk.today());
    let column = |title: String, width, place| ListColumn { title, width, place };
    let days = grid.days.iter().map(|day| column(day.day.day().to_string(), 5, CellPlace::Center));
    let names = [("序号", 6), ("姓名", 12)].map(|(title, width)| column(title.to_owned(), width, CellPlace::Center));
    let columns = names.into_iter().chain(days).chain([column("合计".to_owned(), 8, CellPlace::Right)]);
    let worked = grid.rows.into_iter().filter(|row| row.total > 0);
    let rows = worked.zip(1..).map(|(row, n): (_, u32)| {
        let hours_of_days = row.minutes.iter().map(|minutes| hours(*minutes));
        [n.to_string(), row.person.name].into_iter().chain(hours_of_days).chain([hours(row.total)]).collect()
    });
    let month = format!("{}年{}月", grid.year, grid.month);
    let sheet = ListSheet {
        title: "加班登记表".to_owned(),
        unit,
        made,
        period: format!("{month}（单位：小时）"),
        columns: columns.collect(),
        rows: rows.collect(),
        sums: Vec::new(),
    };
    Ok((Sheet::List(sheet), format!("加班登记表_{month}.pdf")))
}

/// Hours with one or two places: 2.5 for 150 minutes; empty for none.
fn hours(minutes: u32) -> String {
    match (minutes, minutes * 100 / 60 % 100) {
        (0, _) => String::new(),
        (_, 0) => (minutes / 60).to_string(),
        (_, part) => format!("{}.{part:02}", minutes / 60).trim_end_matches('0').to_owned(),
    }
}

/// 统计报表 of a period, both days included.
pub(crate) fn report_sheet(desk: &Desk, of: &ReportOf) -> Result<(Sheet, String), DeskError> {
    check::day(of.from)?;
    check::day(of.to)?;
    if of.from > of.to {
        return Err(DeskError::with(ErrorCode::BadDate, "to"));
    }
    let rules = desk.rules();
    let (title, period) = named_period(of.from, of.to);
    let sheet = desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        let figures = figures::Figures::of(reading, &lookup, (of.from, of.to))?;
        let mut tables = figures.duties();
        tables.extend(figures.months((of.from, of.to)));
        tables.push(contacts_table(reading, (of.from, of.to))?);
        tables.push(knowing_table(reading, &rules)?);
        Ok(ReportSheet {
            title: title.to_owned(),
            unit: settings(reading)?.branch,
            made: rules.today,
            period: period.clone(),
            tables,
        })
    })?;
    Ok((Sheet::Report(sheet), format!("{title}_{period}.pdf")))
}

/// The title of the report and the period in words: a year, a quarter or a month by its name.
fn named_period(from: NaiveDate, to: NaiveDate) -> (&'static str, String) {
    let next = to.succ_opt().unwrap_or(to);
    let begins = from.day() == 1 && next.day() == 1;
    let months = (next.year() - from.year()) * 12 + next.month() as i32 - from.month() as i32;
    match (begins, months, from.month0()) {
        (true, 12, 0) => ("谈心走访工作统计年报", format!("{}年", from.year())),
        (true, 3, month) if month % 3 == 0 => {
            ("谈心走访工作统计季报", format!("{}年第{}季度", from.year(), month / 3 + 1))
        }
        (true, 1, _) => ("谈心走访工作统计月报", format!("{}年{}月", from.year(), from.month())),
        _ => ("谈心走访工作统计表", ledgers::period_text(Some(from), Some(to))),
    }
}

/// How many talks and visits took place, by kind, and the money given.
fn contacts_table(reading: &Reading<'_>, period: (NaiveDate, NaiveDate)) -> Result<ReportTable, DeskError> {
    let mut talks = reading.talks(Some(period))?;
    talks.retain(|talk| talk.state != method::ContactState::Draft);
    let mut visits = reading.visits(Some(period))?;
    visits.retain(|visit| visit.state != method::ContactState::Draft);
    let of = |variant| talks.iter().filter(|talk| talk.variant == variant).count();
    let persons: usize = talks.iter().map(|talk| talk.persons.len()).sum();
    let visited: usize = visits.iter().map(|visit| visit.persons.len()).sum();
    let fen: i64 = visits.iter().map(|visit| visit.money_fen).sum();
    let mut rows: Vec<Vec<String>> =
        [TalkVariant::Plain, TalkVariant::Integrity, TalkVariant::Reminder, TalkVariant::Group]
            .into_iter()
            .map(|variant| vec![ledgers::variant_words(variant).to_owned(), of(variant).to_string(), String::new()])
            .collect();
    rows.push(vec!["谈话合计".to_owned(), talks.len().to_string(), format!("{persons}人次")]);
    rows.push(vec!["走访合计".to_owned(), visits.len().to_string(), format!("{visited}人次")]);
    Ok(ReportTable {
        title: "谈话、走访次数".to_owned(),
        note: format!("走访中支出慰问金合计{}元。", ledgers::shown(&Cell::Money(fen)).trim_start_matches('¥')),
        columns: ["类别", "次数", "人次"].map(str::to_owned).to_vec(),
        rows,
        bars: Vec::new(),
    })
}

/// 知晓度 as of today, without contents.
fn knowing_table(reading: &Reading<'_>, rules: &Rules) -> Result<ReportTable, DeskError> {
    let map = knowing::map(reading, rules)?;
    let hidden = retention::hidden(reading)?;
    let rows: Vec<_> = map.rows.iter().filter(|row| !hidden.contains(&row.person.id)).collect();
    let shown = method::Facet::ALL.iter().enumerate().map(|(at, facet)| {
        let count = |state| rows.iter().filter(|row| row.cells.get(at).is_some_and(|cell| cell.state == state)).count();
        let (known, stale) = (count(method::FacetState::Known), count(method::FacetState::Stale));
        let unknown = rows.len().saturating_sub(known + stale);
        let title = crate::cards::title(*facet).to_owned();
        vec![title, known.to_string(), stale.to_string(), unknown.to_string()]
    });
    Ok(ReportTable {
        title: "六知晓".to_owned(),
        note: format!("截至{}，在册{}人。", rules.today.format("%Y年%-m月%-d日"), rows.len()),
        columns: ["知晓项", "已知（人）", "过期（人）", "未知（人）"].map(str::to_owned).to_vec(),
        rows: shown.collect(),
        bars: Vec::new(),
    })
}

mod figures {
    use super::*;
    use method::Tally;

    /// A duty as the figures count it.
    struct Counted {
        kind: DutyKind,
        category: u8,
        first_due: NaiveDate,
        state: method::DutyState,
    }

    /// The duties first due in a period, as `figures_get` counts them.
    pub(super) struct Figures<'a> {
        counted: Vec<Counted>,
        lookup: &'a Lookup<'a>,
    }

    impl<'a> Figures<'a> {
        pub(super) fn of(
            reading: &Reading<'_>,
            lookup: &'a Lookup<'a>,
            (from, to): (NaiveDate, NaiveDate),
        ) -> Result<Self, DeskError> {
            let duties = reading.duties(DutyFilter::default())?;
            let within = duties.into_iter().filter(|duty| (from..=to).contains(&duty.first_due));
            let counted = within.map(|duty| Counted {
                kind: duty.key.kind,
                category: duty.key.category,
                first_due: duty.first_due,
                state: duty.state_on(lookup.today, lookup.calendar),
            });
            Ok(Self { counted: counted.collect(), lookup })
        }

        fn tally(&self, counts: impl Fn(&Counted) -> bool) -> Tally {
            self.counted.iter().filter(|one| counts(one)).map(|one| one.state).collect()
        }

        /// All of them, then each list by its items.
        pub(super) fn duties(&self) -> Vec<ReportTable> {
            let all = [
                ("应谈", self.tally(|one| one.kind == DutyKind::Talk)),
                ("应访", self.tally(|one| one.kind == DutyKind::Visit)),
                ("合计", self.tally(|_| true)),
            ];
            let all = all.map(|(name, tally)| (name.to_owned(), tally)).to_vec();
            let mut tables = vec![table("应谈应访办理情况", "项目", all)];
            for (kind, title) in [(DutyKind::Talk, "六必谈"), (DutyKind::Visit, "六必访")] {
                let mut categories: Vec<u8> =
                    self.counted.iter().filter(|one| one.kind == kind).map(|one| one.category).collect();
                categories.extend(1..=6);
                // The six, the office's own, and what is routine at the end.
                categories.sort_by_key(|category| (*category == 0, *category));
                categories.dedup();
                let rows = categories.into_iter().map(|category| {
                    let name = ledgers::item(self.lookup, kind, category).to_owned();
                    (name, self.tally(|one| one.kind == kind && one.category == category))
                });
                tables.push(table(title, "事项", rows.collect()));
            }
            if let Some(first) = tables.first_mut() {
                first.note = "按应办的第一个期限归入时间段。按期率＝按期÷（按期＋逾期办结＋未办＋逾期），尾数舍去；未到期、免除、撤销不计。".to_owned();
            }
            tables
        }

        /// Month by month, when the period has several.
        pub(super) fn months(&self, (from, to): (NaiveDate, NaiveDate)) -> Option<ReportTable> {
            let month_of = |day: NaiveDate| (day.year(), day.month());
            if month_of(from) == month_of(to) || to.year() - from.year() > 1 {
                return None;
            }
            let mut rows = Vec::new();
            let mut at = month_of(from);
            while at <= month_of(to) {
                rows.push((format!("{}年{}月", at.0, at.1), self.tally(|one| month_of(one.first_due) == at)));
                at = if at.1 == 12 { (at.0 + 1, 1) } else { (at.0, at.1 + 1) };
            }
            Some(table("逐月情况", "月份", rows))
        }
    }

    fn table(title: &str, first: &str, rows: Vec<(String, Tally)>) -> ReportTable {
        let columns = [first, "应办", "按期", "逾期办结", "逾期", "未办", "未到期", "免除", "按期率"];
        let bars = rows.iter().map(|(_, tally)| tally.on_time_permille()).collect();
        let rows = rows.into_iter().map(|(name, tally)| {
            let all = tally.met + tally.late + tally.overdue + tally.missed + tally.open + tally.exempt;
            let counts = [all, tally.met, tally.late, tally.overdue, tally.missed, tally.open, tally.exempt];
            let rate =
                tally.on_time_permille().map_or("—".to_owned(), |rate| format!("{}.{}%", rate / 10, rate % 10));
            [name].into_iter().chain(counts.map(|count| count.to_string())).chain([rate]).collect()
        });
        ReportTable {
            title: title.to_owned(),
            note: String::new(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows.collect(),
            bars,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_called_by_its_name() {
        let named = |from: &str, to: &str| named_period(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(named("2026-01-01", "2026-12-31"), ("谈心走访工作统计年报", "2026年".to_owned()));
        assert_eq!(named("2026-10-01", "2026-12-31"), ("谈心走访工作统计季报", "2026年第4季度".to_owned()));
        assert_eq!(named("2028-02-01", "2028-02-29"), ("谈心走访工作统计月报", "2028年2月".to_owned()));
        assert_eq!(named("2026-02-01", "2026-04-30").0, "谈心走访工作统计表");
        assert_eq!(named("2026-01-02", "2026-12-31").1, "2026年1月2日—2026年12月31日");
    }

    #[test]
    fn hours_are_short() {
        assert_eq!([0, 60, 90, 150, 75, 605].map(hours), ["", "1", "1.5", "2.5", "1.25", "10.08"]);
    }
}
