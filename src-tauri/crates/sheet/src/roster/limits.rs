//! What is refused before any parser sees it: wrong kinds of files, bombs, macros.
//!
//! A small file can claim or inflate to gigabytes, and a failed allocation ends the process. So the size is measured by
//! inflating, never taken from what the file says.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::SheetError;

/// 20 MB.
const MAX_FILE: usize = 20 * 1024 * 1024;
const MAX_ENTRIES: usize = 1_000;
/// All entries inflated together.
const MAX_INFLATED: u64 = 200 * 1024 * 1024;
/// One entry inflated.
const MAX_ENTRY: u64 = 100 * 1024 * 1024;
/// Inflated to deflated, looked at from [`RATIO_FROM`] bytes on; honest sheets stay well below it.
const MAX_RATIO: u64 = 200;
const RATIO_FROM: u64 = 1024 * 1024;

pub(super) const MAX_ROWS: u32 = 50_000;
pub(crate) const MAX_COLUMNS: u32 = 256;
pub(super) const MAX_CELLS: usize = 2_000_000;
/// What a cell holds at most in every spreadsheet program.
pub(super) const MAX_CELL_CHARS: usize = 32_767;
/// All texts together; one shared text may stand in every cell.
pub(super) const MAX_TEXT: usize = 100 * 1024 * 1024;

/// How a file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A ZIP archive, as `.xlsx` is.
    Xlsx,
    /// Text with separators.
    Csv,
}

/// Tells the kind by the first bytes, whatever the name says; only plain text needs the name of a text file.
pub(crate) fn kind_of(bytes: &[u8], file_name: &str) -> Result<Kind, SheetError> {
    const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    if bytes.len() > MAX_FILE {
        return Err(SheetError::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Kind::Xlsx);
    }
    if bytes.starts_with(&OLE) {
        // A protected .xlsx is kept in a stream of this name inside of an OLE file.
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let protected = bytes.windows(encrypted.len()).any(|window| window == encrypted);
        let document: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_document = bytes.windows(document.len()).any(|window| window == document);
        return Err(match (protected, is_document) {
            (true, _) => SheetError::Encrypted,
            (false, true) => SheetError::Document,
            (false, false) => SheetError::LegacyXls,
        });
    }
    if let Some(other) = another(bytes) {
        return Err(other);
    }
    let name = file_name.to_lowercase();
    let text = [".csv", ".txt", ".tsv"].iter().any(|ending| name.ends_with(ending));
    if text { Ok(Kind::Csv) } else { Err(SheetError::NotASpreadsheet) }
}

/// What a file is that is neither a workbook nor plain text.
fn another(bytes: &[u8]) -> Option<SheetError> {
    const PICTURES: [&[u8]; 6] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM", b"II*\0", b"MM\0*"];
    let start = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    let begins = |with: &[u8]| start.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    if begins(b"%PDF-") {
        return Some(SheetError::Pdf);
    }
    // `BM` may begin a line of text too, but not with noughts behind it.
    if PICTURES.iter().any(|mark| bytes.starts_with(mark))
        && bytes.iter().take(16).any(|byte| *byte == 0 || *byte > 0x7F)
    {
        return Some(SheetError::Picture);
    }
    if begins(b"{\\rtf") {
        return Some(SheetError::Document);
    }
    [&b"<html"[..], b"<!doctype html", b"<table", b"<?xml"]
        .iter()
        .any(|mark| begins(mark))
        .then_some(SheetError::OtherSheet)
}

/// What an archive is that is no workbook of ours, told by the names of its parts.
fn another_archive(names: &[String]) -> SheetError {
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if has("word/") || has("ppt/") {
        SheetError::Document
    } else if names.iter().any(|name| name == "xl/workbook.bin") || has("mimetype") {
        SheetError::OtherSheet
    } else {
        SheetError::NotASpreadsheet
    }
}

