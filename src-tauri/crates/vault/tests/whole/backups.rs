//! Backups: made, proven, pruned, drilled and restored; and what a file that was harmed says.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Days, NaiveDate, Utc};
use vault::{
    BackupFile, BackupManifest, Clock, KdfCost, Password, Progress, RealDisk, Stage, Vault, VaultError, World,
    backup_folder, backups, check_backup, unwatched,
};

use crate::common::*;

/// A clock that stands at nine in the morning UTC of a day until it is turned.
struct Turned(Mutex<NaiveDate>);

impl Clock for Turned {
    fn now(&self) -> DateTime<Utc> {
        self.today().and_hms_opt(9, 0, 0).unwrap().and_utc()
    }

    fn today(&self) -> NaiveDate {
        *self.0.lock().unwrap()
    }
}

/// The names of the ledger's own backups, newest first.
pub(crate) fn own(folder: &Path) -> Vec<PathBuf> {
    let found = backups(&RealDisk, &backup_folder(folder)).unwrap();
    found.into_iter().map(|(path, _)| path).collect()
}

/// Every file below a folder, and its content.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}

fn check(file: &Path, dir: &Path) -> Result<vault::BackupCheck, VaultError> {
    check_backup(&World::real(), file, &password(), dir, &unwatched)
}

pub(crate) fn restore(file: &Path, folder: &Path) -> Result<Vault, VaultError> {
    Vault::restore(World::real(), file, folder, &password(), &unwatched)
}

#[test]
fn a_backup_is_made_proven_and_restored() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    put(&mut vault, |w| w.put_person(&person(2, "x")).and_then(|()| w.log("person_create", "2", None)));
    let head = get(&vault, |r| r.log_head());
    let stages = Mutex::new(Vec::new());
    let made = vault
        .back_up(&|progress: Progress| {
            let mut stages = stages.lock().unwrap();
            if stages.last() != Some(&progress.stage) {
                stages.push(progress.stage);
            }
            true
        })
        .unwrap();
    assert_eq!(*stages.lock().unwrap(), [Stage::Copying, Stage::Checking, Stage::Packing, Stage::Proving]);
    assert_eq!((made.vault, made.sequence, made.log), (vault.id(), 1, head));
    assert_eq!((made.counts["persons"], made.counts["events"], made.counts["log"]), (2, 1, head.seq));
    assert_eq!(get(&vault, |r| r.log(1))[0].action, "backup");
    let state = get(&vault, |r| r.backup_state());
    assert_eq!((state.sequence, state.other, state.failed), (1, None, None));
    let [file] = &own(&folder)[..] else { panic!("one backup") };
    assert_eq!(Some(state.own.unwrap().file.as_str()), file.file_name().and_then(|name| name.to_str()));
    assert!(file.to_string_lossy().contains("甲-") && file.extension().unwrap() == "zhixinbak");
    assert_eq!(vault.prove_backup(file, &unwatched).unwrap(), made);
    assert_eq!(std::fs::read_dir(folder.join("tmp")).unwrap().count(), 0, "nothing is left in the scratch folder");
    put(&mut vault, |w| w.put_person(&person(3, "later")));
    vault.lock().unwrap();

    let before = files(&folder);
    let checked = check(file, dir.path()).unwrap();
    assert!(checked.is_sound(), "{checked:?}");
    let new = dir.path().join("乙.zhixin");
    let restored = restore(file, &new).unwrap();
    assert_eq!((restored.id(), restored.notices()), (made.vault, &[][..]));
    assert_eq!(get(&restored, |r| r.person_count()), 2, "as it was then");
    assert_eq!(get(&restored, |r| r.log(1))[0].action, "restore");
    assert!(restored.verify().unwrap().is_clean());
    assert_eq!(get(&restored, |r| r.backup_state()).own, None, "the new folder has no backups yet");
    restored.lock().unwrap();
    let again = open(&new).unwrap();
    assert_eq!(again.notices(), []);
    assert!(again.verify().unwrap().is_clean());
    assert_eq!(files(&folder), before, "the old ledger is as it was");
}

