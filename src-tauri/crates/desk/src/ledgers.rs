//! Ledgers (台账): the rows of a period, on the screen and as a file from the very same rows.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use method::{Closure, ContactState, Duty, DutyKind, EventId, PersonId, Talk, TalkMode, TalkVariant, Visit};
use sheet::{Cell, Head, Ledger, OwedRow, PromiseRow, TalkRow, VisitRow};
use vault::{DutyFilter, Reading};

use crate::lookup::{Lookup, local_day};
use crate::records::{known, log};
use crate::retention::Covers;
use crate::session::settings;
use crate::sheets::sex_text;
use crate::{
    Desk, DeskError, FileKind, Host, LedgerFormat, LedgerKind, LedgerOf, LedgerTable, PromiseView, Saved, contacts,
    file, promises,
};

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

pub(crate) fn ledger_show(desk: &mut Desk, _: &dyn Host, request: LedgerOf) -> Result<LedgerTable, DeskError> {
    let ledger = ledger(desk, &request)?;
    let money = |cell: &Cell| match cell {
        Cell::Money(fen) => Some(*fen),
        Cell::Empty | Cell::Text(_) | Cell::Date(_) | Cell::Int(_) => None,
    };
    let total_fen = ledger.total.then(|| ledger.rows.iter().flatten().filter_map(money).sum());
    Ok(LedgerTable {
        title: ledger.title,
        columns: ledger.columns.into_iter().map(|column| column.title).collect(),
        rows: ledger.rows.iter().map(|row| row.iter().map(shown).collect()).collect(),
        total_fen,
    })
}

pub(crate) fn ledger_export(desk: &mut Desk, host: &dyn Host, request: LedgerOf) -> Result<Saved, DeskError> {
    let ledger = ledger(desk, &request)?;
    let (kind, ending) = match request.format {
        LedgerFormat::Xlsx => (FileKind::Xlsx, "xlsx"),
        LedgerFormat::Csv => (FileKind::Csv, "csv"),
    };
    let name = format!("{}_{}.{ending}", ledger.title, file_period(&request, desk.today()));
    let saved = file::save(host, kind, &name, || match request.format {
        LedgerFormat::Xlsx => Ok(sheet::to_xlsx(std::slice::from_ref(&ledger))?),
        LedgerFormat::Csv => Ok(sheet::to_csv(&ledger)?),
    })?;
    if saved.saved {
        desk.write(|writing| log(writing, "ledger_export", "", &request))?;
    }
    Ok(saved)
}

/// A cell as the screen shows it; dates and money look as they do in the file.
pub(crate) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Date(day) => day.format("%Y.%m.%d").to_string(),
        Cell::Int(n) => n.to_string(),
        Cell::Money(fen) => format!("¥{}.{:02}", fen / 100, fen % 100),
    }
}

pub(crate) fn ledger(desk: &Desk, request: &LedgerOf) -> Result<Ledger, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        lookup.load_people()?;
        let covers = Covers::of(reading)?;
        let head =
            Head { unit: settings(reading)?.branch, made: rules.today, period: period_text(request.from, request.to) };
        let within =
            |day: NaiveDate| request.from.is_none_or(|from| day >= from) && request.to.is_none_or(|to| day <= to);
        match request.ledger {
            LedgerKind::Owed => {
                let events = reading.events()?;
                // The event's own day counts, as it is printed: a settled duty still explains itself by the day it had then.
                let days: HashMap<EventId, NaiveDate> = events.iter().map(|event| (event.id, event.day)).collect();
                lookup.load_events(events);
                let day_of = |duty: &Duty| days.get(&duty.key.event).copied().unwrap_or(duty.explanation.event_day);
                let mut duties = reading.duties(DutyFilter::default())?;
                duties.retain(|duty| within(day_of(duty)));
                duties.sort_by_key(|duty| (day_of(duty), duty.due));
                let rows =
                    duties.into_iter().map(|duty| owed_row(&lookup, &covers, duty)).collect::<Result<Vec<_>, _>>()?;
                Ok(sheet::owed_ledger(&head, &rows))
            }
            LedgerKind::Talks => {
                let mut talks = reading.talks(request.from.zip(request.to))?;
                talks.retain(|talk| talk.state != ContactState::Draft && within(talk.day));
                talks.sort_by_key(|talk| (talk.day, talk.number));
                let rows = talks.into_iter().map(|talk| talk_row(reading, &lookup, covered_talk(&covers, talk)));
                let rows = rows.collect::<Result<Vec<_>, _>>()?;
                Ok(sheet::talks_ledger(&head, &rows))
            }
            LedgerKind::Promises => {
                let mut promises = promises::all(reading, &lookup)?;
                promises.retain(|promise| within(promise.day));
                promises.sort_by_key(|promise| (promise.day, promise.due));
                let rows = promises.into_iter().map(|promise| promise_row(&covers, promise)).collect::<Vec<_>>();
                Ok(sheet::promises_ledger(&head, &rows))
            }
            LedgerKind::Visits => {
                let mut visits = reading.visits(request.from.zip(request.to))?;
                visits.retain(|visit| visit.state != ContactState::Draft && within(visit.day));
                visits.sort_by_key(|visit| (visit.day, visit.number));
                let rows = visits.into_iter().map(|visit| visit_row(&lookup, covered_visit(&covers, visit)));
                let rows = rows.collect::<Result<Vec<_>, _>>()?;
                Ok(sheet::visits_ledger(&head, &rows))
            }
        }
    })
}

