//! The operations log (操作日志): its page, its file, and whether it is whole.

mod words;

use chrono::{DateTime, Days, Local, LocalResult, NaiveDate, NaiveTime, TimeZone, Utc};
use method::{ActivityId, DutyId, EntryId, EventId, PersonId, PromiseId, ScanId, SuggestionId, TalkId, VisitId};
use sheet::{Align, Cell, Column, Ledger};
use uuid::Uuid;
use vault::{LogEntry, LogFilter, Reading};

use crate::convert::hex;
use crate::lookup::{Lookup, Rules};
use crate::records::log;
use crate::retention::Covers;
use crate::session::settings;
use crate::{
    Desk, DeskError, FileKind, Host, LedgerFormat, LogExport, LogList, LogObject, LogPage, LogRow, LogState, Nothing,
    PersonRef, Saved, activities, check, contacts, file, ledgers,
};

/// How many entries a page has when nothing is said, and at most.
const SHOWN: u32 = 100;
const MOST: u32 = 500;

pub(crate) fn log_list(desk: &mut Desk, _: &dyn Host, request: LogList) -> Result<LogPage, DeskError> {
    let rules = desk.rules();
    let limit = request.limit.unwrap_or(SHOWN).min(MOST);
    let filter = LogFilter {
        action: request.action,
        object: request.object,
        before_seq: request.before_seq,
        // One more than is shown tells whether there are more.
        limit: Some(limit + 1),
        ..period(request.from, request.to)?
    };
    desk.read(|reading| {
        let shown = Shown::new(reading, &rules, filter.object.is_some())?;
        let mut entries = reading.log_entries(&filter)?;
        let more = entries.len() > limit as usize;
        entries.truncate(limit as usize);
        let entries = entries.into_iter().map(|entry| shown.row(entry)).collect::<Result<_, _>>()?;
        let head = reading.log_head()?;
        Ok(LogPage { entries, more, actions: reading.log_actions()?, count: head.seq, head: short(&head.hash) })
    })
}

pub(crate) fn log_check(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<LogState, DeskError> {
    let first_broken = desk.check_log()?;
    let head = desk.read(|reading| Ok(reading.log_head()?))?;
    Ok(LogState { count: head.seq, head: short(&head.hash), first_broken })
}

pub(crate) fn log_export(desk: &mut Desk, host: &dyn Host, request: LogExport) -> Result<Saved, DeskError> {
    let ledger = ledger(desk, &request)?;
    let today = desk.today();
    let digits = |day: NaiveDate| day.format("%Y%m%d").to_string();
    let from = request.from.map(digits).unwrap_or_default();
    let (kind, ending) = match request.format {
        LedgerFormat::Xlsx => (FileKind::Xlsx, "xlsx"),
        LedgerFormat::Csv => (FileKind::Csv, "csv"),
    };
    let name = format!("操作日志_{from}-{}.{ending}", digits(request.to.unwrap_or(today)));
    let saved = file::save(host, kind, &name, || match request.format {
        LedgerFormat::Xlsx => Ok(sheet::to_xlsx(std::slice::from_ref(&ledger))?),
        LedgerFormat::Csv => Ok(sheet::to_csv(&ledger)?),
    })?;
    if saved.saved {
        desk.write(|writing| log(writing, "log_export", "", &request))?;
    }
    Ok(saved)
}

/// The entries of a period in the user's time zone, both days included.
fn period(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<LogFilter, DeskError> {
    for day in from.into_iter().chain(to) {
        check::day(day)?;
    }
    let until = to.and_then(|to| to.checked_add_days(Days::new(1)));
    Ok(LogFilter { from: from.map(midnight), until: until.map(midnight), ..LogFilter::default() })
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    let at = day.and_time(NaiveTime::MIN);
    match Local.from_local_datetime(&at) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => at.and_utc(),
    }
}

fn short(hash: &[u8; 32]) -> String {
    hex(&hash[..6])
}

/// Entries as they are shown, with the names of those whose data are not hidden.
struct Shown<'a> {
    reading: &'a Reading<'a>,
    lookup: Lookup<'a>,
    /// None where the names of hidden persons are asked for.
    covers: Option<Covers>,
}

impl<'a> Shown<'a> {
    fn new(reading: &'a Reading<'a>, rules: &'a Rules, asked_for: bool) -> Result<Self, DeskError> {
        let covers = if asked_for { None } else { Some(Covers::of(reading)?) };
        Ok(Self { reading, lookup: Lookup::new(reading, rules), covers })
    }

    fn row(&self, entry: LogEntry) -> Result<LogRow, DeskError> {
        let mut row = LogRow {
            seq: entry.seq,
            at: entry.at,
            times: (entry.action == "unlock_failed").then(|| entry.object.parse().unwrap_or(1)),
            exported: ledgers::exported(&entry.action, &entry.object),
            content: entry.body_hash.map(|hash| short(&hash)).unwrap_or_default(),
            action: entry.action,
            object: entry.object,
            of: None,
            title: String::new(),
            facet: None,
            persons: Vec::new(),
        };
        if let Ok(id) = row.object.parse() {
            name(self.reading, &self.lookup, id, &mut row)?;
        }
        for person in &mut row.persons {
            if let Some(word) = self.covers.as_ref().and_then(|covers| covers.word(&[person.id])) {
                *person = PersonRef { id: person.id, name: word.to_owned(), post: String::new() };
            }
        }
        Ok(row)
    }
}

