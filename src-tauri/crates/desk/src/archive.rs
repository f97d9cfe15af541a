//! The archive (归档): what is archived, what could be, and how it is numbered.

mod boxes;
mod items;
mod notes;
mod seals;
mod sheets;

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use method::{
    ArchiveBox, ArchiveItem, BoxId, ContactState, DutyKind, Paper, PaperState, PersonId, RecordRef, Signing,
    archive_code, default_schedule,
};
use uuid::Uuid;
use vault::{PaperFilter, Reading, Writing};

use crate::lookup::{Lookup, Rules, local_day};
use crate::records::log;
use crate::retention::Covers;
use crate::session::count;
use crate::{
    ArchiveGet, ArchiveSettings, ArchiveView, BoxView, Desk, DeskError, ErrorCode, Host, ItemForm, ItemView, Nothing,
    SignedSheet, UndoneRow, WaitingRow, check,
};

pub(crate) use boxes::{box_create, box_edit};
pub(crate) use items::{item_create, item_edit, item_number, item_undo};
pub(crate) use notes::{archived_as, note_append};
pub(crate) use seals::{groups_of, seal_check, seal_list, seal_make};
pub(crate) use sheets::{object_of, record_of, sheet, with_notes};

const SETTINGS: &str = "archive";
/// The most characters of 全宗号 and of the code of a unit.
const CODE: usize = 10;
/// The most rows of 保管期限表.
const SCHEDULE: usize = 60;

pub(crate) fn archive_get(desk: &mut Desk, _: &dyn Host, request: ArchiveGet) -> Result<ArchiveView, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| view(reading, &rules, request.year))
}

pub(crate) fn archive_settings_get(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<ArchiveSettings, DeskError> {
    desk.read(settings)
}

pub(crate) fn archive_settings_set(
    desk: &mut Desk,
    _: &dyn Host,
    request: ArchiveSettings,
) -> Result<ArchiveSettings, DeskError> {
    for (field, text) in [("fonds", &request.fonds), ("unit", &request.unit)] {
        check_code(field, text)?;
    }
    check::line("fonds_name", &request.fonds_name)?;
    check::line("unit_name", &request.unit_name)?;
    let known = |code: &str| request.schedule.iter().filter(|rule| rule.code == code).count() == 1;
    let unique = request.schedule.iter().all(|rule| known(&rule.code));
    if !(unique && known("talk") && known("visit")) || request.schedule.len() > SCHEDULE {
        return Err(DeskError::with(ErrorCode::BadRequest, "schedule"));
    }
    for rule in &request.schedule {
        check::name("schedule", &rule.title)?;
        check::line("schedule", &rule.code)?;
    }
    desk.write(|writing| {
        let value = serde_json::to_value(&request).map_err(|_| ErrorCode::Internal)?;
        writing.set_setting(SETTINGS, &value)?;
        log(writing, "archive_settings_set", "", &request)
    })?;
    Ok(request)
}

/// 全宗号 and the rest as they were set, or blanks and the usual periods.
pub(crate) fn settings(reading: &Reading<'_>) -> Result<ArchiveSettings, DeskError> {
    match reading.setting(SETTINGS)? {
        Some(value) => serde_json::from_value(value).map_err(|_| DeskError::with(ErrorCode::Internal, "archive")),
        None => Ok(ArchiveSettings {
            fonds: String::new(),
            fonds_name: String::new(),
            unit: String::new(),
            unit_name: String::new(),
            numbered: false,
            schedule: default_schedule(),
        }),
    }
}

/// A code stands between hyphens in 档号, so it is short and has none.
fn check_code(field: &str, text: &str) -> Result<(), DeskError> {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric());
    if plain && text.len() <= CODE { Ok(()) } else { Err(DeskError::with(ErrorCode::BadArchiveCode, field)) }
}

/// The first and the last day of a year that a ledger may have.
fn year_days(year: i32) -> Result<(NaiveDate, NaiveDate), DeskError> {
    let bad = || DeskError::with(ErrorCode::BadDate, "year");
    let days = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31)).ok_or_else(bad)?;
    check::day(days.0).map_err(|_| bad())?;
    Ok(days)
}

