//! Boxes: what lies in one is of one year, period and unit.

use method::{ArchiveBox, ArchiveGroup, ArchiveItem, BoxId, ItemId, THICKNESSES, box_thickness, next_number};
use vault::Writing;

use super::{pages, view};
use crate::records::{known, log};
use crate::{ArchiveView, BoxCreate, BoxEdit, Desk, DeskError, ErrorCode, Host, check};

/// The highest 盒号.
const NUMBER: u32 = 99_999;

pub(crate) fn box_create(desk: &mut Desk, _: &dyn Host, request: BoxCreate) -> Result<ArchiveView, DeskError> {
    let rules = desk.rules();
    let id = BoxId(desk.world.new_uuid());
    desk.write(|writing| {
        let items = chosen(writing, &request.items)?;
        let group = items.first().map(|item| item.group.clone()).ok_or_else(nothing)?;
        let thickest = THICKNESSES[THICKNESSES.len() - 1];
        let thickness = request.thickness.or_else(|| box_thickness(pages(&items))).unwrap_or(thickest);
        let taken = writing.archive_boxes(group.year)?;
        let taken = taken.iter().filter(|of| of.group == group).map(|of| of.number);
        let number = Some(next_number(taken));
        let year = group.year;
        let of = ArchiveBox { id, group, number, thickness, situation: String::new() };
        check_box(&of)?;
        writing.put_archive_box(&of)?;
        lay(writing, &of, items)?;
        log(writing, "box_create", &id.to_string(), &of)?;
        view(writing, &rules, year)
    })
}

pub(crate) fn box_edit(desk: &mut Desk, _: &dyn Host, request: BoxEdit) -> Result<ArchiveView, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let old = known(writing.archive_box(request.id))?;
        let items = chosen(writing, &request.items)?;
        let BoxEdit { id, number, thickness, situation, .. } = request;
        let of = ArchiveBox { id, group: old.group, number, thickness, situation: situation.trim().to_owned() };
        check_box(&of)?;
        let same = |other: &ArchiveBox| {
            other.id != id && other.group == of.group && number.is_some() && other.number == number
        };
        if writing.archive_boxes(of.group.year)?.iter().any(same) {
            return Err(ErrorCode::NumberTaken.into());
        }
        let year = of.group.year;
        if items.is_empty() {
            lay(writing, &of, items)?;
            writing.delete_archive_box(id)?;
        } else {
            writing.put_archive_box(&of)?;
            lay(writing, &of, items)?;
        }
        log(writing, "box_edit", &id.to_string(), &of)?;
        view(writing, &rules, year)
    })
}

fn nothing() -> DeskError {
    DeskError::with(ErrorCode::FieldMissing, "items")
}

fn chosen(writing: &Writing<'_>, ids: &[ItemId]) -> Result<Vec<ArchiveItem>, DeskError> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let items: Vec<ArchiveItem> =
        ids.into_iter().map(|id| known(writing.archive_item(id))).collect::<Result<_, _>>()?;
    let groups: Vec<&ArchiveGroup> = items.iter().map(|item| &item.group).collect();
    if groups.windows(2).any(|pair| pair[0] != pair[1]) { Err(ErrorCode::BoxMixed.into()) } else { Ok(items) }
}

fn check_box(of: &ArchiveBox) -> Result<(), DeskError> {
    if !THICKNESSES.contains(&of.thickness) {
        return Err(DeskError::with(ErrorCode::BadRequest, "thickness"));
    }
    if of.number.is_some_and(|number| !(1..=NUMBER).contains(&number)) {
        return Err(DeskError::with(ErrorCode::BadRequest, "number"));
    }
    check::line("situation", &of.situation)
}

/// Puts exactly these items into the box; a box that they leave empty is taken away.
fn lay(writing: &Writing<'_>, of: &ArchiveBox, items: Vec<ArchiveItem>) -> Result<(), DeskError> {
    if items.iter().any(|item| item.group != of.group) {
        return Err(ErrorCode::BoxMixed.into());
    }
    for item in writing.archive_items_in(of.id)? {
        writing.put_archive_item(&ArchiveItem { box_id: None, ..item })?;
    }
    let mut left: Vec<BoxId> = Vec::new();
    for item in items {
        left.extend(item.box_id.filter(|other| *other != of.id));
        writing.put_archive_item(&ArchiveItem { box_id: Some(of.id), ..item })?;
    }
    left.sort_unstable();
    left.dedup();
    for other in left {
        if writing.archive_items_in(other)?.is_empty() {
            writing.delete_archive_box(other)?;
            writing.log("box_edit", &other.to_string(), None)?;
        }
    }
    Ok(())
}
