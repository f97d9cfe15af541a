//! Every record type comes back as it was stored.

use chrono::{Datelike, NaiveDate};
use method::*;
use serde_json::json;
use uuid::Uuid;
use vault::{DutyFilter, FixedDay, KdfCost, Vault, VaultError, World};

use crate::common::*;

fn odd_texts() -> Vec<String> {
    let control: String = (1..32).chain(127..160).filter_map(char::from_u32).collect();
    vec![
        String::new(),
        "王小明😀👨‍👩‍👧‍👦 𠮷 \u{10ffff}".to_owned(),
        control,
        "'\"--; DROP TABLE persons; /* ?1 :x \\ % _".to_owned(),
        "\u{feff}e\u{301}é\u{200b}\u{202e}".to_owned(),
        "长".repeat(20_000),
    ]
}

#[test]
fn everything_is_there_after_reopening() {
    for text in odd_texts() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("a.zhixin");
        let (one, two) = (person(1, &text), Person::named(PersonId(Uuid::from_u128(2)), "乙某"));
        let event = event(10, &[2, 1], &text);
        let open = duty(20, 10, 1, "2026-11-25", &text);
        let mut closed = duty(21, 10, 2, "2026-11-24", &text);
        closed.closed = Some(Closure::Exempt { reason: text.clone(), by: text.clone() });
        closed.closed_at = Some(at("2026-11-23T01:00:00.000001Z"));
        let talk = talk(30, &[2, 1], &[21, 20], &text);
        let visit = visit(40, &[1], &[20], &text);
        let setting = json!({ "text": text, "n": [1, 2.5, null] });

        let mut vault = create(&folder);
        put(&mut vault, |w| {
            w.put_person(&one)?;
            w.put_person(&two)?;
            w.put_event(&event)?;
            w.put_duty(&open)?;
            w.put_duty(&closed)?;
            w.put_talk(&talk)?;
            w.put_visit(&visit)?;
            w.set_setting(&text, &setting)?;
            w.log("import", &text, Some([5; 32]))
        });
        vault.lock().unwrap();

        let vault = crate::common::open(&folder).unwrap();
        assert_eq!(vault.notices(), []);
        get(&vault, |r| {
            assert_eq!(r.person(one.id)?.as_ref(), Some(&one));
            assert_eq!(r.persons()?, [one.clone(), two.clone()]);
            assert_eq!(r.person_count()?, 2);
            assert_eq!(r.event(event.id)?.as_ref(), Some(&event));
            assert_eq!(r.events()?, std::slice::from_ref(&event));
            assert_eq!(r.events_of(one.id)?, std::slice::from_ref(&event));
            assert_eq!(r.duty(open.id)?.as_ref(), Some(&open));
            assert_eq!(r.duties_of_event(event.id)?, [closed.clone(), open.clone()]);
            assert_eq!(r.open_duties()?, std::slice::from_ref(&open));
            assert_eq!(r.duties_of(two.id)?, std::slice::from_ref(&closed));
            assert_eq!(r.talk(talk.id)?.as_ref(), Some(&talk));
            assert_eq!(r.talks(None)?, std::slice::from_ref(&talk));
            assert_eq!(r.talks_of(two.id)?, std::slice::from_ref(&talk));
            assert_eq!(r.visit(visit.id)?.as_ref(), Some(&visit));
            assert_eq!(r.visits(None)?, std::slice::from_ref(&visit));
            assert_eq!(r.visits_of(two.id)?, []);
            assert_eq!(r.setting(&text)?.as_ref(), Some(&setting));
            assert_eq!(r.setting("no such setting")?, None);
            let log = r.log(10)?;
            let actions: Vec<&str> = log.iter().map(|entry| entry.action.as_str()).collect();
            assert_eq!(actions, ["unlock", "lock", "import", "create"]);
            assert_eq!((log[2].object.as_str(), log[2].body_hash), (text.as_str(), Some([5; 32])));
            assert_eq!(r.log_head()?.hash, log[0].hash);
            Ok(())
        });
        let checked = vault.verify().unwrap();
        assert!(checked.is_clean(), "{checked:?}");
        assert_eq!((checked.counts.persons, checked.counts.duties, checked.log_entries), (2, 2, 4));
    }
}

#[test]
fn putting_again_changes_and_keeps_the_order() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let first = PersonId(Uuid::from_u128(1));
    put(&mut vault, |w| {
        w.put_person(&person(2, "b"))?;
        w.put_person(&Person { note: "changed".to_owned(), ..Person::named(first, "甲某") })?;
        w.put_event(&event(10, &[2, 1], "again"))?;
        w.put_event(&event(10, &[2], "again"))
    });
    get(&vault, |r| {
        assert_eq!(r.persons()?.iter().map(|p| p.note.as_str()).collect::<Vec<_>>(), ["changed", "noteb"]);
        assert_eq!(r.events()?, [event(10, &[2], "again")]);
        assert_eq!(r.events_of(first)?, []);
        Ok(())
    });
}

#[test]
fn contradictions_are_refused_and_undone() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let mut try_it = |f: &dyn Fn(&vault::Writing<'_>) -> Result<(), VaultError>| vault.write(|w| f(w)).unwrap_err();
    assert_eq!(try_it(&|w| w.put_event(&event(11, &[99], ""))), VaultError::Conflict, "no such person");
    assert_eq!(try_it(&|w| w.remove_person(PersonId(Uuid::from_u128(1)))), VaultError::Conflict, "an event names him");
    assert_eq!(try_it(&|w| w.remove_person(PersonId(Uuid::from_u128(7)))), VaultError::NotFound);
    let twice = |w: &vault::Writing<'_>| {
        w.put_duty(&duty(20, 10, 1, "2026-11-25", ""))?;
        w.put_duty(&duty(21, 10, 1, "2026-11-26", ""))
    };
    assert_eq!(try_it(&twice), VaultError::Conflict, "one key, two duties");
    let own_error = |w: &vault::Writing<'_>| {
        w.put_person(&person(5, "x"))?;
        w.log("person_create", "", None)?;
        Err(VaultError::NotFound)
    };
    assert_eq!(try_it(&own_error), VaultError::NotFound);
    get(&vault, |r| {
        assert_eq!((r.person_count()?, r.duties(DutyFilter::default())?.len(), r.events()?.len()), (1, 0, 1));
        assert_eq!(r.log(1)?[0].action, "unlock", "what was undone is not in the log");
        Ok(())
    });
    assert!(vault.verify().unwrap().is_clean());
}

