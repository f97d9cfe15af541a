//! What must hold for any day, any rule and any sequence of edits.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{DateTime, Days, NaiveDate, Utc};
use method::{
    Calendar, Case, Closure, Contact, Departure, Duty, DutyId, DutyKey, DutyKind, Event, EventId, EventKind, Origin,
    Part, Participant, Person, PersonId, Refusal, RulePack, derive_duties, reconcile, settles,
};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

/// Made once: it takes longer than any of the cases.
static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::built_in);
static PACK: LazyLock<RulePack> = LazyLock::new(|| RulePack::three_six().unwrap());

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 1, 1).unwrap()
}

/// Any day of 2023 to 2027.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..5 * 365u64).prop_map(|n| first() + Days::new(n))
}

fn now() -> DateTime<Utc> {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

fn person(n: u8) -> PersonId {
    PersonId(Uuid::from_u128(n.into()))
}

fn any_kind() -> impl Strategy<Value = EventKind> {
    let kinds: Vec<EventKind> = PACK.kinds.iter().map(|rule| rule.kind.clone()).collect();
    proptest::sample::select(kinds)
}

/// Up to four different persons.
fn any_persons() -> impl Strategy<Value = Vec<PersonId>> {
    proptest::collection::btree_set(1u8..6, 1..5).prop_map(|set| set.into_iter().map(person).collect())
}

prop_compose! {
    fn any_event()(kind in any_kind(), persons in any_persons(), day in any_day(), known in any_day()) -> Event {
        let id = EventId(Uuid::from_u128(1));
        Event {
            id, kind, persons, since: None, day, month_only: false, joint: false, origin: Origin::Entered, known_on: known,
            note: String::new(), entered_at: now(), cancelled: None,
        }
    }
}

/// What can befall an event and its duties between two looks at them.
#[derive(Clone, Debug)]
enum Step {
    Day(NaiveDate, NaiveDate),
    Kind(EventKind),
    Persons(Vec<PersonId>),
    Settle(usize),
    Exempt(usize),
    Leave(u8),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (any_day(), any_day()).prop_map(|(day, today)| Step::Day(day, today)),
        1 => any_kind().prop_map(Step::Kind),
        2 => any_persons().prop_map(Step::Persons),
        2 => (0usize..8).prop_map(Step::Settle),
        1 => (0usize..8).prop_map(Step::Exempt),
        1 => (1u8..6).prop_map(Step::Leave),
    ]
}

/// An event with its kept duties, as a ledger would hold them.
struct Kept {
    event: Event,
    people: Vec<Person>,
    duties: Vec<Duty>,
    next: u128,
}

impl Kept {
    fn new(event: Event) -> Self {
        let people = (1..6).map(|n| Person::named(person(n), "某人")).collect();
        let mut kept = Self { event, people, duties: Vec::new(), next: 100 };
        kept.reconcile();
        kept
    }

    fn derived(&mut self) -> Vec<Duty> {
        let next = &mut self.next;
        derive_duties(&self.event, &self.people, &PACK, &CALENDAR, || {
            *next += 1;
            DutyId(Uuid::from_u128(*next))
        })
    }

    /// How many duties a second look would still write.
    fn reconcile(&mut self) -> usize {
        let derived = self.derived();
        let written = reconcile(&self.duties, derived, "事由已修改", now()).write;
        for duty in written {
            match self.duties.iter_mut().find(|old| old.key == duty.key) {
                Some(old) => *old = duty,
                None => self.duties.push(duty),
            }
        }
        let derived = self.derived();
        reconcile(&self.duties, derived, "事由已修改", now()).write.len()
    }

    fn close(&mut self, n: usize, closed: Closure) {
        if let Some(duty) = self.duties.get_mut(n)
            && duty.is_open()
        {
            duty.closed = Some(closed);
            duty.closed_at = Some(now());
        }
    }
}

fn settled(duties: &[Duty]) -> Vec<Duty> {
    let is = |duty: &&Duty| matches!(duty.closed, Some(Closure::Met { .. } | Closure::Exempt { .. }));
    duties.iter().filter(is).cloned().collect()
}

