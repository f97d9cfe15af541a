//! Handing over: whatever fails on the way, the ledger is the predecessor's as it was or the successor's alone; and what of before still opens.

use std::fs;
use std::path::Path;

use vault::{KdfCost, SlotKind, Vault, VaultError, World, backup_folder, unwatched};

use crate::backups::own;
use crate::common::*;
use crate::faulty::Faulty;
use crate::slots::{opens, recovers, recovery, word};

const NEW: &str = "接任者的密码 八个字";
const OFFICER: &str = "第二负责人的密码";

fn pass_on(vault: &mut Vault) -> Result<(), VaultError> {
    vault.pass_on(&password(), &word(NEW), KdfCost::LEAST)
}

/// Every third operation fails in turn; each of them in a long run.
fn stride() -> usize {
    if soak().is_some() { 1 } else { 3 }
}

fn named(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

#[test]
fn every_earlier_secret_is_dead_and_the_records_are_there() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let sheet = recovery(&mut vault);
    vault.add_officer(&password(), &word(OFFICER), "乙某", KdfCost::LEAST).unwrap();
    assert_eq!(vault.pass_on(&password(), &password(), KdfCost::LEAST), Err(VaultError::PasswordsAlike));
    assert_eq!(vault.pass_on(&word(OFFICER), &word(NEW), KdfCost::LEAST), Err(VaultError::PasswordRefused));
    for secret in [PASSWORD, OFFICER] {
        assert_eq!(vault.opens_with(&word(secret)), Ok(true), "nothing has changed");
    }
    pass_on(&mut vault).unwrap();
    for (secret, opens) in [(PASSWORD, false), (OFFICER, false), (NEW, true)] {
        assert_eq!(vault.opens_with(&word(secret)), Ok(opens), "{secret}");
    }
    assert_eq!(vault.slots().unwrap().iter().map(|slot| slot.kind).collect::<Vec<_>>(), [SlotKind::Password]);
    assert_eq!(get(&vault, |r| r.person_count()), 1);
    vault.lock().unwrap();
    assert!(opens(&folder, NEW) && !opens(&folder, PASSWORD) && !opens(&folder, OFFICER));
    assert_eq!(recovers(&folder, &sheet, "noch ein anderes").err(), Some(VaultError::WrongRecovery));
}

#[test]
fn every_file_operation_failing_leaves_all_the_old_secrets_or_the_new_one_alone() {
    let (dir, whole) = small();
    let mut vault = open(&whole).unwrap();
    let sheet = recovery(&mut vault);
    vault.add_officer(&password(), &word(OFFICER), "乙某", KdfCost::LEAST).unwrap();
    vault.lock().unwrap();
    for stays in [false, true] {
        let mut refused = 0;
        for at in (0..).step_by(stride()) {
            assert!(at < 300, "it takes fewer operations");
            let folder = dir.path().join(format!("{stays}{at}.zhixin"));
            copy(&whole, &folder);
            let (world, disk) = Faulty::world(at, stays);
            let Ok(mut vault) = Vault::open(world, &folder, &password()) else { continue };
            let result = pass_on(&mut vault);
            let _ = vault.lock();
            let is_new = opens(&folder, NEW);
            assert!(is_new || result.is_err(), "{stays} at {at}: what was acknowledged is done");
            assert!(
                !is_new || matches!(result, Ok(()) | Err(VaultError::KeysUncertain)),
                "{stays} at {at}: {result:?}"
            );
            for old in [PASSWORD, OFFICER] {
                assert_eq!(opens(&folder, old), !is_new, "{stays} at {at}: {result:?}, {old}");
            }
            refused += u32::from(result.is_err());
            // Tried on a copy, as the sheet sets a password of its own.
            let thief = dir.path().join(format!("{stays}{at}_copy.zhixin"));
            copy(&folder, &thief);
            let recovered = recovers(&thief, &sheet, "noch ein anderes").map(drop);
            assert_eq!(recovered.err(), is_new.then_some(VaultError::WrongRecovery), "{stays} at {at}");
            let vault = Vault::open(World::real(), &folder, &word(if is_new { NEW } else { PASSWORD })).unwrap();
            assert_eq!(get(&vault, |r| r.person_count()), 1, "{stays} at {at}");
            drop(vault);
            fs::remove_dir_all(&folder).unwrap();
            if !disk.struck() {
                assert_eq!(result, Ok(()));
                break;
            }
        }
        assert!(refused > 0, "{stays}: never refused");
    }
}

