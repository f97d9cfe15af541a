//! Where things stand on the archive's sheets, seen with other people's tools (poppler).

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::process::Command;

use fixtures::{book, day, mark, stamp, talk};
use paper::{ArchiveSheet, BookSheet, FiledSheet, PaperError, Press, Sheet, Stamp};

/// A word and where it stands: page, and its box in mm.
struct Word {
    page: usize,
    left: f64,
    top: f64,
    right: f64,
    text: String,
}

fn run(tool: &str, options: &[&str], pdf: &[u8]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.pdf");
    std::fs::write(&file, pdf).unwrap();
    let target = if tool == "pdftotext" { "-".into() } else { folder.path().join("page") };
    let output = Command::new(tool).args(options).arg(&file).arg(target).output();
    let output = output.unwrap_or_else(|_| panic!("{tool} (package poppler-utils) is needed"));
    assert!(output.status.success(), "{tool}");
    (folder, String::from_utf8_lossy(&output.stdout).into_owned())
}

fn words(pdf: &[u8]) -> Vec<Word> {
    let (_, html) = run("pdftotext", &["-bbox"], pdf);
    let (mut page, mut words) = (0, Vec::new());
    for line in html.lines().map(str::trim) {
        page += usize::from(line.starts_with("<page"));
        let Some(rest) = line.strip_prefix("<word ") else { continue };
        let value = |name: &str| -> f64 {
            let from = rest.split(&format!("{name}=\"")).nth(1).unwrap();
            from.split('"').next().unwrap().parse::<f64>().unwrap() * 25.4 / 72.0
        };
        let text = rest.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
        words.push(Word { page, left: value("xMin"), top: value("yMin"), right: value("xMax"), text });
    }
    words
}

fn printed(sheet: &Sheet) -> Vec<u8> {
    fixtures::printed(&Press::new().unwrap(), sheet).unwrap()
}

/// The box of all dark dots of the first page within the topmost `height` mm, in mm: left, top, right, bottom.
fn dark(pdf: &[u8], height: usize) -> [f64; 4] {
    // Ten dots to the millimetre.
    let (folder, _) = run("pdftoppm", &["-r", "254", "-gray", "-png", "-singlefile"], pdf);
    let file = std::fs::File::open(folder.path().join("page.png")).unwrap();
    let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
    let mut dots = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut dots).unwrap();
    let step = info.color_type.samples();
    let mut found = [f64::MAX, f64::MAX, 0.0_f64, 0.0_f64];
    for y in 0..height * 10 {
        for x in 0..info.width as usize {
            if dots[(y * info.width as usize + x) * step] < 96 {
                let (x, y) = (x as f64 / 10.0, y as f64 / 10.0);
                found = [found[0].min(x), found[1].min(y), found[2].max(x + 0.1), found[3].max(y + 0.1)];
            }
        }
    }
    found
}

#[test]
fn the_stamp_measures_what_the_rule_asks_in_the_middle_of_the_clear_zone() {
    let empty = Sheet::Archive(ArchiveSheet::Stamp(Stamp { filled: None, ..stamp() }));
    let filed = |stamp| FiledSheet { sheet: Sheet::Talk(talk()), stamp: Some(stamp), notes: Vec::new() };
    let of_record = Sheet::Filed(Box::new(filed(Stamp { filled: None, ..stamp() })));
    for sheet in [empty, of_record] {
        let [left, top, right, bottom] = dark(&printed(&sheet), 26);
        // From line to line; the lines themselves are 0.28 mm wide.
        for (measured, wanted) in [(right - left, 45.28), (bottom - top, 16.28), ((left + right) / 2.0, 105.0)] {
            assert!((measured - wanted).abs() < 0.25, "{measured} instead of {wanted}");
        }
        assert!(top > 4.5 && bottom < 26.0, "within reach of the printer, above the heading: {top}–{bottom}");
    }
}

#[test]
fn without_a_stamp_the_clear_zone_is_clear() {
    for (name, sheet) in fixtures::archive() {
        // The strips are no files, and the others bear the stamp there on purpose.
        if name.starts_with("spine")
            || name.starts_with("stamp")
            || name.starts_with("filed")
            || name.starts_with("book")
        {
            continue;
        }
        let [_, top, ..] = dark(&printed(&sheet), 26);
        assert_eq!(top, f64::MAX, "{name}");
    }
}

