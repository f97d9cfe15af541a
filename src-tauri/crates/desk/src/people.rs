//! Persons: adding, changing, listing, one person's page, leaving.

use std::collections::{HashMap, HashSet};

use method::{Absence, Closure, ContactState, Duty, IdNumber, Origin, Person, PersonId};
use vault::Writing;

use crate::lookup::Lookup;
use crate::records::{known, log};
use crate::{
    Desk, DeskError, ErrorCode, Host, PersonEdit, PersonForm, PersonGet, PersonLeave, PersonList, PersonReturn,
    PersonRow, PersonView, TimelineEntry, TimelineKind, activities, check, contacts, events, knowing, promises,
    retention, upkeep,
};

pub(crate) fn person_create(desk: &mut Desk, _: &dyn Host, form: PersonForm) -> Result<PersonView, DeskError> {
    check::person(&form)?;
    let (rules, world) = (desk.rules(), desk.world.clone());
    let id = PersonId(world.new_uuid());
    desk.write(|writing| {
        store(writing, &fill(Person::named(id, ""), form), "person_create")?;
        upkeep::follow(writing, &rules, &world)
    })?;
    view(desk, id)
}

pub(crate) fn person_edit(desk: &mut Desk, _: &dyn Host, request: PersonEdit) -> Result<PersonView, DeskError> {
    check::person(&request.form)?;
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        let old = known(writing.person(request.id))?;
        retention::expect_kept(writing, request.id)?;
        store(writing, &fill(old, request.form), "person_edit")?;
        upkeep::follow(writing, &rules, &world)
    })?;
    view(desk, request.id)
}

pub(crate) fn person_get(desk: &mut Desk, _: &dyn Host, request: PersonGet) -> Result<PersonView, DeskError> {
    view(desk, request.id)
}

pub(crate) fn person_list(desk: &mut Desk, _: &dyn Host, request: PersonList) -> Result<Vec<PersonRow>, DeskError> {
    let query = request.query.trim().to_lowercase();
    let rules = desk.rules();
    desk.read(|reading| {
        let mut open: HashMap<PersonId, u32> = HashMap::new();
        for duty in reading.open_duties()? {
            *open.entry(duty.key.person).or_default() += 1;
        }
        let known = knowing::known_counts(reading, &rules)?;
        let hidden = if request.sealed { HashSet::new() } else { retention::hidden(reading)? };
        let shown = reading.persons()?.into_iter().filter(|person| !hidden.contains(&person.id));
        let found = shown.filter(|person| {
            [&person.name, &person.post, &person.phone].iter().any(|text| text.to_lowercase().contains(&query))
                || vault::spelt_so(&person.name, &query)
        });
        let count = |counts: &HashMap<PersonId, u32>, id| counts.get(&id).copied().unwrap_or_default();
        Ok(found.map(|person| row(&person, count(&known, person.id), count(&open, person.id))).collect())
    })
}

/// Notes the leaving and closes by rule what is open for the person, with the reason as its trace.
pub(crate) fn person_leave(desk: &mut Desk, _: &dyn Host, request: PersonLeave) -> Result<PersonView, DeskError> {
    if request.left.reason.trim().is_empty() {
        return Err(ErrorCode::ReasonMissing.into());
    }
    check::line("reason", &request.left.reason)?;
    check::took_place(request.left.day, None, None, desk.today())?;
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        let now = writing.entry_time();
        retention::expect_kept(writing, request.id)?;
        let person = Person { left: Some(request.left.clone()), ..known(writing.person(request.id))? };
        store(writing, &person, "person_leave")?;
        for duty in writing.duties_of(person.id)?.into_iter().filter(Duty::is_open) {
            let closed = Some(Closure::Withdrawn { reason: request.left.reason.clone() });
            writing.put_duty(&Duty { closed, closed_at: Some(now), ..duty })?;
        }
        // A joint talk is owed with the parties who stay, or with nobody.
        for event in writing.events_of(person.id)?.into_iter().filter(|event| event.joint) {
            let reason = event.cancelled.clone().unwrap_or_else(|| request.left.reason.clone());
            events::rederive(writing, &rules, &world, &event, &reason)?;
        }
        Ok(())
    })?;
    view(desk, request.id)
}

/// Notes that a person is there again. After a real absence nothing of before it comes back but what the routines ask for until a day
/// still to come, and events from the day of his return on concern him; after a mistake everything that it withdrew.
pub(crate) fn person_return(desk: &mut Desk, _: &dyn Host, request: PersonReturn) -> Result<PersonView, DeskError> {
    check::took_place(request.day, None, None, desk.today())?;
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        let old = known(writing.person(request.id))?;
        let left = old.left.clone().ok_or(ErrorCode::NotLeft)?;
        retention::expect_kept(writing, request.id)?;
        writing.clear_retention(request.id)?;
        if !request.mistake && request.day < left.day {
            return Err(DeskError::with(ErrorCode::BadDate, "day"));
        }
        let mut person = Person { left: None, ..old };
        if request.mistake {
            store(writing, &person, "person_return")?;
            // He never left: whatever his events make owed is owed, also what was changed while he was thought gone.
            for event in writing.events_of(person.id)? {
                events::follow(writing, &rules, &world, &event)?;
            }
        } else {
            let left_day = left.day;
            person.absences.push(Absence { left, back: request.day });
            store(writing, &person, "person_return")?;
            for event in writing.events_of(person.id)? {
                // Once a year is once a year, whoever was away for a part of it; and what he is there for again is owed.
                let still_asked = match event.origin {
                    Origin::Routine => writing.duties_of_event(event.id)?.iter().any(|duty| duty.due >= request.day),
                    Origin::Entered | Origin::Streak => {
                        event.first_day() >= request.day && event.first_day() > left_day
                    }
                };
                if still_asked {
                    events::follow(writing, &rules, &world, &event)?;
                }
            }
        }
        upkeep::follow(writing, &rules, &world)
    })?;
    view(desk, request.id)
}

