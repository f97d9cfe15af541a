//! The six knowings: which entry belongs where, what may be changed, and when a facet grows stale.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use chrono::NaiveDate;
use method::{EntryBody, Facet, FacetState, Freshness, facet_state, knowing_percent, relation_rank};
use serde_json::{Value, json};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn body(value: Value) -> EntryBody {
    serde_json::from_value(value).unwrap()
}

/// One of each kind, with the facet that it belongs to.
fn bodies() -> Vec<(Facet, EntryBody)> {
    let rows = [
        (Facet::Resume, json!({"kind": "post", "from": "1998-07", "to": null, "text": "科员"})),
        (
            Facet::Resume,
            json!({"kind": "education", "full_time": true, "level": "大学本科", "degree": "", "school": "", "major": "", "until": "1998-07"}),
        ),
        (Facet::Resume, json!({"kind": "wish", "text": "想到征收岗"})),
        (
            Facet::Family,
            json!({"kind": "relative", "relation": "妻子", "name": "李四", "birth": "1980", "political": "群众", "post": "", "phone": "", "deceased": false}),
        ),
        (Facet::Family, json!({"kind": "household", "text": "与父母同住"})),
        (Facet::Hobby, json!({"kind": "hobby", "text": "乒乓球"})),
        (Facet::Hobby, json!({"kind": "strength", "text": "书法"})),
        (Facet::Performance, json!({"kind": "appraisal", "year": 2025, "grade": "优秀"})),
        (Facet::Performance, json!({"kind": "award", "title": "嘉奖", "by": "某县税务局"})),
        (Facet::Performance, json!({"kind": "punishment", "title": "警告", "by": "某县纪委", "until": "2027-01"})),
        (Facet::Performance, json!({"kind": "work", "text": "按时完成汇算清缴"})),
        (Facet::Mind, json!({"kind": "mind", "text": "担心父亲病情", "attention": "watch"})),
        (
            Facet::Standing,
            json!({"kind": "standing", "mark": "behind", "basis": "台账两次漏登", "helper": "王五", "plan": "每周一次"}),
        ),
        (Facet::Standing, json!({"kind": "progress", "text": "已按时登记一个月"})),
    ];
    rows.into_iter().map(|(facet, value)| (facet, body(value))).collect()
}

#[test]
fn every_kind_belongs_to_one_facet() {
    for (facet, body) in bodies() {
        assert_eq!(body.facet(), facet, "{body:?}");
        assert_eq!(self::body(serde_json::to_value(&body).unwrap()), body, "its JSON form keeps it");
    }
    let reached: Vec<Facet> = Facet::ALL.into_iter().filter(|facet| bodies().iter().any(|(f, _)| f == facet)).collect();
    assert_eq!(reached, Facet::ALL, "no facet is without a kind");
}

#[test]
fn what_was_thought_of_a_person_is_only_followed() {
    for (_, body) in bodies() {
        let kept = matches!(body.facet(), Facet::Mind | Facet::Standing);
        assert_eq!(body.only_followed(), kept, "{body:?}");
    }
}

#[test]
fn a_field_that_no_kind_has_is_refused() {
    assert!(serde_json::from_value::<EntryBody>(json!({"kind": "hobby", "text": "棋", "score": 5})).is_err());
    assert!(serde_json::from_value::<EntryBody>(json!({"kind": "secret", "text": ""})).is_err());
}

#[test]
fn family_mind_and_standing_stay_hidden() {
    let hidden: Vec<Facet> = Facet::ALL.into_iter().filter(|facet| facet.sensitive()).collect();
    assert_eq!(hidden, [Facet::Family, Facet::Mind, Facet::Standing]);
}

#[test]
fn the_limits_are_the_method_s() {
    let limits = Freshness::default();
    assert_eq!(Facet::ALL.map(|facet| limits.days(facet)), [365, 180, 365, 90, 90, 180]);
    let own = Freshness { mind: 30, ..limits };
    assert_eq!((own.days(Facet::Mind), own.days(Facet::Performance)), (30, 90));
}

#[test]
fn a_facet_grows_stale_the_day_after_its_limit() {
    let state = |checked: Option<&str>| facet_state(checked.map(day), 90, day("2026-11-23"));
    assert_eq!(state(None), FacetState::Unknown);
    assert_eq!(state(Some("2026-11-23")), FacetState::Known);
    assert_eq!(state(Some("2026-08-25")), FacetState::Known, "90 days ago, exactly at the limit");
    assert_eq!(state(Some("2026-08-24")), FacetState::Stale, "91 days ago");
    assert_eq!(state(Some("2027-01-01")), FacetState::Known, "a clock that was set back does not make it unknown");
    assert_eq!(facet_state(Some(day("2026-11-23")), 0, day("2026-11-23")), FacetState::Known);
    assert_eq!(facet_state(Some(NaiveDate::MIN), u32::MAX, NaiveDate::MAX), FacetState::Known);
}

#[test]
fn the_percent_never_flatters() {
    assert_eq!(knowing_percent(0, 0), 0, "nobody is known in an empty branch");
    assert_eq!(knowing_percent(6, 6), 100);
    assert_eq!(knowing_percent(5, 6), 83);
    assert_eq!(knowing_percent(17_999, 18_000), 99, "one missing of three thousand persons is not everything");
    assert_eq!(knowing_percent(u32::MAX, u32::MAX), 100);
}

#[test]
fn relatives_stand_in_the_order_of_the_form() {
    let mut family = ["哥哥", "岳母", "次子", "母亲", "妻子", "长女", "父亲", "外公", "女婿", "儿媳", "伯父", "岳父"];
    family.sort_by_key(|relation| relation_rank(relation));
    assert_eq!(
        family,
        ["妻子", "次子", "长女", "母亲", "父亲", "岳母", "岳父", "哥哥", "外公", "女婿", "儿媳", "伯父"],
        "relatives of one rank stay as they were entered"
    );
    for (relation, rank) in [
        ("丈夫", 0),
        ("爱 人", 0),
        ("养女", 1),
        ("独生子", 1),
        ("大儿子", 1),
        ("继父", 2),
        ("公公", 3),
        ("妻弟", 4),
        ("孙子", 4),
        ("祖母", 4),
        ("", 4),
    ] {
        assert_eq!(relation_rank(relation), rank, "{relation}");
    }
}
