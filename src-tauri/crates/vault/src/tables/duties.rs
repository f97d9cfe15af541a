//! Duties (应谈, 应访).

use chrono::NaiveDate;
use method::{Duty, DutyId, DutyKey, DutyKind, EventId, EventKind, PersonId, Tally};
use rusqlite::{OptionalExtension, Row, ToSql, params, params_from_iter};
use uuid::Uuid;

use super::{code, coded, day_text, from_json, from_json_or_null, json, moment_text, parsed, parsed_or_null, uuid};
use crate::{Reading, VaultError, Writing};

const COLUMNS: &str = "id, event, kind, part, person, category, opens, due, first_due, provisional, explanation, \
                       closed, closed_at, deferrals";

/// Which duties to list; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DutyFilter {
    /// Talks or visits only.
    pub kind: Option<DutyKind>,
    /// Due on this day or later.
    pub from: Option<NaiveDate>,
    /// Due on this day or earlier.
    pub to: Option<NaiveDate>,
    /// With this person only.
    pub person: Option<PersonId>,
    /// Of this item of 六必谈 or 六必访 only, 1–6.
    pub category: Option<u8>,
    /// That events of this kind make owed only.
    pub event_kind: Option<EventKind>,
    /// Those still to be met only.
    pub open_only: bool,
    /// Those that rest on a calendar year not announced only.
    pub provisional_only: bool,
    /// Only what events make owed, without the routines.
    pub no_routines: bool,
    /// Withdrawn with this reason only.
    pub withdrawn_for: Option<String>,
    /// At most so many.
    pub limit: Option<u32>,
}

/// Routine duties of one kind and due day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutineCount {
    /// The routine's kind.
    pub kind: EventKind,
    /// Until when.
    pub due: NaiveDate,
    /// Still to be met.
    pub open: u32,
    /// Open, met and missed ones together.
    pub all: u32,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Duty> {
    let key = DutyKey {
        event: EventId(uuid(row, 1)?),
        kind: coded(row, 2)?,
        category: row.get(5)?,
        part: coded(row, 3)?,
        person: PersonId(uuid(row, 4)?),
    };
    Ok(Duty {
        id: DutyId(uuid(row, 0)?),
        key,
        opens: parsed(row, 6)?,
        due: parsed(row, 7)?,
        first_due: parsed(row, 8)?,
        provisional: row.get(9)?,
        explanation: from_json(row, 10)?,
        deferrals: from_json(row, 13)?,
        closed: from_json_or_null(row, 11)?,
        closed_at: parsed_or_null(row, 12)?,
    })
}

