//! The register of printed sheets: every sheet that leaves has its number, and what becomes of it is known.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, pdf_text, text};

fn page(ledger: &mut Ledger, request: Value) -> Value {
    ledger.ok("paper_list", request)
}

fn numbers(ledger: &mut Ledger, standing: &str) -> Vec<u64> {
    let page = page(ledger, json!({"standing": standing}));
    page["papers"].as_array().unwrap().iter().map(|paper| paper["number"].as_u64().unwrap()).collect()
}

fn row(ledger: &mut Ledger, number: u64) -> Value {
    let page = page(ledger, json!({}));
    page["papers"].as_array().unwrap().iter().find(|paper| paper["number"] == number).unwrap().clone()
}

fn log(ledger: &mut Ledger) -> Vec<(String, String)> {
    let log = ledger.ok("log_list", json!({"limit": 4}));
    log["entries"].as_array().unwrap().iter().map(|entry| (text(&entry["action"]), text(&entry["object"]))).collect()
}

/// The text of the last job, as the printer gets it.
fn last_job(ledger: &Ledger) -> String {
    let path = ledger.path("job.pdf");
    std::fs::write(&path, ledger.hands.printed.borrow().last().unwrap()).unwrap();
    pdf_text(&path)
}

/// A ledger with 张三 and a saved talk with him.
fn begun() -> (Ledger, String, String) {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let talk = text(&ledger.talk(&[&person], "2026-11-22", &[])["id"]);
    (ledger, person, talk)
}

#[test]
fn a_printed_sheet_bears_its_number_and_is_out_until_it_is_back() {
    let (mut ledger, person, talk) = begun();
    let printed = ledger.ok("sheet_print", json!({"sheet": "talk", "id": talk}));
    assert_eq!(printed, json!({"papers": [{"number": 1, "number_text": "000001", "pages": 1, "older": []}]}));
    assert!(last_job(&ledger).contains("知心000001第1页共1页"), "{}", last_job(&ledger));
    assert_eq!(log(&mut ledger)[0], ("sheet_print".to_owned(), talk.clone()));
    let paper = row(&mut ledger, 1);
    assert_eq!(
        (&paper["kind"], &paper["record"], &paper["record_kind"]),
        (&json!("talk"), &json!(talk), &json!("talk"))
    );
    assert_eq!((&paper["record_number"], &paper["printed"]), (&json!("〔2026〕第1号"), &json!("2026-11-23")));
    assert_eq!((&paper["persons"][0]["name"], &paper["persons"][0]["id"]), (&json!("张三"), &json!(person)));
    assert_eq!((&paper["state"], &paper["overdue"]), (&json!({"state": "out"}), &json!(false)));

    ledger.turn_to("2026-12-09");
    let today = ledger.ok("today_get", Value::Null);
    assert_eq!((&today["papers"]["counts"]["out"], &today["papers"]["counts"]["overdue"]), (&json!(1), &json!(1)));
    assert_eq!((&today["papers"]["oldest"][0]["days_out"], numbers(&mut ledger, "overdue")), (&json!(16), vec![1]));
    ledger.ok("paper_set", json!({"days": 16}));
    assert_eq!((numbers(&mut ledger, "overdue"), numbers(&mut ledger, "out")), (vec![], vec![1]));

    let signed = |day: &str| json!({"signing": "signed", "day": day});
    let back = |day: &str, signing: Value| json!({"numbers": [1], "day": day, "signing": signing});
    let refused = [
        (back("2026-11-22", signed("2026-11-22")), ErrorCode::DayTooEarly),
        (back("2026-12-10", signed("2026-12-09")), ErrorCode::DayInFuture),
        (back("2026-12-09", signed("2026-12-10")), ErrorCode::DayInFuture),
        (back("2026-12-09", json!({"signing": "unsigned", "reason": " "})), ErrorCode::ReasonMissing),
    ];
    for (request, code) in refused {
        assert_eq!(ledger.code("paper_return", request.clone()), code, "{request}");
    }
    let both = json!({"numbers": [1, 2], "day": "2026-12-09", "signing": signed("2026-12-09")});
    assert_eq!(ledger.code("paper_return", both), ErrorCode::NotFound);
    assert_eq!(numbers(&mut ledger, "out"), [1], "all or none");
    ledger.ok("paper_return", back("2026-12-08", json!({"signing": "unsigned", "reason": "本人出差"})));
    ledger.ok("paper_return", back("2026-12-08", signed("2026-12-09")));
    assert_eq!(log(&mut ledger)[0], ("paper_return".to_owned(), "000001".to_owned()));
    ledger.reopen();
    let paper = row(&mut ledger, 1);
    assert_eq!(paper["state"], json!({"state": "returned", "day": "2026-12-08"}));
    assert_eq!((&paper["signing"], &paper["days_out"]), (&signed("2026-12-09"), &json!(0)));
    assert_eq!(ledger.code("paper_void", json!({"number": 1, "reason": "印错"})), ErrorCode::PaperState);
    ledger.ok("paper_undo", json!({"number": 1}));
    assert_eq!(numbers(&mut ledger, "out"), [1]);
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
}