#[test]
fn backups_of_before_are_told_by_trying_and_removed_one_by_one() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    vault.back_up(&unwatched).unwrap();
    put(&mut vault, |w| w.put_person(&person(2, "x")).and_then(|()| w.log("person_create", "2", None)));
    vault.back_up(&unwatched).unwrap();
    let before = own(&folder);
    assert_eq!(before.len(), 2);
    pass_on(&mut vault).unwrap();
    let old = |vault: &Vault| vault.backups_opened_by(&password()).unwrap();
    let all_open: Vec<_> = before.iter().map(|path| (path.clone(), true)).collect();
    assert_eq!(old(&vault), all_open);
    assert_eq!(vault.remove_old_backup(named(&before[0])), Err(VaultError::Conflict), "no newer one is there yet");
    vault.back_up(&unwatched).unwrap();
    let newest = own(&folder)[0].clone();
    let tried = old(&vault);
    assert_eq!((&tried[0], &tried[1..]), (&(newest.clone(), false), &all_open[..]));
    assert_eq!(vault.backups_opened_by(&word(NEW)).unwrap()[0], (newest.clone(), true));

    // Another ledger's backup that lies there is none of this one's, and a harmed one opens to nobody.
    let (_other_dir, other) = small();
    open(&other).unwrap().back_up(&unwatched).unwrap();
    let stranger = backup_folder(&folder).join("乙-2026-11-23-9.zhixinbak");
    fs::copy(&own(&other)[0], &stranger).unwrap();
    fs::write(backup_folder(&folder).join("丙-2026-11-23-9.zhixinbak"), b"PK harmed").unwrap();
    assert_eq!(old(&vault), tried);

    assert_eq!(vault.remove_old_backup(named(&newest)), Err(VaultError::Conflict), "it is the successor's");
    assert_eq!(vault.remove_old_backup(named(&stranger)), Err(VaultError::Conflict));
    assert_eq!(vault.remove_old_backup("../keys.a"), Err(VaultError::NotFound));
    vault.remove_old_backup(named(&before[1])).unwrap();
    assert!(!before[1].exists() && before[0].exists() && stranger.exists());
    assert_eq!(get(&vault, |r| r.log(1))[0].action, "backup_remove");
    vault.lock().unwrap();
    drop(dir);
}

#[test]
fn a_disk_that_fails_while_it_is_tried_never_says_that_nothing_opens() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    vault.back_up(&unwatched).unwrap();
    pass_on(&mut vault).unwrap();
    vault.back_up(&unwatched).unwrap();
    let (before, after) = (own(&folder)[1].clone(), own(&folder)[0].clone());
    let told = vault.backups_opened_by(&password()).unwrap();
    vault.lock().unwrap();
    let (mut failed, mut removed) = (0, 0);
    for at in (0..).step_by(stride()) {
        assert!(at < 400, "it takes fewer operations");
        let place = dir.path().join(format!("{at}.zhixin"));
        copy(&folder, &place);
        let (world, disk) = Faulty::world(at, false);
        let Ok(mut vault) = Vault::open(world, &place, &word(NEW)) else { continue };
        match vault.backups_opened_by(&password()) {
            Ok(found) => assert_eq!(found.len(), told.len(), "at {at}"),
            Err(e) => {
                failed += 1;
                assert!(matches!(e, VaultError::Io(_)), "at {at}: {e:?}");
            }
        }
        let gone = vault.remove_old_backup(named(&before));
        let there = backup_folder(&place).join(named(&before)).exists();
        assert!(there || gone.is_ok() || disk.struck(), "at {at}: {gone:?}");
        assert!(!there || gone.is_err(), "at {at}: what was acknowledged is done");
        removed += u32::from(gone.is_ok());
        assert!(backup_folder(&place).join(named(&after)).exists(), "at {at}");
        let _ = vault.lock();
        assert!(opens(&place, NEW), "at {at}");
        fs::remove_dir_all(&place).unwrap();
        if !disk.struck() {
            break;
        }
    }
    assert!(failed > 3 && removed > 3, "failed {failed}, removed {removed}");
}
