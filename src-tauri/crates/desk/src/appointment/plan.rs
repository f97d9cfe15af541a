//! What each file would do: whom it means, what of him changes, and what becomes known.

use std::collections::HashSet;

use chrono::NaiveDate;
use method::{Entry, EntryId, Person, PersonId};
use serde_json::Value;
use sheet::{Appointment, AppointmentReason, PersonDraft};
use vault::Reading;

use super::compare::{Standing, against, same_as};
use super::{Chosen, entries_of};
use crate::roster::{Likeness, changes, likeness, merged};
use crate::{
    AppointmentAction, AppointmentEntryView, AppointmentFile, AppointmentStep, DeskError, EntryForm, ErrorCode,
    PersonForm, RosterCandidate, RosterWho, check, knowing, people, retention,
};

/// A file's part of the plan with what is needed to carry it out.
pub(super) struct Planned {
    /// As it is shown.
    pub(super) view: AppointmentFile,
    /// The person as he is; of a new one the id alone.
    pub(super) person: Person,
    /// His fields as they are, and as they would be.
    pub(super) before: PersonForm,
    pub(super) form: PersonForm,
    /// For each entry of the view the one that it would take the place of, as it would be.
    pub(super) differing: Vec<Option<Entry>>,
}

impl Planned {
    /// Whether the file is of a person of the ledger, or of one who shall be.
    pub(super) fn is_stored(&self) -> bool {
        use AppointmentAction as Action;
        matches!(self.view.action, Action::New | Action::Changed { .. } | Action::Same { .. })
    }
}

/// Whom a file means.
enum Whom<'p> {
    Known(&'p Person),
    New,
    Asked(Vec<&'p Person>),
    Twice,
}

/// Compares the files with the ledger and with each other.
pub(super) fn planned(reading: &Reading<'_>, files: &[Chosen], today: NaiveDate) -> Result<Vec<Planned>, DeskError> {
    let hidden = retention::hidden(reading)?;
    let known = reading.persons()?;
    let mut seen: Vec<Person> = Vec::new();
    let mut planned = Vec::new();
    for (file, chosen) in (0..).zip(files) {
        let one = match &chosen.read {
            Ok(read) => of_file(reading, (&known, &hidden), &seen, chosen, read, today)?,
            Err(error) => unread(chosen, error.clone()),
        };
        if one.is_stored() {
            seen.push(people::fill(one.person.clone(), one.form.clone()));
        }
        planned.push(Planned { view: AppointmentFile { file, ..one.view }, ..one });
    }
    Ok(planned)
}

fn unread(chosen: &Chosen, error: DeskError) -> Planned {
    let view = AppointmentFile {
        file: 0,
        file_name: chosen.file_name.clone(),
        error: Some(error),
        name: String::new(),
        post: String::new(),
        filled_in: None,
        action: AppointmentAction::Rejected,
        candidates: Vec::new(),
        who: None,
        fields: Vec::new(),
        entries: Vec::new(),
        problems: Vec::new(),
        left_out: Vec::new(),
    };
    let (before, form) = (PersonForm::default(), PersonForm::default());
    Planned { view, person: Person::named(chosen.id, ""), before, form, differing: Vec::new() }
}

fn of_file(
    reading: &Reading<'_>,
    (known, hidden): (&[Person], &HashSet<PersonId>),
    seen: &[Person],
    chosen: &Chosen,
    read: &Appointment,
    today: NaiveDate,
) -> Result<Planned, DeskError> {
    let empty = unread(chosen, ErrorCode::Empty.into());
    let mut view = AppointmentFile {
        error: None,
        name: read.person.name.clone(),
        post: read.person.post.clone(),
        filled_in: read.filled_in,
        who: chosen.who,
        problems: read.problems.clone(),
        left_out: read.left_out.clone(),
        ..empty.view
    };
    if read.problems.iter().any(|problem| problem.reason == AppointmentReason::MissingName) {
        return Ok(Planned { view, ..empty });
    }
    let (person, stored) = match whom(known, seen, &read.person, chosen.who) {
        // He is found, so that no second person is made of him, and nothing of him is shown.
        Whom::Known(person) if hidden.contains(&person.id) => {
            view.error = Some(ErrorCode::PersonHidden.into());
            return Ok(Planned { view, ..empty });
        }
        Whom::Known(person) => (person.clone(), true),
        Whom::New => (Person::named(chosen.id, ""), false),
        Whom::Twice => {
            view.action = AppointmentAction::Twice;
            return Ok(Planned { view, ..empty });
        }
        Whom::Asked(persons) => {
            view.action = AppointmentAction::Asked;
            let shown = persons.into_iter().filter(|person| !hidden.contains(&person.id));
            view.candidates = shown.map(candidate).collect();
            if view.candidates.is_empty() {
                view.error = Some(ErrorCode::PersonHidden.into());
            }
            return Ok(Planned { view, ..empty });
        }
    };
    if chosen.who.is_some() {
        let shown = namesakes(known, &read.person).into_iter().filter(|person| !hidden.contains(&person.id));
        view.candidates = shown.map(candidate).collect();
    }
    let before = people::form_of(&person);
    let form = merged(before.clone(), draft(&read.person, &before));
    if let Err(error) = check::person(&form) {
        view.error = Some(error);
        return Ok(Planned { view, ..empty });
    }
    view.fields = changes(&before, &form);
    let entries = if stored { entries_of(reading, &person)? } else { Vec::new() };
    // Each entry of the ledger is one line's only: first of the line that says the same, then of the first that says it otherwise.
    let mut taken: HashSet<EntryId> = read.entries.iter().filter_map(|said| same_as(said, &entries)).collect();
    let mut differing = Vec::new();
    for (n, said) in (0..).zip(&read.entries) {
        let same = same_as(said, &entries);
        let free: Vec<Entry> =
            entries.iter().filter(|entry| same == Some(entry.id) || !taken.contains(&entry.id)).cloned().collect();
        let (entry, differs) = entry_view(n, said, &free, today);
        taken.extend(differs.as_ref().map(|entry| entry.id));
        view.entries.push(entry);
        differing.push(differs);
    }
    let nothing_new = view.fields.is_empty()
        && view.entries.iter().all(|entry| matches!(entry.step, AppointmentStep::Same | AppointmentStep::Refused));
    view.action = match (stored, nothing_new) {
        (false, _) => AppointmentAction::New,
        (true, true) => AppointmentAction::Same { person: person.id },
        (true, false) => AppointmentAction::Changed { person: person.id },
    };
    Ok(Planned { view, person, before, form, differing })
}

/// 政治面貌 is only concluded from 入党时间, so that it fills an empty field and changes none.
fn draft(read: &PersonDraft, before: &PersonForm) -> PersonDraft {
    let mut draft = read.clone();
    if !before.political.is_empty() {
        draft.political.clear();
    }
    draft
}

fn whom<'p>(known: &'p [Person], seen: &[Person], draft: &PersonDraft, who: Option<RosterWho>) -> Whom<'p> {
    // The number before the name: another of the same name and month may stand before him.
    let numbered = known.iter().find(|person| !draft.id_number.is_empty() && person.id_number == draft.id_number);
    let sure = numbered.or_else(|| known.iter().find(|person| likeness(person, draft) == Some(Likeness::Sure)));
    let namesakes = namesakes(known, draft);
    let found = match (sure, who) {
        (Some(person), _) => Some(person),
        (None, Some(RosterWho::Same { person })) => {
            let named = namesakes.iter().find(|one| Some(one.id) == person).copied();
            match (named, &namesakes[..]) {
                (Some(one), _) => Some(one),
                (None, [only]) if person.is_none() => Some(*only),
                _ => return Whom::Asked(namesakes),
            }
        }
        (None, None) if !namesakes.is_empty() => return Whom::Asked(namesakes),
        (None, _) => None,
    };
    match found {
        Some(person) if seen.iter().any(|other| other.id == person.id) => Whom::Twice,
        Some(person) => Whom::Known(person),
        None if seen
            .iter()
            .any(|other| likeness(other, draft).is_some() && !known.iter().any(|one| one.id == other.id)) =>
        {
            Whom::Twice
        }
        None => Whom::New,
    }
}

