//! A ledger of schema 12 with what the branch does besides talks and visits, and a backup of it, as they were made once: they open and
//! restore for ever.

use method::*;
use serde_json::json;
use uuid::Uuid;
use vault::{
    BackupFile, Handover, Import, ImportStep, ImportedRecord, LogHead, RealDisk, SearchKind, SearchQuery, Vault,
    VaultError, unwatched,
};

use crate::backups::restore;
use crate::common::*;
use crate::released::vector;

const TABLES: [&str; 10] = [
    "activities",
    "activity_persons",
    "cadence_reasons",
    "suggestions",
    "examples",
    "example_reviews",
    "handovers",
    "indicators",
    "indicator_values",
    "imports",
];

fn who() -> PersonId {
    PersonId(Uuid::from_u128(1))
}

fn activity() -> Activity {
    let time = |text: &str| Some(text.parse().unwrap());
    Activity {
        id: ActivityId(Uuid::from_u128(100)),
        number: Some(1),
        kind: "party_day".to_owned(),
        state: ActivityState::Held,
        title: "学习党章".to_owned(),
        day: day("2026-11-20"),
        start: time("15:00:00"),
        end: time("16:30:00"),
        place: "支部活动室".to_owned(),
        host: "甲书记".to_owned(),
        recorder: "乙".to_owned(),
        plan: "一、学习；二、讨论".to_owned(),
        attendance: vec![Attendance { person: who(), state: Attending::OnLeave, reason: "出差".to_owned() }],
        guests: "街道干部一人".to_owned(),
        content: "逐条学习".to_owned(),
        resolutions: "每人一篇心得".to_owned(),
        minutes: 90,
        cancelled: String::new(),
        entered_at: at("2026-11-21T01:00:00Z"),
    }
}

fn suggestion() -> Suggestion {
    let text = "已装灯".to_owned();
    Suggestion {
        id: SuggestionId(Uuid::from_u128(101)),
        person: Some(who()),
        from: String::new(),
        day: day("2026-11-18"),
        way: SuggestionWay::Talk,
        record: Some(Uuid::from_u128(30).to_string()),
        content: "车棚加一盏灯".to_owned(),
        category: "后勤".to_owned(),
        handler: "办公室".to_owned(),
        due: Some(day("2026-11-30")),
        end: Some(SuggestionEnd::Answered { day: day("2026-11-22"), way: AnswerWay::InPerson, text }),
        entered_at: at("2026-11-18T01:00:00Z"),
    }
}

fn example() -> Example {
    Example {
        id: ExampleId(Uuid::from_u128(102)),
        what: "按时到岗".to_owned(),
        area: "工作".to_owned(),
        since: day("2026-09-01"),
        until: Some(day("2026-12-31")),
        entered_at: at("2026-09-01T01:00:00Z"),
    }
}

fn review() -> ExampleReview {
    let (month, note) = (day("2026-10-01"), "有两天迟到".to_owned());
    ExampleReview { example: example().id, month, mark: ExampleMark::Partly, note }
}

fn handover() -> Handover {
    let head = LogHead { seq: 1, hash: [9; 32] };
    let (list, result) = (json!({"people": [{"name": "甲"}]}), json!({"state": "made"}));
    Handover { id: HandoverId(Uuid::from_u128(103)), head, list, result }
}

fn indicator() -> Indicator {
    Indicator {
        id: IndicatorId(Uuid::from_u128(104)),
        name: "入库率".to_owned(),
        unit: "%".to_owned(),
        target: Some(Hundredths(9800)),
        better: Better::Higher,
        note: "入库数÷应征数".to_owned(),
        place: 1,
    }
}

fn value() -> IndicatorValue {
    IndicatorValue { indicator: indicator().id, year: 2026, month: 10, value: Hundredths(9912) }
}

fn import() -> (Import, ImportStep) {
    let id = ImportId(Uuid::from_u128(105));
    let (kind, record) = ("roster".to_owned(), ImportedRecord::Person);
    let (before, after) = (Some(json!({"name": "甲"})), [3; 32]);
    let step = ImportStep { record, key: who().0.to_string(), person: who(), before, after };
    let at = at("2026-11-20T01:00:00Z");
    (Import { id, kind, at, added: 0, changed: 1, undone_at: None, kept: true }, step)
}

fn expect_all(vault: &Vault) {
    assert!(vault.verify().unwrap().is_clean(), "{:?}", vault.verify());
    assert_eq!(vault.notices(), []);
    get::<()>(vault, |r| {
        assert_eq!(r.activities(None)?, [activity()]);
        assert_eq!(r.cadence_reasons()?, [("members".to_owned(), day("2026-07-01"), "换届".to_owned())]);
        assert_eq!(r.suggestions()?, [suggestion()]);
        assert_eq!(r.examples()?, [example()]);
        assert_eq!(r.example_reviews(day("2026-01-01"), day("2026-12-31"))?, [review()]);
        assert_eq!(r.handovers()?, [handover()]);
        assert_eq!((r.indicators()?, r.indicator_values(2026)?), (vec![indicator()], vec![value()]));
        let (import, step) = import();
        assert_eq!((r.import_steps(import.id)?, r.imports(9)?), (vec![step], vec![import]));
        assert_eq!(r.import_choices("5a")?, Some(json!({"name": 2})));
        let query = SearchQuery::new("心得").unwrap();
        assert_eq!(r.search(SearchKind::Activity, &query, 5, |_| Ok::<_, VaultError>(true))?, [activity().id.0]);
        Ok(())
    });
}

#[test]
fn schema_12_opens_with_all_that_the_branch_does() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a.zhixin");
    copy(&vector("schema12.zhixin"), &folder);
    expect_all(&open(&folder).unwrap());
}

#[test]
fn its_backup_restores() {
    let dir = tempfile::tempdir().unwrap();
    let file = vector("schema12.zhixinbak");
    let manifest = BackupFile::open(&RealDisk, &file).unwrap().manifest().clone();
    assert_eq!((manifest.format, manifest.schema, manifest.altered), (1, 12, false));
    for table in TABLES {
        assert!(manifest.counts.get(table).is_some_and(|rows| *rows > 0), "a row in {table}");
    }
    let folder = dir.path().join("new.zhixin");
    expect_all(&restore(&file, &folder).unwrap());
    expect_all(&open(&folder).unwrap());
}

/// Made the committed folder and file once; a released vector is never made again.
#[test]
#[ignore = "writes into the source tree"]
fn make_schema_12() {
    let folder = vector("schema12.zhixin");
    assert!(!folder.exists());
    let mut vault = create(&folder);
    put(&mut vault, |w| {
        w.put_person(&person(1, "甲"))?;
        w.put_talk(&talk(30, &[1], &[], "谈话"))?;
        w.put_activity(&activity())?;
        w.put_cadence_reason("members", day("2026-07-01"), "换届")?;
        w.put_suggestion(&suggestion())?;
        w.put_example(&example())?;
        w.put_example_review(&review())?;
        w.put_handover(&handover())?;
        w.put_indicator(&indicator())?;
        w.set_indicator_value(value().indicator, (2026, 10), Some(value().value))?;
        let (import, step) = import();
        w.add_import(&import, &[step])?;
        w.set_import_choices("5a", &json!({"name": 2}))?;
        Ok::<_, VaultError>(())
    });
    vault.back_up_to(&vector("schema12.zhixinbak"), false, &unwatched).unwrap();
    vault.lock().unwrap();
    std::fs::remove_dir(folder.join("tmp")).unwrap();
}
