//! The sample rosters: what must come out of each.

use serde_json::{Value, json};
use zhixin_tests::{Ledger, sample, text};

fn plan(ledger: &mut Ledger, name: &str) -> Value {
    ledger.open_from(&sample(name));
    ledger.ok("roster_choose", Value::Null)
}

fn apply(ledger: &mut Ledger, plan: &Value) -> Value {
    ledger.ok("roster_apply", json!({"token": plan["token"]}))
}

fn row(plan: &Value, n: u32) -> Value {
    let rows = plan["rows"].as_array().unwrap();
    rows.iter().find(|row| row["row"] == n).unwrap_or_else(|| panic!("row {n} is told of")).clone()
}

fn reasons(row: &Value) -> Vec<String> {
    row["problems"].as_array().unwrap().iter().map(|problem| text(&problem["reason"])).collect()
}

#[test]
fn a_title_above_the_header() {
    let mut ledger = Ledger::create();
    let plan = plan(&mut ledger, "花名册_带标题.xlsx");
    assert_eq!((&plan["header_row"], &plan["new"], &plan["skipped"]), (&json!(3), &json!(24), &json!(2)));
    apply(&mut ledger, &plan);
    for person in ledger.ok("person_list", json!({})).as_array().unwrap() {
        let (name, phone) = (text(&person["name"]), text(&person["phone_masked"]));
        assert!(!name.contains([' ', '　']), "{name}: no spaces inside a name");
        assert!(phone.is_empty() || phone.len() == 11, "{phone}: a phone kept as a number is a text again");
    }
}

#[test]
fn a_header_of_two_rows() {
    let mut ledger = Ledger::create();
    let plan = plan(&mut ledger, "登记表_双行表头.xlsx");
    assert_eq!((&plan["new"], &plan["rejected"]), (&json!(18), &json!(0)));
    apply(&mut ledger, &plan);
    let people = ledger.ok("person_list", json!({}));
    let with_birth = people.as_array().unwrap().iter().filter(|row| !row["birth"].is_null()).count();
    assert_eq!(with_birth, 18, "all six shapes of dates are read");
    let again = self::plan(&mut ledger, "登记表_双行表头.xlsx");
    assert_eq!(again["same"], 18);
}

#[test]
fn one_fault_in_each_row() {
    let mut ledger = Ledger::create();
    let plan = plan(&mut ledger, "花名册_有错误.xlsx");
    assert_eq!(plan["rows"].as_array().unwrap().len(), 10);
    for (n, reason) in [(3, "bad_id_checksum"), (4, "impossible_date"), (6, "missing_name"), (8, "id_as_number")] {
        let row = row(&plan, n);
        assert_eq!(row["action"]["action"], "rejected", "row {n}");
        assert!(reasons(&row).contains(&reason.to_owned()), "row {n} says why: {row}");
    }
    for (n, reason) in [(5, "birth_disagrees_with_id"), (7, "odd_name")] {
        let row = row(&plan, n);
        assert_eq!(row["action"]["action"], "new", "row {n} is only warned about");
        assert!(reasons(&row).contains(&reason.to_owned()), "row {n}: {row}");
    }
    let last = row(&plan, 11);
    assert_eq!(last["action"]["action"], "changed", "the person of row 2 again");
    assert_eq!(last["action"]["fields"][0]["field"], "post");
    let result = apply(&mut ledger, &plan);
    assert_eq!(result["new"], 5);
    let list = ledger.ok("person_list", json!({}));
    assert_eq!(list.as_array().unwrap().len(), 5, "nobody twice, nobody of the rejected rows");
    assert!(list.as_array().unwrap().iter().any(|row| text(&row["name"]).starts_with('=')), "a formula is only text");
}

#[test]
fn the_old_chinese_encoding() {
    let mut ledger = Ledger::create();
    let plan = plan(&mut ledger, "花名册_GB18030.csv");
    assert_eq!((&plan["new"], &plan["rejected"]), (&json!(12), &json!(0)));
    apply(&mut ledger, &plan);
    assert_eq!(self::plan(&mut ledger, "花名册_GB18030.csv")["same"], 12);
}

