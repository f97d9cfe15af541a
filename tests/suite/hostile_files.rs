//! Files made to do harm, or only wrong, read as the program reads them: in a process of their own with limits. Each is refused quickly, with
//! its reason, within little memory, and the ledger is as before.

use std::io::Write;
use std::time::{Duration, Instant};

use desk::{ErrorCode, Reader};
use serde_json::{Value, json};
use zhixin_tests::books::{archive, cell, header, sheet, workbook};
use zhixin_tests::{Ledger, program, text};

/// What a refused file may take; an honest one may take more.
const LITTLE: u64 = 100 * 1024 * 1024;
/// How quickly a file is refused.
const QUICK: Duration = Duration::from_secs(1);

/// A ledger with one person, and a reader that has little memory.
fn ledger() -> Ledger {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    *ledger.hands.reader.borrow_mut() = Some(Reader { memory: LITTLE, ..Reader::of(program()) });
    ledger
}

/// Everything that an import could change, and where the operations log stands.
fn state(ledger: &mut Ledger) -> Value {
    let log = ledger.ok("log_check", Value::Null);
    json!([ledger.ok("person_list", json!({})), ledger.ok("import_list", Value::Null), log])
}

/// Has a file refused and gives the reason. Other processes may be at work here, so the quickest of three counts.
#[track_caller]
fn refused(ledger: &mut Ledger, name: &str, bytes: &[u8]) -> ErrorCode {
    let path = ledger.path(name);
    std::fs::write(&path, bytes).unwrap();
    ledger.open_from(&path);
    let before = state(ledger);
    let mut quickest = Duration::MAX;
    let mut code = None;
    for _ in 0..3 {
        let start = Instant::now();
        code = Some(ledger.code("roster_choose", Value::Null));
        quickest = quickest.min(start.elapsed());
        if quickest < QUICK {
            break;
        }
    }
    assert!(quickest < QUICK, "{name} took {quickest:?}");
    assert_eq!(state(ledger), before, "{name} changes nothing");
    code.unwrap()
}

#[test]
fn wrong_kinds_are_named() {
    let mut ledger = ledger();
    let ole = |stream: &str| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.resize(4096, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let parts = |names: &[&str]| archive(&names.iter().map(|name| (*name, b"<x/>".as_slice())).collect::<Vec<_>>());
    let types = "[Content_Types].xml";
    for (name, bytes, code) in [
        ("扫描.xlsx", b"%PDF-1.7\n1 0 obj".to_vec(), ErrorCode::Pdf),
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), ErrorCode::Picture),
        ("照片.csv", b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), ErrorCode::Picture),
        ("旧.xls", ole("Workbook"), ErrorCode::LegacyXls),
        ("旧.et", ole("Workbook"), ErrorCode::LegacyXls),
        ("旧.doc", ole("WordDocument"), ErrorCode::Document),
        ("密码.xlsx", ole("EncryptedPackage"), ErrorCode::Encrypted),
        ("名单.docx", parts(&[types, "word/document.xml"]), ErrorCode::Document),
        ("名单.xlsx", parts(&[types, "ppt/presentation.xml"]), ErrorCode::Document),
        ("名单.ods", parts(&["mimetype", "content.xml"]), ErrorCode::OtherSheet),
        ("名单.xlsb", parts(&[types, "xl/workbook.bin"]), ErrorCode::OtherSheet),
        ("网页.xls", b"<html><table><tr><td>x</td></tr></table></html>".to_vec(), ErrorCode::OtherSheet),
        ("压缩.xlsx", parts(&["a.txt"]), ErrorCode::NotASpreadsheet),
        ("文字.xlsx", "姓名,职务\n张三,会计\n".as_bytes().to_vec(), ErrorCode::NotASpreadsheet),
        ("空.xlsx", Vec::new(), ErrorCode::Empty),
        ("乱.csv", vec![0x81, 0xFF, 0x00, 0xFF], ErrorCode::Encoding),
        ("大.csv", vec![b'x'; 20 * 1024 * 1024 + 1], ErrorCode::TooLarge),
        ("宏.xlsm", workbook(&header(), &[("xl/vbaProject.bin", b"x")]), ErrorCode::Macros),
        ("宏.xlsx", workbook(&header(), &[("xl/vbaProject.bin", b"x")]), ErrorCode::Macros),
    ] {
        assert_eq!(refused(&mut ledger, name, &bytes), code, "{name}");
    }
    ledger.open_from(&ledger.path("没有.xlsx"));
    assert_eq!(ledger.code("roster_choose", Value::Null), ErrorCode::NotFound);
}

