//! Activities (活动): planned, held, called off. What is planned is saved as one types; what was held is a record.

mod form;
mod kinds;
mod of_person;
mod sheets;
mod year;

use chrono::Datelike;
use method::{
    Activity, ActivityId, ActivityState, ActivityWho, Attendance, AttendanceFigures, Attending, Person, PersonId,
};
use vault::{Reading, Writing};

use crate::lookup::{Lookup, Rules};
use crate::records::{known, log};
use crate::session::settings;
use crate::{
    ActivityBegin, ActivityCancel, ActivityCreate, ActivityEdit, ActivityForm, ActivityList, ActivityOf, ActivityRow,
    ActivityView, Desk, DeskError, Done, ErrorCode, Host, check, contacts, papers,
};

pub(crate) use form::form_of;
use form::{check_form, of_form};
pub(crate) use kinds::{activity_kinds_get, activity_kinds_set, kinds, title_of};
pub(crate) use of_person::{in_timeline, of_extract};
pub(crate) use sheets::{activity_form_sheet, activity_sheet, blank_sheet, sign_in_sheet};
pub(crate) use year::{activity_explain, activity_year, owed};

pub(crate) fn activity_begin(desk: &mut Desk, _: &dyn Host, request: ActivityBegin) -> Result<ActivityForm, DeskError> {
    let today = desk.today();
    desk.read(|reading| {
        let kind = kinds::kind(reading, &request.kind)?;
        let last = reading.last_activity(&kind.code)?;
        let persons = expected(reading, request.who.unwrap_or(kind.who), last.as_ref())?;
        let settings = settings(reading)?;
        let secretary = settings.secretary.name;
        let last = last.as_ref();
        Ok(ActivityForm {
            kind: kind.code,
            title: String::new(),
            day: today,
            start: None,
            end: None,
            place: last.map(|last| last.place.clone()).unwrap_or_default(),
            host: last.map(|last| last.host.clone()).filter(|host| !host.is_empty()).unwrap_or(secretary),
            recorder: last.map(|last| last.recorder.clone()).unwrap_or_default(),
            plan: String::new(),
            attendance: persons.into_iter().map(not_noted).collect(),
            guests: String::new(),
            content: String::new(),
            resolutions: String::new(),
            minutes: 0,
        })
    })
}

fn not_noted(person: PersonId) -> Attendance {
    Attendance { person, state: Attending::Expected, reason: String::new() }
}

/// Those present in the office who are expected, in the order of the roster.
fn expected(reading: &Reading<'_>, who: ActivityWho, last: Option<&Activity>) -> Result<Vec<PersonId>, DeskError> {
    let people = reading.persons()?;
    let is_expected = |person: &Person| match who {
        ActivityWho::Members => person.is_member(),
        ActivityWho::Everyone => true,
        ActivityWho::AsLast => {
            last.is_some_and(|last| last.attendance.iter().any(|one| one.person == person.id && counts(one)))
        }
    };
    Ok(people.into_iter().filter(|person| person.left.is_none() && is_expected(person)).map(|one| one.id).collect())
}

fn counts(one: &Attendance) -> bool {
    one.state != Attending::Observer
}

pub(crate) fn activity_create(
    desk: &mut Desk,
    _: &dyn Host,
    request: ActivityCreate,
) -> Result<ActivityView, DeskError> {
    let rules = desk.rules();
    let id = ActivityId(desk.world.new_uuid());
    desk.write(|writing| {
        save(writing, &rules, id, None, request.form, request.held)?;
        view(writing, &rules, id)
    })
}

pub(crate) fn activity_edit(desk: &mut Desk, _: &dyn Host, request: ActivityEdit) -> Result<ActivityView, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let old = known(writing.activity(request.id))?;
        save(writing, &rules, request.id, Some(old), request.form, request.held)?;
        view(writing, &rules, request.id)
    })
}

pub(crate) fn activity_get(desk: &mut Desk, _: &dyn Host, request: ActivityOf) -> Result<ActivityView, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| view(reading, &rules, request.id))
}

pub(crate) fn activity_list(
    desk: &mut Desk,
    _: &dyn Host,
    request: ActivityList,
) -> Result<Vec<ActivityRow>, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| {
        let lookup = Lookup::new(reading, &rules);
        let kinds = kinds(reading)?;
        let mut activities = match request.person {
            Some(person) => reading.activities_of(person)?,
            None => reading.activities(request.from.zip(request.to))?,
        };
        activities.retain(|activity| {
            request.from.is_none_or(|from| activity.day >= from)
                && request.to.is_none_or(|to| activity.day <= to)
                && request.kind.as_ref().is_none_or(|kind| activity.kind == *kind)
        });
        Ok(activities.iter().map(|activity| row(&lookup, title_of(&kinds, &activity.kind), activity)).collect())
    })
}

