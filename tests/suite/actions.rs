//! 免除, 顺延, 未办, calling off and back: every way in which a duty changes leaves a trace, and none is lost.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, text};

fn duty(ledger: &mut Ledger, id: &Value) -> Value {
    let all = ledger.duties();
    all.into_iter().find(|duty| duty["id"] == *id).expect("a duty is never lost")
}

/// A ledger in which a talk on a change of post is owed by 2026-11-27.
fn with_duty() -> (Ledger, String, Value) {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let change = ledger.event("post_change", &[&person], "2026-11-20");
    (ledger, person, change["duties"][0].clone())
}

#[test]
fn an_exemption_takes_a_reason_and_a_name_and_can_be_taken_back() {
    let (mut ledger, _, owed) = with_duty();
    let ids = json!([owed["id"]]);
    let refused = ledger.error("duty_exempt", json!({"ids": ids, "reason": "上级已谈", "by": " "}));
    assert_eq!((refused.code, refused.detail.as_deref()), (ErrorCode::ReasonMissing, Some("by")));
    let exempt = ledger.ok("duty_exempt", json!({"ids": ids, "reason": "上级已谈", "by": "甲书记"}));
    assert_eq!(exempt[0]["closed"], json!({"how": "exempt", "reason": "上级已谈", "by": "甲书记"}));
    assert_eq!(ledger.owed(), Vec::<Value>::new());
    assert_eq!(ledger.ok("ledger_show", json!({"ledger": "owed"}))["rows"].as_array().unwrap().len(), 1);
    let again = json!({"ids": ids, "reason": "再次", "by": "甲书记"});
    assert_eq!(ledger.code("duty_exempt", again), ErrorCode::DutyNotSettled, "it is closed");
    let year = json!({"from": "2026-01-01", "to": "2026-12-31"});
    let figures = ledger.ok("figures_get", year.clone());
    assert_eq!((&figures["tally"]["exempt"], &figures["on_time_permille"]), (&json!(1), &Value::Null));

    let back = ledger.ok("duty_reopen", json!({"id": owed["id"]}));
    assert_eq!((&back["closed"], &back["due"]), (&Value::Null, &owed["due"]));
    assert_eq!(ledger.code("duty_reopen", json!({"id": owed["id"]})), ErrorCode::NotExempt);
    assert_eq!(ledger.ok("figures_get", year)["tally"]["open"], 1);
}

#[test]
fn an_exemption_taken_back_follows_what_has_happened_since() {
    let (mut ledger, person, owed) = with_duty();
    ledger.ok("duty_exempt", json!({"ids": [owed["id"]], "reason": "上级已谈", "by": "甲书记"}));
    let form = json!({"kind": "post_change", "persons": [person], "day": "2026-11-23"});
    ledger.ok("event_edit", json!({"id": owed["event"]["id"], "form": form}));
    assert_eq!(duty(&mut ledger, &owed["id"])["due"], "2026-11-27", "what is exempt stays as it was");
    assert_eq!(ledger.ok("duty_reopen", json!({"id": owed["id"]}))["due"], "2026-11-30");
}

#[test]
fn one_bad_duty_exempts_none() {
    let (mut ledger, person, owed) = with_duty();
    let other = ledger.event("illness", &[&person], "2026-11-22")["duties"][0].clone();
    ledger.ok("duty_exempt", json!({"ids": [other["id"]], "reason": "已康复", "by": "甲书记"}));
    let both = json!({"ids": [owed["id"], other["id"]], "reason": "一并免除", "by": "甲书记"});
    assert_eq!(ledger.code("duty_exempt", both), ErrorCode::DutyNotSettled);
    assert_eq!(ledger.owed().len(), 1, "all or none");
}

