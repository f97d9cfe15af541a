//! Lunar birthdays against known days of the calendar, and what must hold for every one of them.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use chrono::{Days, NaiveDate};
use method::{LunarBirthday, LunarBirthdayError};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn lunar(month: u8, leap: bool, day: u8) -> LunarBirthday {
    LunarBirthday::new(None, month, leap, day).unwrap()
}

#[track_caller]
fn next(birthday: LunarBirthday, from: &str) -> String {
    birthday.next_on_or_after(day(from)).unwrap().to_string()
}

#[test]
fn meets_the_festivals() {
    let new_year = lunar(1, false, 1);
    for kept in ["2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2033-01-31", "2034-02-19"] {
        let year = &kept[..4];
        assert_eq!(next(new_year, &format!("{year}-01-01")), kept, "春节 {year}");
    }
    let mid_autumn = lunar(8, false, 15);
    assert_eq!(next(mid_autumn, "2026-01-01"), "2026-09-25");
    assert_eq!(next(mid_autumn, "2026-09-25"), "2026-09-25", "the day itself counts");
    assert_eq!(next(mid_autumn, "2026-09-26"), "2027-09-15");
    // The lunar year 2025 runs into February 2026: 腊八 of it lies in January.
    assert_eq!(next(lunar(12, false, 8), "2025-12-01"), "2026-01-26");
    assert_eq!(next(lunar(12, false, 8), "2026-01-26"), "2026-01-26");
    assert_eq!(next(lunar(12, false, 8), "2026-01-27"), "2027-01-15");
}

#[test]
fn a_leap_month_is_kept_where_there_is_one() {
    // 2025 has a leap sixth month, 2028 a leap fifth, 2033 a leap eleventh.
    assert_eq!(next(lunar(6, true, 1), "2025-01-01"), "2025-07-25");
    assert_eq!(next(lunar(6, false, 1), "2025-01-01"), "2025-06-25");
    assert_eq!(next(lunar(6, true, 1), "2026-01-01"), "2026-07-14", "an ordinary sixth month in 2026");
    assert_eq!(next(lunar(5, true, 1), "2028-01-01"), "2028-06-23");
    assert_eq!(next(lunar(5, false, 1), "2028-01-01"), "2028-05-24");
    assert_eq!(next(lunar(5, true, 1), "2027-01-01"), "2027-06-05");
    assert_eq!(next(lunar(11, true, 1), "2033-12-01"), "2033-12-22");
    assert_eq!(next(lunar(11, false, 1), "2033-11-01"), "2033-11-22");
}

#[test]
fn the_thirtieth_of_a_short_month_is_kept_on_the_twenty_ninth() {
    // The twelfth month of 2025 has 29 days, that of 2023 has 30.
    assert_eq!(next(lunar(12, false, 30), "2026-01-01"), "2026-02-16");
    assert_eq!(next(lunar(12, false, 29), "2026-01-01"), "2026-02-16");
    assert_eq!(next(lunar(12, false, 30), "2024-01-01"), "2024-02-09");
    assert_eq!(next(lunar(12, false, 29), "2024-01-01"), "2024-02-08");
}

#[test]
fn refuses_what_cannot_be() {
    let new = LunarBirthday::new;
    for (month, day) in [(0, 1), (13, 1), (1, 0), (1, 31), (255, 255)] {
        assert_eq!(new(None, month, false, day), Err(LunarBirthdayError::NoSuchDay), "{month}/{day}");
    }
    assert_eq!(new(Some(1500), 1, false, 1), Err(LunarBirthdayError::NoSuchDay));
    assert_eq!(new(Some(i32::MAX), 1, false, 1), Err(LunarBirthdayError::NoSuchDay));
    assert!(new(Some(2025), 6, true, 29).is_ok());
    assert_eq!(new(Some(2025), 5, true, 1), Err(LunarBirthdayError::NoSuchLeapMonth));
    assert_eq!(new(Some(2026), 6, true, 1), Err(LunarBirthdayError::NoSuchLeapMonth));
    assert!(new(None, 5, true, 30).is_ok(), "without a year it may have been");
    assert_eq!(new(Some(2025), 12, false, 30), Err(LunarBirthdayError::ShortMonth));
    assert!(new(Some(2023), 12, false, 30).is_ok());
    let wrong = LunarBirthday { year: None, month: 0, leap: false, day: 0 };
    assert_eq!(wrong.next_on_or_after(day("2026-01-01")), None);
    assert_eq!(wrong.text(), "");
}

#[test]
fn says_itself_as_people_do() {
    assert_eq!(lunar(8, false, 15).text(), "农历八月十五");
    assert_eq!(lunar(4, true, 8).text(), "农历闰四月初八");
    assert_eq!(lunar(1, false, 1).text(), "农历正月初一");
    assert_eq!(lunar(12, false, 30).text(), "农历腊月三十");
    assert_eq!(lunar(11, false, 21).text(), "农历冬月廿一");
}

#[test]
fn ends_with_the_calendar_without_a_panic() {
    let birthday = lunar(12, true, 30);
    assert_eq!(birthday.next_on_or_after(day("2500-01-01")), None);
    assert_eq!(birthday.next_on_or_after(day("1500-01-01")), None);
    assert_eq!(birthday.next_on_or_after(NaiveDate::MAX), None);
    assert_eq!(birthday.next_on_or_after(NaiveDate::MIN), None);
    assert_eq!(LunarBirthday::from_solar(NaiveDate::MAX), None);
    assert_eq!(LunarBirthday::from_solar(day("1899-12-31")), None);
    assert!(LunarBirthday::from_solar(day("1900-01-01")).unwrap().check().is_ok(), "still in the lunar year 1899");
    assert!(LunarBirthday::from_solar(day("2199-12-31")).unwrap().check().is_ok());
}

proptest! {
    #[test]
    fn comes_within_thirteen_months_and_in_its_own_month(
        month in 1u8..=12, leap: bool, number in 1u8..=30, n in 0u64..250 * 365,
    ) {
        let from = day("1940-01-01") + Days::new(n);
        let birthday = lunar(month, leap, number);
        let kept = birthday.next_on_or_after(from).unwrap();
        prop_assert!(from <= kept && kept < from + Days::new(400), "{birthday:?} from {from}: {kept}");
        let found = LunarBirthday::from_solar(kept).unwrap();
        prop_assert_eq!(found.month, month);
        prop_assert!(leap || !found.leap, "an ordinary month's birthday is never kept in a leap month");
        prop_assert!(found.day == number || (number == 30 && found.day == 29));
    }

    #[test]
    fn a_solar_day_and_its_lunar_day_are_one(n in 0u64..290 * 365) {
        let solar = day("1901-01-01") + Days::new(n);
        let lunar = LunarBirthday::from_solar(solar).unwrap();
        prop_assert_eq!(lunar.check(), Ok(()));
        prop_assert_eq!(lunar.next_on_or_after(solar), Some(solar));
    }
}
