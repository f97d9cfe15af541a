//! The way back when the computer and the password are lost: a backup and the recovery sheet; and which backup is the newest.

use std::path::Path;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Days, NaiveDate, Utc};
use vault::{Clock, KdfCost, RecoveryKey, Renewal, Vault, VaultError, World, backup_folder, check_backup, unwatched};

use crate::backups::{files, own};
use crate::common::*;
use crate::faulty::Faulty;
use crate::slots::{opens, recovery, word};

const NEW: &str = "新密码 八个字";

fn restore(world: World, file: &Path, folder: &Path, text: &str, new: &str) -> Result<Vault, VaultError> {
    let (key, new) = (RecoveryKey::read(text).unwrap(), word(new));
    Vault::restore_by_sheet(world, file, folder, &key, Renewal { new: &new, cost: KdfCost::LEAST }, &unwatched)
}

#[test]
fn a_backup_opens_with_the_sheet_of_its_day() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    vault.back_up(&unwatched).unwrap();
    let text = recovery(&mut vault);
    vault.add_officer(&password(), &word("第二负责人的密码"), "组织委员", KdfCost::LEAST).unwrap();
    vault.back_up(&unwatched).unwrap();
    let found = own(&folder);
    let [file, before] = &found[..] else { panic!("two backups") };
    let sheet = RecoveryKey::read(&text).unwrap();
    let checked = |file: &Path| check_backup(&World::real(), file, &sheet, dir.path(), &unwatched);
    assert!(checked(file).unwrap().is_sound());
    assert_eq!(checked(before).err(), Some(VaultError::WrongRecovery), "the sheet was made later");
    assert!(vault.drill(file, &sheet, &unwatched).unwrap().is_sound());
    vault.lock().unwrap();

    let new = dir.path().join("新.zhixin");
    let refused = restore(World::real(), before, &new, &text, NEW).err();
    assert_eq!(refused, Some(VaultError::WrongRecovery));
    let alike = restore(World::real(), file, &new, &text, "第二负责人的密码").err();
    assert_eq!(alike, Some(VaultError::PasswordsAlike), "two people with one password");
    assert!(!new.exists(), "nothing is left of what was refused");

    let kept = files(&folder);
    let restored = restore(World::real(), file, &new, &text, NEW).unwrap();
    assert_eq!(get(&restored, |r| r.person_count()), 1);
    let log: Vec<String> = get(&restored, |r| r.log(2)).into_iter().map(|entry| entry.action).collect();
    assert_eq!(log, ["recover", "restore"]);
    restored.lock().unwrap();
    assert!(opens(&new, NEW) && opens(&new, "第二负责人的密码") && !opens(&new, PASSWORD));
    let again = Vault::recover(World::real(), &new, &sheet, &word("又一个密码 在此"), KdfCost::LEAST);
    assert!(again.is_ok(), "the sheet stays good");
    assert_eq!(files(&folder), kept, "the old ledger is as it was");
}

#[test]
fn every_failing_operation_of_it_leaves_a_ledger_or_none() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let text = recovery(&mut vault);
    vault.back_up(&unwatched).unwrap();
    vault.lock().unwrap();
    let file = own(&folder).remove(0);
    let mut refused = 0;
    for at in 0.. {
        assert!(at < 3000, "it takes fewer operations");
        let new = dir.path().join(format!("new{at}.zhixin"));
        let (world, disk) = Faulty::world(at, false);
        let made = restore(world, &file, &new, &text, NEW);
        let struck = disk.struck();
        match made {
            Ok(vault) => {
                drop(vault);
                assert!(opens(&new, NEW), "at {at}");
            }
            Err(_) => {
                refused += 1;
                // Removing what was half-made may be what failed.
                let after = Vault::open(World::real(), &new, &word(NEW)).map(drop);
                let fine = [Ok(()), Err(VaultError::NotAVault), Err(VaultError::WrongPassword)].contains(&after);
                assert!(fine, "at {at}: {after:?}");
            }
        }
        if !struck {
            break;
        }
    }
    assert!(refused > 20, "it was made to fail at {refused} places");
}

#[test]
fn the_newest_backup_is_of_the_course_that_goes_on() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    vault.back_up(&unwatched).unwrap();
    vault.lock().unwrap();
    let old = dir.path().join("old");
    copy(&folder, &old);
    let mut vault = open(&folder).unwrap();
    for n in 0..20 {
        put(&mut vault, |w| w.log("person_edit", &n.to_string(), None));
    }
    vault.back_up(&unwatched).unwrap();
    let given_up = vault.newest_backup().unwrap().unwrap();
    vault.lock().unwrap();
    for file in [database(&old), old.join("keys.a"), old.join("keys.b")] {
        std::fs::copy(&file, folder.join(file.file_name().unwrap())).unwrap();
    }
    let mut vault = open(&folder).unwrap();
    let before = vault.newest_backup().unwrap().unwrap();
    assert_ne!(before, given_up, "whose log is longer");
    assert!(vault.drill(&before, &password(), &unwatched).unwrap().is_sound());
    assert_eq!(vault.drill(&given_up, &password(), &unwatched).err(), Some(VaultError::Conflict));
    put(&mut vault, |w| w.log("person_edit", "x", None));
    vault.back_up(&unwatched).unwrap();
    let newest = vault.newest_backup().unwrap().unwrap();
    assert!(newest != before && newest != given_up);
    assert!(vault.drill(&newest, &password(), &unwatched).unwrap().is_sound());
    assert_eq!(own(&folder).len(), 3, "that of the course given up stays with them");
    for file in own(&folder) {
        std::fs::remove_file(file).unwrap();
    }
    assert_eq!(vault.newest_backup().unwrap(), None);
    std::fs::write(backup_folder(&folder).join("x.zhixinbak"), "x").unwrap();
    assert!(vault.newest_backup().unwrap().is_some(), "one that does not open is told of too");
}

/// A clock that can be turned back.
struct Turned(Mutex<NaiveDate>);

impl Clock for Turned {
    fn now(&self) -> DateTime<Utc> {
        self.today().and_hms_opt(9, 0, 0).unwrap().and_utc()
    }

    fn today(&self) -> NaiveDate {
        *self.0.lock().unwrap()
    }
}

#[test]
fn a_clock_that_once_ran_ahead_does_not_stop_the_pruning() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a.zhixin");
    let clock = Arc::new(Turned(Mutex::new(day("2030-01-01"))));
    let world = World { clock: clock.clone(), ..World::real() };
    let mut vault = Vault::create(world, &folder, &password(), KdfCost::LEAST).unwrap();
    for n in 0..20 {
        *clock.0.lock().unwrap() = day("2026-01-01") + Days::new(n);
        let made = vault.back_up(&unwatched).unwrap();
        assert_eq!(made.day, day("2026-01-01") + Days::new(n), "the day, though the log's time never goes back");
    }
    assert!(own(&folder).len() < 12, "{} of twenty are left", own(&folder).len());
}