pub(crate) fn activity_cancel(
    desk: &mut Desk,
    _: &dyn Host,
    request: ActivityCancel,
) -> Result<ActivityView, DeskError> {
    let rules = desk.rules();
    let reason = request.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(ErrorCode::ReasonMissing.into());
    }
    check::line("reason", &reason)?;
    desk.write(|writing| {
        let old = known(writing.activity(request.id))?;
        match old.state {
            ActivityState::Planned => {}
            ActivityState::Held => return Err(ErrorCode::NotADraft.into()),
            ActivityState::Cancelled => return Err(ErrorCode::Cancelled.into()),
        }
        let activity = Activity { state: ActivityState::Cancelled, cancelled: reason, ..old };
        store(writing, &activity, "activity_cancel")?;
        view(writing, &rules, request.id)
    })
}

pub(crate) fn activity_restore(desk: &mut Desk, _: &dyn Host, request: ActivityOf) -> Result<ActivityView, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let old = known(writing.activity(request.id))?;
        if old.state != ActivityState::Cancelled {
            return Err(ErrorCode::NotCancelled.into());
        }
        let activity = Activity { state: ActivityState::Planned, cancelled: String::new(), ..old };
        store(writing, &activity, "activity_restore")?;
        view(writing, &rules, request.id)
    })
}

pub(crate) fn activity_delete(desk: &mut Desk, _: &dyn Host, request: ActivityOf) -> Result<Done, DeskError> {
    desk.write(|writing| {
        let activity = known(writing.activity(request.id))?;
        if activity.state == ActivityState::Held {
            return Err(ErrorCode::NotADraft.into());
        }
        writing.delete_activity(activity.id)?;
        papers::record_deleted(writing, activity.id.0)?;
        log(writing, "activity_delete", &activity.id.to_string(), &activity)?;
        Ok(Done::YES)
    })
}

/// Checks the form as far as a plan or a record needs it, and stores it.
fn save(
    writing: &Writing<'_>,
    rules: &Rules,
    id: ActivityId,
    old: Option<Activity>,
    form: ActivityForm,
    held: bool,
) -> Result<(), DeskError> {
    let before = old.as_ref().map(|old| old.state);
    match before {
        Some(ActivityState::Cancelled) => return Err(ErrorCode::Cancelled.into()),
        Some(ActivityState::Held) if !held => return Err(ErrorCode::AlreadySaved.into()),
        _ => {}
    }
    kinds::kind(writing, &form.kind)?;
    check_form(writing, rules, &form, old.as_ref(), held)?;
    let was_held = before == Some(ActivityState::Held);
    let entered_at = match &old {
        Some(old) if was_held || !held => old.entered_at,
        _ => writing.entry_time(),
    };
    let kept = old.as_ref().and_then(|old| old.number.filter(|_| old.day.year() == form.day.year()));
    let number = match (kept, held) {
        (Some(number), _) => Some(number),
        (None, true) => Some(writing.next_number("activity", form.day.year())?),
        (None, false) => None,
    };
    let state = if held { ActivityState::Held } else { ActivityState::Planned };
    let activity = Activity { number, state, ..of_form(id, form, entered_at) };
    if before == Some(ActivityState::Planned) && !held {
        // Plans are saved as one types; the log has an entry when one is made and when it was held.
        return Ok(writing.put_activity(&activity)?);
    }
    let action = match (before, held) {
        (None, false) => "activity_plan",
        (Some(ActivityState::Held), _) => "activity_edit",
        _ => "activity_hold",
    };
    store(writing, &activity, action)
}

fn store(writing: &Writing<'_>, activity: &Activity, action: &str) -> Result<(), DeskError> {
    writing.put_activity(activity)?;
    log(writing, action, &activity.id.to_string(), activity)
}

fn row(lookup: &Lookup<'_>, kind_title: String, activity: &Activity) -> ActivityRow {
    let figures = AttendanceFigures::of(&activity.attendance);
    ActivityRow {
        id: activity.id,
        number: contacts::number_text(activity.day, activity.number),
        kind: activity.kind.clone(),
        kind_title,
        title: activity.title.clone(),
        state: activity.state,
        day: activity.day,
        start: activity.start,
        place: activity.place.clone(),
        cancelled: activity.cancelled.clone(),
        figures,
        rate_permille: figures.rate_permille().filter(|_| activity.state == ActivityState::Held),
        late_entry: activity.state == ActivityState::Held && lookup.is_late(activity.day, activity.entered_at),
    }
}

fn view(reading: &Reading<'_>, rules: &Rules, id: ActivityId) -> Result<ActivityView, DeskError> {
    let lookup = Lookup::new(reading, rules);
    let activity = known(reading.activity(id))?;
    let persons: Vec<PersonId> = activity.attendance.iter().map(|one| one.person).collect();
    Ok(ActivityView {
        row: row(&lookup, title_of(&kinds(reading)?, &activity.kind), &activity),
        persons: lookup.person_refs(&persons)?,
        form: form_of(&activity),
        entered_at: activity.entered_at,
    })
}
