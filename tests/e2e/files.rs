//! Looks at what the program left on the disk.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use calamine::{Data, Reader, Xlsx};

/// All files under a folder.
pub(crate) fn all(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(all(&path)),
            Ok(kind) if kind.is_file() => found.push(path),
            _ => {}
        }
    }
    found
}

/// The files under `folder`, but not under `except`, that hold the word as UTF-8 or UTF-16.
pub(crate) fn holding(folder: &Path, except: &Path, word: &str) -> Vec<PathBuf> {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let files = all(folder).into_iter().filter(|file| !file.starts_with(except));
    files
        .filter(|file| std::fs::read(file).is_ok_and(|bytes| holds(&bytes, word.as_bytes()) || holds(&bytes, &wide)))
        .collect()
}

/// The files under `folder`, but not under one of `except`, in which a word could stand packed: ZIP, gzip,
/// Zstandard, xz.
pub(crate) fn packed(folder: &Path, except: &[&Path]) -> Vec<PathBuf> {
    const STARTS: [&[u8]; 4] = [b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ"];
    let files = all(folder).into_iter().filter(|file| !except.iter().any(|folder| file.starts_with(folder)));
    files
        .filter(|file| std::fs::read(file).is_ok_and(|bytes| STARTS.iter().any(|start| bytes.starts_with(start))))
        .collect()
}

/// Waits for the one file in `folder` whose name begins and ends so.
pub(crate) async fn named(folder: &Path, start: &str, end: &str) -> PathBuf {
    let fits = |file: &PathBuf| {
        file.file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(start) && name.ends_with(end))
    };
    for _ in 0..100 {
        let mut found: Vec<PathBuf> = all(folder).into_iter().filter(fits).collect();
        if found.len() == 1 {
            return found.remove(0);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{start}…{end} is not in {:?}", all(folder))
}

/// The text of a PDF, by poppler.
pub(crate) fn text_of_pdf(file: &Path) -> String {
    let output = Command::new("pdftotext").arg(file).arg("-").output();
    String::from_utf8(output.expect("pdftotext; its Debian package is poppler-utils").stdout).expect("text")
}

/// The cells of a workbook's first sheet.
pub(crate) fn cells(file: &Path) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook(file).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    range.rows().map(<[Data]>::to_vec).collect()
}

/// The raw first sheet of a workbook.
pub(crate) fn sheet_xml(file: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(file).expect("a file")).expect("a workbook");
    std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet")).expect("its XML")
}
