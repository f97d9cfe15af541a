//! Spans, joint talks, follow-ups, routines, kin, the second pack: what the default table does not show.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use method::{
    Calendar, Case, Closure, Contact, Deadline, Duty, DutyId, DutyKind, Event, EventId, EventKind, Origin, Part,
    PartialDate, Participant, Person, PersonId, PlannedDay, Refusal, RulePack, RulePackError, Settling, YearPlan,
    derive_duties, recount, routine_events, settles,
};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn event(kind: &str, on: &str, persons: &[u128]) -> Event {
    Event {
        id: EventId(Uuid::from_u128(1)),
        kind: EventKind::new(kind),
        persons: persons.iter().map(|n| person(*n)).collect(),
        since: None,
        day: day(on),
        month_only: false,
        joint: false,
        origin: Origin::Entered,
        known_on: day("2026-11-01"),
        note: String::new(),
        entered_at: now(),
        cancelled: None,
    }
}

fn derive_under(event: &Event, pack: &RulePack) -> Vec<Duty> {
    let mut n = 100;
    derive_duties(event, &[], pack, &Calendar::built_in(), || {
        n += 1;
        DutyId(Uuid::from_u128(n))
    })
}

fn derive(event: &Event) -> Vec<Duty> {
    derive_under(event, &RulePack::three_six().unwrap())
}

fn talk(on: &str, with: &[PersonId], by: &[Participant], duty: &Duty, case: Case<'_>) -> Result<u32, Refusal> {
    let contact = Contact { kind: DutyKind::Talk, day: day(on), persons: with, by };
    settles(duty, &contact, case, &Calendar::built_in()).map(|Settling { late_workdays }| late_workdays)
}

#[test]
fn of_a_month_alone_the_days_count_from_its_end_and_the_eve_is_that_of_its_first() {
    let month = Event {
        since: Some(day("2026-12-01")),
        day: day("2026-12-31"),
        month_only: true,
        ..event("award", "2026-12-31", &[1])
    };
    let duties = derive(&month);
    let (before, after) = (&duties[0], &duties[1]);
    assert_eq!((before.key.part, before.due), (Part::Before, day("2026-11-30")));
    assert_eq!(
        (after.opens, after.due),
        (day("2026-12-01"), day("2027-01-08")),
        "five working days of an estimated 2027"
    );
    assert!(after.provisional);
    let with = [person(1)];
    assert_eq!(
        talk("2026-12-10", &with, &[], before, Case::default()),
        Err(Refusal::NotBefore),
        "it may have happened"
    );
    assert_eq!(talk("2026-12-10", &with, &[], after, Case::default()), Ok(0));
    let late = Event { known_on: day("2026-12-01"), ..month };
    assert!(matches!(derive(&late)[0].closed, Some(Closure::Missed { .. })), "known only when it may have begun");
}

#[test]
fn a_streak_can_be_visited_from_its_first_day_and_is_due_after_its_last() {
    let streak =
        Event { since: Some(day("2026-11-02")), origin: Origin::Streak, ..event("overtime", "2026-11-06", &[1]) };
    let duty = &derive(&streak)[0];
    assert_eq!((duty.opens, duty.due), (day("2026-11-02"), day("2026-11-09")));
    assert_eq!((duty.explanation.event_since, duty.explanation.event_day), (streak.since, streak.day));
}

#[test]
fn the_joint_talk_is_wanted_or_not_and_comes_after_the_talks_alone() {
    let conflict = event("conflict", "2026-11-10", &[1, 2, 3]);
    assert!(derive(&conflict).iter().all(|duty| duty.key.part == Part::Whole), "nobody asked for one");
    let mut duties = derive(&Event { joint: true, ..conflict.clone() });
    assert_eq!(duties.len(), 4, "each of the three alone, and all together once");
    let at = duties.iter().position(|duty| duty.key.part == Part::Joint).unwrap();
    let joint = duties.remove(at);
    assert_eq!((joint.key.person, joint.due), (person(1), day("2026-11-24")), "ten working days");
    let all = conflict.persons.clone();
    let case = |siblings: &[Duty], with: &[PersonId], on| {
        talk(on, with, &[], &joint, Case { parties: &all, kin: &[], siblings })
    };
    assert_eq!(case(&duties, &all, "2026-11-13"), Err(Refusal::NotTalkedAlone));
    for duty in &mut duties {
        duty.closed = Some(Closure::Met { contact: "t".to_owned(), day: day("2026-11-12"), late_workdays: 0 });
    }
    assert_eq!(case(&duties, &all[..2], "2026-11-13"), Err(Refusal::NotAllParties));
    assert_eq!(case(&duties, &all, "2026-11-11"), Err(Refusal::NotTalkedAlone), "those talks came later");
    assert_eq!(case(&duties, &all, "2026-11-13"), Ok(0));
    duties[1].closed = Some(Closure::Withdrawn { reason: "调离".to_owned() });
    assert_eq!(case(&duties, &[person(1), person(3)], "2026-11-13"), Ok(0), "who has left is not waited for");
}

