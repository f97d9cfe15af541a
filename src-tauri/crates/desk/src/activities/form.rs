//! The form of an activity: what it must hold, and how it becomes an activity and back.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use method::{Activity, ActivityId, ActivityState, Attendance, Attending};
use vault::Reading;

use crate::lookup::Rules;
use crate::records::known;
use crate::{ActivityForm, DeskError, ErrorCode, check, retention};

/// The most persons of one activity.
const PERSONS: usize = 3_000;
/// The most minutes of study: a week.
const MINUTES: u32 = 7 * 24 * 60;

/// Refuses what a plan, or the record of what was held, cannot be.
pub(super) fn check_form(
    reading: &Reading<'_>,
    rules: &Rules,
    form: &ActivityForm,
    old: Option<&Activity>,
    held: bool,
) -> Result<(), DeskError> {
    let lines = [("title", &form.title), ("place", &form.place), ("host", &form.host), ("recorder", &form.recorder)];
    lines.into_iter().try_for_each(|(field, text)| check::line(field, text))?;
    let longs = [
        ("plan", &form.plan),
        ("guests", &form.guests),
        ("content", &form.content),
        ("resolutions", &form.resolutions),
    ];
    longs.into_iter().try_for_each(|(field, text)| check::long(field, text))?;
    if form.minutes > MINUTES {
        return Err(DeskError::with(ErrorCode::BadTime, "minutes"));
    }
    check_attendance(reading, &form.attendance, old)?;
    if held {
        check::took_place(form.day, form.start, form.end, rules.today)?;
        if form.attendance.is_empty() {
            return Err(ErrorCode::PersonsMissing.into());
        }
        if form.attendance.iter().any(|one| one.state == Attending::Expected) {
            return Err(DeskError::with(ErrorCode::AttendanceMissing, "attendance"));
        }
        return Ok(());
    }
    check::day(form.day)?;
    if form.start.zip(form.end).is_some_and(|(start, end)| end < start) {
        return Err(DeskError::with(ErrorCode::BadTime, "end"));
    }
    Ok(())
}

/// Nobody twice, only persons of the ledger, and nobody new whose data were destroyed.
fn check_attendance(reading: &Reading<'_>, attendance: &[Attendance], old: Option<&Activity>) -> Result<(), DeskError> {
    if attendance.len() > PERSONS {
        return Err(DeskError::with(ErrorCode::TextTooLong, "attendance"));
    }
    let mut seen = HashSet::new();
    for one in attendance {
        check::line("reason", &one.reason)?;
        if !seen.insert(one.person) {
            return Err(ErrorCode::PersonsRepeated.into());
        }
        known(reading.person(one.person))?;
        let before = old.and_then(|old| old.attendance.iter().find(|before| before.person == one.person));
        if before != Some(one) {
            retention::expect_kept(reading, one.person)?;
        }
    }
    Ok(())
}

/// The activity that the form describes, before it has a number.
pub(super) fn of_form(id: ActivityId, form: ActivityForm, entered_at: DateTime<Utc>) -> Activity {
    let trimmed = |text: String| text.trim().to_owned();
    Activity {
        id,
        number: None,
        kind: form.kind,
        state: ActivityState::Planned,
        title: trimmed(form.title),
        day: form.day,
        start: form.start,
        end: form.end,
        place: trimmed(form.place),
        host: trimmed(form.host),
        recorder: trimmed(form.recorder),
        plan: form.plan,
        attendance: form.attendance,
        guests: form.guests,
        content: form.content,
        resolutions: form.resolutions,
        minutes: form.minutes,
        cancelled: String::new(),
        entered_at,
    }
}

/// The form that would store the activity as it is.
pub(crate) fn form_of(activity: &Activity) -> ActivityForm {
    let activity = activity.clone();
    ActivityForm {
        kind: activity.kind,
        title: activity.title,
        day: activity.day,
        start: activity.start,
        end: activity.end,
        place: activity.place,
        host: activity.host,
        recorder: activity.recorder,
        plan: activity.plan,
        attendance: activity.attendance,
        guests: activity.guests,
        content: activity.content,
        resolutions: activity.resolutions,
        minutes: activity.minutes,
    }
}
