//! The vault: unlocking, saving, lists, backups, beside the same in plain SQLite.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use cli::large;
use desk::{KdfCost, World};
use method::{PersonId, TalkId};
use rusqlite::Connection;
use serde_json::json;
use vault::{Password, Vault, VaultError, check_backup, unwatched};

use crate::search::times;
use crate::{PASSWORD, call, made, median, row, tiny};

fn password() -> Password {
    Password::new(PASSWORD.to_owned())
}

/// The program's way in: with the standard derivation, beside the cheapest one.
pub(crate) fn unlock(dir: &Path) {
    let times: Vec<f64> = [KdfCost::STANDARD, KdfCost::LEAST]
        .into_iter()
        .enumerate()
        .map(|(i, cost)| {
            let mut desk = made(&dir.join(format!("unlock{i}.zhixin")), cost);
            median(|| {
                desk.lock().unwrap();
                call(&mut desk, "vault_unlock", json!({"password": PASSWORD}));
                black_box(call(&mut desk, "today_get", json!({})));
            })
        })
        .collect();
    row(
        "unlock to first list, 300 people, 600 events",
        times[0],
        Some(("the same with the cheapest key derivation", times[1])),
    );
}

/// What opening costs apart from the derivation, which a wrong password costs alone.
pub(crate) fn unlock_without_derivation(dir: &Path) {
    let place = dir.join("unlock1.zhixin");
    let open = median(|| {
        let vault = Vault::open(World::real(), &place, &password()).unwrap();
        black_box(vault.read::<_, VaultError>(|r| Ok((r.persons()?, r.open_duties()?))).unwrap());
    });
    let wrong = Password::new("ein falsches Passwort".to_owned());
    let derivation = median(|| assert!(Vault::open(World::real(), &place, &wrong).is_err()));
    let file = dir.join("unlock_plain.db");
    let vault = Vault::open(World::real(), &place, &password()).unwrap();
    let (persons, duties) = vault.read::<_, VaultError>(|r| Ok((r.persons()?, r.open_duties()?))).unwrap();
    let plain = plain(&file);
    plain.execute_batch("CREATE TABLE persons (body TEXT); CREATE TABLE duties (body TEXT); BEGIN").unwrap();
    for person in &persons {
        plain.execute("INSERT INTO persons VALUES (?1)", [serde_json::to_string(person).unwrap()]).unwrap();
    }
    for duty in &duties {
        plain.execute("INSERT INTO duties VALUES (?1)", [serde_json::to_string(duty).unwrap()]).unwrap();
    }
    plain.execute_batch("COMMIT").unwrap();
    drop(plain);
    let theirs = median(|| {
        let db = self::plain(&file);
        for sql in ["SELECT body FROM persons", "SELECT body FROM duties"] {
            read_all(&db, sql, []);
        }
    });
    let workload = format!(
        "open, read {} persons and {} duties, and lock, without the key derivation of {derivation:.0} ms",
        persons.len(),
        duties.len()
    );
    row(&workload, (open - derivation).max(0.0), Some(("open plain SQLite and read as many rows", theirs)));
}

/// A plain database with the settings that durability needs, and the same cache.
fn plain(file: &Path) -> Connection {
    let db = Connection::open(file).unwrap();
    db.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;").unwrap();
    db
}

fn read_all(db: &Connection, sql: &str, values: impl rusqlite::Params) -> usize {
    let mut statement = db.prepare_cached(sql).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query(values).unwrap();
    let mut found = 0;
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns {
            black_box(row.get_ref(column).unwrap());
        }
        found += 1;
    }
    found
}

/// One talk through the command table.
pub(crate) fn save(dir: &Path) {
    let mut desk = made(&dir.join("save.zhixin"), KdfCost::LEAST);
    let duty = call(&mut desk, "duty_list", json!({"kind": "talk"}))[0]["id"].clone();
    let mut form = call(&mut desk, "talk_begin", json!({"duty": duty}));
    form["settles"] = json!([]);
    form["topic"] = json!("了解到岗适应情况");
    form["content"] = json!("到岗后熟悉业务较快，台账登记还不熟。".repeat(22));
    let ours = median(|| {
        black_box(call(&mut desk, "talk_create", json!({"form": form})));
    });
    let plain = plain(&dir.join("plain.db"));
    plain.execute_batch("CREATE TABLE talks (id INTEGER PRIMARY KEY, body TEXT);").unwrap();
    let body = form.to_string();
    let theirs = median(|| {
        plain.execute("INSERT INTO talks (body) VALUES (?1)", [&body]).unwrap();
    });
    row("save one talk: checked, logged, encrypted", ours, Some(("one bare insert into plain SQLite", theirs)));
}