#[test]
fn a_listed_relative_does_not_talk() {
    let duty = &derive(&event("setback", "2026-11-10", &[1]))[0];
    let wife = [Participant { person: None, name: "王某".to_owned(), post: "副所长".to_owned() }];
    let kin = ["王某".to_owned()];
    let case = Case { kin: &kin, ..Case::default() };
    assert_eq!(talk("2026-11-12", &[person(1)], &wife, duty, case), Err(Refusal::Kin));
    assert_eq!(talk("2026-11-12", &[person(1)], &wife, duty, Case::default()), Ok(0), "nobody said that she is one");
}

#[test]
fn follow_ups_are_owed_when_they_are_switched_on() {
    let funeral = event("bereavement", "2026-11-10", &[1]);
    let mut pack = RulePack::three_six().unwrap();
    assert_eq!(derive_under(&funeral, &pack).len(), 1);
    let at = pack.kinds.iter().position(|row| row.kind == funeral.kind).unwrap();
    for row in &mut pack.kinds[at].duties {
        row.off = false;
    }
    let spans: Vec<_> =
        derive_under(&funeral, &pack).iter().map(|duty| (duty.key.part, duty.opens, duty.due)).collect();
    let expected = [
        (Part::Whole, day("2026-11-10"), day("2026-11-11")),
        (Part::FollowUp, day("2026-11-17"), day("2026-12-10")),
        (Part::SecondFollowUp, day("2027-01-09"), day("2027-02-08")),
    ];
    assert_eq!(spans, expected);
    pack.kinds[at].off = true;
    assert_eq!(derive_under(&funeral, &pack), [], "a kind that is switched off makes nothing owed");
}

#[test]
fn the_second_pack_asks_for_talks_and_routines_only() {
    let floor = RulePack::branch_floor().unwrap();
    let three_six = RulePack::three_six().unwrap();
    let kinds = |pack: &RulePack| pack.kinds.iter().map(|row| row.kind.clone()).collect::<Vec<_>>();
    assert_eq!(kinds(&floor), kinds(&three_six), "what was logged under one keeps its title under the other");
    assert_eq!(floor.routines, three_six.routines);
    let on = floor.kinds.iter().flat_map(|row| &row.duties).filter(|duty| !duty.off);
    assert!(on.clone().all(|duty| duty.kind == DutyKind::Talk && duty.part == Part::Whole));
    assert_eq!(on.count(), 10, "discipline, hardship, health and loss (第十八条)");
}

#[test]
fn packs_that_make_no_sense_are_refused() {
    let sound = RulePack::three_six().unwrap();
    let refused = |change: &dyn Fn(&mut RulePack)| {
        let mut pack = sound.clone();
        change(&mut pack);
        assert!(pack.check().is_err());
    };
    sound.check().unwrap();
    refused(&|pack| pack.kinds[0].duties[0].deadline = Deadline::Workdays { n: 0 });
    refused(&|pack| pack.kinds[0].duties[0].deadline = Deadline::Eve);
    refused(&|pack| pack.kinds[0].duties[0].deadline = Deadline::YearEnd);
    refused(&|pack| pack.kinds[0].duties[0].part = Part::Joint);
    refused(&|pack| pack.kinds[0].duties[0].category = 7);
    refused(&|pack| pack.kinds[0].title = " ".to_owned());
    refused(&|pack| pack.kinds[1].title = pack.kinds[0].title.clone());
    refused(&|pack| pack.kinds[0].kind = EventKind::new("新来"));
    refused(&|pack| pack.routines[0].rule.kind = pack.kinds[0].kind.clone());
    refused(&|pack| pack.freshness.mind = 0);
    refused(&|pack| pack.streak.day_minutes = 1441);
    refused(&|pack| pack.late_entry_workdays = 4);
}

fn member(n: u128) -> Person {
    let mut one = Person::named(person(n), format!("甲{n}"));
    one.political = "中共党员".to_owned();
    one
}

