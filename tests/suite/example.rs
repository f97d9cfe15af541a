//! What the secretary asks of others (作示范): lines, monthly reviews, the reminder and the printed list.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, pdf_text, text};

fn save(id: Value, form: Value) -> Value {
    json!({"id": id, "form": form, "year": 2026})
}

fn line(ledger: &mut Ledger, what: &str, since: &str) -> String {
    let form = json!({"what": what, "area": "工作", "since": since});
    let year = ledger.ok("example_save", save(Value::Null, form));
    let lines = year["lines"].as_array().unwrap();
    text(&lines.iter().find(|line| line["form"]["what"] == what).unwrap()["id"])
}

fn review(month: &str, marks: &[(&str, &str, &str)]) -> Value {
    let reviews = marks.iter().map(|(id, mark, note)| json!({"id": id, "mark": mark, "note": note}));
    json!({"month": month, "reviews": reviews.collect::<Vec<Value>>()})
}

fn reminder(ledger: &mut Ledger) -> Value {
    ledger.ok("today_get", Value::Null)["example_month"].clone()
}

#[test]
fn reviewed_every_month_and_asked_for_in_the_first_working_days() {
    let mut ledger = Ledger::create();
    assert_eq!(reminder(&mut ledger), Value::Null);
    let early = line(&mut ledger, "每天提前十分钟到岗", "2026-10-08");
    let study = line(&mut ledger, "学习笔记每周一篇", "2026-11-02");
    assert_eq!(reminder(&mut ledger), Value::Null, "not at the end of a month");
    ledger.turn_to("2026-12-01");
    assert_eq!(reminder(&mut ledger), "2026-11-01");
    ledger.ok("example_review", review("2026-11-01", &[(&early, "done", "全月7:50前到岗")]));
    assert_eq!(reminder(&mut ledger), "2026-11-01", "one line is still open");
    let year = ledger.ok("example_review", review("2026-11-30", &[(&study, "partly", " 写了三篇 ")]));
    assert_eq!((reminder(&mut ledger), &year["to_review"]), (Value::Null, &Value::Null));
    let november = |year: &Value, n: usize| year["lines"][n]["months"][10].clone();
    assert_eq!(november(&year, 0), json!({"asked": true, "mark": "done", "note": "全月7:50前到岗"}));
    assert_eq!(november(&year, 1), json!({"asked": true, "mark": "partly", "note": "写了三篇"}));
    assert_eq!(
        (&year["lines"][1]["months"][9]["asked"], &year["lines"][1]["review_count"]),
        (&json!(false), &json!(1))
    );
    let again = ledger.ok("example_review", review("2026-11-01", &[(&early, "not_done", "")]));
    assert_eq!((&november(&again, 0)["mark"], &again["lines"][0]["review_count"]), (&json!("not_done"), &json!(1)));
    ledger.reopen();
    assert_eq!(ledger.ok("example_year", json!({"year": 2026})), again);
    ledger.turn_to("2027-01-08");
    assert_eq!(reminder(&mut ledger), "2026-12-01", "the fifth working day");
    ledger.turn_to("2027-01-11");
    assert_eq!(reminder(&mut ledger), Value::Null, "and no longer");
}

#[test]
fn what_is_refused_and_what_is_ended() {
    let mut ledger = Ledger::create();
    let id = line(&mut ledger, "廉洁承诺带头公示", "2026-11-02");
    let refused = |ledger: &mut Ledger, form: Value| {
        let error = ledger.error("example_save", save(Value::Null, form));
        (error.code, error.detail.unwrap_or_default())
    };
    let of = |code, detail: &str| (code, detail.to_owned());
    assert_eq!(refused(&mut ledger, json!({"what": " ", "since": "2026-11-01"})), of(ErrorCode::FieldMissing, "what"));
    let ahead = json!({"what": "准时", "since": "2026-11-24"});
    assert_eq!(refused(&mut ledger, ahead), of(ErrorCode::DayInFuture, "since"));
    let backwards = json!({"what": "准时", "since": "2026-11-20", "until": "2026-11-19"});
    assert_eq!(refused(&mut ledger, backwards), of(ErrorCode::DayTooEarly, "until"));
    let future = review("2026-12-01", &[(&id, "done", "")]);
    assert_eq!(ledger.code("example_review", future), ErrorCode::DayInFuture);
    let before = review("2026-10-01", &[(&id, "done", "")]);
    assert_eq!(ledger.code("example_review", before), ErrorCode::BadRequest, "it did not stand then");

    ledger.ok("example_review", review("2026-11-01", &[(&id, "done", "已公示")]));
    let gone = json!({"id": id, "year": 2026});
    assert_eq!(ledger.code("example_delete", gone.clone()), ErrorCode::NotADraft, "a reviewed line is ended instead");
    let form = json!({"what": "廉洁承诺带头公示", "area": "廉洁", "since": "2026-11-02", "until": "2026-11-23"});
    let year = ledger.ok("example_save", save(json!(id), form));
    assert_eq!(
        (&year["lines"][0]["form"]["area"], &year["lines"][0]["months"][10]["mark"]),
        (&json!("廉洁"), &json!("done"))
    );
    ledger.turn_to("2026-12-01");
    let after = ledger.ok("example_year", json!({"year": 2026}));
    assert_eq!(after["lines"][0]["months"][11]["asked"], false);
    let other = line(&mut ledger, "写错的一条", "2026-12-01");
    let left = ledger.ok("example_delete", json!({"id": other, "year": 2026}));
    assert_eq!(left["lines"].as_array().unwrap().len(), 1);
    assert_eq!(ledger.code("example_year", json!({"year": 1800})), ErrorCode::BadDate);
}

#[test]
fn the_list_is_printed_without_a_score() {
    let mut ledger = Ledger::create();
    let id = line(&mut ledger, "每天提前十分钟到岗", "2026-09-01");
    ledger.ok("example_review", review("2026-10-01", &[(&id, "done", "十月全勤")]));
    ledger.ok("example_review", review("2026-09-01", &[(&id, "not_done", "出差")]));
    let path = ledger.save_to("清单.pdf");
    ledger.ok("sheet_save", json!({"sheet": "examples", "of": {"year": 2026}}));
    let printed = pdf_text(&path);
    for word in ["书记带头清单", "2026年", "每天提前十分钟到岗", "工作", "已做到", "未做到"] {
        assert!(printed.contains(word), "{word} is not in {printed}");
    }
    assert!(!printed.contains('%') && !printed.contains("分数") && !printed.contains("合计"), "{printed}");
}
