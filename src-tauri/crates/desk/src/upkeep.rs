//! What the ledger does by itself when a day has come or people have changed: the events of the routines (例行).

use chrono::{Datelike, NaiveDate};
use method::{Case, Closure, ContactState, Duty, DutyKind, Event, EventId, Talk, routine_events, settles};
use vault::{Reading, Writing};

use crate::lookup::Rules;
use crate::records::{known, log};
use crate::{Desk, DeskError, ErrorCode, events};

/// The day up to which the routines have been followed.
const UPKEEP: &str = "upkeep";

/// Follows the routines when the day is another than when they were followed last.
pub(crate) fn of_the_day(desk: &mut Desk) -> Result<(), DeskError> {
    let today = desk.today();
    if desk.read(followed)? == Some(today) { Ok(()) } else { routines(desk) }
}

/// Makes the events that the routines ask for, with their duties; a talk that was had already meets what any talk meets.
pub(crate) fn routines(desk: &mut Desk) -> Result<(), DeskError> {
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        // A clock that was set back makes nothing anew.
        let since = followed(writing)?.unwrap_or(rules.today);
        let today = rules.today.max(since);
        let made = writing.routines_made(since.year())?;
        let people = writing.persons()?;
        let new_id = || EventId(world.new_uuid());
        let due = routine_events(&rules.pack, &people, &made, (since, today), writing.entry_time(), new_id);
        for event in &due {
            writing.put_event(event)?;
            for duty in events::derive(writing, &rules, &world, event)? {
                writing.put_duty(&met_already(writing, &rules, event, duty)?)?;
            }
        }
        if !due.is_empty() {
            let ids: Vec<String> = due.iter().map(|event| event.id.to_string()).collect();
            log(writing, "routine", "", &ids)?;
        }
        let day = serde_json::to_value(today).map_err(|_| ErrorCode::Internal)?;
        Ok(writing.set_setting(UPKEEP, &day)?)
    })
}

fn followed(reading: &Reading<'_>) -> Result<Option<NaiveDate>, DeskError> {
    match reading.setting(UPKEEP)? {
        Some(value) => serde_json::from_value(value).map_err(|_| DeskError::with(ErrorCode::Internal, UPKEEP)),
        None => Ok(None),
    }
}

/// The duty, met by the first talk of its time when the routine takes any talk.
fn met_already(writing: &Writing<'_>, rules: &Rules, event: &Event, duty: Duty) -> Result<Duty, DeskError> {
    let any_talk = rules.pack.routine(&event.kind).is_some_and(|routine| routine.any_talk);
    if !any_talk || duty.key.kind != DutyKind::Talk || !duty.is_open() {
        return Ok(duty);
    }
    let mut had: Vec<Talk> = writing.talks_of(duty.key.person)?;
    had.retain(|talk| talk.state != ContactState::Draft && (duty.opens..=duty.due).contains(&talk.day));
    had.sort_by_key(|talk| talk.day);
    for talk in had {
        let case = Case { parties: &event.persons, ..Case::default() };
        let Ok(settling) = settles(&duty, &talk.contact(), case, &rules.calendar) else { continue };
        let closed =
            Closure::Met { contact: talk.id.to_string(), day: talk.day, late_workdays: settling.late_workdays };
        // The duty must be there before the talk can name it.
        writing.put_duty(&duty)?;
        let mut named = known(writing.talk(talk.id))?;
        named.settles.push(duty.id);
        writing.put_talk(&named)?;
        return Ok(Duty { closed: Some(closed), closed_at: Some(writing.entry_time()), ..duty });
    }
    Ok(duty)
}
