//! The watched folder (监视文件夹), into which a scanner puts its files.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use vault::Reading;

use super::intake;
use crate::records::log;
use crate::{Desk, DeskError, ErrorCode, Host, Nothing, ScanFolder, ScanFolderSet, ScanReport};

const SETTING: &str = "scan_folder";
/// Once a look has read so many pages it leaves the other files to the next, as nothing else can be done meanwhile.
const PAGES: u32 = 10;
/// A file that was not written for so long is whole.
const SETTLED: Duration = Duration::from_secs(60);
const ENDINGS: [&str; 6] = ["pdf", "jpg", "jpeg", "png", "tif", "tiff"];

/// What the looks before found: size and time of each file, and whether it was read.
pub(crate) type Seen = HashMap<PathBuf, (u64, SystemTime, bool)>;

pub(crate) fn scan_folder_set(
    desk: &mut Desk,
    host: &dyn Host,
    request: ScanFolderSet,
) -> Result<ScanFolder, DeskError> {
    let mut folder = desk.read(stored)?;
    if request.choose {
        let Some(chosen) = host.folder_place()? else { return Ok(folder) };
        folder.folder = Some(chosen.to_string_lossy().into_owned());
    }
    store(desk, ScanFolder { remove: request.remove, ..folder })
}

pub(crate) fn scan_folder_clear(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<ScanFolder, DeskError> {
    store(desk, ScanFolder::default())
}

/// Looks for new files and reads those that are written to their end.
pub(crate) fn scan_folder_check(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<ScanReport, DeskError> {
    let folder = desk.read(stored)?;
    let Some(place) = &folder.folder else { return Ok(ScanReport::default()) };
    let ready = ready(Path::new(place), &mut desk.scans_seen, SystemTime::now())?;
    let mut report = intake(desk, &ready, PAGES)?;
    for (path, of_file) in ready.iter().zip(&mut report.files) {
        let is_stored = of_file.known
            || of_file.problem.is_none()
                && of_file.pages.iter().all(|page| !matches!(page.became, crate::ScanBecame::Failed { .. }));
        let is_read = is_stored || !report.stopped;
        if let Some((_, _, read)) = desk.scans_seen.get_mut(path) {
            *read = is_read;
        }
        if folder.remove && is_stored && !report.stopped {
            of_file.not_removed = fs::remove_file(path).is_err();
        }
    }
    // A file that was read on an earlier day is no news.
    report.files.retain(|of_file| !of_file.known);
    Ok(report)
}

/// The files that are to be read now, in the order of their names.
fn ready(folder: &Path, seen: &mut Seen, now: SystemTime) -> Result<Vec<PathBuf>, DeskError> {
    let missing = |_| DeskError::with(ErrorCode::NotFound, "scan_folder");
    let mut there = Seen::new();
    let mut ready = Vec::new();
    for entry in fs::read_dir(folder).map_err(missing)?.flatten() {
        let path = entry.path();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        // Not what a link leads to: that lies elsewhere and was not put here by the scanner.
        let Ok(about) = entry.metadata() else { continue };
        if is_hidden || !about.is_file() || about.len() == 0 || !ENDINGS.contains(&ending.as_str()) {
            continue;
        }
        let (size, changed) = (about.len(), about.modified().unwrap_or(now));
        let is_old = now.duration_since(changed).is_ok_and(|age| age > SETTLED);
        let (is_same, is_read) = match seen.get(&path) {
            Some((old_size, old_changed, read)) if (*old_size, *old_changed) == (size, changed) => (true, *read),
            _ => (false, false),
        };
        if !is_read && (is_old || is_same) {
            ready.push(path.clone());
        }
        there.insert(path, (size, changed, is_read));
    }
    *seen = there;
    ready.sort();
    Ok(ready)
}

/// The folder as the ledger keeps it.
pub(super) fn stored(reading: &Reading<'_>) -> Result<ScanFolder, DeskError> {
    let value = reading.setting(SETTING)?.unwrap_or(Value::Null);
    Ok(serde_json::from_value(value).unwrap_or_default())
}

fn store(desk: &mut Desk, folder: ScanFolder) -> Result<ScanFolder, DeskError> {
    desk.scans_seen.clear();
    let value = serde_json::to_value(&folder).map_err(|_| ErrorCode::Internal)?;
    desk.write(|writing| {
        writing.set_setting(SETTING, &value)?;
        log(writing, "scan_folder", "", &folder)
    })?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_when_it_no_longer_grows_and_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("扫描.PDF");
        let mut seen = Seen::new();
        let look = |seen: &mut Seen| ready(folder.path(), seen, SystemTime::now()).unwrap();
        fs::write(&file, "a").unwrap();
        fs::write(folder.path().join(".hidden.pdf"), "a").unwrap();
        fs::write(folder.path().join("notes.txt"), "a").unwrap();
        fs::create_dir(folder.path().join("a.pdf")).unwrap();
        assert!(look(&mut seen).is_empty(), "it may be growing");
        fs::write(&file, "ab").unwrap();
        assert!(look(&mut seen).is_empty(), "it grew");
        assert_eq!(look(&mut seen), std::slice::from_ref(&file));
        seen.get_mut(&file).unwrap().2 = true;
        assert!(look(&mut seen).is_empty(), "it was read");
        fs::write(&file, "abc").unwrap();
        look(&mut seen);
        assert_eq!(look(&mut seen), std::slice::from_ref(&file), "another file under the same name");
        fs::remove_file(&file).unwrap();
        assert!(look(&mut seen).is_empty() && seen.is_empty());
    }

    #[test]
    fn an_old_file_is_taken_at_once_and_a_missing_folder_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("b.tif");
        fs::write(&file, "a").unwrap();
        let later = SystemTime::now() + SETTLED * 2;
        assert_eq!(ready(folder.path(), &mut Seen::new(), later).unwrap(), [file]);
        let gone = ready(&folder.path().join("none"), &mut Seen::new(), later).unwrap_err();
        assert_eq!(gone, DeskError::with(ErrorCode::NotFound, "scan_folder"));
    }
}
