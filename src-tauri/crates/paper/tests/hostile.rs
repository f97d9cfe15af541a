//! Text that is out to break the page: it is printed letter for letter, or refused by name.

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::process::Command;

use fixtures::{blank, brief_over, day, person, talk, visit};
use method::{Extra, ExtraField, FormStyle, TalkVariant};
use paper::{BlankSheet, FIELD_LIMIT, PaperError, Press, Sheet, Signatory, Subject, TalkSheet, VisitSheet};
use proptest::prelude::*;

fn text(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftotext").args(["-raw"]).arg(&file).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // Zero-width spaces are put into long words so that they can break.
    text.replace('\u{200b}', "").split_whitespace().collect()
}

#[test]
fn markup_is_printed_letter_for_letter() {
    let hostile = [
        "#eval(\"1+1\")",
        "*粗*_斜_",
        "$x^2$",
        "@a<label>",
        "= 标题",
        "#import \"base.typ\": *",
        "#read(\"/etc/passwd\")",
        "\\u{4e00}",
        "`raw`",
        "// 注",
        "/* 注 */",
        "- 项",
        "\"引\"'单'",
        "--- ~ ...",
        "https://example.invalid",
        "{{x}}</svg><script>",
    ];
    for hostile in hostile {
        let sheet = TalkSheet {
            place: hostile.into(),
            content: hostile.into(),
            persons: vec![Subject { name: hostile.into(), ..person() }],
            ..talk()
        };
        let text = text(&Press::new().unwrap().pdf(&Sheet::Talk(sheet), day()).unwrap());
        let wanted: String = hostile.split_whitespace().collect();
        assert_eq!(text.matches(&wanted).count(), 3, "{hostile} in {text}");
    }
}

#[test]
fn invisible_characters_do_not_reach_the_page() {
    let content = "甲\u{0}\u{7}\u{1b}乙\u{202e}丙\u{2066}丁\u{2069}戊\u{200b}己\u{feff}庚\u{fe0f}辛";
    let sheet = Sheet::Talk(TalkSheet { content: content.into(), ..talk() });
    assert!(text(&Press::new().unwrap().pdf(&sheet, day()).unwrap()).contains("甲乙丙丁戊己庚辛"));
    let own_categories = vec!["老党员\u{7f}关怀\u{202e}".to_owned()];
    let sheet = Sheet::Talk(TalkSheet { own_categories, ..talk() });
    assert!(
        text(&Press::new().unwrap().pdf(&sheet, day()).unwrap()).contains("老党员关怀"),
        "in the office's own boxes neither"
    );
}

#[test]
fn rare_characters_of_names_print() {
    let press = Press::new().unwrap();
    assert_eq!(press.missing("王䶮 㛃 𬱖 𫍯 买买提·艾合麦提 ①〇℃\r\n\t"), Vec::<char>::new());
    let persons = vec![Subject { name: "王䶮㛃𬱖𫍯·江".into(), ..person() }];
    let pdf = press.pdf(&Sheet::Talk(TalkSheet { persons, ..talk() }), day()).unwrap();
    assert!(text(&pdf).contains("王䶮㛃𬱖𫍯·江"));
}

#[test]
fn a_character_without_a_shape_is_named() {
    let press = Press::new().unwrap();
    assert_eq!(press.missing("好😀的😀🦄"), ['😀', '🦄']);
    let sheet = Sheet::Visit(VisitSheet { note: "好😀".into(), relation: "🦄".into(), ..visit() });
    let refused = Err(PaperError::MissingGlyphs(vec!['🦄', '😀']));
    assert_eq!(press.pdf(&sheet, day()), refused);
    assert_eq!(press.pages(&sheet).map(|_| Vec::new()), refused);
}

#[test]
fn too_much_is_refused_by_name() {
    let press = Press::new().unwrap();
    let sheet = Sheet::Talk(TalkSheet { content: "长".repeat(FIELD_LIMIT + 1), ..talk() });
    assert_eq!(
        press.pdf(&sheet, day()),
        Err(PaperError::FieldTooLong { field: "content", characters: FIELD_LIMIT + 1 })
    );
    let sheet = Sheet::Talk(TalkSheet { content: "行\n".repeat(FIELD_LIMIT / 2), ..talk() });
    assert!(matches!(press.pdf(&sheet, day()), Err(PaperError::TooLong { .. })));
}

