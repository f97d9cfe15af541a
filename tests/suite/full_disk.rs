//! A full disk: said as such, and nothing that was kept is lost.

use std::path::Path;

use desk::ErrorCode;
use serde_json::json;
use zhixin_tests::{Ledger, Mount};

fn fill(folder: &Path) {
    let mut size = 1 << 20;
    let mut n = 0;
    while size >= 4096 {
        n += 1;
        if std::fs::write(folder.join(format!("fill{n}")), vec![0u8; size]).is_err() {
            size /= 2;
        }
    }
}

#[test]
fn a_record_that_finds_no_room() {
    let Some(mount) = Mount::new("3m") else { return };
    let mut ledger = Ledger::none_in(mount.path());
    ledger.make();
    let person = ledger.person("张三");
    let content = "长".repeat(20_000);
    let form = json!({"persons": [person], "day": "2026-11-23", "content": content});
    let mut kept = Vec::new();
    let code = loop {
        match ledger.call("talk_create", json!({"form": form})) {
            Ok(talk) => kept.push(talk["id"].clone()),
            Err(error) => break error.code,
        }
        assert!(kept.len() < 200, "the disk is small");
    };
    assert_eq!(code, ErrorCode::DiskFull);
    assert!(!kept.is_empty());
    for id in &kept {
        assert_eq!(ledger.ok("talk_get", json!({"id": id}))["form"]["content"], json!(content), "kept whole");
    }
    assert_eq!(ledger.ok("talk_list", json!({})).as_array().unwrap().len(), kept.len(), "no half record");
}

#[test]
fn a_sheet_that_finds_no_room_leaves_the_old_file() {
    let Some(mount) = Mount::new("1m") else { return };
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let talk = ledger.talk(&[&person], "2026-11-23", &[]);
    let path = mount.path().join("谈话.pdf");
    std::fs::write(&path, "the old file").unwrap();
    fill(mount.path());
    *ledger.hands.to.borrow_mut() = Some(path.clone());
    let code = ledger.code("sheet_save", json!({"sheet": "talk", "id": talk["id"]}));
    assert_eq!(code, ErrorCode::DiskFull);
    assert_eq!(std::fs::read(&path).unwrap(), b"the old file");
    let parts = std::fs::read_dir(mount.path()).unwrap();
    let parts = parts.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(parts.count(), 0, "nothing half written stays");
}
