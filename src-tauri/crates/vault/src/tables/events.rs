//! Events (事由).

use method::{Event, EventId, EventKind, PersonId};
use rusqlite::{Row, params, params_from_iter};

use super::links::{self, Link, condition};
use super::{Pick, day_text, moment_text, parsed, uuid};
use crate::{Reading, VaultError, Writing};

const PERSONS: Link = Link { records: "events", table: "event_persons", record: "event", linked: "person" };

fn from_row(row: &Row<'_>) -> rusqlite::Result<Event> {
    Ok(Event {
        id: EventId(uuid(row, 0)?),
        kind: EventKind(row.get(1)?),
        persons: Vec::new(),
        day: parsed(row, 2)?,
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
            "SELECT r.id, r.kind, r.day, r.known_on, r.note, r.entered_at, r.cancelled
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

    /// The events that concern a person, the newest day first.
    pub fn events_of(&self, person: PersonId) -> Result<Vec<Event>, VaultError> {
        self.pick_events(Pick::Of(person.0.into_bytes()))
    }

    /// How many events there are, called-off ones too.
    pub fn event_count(&self) -> Result<u32, VaultError> {
        Ok(self.db.prepare_cached("SELECT count(*) FROM events")?.query_row([], |row| row.get(0))?)
    }
}

impl Writing<'_> {
    /// Stores an event, new or changed, by its id.
    ///
    /// # Errors
    /// `Conflict` when it names a person who is not stored.
    pub fn put_event(&self, event: &Event) -> Result<(), VaultError> {
        let sql = "INSERT INTO events (id, kind, day, known_on, note, entered_at, cancelled)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                   ON CONFLICT (id) DO UPDATE SET
                       kind = ?2, day = ?3, known_on = ?4, note = ?5, entered_at = ?6, cancelled = ?7";
        self.db.prepare_cached(sql)?.execute(params![
            event.id.0.into_bytes(),
            event.kind.0,
            day_text(event.day),
            day_text(event.known_on),
            event.note,
            moment_text(event.entered_at),
            event.cancelled,
        ])?;
        links::replace(self.db, &PERSONS, event.id.0, event.persons.iter().map(|person| person.0))
    }
}
