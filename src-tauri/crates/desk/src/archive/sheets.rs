//! The archive on paper; no file name carries a personal name.

use method::{
    ArchiveGroup, ArchiveItem, BookOf, BoxId, DutyKind, ItemOf, RecordNote, RecordRef, SealId, TalkId, VisitId,
    archive_code,
};
use paper::{
    ArchiveSheet, BookLine, BookSheet, CatalogueRow, CatalogueSheet, FiledSheet, FondsHead, NoteLine, ReferenceSheet,
    SealSheet, Sheet, Spine, Stamp, TransferRow, TransferSheet,
};
use uuid::Uuid;
use vault::Reading;

use super::items::book_words;
use super::{boxes_of, catalogue, numbers, pages, seals, settings};
use crate::lookup::{Lookup, local_day};
use crate::records::known;
use crate::session::count;
use crate::{
    ArchiveSettings, ArchiveSheetOf, Desk, DeskError, ErrorCode, SealedKind, WorkStage, contacts, sheets, slots,
};

/// The most spines that are printed at once.
const SPINES: usize = 500;

/// The sheet, and the name of its file.
pub(crate) fn sheet(desk: &mut Desk, of: &ArchiveSheetOf) -> Result<(Sheet, String), DeskError> {
    let rules = desk.rules();
    let vault = slots::ledger_number(desk.ledger()?);
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        let settings = settings(reading)?;
        match of {
            ArchiveSheetOf::Catalogue { group } => catalogue_sheet(reading, &settings, group),
            ArchiveSheetOf::Stamp { item, filled } => {
                let item = known(reading.archive_item(*item))?;
                let stamp = Stamp { filled: filled.then(|| head(&settings, &item.group)), ..stamp(&settings, &item) };
                Ok((Sheet::Archive(ArchiveSheet::Stamp(stamp)), "归档章.pdf".to_owned()))
            }
            ArchiveSheetOf::Record { item } => {
                let item = known(reading.archive_item(*item))?;
                let ItemOf::Record { record } = item.of else {
                    return Err(DeskError::with(ErrorCode::BadRequest, "item"));
                };
                let (sheet, notes, name) = plain(reading, &lookup, record)?;
                Ok((filed(sheet, Some(stamp(&settings, &item)), notes), name))
            }
            ArchiveSheetOf::BoxNote { id } => box_note(reading, &settings, *id),
            ArchiveSheetOf::Spines { boxes } => spines(reading, &settings, boxes),
            ArchiveSheetOf::Transfer { year } => transfer(reading, &settings, *year),
            ArchiveSheetOf::Book { item, sheets, two_sided } => {
                let item = known(reading.archive_item(*item))?;
                let ItemOf::Book { of, records } = &item.of else {
                    return Err(DeskError::with(ErrorCode::BadRequest, "item"));
                };
                let code = archive_code(&settings.fonds, &item.group, item.number);
                let book = BookSheet {
                    head: head_in_words(&settings, &item.group),
                    code,
                    front_only: !sheets,
                    two_sided: *two_sided,
                    stamp: Some(stamp(&settings, &item)),
                    ..book_sheet(reading, &lookup, item.group.year, *of, records)?
                };
                let what = if *sheets { "合订本" } else { "合订本封面目录" };
                Ok((Sheet::Book(Box::new(book)), format!("{}年{}_{what}.pdf", item.group.year, book_words(*of))))
            }
            ArchiveSheetOf::Seal { id } => seal(reading, *id, vault),
        }
    })
}

/// What a sheet is of, for the log.
pub(crate) fn object_of(of: &ArchiveSheetOf) -> String {
    match of {
        ArchiveSheetOf::Stamp { item, .. } | ArchiveSheetOf::Record { item } | ArchiveSheetOf::Book { item, .. } => {
            item.to_string()
        }
        ArchiveSheetOf::BoxNote { id } => id.to_string(),
        ArchiveSheetOf::Seal { id } => id.to_string(),
        ArchiveSheetOf::Catalogue { .. } | ArchiveSheetOf::Spines { .. } | ArchiveSheetOf::Transfer { .. } => {
            "archive".to_owned()
        }
    }
}

/// The record whose sheet is printed, for the register.
pub(crate) fn record_of(reading: &Reading<'_>, of: &ArchiveSheetOf) -> Result<Option<Uuid>, DeskError> {
    let ArchiveSheetOf::Record { item } = of else { return Ok(None) };
    let item = known(reading.archive_item(*item))?;
    Ok(item.of.records().first().map(|record| record.id))
}