#[test]
fn routines_make_one_event_a_year_for_each_member() {
    let pack = RulePack::three_six().unwrap();
    let mut others = Person::named(person(3), "群众甲");
    others.political = "群众".to_owned();
    let people = [member(1), member(2), others];
    let mut n = 0;
    let mut make = |made: &method::Made, since, today| {
        routine_events(&pack, &people, made, (day(since), day(today)), now(), || {
            n += 1;
            EventId(Uuid::from_u128(n))
        })
    };
    let first = make(&HashSet::new(), "2026-11-23", "2026-11-23");
    assert_eq!(first.len(), 4, "the yearly talk and the integrity talk of two members");
    assert!(first.iter().all(|event| event.origin == Origin::Routine && event.day == day("2026-01-01")));
    let duty = &derive(&first[0])[0];
    assert_eq!((duty.key.category, duty.opens, duty.due), (0, day("2026-01-01"), day("2026-12-31")));
    let made: method::Made = first.iter().map(|event| (event.kind.clone(), event.persons[0], 2026)).collect();
    assert_eq!(make(&made, "2026-11-23", "2026-12-30"), [], "they are there");
    assert_eq!(make(&made, "2026-12-30", "2027-01-01").len(), 4, "a new year");
    assert_eq!(make(&made, "2026-12-30", "2028-02-01").len(), 8, "a ledger not opened for a year owes that year too");
}

#[test]
fn a_political_birthday_is_told_a_week_ahead_and_never_lost() {
    let mut pack = RulePack::three_six().unwrap();
    pack.routines.retain(|routine| routine.rule.kind.0 == "political_birthday");
    pack.routines[0].rule.off = false;
    let mut admitted = member(1);
    admitted.party_since = Some(PartialDate::day(2004, 2, 29).unwrap());
    let make = |since, today| {
        let people = [admitted.clone()];
        let made = HashSet::new();
        let events = routine_events(&pack, &people, &made, (day(since), day(today)), now(), || EventId(Uuid::nil()));
        events.into_iter().map(|event| event.day.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(make("2026-02-20", "2026-02-20"), Vec::<String>::new());
    assert_eq!(make("2026-02-20", "2026-02-21"), ["2026-02-28"], "a leap day is kept on the 28th");
    assert_eq!(make("2028-02-01", "2028-02-25"), ["2028-02-29"]);
    assert_eq!(make("2026-02-20", "2026-06-01"), ["2026-02-28"], "the ledger was closed when it came");
    assert_eq!(make("2026-03-01", "2026-06-01"), Vec::<String>::new(), "it was before anybody asked");
    assert_eq!(make("2004-01-01", "2004-12-31"), Vec::<String>::new(), "the day itself is no birthday");
}

#[test]
fn an_announced_year_moves_what_rested_on_the_estimate() {
    let calendar = Calendar::built_in();
    let arrival = event("new_arrival", "2026-12-29", &[1]);
    let open = derive(&arrival).remove(0);
    assert_eq!((open.due, open.provisional), (day("2027-01-06"), true));
    let mut announced = calendar.clone();
    let off = |text: &str| PlannedDay { day: day(text), name: "元旦".to_owned(), off: true };
    let plan = YearPlan::of_days(2027, ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"].map(off)).unwrap();
    announced.announce(2027, plan);
    let moved = recount(&open, &arrival, &announced).unwrap();
    assert_eq!((moved.due, moved.first_due, moved.provisional), (day("2027-01-07"), day("2027-01-07"), false));
    assert_eq!((moved.id, moved.explanation.pack_version), (open.id, 1));
    assert_eq!(recount(&moved, &arrival, &announced), None, "nothing changes twice");
    let met = Closure::Met { contact: "t".to_owned(), day: day("2026-12-30"), late_workdays: 0 };
    assert_eq!(recount(&Duty { closed: Some(met), ..open }, &arrival, &announced), None, "what is closed stays");
}

#[test]
fn a_calendar_of_no_year_is_refused() {
    for year in [i32::MIN, 1999, 2101, i32::MAX] {
        let off = PlannedDay { day: day("2027-01-01"), name: "元旦".to_owned(), off: true };
        assert!(YearPlan::of_days(year, [off]).is_err(), "{year}");
    }
}

#[test]
fn what_a_file_calls_a_kind_is_not_repeated() {
    let mut pack = RulePack::three_six().unwrap();
    pack.kinds[3].kind = EventKind::new("张三的事");
    assert_eq!(pack.check(), Err(RulePackError::Row("kinds".to_owned())));
    let id = "长".repeat(41);
    assert_eq!(RulePack { id, ..RulePack::three_six().unwrap() }.check(), Err(RulePackError::Row("id".to_owned())));
}
