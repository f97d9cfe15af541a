//! A ledger whose operations log is broken, or whose records name a missing one, never heals; it is still backed up, encrypted anew and
//! brought up to date, and what was wrong stays told.

use super::tests::{altered, password, small};
use super::*;
use crate::backup::{BackupManifest, backup_folder, backups};

const BROKEN: &str = "UPDATE log SET action = 'unlock' WHERE seq = 3";
const DANGLING: &str = "INSERT INTO event_persons VALUES (zeroblob(16), 0, zeroblob(16))";

fn own(folder: &Path) -> Vec<(PathBuf, BackupManifest)> {
    let found = backups(&crate::RealDisk, &backup_folder(folder)).unwrap();
    found.into_iter().map(|(path, manifest)| (path, manifest.unwrap())).collect()
}

#[test]
fn a_backup_of_it_is_made_and_tells_what_was_wrong() {
    for (sql, broken_at, dangling) in [(BROKEN, Some(3), None), (DANGLING, None, Some(2)), ("SELECT 1", None, None)] {
        let (mut vault, dir) = altered(sql);
        let made = vault.back_up(&unwatched).unwrap();
        assert_eq!((made.broken_at, made.dangling), (broken_at, dangling), "{sql}");
        let file = own(&vault.folder).remove(0).0;
        let checked = vault.drill(&file, &password(), &unwatched).unwrap();
        assert!(checked.is_sound(), "{sql}: as good as the ledger");
        assert_eq!((checked.found.first_broken, checked.found.dangling), (broken_at, dangling.unwrap_or(0)));
        assert!(vault.read(|r| r.backup_state()).unwrap().drill.is_some());

        let new = dir.path().join("new");
        let restored = Vault::restore(World::real(), &file, &new, &password(), &unwatched).unwrap();
        assert_eq!(restored.verify().unwrap().first_broken, broken_at, "{sql}");
        assert_eq!(vault.verify().unwrap().first_broken, broken_at, "and the ledger still says so");
    }
}

#[test]
fn what_the_manifest_does_not_tell_is_refused() {
    let (mut vault, _dir) = altered(BROKEN);
    vault.back_up(&unwatched).unwrap();
    let file = own(&vault.folder).remove(0).0;
    let checked = vault.drill(&file, &password(), &unwatched).unwrap();
    let other = |broken_at, dangling| {
        let manifest = BackupManifest { broken_at, dangling, ..checked.manifest.clone() };
        BackupCheck { manifest, ..checked.clone() }.check()
    };
    assert_eq!(other(Some(3), None), Ok(()));
    assert_eq!(other(None, None), Err(VaultError::Chain { entry: 3 }));
    assert_eq!(other(Some(4), Some(1)), Err(VaultError::Chain { entry: 3 }), "exactly that one");
    let mut more = checked.clone();
    more.found.dangling = 2;
    assert_eq!(more.check(), Err(VaultError::DatabaseDamaged));
    more.manifest.dangling = Some(2);
    assert_eq!(more.check(), Ok(()));
    more.found.damaged_pages = 1;
    assert_eq!(more.check(), Err(VaultError::DatabaseDamaged));
}

#[test]
fn it_can_be_encrypted_anew() {
    let new = Password::new("六五四三二一".to_owned());
    for (sql, broken, dangling) in [(BROKEN, Some(3), 0), (DANGLING, None, 2)] {
        let (mut vault, _dir) = altered(sql);
        vault.reencrypt(&password(), &new, None, KdfCost::LEAST).unwrap();
        let found = vault.verify().unwrap();
        assert_eq!((found.first_broken, found.dangling), (broken, dangling), "{sql}: as before");
        vault.back_up(&unwatched).unwrap();
    }
}

/// The ledger of schema 1, altered by SQL under its own schema, with what it takes to look into it.
fn older(sql: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("v1.zhixin");
    let vector = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/v1.zhixin");
    std::fs::create_dir(&folder).unwrap();
    for entry in std::fs::read_dir(vector).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    with_database(&folder, |source| source.db.execute_batch(sql).unwrap());
    (dir, folder)
}

fn released() -> Password {
    Password::new("七匹马 拉 一辆车".to_owned())
}

fn with_database<T>(folder: &Path, f: impl FnOnce(Source<'_>) -> T) -> T {
    let world = World::real();
    sweep(&*world.disk, folder).unwrap();
    let found = read_best(&*world.disk, folder).unwrap();
    let Unlocked { keys, file, .. } = unlock(&found, Secret::Password(&released())).unwrap();
    let db = database::open(&folder.join(file.database_name()), &keys).unwrap();
    f(Source { world: &world, folder, db: &db, keys: &keys, file: &file })
}

#[test]
fn an_update_of_the_program_still_opens_it() {
    let off = "DROP TRIGGER log_keeps_entries; DROP TRIGGER log_keeps_all; PRAGMA foreign_keys = OFF;";
    let ways = [
        ("an altered entry", "UPDATE log SET action = 'x' WHERE seq = 2", Some(2)),
        ("an older database", "DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)", None),
        ("a missing record", DANGLING, None),
    ];
    for (way, sql, broken) in ways {
        let (_dir, folder) = older(&format!("{off} {sql}"));
        let vault = Vault::open(World::real(), &folder, &released()).unwrap();
        assert_eq!(vault.verify().unwrap().first_broken, broken, "{way}");
        let [(_, kept)] = &own(&folder)[..] else { panic!("{way}: the backup of before") };
        assert_eq!((kept.schema, kept.broken_at), (1, broken), "{way}");
        assert_eq!(vault.notices().contains(&Notice::DatabaseRolledBack), way == "an older database");
        vault.lock().unwrap();
        assert_eq!(Vault::open(World::real(), &folder, &released()).unwrap().notices(), [], "{way}");
    }
}

#[test]
fn trying_the_update_again_leaves_one_backup() {
    let (_dir, folder) = older("SELECT 1");
    let tried = || with_database(&folder, |source| backups::make_before_migration(source).map(drop));
    for _ in 0..3 {
        tried().unwrap();
        assert_eq!(own(&folder).len(), 1);
    }
    // One that is no longer whole does not serve.
    let file = own(&folder).remove(0).0;
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    tried().unwrap();
    assert_eq!(own(&folder).len(), 2);
    let vault = Vault::open(World::real(), &folder, &released()).unwrap();
    assert_eq!(own(&folder).len(), 2, "the opening itself uses it too");
    assert_eq!(vault.read(|r| r.log(1)).unwrap()[0].action, "backup", "and notes it");
}

#[test]
fn a_folder_among_the_scratch_files_keeps_nobody_out() {
    let (_dir, folder) = small();
    let left = folder.join("tmp/@eaDir");
    std::fs::create_dir_all(&left).unwrap();
    std::fs::write(folder.join("tmp/left"), "x").unwrap();
    let mut vault = Vault::open(World::real(), &folder, &password()).unwrap();
    assert!(left.exists() && !folder.join("tmp/left").exists(), "what can be removed is");
    vault.back_up(&unwatched).unwrap();
    vault.lock().unwrap();
    std::fs::remove_dir_all(folder.join("tmp")).unwrap();
    std::fs::write(folder.join("tmp"), "x").unwrap();
    assert!(Vault::open(World::real(), &folder, &password()).is_err(), "without a scratch folder nothing can be done");
}
