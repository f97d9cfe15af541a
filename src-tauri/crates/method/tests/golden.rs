//! The dates, the table and the edge cases of the method, as its description fixes them.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use chrono::{DateTime, NaiveDate, Utc};
use method::{
    Calendar, Case, Closure, Contact, Deadline, Departure, Duty, DutyId, DutyKind, DutyState, Event, EventId,
    EventKind, Origin, Part, Participant, Person, PersonId, Refusal, RulePack, Settling, SkipReason, derive_duties,
    entered_late, reconcile, settles,
};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

/// An event that became known on the day it happened.
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
        known_on: day(on),
        note: String::new(),
        entered_at: moment("2026-01-01T01:00:00Z"),
        cancelled: None,
    }
}

fn known(event: Event, on: &str) -> Event {
    Event { known_on: day(on), ..event }
}

fn derive_with(event: &Event, people: &[Person]) -> Vec<Duty> {
    let pack = RulePack::three_six().unwrap();
    let mut n = 100;
    derive_duties(event, people, &pack, &Calendar::built_in(), || {
        n += 1;
        DutyId(Uuid::from_u128(n))
    })
}

fn derive(event: &Event) -> Vec<Duty> {
    derive_with(event, &[])
}

fn one(event: &Event) -> Duty {
    let duties = derive(event);
    assert_eq!(duties.len(), 1, "{} makes one duty owed", event.kind.0);
    duties.into_iter().next().unwrap()
}

fn part(duties: &[Duty], part: Part) -> &Duty {
    duties.iter().find(|duty| duty.key.part == part).unwrap()
}

fn talk(on: &str, persons: &[PersonId], by: &[Participant], duty: &Duty, parties: &[PersonId]) -> Result<u32, Refusal> {
    let contact = Contact { kind: DutyKind::Talk, day: day(on), persons, by };
    settles(duty, &contact, Case { parties, ..Case::default() }, &Calendar::built_in())
        .map(|Settling { late_workdays }| late_workdays)
}

fn talker(id: Option<PersonId>) -> Participant {
    Participant { person: id, name: "甲书记".to_owned(), post: "党支部书记".to_owned() }
}

/// What is kept after the event changed: the kept duties with the written ones laid over them.
fn after(kept: &[Duty], event: &Event) -> Vec<Duty> {
    let written = reconcile(kept, derive(event), "事由已修改", moment("2026-11-23T01:00:00Z")).write;
    let mut now: Vec<Duty> = kept.to_vec();
    for duty in written {
        match now.iter_mut().find(|old| old.key == duty.key) {
            Some(old) => *old = duty,
            None => now.push(duty),
        }
    }
    now
}

#[test]
fn three_workdays_across_the_spring_festival() {
    let duty = one(&event("setback", "2026-02-13", &[1]));
    assert_eq!(duty.due, day("2026-02-25"));
    let why = &duty.explanation;
    assert_eq!(why.counted, [day("2026-02-14"), day("2026-02-24"), day("2026-02-25")], "day 1 is the made-up Saturday");
    assert_eq!(why.made_up, [day("2026-02-14")]);
    let skipped: Vec<NaiveDate> = why.skipped.iter().map(|skipped| skipped.day).collect();
    let off: Vec<NaiveDate> = day("2026-02-15").iter_days().take(9).collect();
    assert_eq!(skipped, off, "15 to 23 February are off");
    for skipped in &why.skipped {
        assert_eq!(skipped.why, SkipReason::Holiday { name: "春节".to_owned() }, "{}", skipped.day);
    }
    assert_eq!((why.event_day, why.due, why.provisional), (day("2026-02-13"), day("2026-02-25"), false));
    assert_eq!((why.pack.as_str(), why.pack_version), ("三六工作法", 1));
    assert_eq!(why.deadline, Deadline::Workdays { n: 3 });
}

#[test]
fn five_workdays_across_the_national_day() {
    let duty = one(&event("new_arrival", "2026-09-30", &[1]));
    assert_eq!(duty.due, day("2026-10-13"));
    let counted = ["2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12", "2026-10-13"].map(day);
    assert_eq!(duty.explanation.counted, counted);
    assert_eq!(duty.explanation.made_up, [day("2026-10-10")], "10 October is a made-up Saturday");
    assert_eq!(duty.explanation.skipped.len(), 8, "1 to 7 and 11 October");
    assert_eq!(duty.explanation.skipped.last().unwrap().why, SkipReason::Weekend, "11 October is a plain Sunday");
}