/// Puts a person into the ledger with an entry in the log.
pub(crate) fn store(writing: &Writing<'_>, person: &Person, action: &str) -> Result<(), DeskError> {
    writing.put_person(person)?;
    log(writing, action, &person.id.to_string(), person)?;
    Ok(())
}

/// The person with all fields as the form has them.
pub(crate) fn fill(person: Person, form: PersonForm) -> Person {
    // What has no blanks around it is not copied: a roster has many thousands of such texts.
    let trimmed = |text: String| if text.trim().len() == text.len() { text } else { text.trim().to_owned() };
    let mut id_number = trimmed(form.id_number);
    id_number.make_ascii_uppercase();
    Person {
        id: person.id,
        left: person.left,
        absences: person.absences,
        lunar_birthday: form.lunar_birthday,
        name: trimmed(form.name),
        sex: form.sex,
        birth: form.birth,
        ethnicity: trimmed(form.ethnicity),
        native_place: trimmed(form.native_place),
        education: trimmed(form.education),
        political: trimmed(form.political),
        work_since: form.work_since,
        party_since: form.party_since,
        post: trimmed(form.post),
        id_number,
        phone: trimmed(form.phone),
        address: trimmed(form.address),
        note: form.note,
        extra: form.extra,
        is_secretary: form.is_secretary,
    }
}

/// The form that would store the person as he is.
pub(crate) fn form_of(person: &Person) -> PersonForm {
    let person = person.clone();
    PersonForm {
        name: person.name,
        sex: person.sex,
        birth: person.birth,
        ethnicity: person.ethnicity,
        native_place: person.native_place,
        education: person.education,
        political: person.political,
        work_since: person.work_since,
        party_since: person.party_since,
        post: person.post,
        id_number: person.id_number,
        phone: person.phone,
        address: person.address,
        note: person.note,
        extra: person.extra,
        lunar_birthday: person.lunar_birthday,
        is_secretary: person.is_secretary,
    }
}

fn row(person: &Person, known: u32, open_duties: u32) -> PersonRow {
    PersonRow {
        id: person.id,
        name: person.name.clone(),
        sex: person.sex,
        birth: person.birth,
        political: person.political.clone(),
        post: person.post.clone(),
        phone_masked: masked_phone(&person.phone),
        known,
        open_duties,
        is_secretary: person.is_secretary,
        left: person.left.clone(),
    }
}

fn view(desk: &Desk, id: PersonId) -> Result<PersonView, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        let person = known(reading.person(id))?;
        let form = form_of(&person);
        let events = reading.events_of(id)?;
        let mut timeline: Vec<TimelineEntry> = Vec::new();
        for event in events.iter().filter(|event| event.origin != Origin::Routine) {
            timeline.push(TimelineEntry {
                day: event.day,
                what: TimelineKind::Event,
                id: event.id.to_string(),
                title: lookup.kind_title(&event.kind),
                detail: event.note.clone(),
                late_entry: event.origin == Origin::Entered && lookup.is_late(event.day, event.entered_at),
            });
        }
        for talk in reading.talks_of(id)? {
            timeline.push(TimelineEntry {
                day: talk.day,
                what: TimelineKind::Talk,
                id: talk.id.to_string(),
                title: talk.topic.clone(),
                detail: contacts::number_text(talk.day, talk.number),
                late_entry: talk.state != ContactState::Draft && lookup.is_late(talk.day, talk.entered_at),
            });
        }
        for visit in reading.visits_of(id)? {
            timeline.push(TimelineEntry {
                day: visit.day,
                what: TimelineKind::Visit,
                id: visit.id.to_string(),
                title: visit.reason.clone(),
                detail: contacts::number_text(visit.day, visit.number),
                late_entry: visit.state != ContactState::Draft && lookup.is_late(visit.day, visit.entered_at),
            });
        }
        activities::in_timeline(reading, &lookup, id, &mut timeline)?;
        timeline.sort_by_key(|entry| std::cmp::Reverse(entry.day));
        lookup.load_events(events);
        let mut duties = reading.duties_of(id)?;
        duties.retain(Duty::is_open);
        duties.sort_by_key(|duty| duty.due);
        Ok(PersonView {
            id,
            age: person.birth.map(|birth| birth.age_on(rules.today)),
            id_number_masked: IdNumber::parse(&person.id_number).map(|number| number.masked()).unwrap_or_default(),
            phone_masked: masked_phone(&person.phone),
            left: person.left.clone(),
            absences: person.absences.clone(),
            promises: promises::of_person(reading, &lookup, id)?,
            lunar_birthday: person.lunar_birthday.map(|lunar| lunar.text()),
            duties: lookup.duty_views(duties)?,
            timeline,
            warnings: check::person_warnings(&form),
            form,
        })
    })
}

/// First three and last four characters, the rest as stars; short numbers are all stars.
pub(crate) fn masked_phone(phone: &str) -> String {
    let chars: Vec<char> = phone.chars().collect();
    let shown = |i: usize| chars.len() >= 9 && (i < 3 || i + 4 >= chars.len());
    chars.iter().enumerate().map(|(i, c)| if shown(i) { *c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_the_middle_of_a_phone() {
        assert_eq!(masked_phone("13812345678"), "138****5678");
        assert_eq!(masked_phone("62345678"), "********", "a short number would be guessed from its ends");
        assert_eq!(masked_phone(""), "");
    }
}