/// A ledger of a branch of 300, and the talks in it as plain rows in a database beside it.
fn ledger(dir: &Path) -> (PathBuf, PathBuf) {
    let (place, file) = (dir.join("branch.zhixin"), dir.join("branch_plain.db"));
    if !place.exists() {
        let size = large::Size { persons: tiny(300), records: tiny(30_000) };
        large::make(&place, &World::real(), PASSWORD, size).unwrap();
        let vault = Vault::open(World::real(), &place, &password()).unwrap();
        let talks = vault.read::<_, VaultError>(|r| r.talks(None)).unwrap();
        let db = plain(&file);
        db.execute_batch(
            "CREATE TABLE talks (n INTEGER PRIMARY KEY, id BLOB UNIQUE, person BLOB, number INTEGER, state TEXT, talkers TEXT,
                 day TEXT, place TEXT, mode TEXT, recorder TEXT, categories TEXT, topic TEXT, content TEXT, opinion TEXT,
                 follow_up TEXT, settles TEXT, entered_at TEXT);
             CREATE INDEX by_day ON talks (day);
             CREATE INDEX by_person ON talks (person);
             BEGIN",
        )
        .unwrap();
        talks.iter().for_each(|talk| insert(&db, talk));
        db.execute_batch("COMMIT").unwrap();
    }
    (place, file)
}

fn insert(db: &Connection, talk: &method::Talk) {
    let json = |value: serde_json::Result<String>| value.unwrap();
    let sql =
        "INSERT INTO talks (id, person, number, state, talkers, day, place, mode, recorder, categories, topic, content,
                   opinion, follow_up, settles, entered_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    let values = rusqlite::params![
        talk.id.0.into_bytes(),
        talk.persons[0].0.into_bytes(),
        talk.number,
        "saved",
        json(serde_json::to_string(&talk.talkers)),
        talk.day.to_string(),
        talk.place,
        "individual",
        talk.recorder,
        json(serde_json::to_string(&talk.categories)),
        talk.topic,
        talk.content,
        talk.opinion,
        talk.follow_up,
        json(serde_json::to_string(&talk.settles)),
        talk.entered_at.to_rfc3339(),
    ];
    db.prepare_cached(sql).unwrap().execute(values).unwrap();
}

