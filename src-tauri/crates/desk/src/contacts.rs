//! What talks and visits have in common: their number, who took part, the duties that they settle.

use chrono::{Datelike, NaiveDate};
use method::{
    Case, Closure, Contact, ContactState, Duty, DutyId, DutyKind, EntryBody, Extra, Facet, Part, Participant, PersonId,
    Refusal, settles,
};
use uuid::Uuid;
use vault::{Reading, World, Writing};

use crate::lookup::{Lookup, Rules};
use crate::records::known;
use crate::session::settings;
use crate::{DeskError, ErrorCode, events, knowing};

/// 〔2026〕第23号; empty while there is no number.
pub(crate) fn number_text(day: NaiveDate, number: Option<u32>) -> String {
    number.map(|n| format!("〔{}〕第{n}号", day.year())).unwrap_or_default()
}

/// The number of a record that is saved for good: kept while it stays in its year, else the next one of the year.
pub(crate) fn number_for(
    writing: &Writing<'_>,
    kind: DutyKind,
    day: NaiveDate,
    old: Option<(NaiveDate, Option<u32>)>,
) -> Result<Option<u32>, DeskError> {
    if let Some((old_day, Some(number))) = old
        && old_day.year() == day.year()
    {
        return Ok(Some(number));
    }
    let sequence = match kind {
        DutyKind::Talk => "talk",
        DutyKind::Visit => "visit",
    };
    Ok(Some(writing.next_number(sequence, day.year())?))
}

/// The state a record gets when it is saved, or why it may not be.
pub(crate) fn next_state(old: Option<ContactState>, draft: bool) -> Result<ContactState, DeskError> {
    match (old, draft) {
        (Some(ContactState::Archived), _) => Err(ErrorCode::Archived.into()),
        (Some(ContactState::Saved), true) => Err(ErrorCode::AlreadySaved.into()),
        (_, true) => Ok(ContactState::Draft),
        (_, false) => Ok(ContactState::Saved),
    }
}

/// Who talked or visited: the secretary when nobody is named. Names that are on the roster once are tied to it,
/// so that nobody is recorded as the talker of what concerns himself.
pub(crate) fn by_or_secretary(reading: &Reading<'_>, by: &[Participant]) -> Result<Vec<Participant>, DeskError> {
    let named = if by.is_empty() {
        let secretary = settings(reading)?.secretary;
        vec![Participant { person: None, name: secretary.name, post: secretary.post }]
    } else {
        by.to_vec()
    };
    named
        .into_iter()
        .map(|one| {
            let name = one.name.trim().to_owned();
            let person = match one.person {
                Some(person) => Some(known(reading.person(person))?.id),
                None => person_named(reading, &name)?,
            };
            Ok(Participant { person, name, post: one.post.trim().to_owned() })
        })
        .collect()
}

fn person_named(reading: &Reading<'_>, name: &str) -> Result<Option<PersonId>, DeskError> {
    let mut named = reading.persons_named(name)?;
    named.retain(|person| person.left.is_none());
    // Of several with one name the secretary is meant, if he is one of them.
    Ok(match (named.iter().find(|person| person.is_secretary), named.as_slice()) {
        (Some(secretary), _) => Some(secretary.id),
        (None, [one]) => Some(one.id),
        (None, _) => None,
    })
}

/// What is known around a duty, as the rules ask for it.
pub(crate) struct Around {
    parties: Vec<PersonId>,
    kin: Vec<String>,
    siblings: Vec<Duty>,
}

impl Around {
    pub(crate) fn of(reading: &Reading<'_>, lookup: &Lookup<'_>, duty: &Duty) -> Result<Self, DeskError> {
        let parties = lookup.event(duty.key.event)?.persons;
        let mut kin = Vec::new();
        for party in &parties {
            for entry in reading.entries_of(*party, Facet::Family)? {
                if let EntryBody::Relative { name, .. } = entry.body {
                    kin.push(name.trim().to_owned());
                }
            }
        }
        kin.retain(|name| !name.is_empty());
        let siblings = match duty.key.part {
            Part::Joint => reading.duties_of_event(duty.key.event)?,
            _ => Vec::new(),
        };
        Ok(Self { parties, kin, siblings })
    }

