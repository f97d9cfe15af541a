//! Of whom a ledger is.

use std::collections::{HashMap, HashSet};

use method::{Person, PersonId};

use crate::{DeskError, ErrorCode, LedgerPeople};

/// The persons of a ledger, and which of them came to stand in it.
pub(super) struct Who {
    chosen: Choice,
    seen: HashSet<PersonId>,
}

enum Choice {
    /// Whoever there is, also who is no longer in the ledger.
    All,
    These(HashSet<PersonId>),
}

impl Who {
    /// Errors: `not_found` when somebody was picked who is not in the ledger.
    pub(super) fn of(people: &[Person], chosen: &LedgerPeople, with_left: bool) -> Result<Self, DeskError> {
        let among = |is_one: &dyn Fn(&Person) -> bool| {
            let these = people.iter().filter(|person| is_one(person) && (with_left || person.left.is_none()));
            Choice::These(these.map(|person| person.id).collect())
        };
        let chosen = match chosen {
            LedgerPeople::All if with_left => Choice::All,
            LedgerPeople::All => among(&|_| true),
            LedgerPeople::Members => among(&Person::is_member),
            LedgerPeople::Others => among(&|person| !person.is_member()),
            LedgerPeople::Posts { posts } => {
                among(&|person| posts.iter().any(|post| post.trim() == person.post.trim()))
            }
            LedgerPeople::Picked { ids } => {
                let known: HashMap<PersonId, &Person> = people.iter().map(|person| (person.id, person)).collect();
                if ids.iter().any(|id| !known.contains_key(id)) {
                    return Err(ErrorCode::NotFound.into());
                }
                // Who is named is meant, whether he left or not.
                Choice::These(ids.iter().copied().collect())
            }
        };
        Ok(Self { chosen, seen: HashSet::new() })
    }

    /// Whether the ledger is about this person; if so he is counted.
    pub(super) fn takes(&mut self, person: PersonId) -> bool {
        let takes = self.has(person);
        if takes {
            self.seen.insert(person);
        }
        takes
    }

    /// Whether the ledger is about any of these; those that it is about are counted.
    pub(super) fn takes_any(&mut self, persons: &[PersonId]) -> bool {
        let all = matches!(self.chosen, Choice::All);
        persons.iter().fold(all, |any, person| self.takes(*person) || any)
    }

    /// Those of a record whom the ledger is about; the others are not named in it.
    pub(super) fn named(&self, persons: &[PersonId]) -> Vec<PersonId> {
        persons.iter().copied().filter(|person| self.has(*person)).collect()
    }

    /// Of how many persons something stands in the ledger.
    pub(super) fn count(&self) -> usize {
        self.seen.len()
    }

    /// Counts those of another ledger of the same workbook too.
    pub(super) fn add(&mut self, other: Self) {
        self.seen.extend(other.seen);
    }

    fn has(&self, person: PersonId) -> bool {
        match &self.chosen {
            Choice::All => true,
            Choice::These(these) => these.contains(&person),
        }
    }
}
