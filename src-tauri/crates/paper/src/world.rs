//! What Typst may see: the templates, the fonts and the data of one sheet, all of it in memory.

use std::sync::{Arc, OnceLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::error::PaperError;
use crate::manual;

static REGULAR: &[u8] = include_bytes!(env!("PAPER_FONT_REGULAR"));
static BOLD: &[u8] = include_bytes!(env!("PAPER_FONT_BOLD"));

const DATA: &str = "data.json";
const TEMPLATES: [(&str, &str); 27] = [
    ("base.typ", include_str!("../templates/base.typ")),
    ("form.typ", include_str!("../templates/form.typ")),
    ("card.typ", include_str!("../templates/card.typ")),
    ("list.typ", include_str!("../templates/list.typ")),
    ("report.typ", include_str!("../templates/report.typ")),
    ("ruler.typ", include_str!("../templates/ruler.typ")),
    ("activity.typ", include_str!("../templates/activity.typ")),
    ("sign_in.typ", include_str!("../templates/sign_in.typ")),
    ("talk.typ", include_str!("../templates/talk.typ")),
    ("visit.typ", include_str!("../templates/visit.typ")),
    ("talk_blank.typ", include_str!("../templates/talk_blank.typ")),
    ("brief.typ", include_str!("../templates/brief.typ")),
    ("disposal.typ", include_str!("../templates/disposal.typ")),
    ("extract.typ", include_str!("../templates/extract.typ")),
    ("recovery.typ", include_str!("../templates/recovery.typ")),
    ("visit_blank.typ", include_str!("../templates/visit_blank.typ")),
    ("archive.typ", include_str!("../templates/archive.typ")),
    ("cover.typ", include_str!("../templates/cover.typ")),
    ("book.typ", include_str!("../templates/book.typ")),
    ("catalogue.typ", include_str!("../templates/catalogue.typ")),
    ("reference.typ", include_str!("../templates/reference.typ")),
    ("seal.typ", include_str!("../templates/seal.typ")),
    ("spine.typ", include_str!("../templates/spine.typ")),
    ("stamp.typ", include_str!("../templates/stamp.typ")),
    ("handover.typ", include_str!("../templates/handover.typ")),
    ("manual.typ", include_str!("../templates/manual.typ")),
    ("transfer.typ", include_str!("../templates/transfer.typ")),
];

/// The embedded fonts, read once in the life of the program: the regular weight first.
pub(crate) fn fonts() -> Result<&'static [Font; 2], PaperError> {
    static FONTS: OnceLock<Option<[Font; 2]>> = OnceLock::new();
    FONTS
        .get_or_init(|| Some([Font::new(Bytes::new(REGULAR), 0)?, Font::new(Bytes::new(BOLD), 0)?]))
        .as_ref()
        .ok_or(PaperError::FontBroken)
}

/// All that stays the same from sheet to sheet.
pub(crate) struct Workshop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    templates: Vec<Source>,
    data: FileId,
}

impl Workshop {
    /// Running text and titles are set in these, where there are such; what a font lacks is set in the program's own.
    pub(crate) fn new(text: Option<Font>, title: Option<Font>) -> Result<Self, PaperError> {
        let mut inputs = Dict::new();
        for (key, font) in [("text_font", &text), ("title_font", &title)] {
            if let Some(font) = font {
                inputs.insert(key.into(), font.info().family.as_str().into_value());
            }
        }
        let fonts: Vec<Font> = fonts()?.iter().cloned().chain(text).chain(title).collect();
        let mut templates = Vec::new();
        for (name, text) in TEMPLATES {
            templates.push(Source::new(file_id(name)?, text.to_owned()));
        }
        Ok(Self {
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates,
            data: file_id(DATA)?,
        })
    }
}

fn file_id(name: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(name).map_err(|_| PaperError::Engine("a template has no valid name".into()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One sheet in the workshop: which template, and the text that goes into it.
pub(crate) struct Job {
    workshop: Arc<Workshop>,
    main: FileId,
    data: Bytes,
}

impl Job {
    /// `template` is the file name of one of the templates.
    pub(crate) fn new(workshop: &Arc<Workshop>, template: &str, data: String) -> Result<Self, PaperError> {
        Ok(Self { workshop: Arc::clone(workshop), main: file_id(template)?, data: Bytes::from_string(data) })
    }
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.workshop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.workshop.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.workshop.templates.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.workshop.data {
            return Ok(self.data.clone());
        }
        // The only other files are the manual's pictures.
        manual::picture(id.vpath().get_without_slash()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.workshop.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