#[test]
fn the_template_can_be_filled_in_and_read() {
    let mut ledger = Ledger::create();
    let path = ledger.save_to("模板.xlsx");
    ledger.ok("roster_template", Value::Null);
    ledger.open_from(&path);
    let answer = ledger.call("roster_choose", Value::Null);
    let code = answer.map(|plan| plan["new"].clone()).map_err(|error| error.code);
    assert!(
        matches!(code, Err(desk::ErrorCode::Empty)) || code == Ok(json!(0)),
        "the empty template is a roster of nobody: {code:?}"
    );
}

#[test]
fn a_plan_is_stale_once_the_ledger_changed() {
    let mut ledger = Ledger::create();
    let first = plan(&mut ledger, "花名册_带标题.xlsx");
    let second = plan(&mut ledger, "花名册_带标题.xlsx");
    assert_eq!(ledger.code("roster_apply", json!({"token": first["token"]})), desk::ErrorCode::PlanStale);
    let third = plan(&mut ledger, "花名册_带标题.xlsx");
    assert_eq!(
        ledger.code("roster_apply", json!({"token": second["token"]})),
        desk::ErrorCode::PlanStale,
        "a newer plan replaces it"
    );
    let _ = third;
    let fourth = plan(&mut ledger, "花名册_带标题.xlsx");
    ledger.person("张三");
    assert_eq!(ledger.code("roster_apply", json!({"token": fourth["token"]})), desk::ErrorCode::PlanStale);
    assert_eq!(ledger.ok("person_list", json!({})).as_array().unwrap().len(), 1, "nothing of it was stored");
}

#[test]
fn of_two_with_one_name_the_birth_month_decides() {
    let mut ledger = Ledger::create();
    let unknown = ledger.person("张伟");
    let born = text(&ledger.ok("person_create", json!({"name": "张伟", "birth": "1980-03"}))["id"]);
    let path = ledger.path("花名册.csv");
    std::fs::write(&path, "姓名,出生年月,职务\n张伟,1980-03,会计\n").unwrap();
    ledger.open_from(&path);
    let plan = ledger.ok("roster_choose", Value::Null);
    assert_eq!(plan["rows"][0]["action"]["person"], json!(born), "not {unknown}, of whom only the name agrees");
    assert!(reasons(&plan["rows"][0]).is_empty(), "there is no doubt about him");
}

#[test]
fn sheets_of_other_programs() {
    let mut ledger = Ledger::create();
    let plan = plan(&mut ledger, "../relatives/表头在第九行.xlsx");
    assert_eq!((&plan["sheet"], &plan["header_row"]), (&json!("在职党员"), &json!(10)));
    assert_eq!((&plan["new"], &plan["rejected"], &plan["skipped"]), (&json!(5), &json!(0), &json!(2)));
    assert_eq!(plan["sheets"].as_array().unwrap().len(), 3);
    for row in plan["rows"].as_array().unwrap() {
        assert!(reasons(row).is_empty(), "{row}");
    }
    apply(&mut ledger, &plan);
    let people = ledger.ok("person_list", json!({}));
    let births: Vec<(String, String)> =
        people.as_array().unwrap().iter().map(|person| (text(&person["name"]), text(&person["birth"]))).collect();
    let expected = [
        ("张娜", "1975-03-08"),
        ("欧阳建国", "1968-11"),
        ("李伟", "1982-04-11"),
        ("买买提·吐尔逊", "1990-01-05"),
        ("王芳", "1988-02-29"),
    ];
    assert_eq!(births, expected.map(|(name, birth)| (name.to_owned(), birth.to_owned())));
    let id = people[0]["id"].clone();
    let form = ledger.ok("person_get", json!({"id": id}))["form"].clone();
    assert_eq!((&form["id_number"], &form["party_since"]), (&json!("990101197503080229"), &json!("2001-07-01")));
    assert_eq!(self::plan(&mut ledger, "../relatives/表头在第九行.xlsx")["same"], 5);

    let plan = self::plan(&mut ledger, "../relatives/职工.xlsx");
    assert_eq!((&plan["new"], &plan["rows"][0]["post"]), (&json!(3), &json!("会计")), "of a formula its result");
    for (name, code) in [("职工.ods", desk::ErrorCode::OtherSheet), ("职工.xls", desk::ErrorCode::LegacyXls)] {
        ledger.open_from(&sample(&format!("../relatives/{name}")));
        assert_eq!(ledger.code("roster_choose", Value::Null), code, "{name}");
    }
}
