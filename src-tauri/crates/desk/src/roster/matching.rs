//! Whom a row of a roster means, among many people without comparing it with each.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use method::{PartialDate, Person};
use sheet::PersonDraft;
use smallvec::SmallVec;

/// So many people of one name are looked at for a likeness in the name alone.
const NAMESAKES: usize = 50;

/// How sure it is that a row means a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    Sure,
    NameOnly,
}

/// The same person: the same ID number, else the same name and birth month; a name alone is a doubt.
pub(crate) fn likeness(person: &Person, draft: &PersonDraft) -> Option<Likeness> {
    if !person.id_number.is_empty() && !draft.id_number.is_empty() {
        return (person.id_number == draft.id_number).then_some(Likeness::Sure);
    }
    if person.name != draft.name {
        return None;
    }
    let (Some(known), Some(read)) = (person.birth, draft.birth) else { return Some(Likeness::NameOnly) };
    if known.year_part() != read.year_part() {
        return None;
    }
    match (known.month_part(), read.month_part()) {
        (Some(known), Some(read)) => (known == read).then_some(Likeness::Sure),
        _ => Some(Likeness::NameOnly),
    }
}

/// Where people stand; of most keys there is one.
type Places = SmallVec<[usize; 2]>;

/// People by what a row can be found by. What a person no longer is, and another thing with the same hash, may lead to him too, so
/// that [`likeness`] decides. Hashes, as copies of so many names and numbers would take longer than the comparing.
#[derive(Default)]
pub(super) struct Index {
    hashes: RandomState,
    by_number: HashMap<u64, Places>,
    /// Those with an ID number apart: a row with another number does not mean them.
    by_birth: [HashMap<u64, Places>; 2],
    by_name: HashMap<u64, Places>,
}

impl Index {
    /// Puts a person in, new or changed.
    pub(super) fn put(&mut self, at: usize, person: &Person) {
        if !person.id_number.is_empty() {
            let list = self.by_number.entry(self.hash(&person.id_number)).or_default();
            if !list.contains(&at) {
                list.push(at);
            }
        }
        if let Some(birth) = self.birth(&person.name, person.birth) {
            let [without, with] = &mut self.by_birth;
            let numbered = !person.id_number.is_empty();
            if numbered && let Some(list) = without.get_mut(&birth) {
                list.retain(|other| *other != at);
            }
            let list = if numbered { with } else { without }.entry(birth).or_default();
            if !list.contains(&at) {
                list.push(at);
            }
        }
        let list = self.by_name.entry(self.hash(&person.name)).or_default();
        if list.last() != Some(&at) && (list.len() > NAMESAKES || !list.contains(&at)) {
            list.push(at);
        }
    }

    /// Who is surely meant.
    pub(super) fn sure<'p>(&self, draft: &PersonDraft, person: impl Fn(usize) -> &'p Person) -> Option<usize> {
        let is_sure = |at: &usize| likeness(person(*at), draft) == Some(Likeness::Sure);
        if !draft.id_number.is_empty() {
            let mut list = self.by_number.get(&self.hash(&draft.id_number)).into_iter().flatten().copied();
            if let Some(at) = list.find(is_sure) {
                return Some(at);
            }
        }
        let birth = self.birth(&draft.name, draft.birth)?;
        let [without, with] = &self.by_birth;
        let lists: &[_] = if draft.id_number.is_empty() { &[without, with] } else { &[without] };
        let found = lists.iter().filter_map(|list| list.get(&birth)?.iter().copied().find(is_sure));
        found.min()
    }

    /// Of whom only the name agrees.
    pub(super) fn namesakes<'p>(&self, draft: &PersonDraft, person: impl Fn(usize) -> &'p Person) -> Vec<usize> {
        let list = self.by_name.get(&self.hash(&draft.name)).into_iter().flatten().take(NAMESAKES);
        list.copied().filter(|at| likeness(person(*at), draft) == Some(Likeness::NameOnly)).collect()
    }

    fn hash(&self, text: &str) -> u64 {
        self.hashes.hash_one(text)
    }

    /// The name with the month of birth, where that is known.
    fn birth(&self, name: &str, birth: Option<PartialDate>) -> Option<u64> {
        let birth = birth?;
        Some(self.hashes.hash_one((name, birth.year_part(), birth.month_part()?)))
    }
}

#[cfg(test)]
mod tests {
    use method::PersonId;

    use super::*;

    fn person(n: u128, name: &str, birth: Option<&str>, id_number: &str) -> Person {
        let named = Person::named(PersonId(uuid::Uuid::from_u128(n)), name);
        Person { birth: birth.map(|day| day.parse().unwrap()), id_number: id_number.to_owned(), ..named }
    }

    fn draft(name: &str, birth: Option<&str>, id_number: &str) -> PersonDraft {
        let birth = birth.map(|day| day.parse().unwrap());
        PersonDraft { name: name.to_owned(), birth, id_number: id_number.to_owned(), ..PersonDraft::default() }
    }

    #[test]
    fn a_month_that_is_not_known_leaves_a_doubt() {
        let likeness = |known, read| likeness(&person(1, "甲", known, ""), &draft("甲", read, ""));
        assert_eq!(likeness(Some("1980-03-08"), Some("1980-03")), Some(Likeness::Sure));
        assert_eq!(likeness(Some("1980"), Some("1980-03")), Some(Likeness::NameOnly));
        assert_eq!(likeness(Some("1980-04"), Some("1980-03")), None);
        assert_eq!(likeness(Some("1981"), Some("1980-03")), None);
        assert_eq!(likeness(None, Some("1980-03")), Some(Likeness::NameOnly));
    }

    #[test]
    fn the_index_finds_whom_comparing_with_everybody_finds() {
        let births = [None, Some("1980"), Some("1980-03"), Some("1980-03-08"), Some("1990-01")];
        let numbers = ["", "A", "B"];
        let mut people = Vec::new();
        for (n, name) in ["甲", "乙"].into_iter().cycle().take(40).enumerate() {
            people.push(person(n as u128, name, births[n % 5], numbers[n % 3]));
        }
        let mut index = Index::default();
        // Each is put in as somebody else first, as a row may change whom an earlier one brought.
        for (at, one) in people.iter().enumerate() {
            index.put(at, &Person { id_number: String::new(), ..one.clone() });
            index.put(at, one);
        }
        for name in ["甲", "乙", "丙"] {
            for birth in births {
                for number in numbers {
                    let draft = draft(name, birth, number);
                    let like = |wanted| {
                        (0..people.len())
                            .filter(|at| likeness(&people[*at], &draft) == Some(wanted))
                            .collect::<Vec<_>>()
                    };
                    let sure = index.sure(&draft, |at| &people[at]);
                    assert_eq!(sure.is_some(), !like(Likeness::Sure).is_empty(), "{draft:?}");
                    assert!(sure.is_none_or(|at| like(Likeness::Sure).contains(&at)), "{draft:?}");
                    assert_eq!(index.namesakes(&draft, |at| &people[at]), like(Likeness::NameOnly), "{draft:?}");
                }
            }
        }
    }
}