#[test]
fn a_single_workday_over_new_year_and_from_a_worked_saturday() {
    let calendar = Calendar::built_in();
    let new_year = calendar.add_workdays(day("2025-12-31"), 1);
    assert_eq!(new_year.due, day("2026-01-04"), "the first working day of 2026 is a made-up Sunday");
    assert!(!new_year.provisional, "both years are announced");
    assert!(calendar.kind(day("2026-05-09")).is_workday());
    assert_eq!(calendar.add_workdays(day("2026-05-09"), 1).due, day("2026-05-11"), "the event's own day never counts");
}

#[test]
fn the_pack_is_the_table_of_the_method() {
    use Deadline::{Days, Eve, Window, Workdays};
    use DutyKind::{Talk, Visit};
    use Part::{After, Before, FollowUp, Joint, SecondFollowUp, Whole};
    let talk = |category, n| (Talk, category, Whole, Workdays { n });
    let visit = |category, n| (Visit, category, Whole, Workdays { n });
    let around = vec![(Talk, 3, Before, Eve), (Talk, 3, After, Workdays { n: 5 })];
    let wedding = vec![(Visit, 4, Whole, Window { before: 7, after: 7 })];
    let table = [
        ("new_arrival", vec![talk(1, 5)]),
        ("work_change", vec![talk(2, 5)]),
        ("post_change", vec![talk(2, 5)]),
        ("award", around.clone()),
        ("promotion", around.clone()),
        ("party_admission", around.clone()),
        ("party_confirmation", around),
        ("criticism", vec![talk(4, 3)]),
        ("violation", vec![talk(4, 3)]),
        ("discipline", vec![talk(4, 3), visit(1, 5)]),
        ("setback", vec![talk(5, 3)]),
        ("family_hardship", vec![talk(5, 3), visit(2, 5)]),
        ("personal_hardship", vec![visit(2, 5)]),
        ("conflict", vec![talk(6, 3)]),
        ("illness", vec![(Visit, 3, Whole, Days { n: 3 })]),
        ("injury", vec![(Visit, 3, Whole, Days { n: 3 })]),
        ("wedding", wedding.clone()),
        ("child_wedding", wedding),
        ("bereavement", vec![(Visit, 4, Whole, Days { n: 1 })]),
        ("family_dispute", vec![talk(5, 3), (Visit, 5, Whole, Days { n: 3 })]),
        ("overtime", vec![(Visit, 6, Whole, Days { n: 3 })]),
    ];
    let pack = RulePack::three_six().unwrap();
    assert_eq!(pack.kinds.len(), table.len(), "every kind of the pack stands in the table");
    assert_eq!(pack.late_entry_workdays, 3);
    for (code, duties) in &table {
        let rule = pack.kind(&EventKind::new(*code)).unwrap_or_else(|| panic!("the pack has {code}"));
        let on = rule.duties.iter().filter(|row| !row.off && row.part != Joint);
        let rows: Vec<_> = on.map(|row| (row.kind, row.category, row.part, row.deadline)).collect();
        assert_eq!(&rows, duties, "{code}");
        let follow_up = |part| [FollowUp, SecondFollowUp].contains(&part);
        let more = rule.duties.iter().filter(|row| row.off || row.part == Joint);
        assert!(more.clone().all(|row| follow_up(row.part) || *code == "conflict"), "only follow-ups are off: {code}");
        assert_eq!(rule.parties, *code == "conflict", "only a conflict takes parties: {code}");
        let derived = derive(&event(code, "2026-11-02", &[1]));
        let derived: Vec<_> = derived
            .iter()
            .map(|duty| (duty.key.kind, duty.key.category, duty.key.part, duty.explanation.deadline))
            .collect();
        assert_eq!(&derived, duties, "what {code} makes owed is what its row says");
    }
}

#[test]
fn calendar_days_count_days_off_too() {
    let visit = |kind, on| one(&event(kind, on, &[1]));
    assert_eq!(visit("illness", "2026-02-13").due, day("2026-02-16"), "3d runs through the holiday");
    assert_eq!(visit("bereavement", "2026-02-28").due, day("2026-03-01"));
    let wedding = visit("wedding", "2026-10-03");
    assert_eq!((wedding.opens, wedding.due), (day("2026-09-26"), day("2026-10-10")));
    assert!(!visit("illness", "2027-12-30").provisional, "calendar days rest on no announcement");
}

