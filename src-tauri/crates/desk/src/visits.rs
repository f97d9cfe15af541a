//! Visit records: beginning, saving, listing, deleting drafts.

use chrono::{DateTime, Utc};
use method::{ContactState, DutyKind, Event, PersonId, Visit, VisitId};
use vault::{Reading, World, Writing};

use crate::lookup::{Lookup, Rules};
use crate::records::{known, log};
use crate::{
    ContactBegin, ContactList, ContactRow, Desk, DeskError, Done, ErrorCode, Host, VisitCreate, VisitEdit, VisitForm,
    VisitGet, VisitView, archive, check, contacts, papers, promises, retention,
};

pub(crate) fn visit_begin(desk: &mut Desk, _: &dyn Host, request: ContactBegin) -> Result<VisitForm, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        let request = papers::begun(reading, request)?;
        let duty = request.duty.map(|id| known(reading.duty(id))).transpose()?;
        let reason = match &duty {
            Some(duty) => reason_of(&lookup, &lookup.event(duty.key.event)?),
            None => String::new(),
        };
        let persons = duty.as_ref().map_or(request.persons, |duty| vec![duty.key.person]);
        // A home visit goes to the address that is known; for several persons it must be typed.
        let place = match &persons[..] {
            [one] => lookup.person(*one)?.map(|person| person.address.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        Ok(VisitForm {
            persons,
            visitors: contacts::by_or_secretary(reading, &[])?,
            day: rules.today,
            start: None,
            end: None,
            place,
            hospital: String::new(),
            mode: Default::default(),
            categories: duty.iter().map(|duty| duty.key.category).collect(),
            reason,
            received_by: String::new(),
            relation: String::new(),
            money_fen: 0,
            goods: String::new(),
            fund: String::new(),
            situation: String::new(),
            problems: String::new(),
            measures: String::new(),
            note: String::new(),
            extra: Default::default(),
            settles: duty.iter().map(|duty| duty.id).collect(),
            facets: Vec::new(),
            promises: Vec::new(),
        })
    })
}

/// 生病，2026年11月20日，县人民医院住院: the event as the sheet's 走访事由 begins.
fn reason_of(lookup: &Lookup<'_>, event: &Event) -> String {
    let mut parts = vec![lookup.kind_title(&event.kind), event.day.format("%Y年%-m月%-d日").to_string()];
    if !event.note.is_empty() {
        parts.push(event.note.clone());
    }
    parts.join("，")
}

pub(crate) fn visit_create(desk: &mut Desk, _: &dyn Host, request: VisitCreate) -> Result<VisitView, DeskError> {
    let (rules, world) = (desk.rules(), desk.world.clone());
    let id = VisitId(world.new_uuid());
    desk.write(|writing| {
        save(writing, (&rules, &world), id, None, request.form, request.draft)?;
        request.paper.map_or(Ok(()), |paper| papers::link(writing, paper, id.0))?;
        view(writing, &rules, id)
    })
}

pub(crate) fn visit_edit(desk: &mut Desk, _: &dyn Host, request: VisitEdit) -> Result<VisitView, DeskError> {
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        let old = known(writing.visit(request.id))?;
        save(writing, (&rules, &world), request.id, Some(old), request.form, request.draft)?;
        view(writing, &rules, request.id)
    })
}

pub(crate) fn visit_get(desk: &mut Desk, _: &dyn Host, request: VisitGet) -> Result<VisitView, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| view(reading, &rules, request.id))
}

pub(crate) fn visit_list(desk: &mut Desk, _: &dyn Host, request: ContactList) -> Result<Vec<ContactRow>, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        if request.person.is_none() {
            lookup.load_people()?;
        }
        let mut visits = match request.person {
            Some(person) => reading.visits_of(person)?,
            None => reading.visits(request.from.zip(request.to))?,
        };
        let asked_for = request.sealed || request.person.is_some();
        retention::leave_out(reading, asked_for, &mut visits, |visit| &visit.persons)?;
        let within = |visit: &Visit| {
            request.from.is_none_or(|from| visit.day >= from) && request.to.is_none_or(|to| visit.day <= to)
        };
        visits
            .into_iter()
            .filter(within)
            .map(|visit| {
                Ok(ContactRow {
                    id: visit.id.to_string(),
                    number: contacts::number_text(visit.day, visit.number),
                    state: visit.state,
                    day: visit.day,
                    persons: lookup.person_refs(&visit.persons)?,
                    late_entry: visit.state != ContactState::Draft && lookup.is_late(visit.day, visit.entered_at),
                    categories: visit.categories,
                    topic: visit.reason,
                    settled: visit.settles.len().try_into().unwrap_or(u32::MAX),
                })
            })
            .collect()
    })
}

pub(crate) fn visit_delete(desk: &mut Desk, _: &dyn Host, request: VisitGet) -> Result<Done, DeskError> {
    desk.write(|writing| {
        let visit = known(writing.visit(request.id))?;
        if visit.state != ContactState::Draft {
            return Err(ErrorCode::NotADraft.into());
        }
        writing.delete_visit(visit.id)?;
        papers::record_deleted(writing, visit.id.0)?;
        log(writing, "visit_delete", &visit.id.to_string(), &visit)?;
        Ok(Done::YES)
    })
}