/// Fills in what the record with this id is called now; one that is gone stays an id.
fn name(reading: &Reading<'_>, lookup: &Lookup<'_>, id: Uuid, row: &mut LogRow) -> Result<(), DeskError> {
    let mut put = |of, title: String, persons: &[PersonId]| -> Result<(), DeskError> {
        row.of = Some(of);
        row.title = title;
        row.persons = lookup.person_refs(persons)?;
        Ok(())
    };
    if lookup.person(PersonId(id))?.is_some() {
        return put(LogObject::Person, String::new(), &[PersonId(id)]);
    }
    if let Some(talk) = reading.talk(TalkId(id))? {
        return put(LogObject::Talk, contacts::number_text(talk.day, talk.number), &talk.persons);
    }
    if let Some(visit) = reading.visit(VisitId(id))? {
        return put(LogObject::Visit, contacts::number_text(visit.day, visit.number), &visit.persons);
    }
    if let Some(event) = reading.event(EventId(id))? {
        return put(LogObject::Event, lookup.kind_title(&event.kind), &event.persons);
    }
    if let Some(duty) = reading.duty(DutyId(id))? {
        let title = lookup.kind_title(&lookup.event(duty.key.event)?.kind);
        return put(LogObject::Duty, title, &[duty.key.person]);
    }
    if let Some(entry) = reading.entry(EntryId(id))? {
        put(LogObject::Entry, String::new(), &[entry.person])?;
        row.facet = Some(entry.body.facet());
        return Ok(());
    }
    if let Some(promise) = reading.promise(PromiseId(id))? {
        return put(LogObject::Promise, String::new(), &[promise.person]);
    }
    if let Some(activity) = reading.activity(ActivityId(id))? {
        let title = activities::title_of(&activities::kinds(reading)?, &activity.kind);
        return put(LogObject::Activity, title, &[]);
    }
    if let Some(suggestion) = reading.suggestion(SuggestionId(id))? {
        return put(LogObject::Suggestion, String::new(), suggestion.person.as_slice());
    }
    if reading.scan(ScanId(id))?.is_some() {
        return put(LogObject::Scan, String::new(), &[]);
    }
    if reading.attachment(id)?.is_some() {
        return put(LogObject::Attachment, String::new(), &[]);
    }
    Ok(())
}

/// The log as a list, the oldest entry first, as one reads a book.
fn ledger(desk: &Desk, request: &LogExport) -> Result<Ledger, DeskError> {
    let rules = desk.rules();
    let filter = period(request.from, request.to)?;
    desk.read(|reading| {
        let shown = Shown::new(reading, &rules, false)?;
        shown.lookup.load_people()?;
        let mut rows = Vec::new();
        for entry in reading.log_entries(&filter)?.into_iter().rev() {
            rows.push(cells(shown.row(entry)?, request.names));
        }
        let words = |day: NaiveDate| day.format("%Y年%-m月%-d日").to_string();
        let (from, to) = (request.from.map(words), words(request.to.unwrap_or(rules.today)));
        let column = Column::new;
        let mut columns = vec![
            column("序号", 7.0, Align::Centre),
            column("时间", 19.0, Align::Centre),
            column("操作", 20.0, Align::Left),
            column("对象", 14.0, Align::Left),
            column("对象编号", 38.0, Align::Left),
            column("内容校验码", 15.0, Align::Centre),
        ];
        if request.names {
            columns.insert(4, column("姓名", 14.0, Align::Left));
        }
        Ok(Ledger {
            title: "操作日志".to_owned(),
            unit: settings(reading)?.branch,
            made: rules.today,
            period: from.map_or_else(|| format!("至{to}"), |from| format!("{from}—{to}")),
            columns,
            rows,
            total: false,
            remark: String::new(),
        })
    })
}

fn cells(row: LogRow, names: bool) -> Vec<Cell> {
    let of = row.of.map(words::object).unwrap_or_default();
    let object = match &row.exported {
        Some(exported) => ledgers::exported_words(exported),
        None => [of, row.title.as_str()].concat(),
    };
    let has_no_id = row.times.is_some() || row.exported.is_some();
    let action = words::action(&row.action);
    let action = row.times.map_or_else(|| action.to_owned(), |times| format!("{action}{times}次"));
    let mut cells = vec![
        Cell::Int(i64::try_from(row.seq).unwrap_or(i64::MAX)),
        Cell::text(row.at.with_timezone(&Local).format("%Y.%m.%d %H:%M:%S").to_string()),
        Cell::text(action),
        Cell::text(object),
        Cell::text(if has_no_id { String::new() } else { row.object }),
        Cell::text(row.content),
    ];
    if names {
        let persons: Vec<String> = row.persons.into_iter().map(|person| person.name).collect();
        cells.insert(4, Cell::text(persons.join("、")));
    }
    cells
}
