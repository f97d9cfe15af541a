//! 会议（活动）记录 and 签到表 of an activity, as they are printed.

use chrono::Datelike;
use method::{Activity, ActivityId, ActivityState, AttendanceFigures, Attending, PersonId};
use paper::{ActivitySheet, Sheet, SignInSheet};
use vault::Reading;

use super::form::of_form;
use super::kinds;
use crate::lookup::Lookup;
use crate::records::known;
use crate::session::settings;
use crate::{ActivityForm, DeskError, contacts};

/// The record of a stored activity.
pub(crate) fn activity_sheet(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    id: ActivityId,
) -> Result<(Sheet, String), DeskError> {
    record(reading, lookup, &known(reading.activity(id))?)
}

/// The record of what is being written, for the preview beside the editor.
pub(crate) fn activity_form_sheet(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    id: Option<ActivityId>,
    form: ActivityForm,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(Sheet, String), DeskError> {
    let stored = id.map(|id| known(reading.activity(id))).transpose()?;
    let held = stored.as_ref().filter(|stored| stored.state == ActivityState::Held);
    let entered_at = held.map_or(now, |held| held.entered_at);
    let state = stored.as_ref().map(|stored| stored.state).unwrap_or_default();
    let number = stored.and_then(|stored| stored.number);
    let nobody = ActivityId(uuid::Uuid::nil());
    record(reading, lookup, &Activity { number, state, ..of_form(nobody, form, entered_at) })
}

fn record(reading: &Reading<'_>, lookup: &Lookup<'_>, activity: &Activity) -> Result<(Sheet, String), DeskError> {
    let title = record_title(&kinds::title_of(&kinds::kinds(reading)?, &activity.kind));
    let figures = AttendanceFigures::of(&activity.attendance);
    let named = |wanted: Attending| -> Result<Vec<String>, DeskError> {
        let mut names = Vec::new();
        for one in activity.attendance.iter().filter(|one| one.state == wanted) {
            let name = lookup.person_ref(one.person)?.name;
            names.push(match (wanted, one.reason.trim()) {
                (Attending::OnLeave, "") => format!("{name}（请假）"),
                (Attending::OnLeave, reason) => format!("{name}（请假：{reason}）"),
                (Attending::Absent, "") => format!("{name}（缺席）"),
                (Attending::Absent, reason) => format!("{name}（缺席：{reason}）"),
                _ => name,
            });
        }
        Ok(names)
    };
    let mut away = named(Attending::OnLeave)?;
    away.extend(named(Attending::Absent)?);
    let mut observers = named(Attending::Observer)?;
    observers.extend(activity.guests.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
    let is_noted = activity.attendance.iter().any(|one| one.state != Attending::Expected);
    let sheet = ActivitySheet {
        branch: settings(reading)?.branch,
        number: contacts::number_text(activity.day, activity.number),
        topic: activity.title.clone(),
        day: Some(activity.day),
        start: activity.start,
        end: activity.end,
        late_entry: activity.day <= lookup.today && lookup.is_late(activity.day, activity.entered_at),
        place: activity.place.clone(),
        host: activity.host.clone(),
        recorder: activity.recorder.clone(),
        counted: is_noted.then_some((figures.expected, figures.present)),
        present: named(Attending::Present)?,
        away,
        observers,
        study: study_words(activity.minutes),
        plan: activity.plan.clone(),
        content: activity.content.clone(),
        resolutions: activity.resolutions.clone(),
        title: title.clone(),
    };
    Ok((Sheet::Activity(Box::new(sheet)), file_name(&title, activity)))
}

/// The record to be filled in by hand.
pub(crate) fn blank_sheet(reading: &Reading<'_>, kind: &str) -> Result<(Sheet, String), DeskError> {
    let title = record_title(&kinds::kind(reading, kind)?.title);
    let name = format!("{title}_空白.pdf");
    let sheet = ActivitySheet { title, branch: settings(reading)?.branch, ..ActivitySheet::default() };
    Ok((Sheet::ActivityBlank(Box::new(sheet)), name))
}

/// The sign-in sheet of a stored activity.
pub(crate) fn sign_in_sheet(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    id: ActivityId,
) -> Result<(Sheet, String), DeskError> {
    let activity = known(reading.activity(id))?;
    let kind = kinds::title_of(&kinds::kinds(reading)?, &activity.kind);
    let title = if kind == "其他" { "签到表".to_owned() } else { format!("{kind}签到表") };
    let expected = activity.attendance.iter().filter(|one| one.state != Attending::Observer);
    let persons: Vec<PersonId> = expected.map(|one| one.person).collect();
    let name = file_name(&title, &activity);
    let sheet = SignInSheet {
        title,
        branch: settings(reading)?.branch,
        topic: activity.title,
        day: Some(activity.day),
        start: activity.start,
        end: activity.end,
        place: activity.place,
        host: activity.host,
        names: lookup.person_refs(&persons)?.into_iter().map(|person| person.name).collect(),
    };
    Ok((Sheet::SignIn(sheet), name))
}

/// 支委会记录, and 主题党日活动记录 where the kind's title is no meeting.
fn record_title(kind: &str) -> String {
    match kind {
        "其他" => "活动记录".to_owned(),
        meeting if ["会", "课", "学习", "活动"].iter().any(|end| meeting.ends_with(end)) => {
            format!("{meeting}记录")
        }
        other => format!("{other}活动记录"),
    }
}

fn file_name(title: &str, activity: &Activity) -> String {
    match activity.number {
        Some(number) => format!("{title}_{}年第{number}号.pdf", activity.day.year()),
        None => format!("{title}_{}.pdf", activity.day.format("%Y%m%d")),
    }
}

/// 2小时30分钟; empty for none.
fn study_words(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, 0) => String::new(),
        (0, minutes) => format!("{minutes}分钟"),
        (hours, 0) => format!("{hours}小时"),
        (hours, minutes) => format!("{hours}小时{minutes}分钟"),
    }
}
