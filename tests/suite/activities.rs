//! Activities: planned, held, called off; what is asked of a year and what of it is still owed; their sheets and their ledger.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, pdf_text, text};

use crate::scans::Office;

/// A ledger with two members and one who is none.
fn branch() -> (Ledger, [String; 3]) {
    let mut ledger = Ledger::create();
    let mut member = |name: &str, political: &str| {
        text(&ledger.ok("person_create", json!({"name": name, "political": political}))["id"])
    };
    let people = [member("高辉刚", "中共党员"), member("周明", "中共党员"), member("吴敏", "群众")];
    (ledger, people)
}

fn begun(ledger: &mut Ledger, kind: &str) -> Value {
    ledger.ok("activity_begin", json!({"kind": kind}))
}

/// A 支部党员大会 on this day at which everybody was; `form` changes what it says.
fn held(ledger: &mut Ledger, kind: &str, day: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut form = begun(ledger, kind);
    form["day"] = json!(day);
    for one in form["attendance"].as_array_mut().unwrap() {
        one["state"] = json!("present");
    }
    change(&mut form);
    ledger.ok("activity_create", json!({"form": form, "held": true}))
}

fn cells(year: &Value, kind: &str) -> Vec<String> {
    let row = year["kinds"].as_array().unwrap().iter().find(|row| row["kind"] == kind).unwrap();
    row["periods"].as_array().unwrap().iter().map(|cell| text(&cell["state"])).collect()
}

fn year(ledger: &mut Ledger, year: i32) -> Value {
    ledger.ok("activity_year", json!({"year": year}))
}

/// What 今日 reminds of: the kind, the first day of the period, where it stands.
fn owed(ledger: &mut Ledger) -> Vec<(String, String, String)> {
    let today = ledger.ok("today_get", Value::Null);
    let one = |owed: &Value| (text(&owed["kind"]), text(&owed["cell"]["from"]), text(&owed["cell"]["state"]));
    today["activities"].as_array().unwrap().iter().map(one).collect()
}

fn owes(ledger: &mut Ledger, kind: &str, from: &str) -> Option<String> {
    let found = owed(ledger).into_iter().find(|(of, begins, _)| of == kind && begins == from);
    found.map(|(_, _, state)| state)
}

#[test]
fn begun_with_whom_the_kind_expects() {
    let (mut ledger, people) = branch();
    let persons = |form: &Value| -> Vec<String> {
        form["attendance"].as_array().unwrap().iter().map(|one| text(&one["person"])).collect()
    };
    let form = begun(&mut ledger, "members");
    assert_eq!(persons(&form), people[..2]);
    assert_eq!((&form["day"], &form["host"]), (&json!("2026-11-23"), &json!("甲书记")));
    assert_eq!(persons(&begun(&mut ledger, "study")), people);
    assert_eq!(persons(&begun(&mut ledger, "committee")), [] as [String; 0], "nobody before the first one");
    let asked = ledger.ok("activity_begin", json!({"kind": "committee", "who": "members"}));
    assert_eq!(persons(&asked), people[..2]);
    held(&mut ledger, "committee", "2026-11-20", |form| {
        form["attendance"] =
            json!([{"person": people[1], "state": "present"}, {"person": people[2], "state": "observer"}]);
        form["place"] = json!("小会议室");
        form["host"] = json!("周明");
    });
    let next = begun(&mut ledger, "committee");
    assert_eq!(persons(&next), people[1..2], "as the last time, without who only sat in");
    assert_eq!((&next["place"], &next["host"]), (&json!("小会议室"), &json!("周明")));
    ledger.ok("person_leave", json!({"id": people[1], "left": {"day": "2026-11-22", "reason": "调离"}}));
    assert_eq!(persons(&begun(&mut ledger, "members")), people[..1], "who left is not expected");
    assert_eq!(ledger.code("activity_begin", json!({"kind": "nothing"})), ErrorCode::UnknownKind);
}

