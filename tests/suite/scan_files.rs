//! Files of scans: broken ones, those of a watched folder, reading that was stopped, and what is left of them on the disk.

use std::path::{Path, PathBuf};

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::text;

use crate::scans::{Office, became, counts};
use crate::terminal::Terminal;

#[test]
fn broken_files_keep_no_other_from_being_read() {
    let mut office = Office::new();
    let pages = office.pages(200);
    let whole = std::fs::read(&pages[0]).unwrap();
    let files: Vec<PathBuf> = [
        ("notes.txt", "谈话".as_bytes().to_vec()),
        ("half.png", whole[..whole.len() / 2].to_vec()),
        ("broken.pdf", b"%PDF-1.7\nnothing".to_vec()),
        ("empty.jpg", Vec::new()),
    ]
    .into_iter()
    .map(|(name, bytes)| {
        let file = office.ledger.path(name);
        std::fs::write(&file, bytes).unwrap();
        file
    })
    .chain([office.ledger.path("none.pdf"), pages[0].clone()])
    .collect();
    let report = office.scan(&files);
    let problems: Vec<Value> = report["files"].as_array().unwrap().iter().map(|file| file["problem"].clone()).collect();
    assert_eq!(json!(problems), json!(["not_a_scan", null, "broken", "not_a_scan", "unreadable", null]));
    assert_eq!(became(&report), ["broken", "1/1 v1"]);
    assert_eq!(counts(&report), [1, 1, 0, 0, 5]);
    // The one that was half copied is read once it is whole.
    std::fs::write(&files[1], std::fs::read(&pages[1]).unwrap()).unwrap();
    assert_eq!(became(&office.scan(&files[1..2])), ["1/2 v1"]);
}

#[test]
fn a_watched_folder_gives_its_files_once_and_loses_them_only_when_told() {
    let mut office = Office::new();
    let pages = office.pages(200);
    let folder = office.ledger.path("扫描");
    std::fs::create_dir(&folder).unwrap();
    assert_eq!(office.ledger.ok("scan_folder_check", Value::Null)["files"], json!([]));
    *office.ledger.hands.vault.borrow_mut() = Some(folder.clone());
    let set = office.ledger.ok("scan_folder_set", json!({"choose": true, "remove": false}));
    assert_eq!(set, json!({"folder": folder, "remove": false}));
    let check = |office: &mut Office| became(&office.ledger.ok("scan_folder_check", Value::Null));
    let put = |page: &Path, name: &str| std::fs::copy(page, folder.join(name)).unwrap();
    put(&pages[0], "0001.png");
    assert!(check(&mut office).is_empty(), "it may still be growing");
    assert_eq!(check(&mut office), ["1/1 v1"]);
    assert!(check(&mut office).is_empty() && folder.join("0001.png").exists());
    office.ledger.reopen();
    check(&mut office);
    assert!(check(&mut office).is_empty(), "it is remembered");

    let set = office.ledger.ok("scan_folder_set", json!({"choose": false, "remove": true}));
    assert_eq!(set["remove"], true);
    put(&pages[1], "0002.png");
    std::fs::write(folder.join("bad.pdf"), "%PDF-1.7").unwrap();
    check(&mut office);
    assert_eq!(check(&mut office), ["1/2 v1"]);
    let left: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left, ["bad.pdf"], "what is in the ledger is gone, what is not stays");
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(office.ledger.code("scan_folder_check", Value::Null), ErrorCode::NotFound);
    office.ledger.ok("scan_folder_clear", Value::Null);
    assert_eq!(office.ledger.ok("scan_folder_check", Value::Null)["files"], json!([]));
}

#[test]
fn destroying_takes_the_scans_and_nothing_readable_is_left() {
    let mut office = Office::new();
    let pages = office.pages(200);
    let named = office.ledger.path("独一无二的文件名.png");
    std::fs::copy(&pages[0], &named).unwrap();
    office.scan(&[named, pages[1].clone(), pages[2].clone()]);
    let person = office.ledger.ok("person_list", json!({}))[0]["id"].clone();
    office.ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-23", "reason": "调离"}}));
    let plan = office.ledger.ok("retention_plan", json!({"person": person}));
    let rows: Vec<String> = plan["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {}", text(&row["title"]), row["copies"]))
        .collect();
    assert!(rows.contains(&"扫描页 3".to_owned()), "{rows:?}");
    office.ledger.ok("retention_destroy", json!({"person": person, "supervisors": ["王五", "赵六"]}));
    let (talk, visit) = (office.talk.clone(), office.visit.clone());
    assert_eq!((office.scans_of(&talk), office.scans_of(&visit)), (Vec::new(), Vec::new()));
    assert_eq!(office.inbox()["filed"], 0);
    assert_eq!(office.ledger.ok("vault_verify", Value::Null)["sound"], true);
    office.ledger.ok("vault_lock", Value::Null);
    for entry in walk(&office.ledger.path("知心.zhixin")) {
        let bytes = std::fs::read(&entry).unwrap();
        let mark = "独一无二的文件名".as_bytes();
        assert!(!bytes.windows(mark.len()).any(|window| window == mark), "{entry:?}");
        assert!(!bytes.windows(10).any(|window| window == b"\xff\xd8\xff\xe0\0\x10JFIF"), "{entry:?}");
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() { files.extend(walk(&entry.path())) } else { files.push(entry.path()) }
    }
    files
}

