//! Texts and files made to do harm, or only long: kept and printed as they are, or refused.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use calamine::{Data, Reader, Xlsx};
use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, pdf_text};

#[test]
fn five_thousand_characters_are_kept_and_printed_whole() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    // A mark begins every paragraph, and a sign that stands nowhere else on the sheet fills it.
    let filling = "鹭".repeat(93);
    let content: Vec<String> = (0..50).map(|n| format!("段{n:04}，{filling}")).collect();
    let content = content.join("\n");
    let talk =
        ledger.ok("talk_create", json!({"form": {"persons": [person], "day": "2026-11-23", "content": content}}));
    assert!(content.chars().count() >= 4_999, "about 5,000 characters");
    ledger.reopen();
    assert_eq!(ledger.ok("talk_get", json!({"id": talk["id"]}))["form"]["content"], json!(content));
    let path = ledger.save_to("long.pdf");
    ledger.ok("sheet_save", json!({"sheet": "talk", "id": talk["id"]}));
    let printed = pdf_text(&path);
    for n in 0..50 {
        assert!(printed.contains(&format!("段{n:04}，")), "paragraph {n} is printed");
    }
    assert_eq!(printed.matches('鹭').count(), 50 * 93, "no character is lost between lines and pages");
}

#[test]
fn markup_and_formulas_are_only_characters() {
    let words = [r#"#eval("1+1")"#, "*星号*", "<尖括号>", "=1+1", "$x$", r"\反斜线", "_下划_", "@所有人", "-减"];
    let mut ledger = Ledger::create();
    let person = ledger.person("=1+1");
    for word in words {
        let form = json!({"persons": [person], "day": "2026-11-23", "topic": word, "content": word, "place": word});
        let talk = ledger.ok("talk_create", json!({"form": form}));
        let path = ledger.save_to("talk.pdf");
        ledger.ok("sheet_save", json!({"sheet": "talk", "id": talk["id"]}));
        let printed = pdf_text(&path);
        assert!(printed.contains(word) && printed.contains("=1+1"), "{word} stands on the sheet:\n{printed}");
    }
    let path = ledger.save_to("talks.xlsx");
    ledger.ok("ledger_export", json!({"ledger": "talks"}));
    let mut book: Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let name = book.sheet_names()[0].clone();
    assert_eq!(book.worksheet_formula(&name).unwrap().used_cells().count(), 0, "no cell is a formula");
    let range = book.worksheet_range(&name).unwrap();
    for word in words {
        assert!(range.used_cells().any(|(.., cell)| *cell == Data::String(word.to_owned())), "{word} is a text");
    }
    let path = ledger.save_to("talks.csv");
    ledger.ok("ledger_export", json!({"ledger": "talks", "format": "csv"}));
    let csv = std::fs::read_to_string(path).unwrap();
    assert!(csv.starts_with('\u{feff}'), "a spreadsheet program knows it as UTF-8");
    for line in csv.lines() {
        for cell in line.split(',') {
            assert!(!cell.trim_start_matches('"').starts_with(['=', '@']), "{cell} would be calculated");
        }
    }
}

#[test]
fn a_character_that_no_font_has_is_named() {
    let mut ledger = Ledger::create();
    let answer = ledger.ok("text_check", json!({"text": "张䶮\u{1F600}"}));
    assert_eq!(answer["missing"], json!(["\u{1F600}"]));
}

#[test]
fn files_that_are_no_rosters() {
    let mut ledger = Ledger::create();
    let mut refused = |name: &str, bytes: &[u8]| {
        let path = ledger.path(name);
        std::fs::write(&path, bytes).unwrap();
        ledger.open_from(&path);
        ledger.code("roster_choose", Value::Null)
    };
    assert_eq!(refused("文字.xlsx", "这不是表格".as_bytes()), ErrorCode::NotASpreadsheet);
    assert_eq!(refused("空.xlsx", b""), ErrorCode::Empty);
    assert_eq!(refused("大.csv", &vec![b'x'; 20 * 1024 * 1024 + 1]), ErrorCode::TooLarge);
    assert_eq!(refused("半.xlsx", &far_cell()[..600]), ErrorCode::Broken);
    ledger.open_from(&ledger.path("没有.xlsx"));
    assert_eq!(ledger.code("roster_choose", Value::Null), ErrorCode::NotFound);
}

#[test]
fn a_cell_at_the_far_corner_is_refused_at_once() {
    let bytes = far_cell();
    assert!(bytes.len() < 2_000, "a small file, {} bytes", bytes.len());
    let mut ledger = Ledger::create();
    let path = ledger.path("远.xlsx");
    std::fs::write(&path, bytes).unwrap();
    ledger.open_from(&path);
    let start = Instant::now();
    assert_eq!(ledger.code("roster_choose", Value::Null), ErrorCode::CellTooFar);
    assert!(start.elapsed() < Duration::from_secs(1), "took {:?}", start.elapsed());
}

/// A workbook of little more than a kilobyte whose last cell is the last that a sheet can have.
fn far_cell() -> Vec<u8> {
    const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let cell = |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                r#"<worksheet xmlns="{MAIN}"><sheetData><row r="1">{}{}</row><row r="1048576">{}</row></sheetData></worksheet>"#,
                cell("A1", "姓名"),
                cell("B1", "职务"),
                cell("XFD1048576", "x")
            ),
        ),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(format!("{HEAD}{content}").as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
