//! Reading and writing the files that the user chooses, outside the ledger.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::{DeskError, ErrorCode, FileKind, Host, Saved};

/// Asks where to save and saves there; `make` is called only when the user chose a place.
pub(crate) fn save(
    host: &dyn Host,
    kind: FileKind,
    suggested: &str,
    make: impl FnOnce() -> Result<Vec<u8>, DeskError>,
) -> Result<Saved, DeskError> {
    let Some(place) = host.save_place(kind, suggested)? else {
        return Ok(Saved { saved: false, file_name: String::new() });
    };
    write(&place, &make()?)?;
    let file_name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Saved { saved: true, file_name })
}

/// The same for what is written piece by piece rather than made as a whole.
pub(crate) fn save_with(
    host: &dyn Host,
    kind: FileKind,
    suggested: &str,
    write: impl FnOnce(&mut dyn Write) -> Result<(), DeskError>,
) -> Result<Saved, DeskError> {
    let Some(place) = host.save_place(kind, suggested)? else {
        return Ok(Saved { saved: false, file_name: String::new() });
    };
    let beside = beside(&place);
    let written = fs::File::create(&beside).map_err(|error| io(&error)).and_then(|mut file| {
        write(&mut file)?;
        file.sync_all().map_err(|error| io(&error))
    });
    written.and_then(|()| fs::rename(&beside, &place).map_err(|error| io(&error))).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })?;
    let file_name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Saved { saved: true, file_name })
}

/// Where a file is written before it takes its place.
fn beside(place: &Path) -> PathBuf {
    let mut beside = place.as_os_str().to_owned();
    beside.push(".part");
    beside.into()
}

/// Writes the whole file or leaves what was there: first beside it, then renamed.
pub(crate) fn write(place: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    let beside = &beside(place);
    let written = fs::File::create(beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| fs::rename(beside, place));
    done.map_err(|error| {
        // What was half written is worth nothing; the first error is the one to tell.
        let _ = fs::remove_file(beside);
        io(&error)
    })
}

/// Reads a file that may be at most `limit` bytes long.
pub(crate) fn read(place: &Path, limit: u64) -> Result<Vec<u8>, DeskError> {
    let file = fs::File::open(place).map_err(|error| io(&error))?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| io(&error))?;
    if bytes.len() as u64 > limit {
        return Err(ErrorCode::TooLarge.into());
    }
    Ok(bytes)
}

/// Reads a text file that may be at most `limit` bytes long; UTF-8, with or without a mark at its beginning.
pub(crate) fn read_text(place: &Path, limit: u64) -> Result<String, DeskError> {
    let text = String::from_utf8(read(place, limit)?).map_err(|_| ErrorCode::Broken)?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

pub(crate) fn io(error: &std::io::Error) -> DeskError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ErrorCode::DiskFull.into(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => ErrorCode::ReadOnly.into(),
        ErrorKind::NotFound => ErrorCode::NotFound.into(),
        _ => ErrorCode::Io.into(),
    }
}
