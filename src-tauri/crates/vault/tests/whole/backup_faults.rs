//! Backup and restore when the disk fails at every place, is full, or the process is killed; and the matrix of roll-backs.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use vault::{Notice, Vault, VaultError, World, backup_folder, examine, unwatched};

use crate::backups::{files, own, restore};
use crate::common::*;
use crate::disk_full::Mount;
use crate::faulty::Faulty;

#[test]
fn every_failing_operation_of_a_backup_leaves_the_ledger_and_earlier_backups() {
    for stays in [false, true] {
        let (dir, whole) = small();
        let mut vault = open(&whole).unwrap();
        vault.back_up(&unwatched).unwrap();
        vault.lock().unwrap();
        let mut refused = 0;
        for at in 0.. {
            assert!(at < 3000, "a backup takes fewer operations");
            let folder = dir.path().join(format!("{stays}{at}.zhixin"));
            copy(&whole, &folder);
            let earlier = files(&backup_folder(&folder));
            let (world, disk) = Faulty::world(at, stays);
            let Ok(mut vault) = Vault::open(world, &folder, &password()) else {
                std::fs::remove_dir_all(&folder).unwrap();
                continue;
            };
            put(&mut vault, |w| w.put_person(&person(2, "x")).and_then(|()| w.log("person_create", "", None)));
            let made = vault.back_up(&unwatched);
            let struck = disk.struck();
            if let Err(e) = made {
                refused += 1;
                assert!(matches!(e, VaultError::Io(_)), "at {at}: {e:?}");
            }
            let _ = vault.lock();
            let kept = files(&backup_folder(&folder));
            assert!(earlier.iter().all(|file| kept.contains(file)), "at {at}: earlier backups are untouched");
            let vault = open(&folder).unwrap_or_else(|e| panic!("at {at}: {e:?}"));
            assert_eq!(get(&vault, |r| r.person_count()), 2, "at {at}");
            for file in own(&folder) {
                assert_eq!(
                    vault.prove_backup(&file, &unwatched).map(drop),
                    Ok(()),
                    "at {at}: what bears a name is whole"
                );
            }
            assert!(vault.verify().unwrap().is_clean(), "at {at}");
            vault.lock().unwrap();
            std::fs::remove_dir_all(&folder).unwrap();
            if !struck {
                break;
            }
        }
        assert!(refused > 20, "the backup was made to fail at {refused} places");
    }
}

#[test]
fn every_failing_operation_of_a_restore_leaves_a_ledger_or_none() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    vault.back_up(&unwatched).unwrap();
    vault.lock().unwrap();
    let file = own(&folder).remove(0);
    let before = files(&folder);
    for stays in [false, true] {
        let mut refused = 0;
        for at in 0.. {
            assert!(at < 3000, "a restore takes fewer operations");
            let new = dir.path().join(format!("new{stays}{at}.zhixin"));
            let (world, disk) = Faulty::world(at, stays);
            let made = Vault::restore(world, &file, &new, &password(), &unwatched);
            let struck = disk.struck();
            match made {
                Ok(vault) => {
                    drop(vault);
                    assert!(open(&new).unwrap().verify().unwrap().is_clean(), "at {at}");
                }
                Err(e) => {
                    refused += 1;
                    assert!(matches!(e, VaultError::Io(_)), "at {at}: {e:?}");
                    let after = open(&new).map(drop);
                    assert!(matches!(after, Ok(()) | Err(VaultError::NotAVault)), "at {at}: {after:?}");
                    if !stays && after.is_err() && at > 10 {
                        assert!(!new.exists(), "at {at}: nothing half-made is left");
                    }
                }
            }
            assert!(files(&folder) == before, "at {at}: the old ledger and the backup are as they were");
            if !struck {
                break;
            }
        }
        assert!(refused > 20, "the restore was made to fail at {refused} places");
    }
}