/// A hidden record keeps its row, as it counts, and the names in it; its texts stay covered.
fn covered_talk(covers: &Covers, talk: Talk) -> Talk {
    let covered = |text: String| covers.text(&talk.persons, text);
    Talk {
        place: covered(talk.place),
        topic: covered(talk.topic),
        opinion: covered(talk.opinion),
        follow_up: covered(talk.follow_up),
        ..talk
    }
}

fn covered_visit(covers: &Covers, visit: Visit) -> Visit {
    let covered = |text: String| covers.text(&visit.persons, text);
    Visit {
        reason: covered(visit.reason),
        place: covered(visit.place),
        received_by: covered(visit.received_by),
        relation: covered(visit.relation),
        situation: covered(visit.situation),
        problems: covered(visit.problems),
        measures: covered(visit.measures),
        note: covered(visit.note),
        ..visit
    }
}

fn owed_row(lookup: &Lookup<'_>, covers: &Covers, duty: Duty) -> Result<OwedRow, DeskError> {
    let event = lookup.event(duty.key.event)?;
    let event_note = covers.text(&event.persons, event.note);
    let person = lookup.person_ref(duty.key.person)?;
    let state = duty.state_on(lookup.today, lookup.calendar);
    let note = match &duty.closed {
        Some(Closure::Exempt { reason, .. } | Closure::Withdrawn { reason } | Closure::Missed { reason }) => {
            covers.text(&[duty.key.person], reason.clone())
        }
        Some(Closure::Met { .. }) | None => String::new(),
    };
    let closed_on = match &duty.closed {
        Some(Closure::Met { day, .. }) => Some(*day),
        _ => duty.closed_at.map(local_day),
    };
    let part = match duty.key.part {
        method::Part::Whole => "",
        method::Part::Before => "（之前）",
        method::Part::After => "（之后）",
        method::Part::Joint => "（共同谈话）",
        method::Part::FollowUp => "（回访）",
        method::Part::SecondFollowUp => "（再次回访）",
    };
    let title = lookup.kind_title(&event.kind);
    let explanation = &duty.explanation;
    Ok(OwedRow {
        kind: duty.key.kind,
        items: item(lookup, duty.key.kind, duty.key.category).to_owned(),
        name: person.name,
        post: person.post,
        event: if event_note.is_empty() { format!("{title}{part}") } else { format!("{title}{part}：{event_note}") },
        event_day: event.day,
        due: duty.due,
        state,
        closed_on,
        provisional: duty.provisional,
        rules: format!("{}第{}版", explanation.pack, explanation.pack_version),
        note,
    })
}

