//! Attachments (附件): added from a file that the user chooses, shown, saved, deleted.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use method::{ContactState, EventId, PersonId, TalkId, VisitId};
use uuid::Uuid;
use vault::{Attachment, AttachmentOf, Reading, VaultError};

use crate::convert::hex;
use crate::records::{known, log};
use crate::{
    ATTACHMENT_BYTES, AttachmentAdd, AttachmentGet, AttachmentKind, AttachmentList, AttachmentPicture, AttachmentTo,
    AttachmentView, Desk, DeskError, Done, ErrorCode, FileKind, Host, Saved, check, file, retention,
};

/// The most bytes of all attachments of one record, and their number.
const RECORD_BYTES: u64 = 100 * 1024 * 1024;
const RECORD_COUNT: usize = 50;
/// The most bytes of a picture that is shown; it crosses to the page as text.
const SHOWN_BYTES: u64 = 8 * 1024 * 1024;

pub(crate) fn attachment_add(
    desk: &mut Desk,
    host: &dyn Host,
    request: AttachmentAdd,
) -> Result<Option<AttachmentView>, DeskError> {
    check::line("name", &request.name)?;
    let of = kind_of(request.to);
    let kept = desk.read(|reading| {
        expect_changeable(reading, of, request.record)?;
        Ok(reading.attachments(of, request.record)?)
    })?;
    let room = RECORD_BYTES.saturating_sub(kept.iter().map(|one| one.size).sum());
    if kept.len() >= RECORD_COUNT || room == 0 {
        return Err(ErrorCode::AttachmentsFull.into());
    }
    let Some(place) = host.open_place(FileKind::Attachment)? else { return Ok(None) };
    let mut from = BufReader::new(File::open(&place).map_err(|error| file::io(&error))?);
    let kind = sniffed(from.fill_buf().map_err(|error| file::io(&error))?).ok_or(ErrorCode::NotAnAttachment)?;
    let attachment = Attachment {
        id: desk.world.new_uuid(),
        of,
        record: request.record,
        name: name_of(&request.name, &place),
        media: media(kind).to_owned(),
        size: 0,
        sha256: [0; 32],
        added_at: desk.world.clock.now(),
    };
    check::line("name", &attachment.name)?;
    desk.write(|writing| {
        let attachment = Attachment { added_at: writing.entry_time(), ..attachment };
        let limit = ATTACHMENT_BYTES.min(room);
        let stored = writing.add_attachment(attachment, &mut from, limit).map_err(|error| match error {
            VaultError::TooLarge if limit < ATTACHMENT_BYTES => ErrorCode::AttachmentsFull.into(),
            VaultError::TooLarge => ErrorCode::AttachmentTooLarge.into(),
            other => DeskError::from(other),
        })?;
        log(writing, "attachment_add", &stored.id.to_string(), &stored)?;
        view(stored).map(Some)
    })
}

pub(crate) fn attachment_list(
    desk: &mut Desk,
    _: &dyn Host,
    request: AttachmentList,
) -> Result<Vec<AttachmentView>, DeskError> {
    let found = desk.read(|reading| Ok(reading.attachments(kind_of(request.to), request.record)?))?;
    found.into_iter().map(view).collect()
}

/// Shows a picture; like other restricted matter, that is noted in the log.
pub(crate) fn attachment_get(
    desk: &mut Desk,
    _: &dyn Host,
    request: AttachmentGet,
) -> Result<AttachmentPicture, DeskError> {
    desk.write(|writing| {
        let attachment = known(writing.attachment(request.id))?;
        let (size, media) = (attachment.size, attachment.media.clone());
        let attachment = view(attachment)?;
        let is_shown = matches!(attachment.kind, AttachmentKind::Jpeg | AttachmentKind::Png) && size <= SHOWN_BYTES;
        let mut data_url = None;
        if is_shown {
            let mut bytes = Vec::new();
            writing.attachment_bytes(request.id, &mut bytes)?;
            writing.log("attachment_view", &request.id.to_string(), None)?;
            data_url = Some(format!("data:{media};base64,{}", STANDARD.encode(&bytes)));
        }
        Ok(AttachmentPicture { attachment, data_url })
    })
}

pub(crate) fn attachment_save(desk: &mut Desk, host: &dyn Host, request: AttachmentGet) -> Result<Saved, DeskError> {
    let attachment = desk.read(|reading| known(reading.attachment(request.id)))?;
    let name = with_ending(&attachment.name, view(attachment.clone())?.kind);
    let saved = file::save_with(host, FileKind::Attachment, &name, |to| {
        desk.read(|reading| Ok(reading.attachment_bytes(request.id, to)?))
    })?;
    if saved.saved {
        desk.write(|writing| log(writing, "attachment_save", &request.id.to_string(), &attachment))?;
    }
    Ok(saved)
}

