//! Items (件): archiving freezes the records, and is taken back on its day only.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use method::{
    ArchiveGroup, ArchiveItem, BookOf, BoxId, ContactState, DutyKind, ItemId, ItemOf, RecordRef, Retention,
    next_number, own_title,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::Reading;

use super::{Archivable, archivable, check_code, set_state, settings, view, waiting, year_days};
use crate::lookup::local_day;
use crate::records::{known, log};
use crate::{
    ArchiveView, Desk, DeskError, ErrorCode, Host, ItemCreate, ItemEdit, ItemForm, ItemNumber, ItemUndo, check,
};

/// The most records that are archived at once, and the most pages that an item may be said to have.
const RECORDS: usize = 5_000;
const PAGES: u32 = 100_000;
/// The highest 件号: four digits are what the rule has room for.
const NUMBER: u32 = 9999;

/// Why an item was taken back.
#[derive(Serialize, Deserialize)]
pub(super) struct Undone {
    pub(super) at: DateTime<Utc>,
    pub(super) reason: String,
}

/// An item that is about to be made.
struct New {
    year: i32,
    form: ItemForm,
    of: ItemOf,
}

pub(crate) fn item_create(desk: &mut Desk, _: &dyn Host, request: ItemCreate) -> Result<ArchiveView, DeskError> {
    let rules = desk.rules();
    let news = news(desk, request)?;
    let year = news.first().map(|new| new.year).ok_or_else(nothing)?;
    let (batch, world) = (desk.world.new_uuid(), desk.world.clone());
    desk.write(|writing| {
        let numbered = settings(writing)?.numbered;
        let made_at = writing.entry_time();
        let mut items = writing.archive_items(year)?;
        for new in news {
            let id = ItemId(world.new_uuid());
            let mut item = item_of(ItemBase { id, year, of: new.of, box_id: None, batch, made_at }, new.form);
            if numbered && item.number.is_none() {
                let same = items.iter().filter(|other| other.group == item.group);
                item.number = Some(next_number(same.map(|other| other.number)));
            }
            expect_free(&items, &item)?;
            writing.put_archive_item(&item)?;
            set_state(writing, item.of.records(), ContactState::Archived)?;
            log(writing, "item_create", &id.to_string(), &item)?;
            items.push(item);
        }
        view(writing, &rules, year)
    })
}

pub(crate) fn item_edit(desk: &mut Desk, _: &dyn Host, request: ItemEdit) -> Result<ArchiveView, DeskError> {
    let rules = desk.rules();
    check_form(&request.form)?;
    desk.write(|writing| {
        let old = known(writing.archive_item(request.id))?;
        let ArchiveItem { id, box_id, batch, made_at, of, .. } = old.clone();
        let year = old.group.year;
        let item = item_of(ItemBase { id, year, of, box_id, batch, made_at }, request.form);
        if item.box_id.is_some() && item.group != old.group {
            return Err(ErrorCode::BoxMixed.into());
        }
        expect_free(&writing.archive_items(year)?, &item)?;
        writing.put_archive_item(&item)?;
        log(writing, "item_edit", &id.to_string(), &item)?;
        view(writing, &rules, year)
    })
}

/// Gives 件号 to the items of a group that have none.
pub(crate) fn item_number(desk: &mut Desk, _: &dyn Host, request: ItemNumber) -> Result<ArchiveView, DeskError> {
    let rules = desk.rules();
    let group = request.group;
    year_days(group.year)?;
    desk.write(|writing| {
        let items: Vec<ArchiveItem> =
            super::catalogue(writing, group.year)?.into_iter().filter(|item| item.group == group).collect();
        let first = next_number(items.iter().map(|item| item.number));
        for (item, number) in items.into_iter().filter(|item| item.number.is_none()).zip(first..) {
            if number > NUMBER {
                return Err(DeskError::with(ErrorCode::BadRequest, "number"));
            }
            let item = ArchiveItem { number: Some(number), ..item };
            writing.put_archive_item(&item)?;
            log(writing, "item_edit", &item.id.to_string(), &item)?;
        }
        view(writing, &rules, group.year)
    })
}