#[test]
fn a_full_disk_costs_no_earlier_backup() {
    let Some(mount) = Mount::new("size=24m") else { return };
    let folder = mount.path().join("a.zhixin");
    let mut vault = create(&folder);
    put(&mut vault, |w| w.put_person(&person(1, "x")).and_then(|()| w.log("person_create", "", None)));
    vault.back_up(&unwatched).unwrap();
    let earlier = files(&backup_folder(&folder));
    // Filled up step by step, so that it gets full at another place each time.
    let mut full = 0;
    for n in 0..40 {
        let left = 900_000 - n * 22_000;
        fill_but(mount.path(), left);
        put(&mut vault, |w| w.log("x", "", None));
        match vault.back_up(&unwatched) {
            Ok(_) => continue,
            Err(e) => assert_eq!(e, VaultError::DiskFull, "{left} bytes left"),
        }
        full += 1;
        let kept = files(&backup_folder(&folder));
        assert!(earlier.iter().all(|file| kept.contains(file)), "{left} bytes left");
        assert!(kept.iter().all(|(path, _)| path.extension().unwrap() == "zhixinbak"), "{left}: nothing half-written");
        assert_eq!(std::fs::read_dir(folder.join("tmp")).unwrap().count(), 0, "{left} bytes left");
    }
    assert!(full > 3, "the disk was full {full} times");
    let new = mount.path().join("b.zhixin");
    let restored = restore(&own(&folder)[0], &new).map(drop);
    assert_eq!((restored, new.exists()), (Err(VaultError::DiskFull), false), "and a restore says so, too");
    std::fs::remove_file(mount.path().join("fill")).unwrap();
    assert!(vault.verify().unwrap().is_clean());
    vault.back_up(&unwatched).unwrap();
}

/// Leaves about so many bytes free.
fn fill_but(folder: &Path, left: u64) {
    let mut file = std::fs::File::create(folder.join("fill")).unwrap();
    while file.write_all(&[1; 1 << 16]).is_ok() {}
    let length = file.metadata().unwrap().len();
    file.set_len(length.saturating_sub(left)).unwrap();
}

/// Set for the child process: the folder that it is to back up.
const FOLDER: &str = "VAULT_TEST_BACK_UP";

/// Not a test of its own: the process that is killed.
#[test]
fn child_that_backs_up() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let mut vault = open(&folder).unwrap();
    let mut out = std::io::stderr();
    for n in 1.. {
        put(&mut vault, |w| w.log("x", &n.to_string(), None));
        vault.back_up(&unwatched).unwrap();
        writeln!(out, "made {n}").unwrap();
    }
}

#[test]
fn killed_while_backing_up_every_named_backup_is_whole() {
    let mut seed: u64 = 20_261_123;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let (_dir, folder) = small();
    for round in 0..8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "backup_faults::child_that_backs_up", "--nocapture"])
            .env(FOLDER, &folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "made 1");
        std::thread::sleep(Duration::from_millis(random(150)));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut vault = open(&folder).unwrap();
        assert_eq!(vault.notices(), [], "round {round}");
        assert_eq!(std::fs::read_dir(folder.join("tmp")).unwrap().count(), 0, "round {round}: swept");
        let files = own(&folder);
        assert!(!files.is_empty());
        for file in files {
            assert_eq!(vault.prove_backup(&file, &unwatched).map(drop), Ok(()), "round {round}");
        }
        vault.back_up(&unwatched).unwrap();
        let left = std::fs::read_dir(backup_folder(&folder)).unwrap();
        let half = left.filter(|entry| entry.as_ref().unwrap().path().extension().unwrap() == "part");
        assert_eq!(half.count(), 0, "round {round}: what was half-written is gone");
        vault.lock().unwrap();
    }
}

/// A ledger with a copy of its folder from before the last change and the last backup.
fn with_old_copy() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    vault.back_up(&unwatched).unwrap();
    vault.lock().unwrap();
    let old = dir.path().join("old");
    copy(&folder, &old);
    let mut vault = open(&folder).unwrap();
    put(&mut vault, |w| w.put_person(&person(2, "lost")).and_then(|()| w.log("person_create", "2", None)));
    vault.back_up(&unwatched).unwrap();
    vault.lock().unwrap();
    (dir, folder, old)
}

