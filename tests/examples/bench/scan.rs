//! Scans back in: from a file to pages, codes and pictures for storage.

use std::hint::black_box;

use chrono::NaiveDate;
use paper::{BlankSheet, Finding, Mark, Press, ScanPages, Sheet};

use crate::{median, row, tiny};

pub(crate) fn intake() {
    let press = Press::new().unwrap();
    let pages = tiny(20);
    let mark = |number| Mark { vault: [7; 4], number };
    let sheet =
        || Sheet::TalkBlank(BlankSheet { branch: "中和税务所党支部".to_owned(), ..BlankSheet::default() });
    let sheets: Vec<(Sheet, Mark)> = (1..).map(mark).map(|mark| (sheet(), mark)).take(pages).collect();
    let pdf = press.print(&sheets, NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(), &|_| true).unwrap().pdf;
    let read = |file: &[u8]| ScanPages::open(file.to_vec()).unwrap().map(Result::unwrap).collect::<Vec<_>>();
    // Each page as the JPEG that a scanner at 200 dpi makes of it.
    let scans: Vec<Vec<u8>> = read(&pdf).into_iter().map(|page| page.jpeg).collect();
    let from_pdf = median(|| {
        black_box(read(&pdf));
    });
    row(&format!("{pages} pages of a PDF read in"), from_pdf, None);
    let from_jpeg = median(|| {
        for scan in &scans {
            assert!(matches!(read(scan)[0].finding, Finding::Code(_)));
        }
    });
    row(&format!("{pages} scanned JPEG read in, {:.1} a second", pages as f64 * 1000.0 / from_jpeg), from_jpeg, None);
}
