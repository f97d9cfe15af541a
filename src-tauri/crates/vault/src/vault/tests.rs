//! Tests with the key in hand: what someone who has it can change outside the program, and what then shows.

use rusqlite::Connection;

use super::*;

pub(super) fn password() -> Password {
    Password::new("一二三四五六".to_owned())
}

pub(super) fn small() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a.zhixin");
    let mut vault = Vault::create(World::real(), &folder, &password(), KdfCost::LEAST).unwrap();
    for n in 0..5 {
        vault.write(|w| w.log("print", &n.to_string(), Some([n; 32]))).unwrap();
    }
    vault.lock().unwrap();
    (dir, folder)
}

/// Alters the database of a fresh ledger by SQL and opens it again.
pub(super) fn altered(sql: &str) -> (Vault, tempfile::TempDir) {
    let (dir, folder) = small();
    let vault = Vault::open(World::real(), &folder, &password()).unwrap();
    let off = "DROP TRIGGER log_keeps_entries; DROP TRIGGER log_keeps_all; PRAGMA foreign_keys = OFF;";
    vault.db().unwrap().execute_batch(&format!("{off} {sql}")).unwrap();
    // The key files' head is moved along, as it is by the lock.
    vault.lock().unwrap();
    (Vault::open(World::real(), &folder, &password()).unwrap(), dir)
}

#[test]
fn an_altered_log_entry_is_named() {
    assert!(altered("SELECT 1").0.verify().unwrap().is_clean());
    for (sql, broken) in [
        ("UPDATE log SET action = 'unlock' WHERE seq = 3", 3),
        ("UPDATE log SET at_utc = '2026-01-01T00:00:00.000Z' WHERE seq = 1", 1),
        ("UPDATE log SET object = object || 'x' WHERE seq = 4", 4),
        ("UPDATE log SET body_hash = NULL WHERE seq = 2", 2),
        ("UPDATE log SET mac = zeroblob(32) WHERE seq = 5", 5),
        ("DELETE FROM log WHERE seq = 2", 2),
        ("DELETE FROM log WHERE seq = 1", 1),
        ("UPDATE log SET action = CASE seq WHEN 4 THEN 'b' ELSE 'c' END WHERE seq IN (4, 5)", 4),
    ] {
        let checked = altered(sql).0.verify().unwrap();
        assert_eq!(checked.first_broken, Some(broken), "{sql}");
        assert_eq!(checked.check(), Err(VaultError::Chain { entry: broken }));
    }
}

#[test]
fn a_log_cut_off_at_its_end_is_named() {
    let (_dir, folder) = small();
    let vault = Vault::open(World::real(), &folder, &password()).unwrap();
    let off = "DROP TRIGGER log_keeps_all; DELETE FROM log WHERE seq > 4;";
    vault.db().unwrap().execute_batch(off).unwrap();
    assert_eq!(vault.verify().unwrap().first_broken, Some(5));
}

#[test]
fn the_log_refuses_changes() {
    let (_dir, folder) = small();
    let vault = Vault::open(World::real(), &folder, &password()).unwrap();
    for sql in ["UPDATE log SET action = 'x'", "DELETE FROM log"] {
        assert!(vault.db().unwrap().execute_batch(sql).is_err());
    }
}

#[test]
fn dangling_references_are_counted() {
    let (vault, _dir) = altered("INSERT INTO event_persons VALUES (zeroblob(16), 0, zeroblob(16))");
    assert_eq!(vault.verify().unwrap().dangling, 2);
}

#[test]
fn a_newer_schema_is_refused() {
    let (_dir, folder) = small();
    let vault = Vault::open(World::real(), &folder, &password()).unwrap();
    vault.db().unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    drop(vault);
    let e = Vault::open(World::real(), &folder, &password()).err();
    assert_eq!(e, Some(VaultError::NewerFormat { found: 99, known: database::newest_schema() }));
}

#[test]
fn a_newer_key_file_is_refused() {
    use sha2::Digest;
    let (_dir, folder) = small();
    let mut bytes = std::fs::read(folder.join("keys.a")).unwrap();
    bytes[9] = 7;
    let end = bytes.len() - 64;
    let sum = sha2::Sha256::digest(&bytes[..end]);
    bytes[end..end + 32].copy_from_slice(&sum);
    std::fs::write(folder.join("keys.a"), &bytes).unwrap();
    let e = Vault::open(World::real(), &folder, &password()).err();
    assert_eq!(e, Some(VaultError::NewerFormat { found: 7, known: 1 }));
}

