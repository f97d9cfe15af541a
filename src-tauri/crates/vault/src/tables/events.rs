//! Events (事由).

use chrono::NaiveDate;
use method::{Event, EventId, EventKind, Made, Origin, PersonId};
use rusqlite::{Row, params, params_from_iter};

use super::links::{self, Link, condition};
use super::{Pick, code, coded, day_text, moment_text, parsed, parsed_or_null, uuid};
use crate::{Reading, VaultError, Writing};

const PERSONS: Link = Link { records: "events", table: "event_persons", record: "event", linked: "person" };

fn from_row(row: &Row<'_>) -> rusqlite::Result<Event> {
    Ok(Event {
        id: EventId(uuid(row, 0)?),
        kind: EventKind(row.get(1)?),
        persons: Vec::new(),
        since: parsed_or_null(row, 7)?,
        day: parsed(row, 2)?,
        month_only: row.get(8)?,
        joint: row.get(9)?,
        origin: coded(row, 10)?,
        known_on: parsed(row, 3)?,
        note: row.get(4)?,
        entered_at: parsed(row, 5)?,
        cancelled: row.get(6)?,
    })
}

impl Reading<'_> {
    fn pick_events(&self, pick: Pick) -> Result<Vec<Event>, VaultError> {
        let (condition, values) = condition(pick, &PERSONS);
        let sql = format!(
            "SELECT r.id, r.kind, r.day, r.known_on, r.note, r.entered_at, r.cancelled,
                    r.since, r.month_only, r.joint, r.origin
             FROM events r WHERE {condition} ORDER BY r.day DESC, r.n DESC"
        );
        let mut persons = links::load(self.db, &PERSONS, pick, &PERSONS)?;
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), from_row)?;
        rows.map(|row| {
            let mut event = row?;
            let linked = persons.remove(event.id.0.as_bytes()).unwrap_or_default();
            event.persons = linked.into_iter().map(PersonId).collect();
            Ok(event)
        })
        .collect()
    }

    /// The event with this id.
    pub fn event(&self, id: EventId) -> Result<Option<Event>, VaultError> {
        Ok(self.pick_events(Pick::One(id.0.into_bytes()))?.pop())
    }

    /// All events, called-off ones too, the newest day first.
    pub fn events(&self) -> Result<Vec<Event>, VaultError> {
        self.pick_events(Pick::All)
    }

    /// The events that were over on this day or later, called-off ones too, the newest day first.
    pub fn events_since(&self, from: NaiveDate) -> Result<Vec<Event>, VaultError> {
        // Days are compared as texts, in which a year has four digits.
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(from);
        self.pick_events(Pick::Period(from, last))
    }

    /// The events that concern a person, the newest day first.
    pub fn events_of(&self, person: PersonId) -> Result<Vec<Event>, VaultError> {
        self.pick_events(Pick::Of(person.0.into_bytes()))
    }

    /// Which events the routines have made from the year `since` on.
    pub fn routines_made(&self, since: i32) -> Result<Made, VaultError> {
        let sql = "SELECT e.kind, p.person, CAST(substr(e.day, 1, 4) AS INTEGER)
                   FROM events e JOIN event_persons p ON p.event = e.id
                   WHERE e.origin = 'routine' AND e.origin <> 'entered' AND e.day >= ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([format!("{since:04}-01-01")], |row| {
            Ok((EventKind(row.get(0)?), PersonId(uuid(row, 1)?), row.get(2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The events of an origin that concern a person, called-off ones too, the newest day first.
    pub fn events_by_origin(&self, person: PersonId, origin: Origin) -> Result<Vec<Event>, VaultError> {
        let mut events = self.events_of(person)?;
        events.retain(|event| event.origin == origin);
        Ok(events)
    }

    /// Whether any event is of this kind.
    pub fn has_event_of(&self, kind: &EventKind) -> Result<bool, VaultError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM events WHERE kind = ?1)";
        Ok(self.db.prepare_cached(sql)?.query_row([&kind.0], |row| row.get(0))?)
    }

    /// How many events were entered or found, called-off ones too; what the routines made is not counted.
    pub fn event_count(&self) -> Result<u32, VaultError> {
        let sql = "SELECT (SELECT count(*) FROM events)
                        - (SELECT count(*) FROM events WHERE origin = 'routine' AND origin <> 'entered')";
        Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }
}

impl Writing<'_> {
    /// Stores an event, new or changed, by its id.
    ///
    /// # Errors
    /// `Conflict` when it names a person who is not stored.
    pub fn put_event(&self, event: &Event) -> Result<(), VaultError> {
        let sql = "INSERT INTO events (id, kind, day, known_on, note, entered_at, cancelled, since, month_only,
                       joint, origin)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                   ON CONFLICT (id) DO UPDATE SET
                       kind = ?2, day = ?3, known_on = ?4, note = ?5, entered_at = ?6, cancelled = ?7,
                       since = ?8, month_only = ?9, joint = ?10, origin = ?11";
        self.db.prepare_cached(sql)?.execute(params![
            event.id.0.into_bytes(),
            event.kind.0,
            day_text(event.day),
            day_text(event.known_on),
            event.note,
            moment_text(event.entered_at),
            event.cancelled,
            event.since.map(day_text),
            event.month_only,
            event.joint,
            code(&event.origin)?,
        ])?;
        links::replace(self.db, &PERSONS, event.id.0, event.persons.iter().map(|person| person.0))
    }
}
