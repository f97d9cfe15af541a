//! Remembers where the last ledger was: one path in the program's own settings, and nothing else.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The last ledger's place.
#[derive(Debug)]
pub(crate) struct Place {
    file: PathBuf,
    given: Option<PathBuf>,
}

impl Place {
    /// `given` is the place from the command line: it comes first, and is not remembered.
    pub(crate) fn new(folder: PathBuf, given: Option<PathBuf>) -> Self {
        Self { file: folder.join("place"), given }
    }

    /// The given place, else the remembered one.
    pub(crate) fn last(&self) -> Option<PathBuf> {
        let remembered = || std::fs::read_to_string(&self.file).ok().filter(|path| !path.is_empty()).map(PathBuf::from);
        self.given.clone().or_else(remembered)
    }

    /// Remembers the place of a ledger that was opened. Failing costs the user one choice, so it is not an error.
    pub(crate) fn remember(&self, place: &Path) {
        if self.given.as_deref() == Some(place) || self.last().as_deref() == Some(place) {
            return;
        }
        let _ = self.write(place);
    }

    fn write(&self, place: &Path) -> std::io::Result<()> {
        // A path that is no text cannot be remembered as text.
        let Some(text) = place.to_str() else { return Ok(()) };
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.file)?.write_all(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_for_the_user_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().join("config"), None);
        assert_eq!(place.last(), None);
        place.remember(Path::new("/docs/知心.zhixin"));
        assert_eq!(place.last(), Some(PathBuf::from("/docs/知心.zhixin")));
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&place.file.metadata().unwrap().permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_ledger_from_the_command_line_is_not_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path().to_path_buf(), Some("/demo.zhixin".into()));
        assert_eq!(place.last(), Some("/demo.zhixin".into()));
        place.remember(Path::new("/demo.zhixin"));
        assert!(!place.file.exists());
    }
}
