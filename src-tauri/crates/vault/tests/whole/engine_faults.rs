//! Every write, sync, truncation and removal of the database engine fails, in everything that writes: the ledger then opens with the old or the
//! new secret, its checks are clean, and what was acknowledged is there. The failures of the key files' and the backups' own operations are
//! tested beside each of these (`faults`, `slots`, `reencrypt`, `backup_faults`).
//!
//! A sample of the places is tried; with `ZHIXIN_SOAK` set, every one.

use std::path::{Path, PathBuf};

use vault::{KdfCost, SearchKind, SearchQuery, Vault, VaultError, World, backup_folder, unwatched};

use crate::backups::own;
use crate::common::*;
use crate::engine::{Failure, failing};
use crate::faulty::Faulty;
use crate::released::vector;
use crate::slots::{opens, word};

const NEW: &str = "新密码 八个字";
/// How many places of each kind of work are tried without `ZHIXIN_SOAK`.
const SAMPLE: usize = 6;

/// Some of the numbers below `all`, evenly; all of them in a long run.
fn places(all: usize) -> Vec<usize> {
    if soak().is_some() || all <= SAMPLE {
        return (0..all).collect();
    }
    (0..SAMPLE).map(|n| n * all / SAMPLE).collect()
}

/// Does `act` on copies of a ledger, with the engine failing at one place after the other, and looks at what is left.
fn every_failure(
    whole: &Path,
    act: impl Fn(&Path) -> Result<(), VaultError>,
    look: impl Fn(&Path, &Result<(), VaultError>),
) {
    let dir = tempfile::tempdir().unwrap();
    let fresh = |name: &str| {
        let folder = dir.path().join(name);
        copy(whole, &folder);
        folder
    };
    let folder = fresh("counted.zhixin");
    let (done, all) = failing(usize::MAX, false, Failure::Io, || act(&folder));
    assert_eq!(done, Ok(()), "nothing fails");
    look(&folder, &done);
    let mut refused = 0;
    for at in places(all) {
        for (stays, failure) in [(false, Failure::Io), (true, Failure::Full)] {
            let folder = fresh(&format!("{stays}{at}.zhixin"));
            let (done, _) = failing(at, stays, failure, || act(&folder));
            if let Err(e) = done {
                refused += 1;
                let expected = match failure {
                    Failure::Full => matches!(e, VaultError::DiskFull | VaultError::KeysUncertain),
                    Failure::Io => matches!(e, VaultError::Sql(_) | VaultError::Io(_)),
                };
                assert!(expected, "{stays} at {at} of {all}: {e:?}");
            }
            look(&folder, &done);
            std::fs::remove_dir_all(&folder).unwrap();
        }
    }
    println!("{all} operations of the engine; {refused} failures were told");
    assert!(refused > 0 && all > 3, "{refused} of {all}");
}

/// Opens a ledger as it was left, finds it sound and gives the number of persons in it.
fn sound(folder: &Path, password: &str) -> usize {
    let vault = Vault::open(World::real(), folder, &word(password)).unwrap_or_else(|e| panic!("{e:?}"));
    let checked = vault.verify().unwrap();
    assert!(checked.is_clean(), "{checked:?}");
    assert_eq!(vault.notices(), [], "nothing looks put back");
    get(&vault, |r| r.person_count())
}

/// What an interrupted work may have left: all of it when it was acknowledged, all or nothing otherwise.
fn all_or_nothing(found: usize, before: usize, after: usize, done: &Result<(), VaultError>) {
    let fine = if done.is_ok() { found == after } else { found == before || found == after };
    assert!(fine, "{found} persons after {done:?}");
}

#[test]
fn saving() {
    let (_dir, whole) = small();
    every_failure(
        &whole,
        |folder| {
            let mut vault = open(folder)?;
            let saved = vault.write(|w| w.put_person(&person(2, "x")).and_then(|()| w.log("person_create", "2", None)));
            // A lock that fails costs nothing that was saved.
            let _ = vault.lock();
            saved
        },
        |folder, done| all_or_nothing(sound(folder, PASSWORD), 1, 2, done),
    );
}

#[test]
fn what_was_saved_before_a_failing_lock() {
    let (_dir, whole) = small();
    every_failure(
        &whole,
        |folder| {
            let (vault, _) = failing(usize::MAX, false, Failure::Io, || {
                let mut vault = open(folder).unwrap();
                put(&mut vault, |w| w.put_person(&person(2, "x")).and_then(|()| w.log("person_create", "2", None)));
                vault
            });
            vault.lock()
        },
        |folder, _| assert_eq!(sound(folder, PASSWORD), 2),
    );
}

