//! Birthdays on the first screen.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, TODAY, text};

#[test]
fn the_first_screen_names_the_birthdays_that_are_near() {
    let mut ledger = Ledger::create();
    let mut person = |name: &str, more: Value| {
        let mut form = json!({"name": name});
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        text(&ledger.ok("person_create", form)["id"])
    };
    person("今天", json!({"birth": "1980-11-23"}));
    person("昨天", json!({"birth": "1980-11-22"}));
    person("只知月份", json!({"birth": "1980-11"}));
    person("十四天后", json!({"birth": "1990-12-07"}));
    person("十五天后", json!({"birth": "1990-12-08"}));
    // 农历十月十六 of 2026 is 24 November; the day on his papers is another one.
    person(
        "农历",
        json!({"birth": "1975-11-30", "lunar_birthday": {"year": 1975, "month": 10, "leap": false, "day": 16}}),
    );
    person("入党", json!({"party_since": "2006-11-25"}));
    let gone = person("调离", json!({"birth": "1980-11-24"}));
    // Admitted today: there is no political birthday before a year is over.
    person("刚入党", json!({"party_since": "2026-11-23"}));
    ledger.ok("person_leave", json!({"id": gone, "left": {"day": TODAY, "reason": "调离"}}));
    let near = ledger.ok("today_get", Value::Null)["birthdays"].clone();
    let near: Vec<(String, String, String, &Value, &Value)> = near
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(&one["person"]["name"]), text(&one["kind"]), text(&one["day"]), &one["years"], &one["lunar"]))
        .collect();
    let row = |name: &str, kind: &str, day: &str| (name.to_owned(), kind.to_owned(), day.to_owned());
    let (y46, y51, y20, y36) = (json!(46), json!(51), json!(20), json!(36));
    let lunar = json!("农历十月十六");
    let expect = |(name, kind, day): (String, String, String), years, lunar| (name, kind, day, years, lunar);
    assert_eq!(
        near,
        [
            expect(row("今天", "solar", "2026-11-23"), &y46, &Value::Null),
            expect(row("农历", "lunar", "2026-11-24"), &y51, &lunar),
            expect(row("入党", "political", "2026-11-25"), &y20, &Value::Null),
            expect(row("农历", "solar", "2026-11-30"), &y51, &Value::Null),
            expect(row("十四天后", "solar", "2026-12-07"), &y36, &Value::Null),
        ]
    );
    let wrong = json!({"name": "赵六", "lunar_birthday": {"month": 13, "day": 1}});
    let error = ledger.error("person_create", wrong);
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::BadDate, Some("lunar_birthday")));
}
