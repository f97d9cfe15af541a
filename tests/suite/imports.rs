//! Imports as a whole: the mapping that is corrected and remembered, whom only a name tells, and taking an import back.

use std::time::Instant;

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, sample, text};

use crate::terminal::Terminal;

const SAMPLES: [&str; 4] = ["花名册_带标题.xlsx", "登记表_双行表头.xlsx", "花名册_有错误.xlsx", "花名册_GB18030.csv"];

/// Chooses a text file of these lines.
pub(crate) fn choose(ledger: &mut Ledger, lines: &str) -> Value {
    let path = ledger.path("花名册.csv");
    std::fs::write(&path, lines).unwrap();
    ledger.open_from(&path);
    ledger.ok("roster_choose", Value::Null)
}

pub(crate) fn choose_sample(ledger: &mut Ledger, name: &str) -> Value {
    ledger.open_from(&sample(name));
    ledger.ok("roster_choose", Value::Null)
}

pub(crate) fn apply(ledger: &mut Ledger, plan: &Value) -> Value {
    ledger.ok("roster_apply", json!({"token": plan["token"]}))
}

fn read(ledger: &mut Ledger, plan: &Value, choices: Value) -> Value {
    ledger.ok("roster_read", json!({"token": plan["token"], "choices": choices}))
}

fn answer(ledger: &mut Ledger, plan: &Value, row: Value, who: Value) -> Value {
    ledger.ok("roster_answer", json!({"token": plan["token"], "row": row, "who": who}))
}

pub(crate) fn counts(plan: &Value) -> [u64; 5] {
    ["new", "changed", "same", "asked", "rejected"].map(|count| plan[count].as_u64().unwrap())
}

/// Everything that an import of people can change, with every person whole.
pub(crate) fn state(ledger: &mut Ledger) -> Value {
    let list = ledger.ok("person_list", json!({}));
    let ids = list.as_array().unwrap().iter().map(|person| person["id"].clone()).collect::<Vec<_>>();
    let people: Vec<Value> = ids.into_iter().map(|id| ledger.ok("person_get", json!({"id": id}))).collect();
    let found = ledger.ok("search_find", json!({"query": "会计"}));
    json!([list, people, ledger.duties(), ledger.ok("event_list", json!({})), found])
}

#[test]
fn every_sample_twice_changes_nothing() {
    for name in SAMPLES {
        let mut ledger = Ledger::create();
        let plan = choose_sample(&mut ledger, name);
        let result = apply(&mut ledger, &plan);
        assert!(result["import"].is_string());
        // The faulty one names a person twice, with two posts; the second is what stays.
        if name == "花名册_有错误.xlsx" {
            continue;
        }
        let before = state(&mut ledger);
        let again = choose_sample(&mut ledger, name);
        assert_eq!(counts(&again), [0, 0, result["new"].as_u64().unwrap(), 0, 0], "{name}");
        let result = apply(&mut ledger, &again);
        assert_eq!(result["import"], Value::Null, "what changes nothing is nothing to take back");
        assert_eq!(state(&mut ledger), before, "{name}");
    }
}

#[test]
fn a_name_alone_asks() {
    let mut ledger = Ledger::create();
    let known = ledger.person("张伟");
    let lines = "姓名,手机,职务\n张伟,13800001111,会计\n李娜,13800002222,出纳\n";
    let plan = choose(&mut ledger, lines);
    assert_eq!(counts(&plan), [1, 0, 0, 1, 0]);
    let row = &plan["rows"][0];
    assert_eq!((&row["name"], &row["action"]["action"], &row["who"]), (&json!("张伟"), &json!("asked"), &Value::Null));
    assert_eq!((&row["candidates"][0]["person"], row["candidates"].as_array().unwrap().len()), (&json!(known), 1));

    let same = answer(&mut ledger, &plan, json!(2), json!({"who": "same"}));
    assert_eq!(counts(&same), [1, 1, 0, 0, 0]);
    assert_eq!(same["rows"][0]["who"], json!({"who": "same", "person": known}), "it stays where it was asked");
    assert_eq!(
        ledger.code("roster_apply", json!({"token": plan["token"]})),
        ErrorCode::PlanStale,
        "of before the answer"
    );

    let plan = choose(&mut ledger, lines);
    let other = answer(&mut ledger, &plan, json!(2), json!({"who": "other"}));
    assert_eq!(counts(&other), [2, 0, 0, 0, 0]);
    let open = answer(&mut ledger, &other, json!(2), Value::Null);
    assert_eq!(counts(&open), [1, 0, 0, 1, 0], "an answer can be taken back");
    let result = apply(&mut ledger, &open);
    assert_eq!(counts(&result), [1, 0, 0, 1, 0]);
    let people = ledger.ok("person_list", json!({}));
    assert_eq!(people.as_array().unwrap().len(), 2, "who was asked about is not taken");
    let person = ledger.ok("person_get", json!({"id": known}));
    assert_eq!(person["form"]["phone"], "", "nor changed");
}

