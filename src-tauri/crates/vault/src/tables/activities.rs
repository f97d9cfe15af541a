//! Activities (活动), and why some were not held.

use std::collections::HashMap;

use chrono::NaiveDate;
use method::{Activity, ActivityId, ActivityState, Attendance, PersonId};
use rusqlite::{Row, ToSql, params, params_from_iter};

use super::{code, coded, day_text, moment_text, parsed, parsed_or_null, time_text, uuid};
use crate::{Reading, VaultError, Writing};

const COLUMNS: &str = "id, number, kind, state, title, day, start, \"end\", place, host, recorder, plan, guests, content, \
                       resolutions, minutes, cancelled, entered_at";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Activity> {
    Ok(Activity {
        id: ActivityId(uuid(row, 0)?),
        number: row.get(1)?,
        kind: row.get(2)?,
        state: coded(row, 3)?,
        title: row.get(4)?,
        day: parsed(row, 5)?,
        start: parsed_or_null(row, 6)?,
        end: parsed_or_null(row, 7)?,
        place: row.get(8)?,
        host: row.get(9)?,
        recorder: row.get(10)?,
        plan: row.get(11)?,
        attendance: Vec::new(),
        guests: row.get(12)?,
        content: row.get(13)?,
        resolutions: row.get(14)?,
        minutes: row.get(15)?,
        cancelled: row.get(16)?,
        entered_at: parsed(row, 17)?,
    })
}

impl Reading<'_> {
    /// `condition` is on the table `activities`, named `r`.
    fn pick_activities(&self, condition: &str, values: &[&dyn ToSql]) -> Result<Vec<Activity>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM activities r WHERE {condition} ORDER BY day DESC, n DESC");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), from_row)?;
        let mut activities = rows.collect::<Result<Vec<_>, _>>()?;
        let sql = format!(
            "SELECT l.activity, l.person, l.state, l.reason FROM activities r JOIN activity_persons l ON l.activity = r.id
             WHERE {condition} ORDER BY l.activity, l.position"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut attendance: HashMap<ActivityId, Vec<Attendance>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let one = Attendance { person: PersonId(uuid(row, 1)?), state: coded(row, 2)?, reason: row.get(3)? };
            attendance.entry(ActivityId(uuid(row, 0)?)).or_default().push(one);
        }
        for activity in &mut activities {
            activity.attendance = attendance.remove(&activity.id).unwrap_or_default();
        }
        Ok(activities)
    }

    /// The activity with this id.
    pub fn activity(&self, id: ActivityId) -> Result<Option<Activity>, VaultError> {
        Ok(self.pick_activities("r.id = ?1", &[&id.0.into_bytes()])?.pop())
    }

    /// The activities of a period, both days included, or all; the newest day first.
    pub fn activities(&self, period: Option<(NaiveDate, NaiveDate)>) -> Result<Vec<Activity>, VaultError> {
        match period {
            Some((from, to)) => self.pick_activities("r.day BETWEEN ?1 AND ?2", &[&day_text(from), &day_text(to)]),
            None => self.pick_activities("1", &[]),
        }
    }

    /// The activities for which a person was expected, the newest day first.
    pub fn activities_of(&self, person: PersonId) -> Result<Vec<Activity>, VaultError> {
        let of = "r.id IN (SELECT activity FROM activity_persons WHERE person = ?1)";
        self.pick_activities(of, &[&person.0.into_bytes()])
    }

    /// The newest activity of a kind that was not called off, before others the one entered last.
    pub fn last_activity(&self, kind: &str) -> Result<Option<Activity>, VaultError> {
        let newest = "r.id = (SELECT id FROM activities WHERE kind = ?1 AND state <> 'cancelled'
                          ORDER BY day DESC, n DESC LIMIT 1)";
        Ok(self.pick_activities(newest, &[&kind])?.pop())
    }

    /// The days on which activities of any kind were held or are planned, with the code of the kind, in order.
    pub fn activity_days(&self) -> Result<Vec<(String, NaiveDate, ActivityState)>, VaultError> {
        let sql = "SELECT kind, day, state FROM activities WHERE state <> 'cancelled' ORDER BY day, n";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, parsed(row, 1)?, coded(row, 2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Why nothing was held: the kind, the first day of the period, the reason.
    pub fn cadence_reasons(&self) -> Result<Vec<(String, NaiveDate, String)>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT kind, period, reason FROM cadence_reasons")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, parsed(row, 1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writing<'_> {
    /// Stores an activity, new or changed, by its id.
    ///
    /// # Errors
    /// `Conflict` when it names a person who is not stored.
    pub fn put_activity(&self, activity: &Activity) -> Result<(), VaultError> {
        let sql = format!(
            "INSERT INTO activities ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
             ON CONFLICT (id) DO UPDATE SET
                 number = ?2, kind = ?3, state = ?4, title = ?5, day = ?6, start = ?7, \"end\" = ?8, place = ?9, host = ?10,
                 recorder = ?11, plan = ?12, guests = ?13, content = ?14, resolutions = ?15, minutes = ?16,
                 cancelled = ?17, entered_at = ?18"
        );
        let id = activity.id.0.into_bytes();
        self.db.prepare_cached(&sql)?.execute(params![
            id,
            activity.number,
            activity.kind,
            code(&activity.state)?,
            activity.title,
            day_text(activity.day),
            activity.start.map(time_text),
            activity.end.map(time_text),
            activity.place,
            activity.host,
            activity.recorder,
            activity.plan,
            activity.guests,
            activity.content,
            activity.resolutions,
            activity.minutes,
            activity.cancelled,
            moment_text(activity.entered_at),
        ])?;
        self.db.prepare_cached("DELETE FROM activity_persons WHERE activity = ?1")?.execute([id])?;
        let sql =
            "INSERT INTO activity_persons (activity, position, person, state, reason) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut insert = self.db.prepare_cached(sql)?;
        for (position, one) in (0_i64..).zip(&activity.attendance) {
            insert.execute(params![id, position, one.person.0.into_bytes(), code(&one.state)?, one.reason])?;
        }
        Ok(())
    }

    /// Deletes an activity that was never held.
    ///
    /// # Errors
    /// `NotFound`, also for one that was held.
    pub fn delete_activity(&self, id: ActivityId) -> Result<(), VaultError> {
        let sql = "DELETE FROM activities WHERE id = ?1 AND state <> 'held'";
        match self.db.prepare_cached(sql)?.execute([id.0.into_bytes()])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }

    /// Notes why nothing was held in the period that begins on `from`; an empty reason takes it back.
    pub fn put_cadence_reason(&self, kind: &str, from: NaiveDate, reason: &str) -> Result<(), VaultError> {
        if reason.is_empty() {
            let sql = "DELETE FROM cadence_reasons WHERE kind = ?1 AND period = ?2";
            self.db.prepare_cached(sql)?.execute((kind, day_text(from)))?;
        } else {
            let sql = "INSERT INTO cadence_reasons (kind, period, reason) VALUES (?1, ?2, ?3)
                       ON CONFLICT (kind, period) DO UPDATE SET reason = ?3";
            self.db.prepare_cached(sql)?.execute((kind, day_text(from), reason))?;
        }
        Ok(())
    }
}
