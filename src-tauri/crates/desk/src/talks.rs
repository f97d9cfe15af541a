//! Talk records: beginning, saving, listing, deleting drafts.

use chrono::{DateTime, Utc};
use method::{ContactState, DutyKind, PersonId, Talk, TalkId};
use vault::{Reading, World, Writing};

use crate::lookup::{Lookup, Rules};
use crate::records::{known, log};
use crate::session::settings;
use crate::{
    ContactBegin, ContactList, ContactRow, Desk, DeskError, Done, ErrorCode, Host, TalkCreate, TalkEdit, TalkForm,
    TalkGet, TalkView, archive, check, contacts, papers, promises, retention,
};

pub(crate) fn talk_begin(desk: &mut Desk, _: &dyn Host, request: ContactBegin) -> Result<TalkForm, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let request = papers::begun(reading, request)?;
        let duty = request.duty.map(|id| known(reading.duty(id))).transpose()?;
        let settings = settings(reading)?;
        Ok(TalkForm {
            persons: duty.as_ref().map_or(request.persons, |duty| vec![duty.key.person]),
            talkers: contacts::by_or_secretary(reading, &[])?,
            day: rules.today,
            start: None,
            end: None,
            place: settings.talk_place,
            mode: Default::default(),
            variant: Default::default(),
            recorder: settings.secretary.name,
            categories: duty.iter().map(|duty| duty.key.category).collect(),
            topic: String::new(),
            content: String::new(),
            opinion: String::new(),
            follow_up: String::new(),
            extra: Default::default(),
            settles: duty.iter().map(|duty| duty.id).collect(),
            facets: Vec::new(),
            promises: Vec::new(),
        })
    })
}

pub(crate) fn talk_create(desk: &mut Desk, _: &dyn Host, request: TalkCreate) -> Result<TalkView, DeskError> {
    let (rules, world) = (desk.rules(), desk.world.clone());
    let id = TalkId(world.new_uuid());
    desk.write(|writing| {
        save(writing, (&rules, &world), id, None, request.form, request.draft)?;
        request.paper.map_or(Ok(()), |paper| papers::link(writing, paper, id.0))?;
        view(writing, &rules, id)
    })
}

pub(crate) fn talk_edit(desk: &mut Desk, _: &dyn Host, request: TalkEdit) -> Result<TalkView, DeskError> {
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        let old = known(writing.talk(request.id))?;
        save(writing, (&rules, &world), request.id, Some(old), request.form, request.draft)?;
        view(writing, &rules, request.id)
    })
}

pub(crate) fn talk_get(desk: &mut Desk, _: &dyn Host, request: TalkGet) -> Result<TalkView, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| view(reading, &rules, request.id))
}

pub(crate) fn talk_list(desk: &mut Desk, _: &dyn Host, request: ContactList) -> Result<Vec<ContactRow>, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        if request.person.is_none() {
            lookup.load_people()?;
        }
        let mut talks = match request.person {
            Some(person) => reading.talks_of(person)?,
            None => reading.talks(request.from.zip(request.to))?,
        };
        let asked_for = request.sealed || request.person.is_some();
        retention::leave_out(reading, asked_for, &mut talks, |talk| &talk.persons)?;
        let within = |talk: &Talk| {
            request.from.is_none_or(|from| talk.day >= from) && request.to.is_none_or(|to| talk.day <= to)
        };
        talks
            .into_iter()
            .filter(within)
            .map(|talk| {
                Ok(ContactRow {
                    id: talk.id.to_string(),
                    number: contacts::number_text(talk.day, talk.number),
                    state: talk.state,
                    day: talk.day,
                    persons: lookup.person_refs(&talk.persons)?,
                    late_entry: talk.state != ContactState::Draft && lookup.is_late(talk.day, talk.entered_at),
                    categories: talk.categories,
                    topic: talk.topic,
                    settled: talk.settles.len().try_into().unwrap_or(u32::MAX),
                })
            })
            .collect()
    })
}

pub(crate) fn talk_delete(desk: &mut Desk, _: &dyn Host, request: TalkGet) -> Result<Done, DeskError> {
    desk.write(|writing| {
        let talk = known(writing.talk(request.id))?;
        if talk.state != ContactState::Draft {
            return Err(ErrorCode::NotADraft.into());
        }
        writing.delete_talk(talk.id)?;
        papers::record_deleted(writing, talk.id.0)?;
        log(writing, "talk_delete", &talk.id.to_string(), &talk)?;
        Ok(Done::YES)
    })
}