#[test]
fn all_who_are_asked_about_at_once() {
    let mut ledger = Ledger::create();
    for name in ["张伟", "李娜", "王芳", "王芳"] {
        ledger.person(name);
    }
    let lines = "姓名,职务\n张伟,会计\n李娜,出纳\n王芳,科员\n张伟,门卫\n";
    let plan = choose(&mut ledger, lines);
    assert_eq!(counts(&plan), [0, 0, 0, 4, 0]);
    let same = answer(&mut ledger, &plan, Value::Null, json!({"who": "same"}));
    assert_eq!(counts(&same), [0, 3, 0, 1, 0], "of the two 王芳 one must be named");
    let asked = same["rows"].as_array().unwrap().iter().find(|row| row["action"]["action"] == "asked").unwrap();
    let second = asked["candidates"][1]["person"].clone();
    let named = answer(&mut ledger, &same, asked["row"].clone(), json!({"who": "same", "person": second}));
    assert_eq!(counts(&named), [0, 4, 0, 0, 0]);
    apply(&mut ledger, &named);
    let person = ledger.ok("person_get", json!({"id": second}));
    assert_eq!(person["form"]["post"], "科员");

    // Two of one name in the file itself, of whom nothing else is known.
    let plan = choose(&mut ledger, "姓名,职务\n赵六,会计\n赵六,出纳\n");
    assert_eq!(counts(&plan), [1, 0, 0, 1, 0]);
    assert_eq!(plan["rows"][0]["candidates"][0]["row"], 2);
    let other = answer(&mut ledger, &plan, Value::Null, json!({"who": "other"}));
    assert_eq!(counts(&other), [2, 0, 0, 0, 0]);
}

#[test]
fn columns_are_set_right_and_remembered() {
    let mut ledger = Ledger::create();
    let lines = "姓名,到所时间,手机,电话,密语\n张三,2010.07,13800001111,02812345678,甲\n";
    let plan = choose(&mut ledger, lines);
    let column = |plan: &Value, n: usize| (text(&plan["columns"][n]["letter"]), text(&plan["columns"][n]["field"]));
    assert_eq!(column(&plan, 1), ("B".to_owned(), "extra".to_owned()));
    assert_eq!(column(&plan, 3), ("D".to_owned(), "extra".to_owned()), "the first column of a field has it");
    assert_eq!(plan["columns"][1]["sample"], "2010.07");
    assert!(!plan["columns"][2]["sample"].as_str().unwrap().contains("0001"), "numbers of persons are masked");
    assert_eq!(plan["remembered"], false);

    let fields = json!({"到所时间": "work_since", "电话": "phone", "手机": "extra", "密语": "skip"});
    let plan = read(&mut ledger, &plan, json!({"fields": fields}));
    assert_eq!((column(&plan, 1).1, column(&plan, 3).1), ("work_since".to_owned(), "phone".to_owned()));
    let wrong = json!({"token": plan["token"], "choices": {"fields": {"到所时间": "绝密家事"}}});
    assert_eq!(ledger.code("roster_read", wrong), ErrorCode::BadRequest);
    let result = apply(&mut ledger, &plan);
    let person = ledger.ok("person_list", json!({}))[0]["id"].clone();
    let form = ledger.ok("person_get", json!({"id": person}))["form"].clone();
    assert_eq!((&form["work_since"], &form["phone"]), (&json!("2010-07"), &json!("02812345678")));
    assert_eq!(form["extra"], json!({"手机": "13800001111"}), "kept as it is; what was left out is not there");

    ledger.reopen();
    let again = choose(&mut ledger, &lines.replace("张三", "李四"));
    assert_eq!(again["remembered"], true);
    assert_eq!((column(&again, 1).1, column(&again, 4).1), ("work_since".to_owned(), "skip".to_owned()));
    let another = choose(&mut ledger, "姓名,到所时间\n王五,2010.07\n");
    assert_eq!(
        (&another["remembered"], column(&another, 1).1),
        (&json!(false), "extra".to_owned()),
        "of another header"
    );
    ledger.ok("import_undo", json!({"id": result["import"]}));
}

