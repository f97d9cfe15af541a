//! The tags of an exchange file and their texts, read without believing it anything.
//!
//! Nothing is loaded and no entity is expanded: a document type is refused as soon as it begins. The form is flat, so that deep nesting
//! is no form either, and the reader keeps nothing of what it does not know but its name.

use std::borrow::Cow;
use std::collections::BTreeMap;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::SheetError;

/// 20 MB, as for a roster; a photo of ordinary size takes some hundred KB.
const MAX_FILE: usize = 20 * 1024 * 1024;
/// The form has four levels.
const MAX_DEPTH: usize = 8;
/// The form has some sixty tags, and five for each member of the family.
const MAX_TAGS: usize = 5_000;
/// A start tag with its attributes, in bytes; the form has none.
const MAX_TAG: usize = 4_096;
/// One text, in characters; no field of the form is a tenth as long.
pub(super) const MAX_TEXT: usize = 100_000;
/// The tags that are named as not known.
const MAX_UNKNOWN: usize = 30;
/// Where the declaration must have ended.
const DECLARATION: usize = 256;

const ROOT: &str = "Person";
const FAMILY: &str = "JiaTingChengYuan";
const MEMBER: &str = "Item";
const PHOTO: &str = "ZhaoPian";

/// The texts of a form by its tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// The form's own fields; the photo only as a word that there is one.
    pub(super) fields: BTreeMap<String, String>,
    /// The members of the family, those with nothing filled in left out.
    pub(super) family: Vec<BTreeMap<String, String>>,
    /// Tags whose text was longer than any field of the form.
    pub(super) too_long: Vec<String>,
}

/// Reads the tags of an exchange file.
pub(super) fn read(bytes: &[u8]) -> Result<Form, SheetError> {
    let text = decode(bytes)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk::default();
    loop {
        match reader.read_event().map_err(|_| SheetError::Broken)? {
            Event::Start(tag) => walk.open(&tag)?,
            Event::End(_) => walk.close(),
            Event::Text(text) => walk.text(&text)?,
            Event::CData(text) => walk.text(&text)?,
            Event::GeneralRef(reference) => walk.text(&character(&reference)?)?,
            Event::DocType(_) => return Err(SheetError::Doctype),
            Event::Eof => break,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    match walk {
        Walk { root_closed: true, form, .. } => Ok(form),
        Walk { tags: 0, .. } => Err(SheetError::NotAnAppointment),
        _ => Err(SheetError::Broken),
    }
}

/// Where the reader stands.
#[derive(Default)]
struct Walk {
    path: Vec<String>,
    tags: usize,
    root_closed: bool,
    member: BTreeMap<String, String>,
    form: Form,
}

impl Walk {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), SheetError> {
        let name = tag.name().into_inner();
        self.tags += 1;
        if self.tags > MAX_TAGS || tag.len() > MAX_TAG {
            return Err(SheetError::TooLarge);
        }
        // What comes after the form's end is not of the form.
        if self.path.is_empty() && (self.root_closed || name != ROOT) || self.path.len() >= MAX_DEPTH {
            return Err(SheetError::NotAnAppointment);
        }
        self.path.push(name.to_owned());
        Ok(())
    }

    fn close(&mut self) {
        match self.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [_, FAMILY, MEMBER] => {
                let member = std::mem::take(&mut self.member);
                if member.values().any(|text| !text.trim().is_empty()) {
                    self.form.family.push(member);
                }
            }
            [_] => self.root_closed = true,
            _ => {}
        }
        self.path.pop();
    }

    fn text(&mut self, text: &str) -> Result<(), SheetError> {
        let into = match self.path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [_, PHOTO] if !text.trim().is_empty() => {
                self.form.fields.insert(PHOTO.to_owned(), "1".to_owned());
                return Ok(());
            }
            [_, name] if name != FAMILY && name != PHOTO => self.form.fields.entry(name.to_owned()).or_default(),
            [_, FAMILY, MEMBER, name] => self.member.entry(name.to_owned()).or_default(),
            // Text outside of the root is no XML; blanks between tags are.
            [] if !text.trim().is_empty() => return Err(SheetError::NotAnAppointment),
            _ => return Ok(()),
        };
        if into.len() + text.len() > MAX_TEXT * 4 {
            if let Some(name) = self.path.last().filter(|_| self.form.too_long.len() < MAX_UNKNOWN) {
                self.form.too_long.push(name.clone());
            }
            into.clear();
            return Ok(());
        }
        into.push_str(text);
        Ok(())
    }
}

/// The character that a reference stands for; only those that XML has by itself, as `&amp;` and `&#10;`.
fn character(reference: &BytesRef<'_>) -> Result<String, SheetError> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| SheetError::Broken)? {
        return Ok(character.to_string());
    }
    // Any other would have to be declared, and declarations are refused.
    let text = quick_xml::escape::resolve_predefined_entity(reference).ok_or(SheetError::Broken)?;
    Ok(text.to_owned())
}

/// The file's text in the encoding that its mark or its declaration names; without either UTF-8.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SheetError> {
    if bytes.is_empty() {
        return Err(SheetError::Empty);
    }
    if bytes.len() > MAX_FILE {
        return Err(SheetError::TooLarge);
    }
    let (encoding, start) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => (declared(bytes)?, bytes),
    };
    // In each of the encodings the first character that is not blank begins with its own byte, or with a nought.
    match start.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != 0) {
        Some(b'<') => {}
        // The form of before is quoted text with commas, and its photo lies beside it.
        Some(b'"') => return Err(SheetError::LegacyLrm),
        _ => return Err(SheetError::NotAnAppointment),
    }
    let (text, broken) = encoding.decode_without_bom_handling(start);
    if broken || text.contains('\0') { Err(SheetError::Encoding) } else { Ok(text) }
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Result<&'static Encoding, SheetError> {
    match bytes {
        [b'<', 0, ..] => return Ok(UTF_16LE),
        [0, b'<', ..] => return Ok(UTF_16BE),
        _ => {}
    }
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let head = head.split(|byte| *byte == b'>').next().unwrap_or_default().to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let label = head.split_once("encoding").and_then(|(_, rest)| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split_once(quote).map(|(label, _)| label.trim().to_owned())
    });
    let Some(label) = label else { return Ok(UTF_8) };
    let known = Encoding::for_label(label.as_bytes()).ok_or(SheetError::Encoding)?;
    // GB2312 and GBK are parts of GB18030.
    if known == encoding_rs::GBK || known == GB18030 {
        return Ok(GB18030);
    }
    // UTF-16 declared in bytes that are not UTF-16 is a mistake of many writers: the declaration was kept, the encoding not.
    if [UTF_8, UTF_16LE, UTF_16BE].contains(&known) { Ok(UTF_8) } else { Err(SheetError::Encoding) }
}