#[test]
fn what_stands_at_the_place_is_never_overwritten() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    vault.back_up(&unwatched).unwrap();
    vault.lock().unwrap();
    let file = own(&folder).remove(0);
    let before = files(&folder);
    assert_eq!(restore(&file, &folder).err(), Some(VaultError::AlreadyExists));
    let full = dir.path().join("full");
    std::fs::create_dir(&full).unwrap();
    std::fs::write(full.join("x"), "x").unwrap();
    assert_eq!(restore(&file, &full).err(), Some(VaultError::AlreadyExists));
    let wrong = Password::new("另一个密码".to_owned());
    let new = dir.path().join("new");
    let e = Vault::restore(World::real(), &file, &new, &wrong, &unwatched).err();
    assert_eq!(e, Some(VaultError::WrongPassword));
    assert!(!new.exists(), "nothing is made for a wrong password");
    assert_eq!(files(&folder), before);
}

#[test]
fn old_backups_open_with_the_password_of_their_day() {
    let (dir, folder) = small();
    let new_password = Password::new("后来的密码 一二三".to_owned());
    let mut vault = open(&folder).unwrap();
    vault.back_up(&unwatched).unwrap();
    vault.change_password(&password(), &new_password, KdfCost::LEAST).unwrap();
    put(&mut vault, |w| w.log("x", "", None));
    vault.back_up(&unwatched).unwrap();
    let files = own(&folder);
    assert!(files.iter().all(|file| vault.prove_backup(file, &unwatched).is_ok()), "one data key proves both");
    let opens = |file: &Path, password: &Password| {
        check_backup(&World::real(), file, password, dir.path(), &unwatched).map(|checked| checked.is_sound())
    };
    assert_eq!(opens(&files[0], &new_password), Ok(true));
    assert_eq!(opens(&files[0], &password()), Err(VaultError::WrongPassword));
    assert_eq!(opens(&files[1], &password()), Ok(true));
    assert_eq!(opens(&files[1], &new_password), Err(VaultError::WrongPassword));
    let again = Password::new("重新加密以后".to_owned());
    vault.reencrypt(&new_password, &again, None, KdfCost::LEAST).unwrap();
    assert_eq!(
        vault.prove_backup(&files[1], &unwatched).err(),
        Some(VaultError::WrongPassword),
        "made under other keys"
    );
    vault.back_up(&unwatched).unwrap();
    vault.lock().unwrap();
    let vault = Vault::open(World::real(), &folder, &again).unwrap();
    assert_eq!(vault.notices(), []);
    vault.prove_backup(&own(&folder)[0], &unwatched).unwrap();
    assert_eq!(opens(&own(&folder)[0], &again), Ok(true), "the log is one chain across the change of keys");
}

#[test]
fn a_drill_compares_and_is_logged() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    vault.back_up(&unwatched).unwrap();
    let file = own(&folder).remove(0);
    let wrong = Password::new("另一个密码".to_owned());
    assert_eq!(vault.drill(&file, &wrong, &unwatched).err(), Some(VaultError::WrongPassword));
    assert_eq!(get(&vault, |r| r.backup_state()).drill, None);
    assert!(vault.drill(&file, &password(), &unwatched).unwrap().is_sound());
    let entry = get(&vault, |r| r.log(1)).remove(0);
    assert_eq!((entry.action.as_str(), entry.object.as_str()), ("backup_drill", ""));
    assert!(get(&vault, |r| r.backup_state()).drill.is_some());
    assert_eq!(std::fs::read_dir(folder.join("tmp")).unwrap().count(), 0);

    let mut other = create(&dir.path().join("other.zhixin"));
    other.back_up(&unwatched).unwrap();
    let foreign = own(&dir.path().join("other.zhixin")).remove(0);
    assert_eq!(vault.drill(&foreign, &password(), &unwatched).err(), Some(VaultError::Conflict), "of another ledger");
    assert_eq!(get(&vault, |r| r.log(1))[0].object, "conflict");
}

