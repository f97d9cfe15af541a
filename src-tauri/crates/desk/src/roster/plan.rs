//! What every row of a roster would do.

use std::collections::{BTreeMap, HashSet};

use method::{PartialDate, Person, PersonId};
use sheet::{PersonDraft, Problem, RosterColumn, RosterPerson, Severity};

use super::matching::Index;
use crate::{
    FieldChange, PersonForm, RosterAction, RosterCandidate, RosterOnly, RosterProblem, RosterResult, RosterRow,
    RosterWho, check, people,
};

/// So many candidates are shown of one name.
const CANDIDATES: usize = 6;

/// A person as he would be stored.
struct Planned {
    person: Person,
    /// As he is in the ledger, when he would be changed.
    was: Option<Box<Person>>,
    /// The row that brings him, when he is not in the ledger.
    row: Option<u32>,
}

/// What would become of the people, and what every row would do.
#[derive(Default)]
pub(crate) struct Plan {
    people: Vec<Planned>,
    /// The refused first, then the doubtful, the changed, the new ones; each as they stand in the file.
    rows: Vec<RosterRow>,
}

impl Plan {
    /// Compares a roster with the people known, row by row; `answers` say whom a row means of whom only the name agrees.
    pub(super) fn of(
        read: Vec<RosterPerson>,
        columns: &[RosterColumn],
        known: Vec<Person>,
        answers: &BTreeMap<u32, RosterWho>,
        hidden: &HashSet<PersonId>,
        mut new_id: impl FnMut(u32) -> PersonId,
    ) -> Self {
        let people = known.into_iter().map(|person| Planned { person, was: None, row: None }).collect();
        let mut plan = Self { people, rows: Vec::with_capacity(read.len()) };
        let mut index = Index::default();
        for (at, planned) in plan.people.iter().enumerate() {
            index.put(at, &planned.person);
        }
        for one in read {
            let answer = answers.get(&one.row).copied();
            let row = plan.row(one, columns, answer, hidden, &mut index, &mut new_id);
            plan.rows.push(row);
        }
        plan.rows.sort_by_key(|row| (order(row), row.row));
        plan
    }

    fn row(
        &mut self,
        one: RosterPerson,
        columns: &[RosterColumn],
        answer: Option<RosterWho>,
        hidden: &HashSet<PersonId>,
        index: &mut Index,
        new_id: &mut impl FnMut(u32) -> PersonId,
    ) -> RosterRow {
        let mut row = RosterRow {
            row: one.row,
            name: one.person.name.clone(),
            post: one.person.post.clone(),
            action: RosterAction::Rejected,
            candidates: Vec::new(),
            who: None,
            problems: one.problems.iter().map(|problem| problem_view(problem, columns)).collect(),
        };
        if !one.importable() {
            return row;
        }
        let person = |at: usize| &self.people[at].person;
        let mut found = index.sure(&one.person, person);
        // The number of somebody with another name: he was renamed, or the number was copied down. Only the user knows.
        let other = found.filter(|at| !one.person.name.is_empty() && person(*at).name != one.person.name);
        if found.is_none() || other.is_some() {
            let namesakes = match other {
                Some(at) => vec![at],
                None => index.namesakes(&one.person, person),
            };
            // Of who is sealed or handed over nothing is shown.
            let shown = namesakes.iter().filter(|at| !hidden.contains(&person(**at).id));
            row.candidates = shown.take(CANDIDATES).map(|at| self.candidate(*at)).collect();
            if row.candidates.is_empty() && !namesakes.is_empty() {
                row.problems.push(of_row("person_hidden"));
                return row;
            }
            found = match answer {
                _ if namesakes.is_empty() => None,
                Some(RosterWho::Other) => None,
                Some(RosterWho::Same { person: Some(id) }) => {
                    namesakes.into_iter().find(|at| self.people[*at].person.id == id)
                }
                Some(RosterWho::Same { person: None }) | None => None,
            };
            row.who = answer.filter(|who| *who == RosterWho::Other || found.is_some());
            if !row.candidates.is_empty() && row.who.is_none() {
                row.action = RosterAction::Asked;
                return row;
            }
            if other.is_some() && found.is_none() {
                // Two people cannot have one number.
                row.problems.push(of_row("number_of_another"));
                return row;
            }
        }
        if found.is_some_and(|at| hidden.contains(&self.people[at].person.id)) {
            row.candidates.clear();
            row.problems.push(of_row("person_hidden"));
            return row;
        }
        let old = found.map(|at| people::form_of(&self.people[at].person)).unwrap_or_default();
        let new = merged(old.clone(), one.person);
        if let Err(error) = check::person(&new) {
            row.problems.push(of_row(&name_of(&error.code)));
            return row;
        }
        row.action = match found {
            None => {
                let person = people::fill(Person::named(new_id(one.row), ""), new);
                index.put(self.people.len(), &person);
                self.people.push(Planned { person, was: None, row: Some(one.row) });
                RosterAction::New
            }
            Some(at) if old == new => RosterAction::Same { person: self.people[at].person.id },
            Some(at) => {
                let fields = changes(&old, &new);
                let planned = &mut self.people[at];
                let changed = people::fill(planned.person.clone(), new);
                let was = std::mem::replace(&mut planned.person, changed);
                if planned.row.is_none() && planned.was.is_none() {
                    planned.was = Some(Box::new(was));
                }
                index.put(at, &planned.person);
                RosterAction::Changed { person: planned.person.id, fields }
            }
        };
        row
    }