/// Talks saved one by one, each a commit of its own with its log entry and its words in the index.
pub(crate) fn save_many(dir: &Path) {
    let (place, file) = ledger(dir);
    let mut vault = Vault::open(World::real(), &place, &password()).unwrap();
    let (like, many) = (vault.read::<_, VaultError>(|r| r.talks(None)).unwrap().remove(0), tiny(1_000));
    let ids = std::iter::repeat_with(|| TalkId(World::real().new_uuid()));
    let talks: Vec<method::Talk> =
        ids.take(many).map(|id| method::Talk { id, settles: Vec::new(), ..like.clone() }).collect();
    let each = |save: &mut dyn FnMut(&method::Talk)| {
        let mut times: Vec<f64> = Vec::new();
        for talk in &talks {
            let start = Instant::now();
            save(talk);
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        let all: f64 = times.iter().sum();
        times.sort_by(f64::total_cmp);
        (all, times[times.len() * 95 / 100])
    };
    let (ours, p95) = each(&mut |talk| {
        vault
            .write::<_, VaultError>(|w| {
                w.put_talk(talk)?;
                w.log("talk_create", &talk.id.to_string(), Some(vault::body_hash(talk)?))
            })
            .unwrap();
    });
    let db = plain(&file);
    let (theirs, _) = each(&mut |talk| insert(&db, talk));
    let workload = format!("save {many} talks one by one with log and index, p95 {p95:.1} ms (a single measurement)");
    row(&workload, ours, Some(("the same rows in plain SQLite, neither", theirs)));
}

/// Lists and single records, from memory and with the engine's cache empty.
pub(crate) fn lists(dir: &Path) {
    let (place, file) = ledger(dir);
    let vault = Vault::open(World::real(), &place, &password()).unwrap();
    let db = plain(&file);
    let talks = vault.read::<_, VaultError>(|r| r.talks(None)).unwrap();
    let who: PersonId = talks[0].persons[0];
    let ids: Vec<TalkId> = talks.iter().step_by((talks.len() / 200).max(1)).map(|talk| talk.id).collect();
    let year = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());

    type Ours<'a> = &'a dyn Fn(&Vault);
    type Theirs<'a> = &'a dyn Fn(&Connection);
    let works: [(&str, Ours<'_>, Theirs<'_>); 3] = [
        (
            "a year's talks",
            &|vault| drop(black_box(vault.read::<_, VaultError>(|r| r.talks(Some(year))).unwrap())),
            &|db| {
                let sql = "SELECT * FROM talks WHERE day BETWEEN '2026-01-01' AND '2026-12-31' ORDER BY day";
                black_box(read_all(db, sql, []));
            },
        ),
        (
            "one person's talks",
            &|vault| drop(black_box(vault.read::<_, VaultError>(|r| r.talks_of(who)).unwrap())),
            &|db| {
                black_box(read_all(db, "SELECT * FROM talks WHERE person = ?1 ORDER BY day", [who.0.into_bytes()]));
            },
        ),
        (
            "200 single talks",
            &|vault| {
                let read = |r: &vault::Reading<'_>| ids.iter().map(|id| r.talk(*id)).collect::<Result<Vec<_>, _>>();
                drop(black_box(vault.read(read).unwrap()));
            },
            &|db| {
                for id in &ids {
                    black_box(read_all(db, "SELECT * FROM talks WHERE id = ?1", [id.0.into_bytes()]));
                }
            },
        ),
    ];
    for (what, ours, theirs) in &works {
        let (ours, theirs) = (times(|| ours(&vault)), times(|| theirs(&db)));
        let (ours, theirs) = (ours[ours.len() / 2], theirs[theirs.len() / 2]);
        row(&format!("{what}, warm, as records"), ours, Some(("the same rows in plain SQLite", theirs)));
    }
    drop((vault, db));
    for (what, ours, theirs) in works {
        // Opened anew each time, and only the reading is measured.
        let cold = |work: &mut dyn FnMut() -> f64| {
            let mut times: Vec<f64> = (0..9).map(|_| work()).skip(2).collect();
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        };
        let timed = |work: &dyn Fn()| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1000.0
        };
        let mine = cold(&mut || {
            let vault = Vault::open(World::real(), &place, &password()).unwrap();
            timed(&|| ours(&vault))
        });
        let other = cold(&mut || {
            let db = plain(&file);
            timed(&|| theirs(&db))
        });
        row(&format!("{what}, engine's cache empty, as records"), mine, Some(("the same rows in plain SQLite", other)));
    }
}

/// A backup with all its checks and its reading back, and the drill, beside a plain copy.
pub(crate) fn backup(dir: &Path) {
    let (place, _) = ledger(dir);
    let mut vault = Vault::open(World::real(), &place, &password()).unwrap();
    let made = dir.join("made.zhixinbak");
    let mut size = 0;
    let ours = median(|| size = vault.back_up_to(&made, false, &unwatched).unwrap().database_size());
    let drill = median(|| {
        let checked = check_backup(&World::real(), &made, &password(), dir, &unwatched).unwrap();
        assert!(checked.is_sound());
    });
    // A plain database of the same size.
    let db = plain(&dir.join("same_size.db"));
    db.execute_batch("CREATE TABLE notes (n INTEGER PRIMARY KEY, text TEXT); BEGIN").unwrap();
    let text = "到岗后熟悉业务较快，台账登记还不熟。".repeat(20);
    for n in 0..size / (text.len() as u64 + 20) {
        db.execute("INSERT INTO notes (text) VALUES (?1)", [format!("{n}{text}")]).unwrap();
    }
    db.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let copied = dir.join("copied.db");
    let theirs = median(|| {
        let _ = std::fs::remove_file(&copied);
        db.execute("VACUUM INTO ?1", [copied.to_str().unwrap()]).unwrap();
        std::fs::File::open(&copied).unwrap().sync_all().unwrap();
    });
    let megabytes = size as f64 / 1e6;
    row(
        &format!("back up {megabytes:.0} MB: copied, checked, packed, read back and proven"),
        ours,
        Some(("VACUUM INTO of as much in plain SQLite, unchecked", theirs)),
    );
    row(&format!("try a backup of {megabytes:.0} MB: unpacked, opened, checked"), drill, Some(("making it", ours)));
}
