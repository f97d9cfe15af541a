//! 干部任免审批表 in: what must come out of the sample, what stays as it was, and what hostile files come to.

use std::time::Instant;

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, sample, text};

use crate::terminal::Terminal;

const SAMPLE: &str = "任免表.lrmx";

fn choose(ledger: &mut Ledger, files: &[(&str, &str)]) -> Value {
    let paths = files.iter().map(|(name, content)| {
        let path = ledger.path(name);
        std::fs::write(&path, content).unwrap();
        path
    });
    *ledger.hands.several.borrow_mut() = paths.collect();
    let plan = ledger.ok("appointment_choose", Value::Null);
    ledger.hands.several.borrow_mut().clear();
    plan
}

fn choose_sample(ledger: &mut Ledger) -> Value {
    ledger.open_from(&sample(SAMPLE));
    ledger.ok("appointment_choose", Value::Null)
}

fn form(fields: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><Person>{fields}</Person>")
}

fn apply(ledger: &mut Ledger, plan: &Value, choices: Value) -> Value {
    ledger.ok("appointment_apply", json!({"token": plan["token"], "choices": choices}))
}

fn steps(file: &Value) -> Vec<String> {
    file["entries"].as_array().unwrap().iter().map(|entry| text(&entry["step"])).collect()
}

fn person(ledger: &mut Ledger, id: &Value) -> Value {
    ledger.ok("person_get", json!({"id": id}))["form"].clone()
}