#[test]
fn a_record_that_is_printed_again_offers_the_older_sheet_to_be_void() {
    let (mut ledger, person, talk) = begun();
    ledger.ok("sheet_print", json!({"sheet": "talk", "id": talk}));
    assert_eq!(row(&mut ledger, 1)["changed_since"], false);
    let form = json!({"persons": [person], "day": "2026-11-22", "topic": "谈心", "content": "补充一点"});
    ledger.ok("talk_edit", json!({"id": talk, "form": form}));
    assert_eq!(row(&mut ledger, 1)["changed_since"], true);
    let again = ledger.ok("sheet_print", json!({"sheet": "talk", "id": talk}));
    assert_eq!((&again["papers"][0]["number"], &again["papers"][0]["older"]), (&json!(2), &json!([1])));
    assert_eq!(
        (row(&mut ledger, 1)["changed_since"].clone(), row(&mut ledger, 2)["changed_since"].clone()),
        (json!(true), json!(false))
    );
    // What the record settles does not stand on the sheet.
    let form =
        json!({"persons": [person], "day": "2026-11-22", "topic": "谈心", "content": "补充一点", "facets": ["family"]});
    ledger.ok("talk_edit", json!({"id": talk, "form": form}));
    assert_eq!(row(&mut ledger, 2)["changed_since"], false);

    let other = ledger.talk(&[&person], "2026-11-23", &[]);
    ledger.ok("sheet_print", json!({"sheet": "talk", "id": other["id"]}));
    let replaced = |number: u32, by: u32| json!({"number": number, "replaced_by": by});
    assert_eq!(ledger.code("paper_void", replaced(1, 3)), ErrorCode::BadRequest, "of another record");
    assert_eq!(ledger.code("paper_void", replaced(2, 1)), ErrorCode::BadRequest, "an older one");
    assert_eq!(ledger.code("paper_void", json!({"number": 1})), ErrorCode::ReasonMissing);
    ledger.ok("paper_void", replaced(1, 2));
    assert_eq!(
        row(&mut ledger, 1)["state"],
        json!({"state": "void", "day": "2026-11-23", "reason": {"why": "replaced", "by": 2}})
    );
    assert_eq!(ledger.code("paper_lost", json!({"number": 2, "reason": ""})), ErrorCode::ReasonMissing);
    ledger.ok("paper_lost", json!({"number": 2, "reason": "途中遗失"}));
    let counts = page(&mut ledger, json!({}))["counts"].clone();
    assert_eq!((&counts["out"], &counts["void"], &counts["lost"]), (&json!(1), &json!(1), &json!(1)));
    // It turned up.
    let back = json!({"numbers": [2], "day": "2026-11-23", "signing": {"signing": "signed", "day": "2026-11-23"}});
    ledger.ok("paper_return", back);
    assert_eq!(numbers(&mut ledger, "returned"), [2]);
}

#[test]
fn what_does_not_reach_the_printer_is_void_and_its_number_is_not_given_again() {
    let (mut ledger, _, talk) = begun();
    ledger.hands.jammed.set(true);
    assert_eq!(ledger.code("sheet_print", json!({"sheet": "talk", "id": talk})), ErrorCode::PrintFailed);
    let void = json!({"state": "void", "day": "2026-11-23", "reason": {"why": "not_printed"}});
    assert_eq!(row(&mut ledger, 1)["state"], void);
    assert_eq!(log(&mut ledger)[0], ("paper_void".to_owned(), "000001".to_owned()));
    assert_eq!(ledger.code("paper_undo", json!({"number": 1})), ErrorCode::PaperState);
    // Nor what cannot be saved; a dialog that is closed leaves no trace.
    ledger.save_to("no-such-folder/sheet.pdf");
    assert_eq!(ledger.code("sheet_save", json!({"sheet": "talk", "id": talk})), ErrorCode::NotFound);
    assert_eq!(row(&mut ledger, 2)["state"], void);
    *ledger.hands.to.borrow_mut() = None;
    assert_eq!(ledger.ok("sheet_save", json!({"sheet": "talk", "id": talk}))["paper"], Value::Null);
    ledger.hands.jammed.set(false);
    let file = ledger.save_to("sheet.pdf");
    assert_eq!(ledger.ok("sheet_save", json!({"sheet": "talk", "id": talk}))["paper"]["number"], 3);
    assert!(pdf_text(&file).contains("知心000003"));
    assert_eq!(numbers(&mut ledger, "out"), [3]);
    // What cannot be laid out has no number.
    assert_eq!(
        ledger.code("sheet_print", json!({"sheet": "talk", "id": "00000000-0000-7000-8000-000000000000"})),
        ErrorCode::NotFound
    );
    assert_eq!(page(&mut ledger, json!({}))["papers"].as_array().unwrap().len(), 3);
}