#[test]
fn a_deferral_keeps_the_first_day_and_on_time_is_judged_by_it() {
    let (mut ledger, person, owed) = with_duty();
    let defer = |due: &str| json!({"ids": [owed["id"]], "due": due, "reason": "本人外出培训"});
    let refused = ledger.error("duty_defer", defer("2026-11-27"));
    assert_eq!((refused.code, refused.detail.as_deref()), (ErrorCode::NotDeferrable, Some("due")), "not later");
    let put_off = ledger.ok("duty_defer", defer("2026-12-04"))[0].clone();
    assert_eq!((&put_off["due"], &put_off["first_due"]), (&json!("2026-12-04"), &json!("2026-11-27")));
    assert_eq!(put_off["deferrals"][0]["reason"], "本人外出培训");
    ledger.turn_to("2026-12-02");
    assert_eq!(duty(&mut ledger, &owed["id"])["state"]["state"], "this_week", "not overdue by the new day");
    ledger.ok("duty_defer", defer("2026-12-11"));
    assert_eq!(duty(&mut ledger, &owed["id"])["deferrals"].as_array().unwrap().len(), 2);
    ledger.talk(&[&person], "2026-12-02", &[owed["id"].as_str().unwrap()]);
    assert_eq!(duty(&mut ledger, &owed["id"])["state"], json!({"state": "met", "late_workdays": 3}));
    let figures = ledger.ok("figures_get", json!({"from": "2026-11-27", "to": "2026-11-27"}));
    assert_eq!((&figures["tally"]["late"], &figures["on_time_permille"]), (&json!(1), &json!(0)));
}

#[test]
fn a_deferral_survives_a_move_of_its_event() {
    let (mut ledger, person, owed) = with_duty();
    ledger.ok("duty_defer", json!({"ids": [owed["id"]], "due": "2026-12-04", "reason": "本人外出培训"}));
    let form = json!({"kind": "post_change", "persons": [person], "day": "2026-11-23"});
    let edit = json!({"id": owed["event"]["id"], "form": form});
    ledger.ok("event_edit", edit);
    let moved = duty(&mut ledger, &owed["id"]);
    assert_eq!((&moved["due"], &moved["first_due"]), (&json!("2026-12-04"), &json!("2026-11-30")));
}

#[test]
fn a_missed_part_asks_for_its_reason_and_cannot_be_put_off() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let award = ledger.event("award", &[&person], "2026-11-25");
    let before = award["duties"][0].clone();
    let early = json!({"id": before["id"], "reason": "忘了"});
    assert_eq!(ledger.code("duty_missed", early.clone()), ErrorCode::NotMissed, "there is still time");
    let defer = json!({"ids": [before["id"]], "due": "2026-12-01", "reason": "忙"});
    assert_eq!(ledger.error("duty_defer", defer).detail.as_deref(), Some("before"));
    ledger.turn_to("2026-11-26");
    let today = ledger.ok("today_get", Value::Null);
    assert_eq!(today["overdue"][0]["state"]["state"], "missed", "it stays in sight until the reason is given");
    let closed = ledger.ok("duty_missed", early);
    assert_eq!(closed["closed"], json!({"how": "missed", "reason": "忘了"}));
    assert_eq!(ledger.ok("today_get", Value::Null)["overdue"], json!([]));
    let figures = ledger.ok("figures_get", json!({"from": "2026-11-01", "to": "2026-11-30"}));
    assert_eq!(figures["tally"]["missed"], 1);
}

#[test]
fn what_was_missed_from_the_start_asks_for_its_reason_too() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let award = ledger.event("award", &[&person], "2026-11-23");
    let asked = ledger.ok("today_get", Value::Null)["overdue"].clone();
    assert_eq!((asked.as_array().unwrap().len(), &asked[0]["id"]), (1, &award["duties"][0]["id"]));
    ledger.ok("duty_missed", json!({"id": asked[0]["id"], "reason": "当天才得到通知"}));
    assert_eq!(ledger.ok("today_get", Value::Null)["overdue"], json!([]));
    let form = json!({"kind": "award", "persons": [person], "day": "2026-11-23", "note": "先进个人"});
    ledger.ok("event_edit", json!({"id": award["id"], "form": form}));
    assert_eq!(
        duty(&mut ledger, &award["duties"][0]["id"])["closed"]["reason"],
        "当天才得到通知",
        "and it stays given"
    );
}

