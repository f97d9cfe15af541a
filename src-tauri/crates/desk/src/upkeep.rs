//! What the ledger does by itself when a day has come or people have changed: the events of the routines (例行).

use chrono::{Datelike, Days, NaiveDate};
use method::{Closure, ContactState, Duty, DutyKind, Event, EventId, Talk, routine_events, settles};
use vault::{Reading, World, Writing};

use crate::contacts::Around;
use crate::lookup::{Lookup, Rules, local_day};
use crate::records::{known, log};
use crate::{Desk, DeskError, ErrorCode, events, imports};

/// The day up to which the routines have been followed.
const UPKEEP: &str = "upkeep";
/// The day on which the clock stood far ahead of it, until another day agrees.
const LEAP: &str = "upkeep_leap";
/// After so many days without the ledger the clock itself may be wrong.
const LONG: Days = Days::new(400);
/// A clock is set back by a few days, or it had run ahead.
const FEW: Days = Days::new(31);

/// Follows the routines when the day is another than when they were followed last.
pub(crate) fn of_the_day(desk: &mut Desk) -> Result<(), DeskError> {
    let (rules, world) = (desk.rules(), desk.world.clone());
    let today = rules.today;
    let (followed, leap) = desk.read(|reading| Ok((day_of(reading, UPKEEP)?, day_of(reading, LEAP)?)))?;
    if leap == Some(today) || followed.is_some_and(|day| (today..=today + FEW).contains(&day)) {
        return Ok(());
    }
    desk.write(|writing| {
        imports::forget_old(writing, today)?;
        follow(writing, &rules, &world)
    })
}

/// Makes the events that the routines ask for, with their duties; a talk that was had already meets what any talk meets.
pub(crate) fn follow(writing: &Writing<'_>, rules: &Rules, world: &World) -> Result<(), DeskError> {
    made(writing, rules, world).map(drop)
}

/// The same, and gives the events that were made.
pub(crate) fn made(writing: &Writing<'_>, rules: &Rules, world: &World) -> Result<Vec<Event>, DeskError> {
    let Some(since) = followed(writing, rules.today)? else { return Ok(Vec::new()) };
    // A clock that was set back makes nothing anew.
    let today = rules.today.max(since);
    let made = writing.routines_made(since.year())?;
    let people = writing.persons()?;
    let new_id = || EventId(world.new_uuid());
    let due = routine_events(&rules.pack, &people, &made, (since, today), writing.entry_time(), new_id);
    for event in &due {
        writing.put_event(event)?;
        for duty in events::derive(writing, rules, world, event)? {
            writing.put_duty(&met_already(writing, rules, event, duty)?)?;
        }
    }
    if !due.is_empty() {
        let ids: Vec<String> = due.iter().map(|event| event.id.to_string()).collect();
        log(writing, "routine", "", &ids)?;
    }
    set_day(writing, UPKEEP, Some(today))?;
    Ok(due)
}

/// The day up to which the routines were followed; none while the clock cannot be believed, as nothing that it makes owed can be taken back.
///
/// A day before the ledger was made is wrong. A day long after the last one must be followed by another such day.
/// What was followed under a clock that had run ahead counts as followed until today.
fn followed(writing: &Writing<'_>, today: NaiveDate) -> Result<Option<NaiveDate>, DeskError> {
    if writing.oldest_log_time()?.is_some_and(|made| today < local_day(made)) {
        return Ok(None);
    }
    let followed = day_of(writing, UPKEEP)?.filter(|day| *day <= today + FEW).unwrap_or(today);
    let leap = day_of(writing, LEAP)?;
    let agreed = leap.is_some_and(|first| first < today && today <= first + LONG);
    let doubtful = today > followed + LONG && !agreed;
    let seen = doubtful.then_some(today);
    if seen != leap {
        set_day(writing, LEAP, seen)?;
    }
    Ok((!doubtful).then_some(followed))
}

fn day_of(reading: &Reading<'_>, key: &str) -> Result<Option<NaiveDate>, DeskError> {
    match reading.setting(key)? {
        Some(value) => serde_json::from_value(value).map_err(|_| DeskError::with(ErrorCode::Internal, key)),
        None => Ok(None),
    }
}

fn set_day(writing: &Writing<'_>, key: &str, day: Option<NaiveDate>) -> Result<(), DeskError> {
    let value = serde_json::to_value(day).map_err(|_| ErrorCode::Internal)?;
    Ok(writing.set_setting(key, &value)?)
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
    if had.is_empty() {
        return Ok(duty);
    }
    let lookup = Lookup::new(writing, rules);
    let around = Around::of(writing, &lookup, &duty)?;
    for talk in had {
        let Ok(settling) = settles(&duty, &talk.contact(), around.case(), &rules.calendar) else { continue };
        let closed =
            Closure::Met { contact: talk.id.to_string(), day: talk.day, late_workdays: settling.late_workdays };
        // The duty must be there before the talk can name it.
        writing.put_duty(&duty)?;
        let mut named = known(writing.talk(talk.id))?;
        named.settles.push(duty.id);
        writing.put_talk(&named)?;
        log(writing, "routine_met", &talk.id.to_string(), &named)?;
        return Ok(Duty { closed: Some(closed), closed_at: Some(writing.entry_time()), ..duty });
    }
    Ok(duty)
}
