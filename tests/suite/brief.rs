//! 谈前提纲: what it gathers, what it keeps to itself, and its sheet.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, pdf_text, text};

use crate::knowing::{enter, logged, mind, relative, standing};

const RESTRICTED: [&str; 4] = ["对调岗有顾虑", "情绪稳定", "年底冲刺任务重", "台账两次漏登"];

/// A ledger with one person of whom much is known.
fn known() -> (Ledger, String) {
    let mut ledger = Ledger::create();
    let form = json!({"name": "张三", "birth": "1988-05", "sex": "male", "political": "群众", "post": "综合岗", "phone": "13800000000"});
    let person = text(&ledger.ok("person_create", form)["id"]);
    for (relation, name) in [("父亲", "张某"), ("女儿", "张某某"), ("妻子", "王某")] {
        enter(&mut ledger, &person, relative(relation, name), Value::Null);
    }
    enter(&mut ledger, &person, json!({"kind": "household", "text": "租房居住"}), Value::Null);
    for (day, what) in [
        ("2026-09-01", "久远的事"),
        ("2026-10-08", RESTRICTED[0]),
        ("2026-11-02", RESTRICTED[1]),
        ("2026-11-20", RESTRICTED[2]),
    ] {
        enter(&mut ledger, &person, mind(what), json!(day));
    }
    enter(&mut ledger, &person, standing("middle", "旧的依据"), json!("2026-01-05"));
    enter(&mut ledger, &person, standing("behind", RESTRICTED[3]), json!("2026-11-10"));
    enter(&mut ledger, &person, json!({"kind": "progress", "text": "已按时登记"}), json!("2026-11-19"));
    (ledger, person)
}

fn brief(ledger: &mut Ledger, person: &str) -> Value {
    ledger.ok("brief_get", json!({"person": person}))
}

fn list<'v>(value: &'v Value, pointer: &str) -> Vec<&'v Value> {
    value.as_array().unwrap().iter().map(|one| one.pointer(pointer).unwrap()).collect()
}

#[test]
fn who_he_is_and_his_family_in_order() {
    let (mut ledger, person) = known();
    let brief = brief(&mut ledger, &person);
    assert_eq!(brief["person"], json!({"id": person, "name": "张三", "post": "综合岗"}));
    assert_eq!((&brief["age"], &brief["political"]), (&json!(38), &json!("群众")));
    assert_eq!(list(&brief["family"], "/body/relation"), ["妻子", "女儿", "父亲"], "and nothing but relatives");
    assert_eq!((&brief["duty"], &brief["others"], &brief["contacts"]), (&Value::Null, &json!([]), &json!([])));
    let nobody = json!({"person": "00000000-0000-7000-8000-000000000000"});
    assert_eq!(ledger.code("brief_get", nobody), ErrorCode::NotFound);
}

#[test]
fn the_newest_three_contacts_of_both_kinds() {
    let (mut ledger, person) = known();
    let mut talk = |day: &str, topic: &str, draft: bool| {
        let form = json!({"persons": [person], "day": day, "topic": topic, "follow_up": "下月再谈"});
        ledger.ok("talk_create", json!({"form": form, "draft": draft}));
    };
    talk("2026-11-20", "第一次", false);
    talk("2026-08-03", "更早", false);
    talk("2026-11-20", "同一天后录", false);
    talk("2026-11-22", "没写完", true);
    let form = json!({"persons": [person], "day": "2026-11-10", "reason": "生病", "measures": "调整值班"});
    let visit = ledger.ok("visit_create", json!({"form": form}));
    let contacts = brief(&mut ledger, &person)["contacts"].clone();
    assert_eq!(list(&contacts, "/topic"), ["同一天后录", "第一次", "生病"]);
    assert_eq!(list(&contacts, "/kind"), ["talk", "talk", "visit"]);
    assert_eq!(list(&contacts, "/follow_up"), ["下月再谈", "下月再谈", "调整值班"]);
    assert_eq!(contacts[2]["id"], visit["id"]);
}

