//! The manual on paper: the same chapters and pictures that the program shows, with contents and page numbers.

use std::sync::Arc;
use std::thread;

use chrono::NaiveDate;
use typst::foundations::Bytes;

use crate::error::PaperError;
use crate::fields::Prepared;
use crate::press::{Press, STACK};

/// The most pages that the manual may have.
const PAGES: usize = 200;

/// The languages that the manual is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManualLanguage {
    /// 中文.
    Chinese,
    /// English.
    English,
}

/// The chapters of one language, group by group; the page reads the same files.
macro_rules! groups {
    ($language:literal) => {
        [
            include_str!(concat!("../../../../ui/src/manual/", $language, "/begin.json")),
            include_str!(concat!("../../../../ui/src/manual/", $language, "/daily.json")),
            include_str!(concat!("../../../../ui/src/manual/", $language, "/know.json")),
            include_str!(concat!("../../../../ui/src/manual/", $language, "/sheets.json")),
            include_str!(concat!("../../../../ui/src/manual/", $language, "/box.json")),
            include_str!(concat!("../../../../ui/src/manual/", $language, "/care.json")),
            include_str!(concat!("../../../../ui/src/manual/", $language, "/help.json")),
        ]
    };
}

// `PICTURES`: the name in the templates, as `pictures/en/today.png`, and the file.
include!(concat!(env!("OUT_DIR"), "/manual_pictures.rs"));

/// The picture that a template names.
pub(crate) fn picture(name: &str) -> Option<Bytes> {
    PICTURES.iter().find(|(of, _)| *of == name).map(|(_, bytes)| Bytes::new(*bytes))
}

impl ManualLanguage {
    fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    fn groups(self) -> [&'static str; 7] {
        match self {
            Self::Chinese => groups!("zh-CN"),
            Self::English => groups!("en"),
        }
    }

    /// What the template reads, as JSON. The pictures that there are, as one that was not taken is left out.
    fn data(self) -> String {
        let folder = format!("pictures/{}/", self.code());
        let names = PICTURES.iter().filter_map(|(name, _)| name.strip_prefix(folder.as_str()));
        let names: Vec<String> = names.map(|name| format!("\"{}\"", name.trim_end_matches(".png"))).collect();
        let (code, version) = (self.code(), env!("CARGO_PKG_VERSION"));
        let groups = self.groups().join(",");
        format!(
            "{{\"language\":\"{code}\",\"version\":\"{version}\",\"pictures\":[{}],\"groups\":[{groups}]}}",
            names.join(",")
        )
    }
}

impl Press {
    /// The manual as PDF/A-2b, dated `made`. It comes with the program and holds nobody's data; it has no number and no code.
    ///
    /// # Errors
    /// The engine's complaint.
    pub fn manual(&self, language: ManualLanguage, made: NaiveDate) -> Result<Vec<u8>, PaperError> {
        let title = match language {
            ManualLanguage::Chinese => "知心使用手册",
            ManualLanguage::English => "Zhixin manual",
        };
        let data = language.data();
        let prepared = Prepared { template: "manual.typ", title: title.to_owned(), data, mark: None, bound: None };
        let workshop = Arc::clone(self.workshop());
        let work = thread::Builder::new().name("manual".into()).stack_size(STACK);
        let laid_out = work.spawn(move || Self::lay_out_manual(&workshop, prepared, PAGES, made));
        let laid_out = laid_out.map_err(|_| PaperError::Engine("no thread could be started".into()))?;
        laid_out.join().unwrap_or_else(|_| Err(PaperError::Engine("layout stopped".into())))
    }
}