/// Takes the newest archiving back: its records can be changed again, and its items keep a trace that says why.
pub(crate) fn item_undo(desk: &mut Desk, _: &dyn Host, request: ItemUndo) -> Result<ArchiveView, DeskError> {
    let rules = desk.rules();
    let reason = request.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(DeskError::with(ErrorCode::ReasonMissing, "reason"));
    }
    check::line("reason", &reason)?;
    desk.write(|writing| {
        let items = writing.newest_archive_items()?;
        let year = items.first().map(|item| item.group.year).ok_or(ErrorCode::NotUndoable)?;
        if items.iter().any(|item| local_day(item.made_at) != rules.today) {
            return Err(ErrorCode::NotUndoable.into());
        }
        let undone = Undone { at: writing.entry_time(), reason };
        let value = serde_json::to_value(&undone).map_err(|_| ErrorCode::Internal)?;
        for item in items {
            for record in item.of.records() {
                // What was noted after the freezing would be lost to an edit.
                if super::notes::notes_of(writing, *record)? > 0 {
                    return Err(DeskError::with(ErrorCode::NotUndoable, "notes"));
                }
            }
            set_state(writing, item.of.records(), ContactState::Saved)?;
            writing.undo_archive_item(item.id, &value)?;
            log(writing, "item_undo", &item.id.to_string(), &undone)?;
            if let Some(of) = item.box_id
                && writing.archive_items_in(of)?.is_empty()
            {
                writing.delete_archive_box(of)?;
                writing.log("box_edit", &of.to_string(), None)?;
            }
        }
        view(writing, &rules, year)
    })
}

fn nothing() -> DeskError {
    DeskError::with(ErrorCode::FieldMissing, "records")
}

/// What is to be made, with the pages that their sheets have. They are laid out before anything is written.
fn news(desk: &mut Desk, request: ItemCreate) -> Result<Vec<New>, DeskError> {
    match request {
        ItemCreate::Each { records, retention } => each(desk, records, retention),
        ItemCreate::Book { year, of, retention } => Ok(vec![book(desk, year, of, retention)?]),
        ItemCreate::Paper { year, form } => {
            year_days(year)?;
            check_form(&form)?;
            Ok(vec![New { year, form, of: ItemOf::Paper }])
        }
    }
}

fn each(desk: &mut Desk, records: Vec<RecordRef>, retention: Retention) -> Result<Vec<New>, DeskError> {
    if records.len() > RECORDS {
        return Err(DeskError::with(ErrorCode::TextTooLong, "records"));
    }
    let (mut found, branch, unit) = desk.read(|reading| {
        let found = records.iter().map(|record| saved(reading, *record)).collect::<Result<Vec<_>, _>>()?;
        Ok((found, crate::session::settings(reading)?.branch, settings(reading)?.unit))
    })?;
    found.sort_by_key(|one| (one.day, one.record.kind == DutyKind::Visit, one.number));
    let year = found.first().map(|one| one.day.year()).ok_or_else(nothing)?;
    let twice = found.windows(2).any(|pair| pair[0].record == pair[1].record);
    if twice || found.iter().any(|one| one.day.year() != year) {
        return Err(DeskError::with(ErrorCode::BadRequest, "records"));
    }
    let mut news = Vec::new();
    for one in found {
        let pages = super::sheets::pages_of(desk, one.record)?;
        let what = record_words(one.record.kind);
        let number = crate::contacts::number_text(one.day, one.number);
        let form = form(retention, &unit, format!("{branch}{what}{number}"), &branch, one.day, pages);
        news.push(New { year, form, of: ItemOf::Record { record: one.record } });
    }
    Ok(news)
}