#[test]
fn the_figures_are_those_of_the_duties_one_by_one() {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张三"), ledger.person("李四"));
    for (kind, day) in
        [("post_change", "2026-11-02"), ("illness", "2026-11-20"), ("award", "2026-11-24"), ("setback", "2026-11-10")]
    {
        ledger.event(kind, &[&a, &b], day);
    }
    let ids: Vec<String> =
        ledger.owed().iter().filter(|one| one["kind"] == "talk").map(|one| text(&one["id"])).collect();
    ledger.talk(&[&a, &b], "2026-11-23", &[&ids[0], &ids[1]]);
    ledger.turn_to("2026-11-26");
    let exempt = ledger.owed()[0]["id"].clone();
    ledger.ok("duty_exempt", json!({"ids": [exempt], "reason": "上级已谈", "by": "甲书记"}));
    let before = ledger.ok("today_get", Value::Null)["persons"].as_u64().unwrap();
    ledger.ok("person_leave", json!({"id": b, "left": {"day": "2026-11-25", "reason": "调离"}}));
    assert_eq!(ledger.ok("today_get", Value::Null)["persons"], before - 1, "who left is not counted");
    let mut expected = json!({"met": 0, "late": 0, "missed": 0, "overdue": 0, "open": 0, "exempt": 0, "withdrawn": 0});
    for one in ledger.duties() {
        let place = match (one["state"]["state"].as_str().unwrap(), &one["state"]["late_workdays"]) {
            ("met", late) if *late == json!(0) => "met",
            ("met", _) => "late",
            ("today" | "this_week" | "later", _) => "open",
            (other, _) => other,
        };
        expected[place] = json!(expected[place].as_u64().unwrap() + 1);
    }
    let figures = ledger.ok("figures_get", json!({"from": "2026-01-01", "to": "2026-12-31"}));
    assert_eq!(figures["tally"], expected);
    for place in ["late", "missed", "overdue", "open", "exempt", "withdrawn"] {
        assert_ne!(expected[place], 0, "the case has one that is {place}");
    }
}

#[test]
fn an_event_called_off_by_mistake_comes_back() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let award = ledger.event("award", &[&person], "2026-12-01");
    let id = json!({"id": award["id"]});
    assert_eq!(ledger.code("event_restore", id.clone()), ErrorCode::NotCancelled);
    ledger.ok("event_cancel", json!({"id": award["id"], "reason": "评选取消"}));
    assert_eq!(ledger.owed(), Vec::<Value>::new());
    let back = ledger.ok("event_restore", id);
    assert_eq!(back["cancelled"], Value::Null);
    let ids =
        |event: &Value| event["duties"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&back), ids(&award), "the same duties, owed again");
    assert_eq!(ledger.owed().len(), 2);
}