#[test]
fn a_closed_dialog_and_a_locked_ledger_change_nothing() {
    let mut office = Office::new();
    assert_eq!(office.ledger.ok("scan_choose", Value::Null), Value::Null);
    office.ledger.ok("vault_lock", Value::Null);
    for command in ["scan_choose", "scan_inbox", "scan_folder_check"] {
        assert_eq!(office.ledger.code(command, Value::Null), ErrorCode::Locked, "{command}");
    }
}

#[test]
fn the_terminal_says_what_became_of_each_page() {
    let terminal = Terminal::with_ledger();
    terminal.ok(&["print", "账本.zhixin", "talk-blank", "-", "-o", "表.pdf"]);
    std::fs::write(terminal.path("说明.txt"), "谈话").unwrap();
    let said = terminal.ok(&["scan", "账本.zhixin", "表.pdf", "说明.txt"]);
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "读出 1 页，归位 1 页，待认领 0 页，读不出 1 处",
            "表.pdf 第1页：归入 000001 第1页，这张表收回了",
            "说明.txt：不是 PDF、JPG、PNG 或 TIFF 文件",
        ]
    );
    let again = terminal.ok(&["scan", "账本.zhixin", "表.pdf"]);
    assert!(again.contains("表.pdf：以前读过，没有再读"), "{again}");
}

#[test]
fn what_was_stopped_goes_on_where_it_was() {
    let mut office = Office::new();
    let pages = office.pages(150);
    // Six different pages in one file: each sheet twice, the second time a little darker.
    let stack = office.ledger.path("stack.tif");
    let mut tiff = tiff::encoder::TiffEncoder::new(std::fs::File::create(&stack).unwrap()).unwrap();
    for darker in [0, 20] {
        for page in &pages {
            let mut page = image::open(page).unwrap().to_luma8();
            page.pixels_mut().for_each(|pixel| pixel.0[0] = pixel.0[0].saturating_sub(darker));
            tiff.write_image::<tiff::encoder::colortype::Gray8>(page.width(), page.height(), &page).unwrap();
        }
    }
    drop(tiff);
    let work = office.ledger.desk.work();
    let (begun, watched) = (work.clone(), std::sync::mpsc::channel::<()>());
    let watcher = std::thread::spawn(move || {
        while watched.1.try_recv().is_err() {
            if begun.status().is_some_and(|at| at.done >= 2) {
                begun.stop();
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    });
    let report = office.scan(std::slice::from_ref(&stack));
    watched.0.send(()).unwrap();
    watcher.join().unwrap();
    assert_eq!(report["stopped"], true);
    let read = became(&report).len();
    assert!((2..6).contains(&read), "{read} pages");
    assert_eq!(work.status(), None);
    let report = office.scan(&[stack]);
    assert_eq!(
        (report["stopped"].clone(), counts(&report)[3]),
        (json!(false), read as u64),
        "those that were stored are known"
    );
    assert_eq!(counts(&report)[1] as usize, 6 - read);
    let (talk, visit) = (office.talk.clone(), office.visit.clone());
    assert_eq!(office.scans_of(&talk).len() + office.scans_of(&visit).len(), 6, "each page once");
}

#[test]
fn what_is_with_an_archived_record_stays_there() {
    let mut office = Office::new();
    let pages = office.pages(200);
    office.scan(&pages[2..]);
    let visit = office.visit.clone();
    let records = json!([{"kind": "visit", "id": visit}]);
    office.ledger.ok("item_create", json!({"how": "each", "records": records, "retention": "years10"}));
    let scan = office.scans_of(&visit)[0]["id"].clone();
    assert_eq!(office.ledger.code("scan_take_back", json!({"id": scan})), ErrorCode::Archived);
    // A better scan of the sheet still finds its place.
    let better = office.pages(150);
    assert_eq!(became(&office.scan(&better[2..])), ["2/1 v2"]);
}