#[test]
fn a_forged_key_file_is_seen() {
    // Whoever has no data key can fit the checksum but not the MAC.
    use sha2::Digest;
    let (_dir, folder) = small();
    let forge = |name: &str| {
        let mut bytes = std::fs::read(folder.join(name)).unwrap();
        bytes[8 + 2 + 4 + 16 + 6] = 0xff; // a high sequence number
        let end = bytes.len() - 64;
        let sum = sha2::Sha256::digest(&bytes[..end]);
        bytes[end..end + 32].copy_from_slice(&sum);
        std::fs::write(folder.join(name), &bytes).unwrap();
    };
    forge("keys.b");
    let vault = Vault::open(World::real(), &folder, &password()).unwrap();
    assert_eq!(vault.notices(), [Notice::KeyCopyRepaired]);
    vault.lock().unwrap();
    forge("keys.a");
    forge("keys.b");
    assert_eq!(Vault::open(World::real(), &folder, &password()).err(), Some(VaultError::KeysDamaged));
}

#[test]
fn the_pragmas_hold() {
    let (_dir, folder) = small();
    let vault = Vault::open(World::real(), &folder, &password()).unwrap();
    let ask = |pragma: &str| -> String {
        let db: &Connection = vault.db().unwrap();
        db.query_row(&format!("PRAGMA {pragma}"), [], |row| {
            Ok(match row.get_ref(0)? {
                rusqlite::types::ValueRef::Integer(n) => n.to_string(),
                other => other.as_str()?.to_owned(),
            })
        })
        .unwrap()
    };
    for (pragma, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("fullfsync", "1"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("secure_delete", "1"),
        ("temp_store", "2"),
        ("cache_size", "-65536"),
        ("user_version", &database::newest_schema().to_string()),
        ("cipher_page_size", "4096"),
    ] {
        assert_eq!(ask(pragma), value, "{pragma}");
    }
    let version = ask("cipher_version");
    println!("SQLCipher {version}, SQLite {}", rusqlite::version());
    let version: Vec<u32> = version.split([' ', '.']).map_while(|part| part.parse().ok()).collect();
    assert!(
        version.as_slice() >= [4, 14, 0].as_slice(),
        "with the write-ahead log's reset bug of SQLite before 3.51.3 fixed"
    );
}

#[test]
fn an_open_ledger_may_move_between_threads() {
    fn is_send<T: Send>() {}
    is_send::<Vault>();
    is_send::<VaultError>();
}

/// Made the committed folder once; a released vector is never made again. It is made of the first one and kept at its schema, as it is the
/// slots that it is for.
#[test]
#[ignore = "writes into the source tree"]
fn make_format_1_slots() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let folder = data.join("v1_slots.zhixin");
    std::fs::create_dir(&folder).unwrap();
    for entry in std::fs::read_dir(data.join("v1.zhixin")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    let [first, new, officer] = ["七匹马 拉 一辆车", "一辆车 拉 七匹马", "第二负责人 的密码"];
    let word = |text: &str| Password::new(text.to_owned());
    let world = World::real();
    let lock = FolderLock::take(&folder).unwrap();
    sweep(&*world.disk, &folder).unwrap();
    let found = read_best(&*world.disk, &folder).unwrap();
    let Unlocked { keys, file, .. } = unlock(&found, Secret::Password(&word(first))).unwrap();
    let db = database::open(&folder.join(file.database_name()), &keys).unwrap();
    let newest = Cell::new(log::newest_time(&db).unwrap());
    let mut vault =
        Vault { world, folder: folder.clone(), keys, file, newest, notices: Vec::new(), db: Some(db), _lock: lock };
    let pending = vault.begin_recovery(&word(first)).unwrap();
    let text: Vec<String> = pending.key().lines().iter().map(|line| line.to_string()).collect();
    println!("{}", text.join(" "));
    vault.confirm_recovery(&pending, &text.join("\n")).unwrap();
    vault.add_officer(&word(first), &word(officer), "组织委员", KdfCost::LEAST).unwrap();
    vault.reencrypt(&word(first), &word(new), Some(&word(officer)), KdfCost::LEAST).unwrap();
    vault.lock().unwrap();
    std::fs::remove_dir(folder.join("tmp")).unwrap();
}
