//! A ledger of schema 8 with the paper of its records, and a backup of it, as they were made once: they open and restore for ever.

use method::*;
use serde_json::json;
use uuid::Uuid;
use vault::{BackupFile, LogHead, RealDisk, ScanPick, Seal, Vault, VaultError, unwatched};

use crate::backups::restore;
use crate::common::*;
use crate::released::vector;

fn paper() -> Paper {
    Paper {
        number: 1,
        kind: PaperKind::Talk,
        record: Some(Uuid::from_u128(30)),
        person: Some(PersonId(Uuid::from_u128(1))),
        duty: Some(DutyId(Uuid::from_u128(20))),
        pages: 2,
        made_at: at("2026-11-23T01:00:00.123Z"),
        content: Some("5a".repeat(32)),
        state: PaperState::Returned { day: day("2026-11-23") },
        signing: Some(Signing::Unsigned { reason: "本人出差".to_owned() }),
    }
}

fn void() -> Paper {
    let reason = VoidReason::Replaced { by: 1 };
    Paper {
        number: 2,
        kind: PaperKind::VisitBlank,
        state: PaperState::Void { day: day("2026-11-23"), reason },
        signing: None,
        ..paper()
    }
}

fn scan(n: u128, state: ScanState) -> Scan {
    let received_at = at("2026-11-23T01:00:00Z");
    Scan {
        id: ScanId(Uuid::from_u128(n)), received_at, file: "扫描0001.pdf".to_owned(), index: 1, after: None, state
    }
}

fn scans() -> [Scan; 2] {
    let unclaimed = ScanState::Unclaimed { why: ScanWhy::NoCode };
    [scan(80, ScanState::Filed { paper: 1, page: 1, version: 1 }), scan(81, unclaimed)]
}

/// What a page's picture holds; longer than one piece.
fn picture(n: u8) -> Vec<u8> {
    (0..70_000_u32).map(|at| (at * 7 % 251) as u8 ^ n).collect()
}

fn archive_box() -> ArchiveBox {
    let group = ArchiveGroup { year: 2026, retention: Retention::Years10, unit: "DQL".to_owned() };
    let (id, situation) = (BoxId(Uuid::from_u128(70)), "齐全".to_owned());
    ArchiveBox { id, group, number: Some(1), thickness: 20, situation }
}

fn item() -> ArchiveItem {
    let record = RecordRef { kind: DutyKind::Talk, id: Uuid::from_u128(30) };
    ArchiveItem {
        id: ItemId(Uuid::from_u128(60)),
        group: archive_box().group,
        number: Some(1),
        title: "[谈心谈话记录]".to_owned(),
        responsible: "中和税务所党支部".to_owned(),
        document: "〔2026〕1号".to_owned(),
        day: day("2026-11-22"),
        pages: 2,
        note: "原件".to_owned(),
        of: ItemOf::Record { record },
        box_id: Some(archive_box().id),
        batch: Uuid::from_u128(61),
        made_at: at("2026-11-23T01:00:00Z"),
    }
}

fn seal() -> Seal {
    let head = LogHead { seq: 1, hash: [7; 32] };
    Seal { id: SealId(Uuid::from_u128(90)), head, body: json!({"quarter": "2026Q4"}) }
}

fn expect_all(vault: &Vault) {
    assert!(vault.verify().unwrap().is_clean(), "{:?}", vault.verify());
    assert_eq!(vault.notices(), []);
    get::<()>(vault, |r| {
        assert_eq!(r.talks(None)?, [talk(30, &[1], &[20], "谈话")]);
        assert_eq!(r.visits(None)?, [visit(40, &[1], &[], "走访")]);
        assert_eq!((r.paper(1)?, r.paper(2)?), (Some(paper()), Some(void())));
        let [filed, unclaimed] = scans();
        assert_eq!(r.scan(filed.id)?.map(|scan| scan.state), Some(filed.state));
        assert_eq!(r.scans(ScanPick::State("unclaimed"))?, std::slice::from_ref(&unclaimed));
        assert!(r.scan_picture(filed.id)? == picture(0) && r.scan_picture(unclaimed.id)? == picture(1));
        assert!(r.scan_file_known([7; 32])?);
        assert_eq!((r.archive_items(2026)?, r.archive_boxes(2026)?), (vec![item()], vec![archive_box()]));
        assert_eq!(r.seals()?, [seal()]);
        Ok(())
    });
}

#[test]
fn schema_8_opens_with_all_its_paper() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a.zhixin");
    copy(&vector("schema8.zhixin"), &folder);
    expect_all(&open(&folder).unwrap());
}

#[test]
fn its_backup_restores() {
    let dir = tempfile::tempdir().unwrap();
    let file = vector("schema8.zhixinbak");
    let manifest = BackupFile::open(&RealDisk, &file).unwrap().manifest().clone();
    assert_eq!((manifest.format, manifest.schema, manifest.altered), (1, 8, false));
    for table in ["papers", "scans", "scan_files", "archive_items", "archive_boxes", "archive_records", "seals"] {
        assert!(manifest.counts.get(table).is_some_and(|rows| *rows > 0), "a row in {table}");
    }
    let folder = dir.path().join("new.zhixin");
    expect_all(&restore(&file, &folder).unwrap());
    expect_all(&open(&folder).unwrap());
}

/// Made the committed folder and file once; a released vector is never made again.
#[test]
#[ignore = "writes into the source tree"]
fn make_schema_8() {
    let folder = vector("schema8.zhixin");
    assert!(!folder.exists());
    let mut vault = create(&folder);
    put(&mut vault, |w| {
        w.put_person(&person(1, "甲"))?;
        w.put_event(&event(10, &[1], "住院"))?;
        w.put_duty(&duty(20, 10, 1, "2026-11-25", "规则"))?;
        w.put_talk(&talk(30, &[1], &[20], "谈话"))?;
        w.put_visit(&visit(40, &[1], &[], "走访"))?;
        w.put_paper(&paper())?;
        w.put_paper(&void())?;
        for (n, scan) in (0..).zip(scans()) {
            w.add_scan(&scan, &picture(n))?;
        }
        w.add_scan_file([7; 32])?;
        w.put_archive_box(&archive_box())?;
        w.put_archive_item(&item())?;
        w.put_seal(&seal())?;
        Ok::<_, VaultError>(())
    });
    vault.back_up_to(&vector("schema8.zhixinbak"), false, &unwatched).unwrap();
    vault.lock().unwrap();
    std::fs::remove_dir(folder.join("tmp")).unwrap();
}