/// A talk or a visit, as far as the archive looks at it.
struct Archivable {
    record: RecordRef,
    state: ContactState,
    number: Option<u32>,
    day: NaiveDate,
    persons: Vec<PersonId>,
    topic: String,
}

/// The record, or `not_found`.
fn archivable(reading: &Reading<'_>, record: RecordRef) -> Result<Archivable, DeskError> {
    let found = match record.kind {
        DutyKind::Talk => reading.talk(method::TalkId(record.id))?.map(of_talk),
        DutyKind::Visit => reading.visit(method::VisitId(record.id))?.map(of_visit),
    };
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

/// The saved records of a year that no item holds, talks first, each kind in the order of its days.
fn waiting(reading: &Reading<'_>, year: i32) -> Result<Vec<Archivable>, DeskError> {
    let days = year_days(year)?;
    let talks = reading.talks(Some(days))?.into_iter().rev().map(of_talk);
    let visits = reading.visits(Some(days))?.into_iter().rev().map(of_visit);
    Ok(talks.chain(visits).filter(|record| record.state == ContactState::Saved).collect())
}

fn of_talk(talk: method::Talk) -> Archivable {
    let record = RecordRef { kind: DutyKind::Talk, id: talk.id.0 };
    let method::Talk { state, number, day, persons, topic, .. } = talk;
    Archivable { record, state, number, day, persons, topic }
}

fn of_visit(visit: method::Visit) -> Archivable {
    let record = RecordRef { kind: DutyKind::Visit, id: visit.id.0 };
    let method::Visit { state, number, day, persons, reason, .. } = visit;
    Archivable { record, state, number, day, persons, topic: reason }
}

/// Freezes records, or frees them again.
fn set_state(writing: &Writing<'_>, records: &[RecordRef], state: ContactState) -> Result<(), DeskError> {
    for record in records {
        match record.kind {
            DutyKind::Talk => {
                let talk = crate::records::known(writing.talk(method::TalkId(record.id)))?;
                writing.put_talk(&method::Talk { state, ..talk })?;
            }
            DutyKind::Visit => {
                let visit = crate::records::known(writing.visit(method::VisitId(record.id)))?;
                writing.put_visit(&method::Visit { state, ..visit })?;
            }
        }
    }
    Ok(())
}

/// The items of a year as the catalogue has them: by period, unit and number, those without one last.
pub(crate) fn catalogue(reading: &Reading<'_>, year: i32) -> Result<Vec<ArchiveItem>, DeskError> {
    let mut items = reading.archive_items(year)?;
    items.sort_by_key(|item| (item.group.clone(), item.number.is_none(), item.number, item.day));
    Ok(items)
}

/// The boxes of a year with what lies in them, by period, unit and number.
pub(crate) fn boxes_of(
    reading: &Reading<'_>,
    items: &[ArchiveItem],
    year: i32,
) -> Result<Vec<(ArchiveBox, Vec<ArchiveItem>)>, DeskError> {
    let mut lying: BTreeMap<BoxId, Vec<ArchiveItem>> = BTreeMap::new();
    for item in items {
        if let Some(of) = item.box_id {
            lying.entry(of).or_default().push(item.clone());
        }
    }
    let mut boxes = reading.archive_boxes(year)?;
    boxes.sort_by_key(|of| (of.group.clone(), of.number.is_none(), of.number));
    Ok(boxes.into_iter().map(|of| (of.clone(), lying.remove(&of.id).unwrap_or_default())).collect())
}

/// The lowest and the highest 件号, when all items have one.
pub(crate) fn numbers(items: &[ArchiveItem]) -> Option<(u32, u32)> {
    let numbers: Option<Vec<u32>> = items.iter().map(|item| item.number).collect();
    let numbers = numbers?;
    Some((*numbers.iter().min()?, *numbers.iter().max()?))
}

pub(crate) fn pages(items: &[ArchiveItem]) -> u32 {
    items.iter().fold(0, |sum, item| sum.saturating_add(item.pages))
}

fn view(reading: &Reading<'_>, rules: &Rules, year: i32) -> Result<ArchiveView, DeskError> {
    let lookup = Lookup::new(reading, rules);
    let settings = settings(reading)?;
    let covers = Covers::of(reading)?;
    // All at once, as asking for each of ten thousand records takes seconds.
    let mut promised: HashMap<String, u64> = HashMap::new();
    for contact in reading.open_promises()?.into_iter().filter_map(|promise| promise.contact) {
        *promised.entry(contact).or_default() += 1;
    }
    let mut printed: HashMap<Uuid, Vec<Paper>> = HashMap::new();
    for paper in reading.papers(&PaperFilter::default())? {
        if let Some(record) = paper.record {
            printed.entry(record).or_default().push(paper);
        }
    }
    let mut rows = Vec::new();
    let waiting = waiting(reading, year)?;
    if waiting.len() > 20 {
        lookup.load_people()?;
    }
    for one in waiting {
        let persons =
            if covers.word(&one.persons).is_some() { Vec::new() } else { lookup.person_refs(&one.persons)? };
        rows.push(WaitingRow {
            record: one.record,
            number: crate::contacts::number_text(one.day, one.number),
            day: one.day,
            persons,
            topic: covers.text(&one.persons, one.topic),
            open_promises: count(promised.get(&one.record.id.to_string()).copied().unwrap_or_default()),
            signed: signed(printed.get(&one.record.id).map_or(&[], Vec::as_slice)),
        });
    }
    rows.sort_by_key(|row| row.day);
    let items = catalogue(reading, year)?;
    let boxes = boxes_of(reading, &items, year)?.into_iter().map(box_view).collect();
    let undone = reading.undone_archive_items(year)?;
    let newest = reading.newest_archive_items()?;
    let today = |item: &ArchiveItem| local_day(item.made_at) == rules.today;
    let mut years = reading.archive_years()?;
    if !years.contains(&rules.today.year()) {
        years.insert(0, rules.today.year());
    }
    Ok(ArchiveView {
        year,
        years,
        waiting: rows,
        items: items.into_iter().map(|item| item_view(&settings, item)).collect(),
        boxes,
        undone: undone.into_iter().map(|(item, why)| undone_row(item, why)).collect::<Result<_, _>>()?,
        undoable: (!newest.is_empty() && newest.iter().all(today)).then(|| count(newest.len() as u64)),
    })
}

fn item_view(settings: &ArchiveSettings, item: ArchiveItem) -> ItemView {
    ItemView {
        id: item.id,
        code: archive_code(&settings.fonds, &item.group, item.number),
        form: ItemForm {
            retention: item.group.retention,
            unit: item.group.unit.clone(),
            number: item.number,
            title: item.title,
            responsible: item.responsible,
            document: item.document,
            day: item.day,
            pages: item.pages,
            note: item.note,
        },
        group: item.group,
        records: count(item.of.records().len() as u64),
        of: item.of,
        box_id: item.box_id,
        made_at: item.made_at,
    }
}

fn box_view((of, items): (ArchiveBox, Vec<ArchiveItem>)) -> BoxView {
    BoxView {
        id: of.id,
        group: of.group,
        number: of.number,
        thickness: of.thickness,
        situation: of.situation,
        pages: pages(&items),
        numbers: numbers(&items),
        items: items.iter().map(|item| item.id).collect(),
    }
}

fn undone_row(item: ArchiveItem, why: serde_json::Value) -> Result<UndoneRow, DeskError> {
    let why: items::Undone = serde_json::from_value(why).map_err(|_| DeskError::with(ErrorCode::Internal, "undone"))?;
    Ok(UndoneRow { title: item.title, at: why.at, reason: why.reason })
}

/// Whether a signed sheet of the record is back.
fn signed(papers: &[Paper]) -> SignedSheet {
    let is_back = |paper: &Paper| {
        matches!(paper.state, PaperState::Returned { .. }) && matches!(paper.signing, Some(Signing::Signed { .. }))
    };
    if papers.iter().any(is_back) {
        SignedSheet::Back
    } else if papers.iter().any(Paper::is_out) {
        SignedSheet::Out
    } else if papers.iter().any(|paper| matches!(paper.state, PaperState::Returned { .. })) {
        SignedSheet::Unsigned
    } else {
        SignedSheet::NotPrinted
    }
}
