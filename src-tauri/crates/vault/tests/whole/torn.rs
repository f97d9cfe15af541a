//! The write-ahead log torn or altered after a crash, single pages put back from an older copy, and files given out as backups.

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use vault::{BackupFile, RealDisk, VaultError, unwatched};

use crate::common::*;

const PAGE: usize = 4096;
/// Persons entered after the first, each in a transaction of its own.
const WRITES: usize = 12;

/// A ledger as a crash leaves it: acknowledged writes that are in the write-ahead log only. Gives the log's path, too.
fn crashed() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let (dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    for n in 0..WRITES as u128 {
        put(&mut vault, |w| {
            w.put_person(&person(2 + n, "x")).and_then(|()| w.log("person_create", &n.to_string(), None))
        });
    }
    let copied = dir.path().join("crashed.zhixin");
    copy(&folder, &copied);
    drop(vault);
    let log = PathBuf::from(format!("{}-wal", database(&copied).display()));
    assert!(std::fs::metadata(&log).unwrap().len() > 20 * PAGE as u64);
    (dir, copied, log)
}

/// A small linear congruential generator: the same places in every run.
pub(crate) fn chance(mut seed: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    }
}

#[test]
fn a_torn_or_altered_write_ahead_log_costs_at_most_what_follows_and_never_the_rest() {
    let (dir, folder, log) = crashed();
    let whole = std::fs::read(&log).unwrap();
    let mut random = chance(20_261_123);
    let harmed = dir.path().join("harmed.zhixin");
    let mut left = Vec::new();
    for n in 0..soak().unwrap_or(0).max(24) {
        let mut bytes = whole.clone();
        // The header and the ends first.
        let at = [0, 4, 24, 31, 32, 40, whole.len() - 1].get(n / 2).copied().unwrap_or_else(|| random(whole.len()));
        if n % 2 == 0 {
            bytes.truncate(at)
        } else {
            bytes[at] ^= 1 << random(8)
        }
        copy(&folder, &harmed);
        // The index of the log in memory is only ever the crashed process's own.
        let _ = std::fs::remove_file(harmed.join(log.file_name().unwrap()).with_extension("db-shm"));
        std::fs::write(harmed.join(log.file_name().unwrap()), &bytes).unwrap();
        let vault = open(&harmed).unwrap_or_else(|e| panic!("{n} at {at}: {e:?}"));
        let checked = vault.verify().unwrap();
        assert!(checked.is_clean(), "{n} at {at}: {checked:?}");
        let persons = get(&vault, |r| r.persons());
        let ids: Vec<u128> = persons.iter().map(|person| person.id.0.as_u128()).collect();
        assert_eq!(
            ids,
            (1..=ids.len() as u128).collect::<Vec<_>>(),
            "{n} at {at}: the first so many, and none in between"
        );
        left.push(persons.len());
        drop(vault);
        std::fs::remove_dir_all(&harmed).unwrap();
    }
    assert!(left.contains(&1) && left.iter().any(|n| (2..=WRITES + 1).contains(n)), "{left:?}");
}

/// What became of a ledger of which one page is of an older copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    DoesNotOpen,
    LogBroken,
    Damage,
    /// The records are not those that were written last.
    Altered,
    /// The older page is of the search index, which is made of the records and holds nothing of its own.
    IndexOnly,
}

