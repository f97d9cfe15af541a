//! Ledgers of each released format open for ever.

use std::path::{Path, PathBuf};

use method::{Person, PersonId};
use uuid::Uuid;
use vault::{KdfCost, Password, RecoveryKey, SlotKind, Vault, VaultError, World};

use crate::common::*;

pub(crate) fn vector(name: &str) -> PathBuf {
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
    assert_eq!(
        actions,
        ["backup", "unlock", "lock", "person_create", "create"],
        "kept as it was before the schema is renewed"
    );
    assert_eq!(log[3].object, persons[0].id.to_string());
    assert_eq!(log[3].body_hash, Some(vault::body_hash(&persons[0]).unwrap()));
    assert!(vault.verify().unwrap().is_clean());
}

/// A ledger with all kinds of slots that was re-encrypted; `make_format_1_slots` in `src/vault/tests.rs` made it.
#[test]
fn format_1_with_all_slots_opens_by_each() {
    let text = "0K9E 4HC6 94XH 3G7D 2HC9 TB2Q 9EGY Y12G 6R1S NJCM JCTF M0XR XX8S MNM6 QZTF 8J84";
    let dir = tempfile::tempdir().unwrap();
    let fresh = |name: &str| {
        let folder = dir.path().join(name);
        copy(&vector("v1_slots.zhixin"), &folder);
        folder
    };
    let word = |text: &str| Password::new(text.to_owned());
    let check = |vault: Vault| {
        assert_eq!(vault.notices(), []);
        assert_eq!(get(&vault, |r| r.persons()), [Person::named(PersonId(Uuid::from_u128(1)), "甲某")]);
        assert!(vault.verify().unwrap().is_clean(), "the log goes over a change of keys");
        let slots = vault.slots().unwrap();
        let kinds: Vec<SlotKind> = slots.iter().map(|slot| slot.kind).collect();
        assert_eq!(kinds, [SlotKind::Password, SlotKind::Recovery, SlotKind::Officer]);
        assert_eq!(slots[2].label, "组织委员");
        assert!(slots.iter().all(|slot| slot.made_at.is_some()));
    };
    for (name, password) in [("a", "一辆车 拉 七匹马"), ("b", "第二负责人 的密码")] {
        check(Vault::open(World::real(), &fresh(name), &word(password)).unwrap());
    }
    let key = RecoveryKey::read(text).unwrap();
    let folder = fresh("c");
    check(Vault::recover(World::real(), &folder, &key, &word("又一个密码 在此"), KdfCost::LEAST).unwrap());
    check(Vault::open(World::real(), &folder, &word("又一个密码 在此")).unwrap());
    let before = Vault::open(World::real(), &fresh("d"), &word(PASSWORD)).err();
    assert_eq!(before, Some(VaultError::WrongPassword), "the password of before");
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
