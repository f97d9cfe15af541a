//! Promises come back as they were stored and in their order; an answered one is not deleted.

use chrono::{DateTime, Utc};
use method::*;
use uuid::Uuid;
use vault::VaultError;

use crate::common::*;

fn promise(id: u128, text: &str, due: Option<&str>, answered: Option<&str>) -> Promise {
    Promise {
        id: PromiseId(Uuid::from_u128(id)),
        person: PersonId(Uuid::from_u128(1)),
        contact: Some(Uuid::from_u128(30).to_string()),
        day: day("2026-11-02"),
        what: format!("what{text}"),
        by: format!("by{text}"),
        due: due.map(day),
        answer: answered.map(|answered| Answer { day: day(answered), text: format!("answer{text}") }),
        entered_at: DateTime::<Utc>::UNIX_EPOCH,
    }
}

#[test]
fn they_come_back_in_their_order() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let text = "'\"--; DROP TABLE promises; 王小明😀 \u{1}";
    let stored = [
        promise(1, text, None, None),
        promise(2, text, Some("2026-12-01"), Some("2026-11-10")),
        promise(3, "", Some("2026-12-01"), None),
        promise(4, text, None, Some("2026-11-12")),
        Promise { contact: None, ..promise(5, text, Some("2026-11-05"), None) },
    ];
    put(&mut vault, |w| {
        w.put_talk(&talk(30, &[1], &[], ""))?;
        stored.iter().try_for_each(|promise| w.put_promise(promise))
    });
    vault.lock().unwrap();
    let mut vault = open(&folder).unwrap();
    let order = |promises: Vec<Promise>| promises.iter().map(|promise| promise.id.0.as_u128()).collect::<Vec<_>>();
    get(&vault, |r| {
        for promise in &stored {
            assert_eq!(r.promise(promise.id)?.as_ref(), Some(promise));
        }
        assert_eq!(order(r.open_promises()?), [5, 3, 1]);
        assert_eq!(order(r.promises()?), [5, 3, 1, 4, 2]);
        assert_eq!(order(r.promises_of(PersonId(Uuid::from_u128(1)))?), [5, 3, 1, 4, 2]);
        assert_eq!(r.promises_of(PersonId(Uuid::from_u128(2)))?, []);
        assert_eq!(order(r.promises_of_contact(Uuid::from_u128(30))?), [1, 2, 3, 4], "as they were entered");
        assert_eq!(r.contact_kind(Uuid::from_u128(30))?, Some(DutyKind::Talk));
        assert_eq!(r.contact_kind(Uuid::from_u128(31))?, None);
        Ok(())
    });
    let changed = Promise { what: "other".to_owned(), ..stored[0].clone() };
    put(&mut vault, |w| w.put_promise(&changed));
    assert_eq!(get(&vault, |r| r.promise(changed.id)), Some(changed.clone()), "changed under its id");
    assert_eq!(get(&vault, |r| Ok(r.promises()?.len())), stored.len());
    let stranger = Promise { person: PersonId(Uuid::from_u128(99)), ..promise(6, "", None, None) };
    assert_eq!(vault.write(|w| w.put_promise(&stranger)), Err(VaultError::Conflict));
}

#[test]
fn an_answered_promise_is_not_deleted() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let (open, answered) = (promise(1, "", None, None), promise(2, "", None, Some("2026-11-10")));
    put(&mut vault, |w| {
        w.put_promise(&open)?;
        w.put_promise(&answered)
    });
    assert_eq!(vault.write(|w| w.delete_promise(answered.id)), Err(VaultError::NotFound));
    put(&mut vault, |w| w.delete_promise(open.id));
    assert_eq!(vault.write(|w| w.delete_promise(open.id)), Err(VaultError::NotFound));
    assert_eq!(get(&vault, |r| r.promises()), [answered]);
}
