//! The first screen, and the plain twin of what it is made of.

use std::hint::black_box;
use std::path::Path;

use cli::large;
use desk::{Desk, KdfCost, World};
use serde_json::{Value, json};

use crate::{PASSWORD, call, large_size, median, row};

/// The first screen of the largest ledger, beside the same queries on the same rows in plain SQLite.
pub(crate) fn today(dir: &Path) {
    let (mut desk, size) = large_desk(dir);
    let ours = median(|| {
        black_box(call(&mut desk, "today_get", json!({})));
    });
    let plain = plain_twin(&mut desk);
    let today = desk.today().to_string();
    let theirs = median(|| {
        black_box(plain_today(&plain, &today));
    });
    let workload =
        format!("the first screen of {} persons and {} records, views and JSON included", size.persons, size.records);
    row(&workload, ours, Some(("the same queries in plain SQLite, rows only", theirs)));
}

/// The figures of a year and of all years, views and JSON included.
pub(crate) fn statistics(dir: &Path) {
    let (mut desk, size) = large_desk(dir);
    let year = &desk.today().to_string()[..4];
    let of_year = json!({"from": format!("{year}-01-01"), "to": format!("{year}-12-31")});
    for (name, of) in [("a year", of_year), ("all years", json!({"from": "2000-01-01", "to": "2099-12-31"}))] {
        let ours = median(|| {
            black_box(call(&mut desk, "statistics_show", of.clone()));
        });
        row(&format!("the figures of {name}, of {} persons and {} records", size.persons, size.records), ours, None);
    }
}

/// The largest ledger, made when it is first wanted, and unlocked.
fn large_desk(dir: &Path) -> (Desk, large::Size) {
    let (place, size) = (dir.join("large.zhixin"), large_size());
    if !place.exists() {
        large::make(&place, &World::real(), PASSWORD, size).unwrap();
    }
    let mut desk = Desk::new(World::real(), place, KdfCost::LEAST).unwrap();
    call(&mut desk, "vault_unlock", json!({"password": PASSWORD}));
    (desk, size)
}

/// What the first screen is made of, in an unencrypted file with the same indices.
fn plain_twin(desk: &mut Desk) -> rusqlite::Connection {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE persons (id TEXT PRIMARY KEY, name TEXT, post TEXT, birth TEXT, left_day TEXT) WITHOUT ROWID;
         CREATE TABLE duties (n INTEGER PRIMARY KEY, event_title TEXT, event_day TEXT, kind TEXT, person TEXT,
             category INTEGER, due TEXT, first_due TEXT, how TEXT, explanation TEXT);
         CREATE INDEX owed ON duties (due) WHERE how IS NULL AND category <> 0;
         CREATE INDEX routine ON duties (event_title, due, how) WHERE category = 0;
         CREATE INDEX figures ON duties (first_due, how, due);
         CREATE TABLE checks (person TEXT, facet INTEGER, day TEXT, PRIMARY KEY (person, facet, day)) WITHOUT ROWID;
         CREATE TABLE promises (due TEXT, person TEXT, what TEXT);",
    )
    .unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let people = call(desk, "person_list", json!({}));
    for one in people.as_array().unwrap() {
        let values = (text(&one["id"]), text(&one["name"]), text(&one["post"]), text(&one["birth"]));
        db.execute("INSERT INTO persons VALUES (?1, ?2, ?3, ?4, NULL)", values).unwrap();
    }
    let work = db.unchecked_transaction().unwrap();
    for duty in call(desk, "duty_list", json!({"all": true})).as_array().unwrap() {
        let sql =
            "INSERT INTO duties (event_title, event_day, kind, person, category, due, first_due, how, explanation)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let values = (
            text(&duty["event"]["title"]),
            text(&duty["event"]["day"]),
            text(&duty["kind"]),
            text(&duty["person"]["id"]),
            duty["category"].as_i64().unwrap(),
            text(&duty["due"]),
            text(&duty["first_due"]),
            text(&duty["closed"]["how"]),
            duty["explanation"].to_string(),
        );
        work.prepare_cached(sql).unwrap().execute(values).unwrap();
    }
    for row in call(desk, "knowing_map", json!({}))["rows"].as_array().unwrap() {
        for (facet, cell) in row["cells"].as_array().unwrap().iter().enumerate() {
            if let Some(day) = cell["checked"].as_str() {
                let values = (text(&row["person"]["id"]), facet as i64, day);
                work.prepare_cached("INSERT INTO checks VALUES (?1, ?2, ?3)").unwrap().execute(values).unwrap();
            }
        }
    }
    for one in call(desk, "promise_list", json!({})).as_array().unwrap() {
        let values = (text(&one["due"]), text(&one["person"]["id"]), text(&one["what"]));
        work.execute("INSERT INTO promises VALUES (?1, ?2, ?3)", values).unwrap();
    }
    work.commit().unwrap();
    db
}

/// The queries of the first screen; gives how many rows they have.
fn plain_today(db: &rusqlite::Connection, today: &str) -> usize {
    let near = "SELECT d.event_title, d.event_day, d.kind, d.due, d.first_due, d.explanation, p.name, p.post
                FROM duties d JOIN persons p ON p.id = d.person WHERE d.how IS NULL AND d.category <> 0";
    let queries = [
        format!("{near} AND d.due <= date(?1, 'weekday 0') ORDER BY d.due"),
        format!("{near} AND d.due > date(?1, 'weekday 0') ORDER BY d.due LIMIT 200"),
        "SELECT count(*) FROM duties WHERE how IS NULL AND category <> 0 AND due > date(?1, 'weekday 0')".to_owned(),
        "SELECT event_title, due, count(*), count(*) FILTER (WHERE how IS NULL) FROM duties WHERE category = 0 AND ?1 = ?1
         GROUP BY event_title, due"
            .to_owned(),
        "SELECT how, count(*) FROM duties WHERE first_due BETWEEN substr(?1, 1, 4) || '-01-01' AND substr(?1, 1, 4) || '-12-31'
         GROUP BY how, due < ?1"
            .to_owned(),
        "SELECT person, facet, max(day) FROM checks WHERE ?1 = ?1 GROUP BY person, facet".to_owned(),
        "SELECT id, name, birth FROM persons WHERE left_day IS NULL AND ?1 = ?1".to_owned(),
        "SELECT due, person, what FROM promises WHERE ?1 = ?1 ORDER BY due LIMIT 50".to_owned(),
    ];
    let mut found = 0;
    for sql in &queries {
        let mut statement = db.prepare_cached(sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([today]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                black_box(row.get_ref(column).unwrap());
            }
            found += 1;
        }
    }
    found
}
