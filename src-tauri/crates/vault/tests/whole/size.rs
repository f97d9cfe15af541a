//! Times on the largest ledger that the program holds itself to: 3,000 persons and 90,000 records.

use std::time::Instant;

use chrono::Days;
use method::*;
use uuid::Uuid;

use crate::common::*;

#[test]
#[ignore = "prints times; takes a minute"]
fn a_large_ledger_stays_quick() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a.zhixin");
    let mut vault = create(&folder);
    let text = "长".repeat(200);
    let start = Instant::now();
    put(&mut vault, |w| (0..3_000).try_for_each(|id| w.put_person(&person(id, "短"))));
    for part in 0..30_u128 {
        put(&mut vault, |w| {
            for i in 0..1_000_u128 {
                let n = part * 1_000 + i;
                let who = n % 3_000;
                let when = day("2016-01-01").checked_add_days(Days::new((n / 8) as u64)).unwrap();
                w.put_event(&Event { day: when, ..event(100_000 + n, &[who], &text) })?;
                let closed = (n % 100 != 0).then(|| Closure::Missed { reason: String::new() });
                w.put_duty(&Duty { closed, ..duty(200_000 + n, 100_000 + n, who, &when.to_string(), "") })?;
                w.put_talk(&Talk { day: when, ..talk(300_000 + n, &[who], &[200_000 + n], &text) })?;
                w.log("talk_create", &n.to_string(), Some([1; 32]))?;
            }
            Ok(())
        });
    }
    println!("filling: {:?}", start.elapsed());
    let start = Instant::now();
    vault.lock().unwrap();
    println!("locking: {:?}", start.elapsed());
    let start = Instant::now();
    let mut vault = open(&folder).unwrap();
    println!("opening, with the cheapest derivation: {:?}", start.elapsed());
    println!("database: {} MB", std::fs::metadata(database(&folder)).unwrap().len() / 1_000_000);
    for round in ["first", "again"] {
        let time = |name: &str, f: &dyn Fn(&vault::Reading<'_>) -> Result<usize, vault::VaultError>| {
            let start = Instant::now();
            let n = get(&vault, |r| f(r));
            println!("{round}: {name}: {n} in {:?}", start.elapsed());
        };
        let someone = PersonId(Uuid::from_u128(77));
        time("persons", &|r| Ok(r.persons()?.len()));
        time("open duties", &|r| Ok(r.open_duties()?.len()));
        time("one person's talks", &|r| Ok(r.talks_of(someone)?.len()));
        time("one person's duties", &|r| Ok(r.duties_of(someone)?.len()));
        time("a year's talks", &|r| Ok(r.talks(Some((day("2020-01-01"), day("2020-12-31"))))?.len()));
        time("all events", &|r| Ok(r.events()?.len()));
        time("all talks", &|r| Ok(r.talks(None)?.len()));
    }
    let start = Instant::now();
    for n in 0..50 {
        put(&mut vault, |w| w.put_talk(&talk(900_000 + n, &[1], &[], &text)).and_then(|()| w.log("x", "", None)));
    }
    println!("one talk saved: {:?}", start.elapsed() / 50);
    let start = Instant::now();
    assert!(vault.verify().unwrap().is_clean());
    println!("checking everything: {:?}", start.elapsed());
}
