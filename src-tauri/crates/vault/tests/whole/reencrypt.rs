//! Re-encryption: the same records and the same log under new keys, and never a ledger that opens with neither.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use vault::{KdfCost, SlotKind, Vault, VaultError, World};

use crate::common::*;
use crate::disk_full::Mount;
use crate::faulty::Faulty;
use crate::slots::{opens, recovers, recovery, word};

const NEW: &str = "新密码 八个字";
const OFFICER: &str = "第二负责人的密码";

fn reencrypt(vault: &mut Vault) -> Result<(), VaultError> {
    vault.reencrypt(&password(), &word(NEW), None, KdfCost::LEAST)
}

fn databases(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.to_string_lossy().contains("data.")).collect();
    files.sort();
    files
}

#[test]
fn everything_is_there_under_new_keys() {
    let (dir, folder) = small();
    let before = dir.path().join("before");
    copy(&folder, &before);
    let mut vault = open(&folder).unwrap();
    for n in 2..200 {
        put(&mut vault, |w| w.put_person(&person(n, "某")).and_then(|()| w.log("person_create", &n.to_string(), None)));
    }
    let text = recovery(&mut vault);
    vault.add_officer(&password(), &word(OFFICER), "乙某", KdfCost::LEAST).unwrap();
    let state = |vault: &Vault| get(vault, |r| Ok((r.persons()?, r.events()?)));
    let (records, log, old) = (state(&vault), get(&vault, |r| r.log(9999)), databases(&folder));
    reencrypt(&mut vault).unwrap();
    assert_eq!(state(&vault), records);
    let now = get(&vault, |r| r.log(9999));
    assert_eq!(now[1..], log, "the chain goes on, with the same hashes");
    assert_eq!(now[0].action, "password_reencrypt");
    assert!(vault.verify().unwrap().is_clean());
    let kinds: Vec<SlotKind> = vault.slots().unwrap().iter().map(|slot| slot.kind).collect();
    assert_eq!(kinds, [SlotKind::Password, SlotKind::Recovery], "the officer's way is gone");
    assert!(old.iter().all(|path| !path.exists()), "the old database is removed");
    // It goes on being written, checked and locked.
    put(&mut vault, |w| w.put_person(&person(500, "x")).and_then(|()| w.log("person_create", "", None)));
    assert!(vault.verify().unwrap().is_clean());
    vault.lock().unwrap();
    assert_eq!(databases(&folder).len(), 1);
    assert!(opens(&folder, NEW) && !opens(&folder, PASSWORD) && !opens(&folder, OFFICER));
    assert!(opens(&before, PASSWORD), "an earlier copy opens as before");
    let vault = recovers(&folder, &text, PASSWORD).unwrap();
    assert_eq!(get(&vault, |r| r.person_count()), 200, "the sheet stays good without being there");
}

#[test]
fn the_officer_stays_when_his_password_is_given() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    vault.add_officer(&password(), &word(OFFICER), "乙某", KdfCost::LEAST).unwrap();
    let with = |vault: &mut Vault, officer: &str| {
        vault.reencrypt(&password(), &word(NEW), Some(&word(officer)), KdfCost::LEAST)
    };
    assert_eq!(with(&mut vault, "falsch"), Err(VaultError::PasswordRefused));
    assert_eq!(with(&mut vault, NEW), Err(VaultError::PasswordsAlike));
    with(&mut vault, OFFICER).unwrap();
    let slots = vault.slots().unwrap();
    assert_eq!((slots[1].kind, slots[1].label.as_str()), (SlotKind::Officer, "乙某"));
    vault.lock().unwrap();
    assert!(opens(&folder, NEW) && opens(&folder, OFFICER) && !opens(&folder, PASSWORD));
}

#[test]
fn twice_and_thrice_the_log_is_whole_and_an_altered_entry_shows() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    reencrypt(&mut vault).unwrap();
    vault.reencrypt(&word(NEW), &password(), None, KdfCost::LEAST).unwrap();
    put(&mut vault, |w| w.log("print", "", None));
    reencrypt(&mut vault).unwrap();
    let checked = vault.verify().unwrap();
    assert!(checked.is_clean(), "{checked:?}");
    vault.lock().unwrap();
    assert!(opens(&folder, NEW));
}

#[test]
fn keys_of_before_do_not_open_what_came_after() {
    let (dir, folder) = small();
    let before = dir.path().join("before");
    copy(&folder, &before);
    let mut vault = open(&folder).unwrap();
    reencrypt(&mut vault).unwrap();
    vault.lock().unwrap();
    for name in ["keys.a", "keys.b"] {
        fs::copy(before.join(name), folder.join(name)).unwrap();
    }
    let kept = databases(&folder);
    assert_eq!(open(&folder).err(), Some(VaultError::KeysOfBefore));
    assert_eq!((kept.len(), databases(&folder)), (1, kept), "and nothing is removed");
}

