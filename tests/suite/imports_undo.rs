//! Taking an import back as one step, and when that is refused.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, text};

use crate::imports::{apply, choose, choose_sample, counts, state};

#[test]
fn an_import_is_taken_back_whole() {
    let mut ledger = Ledger::create();
    let first = choose_sample(&mut ledger, "花名册_带标题.xlsx");
    apply(&mut ledger, &first);
    let person = ledger.ok("person_list", json!({}))[0].clone();
    ledger.event("illness", &[person["id"].as_str().unwrap()], "2026-11-20");
    let form = ledger.ok("person_get", json!({"id": person["id"]}))["form"].clone();
    let before = state(&mut ledger);
    let lines = format!(
        "姓名,出生年月,职务,入党时间,特长\n{},{},会计,2001.11.25,书法\n新来的甲,1990-01,会计,2001-11-26,\n新来的乙,1991-02,出纳,,\n",
        text(&form["name"]),
        text(&form["birth"])
    );
    let plan = choose(&mut ledger, &lines);
    assert_eq!(counts(&plan), [2, 1, 0, 0, 0]);
    let result = apply(&mut ledger, &plan);
    assert_ne!(state(&mut ledger), before);
    let imports = ledger.ok("import_list", Value::Null);
    assert_eq!(
        (&imports[0]["id"], &imports[0]["added"], &imports[0]["changed"]),
        (&result["import"], &json!(2), &json!(1))
    );
    assert_eq!((&imports[0]["kind"], &imports[0]["undoable"]), (&json!("roster"), &json!(true)));

    let undone = ledger.ok("import_undo", json!({"id": result["import"]}));
    assert_eq!((&undone["undone"], &undone["undoable"]), (&json!(true), &json!(false)));
    assert_eq!(state(&mut ledger), before, "the very state before, duties of the routines too");
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
    assert_eq!(ledger.code("import_undo", json!({"id": result["import"]})), ErrorCode::ImportNotKept);
    let log = ledger.ok("log_list", json!({}));
    assert!(log.to_string().contains("import_undo"), "it leaves a trace");
    // And it can be done again.
    let plan = choose(&mut ledger, &lines);
    assert_eq!(counts(&plan), [2, 1, 0, 0, 0]);
}

#[test]
fn the_newest_import_goes_first_where_two_change_the_same_person() {
    let mut ledger = Ledger::create();
    let mut import = |post: &str| {
        let plan = choose(&mut ledger, &format!("姓名,出生年月,职务\n张三,1980-03,{post}\n"));
        apply(&mut ledger, &plan)["import"].clone()
    };
    let (first, second) = (import("会计"), import("出纳"));
    let error = ledger.error("import_undo", json!({"id": first}));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::ImportChanged, Some("1")));
    ledger.ok("import_undo", json!({"id": second}));
    assert_eq!(ledger.ok("person_list", json!({}))[0]["post"], "会计");
    ledger.ok("import_undo", json!({"id": first}));
    assert_eq!(ledger.ok("person_list", json!({})), json!([]));
}

/// Something that is done with a person after he was imported.
type Work = dyn Fn(&mut Ledger, &str);

#[test]
fn what_was_worked_with_since_is_not_taken_back() {
    let refusal = |work: &Work| {
        let mut ledger = Ledger::create();
        let plan = choose(&mut ledger, "姓名,出生年月,职务,政治面貌\n张三,1980-03,会计,中共党员\n李四,1981-04,,群众\n");
        let import = apply(&mut ledger, &plan)["import"].clone();
        let person = text(&ledger.ok("person_list", json!({}))[0]["id"]);
        work(&mut ledger, &person);
        let before = state(&mut ledger);
        let error = ledger.error("import_undo", json!({"id": import}));
        assert_eq!(state(&mut ledger), before, "nothing is half taken back");
        (error.code, error.detail.unwrap())
    };
    let changed = refusal(&|ledger, id| {
        let mut form = ledger.ok("person_get", json!({"id": id}))["form"].clone();
        form["post"] = json!("出纳");
        ledger.ok("person_edit", json!({"id": id, "form": form}));
    });
    assert_eq!(changed, (ErrorCode::ImportChanged, "1".to_owned()));
    let used: [&Work; 6] = [
        &|ledger, _| {
            let scan = ledger.path("a.pdf");
            std::fs::write(&scan, b"%PDF-1.7").unwrap();
            ledger.open_from(&scan);
            let event =
                ledger.duties().into_iter().find(|duty| duty["category"] == 0).expect("a routine")["event"]["id"]
                    .clone();
            ledger.ok("attachment_add", json!({"to": "event", "record": event}));
        },
        &|ledger, id| drop(ledger.event("illness", &[id], "2026-11-20")),
        &|ledger, id| drop(ledger.talk(&[id], "2026-11-23", &[])),
        &|ledger, id| drop(ledger.ok("promise_create", json!({"person": id, "day": "2026-11-20", "what": "早餐"}))),
        &|ledger, id| {
            let body = json!({"kind": "hobby", "text": "象棋"});
            ledger.ok("entry_create", json!({"person": id, "entries": [{"body": body}]}));
        },
        &|ledger, id| drop(ledger.ok("sheet_print", json!({"sheet": "talk_blank", "person": id, "duty": null}))),
    ];
    for (n, work) in used.iter().enumerate() {
        assert_eq!(refusal(work), (ErrorCode::ImportUsed, "1".to_owned()), "case {n}");
    }
}