#[test]
fn a_plan_becomes_a_record_with_a_number_and_figures() {
    let (mut ledger, people) = branch();
    let mut form = begun(&mut ledger, "members");
    form["day"] = json!("2026-11-27");
    form["title"] = json!(" 第四季度支部党员大会 ");
    let plan = ledger.ok("activity_create", json!({"form": form}));
    let id = plan["row"]["id"].clone();
    assert_eq!((&plan["row"]["state"], &plan["row"]["number"]), (&json!("planned"), &json!("")));
    assert_eq!((&plan["row"]["title"], &plan["row"]["rate_permille"]), (&json!("第四季度支部党员大会"), &Value::Null));

    let hold = |form: &Value| json!({"id": id, "form": form, "held": true});
    assert_eq!(ledger.code("activity_edit", hold(&form)), ErrorCode::DayInFuture, "it did not take place yet");
    let mut unmarked = form.clone();
    unmarked["day"] = json!("2026-11-23");
    assert_eq!(ledger.code("activity_edit", hold(&unmarked)), ErrorCode::AttendanceMissing);
    form["attendance"][0]["state"] = json!("present");
    form["attendance"][1] = json!({"person": people[1], "state": "on_leave", "reason": "出差"});
    let mut nobody = form.clone();
    nobody["attendance"] = json!([]);
    nobody["day"] = json!("2026-11-23");
    assert_eq!(ledger.code("activity_edit", hold(&nobody)), ErrorCode::PersonsMissing);

    ledger.turn_to("2026-11-27");
    form["content"] = json!("通报情况。");
    let record = ledger.ok("activity_edit", hold(&form));
    assert_eq!((&record["row"]["state"], &record["row"]["number"]), (&json!("held"), &json!("〔2026〕第1号")));
    let figures = json!({"expected": 2, "present": 1, "on_leave": 1, "absent": 0, "observers": 0});
    assert_eq!((&record["row"]["figures"], &record["row"]["rate_permille"]), (&figures, &json!(500)));
    assert_eq!(record["row"]["late_entry"], false, "noted on its day, however long ago it was planned");
    assert_eq!(record["persons"][1]["name"], "周明");

    let back = json!({"id": id, "form": form});
    assert_eq!(ledger.code("activity_edit", back), ErrorCode::AlreadySaved, "what was held is no plan again");
    assert_eq!(ledger.code("activity_delete", json!({"id": id})), ErrorCode::NotADraft);
    assert_eq!(ledger.code("activity_cancel", json!({"id": id, "reason": "改期"})), ErrorCode::NotADraft);
    form["content"] = json!("通报情况，讨论发展党员。");
    let again = ledger.ok("activity_edit", hold(&form));
    assert_eq!(again["row"]["number"], "〔2026〕第1号");
    ledger.reopen();
    let kept = ledger.ok("activity_get", json!({"id": id}));
    assert_eq!((&kept["form"], &kept["row"]), (&again["form"], &again["row"]));
    let log = ledger.ok("log_list", json!({"object": id}));
    let actions: Vec<String> = log["entries"].as_array().unwrap().iter().map(|entry| text(&entry["action"])).collect();
    assert_eq!(actions, ["activity_edit", "activity_hold", "activity_plan"]);
    assert_eq!(log["entries"][0]["of"], "activity");

    let late = held(&mut ledger, "lecture", "2026-10-20", |_| {});
    assert_eq!((&late["row"]["late_entry"], &late["row"]["number"]), (&json!(true), &json!("〔2026〕第2号")));
}

