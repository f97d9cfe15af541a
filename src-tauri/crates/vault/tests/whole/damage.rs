//! Each kind of damage has its own error, and a damaged copy of the keys is mended.

use std::fs;
use std::path::Path;

use vault::{KdfCost, Notice, Password, Vault, VaultError, World};

use crate::common::*;

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x04;
    fs::write(path, bytes).unwrap();
}

fn error(folder: &Path) -> VaultError {
    open(folder).err().expect("does not open")
}

#[test]
fn a_wrong_password_is_not_damage() {
    let (_dir, folder) = small();
    let wrong = |text: &str| Vault::open(World::real(), &folder, &Password::new(text.to_owned())).err();
    assert_eq!(wrong("七匹马 拉 一辆"), Some(VaultError::WrongPassword));
    assert_eq!(wrong(""), Some(VaultError::WrongPassword));
    assert!(open(&folder).is_ok(), "and nothing is locked out");
}

#[test]
fn what_is_no_ledger_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(error(&dir.path().join("none")), VaultError::NotAVault);
    assert_eq!(error(dir.path()), VaultError::NotAVault);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "no lock file is left in it");
    let file = dir.path().join("file");
    fs::write(&file, "x").unwrap();
    assert_eq!(error(&file), VaultError::NotAVault);
    let create = |folder: &Path| Vault::create(World::real(), folder, &password(), KdfCost::LEAST).err();
    assert_eq!(create(&file), Some(VaultError::AlreadyExists));
    assert_eq!(create(dir.path()), Some(VaultError::AlreadyExists));
    assert_eq!(fs::read(&file).unwrap(), b"x");
    assert!(matches!(create(&dir.path().join("no/parent")), Some(VaultError::Io(_))));
    fs::create_dir(dir.path().join("empty")).unwrap();
    assert_eq!(create(&dir.path().join("empty")), None, "an empty folder is taken");
}

#[test]
fn a_cost_out_of_bounds_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a.zhixin");
    let cost = KdfCost { memory_kib: 1024, ..KdfCost::LEAST };
    let made = Vault::create(World::real(), &folder, &password(), cost);
    assert_eq!(made.err(), Some(VaultError::CostOutOfBounds));
    assert!(!folder.exists());
}

#[test]
fn two_at_once_are_refused() {
    let (_dir, folder) = small();
    let first = open(&folder).unwrap();
    assert_eq!(error(&folder), VaultError::InUse);
    first.lock().unwrap();
    let second = open(&folder).unwrap();
    drop(second);
    assert!(open(&folder).is_ok(), "dropping frees it too");
}

#[test]
fn one_that_is_just_being_closed_is_waited_for() {
    let (_dir, folder) = small();
    let first = open(&folder).unwrap();
    let closing = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(100));
        first.lock().unwrap();
    });
    assert!(open(&folder).is_ok());
    closing.join().unwrap();
}

#[test]
fn one_damaged_key_file_is_mended_from_the_other() {
    let (_dir, folder) = small();
    let size = fs::read(folder.join("keys.a")).unwrap().len();
    for name in ["keys.a", "keys.b"] {
        for at in (0..size).step_by(64).chain([size - 1]) {
            let path = folder.join(name);
            for cut in [true, false] {
                let mut bytes = fs::read(&path).unwrap();
                if cut {
                    bytes.truncate(at)
                } else {
                    bytes[at] ^= 0x01
                }
                fs::write(&path, bytes).unwrap();
                let vault = open(&folder).unwrap();
                assert_eq!(vault.notices(), [Notice::KeyCopyRepaired], "{name} at {at}");
                vault.lock().unwrap();
                assert_eq!(fs::read(folder.join("keys.a")).unwrap(), fs::read(folder.join("keys.b")).unwrap());
            }
        }
        fs::remove_file(folder.join(name)).unwrap();
        assert_eq!(open(&folder).unwrap().notices(), [Notice::KeyCopyRepaired]);
    }
    assert_eq!(open(&folder).unwrap().notices(), []);
}