/// Inflates every entry once, counting, and looks for macros and for claims that a parser would believe.
pub(crate) fn check_archive(bytes: &[u8]) -> Result<(), SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
    if archive.len() > MAX_ENTRIES {
        return Err(SheetError::ZipBomb);
    }
    let names: Vec<String> =
        archive.file_names().map(|name| Ok(name?.to_lowercase())).collect::<Result<_, ZipError>>().map_err(refused)?;
    if names.iter().any(|name| name.ends_with("vbaproject.bin")) {
        return Err(SheetError::Macros);
    }
    let mut total = 0;
    for (index, name) in names.iter().enumerate() {
        let entry = archive.by_index(index).map_err(refused)?;
        let deflated = entry.compressed_size();
        let watch = if name.ends_with("sharedstrings.xml") { Some(ClaimWatch::default()) } else { None };
        let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
        total += inflate(entry, deflated, total, watch, is_xml)?;
    }
    let is_workbook = names.iter().any(|name| name == "[content_types].xml")
        && names.iter().any(|name| name.contains("workbook") && name.ends_with(".xml"));
    if is_workbook { Ok(()) } else { Err(another_archive(&names)) }
}

fn refused(error: ZipError) -> SheetError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => SheetError::Encrypted,
        _ => SheetError::Broken,
    }
}

/// Inflates one entry and returns its size in bytes; `before` is what the entries before it came to.
fn inflate(
    mut entry: impl Read,
    deflated: u64,
    before: u64,
    mut watch: Option<ClaimWatch>,
    is_xml: bool,
) -> Result<u64, SheetError> {
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let read = entry.read(&mut buffer).map_err(|_| SheetError::Broken)?;
        if read == 0 {
            break;
        }
        size += read as u64;
        let ratio_exceeded = size > RATIO_FROM && size > deflated.saturating_mul(MAX_RATIO);
        if size > MAX_ENTRY || before + size > MAX_INFLATED || ratio_exceeded {
            return Err(SheetError::ZipBomb);
        }
        // It stands before everything else. The parser expands no entities of one; no spreadsheet program writes any.
        if is_xml && size == read as u64 && find(&buffer[..read], b"<!DOCTYPE").is_some() {
            return Err(SheetError::Doctype);
        }
        if let Some(watch) = &mut watch {
            watch.see(&buffer[..read])?;
        }
    }
    match watch {
        Some(watch) if watch.claimed > size => Err(SheetError::ZipBomb),
        _ => Ok(size),
    }
}

/// Watches the table of shared texts for its claimed number of texts, which the parser reserves memory for.
///
/// A text takes at least a byte, so that a claim larger than the part's size is a lie.
#[derive(Default)]
struct ClaimWatch {
    /// What was seen last, as the claim may be cut by the buffer's end.
    carried: Vec<u8>,
    started: bool,
    claimed: u64,
}

impl ClaimWatch {
    const CLAIM: &[u8] = b"uniqueCount";
    /// How far behind the word the number must have ended.
    const WINDOW: usize = 48;

    fn see(&mut self, chunk: &[u8]) -> Result<(), SheetError> {
        if !self.started {
            self.started = true;
            check_prologue(chunk)?;
        } else if find(chunk, b"<?xml ").is_some() {
            // A second declaration could switch the encoding and so hide the claim.
            return Err(SheetError::Broken);
        }
        self.carried.extend_from_slice(chunk);
        let mut from = 0;
        while let Some(at) = find(&self.carried[from..], Self::CLAIM) {
            let behind = from + at + Self::CLAIM.len();
            let Some(window) = self.carried.get(behind..behind + Self::WINDOW) else {
                // Too near to the end of what was read; an honest number is looked at with the next chunk, or is the last.
                let rest = &self.carried[behind..];
                self.claimed = self.claimed.max(claim(rest).unwrap_or(0));
                self.carried.drain(..from + at);
                return Ok(());
            };
            self.claimed = self.claimed.max(claim(window).ok_or(SheetError::ZipBomb)?);
            from = behind;
        }
        let keep = self.carried.len().saturating_sub(Self::CLAIM.len()).max(from);
        self.carried.drain(..keep);
        Ok(())
    }
}

