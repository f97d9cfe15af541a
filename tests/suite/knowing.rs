//! The six knowings: hidden and revealed, checked, grown stale, and the map of the branch.

use std::sync::Arc;
use std::time::{Duration, Instant};

use desk::{ErrorCode, FixedDay, World};
use method::{Facet, FacetCheck, Person};
use serde_json::{Value, json};
use vault::{LogEntry, Password, Vault, VaultError, body_hash};
use zhixin_tests::{Ledger, PASSWORD, TODAY, text};

const FACETS: [&str; 6] = ["resume", "family", "hobby", "performance", "mind", "standing"];

pub(crate) fn mind(text: &str) -> Value {
    json!({"kind": "mind", "text": text, "attention": "calm"})
}

pub(crate) fn standing(mark: &str, basis: &str) -> Value {
    json!({"kind": "standing", "mark": mark, "basis": basis, "helper": "", "plan": ""})
}

pub(crate) fn relative(relation: &str, name: &str) -> Value {
    json!({"kind": "relative", "relation": relation, "name": name, "birth": null, "political": "", "post": "", "phone": "", "deceased": false})
}

/// Enters one thing and gives the person's six knowings.
#[track_caller]
pub(crate) fn enter(ledger: &mut Ledger, person: &str, body: Value, day: Value) -> Value {
    let entry = json!({"body": body, "day": day, "source": "talk"});
    ledger.ok("entry_create", json!({"person": person, "entries": [entry]}))
}

pub(crate) fn facet<'v>(view: &'v Value, name: &str) -> &'v Value {
    view["facets"].as_array().unwrap().iter().find(|facet| facet["facet"] == name).unwrap()
}

pub(crate) fn states(ledger: &mut Ledger, person: &str) -> Vec<String> {
    let view = ledger.ok("knowing_get", json!({"person": person}));
    FACETS.iter().map(|name| text(&facet(&view, name)["state"])).collect()
}

pub(crate) fn reveal(ledger: &mut Ledger, person: &str, facet: &str) -> Value {
    ledger.ok("knowing_reveal", json!({"person": person, "facet": facet}))
}

/// What the entries of a facet say, in their order.
pub(crate) fn texts(facet: &Value, field: &str) -> Vec<String> {
    facet["entries"].as_array().unwrap().iter().map(|entry| text(&entry["body"][field])).collect()
}

/// The entries of the operations log for an action, newest first; the ledger is locked and opened for it.
pub(crate) fn logged(ledger: &mut Ledger, action: &str) -> Vec<LogEntry> {
    ledger.ok("vault_lock", Value::Null);
    let vault = open(ledger);
    let entries = vault.read::<_, VaultError>(|reading| reading.log(1000)).unwrap();
    vault.lock().unwrap();
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
    entries.into_iter().filter(|entry| entry.action == action).collect()
}

fn open(ledger: &Ledger) -> Vault {
    let world = World { clock: Arc::new(FixedDay(TODAY.parse().unwrap())), ..World::real() };
    Vault::open(world, ledger.desk.place(), &Password::new(PASSWORD.to_owned())).unwrap()
}

#[test]
fn nothing_is_known_at_first() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let view = ledger.ok("knowing_get", json!({"person": person}));
    assert_eq!((&view["person"]["name"], &view["known"]), (&json!("张三"), &json!(0)));
    let rows: Vec<(&Value, &Value, &Value)> = view["facets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|facet| (&facet["facet"], &facet["state"], &facet["limit_days"]))
        .collect();
    let unknown = json!("unknown");
    let limits = [365, 180, 365, 90, 90, 180].map(|days| json!(days));
    let expected = FACETS.map(|name| json!(name));
    for (at, row) in rows.iter().enumerate() {
        assert_eq!(*row, (&expected[at], &unknown, &limits[at]));
    }
    assert_eq!(rows.len(), 6);
    assert_eq!(ledger.code("knowing_get", json!({"person": id(7)})), ErrorCode::NotFound);
}

