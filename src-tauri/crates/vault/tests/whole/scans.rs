//! Scanned pages and their pictures; a ledger of before takes them after its migration.

use method::{DutyKind, Paper, PaperKind, PersonId, Scan, ScanId, ScanState, ScanWhy};
use uuid::Uuid;
use vault::{AttachmentOf, ScanPick, Vault, VaultError, World};

use crate::common::*;
use crate::released::vector;

fn picture(n: u8) -> Vec<u8> {
    (0..150_000_u32).map(|at| (at * 13 % 251) as u8 ^ n).collect()
}

fn scan(n: u128, state: ScanState) -> Scan {
    Scan {
        id: ScanId(Uuid::from_u128(n)),
        received_at: at("2026-11-23T01:00:00Z"),
        file: "扫描0001.pdf".to_owned(),
        index: 1,
        after: None,
        state,
    }
}

fn unclaimed(n: u128) -> Scan {
    scan(n, ScanState::Unclaimed { why: ScanWhy::NoCode })
}

fn filed(n: u128, paper: u32) -> Scan {
    scan(n, ScanState::Filed { paper, page: 1, version: 1 })
}

fn paper(number: u32, record: Option<u128>, person: Option<u128>) -> Paper {
    let kind = PaperKind::TalkBlank;
    Paper {
        number,
        kind,
        record: record.map(Uuid::from_u128),
        person: person.map(|n| PersonId(Uuid::from_u128(n))),
        duty: None,
        pages: 1,
        made_at: at("2026-11-22T01:00:00Z"),
        content: None,
        state: kind.first_state(),
        signing: None,
    }
}

fn sum(bytes: &[u8]) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).into()
}

#[test]
fn kept_found_and_moved() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    put(&mut vault, |w| {
        w.put_paper(&paper(1, Some(30), None))?;
        w.put_paper(&paper(2, None, Some(1)))?;
        for (n, scan) in (0..).zip([unclaimed(100), filed(101, 1), filed(102, 2)]) {
            w.add_scan(&scan, &picture(n))?;
        }
        w.add_scan_file([7; 32])?;
        w.add_scan_file([7; 32])
    });
    vault.lock().unwrap();
    let mut vault = open(&folder).unwrap();
    get::<()>(&vault, |r| {
        assert_eq!(r.scans(ScanPick::State("unclaimed"))?, [unclaimed(100)]);
        assert_eq!(r.scans(ScanPick::Paper(1))?, [filed(101, 1)]);
        assert_eq!(r.scans(ScanPick::Record(Uuid::from_u128(30)))?, [filed(101, 1)], "by its sheet");
        assert_eq!(r.scans(ScanPick::Person(PersonId(Uuid::from_u128(1))))?, [filed(102, 2)]);
        assert_eq!(r.scans(ScanPick::OfSheetsOut)?.len(), 2);
        assert_eq!(r.scan_counts()?, [("filed".to_owned(), 2), ("unclaimed".to_owned(), 1)]);
        assert_eq!(r.scan_picture(ScanId(Uuid::from_u128(101)))?, picture(1));
        assert_eq!(r.scan_with_picture(sum(&picture(2)))?, Some(filed(102, 2)));
        assert_eq!(r.scan_with_picture(sum(&picture(9)))?, None);
        assert!(r.scan_file_known([7; 32])? && !r.scan_file_known([8; 32])?);
        Ok(())
    });
    put(&mut vault, |w| w.put_scan(&filed(100, 2)));
    assert_eq!(get(&vault, |r| r.scans(ScanPick::Paper(2))), [filed(100, 2), filed(102, 2)]);
    assert!(vault.verify().unwrap().is_clean());
}

#[test]
fn the_picture_goes_with_its_page_and_the_page_with_its_record() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let draft = visit(40, &[1], &[], "");
    let claimed = scan(100, ScanState::Claimed { kind: DutyKind::Visit, record: draft.id.0 });
    put(&mut vault, |w| {
        w.put_visit(&draft)?;
        w.add_scan(&claimed, &picture(1))?;
        w.add_scan(&unclaimed(101), &picture(2))?;
        assert_eq!(w.scans(ScanPick::Record(draft.id.0))?, std::slice::from_ref(&claimed));
        w.delete_visit(draft.id)?;
        w.delete_scan(unclaimed(101).id)?;
        assert_eq!(w.delete_scan(unclaimed(101).id), Err(VaultError::NotFound));
        for gone in [claimed.id, unclaimed(101).id] {
            assert_eq!((w.scan(gone)?, w.attachments(AttachmentOf::Scan, gone.0)?), (None, Vec::new()));
        }
        Ok(())
    });
    assert!(vault.verify().unwrap().is_clean());
}

#[test]
fn ledgers_of_before_take_scans_and_keep_their_attachments() {
    for name in ["v1.zhixin", "schema3.zhixin"] {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join(name);
        copy(&vector(name), &folder);
        let mut vault = Vault::open(World::real(), &folder, &password()).unwrap();
        let attached = |vault: &Vault| get(vault, |r| r.attachments(AttachmentOf::Talk, Uuid::from_u128(30)));
        let before = attached(&vault);
        assert_eq!(before.len(), usize::from(name == "schema3.zhixin"));
        put(&mut vault, |w| w.add_scan(&unclaimed(100), &picture(3)));
        vault.lock().unwrap();
        let mut vault = open(&folder).unwrap();
        assert_eq!(get(&vault, |r| r.scan_picture(unclaimed(100).id)), picture(3));
        assert_eq!(attached(&vault), before);
        for one in before {
            let mut bytes = Vec::new();
            get(&vault, |r| r.attachment_bytes(one.id, &mut bytes));
            assert_eq!(bytes.len() as u64, one.size);
        }
        assert!(vault.verify().unwrap().is_clean());
        put(&mut vault, |w| w.delete_scan(unclaimed(100).id));
    }
}