/// How many pages the sheet of a record has, as it is now.
pub(super) fn pages_of(desk: &mut Desk, record: RecordRef) -> Result<u32, DeskError> {
    let rules = desk.rules();
    let (sheet, ..) = desk.read(|reading| plain(reading, &Lookup::new(reading, &rules), record))?;
    let counted = desk.press()?.count(&[sheet], &|_| true)?;
    Ok(counted.iter().map(|pages| u32::from(*pages)).sum())
}

/// How many pages a book of these records has with its cover and contents.
pub(super) fn pages_of_book(desk: &mut Desk, year: i32, of: BookOf, records: &[RecordRef]) -> Result<u32, DeskError> {
    let rules = desk.rules();
    let book = desk.read(|reading| book_sheet(reading, &Lookup::new(reading, &rules), year, of, records))?;
    let work = desk.work();
    let press = desk.press()?;
    let all = book.sheets.len() as u64 + 1;
    let sheet = Sheet::Book(Box::new(book));
    let counted = work.run_as(WorkStage::Sheets, |tell| press.count(&[sheet], &|done| tell(done as u64, all)))?;
    Ok(counted.iter().map(|pages| u32::from(*pages)).sum())
}

/// A record's sheet with what was noted after it was frozen.
pub(crate) fn with_notes(sheet: Sheet, notes: &[RecordNote]) -> Sheet {
    if notes.is_empty() { sheet } else { filed(sheet, None, note_lines(notes)) }
}

fn filed(sheet: Sheet, stamp: Option<Stamp>, notes: Vec<NoteLine>) -> Sheet {
    Sheet::Filed(Box::new(FiledSheet { sheet, stamp, notes }))
}

fn note_lines(notes: &[RecordNote]) -> Vec<NoteLine> {
    let line = |note: &RecordNote| NoteLine { day: local_day(note.at), by: note.by.clone(), text: note.text.clone() };
    notes.iter().map(line).collect()
}

/// A record's sheet by itself, its notes, and the name of its file.
fn plain(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    record: RecordRef,
) -> Result<(Sheet, Vec<NoteLine>, String), DeskError> {
    let (notes, (sheet, name)) = match record.kind {
        DutyKind::Talk => {
            let talk = known(reading.talk(TalkId(record.id)))?;
            (note_lines(&talk.notes), sheets::talk_sheet(reading, lookup, talk)?)
        }
        DutyKind::Visit => {
            let visit = known(reading.visit(VisitId(record.id)))?;
            (note_lines(&visit.notes), sheets::visit_sheet(reading, lookup, visit)?)
        }
    };
    Ok((sheet, notes, name))
}

fn head(settings: &ArchiveSettings, group: &ArchiveGroup) -> FondsHead {
    FondsHead {
        fonds: settings.fonds.clone(),
        fonds_name: settings.fonds_name.clone(),
        year: group.year,
        retention: Some(group.retention),
        unit: group.unit.clone(),
    }
}

/// The same with the unit in words, where there is room for them.
fn head_in_words(settings: &ArchiveSettings, group: &ArchiveGroup) -> FondsHead {
    let named = group.unit == settings.unit && !settings.unit_name.is_empty();
    let unit = if named { settings.unit_name.clone() } else { group.unit.clone() };
    FondsHead { unit, ..head(settings, group) }
}

fn stamp(settings: &ArchiveSettings, item: &ArchiveItem) -> Stamp {
    Stamp { filled: Some(head(settings, &item.group)), number: item.number, pages: item.pages }
}

fn catalogue_sheet(
    reading: &Reading<'_>,
    settings: &ArchiveSettings,
    group: &ArchiveGroup,
) -> Result<(Sheet, String), DeskError> {
    let items = catalogue(reading, group.year)?;
    let row = |item: ArchiveItem| CatalogueRow {
        code: archive_code(&settings.fonds, &item.group, item.number),
        document: item.document,
        responsible: item.responsible,
        title: item.title,
        day: item.day,
        pages: item.pages,
        note: item.note,
    };
    let rows = items.into_iter().filter(|item| item.group == *group).map(row).collect();
    let sheet = CatalogueSheet { head: head_in_words(settings, group), rows };
    let name = format!("归档文件目录_{}年_{}.pdf", group.year, group.retention.code());
    Ok((Sheet::Archive(ArchiveSheet::Catalogue(sheet)), name))
}

fn box_note(reading: &Reading<'_>, settings: &ArchiveSettings, id: BoxId) -> Result<(Sheet, String), DeskError> {
    let of = known(reading.archive_box(id))?;
    let items = reading.archive_items_in(id)?;
    let sheet = ReferenceSheet {
        head: head_in_words(settings, &of.group),
        box_number: of.number,
        items: count(items.len() as u64),
        pages: pages(&items),
        numbers: numbers(&items),
        situation: of.situation,
    };
    let number = of.number.map(|number| number.to_string()).unwrap_or_default();
    Ok((Sheet::Archive(ArchiveSheet::Reference(sheet)), format!("备考表_{}年_{number}盒.pdf", of.group.year)))
}