/// Checks the form as far as a draft or a record needs it, stores it and settles its duties.
fn save(
    writing: &Writing<'_>,
    (rules, world): (&Rules, &World),
    id: TalkId,
    old: Option<Talk>,
    form: TalkForm,
    draft: bool,
) -> Result<(), DeskError> {
    let state = contacts::next_state(old.as_ref().map(|old| old.state), draft)?;
    let before = old.as_ref().map_or(&[][..], |old| &old.persons);
    check_form(writing, rules, &form, draft, before)?;
    let lookup = Lookup::new(writing, rules);
    let was_saved = old.as_ref().is_some_and(|old| old.state == ContactState::Saved);
    let entered_at = match &old {
        Some(old) if was_saved => old.entered_at,
        _ => writing.entry_time(),
    };
    let number = match draft {
        true => None,
        false => {
            contacts::number_for(writing, DutyKind::Talk, form.day, old.as_ref().map(|old| (old.day, old.number)))?
        }
    };
    let categories = match form.categories.is_empty() && !draft {
        true => contacts::items_of(writing, &form.settles)?,
        false => form.categories.clone(),
    };
    let talkers = contacts::by_or_secretary(writing, &form.talkers)?;
    let mut talk = Talk { number, state, talkers, categories, ..draft_of(id, form, entered_at) };
    if !draft {
        // Saved for good, what is promised stands by itself.
        promises::keep_lines(writing, world, id.0, talk.day, &std::mem::take(&mut talk.draft_promises))?;
        contacts::check_facets(writing, &talk.contact(), &talk.facets)?;
    }
    contacts::settle(writing, &lookup, (rules, world), id.0, state, &talk.contact(), &talk.settles)?;
    writing.put_talk(&talk)?;
    if !draft {
        log(writing, if was_saved { "talk_edit" } else { "talk_create" }, &id.to_string(), &talk)?;
    }
    Ok(())
}

fn check_form(
    reading: &Reading<'_>,
    rules: &Rules,
    form: &TalkForm,
    draft: bool,
    before: &[PersonId],
) -> Result<(), DeskError> {
    check::line("place", &form.place)?;
    check::line("recorder", &form.recorder)?;
    for (field, text) in
        [("topic", &form.topic), ("content", &form.content), ("opinion", &form.opinion), ("follow_up", &form.follow_up)]
    {
        check::long(field, text)?;
    }
    check::extra(&form.extra)?;
    check::categories(&rules.pack, DutyKind::Talk, &form.categories)?;
    check::participants("talkers", &form.talkers)?;
    check::facets(&form.facets)?;
    promises::check_lines(&form.persons, form.day, &form.promises, draft)?;
    if draft {
        return check::some_persons(reading, &form.persons, before);
    }
    check::persons(reading, &form.persons, before)?;
    check::took_place(form.day, form.start, form.end, rules.today)
}

/// The record that the form describes, before it has a number or settles anything.
pub(crate) fn draft_of(id: TalkId, form: TalkForm, entered_at: DateTime<Utc>) -> Talk {
    Talk {
        id,
        number: None,
        state: ContactState::Draft,
        persons: form.persons,
        talkers: form.talkers,
        day: form.day,
        start: form.start,
        end: form.end,
        place: form.place,
        mode: form.mode,
        variant: form.variant,
        recorder: form.recorder,
        categories: form.categories,
        topic: form.topic,
        content: form.content,
        opinion: form.opinion,
        follow_up: form.follow_up,
        extra: contacts::filled(form.extra),
        settles: form.settles,
        facets: form.facets,
        draft_promises: form.promises,
        notes: Vec::new(),
        entered_at,
    }
}

/// The form that would store the talk as it is; what a saved one promises is kept beside it.
pub(crate) fn form_of(talk: &Talk) -> TalkForm {
    let talk = talk.clone();
    TalkForm {
        persons: talk.persons,
        talkers: talk.talkers,
        day: talk.day,
        start: talk.start,
        end: talk.end,
        place: talk.place,
        mode: talk.mode,
        variant: talk.variant,
        recorder: talk.recorder,
        categories: talk.categories,
        topic: talk.topic,
        content: talk.content,
        opinion: talk.opinion,
        follow_up: talk.follow_up,
        extra: talk.extra,
        settles: talk.settles,
        facets: talk.facets,
        promises: talk.draft_promises,
    }
}

fn view(reading: &Reading<'_>, rules: &Rules, id: TalkId) -> Result<TalkView, DeskError> {
    let lookup = Lookup::new(reading, rules);
    let talk = known(reading.talk(id))?;
    let settles = talk.settles.iter().map(|id| known(reading.duty(*id))).collect::<Result<Vec<_>, _>>()?;
    let mut form = form_of(&talk);
    if talk.state != ContactState::Draft {
        form.promises = promises::lines_of(reading, id.0)?;
    }
    Ok(TalkView {
        id,
        number: contacts::number_text(talk.day, talk.number),
        state: talk.state,
        form,
        persons: lookup.person_refs(&talk.persons)?,
        entered_at: talk.entered_at,
        late_entry: talk.state != ContactState::Draft && lookup.is_late(talk.day, talk.entered_at),
        settles: lookup.duty_views(settles)?,
        archived: archive::archived_as(reading, id.0, talk.state, talk.notes)?,
        warnings: Vec::new(),
    })
}
