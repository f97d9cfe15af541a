//! The manual as a file: in both languages, with a ledger or without, from the terminal too.

use std::path::Path;

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, pdf_text, text};

use crate::terminal::Terminal;

/// The chapters that the page shows, read from its files.
fn chapters(language: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/manual").join(language);
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let group: Value = serde_json::from_slice(&std::fs::read(file.unwrap().path()).unwrap()).unwrap();
        found.extend(group["chapters"].as_array().unwrap().clone());
    }
    found
}

fn packed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"「」".contains(*c)).collect()
}

#[test]
fn every_chapter_is_on_paper_and_no_ledger_is_needed() {
    let mut ledger = Ledger::none();
    for (language, name, first_words) in
        [("zh-CN", "知心使用手册.pdf", "目录"), ("en", "Zhixin manual.pdf", "Contents")]
    {
        let place = ledger.path(name);
        ledger.save_to(name);
        let saved = ledger.ok("manual_save", json!({"language": language}));
        assert_eq!((&saved["saved"], text(&saved["file_name"])), (&json!(true), name.to_owned()));
        let on_paper = packed(&pdf_text(&place));
        assert!(on_paper.contains(first_words), "contents");
        let chapters = chapters(language);
        assert!(chapters.len() > 25, "{} chapters", chapters.len());
        for chapter in chapters {
            let title = packed(chapter["title"].as_str().unwrap());
            let times = on_paper.matches(&title).count();
            assert!(times >= 2, "{title}: in the contents and above its chapter");
            for step in
                chapter["blocks"].as_array().unwrap().iter().flat_map(|block| block["steps"].as_array()).flatten()
            {
                // A page may end within a step.
                let words: String = packed(step.as_str().unwrap()).chars().take(12).collect();
                assert!(on_paper.contains(&words), "{title}: {words}");
            }
        }
    }
}

#[test]
fn another_language_is_refused() {
    let mut ledger = Ledger::none();
    assert_eq!(ledger.code("manual_save", json!({"language": "fr"})), ErrorCode::BadRequest);
}

#[test]
fn the_terminal_saves_it() {
    let terminal = Terminal::with_ledger();
    terminal.ok(&["manual", "--lang", "en", "--out", "manual.pdf"]);
    assert!(packed(&pdf_text(&terminal.path("manual.pdf"))).contains("Errorcodes"));
}