/// The entries of a facet, without their ids and times.
fn entries(ledger: &mut Ledger, id: &Value, facet: &str) -> Vec<Value> {
    let view = ledger.ok("knowing_reveal", json!({"person": id, "facet": facet}));
    view["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| json!([entry["body"], entry["day"], entry["source"]]))
        .collect()
}

fn only_person(ledger: &mut Ledger) -> Value {
    let list = ledger.ok("person_list", json!({}));
    assert_eq!(list.as_array().unwrap().len(), 1);
    list[0]["id"].clone()
}

#[test]
fn the_sample_becomes_a_person_with_what_is_known_of_her() {
    let mut ledger = Ledger::create();
    let plan = choose_sample(&mut ledger);
    let file = &plan["files"][0];
    assert_eq!(
        (&file["action"], &file["name"], &file["filled_in"]),
        (&json!({"action": "new"}), &json!("赵娟"), &json!("2026-10-08"))
    );
    assert_eq!((&file["problems"], &file["left_out"]), (&json!([]), &json!(["JianKangZhuangKuang"])));
    assert_eq!(steps(file), vec!["new"; 12]);
    assert_eq!(ledger.ok("person_list", json!({})), json!([]), "nothing is stored yet");
    let result = apply(&mut ledger, &plan, json!([]));
    assert_eq!((&result["new"], &result["entries_new"]), (&json!(1), &json!(12)));
    let id = only_person(&mut ledger);
    let form = person(&mut ledger, &id);
    for (field, value) in [
        ("name", "赵娟"),
        ("sex", "female"),
        ("birth", "1976-04"),
        ("ethnicity", "汉族"),
        ("native_place", "四川双流"),
        ("education", "大学"),
        ("political", "中共党员"),
        ("work_since", "1995-08"),
        ("party_since", "2001-06"),
        ("post", "管理员"),
        ("id_number", "990102197604016943"),
    ] {
        assert_eq!(form[field], value, "{field}");
    }
    assert_eq!(form["extra"], json!({"出生地": "四川双流"}));
    let resume = entries(&mut ledger, &id, "resume");
    assert_eq!(resume.len(), 4, "three posts and one education");
    assert_eq!(
        resume[0],
        json!([{"kind": "post", "from": "1995-08", "to": "2008-03", "text": "中和地方税务所征收员"}, null, "file"])
    );
    assert_eq!(entries(&mut ledger, &id, "hobby").len(), 2);
    assert_eq!(
        entries(&mut ledger, &id, "performance").last().unwrap(),
        &json!([{"kind": "award", "title": "优秀共产党员", "by": "县税务局党委"}, "2019-07", "file"])
    );
    let family = entries(&mut ledger, &id, "family");
    assert_eq!((&family[0][0]["relation"], &family[1][0]["deceased"]), (&json!("妻子"), &json!(true)));
    let knowing = ledger.ok("knowing_get", json!({"person": id}));
    assert_eq!(knowing["facets"][0]["checked"], "2026-10-08", "it was right on the day the form was filled in");
}

#[test]
fn twice_the_same_changes_nothing() {
    let mut ledger = Ledger::create();
    let plan = choose_sample(&mut ledger);
    apply(&mut ledger, &plan, json!([]));
    let id = only_person(&mut ledger);
    let before = (person(&mut ledger, &id), entries(&mut ledger, &id, "resume"), entries(&mut ledger, &id, "family"));
    let again = choose_sample(&mut ledger);
    assert_eq!(again["files"][0]["action"], json!({"action": "same", "person": id}));
    assert_eq!(steps(&again["files"][0]), vec!["same"; 12]);
    let result = apply(&mut ledger, &again, json!([]));
    assert_eq!((&result["same"], &result["import"]), (&json!(1), &Value::Null));
    let after = (person(&mut ledger, &id), entries(&mut ledger, &id, "resume"), entries(&mut ledger, &id, "family"));
    assert_eq!(before, after);
}

#[test]
fn what_was_written_by_hand_stays() {
    let mut ledger = Ledger::create();
    let create = json!({"name": "赵娟", "birth": "1976-04-01", "post": "所长", "political": "中共预备党员", "phone": "13800138000", "note": "手写"});
    let id = ledger.ok("person_create", create)["id"].clone();
    let by_hand = json!([
        {"body": {"kind": "post", "from": "2018-07", "to": null, "text": "中和税务所管理员"}, "source": "talk"},
        {"body": {"kind": "appraisal", "year": 2024, "grade": "优秀"}},
        {"body": {"kind": "relative", "relation": "妻子", "name": "林桂玲", "birth": null, "political": "", "post": "", "phone": "13900139000", "deceased": false}},
        {"body": {"kind": "mind", "text": "平稳", "attention": "calm"}, "day": "2026-11-01"},
    ]);
    ledger.ok("entry_create", json!({"person": id, "entries": by_hand}));
    let plan = choose_sample(&mut ledger);
    let file = &plan["files"][0];
    assert_eq!(file["action"], json!({"action": "changed", "person": id}), "the name and the month of birth agree");
    let fields: Vec<&str> =
        file["fields"].as_array().unwrap().iter().map(|change| change["field"].as_str().unwrap()).collect();
    assert!(fields.contains(&"post") && !fields.contains(&"birth") && !fields.contains(&"political"), "{fields:?}");
    let differing: Vec<&Value> =
        file["entries"].as_array().unwrap().iter().filter(|entry| entry["step"] == "differs").collect();
    assert_eq!(differing.len(), 3);
    assert_eq!(differing[0]["known"]["text"], "中和税务所管理员");
    let wife = differing.iter().find(|entry| entry["facet"] == "family").unwrap();
    assert_eq!(wife["known"], Value::Null, "what the ledger has of the family is not shown with the plan");
    // Only the appraisal is taken over, and the post is kept.
    let appraisal = differing.iter().find(|entry| entry["body"]["kind"] == "appraisal").unwrap();
    let result =
        apply(&mut ledger, &plan, json!([{"file": 0, "keep": ["post", "出生地"], "replace": [appraisal["n"]]}]));
    assert_eq!(
        (&result["changed"], &result["entries_new"], &result["entries_changed"]),
        (&json!(1), &json!(9), &json!(1))
    );
    let form = person(&mut ledger, &id);
    assert_eq!(
        [&form["post"], &form["birth"], &form["political"], &form["phone"], &form["note"], &form["party_since"]],
        ["所长", "1976-04-01", "中共预备党员", "13800138000", "手写", "2001-06"]
    );
    assert_eq!(form["extra"], json!({}), "a further column is kept out likewise");
    let resume = entries(&mut ledger, &id, "resume");
    assert!(
        resume.contains(
            &json!([{"kind": "post", "from": "2018-07", "to": null, "text": "中和税务所管理员"}, null, "talk"])
        )
    );
    let performance = entries(&mut ledger, &id, "performance");
    assert!(
        performance.contains(&json!([{"kind": "appraisal", "year": 2024, "grade": "称职"}, null, "other"])),
        "{performance:?}"
    );
    let family = entries(&mut ledger, &id, "family");
    assert_eq!((family.len(), &family[0][0]["phone"]), (2, &json!("13900139000")));
    assert_eq!(entries(&mut ledger, &id, "mind").len(), 1);
}

#[test]
fn taking_it_back_leaves_everything_as_it_was() {
    let mut ledger = Ledger::create();
    let id = ledger.ok("person_create", json!({"name": "赵娟", "birth": "1976-04"}))["id"].clone();
    ledger.ok(
        "entry_create",
        json!({"person": id, "entries": [{"body": {"kind": "appraisal", "year": 2024, "grade": "优秀"}}]}),
    );
    let state = |ledger: &mut Ledger| {
        let facets = ledger.ok("knowing_get", json!({"person": id}))["facets"].clone();
        (ledger.ok("person_list", json!({})), person(ledger, &id), facets, entries(ledger, &id, "family"))
    };
    let before = state(&mut ledger);
    let other =
        form("<XingMing>钱七</XingMing><ChuShengNianYue>198001</ChuShengNianYue><JianLi>2000.01--  某所科员</JianLi>");
    let sample = std::fs::read_to_string(sample(SAMPLE)).unwrap();
    let plan = choose(&mut ledger, &[("a.lrmx", &sample), ("b.lrmx", &other)]);
    let appraisal =
        plan["files"][0]["entries"].as_array().unwrap().iter().find(|entry| entry["step"] == "differs").unwrap()["n"]
            .clone();
    let result = apply(&mut ledger, &plan, json!([{"file": 0, "replace": [appraisal]}]));
    assert_eq!((&result["new"], &result["changed"], &result["entries_changed"]), (&json!(1), &json!(1), &json!(1)));
    assert_ne!(state(&mut ledger), before);
    let listed = ledger.ok("import_list", Value::Null);
    assert_eq!(listed[0]["kind"], "appointment");
    ledger.ok("import_undo", json!({"id": result["import"]}));
    assert_eq!(state(&mut ledger), before);
}

#[test]
fn a_name_alone_asks() {
    let mut ledger = Ledger::create();
    let known = ledger.person("赵娟");
    let plan = choose_sample(&mut ledger);
    let file = &plan["files"][0];
    assert_eq!((&file["action"]["action"], &file["candidates"][0]["person"]), (&json!("asked"), &json!(known)));
    assert_eq!(apply(&mut ledger, &plan, json!([]))["left_out"], 1, "nothing happens before it is answered");
    let plan = choose_sample(&mut ledger);
    let answer = |token: &Value, who: Value| json!({"token": token, "file": 0, "who": who});
    let same = ledger.ok("appointment_answer", answer(&plan["token"], json!({"who": "same"})));
    assert_eq!(same["files"][0]["action"], json!({"action": "changed", "person": known}));
    let other = ledger.ok("appointment_answer", answer(&same["token"], json!({"who": "other"})));
    assert_eq!(other["files"][0]["action"]["action"], "new");
    let asked = ledger.ok("appointment_answer", answer(&other["token"], Value::Null));
    assert_eq!(asked["files"][0]["action"]["action"], "asked");
    assert_eq!(
        ledger.code("appointment_answer", json!({"token": asked["token"], "file": 7, "who": null})),
        ErrorCode::BadRequest
    );
    let same = ledger.ok("appointment_answer", answer(&asked["token"], json!({"who": "same", "person": known})));
    apply(&mut ledger, &same, json!([]));
    assert_eq!(only_person(&mut ledger), json!(known));
}

#[test]
fn several_files_each_by_itself() {
    let mut ledger = Ledger::create();
    let one = form("<XingMing>甲</XingMing><ChuShengNianYue>198001</ChuShengNianYue>");
    let two = form("<XingMing>乙</XingMing>");
    let broken = "<Person><XingMing>丙</XingMing>";
    let nobody = form("<XingBie>男</XingBie>");
    let files = [("1.lrmx", one.as_str()), ("2.lrmx", &two), ("3.lrmx", broken), ("4.lrmx", &nobody), ("5.lrmx", &one)];
    let plan = choose(&mut ledger, &files);
    let actions: Vec<String> =
        plan["files"].as_array().unwrap().iter().map(|file| text(&file["action"]["action"])).collect();
    assert_eq!(actions, ["new", "new", "rejected", "rejected", "twice"]);
    assert_eq!(plan["files"][2]["error"]["code"], "broken");
    assert_eq!(plan["files"][3]["problems"][0]["reason"], "missing_name");
    let result = apply(&mut ledger, &plan, json!([{"file": 1, "leave": true}]));
    assert_eq!((&result["new"], &result["left_out"]), (&json!(1), &json!(4)));
    assert_eq!(ledger.ok("person_list", json!({}))[0]["name"], "甲");
}

#[test]
fn a_plan_is_stale_once_the_ledger_changed() {
    let mut ledger = Ledger::create();
    let plan = choose_sample(&mut ledger);
    ledger.person("张三");
    assert_eq!(ledger.code("appointment_apply", json!({"token": plan["token"]})), ErrorCode::PlanStale);
    let plan = choose_sample(&mut ledger);
    let again = choose_sample(&mut ledger);
    assert_eq!(ledger.code("appointment_apply", json!({"token": plan["token"]})), ErrorCode::PlanStale);
    assert_eq!(
        ledger.code("appointment_apply", json!({"token": again["token"]})),
        ErrorCode::PlanStale,
        "a wrong token ends the plan"
    );
    let plan = choose_sample(&mut ledger);
    ledger.reopen();
    assert_eq!(
        ledger.code("appointment_answer", json!({"token": plan["token"], "file": 0, "who": null})),
        ErrorCode::PlanStale
    );
}

#[test]
fn whose_data_were_destroyed_does_not_come_back() {
    let mut ledger = Ledger::create();
    let plan = choose_sample(&mut ledger);
    apply(&mut ledger, &plan, json!([]));
    let id = only_person(&mut ledger);
    ledger.ok("person_leave", json!({"id": id, "left": {"day": "2026-11-20", "reason": "退休"}}));
    ledger.ok("retention_destroy", json!({"person": id, "supervisors": ["王五", "赵六"]}));
    let import = ledger.ok("import_list", Value::Null)[0]["id"].clone();
    assert_eq!(ledger.code("import_undo", json!({"id": import})), ErrorCode::ImportNotKept);
    let again = choose_sample(&mut ledger);
    assert_eq!(again["files"][0]["action"]["action"], "new", "whoever is destroyed is nobody that a form can mean");
}

#[test]
fn hostile_files_are_refused_through_the_real_reader() {
    let mut ledger = Ledger::create();
    ledger.person("张三");
    let secret = ledger.path("secret.txt");
    std::fs::write(&secret, "不可外泄").unwrap();
    let external = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE Person [<!ENTITY f SYSTEM \"file://{}\">]><Person><XingMing>&f;</XingMing></Person>",
        secret.display()
    );
    let laughs: String =
        (1..30).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE Person [<!ENTITY a0 \"ha\">{laughs}]><Person><XingMing>&a29;</XingMing></Person>");
    let deep = format!("<Person>{}", "<a>".repeat(1_000_000));
    let wide = format!("<Person a=\"{}\"/>", "x".repeat(15_000_000));
    // 张三 in GB18030 under a declaration that says UTF-8.
    let head = b"<?xml version=\"1.0\" encoding=\"utf-8\"?><Person><XingMing>";
    let gb = [&head[..], &[0xD5, 0xC5, 0xC8, 0xFD], b"</XingMing></Person>"].concat();
    let whole = std::fs::read(sample(SAMPLE)).unwrap();
    let cases: [(&str, Vec<u8>, ErrorCode); 9] = [
        ("external entity", external.into(), ErrorCode::Doctype),
        ("billion laughs", laughs.into(), ErrorCode::Doctype),
        ("deep nesting", deep.into(), ErrorCode::NotAnAppointment),
        ("huge attribute", wide.into(), ErrorCode::TooLarge),
        ("wrong encoding", gb, ErrorCode::Encoding),
        ("truncated", whole[..whole.len() - 20].to_vec(), ErrorCode::Broken),
        ("not XML", b"%PDF-1.7".to_vec(), ErrorCode::NotAnAppointment),
        ("old form", "\"张三\",\"男\"".into(), ErrorCode::LegacyLrm),
        ("longer than 20 MB", vec![b' '; 21 * 1024 * 1024], ErrorCode::TooLarge),
    ];
    let people = ledger.ok("person_list", json!({}));
    let log = ledger.ok("vault_verify", Value::Null);
    for (what, bytes, code) in cases {
        let path = ledger.path("x.lrmx");
        std::fs::write(&path, &bytes).unwrap();
        ledger.open_from(&path);
        let begun = Instant::now();
        let plan = ledger.ok("appointment_choose", Value::Null);
        assert!(begun.elapsed().as_millis() < 1_000, "{what}: {:?}", begun.elapsed());
        assert_eq!(plan["files"][0]["error"]["code"], serde_json::to_value(code).unwrap(), "{what}");
        assert_eq!(apply(&mut ledger, &plan, json!([]))["left_out"], 1);
        assert!(!plan.to_string().contains("不可外泄"));
    }
    assert_eq!(ledger.ok("person_list", json!({})), people);
    assert_eq!(ledger.ok("vault_verify", Value::Null), log, "not one entry in the log");
}

#[test]
fn from_the_terminal() {
    let terminal = Terminal::with_ledger();
    let file = sample(SAMPLE);
    let file = file.to_str().unwrap();
    let words = terminal.ok(&["import", "账本.zhixin", file, "--dry-run"]);
    assert!(words.starts_with("赵娟：新增\n") && words.contains("    resume post：新增"), "{words}");
    assert_eq!(
        terminal.ok(&["import", "账本.zhixin", file]),
        "新增 1 人，更新 0 人，不变 0 人，没有导入 0 份；六知晓新增 12 条\n"
    );
    assert_eq!(terminal.json(&["import", "账本.zhixin", file, "--kind", "lrmx", "--json"])["same"], 1);
    assert!(terminal.ok(&["import", "账本.zhixin", "--undo"]).contains("任免审批表"));
    assert_eq!(terminal.json(&["call", "账本.zhixin", "person_list", "{}"]), json!([]));
    std::fs::write(terminal.path("坏.lrmx"), "<!DOCTYPE Person []><Person/>").unwrap();
    let output =
        terminal.command(&["import", "账本.zhixin", "坏.lrmx", "--password-file", "password"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("\"code\":\"doctype\""));
}
