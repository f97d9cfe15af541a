//! Ledgers (台账): the rows of a period, on the screen and as a file from the very same rows.

mod activities;
mod contacts;
mod export;
mod masking;
mod owed;
mod people;
mod registers;
mod who;
mod words;

use chrono::{Datelike, NaiveDate};
use sheet::{Cell, Column, Head, Ledger, Offer};
use vault::Reading;

use crate::lookup::{Lookup, Rules};
use crate::session::{count, settings};
use crate::{Desk, DeskError, ErrorCode, Host, LedgerColumn, LedgerKind, LedgerOf, LedgerOffer, LedgerTable, check};
use who::Who;

pub(crate) use export::{check_purpose, exported, exported_words, ledger_export, log_export, remark, workbook_export};
pub(crate) use registers::sheet_words;
pub(crate) use words::{file_period, item, period_text, shipped_item, shown, variant_words};

/// The columns without which a row says nothing.
const FIXED: [&str; 4] = ["序号", "姓名", "谈话对象", "题名"];
/// How many rows a page of the screen has.
const PAGE_ROWS: u32 = 200;

pub(crate) fn ledger_show(desk: &mut Desk, _: &dyn Host, request: LedgerOf) -> Result<LedgerTable, DeskError> {
    let made = make(desk, &on_screen(&request))?;
    let last_columns = desk.read(|reading| export::last_columns(reading, request.ledger))?;
    let ledger = made.ledger;
    let money = |cell: &Cell| if let Cell::Money(fen) = cell { Some(*fen) } else { None };
    let total_fen = ledger.total.then(|| ledger.rows.iter().flatten().filter_map(money).sum());
    let first = request.page.unwrap_or(0).saturating_mul(PAGE_ROWS) as usize;
    let most = if request.page.is_some() { PAGE_ROWS as usize } else { usize::MAX };
    Ok(LedgerTable {
        count: count(ledger.rows.len() as u64),
        page_rows: PAGE_ROWS,
        people: made.people,
        sums: ledger.total.then(|| sums(&ledger)),
        total_fen: total_fen.filter(|_| ledger.rows.iter().flatten().any(|cell| matches!(cell, Cell::Money(_)))),
        rows: ledger.rows.iter().skip(first).take(most).map(|row| row.iter().map(shown).collect()).collect(),
        columns: ledger.columns.into_iter().map(|column| column.title).collect(),
        title: ledger.title,
        offered: made.offered,
        last_columns,
    })
}

/// A ledger as it is shown and printed: what is sensitive leaves only as a file, and the log notes it.
pub(crate) fn ledger(desk: &Desk, request: &LedgerOf) -> Result<Ledger, DeskError> {
    Ok(make(desk, &on_screen(request))?.ledger)
}

fn on_screen(request: &LedgerOf) -> LedgerOf {
    LedgerOf { sensitive: Vec::new(), ..request.clone() }
}

/// The texts of the 合计 row: the sums of the columns that hold money or hours.
pub(crate) fn sums(ledger: &Ledger) -> Vec<String> {
    let sum = |at: usize| {
        let cells = || ledger.rows.iter().filter_map(|row| row.get(at));
        let fen: Vec<i64> =
            cells().filter_map(|cell| if let Cell::Money(fen) = cell { Some(*fen) } else { None }).collect();
        let minutes: Vec<u32> =
            cells().filter_map(|cell| if let Cell::Hours(minutes) = cell { Some(*minutes) } else { None }).collect();
        match (fen.is_empty(), minutes.is_empty()) {
            (false, _) => shown(&Cell::Money(fen.iter().sum())),
            (_, false) => shown(&Cell::Hours(minutes.iter().sum())),
            _ => String::new(),
        }
    };
    (0..ledger.columns.len()).map(|at| if at == 0 { "合计".to_owned() } else { sum(at) }).collect()
}

/// A ledger and whom it is about.
struct Made {
    ledger: Ledger,
    people: u32,
    offered: Vec<LedgerColumn>,
    who: Who,
}

fn make(desk: &Desk, request: &LedgerOf) -> Result<Made, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| made(reading, &rules, request))
}

