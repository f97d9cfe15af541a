//! Indicators of the office's own: entered month by month, kept in their order, printed and exported.

use calamine::{Data, Reader, Xlsx, open_workbook};
use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, pdf_text, text};

fn save(ledger: &mut Ledger, id: Value, form: Value, place: Option<u32>) -> Value {
    ledger.ok("indicator_save", json!({"id": id, "form": form, "place": place, "year": 2026}))
}

fn names(table: &Value) -> Vec<String> {
    table["rows"].as_array().unwrap().iter().map(|row| text(&row["form"]["name"])).collect()
}

#[test]
fn indicators_are_kept_with_their_values_and_places() {
    let mut ledger = Ledger::create();
    assert_eq!(names(&ledger.ok("indicator_list", json!({"year": 2026}))), [""; 0], "none unless somebody wants them");
    let filed = json!({"name": " 申报率 ", "unit": "%", "target": 9800, "note": "按期申报户数÷应申报户数"});
    let table = save(&mut ledger, json!(null), filed.clone(), None);
    let filed_id = table["rows"][0]["id"].clone();
    let arrears = json!({"name": "欠税增减率", "unit": "%", "target": 0, "better": "lower"});
    let table = save(&mut ledger, json!(null), arrears.clone(), None);
    assert_eq!(names(&table), ["申报率", "欠税增减率"]);
    let arrears_id = table["rows"][1]["id"].clone();

    let set = |ledger: &mut Ledger, id: &Value, month: u32, value: Value| {
        ledger.ok("indicator_value_set", json!({"id": id, "year": 2026, "month": month, "value": value}))
    };
    set(&mut ledger, &filed_id, 1, json!(9800));
    set(&mut ledger, &filed_id, 2, json!(9799));
    let table = set(&mut ledger, &arrears_id, 1, json!(-325));
    assert_eq!(table["rows"][0]["met"].as_array().unwrap()[..3], [json!(true), json!(false), json!(null)]);
    assert_eq!((&table["rows"][1]["values"][0], &table["rows"][1]["met"][0]), (&json!(-325), &json!(true)));
    let next_year = ledger.ok("indicator_list", json!({"year": 2027}));
    assert_eq!(next_year["rows"][0]["values"], json!(vec![Value::Null; 12]));
    assert_eq!(next_year["rows"][0]["value_count"], 2);

    // Moved to the first place, and still there after locking.
    let table = save(&mut ledger, arrears_id.clone(), arrears.clone(), Some(1));
    assert_eq!(names(&table), ["欠税增减率", "申报率"]);
    ledger.reopen();
    assert_eq!(ledger.ok("indicator_list", json!({"year": 2026})), table);

    let table = set(&mut ledger, &filed_id, 2, json!(null));
    assert_eq!(table["rows"][1]["values"][1], json!(null));
    let table = ledger.ok("indicator_delete", json!({"id": filed_id, "year": 2026}));
    assert_eq!(names(&table), ["欠税增减率"]);
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true, "the sum of the records follows");
}

#[test]
fn the_six_rates_are_added_once() {
    let mut ledger = Ledger::create();
    save(&mut ledger, json!(null), json!({"name": "入库率", "unit": "%", "target": 9900}), None);
    for _ in 0..2 {
        let table = ledger.ok("indicator_add_rates", json!({"year": 2026}));
        assert_eq!(names(&table), ["入库率", "登记率", "申报率", "滞纳金加收率", "欠税增减率", "处罚率"]);
        assert_eq!(table["rows"][0]["form"]["target"], 9900, "what was there stays as it was");
    }
}

#[test]
fn what_is_no_indicator_is_refused() {
    let mut ledger = Ledger::create();
    let form = |name: &str| json!({"form": {"name": name}, "year": 2026});
    assert_eq!(ledger.code("indicator_save", form("  ")), ErrorCode::FieldMissing);
    assert_eq!(ledger.code("indicator_save", form(&"长".repeat(31))), ErrorCode::TextTooLong);
    let id = ledger.ok("indicator_save", form("登记率"))["rows"][0]["id"].clone();
    assert_eq!(ledger.code("indicator_save", form("登记率")), ErrorCode::IndicatorTwice);
    let value = |month: u32, value: i64| json!({"id": id, "year": 2026, "month": month, "value": value});
    assert_eq!(ledger.code("indicator_value_set", value(13, 1)), ErrorCode::BadDate);
    assert_eq!(ledger.code("indicator_value_set", value(1, 1_000_000_000_001)), ErrorCode::BadAmount);
    let nobody = json!({"id": uuid::Uuid::nil(), "year": 2026, "month": 1, "value": 1});
    assert_eq!(ledger.code("indicator_value_set", nobody), ErrorCode::NotFound);
    for n in 1..40 {
        ledger.ok("indicator_save", form(&format!("指标{n}")));
    }
    assert_eq!(ledger.code("indicator_save", form("第41个")), ErrorCode::IndicatorsFull);
}

#[test]
fn print_and_file_have_the_values_of_the_screen() {
    let mut ledger = Ledger::create();
    let form = json!({"name": "申报率", "unit": "%", "target": 9800});
    let id = save(&mut ledger, json!(null), form, None)["rows"][0]["id"].clone();
    for (month, value) in [(1, 9950), (2, 9725)] {
        ledger.ok("indicator_value_set", json!({"id": id, "year": 2026, "month": month, "value": value}));
    }
    let path = ledger.save_to("指标.xlsx");
    ledger.ok("indicator_export", json!({"year": 2026, "purpose": "internal"}));
    assert_eq!(ledger.hands.suggested.borrow().last().unwrap(), "指标完成情况表_2026年.xlsx");
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let range = book.worksheet_range("指标完成情况表").unwrap();
    let row = range.rows().find(|row| row[1] == Data::String("申报率".into())).unwrap();
    assert_eq!((&row[3], &row[4], &row[5]), (&Data::String("≥98".into()), &Data::Float(99.5), &Data::Float(97.25)));
    assert_eq!(row[16], Data::String("1/2".into()));

    let path = ledger.save_to("指标.pdf");
    ledger.ok("sheet_save", json!({"sheet": "indicators", "of": {"year": 2026}}));
    let printed = pdf_text(&path);
    for wanted in ["指标完成情况表", "申报率%≥9899.597.251/2", "2026年"] {
        assert!(printed.contains(wanted), "{wanted} is not in {printed}");
    }
    let log = ledger.ok("log_list", json!({}));
    let actions: Vec<String> = log["entries"].as_array().unwrap().iter().map(|entry| text(&entry["action"])).collect();
    for action in ["indicator_create", "indicator_value_set", "indicator_export"] {
        assert!(actions.iter().any(|one| one == action), "{action} is logged: {actions:?}");
    }
}