#[test]
fn another_sheet_and_another_header() {
    let mut ledger = Ledger::create();
    let plan = choose_sample(&mut ledger, "登记表_双行表头.xlsx");
    assert_eq!(plan["sheets"].as_array().unwrap().len(), 2);
    let hidden: Vec<&Value> =
        plan["columns"].as_array().unwrap().iter().filter(|column| column["hidden"] == true).collect();
    assert_eq!(
        (hidden.len(), &hidden[0]["field"]),
        (1, &json!("id_number")),
        "a hidden column is read, and shown as such"
    );
    let second = read(&mut ledger, &plan, json!({"sheet": "说明"}));
    assert_eq!((&second["sheet"], &second["header_row"], counts(&second)), (&json!("说明"), &json!(0), [0; 5]));
    assert!(!second["top"].as_array().unwrap().is_empty(), "the header can be chosen by hand");
    let missing = json!({"token": second["token"], "choices": {"sheet": "没有", "header_row": 1}});
    assert_eq!(ledger.code("roster_read", missing), ErrorCode::NoSuchSheet);
    let back = read(&mut ledger, &second, json!({"sheet": plan["sheet"]}));
    assert_eq!((counts(&back), &back["header_row"]), (counts(&plan), &plan["header_row"]), "a failure leaves the plan");

    // A sheet that says nothing of 姓名.
    let plan = choose(&mut ledger, "三六工作法名单\n党员,到所\n张三,2010.07\n李四,2011.08\n");
    assert_eq!(plan["header_row"], 0);
    assert_eq!(ledger.ok("roster_rows", json!({"token": plan["token"], "page": 0})), json!([]));
    let fields = json!({"党员": "name", "到所": "work_since"});
    let plan = read(&mut ledger, &plan, json!({"header_row": 2, "fields": fields}));
    assert_eq!((counts(&plan), &plan["rows"][0]["name"]), ([2, 0, 0, 0, 0], &json!("张三")));
}

#[test]
fn reasons_name_the_cell() {
    let mut ledger = Ledger::create();
    let plan = choose_sample(&mut ledger, "花名册_有错误.xlsx");
    let row = plan["rows"].as_array().unwrap().iter().find(|row| row["row"] == 3).unwrap();
    let problem = &row["problems"][0];
    let column = plan["columns"].as_array().unwrap().iter().find(|column| column["field"] == "id_number").unwrap();
    assert_eq!((&problem["letter"], &problem["column"]), (&column["letter"], &column["title"]));
    let rejected = ledger.ok("roster_rows", json!({"token": plan["token"], "only": "rejected", "page": 0}));
    assert_eq!((rejected.as_array().unwrap().len(), &plan["totals"]["rejected"]), (4, &json!(4)));
}

#[test]
fn twenty_thousand_rows_are_compared_with_twenty_thousand_people_quickly() {
    let mut ledger = Ledger::create();
    let mut lines = String::from("姓名,出生年月,职务\n");
    for n in 0..20_000_u32 {
        // Twenty share each name; the birth months tell them apart, as far as they do.
        let name: String =
            (n / 20).to_string().chars().map(|digit| char::from_u32(0x4E00 + digit as u32).unwrap()).collect();
        lines.push_str(&format!("甲{name},{}-{:02},会计\n", 1960 + n % 20, n % 12 + 1));
    }
    let plan = choose(&mut ledger, &lines);
    assert_eq!(counts(&plan), [20_000, 0, 0, 0, 0]);
    assert_eq!(plan["rows"].as_array().unwrap().len(), desk::ROSTER_PAGE, "not all of them at once");
    assert!(plan.to_string().len() < 100_000);
    apply(&mut ledger, &plan);
    let start = Instant::now();
    let plan = choose(&mut ledger, &lines.replace("会计", "出纳"));
    println!("compared in {:?}", start.elapsed());
    assert_eq!(counts(&plan), [0, 20_000, 0, 0, 0]);
    // Comparing each with each takes minutes.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    let last = ledger.ok("roster_rows", json!({"token": plan["token"], "page": 399}));
    assert_eq!(last.as_array().unwrap().len(), desk::ROSTER_PAGE);
    assert_eq!(ledger.ok("roster_rows", json!({"token": plan["token"], "page": 400})), json!([]));
}