pub(crate) fn attachment_delete(desk: &mut Desk, _: &dyn Host, request: AttachmentGet) -> Result<Done, DeskError> {
    desk.write(|writing| {
        let attachment = known(writing.attachment(request.id))?;
        expect_changeable(writing, attachment.of, attachment.record)?;
        writing.delete_attachment(request.id)?;
        log(writing, "attachment_delete", &request.id.to_string(), &attachment)?;
        Ok(Done::YES)
    })
}

/// The record must be there, not destroyed, and not frozen in the archive.
fn expect_changeable(reading: &Reading<'_>, of: AttachmentOf, id: Uuid) -> Result<(), DeskError> {
    let (persons, state) = match of {
        AttachmentOf::Person => (vec![known(reading.person(PersonId(id)))?.id], ContactState::Saved),
        AttachmentOf::Event => (known(reading.event(EventId(id)))?.persons, ContactState::Saved),
        AttachmentOf::Talk => known(reading.talk(TalkId(id))).map(|talk| (talk.persons, talk.state))?,
        AttachmentOf::Visit => known(reading.visit(VisitId(id))).map(|visit| (visit.persons, visit.state))?,
        // Scanned pages have their own commands, by which none is deleted.
        AttachmentOf::Scan => return Err(ErrorCode::NotFound.into()),
    };
    retention::expect_some_kept(reading, &persons)?;
    if state == ContactState::Archived { Err(ErrorCode::Archived.into()) } else { Ok(()) }
}

fn kind_of(to: AttachmentTo) -> AttachmentOf {
    match to {
        AttachmentTo::Person => AttachmentOf::Person,
        AttachmentTo::Talk => AttachmentOf::Talk,
        AttachmentTo::Visit => AttachmentOf::Visit,
        AttachmentTo::Event => AttachmentOf::Event,
    }
}

/// What a file is by its first bytes.
fn sniffed(start: &[u8]) -> Option<AttachmentKind> {
    const MARKS: [(&[u8], AttachmentKind); 5] = [
        (b"%PDF-", AttachmentKind::Pdf),
        (b"\xff\xd8\xff", AttachmentKind::Jpeg),
        (b"\x89PNG\r\n\x1a\n", AttachmentKind::Png),
        (b"II*\0", AttachmentKind::Tiff),
        (b"MM\0*", AttachmentKind::Tiff),
    ];
    MARKS.iter().find(|(mark, _)| start.starts_with(mark)).map(|(_, kind)| *kind)
}

const KINDS: [(AttachmentKind, &str, &[&str]); 4] = [
    (AttachmentKind::Pdf, "application/pdf", &["pdf"]),
    (AttachmentKind::Jpeg, "image/jpeg", &["jpg", "jpeg"]),
    (AttachmentKind::Png, "image/png", &["png"]),
    (AttachmentKind::Tiff, "image/tiff", &["tif", "tiff"]),
];

fn media(kind: AttachmentKind) -> &'static str {
    KINDS.iter().find(|(known, ..)| *known == kind).map_or("", |(_, media, _)| media)
}

/// The name that was given, else the file's, without what no file name may hold.
fn name_of(given: &str, place: &Path) -> String {
    let own = || place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = if given.trim().is_empty() { own() } else { given.trim().to_owned() };
    name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect()
}

/// The name with an ending that fits what the file is, so that the system opens it with the right program.
fn with_ending(name: &str, kind: AttachmentKind) -> String {
    let endings = KINDS.iter().find(|(known, ..)| *known == kind).map_or(&[][..], |(.., endings)| endings);
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match (endings.first(), ending) {
        (Some(_), Some(ending)) if endings.contains(&ending.as_str()) => name.to_owned(),
        (Some(first), _) => format!("{name}.{first}"),
        (None, _) => name.to_owned(),
    }
}

fn view(attachment: Attachment) -> Result<AttachmentView, DeskError> {
    let kind = KINDS.iter().find(|(_, media, _)| *media == attachment.media).map(|(kind, ..)| *kind);
    Ok(AttachmentView {
        id: attachment.id,
        name: attachment.name,
        kind: kind.ok_or_else(|| DeskError::with(ErrorCode::Internal, "media"))?,
        size: attachment.size,
        sha256: hex(&attachment.sha256),
        added_at: attachment.added_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_as_what_they_are() {
        assert_eq!(with_ending("诊断书.JPG", AttachmentKind::Jpeg), "诊断书.JPG");
        assert_eq!(with_ending("诊断书.pdf", AttachmentKind::Png), "诊断书.pdf.png");
        assert_eq!(with_ending("诊断书", AttachmentKind::Tiff), "诊断书.tif");
        assert_eq!(name_of(" ../证明: 1 ", Path::new("/a/b.pdf")), ".._证明_ 1");
        assert_eq!(name_of("", Path::new("/a/b.pdf")), "b.pdf");
    }
}
