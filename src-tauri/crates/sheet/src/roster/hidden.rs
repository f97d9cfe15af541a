//! Which columns a sheet hides; the cell reader does not tell.
//!
//! A hidden column is read like any other, but it is shown as hidden, as the user may not know of it. What cannot be told is
//! taken for not hidden.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::limits::MAX_COLUMNS;

/// Columns stand before the rows, so that the start of a sheet's part is enough.
const START: u64 = 256 * 1024;

/// The hidden columns of the sheet at `position` in the workbook, counted from 0.
pub(super) fn columns(bytes: &[u8], position: usize) -> Option<BTreeSet<u32>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let workbook = start_of(&mut archive, "xl/workbook.xml")?;
    let relation = tags(&workbook, "sheet").nth(position)?.get("r:id")?.to_string();
    let relations = start_of(&mut archive, "xl/_rels/workbook.xml.rels")?;
    let target = tags(&relations, "Relationship").find(|tag| tag.get("Id") == Some(&relation.as_str()))?;
    let path = match target.get("Target")?.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("xl/{}", target.get("Target")?),
    };
    let sheet = start_of(&mut archive, &path)?;
    let (before_rows, _) = sheet.split_once("<sheetData")?;
    let mut hidden = BTreeSet::new();
    for tag in tags(before_rows, "col") {
        let bound = |name| tag.get(name).and_then(|number| number.parse::<u32>().ok());
        let is_hidden = matches!(tag.get("hidden"), Some(&("1" | "true")));
        if let (true, Some(min), Some(max)) = (is_hidden, bound("min"), bound("max")) {
            hidden.extend((min.max(1)..=max.min(MAX_COLUMNS)).map(|number| number - 1));
        }
    }
    Some(hidden)
}

fn start_of(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Option<String> {
    let mut start = Vec::new();
    archive.by_name(path).ok()?.take(START).read_to_end(&mut start).ok()?;
    Some(String::from_utf8_lossy(&start).into_owned())
}

/// The attributes of every tag of this name, in order.
fn tags<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = BTreeMap<&'a str, &'a str>> {
    xml.split('<').filter_map(move |tag| {
        let rest = tag.strip_prefix(name)?;
        rest.starts_with(|c: char| c.is_ascii_whitespace()).then(|| attributes(rest))
    })
}

fn attributes(mut rest: &str) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some((value, behind)) = after[1..].split_once(quote) else { break };
        found.insert(name.trim(), value);
        rest = behind;
    }
    found
}
