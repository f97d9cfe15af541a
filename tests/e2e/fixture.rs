//! Ledgers made without the window, so that a journey begins where it becomes interesting.

use std::sync::Arc;

use desk::{Desk, FixedDay, KdfCost, NoHost, World};
use serde_json::{Value, json};

use crate::driver::{Home, TODAY, Window, by};

pub(crate) const PASSWORD: &str = "清风明月 2026";

/// A ledger made today by these requests; in them `#2` stands for the id that the third one was answered with.
pub(crate) fn made(home: &Home, requests: &[(&str, Value)]) -> Vec<Value> {
    made_on(TODAY, home, requests)
}

/// A ledger made on an earlier day.
pub(crate) fn made_on(day: &str, home: &Home, requests: &[(&str, Value)]) -> Vec<Value> {
    let clock = Arc::new(FixedDay(day.parse().expect("a day")));
    let mut desk = Desk::new(World { clock, ..World::real() }, home.vault(), KdfCost::LEAST).expect("a desk");
    let form = json!({"password": PASSWORD, "branch": "中和税务所党支部", "secretary": "甲书记"});
    desk::call(&mut desk, &NoHost, "vault_create", form).expect("a ledger");
    let mut answers: Vec<Value> = Vec::new();
    for (name, request) in requests {
        let request = with_ids(request, &answers);
        answers.push(desk::call(&mut desk, &NoHost, name, request).expect("an answer"));
    }
    desk.lock().expect("locked");
    answers
}

fn with_ids(request: &Value, answers: &[Value]) -> Value {
    match request {
        Value::String(text) => {
            let number = text.strip_prefix('#').and_then(|number| number.parse::<usize>().ok());
            number.map_or_else(|| request.clone(), |number| answers[number]["id"].clone())
        }
        Value::Array(items) => items.iter().map(|item| with_ids(item, answers)).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), with_ids(value, answers))).collect(),
        _ => request.clone(),
    }
}

pub(crate) async fn unlock(window: &Window) {
    window.fill("#lock-password", PASSWORD).await;
    window.click(&by("lock-unlock")).await;
    window.see(&by("nav-today")).await;
}

/// A member of the Party or another employee of the roster.
pub(crate) fn person(name: &str, post: &str, member: bool) -> (&'static str, Value) {
    ("person_create", json!({"name": name, "post": post, "political": if member { "中共党员" } else { "群众" }}))
}

/// Something that happened to the person that the `#` stands for.
pub(crate) fn event(kind: &str, who: &str, day: &str, note: &str) -> (&'static str, Value) {
    ("event_create", json!({"kind": kind, "persons": [who], "day": day, "note": note}))
}

/// The line of a person's talk or visit that is owed.
pub(crate) fn duty(person: &str) -> String {
    format!("[data-testid=\"duty-row\"][data-person=\"{person}\"]")
}