#[test]
fn superfluous_ones_go_only_after_a_new_one_is_proven() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a.zhixin");
    let clock = Arc::new(Turned(Mutex::new(day("2026-01-01"))));
    let world = World { clock: clock.clone(), ..World::real() };
    let mut vault = Vault::create(world, &folder, &password(), KdfCost::LEAST).unwrap();
    let foreign = backup_folder(&folder).join("别的.zhixinbak");
    for n in 0..40 {
        *clock.0.lock().unwrap() = day("2026-01-01") + Days::new(n);
        vault.back_up(&unwatched).unwrap();
        if n == 0 {
            std::fs::write(&foreign, "not a backup").unwrap();
        }
    }
    let days = |folder: &Path| -> Vec<String> {
        let found = backups(&RealDisk, &backup_folder(folder)).unwrap();
        found.into_iter().filter_map(|(_, manifest)| Some(manifest.ok()?.day.to_string())).collect()
    };
    let newest = ["02-09", "02-08", "02-07", "02-06", "02-05", "02-04", "02-03", "02-01", "01-31", "01-25"];
    let expected: Vec<String> = newest.iter().map(|day| format!("2026-{day}")).collect();
    assert_eq!(days(&folder), expected);
    assert!(foreign.exists(), "what does not open is left alone");
    // A day on which none can be made: the database inside is damaged, so all earlier ones stay.
    drop(vault);
    let database = database(&folder);
    let mut bytes = std::fs::read(&database).unwrap();
    let last = bytes.len() - 2000;
    bytes[last] ^= 1;
    std::fs::write(&database, &bytes).unwrap();
    *clock.0.lock().unwrap() = day("2026-03-20");
    let world = World { clock, ..World::real() };
    if let Ok(mut vault) = Vault::open(world, &folder, &password()) {
        assert_eq!(vault.back_up(&unwatched).err(), Some(VaultError::DatabaseDamaged));
    }
    assert_eq!(days(&folder), expected);
}

#[test]
fn stopping_leaves_nothing_and_harms_nothing() {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let chosen = dir.path().join("stick.zhixinbak");
    vault.back_up_to(&chosen, true, &unwatched).unwrap();
    let earlier = std::fs::read(&chosen).unwrap();
    let mut stopped = 0;
    for at in 0.. {
        let calls = Cell::new(0);
        let watch = |_: Progress| {
            calls.set(calls.get() + 1);
            calls.get() <= at
        };
        match vault.back_up_to(&chosen, true, &watch) {
            Err(e) => assert_eq!(e, VaultError::Stopped, "at {at}"),
            Ok(_) => break,
        }
        stopped += 1;
        assert!(std::fs::read(&chosen).unwrap() == earlier, "at {at}: the earlier backup is untouched");
        assert!(!dir.path().join("stick.zhixinbak.part").exists(), "at {at}");
        assert_eq!(std::fs::read_dir(folder.join("tmp")).unwrap().count(), 0, "at {at}");
    }
    assert!(stopped > 8, "it was stopped at {stopped} places");
    assert!(std::fs::read(&chosen).unwrap() != earlier, "replaced by the one that was finished");
    vault.lock().unwrap();
    for at in 0.. {
        let calls = Cell::new(0);
        let watch = |_: Progress| {
            calls.set(calls.get() + 1);
            calls.get() <= at
        };
        let new = dir.path().join(format!("new{at}"));
        match Vault::restore(World::real(), &chosen, &new, &password(), &watch) {
            Err(e) => assert_eq!((e, new.exists()), (VaultError::Stopped, false), "at {at}"),
            Ok(_) => break,
        }
    }
}

/// A small backup of a new ledger, and the manifest.
fn one(dir: &Path) -> (PathBuf, BackupManifest) {
    let mut vault = create(&dir.join("a.zhixin"));
    let file = dir.join("whole.zhixinbak");
    let manifest = vault.back_up_to(&file, false, &unwatched).unwrap();
    (file, manifest)
}

#[test]
fn what_is_no_backup_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let (whole, _) = one(dir.path());
    let read = |bytes: &[u8]| {
        let path = dir.path().join("x.zhixinbak");
        std::fs::write(&path, bytes).unwrap();
        BackupFile::open(&RealDisk, &path).err()
    };
    let bytes = std::fs::read(&whole).unwrap();
    for wrong in [&b""[..], b"PK\x03\x04", &[0; 1000], b"PK\x05\x06", &bytes[..40]] {
        assert_eq!(read(wrong), Some(VaultError::NotABackup));
    }
    assert_eq!(read(&bytes[..60]), Some(VaultError::BackupDamaged { part: "archive" }));
    assert_eq!(read(&[&bytes[..], b"more"].concat()), None, "a ZIP may be followed by other bytes");
    assert_eq!(BackupFile::open(&RealDisk, &dir.path().join("none")).err(), Some(VaultError::NotFound));
}