#[test]
fn a_books_pages_are_numbered_through_at_the_outer_edge() {
    for two_sided in [true, false] {
        let sheet = Sheet::Book(Box::new(BookSheet { two_sided, ..book(6) }));
        let words = words(&printed(&sheet));
        let pages = words.iter().map(|word| word.page).max().unwrap();
        assert!(pages > 8, "some records run over: {pages}");
        for page in 1..=pages {
            let number = page.to_string();
            let corner: Vec<&Word> = words.iter().filter(|one| one.page == page && one.top < 18.0).collect();
            let found = corner.iter().find(|one| one.text == number && one.top > 10.0);
            let found = found.unwrap_or_else(|| panic!("page {page} has no number"));
            let at_left = two_sided && page % 2 == 0;
            let edge = if at_left { found.left - 27.0 } else { found.right - 190.0 };
            assert!(edge.abs() < 1.0, "page {page} has its number at {}–{}", found.left, found.right);
        }
        let starts: Vec<usize> = words.iter().filter(|one| one.text == "谈话方式").map(|one| one.page).collect();
        let named: Vec<usize> = words
            .iter()
            .filter(|one| one.page == 2 && one.left > 170.0 && (20.0..270.0).contains(&one.top))
            .filter_map(|one| one.text.parse().ok())
            .collect();
        assert_eq!(starts.len(), 6);
        assert_eq!(named, starts, "the contents name the pages on which the records begin");
    }
}

#[test]
fn a_cover_and_contents_alone_name_the_same_pages_and_nobody() {
    let text = |sheet: BookSheet| {
        let words = words(&printed(&Sheet::Book(Box::new(sheet))));
        let pages = words.iter().map(|word| word.page).max().unwrap();
        let contents: Vec<String> =
            words.iter().filter(|one| one.page == 2 && one.top < 270.0).map(|one| one.text.clone()).collect();
        (pages, contents, words.iter().any(|one| one.text.contains("高辉刚")))
    };
    let (pages, contents, named) = text(BookSheet { front_only: true, ..book(6) });
    assert_eq!((pages, named), (2, false));
    let (_, whole, named) = text(book(6));
    assert_eq!((contents, named), (whole, true));
}

#[test]
fn a_book_can_be_stopped_and_counts_its_parts() {
    let press = Press::new().unwrap();
    let sheet = Sheet::Book(Box::new(book(5)));
    assert_eq!(sheet.parts(), 6);
    let stopped = press.print(&[(sheet.clone(), mark(1))], day(), &|done| done < 3);
    assert_eq!(stopped, Err(PaperError::Stopped));
    let told = std::cell::RefCell::new(Vec::new());
    let printed = press.print(&[(sheet.clone(), mark(1))], day(), &|done| {
        told.borrow_mut().push(done);
        true
    });
    let counted = press.count(std::slice::from_ref(&sheet), &|_| true).unwrap();
    assert_eq!((printed.unwrap().pages, told.into_inner()), (counted, (1..=6).collect()));
    let three = press.count(&[Sheet::Book(Box::new(book(3)))], &|_| true).unwrap();
    assert_eq!(press.pages(&sheet).unwrap().len(), usize::from(three[0]), "a preview shows the first three");
}

#[test]
fn the_heading_of_the_catalogue_stands_on_every_page() {
    let (_, sheet) = fixtures::archive().into_iter().find(|(name, _)| *name == "catalogue").unwrap();
    let words = words(&printed(&sheet));
    let pages = words.iter().map(|word| word.page).max().unwrap();
    for page in 2..=pages {
        for heading in ["序号", "责任者", "密级", "页数"] {
            assert_eq!(
                words.iter().filter(|one| one.page == page && one.text == heading).count(),
                1,
                "{page} {heading}"
            );
        }
    }
    // On its long side.
    assert!(words.iter().any(|one| one.right > 220.0));
    let level = words.iter().find(|one| one.text == "密级").unwrap();
    let below = |one: &&Word| one.page == level.page && one.top > level.top + 4.0 && one.top < 180.0;
    let within = |one: &&Word| one.left > level.left - 2.0 && one.right < level.right + 2.0;
    assert_eq!(words.iter().filter(below).filter(within).count(), 0, "the program sets no 密级");
}