    pub(crate) fn case(&self) -> Case<'_> {
        Case { parties: &self.parties, kin: &self.kin, siblings: &self.siblings }
    }
}

/// Whether the duty was met by this record.
pub(crate) fn is_settled_by(duty: &Duty, contact: &str) -> bool {
    matches!(&duty.closed, Some(Closure::Met { contact: by, .. }) if by == contact)
}

/// Reopens what the record settled before, and settles what it names now.
///
/// A draft settles nothing, and a saved record never becomes one.
/// A duty that cannot be settled is an error that names the reason, and nothing is changed.
pub(crate) fn settle(
    writing: &Writing<'_>,
    lookup: &Lookup<'_>,
    (rules, world): (&Rules, &World),
    id: Uuid,
    state: ContactState,
    contact: &Contact<'_>,
    duties: &[DutyId],
) -> Result<(), DeskError> {
    if state == ContactState::Draft {
        return Ok(());
    }
    let reopened = reopen(writing, id)?;
    let now = writing.entry_time();
    let mut named = duties.iter().map(|id| known(writing.duty(*id))).collect::<Result<Vec<_>, _>>()?;
    // The joint talk first, so that the same talk is not at once the talk alone that must come before it.
    named.sort_by_key(|duty| duty.key.part != Part::Joint);
    for duty in named {
        let around = Around::of(writing, lookup, &duty)?;
        let settling = settles(&duty, contact, around.case(), &rules.calendar)
            .map_err(|refusal| DeskError::with(ErrorCode::DutyNotSettled, refusal_name(refusal)))?;
        let closed = Closure::Met { contact: id.to_string(), day: contact.day, late_workdays: settling.late_workdays };
        writing.put_duty(&Duty { closed: Some(closed), closed_at: Some(now), ..duty })?;
    }
    // While a duty was settled its event may have been moved or called off, or its person may have left.
    for duty in reopened.iter().filter(|duty| !duties.contains(&duty.id)) {
        events::follow(writing, rules, world, &lookup.event(duty.key.event)?)?;
    }
    Ok(())
}

/// Opens again every duty that the record settled, and gives them.
fn reopen(writing: &Writing<'_>, id: Uuid) -> Result<Vec<Duty>, DeskError> {
    let mut settled = writing.duties_named_by(id)?;
    settled.retain(|duty| is_settled_by(duty, &id.to_string()));
    for duty in &settled {
        writing.put_duty(&Duty { closed: None, closed_at: None, ..duty.clone() })?;
    }
    Ok(settled)
}

/// Notes for everyone who took part that the facets it touched were found right on its day.
pub(crate) fn check_facets(writing: &Writing<'_>, contact: &Contact<'_>, facets: &[Facet]) -> Result<(), DeskError> {
    contact.persons.iter().try_for_each(|person| knowing::put_checks(writing, *person, facets, contact.day))
}

/// The items of the duties that are settled, in order, or 0 (其他) when there are none.
pub(crate) fn items_of(reading: &Reading<'_>, duties: &[DutyId]) -> Result<Vec<u8>, DeskError> {
    let mut items = duties
        .iter()
        .map(|id| known(reading.duty(*id)).map(|duty| duty.key.category))
        .collect::<Result<Vec<u8>, _>>()?;
    items.sort_unstable();
    items.dedup();
    Ok(if items.is_empty() { vec![0] } else { items })
}

/// A stable name for the page's words.
pub(crate) fn refusal_name(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Closed => "closed",
        Refusal::OtherKind => "other_kind",
        Refusal::NotThere => "not_there",
        Refusal::TooEarly => "too_early",
        Refusal::NotBefore => "not_before",
        Refusal::NotAllParties => "not_all_parties",
        Refusal::NotTalkedAlone => "not_talked_alone",
        Refusal::Avoidance => "avoidance",
        Refusal::Kin => "kin",
    }
}

/// The fields of the office's own that hold something.
pub(crate) fn filled(mut extra: Extra) -> Extra {
    extra.retain(|_, text| !text.trim().is_empty());
    extra
}