fn namesakes<'p>(known: &'p [Person], draft: &PersonDraft) -> Vec<&'p Person> {
    known.iter().filter(|person| likeness(person, draft) == Some(Likeness::NameOnly)).collect()
}

fn candidate(person: &Person) -> RosterCandidate {
    RosterCandidate { person: person.id, post: person.post.clone(), birth: person.birth, row: None }
}

fn entry_view(
    n: u32,
    said: &sheet::AppointmentEntry,
    entries: &[Entry],
    today: NaiveDate,
) -> (AppointmentEntryView, Option<Entry>) {
    let form = EntryForm { body: said.body.clone(), day: said.day, source: method::Source::File };
    let facet = said.body.facet();
    let view = |step| AppointmentEntryView {
        n,
        facet,
        body: said.body.clone(),
        day: said.day,
        step,
        known: None,
        refused: None,
    };
    let form = match knowing::checked(form, today) {
        Ok(form) => form,
        Err(error) => {
            return (AppointmentEntryView { refused: Some(error.code), ..view(AppointmentStep::Refused) }, None);
        }
    };
    let said = sheet::AppointmentEntry { body: form.body, day: form.day };
    match against(&said, entries) {
        Standing::New => (AppointmentEntryView { body: said.body, ..view(AppointmentStep::New) }, None),
        Standing::Same => (view(AppointmentStep::Same), None),
        Standing::Differs(after) => {
            let stored = entries.iter().find(|entry| entry.id == after.id).map(|entry| entry.body.clone());
            let known = stored.filter(|_| !facet.sensitive());
            (AppointmentEntryView { known, body: said.body, ..view(AppointmentStep::Differs) }, Some(*after))
        }
    }
}

/// The new form with the fields of `keep`, further columns among them, as they were.
pub(super) fn without(before: &PersonForm, form: &PersonForm, keep: &[String]) -> Result<PersonForm, DeskError> {
    let as_map = |form: &PersonForm| serde_json::to_value(form).map_err(|_| DeskError::from(ErrorCode::Internal));
    let (Value::Object(known), Value::Object(mut said)) = (as_map(before)?, as_map(form)?) else {
        return Err(ErrorCode::Internal.into());
    };
    let mut extra = form.extra.clone();
    // A new person cannot do without a name.
    for field in keep.iter().filter(|field| !["name", "extra"].contains(&field.as_str())) {
        match (known.get(field), before.extra.get(field)) {
            (Some(value), _) => drop(said.insert(field.clone(), value.clone())),
            (None, Some(text)) => drop(extra.insert(field.clone(), text.clone())),
            (None, None) => drop(extra.remove(field)),
        }
    }
    let form: PersonForm = serde_json::from_value(Value::Object(said)).map_err(|_| ErrorCode::Internal)?;
    Ok(PersonForm { extra, ..form })
}