#[test]
fn every_file_operation_failing_leaves_the_old_or_the_new_ledger() {
    let (_dir, whole) = small();
    let text = recovery(&mut open(&whole).unwrap());
    let dir = tempfile::tempdir().unwrap();
    for stays in [false, true] {
        let (mut refused, mut uncertain) = (0, 0);
        for at in 0.. {
            assert!(at < 300, "it takes fewer operations");
            let folder = dir.path().join(format!("{stays}{at}.zhixin"));
            copy(&whole, &folder);
            let (world, disk) = Faulty::world(at, stays);
            let Ok(mut vault) = Vault::open(world, &folder, &password()) else { continue };
            let result = reencrypt(&mut vault);
            let kept = vault.write(|w| w.put_person(&person(2, "x")).and_then(|()| w.log("person_create", "2", None)));
            assert_eq!(kept.is_err(), result == Err(VaultError::KeysUncertain), "{stays} at {at}");
            let locked = vault.lock();
            let (old, new) = (opens(&folder, PASSWORD), opens(&folder, NEW));
            assert!(old != new, "{stays} at {at}: {result:?}, old {old}, new {new}");
            match result {
                Ok(()) => assert!(new, "{stays} at {at}"),
                Err(VaultError::KeysUncertain) => uncertain += 1,
                Err(_) => {
                    refused += 1;
                    assert!(old, "{stays} at {at}: {result:?}");
                }
            }
            let vault = recovers(&folder, &text, PASSWORD).unwrap();
            let persons = if kept.is_ok() { 2 } else { 1 };
            assert_eq!(get(&vault, |r| r.person_count()), persons, "{stays} at {at}: what was acknowledged is there");
            vault.lock().unwrap();
            assert_eq!(databases(&folder).len(), 1, "{stays} at {at}: nothing is left over");
            fs::remove_dir_all(&folder).unwrap();
            if !disk.struck() {
                assert!(locked.is_ok() && result.is_ok());
                break;
            }
        }
        assert!(refused > 0);
        assert_eq!(uncertain > 0, stays);
    }
}

#[test]
fn a_disk_without_room_for_the_copy_leaves_the_ledger_as_it_was() {
    let (_dir, whole) = small();
    let mut vault = open(&whole).unwrap();
    for n in 2..200 {
        put(&mut vault, |w| {
            w.put_person(&person(n, &"长".repeat(300))).and_then(|()| w.log("person_create", "", None))
        });
    }
    vault.lock().unwrap();
    let size: u64 = databases(&whole).iter().map(|path| fs::metadata(path).unwrap().len()).sum();
    let (mut refused, mut done) = (0, 0);
    // From hardly any room beside the ledger to enough for the copy and its write-ahead log.
    for room in (0..12).map(|step| size * step / 4 + 300_000) {
        let Some(mount) = Mount::new(&format!("size={}", size + room)) else { return };
        let folder = mount.path().join("a.zhixin");
        copy(&whole, &folder);
        // Too full to be opened at all is another matter.
        let Ok(mut vault) = open(&folder) else { continue };
        let result = reencrypt(&mut vault);
        let _ = vault.lock();
        let text = match result {
            Ok(()) => {
                done += 1;
                NEW
            }
            Err(e) => {
                refused += 1;
                assert_eq!(e, VaultError::DiskFull, "{room}");
                PASSWORD
            }
        };
        let vault = Vault::open(World::real(), &folder, &word(text)).unwrap();
        assert_eq!(get(&vault, |r| r.person_count()), 199, "{room}");
        assert!(vault.verify().unwrap().is_clean(), "{room}");
        drop(vault);
        assert_eq!(databases(&folder).len(), 1, "{room}: nothing is left over");
    }
    assert!(refused > 0 && done > 0, "refused {refused}, done {done}");
}

/// Set for the child process: the folder that it is to re-encrypt, and from which password to which.
const FOLDER: &str = "VAULT_TEST_REENCRYPT";

/// Not a test of its own: the process that is killed.
#[test]
fn child_that_reencrypts() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let mut vault = Vault::open(World::real(), &folder, &password()).unwrap();
    eprintln!("begin");
    reencrypt(&mut vault).unwrap();
    std::thread::sleep(Duration::from_secs(5));
}

#[test]
fn killed_at_any_point_it_opens_with_the_old_or_the_new_password() {
    use std::io::{BufRead, BufReader};
    let (_dir, whole) = small();
    let mut vault = open(&whole).unwrap();
    for n in 2..400 {
        let text = "长".repeat(300);
        put(&mut vault, |w| w.put_person(&person(n, &text)).and_then(|()| w.log("person_create", "", None)));
    }
    vault.lock().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (mut olds, mut news) = (0, 0);
    for round in 0..24 {
        let folder = dir.path().join(format!("{round}.zhixin"));
        copy(&whole, &folder);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "reencrypt::child_that_reencrypts", "--nocapture"])
            .env(FOLDER, &folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        while lines.next().unwrap().unwrap() != "begin" {}
        std::thread::sleep(Duration::from_millis(round * 40));
        child.kill().unwrap();
        child.wait().unwrap();
        let (old, new) = (opens(&folder, PASSWORD), opens(&folder, NEW));
        assert!(old != new, "round {round}: old {old}, new {new}");
        if old {
            olds += 1
        } else {
            news += 1
        }
        let vault = Vault::open(World::real(), &folder, &word(if old { PASSWORD } else { NEW })).unwrap();
        assert_eq!(get(&vault, |r| r.person_count()), 399);
        vault.lock().unwrap();
        assert_eq!(databases(&folder).len(), 1, "round {round}: nothing is left over");
        fs::remove_dir_all(&folder).unwrap();
    }
    println!("{olds} with the old password, {news} with the new one");
    assert!(olds > 0, "some were killed before the end");
}
