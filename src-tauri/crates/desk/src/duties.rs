//! What is owed: the first screen, the list, and what a contact could settle.

use chrono::{Datelike, NaiveDate};
use method::{Contact, Duty, DutyKind, DutyState, settles};
use vault::DutyFilter;

use crate::lookup::Lookup;
use crate::session::day_view;
use crate::{
    Desk, DeskError, DraftRow, DutyList, DutyView, Host, Nothing, Offer, SettleOffer, TodayView, check, contacts,
};

pub(crate) fn today_get(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<TodayView, DeskError> {
    let rules = desk.rules();
    let today = rules.today;
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules)?;
        let mut view = TodayView {
            today,
            day: day_view(&rules.calendar, today),
            overdue: Vec::new(),
            due_today: Vec::new(),
            this_week: Vec::new(),
            later: Vec::new(),
            drafts: Vec::new(),
            persons: reading.person_count()?.try_into().unwrap_or(u32::MAX),
            events: reading.event_count()?,
            met_this_year: reading.met_count(first_of_year(today), today)?,
        };
        // Open duties come in the order of their due days, so the longest overdue stand first.
        for duty in lookup.duty_views(reading.open_duties()?)? {
            match duty.state {
                // A talk before an event that was not had in time stays in sight until it is closed with a reason.
                DutyState::Overdue { .. } | DutyState::Missed => view.overdue.push(duty),
                DutyState::Today => view.due_today.push(duty),
                DutyState::ThisWeek => view.this_week.push(duty),
                _ => view.later.push(duty),
            }
        }
        for talk in reading.draft_talks()? {
            view.drafts.push(DraftRow {
                kind: DutyKind::Talk,
                id: talk.id.to_string(),
                persons: lookup.person_refs(&talk.persons),
                day: talk.day,
            });
        }
        for visit in reading.draft_visits()? {
            view.drafts.push(DraftRow {
                kind: DutyKind::Visit,
                id: visit.id.to_string(),
                persons: lookup.person_refs(&visit.persons),
                day: visit.day,
            });
        }
        Ok(view)
    })
}

fn first_of_year(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year(), 1, 1).unwrap_or(day)
}

pub(crate) fn duty_list(desk: &mut Desk, _: &dyn Host, request: DutyList) -> Result<Vec<DutyView>, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules)?;
        let mut duties = match (request.person, request.all) {
            (Some(person), _) => reading.duties_of(person)?,
            (None, true) => reading.duties(DutyFilter::default())?,
            (None, false) => reading.open_duties()?,
        };
        if request.all {
            lookup.remember(reading.events()?);
        }
        duties.retain(|duty| (request.all || duty.is_open()) && request.kind.is_none_or(|kind| duty.key.kind == kind));
        duties.sort_by_key(|duty| duty.due);
        lookup.duty_views(duties)
    })
}

/// The duties of the persons that a contact of this kind and day could settle, or could not and why.
pub(crate) fn settle_offer(desk: &mut Desk, _: &dyn Host, request: SettleOffer) -> Result<Vec<Offer>, DeskError> {
    check::day(request.day)?;
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules)?;
        let by = contacts::by_or_secretary(reading, &lookup, &request.by)?;
        let contact = Contact { kind: request.kind, day: request.day, persons: &request.persons, by: &by };
        let mut offers = Vec::new();
        for person in &request.persons {
            for duty in reading.duties_of(*person)? {
                let own = request.contact.as_deref().is_some_and(|id| contacts::is_settled_by(&duty, id));
                if duty.key.kind != request.kind || !(duty.is_open() || own) {
                    continue;
                }
                let open = Duty { closed: None, closed_at: None, ..duty };
                let parties = lookup.event(open.key.event)?.persons;
                let (late_workdays, refused) = match settles(&open, &contact, &parties, &rules.calendar) {
                    Ok(settling) => (settling.late_workdays, None),
                    Err(refusal) => (0, Some(contacts::refusal_name(refusal).to_owned())),
                };
                offers.push(Offer { duty: lookup.duty_view(open)?, late_workdays, refused });
            }
        }
        offers.sort_by_key(|offer| offer.duty.due);
        Ok(offers)
    })
}
