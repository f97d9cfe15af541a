//! The figures of a period: a hand-counted example, and that the sums agree whichever way one counts.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use method::{
    Counted, CountedDuty, CountedPerson, CountedTalk, CountedVisit, DutyFigures, DutyKind, GroupBy, GroupKey, Mark,
    MoneyOf, PartialDate, Person, PersonId, Sex, Silence, Standing, Statistics, Step, TalkVariant, Tally, group_keys,
};
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn person(n: u128, political: &str, post: &str, born: i32) -> Person {
    Person {
        political: political.to_owned(),
        post: post.to_owned(),
        birth: PartialDate::year(born).ok(),
        sex: Some(if n.is_multiple_of(2) { Sex::Female } else { Sex::Male }),
        ..Person::named(id(n), format!("甲{n}"))
    }
}

fn duty(kind: DutyKind, category: u8, person: u128, due: &str, standing: Standing) -> CountedDuty {
    CountedDuty { kind, category, person: id(person), first_due: day(due), standing }
}

fn talk(on: &str, variant: TalkVariant, persons: &[u128]) -> CountedTalk {
    CountedTalk { day: day(on), variant, persons: persons.iter().map(|n| id(*n)).collect() }
}

fn visit(on: &str, categories: &[u8], fen: i64, fund: &str, person: u128) -> CountedVisit {
    let (categories, fund) = (categories.to_vec(), fund.to_owned());
    CountedVisit { day: day(on), categories, money_fen: fen, fund, persons: vec![id(person)] }
}

fn as_counted(person: &Person, mark: Option<Mark>) -> CountedPerson {
    let present = person.left.is_none();
    let groups = group_keys(person, mark, day("2026-11-23"));
    CountedPerson { id: person.id, present, to_be_talked_to: present && !person.is_secretary, groups }
}