#[test]
fn the_longest_fields_that_are_allowed_print() {
    let press = Press::new().unwrap();
    let long = "长".repeat(FIELD_LIMIT);
    let sheet = TalkSheet { content: long.clone(), place: "W".repeat(3000), ..talk() };
    press.pdf(&Sheet::Talk(sheet), day()).unwrap();
    let name = "名".repeat(2000);
    let person = Some(Subject { name: name.clone(), address: name.clone(), phone: "1".repeat(500), ..person() });
    let sheet = BlankSheet { person, purpose: name, ..blank() };
    press.pdf(&Sheet::TalkBlank(sheet.clone()), day()).unwrap();
    press.pdf(&Sheet::VisitBlank(sheet), day()).unwrap();
}

#[test]
fn a_long_word_breaks_at_the_edge_of_its_cell_and_reads_back_whole() {
    let word = "https://example.invalid/a/very/long/address/that/has/no/space/in/it";
    let sheet = Sheet::Talk(TalkSheet { place: word.into(), ..talk() });
    let text = text(&Press::new().unwrap().pdf(&sheet, day()).unwrap());
    assert!(text.contains(word), "{text}");
}

fn filled(text: &str) -> Vec<Sheet> {
    let t = || text.to_owned();
    let subject = Subject { name: t(), sex: t(), birth: t(), post: t(), political: t(), phone: t(), address: t() };
    let people = vec![Signatory { name: t(), post: t() }; 2];
    let own = |n: u32, long| ExtraField { key: format!("own{n}"), label: t(), long };
    let labels = ["title", "foot", "talkers", "content", "own1"].map(|key| (key.to_owned(), t()));
    let style = FormStyle { labels: labels.into(), extra: vec![own(1, false), own(2, true)], ..FormStyle::default() };
    let extra: Extra = ["own1", "own2", "grounds", "demand", "talk_type"].map(|key| (key.to_owned(), t())).into();
    let blank = BlankSheet {
        branch: t(),
        person: Some(subject.clone()),
        purpose: t(),
        categories: vec![0],
        own_categories: vec![t()],
        variant: TalkVariant::Reminder,
        style: style.clone(),
    };
    let mut all = vec![
        Sheet::Talk(TalkSheet {
            branch: t(),
            number: t(),
            talkers: people.clone(),
            persons: vec![subject.clone(); 3],
            place: t(),
            recorder: t(),
            topic: t(),
            content: t(),
            opinion: t(),
            follow_up: t(),
            variant: TalkVariant::Reminder,
            extra: extra.clone(),
            style: style.clone(),
            ..talk()
        }),
        Sheet::Visit(VisitSheet {
            branch: t(),
            number: t(),
            persons: vec![subject],
            reason: t(),
            place: t(),
            hospital: t(),
            visitors: people,
            received_by: t(),
            relation: t(),
            goods: t(),
            fund: t(),
            situation: t(),
            problems: t(),
            measures: t(),
            note: t(),
            extra,
            style,
            ..visit()
        }),
        Sheet::Brief(brief_over(text, 2)),
        Sheet::Card(fixtures::card_over(text)),
        Sheet::List(fixtures::list_over(text)),
        Sheet::Report(fixtures::report_over(text)),
        Sheet::TalkBlank(blank.clone()),
        Sheet::VisitBlank(blank),
    ];
    all.extend(fixtures::archive_over(text));
    all
}

/// A PDF, or an error that says what is wrong with the text. The engine's own complaints count as failures.
fn prints_or_is_refused(press: &Press, text: &str) {
    for sheet in filled(text) {
        match press.pdf(&sheet, day()) {
            Ok(pdf) => assert!(pdf.starts_with(b"%PDF")),
            Err(PaperError::MissingGlyphs(_) | PaperError::TooLong { .. } | PaperError::FieldTooLong { .. }) => {}
            Err(error) => panic!("{error:?} for {text:?}"),
        }
    }
}

/// How many cases are tried: `few`, unless `PROPTEST_CASES` says otherwise (`cargo xtask soak`).
fn cases(few: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(few)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(24), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_prints_or_is_refused(text in "\\PC{0,80}|(?s).{0,60}") {
        prints_or_is_refused(&Press::new().unwrap(), &text);
    }

    #[test]
    fn text_that_the_fonts_have_prints(text in "[一-龥㐀-䶵 -~、。，；：？！“”‘’（）《》〔〕·—…\n\u{300}-\u{36f}\u{200b}-\u{200f}]{0,300}") {
        let press = Press::new().unwrap();
        let lacking = press.missing(&text);
        let text: String = text.chars().filter(|c| !lacking.contains(c)).collect();
        for sheet in filled(&text) {
            let printed = press.pdf(&sheet, day());
            prop_assert!(printed.is_ok(), "{:?} for {:?}", printed.err(), text);
        }
    }
}
