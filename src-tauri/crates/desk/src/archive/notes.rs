//! Notes under a record that is frozen (补记): dated, with their author, and never changed.

use method::{ContactState, DutyKind, RecordNote, RecordRef, TalkId, VisitId, archive_code};
use vault::Reading;

use super::settings;
use crate::records::{known, log};
use crate::{ArchivedAs, Desk, DeskError, ErrorCode, Host, NoteAppend, check, retention};

/// The most notes of one record.
const NOTES: usize = 200;

pub(crate) fn note_append(desk: &mut Desk, _: &dyn Host, request: NoteAppend) -> Result<ArchivedAs, DeskError> {
    let text = request.text.trim().to_owned();
    if text.is_empty() {
        return Err(DeskError::with(ErrorCode::FieldMissing, "text"));
    }
    check::long("text", &text)?;
    check::line("by", &request.by)?;
    let record = request.record;
    desk.write(|writing| {
        let by = match request.by.trim() {
            "" => crate::session::settings(writing)?.secretary.name,
            by => by.to_owned(),
        };
        let note = RecordNote { at: writing.entry_time(), by, text };
        let (notes, persons, state) = match record.kind {
            DutyKind::Talk => {
                let mut talk = known(writing.talk(TalkId(record.id)))?;
                talk.notes.push(note);
                writing.put_talk(&talk)?;
                log(writing, "note_append", &record.id.to_string(), &talk)?;
                (talk.notes, talk.persons, talk.state)
            }
            DutyKind::Visit => {
                let mut visit = known(writing.visit(VisitId(record.id)))?;
                visit.notes.push(note);
                writing.put_visit(&visit)?;
                log(writing, "note_append", &record.id.to_string(), &visit)?;
                (visit.notes, visit.persons, visit.state)
            }
        };
        // An error takes back what was written above.
        retention::expect_some_kept(writing, &persons)?;
        if state != ContactState::Archived {
            return Err(ErrorCode::NotArchived.into());
        }
        if notes.len() > NOTES {
            return Err(DeskError::with(ErrorCode::TextTooLong, "text"));
        }
        archived_as(writing, record.id, state, notes)?.ok_or_else(|| ErrorCode::NotArchived.into())
    })
}

/// How many notes a record has.
pub(super) fn notes_of(reading: &Reading<'_>, record: RecordRef) -> Result<usize, DeskError> {
    Ok(match record.kind {
        DutyKind::Talk => known(reading.talk(TalkId(record.id)))?.notes.len(),
        DutyKind::Visit => known(reading.visit(VisitId(record.id)))?.notes.len(),
    })
}

/// Where a record lies in the archive, and its notes; none while it is not archived.
pub(crate) fn archived_as(
    reading: &Reading<'_>,
    record: uuid::Uuid,
    state: ContactState,
    notes: Vec<RecordNote>,
) -> Result<Option<ArchivedAs>, DeskError> {
    if state != ContactState::Archived {
        return Ok(None);
    }
    let item = known(reading.archived_in(record))?;
    let code = archive_code(&settings(reading)?.fonds, &item.group, item.number);
    Ok(Some(ArchivedAs { code, title: item.title, at: item.made_at, notes }))
}
