//! The figures of a period (统计): counted once, for the page, the printed report and the workbook alike.

mod tables;

use chrono::{Datelike, NaiveDate};
use method::{Counted, CountedPerson, Facet, GroupBy, Slot, Step, group_keys};
use paper::{ReportSheet, Sheet};
use vault::Reading;

use crate::lookup::{Lookup, Rules};
use crate::session::{count, settings};
use crate::{
    Desk, DeskError, ErrorCode, FileKind, Host, KnowingFigures, LedgerExported, OwnItem, Saved, StatisticsExport,
    StatisticsOf, StatisticsView, check, file, knowing, ledgers, retention,
};

/// The most months, quarters or years into which a period is divided.
const MOST_SLOTS: usize = 60;

pub(crate) fn statistics_show(desk: &mut Desk, _: &dyn Host, of: StatisticsOf) -> Result<StatisticsView, DeskError> {
    Ok(counted(desk, &of)?.0)
}

pub(crate) fn statistics_export(
    desk: &mut Desk,
    host: &dyn Host,
    request: StatisticsExport,
) -> Result<Saved, DeskError> {
    ledgers::check_purpose(request.purpose, &request.purpose_text)?;
    let (view, unit) = counted(desk, &request.of)?;
    let mut sheets = sheets(&view, &unit, &request.of);
    let remark = ledgers::remark(request.purpose, &request.purpose_text, false);
    for sheet in &mut sheets {
        sheet.remark.push_str(&remark);
    }
    let name = format!("谈心走访统计_{}.xlsx", file_period(&request.of));
    let saved = file::save(host, FileKind::Xlsx, &name, || Ok(sheet::to_xlsx(&sheets)?))?;
    if saved.saved {
        let of = request.of;
        let exported = LedgerExported {
            ledgers: Vec::new(),
            from: Some(of.from),
            to: Some(of.to),
            rows: count(sheets.iter().map(|sheet| sheet.rows.len() as u64).sum()),
            people: if of.names { count(view.longest.len() as u64) } else { 0 },
            columns: count(sheets.iter().map(|sheet| sheet.columns.len() as u64).sum()),
            sensitive: of.ends.into(),
            masked: false,
            purpose: request.purpose,
            purpose_text: request.purpose_text.trim().to_owned(),
        };
        desk.write(|writing| ledgers::log_export(writing, "statistics_export", &exported, &request))?;
    }
    Ok(saved)
}

/// The figures as sheets of a workbook; what is noted of each stands in its remark.
pub(crate) fn ledgers(desk: &Desk, of: &StatisticsOf) -> Result<Vec<sheet::Ledger>, DeskError> {
    let (view, unit) = counted(desk, of)?;
    Ok(sheets(&view, &unit, of))
}

fn sheets(view: &StatisticsView, unit: &str, of: &StatisticsOf) -> Vec<sheet::Ledger> {
    tables::tables(view, of).into_iter().map(|table| table.ledger(view, unit)).collect()
}

/// 统计报表 of a period, both days included.
pub(crate) fn report_sheet(desk: &Desk, of: &StatisticsOf) -> Result<(Sheet, String), DeskError> {
    let (view, unit) = counted(desk, of)?;
    let (title, period) = named_period(of.from, of.to);
    let sheet = ReportSheet {
        title: title.to_owned(),
        unit,
        made: view.today,
        period: period.clone(),
        tables: tables::tables(&view, of).into_iter().map(tables::Table::report).collect(),
    };
    Ok((Sheet::Report(sheet), format!("{title}_{period}.pdf")))
}

/// The figures, and the branch.
fn counted(desk: &Desk, of: &StatisticsOf) -> Result<(StatisticsView, String), DeskError> {
    check::day(of.from)?;
    check::day(of.to)?;
    if of.from > of.to {
        return Err(DeskError::with(ErrorCode::BadDate, "to"));
    }
    let period = (of.from, of.to);
    let by = of.by.unwrap_or_else(|| Step::of_period(of.from, of.to));
    if Slot::all(period, by).len() > MOST_SLOTS && of.by.is_some() {
        return Err(DeskError::with(ErrorCode::BadRequest, "by"));
    }
    let rules = desk.rules();
    desk.read(|reading| Ok((view(reading, &rules, period, by)?, settings(reading)?.branch)))
}