    fn candidate(&self, at: usize) -> RosterCandidate {
        let Planned { person, row, .. } = &self.people[at];
        RosterCandidate { person: person.id, post: person.post.clone(), birth: person.birth, row: *row }
    }

    /// The rows of one kind, or all.
    pub(super) fn rows(&self, only: Option<RosterOnly>) -> impl Iterator<Item = &RosterRow> {
        self.rows.iter().filter(move |row| only.is_none_or(|only| is(row, only)))
    }

    /// How many rows there are of each kind.
    pub(super) fn totals(&self) -> BTreeMap<RosterOnly, u32> {
        use RosterOnly::{Asked, Changed, New, Rejected, Same};
        [Rejected, Asked, Changed, New, Same].map(|only| (only, count(self.rows(Some(only))))).into()
    }

    /// What would be done, in numbers.
    pub(super) fn result(&self) -> RosterResult {
        let all = |wanted: fn(&RosterAction) -> bool| count(self.rows.iter().filter(|row| wanted(&row.action)));
        RosterResult {
            import: None,
            new: all(|action| matches!(action, RosterAction::New)),
            changed: all(|action| matches!(action, RosterAction::Changed { .. })),
            same: all(|action| matches!(action, RosterAction::Same { .. })),
            asked: all(|action| matches!(action, RosterAction::Asked)),
            rejected: all(|action| matches!(action, RosterAction::Rejected)),
        }
    }

    /// Who would be stored, after what he was; none before whom the file brings.
    pub(super) fn stored(&self) -> impl Iterator<Item = (Option<&Person>, &Person)> {
        let stored = self.people.iter().filter(|planned| planned.was.is_some() || planned.row.is_some());
        stored.map(|planned| (planned.was.as_deref(), &planned.person))
    }
}

fn count<'r>(rows: impl Iterator<Item = &'r RosterRow>) -> u32 {
    rows.count().try_into().unwrap_or(u32::MAX)
}

fn is(row: &RosterRow, only: RosterOnly) -> bool {
    match only {
        RosterOnly::Rejected => matches!(row.action, RosterAction::Rejected),
        RosterOnly::Asked => !row.candidates.is_empty(),
        RosterOnly::Changed => matches!(row.action, RosterAction::Changed { .. }),
        RosterOnly::New => matches!(row.action, RosterAction::New),
        RosterOnly::Same => matches!(row.action, RosterAction::Same { .. }),
    }
}

fn order(row: &RosterRow) -> u8 {
    match &row.action {
        RosterAction::Rejected => 0,
        // What was answered stays where it was asked.
        _ if !row.candidates.is_empty() => 1,
        RosterAction::Asked => 1,
        RosterAction::Changed { .. } => 2,
        RosterAction::New => 3,
        RosterAction::Same { .. } => 4,
    }
}

/// Why a row as a whole is refused.
fn of_row(reason: &str) -> RosterProblem {
    RosterProblem { letter: None, column: None, rejected: true, reason: reason.to_owned(), value: String::new() }
}