#[test]
fn called_off_and_taken_back() {
    let (mut ledger, _) = branch();
    let form = begun(&mut ledger, "party_day");
    let id = ledger.ok("activity_create", json!({"form": form}))["row"]["id"].clone();
    let cancel = |reason: &str| json!({"id": id, "reason": reason});
    assert_eq!(ledger.code("activity_cancel", cancel(" ")), ErrorCode::ReasonMissing);
    let view = ledger.ok("activity_cancel", cancel("征期工作冲突"));
    assert_eq!((&view["row"]["state"], &view["row"]["cancelled"]), (&json!("cancelled"), &json!("征期工作冲突")));
    assert_eq!(ledger.code("activity_cancel", cancel("再次")), ErrorCode::Cancelled);
    assert_eq!(ledger.code("activity_edit", json!({"id": id, "form": form})), ErrorCode::Cancelled);
    assert_eq!(ledger.ok("activity_restore", json!({"id": id}))["row"]["state"], "planned");
    assert_eq!(ledger.code("activity_restore", json!({"id": id})), ErrorCode::NotCancelled);
    ledger.ok("activity_delete", json!({"id": id}));
    assert_eq!(ledger.code("activity_get", json!({"id": id})), ErrorCode::NotFound);
}

#[test]
fn what_a_form_cannot_say() {
    let (mut ledger, people) = branch();
    let form = begun(&mut ledger, "members");
    let refused = |ledger: &mut Ledger, field: &str, value: Value| {
        let mut form = form.clone();
        form[field] = value;
        let error = ledger.error("activity_create", json!({"form": form}));
        (error.code, error.detail.unwrap_or_default())
    };
    let of = |code, detail: &str| (code, detail.to_owned());
    assert_eq!(refused(&mut ledger, "kind", json!("wedding")), of(ErrorCode::UnknownKind, ""));
    let twice = json!([{"person": people[0]}, {"person": people[0]}]);
    assert_eq!(refused(&mut ledger, "attendance", twice).0, ErrorCode::PersonsRepeated);
    let unknown = json!([{"person": "00000000-0000-7000-8000-000000000000"}]);
    assert_eq!(refused(&mut ledger, "attendance", unknown).0, ErrorCode::NotFound);
    assert_eq!(refused(&mut ledger, "minutes", json!(20_000)), of(ErrorCode::BadTime, "minutes"));
    assert_eq!(refused(&mut ledger, "content", json!("长".repeat(20_001))), of(ErrorCode::TextTooLong, "content"));
    assert_eq!(refused(&mut ledger, "day", json!("0999-01-01")).0, ErrorCode::BadDate);
    let mut backwards = form.clone();
    (backwards["start"], backwards["end"]) = (json!("15:00:00"), json!("14:00:00"));
    assert_eq!(ledger.code("activity_create", json!({"form": backwards})), ErrorCode::BadTime);
    assert_eq!(ledger.ok("activity_list", json!({})), json!([]));
}

#[test]
fn a_month_is_owed_in_its_last_third_and_missed_after_it() {
    let (mut ledger, _) = branch();
    // The ledger begins on 23 November: what was asked of the time before is not known.
    assert_eq!(cells(&year(&mut ledger, 2026), "party_day")[9..], ["not_asked", "open", "ahead"]);
    assert_eq!(cells(&year(&mut ledger, 2026), "members"), ["not_asked", "not_asked", "not_asked", "open"]);
    assert_eq!(owes(&mut ledger, "party_day", "2026-11-01"), Some("open".to_owned()), "its last third has begun");
    assert_eq!(owes(&mut ledger, "members", "2026-10-01"), None, "the last third of the quarter begins in December");
    held(&mut ledger, "party_day", "2026-11-20", |_| {});
    assert_eq!(owes(&mut ledger, "party_day", "2026-11-01"), None);
    assert_eq!(cells(&year(&mut ledger, 2026), "party_day")[10], "met");

    ledger.turn_to("2026-12-02");
    assert_eq!(
        owes(&mut ledger, "committee", "2026-11-01"),
        None,
        "the month in which the ledger began is never missed"
    );
    assert_eq!(owes(&mut ledger, "members", "2026-10-01"), Some("open".to_owned()));
    ledger.turn_to("2027-01-05");
    assert_eq!(owes(&mut ledger, "members", "2026-10-01"), None);
    assert_eq!(owes(&mut ledger, "party_day", "2026-12-01"), Some("missed".to_owned()));
    assert_eq!(owes(&mut ledger, "party_day", "2027-01-01"), None, "not in the first days of the month");

    let explain = |reason: &str, from: &str| json!({"kind": "party_day", "from": from, "reason": reason});
    assert_eq!(ledger.code("activity_explain", explain("征期", "2027-01-01")), ErrorCode::BadRequest, "it still runs");
    assert_eq!(ledger.code("activity_explain", explain("征期", "2026-12-02")), ErrorCode::BadRequest, "no first day");
    let told = ledger.ok("activity_explain", explain("年终决算，并入1月", "2026-12-01"));
    assert_eq!(cells(&told, "party_day")[11], "explained");
    assert_eq!(owes(&mut ledger, "party_day", "2026-12-01"), None);
    ledger.ok("activity_explain", explain("", "2026-12-01"));
    assert_eq!(owes(&mut ledger, "party_day", "2026-12-01"), Some("missed".to_owned()));
    let late = held(&mut ledger, "party_day", "2026-12-28", |_| {});
    assert_eq!(late["row"]["late_entry"], true);
    assert_eq!(owes(&mut ledger, "party_day", "2026-12-01"), None, "a late record ends it, and says that it is late");
}

