//! Ledgers of each released format open for ever.

use std::path::{Path, PathBuf};

use method::{Person, PersonId};
use uuid::Uuid;

use crate::common::*;

fn vector(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

#[test]
fn format_1_opens() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("v1.zhixin");
    copy(&vector("v1.zhixin"), &folder);
    let vault = open(&folder).unwrap();
    assert_eq!(vault.notices(), []);
    let (persons, log) = get(&vault, |r| Ok((r.persons()?, r.log(9)?)));
    assert_eq!(persons, [Person::named(PersonId(Uuid::from_u128(1)), "甲某")]);
    let actions: Vec<&str> = log.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["unlock", "lock", "person_create", "create"]);
    assert_eq!(log[2].object, persons[0].id.to_string());
    assert_eq!(log[2].body_hash, Some(vault::body_hash(&persons[0]).unwrap()));
    assert!(vault.verify().unwrap().is_clean());
}

/// Made the committed folder once; a released vector is never made again.
#[test]
#[ignore = "writes into the source tree"]
fn make_format_1() {
    let folder = vector("v1.zhixin");
    let mut vault = create(&folder);
    put(&mut vault, |w| {
        let person = Person::named(PersonId(Uuid::from_u128(1)), "甲某");
        w.put_person(&person)?;
        w.log("person_create", &person.id.to_string(), Some(vault::body_hash(&person)?))
    });
    vault.lock().unwrap();
    std::fs::remove_dir(folder.join("tmp")).unwrap();
}
