//! The register of printed sheets.

use method::{Paper, PaperKind, PersonId};
use rusqlite::{OptionalExtension, Row, ToSql, params, params_from_iter};
use uuid::Uuid;

use super::{code, from_json, json};
use crate::{Reading, VaultError, Writing, database};

/// In `meta`: the first number that may be given, 4 bytes.
const PAPERS_FROM: &str = "papers_from";
/// At least so many numbers are left out in a restored ledger, and less than twice as many.
const LEFT_OUT: u32 = 1_000;

/// Which printed sheets to list; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperFilter {
    /// In this state only, by the name of the state in its JSON form: `kept`, `out`, `returned`, `void`, `lost`.
    pub state: Option<&'static str>,
    /// Of this kind only.
    pub kind: Option<PaperKind>,
    /// Of this talk or visit only.
    pub record: Option<Uuid>,
    /// About this person only.
    pub person: Option<PersonId>,
    /// Those filled in by hand that are back and whose record is still to be entered only.
    pub needs_entry: bool,
    /// Those with a lower number only, to go on where a list ended.
    pub below: Option<u32>,
    /// The oldest first instead of the newest.
    pub oldest_first: bool,
    /// At most so many.
    pub limit: Option<u32>,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Paper> {
    from_json(row, 0)
}

impl Reading<'_> {
    /// The number that the next printed sheet bears; the first is 1.
    pub fn next_paper(&self) -> Result<u32, VaultError> {
        let sql = "SELECT coalesce(max(number), 0) + 1 FROM papers";
        let next: u32 = self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        let from =
            database::meta(self.db, PAPERS_FROM)?.and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
        Ok(next.max(from.unwrap_or(1)))
    }

    /// The printed sheet with this number.
    pub fn paper(&self, number: u32) -> Result<Option<Paper>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT body FROM papers WHERE number = ?1")?;
        Ok(statement.query_row([number], from_row).optional()?)
    }

    /// The printed sheets that the filter lets through, the newest first unless it says otherwise.
    pub fn papers(&self, filter: &PaperFilter) -> Result<Vec<Paper>, VaultError> {
        let mut conditions = vec!["1"];
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        let mut add = |condition, value: Option<Box<dyn ToSql>>| {
            if let Some(value) = value {
                conditions.push(condition);
                values.push(value);
            }
        };
        add("state = ?", filter.state.map(|state| Box::new(state) as _));
        add("kind = ?", filter.kind.map(|kind| code(&kind)).transpose()?.map(|kind| Box::new(kind) as _));
        add("record = ?", filter.record.map(|record| Box::new(record.to_string()) as _));
        add("person = ?", filter.person.map(|person| Box::new(person.to_string()) as _));
        add("number < ?", filter.below.map(|number| Box::new(number) as _));
        if filter.needs_entry {
            conditions.push("state = 'returned' AND kind IN ('talk_blank', 'visit_blank') AND record IS NULL");
        }
        let order = if filter.oldest_first { "ASC" } else { "DESC" };
        let limit = filter.limit.map(|limit| format!(" LIMIT {limit}")).unwrap_or_default();
        let sql = format!("SELECT body FROM papers WHERE {} ORDER BY number {order}{limit}", conditions.join(" AND "));
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The printed sheets of a talk or visit, the blank it was entered from among them; the newest first.
    pub fn papers_of(&self, record: Uuid) -> Result<Vec<Paper>, VaultError> {
        self.papers(&PaperFilter { record: Some(record), ..PaperFilter::default() })
    }

    /// The printed sheets that are out, the oldest first: 印出未回.
    pub fn papers_out(&self) -> Result<Vec<Paper>, VaultError> {
        self.papers(&PaperFilter { state: Some("out"), oldest_first: true, ..PaperFilter::default() })
    }

    /// How many printed sheets are in each state, by the name of the state.
    pub fn paper_counts(&self) -> Result<Vec<(String, u32)>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT state, count(*) FROM papers GROUP BY state")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many sheets that were filled in by hand are back and wait for their record.
    pub fn papers_to_enter(&self) -> Result<u32, VaultError> {
        let sql = "SELECT count(*) FROM papers
                   WHERE state = 'returned' AND kind IN ('talk_blank', 'visit_blank') AND record IS NULL";
        Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }
}

impl Writing<'_> {
    /// Leaves numbers out, so that none is given again that was given after the backup of which this ledger is made: such a sheet, when
    /// it comes back, must not be taken for another. How many is drawn by lot, as a backup may be restored more than once.
    pub(crate) fn leave_papers_out(&self) -> Result<(), VaultError> {
        let lot = u16::from_be_bytes(self.world.random());
        let from = self.next_paper()?.saturating_add(LEFT_OUT).saturating_add(u32::from(lot) % LEFT_OUT);
        database::set_meta(self.db, PAPERS_FROM, &from.to_be_bytes())
    }

    /// Stores a printed sheet, new or changed, by its number.
    pub fn put_paper(&self, paper: &Paper) -> Result<(), VaultError> {
        let sql = "INSERT INTO papers (number, body) VALUES (?1, ?2) ON CONFLICT (number) DO UPDATE SET body = ?2";
        self.db.prepare_cached(sql)?.execute(params![paper.number, json(paper)?])?;
        Ok(())
    }
}