fn book(desk: &mut Desk, year: i32, of: BookOf, retention: Retention) -> Result<New, DeskError> {
    let (found, branch, unit) = desk.read(|reading| {
        let mut found = waiting(reading, year)?;
        found.retain(|one| of.holds(one.record.kind));
        Ok((found, crate::session::settings(reading)?.branch, settings(reading)?.unit))
    })?;
    let last = found.iter().map(|one| one.day).max().ok_or_else(nothing)?;
    let records: Vec<RecordRef> = found.iter().map(|one| one.record).collect();
    let pages = super::sheets::pages_of_book(desk, year, of, &records)?;
    let title = format!("{branch}{year}年{}", book_words(of));
    let form = form(retention, &unit, title, &branch, last, pages);
    Ok(New { year, form, of: ItemOf::Book { of, records } })
}

/// A record that may be archived.
fn saved(reading: &Reading<'_>, record: RecordRef) -> Result<Archivable, DeskError> {
    let found = archivable(reading, record)?;
    match found.state {
        ContactState::Saved => Ok(found),
        ContactState::Draft => Err(ErrorCode::NotSaved.into()),
        ContactState::Archived => Err(ErrorCode::Archived.into()),
    }
}

/// The titles carry no personal names: a catalogue is read by many.
fn record_words(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Talk => "谈心谈话记录",
        DutyKind::Visit => "走访慰问记录",
    }
}

pub(crate) fn book_words(of: BookOf) -> &'static str {
    match of {
        BookOf::Talks => "谈心谈话记录",
        BookOf::Visits => "走访慰问记录",
        BookOf::Both => "谈心谈话、走访慰问记录",
    }
}

fn form(retention: Retention, unit: &str, title: String, branch: &str, day: NaiveDate, pages: u32) -> ItemForm {
    ItemForm {
        retention,
        unit: unit.to_owned(),
        number: None,
        title: own_title(&title),
        responsible: branch.to_owned(),
        document: String::new(),
        day,
        pages,
        note: String::new(),
    }
}

/// What of an item is not entered.
struct ItemBase {
    id: ItemId,
    year: i32,
    of: ItemOf,
    box_id: Option<BoxId>,
    batch: Uuid,
    made_at: DateTime<Utc>,
}

fn item_of(base: ItemBase, form: ItemForm) -> ArchiveItem {
    let ItemBase { id, year, of, box_id, batch, made_at } = base;
    ArchiveItem {
        id,
        group: ArchiveGroup { year, retention: form.retention, unit: form.unit },
        number: form.number,
        title: form.title.trim().to_owned(),
        responsible: form.responsible.trim().to_owned(),
        document: form.document.trim().to_owned(),
        day: form.day,
        pages: form.pages,
        note: form.note.trim().to_owned(),
        of,
        box_id,
        batch,
        made_at,
    }
}

fn check_form(form: &ItemForm) -> Result<(), DeskError> {
    if form.title.trim().is_empty() {
        return Err(DeskError::with(ErrorCode::FieldMissing, "title"));
    }
    let lines = [
        ("title", &form.title),
        ("responsible", &form.responsible),
        ("document", &form.document),
        ("note", &form.note),
    ];
    lines.into_iter().try_for_each(|(field, text)| check::line(field, text))?;
    check_code("unit", &form.unit)?;
    check::day(form.day)?;
    if form.pages > PAGES {
        return Err(DeskError::with(ErrorCode::BadRequest, "pages"));
    }
    if form.number.is_some_and(|number| !(1..=NUMBER).contains(&number)) {
        return Err(DeskError::with(ErrorCode::BadRequest, "number"));
    }
    Ok(())
}

/// Refuses a number that another item of the same year, period and unit has.
fn expect_free(items: &[ArchiveItem], item: &ArchiveItem) -> Result<(), DeskError> {
    let taken = |other: &ArchiveItem| {
        other.id != item.id && other.group == item.group && other.number.is_some() && other.number == item.number
    };
    if items.iter().any(taken) { Err(ErrorCode::NumberTaken.into()) } else { Ok(()) }
}
