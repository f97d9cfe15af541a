//! Items, boxes and seal pages as rows.

use method::*;
use serde_json::json;
use uuid::Uuid;
use vault::{RecordCounts, Seal, VaultError};

use crate::common::{at, create, day, event, get, put, talk};

fn item(id: u128, batch: u128, number: Option<u32>) -> ArchiveItem {
    let record = RecordRef { kind: DutyKind::Talk, id: Uuid::from_u128(id + 100) };
    ArchiveItem {
        id: ItemId(Uuid::from_u128(id)),
        group: ArchiveGroup { year: 2026, retention: Retention::Years10, unit: "DQL".to_owned() },
        number,
        title: "[谈心谈话记录]".to_owned(),
        responsible: "某党支部".to_owned(),
        document: String::new(),
        day: day("2026-11-22"),
        pages: 2,
        note: String::new(),
        of: ItemOf::Record { record },
        box_id: None,
        batch: Uuid::from_u128(batch),
        made_at: at("2026-11-23T01:00:00Z"),
    }
}

#[test]
fn items_are_kept_apart_by_number_and_by_record() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(&dir.path().join("甲.zhixin"));
    put(&mut vault, |w| {
        for (id, batch, number) in [(1, 50, Some(1)), (2, 50, Some(2)), (3, 51, None), (4, 51, None)] {
            w.put_archive_item(&item(id, batch, number))?;
        }
        Ok(())
    });
    let stored = get(&vault, |r| r.archive_items(2026));
    assert_eq!(stored, [item(1, 50, Some(1)), item(2, 50, Some(2)), item(3, 51, None), item(4, 51, None)]);
    assert_eq!(get(&vault, |r| r.newest_archive_items()).len(), 2);
    assert_eq!(get(&vault, |r| r.archived_in(Uuid::from_u128(103))), Some(item(3, 51, None)));

    let taken = vault.write(|w| w.put_archive_item(&item(9, 52, Some(2))));
    assert!(matches!(taken, Err(VaultError::Conflict)), "the number is taken");
    let twice = ArchiveItem { of: item(1, 0, None).of, ..item(9, 52, None) };
    let twice = vault.write(|w| w.put_archive_item(&twice));
    assert!(matches!(twice, Err(VaultError::Conflict)), "the record is in another item");

    let why = json!({"reason": "期限选错"});
    put(&mut vault, |w| w.undo_archive_item(ItemId(Uuid::from_u128(2)), &why));
    assert_eq!(get(&vault, |r| r.archive_item(ItemId(Uuid::from_u128(2)))), None);
    assert_eq!(get(&vault, |r| r.archived_in(Uuid::from_u128(102))), None);
    assert_eq!(get(&vault, |r| r.undone_archive_items(2026)), [(item(2, 50, Some(2)), why)]);
    put(&mut vault, |w| w.put_archive_item(&ArchiveItem { of: item(2, 0, None).of, ..item(8, 53, Some(2)) }));
}

#[test]
fn a_box_goes_only_when_it_is_empty() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(&dir.path().join("甲.zhixin"));
    let id = BoxId(Uuid::from_u128(70));
    let group = item(1, 50, None).group;
    let of = ArchiveBox { id, group, number: Some(1), thickness: 20, situation: String::new() };
    let lying = ArchiveItem { box_id: Some(id), ..item(1, 50, None) };
    let homeless = vault.write(|w| w.put_archive_item(&lying));
    assert!(matches!(homeless, Err(VaultError::Conflict)));
    put(&mut vault, |w| {
        w.put_archive_box(&of)?;
        w.put_archive_item(&lying)
    });
    assert_eq!(get(&vault, |r| r.archive_items_in(id)), std::slice::from_ref(&lying));
    assert_eq!(get(&vault, |r| r.archive_boxes(2026)), std::slice::from_ref(&of));
    let full = vault.write(|w| w.delete_archive_box(id));
    assert!(matches!(full, Err(VaultError::Conflict)));
    let same_number = vault.write(|w| w.put_archive_box(&ArchiveBox { id: BoxId(Uuid::from_u128(71)), ..of.clone() }));
    assert!(matches!(same_number, Err(VaultError::Conflict)));
    put(&mut vault, |w| {
        w.put_archive_item(&ArchiveItem { box_id: None, ..lying })?;
        w.delete_archive_box(id)
    });
    assert_eq!(get(&vault, |r| r.archive_box(id)), None);
}

#[test]
fn a_seal_keeps_the_entry_that_it_stands_for() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(&dir.path().join("甲.zhixin"));
    let seal = put(&mut vault, |w| {
        w.put_person(&Person::named(PersonId(Uuid::from_u128(1)), "甲某"))?;
        w.put_event(&event(10, &[1], "note"))?;
        w.put_talk(&talk(20, &[1], &[], ""))?;
        w.put_talk(&Talk { state: ContactState::Draft, ..talk(21, &[1], &[], "") })?;
        w.log("seal_make", "x", None)?;
        let seal = Seal { id: SealId(Uuid::from_u128(5)), head: w.log_head()?, body: json!({"quarter": 4}) };
        w.put_seal(&seal)?;
        Ok(seal)
    });
    assert_eq!(get(&vault, |r| r.seals()), std::slice::from_ref(&seal));
    assert_eq!(get(&vault, |r| r.seal(seal.id)), Some(seal));
    let counts = RecordCounts { events: 1, talks: 1, visits: 0, promises: 0 };
    assert_eq!(get(&vault, |r| r.record_counts(None)), counts, "drafts are not counted");
    let october = Some((day("2026-10-01"), day("2026-10-31")));
    assert_eq!(get(&vault, |r| r.record_counts(october)).talks, 0);
    assert_eq!(get(&vault, |r| r.archive_years()), [2026]);
}
