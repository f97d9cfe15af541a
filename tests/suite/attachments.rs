//! Attachments: added from files, listed, shown, saved, deleted; and nothing that is not what it claims.

use desk::{ATTACHMENT_BYTES, ErrorCode};
use serde_json::{Value, json};
use zhixin_tests::{Ledger, text};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest of a picture";
const PDF: &[u8] = b"%PDF-1.7 rest of a document";

/// Puts a file beside the ledger and lets the user choose it next.
fn choose(ledger: &Ledger, name: &str, bytes: &[u8]) {
    let path = ledger.path(name);
    std::fs::write(&path, bytes).unwrap();
    ledger.open_from(&path);
}

fn list(ledger: &mut Ledger, to: &str, record: &str) -> Vec<Value> {
    ledger.ok("attachment_list", json!({"to": to, "record": record})).as_array().unwrap().clone()
}

#[test]
fn a_scan_comes_back_byte_for_byte() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let talk = text(&ledger.talk(&[&person], "2026-11-22", &[])["id"]);
    // Longer than several pieces, and not a whole number of them.
    let bytes: Vec<u8> = PDF.iter().copied().chain((0..200_001_u32).map(|n| (n * 7 % 251) as u8)).collect();
    choose(&ledger, "扫描件.PDF", &bytes);
    let added = ledger.ok("attachment_add", json!({"to": "talk", "record": talk}));
    assert_eq!((&added["name"], &added["kind"]), (&json!("扫描件.PDF"), &json!("pdf")));
    assert_eq!((added["size"].as_u64().unwrap() as usize, text(&added["sha256"]).len()), (bytes.len(), 64));
    assert_eq!(list(&mut ledger, "talk", &talk), std::slice::from_ref(&added));
    assert_eq!(list(&mut ledger, "visit", &talk), [] as [Value; 0]);
    ledger.reopen();
    let path = ledger.save_to("out.pdf");
    ledger.ok("attachment_save", json!({"id": added["id"]}));
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert_eq!(ledger.hands.suggested.borrow().last().unwrap(), "扫描件.PDF");
    assert!(!ledger.path("out.pdf.part").exists());
    assert_eq!(ledger.ok("attachment_get", json!({"id": added["id"]}))["data_url"], Value::Null, "no picture");
    ledger.ok("attachment_delete", json!({"id": added["id"]}));
    assert_eq!(list(&mut ledger, "talk", &talk), [] as [Value; 0]);
    let log = ledger.ok("log_list", json!({"object": added["id"]}));
    let actions: Vec<String> = log["entries"].as_array().unwrap().iter().map(|entry| text(&entry["action"])).collect();
    assert_eq!(actions, ["attachment_delete", "attachment_save", "attachment_add"]);
    assert_eq!(log["entries"][0]["content"], log["entries"][2]["content"], "deleted with the hash of what was added");
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
}

#[test]
fn a_picture_is_shown_and_named_as_the_user_wants() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    choose(&ledger, "IMG_0001.jpg", PNG);
    let added = ledger.ok("attachment_add", json!({"to": "person", "record": person, "name": "住院证明"}));
    assert_eq!((&added["name"], &added["kind"]), (&json!("住院证明"), &json!("png")), "by its bytes, not by its name");
    let shown = ledger.ok("attachment_get", json!({"id": added["id"]}));
    assert_eq!(shown["data_url"], "data:image/png;base64,iVBORw0KGgpyZXN0IG9mIGEgcGljdHVyZQ==");
    ledger.save_to("x.png");
    ledger.ok("attachment_save", json!({"id": added["id"]}));
    assert_eq!(ledger.hands.suggested.borrow().last().unwrap(), "住院证明.png");
    *ledger.hands.from.borrow_mut() = None;
    assert_eq!(ledger.ok("attachment_add", json!({"to": "person", "record": person})), Value::Null, "dialog closed");
}

#[test]
fn what_is_no_scan_or_too_much_is_refused() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let add = json!({"to": "person", "record": person});
    for (name, bytes) in [("a.pdf", &b"MZ program"[..]), ("a.png", b""), ("a.jpg", b"%PD"), ("a.xlsx", b"PK\x03\x04")] {
        choose(&ledger, name, bytes);
        assert_eq!(ledger.code("attachment_add", add.clone()), ErrorCode::NotAnAttachment, "{name}");
    }
    let mut large = vec![0; ATTACHMENT_BYTES as usize];
    large[..PNG.len()].copy_from_slice(PNG);
    choose(&ledger, "large.png", &large);
    for _ in 0..5 {
        let added = ledger.ok("attachment_add", add.clone());
        assert_eq!(
            ledger.ok("attachment_get", json!({"id": added["id"]}))["data_url"],
            Value::Null,
            "too large to show"
        );
    }
    choose(&ledger, "small.png", PNG);
    assert_eq!(ledger.code("attachment_add", add.clone()), ErrorCode::AttachmentsFull, "100 MB of one record");
    let other = ledger.person("李四");
    large.push(0);
    choose(&ledger, "larger.png", &large);
    let code = ledger.code("attachment_add", json!({"to": "person", "record": other}));
    assert_eq!(code, ErrorCode::AttachmentTooLarge, "one byte more");
    assert_eq!(list(&mut ledger, "person", &other), [] as [Value; 0], "nothing of it is kept");
    let nobody = json!({"to": "person", "record": "00000000-0000-7000-8000-000000000000"});
    assert_eq!(ledger.code("attachment_add", nobody), ErrorCode::NotFound);
}

#[test]
fn they_go_with_their_draft() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let draft = ledger.ok("visit_create", json!({"form": {"persons": [person], "day": "2026-11-22"}, "draft": true}));
    choose(&ledger, "a.pdf", PDF);
    let added = ledger.ok("attachment_add", json!({"to": "visit", "record": draft["id"]}));
    ledger.ok("visit_delete", json!({"id": draft["id"]}));
    assert_eq!(ledger.code("attachment_get", json!({"id": added["id"]})), ErrorCode::NotFound);
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true, "no piece is left dangling");
}
