//! Printed sheets: from records to the forms of `paper`, previewed, saved, printed.

use chrono::Datelike;
use method::{
    ContactState, DutyKind, FontWishes, Participant, Person, PersonId, Sex, Talk, TalkId, TalkVariant, Visit, VisitId,
};
use paper::{BlankSheet, Press, Sheet, Signatory, Subject, TalkSheet, VisitSheet, VisitWording};
use vault::Reading;

use crate::lookup::Lookup;
use crate::records::known;
use crate::session::settings;
use crate::{
    Desk, DeskError, Host, SheetOf, SheetPage, SheetPages, SheetPagesGet, TextCheck, TextMissing, activities, archive,
    brief, cards, contacts, examples, forms, handover, indicators, lists, retention, slots, statistics, talks, visits,
};

pub(crate) fn sheet_preview(desk: &mut Desk, _: &dyn Host, request: SheetOf) -> Result<SheetPages, DeskError> {
    let wishes = wishes(&request);
    let (sheet, _) = sheet(desk, request)?;
    Ok(SheetPages { pages: press(desk, wishes)?.pages(&sheet)? })
}

pub(crate) fn sheet_pages(desk: &mut Desk, _: &dyn Host, request: SheetPagesGet) -> Result<Vec<SheetPage>, DeskError> {
    let wishes = wishes(&request.of);
    let (sheet, _) = sheet(desk, request.of)?;
    let pages = press(desk, wishes)?.pages_but(&sheet, &request.known)?;
    Ok(pages.into_iter().map(|page| SheetPage { mark: page.mark, svg: page.svg }).collect())
}

/// The fonts that a sample shows, which are not stored yet; none for all other sheets.
pub(crate) fn wishes(request: &SheetOf) -> Option<FontWishes> {
    match request {
        SheetOf::FormSample { of } => Some(of.settings.fonts),
        _ => None,
    }
}

pub(crate) fn press(desk: &mut Desk, wishes: Option<FontWishes>) -> Result<&Press, DeskError> {
    match wishes {
        Some(wishes) => desk.press_in(wishes),
        None => desk.press(),
    }
}

pub(crate) fn text_check(desk: &mut Desk, _: &dyn Host, request: TextCheck) -> Result<TextMissing, DeskError> {
    let missing = desk.press()?.missing(&request.text);
    Ok(TextMissing { missing: missing.into_iter().map(String::from).collect() })
}

/// The record whose sheet leaves the ledger, for the log; empty for a blank.
pub(crate) fn object_of(request: &SheetOf) -> String {
    match request {
        SheetOf::Talk { id } => id.to_string(),
        SheetOf::Visit { id } => id.to_string(),
        SheetOf::TalkForm { id, .. } => id.map(|id| id.to_string()).unwrap_or_default(),
        SheetOf::VisitForm { id, .. } => id.map(|id| id.to_string()).unwrap_or_default(),
        SheetOf::Activity { id } | SheetOf::SignIn { id } => id.to_string(),
        SheetOf::ActivityForm { id, .. } => id.map(|id| id.to_string()).unwrap_or_default(),
        SheetOf::ActivityBlank { .. } => String::new(),
        SheetOf::Brief { of } => of.person.to_string(),
        SheetOf::Recovery { .. } => "recovery".to_owned(),
        SheetOf::FormSample { .. } => "sample".to_owned(),
        SheetOf::Card { of } => of.person.to_string(),
        SheetOf::Ledger { .. }
        | SheetOf::Overtime { .. }
        | SheetOf::Report { .. }
        | SheetOf::Indicators { .. }
        | SheetOf::Examples { .. } => "list".to_owned(),
        SheetOf::Handover { id } => id.to_string(),
        SheetOf::Ruler => "ruler".to_owned(),
        SheetOf::Archive { of } => archive::object_of(of),
        SheetOf::Disposal { person, .. } | SheetOf::Extract { person } => person.to_string(),
        SheetOf::TalkBlank { person, .. } | SheetOf::VisitBlank { person, .. } => {
            person.map(|id| id.to_string()).unwrap_or_default()
        }
    }
}