#[test]
fn changing_the_password() {
    let (_dir, whole) = small();
    every_failure(
        &whole,
        |folder| open(folder)?.change_password(&password(), &word(NEW), KdfCost::LEAST),
        |folder, done| {
            let (old, new) = (opens(folder, PASSWORD), opens(folder, NEW));
            assert!(old != new && (done.is_err() || new), "{done:?}: old {old}, new {new}");
            assert_eq!(sound(folder, if new { NEW } else { PASSWORD }), 1);
        },
    );
}

#[test]
fn encrypting_anew() {
    let (_dir, whole) = small();
    every_failure(
        &whole,
        |folder| open(folder)?.reencrypt(&password(), &word(NEW), None, KdfCost::LEAST),
        |folder, done| {
            let (old, new) = (opens(folder, PASSWORD), opens(folder, NEW));
            assert!(old != new && (done.is_err() || new), "{done:?}: old {old}, new {new}");
            assert_eq!(sound(folder, if new { NEW } else { PASSWORD }), 1);
            let databases = std::fs::read_dir(folder).unwrap();
            let left =
                databases.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "db"));
            assert_eq!(left.count(), 1, "nothing is left over");
        },
    );
}

#[test]
fn backing_up() {
    let (_dir, whole) = small();
    open(&whole).unwrap().back_up(&unwatched).unwrap();
    every_failure(
        &whole,
        |folder| open(folder)?.back_up(&unwatched).map(drop),
        |folder, done| {
            let vault = open(folder).unwrap();
            let files = own(folder);
            assert!(files.len() >= if done.is_ok() { 2 } else { 1 }, "{done:?}: {files:?}");
            for file in files {
                assert_eq!(vault.prove_backup(&file, &unwatched).map(drop), Ok(()), "what bears a name is whole");
            }
            assert!(vault.verify().unwrap().is_clean());
        },
    );
}

#[test]
fn restoring() {
    let (_dir, whole) = small();
    open(&whole).unwrap().back_up(&unwatched).unwrap();
    let new = |folder: &Path| folder.join("restored.zhixin");
    every_failure(
        &whole,
        |folder| Vault::restore(World::real(), &own(folder)[0], &new(folder), &password(), &unwatched).map(drop),
        |folder, done| match open(&new(folder)) {
            Ok(vault) => assert!(vault.verify().unwrap().is_clean()),
            Err(e) => assert!(done.is_err() && e == VaultError::NotAVault, "{done:?}, then {e:?}"),
        },
    );
}

/// The first released ledger with a failing disk or engine under the migrations and the backup before them.
fn migrated(folder: &Path, done: bool) {
    assert_eq!(sound(folder, PASSWORD), 1);
    let before = own(folder);
    assert!(!before.is_empty(), "a backup of before the migrations");
    let vault = open(folder).unwrap();
    for file in before {
        assert_eq!(vault.prove_backup(&file, &unwatched).map(drop), Ok(()), "done {done}");
    }
    let query = SearchQuery::new("甲某").unwrap();
    let found = get(&vault, |r| r.search(SearchKind::Person, &query, 5, |_| Ok(true)));
    assert_eq!(found.len(), 1, "the index was filled");
}

#[test]
fn bringing_an_older_ledger_up_to_date() {
    every_failure(&vector("v1.zhixin"), |folder| open(folder).map(drop), |folder, done| migrated(folder, done.is_ok()));
    let dir = tempfile::tempdir().unwrap();
    let fresh = |at: usize| -> PathBuf {
        let folder = dir.path().join(format!("{at}.zhixin"));
        copy(&vector("v1.zhixin"), &folder);
        folder
    };
    let mut all = 0;
    for at in 0.. {
        let folder = fresh(at);
        let (world, disk) = Faulty::world(at, false);
        let _ = Vault::open(world, &folder, &password());
        if !disk.struck() {
            all = at;
            break;
        }
        if places(200).contains(&at) {
            migrated(&folder, false);
        }
    }
    assert!(all > 20, "the migration has {all} operations on files");
}

#[test]
fn importing_many_at_once() {
    let (_dir, whole) = small();
    every_failure(
        &whole,
        |folder| {
            let mut vault = open(folder)?;
            vault.back_up(&unwatched)?;
            vault.write(|w| {
                (2..200).try_for_each(|n| {
                    w.put_person(&person(n, "长")).and_then(|()| w.log("person_import", &n.to_string(), None))
                })
            })
        },
        |folder, done| {
            all_or_nothing(sound(folder, PASSWORD), 1, 199, done);
            if done.is_ok() {
                assert!(backup_folder(folder).exists());
            }
        },
    );
}