#[test]
fn everything_from_the_terminal() {
    let terminal = Terminal::with_ledger();
    let file = terminal.path("花名册.csv");
    std::fs::write(&file, "姓名,到所时间,密语\n张三,2010.07,甲\n李四,2011.08,乙\n").unwrap();
    let import = |more: &[&str]| terminal.ok(&[&["import", "账本.zhixin", "花名册.csv"], more].concat());
    let told = import(&["--dry-run", "--map", "到所时间=work_since", "--map", "密语=skip"]);
    for words in ["B 到所时间 → work_since", "第 2 行 张三：新增", "将新增 2 人"] {
        assert!(told.contains(words), "{words} is in\n{told}");
    }
    assert_eq!(terminal.json(&["import", "账本.zhixin", "--list", "--json"]), json!([]), "a dry run stores nothing");
    assert!(import(&["--map", "到所时间=work_since", "--map", "密语=skip"]).contains("新增 2 人"));
    assert!(import(&["--dry-run"]).contains("已按上次的对应方式"));
    assert!(import(&["--dry-run"]).contains("待确认 2 行"), "of whom only the name agrees");
    assert!(import(&["--dry-run", "--same"]).contains("不变 2 人"));
    assert!(import(&["--dry-run", "--other"]).contains("新增 2 人"));
    assert!(terminal.ok(&["import", "账本.zhixin", "--list"]).contains("花名册  新增 2，更新 0  可以撤销"));
    assert!(terminal.ok(&["import", "账本.zhixin", "--undo"]).contains("已撤销"));
    assert_eq!(terminal.json(&["call", "账本.zhixin", "person_list", "{}"]), json!([]));
    let failed = |args: &[&str]| {
        let mut command = terminal.command(args);
        let output = command.args(["--password-file", "password"]).stdin(std::process::Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        serde_json::from_slice::<Value>(&output.stderr).unwrap()["code"].clone()
    };
    assert_eq!(failed(&["import", "账本.zhixin", "--undo"]), "import_not_kept");
    assert_eq!(failed(&["import", "账本.zhixin", "花名册.csv", "--map", "密语"]), "bad_request");
    assert_eq!(failed(&["import", "账本.zhixin", "花名册.csv", "--map", "密语=什么"]), "bad_request");
    std::fs::write(&file, "%PDF-1.7").unwrap();
    assert_eq!(failed(&["import", "账本.zhixin", "花名册.csv"]), "pdf");
}

/// Two numbers that are nobody's.
const NUMBERS: [&str; 2] = ["990101198003080015", "990101198501020026"];

fn number(first: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    format!("{}{}", &first[..17], "10X98765432".chars().nth((sum % 11) as usize).unwrap())
}

#[test]
fn a_number_of_somebody_else_asks_and_renames_nobody_by_itself() {
    let mut ledger = Ledger::create();
    let [first, second] = NUMBERS.map(number);
    let plan = choose(&mut ledger, &format!("姓名,职务,身份证号\n张三,会计,{first}\n"));
    apply(&mut ledger, &plan);
    let lines = format!("姓名,职务,身份证号\n李四,出纳,{first}\n王五,出纳,{second}\n");
    let plan = choose(&mut ledger, &lines);
    assert_eq!(counts(&plan), [1, 0, 0, 1, 0], "{plan}");
    let asked = plan["rows"].as_array().unwrap().iter().find(|row| row["name"] == "李四").unwrap().clone();
    assert_eq!(asked["candidates"].as_array().unwrap().len(), 1);
    let other = answer(&mut ledger, &plan, asked["row"].clone(), json!({"who": "other"}));
    assert_eq!(counts(&other), [1, 0, 0, 0, 1], "two people cannot have one number: {other}");
    let same = answer(&mut ledger, &other, asked["row"].clone(), json!({"who": "same", "person": null}));
    apply(&mut ledger, &same);
    let names: Vec<String> =
        ledger.ok("person_list", json!({})).as_array().unwrap().iter().map(|row| text(&row["name"])).collect();
    assert!(names.contains(&"李四".to_owned()) && !names.contains(&"张三".to_owned()), "{names:?}");
}

#[test]
fn what_was_covered_for_export_does_not_cover_what_is_known() {
    let mut ledger = Ledger::create();
    let head = "姓名,出生年月,联系电话,家庭住址,身份证号";
    let number = number(NUMBERS[0]);
    let plan = choose(&mut ledger, &format!("{head}\n张三,1980-03,13912345678,四川省某县人民路1号,{number}\n"));
    apply(&mut ledger, &plan);
    let covered = format!("{head}\n张三,1980-03,139****5678,四川省*****,9901**********0015\n");
    let plan = choose(&mut ledger, &covered);
    assert_eq!(counts(&plan), [0, 0, 1, 0, 0], "{plan}");
    assert!(plan.to_string().contains("\"covered\""));
}

#[test]
fn who_is_sealed_takes_nothing_from_a_file() {
    let mut ledger = Ledger::create();
    let head = "姓名,出生年月,联系电话";
    let plan = choose(&mut ledger, &format!("{head}\n张三,1980-03,13912345678\n"));
    apply(&mut ledger, &plan);
    let person = ledger.ok("person_list", json!({}))[0]["id"].clone();
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-20", "reason": "调离"}}));
    ledger.ok("retention_seal", json!({"person": person}));
    let plan = choose(&mut ledger, &format!("{head}\n张三,1980-03,13800000000\n张三,,13800000000\n"));
    assert_eq!(counts(&plan), [0, 0, 0, 0, 2], "{plan}");
    assert!(plan.to_string().contains("person_hidden") && !plan.to_string().contains("13912345678"));
}