#[test]
fn what_is_sensitive_stays_hidden_and_revealing_it_is_logged() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    enter(&mut ledger, &person, json!({"kind": "hobby", "text": "乒乓球"}), Value::Null);
    let secrets = [
        ("family", json!({"kind": "household", "text": "机密甲"})),
        ("mind", mind("机密乙")),
        ("standing", standing("behind", "机密丙")),
    ];
    for (_, body) in &secrets {
        let answer = enter(&mut ledger, &person, body.clone(), json!("2026-11-20"));
        assert!(!answer.to_string().contains("机密"), "not even the answer to entering it repeats it");
    }
    let view = ledger.ok("knowing_get", json!({"person": person}));
    assert!(!view.to_string().contains("机密"), "{view}");
    assert_eq!(texts(facet(&view, "hobby"), "text"), ["乒乓球"]);
    assert_eq!(facet(&view, "hobby")["hidden"], false);
    for name in ["person_get", "knowing_map", "today_get"] {
        let request = if name == "person_get" { json!({"id": person}) } else { Value::Null };
        assert!(!ledger.ok(name, request).to_string().contains("机密"), "{name}");
    }
    for (name, body) in &secrets {
        let hidden = facet(&view, name);
        assert_eq!((&hidden["hidden"], &hidden["count"], &hidden["entries"]), (&json!(true), &json!(1), &json!([])));
        let shown = reveal(&mut ledger, &person, name);
        assert_eq!((&shown["hidden"], &shown["count"], &shown["facet"]), (&json!(false), &json!(1), &json!(name)));
        assert_eq!(&shown["entries"][0]["body"], body);
        assert_eq!((&shown["state"], &shown["checked"]), (&hidden["state"], &hidden["checked"]));
        let newest = &logged(&mut ledger, "knowing_reveal")[0];
        assert_eq!(newest.object, person);
        assert_eq!(newest.body_hash, Some(body_hash(name).unwrap()), "it says which facet was looked at");
    }
    assert_eq!(ledger.code("knowing_reveal", json!({"person": id(7), "facet": "mind"})), ErrorCode::NotFound);
    ledger.ok("knowing_get", json!({"person": person}));
    assert_eq!(logged(&mut ledger, "knowing_reveal").len(), 3, "only what was revealed");
}

#[test]
fn entering_something_checks_its_facet() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let mut checked = |body: Value, day: Value, name: &str| {
        let view = enter(&mut ledger, &person, body, day);
        text(&facet(&view, name)["checked"])
    };
    assert_eq!(
        checked(json!({"kind": "work", "text": "按时完成汇算清缴"}), json!("2026-11-10"), "performance"),
        "2026-11-10"
    );
    assert_eq!(
        checked(json!({"kind": "work", "text": "更早的一件事"}), json!("2026-10-01"), "performance"),
        "2026-11-10"
    );
    assert_eq!(
        checked(json!({"kind": "award", "title": "嘉奖", "by": ""}), json!("2015-03-01"), "performance"),
        TODAY,
        "an old award is entered today"
    );
    assert_eq!(checked(mind("平稳"), json!("2026-11-19"), "mind"), "2026-11-19");
    assert_eq!(checked(standing("middle", "年度考核称职"), json!("2026-11-18"), "standing"), "2026-11-18");
    assert_eq!(
        checked(json!({"kind": "progress", "text": "有进步"}), json!("2026-11"), "standing"),
        TODAY,
        "a month is no day"
    );
    assert_eq!(
        checked(json!({"kind": "post", "from": "1998-07", "to": null, "text": "科员"}), Value::Null, "resume"),
        TODAY
    );
    assert_eq!(ledger.ok("knowing_get", json!({"person": person}))["known"], 4);
}

#[test]
fn a_facet_grows_stale_and_is_checked_again() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.ok("knowing_check", json!({"person": person, "facets": FACETS}));
    assert_eq!(states(&mut ledger, &person), ["known"; 6]);
    // 90 days after 2026-11-23 is 2027-02-21, 180 days 2027-05-22, 365 days 2027-11-23.
    for (day, expected) in [
        ("2027-02-21", ["known", "known", "known", "known", "known", "known"]),
        ("2027-02-22", ["known", "known", "known", "stale", "stale", "known"]),
        ("2027-05-22", ["known", "known", "known", "stale", "stale", "known"]),
        ("2027-05-23", ["known", "stale", "known", "stale", "stale", "stale"]),
        ("2027-11-24", ["stale"; 6]),
    ] {
        ledger.turn_to(day);
        assert_eq!(states(&mut ledger, &person), expected, "{day}");
    }
    let view = ledger.ok("knowing_check", json!({"person": person, "facets": ["mind"], "day": "2027-11-20"}));
    assert_eq!((&facet(&view, "mind")["state"], &view["known"]), (&json!("known"), &json!(1)));
    let view = ledger.ok("knowing_check", json!({"person": person, "facets": ["mind"], "day": "2027-01-01"}));
    assert_eq!(facet(&view, "mind")["checked"], "2027-11-20", "an earlier check takes nothing back");
    let check = |facets: Value, day: &str| json!({"person": person, "facets": facets, "day": day});
    let error = ledger.error("knowing_check", check(json!(["mind"]), "2027-11-25"));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::DayInFuture, Some("day")));
    assert_eq!(ledger.code("knowing_check", check(json!([]), "2027-11-24")), ErrorCode::FieldMissing);
}