#[test]
fn the_whole_folder_put_back_shows_by_its_newer_backups_only() {
    let (_dir, folder, old) = with_old_copy();
    // The database's name is the same in both, as it was not re-encrypted.
    for file in [database(&old), old.join("keys.a"), old.join("keys.b")] {
        std::fs::copy(&file, folder.join(file.file_name().unwrap())).unwrap();
    }
    let bare = folder.with_extension("bare");
    copy(&folder, &bare);
    std::fs::remove_dir_all(backup_folder(&bare)).unwrap();
    assert_eq!(open(&bare).unwrap().notices(), [], "without an anchor outside the folder nothing can show");

    let mut vault = open(&folder).unwrap();
    assert_eq!(vault.notices(), [Notice::OlderThanBackup]);
    assert!(get(&vault, |r| r.log(3)).iter().any(|entry| entry.action == "older_than_backup"));
    vault.back_up(&unwatched).unwrap();
    assert_eq!(own(&folder).len(), 3, "no backup is overwritten by one with its number");
    vault.lock().unwrap();
    let vault = open(&folder).unwrap();
    assert_eq!(vault.notices(), [], "said once");
    let lost =
        own(&folder).into_iter().find(|file| vault.prove_backup(file, &unwatched).unwrap().counts["persons"] == 2);
    assert!(lost.is_some(), "and what was lost is still in the backup");
}

#[test]
fn the_database_alone_put_back_shows() {
    let (_dir, folder, old) = with_old_copy();
    std::fs::copy(database(&old), database(&folder)).unwrap();
    let found = examine(&World::real(), &folder, &password()).unwrap().found;
    assert!(found.first_broken.is_some(), "the check names the first entry that is missing");
    assert_eq!(open(&folder).unwrap().notices(), [Notice::DatabaseRolledBack, Notice::OlderThanBackup]);
    assert_eq!(open(&folder).unwrap().notices(), []);
}

#[test]
fn the_key_files_alone_put_back_show() {
    let (_dir, folder, old) = with_old_copy();
    for name in ["keys.a", "keys.b"] {
        std::fs::copy(old.join(name), folder.join(name)).unwrap();
    }
    assert_eq!(open(&folder).unwrap().notices(), [Notice::OldKeysPutBack]);
    assert_eq!(open(&folder).unwrap().notices(), []);
}

#[test]
fn a_damaged_ledger_is_told_where() {
    let (dir, folder) = small();
    let harmed = |name: &str, how: &dyn Fn(&Path)| {
        let copied = dir.path().join(name);
        copy(&folder, &copied);
        how(&copied);
        let before = files(&copied);
        let found = examine(&World::real(), &copied, &password());
        let kept: Vec<_> =
            files(&copied).into_iter().filter(|file| !file.0.to_string_lossy().contains("db-")).collect();
        assert_eq!(kept, before, "{name}: nothing is mended");
        found.unwrap()
    };
    let flip = |path: &Path, at: usize| {
        let mut bytes = std::fs::read(path).unwrap();
        bytes[at] ^= 4;
        std::fs::write(path, bytes).unwrap();
    };
    let sound = harmed("sound", &|_| ());
    assert!(sound.is_clean() && sound.found.counts.persons == 1, "{sound:?}");
    let key = harmed("key", &|folder| flip(&folder.join("keys.b"), 50));
    assert_eq!((&key.damaged_files[..], key.found.is_clean()), (&["keys.b".to_owned()][..], true));
    let both = harmed("both", &|folder| ["keys.a", "keys.b"].iter().for_each(|name| flip(&folder.join(name), 50)));
    assert_eq!(both.damaged_files, ["keys.a", "keys.b"]);
    for page in [1, 5] {
        let found = harmed(&format!("page{page}"), &|folder| flip(&database(folder), (page - 1) * 4096 + 2000)).found;
        assert_eq!(
            (found.damaged_pages, found.first_page),
            (1, Some(page as u64)),
            "named, even when it does not open"
        );
    }
    let name = database(&folder).file_name().unwrap().to_string_lossy().into_owned();
    let gone = harmed("gone", &|folder| std::fs::remove_file(database(folder)).unwrap());
    assert_eq!(gone.damaged_files, [name]);
    assert!(!gone.is_clean());
}