#[test]
fn what_is_unknown_or_stale_is_asked() {
    let (mut ledger, person) = known();
    let questions = brief(&mut ledger, &person)["questions"].clone();
    assert_eq!(list(&questions, "/facet"), ["resume", "hobby", "performance"]);
    assert!(list(&questions, "/state").iter().all(|state| *state == "unknown"));
    // 思想动态 was last noted on 20 November and may rest 90 days, the family's check of the 23rd 180.
    ledger.turn_to("2027-02-18");
    assert_eq!(list(&brief(&mut ledger, &person)["questions"], "/facet"), ["resume", "hobby", "performance"]);
    ledger.turn_to("2027-02-19");
    let questions = brief(&mut ledger, &person)["questions"].clone();
    assert_eq!(list(&questions, "/facet"), ["resume", "hobby", "performance", "mind"]);
    assert_eq!(questions[3], json!({"facet": "mind", "state": "stale", "checked": "2026-11-20"}));
    let form = json!({"persons": [person], "day": "2027-02-19", "facets": ["mind", "resume"]});
    ledger.ok("talk_create", json!({"form": form}));
    assert_eq!(
        list(&brief(&mut ledger, &person)["questions"], "/facet"),
        ["hobby", "performance"],
        "asked and answered"
    );
}

#[test]
fn only_promises_not_answered() {
    let (mut ledger, person) = known();
    let other = ledger.person("李四");
    let mut make = |person: &str, what: &str, due: &str| {
        ledger.ok("promise_create", json!({"person": person, "day": "2026-11-20", "what": what, "due": due}))
    };
    let answered = make(&person, "早餐时间", "2026-11-21");
    make(&person, "培训", "2026-12-01");
    make(&person, "宿舍", "2026-11-22");
    make(&other, "别人的", "2026-11-21");
    ledger.ok("promise_answer", json!({"id": answered["id"], "answer": {"day": "2026-11-23", "text": "已提前"}}));
    assert_eq!(list(&brief(&mut ledger, &person)["promises"], "/what"), ["宿舍", "培训"]);
}

#[test]
fn the_duty_and_what_else_one_talk_settles() {
    let (mut ledger, person) = known();
    let other = ledger.person("李四");
    let change = ledger.event("post_change", &[&person], "2026-11-18");
    let setback = ledger.event("setback", &[&person], "2026-11-20");
    ledger.event("illness", &[&person], "2026-11-21");
    ledger.event("award", &[&person], "2026-12-10");
    let others = ledger.event("setback", &[&other], "2026-11-20");
    let of = |duty: &Value| json!({"person": person, "duty": duty["id"]});
    let duty = &change["duties"][0];
    let brief = ledger.ok("brief_get", of(duty));
    assert_eq!((&brief["duty"]["id"], &brief["duty"]["explanation"]["pack"]), (&duty["id"], &json!("三六工作法")));
    let titles = list(&brief["others"], "/event/title");
    let parts = list(&brief["others"], "/part");
    assert_eq!(titles, ["遇到挫折", "受奖"], "talks only, not the visit");
    assert_eq!(parts, ["whole", "before"], "not the talk after an award that is still to come");

    let plain = ledger.ok("brief_get", json!({"person": person}));
    assert_eq!(
        list(&plain["others"], "/kind"),
        ["visit", "talk", "talk", "talk"],
        "without a duty, whatever is owed today"
    );
    ledger.talk(&[&person], "2026-11-23", &[setback["duties"][0]["id"].as_str().unwrap()]);
    assert_eq!(list(&ledger.ok("brief_get", of(duty))["others"], "/event/title"), ["受奖"], "what is met is not");

    let error = ledger.error("brief_get", of(&others["duties"][0]));
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::BadRequest, Some("duty")), "another's");
    let nothing = json!({"id": "00000000-0000-7000-8000-000000000000"});
    assert_eq!(ledger.code("brief_get", of(&nothing)), ErrorCode::NotFound);
}

