//! Files that are broken, lie, or are made to do harm: each is refused quickly, and none ends the process.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use sheet::{Roster, SheetError, read_roster};
use zip::write::SimpleFileOptions;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const WORKBOOK_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook whose one sheet has these rows, with further parts.
fn workbook(rows: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = sheet(rows);
    let usual: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    archive(&[&usual, parts].concat())
}

fn sheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn header() -> String {
    format!(r#"<row r="1">{}{}</row>"#, cell("A1", "姓名"), cell("B1", "职务"))
}

fn refusal(bytes: &[u8]) -> &'static str {
    read_roster(bytes, "花名册.xlsx").unwrap_err().code()
}

#[test]
fn a_plain_sheet_of_this_make_is_read() {
    let rows = format!(r#"{}<row r="2">{}</row>"#, header(), cell("A2", "张三"));
    let roster: Roster = read_roster(&workbook(&rows, &[]), "a.xlsx").unwrap();
    assert_eq!(roster.people[0].person.name, "张三");
}

#[test]
fn a_cell_at_the_end_of_the_sheet_is_refused_at_once() {
    for far in ["XFD1048576", "A1048576", "XFD2", "ZZZZZZZ2", "A99999999999999999999"] {
        let rows = format!(r#"{}<row r="1048576">{}</row>"#, header(), cell(far, "x"));
        let bytes = workbook(&rows, &[]);
        assert!(bytes.len() < 2_000);
        let start = Instant::now();
        let result = read_roster(&bytes, "a.xlsx");
        assert!(start.elapsed() < Duration::from_secs(1), "{far} took {:?}", start.elapsed());
        if far.len() < 12 {
            assert!(matches!(result, Err(SheetError::CellTooFar | SheetError::Broken)), "{far}: {result:?}");
        }
    }
    let rows = format!("{}{}", header(), r#"<row r="1048576"><c r="XFD1048576" s="1"/></row>"#);
    assert!(read_roster(&workbook(&rows, &[]), "a.xlsx").is_ok(), "an empty cell far out harms nobody");
}

#[test]
fn tables_beyond_the_limits_are_refused() {
    let many: String =
        (2..=50_001).map(|n| format!(r#"<row r="{n}">{}</row>"#, cell(&format!("A{n}"), "张三"))).collect();
    assert_eq!(refusal(&workbook(&format!("{}{many}", header()), &[])), "too_many_rows");

    let wide: String = (0..257).map(|_| "<c><v>1</v></c>").collect();
    assert_eq!(refusal(&workbook(&format!(r#"{}<row r="2">{wide}</row>"#, header()), &[])), "too_many_columns");

    let long = cell("A2", &"长".repeat(32_768));
    assert_eq!(refusal(&workbook(&format!(r#"{}<row r="2">{long}</row>"#, header()), &[])), "cell_too_long");

    // The numbers differ, so that the archive does not shrink like a bomb.
    let mut number = 1u32;
    let mut cells = header();
    for n in 2..8_000 {
        cells.push_str(&format!(r#"<row r="{n}">"#));
        for _ in 0..251 {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            cells.push_str(&format!("<c><v>{}</v></c>", number >> 20));
        }
        cells.push_str("</row>");
    }
    assert_eq!(refusal(&workbook(&cells, &[])), "too_many_cells");
}

#[test]
fn one_text_in_many_cells_does_not_fill_the_memory() {
    let long = "长".repeat(30_000);
    let strings = format!(r#"<?xml version="1.0" encoding="UTF-8"?><sst uniqueCount="1"><si><t>{long}</t></si></sst>"#);
    let cells: String = (2..5_000).map(|n| format!(r#"<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>"#)).collect();
    let bytes = workbook(&format!("{}{cells}", header()), &[("xl/sharedStrings.xml", strings.as_bytes())]);
    assert_eq!(refusal(&bytes), "too_large");
}

#[test]
fn a_claim_of_many_shared_texts_is_not_believed() {
    for claim in ["100000000000", "18446744073709551615", "99999999999999999999999999"] {
        let strings = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><sst count="1" uniqueCount="{claim}"><si><t>甲</t></si></sst>"#
        );
        assert_eq!(refusal(&workbook(&header(), &[("xl/sharedStrings.xml", strings.as_bytes())])), "zip_bomb");
    }
}

#[test]
fn bombs_are_measured_by_what_they_inflate_to() {
    let zeros = vec![b' '; 64 * 1024 * 1024];
    let start = Instant::now();
    assert_eq!(refusal(&workbook(&header(), &[("xl/bomb.xml", &zeros)])), "zip_bomb");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());

    let names: Vec<String> = (0..1_000).map(|n| format!("xl/{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    assert_eq!(refusal(&workbook(&header(), &parts)), "zip_bomb");
}

#[test]
fn files_of_other_kinds_are_named() {
    assert_eq!(refusal("姓名,性别\n张三,男\n".as_bytes()), "not_a_spreadsheet");
    assert_eq!(refusal(b""), "empty");
    let mut ole = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    assert_eq!(refusal(&ole), "legacy_xls");
    ole.resize(600, 0);
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refusal(&ole), "encrypted");
    assert_eq!(refusal(&workbook(&header(), &[("xl/vbaProject.bin", b"x")])), "macros");

    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("a.txt", SimpleFileOptions::default()).unwrap();
    let other = archive.finish().unwrap().into_inner();
    assert_eq!(refusal(&other), "not_a_spreadsheet");
    assert_eq!(refusal(&workbook("", &[])), "empty");
    assert_eq!(refusal(&workbook(&format!(r#"<row r="1">{}</row>"#, cell("A1", "说明")), &[])), "no_header");
    let whole = workbook(&header(), &[]);
    assert_eq!(refusal(&whole[..whole.len() / 2]), "broken");
    assert_eq!(refusal(&vec![b'P'; 20 * 1024 * 1024 + 1]), "too_large");
}

#[test]
fn refusals_hold_nothing_out_of_the_file() {
    let bytes = workbook(&format!(r#"<row r="1">{}</row>"#, cell("A1", "绝密内容")), &[]);
    let error = read_roster(&bytes, "绝密.xlsx").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("绝密"));
}

#[test]
fn days_count_from_1904_where_the_book_says_so() {
    let workbook_1904 = WORKBOOK.replace("<sheets>", r#"<workbookPr date1904="1"/><sheets>"#);
    let rows = format!(
        r#"<row r="1">{}{}</row><row r="2">{}<c r="B2"><v>25999</v></c></row>"#,
        cell("A1", "姓名"),
        cell("B1", "出生日期"),
        cell("A2", "张三")
    );
    let bytes = archive(&[
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", workbook_1904.as_bytes()),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet(&rows).as_bytes()),
    ]);
    let roster = read_roster(&bytes, "a.xlsx").unwrap();
    assert_eq!(roster.people[0].person.birth, Some("1975-03-08".parse().unwrap()));
}

/// How many cases are tried: `few`, unless `PROPTEST_CASES` says otherwise (`cargo xtask soak`).
fn cases(few: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(few)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(300)))]

    /// Damage in the archive, or in a part before it was archived, gives a result or a refusal.
    #[test]
    fn damaged_files_do_not_end_the_process(
        part in 0..5usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"<>\"'/ =09A&;x\0\xff".to_vec())), 1..20),
    ) {
        let damage = |bytes: &[u8], really: bool| {
            let mut bytes = bytes.to_vec();
            for (at, byte) in changes.iter().filter(|_| really) {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            bytes
        };
        let strings = br#"<?xml version="1.0" encoding="UTF-8"?><sst uniqueCount="1"><si><t>a</t></si></sst>"#;
        let rows = format!(r#"{}<row r="2">{}<c r="B2" s="1"><f>A1</f><v>3</v></c><c r="C2" t="s"><v>0</v></c></row>"#, header(), cell("A2", "张三"));
        let sheet = damage(sheet(&rows).as_bytes(), part == 0);
        let strings = damage(strings, part == 1);
        let workbook = damage(WORKBOOK.as_bytes(), part == 2);
        let relations = damage(WORKBOOK_RELATIONS.as_bytes(), part == 3);
        let bytes = archive(&[
            ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
            ("_rels/.rels", RELATIONS.as_bytes()),
            ("xl/workbook.xml", &workbook),
            ("xl/_rels/workbook.xml.rels", &relations),
            ("xl/worksheets/sheet1.xml", &sheet),
            ("xl/sharedStrings.xml", &strings),
        ]);
        let _ = read_roster(&damage(&bytes, part == 4), "a.xlsx");
    }

    #[test]
    fn any_bytes_as_csv_do_not_end_the_process(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_roster(&bytes, "a.csv");
    }
}
