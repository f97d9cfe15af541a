//! The activities of one person: on his page, and in what he is given of his data.

use method::{Activity, ActivityState, Attendance, Attending, PersonId};
use vault::Reading;

use super::{kinds, title_of};
use crate::lookup::Lookup;
use crate::{DeskError, TimelineEntry, TimelineKind};

/// The activities at which a person was, for his page.
pub(crate) fn in_timeline(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    person: PersonId,
    timeline: &mut Vec<TimelineEntry>,
) -> Result<(), DeskError> {
    let kinds = kinds(reading)?;
    let was_there = |activity: &Activity| {
        let there =
            |one: &Attendance| one.person == person && matches!(one.state, Attending::Present | Attending::Observer);
        activity.state == ActivityState::Held && activity.attendance.iter().any(there)
    };
    for activity in reading.activities_of(person)?.into_iter().filter(was_there) {
        timeline.push(TimelineEntry {
            day: activity.day,
            what: TimelineKind::Activity,
            id: activity.id.to_string(),
            title: title_of(&kinds, &activity.kind),
            late_entry: lookup.is_late(activity.day, activity.entered_at),
            detail: activity.title,
        });
    }
    Ok(())
}

/// The activities for which a person was expected and whether he came, the oldest first, for 本人信息摘录.
pub(crate) fn of_extract(reading: &Reading<'_>, person: PersonId) -> Result<Vec<(String, String)>, DeskError> {
    let kinds = kinds(reading)?;
    let mut rows = Vec::new();
    for activity in reading.activities_of(person)?.into_iter().rev() {
        let own = activity.attendance.iter().find(|one| one.person == person);
        let Some(own) = own.filter(|_| activity.state == ActivityState::Held) else { continue };
        let came = match own.state {
            Attending::Expected => continue,
            Attending::Present => "到会",
            Attending::OnLeave => "请假",
            Attending::Absent => "缺席",
            Attending::Observer => "列席",
        };
        let reason = if own.reason.is_empty() { String::new() } else { format!("：{}", own.reason) };
        let day = activity.day.format("%Y.%m.%d").to_string();
        rows.push((day, format!("{}（{came}{reason}）", title_of(&kinds, &activity.kind))));
    }
    Ok(rows)
}
