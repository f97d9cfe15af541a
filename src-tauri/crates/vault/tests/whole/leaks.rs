//! Nothing readable is in the folder, while open or after locking.

use std::path::Path;

use method::{Closure, Duty};
use serde_json::json;

use crate::common::*;

/// A word for a field, which occurs nowhere else; also in Chinese characters, as those are stored with other bytes.
const WORD: &str = "sentinel7f3a哨兵貔貅饕餮";

fn all_bytes(dir: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_bytes(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}

/// Every form in which the word could lie on the disk.
fn forms() -> Vec<Vec<u8>> {
    let parts = ["sentinel7f3a", "哨兵貔貅饕餮", "心情低落", "person_create", PASSWORD];
    let mut forms = Vec::new();
    for part in parts {
        forms.push(part.as_bytes().to_vec());
        forms.push(part.encode_utf16().flat_map(u16::to_le_bytes).collect());
        forms.push(part.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    forms
}

fn assert_no_leak(folder: &Path, when: &str) {
    let mut files = Vec::new();
    all_bytes(folder, &mut files);
    for (name, bytes) in files {
        for form in forms() {
            let found = bytes.windows(form.len()).any(|window| window == form);
            assert!(!found, "{when}: readable text in {name}");
        }
        assert!(!bytes.starts_with(b"SQLite format 3"), "{when}: {name} is not encrypted");
    }
}

#[test]
fn no_plain_text_on_disk() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a.zhixin");
    let mut vault = create(&folder);
    put(&mut vault, |w| {
        w.put_person(&person(1, WORD))?;
        w.put_event(&event(10, &[1], WORD))?;
        let open = duty(20, 10, 1, "2026-11-25", WORD);
        w.put_duty(&Duty { closed: Some(Closure::Missed { reason: WORD.to_owned() }), ..open })?;
        w.put_talk(&talk(30, &[1], &[20], &format!("{WORD}心情低落").repeat(300)))?;
        w.put_visit(&visit(40, &[1], &[20], WORD))?;
        w.set_setting(WORD, &json!({ WORD: WORD }))?;
        let scan = attachment(70, vault::AttachmentOf::Talk, 30, WORD);
        w.add_attachment(scan, &mut WORD.repeat(9_000).as_bytes(), u64::MAX)?;
        w.put_retention(person(1, WORD).id, &json!({ "to": WORD }))?;
        w.log("person_create", WORD, None)
    });
    assert!(std::fs::read_dir(&folder).unwrap().any(|e| e.unwrap().path().to_string_lossy().ends_with("-wal")));
    assert_no_leak(&folder, "open");
    put(&mut vault, |w| w.delete_visit(visit(40, &[1], &[20], WORD).id));
    vault.verify().unwrap();
    assert_no_leak(&folder, "after a deletion and a check");
    vault.lock().unwrap();
    assert_no_leak(&folder, "locked");
    let vault = open(&folder).unwrap();
    get(&vault, |r| r.talks(None));
    assert_no_leak(&folder, "open again");
}

#[test]
fn errors_carry_no_text() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let e = vault.write(|w| w.put_event(&event(50, &[77], WORD))).unwrap_err();
    assert!(!format!("{e} {e:?}").contains("sentinel"));
}
