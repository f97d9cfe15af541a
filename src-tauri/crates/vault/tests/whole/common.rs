//! Fictional records, and a ledger to put them into.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use method::*;
use uuid::Uuid;
use vault::{KdfCost, Password, Reading, Vault, VaultError, World, Writing};

pub(crate) const PASSWORD: &str = "七匹马 拉 一辆车";

pub(crate) fn password() -> Password {
    Password::new(PASSWORD.to_owned())
}

pub(crate) fn create(folder: &Path) -> Vault {
    Vault::create(World::real(), folder, &password(), KdfCost::LEAST).unwrap()
}

pub(crate) fn open(folder: &Path) -> Result<Vault, VaultError> {
    Vault::open(World::real(), folder, &password())
}

/// A ledger with one person and one event, locked; its parent folder lives as long as the guard.
pub(crate) fn small() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("甲.zhixin");
    let mut vault = create(&folder);
    put(&mut vault, |w| {
        let person = Person::named(PersonId(Uuid::from_u128(1)), "甲某");
        w.put_person(&person)?;
        w.put_event(&event(10, &[1], "note"))?;
        w.log("person_create", &person.id.to_string(), Some(vault::body_hash(&person)?))
    });
    vault.lock().unwrap();
    (dir, folder)
}

/// A write that succeeds.
pub(crate) fn put<T>(vault: &mut Vault, f: impl FnOnce(&Writing<'_>) -> Result<T, VaultError>) -> T {
    vault.write(f).unwrap()
}

/// A read that succeeds.
pub(crate) fn get<T>(vault: &Vault, f: impl FnOnce(&Reading<'_>) -> Result<T, VaultError>) -> T {
    vault.read(f).unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

fn people(ids: &[u128]) -> Vec<PersonId> {
    ids.iter().map(|id| PersonId(Uuid::from_u128(*id))).collect()
}

fn participants(text: &str) -> Vec<Participant> {
    vec![
        Participant { person: Some(PersonId(Uuid::from_u128(1))), name: text.to_owned(), post: format!("post {text}") },
        Participant { person: None, name: "乙某".to_owned(), post: String::new() },
    ]
}

/// A person with `text` in every field that takes text.
pub(crate) fn person(id: u128, text: &str) -> Person {
    let own = |field: &str| format!("{field}{text}");
    Person {
        id: PersonId(Uuid::from_u128(id)),
        name: own("name"),
        sex: Some(Sex::Female),
        birth: Some("1981-10".parse().unwrap()),
        ethnicity: own("ethnicity"),
        native_place: own("native"),
        education: own("education"),
        political: own("political"),
        work_since: Some("2003".parse().unwrap()),
        party_since: Some("2008-07-01".parse().unwrap()),
        post: own("post"),
        id_number: own("number"),
        phone: own("phone"),
        address: own("address"),
        note: own("note"),
        extra: BTreeMap::from([(own("title"), own("value")), (String::new(), String::new())]),
        is_secretary: true,
        lunar_birthday: Some(LunarBirthday { year: Some(1979), month: 6, leap: true, day: 15 }),
        left: Some(Departure { day: day("2026-11-01"), reason: own("reason") }),
        absences: vec![Absence {
            left: Departure { day: day("2020-01-01"), reason: own("away") },
            back: day("2021-01-01"),
        }],
    }
}

pub(crate) fn event(id: u128, persons: &[u128], text: &str) -> Event {
    Event {
        id: EventId(Uuid::from_u128(id)),
        kind: EventKind::new("illness"),
        persons: people(persons),
        since: Some(day("2026-11-16")),
        day: day("2026-11-20"),
        month_only: true,
        joint: true,
        origin: Origin::Streak,
        known_on: day("2026-11-21"),
        note: format!("event{text}"),
        entered_at: at("2026-11-21T01:02:03.123456789Z"),
        cancelled: Some(format!("cancelled{text}")),
    }
}

pub(crate) fn duty(id: u128, event: u128, person: u128, due: &str, text: &str) -> Duty {
    let explanation = Explanation {
        event_kind: EventKind::new("illness"),
        event_since: Some(day("2026-11-16")),
        event_day: day("2026-11-20"),
        deadline: Deadline::Workdays { n: 3 },
        pack: format!("pack{text}"),
        pack_version: 1,
        counted: vec![day("2026-11-23"), day("2026-11-24")],
        skipped: vec![
            Skipped { day: day("2026-11-21"), why: SkipReason::Weekend },
            Skipped { day: day("2026-11-22"), why: SkipReason::Holiday { name: format!("holiday{text}") } },
        ],
        made_up: vec![day("2026-11-22")],
        due: day(due),
        provisional: true,
    };
    Duty {
        id: DutyId(Uuid::from_u128(id)),
        key: DutyKey {
            event: EventId(Uuid::from_u128(event)),
            kind: DutyKind::Visit,
            category: 3,
            part: Part::Whole,
            person: PersonId(Uuid::from_u128(person)),
        },
        opens: day("2026-11-20"),
        due: day(due),
        first_due: day(due),
        provisional: true,
        explanation,
        deferrals: vec![Deferral {
            from: day("2026-11-25"),
            to: day(due),
            reason: format!("deferral{text}"),
            at: at("2026-11-22T01:00:00Z"),
        }],
        closed: None,
        closed_at: None,
    }
}

fn note(text: String) -> RecordNote {
    RecordNote { at: at("2026-11-23T01:00:00Z"), by: format!("by{text}"), text }
}

pub(crate) fn talk(id: u128, persons: &[u128], settles: &[u128], text: &str) -> Talk {
    let own = |field: &str| format!("{field}{text}");
    Talk {
        id: TalkId(Uuid::from_u128(id)),
        number: Some(23),
        state: ContactState::Saved,
        persons: people(persons),
        talkers: participants(text),
        day: day("2026-11-22"),
        start: Some(time("09:30:00")),
        end: None,
        place: own("place"),
        mode: TalkMode::Appointment,
        recorder: own("recorder"),
        categories: vec![1, 5, 0],
        topic: own("topic"),
        content: own("content"),
        opinion: own("opinion"),
        follow_up: own("follow"),
        variant: TalkVariant::Reminder,
        extra: [("own1".to_owned(), own("extra"))].into(),
        settles: settles.iter().map(|id| DutyId(Uuid::from_u128(*id))).collect(),
        facets: vec![Facet::Family, Facet::Mind],
        notes: vec![note(own("tnote"))],
        draft_promises: vec![PromiseLine {
            id: Some(PromiseId(Uuid::from_u128(9))),
            person: people(persons)[0],
            what: own("what"),
            by: own("by"),
            due: Some(day("2026-12-01")),
        }],
        entered_at: at("2026-11-23T00:00:00Z"),
    }
}

pub(crate) fn visit(id: u128, persons: &[u128], settles: &[u128], text: &str) -> Visit {
    let own = |field: &str| format!("{field}{text}");
    Visit {
        id: VisitId(Uuid::from_u128(id)),
        number: None,
        state: ContactState::Draft,
        persons: people(persons),
        visitors: participants(text),
        day: day("2026-11-23"),
        start: None,
        end: Some(time("17:00:59.5")),
        place: own("vplace"),
        hospital: own("hospital"),
        mode: VisitMode::Hospital,
        categories: vec![3],
        reason: own("vreason"),
        received_by: own("received"),
        relation: own("relation"),
        money_fen: i64::MAX,
        goods: own("goods"),
        fund: own("fund"),
        situation: own("situation"),
        problems: own("problems"),
        measures: own("measures"),
        note: own("vnote"),
        extra: [("own1".to_owned(), own("vextra"))].into(),
        settles: settles.iter().map(|id| DutyId(Uuid::from_u128(*id))).collect(),
        facets: vec![Facet::Family, Facet::Mind],
        notes: vec![note(own("vnotes"))],
        draft_promises: vec![PromiseLine {
            id: Some(PromiseId(Uuid::from_u128(9))),
            person: people(persons)[0],
            what: own("what"),
            by: own("by"),
            due: Some(day("2026-12-01")),
        }],
        entered_at: at("2026-11-23T08:00:00.5Z"),
    }
}

pub(crate) fn attachment(id: u128, of: vault::AttachmentOf, record: u128, name: &str) -> vault::Attachment {
    vault::Attachment {
        id: Uuid::from_u128(id),
        of,
        record: Uuid::from_u128(record),
        name: name.to_owned(),
        media: "image/png".to_owned(),
        size: 0,
        sha256: [0; 32],
        added_at: at("2026-11-23T01:00:00Z"),
    }
}

/// How long the long tests run, from `ZHIXIN_SOAK` (`cargo xtask soak`); none in an ordinary run.
pub(crate) fn soak() -> Option<usize> {
    std::env::var("ZHIXIN_SOAK").ok()?.parse().ok()
}

/// How many cases of a property are tried: `few`, unless `PROPTEST_CASES` says otherwise.
pub(crate) fn cases(few: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(few)
}

/// Copies a ledger's folder as it is, whatever is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target)
        } else {
            std::fs::copy(entry.path(), target).map(drop).unwrap()
        }
    }
}

/// The database file of a ledger.
pub(crate) fn database(folder: &Path) -> PathBuf {
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.find(|path| path.extension().is_some_and(|end| end == "db")).unwrap()
}