#[test]
fn the_difference_is_shown_before_an_edit_is_saved() {
    let mut ledger = Ledger::create();
    let (a, b, c) = (ledger.person("张三"), ledger.person("李四"), ledger.person("王五"));
    let change = ledger.event("post_change", &[&a, &b], "2026-11-20");
    let form = json!({"kind": "post_change", "persons": [a, c], "day": "2026-11-23", "note": "到二科"});
    let edit = json!({"id": change["id"], "form": form});
    let difference = ledger.ok("event_difference", edit.clone());
    let mut kinds: Vec<(String, String)> = difference["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(&one["duty"]["person"]["name"]), text(&one["change"])))
        .collect();
    kinds.sort();
    let expected =
        [("张三", "moved"), ("李四", "withdrawn"), ("王五", "new")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(kinds, expected);
    let before = ledger.duties();
    assert_eq!(before.len(), 2, "nothing is stored by looking");
    ledger.ok("event_edit", edit);
    assert_eq!(ledger.duties().len(), 3);
    let same = json!({"id": change["id"], "form": {"kind": "post_change", "persons": [a, c], "day": "2026-11-23"}});
    assert_eq!(ledger.ok("event_difference", same)["changes"], json!([]), "words alone change no duty");
}

#[test]
fn who_left_by_mistake_is_owed_what_he_was_and_who_came_back_is_not() {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张三"), ledger.person("李四"));
    ledger.event("post_change", &[&a, &b], "2026-11-20");
    let leave = |id: &str| json!({"id": id, "left": {"day": "2026-11-21", "reason": "借调"}});
    for id in [&a, &b] {
        ledger.ok("person_leave", leave(id));
    }
    assert_eq!(ledger.owed(), Vec::<Value>::new());
    assert_eq!(
        ledger.code("person_return", json!({"id": a, "day": "2026-11-24", "mistake": true})),
        ErrorCode::DayInFuture
    );
    let back = ledger.ok("person_return", json!({"id": a, "day": "2026-11-23", "mistake": true}));
    assert_eq!((&back["left"], &back["absences"]), (&Value::Null, &json!([])));
    assert_eq!(back["duties"].as_array().unwrap().len(), 1);
    let early = ledger.error("person_return", json!({"id": b, "day": "2026-11-20"}));
    assert_eq!((early.code, early.detail.as_deref()), (ErrorCode::BadDate, Some("day")));
    let back = ledger.ok("person_return", json!({"id": b, "day": "2026-11-23"}));
    assert_eq!(back["absences"], json!([{"left": {"day": "2026-11-21", "reason": "借调"}, "back": "2026-11-23"}]));
    assert_eq!(back["duties"], json!([]), "what ended with his leaving has ended");
    assert_eq!(ledger.code("person_return", json!({"id": b, "day": "2026-11-23"})), ErrorCode::NotLeft);
    ledger.event("illness", &[&b], "2026-11-23");
    assert_eq!(ledger.owed().len(), 2, "what happens now is owed to him again");
}

#[test]
fn an_event_of_before_someone_left_leaves_a_trace() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-21", "reason": "退休"}}));
    let before = ledger.event("illness", &[&person], "2026-11-20");
    assert_eq!(before["duties"][0]["closed"], json!({"how": "withdrawn", "reason": "退休"}));
    assert_eq!(ledger.event("illness", &[&person], "2026-11-22")["duties"], json!([]));
}

#[test]
fn the_joint_talk_of_a_conflict() {
    let mut ledger = Ledger::create();
    let (a, b) = (ledger.person("张三"), ledger.person("李四"));
    let form = json!({"kind": "conflict", "persons": [a, b], "day": "2026-11-18", "joint": true});
    let conflict = ledger.ok("event_create", form);
    let of = |part: &str| {
        let duties = conflict["duties"].as_array().unwrap();
        duties.iter().filter(|one| one["part"] == part).map(|one| text(&one["id"])).collect::<Vec<_>>()
    };
    let (alone, joint) = (of("whole"), of("joint"));
    assert_eq!((alone.len(), joint.len()), (2, 1));
    let at_once = json!({"form": {"persons": [a, b], "day": "2026-11-20", "settles": [alone[0], alone[1], joint[0]]}});
    assert_eq!(ledger.error("talk_create", at_once).detail.as_deref(), Some("not_talked_alone"));
    ledger.talk(&[&a], "2026-11-20", &[&alone[0]]);
    ledger.talk(&[&b], "2026-11-21", &[&alone[1]]);
    let form = json!({"persons": [a], "day": "2026-11-23", "settles": joint});
    assert_eq!(ledger.error("talk_create", json!({"form": form})).detail.as_deref(), Some("not_all_parties"));
    let offer = ledger.ok("settle_offer", json!({"kind": "talk", "persons": [a, b], "day": "2026-11-23"}));
    assert_eq!((&offer[0]["duty"]["part"], &offer[0]["refused"]), (&json!("joint"), &Value::Null));
    ledger.talk(&[&a, &b], "2026-11-23", &[&joint[0]]);
    assert_eq!(ledger.owed(), Vec::<Value>::new());
}

#[test]
fn a_party_who_leaves_hands_the_joint_talk_on() {
    let mut ledger = Ledger::create();
    let people = ["张三", "李四", "王五"].map(|name| ledger.person(name));
    let form = json!({"kind": "conflict", "persons": people, "day": "2026-11-18", "joint": true});
    ledger.ok("event_create", form);
    ledger.ok("person_leave", json!({"id": people[0], "left": {"day": "2026-11-20", "reason": "调离"}}));
    let owed = ledger.owed();
    let joint: Vec<&Value> = owed.iter().filter(|one| one["part"] == "joint").collect();
    assert_eq!((joint.len(), &joint[0]["person"]["name"]), (1, &json!("李四")), "the two who stay are still owed it");
    ledger.ok("person_leave", json!({"id": people[1], "left": {"day": "2026-11-21", "reason": "调离"}}));
    assert!(ledger.owed().iter().all(|one| one["part"] == "whole"), "nobody is left to talk together with");

    let form =
        json!({"kind": "conflict", "persons": [people[2], ledger.person("赵六")], "day": "2026-11-18", "joint": true});
    ledger.ok("event_create", form);
    let last = ledger.owed().iter().map(|one| text(&one["person"]["id"])).max().unwrap();
    ledger.ok("person_leave", json!({"id": last, "left": {"day": "2026-11-21", "reason": "调离"}}));
    assert!(ledger.owed().iter().all(|one| one["part"] == "whole"), "also when the other party left");
}

#[test]
fn of_an_event_only_the_month_may_be_known() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let form = json!({"kind": "wedding", "persons": [person], "day": "2026-10-15", "month_only": true});
    let wedding = ledger.ok("event_create", form.clone());
    assert_eq!((&wedding["since"], &wedding["day"]), (&json!("2026-10-01"), &json!("2026-10-31")));
    let duty = &wedding["duties"][0];
    assert_eq!((&duty["opens"], &duty["due"]), (&json!("2026-09-24"), &json!("2026-11-07")));
    let now_known = json!({"kind": "wedding", "persons": [person], "day": "2026-10-20"});
    let edited = ledger.ok("event_edit", json!({"id": wedding["id"], "form": now_known}));
    assert_eq!((&edited["since"], &edited["month_only"]), (&Value::Null, &json!(false)));
    assert_eq!((&edited["duties"][0]["id"], &edited["duties"][0]["due"]), (&duty["id"], &json!("2026-10-27")));
}