fn made(reading: &Reading<'_>, rules: &Rules, request: &LedgerOf) -> Result<Made, DeskError> {
    for day in request.from.into_iter().chain(request.to) {
        check::day(day)?;
    }
    let lookup = Lookup::new(reading, rules);
    lookup.load_people()?;
    let people = reading.persons()?;
    let mut who = Who::of(&people, &request.people, request.with_left.unwrap_or(request.ledger != LedgerKind::Roster))?;
    let (from, to) = request.period();
    let head = Head { unit: settings(reading)?.branch, made: rules.today, period: period_text(from, to) };
    let mut ledger = match request.ledger {
        LedgerKind::Roster => people::roster(reading, people, request, &mut who, &head),
        LedgerKind::Knowing => people::known(reading, rules, &mut who, &head),
        LedgerKind::Owed => owed::owed(reading, &lookup, request, &mut who, &head),
        LedgerKind::Talks => contacts::talks(reading, &lookup, request, &mut who, &head),
        LedgerKind::Visits => contacts::visits(reading, &lookup, request, &mut who, &head),
        LedgerKind::Promises => owed::promised(reading, &lookup, request, &mut who, &head),
        LedgerKind::Suggestions => activities::suggested(reading, &lookup, request, &mut who, &head),
        LedgerKind::Activities => activities::held(reading, &lookup, request, &mut who, &head),
        LedgerKind::Overtime => people::evenings(reading, &lookup, rules, request, &mut who, &head),
        LedgerKind::Papers => registers::papers(reading, rules, request, &mut who, &head),
        LedgerKind::Catalogue => registers::catalogue(reading, request, &head),
    }?;
    let offered = ledger.columns.iter().map(offered).collect();
    choose_columns(&mut ledger, request)?;
    if request.masked {
        masking::cover_numbers(&mut ledger);
    }
    Ok(Made { ledger, people: count(who.count() as u64), offered, who })
}

fn offered(column: &Column) -> LedgerColumn {
    let offer = match column.offer {
        Offer::Usual if FIXED.contains(&column.title.as_str()) => LedgerOffer::Fixed,
        Offer::Usual => LedgerOffer::Usual,
        Offer::Optional => LedgerOffer::Optional,
        Offer::Sensitive => LedgerOffer::Sensitive,
    };
    LedgerColumn { title: column.title.clone(), offer }
}

/// Leaves the columns that are asked for. A title that the ledger has not is an error, unless it is of a column of the office's own
/// that nobody has any more.
fn choose_columns(ledger: &mut Ledger, request: &LedgerOf) -> Result<(), DeskError> {
    let can_have = |title: &String| ledger.columns.iter().any(|column| column.title == *title);
    if request.ledger != LedgerKind::Roster && !request.columns.iter().flatten().all(can_have) {
        return Err(DeskError::with(ErrorCode::BadRequest, "columns"));
    }
    if !request.sensitive.iter().all(can_have) {
        return Err(DeskError::with(ErrorCode::BadRequest, "sensitive"));
    }
    ledger.keep_columns(|column| match column.offer {
        Offer::Sensitive => request.sensitive.contains(&column.title),
        _ if FIXED.contains(&column.title.as_str()) => true,
        offer => match &request.columns {
            Some(columns) => columns.contains(&column.title),
            None => offer == Offer::Usual,
        },
    });
    Ok(())
}

impl LedgerOf {
    /// From which day to which; neither for what is as of today.
    fn period(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        match self.ledger {
            _ if self.is_of_today() => (None, None),
            // Papers are archived by years.
            LedgerKind::Catalogue => (self.from.map(first_of_year), self.to.map(last_of_year)),
            _ => (self.from, self.to),
        }
    }

    fn is_of_today(&self) -> bool {
        matches!(self.ledger, LedgerKind::Roster | LedgerKind::Knowing)
    }

    /// The period as the file's name carries it; of what is as of today, the day.
    pub(crate) fn file_period(&self, today: NaiveDate) -> String {
        if self.is_of_today() {
            return today.format("%Y年%-m月%-d日").to_string();
        }
        let (from, to) = self.period();
        file_period(from, to, today)
    }

    /// Whether the day lies in the period.
    fn has(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }
}

fn first_of_year(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day)
}

fn last_of_year(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), 12, 31).unwrap_or(day)
}