#[test]
fn leap_days() {
    assert_eq!(one(&event("bereavement", "2024-02-28", &[1])).due, day("2024-02-29"));
    assert_eq!(one(&event("bereavement", "2024-02-29", &[1])).due, day("2024-03-01"));
    assert_eq!(one(&event("setback", "2024-02-29", &[1])).due, day("2024-03-05"), "Friday, Monday, Tuesday");
    let wedding = one(&event("wedding", "2024-02-29", &[1]));
    assert_eq!((wedding.opens, wedding.due), (day("2024-02-22"), day("2024-03-07")));
}

#[test]
fn due_on_a_make_up_day() {
    let calendar = Calendar::built_in();
    let due = calendar.add_workdays(day("2026-09-30"), 3);
    assert_eq!(due.due, day("2026-10-10"), "a made-up Saturday is a due day like any other");
    let duty = Duty { due: due.due, first_due: due.due, ..one(&event("setback", "2026-09-30", &[1])) };
    assert_eq!(duty.state_on(day("2026-10-10"), &calendar), DutyState::Today);
    assert_eq!(
        duty.state_on(day("2026-10-11"), &calendar),
        DutyState::Overdue { workdays: 0 },
        "the plain Sunday after it is overdue, by no working day yet"
    );
}

#[test]
fn a_year_that_is_not_announced_makes_the_day_provisional() {
    let calendar = Calendar::built_in();
    assert!(calendar.is_announced(2026) && !calendar.is_announced(2027));
    let within = one(&event("setback", "2026-12-25", &[1]));
    assert_eq!((within.due, within.provisional), (day("2026-12-30"), false));
    let across = one(&event("new_arrival", "2026-12-29", &[1]));
    assert_eq!(across.due, day("2027-01-06"), "30, 31, then 1 January off by law, 4, 5 and 6 January");
    assert!(across.provisional && across.explanation.provisional, "two of its days rest on 2027");
}