proptest! {
    #[test]
    fn working_days_agree_with_counting_by_hand(start in any_day(), n in 0u32..40) {
        let calendar = &*CALENDAR;
        let due = calendar.add_workdays(start, n);
        let mut day = start;
        let mut left = n;
        while left > 0 {
            day = day.succ_opt().unwrap();
            if calendar.kind(day).is_workday() {
                left -= 1;
            }
        }
        prop_assert_eq!(due.due, day);
        prop_assert_eq!(calendar.workdays_after(start, due.due), n, "and back");
        let passed: Vec<NaiveDate> = start.iter_days().skip(1).take_while(|day| *day <= due.due).collect();
        let mut told: Vec<NaiveDate> = due.counted.iter().copied().chain(due.skipped.iter().map(|s| s.day)).collect();
        told.sort();
        prop_assert_eq!(told, passed, "the explanation leaves no day out");
    }

    #[test]
    fn more_days_are_never_sooner(start in any_day(), n in 0u32..40) {
        let calendar = &*CALENDAR;
        prop_assert!(calendar.add_workdays(start, n).due < calendar.add_workdays(start, n + 1).due);
        let tomorrow = start.succ_opt().unwrap();
        prop_assert!(calendar.add_workdays(start, n).due <= calendar.add_workdays(tomorrow, n).due);
    }

    #[test]
    fn any_sequence_of_edits_leaves_what_the_rules_say(event in any_event(), steps in vec(any_step(), 0..12)) {
        let mut kept = Kept::new(event);
        for step in steps {
            let before = settled(&kept.duties);
            let keys: BTreeSet<DutyKey> = kept.duties.iter().map(|duty| duty.key.clone()).collect();
            match step {
                Step::Day(day, today) => {
                    kept.event.day = day;
                    kept.event.known_on = today;
                }
                Step::Kind(kind) => kept.event.kind = kind,
                Step::Persons(persons) => kept.event.persons = persons,
                Step::Settle(n) => {
                    let day = kept.event.day;
                    kept.close(n, Closure::Met { contact: "t".to_owned(), day, late_workdays: 0 });
                }
                Step::Exempt(n) => {
                    kept.close(n, Closure::Exempt { reason: "出国".to_owned(), by: "甲书记".to_owned() });
                }
                Step::Leave(n) => {
                    kept.people[usize::from(n) - 1].left =
                        Some(Departure { day: kept.event.day, reason: "调离".to_owned() });
                }
            }
            prop_assert_eq!(kept.reconcile(), 0, "a second look changes nothing");

            // Nothing settled is lost or touched, and no duty vanishes or appears twice.
            for duty in before {
                prop_assert!(kept.duties.contains(&duty), "settled stays settled");
            }
            let after: BTreeSet<DutyKey> = kept.duties.iter().map(|duty| duty.key.clone()).collect();
            prop_assert_eq!(after.len(), kept.duties.len(), "no key twice");
            prop_assert!(keys.is_subset(&after), "no duty vanishes without a trace");

            // What is not settled is what the rules derive from the event as it is now.
            let derived = kept.derived();
            for duty in &derived {
                let stored = kept.duties.iter().find(|stored| stored.key == duty.key);
                let stored = stored.expect("every derived duty is kept");
                if !matches!(stored.closed, Some(Closure::Met { .. } | Closure::Exempt { .. })) {
                    prop_assert_eq!(stored.due, duty.due);
                    prop_assert_eq!(stored.key.category, duty.key.category);
                    prop_assert_eq!(&stored.explanation, &duty.explanation);
                    prop_assert_eq!(stored.is_open(), duty.is_open());
                }
            }
            let derived: BTreeSet<&DutyKey> = derived.iter().map(|duty| &duty.key).collect();
            for duty in kept.duties.iter().filter(|duty| duty.is_open()) {
                prop_assert!(derived.contains(&duty.key), "nothing is owed that no rule makes owed");
            }
        }
    }

    #[test]
    fn settling_needs_kind_person_and_window(
        event in any_event(),
        day in any_day(),
        persons in any_persons(),
        talk in any::<bool>(),
        by in proptest::option::of(1u8..8),
    ) {
        let calendar = &*CALENDAR;
        let kind = if talk { DutyKind::Talk } else { DutyKind::Visit };
        let by = [Participant { person: by.map(person), name: "某人".to_owned(), post: String::new() }];
        let contact = Contact { kind, day, persons: &persons, by: &by };
        let avoided = by[0].person.is_some_and(|one| event.persons.contains(&one));
        for duty in Kept::new(event.clone()).duties {
            let event_day = duty.explanation.event_day;
            let in_window = day >= duty.opens && (duty.key.part != Part::Before || day < event_day);
            let can = duty.is_open() && duty.key.kind == kind && persons.contains(&duty.key.person) && in_window;
            match settles(&duty, &contact, Case { parties: &event.persons, ..Case::default() }, calendar) {
                Ok(settling) => {
                    prop_assert!(can && !avoided);
                    prop_assert_eq!(settling.late_workdays == 0, day <= duty.first_due, "0 means on time");
                }
                Err(Refusal::Avoidance) => prop_assert!(can && avoided),
                Err(_) => prop_assert!(!can),
            }
        }
    }
}
