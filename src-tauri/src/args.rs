//! The command line: which ledger and, for tests, which day and what the dialogs answer.
//!
//! Answers to dialogs exist in debug builds only: in a shipped program every file is chosen by the user himself.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use desk::KdfCost;

use crate::asked::Asked;

/// What dialogs answer in place of the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answers {
    /// The folder into which everything is saved under its suggested name.
    pub(crate) save_to: Option<PathBuf>,
    /// The file that is opened.
    pub(crate) open: Option<PathBuf>,
    /// The folder that keeps what would be printed.
    pub(crate) print_to: Option<PathBuf>,
}

/// The command line, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Args {
    pub(crate) vault: Option<PathBuf>,
    /// What was double-clicked in the file manager.
    pub(crate) asked: Option<Asked>,
    pub(crate) today: Option<NaiveDate>,
    pub(crate) answers: Answers,
}

impl Args {
    /// Reads options, and one path of a ledger or a backup, given in the folder `from`; whatever else is there is refused, and said.
    pub(crate) fn read(options: impl Iterator<Item = OsString>, from: &Path) -> Result<Self, String> {
        let mut args = Self::default();
        let mut options = options;
        while let Some(option) = options.next() {
            let name = option.to_string_lossy().into_owned();
            let mut value = || options.next().ok_or_else(|| format!("{name} needs a value"));
            match name.as_str() {
                "--vault" => args.vault = Some(value()?.into()),
                "--today" => {
                    let day = value()?.to_string_lossy().parse();
                    args.today = Some(day.map_err(|_| "--today needs a day such as 2026-11-23".to_owned())?);
                }
                "--save-to" if cfg!(debug_assertions) => args.answers.save_to = Some(value()?.into()),
                "--open" if cfg!(debug_assertions) => args.answers.open = Some(value()?.into()),
                "--print-to" if cfg!(debug_assertions) => args.answers.print_to = Some(value()?.into()),
                _ if name.starts_with('-') || args.asked.is_some() => return Err(format!("unknown option {name}")),
                _ => match Asked::read(&option, from) {
                    Some(asked) => args.asked = Some(asked),
                    None => return Err(format!("neither a ledger nor a backup: {name}")),
                },
            }
        }
        Ok(args)
    }
}

/// What trying one password costs; tests ask for the least.
pub(crate) fn cost() -> KdfCost {
    match std::env::var_os("ZHIXIN_LEAST_KDF_COST") {
        Some(_) if cfg!(debug_assertions) => KdfCost::LEAST,
        _ => KdfCost::STANDARD,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(options: &[&str]) -> Result<Args, String> {
        Args::read(options.iter().map(OsString::from), Path::new("/"))
    }

    #[test]
    fn reads_what_it_knows() {
        let args = read(&["--vault", "/a/知心.zhixin", "--today", "2026-11-23"]).unwrap();
        assert_eq!(args.vault, Some(PathBuf::from("/a/知心.zhixin")));
        assert_eq!(args.today, NaiveDate::from_ymd_opt(2026, 11, 23));
        assert_eq!(read(&[]).unwrap(), Args::default());
        assert_eq!(read(&["/"]).unwrap().asked, Some(Asked::Ledger("/".into())), "a folder is opened");
    }

    #[test]
    fn refuses_everything_else() {
        for wrong in [&["--vault"][..], &["--today", "tomorrow"], &["--password", "x"], &["file.zhixin"], &["/", "/"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn answers_dialogs_in_debug_builds_only() {
        assert_eq!(read(&["--save-to", "/tmp"]).is_ok(), cfg!(debug_assertions));
        assert_eq!(read(&["--open", "/tmp/a.xlsx"]).is_ok(), cfg!(debug_assertions));
    }
}