#[test]
fn the_later_announcement_decides_about_the_turn_of_the_year() {
    let plan = |year, date: &str, off| {
        let text = format!(r#"{{"year":{year},"days":[{{"name":"元旦","date":"{date}","isOffDay":{off}}}]}}"#);
        method::YearPlan::from_json(&text).unwrap()
    };
    let mut calendar = Calendar::built_in();
    let (year, first) = plan(2027, "2027-12-31", true);
    calendar.announce(year, first);
    assert!(!calendar.kind(day("2027-12-31")).is_workday());
    let (year, second) = plan(2028, "2027-12-31", false);
    calendar.announce(year, second);
    assert!(calendar.kind(day("2027-12-31")).is_workday(), "the paper of 2028 is the newer word about it");
}

#[test]
fn two_events_of_one_kind_on_one_day_stay_two() {
    let first = event("illness", "2026-11-20", &[1]);
    let second = Event { id: EventId(Uuid::from_u128(2)), ..first.clone() };
    let (a, b) = (one(&first), one(&second));
    assert_ne!(a.key, b.key, "each event has its own duty");
    assert_eq!(a.due, b.due);
}

#[test]
fn a_conflict_of_three_owes_each_party_a_talk() {
    let duties = derive(&event("conflict", "2026-11-20", &[1, 2, 3]));
    let with: Vec<PersonId> = duties.iter().map(|duty| duty.key.person).collect();
    assert_eq!(with, [person(1), person(2), person(3)]);
    assert!(duties.iter().all(|duty| duty.due == day("2026-11-25") && duty.key.category == 6));
}

#[test]
fn nobody_settles_his_own_conflict() {
    let secretary = person(1);
    let conflict = event("conflict", "2026-11-20", &[1, 2]);
    let duties = derive(&conflict);
    for duty in &duties {
        let with = [duty.key.person];
        let try_by = |by: &[Participant]| talk("2026-11-23", &with, by, duty, &conflict.persons);
        assert_eq!(try_by(&[talker(Some(secretary))]), Err(Refusal::Avoidance), "回避: the secretary is a party");
        assert_eq!(
            try_by(&[talker(Some(person(9))), talker(Some(secretary))]),
            Err(Refusal::Avoidance),
            "not even as one of two talkers"
        );
        assert_eq!(try_by(&[talker(Some(person(9)))]), Ok(0), "a deputy can");
        assert_eq!(try_by(&[talker(None)]), Ok(0), "so can somebody of the upper organisation");
    }
    let own = event("post_change", "2026-11-20", &[1]);
    let duty = one(&own);
    assert_eq!(
        talk("2026-11-23", &[secretary], &[talker(Some(secretary))], &duty, &own.persons),
        Err(Refusal::Avoidance),
        "his own talk is owed by the upper organisation"
    );
}

#[test]
fn what_settles_needs_kind_person_and_window() {
    let duty = one(&event("post_change", "2026-11-20", &[1]));
    let calendar = Calendar::built_in();
    let by = [talker(None)];
    let visit = Contact { kind: DutyKind::Visit, day: day("2026-11-23"), persons: &[person(1)], by: &by };
    assert_eq!(settles(&duty, &visit, Case::default(), &calendar), Err(Refusal::OtherKind));
    assert_eq!(talk("2026-11-23", &[person(2)], &by, &duty, &[]), Err(Refusal::NotThere));
    assert_eq!(talk("2026-11-19", &[person(1)], &by, &duty, &[]), Err(Refusal::TooEarly));
    assert_eq!(talk("2026-11-20", &[person(1)], &by, &duty, &[]), Ok(0), "on the event's own day");
    assert_eq!(talk("2026-11-23", &[person(2), person(1)], &by, &duty, &[]), Ok(0), "one of several");
    let closed = Duty { closed: Some(Closure::Withdrawn { reason: "事由取消".to_owned() }), ..duty };
    assert_eq!(talk("2026-11-23", &[person(1)], &by, &closed, &[]), Err(Refusal::Closed));
}

#[test]
fn settled_late_counts_working_days() {
    let duty = one(&event("setback", "2026-02-10", &[1]));
    assert_eq!(duty.due, day("2026-02-13"));
    let late = |on| talk(on, &[person(1)], &[talker(None)], &duty, &[]);
    assert_eq!(late("2026-02-13"), Ok(0), "the due day is in time");
    assert_eq!(late("2026-02-14"), Ok(1), "a made-up Saturday is a working day");
    assert_eq!(late("2026-02-20"), Ok(1), "days off add nothing");
    assert_eq!(late("2026-02-24"), Ok(2));
    let friday = one(&event("setback", "2026-11-03", &[1]));
    assert_eq!(friday.due, day("2026-11-06"));
    assert_eq!(
        talk("2026-11-07", &[person(1)], &[talker(None)], &friday, &[]),
        Ok(1),
        "a Saturday after the due Friday is late, never 0"
    );
    let deferred = Duty { due: day("2026-11-20"), ..friday };
    assert_eq!(
        talk("2026-11-09", &[person(1)], &[talker(None)], &deferred, &[]),
        Ok(1),
        "lateness is judged by the first due day"
    );
}

#[test]
fn overdue_only_after_the_due_day() {
    let calendar = Calendar::built_in();
    let duty = one(&event("setback", "2026-11-17", &[1]));
    assert_eq!(duty.due, day("2026-11-20"));
    let on = |text| duty.state_on(day(text), &calendar);
    assert_eq!(on("2026-11-13"), DutyState::Later, "the week before");
    assert_eq!(on("2026-11-16"), DutyState::ThisWeek, "its Monday");
    assert_eq!(on("2026-11-19"), DutyState::ThisWeek);
    assert_eq!(on("2026-11-20"), DutyState::Today, "never overdue on the day itself");
    assert_eq!(on("2026-11-21"), DutyState::Overdue { workdays: 0 }, "a Saturday");
    assert_eq!(on("2026-11-23"), DutyState::Overdue { workdays: 1 });
}

#[test]
fn before_and_after_parts_do_not_take_each_others_talks() {
    let award = known(event("award", "2026-12-01", &[1]), "2026-11-23");
    let duties = derive(&award);
    let (before, behind) = (part(&duties, Part::Before), part(&duties, Part::After));
    assert_eq!((before.opens, before.due), (day("2026-11-23"), day("2026-11-30")), "from knowing it to the eve");
    assert_eq!((behind.opens, behind.due), (day("2026-12-01"), day("2026-12-08")));
    assert!(before.is_open() && behind.is_open());
    let try_on = |on, duty| talk(on, &[person(1)], &[talker(None)], duty, &[]);
    assert_eq!(try_on("2026-11-30", before), Ok(0));
    assert_eq!(try_on("2026-11-30", behind), Err(Refusal::TooEarly));
    assert_eq!(try_on("2026-12-01", before), Err(Refusal::NotBefore));
    assert_eq!(try_on("2026-12-01", behind), Ok(0));
    assert_eq!(try_on("2026-11-22", before), Err(Refusal::TooEarly), "before anybody knew");
}

#[test]
fn the_eve_is_a_calendar_day() {
    let duties = derive(&known(event("award", "2026-11-23", &[1]), "2026-11-10"));
    assert_eq!(part(&duties, Part::Before).due, day("2026-11-22"), "a Sunday is an eve too");
}

#[test]
fn an_award_entered_on_its_day_has_missed_its_before_part() {
    for (known_on, missed) in [("2026-11-22", false), ("2026-11-23", true), ("2026-11-25", true)] {
        let duties = derive(&known(event("award", "2026-11-23", &[1]), known_on));
        let before = part(&duties, Part::Before);
        assert_eq!(matches!(before.closed, Some(Closure::Missed { .. })), missed, "known on {known_on}");
        let state = before.state_on(day("2026-12-23"), &Calendar::built_in());
        assert_eq!(state, DutyState::Missed, "after the event the part before it is not met, and never grows overdue");
        assert!(part(&duties, Part::After).is_open(), "the part after is owed all the same");
    }
}

#[test]
fn a_cancelled_award_withdraws_what_is_open_and_keeps_what_was_met() {
    let award = known(event("award", "2026-12-01", &[1]), "2026-11-10");
    let mut kept = derive(&award);
    let met = Closure::Met { contact: "t".to_owned(), day: day("2026-11-20"), late_workdays: 0 };
    kept[0].closed = Some(met.clone());
    let cancelled = Event { cancelled: Some("评选取消".to_owned()), ..award };
    let result = reconcile(&kept, derive(&cancelled), "评选取消", moment("2026-11-23T01:00:00Z"));
    assert_eq!(result.write.len(), 1, "only the open part changes");
    assert_eq!(result.write[0].key, kept[1].key);
    assert_eq!(result.write[0].closed, Some(Closure::Withdrawn { reason: "评选取消".to_owned() }), "with its trace");
    assert_eq!(result.write[0].closed_at, Some(moment("2026-11-23T01:00:00Z")));
    assert_eq!(part(&after(&kept, &cancelled), Part::Before).closed, Some(met));
}

#[test]
fn moved_into_the_past_the_before_part_is_missed_when_it_was_moved() {
    let award = known(event("award", "2026-12-01", &[1]), "2026-11-10");
    let kept = derive(&award);
    let moved = known(Event { day: day("2026-11-18"), ..award }, "2026-11-23");
    let now = after(&kept, &moved);
    let before = part(&now, Part::Before);
    assert_eq!(before.closed, Some(Closure::Missed { reason: String::new() }));
    assert_eq!(before.id, part(&kept, Part::Before).id, "the same duty, not a second one");
    assert_eq!(
        before.closed_at,
        Some(moment("2026-11-23T01:00:00Z")),
        "it ended with the change, not when the event was first entered"
    );
    assert_eq!(part(&now, Part::After).due, day("2026-11-25"));
}

#[test]
fn moved_into_the_future_the_before_part_comes_back() {
    let award = event("award", "2026-11-18", &[1]);
    let kept = derive(&award);
    assert!(!part(&kept, Part::Before).is_open());
    let moved = known(Event { day: day("2026-12-01"), ..award }, "2026-11-23");
    let now = after(&kept, &moved);
    let before = part(&now, Part::Before);
    assert!(before.is_open() && before.closed_at.is_none(), "it is owed again");
    assert_eq!((before.due, part(&now, Part::After).due), (day("2026-11-30"), day("2026-12-08")), "both parts move");
}

#[test]
fn a_missed_part_keeps_its_reason_and_follows_the_event() {
    let award = event("award", "2026-11-18", &[1]);
    let mut kept = derive(&award);
    let reason = Closure::Missed { reason: "通知当天才到".to_owned() };
    kept[0].closed = Some(reason.clone());
    let moved = known(Event { day: day("2026-11-12"), ..award }, "2026-11-23");
    let now = after(&kept, &moved);
    let before = part(&now, Part::Before);
    assert_eq!(before.closed, Some(reason), "what was answered is not asked again");
    assert_eq!(before.closed_at, kept[0].closed_at);
    assert_eq!((before.due, before.explanation.event_day), (day("2026-11-11"), day("2026-11-12")));
}

#[test]
fn moving_a_planned_day_does_not_shut_out_talks_already_had() {
    let award = known(event("award", "2026-12-01", &[1]), "2026-11-10");
    let kept = derive(&award);
    let moved = known(Event { day: day("2026-12-05"), ..award }, "2026-11-23");
    let now = after(&kept, &moved);
    let before = part(&now, Part::Before);
    assert_eq!(before.opens, day("2026-11-10"), "the window opened when the award became known");
    assert_eq!(talk("2026-11-20", &[person(1)], &[talker(None)], before, &[]), Ok(0));
}

#[test]
fn moving_an_event_says_what_moved_and_keeps_what_was_settled() {
    let change = event("post_change", "2026-11-10", &[1, 2]);
    let mut kept = derive(&change);
    kept[0].closed = Some(Closure::Met { contact: "t".to_owned(), day: day("2026-11-12"), late_workdays: 0 });
    let moved = Event { day: day("2026-11-12"), ..change };
    let result = reconcile(&kept, derive(&moved), "事由已修改", moment("2026-11-23T01:00:00Z"));
    assert_eq!(result.moved, [(kept[1].key.clone(), day("2026-11-17"))]);
    assert_eq!(result.write.len(), 1, "the settled one stays untouched");
    assert_eq!((result.write[0].id, result.write[0].due), (kept[1].id, day("2026-11-19")));
}

#[test]
fn a_person_taken_off_and_put_back_has_one_duty() {
    let change = event("post_change", "2026-11-10", &[1, 2]);
    let kept = derive(&change);
    let without = after(&kept, &Event { persons: vec![person(1)], ..change.clone() });
    let gone = without.iter().find(|duty| duty.key.person == person(2)).unwrap();
    assert_eq!(gone.closed, Some(Closure::Withdrawn { reason: "事由已修改".to_owned() }));
    let again = after(&without, &change);
    assert_eq!(again.len(), 2);
    assert!(again.iter().all(Duty::is_open), "owed again under the same key");
}

#[test]
fn who_has_left_is_owed_nothing_more() {
    let mut gone = Person::named(person(1), "张三");
    gone.left = Some(Departure { day: day("2026-11-15"), reason: "调离".to_owned() });
    let people = [gone, Person::named(person(2), "李四")];
    for on in ["2026-11-10", "2026-11-15", "2026-11-20"] {
        let duties = derive_with(&event("conflict", on, &[1, 2]), &people);
        let with: Vec<PersonId> = duties.iter().filter(|duty| duty.is_open()).map(|duty| duty.key.person).collect();
        assert_eq!(with, [person(2)], "event of {on}: only who is still there");
        let trace: Vec<_> = duties.iter().filter_map(|duty| duty.closed.clone()).collect();
        let expected = vec![Closure::Withdrawn { reason: "调离".to_owned() }; usize::from(on != "2026-11-20")];
        assert_eq!(trace, expected, "event of {on}: what was owed before he left has a trace");
    }
    // His duties were closed by rule when he left; a later change of the event does not open them again.
    let change = event("post_change", "2026-11-10", &[1]);
    let mut kept = derive(&change);
    kept[0].closed = Some(Closure::Withdrawn { reason: "调离".to_owned() });
    let again = reconcile(&kept, derive_with(&change, &people), "事由已修改", moment("2026-11-23T01:00:00Z"));
    assert_eq!(again.write, [], "closed stays closed, with the first reason");
}

#[test]
fn a_pack_without_the_kind_makes_nothing_owed() {
    assert_eq!(derive(&event("moon_landing", "2026-11-20", &[1])), []);
}

#[test]
fn late_entry_begins_after_the_third_working_day() {
    let calendar = Calendar::built_in();
    let late = |took_place, entered| entered_late(day(took_place), day(entered), 3, &calendar);
    assert!(!late("2026-11-17", "2026-11-17"));
    assert!(!late("2026-11-17", "2026-11-20"), "the third working day is still in time");
    assert!(late("2026-11-17", "2026-11-21"), "the Saturday after it is not");
    assert!(late("2026-11-17", "2026-11-23"));
    assert!(!late("2026-11-18", "2026-11-22"), "the third day is Monday the 23rd");
    assert!(!late("2026-02-13", "2026-02-25"), "the holiday does not count");
    assert!(late("2026-02-13", "2026-02-26"));
    assert!(!late("2026-12-01", "2026-11-23"), "what lies ahead is not late");
}