fn problem_view(problem: &Problem, columns: &[RosterColumn]) -> RosterProblem {
    let column = problem.column.as_ref().and_then(|title| columns.iter().find(|column| column.title == *title));
    RosterProblem {
        letter: column.map(|column| letter(column.index)),
        column: problem.column.clone(),
        rejected: problem.severity == Severity::Rejected,
        reason: name_of(&problem.reason),
        value: problem.value.clone(),
    }
}

/// A column as the spreadsheet names it: A, B … Z, AA.
pub(super) fn letter(index: u32) -> String {
    let mut letters = String::new();
    let mut rest = index + 1;
    while rest > 0 {
        rest -= 1;
        letters.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters
}

/// The form with what the roster says laid over it; what the roster leaves empty stays.
pub(crate) fn merged(form: PersonForm, draft: PersonDraft) -> PersonForm {
    let text = |old: String, new: String| if new.is_empty() { old } else { new };
    let exactness = |date: PartialDate| (date.month_part().is_some(), date.day_part().is_some());
    // A month in the roster does not wipe out a day that is known already.
    let date = |old: Option<PartialDate>, new: Option<PartialDate>| match (old, new) {
        (Some(old), Some(new)) if old.agrees_with(new) && exactness(old) >= exactness(new) => Some(old),
        (old, new) => new.or(old),
    };
    let mut extra = form.extra;
    extra.extend(draft.extra);
    PersonForm {
        name: text(form.name, draft.name),
        sex: draft.sex.or(form.sex),
        birth: date(form.birth, draft.birth),
        ethnicity: text(form.ethnicity, draft.ethnicity),
        native_place: text(form.native_place, draft.native_place),
        education: text(form.education, draft.education),
        political: text(form.political, draft.political),
        work_since: date(form.work_since, draft.work_since),
        party_since: date(form.party_since, draft.party_since),
        post: text(form.post, draft.post),
        id_number: text(form.id_number, draft.id_number),
        phone: text(form.phone, draft.phone),
        address: text(form.address, draft.address),
        note: text(form.note, draft.note),
        extra,
        lunar_birthday: form.lunar_birthday,
        is_secretary: form.is_secretary,
    }
}

/// Field by field, by comparing the two forms as data; extra columns by their titles.
pub(crate) fn changes(old: &PersonForm, new: &PersonForm) -> Vec<FieldChange> {
    let fields = |form: &PersonForm| match serde_json::to_value(form) {
        Ok(serde_json::Value::Object(mut map)) => {
            map.remove("extra");
            map
        }
        _ => serde_json::Map::new(),
    };
    let text = |value: Option<&serde_json::Value>| match value {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(serde_json::Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    let (was, is) = (fields(old), fields(new));
    let own = is.iter().filter(|(field, value)| was.get(*field) != Some(*value)).map(|(field, value)| FieldChange {
        field: field.clone(),
        from: text(was.get(field)),
        to: text(Some(value)),
    });
    let extra = new.extra.iter().filter(|(title, text)| old.extra.get(*title) != Some(*text)).map(|(title, text)| {
        let from = old.extra.get(title).cloned().unwrap_or_default();
        FieldChange { field: title.clone(), from, to: text.clone() }
    });
    own.chain(extra).collect()
}

/// The name under which a reason crosses the border.
fn name_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        let named: Vec<String> = [0, 25, 26, 51, 52, 255].map(letter).into();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "IV"]);
    }

    #[test]
    fn what_is_less_exact_does_not_wipe_out_what_is_known() {
        let form = |birth: &str| PersonForm { birth: Some(birth.parse().unwrap()), ..PersonForm::default() };
        let draft = |birth: &str| PersonDraft { birth: Some(birth.parse().unwrap()), ..PersonDraft::default() };
        let merged = |old, new| merged(form(old), draft(new)).birth.map(String::from).unwrap();
        assert_eq!(merged("1975-03-08", "1975-03"), "1975-03-08");
        assert_eq!(merged("1975-03", "1975"), "1975-03");
        assert_eq!(merged("1975", "1975-03"), "1975-03");
        assert_eq!(merged("1975-03-08", "1975-04"), "1975-04");
    }
}