/// The sheet, and a file name that carries no personal name.
pub(crate) fn sheet(desk: &mut Desk, request: SheetOf) -> Result<(Sheet, String), DeskError> {
    if let SheetOf::Brief { of } = &request {
        return brief::brief_sheet(desk, of);
    }
    match &request {
        SheetOf::Archive { of } => return archive::sheet(desk, of),
        SheetOf::Handover { id } => return handover::sheet(desk, *id),
        SheetOf::Card { of } => return cards::card_sheet(desk, of),
        SheetOf::Ledger { of } => return lists::ledger_sheet(desk, of),
        SheetOf::Overtime { of } => return lists::overtime_sheet(desk, of.clone()),
        SheetOf::Report { of } => return statistics::report_sheet(desk, of),
        SheetOf::Indicators { of } => return indicators::indicator_sheet(desk, *of),
        SheetOf::Examples { of } => return examples::example_sheet(desk, *of),
        SheetOf::Ruler => return Ok((Sheet::Ruler, "打印校准页.pdf".to_owned())),
        _ => {}
    }
    if let SheetOf::Recovery { token } = &request {
        return slots::recovery_sheet(desk, token);
    }
    let rules = desk.rules();
    let now = desk.world.clock.now();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        match request {
            SheetOf::Talk { id } => {
                let talk = known(reading.talk(id))?;
                let notes = talk.notes.clone();
                let (sheet, name) = talk_sheet(reading, &lookup, talk)?;
                Ok((archive::with_notes(sheet, &notes), name))
            }
            SheetOf::Visit { id } => {
                let visit = known(reading.visit(id))?;
                let notes = visit.notes.clone();
                let (sheet, name) = visit_sheet(reading, &lookup, visit)?;
                Ok((archive::with_notes(sheet, &notes), name))
            }
            SheetOf::TalkForm { id, form } => {
                let stored = id.map(|id| known(reading.talk(id))).transpose()?;
                let saved = stored.as_ref().filter(|stored| stored.state != ContactState::Draft);
                let entered_at = saved.map_or(now, |saved| saved.entered_at);
                let number = stored.and_then(|stored| stored.number);
                talk_sheet(
                    reading,
                    &lookup,
                    Talk { number, ..talks::draft_of(TalkId(uuid::Uuid::nil()), form, entered_at) },
                )
            }
            SheetOf::VisitForm { id, form } => {
                let stored = id.map(|id| known(reading.visit(id))).transpose()?;
                let saved = stored.as_ref().filter(|stored| stored.state != ContactState::Draft);
                let entered_at = saved.map_or(now, |saved| saved.entered_at);
                let number = stored.and_then(|stored| stored.number);
                visit_sheet(
                    reading,
                    &lookup,
                    Visit { number, ..visits::draft_of(VisitId(uuid::Uuid::nil()), form, entered_at) },
                )
            }
            SheetOf::Activity { id } => activities::activity_sheet(reading, &lookup, id),
            SheetOf::ActivityForm { id, form } => activities::activity_form_sheet(reading, &lookup, id, form, now),
            SheetOf::ActivityBlank { kind } => activities::blank_sheet(reading, &kind),
            SheetOf::SignIn { id } => activities::sign_in_sheet(reading, &lookup, id),
            SheetOf::FormSample { of } => forms::sample(settings(reading)?.branch, rules.today, of),
            // Made above: some are noted in the log, others are not in the ledger.
            SheetOf::Brief { .. }
            | SheetOf::Recovery { .. }
            | SheetOf::Card { .. }
            | SheetOf::Handover { .. }
            | SheetOf::Ledger { .. }
            | SheetOf::Overtime { .. }
            | SheetOf::Report { .. }
            | SheetOf::Indicators { .. }
            | SheetOf::Examples { .. }
            | SheetOf::Archive { .. }
            | SheetOf::Ruler => Err(crate::ErrorCode::Internal.into()),
            SheetOf::Disposal { person, supervisors } => {
                supervisors.iter().try_for_each(|name| crate::check::line("supervisors", name))?;
                retention::disposal_sheet(reading, &lookup, person, supervisors)
            }
            SheetOf::Extract { person } => retention::extract_sheet(reading, &lookup, person),
            SheetOf::TalkBlank { person, duty, variant } => {
                let blank = blank(reading, &lookup, person, duty, DutyKind::Talk)?;
                let blank = BlankSheet { variant, ..blank };
                Ok((Sheet::TalkBlank(blank), "谈心谈话记录表_空白.pdf".to_owned()))
            }
            SheetOf::VisitBlank { person, duty } => {
                let blank = blank(reading, &lookup, person, duty, DutyKind::Visit)?;
                Ok((Sheet::VisitBlank(blank), "走访慰问登记表_空白.pdf".to_owned()))
            }
        }
    })
}

pub(crate) fn talk_sheet(reading: &Reading<'_>, lookup: &Lookup<'_>, talk: Talk) -> Result<(Sheet, String), DeskError> {
    let name = file_name("谈心谈话记录表", talk.day, talk.number);
    let late_entry = lookup.is_late(talk.day, talk.entered_at);
    let sheet = TalkSheet {
        branch: settings(reading)?.branch,
        number: contacts::number_text(talk.day, talk.number),
        talkers: signatories(contacts::by_or_secretary(reading, &talk.talkers)?),
        persons: subjects(lookup, &talk.persons)?,
        day: talk.day,
        start: talk.start,
        end: talk.end,
        place: talk.place,
        mode: talk.mode,
        variant: talk.variant,
        recorder: talk.recorder,
        own_categories: own_titles(lookup, DutyKind::Talk, &talk.categories),
        categories: talk.categories,
        topic: talk.topic,
        content: talk.content,
        opinion: talk.opinion,
        follow_up: talk.follow_up,
        extra: talk.extra,
        style: forms::forms(reading)?.talk,
        late_entry,
    };
    Ok((Sheet::Talk(sheet), name))
}