#[test]
fn a_listed_relative_does_not_talk() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    let setback = ledger.event("setback", &[&person], "2026-11-20");
    let relative = json!({"kind": "relative", "relation": "妻子", "name": "王某", "birth": null, "political": "", "post": "副所长", "phone": "", "deceased": false});
    ledger.ok("entry_create", json!({"person": person, "entries": [{"body": relative}]}));
    let by = json!([{"person": null, "name": "王某", "post": "副所长"}]);
    let form =
        json!({"persons": [person], "talkers": by, "day": "2026-11-23", "settles": [setback["duties"][0]["id"]]});
    assert_eq!(ledger.error("talk_create", json!({"form": form})).detail.as_deref(), Some("kin"));
}

#[test]
fn who_came_back_is_owed_what_happens_from_that_day_on_and_nothing_of_his_absence() {
    let mut ledger = Ledger::create();
    let person = ledger.person("张三");
    ledger.ok("person_leave", json!({"id": person, "left": {"day": "2026-11-20", "reason": "借调"}}));
    let away = ledger.event("post_change", &[&person], "2026-11-21");
    let coming = ledger.event("post_change", &[&person], "2026-12-03");
    assert_eq!((&away["duties"], &coming["duties"]), (&json!([]), &json!([])), "he is not there");
    ledger.ok("person_return", json!({"id": person, "day": "2026-11-23", "mistake": false}));
    let owed = ledger.owed();
    assert_eq!(owed.iter().map(|duty| &duty["event"]["id"]).collect::<Vec<_>>(), [&coming["id"]]);
    // An edit of what happened while he was away changes nothing of that.
    let form = json!({"kind": "post_change", "persons": [person], "day": "2026-11-22"});
    ledger.ok("event_edit", json!({"id": away["id"], "form": form}));
    assert_eq!(ledger.owed().len(), 1);
    let late = ledger.event("illness", &[&person], "2026-11-22");
    assert_eq!(late["duties"], json!([]), "told of afterwards, too");
}