impl Reading<'_> {
    fn pick_duties(
        &self,
        condition: &str,
        values: Vec<Box<dyn ToSql>>,
        limit: Option<u32>,
    ) -> Result<Vec<Duty>, VaultError> {
        let limit = limit.map(|n| format!(" LIMIT {n}")).unwrap_or_default();
        let sql = format!("SELECT {COLUMNS} FROM duties WHERE {condition} ORDER BY due, n{limit}");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The duty with this id.
    pub fn duty(&self, id: DutyId) -> Result<Option<Duty>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM duties WHERE id = ?1"))?;
        Ok(statement.query_row([id.0.into_bytes()], from_row).optional()?)
    }

    /// What an event makes owed, closed ones too, ordered by due day.
    pub fn duties_of_event(&self, event: EventId) -> Result<Vec<Duty>, VaultError> {
        self.pick_duties("event = ?1", vec![Box::new(event.0.into_bytes())], None)
    }

    /// What is or was owed to a person, ordered by due day.
    pub fn duties_of(&self, person: PersonId) -> Result<Vec<Duty>, VaultError> {
        self.duties(DutyFilter { person: Some(person), ..DutyFilter::default() })
    }

    /// What is still to be met, ordered by due day.
    pub fn open_duties(&self) -> Result<Vec<Duty>, VaultError> {
        self.duties(DutyFilter { open_only: true, ..DutyFilter::default() })
    }

    /// The duties that the filter lets through, ordered by due day.
    pub fn duties(&self, filter: DutyFilter) -> Result<Vec<Duty>, VaultError> {
        let mut conditions = vec!["1"];
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        let mut add = |condition, value: Option<Box<dyn ToSql>>| {
            if let Some(value) = value {
                conditions.push(condition);
                values.push(value);
            }
        };
        fn boxed<T: ToSql + 'static>(value: T) -> Box<dyn ToSql> {
            Box::new(value)
        }
        add("person = ?", filter.person.map(|person| boxed(person.0.into_bytes())));
        add("kind = ?", filter.kind.as_ref().map(code).transpose()?.map(boxed));
        add("due >= ?", filter.from.map(|day| boxed(day_text(day))));
        add("due <= ?", filter.to.map(|day| boxed(day_text(day))));
        add("category = ?", filter.category.map(boxed));
        add("event_kind = ?", filter.event_kind.map(|kind| boxed(kind.0)));
        add("how = 'withdrawn' AND json_extract(closed, '$.reason') = ?", filter.withdrawn_for.map(boxed));
        if filter.open_only {
            conditions.push("closed IS NULL");
        }
        if filter.provisional_only {
            conditions.push("provisional = 1");
        }
        if filter.no_routines {
            conditions.push("category <> 0");
        }
        self.pick_duties(&conditions.join(" AND "), values, filter.limit)
    }

    /// The duties that a talk or visit names as settled by it, ordered by due day.
    pub fn duties_named_by(&self, contact: Uuid) -> Result<Vec<Duty>, VaultError> {
        let named = "id IN (SELECT duty FROM talk_settles WHERE talk = ?1 UNION SELECT duty FROM visit_settles WHERE visit = ?1)";
        self.pick_duties(named, vec![Box::new(contact.into_bytes())], None)
    }

    /// The missed duties for which no reason was given yet, ordered by due day.
    pub fn unexplained_duties(&self) -> Result<Vec<Duty>, VaultError> {
        self.pick_duties("how = 'missed' AND json_extract(closed, '$.reason') = ''", Vec::new(), None)
    }

    /// How many duties were met by contacts that took place from `from` to `to`, both included.
    pub fn met_count(&self, from: NaiveDate, to: NaiveDate) -> Result<u32, VaultError> {
        let sql = "SELECT count(*) FROM duties WHERE met_day IS NOT NULL AND met_day BETWEEN ?1 AND ?2";
        Ok(self.db.prepare_cached(sql)?.query_row((day_text(from), day_text(to)), |row| row.get(0))?)
    }

    /// How many duties that events make owed are open and due after `day`.
    pub fn owed_after(&self, day: NaiveDate) -> Result<u32, VaultError> {
        let sql = "SELECT count(*) FROM duties WHERE closed IS NULL AND category <> 0 AND due > ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([day_text(day)], |row| row.get(0))?)
    }

    /// How far the routines have come that are due on `since` or later, or still open: by kind and due day.
    pub fn routine_counts(&self, since: NaiveDate) -> Result<Vec<RoutineCount>, VaultError> {
        let sql = "SELECT event_kind, due, count(*) FILTER (WHERE how IS NULL) AS open,
                          count(*) FILTER (WHERE how IS NULL OR how IN ('met', 'missed'))
                   FROM duties WHERE category = 0 GROUP BY event_kind, due HAVING open > 0 OR due >= ?1
                   ORDER BY due, event_kind";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([day_text(since)], |row| {
            Ok(RoutineCount { kind: EventKind(row.get(0)?), due: parsed(row, 1)?, open: row.get(2)?, all: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Where the duties stand on `today` that were first due from `from` to `to`, both included; the same as `Duty::state_on` says.
    pub fn tally(
        &self,
        (from, to): (NaiveDate, NaiveDate),
        today: NaiveDate,
        person: Option<PersonId>,
    ) -> Result<Tally, VaultError> {
        let of_person = if person.is_some() { "AND person = ?4" } else { "AND ?4 IS NULL" };
        let sql = format!(
            "SELECT count(*) FILTER (WHERE how = 'met' AND late = 0), count(*) FILTER (WHERE how = 'met' AND late > 0),
                    count(*) FILTER (WHERE how = 'missed' OR (how IS NULL AND part = 'before' AND due < ?3)),
                    count(*) FILTER (WHERE how IS NULL AND part <> 'before' AND due < ?3),
                    count(*) FILTER (WHERE how IS NULL AND due >= ?3),
                    count(*) FILTER (WHERE how = 'exempt'), count(*) FILTER (WHERE how = 'withdrawn')
             FROM duties WHERE first_due BETWEEN ?1 AND ?2 {of_person}"
        );
        let values = params![day_text(from), day_text(to), day_text(today), person.map(|id| id.0.into_bytes())];
        Ok(self.db.prepare_cached(&sql)?.query_row(values, |row| {
            Ok(Tally {
                met: row.get(0)?,
                late: row.get(1)?,
                missed: row.get(2)?,
                overdue: row.get(3)?,
                open: row.get(4)?,
                exempt: row.get(5)?,
                withdrawn: row.get(6)?,
            })
        })?)
    }
}

impl Writing<'_> {
    /// Stores a duty, new or changed, by its id.
    ///
    /// # Errors
    /// `Conflict` when its key belongs to another duty, or its event or person is not stored.
    pub fn put_duty(&self, duty: &Duty) -> Result<(), VaultError> {
        let sql = format!(
            "INSERT INTO duties ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
             ON CONFLICT (id) DO UPDATE SET
                 event = ?2, kind = ?3, part = ?4, person = ?5, category = ?6, opens = ?7, due = ?8, first_due = ?9,
                 provisional = ?10, explanation = ?11, closed = ?12, closed_at = ?13,
                 deferrals = ?14"
        );
        self.db.prepare_cached(&sql)?.execute(params![
            duty.id.0.into_bytes(),
            duty.key.event.0.into_bytes(),
            code(&duty.key.kind)?,
            code(&duty.key.part)?,
            duty.key.person.0.into_bytes(),
            duty.key.category,
            day_text(duty.opens),
            day_text(duty.due),
            day_text(duty.first_due),
            duty.provisional,
            json(&duty.explanation)?,
            duty.closed.as_ref().map(json).transpose()?,
            duty.closed_at.map(moment_text),
            json(&duty.deferrals)?,
        ])?;
        Ok(())
    }
}