#[test]
fn the_map_shows_everyone_present_and_no_contents() {
    let mut ledger = Ledger::create();
    let (a, b, gone) = (ledger.person("张三"), ledger.person("李四"), ledger.person("王五"));
    ledger.ok("knowing_check", json!({"person": gone, "facets": FACETS}));
    ledger.ok("person_leave", json!({"id": gone, "left": {"day": TODAY, "reason": "调离"}}));
    enter(&mut ledger, &a, mind("机密"), json!("2026-08-24"));
    ledger.ok("knowing_check", json!({"person": a, "facets": ["resume", "family"], "day": "2026-11-01"}));
    ledger.ok("knowing_check", json!({"person": a, "facets": ["resume"], "day": "2026-10-01"}));
    let map = ledger.ok("knowing_map", Value::Null);
    assert_eq!((&map["known"], &map["all"]), (&json!(2), &json!(12)), "who left counts no more");
    let rows = map["rows"].as_array().unwrap();
    assert_eq!(rows.iter().map(|row| text(&row["person"]["id"])).collect::<Vec<_>>(), [a.clone(), b]);
    let cells: Vec<(&Value, &Value)> =
        rows[0]["cells"].as_array().unwrap().iter().map(|cell| (&cell["state"], &cell["checked"])).collect();
    let (known, stale, unknown) = (json!("known"), json!("stale"), json!("unknown"));
    let (november, august) = (json!("2026-11-01"), json!("2026-08-24"));
    let none = (&unknown, &Value::Null);
    assert_eq!(cells, [(&known, &november), (&known, &november), none, none, (&stale, &august), none]);
    assert_eq!((&rows[0]["known"], &rows[1]["known"]), (&json!(2), &json!(0)));
    assert!(!map.to_string().contains("机密"));
    // It agrees with each person's own page.
    let page = ledger.ok("knowing_get", json!({"person": a}));
    assert_eq!(page["known"], rows[0]["known"]);
}

#[test]
fn the_map_of_three_thousand_is_quick() {
    let mut ledger = Ledger::create();
    ledger.ok("vault_lock", Value::Null);
    let mut vault = open(&ledger);
    let day: chrono::NaiveDate = TODAY.parse().unwrap();
    vault
        .write::<_, VaultError>(|writing| {
            for n in 0..3000_u32 {
                let mut person = Person::named(id(n).parse().unwrap(), format!("人员{n}"));
                person.lunar_birthday = method::LunarBirthday::new(None, 1 + (n % 12) as u8, n % 5 == 0, 30).ok();
                writing.put_person(&person)?;
                for facet in Facet::ALL {
                    for back in 0..5 {
                        let day = day - chrono::Days::new(back * 30);
                        writing.put_facet_check(FacetCheck { person: person.id, facet, day })?;
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    vault.lock().unwrap();
    ledger.ok("vault_unlock", json!({"password": PASSWORD}));
    let start = Instant::now();
    let map = ledger.ok("knowing_map", Value::Null);
    let took = start.elapsed();
    println!("map: {took:?}");
    assert_eq!((&map["known"], &map["all"]), (&json!(18_000), &json!(18_000)));
    assert!(took < Duration::from_secs(3), "the map took {took:?} even without optimisation");
    let start = Instant::now();
    ledger.ok("today_get", Value::Null);
    println!("first screen with three thousand lunar birthdays: {:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(5), "the first screen took {:?}", start.elapsed());
}

/// An id that was given to nobody by the program.
pub(crate) fn id(n: u32) -> String {
    format!("00000000-0000-7000-8000-{n:012}")
}
