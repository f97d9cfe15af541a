//! What the figures (统计) are counted from: of each record only what counts, none of its texts.

use std::collections::HashMap;

use chrono::NaiveDate;
use method::{CountedDuty, CountedTalk, CountedVisit, Mark, PersonId, Standing};
use rusqlite::{Row, params};

use super::{coded, day_text, from_json, parsed, uuid, wrong};
use crate::{Reading, VaultError};

fn standing(row: &Row<'_>, column: usize) -> rusqlite::Result<Standing> {
    Ok(match row.get_ref(column)?.as_str().map_err(|_| wrong(column))? {
        "met" => Standing::Met,
        "late" => Standing::Late,
        "missed" => Standing::Missed,
        "overdue" => Standing::Overdue,
        "open" => Standing::Open,
        "exempt" => Standing::Exempt,
        "withdrawn" => Standing::Withdrawn,
        _ => return Err(wrong(column)),
    })
}

impl Reading<'_> {
    /// The duties first due from `from` to `to`, both included, and where they stand on `today`; the same as `Duty::state_on` says.
    pub fn counted_duties(
        &self,
        (from, to): (NaiveDate, NaiveDate),
        today: NaiveDate,
    ) -> Result<Vec<CountedDuty>, VaultError> {
        let sql = "SELECT kind, category, person, first_due,
                          CASE WHEN how = 'met' THEN CASE WHEN late = 0 THEN 'met' ELSE 'late' END
                               WHEN how IS NOT NULL THEN how
                               WHEN due >= ?3 THEN 'open'
                               WHEN part = 'before' THEN 'missed'
                               ELSE 'overdue' END
                   FROM duties WHERE first_due BETWEEN ?1 AND ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params![day_text(from), day_text(to), day_text(today)], |row| {
            Ok(CountedDuty {
                kind: coded(row, 0)?,
                category: row.get(1)?,
                person: PersonId(uuid(row, 2)?),
                first_due: parsed(row, 3)?,
                standing: standing(row, 4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The talks that took place from `from` to `to`, both included, without drafts, ordered by day.
    pub fn counted_talks(&self, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<CountedTalk>, VaultError> {
        let sql = "SELECT t.n, t.day, t.variant, p.person FROM talks t JOIN talk_persons p ON p.talk = t.id
                   WHERE t.day BETWEEN ?1 AND ?2 AND t.state <> 'draft' ORDER BY t.day, t.n, p.position";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query((day_text(from), day_text(to)))?;
        let (mut talks, mut last) = (Vec::<CountedTalk>::new(), None);
        while let Some(row) = rows.next()? {
            let (n, person) = (row.get::<_, i64>(0)?, PersonId(uuid(row, 3)?));
            match talks.last_mut().filter(|_| last == Some(n)) {
                Some(talk) => talk.persons.push(person),
                None => {
                    talks.push(CountedTalk { day: parsed(row, 1)?, variant: coded(row, 2)?, persons: vec![person] })
                }
            }
            last = Some(n);
        }
        Ok(talks)
    }

    /// The visits that took place from `from` to `to`, both included, without drafts, ordered by day.
    pub fn counted_visits(&self, (from, to): (NaiveDate, NaiveDate)) -> Result<Vec<CountedVisit>, VaultError> {
        let sql = "SELECT v.n, v.day, v.categories, v.money_fen, v.fund, p.person
                   FROM visits v JOIN visit_persons p ON p.visit = v.id
                   WHERE v.day BETWEEN ?1 AND ?2 AND v.state <> 'draft' ORDER BY v.day, v.n, p.position";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query((day_text(from), day_text(to)))?;
        let (mut visits, mut last) = (Vec::<CountedVisit>::new(), None);
        while let Some(row) = rows.next()? {
            let (n, person) = (row.get::<_, i64>(0)?, PersonId(uuid(row, 5)?));
            match visits.last_mut().filter(|_| last == Some(n)) {
                Some(visit) => visit.persons.push(person),
                None => visits.push(CountedVisit {
                    day: parsed(row, 1)?,
                    categories: from_json(row, 2)?,
                    money_fen: row.get(3)?,
                    fund: row.get(4)?,
                    persons: vec![person],
                }),
            }
            last = Some(n);
        }
        Ok(visits)
    }

    /// The day of the last talk until `today` with each person with whom there was one; drafts do not count.
    pub fn last_talks(&self, today: NaiveDate) -> Result<HashMap<PersonId, NaiveDate>, VaultError> {
        let sql = "SELECT p.person, max(t.day) FROM talk_persons p JOIN talks t ON t.id = p.talk
                   WHERE t.state <> 'draft' AND t.day <= ?1 GROUP BY p.person";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([day_text(today)], |row| Ok((PersonId(uuid(row, 0)?), parsed(row, 1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// 先进、中间、后进 as the newest entry until `day` says of each person who has one.
    pub fn marks(&self, day: NaiveDate) -> Result<HashMap<PersonId, Mark>, VaultError> {
        // An entry without a day of its own is of the day on which it was made.
        let sql = "SELECT person, json_extract(body, '$.mark') FROM entries
                   WHERE facet = 'standing' AND json_extract(body, '$.kind') = 'standing'
                     AND substr(coalesce(day, entered_at), 1, 10) <= ?1
                   ORDER BY substr(coalesce(day, entered_at), 1, 10), n";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([day_text(day)], |row| Ok((PersonId(uuid(row, 0)?), coded(row, 1)?)))?;
        // Later ones take the place of earlier ones.
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
