//! The index beside `LIKE` on the same texts, and what is left of deleted words in the file.

use std::cell::Cell;
use std::path::Path;

use method::*;
use proptest::prelude::*;
use rusqlite::Connection;
use uuid::Uuid;

use super::*;
use crate::{Reading, World, Writing};

/// The tables in an unencrypted file, with the pragmas that decide what is left of deleted words.
fn plain(path: &Path) -> Connection {
    let mut db = Connection::open(path).unwrap();
    db.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON;").unwrap();
    db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    db.query_row("PRAGMA secure_delete = ON", [], |_| Ok(())).unwrap();
    register(&db).unwrap();
    database::migrate(&mut db).unwrap();
    db
}

fn write<T>(db: &Connection, f: impl FnOnce(&Writing<'_>) -> Result<T, VaultError>) -> T {
    let (world, audit, newest) = (World::real(), [0; 32], Cell::new(None));
    let work = db.unchecked_transaction().unwrap();
    let reading = Reading { db: &work, vault: Uuid::nil() };
    let done = f(&Writing { reading, world: &world, audit: &audit, newest: &newest }).unwrap();
    work.commit().unwrap();
    done
}

fn find(db: &Connection, kind: SearchKind, typed: &str) -> Vec<u128> {
    let Some(query) = SearchQuery::new(typed) else { return Vec::new() };
    let found = Reading { db, vault: Uuid::nil() }.search::<VaultError>(kind, &query, 10_000, |_| Ok(true)).unwrap();
    found.iter().map(Uuid::as_u128).collect()
}

fn talk(n: u128, topic: &str, content: &str) -> Talk {
    Talk {
        id: TalkId(Uuid::from_u128(n)),
        number: None,
        state: ContactState::Draft,
        persons: Vec::new(),
        talkers: Vec::new(),
        day: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new((n * 7 % 300) as u64),
        start: None,
        end: None,
        place: String::new(),
        mode: TalkMode::default(),
        recorder: String::new(),
        categories: Vec::new(),
        topic: topic.to_owned(),
        content: content.to_owned(),
        opinion: String::new(),
        follow_up: String::new(),
        variant: Default::default(),
        extra: Default::default(),
        settles: Vec::new(),
        facets: Vec::new(),
        notes: Vec::new(),
        draft_promises: Vec::new(),
        entered_at: chrono::DateTime::UNIX_EPOCH,
    }
}

/// Text as it is written: few characters, so that much is found, with Latin, digits, punctuation, rare ones and emoji among them.
fn text(longest: usize) -> impl Strategy<Value = String> {
    let parts = [
        "住", "院", "张", "三", "的", "a", "B", "1", "12", "，", "。", "\"", "*", "%", "_", "-", "𰻝", "😀", "é",
        "AND", "(",
    ];
    proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..longest).prop_map(|parts| parts.concat())
}

/// How many cases are tried: `few`, unless `PROPTEST_CASES` says otherwise (`cargo xtask soak`).
fn cases(few: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(few)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(48), failure_persistence: None, ..ProptestConfig::default() })]

    /// What `LIKE` finds in one of the fields is found, and nothing else.
    #[test]
    fn found_as_like_finds(
        texts in proptest::collection::vec((text(4), text(30)), 1..30),
        queries in proptest::collection::vec(text(4), 1..12),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let db = plain(&dir.path().join("a.db"));
        write(&db, |w| {
            (1..).zip(&texts).try_for_each(|(n, (topic, content))| w.put_talk(&talk(n, topic, content)))
        });
        for query in queries.iter().filter(|query| !query.is_empty()) {
            let pattern = format!("%{}%", query.replace('!', "!!").replace('%', "!%").replace('_', "!_"));
            let sql = "SELECT n FROM talks WHERE topic LIKE ?1 ESCAPE '!' OR content LIKE ?1 ESCAPE '!'";
            let mut statement = db.prepare(sql).unwrap();
            let mut liked: Vec<u128> =
                statement.query_map([pattern], |row| row.get::<_, i64>(0)).unwrap().map(|n| n.unwrap() as u128).collect();
            let mut found = find(&db, SearchKind::Talk, query);
            liked.sort_unstable();
            found.sort_unstable();
            prop_assert_eq!(found, liked, "{}", query);
        }
    }

    /// Whatever is changed and deleted in whatever order, the index is the one that is made anew from what is left.
    #[test]
    fn in_step_with_the_records(
        steps in proptest::collection::vec((1_u128..6, text(12), any::<bool>()), 1..40),
        queries in proptest::collection::vec(text(3), 8),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let db = plain(&dir.path().join("a.db"));
        for (n, text, goes) in &steps {
            write(&db, |w| {
                w.put_talk(&talk(*n, "", text))?;
                if *goes { w.delete_talk(TalkId(Uuid::from_u128(*n))) } else { Ok(()) }
            });
        }
        db.execute("INSERT INTO search (search) VALUES ('integrity-check')", []).unwrap();
        let kept: Vec<Vec<u128>> = queries.iter().map(|query| find(&db, SearchKind::Talk, query)).collect();
        rebuild(&db).unwrap();
        let anew: Vec<Vec<u128>> = queries.iter().map(|query| find(&db, SearchKind::Talk, query)).collect();
        prop_assert_eq!(kept, anew);
    }
}

