//! What imports did, as rows that are kept until they are old, taken back, or of a person whose data go.

use method::*;
use serde_json::json;
use uuid::Uuid;
use vault::{Import, ImportStep, ImportedRecord, VaultError};

use crate::common::{at, create, event, get, put};

fn import(id: u128, when: &str) -> Import {
    Import {
        id: ImportId(Uuid::from_u128(id)),
        kind: "roster".to_owned(),
        at: at(when),
        added: 1,
        changed: 1,
        undone_at: None,
        kept: true,
    }
}

fn step(person: u128, changed: bool) -> ImportStep {
    ImportStep {
        record: ImportedRecord::Person,
        key: Uuid::from_u128(person).to_string(),
        person: PersonId(Uuid::from_u128(person)),
        before: changed.then(|| json!({"name": "甲某", "extra": {"特长": "书法"}})),
        after: [7; 32],
    }
}

#[test]
fn they_are_kept_in_their_order_and_go_for_each_reason() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(&dir.path().join("甲.zhixin"));
    let imports: Vec<Import> = (1..=4).map(|n| import(n, &format!("2026-11-{:02}T01:00:00Z", n * 5))).collect();
    put(&mut vault, |w| {
        for (n, import) in (1..).zip(&imports) {
            w.add_import(import, &[step(n, true), step(n + 10, false)])?;
        }
        Ok(())
    });
    let id = |n: usize| imports[n - 1].id;
    assert_eq!(get(&vault, |r| r.import_steps(id(2))), [step(2, true), step(12, false)]);
    let listed = get(&vault, |r| r.imports(3));
    assert_eq!(listed, [imports[3].clone(), imports[2].clone(), imports[1].clone()]);
    let twice = vault.write(|w| w.add_import(&imports[0], &[]));
    assert!(matches!(twice, Err(VaultError::Conflict)));

    let kept = |vault: &vault::Vault| -> Vec<bool> {
        imports.iter().map(|import| get(vault, |r| r.import(import.id)).unwrap().kept).collect()
    };
    put(&mut vault, |w| w.set_import_undone(id(4), at("2026-11-21T01:00:00Z")));
    assert_eq!(kept(&vault), [true, true, true, false]);
    let undone = get(&vault, |r| r.import(id(4))).unwrap().undone_at;
    assert_eq!(undone, Some(at("2026-11-21T01:00:00Z")));
    put(&mut vault, |w| w.forget_imports(at("2026-11-06T00:00:00Z"), 10));
    assert_eq!(kept(&vault), [false, true, true, false], "the oldest");
    put(&mut vault, |w| w.forget_imports(at("2026-01-01T00:00:00Z"), 2));
    assert_eq!(kept(&vault), [false, false, true, false], "all but the newest two");
    put(&mut vault, |w| w.forget_imports_of(PersonId(Uuid::from_u128(13))));
    assert_eq!(kept(&vault), [false; 4], "with a person all of it");
    assert_eq!(get(&vault, |r| r.import_steps(id(3))), []);
}

#[test]
fn choices_are_kept_by_the_header() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(&dir.path().join("甲.zhixin"));
    assert_eq!(get(&vault, |r| r.import_choices("a")), None);
    put(&mut vault, |w| w.set_import_choices("a", &json!({"fields": {"到所时间": "work_since"}})));
    put(&mut vault, |w| w.set_import_choices("a", &json!({"fields": {}})));
    assert_eq!(get(&vault, |r| r.import_choices("a")), Some(json!({"fields": {}})));
}

#[test]
fn an_event_that_is_taken_back_goes_before_whom_it_names() {
    let dir = tempfile::tempdir().unwrap();
    let mut vault = create(&dir.path().join("甲.zhixin"));
    let made = event(10, &[1], "");
    put(&mut vault, |w| {
        w.put_person(&Person::named(PersonId(Uuid::from_u128(1)), "甲某"))?;
        w.put_event(&made)
    });
    let person = vault.write(|w| w.remove_person(PersonId(Uuid::from_u128(1))));
    assert!(matches!(person, Err(VaultError::Conflict)), "an event names him");
    put(&mut vault, |w| w.remove_event(made.id, &[]));
    assert_eq!(get(&vault, |r| r.event(made.id)), None);
    assert!(matches!(vault.write(|w| w.remove_event(made.id, &[])), Err(VaultError::NotFound)));
    put(&mut vault, |w| w.remove_person(PersonId(Uuid::from_u128(1))));
    assert!(get(&vault, |r| r.persons()).is_empty());
}