#[test]
fn a_small_year_counted_by_hand() {
    use DutyKind::{Talk, Visit};
    let persons = [
        as_counted(&Person { is_secretary: true, ..person(1, "中共党员", "支部书记", 1970) }, None),
        as_counted(&person(2, "中共预备党员", "税收管理岗", 1990), Some(Mark::Advanced)),
        as_counted(&person(3, "群众", "税收管理岗", 1991), Some(Mark::Behind)),
        as_counted(&person(4, "群众", "税收管理岗", 1980), None),
        as_counted(&person(5, "", "", 2000), Some(Mark::Middle)),
    ];
    let duties = [
        duty(Talk, 2, 2, "2026-01-31", Standing::Met),
        duty(Talk, 2, 3, "2026-02-01", Standing::Late),
        duty(Talk, 0, 3, "2026-12-31", Standing::Open),
        duty(Talk, 7, 4, "2026-02-02", Standing::Missed),
        duty(Visit, 3, 3, "2026-02-03", Standing::Overdue),
        duty(Visit, 3, 4, "2026-02-04", Standing::Exempt),
        duty(Visit, 1, 5, "2026-02-05", Standing::Withdrawn),
    ];
    let talks = [
        talk("2026-01-15", TalkVariant::Plain, &[2]),
        talk("2026-02-15", TalkVariant::Group, &[2, 3, 4]),
        talk("2026-02-16", TalkVariant::Integrity, &[3]),
    ];
    let visits = [
        visit("2026-01-20", &[3], 50_000, "工会经费", 3),
        visit("2026-01-21", &[3], 30_000, " 工会经费 ", 4),
        visit("2026-11-20", &[2, 3], 20_000, "", 3),
        visit("2026-11-21", &[], 0, "", 3),
    ];
    let last_talks = HashMap::from([
        (id(1), day("2020-01-01")),
        (id(2), day("2026-08-25")),
        (id(3), day("2026-08-24")),
        (id(4), day("2025-11-22")),
    ]);
    let statistics = Counted {
        period: (day("2026-01-01"), day("2026-12-31")),
        step: Step::Quarter,
        today: day("2026-11-23"),
        duties: &duties,
        talks: &talks,
        visits: &visits,
        persons: &persons,
        last_talks: &last_talks,
    }
    .statistics();

    let tally = Tally { met: 1, late: 1, missed: 1, overdue: 1, open: 1, exempt: 1, withdrawn: 1 };
    assert_eq!(statistics.all, DutyFigures { owed: 6, tally, on_time_permille: Some(250) });
    assert_eq!((statistics.talks.owed, statistics.talks.on_time_permille), (4, Some(333)), "1 of 3, rounded down");
    assert_eq!((statistics.visits.owed, statistics.visits.on_time_permille), (2, Some(0)));
    let quarters: Vec<_> =
        statistics.times.iter().map(|row| (row.slot.n, row.duties.owed, row.talks, row.visits)).collect();
    assert_eq!(quarters, [(1, 5, 3, 2), (2, 0, 0, 0), (3, 0, 0, 0), (4, 1, 0, 2)]);
    assert_eq!(statistics.times[1].duties.on_time_permille, None, "nothing has come due: no rate rather than 0 %");
    assert_eq!(statistics.times.iter().map(|row| row.money_fen).collect::<Vec<_>>(), [80_000, 0, 0, 20_000]);
    let items: Vec<_> = statistics.items.iter().map(|row| (row.kind, row.category)).collect();
    let expected =
        [1, 2, 3, 4, 5, 6, 7, 0].map(|item| (Talk, item)).into_iter().chain((1..=6).map(|item| (Visit, item)));
    assert_eq!(items, expected.collect::<Vec<_>>(), "the six, the office's own, routines");

    let table = |by| &statistics.groups.iter().find(|table| table.by == by).unwrap().rows;
    let rows = |by| table(by).iter().map(|row| (row.key.clone(), row.persons, row.duties.owed)).collect::<Vec<_>>();
    let named = |text: &str| GroupKey::Named(text.to_owned());
    assert_eq!(rows(GroupBy::Political), [(GroupKey::Member, 2, 1), (named("群众"), 2, 5), (GroupKey::Unknown, 1, 0)]);
    assert_eq!(
        rows(GroupBy::Post),
        [(named("税收管理岗"), 3, 6), (GroupKey::Other, 1, 0), (GroupKey::Unknown, 1, 0)],
        "a post of one is among the others"
    );
    let ages = [(GroupKey::Upto35, 2, 3), (GroupKey::Upto45, 1, 1), (GroupKey::Upto55, 1, 2), (GroupKey::Over55, 1, 0)];
    assert_eq!(rows(GroupBy::Age), ages, "26, 35, 36, 46 and 56 years old");
    let ends: Vec<_> =
        table(GroupBy::Standing).iter().map(|row| (row.key.clone(), row.persons, row.talked, row.visited)).collect();
    assert_eq!(
        ends,
        [
            (GroupKey::Advanced, 1, 1, 0),
            (GroupKey::Middle, 1, 0, 0),
            (GroupKey::Behind, 1, 1, 1),
            (GroupKey::Unknown, 2, 1, 1)
        ]
    );

    let contacts = statistics.contacts;
    assert_eq!((contacts.talks, contacts.talk_times, contacts.talked), (3, 5, 3));
    assert_eq!((contacts.visits, contacts.visit_times, contacts.visited), (4, 4, 2));
    assert_eq!((contacts.gifts, contacts.money_fen), (3, 100_000));
    let variants: Vec<_> = statistics.variants.iter().map(|row| (row.talks, row.talk_times)).collect();
    assert_eq!(variants, [(1, 1), (1, 1), (0, 0), (1, 3)]);
    let funds: Vec<_> = statistics.funds.iter().map(|row| (row.fund.as_str(), row.gifts, row.money_fen)).collect();
    assert_eq!(funds, [("工会经费", 2, 80_000), ("", 1, 20_000)]);
    let money: Vec<_> = statistics.money.iter().map(|row| (row.of, row.money_fen)).collect();
    assert_eq!(money, [(MoneyOf::Item(3), 80_000), (MoneyOf::Several, 20_000)]);

    let silences: Vec<_> = statistics.silences.iter().map(|row| (row.since, row.persons)).collect();
    let expected = [
        (Silence::Never, 1),
        (Silence::Over365, 1),
        (Silence::Over180, 0),
        (Silence::Over90, 1),
        (Silence::Within90, 1),
    ];
    assert_eq!(silences, expected, "366, 91 and 90 days, and one with whom there never was a talk; not the secretary");
    let longest: Vec<_> = statistics.longest.iter().map(|talk| (talk.person, talk.days)).collect();
    assert_eq!(longest, [(id(5), None), (id(4), Some(366)), (id(3), Some(91)), (id(2), Some(90))]);
    assert_eq!(statistics.persons, 5);
}

fn standings() -> impl Strategy<Value = Standing> {
    prop::sample::select(vec![
        Standing::Met,
        Standing::Late,
        Standing::Missed,
        Standing::Overdue,
        Standing::Open,
        Standing::Exempt,
        Standing::Withdrawn,
    ])
}

const FROM: &str = "2024-02-20";
const SPAN: u64 = 1100;

prop_compose! {
    fn duties()(
        all in prop::collection::vec((any::<bool>(), 0u8..9, 0u128..12, 0..SPAN, standings()), 0..80)
    ) -> Vec<CountedDuty> {
        all.into_iter().map(|(visit, category, person, after, standing)| CountedDuty {
            kind: if visit { DutyKind::Visit } else { DutyKind::Talk },
            category,
            person: id(person),
            first_due: day(FROM) + Days::new(after),
            standing,
        }).collect()
    }
}