#[test]
fn headings_first_then_the_newest() {
    let dir = tempfile::tempdir().unwrap();
    let db = plain(&dir.path().join("a.db"));
    let dated =
        |n: u128, topic: &str, content: &str, day: &str| Talk { day: day.parse().unwrap(), ..talk(n, topic, content) };
    write(&db, |w| {
        w.put_talk(&dated(1, "", "父亲住院", "2026-03-01"))?;
        w.put_talk(&dated(2, "住院", "", "2020-01-01"))?;
        w.put_talk(&dated(3, "", "住院、住院", "2026-11-01"))?;
        w.put_talk(&dated(4, "谈住院费用", "", "2021-01-01"))
    });
    assert_eq!(find(&db, SearchKind::Talk, "住院"), [4, 2, 3, 1]);
    assert_eq!(find(&db, SearchKind::Talk, " 住院　父 "), [1], "all terms, wherever they stand");
    assert_eq!(find(&db, SearchKind::Visit, "住院"), []);
    let query = SearchQuery::new("住院").unwrap();
    let asked = Cell::new(0);
    let first = Reading { db: &db, vault: Uuid::nil() }.search::<VaultError>(SearchKind::Talk, &query, 2, |id| {
        asked.set(asked.get() + 1);
        Ok(id.as_u128() != 4)
    });
    assert_eq!(first.unwrap().iter().map(Uuid::as_u128).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(asked.get(), 3, "no more is looked at than is shown");
}

#[test]
fn every_kind_and_every_field() {
    let dir = tempfile::tempdir().unwrap();
    let db = plain(&dir.path().join("a.db"));
    let who = PersonId(Uuid::from_u128(1));
    let json = serde_json::json!({
        "id": Uuid::from_u128(40), "number": null, "state": "draft", "persons": [], "visitors": [], "day": "2026-11-20", "start": null,
        "end": null, "place": "甲一", "mode": "home", "categories": [], "reason": "甲二", "received_by": "甲三", "relation": "甲四",
        "money_fen": 0, "goods": "甲五", "fund": "甲六", "situation": "甲七", "problems": "甲八", "measures": "甲九", "note": "甲十",
        "settles": [], "entered_at": "2026-11-20T00:00:00Z",
    });
    let visit: Visit = serde_json::from_value(json).unwrap();
    let mut person = Person {
        post: "乙一".into(),
        note: "乙二".into(),
        phone: "13812345678".into(),
        ..Person::named(who, "张　三")
    };
    person.address = "乙三\n乙四".to_owned();
    person.extra.insert("备用".to_owned(), "乙五".to_owned());
    let entry = |n: u128, body: EntryBody| Entry {
        id: EntryId(Uuid::from_u128(n)),
        person: who,
        body,
        day: Some("2026-03".parse().unwrap()),
        source: Source::Other,
        entered_at: chrono::DateTime::UNIX_EPOCH,
    };
    let promise = Promise {
        id: PromiseId(Uuid::from_u128(60)),
        person: who,
        contact: None,
        day: "2026-11-20".parse().unwrap(),
        what: "丙一".to_owned(),
        by: "丙二".to_owned(),
        due: None,
        answer: Some(Answer { day: "2026-11-21".parse().unwrap(), text: "丙三".to_owned() }),
        entered_at: chrono::DateTime::UNIX_EPOCH,
    };
    let work = EntryBody::Award { title: "丁一".to_owned(), by: "丁二".to_owned() };
    write(&db, |w| {
        w.put_person(&person)?;
        w.put_visit(&visit)?;
        w.put_entry(&entry(50, work))?;
        w.put_entry(&entry(51, EntryBody::Mind { text: "丁三".to_owned(), attention: Attention::Focus }))?;
        w.put_promise(&promise)
    });
    for typed in ["甲一", "甲二", "甲三", "甲四", "甲五", "甲六", "甲七", "甲八", "甲九", "甲十"] {
        assert_eq!(find(&db, SearchKind::Visit, typed), [40], "{typed}");
    }
    for typed in ["张三", "乙一", "乙二", "5678", "１３８", "三", "乙三乙四", "乙五"] {
        assert_eq!(find(&db, SearchKind::Person, typed), [1], "{typed}");
    }
    for (typed, id) in [("丁一", 50), ("丁二", 50), ("丁三", 51)] {
        assert_eq!(find(&db, SearchKind::Entry, typed), [id], "{typed}");
    }
    for typed in ["丙一", "丙二", "丙三"] {
        assert_eq!(find(&db, SearchKind::Promise, typed), [60], "{typed}");
    }
    for typed in ["award", "focus", "mind"] {
        assert_eq!(find(&db, SearchKind::Entry, typed), [], "{typed}: a code and no text");
    }
    assert_eq!(find(&db, SearchKind::Person, "乙一乙二"), [], "no phrase runs from field to field");
    assert_eq!(find(&db, SearchKind::Person, "乙二138"), []);
}

#[test]
fn an_older_ledger_is_indexed_when_it_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let mut db = plain(&dir.path().join("a.db"));
    write(&db, |w| w.put_talk(&talk(1, "住院", "")));
    db.execute("INSERT INTO search (search) VALUES ('delete-all')", []).unwrap();
    assert_eq!(find(&db, SearchKind::Talk, "住院"), []);
    database::migrate(&mut db).unwrap();
    assert_eq!(find(&db, SearchKind::Talk, "住院"), [], "of these words already");
    database::set_meta(&db, WORDS, &[0]).unwrap();
    database::migrate(&mut db).unwrap();
    assert_eq!(find(&db, SearchKind::Talk, "住院"), [1]);
}

