//! 谈前提纲 on paper.

use method::{DutyKind, FacetState, PersonId};
use paper::{BriefContact, BriefDuty, BriefNote, BriefPromise, BriefQuestion, BriefSheet, Sheet};
use vault::Reading;

use super::with_brief;
use crate::lookup::Lookup;
use crate::records::known;
use crate::session::settings;
use crate::{BriefGet, BriefView, Desk, DeskError, DutyView, EntryView, sheets};

/// The sheet, and a file name that carries no personal name.
pub(crate) fn brief_sheet(desk: &mut Desk, request: &BriefGet) -> Result<(Sheet, String), DeskError> {
    let rules = desk.rules();
    let name = format!("谈前提纲_{}.pdf", rules.today);
    let sheet = with_brief(desk, &rules, request, |reading, lookup, brief| {
        let restricted = request.restricted;
        sheet(reading, lookup, request.person, brief, restricted)
    })?;
    Ok((Sheet::Brief(sheet), name))
}

fn sheet(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    person: PersonId,
    brief: BriefView,
    restricted: bool,
) -> Result<BriefSheet, DeskError> {
    let note = |entry: EntryView| BriefNote { day: entry.day, body: entry.body };
    let questions = brief.questions.into_iter().map(|question| BriefQuestion {
        facet: question.facet,
        unchecked_days: match (question.state, question.checked) {
            (FacetState::Unknown, _) | (_, None) => None,
            (_, Some(day)) => Some((lookup.today - day).num_days().try_into().unwrap_or(0)),
        },
    });
    let contacts = brief.contacts.into_iter().map(|contact| BriefContact {
        kind: contact.kind,
        day: contact.day,
        topic: contact.topic,
        follow_up: contact.follow_up,
    });
    let promises = brief.promises.into_iter().map(|promise| BriefPromise {
        what: promise.what,
        by: promise.by,
        day: promise.day,
        due: promise.due,
        overdue_days: promise.overdue_days,
    });
    Ok(BriefSheet {
        branch: settings(reading)?.branch,
        day: lookup.today,
        person: sheets::subject(&known(reading.person(person))?),
        age: brief.age,
        duty: brief.duty.map(|duty| owed(lookup, duty)),
        others: brief.others.into_iter().map(|duty| owed(lookup, duty)).collect(),
        family: brief.family.into_iter().map(|entry| entry.body).collect(),
        contacts: contacts.collect(),
        promises: promises.collect(),
        questions: questions.collect(),
        restricted: restricted.then(|| brief.restricted.into_iter().map(note).collect()),
    })
}

fn owed(lookup: &Lookup<'_>, duty: DutyView) -> BriefDuty {
    BriefDuty {
        title: duty.event.title,
        note: duty.event.note,
        kind: duty.kind,
        item: item(lookup, duty.kind, duty.category),
        part: duty.part,
        month_only: duty.event.month_only,
        due: duty.due,
        first_due: duty.first_due,
        provisional: duty.provisional,
        explanation: duty.explanation,
    }
}

/// 六必谈第2项, or the title of the office's own category.
fn item(lookup: &Lookup<'_>, kind: DutyKind, category: u8) -> String {
    match (category, kind) {
        (0, _) => "例行".to_owned(),
        (1..=6, DutyKind::Talk) => format!("六必谈第{category}项"),
        (1..=6, DutyKind::Visit) => format!("六必访第{category}项"),
        (own, _) => lookup.pack.category_title(kind, own).unwrap_or("其他").to_owned(),
    }
}