#[test]
fn a_blank_goes_out_comes_back_and_is_entered() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let duty = ledger.event("illness", &[&person], "2026-11-20")["duties"][0]["id"].clone();
    let blank = |sheet: &str, duty: &Value| json!({"sheet": sheet, "person": person, "duty": duty});
    ledger.ok("sheet_print", blank("visit_blank", &duty));
    ledger.ok("sheet_print", blank("talk_blank", &Value::Null));
    let paper = row(&mut ledger, 1);
    assert_eq!((&paper["kind"], &paper["duty"], &paper["record"]), (&json!("visit_blank"), &duty, &Value::Null));
    assert_eq!(paper["persons"][0]["name"], "张三");

    // Not before it is back, and not as something else.
    let form =
        |paper: u32| json!({"form": {"persons": [person], "day": "2026-11-23", "reason": "住院"}, "paper": paper});
    assert_eq!(ledger.code("visit_create", form(1)), ErrorCode::PaperState);
    let back = json!({"numbers": [1, 2], "day": "2026-11-23", "signing": {"signing": "signed", "day": "2026-11-23"}});
    ledger.ok("paper_return", back);
    assert_eq!(numbers(&mut ledger, "to_enter"), [2, 1]);
    assert_eq!(ledger.ok("today_get", Value::Null)["papers"]["counts"]["to_enter"], 2);
    assert_eq!(ledger.code("visit_create", form(2)), ErrorCode::BadRequest);
    assert_eq!(ledger.ok("visit_list", json!({})), json!([]), "nothing of what was refused is kept");

    let begun = ledger.ok("visit_begin", json!({"paper": 1}));
    assert_eq!((&begun["persons"], &begun["settles"]), (&json!([person]), &json!([duty])));
    let visit = ledger.ok("visit_create", json!({"form": begun, "paper": 1}));
    let paper = row(&mut ledger, 1);
    assert_eq!((&paper["record"], &paper["record_number"]), (&visit["id"], &json!("〔2026〕第1号")));
    assert_eq!((&paper["needs_entry"], numbers(&mut ledger, "to_enter")), (&json!(false), vec![2]));
    let of_record = page(&mut ledger, json!({"record": visit["id"]}));
    assert_eq!(of_record["papers"][0]["number"], 1);
    // The duty is closed by now, so it is not begun with once more.
    assert_eq!(ledger.ok("visit_begin", json!({"paper": 1}))["settles"], json!([]));

    // A draft that is deleted lets the sheet wait again; one that was entered before is linked by hand.
    let draft = json!({"form": {"persons": [person], "day": "2026-11-23"}, "draft": true, "paper": 2});
    let draft = ledger.ok("talk_create", draft);
    assert_eq!(numbers(&mut ledger, "to_enter"), [0_u64; 0]);
    ledger.ok("talk_delete", json!({"id": draft["id"]}));
    assert_eq!(numbers(&mut ledger, "to_enter"), [2]);
    let talk = ledger.talk(&[&person], "2026-11-23", &[]);
    assert_eq!(ledger.code("paper_link", json!({"number": 2, "record": visit["id"]})), ErrorCode::BadRequest);
    ledger.ok("paper_link", json!({"number": 2, "record": talk["id"]}));
    assert_eq!((numbers(&mut ledger, "to_enter"), &row(&mut ledger, 2)["record"]), (vec![], &talk["id"]));
}