pub(crate) fn visit_sheet(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    visit: Visit,
) -> Result<(Sheet, String), DeskError> {
    let name = file_name("走访慰问登记表", visit.day, visit.number);
    let late_entry = lookup.is_late(visit.day, visit.entered_at);
    let wording = wording(reading, lookup, &visit)?;
    let sheet = VisitSheet {
        branch: settings(reading)?.branch,
        number: contacts::number_text(visit.day, visit.number),
        persons: subjects(lookup, &visit.persons)?,
        own_categories: own_titles(lookup, DutyKind::Visit, &visit.categories),
        categories: visit.categories,
        wording,
        reason: visit.reason,
        day: visit.day,
        start: visit.start,
        end: visit.end,
        place: visit.place,
        hospital: visit.hospital,
        visitors: signatories(contacts::by_or_secretary(reading, &visit.visitors)?),
        received_by: visit.received_by,
        relation: visit.relation,
        mode: visit.mode,
        money_fen: visit.money_fen,
        goods: visit.goods,
        fund: visit.fund,
        situation: visit.situation,
        problems: visit.problems,
        measures: visit.measures,
        note: visit.note,
        extra: visit.extra,
        style: forms::forms(reading)?.visit,
        late_entry,
    };
    Ok((Sheet::Visit(sheet), name))
}

/// A wedding and a funeral are visited under the same item and must not be worded alike.
fn wording(reading: &Reading<'_>, lookup: &Lookup<'_>, visit: &Visit) -> Result<VisitWording, DeskError> {
    for duty in &visit.settles {
        let event = lookup.event(known(reading.duty(*duty))?.key.event)?;
        match event.kind.0.as_str() {
            "wedding" | "child_wedding" => return Ok(VisitWording::Wedding),
            "bereavement" => return Ok(VisitWording::Funeral),
            _ => {}
        }
    }
    Ok(VisitWording::Plain)
}

fn blank(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    person: Option<PersonId>,
    duty: Option<method::DutyId>,
    kind: DutyKind,
) -> Result<BlankSheet, DeskError> {
    let duty = duty.map(|id| known(reading.duty(id))).transpose()?;
    let person = person.or(duty.as_ref().map(|duty| duty.key.person));
    let purpose = match &duty {
        Some(duty) => {
            let event = lookup.event(duty.key.event)?;
            let list = match kind {
                DutyKind::Talk => "六必谈",
                DutyKind::Visit => "六必访",
            };
            let title = lookup.kind_title(&event.kind);
            match duty.key.category {
                1..=6 => format!("{title}（{list}第{}项）", duty.key.category),
                _ => title,
            }
        }
        None => String::new(),
    };
    let categories: Vec<u8> = duty.iter().map(|duty| duty.key.category).collect();
    Ok(BlankSheet {
        branch: settings(reading)?.branch,
        person: person.map(|id| lookup.person(id)).transpose()?.flatten().map(|person| subject(&person)),
        purpose,
        own_categories: own_titles(lookup, kind, &categories),
        categories,
        variant: TalkVariant::Plain,
        style: match kind {
            DutyKind::Talk => forms::forms(reading)?.talk,
            DutyKind::Visit => forms::forms(reading)?.visit,
        },
    })
}

/// The titles of the categories beyond the six.
fn own_titles(lookup: &Lookup<'_>, kind: DutyKind, categories: &[u8]) -> Vec<String> {
    categories.iter().filter_map(|number| lookup.pack.category_title(kind, *number)).map(str::to_owned).collect()
}

fn signatories(people: Vec<Participant>) -> Vec<Signatory> {
    people.into_iter().map(|one| Signatory { name: one.name, post: one.post }).collect()
}

fn subjects(lookup: &Lookup<'_>, ids: &[PersonId]) -> Result<Vec<Subject>, DeskError> {
    let found = ids.iter().map(|id| lookup.person(*id)).collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().flatten().map(|person| subject(&person)).collect())
}

pub(crate) fn subject(person: &Person) -> Subject {
    Subject {
        name: person.name.clone(),
        sex: sex_text(person.sex).to_owned(),
        birth: person.birth.map(|birth| birth.dotted()).unwrap_or_default(),
        post: person.post.clone(),
        political: person.political.clone(),
        phone: person.phone.clone(),
        address: person.address.clone(),
    }
}

/// As forms and ledgers print it; empty when not known.
pub(crate) fn sex_text(sex: Option<Sex>) -> &'static str {
    match sex {
        Some(Sex::Male) => "男",
        Some(Sex::Female) => "女",
        None => "",
    }
}

fn file_name(title: &str, day: chrono::NaiveDate, number: Option<u32>) -> String {
    match number {
        Some(n) => format!("{title}_{}年第{n}号.pdf", day.year()),
        None => format!("{title}_草稿.pdf"),
    }
}