#[test]
fn bombs() {
    let mut ledger = ledger();
    let spaces = vec![b' '; 150 * 1024 * 1024];
    let inner = archive(&[("inner.bin", &spaces[..64 * 1024 * 1024])]);
    // A bomb inside a bomb is only a part that nobody opens.
    assert_ne!(refused(&mut ledger, "套.xlsx", &archive(&[("[Content_Types].xml", &inner)])), ErrorCode::ReaderMemory);
    assert_eq!(refused(&mut ledger, "一.xlsx", &workbook(&header(), &[("xl/bomb.xml", &spaces)])), ErrorCode::ZipBomb);
    let bomb = sheet(&header()).into_bytes();
    let bomb = [&bomb[..], &spaces[..]].concat();
    let bytes = workbook("", &[("xl/worksheets/sheet1.xml", &bomb)]);
    assert_eq!(refused(&mut ledger, "表.xlsx", &bytes), ErrorCode::ZipBomb);
    let names: Vec<String> = (0..5_000).map(|n| format!("xl/{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    assert_eq!(refused(&mut ledger, "多.xlsx", &workbook(&header(), &parts)), ErrorCode::ZipBomb);
    assert_eq!(refused(&mut ledger, "叠.xlsx", &overlapping(300)), ErrorCode::ZipBomb);
    let claim = r#"<sst uniqueCount="100000000000"><si><t>x</t></si></sst>"#;
    let bytes = workbook(&header(), &[("xl/sharedStrings.xml", claim.as_bytes())]);
    assert_eq!(refused(&mut ledger, "称.xlsx", &bytes), ErrorCode::ZipBomb);
}

/// An archive whose directory names one stored megabyte many times, as bombs of overlapping entries do.
fn overlapping(times: u16) -> Vec<u8> {
    let content = vec![b'x'; 1024 * 1024];
    let crc = crc(&content);
    let size = u32::try_from(content.len()).unwrap().to_le_bytes();
    let sizes = [&crc.to_le_bytes()[..], &size, &size].concat();
    let name = b"xl/a.xml";
    let length = (name.len() as u16).to_le_bytes();
    let local = [b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0".as_slice(), &sizes, &length, &[0, 0], name, &content].concat();
    let mut bytes = local.clone();
    for n in 0..times {
        let name = format!("xl/{n:05}.xml");
        let length = (name.len() as u16).to_le_bytes();
        bytes.write_all(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0").unwrap();
        bytes.write_all(&[&sizes[..], &length, &[0; 16], name.as_bytes()].concat()).unwrap();
    }
    let directory = u32::try_from(bytes.len() - local.len()).unwrap();
    let at = u32::try_from(local.len()).unwrap();
    let counts = [times.to_le_bytes(), times.to_le_bytes()].concat();
    let end = [b"PK\x05\x06\0\0\0\0".as_slice(), &counts, &directory.to_le_bytes(), &at.to_le_bytes(), &[0, 0]];
    bytes.extend(end.concat());
    bytes
}

/// CRC-32 as ZIP has it.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[test]
fn cells_far_apart() {
    let mut ledger = ledger();
    let far = |at: &str| {
        let bytes = workbook(&format!(r#"{}<row r="1048576">{}</row>"#, header(), cell(at, "x")), &[]);
        assert!(bytes.len() < 2_000, "a small file, {} bytes", bytes.len());
        bytes
    };
    for at in ["XFD1048576", "A1048576", "XFD2"] {
        assert_eq!(refused(&mut ledger, "远.xlsx", &far(at)), ErrorCode::CellTooFar, "{at}");
    }
    // No such cell exists; what a parser makes of it matters little, but it ends.
    for at in ["ZZZZZZZ2", "A99999999999999999999"] {
        let code = refused(&mut ledger, "远.xlsx", &far(at));
        assert!(matches!(code, ErrorCode::CellTooFar | ErrorCode::Broken), "{at}: {code:?}");
    }
}

#[test]
fn deep_and_wide_parts() {
    let mut ledger = ledger();
    let deep = format!("{}{}", "<a>".repeat(300_000), "</a>".repeat(300_000));
    let rows = format!("{}{deep}", header());
    let path = ledger.path("深.xlsx");
    std::fs::write(&path, workbook(&rows, &[])).unwrap();
    ledger.open_from(&path);
    // Either is right, as the table itself is whole; but the process does not end of it.
    let read = ledger.call("roster_choose", Value::Null).map_err(|error| error.code);
    assert!(matches!(read, Ok(_) | Err(ErrorCode::Broken | ErrorCode::ZipBomb)), "{read:?}");

    // Differing texts, so that the archive does not shrink like a bomb.
    let mut number = 1_u32;
    let mut strings = String::from("<sst>");
    while strings.len() < 60 * 1024 * 1024 {
        strings.push_str("<si><t>");
        for _ in 0..64 {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            strings.push_str(&format!("{:x}", number >> 4));
        }
        strings.push_str("</t></si>");
    }
    strings.push_str("</sst>");
    let bytes = workbook(&header(), &[("xl/sharedStrings.xml", strings.as_bytes())]);
    assert!(bytes.len() > 20 * 1024 * 1024);
    assert_eq!(refused(&mut ledger, "串.xlsx", &bytes), ErrorCode::TooLarge);
    let long = cell("A2", &"长".repeat(32_768));
    let bytes = workbook(&format!(r#"{}<row r="2">{long}</row>"#, header()), &[]);
    assert_eq!(refused(&mut ledger, "长.xlsx", &bytes), ErrorCode::CellTooLong);
}

#[test]
fn document_types_are_refused_in_every_part() {
    let mut ledger = ledger();
    let laughs: String =
        (1..20).map(|n| format!(r#"<!ENTITY l{n} "{}">"#, format!("&l{};", n - 1).repeat(10))).collect();
    let start = format!(
        r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>"#
    );
    for part in
        ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/a.rels"]
    {
        let whole = sheet(&format!(r#"{}<row r="2">{}</row>"#, header(), cell("A2", "&l19;&f;")));
        let part_bytes = format!("{start}{}", whole.split_once("?>").unwrap().1);
        let bytes = workbook(&header(), &[(part, part_bytes.as_bytes())]);
        assert_eq!(refused(&mut ledger, "实体.xlsx", &bytes), ErrorCode::Doctype, "{part}");
    }
    // An entity without a document type stands for nothing.
    let rows = format!(r#"{}<row r="2">{}</row>"#, header(), cell("A2", "张&f;三"));
    let path = ledger.path("实体.xlsx");
    std::fs::write(&path, workbook(&rows, &[])).unwrap();
    ledger.open_from(&path);
    if let Ok(plan) = ledger.call("roster_choose", Value::Null) {
        assert!(!plan.to_string().contains("root:"), "no file is read");
    }
}

#[test]
fn links_to_elsewhere_are_not_followed() {
    let mut ledger = ledger();
    let link = br#"<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>"#;
    let formula = |at: &str, formula: &str, value: &str| format!(r#"<c r="{at}" t="str"><f>{formula}</f>{value}</c>"#);
    let rows = format!(
        r#"{}<row r="2">{}{}</row><row r="3">{}{}</row>"#,
        header(),
        cell("A2", "李四"),
        formula("B2", "[1]Sheet1!A1", "<v>会计</v>"),
        cell("A3", "王五"),
        formula("B3", "cmd|'/c calc'!A1", ""),
    );
    let bytes = workbook(&rows, &[("xl/externalLinks/externalLink1.xml", link)]);
    let path = ledger.path("链接.xlsx");
    std::fs::write(&path, bytes).unwrap();
    ledger.open_from(&path);
    let plan = ledger.ok("roster_choose", Value::Null);
    let posts: Vec<String> = plan["rows"].as_array().unwrap().iter().map(|row| text(&row["post"])).collect();
    assert_eq!(posts, ["会计", "=cmd|'/c calc'!A1"], "what was stored last; what was never calculated is text");
}

#[test]
fn torn_files_at_every_place() {
    let mut ledger = ledger();
    let sample = std::fs::read(zhixin_tests::sample("花名册_带标题.xlsx")).unwrap();
    let before = state(&mut ledger);
    let path = ledger.path("半.xlsx");
    ledger.open_from(&path);
    for n in 0..40 {
        let end = sample.len() * n / 40;
        std::fs::write(&path, &sample[..end]).unwrap();
        let code = ledger.code("roster_choose", Value::Null);
        assert!(matches!(code, ErrorCode::Broken | ErrorCode::Empty | ErrorCode::NotASpreadsheet), "{end}: {code:?}");
    }
    assert_eq!(state(&mut ledger), before);
}

/// The texts of so many cells with 180 characters that differ.
fn many_cells(rows: u32) -> Vec<u8> {
    let mut number = 7_u32;
    let mut cells = header();
    for row in 2..rows + 2 {
        cells.push_str(&format!(r#"<row r="{row}">"#));
        for _ in 0..24 {
            let mut word = String::new();
            for _ in 0..10 {
                number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                word.push_str(&format!("{:05x}", number >> 12));
            }
            cells.push_str(&format!("<c t=\"str\"><v>{word}</v></c>"));
        }
        cells.push_str("</row>");
    }
    workbook(&cells, &[])
}

#[test]
fn a_reader_that_takes_too_much_is_ended_and_leaves_nothing_behind() {
    let mut ledger = ledger();
    let path = ledger.path("大.xlsx");
    std::fs::write(&path, many_cells(8_000)).unwrap();
    ledger.open_from(&path);
    let before = state(&mut ledger);
    let with = |memory: u64, patience: Duration| Some(Reader { memory, patience, ..Reader::of(program()) });
    let long = Duration::from_secs(60);
    *ledger.hands.reader.borrow_mut() = with(24 * 1024 * 1024, long);
    if cfg!(target_os = "linux") {
        assert_eq!(ledger.code("roster_choose", Value::Null), ErrorCode::ReaderMemory);
    }
    *ledger.hands.reader.borrow_mut() = with(512 * 1024 * 1024, Duration::from_millis(1));
    let start = Instant::now();
    assert_eq!(ledger.code("roster_choose", Value::Null), ErrorCode::ReaderTime);
    assert!(start.elapsed() < QUICK * 3, "it is not waited for: {:?}", start.elapsed());
    *ledger.hands.reader.borrow_mut() = Some(Reader::of("/nowhere/zhixin".into()));
    assert_eq!(ledger.code("roster_choose", Value::Null), ErrorCode::ReaderMissing);
    assert_eq!(state(&mut ledger), before);
    if cfg!(target_os = "linux") {
        assert_eq!(zombies(), 0, "every process that was started is waited for");
    }
    *ledger.hands.reader.borrow_mut() = with(512 * 1024 * 1024, long);
    assert_eq!(ledger.ok("roster_choose", Value::Null)["asked"], 0, "with enough of both it is read");
}

/// How many readers, started by this process, have ended and were not waited for.
fn zombies() -> usize {
    let own = std::process::id().to_string();
    let is_zombie = |stat: String| {
        let Some((name, rest)) = stat.rsplit_once(')') else { return false };
        let fields: Vec<&str> = rest.split_whitespace().collect();
        name.ends_with("(zhixin") && fields[0] == "Z" && fields[1] == own
    };
    let stat = |entry: std::fs::DirEntry| std::fs::read_to_string(entry.path().join("stat")).ok();
    let count = |_| {
        // Another test's reader may have ended at this very moment.
        std::thread::sleep(Duration::from_millis(50));
        std::fs::read_dir("/proc").unwrap().flatten().filter_map(stat).filter(|stat| is_zombie(stat.clone())).count()
    };
    (0..5).map(count).min().unwrap()
}

#[test]
fn as_a_reader_the_program_does_nothing_else() {
    let run = |arguments: &[&str], input: &[u8]| {
        let mut command = std::process::Command::new(program());
        command.args(arguments).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        // It may end before it has read everything.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    };
    let memory = (64 * 1024 * 1024).to_string();
    for arguments in [&["--read-sheet"][..], &["--read-sheet", "x", "1"], &["--read-sheet", "1"]] {
        let output = run(arguments, b"");
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
    }
    let requests: [&[u8]; 4] = [b"", b"\xFF\xFF\xFF\xFF", b"\x02\0\0\0{}", b"\x04\0\0\0null"];
    for input in requests {
        let output = run(&["--read-sheet", &memory, "5"], input);
        assert!(!output.status.success() && output.stdout.is_empty(), "{input:?}");
    }
    let request = json!({"roster": {"file_name": "a.csv", "choices": {"fields": {}}}}).to_string();
    let length = u32::try_from(request.len()).unwrap().to_le_bytes();
    let message = [&length[..], request.as_bytes(), "姓名,职务\n张三,会计\n".as_bytes()].concat();
    let output = run(&["--read-sheet", &memory, "5"], &message);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["Ok"]["roster"]["people"][0]["person"]["name"], "张三");
}