/// The number claimed in `="123"`; 0 when it is no claim, none when it does not end within the window.
fn claim(behind: &[u8]) -> Option<u64> {
    let mut rest = behind.trim_ascii_start();
    if rest.is_empty() {
        return None;
    }
    let Some(value) = rest.strip_prefix(b"=") else { return Some(0) };
    rest = value.trim_ascii_start();
    let Some((b'"' | b'\'', digits)) = rest.split_first() else { return if rest.is_empty() { None } else { Some(0) } };
    let end = digits.iter().position(|byte| !byte.is_ascii_digit())?;
    let digits = std::str::from_utf8(&digits[..end]).ok()?;
    Some(if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) })
}

/// The part is UTF-8 and says so, or says nothing.
fn check_prologue(start: &[u8]) -> Result<(), SheetError> {
    let start = start.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(start);
    let head = &start[..start.len().min(256)];
    if head.contains(&0) || head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        return Err(SheetError::Broken);
    }
    if !head.starts_with(b"<?xml") {
        return Ok(());
    }
    let end = find(head, b"?>").ok_or(SheetError::Broken)?;
    let declaration = head[..end].to_ascii_lowercase();
    let other = find(&declaration, b"encoding").is_some() && find(&declaration, b"utf-8").is_none();
    let again = find(&start[end..], b"<?xml ").is_some();
    if other || again { Err(SheetError::Broken) } else { Ok(()) }
}

pub(super) fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimed(chunks: &[&[u8]]) -> Result<u64, SheetError> {
        let mut watch = ClaimWatch::default();
        chunks.iter().try_for_each(|chunk| watch.see(chunk))?;
        Ok(watch.claimed)
    }

    #[test]
    fn finds_the_claim_wherever_the_buffer_ends() {
        let text = br#"<?xml version="1.0" encoding="UTF-8"?><sst count="3" uniqueCount="98765432109876"><si><t>a</t></si></sst>"#;
        for cut in 1..text.len() {
            let (a, b) = text.split_at(cut);
            if cut > 40 {
                assert_eq!(claimed(&[a, b]), Ok(98_765_432_109_876), "cut at {cut}");
            }
        }
    }

    #[test]
    fn does_not_mistake_a_text_for_a_claim() {
        assert_eq!(
            claimed(&[b"<sst><si><t>uniqueCount of what it may be, whatever comes behind it</t></si></sst>"]),
            Ok(0)
        );
    }

    #[test]
    fn refuses_hidden_claims() {
        let spaces = " ".repeat(60);
        assert_eq!(claimed(&[format!("<sst uniqueCount{spaces}=\"9\">").as_bytes()]), Err(SheetError::ZipBomb));
        assert_eq!(claimed(&[b"<?xml version='1.0' encoding='ISO-2022-JP'?><sst>"]), Err(SheetError::Broken));
        assert_eq!(claimed(&[b"<\0s\0s\0t\0"]), Err(SheetError::Broken));
    }

    #[test]
    fn tells_kinds_by_their_first_bytes() {
        assert_eq!(kind_of(b"PK\x03\x04", "a.csv"), Ok(Kind::Xlsx));
        assert_eq!(kind_of(b"a,b", "a.CSV"), Ok(Kind::Csv));
        assert_eq!(kind_of(b"a,b", "a.xlsx"), Err(SheetError::NotASpreadsheet));
        assert_eq!(kind_of(b"", "a.xlsx"), Err(SheetError::Empty));
        let mut ole = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
        assert_eq!(kind_of(&ole, "a.xls"), Err(SheetError::LegacyXls));
        ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(kind_of(&ole, "a.xlsx"), Err(SheetError::Encrypted));
        assert_eq!(kind_of(&vec![b'a'; MAX_FILE + 1], "a.csv"), Err(SheetError::TooLarge));
    }
}