prop_compose! {
    fn visits()(
        all in prop::collection::vec((0..SPAN, prop::collection::vec(0u8..9, 0..3), 0i64..3, 0usize..3, prop::collection::vec(0u128..12, 1..4)), 0..40)
    ) -> Vec<CountedVisit> {
        all.into_iter().map(|(after, categories, money, fund, persons)| CountedVisit {
            day: day(FROM) + Days::new(after),
            categories,
            money_fen: money * 12_345,
            fund: ["", "工会经费", "党费"][fund].to_owned(),
            persons: persons.into_iter().map(id).collect(),
        }).collect()
    }
}

fn sum<'a>(figures: impl Iterator<Item = &'a DutyFigures>) -> Tally {
    figures.fold(Tally::default(), |sum, DutyFigures { tally, .. }| Tally {
        met: sum.met + tally.met,
        late: sum.late + tally.late,
        missed: sum.missed + tally.missed,
        overdue: sum.overdue + tally.overdue,
        open: sum.open + tally.open,
        exempt: sum.exempt + tally.exempt,
        withdrawn: sum.withdrawn + tally.withdrawn,
    })
}

fn every(statistics: &Statistics) -> Vec<DutyFigures> {
    let times = statistics.times.iter().map(|row| row.duties);
    let items = statistics.items.iter().map(|row| row.duties);
    let groups = statistics.groups.iter().flat_map(|table| table.rows.iter().map(|row| row.duties));
    times.chain(items).chain(groups).chain([statistics.all, statistics.talks, statistics.visits]).collect()
}

proptest! {
    #[test]
    fn the_sums_agree_whichever_way_one_counts(
        duties in duties(),
        visits in visits(),
        step in prop::sample::select(vec![Step::Month, Step::Quarter, Step::Year]),
        left in 0u128..12,
    ) {
        let posts = ["税收管理岗", "办税服务岗", "", "所长"];
        let persons: Vec<CountedPerson> = (0..12).map(|n| {
            let person = person(n, ["中共党员", "群众", ""][n as usize % 3], posts[n as usize % 4], 1960 + n as i32 * 4);
            let mark = [None, Some(Mark::Advanced), Some(Mark::Behind)][n as usize % 3];
            CountedPerson { present: n != left, ..as_counted(&person, mark) }
        }).collect();
        let talks: Vec<CountedTalk> = visits.iter().map(|visit| CountedTalk {
            day: visit.day, variant: TalkVariant::Group, persons: visit.persons.clone(),
        }).collect();
        let statistics = Counted {
            period: (day(FROM), day(FROM) + Days::new(SPAN)),
            step,
            today: day("2026-11-23"),
            duties: &duties,
            talks: &talks,
            visits: &visits,
            persons: &persons,
            last_talks: &HashMap::new(),
        }.statistics();
        let total: Tally = {
            let mut tally = Tally::default();
            duties.iter().for_each(|duty| tally.count(duty.standing));
            tally
        };
        prop_assert_eq!(statistics.all.tally, total);
        prop_assert_eq!(sum([statistics.talks, statistics.visits].iter()), total);
        prop_assert_eq!(sum(statistics.times.iter().map(|row| &row.duties)), total);
        prop_assert_eq!(sum(statistics.items.iter().map(|row| &row.duties)), total);
        for table in &statistics.groups {
            prop_assert_eq!(sum(table.rows.iter().map(|row| &row.duties)), total);
            prop_assert_eq!(table.rows.iter().map(|row| row.persons).sum::<u32>(), statistics.persons);
            prop_assert!(table.rows.iter().all(|row| row.talked <= row.persons && row.visited <= row.persons));
        }
        for figures in every(&statistics) {
            prop_assert_eq!(figures.owed, figures.tally.owed());
            prop_assert!(figures.on_time_permille.is_none_or(|rate| rate <= 1000));
            prop_assert_eq!(figures.on_time_permille.is_none(), figures.tally.met + figures.tally.late + figures.tally.missed + figures.tally.overdue == 0);
        }
        let contacts = statistics.contacts;
        let fen: i64 = visits.iter().map(|visit| visit.money_fen).sum();
        prop_assert_eq!(contacts.money_fen, fen);
        prop_assert_eq!(statistics.times.iter().map(|row| row.money_fen).sum::<i64>(), fen);
        prop_assert_eq!(statistics.funds.iter().map(|row| row.money_fen).sum::<i64>(), fen);
        prop_assert_eq!(statistics.money.iter().map(|row| row.money_fen).sum::<i64>(), fen);
        prop_assert_eq!(statistics.funds.iter().map(|row| row.gifts).sum::<u32>(), contacts.gifts);
        prop_assert_eq!(statistics.times.iter().map(|row| row.talks).sum::<u32>(), contacts.talks);
        prop_assert_eq!(statistics.variants.iter().map(|row| row.talks).sum::<u32>(), contacts.talks);
        prop_assert_eq!(statistics.variants.iter().map(|row| row.talk_times).sum::<u32>(), contacts.talk_times);
        prop_assert!(contacts.talked <= contacts.talk_times && contacts.talks <= contacts.talk_times);
        prop_assert_eq!(statistics.silences.iter().map(|row| row.persons).sum::<u32>(), statistics.persons);
    }
}
