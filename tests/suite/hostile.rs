//! Texts and files made to do harm, or only long: kept and printed as they are, or refused.

use calamine::{Data, Reader, Xlsx};
use serde_json::json;
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