#[test]
fn many_are_one_job_and_all_or_none_is_registered() {
    let (mut ledger, person, talk) = begun();
    let other = ledger.person("李四");
    let blank = |person: &str| json!({"sheet": "talk_blank", "person": person, "duty": null});
    let sheets = json!([{"sheet": "talk", "id": talk}, blank(&person), blank(&other)]);
    let printed = ledger.ok("sheet_print_many", json!({"sheets": sheets}));
    let made: Vec<&Value> = printed["papers"].as_array().unwrap().iter().map(|paper| &paper["number_text"]).collect();
    assert_eq!(made, ["000001", "000002", "000003"]);
    assert_eq!(ledger.hands.printed.borrow().len(), 1);
    let job = last_job(&ledger);
    assert!(["知心000001", "知心000002", "知心000003"].iter().all(|number| job.contains(number)));
    assert_eq!(job.matches("第1页共1页").count(), 3, "each counts its own pages");

    let unknown = json!({"sheet": "talk", "id": "00000000-0000-7000-8000-000000000000"});
    let sheets = json!([blank(&person), unknown]);
    assert_eq!(ledger.code("sheet_print_many", json!({"sheets": sheets})), ErrorCode::NotFound);
    assert_eq!(ledger.code("sheet_print_many", json!({"sheets": []})), ErrorCode::SheetFailed);
    let too_many: Vec<Value> = (0..201).map(|_| blank(&person)).collect();
    let refused = ledger.error("sheet_print_many", json!({"sheets": too_many}));
    assert_eq!((refused.code, refused.detail.as_deref()), (ErrorCode::TooManySheets, Some("200")));
    ledger.hands.jammed.set(true);
    let sheets = json!([blank(&person), blank(&other)]);
    ledger.code("sheet_print_many", json!({"sheets": sheets}));
    assert_eq!((numbers(&mut ledger, "out"), numbers(&mut ledger, "void")), (vec![1, 2, 3], vec![5, 4]));
}

#[test]
fn a_job_that_is_stopped_leaves_nothing() {
    let (mut ledger, person, _) = begun();
    let blank = json!({"sheet": "talk_blank", "person": person, "duty": null});
    // The first layout of a process is slow, so that there is time to stop at once.
    let sheets: Vec<Value> = (0..200).map(|_| blank.clone()).collect();
    let work = ledger.desk.work();
    let stopper = std::thread::spawn(move || {
        let begun = std::time::Instant::now();
        while begun.elapsed().as_secs() < 60 {
            if let Some(at) = work.status() {
                let at = serde_json::to_value(at).unwrap();
                assert_eq!((&at["stage"], &at["all"]), (&json!("sheets"), &json!(200)));
                work.stop();
                return true;
            }
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        false
    });
    assert_eq!(ledger.code("sheet_print_many", json!({"sheets": sheets})), ErrorCode::Stopped);
    assert!(stopper.join().unwrap());
    assert!(ledger.hands.printed.borrow().is_empty());
    assert_eq!(page(&mut ledger, json!({}))["papers"], json!([]));
}

#[test]
fn other_sheets_are_kept_and_secret_ones_unknown() {
    let (mut ledger, person, _) = begun();
    ledger.ok("sheet_print", json!({"sheet": "brief", "of": {"person": person}}));
    let paper = row(&mut ledger, 1);
    assert_eq!((&paper["kind"], &paper["state"]), (&json!("brief"), &json!({"state": "kept"})));
    let back = json!({"numbers": [1], "day": "2026-11-23", "signing": {"signing": "signed", "day": "2026-11-23"}});
    assert_eq!(ledger.code("paper_return", back), ErrorCode::PaperState);
    assert_eq!(ledger.ok("today_get", Value::Null)["papers"]["counts"]["out"], 0);

    let begun = ledger.ok("recovery_begin", json!({"password": zhixin_tests::PASSWORD}));
    let recovery = json!({"sheet": "recovery", "token": begun["token"]});
    assert_eq!(ledger.ok("sheet_print", recovery.clone()), json!({"papers": []}));
    assert_eq!(ledger.code("sheet_print_many", json!({"sheets": [recovery]})), ErrorCode::BadRequest);
    assert_eq!(page(&mut ledger, json!({}))["papers"].as_array().unwrap().len(), 1);
}

#[test]
fn of_destroyed_data_the_register_keeps_numbers_and_no_words() {
    let (mut ledger, person, talk) = begun();
    for request in
        [json!({"sheet": "talk", "id": talk}), json!({"sheet": "talk_blank", "person": person, "duty": null})]
    {
        ledger.ok("sheet_print", request);
    }
    ledger.ok("paper_lost", json!({"number": 2, "reason": "张三带回家后遗失"}));
    let unsigned = json!({"signing": "unsigned", "reason": "张三拒签"});
    ledger.ok("paper_return", json!({"numbers": [1], "day": "2026-11-23", "signing": unsigned}));
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-23", "reason": "调离"}}));
    ledger.ok("retention_destroy", json!({"person": person, "supervisors": ["甲书记", "李志国"]}));
    let page = page(&mut ledger, json!({})).to_string();
    assert!(page.contains("000001") && page.contains("000002"));
    assert!(!page.contains("张三") && !page.contains("拒签") && !page.contains("带回家"), "{page}");
}