fn talk_row(reading: &Reading<'_>, lookup: &Lookup<'_>, talk: Talk) -> Result<TalkRow, DeskError> {
    let mode = match talk.mode {
        TalkMode::Individual => "个别",
        TalkMode::Group => "集体",
        TalkMode::Appointment => "约谈",
        TalkMode::Phone => "电话等",
    };
    let mut reasons: Vec<String> = Vec::new();
    for duty in &talk.settles {
        let title = lookup.kind_title(&lookup.event(known(reading.duty(*duty))?.key.event)?.kind);
        if !reasons.contains(&title) {
            reasons.push(title);
        }
    }
    Ok(TalkRow {
        number: contacts::number_text(talk.day, talk.number),
        day: talk.day,
        persons: of_persons(lookup, &talk.persons, |person| person.name.clone())?,
        posts: of_persons(lookup, &talk.persons, |person| person.post.clone())?,
        political: of_persons(lookup, &talk.persons, |person| person.political.clone())?,
        items: items(lookup, DutyKind::Talk, &talk.categories),
        categories: talk.categories,
        reason: reasons.join("、"),
        talkers: talk.talkers.into_iter().map(|one| one.name).collect(),
        place: talk.place,
        mode: mode.to_owned(),
        variant: variant_words(talk.variant).to_owned(),
        outline: talk.topic,
        opinion: talk.opinion,
        follow_up: talk.follow_up,
        outcome: String::new(),
        late_entry: lookup.is_late(talk.day, talk.entered_at),
        note: String::new(),
    })
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

fn visit_row(lookup: &Lookup<'_>, visit: Visit) -> Result<VisitRow, DeskError> {
    Ok(VisitRow {
        number: contacts::number_text(visit.day, visit.number),
        day: visit.day,
        persons: of_persons(lookup, &visit.persons, |person| person.name.clone())?,
        sexes: of_persons(lookup, &visit.persons, |person| sex_text(person.sex).to_owned())?,
        births: of_persons(lookup, &visit.persons, |person| {
            person.birth.map(|birth| birth.dotted()).unwrap_or_default()
        })?,
        political: of_persons(lookup, &visit.persons, |person| person.political.clone())?,
        posts: of_persons(lookup, &visit.persons, |person| person.post.clone())?,
        items: items(lookup, DutyKind::Visit, &visit.categories),
        categories: visit.categories,
        reason: visit.reason,
        place: visit.place,
        visitors: visit.visitors.into_iter().map(|one| one.name).collect(),
        money_fen: visit.money_fen,
        goods: visit.goods,
        fund: visit.fund,
        received_by: visit.received_by,
        relation: visit.relation,
        situation: visit.situation,
        problems: visit.problems,
        measures: visit.measures,
        late_entry: lookup.is_late(visit.day, visit.entered_at),
        note: visit.note,
    })
}

fn promise_row(covers: &Covers, promise: PromiseView) -> PromiseRow {
    let persons = [promise.person.id];
    let covered = |text: String| covers.text(&persons, text);
    let (answered_on, answer) = match promise.answer {
        Some(answer) => (Some(answer.day), covered(answer.text)),
        None => (None, String::new()),
    };
    PromiseRow {
        day: promise.day,
        name: promise.person.name,
        post: promise.person.post,
        what: covered(promise.what),
        by: promise.by,
        due: promise.due,
        overdue_days: promise.overdue_days,
        answered_on,
        answer,
        late_entry: promise.late_entry,
    }
}

fn of_persons(
    lookup: &Lookup<'_>,
    ids: &[PersonId],
    field: impl Fn(&method::Person) -> String,
) -> Result<Vec<String>, DeskError> {
    ids.iter().map(|id| Ok(lookup.person(*id)?.map(|person| field(&person)).unwrap_or_default())).collect()
}

/// The words of an item: one of the six, 例行, or a category of the office's own.
pub(crate) fn item<'a>(lookup: &'a Lookup<'_>, kind: DutyKind, category: u8) -> &'a str {
    let items = match kind {
        DutyKind::Talk => &TALK_ITEMS,
        DutyKind::Visit => &VISIT_ITEMS,
    };
    let own = || lookup.pack.category_title(kind, category).unwrap_or_default();
    items.get(usize::from(category)).copied().unwrap_or_else(own)
}

fn items(lookup: &Lookup<'_>, kind: DutyKind, categories: &[u8]) -> String {
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
pub(crate) fn file_period(request: &LedgerOf, today: NaiveDate) -> String {
    let digits = |day: NaiveDate| day.format("%Y%m%d").to_string();
    match (request.from, request.to) {
        (Some(from), Some(to))
            if from.year() == to.year() && from.ordinal() == 1 && (to.month(), to.day()) == (12, 31) =>
        {
            format!("{}年", from.year())
        }
        (Some(from), to) => format!("{}-{}", digits(from), digits(to.unwrap_or(today))),
        (None, to) => format!("至{}", digits(to.unwrap_or(today))),
    }
}
