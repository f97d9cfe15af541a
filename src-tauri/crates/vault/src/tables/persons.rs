//! Persons (人员).

use method::{Departure, LunarBirthday, PartialDate, Person, PersonId};
use rusqlite::{OptionalExtension, Row, params};

use super::{code, coded, day_text, from_json, from_json_or_null, json, parsed, parsed_or_null, uuid};
use crate::{Reading, VaultError, Writing};

const COLUMNS: &str = "id, name, sex, birth, ethnicity, native_place, education, political, work_since, party_since, \
                       post, id_number, phone, address, note, extra, is_secretary, left_day, left_reason, \
                       lunar_birthday, absences";

/// What a person's birthdays follow from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BirthDates {
    /// Whose.
    pub person: PersonId,
    /// 出生年月.
    pub birth: Option<PartialDate>,
    /// 入党时间.
    pub party_since: Option<PartialDate>,
    /// 农历生日.
    pub lunar: Option<LunarBirthday>,
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Person> {
    let sex = if row.get_ref(2)?.as_str_or_null()?.is_some() { Some(coded(row, 2)?) } else { None };
    let left = match row.get::<_, Option<String>>(18)? {
        Some(reason) => Some(Departure { day: parsed(row, 17)?, reason }),
        None => None,
    };
    Ok(Person {
        id: PersonId(uuid(row, 0)?),
        name: row.get(1)?,
        sex,
        birth: parsed_or_null(row, 3)?,
        ethnicity: row.get(4)?,
        native_place: row.get(5)?,
        education: row.get(6)?,
        political: row.get(7)?,
        work_since: parsed_or_null(row, 8)?,
        party_since: parsed_or_null(row, 9)?,
        post: row.get(10)?,
        id_number: row.get(11)?,
        phone: row.get(12)?,
        address: row.get(13)?,
        note: row.get(14)?,
        extra: from_json(row, 15)?,
        is_secretary: row.get(16)?,
        left,
        lunar_birthday: from_json_or_null(row, 19)?,
        absences: from_json(row, 20)?,
    })
}

impl Reading<'_> {
    /// The person with this id.
    pub fn person(&self, id: PersonId) -> Result<Option<Person>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM persons WHERE id = ?1"))?;
        Ok(statement.query_row([id.0.into_bytes()], from_row).optional()?)
    }

    /// All persons, those who left too, in the order in which they were entered.
    pub fn persons(&self) -> Result<Vec<Person>, VaultError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} FROM persons ORDER BY n"))?;
        let rows = statement.query_map([], from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Who is there, in the order in which they were entered; only the ids.
    pub fn persons_present(&self) -> Result<Vec<PersonId>, VaultError> {
        let mut statement = self.db.prepare_cached("SELECT id FROM persons WHERE left_day IS NULL ORDER BY n")?;
        let rows = statement.query_map([], |row| uuid(row, 0).map(PersonId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What birthdays follow from of everyone present who has one in one of two months, 1–12, or a lunar one;
    /// in the order in which they were entered.
    pub fn birth_dates(&self, months: [u32; 2]) -> Result<Vec<BirthDates>, VaultError> {
        let sql = "SELECT id, birth, party_since, lunar_birthday FROM persons
                   WHERE left_day IS NULL AND (lunar_birthday IS NOT NULL OR substr(birth, 6, 2) IN (?1, ?2)
                         OR substr(party_since, 6, 2) IN (?1, ?2))
                   ORDER BY n";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(months.map(|month| format!("{month:02}")), |row| {
            Ok(BirthDates {
                person: PersonId(uuid(row, 0)?),
                birth: parsed_or_null(row, 1)?,
                party_since: parsed_or_null(row, 2)?,
                lunar: from_json_or_null(row, 3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The persons of this name, those who left too.
    pub fn persons_named(&self, name: &str) -> Result<Vec<Person>, VaultError> {
        let sql = format!("SELECT {COLUMNS} FROM persons WHERE name = ?1 ORDER BY n");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map([name], from_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many persons there are, those who left too.
    pub fn person_count(&self) -> Result<usize, VaultError> {
        let n: i64 = self.db.prepare_cached("SELECT count(*) FROM persons")?.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(n).unwrap_or(0))
    }

    /// How many persons there are who have not left.
    pub fn present_count(&self) -> Result<usize, VaultError> {
        let sql = "SELECT count(*) FROM persons WHERE left_day IS NULL";
        let n: i64 = self.db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(n).unwrap_or(0))
    }
}

impl Writing<'_> {
    /// Stores a person, new or changed, by his id.
    pub fn put_person(&self, person: &Person) -> Result<(), VaultError> {
        let sql = format!(
            "INSERT INTO persons ({COLUMNS})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                     ?21)
             ON CONFLICT (id) DO UPDATE SET
                 name = ?2, sex = ?3, birth = ?4, ethnicity = ?5, native_place = ?6, education = ?7, political = ?8,
                 work_since = ?9, party_since = ?10, post = ?11, id_number = ?12, phone = ?13, address = ?14,
                 note = ?15, extra = ?16, is_secretary = ?17, left_day = ?18, left_reason = ?19,
                 lunar_birthday = ?20, absences = ?21"
        );
        self.db.prepare_cached(&sql)?.execute(params![
            person.id.0.into_bytes(),
            person.name,
            person.sex.as_ref().map(code).transpose()?,
            person.birth.map(String::from),
            person.ethnicity,
            person.native_place,
            person.education,
            person.political,
            person.work_since.map(String::from),
            person.party_since.map(String::from),
            person.post,
            person.id_number,
            person.phone,
            person.address,
            person.note,
            json(&person.extra)?,
            person.is_secretary,
            person.left.as_ref().map(|left| day_text(left.day)),
            person.left.as_ref().map(|left| &left.reason),
            person.lunar_birthday.as_ref().map(json).transpose()?,
            json(&person.absences)?,
        ])?;
        Ok(())
    }

    /// Removes a person whom no other record names, to undo his being entered.
    ///
    /// # Errors
    /// `NotFound`, or `Conflict` when a record names him.
    pub fn remove_person(&self, id: PersonId) -> Result<(), VaultError> {
        match self.db.prepare_cached("DELETE FROM persons WHERE id = ?1")?.execute([id.0.into_bytes()])? {
            0 => Err(VaultError::NotFound),
            _ => Ok(()),
        }
    }
}