/// Checks the form as far as a draft or a record needs it, stores it and settles its duties.
fn save(
    writing: &Writing<'_>,
    (rules, world): (&Rules, &World),
    id: VisitId,
    old: Option<Visit>,
    form: VisitForm,
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
            contacts::number_for(writing, DutyKind::Visit, form.day, old.as_ref().map(|old| (old.day, old.number)))?
        }
    };
    let categories = match form.categories.is_empty() && !draft {
        true => contacts::items_of(writing, &form.settles)?,
        false => form.categories.clone(),
    };
    let visitors = contacts::by_or_secretary(writing, &form.visitors)?;
    let mut visit = Visit { number, state, visitors, categories, ..draft_of(id, form, entered_at) };
    if !draft {
        // Saved for good, what is promised stands by itself.
        promises::keep_lines(writing, world, id.0, visit.day, &std::mem::take(&mut visit.draft_promises))?;
        contacts::check_facets(writing, &visit.contact(), &visit.facets)?;
    }
    contacts::settle(writing, &lookup, (rules, world), id.0, state, &visit.contact(), &visit.settles)?;
    writing.put_visit(&visit)?;
    if !draft {
        log(writing, if was_saved { "visit_edit" } else { "visit_create" }, &id.to_string(), &visit)?;
    }
    Ok(())
}

fn check_form(
    reading: &Reading<'_>,
    rules: &Rules,
    form: &VisitForm,
    draft: bool,
    before: &[PersonId],
) -> Result<(), DeskError> {
    for (field, text) in [
        ("place", &form.place),
        ("received_by", &form.received_by),
        ("relation", &form.relation),
        ("goods", &form.goods),
        ("fund", &form.fund),
    ] {
        check::line(field, text)?;
    }
    for (field, text) in [
        ("reason", &form.reason),
        ("situation", &form.situation),
        ("problems", &form.problems),
        ("measures", &form.measures),
        ("note", &form.note),
    ] {
        check::long(field, text)?;
    }
    check::money(form.money_fen)?;
    check::line("hospital", &form.hospital)?;
    check::extra(&form.extra)?;
    check::categories(&rules.pack, DutyKind::Visit, &form.categories)?;
    check::participants("visitors", &form.visitors)?;
    check::facets(&form.facets)?;
    promises::check_lines(&form.persons, form.day, &form.promises, draft)?;
    if draft {
        return check::some_persons(reading, &form.persons, before);
    }
    check::persons(reading, &form.persons, before)?;
    check::took_place(form.day, form.start, form.end, rules.today)
}

/// The record that the form describes, before it has a number or settles anything.
pub(crate) fn draft_of(id: VisitId, form: VisitForm, entered_at: DateTime<Utc>) -> Visit {
    Visit {
        id,
        number: None,
        state: ContactState::Draft,
        persons: form.persons,
        visitors: form.visitors,
        day: form.day,
        start: form.start,
        end: form.end,
        place: form.place,
        hospital: form.hospital,
        mode: form.mode,
        categories: form.categories,
        reason: form.reason,
        received_by: form.received_by,
        relation: form.relation,
        money_fen: form.money_fen,
        goods: form.goods,
        fund: form.fund,
        situation: form.situation,
        problems: form.problems,
        measures: form.measures,
        note: form.note,
        extra: contacts::filled(form.extra),
        settles: form.settles,
        facets: form.facets,
        draft_promises: form.promises,
        notes: Vec::new(),
        entered_at,
    }
}

/// The form that would store the visit as it is; what a saved one promises is kept beside it.
pub(crate) fn form_of(visit: &Visit) -> VisitForm {
    let visit = visit.clone();
    VisitForm {
        persons: visit.persons,
        visitors: visit.visitors,
        day: visit.day,
        start: visit.start,
        end: visit.end,
        place: visit.place,
        hospital: visit.hospital,
        mode: visit.mode,
        categories: visit.categories,
        reason: visit.reason,
        received_by: visit.received_by,
        relation: visit.relation,
        money_fen: visit.money_fen,
        goods: visit.goods,
        fund: visit.fund,
        situation: visit.situation,
        problems: visit.problems,
        measures: visit.measures,
        note: visit.note,
        extra: visit.extra,
        settles: visit.settles,
        facets: visit.facets,
        promises: visit.draft_promises,
    }
}

fn view(reading: &Reading<'_>, rules: &Rules, id: VisitId) -> Result<VisitView, DeskError> {
    let lookup = Lookup::new(reading, rules);
    let visit = known(reading.visit(id))?;
    let settles = visit.settles.iter().map(|id| known(reading.duty(*id))).collect::<Result<Vec<_>, _>>()?;
    // Two visitors are customary; one is recorded as it was.
    let warnings = if visit.visitors.len() < 2 { vec!["one_visitor".to_owned()] } else { Vec::new() };
    let mut form = form_of(&visit);
    if visit.state != ContactState::Draft {
        form.promises = promises::lines_of(reading, id.0)?;
    }
    Ok(VisitView {
        id,
        number: contacts::number_text(visit.day, visit.number),
        state: visit.state,
        form,
        persons: lookup.person_refs(&visit.persons)?,
        entered_at: visit.entered_at,
        late_entry: visit.state != ContactState::Draft && lookup.is_late(visit.day, visit.entered_at),
        settles: lookup.duty_views(settles)?,
        archived: archive::archived_as(reading, id.0, visit.state, visit.notes)?,
        warnings,
    })
}
