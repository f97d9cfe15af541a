//! Talk records (谈话).

use chrono::NaiveDate;
use method::{ContactState, DutyId, PersonId, Talk, TalkId};
use rusqlite::{Row, params, params_from_iter};

use super::links::{self, Link, condition};
use super::{Pick, code, coded, day_text, from_json, json, moment_text, parsed, parsed_or_null, time_text, uuid};
use crate::{Reading, VaultError, Writing};

const PERSONS: Link = Link { records: "talks", table: "talk_persons", record: "talk", linked: "person" };
const SETTLES: Link = Link { records: "talks", table: "talk_settles", record: "talk", linked: "duty" };

fn from_row(row: &Row<'_>) -> rusqlite::Result<Talk> {
    Ok(Talk {
        id: TalkId(uuid(row, 0)?),
        number: row.get(1)?,
        state: coded(row, 2)?,
        persons: Vec::new(),
        talkers: from_json(row, 3)?,
        day: parsed(row, 4)?,
        start: parsed_or_null(row, 5)?,
        end: parsed_or_null(row, 6)?,
        place: row.get(7)?,
        mode: coded(row, 8)?,
        recorder: row.get(9)?,
        categories: from_json(row, 10)?,
        topic: row.get(11)?,
        content: row.get(12)?,
        opinion: row.get(13)?,
        follow_up: row.get(14)?,
        settles: Vec::new(),
        facets: from_json(row, 16)?,
        draft_promises: from_json(row, 17)?,
        variant: coded(row, 18)?,
        extra: from_json(row, 19)?,
        notes: from_json(row, 20)?,
        entered_at: parsed(row, 15)?,
    })
}

impl Reading<'_> {
    fn pick_talks(&self, pick: Pick) -> Result<Vec<Talk>, VaultError> {
        let (condition, values) = condition(pick, &PERSONS);
        let sql = format!(
            "SELECT r.id, r.number, r.state, r.talkers, r.day, r.start, r.\"end\", r.place, r.mode, r.recorder,
                    r.categories, r.topic, r.content, r.opinion, r.follow_up, r.entered_at, r.facets,
                    r.draft_promises, r.variant, r.extra, r.notes
             FROM talks r WHERE {condition} ORDER BY r.day DESC, r.n DESC"
        );
        let mut persons = links::load(self.db, &PERSONS, pick, &PERSONS)?;
        let mut settled = links::load(self.db, &SETTLES, pick, &PERSONS)?;
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), from_row)?;
        rows.map(|row| {
            let mut talk = row?;
            let id = talk.id.0.as_bytes();
            talk.persons = persons.remove(id).unwrap_or_default().into_iter().map(PersonId).collect();
            talk.settles = settled.remove(id).unwrap_or_default().into_iter().map(DutyId).collect();
            Ok(talk)
        })
        .collect()
    }

    /// The talk with this id.
    pub fn talk(&self, id: TalkId) -> Result<Option<Talk>, VaultError> {
        Ok(self.pick_talks(Pick::One(id.0.into_bytes()))?.pop())
    }

    /// The talks of a period, both days included, or all, drafts too; the newest day first.
    pub fn talks(&self, period: Option<(NaiveDate, NaiveDate)>) -> Result<Vec<Talk>, VaultError> {
        self.pick_talks(period.map_or(Pick::All, |(from, to)| Pick::Period(from, to)))
    }

    /// The talks with a person, drafts too; the newest day first.
    pub fn talks_of(&self, person: PersonId) -> Result<Vec<Talk>, VaultError> {
        self.pick_talks(Pick::Of(person.0.into_bytes()))
    }

    /// The talks begun and not saved, the newest day first.
    pub fn draft_talks(&self) -> Result<Vec<Talk>, VaultError> {
        self.pick_talks(Pick::Drafts)
    }
}

impl Writing<'_> {
    /// Stores a talk, new or changed, by its id.
    ///
    /// # Errors
    /// `Conflict` when it names a person or a duty that is not stored.
    pub fn put_talk(&self, talk: &Talk) -> Result<(), VaultError> {
        let sql = "INSERT INTO talks (id, number, state, talkers, day, start, \"end\", place, mode, recorder,
                       categories, topic, content, opinion, follow_up, entered_at, facets, draft_promises, variant, extra,
                       notes)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
                       ?19, ?20, ?21)
                   ON CONFLICT (id) DO UPDATE SET
                       number = ?2, state = ?3, talkers = ?4, day = ?5, start = ?6, \"end\" = ?7, place = ?8, mode = ?9,
                       recorder = ?10, categories = ?11, topic = ?12, content = ?13, opinion = ?14, follow_up = ?15,
                       entered_at = ?16, facets = ?17, draft_promises = ?18, variant = ?19, extra = ?20,
                       notes = ?21";
        self.db.prepare_cached(sql)?.execute(params![
            talk.id.0.into_bytes(),
            talk.number,
            code(&talk.state)?,
            json(&talk.talkers)?,
            day_text(talk.day),
            talk.start.map(time_text),
            talk.end.map(time_text),
            talk.place,
            code(&talk.mode)?,
            talk.recorder,
            json(&talk.categories)?,
            talk.topic,
            talk.content,
            talk.opinion,
            talk.follow_up,
            moment_text(talk.entered_at),
            json(&talk.facets)?,
            json(&talk.draft_promises)?,
            code(&talk.variant)?,
            json(&talk.extra)?,
            json(&talk.notes)?,
        ])?;
        links::replace(self.db, &PERSONS, talk.id.0, talk.persons.iter().map(|person| person.0))?;
        links::replace(self.db, &SETTLES, talk.id.0, talk.settles.iter().map(|duty| duty.0))
    }

    /// Deletes a draft.
    ///
    /// # Errors
    /// `NotFound`, or `NotADraft` when it was saved: a saved record is not deleted.
    pub fn delete_talk(&self, id: TalkId) -> Result<(), VaultError> {
        let talk = self.talk(id)?.ok_or(VaultError::NotFound)?;
        if talk.state != ContactState::Draft {
            return Err(VaultError::NotADraft);
        }
        self.db.prepare_cached("DELETE FROM talks WHERE id = ?1")?.execute([id.0.into_bytes()])?;
        Ok(())
    }
}