#[test]
fn deleted_words_leave_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.db");
    let db = plain(&path);
    // Words of one character are stored bare in the index, and each of these stands in one record only.
    let gone = ["饕", "餮", "貔", "貅"];
    write(&db, |w| (10..60).try_for_each(|n| w.put_talk(&talk(n, "谈心", "到岗后熟悉业务较快，台账登记还不熟。"))));
    write(&db, |w| w.put_talk(&talk(1, "饕餮", "到岗后熟悉业务饕")));
    write(&db, |w| w.put_talk(&talk(2, "", "貔貅到岗")));
    let left = |when: &str| {
        database::checkpoint(&db).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let found = |word: &&&str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        (gone.iter().filter(found).count(), when.to_owned())
    };
    assert_eq!(left("stored").0, 4, "the file is readable, so the test can see something");
    write(&db, |w| w.delete_talk(TalkId(Uuid::from_u128(1))));
    assert_eq!(left("one deleted").0, 2);
    write(&db, |w| w.put_talk(&talk(2, "", "到岗")));
    assert_eq!(left("the other written anew").0, 0);
    assert_eq!(find(&db, SearchKind::Talk, "到岗").len(), 51);
}

#[test]
fn marks_stand_where_the_terms_do() {
    let marks = |typed: &str, text: &str| -> Vec<String> {
        let query = SearchQuery::new(typed).unwrap();
        query.marks(text).into_iter().map(|range| text[range].to_owned()).collect()
    };
    assert_eq!(marks("住院", "住院。又住 院"), ["住院", "住 院"]);
    assert_eq!(marks("ab 院", "ＡＢ住院Ab"), ["ＡＢ", "院", "Ab"]);
    assert_eq!(marks("aa", "aaa"), ["aaa"], "overlapping ones are one");
    assert_eq!(marks("住院", "出院"), [""; 0]);
    assert_eq!(SearchQuery::new(" \u{3000}\n\u{0}"), None);
}