#[test]
fn from_the_day_that_was_set_and_from_the_day_of_a_change() {
    let (mut ledger, _) = branch();
    let mut kinds = ledger.ok("activity_kinds_get", Value::Null);
    assert_eq!((&kinds["since"], &kinds["kinds"][0]["title"]), (&json!("2026-11-23"), &json!("支委会")));
    kinds["since"] = json!("2026-07-01");
    kinds["kinds"][5]["every"] = json!("month");
    kinds["kinds"][5]["times"] = json!(2);
    kinds["kinds"][3]["title"] = json!(" 党员活动日 ");
    kinds["kinds"][2]["hidden"] = json!(true);
    let own = json!({"code": "safety", "title": "安全学习", "who": "everyone", "every": "half_year", "times": 1});
    kinds["kinds"].as_array_mut().unwrap().push(own);
    let set = ledger.ok("activity_kinds_set", kinds.clone());
    assert_eq!(set["kinds"][3]["title"], "党员活动日");
    ledger.reopen();
    assert_eq!(ledger.ok("activity_kinds_get", Value::Null), set);
    let shown = year(&mut ledger, 2026);
    let quarters = ["not_asked", "not_asked", "missed", "open"];
    assert_eq!(cells(&shown, "members"), quarters, "asked from July on");
    assert_eq!(cells(&shown, "party_day")[5..8], ["not_asked", "missed", "missed"]);
    assert_eq!(cells(&shown, "study")[8..], ["not_asked", "not_asked", "open", "ahead"], "a new demand is of today on");
    assert_eq!(cells(&shown, "safety"), ["not_asked", "open"]);
    assert!(shown["kinds"].as_array().unwrap().iter().all(|row| row["kind"] != "lecture"), "hidden ones ask nothing");
    held(&mut ledger, "study", "2026-11-23", |_| {});
    let half = year(&mut ledger, 2026);
    let study = half["kinds"].as_array().unwrap().iter().find(|row| row["kind"] == "study").unwrap();
    assert_eq!((&study["periods"][10]["state"], &study["periods"][10]["owed"]), (&json!("open"), &json!(1)));

    let refused = |ledger: &mut Ledger, change: &dyn Fn(&mut Value)| {
        let mut kinds = set.clone();
        change(&mut kinds);
        ledger.code("activity_kinds_set", kinds)
    };
    let same = refused(&mut ledger, &|kinds| kinds["kinds"][1]["title"] = json!("支委会"));
    assert_eq!(same, ErrorCode::ActivityKindTwice);
    assert_eq!(refused(&mut ledger, &|kinds| kinds["kinds"][1]["title"] = json!(" ")), ErrorCode::FieldMissing);
    assert_eq!(refused(&mut ledger, &|kinds| kinds["kinds"][1]["times"] = json!(0)), ErrorCode::BadRequest);
    let gone = refused(&mut ledger, &|kinds| drop(kinds["kinds"].as_array_mut().unwrap().remove(1)));
    assert_eq!(gone, ErrorCode::BadRequest, "a kind is hidden and not taken away");
    assert_eq!(ledger.ok("activity_kinds_get", Value::Null), set);
}