fn view(
    reading: &Reading<'_>,
    rules: &Rules,
    period: (NaiveDate, NaiveDate),
    by: Step,
) -> Result<StatisticsView, DeskError> {
    let today = rules.today;
    // Groups are those of the period's end; what is still to come is not known.
    let day = period.1.min(today);
    let (hidden, marks, people) = (retention::hidden(reading)?, reading.marks(day)?, reading.persons()?);
    let persons: Vec<CountedPerson> = people
        .iter()
        .map(|person| {
            let present = person.left.is_none() && !hidden.contains(&person.id);
            let groups = group_keys(person, marks.get(&person.id).copied(), day);
            CountedPerson { id: person.id, present, to_be_talked_to: present && !person.is_secretary, groups }
        })
        .collect();
    let counted = Counted {
        period,
        step: by,
        today,
        duties: &reading.counted_duties(period, today)?,
        talks: &reading.counted_talks(period)?,
        visits: &reading.counted_visits(period)?,
        persons: &persons,
        last_talks: &reading.last_talks(today)?,
    };
    let figures = counted.statistics();
    let lookup = Lookup::new(reading, rules);
    let longest = figures.longest.iter().map(|talk| lookup.person_ref(talk.person)).collect::<Result<_, _>>()?;
    let own = figures.items.iter().filter(|row| row.category > 6).map(|row| (row.kind, row.category));
    let money = figures.money.iter().filter_map(|row| match row.of {
        method::MoneyOf::Item(item) if item > 6 => Some((method::DutyKind::Visit, item)),
        _ => None,
    });
    let own: std::collections::BTreeSet<_> = own.chain(money).collect();
    let own_items = own.into_iter().map(|(kind, category)| {
        let title = ledgers::item(&lookup, kind, category).to_owned();
        OwnItem { kind, category, title }
    });
    Ok(StatisticsView {
        from: period.0,
        to: period.1,
        today,
        by,
        knowing: knowing(reading, rules, &hidden)?,
        own_items: own_items.collect(),
        longest,
        empty: persons.is_empty()
            || figures.all.tally == method::Tally::default() && figures.contacts.talks + figures.contacts.visits == 0,
        figures,
    })
}

/// 知晓度 as of today, without contents.
fn knowing(
    reading: &Reading<'_>,
    rules: &Rules,
    hidden: &std::collections::HashSet<method::PersonId>,
) -> Result<Vec<KnowingFigures>, DeskError> {
    let mut figures = Facet::ALL.map(KnowingFigures::of);
    for row in knowing::map(reading, rules)?.rows.iter().filter(|row| !hidden.contains(&row.person.id)) {
        for (figures, cell) in figures.iter_mut().zip(&row.cells) {
            figures.count(cell.state);
        }
    }
    Ok(figures.to_vec())
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
        _ => ("谈心走访工作统计表", period_text(from, to)),
    }
}

fn period_text(from: NaiveDate, to: NaiveDate) -> String {
    let words = |day: NaiveDate| day.format("%Y年%-m月%-d日").to_string();
    format!("{}—{}", words(from), words(to))
}

/// The period as file names carry it: by its name, else its days.
fn file_period(of: &StatisticsOf) -> String {
    match named_period(of.from, of.to) {
        ("谈心走访工作统计表", _) => format!("{}-{}", of.from.format("%Y%m%d"), of.to.format("%Y%m%d")),
        (_, period) => period,
    }
}

/// Which groups are shown in print and files: 抓两头 only when it is ticked.
fn is_shown(by: GroupBy, of: &StatisticsOf) -> bool {
    by != GroupBy::Standing || of.ends
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
}