#[test]
fn every_truncation_and_every_flip_is_seen_or_harmless() {
    let dir = tempfile::tempdir().unwrap();
    let (whole, manifest) = one(dir.path());
    let bytes = std::fs::read(&whole).unwrap();
    let vault = open(&dir.path().join("a.zhixin")).unwrap();
    let path = dir.path().join("harmed.zhixinbak");
    let proven = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        vault.prove_backup(&path, &unwatched)
    };
    let fine = |e: VaultError| {
        // Under a flipped manifest or MAC the file is not this ledger's as far as can be told without a password.
        matches!(
            e,
            VaultError::NotABackup
                | VaultError::BackupDamaged { .. }
                | VaultError::WrongPassword
                | VaultError::NewerFormat { .. }
        )
    };
    for at in (0..bytes.len()).step_by(1021) {
        assert!(proven(&bytes[..at]).is_err_and(fine), "cut at {at}");
    }
    // All of the small parts and of the directory at the end, and places all over the database.
    let small = bytes.len() - usize::try_from(manifest.database_size()).unwrap();
    let places = (0..small.min(2500)).step_by(3).chain((small..bytes.len()).step_by(2039));
    let mut seen = 0;
    for at in places.chain(bytes.len() - 400..bytes.len()) {
        let mut flipped = bytes.clone();
        flipped[at] ^= if at % 2 == 0 { 0x01 } else { 0x80 };
        match proven(&flipped) {
            Err(e) => {
                assert!(fine(e), "flip at {at}: {e:?}");
                seen += 1;
            }
            // Times and attributes that the ZIP keeps and nobody reads.
            Ok(read) => assert_eq!(read, manifest, "flip at {at}"),
        }
    }
    assert!(seen > 900, "{seen} flips were seen");
}

#[test]
fn a_flip_is_named_by_its_part() {
    let dir = tempfile::tempdir().unwrap();
    let (whole, _) = one(dir.path());
    let bytes = std::fs::read(&whole).unwrap();
    let find = |text: &[u8]| bytes.windows(text.len()).position(|window| window == text).unwrap();
    let at = |text: &[u8], more: usize, changed: &[u8]| {
        let mut bytes = bytes.clone();
        let at = find(text) + more;
        bytes[at..at + changed.len()].copy_from_slice(changed);
        let path = dir.path().join("x.zhixinbak");
        std::fs::write(&path, bytes).unwrap();
        check(&path, dir.path()).err()
    };
    let damaged = |part| Some(VaultError::BackupDamaged { part });
    assert_eq!(at(b"ZHIXINKY", 40, &[0xff; 4]), damaged("keys"));
    assert_eq!(at(b"data.db", 5000, &[0xff; 4]), damaged("data.db"));
    assert_eq!(at(b"{\"format\"", 20, b"9"), damaged("manifest.json"));
    assert_eq!(at(b"manifest.mac", 20, &[0xff; 4]), damaged("manifest.mac"));
}

#[test]
fn a_forged_manifest_is_not_believed() {
    use std::io::{Read, Write};
    // Whoever has no key can fit every checksum, but not the MAC.
    let dir = tempfile::tempdir().unwrap();
    let (whole, _) = one(dir.path());
    let mut from = zip::ZipArchive::new(std::fs::File::open(&whole).unwrap()).unwrap();
    let forged = dir.path().join("forged.zhixinbak");
    let mut to = zip::ZipWriter::new(std::fs::File::create(&forged).unwrap());
    for n in 0..from.len() {
        let mut entry = from.by_index(n).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == "manifest.json" {
            let text = String::from_utf8(bytes).unwrap();
            bytes = text.replace("\"sequence\":1", "\"sequence\":8").into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        to.start_file(name, options).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap();
    assert_eq!(BackupFile::open(&RealDisk, &forged).unwrap().manifest().sequence, 8, "it opens");
    assert_eq!(check(&forged, dir.path()).err(), Some(VaultError::BackupDamaged { part: "manifest.mac" }));
    assert_eq!(
        restore(&forged, &dir.path().join("new")).err(),
        Some(VaultError::BackupDamaged { part: "manifest.mac" })
    );
    assert!(!dir.path().join("new").exists());
}