#[test]
fn the_sheets_are_registered_and_say_who_came() {
    let (mut ledger, people) = branch();
    let mut form = begun(&mut ledger, "members");
    form["title"] = json!("第四季度支部党员大会");
    let id = ledger.ok("activity_create", json!({"form": form}))["row"]["id"].clone();
    let path = ledger.save_to("签到表.pdf");
    ledger.ok("sheet_save", json!({"sheet": "sign_in", "id": id}));
    let sheet = pdf_text(&path);
    for word in ["支部党员大会签到表", "高辉刚", "周明", "应到：2人", "第四季度支部党员大会", "知心000001"]
    {
        assert!(sheet.contains(word), "{word} is not in {sheet}");
    }
    assert!(!sheet.contains("吴敏"));
    form["attendance"] = json!([{"person": people[0], "state": "present"},
        {"person": people[1], "state": "on_leave", "reason": "出差"}, {"person": people[2], "state": "observer"}]);
    form["guests"] = json!("入党积极分子褚亮\n");
    form["content"] = json!("通报三季度工作。");
    form["resolutions"] = json!("同意集中学习固定在每月20日以后。");
    form["minutes"] = json!(90);
    let preview = ledger.ok("sheet_preview", json!({"sheet": "activity_form", "id": id, "form": form}));
    assert_eq!(preview["pages"].as_array().unwrap().len(), 1);
    ledger.ok("activity_edit", json!({"id": id, "form": form, "held": true}));
    let path = ledger.save_to("记录.pdf");
    ledger.ok("sheet_save", json!({"sheet": "activity", "id": id}));
    let sheet = pdf_text(&path);
    for word in [
        "支部党员大会记录",
        "〔2026〕第1号",
        "2人",
        "1人（50%）",
        "周明（请假：出差）",
        "吴敏、入党积极分子褚亮",
        "1小时30分钟",
        "通报三季度工作。",
        "同意集中学习固定在每月20日以后。",
        "知心000002",
    ] {
        assert!(sheet.contains(word), "{word} is not in {sheet}");
    }
    ledger.ok("sheet_print", json!({"sheet": "activity_blank", "kind": "committee"}));
    let papers = ledger.ok("paper_list", json!({}));
    let kinds: Vec<String> = papers["papers"].as_array().unwrap().iter().map(|paper| text(&paper["kind"])).collect();
    assert!(kinds.contains(&"sign_in".to_owned()) && kinds.contains(&"activity".to_owned()), "{papers}");
    assert_eq!(ledger.code("sheet_save", json!({"sheet": "activity_blank", "kind": "x"})), ErrorCode::UnknownKind);
}

#[test]
fn signed_sheets_come_back_by_their_code() {
    let mut office = Office::new();
    let person = office.ledger.ok("person_list", json!({}))[0]["id"].clone();
    let form = json!({"kind": "study", "day": "2026-11-20", "attendance": [{"person": person, "state": "present"}]});
    let made = office.ledger.ok("activity_create", json!({"form": form, "held": true}));
    let id = text(&made["row"]["id"]);
    for sheet in ["sign_in", "activity"] {
        office.ledger.ok("sheet_print", json!({"sheet": sheet, "id": id}));
    }
    assert_eq!((office.state(3), office.state(4)), ("out".to_owned(), "out".to_owned()));
    let pages = office.pages(200);
    office.scan(&pages[pages.len() - 2..]);
    assert_eq!((office.state(3), office.state(4)), ("returned".to_owned(), "returned".to_owned()));
    assert_eq!(office.scans_of(&id).len(), 2, "both belong to the activity");
    let paper = office.ledger.ok("paper_list", json!({}))["papers"][0].clone();
    assert_eq!((&paper["record_number"], &paper["persons"]), (&json!("〔2026〕第1号"), &json!([])));
}