#[test]
fn nothing_restricted_unless_asked() {
    let (mut ledger, person) = known();
    let plain = brief(&mut ledger, &person);
    assert_eq!(plain["restricted"], json!([]));
    for text in RESTRICTED {
        assert!(!plain.to_string().contains(text), "{text}");
    }
    assert_eq!(logged(&mut ledger, "brief_reveal").len(), 0);

    let asked = ledger.ok("brief_get", json!({"person": person, "restricted": true}));
    let restricted = asked["restricted"].as_array().unwrap();
    assert_eq!(restricted.len(), 4, "three of 思想动态 and one mark");
    let texts: Vec<&Value> = restricted.iter().take(3).map(|entry| &entry["body"]["text"]).collect();
    assert_eq!(texts, [RESTRICTED[2], RESTRICTED[1], RESTRICTED[0]], "the newest first");
    assert_eq!(restricted[3]["body"]["basis"], RESTRICTED[3], "the newest mark");
    let entries = logged(&mut ledger, "brief_reveal");
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].object, person);
    let nobody = json!({"person": "00000000-0000-7000-8000-000000000000", "restricted": true});
    assert_eq!(ledger.code("brief_get", nobody), ErrorCode::NotFound);
    assert_eq!(logged(&mut ledger, "brief_reveal").len(), 1, "nobody was revealed");
}

#[test]
fn on_paper() {
    let (mut ledger, person) = known();
    let change = ledger.event("post_change", &[&person], "2026-11-18");
    ledger
        .ok("promise_create", json!({"person": person, "day": "2026-11-20", "what": "培训名额", "due": "2026-11-21"}));
    ledger.talk(&[&person], "2026-11-19", &[]);
    let of = json!({"person": person, "duty": change["duties"][0]["id"]});
    let sheet = json!({"sheet": "brief", "of": of});
    assert_eq!(ledger.ok("sheet_preview", sheet.clone())["pages"].as_array().unwrap().len(), 1);
    let path = ledger.save_to("brief.pdf");
    assert_eq!(ledger.ok("sheet_save", sheet.clone())["saved"], true);
    assert_eq!(*ledger.hands.suggested.borrow(), ["谈前提纲_2026-11-23.pdf"], "no name of a person");
    let printed = pdf_text(&path);
    for wanted in [
        "谈前提纲",
        "中共某县税务局中和税务所支部委员会",
        "张三",
        "1988.05（38岁）",
        "岗位调整（2026年11月18日）",
        "三六工作法第1版，六必谈第2项：5个工作日内谈话。",
        "最迟2026年11月25日（星期三）。计入11月19日、20日、23日、24日、25日；",
        "妻子：王某",
        "2026.11.19谈话：谈心",
        "最迟2026.11.21，已逾期2天：培训名额（支部，2026.11.20承诺）",
        "兴趣爱好尚未了解：",
        "内部资料注意保存",
    ] {
        assert!(printed.contains(wanted), "{wanted} is not in {printed}");
    }
    for text in RESTRICTED {
        assert!(!printed.contains(text), "{text}");
    }
    assert_eq!(logged(&mut ledger, "brief_reveal").len(), 0);
    assert_eq!(logged(&mut ledger, "sheet_save")[0].object, person);

    let mut restricted = sheet.clone();
    restricted["of"]["restricted"] = json!(true);
    let path = ledger.save_to("restricted.pdf");
    ledger.ok("sheet_save", restricted.clone());
    let printed = pdf_text(&path);
    assert!(printed.contains("思想动态（平稳）：年底冲刺任务重"), "{printed}");
    assert!(printed.contains("后进，依据：台账两次漏登"), "{printed}");
    assert_eq!(logged(&mut ledger, "brief_reveal").len(), 1);

    ledger.ok("sheet_print", restricted);
    assert_eq!(ledger.hands.printed.borrow().len(), 1);
    assert_eq!(logged(&mut ledger, "brief_reveal").len(), 2, "each time it is read");
    let nobody = json!({"sheet": "brief", "of": {"person": "00000000-0000-7000-8000-000000000000"}});
    assert_eq!(ledger.code("sheet_print", nobody), ErrorCode::NotFound);
}