/// Writes 38 records with one word and then with another, and puts each page that differs back by itself.
fn put_back_each(write: fn(&vault::Writing<'_>, u128, &str) -> Result<(), VaultError>) -> Vec<(usize, Found)> {
    let (dir, folder) = small();
    let written = |word: &str| {
        let mut vault = open(&folder).unwrap();
        for n in 2..40 {
            put(&mut vault, |w| write(w, n, word).and_then(|()| w.log("record_edit", &n.to_string(), None)));
        }
        let all = records(&vault);
        vault.lock().unwrap();
        (all, std::fs::read(database(&folder)).unwrap())
    };
    let (_, old) = written("前");
    let (records_now, new) = written("后");
    let harmed = dir.path().join("harmed.zhixin");
    let mut all = Vec::new();
    for page in 0..old.len() / PAGE {
        let place = page * PAGE..(page + 1) * PAGE;
        if old[place.clone()] == new[place.clone()] {
            continue;
        }
        copy(&folder, &harmed);
        let mut bytes = new.clone();
        bytes[place.clone()].copy_from_slice(&old[place]);
        std::fs::write(database(&harmed), bytes).unwrap();
        all.push((page + 1, found(&harmed, &records_now)));
        std::fs::remove_dir_all(&harmed).unwrap();
    }
    println!("{all:?}");
    all
}

fn records(vault: &vault::Vault) -> String {
    format!("{:?}", get(vault, |r| Ok((r.persons()?, r.talks(None)?))))
}

fn found(folder: &Path, records_now: &str) -> Found {
    let checked = open(folder).and_then(|vault| Ok((vault.verify()?, vault)));
    let (checked, vault) = match checked {
        Ok(checked) => checked,
        Err(VaultError::DatabaseDamaged) => return Found::DoesNotOpen,
        Err(VaultError::Chain { .. }) => return Found::LogBroken,
        Err(e) => panic!("{e:?}"),
    };
    match checked.check() {
        Ok(()) => {
            assert!(records(&vault) == records_now, "every record is as it was written last");
            Found::IndexOnly
        }
        Err(VaultError::Altered) => Found::Altered,
        // An older page of the log is also at odds with the log's indices.
        Err(_) if checked.first_broken.is_some() => Found::LogBroken,
        Err(_) => Found::Damage,
    }
}

#[test]
fn one_page_put_back_shows_or_takes_no_record_back() {
    let all = put_back_each(|w, n, word| w.put_person(&person(n, word)));
    let count = |what: Found| all.iter().filter(|(_, found)| *found == what).count();
    assert!(count(Found::LogBroken) > 0, "{all:?}");
    assert!(count(Found::DoesNotOpen) + count(Found::Damage) > 0, "{all:?}");
    assert!(count(Found::IndexOnly) <= 2, "{all:?}");
}

#[test]
fn a_page_of_nothing_but_text_put_back_shows_by_the_sum_of_the_records() {
    // Of the same length, and in no index: such a page is authentic and fits its neighbours.
    let all = put_back_each(|w, n, word| {
        w.put_person(&person(n, ""))?;
        w.put_talk(&method::Talk { content: word.repeat(2_500), ..talk(100 + n, &[n], &[], "") })
    });
    let count = |what: Found| all.iter().filter(|(_, found)| *found == what).count();
    assert!(count(Found::Altered) >= 38, "{all:?}");
}

/// Makes a ZIP file of parts, stored as they are.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        to.start_file(*name, options).unwrap();
        to.write_all(bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// Bytes of any kind, or the shipped backup's with some of them changed, inserted and cut off.
fn any_backup() -> impl Strategy<Value = Vec<u8>> {
    let whole = std::fs::read(crate::released::vector("schema3.zhixinbak")).unwrap();
    let change = (any::<prop::sample::Index>(), any::<u8>(), any::<bool>());
    let changed = (prop::collection::vec(change, 1..12), any::<prop::sample::Index>(), any::<bool>()).prop_map(
        move |(changes, end, cut)| {
            let mut bytes = whole.clone();
            for (at, byte, insert) in changes {
                // Most of it is the database; what is read first and last is small.
                let at = at.index(bytes.len());
                let at = if byte % 3 == 0 { at } else { at % 3_000 };
                if insert { bytes.insert(at, byte) } else { bytes[at] = byte }
            }
            if cut {
                bytes.truncate(end.index(bytes.len()));
            }
            bytes
        },
    );
    let parts = prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 4);
    let foreign = (parts, any::<bool>()).prop_map(|(parts, json)| {
        let manifest =
            if json { br#"{"format":1,"program":"","schema":99999999999}"#.to_vec() } else { parts[0].clone() };
        archive(&[
            ("manifest.json", &manifest),
            ("manifest.mac", &parts[1]),
            ("keys", &parts[2]),
            ("data.db", &parts[3]),
        ])
    });
    prop_oneof![4 => changed, 2 => foreign, 1 => prop::collection::vec(any::<u8>(), 0..600)]
}

#[test]
fn any_file_given_out_as_a_backup_is_refused_or_whole() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("schema3.zhixin");
    copy(&crate::released::vector("schema3.zhixin"), &folder);
    let vault = open(&folder).unwrap();
    let file = dir.path().join("any.zhixinbak");
    let sound = BackupFile::open(&RealDisk, &crate::released::vector("schema3.zhixinbak")).unwrap().manifest().clone();
    let config = ProptestConfig { cases: cases(200), failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(bytes in any_backup())| {
        std::fs::write(&file, &bytes).unwrap();
        match vault.prove_backup(&file, &unwatched) {
            Ok(manifest) => prop_assert_eq!(&manifest, &sound),
            Err(e) => prop_assert!(
                matches!(
                    e,
                    VaultError::NotABackup
                        | VaultError::BackupDamaged { .. }
                        | VaultError::WrongPassword
                        | VaultError::NewerFormat { .. }
                ),
                "{e:?}"
            ),
        }
    });
}