#[test]
fn a_duty_of_the_routines_that_was_exempted_stays_with_its_person() {
    let mut ledger = Ledger::create();
    let plan = choose(&mut ledger, "姓名,出生年月,政治面貌\n张三,1980-03,中共党员\n");
    let import = apply(&mut ledger, &plan)["import"].clone();
    let duty = ledger.duties().into_iter().find(|duty| duty["category"] == 0).expect("a routine of the year");
    ledger.ok("duty_exempt", json!({"ids": [duty["id"]], "reason": "借调", "by": "甲书记"}));
    assert_eq!(ledger.code("import_undo", json!({"id": import})), ErrorCode::ImportUsed);
}

#[test]
fn what_takes_an_import_back_does_not_stay_for_ever() {
    let mut ledger = Ledger::create();
    let import = |ledger: &mut Ledger, name: &str| {
        let plan = choose(ledger, &format!("姓名,出生年月,职务\n{name},1980-03,会计\n"));
        apply(ledger, &plan)["import"].clone()
    };
    let undoable = |ledger: &mut Ledger| {
        let list = ledger.ok("import_list", Value::Null);
        list.as_array().unwrap().iter().filter(|import| import["undoable"] == true).count()
    };
    for n in 0..12 {
        import(&mut ledger, &format!("甲{}", ["一", "二", "三", "四"][n % 4].repeat(n + 1)));
    }
    assert_eq!(undoable(&mut ledger), 10, "the newest");
    ledger.turn_to("2026-12-20");
    ledger.reopen();
    assert_eq!(undoable(&mut ledger), 10);
    let last = import(&mut ledger, "乙");
    ledger.turn_to("2026-12-28");
    ledger.reopen();
    assert_eq!(undoable(&mut ledger), 1, "of the last thirty days");

    // With a person's data goes the whole of what would bring them back.
    let list = ledger.ok("person_list", json!({}));
    let person = list.as_array().unwrap().iter().find(|person| person["name"] == "乙").unwrap()["id"].clone();
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-12-28", "reason": "调离"}}));
    ledger.ok("retention_destroy", json!({"person": person, "supervisors": ["甲书记", "丙委员"]}));
    assert_eq!(undoable(&mut ledger), 0);
    assert_eq!(ledger.code("import_undo", json!({"id": last})), ErrorCode::ImportNotKept);
}

#[test]
fn what_the_routines_made_since_does_not_hold_an_import() {
    let mut ledger = Ledger::create();
    ledger.ok("person_create", json!({"name": "赵六", "political": "中共党员"}));
    ledger.turn_to("2026-12-20");
    ledger.reopen();
    let plan = choose(&mut ledger, "姓名,出生年月,政治面貌,入党时间\n张三,1980-03,中共党员,2001-12-05\n");
    let import = apply(&mut ledger, &plan)["import"].clone();
    let before = ledger.duties().len();
    ledger.turn_to("2027-01-04");
    ledger.reopen();
    assert!(ledger.duties().len() > before, "the routines of the new year");
    ledger.ok("import_undo", json!({"id": import}));
    let people = ledger.ok("person_list", json!({}));
    assert_eq!((people.as_array().unwrap().len(), &people[0]["name"]), (1, &json!("赵六")));
    assert!(ledger.duties().iter().all(|duty| duty["person"]["name"] == "赵六"), "what is owed to others stays");
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
}
