//! What the demonstration ledger knows of its people beyond events: the six knowings, promises, overtime, what was put off or exempt.

use chrono::{Datelike, NaiveDate, Weekday};
use desk::{DeskError, ErrorCode};
use serde_json::{Value, json};

use crate::demo::{ago, ahead};
use crate::run::Session;

/// Fills in what is known of the first dozen; the others stay unknown, as in any young ledger.
pub(crate) fn fill(session: &mut Session, people: &[String], today: NaiveDate) -> Result<(), DeskError> {
    knowings(session, people, today)?;
    promises(session, people, today)?;
    overtime(session, people, today)
}

fn knowings(session: &mut Session, people: &[String], today: NaiveDate) -> Result<(), DeskError> {
    for (n, person) in people.iter().enumerate().take(12) {
        let started = 1996 + n % 12;
        let hobby = ["乒乓球", "书法", "钓鱼", "太极拳", "读史书", "羽毛球"][n % 6];
        let grade = if n % 5 == 0 { "优秀" } else { "称职" };
        let mut entries = vec![
            entry(
                json!({"kind": "post", "from": format!("{started}-07"), "to": format!("{}-05", started + 6), "text": "某县中和税务所征收员"}),
            ),
            entry(
                json!({"kind": "post", "from": format!("{}-05", started + 6), "to": null, "text": "某县税务局中和税务所税收管理员"}),
            ),
            entry(json!({"kind": "hobby", "text": hobby})),
            entry(json!({"kind": "appraisal", "year": today.year() - 1, "grade": grade})),
        ];
        if n % 2 == 0 {
            entries.push(relative(if n % 4 == 0 { "妻子" } else { "丈夫" }, "罗某", "县人民医院护士"));
            entries.push(relative("儿子", "小某", "县第一中学学生"));
        }
        if n % 3 == 0 {
            let text = "征期连续值班，未出差错；台账登记及时。";
            entries.push(dated(json!({"kind": "work", "text": text}), ago(today, 20), "observation"));
        }
        session.call("entry_create", json!({"person": person, "entries": entries}))?;
    }
    let mind = json!({"kind": "mind", "text": "担心父亲病情，周末往返两地，工作仍能坚持。", "attention": "watch"});
    session.call("entry_create", json!({"person": people[14], "entries": [dated(mind, ago(today, 2), "talk")]}))?;
    let ahead_of = json!({"kind": "standing", "mark": "advanced", "basis": "办税服务厅全年零差错，获县局通报表扬", "helper": "", "plan": ""});
    session.call(
        "entry_create",
        json!({"person": people[3], "entries": [dated(ahead_of, ago(today, 60), "observation")]}),
    )?;
    let behind = json!({"kind": "standing", "mark": "behind", "basis": "季度内两次票证登记差错", "helper": "李志国", "plan": "结对帮带一个季度，每周抽查一次"});
    let better = json!({"kind": "progress", "text": "本月抽查四次无差错，登记习惯已改进。"});
    let entries = [dated(behind, ago(today, 100), "observation"), dated(better, ago(today, 10), "observation")];
    session.call("entry_create", json!({"person": people[9], "entries": entries}))?;
    let mut form = session.call("person_get", json!({"id": people[5]}))?["form"].take();
    form["lunar_birthday"] = lunar_soon(today);
    session.call("person_edit", json!({"id": people[5], "form": form})).map(drop)
}

fn entry(body: Value) -> Value {
    json!({"body": body, "source": "file"})
}

fn dated(body: Value, day: NaiveDate, source: &str) -> Value {
    json!({"body": body, "day": day, "source": source})
}

fn relative(relation: &str, name: &str, post: &str) -> Value {
    let body = json!({"kind": "relative", "relation": relation, "name": name, "birth": null, "political": "", "post": post,
        "phone": "", "deceased": false});
    entry(body)
}

/// A lunar birthday a few days ahead.
fn lunar_soon(today: NaiveDate) -> Value {
    let soon = method::LunarBirthday::from_solar(ahead(today, 6));
    soon.map_or(Value::Null, |day| json!({"year": null, "month": day.month, "leap": day.leap, "day": day.day}))
}

fn promises(session: &mut Session, people: &[String], today: NaiveDate) -> Result<(), DeskError> {
    for (person, what, by, made, due) in [
        (13, "病休期间由综合岗代办月底申报", "所长", ago(today, 23), ago(today, 5)),
        (23, "协调周末值班顺序，每月保证一次连休", "甲书记", ago(today, 28), ahead(today, 3)),
        (9, "安排老同志帮带一个季度", "李志国", ago(today, 8), ahead(today, 40)),
    ] {
        let form = json!({"person": people[person], "day": made, "what": what, "by": by, "due": due});
        session.call("promise_create", form)?;
    }
    let form = json!({"person": people[6], "day": ago(today, 40), "what": "换一把有靠背的椅子", "by": "综合岗"});
    let kept = session.call("promise_create", form)?;
    let answer = json!({"day": ago(today, 30), "text": "已领用，本人知道。"});
    session.call("promise_answer", json!({"id": kept["id"], "answer": answer})).map(drop)
}

/// A week and a half of evenings in the tax season: enough for one streak.
fn overtime(session: &mut Session, people: &[String], today: NaiveDate) -> Result<(), DeskError> {
    let days: Vec<NaiveDate> =
        (1..=9).rev().map(|n| ago(today, n)).filter(|day| day.weekday() != Weekday::Sun).collect();
    let mut cells: Vec<Value> =
        days.iter().map(|day| json!({"person": people[10], "day": day, "minutes": 150})).collect();
    cells.extend(days.iter().take(3).map(|day| json!({"person": people[19], "day": day, "minutes": 120})));
    session.call("overtime_set", json!({"cells": cells})).map(drop)
}

/// Something put off and something exempt, so that the ledgers show how both look.
pub(crate) fn put_off(session: &mut Session, event: &Value, other: &Value, today: NaiveDate) -> Result<(), DeskError> {
    let first = |event: &Value| event["duties"][0]["id"].as_str().map(str::to_owned).ok_or(ErrorCode::Internal);
    let due = event["duties"][0]["due"].as_str().and_then(|day| day.parse().ok()).unwrap_or(today).max(today);
    let defer = json!({"ids": [first(event)?], "due": ahead(due, 7), "reason": "本人外出培训一周"});
    session.call("duty_defer", defer)?;
    let exempt = json!({"ids": [first(other)?], "reason": "县局领导已代表组织走访", "by": "甲书记"});
    session.call("duty_exempt", exempt).map(drop)
}