fn spines(reading: &Reading<'_>, settings: &ArchiveSettings, boxes: &[BoxId]) -> Result<(Sheet, String), DeskError> {
    if boxes.is_empty() || boxes.len() > SPINES {
        return Err(DeskError::with(ErrorCode::FieldMissing, "boxes"));
    }
    let mut spines = Vec::new();
    for id in boxes {
        let of = known(reading.archive_box(*id))?;
        spines.push(Spine {
            head: head_in_words(settings, &of.group),
            numbers: numbers(&reading.archive_items_in(*id)?),
            box_number: of.number,
            thickness: of.thickness,
        });
    }
    Ok((Sheet::Archive(ArchiveSheet::Spines(spines)), "盒脊.pdf".to_owned()))
}

fn transfer(reading: &Reading<'_>, settings: &ArchiveSettings, year: i32) -> Result<(Sheet, String), DeskError> {
    super::year_days(year)?;
    let items = catalogue(reading, year)?;
    let mut rows = Vec::new();
    for (of, lying) in boxes_of(reading, &items, year)? {
        rows.push(transfer_row(settings, &of.group, of.number, &lying, ""));
    }
    // What lies in no box is named by its period and unit.
    let mut loose: Vec<ArchiveItem> = items.into_iter().filter(|item| item.box_id.is_none()).collect();
    while let Some(first) = loose.first() {
        let group = first.group.clone();
        let (of_group, rest): (Vec<_>, Vec<_>) = loose.into_iter().partition(|item| item.group == group);
        rows.push(transfer_row(settings, &group, None, &of_group, "未装盒"));
        loose = rest;
    }
    let branch = crate::session::settings(reading)?.branch;
    let sheet = TransferSheet { branch, year, rows };
    Ok((Sheet::Archive(ArchiveSheet::Transfer(sheet)), format!("归档文件移交清单_{year}年.pdf")))
}

fn transfer_row(
    settings: &ArchiveSettings,
    group: &ArchiveGroup,
    box_number: Option<u32>,
    items: &[ArchiveItem],
    note: &str,
) -> TransferRow {
    TransferRow {
        head: head(settings, group),
        box_number,
        numbers: numbers(items),
        items: count(items.len() as u64),
        pages: pages(items),
        note: note.to_owned(),
    }
}

/// The book without what only its item knows.
fn book_sheet(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    year: i32,
    of: BookOf,
    records: &[RecordRef],
) -> Result<BookSheet, DeskError> {
    if records.len() > 20 {
        lookup.load_people()?;
    }
    let (mut lines, mut bound) = (Vec::new(), Vec::new());
    for record in records {
        let archivable = super::archivable(reading, *record)?;
        let (sheet, notes, _) = plain(reading, lookup, *record)?;
        lines.push(BookLine {
            number: contacts::number_text(archivable.day, archivable.number),
            what: match record.kind {
                DutyKind::Talk => "谈心谈话记录表".to_owned(),
                DutyKind::Visit => "走访慰问登记表".to_owned(),
            },
            day: archivable.day,
        });
        bound.push(if notes.is_empty() { sheet } else { filed(sheet, None, notes) });
    }
    Ok(BookSheet {
        branch: crate::session::settings(reading)?.branch,
        title: format!("{year}年{}", book_words(of)),
        head: FondsHead { year, ..FondsHead::default() },
        code: String::new(),
        lines,
        sheets: bound,
        front_only: false,
        two_sided: false,
        stamp: None,
    })
}

fn seal(reading: &Reading<'_>, id: SealId, vault: String) -> Result<(Sheet, String), DeskError> {
    let seal = seals::seal(reading, id)?;
    let words = |of| match of {
        SealedKind::Events => "事由",
        SealedKind::Talks => "谈话",
        SealedKind::Visits => "走访",
        SealedKind::Promises => "承诺事项",
    };
    let name = format!("封存页_{}年第{}季度.pdf", seal.of.year, seal.of.quarter);
    let sheet = SealSheet {
        branch: crate::session::settings(reading)?.branch,
        year: seal.of.year,
        quarter: seal.of.quarter,
        day: local_day(seal.at),
        vault,
        entry: seal.entry,
        groups: seal.groups,
        counts: seal.counts.iter().map(|one| (words(one.of).to_owned(), one.quarter, one.all)).collect(),
    };
    Ok((Sheet::Archive(ArchiveSheet::Seal(sheet)), name))
}