#[test]
fn a_panic_undoes_its_transaction() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        put(&mut vault, |w| {
            w.put_person(&person(5, "x"))?;
            panic!("on purpose");
            #[allow(unreachable_code)]
            Ok(())
        });
    }));
    assert!(caught.is_err());
    assert_eq!(get(&vault, |r| r.person_count()), 1);
    vault.lock().unwrap();
}

#[test]
fn only_drafts_are_deleted() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let (saved, drafted) = (talk(30, &[1], &[], ""), visit(40, &[1], &[], ""));
    put(&mut vault, |w| {
        w.put_talk(&saved)?;
        w.put_visit(&drafted)?;
        w.delete_visit(drafted.id)?;
        assert_eq!(w.visit(drafted.id)?, None);
        assert_eq!(w.delete_visit(drafted.id), Err(VaultError::NotFound));
        assert_eq!(w.delete_talk(saved.id), Err(VaultError::NotADraft));
        Ok(())
    });
    assert!(vault.verify().unwrap().is_clean(), "nothing dangles");
}

#[test]
fn numbers_count_within_kind_and_year() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    put(&mut vault, |w| {
        assert_eq!((w.next_number("talk", 2026)?, w.next_number("talk", 2026)?), (1, 2));
        assert_eq!((w.next_number("visit", 2026)?, w.next_number("talk", 2027)?), (1, 1));
        Ok(())
    });
    let undone: Result<(), VaultError> = vault.write(|w| {
        assert_eq!(w.next_number("talk", 2026)?, 3);
        Err(VaultError::NotFound)
    });
    assert!(undone.is_err());
    assert_eq!(put(&mut vault, |w| w.next_number("talk", 2026)), 3, "an undone number is given again");
}

#[test]
fn lists_pick_by_period_filter_and_person() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    put(&mut vault, |w| {
        w.put_person(&person(2, ""))?;
        for n in 0..28_u32 {
            let id = u128::from(n);
            let when = NaiveDate::from_ymd_opt(2026, 2, n + 1).unwrap();
            let who = 1 + id % 2;
            w.put_event(&Event { day: when, ..event(100 + id, &[who], "") })?;
            let made = duty(200 + id, 100 + id, who, &when.to_string(), "");
            let closed = (n % 4 == 0).then(|| Closure::Missed { reason: String::new() });
            w.put_duty(&Duty { closed, ..made })?;
            w.put_talk(&Talk { day: when, ..talk(300 + id, &[who], &[200 + id], "") })?;
            w.put_visit(&Visit { day: when, ..visit(400 + id, &[who], &[], "") })?;
        }
        Ok(())
    });
    let span = Some((day("2026-02-03"), day("2026-02-05")));
    get(&vault, |r| {
        let days: Vec<u32> = r.talks(span)?.iter().map(|talk| talk.day.day()).collect();
        assert_eq!(days, [5, 4, 3], "both ends included, newest first");
        assert_eq!(r.talks(span)?[0].settles, [DutyId(Uuid::from_u128(204))]);
        assert_eq!(r.visits(span)?.len(), 3);
        assert_eq!(r.visits(span)?[2].persons, [PersonId(Uuid::from_u128(1))]);
        let second = PersonId(Uuid::from_u128(2));
        assert_eq!((r.talks_of(second)?.len(), r.visits_of(second)?.len(), r.events_of(second)?.len()), (14, 14, 14));
        assert_eq!(r.open_duties()?.len(), 21);
        let filter = DutyFilter {
            kind: Some(DutyKind::Visit),
            from: Some(day("2026-02-01")),
            to: Some(day("2026-02-04")),
            person: Some(PersonId(Uuid::from_u128(1))),
            category: Some(3),
            open_only: true,
            ..DutyFilter::default()
        };
        let days: Vec<u32> = r.duties(filter.clone())?.iter().map(|duty| duty.due.day()).collect();
        assert_eq!(days, [3], "the first is closed");
        assert_eq!(r.duties(DutyFilter { kind: Some(DutyKind::Talk), ..filter })?, []);
        Ok(())
    });
}

#[test]
fn a_clock_set_back_makes_no_entry_look_earlier() {
    let (_dir, folder) = small();
    let ahead = open(&folder).unwrap().entry_time();
    let past = World { clock: std::sync::Arc::new(FixedDay(day("2020-01-01"))), ..World::real() };
    let mut vault = Vault::open(past, &folder, &password()).unwrap();
    assert!(vault.entry_time() >= ahead);
    put(&mut vault, |w| w.log("print", "", None));
    let newest = get(&vault, |r| r.newest_log_time()).unwrap();
    assert_eq!(newest, vault.entry_time());
    assert!(newest >= ahead);
}

#[test]
fn standard_cost_opens() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a.zhixin");
    Vault::create(World::real(), &folder, &password(), KdfCost::STANDARD).unwrap().lock().unwrap();
    let start = std::time::Instant::now();
    open(&folder).unwrap();
    println!("opening and locking at the standard cost took {:?}", start.elapsed());
}