#[test]
fn found_listed_and_in_the_ledger() {
    let (mut ledger, people) = branch();
    held(&mut ledger, "members", "2026-11-20", |form| {
        form["title"] = json!("民主评议");
        form["content"] = json!("逐人点评豹子头林某某");
        form["attendance"][1] = json!({"person": people[1], "state": "absent", "reason": "未说明"});
    });
    let plan = begun(&mut ledger, "study");
    ledger.ok("activity_create", json!({"form": plan}));
    let listed = |ledger: &mut Ledger, request: Value| ledger.ok("activity_list", request).as_array().unwrap().len();
    assert_eq!(listed(&mut ledger, json!({})), 2);
    assert_eq!(listed(&mut ledger, json!({"kind": "study"})), 1);
    assert_eq!(listed(&mut ledger, json!({"to": "2026-11-20"})), 1);
    assert_eq!(listed(&mut ledger, json!({"person": people[2]})), 1, "the study that expects everybody");

    let found = ledger.ok("search_find", json!({"query": "豹子头"}));
    assert_eq!(found["groups"][0]["kind"], "activity");
    assert_eq!(found["groups"][0]["hits"][0]["title"], "支部党员大会");
    let timeline = |ledger: &mut Ledger, person: &str| {
        let view = ledger.ok("person_get", json!({"id": person}));
        view["timeline"].as_array().unwrap().iter().filter(|row| row["what"] == "activity").count()
    };
    assert_eq!(timeline(&mut ledger, &people[0]), 1);
    assert_eq!(timeline(&mut ledger, &people[1]), 0, "he was not there");

    let shown = ledger.ok("ledger_show", json!({"ledger": "activities"}));
    assert_eq!(shown["rows"].as_array().unwrap().len(), 1, "plans are not in it");
    assert!(shown["rows"][0].to_string().contains("周明（缺席）"), "{shown}");
    let path = ledger.save_to("活动.csv");
    ledger.ok("ledger_export", json!({"ledger": "activities", "format": "csv"}));
    let csv = std::fs::read_to_string(path).unwrap();
    assert!(csv.contains("民主评议") && csv.contains("50"), "{csv}");
}

#[test]
fn the_reason_of_who_is_destroyed_goes_and_the_meeting_stays() {
    let (mut ledger, people) = branch();
    let record = held(&mut ledger, "members", "2026-11-20", |form| {
        form["content"] = json!("通报情况");
        form["attendance"][1] = json!({"person": people[1], "state": "on_leave", "reason": "饕餮家事"});
    });
    let id = record["row"]["id"].clone();
    let extract = ledger.save_to("摘录.pdf");
    ledger.ok("sheet_save", json!({"sheet": "extract", "person": people[1]}));
    assert!(pdf_text(&extract).contains("支部党员大会（请假：饕餮家事）"), "he may see what is kept of him");
    ledger.ok("person_leave", json!({"id": people[1], "left": {"day": "2026-11-22", "reason": "调离"}}));
    let plan = ledger.ok("retention_plan", json!({"person": people[1]}));
    assert!(plan["rows"].to_string().contains("活动请假事由"), "{plan}");
    ledger.ok("retention_destroy", json!({"person": people[1], "supervisors": ["王五", "赵六"]}));
    let after = ledger.ok("activity_get", json!({"id": id}));
    assert!(!after.to_string().contains("饕餮"), "{after}");
    assert_eq!(after["form"]["attendance"][1]["state"], "on_leave", "the figures stay");
    assert_eq!((&after["form"]["content"], &after["row"]["figures"]["expected"]), (&json!("通报情况"), &json!(2)));
    let mut form = after["form"].clone();
    form["content"] = json!("更正");
    ledger.ok("activity_edit", json!({"id": id, "form": form, "held": true}));
    form["attendance"][1]["reason"] = json!("饕餮");
    assert_eq!(ledger.code("activity_edit", json!({"id": id, "form": form, "held": true})), ErrorCode::Destroyed);
}
