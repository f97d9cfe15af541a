//! Visit records (走访).

use chrono::NaiveDate;
use method::{ContactState, DutyId, PersonId, Visit, VisitId};
use rusqlite::{Row, params, params_from_iter};

use super::links::{self, Link, condition};
use super::{Pick, code, coded, day_text, from_json, json, moment_text, parsed, parsed_or_null, time_text, uuid};
use crate::{Reading, VaultError, Writing};

const PERSONS: Link = Link { records: "visits", table: "visit_persons", record: "visit", linked: "person" };
const SETTLES: Link = Link { records: "visits", table: "visit_settles", record: "visit", linked: "duty" };

fn from_row(row: &Row<'_>) -> rusqlite::Result<Visit> {
    Ok(Visit {
        id: VisitId(uuid(row, 0)?),
        number: row.get(1)?,
        state: coded(row, 2)?,
        persons: Vec::new(),
        visitors: from_json(row, 3)?,
        day: parsed(row, 4)?,
        start: parsed_or_null(row, 5)?,
        end: parsed_or_null(row, 6)?,
        place: row.get(7)?,
        mode: coded(row, 8)?,
        categories: from_json(row, 9)?,
        reason: row.get(10)?,
        received_by: row.get(11)?,
        relation: row.get(12)?,
        money_fen: row.get(13)?,
        goods: row.get(14)?,
        fund: row.get(15)?,
        situation: row.get(16)?,
        problems: row.get(17)?,
        measures: row.get(18)?,
        note: row.get(19)?,
        settles: Vec::new(),
        facets: from_json(row, 21)?,
        draft_promises: from_json(row, 22)?,
        hospital: row.get(23)?,
        extra: from_json(row, 24)?,
        notes: from_json(row, 25)?,
        entered_at: parsed(row, 20)?,
    })
}

impl Reading<'_> {
    fn pick_visits(&self, pick: Pick) -> Result<Vec<Visit>, VaultError> {
        let (condition, values) = condition(pick, &PERSONS);
        let sql = format!(
            "SELECT r.id, r.number, r.state, r.visitors, r.day, r.start, r.\"end\", r.place, r.mode, r.categories,
                    r.reason, r.received_by, r.relation, r.money_fen, r.goods, r.fund, r.situation, r.problems,
                    r.measures, r.note, r.entered_at, r.facets, r.draft_promises,
                    r.hospital, r.extra, r.notes
             FROM visits r WHERE {condition} ORDER BY r.day DESC, r.n DESC"
        );
        let mut persons = links::load(self.db, &PERSONS, pick, &PERSONS)?;
        let mut settled = links::load(self.db, &SETTLES, pick, &PERSONS)?;
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), from_row)?;
        rows.map(|row| {
            let mut visit = row?;
            let id = visit.id.0.as_bytes();
            visit.persons = persons.remove(id).unwrap_or_default().into_iter().map(PersonId).collect();
            visit.settles = settled.remove(id).unwrap_or_default().into_iter().map(DutyId).collect();
            Ok(visit)
        })
        .collect()
    }

    /// The visit with this id.
    pub fn visit(&self, id: VisitId) -> Result<Option<Visit>, VaultError> {
        Ok(self.pick_visits(Pick::One(id.0.into_bytes()))?.pop())
    }

    /// The visits of a period, both days included, or all, drafts too; the newest day first.
    pub fn visits(&self, period: Option<(NaiveDate, NaiveDate)>) -> Result<Vec<Visit>, VaultError> {
        self.pick_visits(period.map_or(Pick::All, |(from, to)| Pick::Period(from, to)))
    }

    /// The visits to a person, drafts too; the newest day first.
    pub fn visits_of(&self, person: PersonId) -> Result<Vec<Visit>, VaultError> {
        self.pick_visits(Pick::Of(person.0.into_bytes()))
    }

    /// The visits begun and not saved, the newest day first.
    pub fn draft_visits(&self) -> Result<Vec<Visit>, VaultError> {
        self.pick_visits(Pick::Drafts)
    }
}

impl Writing<'_> {
    /// Stores a visit, new or changed, by its id.
    ///
    /// # Errors
    /// `Conflict` when it names a person or a duty that is not stored.
    pub fn put_visit(&self, visit: &Visit) -> Result<(), VaultError> {
        let sql = "INSERT INTO visits (id, number, state, visitors, day, start, \"end\", place, mode, categories,
                       reason, received_by, relation, money_fen, goods, fund, situation, problems, measures, note,
                       entered_at, facets, draft_promises, hospital, extra, notes)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                       ?21, ?22, ?23, ?24, ?25, ?26)
                   ON CONFLICT (id) DO UPDATE SET
                       number = ?2, state = ?3, visitors = ?4, day = ?5, start = ?6, \"end\" = ?7, place = ?8,
                       mode = ?9, categories = ?10, reason = ?11, received_by = ?12, relation = ?13, money_fen = ?14,
                       goods = ?15, fund = ?16, situation = ?17, problems = ?18, measures = ?19, note = ?20,
                       entered_at = ?21, facets = ?22, draft_promises = ?23, hospital = ?24,
                       extra = ?25, notes = ?26";
        self.db.prepare_cached(sql)?.execute(params![
            visit.id.0.into_bytes(),
            visit.number,
            code(&visit.state)?,
            json(&visit.visitors)?,
            day_text(visit.day),
            visit.start.map(time_text),
            visit.end.map(time_text),
            visit.place,
            code(&visit.mode)?,
            json(&visit.categories)?,
            visit.reason,
            visit.received_by,
            visit.relation,
            visit.money_fen,
            visit.goods,
            visit.fund,
            visit.situation,
            visit.problems,
            visit.measures,
            visit.note,
            moment_text(visit.entered_at),
            json(&visit.facets)?,
            json(&visit.draft_promises)?,
            visit.hospital,
            json(&visit.extra)?,
            json(&visit.notes)?,
        ])?;
        links::replace(self.db, &PERSONS, visit.id.0, visit.persons.iter().map(|person| person.0))?;
        links::replace(self.db, &SETTLES, visit.id.0, visit.settles.iter().map(|duty| duty.0))
    }

    /// Deletes a draft.
    ///
    /// # Errors
    /// `NotFound`, or `NotADraft` when it was saved: a saved record is not deleted.
    pub fn delete_visit(&self, id: VisitId) -> Result<(), VaultError> {
        let visit = self.visit(id)?.ok_or(VaultError::NotFound)?;
        if visit.state != ContactState::Draft {
            return Err(VaultError::NotADraft);
        }
        self.db.prepare_cached("DELETE FROM visits WHERE id = ?1")?.execute([id.0.into_bytes()])?;
        Ok(())
    }
}