#[test]
fn both_key_files_damaged_is_said() {
    let (dir, folder) = small();
    let size = fs::read(folder.join("keys.a")).unwrap().len();
    for at in (0..size).step_by(64).chain([size - 1, size - 40]) {
        let harmed = dir.path().join(format!("harmed{at}"));
        copy(&folder, &harmed);
        flip(&harmed.join("keys.a"), at);
        flip(&harmed.join("keys.b"), at);
        assert_eq!(error(&harmed), VaultError::KeysDamaged, "at {at}");
    }
    fs::remove_file(folder.join("keys.a")).unwrap();
    fs::remove_file(folder.join("keys.b")).unwrap();
    assert_eq!(error(&folder), VaultError::KeysDamaged, "a database without keys");
}

#[test]
fn a_damaged_database_is_said() {
    let (dir, folder) = small();
    let harm = |name: &str, how: &dyn Fn(&Path)| {
        let harmed = dir.path().join(name);
        copy(&folder, &harmed);
        how(&database(&harmed));
        open(&harmed)
    };
    let said = Some(VaultError::DatabaseDamaged);
    assert_eq!(harm("first", &|db| flip(db, 100)).err(), said);
    // The first 16 bytes repeat a salt that is derived from the data key; nothing reads them.
    assert_eq!(harm("salt", &|db| flip(db, 3)).err(), None);
    assert_eq!(harm("cut", &|db| fs::write(db, &fs::read(db).unwrap()[..4096 * 3 + 17]).unwrap()).err(), said);
    assert_eq!(harm("empty", &|db| fs::write(db, b"").unwrap()).err(), said);
    assert_eq!(harm("gone", &|db| fs::remove_file(db).unwrap()).err(), said);
    // A page that opening does not read shows when it is read, and in the check.
    let pages = fs::read(database(&folder)).unwrap().len() / 4096;
    let mut late = 0;
    for page in 1..pages {
        match harm(&format!("page{page}"), &|db| flip(db, page * 4096 + 2000)) {
            Err(e) => assert_eq!(Some(e), said, "page {page}"),
            Ok(vault) => {
                late += 1;
                let checked = vault.verify().unwrap();
                assert_eq!((checked.damaged_pages, checked.check().err()), (1, said), "page {page}");
            }
        }
    }
    assert!(late > 0, "opening does not read every page");
}

#[test]
fn an_old_key_file_put_back_is_noticed_and_undone() {
    let (dir, folder) = small();
    let old = dir.path().join("old");
    copy(&folder, &old);
    open(&folder).unwrap().lock().unwrap();
    for name in ["keys.a", "keys.b"] {
        fs::copy(old.join(name), folder.join(name)).unwrap();
    }
    assert_eq!(open(&folder).unwrap().notices(), [Notice::OldKeysPutBack]);
    let vault = open(&folder).unwrap();
    assert_eq!(vault.notices(), []);
    assert!(get(&vault, |r| r.log(9)).iter().any(|entry| entry.action == "old_keys_put_back"));
}

#[test]
fn a_database_rolled_back_is_noticed() {
    let (dir, folder) = small();
    let old = dir.path().join("old");
    copy(&folder, &old);
    let mut vault = open(&folder).unwrap();
    put(&mut vault, |w| w.put_person(&person(2, "lost")));
    vault.lock().unwrap();
    fs::copy(database(&old), database(&folder)).unwrap();
    assert_eq!(open(&folder).unwrap().notices(), [Notice::DatabaseRolledBack]);
    let vault = open(&folder).unwrap();
    assert_eq!(vault.notices(), []);
    assert!(get(&vault, |r| r.log(9)).iter().any(|entry| entry.action == "database_rolled_back"));
}

#[test]
#[cfg(unix)]
fn the_folder_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let (_dir, folder) = small();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("tmp")), mode(&folder.join("keys.a"))), (0o700, 0o700, 0o600));
}

#[test]
fn scratch_files_are_swept() {
    let (_dir, folder) = small();
    let left = folder.join("tmp/left");
    fs::write(&left, "x").unwrap();
    let vault = open(&folder).unwrap();
    assert!(!left.exists());
    fs::write(&left, "x").unwrap();
    vault.lock().unwrap();
    assert!(!left.exists());
}
