//! Birthdays that are near: solar, lunar and political (政治生日).

use std::collections::HashSet;

use chrono::{Datelike, Days, NaiveDate};
use method::{LunarBirthday, PartialDate};
use vault::{BirthDates, Reading};

use crate::lookup::Lookup;
use crate::{BirthdayKind, BirthdayView, DeskError};

/// The birthdays of everyone present from `today` until so many days later, both included, soonest first.
///
/// At most 28 days, which two months hold. Who keeps a lunar birthday has both, as the day on his papers is another one.
pub(crate) fn upcoming(reading: &Reading<'_>, lookup: &Lookup<'_>, days: u32) -> Result<Vec<BirthdayView>, DeskError> {
    let today = lookup.today;
    let last = today.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
    let mut found: Vec<BirthdayView> = Vec::new();
    // Looking a lunar day up is dear, so it is done only for those whose month is near.
    let months: HashSet<u8> = today
        .iter_days()
        .take_while(|day| *day <= last)
        .filter_map(|day| LunarBirthday::from_solar(day).map(|lunar| lunar.month))
        .collect();
    for dates in reading.birth_dates([today.month(), last.month()])? {
        let lunar = match dates.lunar {
            Some(birthday) if months.contains(&birthday.month) => lunar(&dates, today),
            _ => None,
        };
        let near = [solar(&dates, today), lunar, political(&dates, today)];
        for near in near.into_iter().flatten().filter(|near| near.day <= last) {
            let Near { kind, day, years, lunar } = near;
            found.push(BirthdayView { person: lookup.person_ref(dates.person)?, kind, day, years, lunar });
        }
    }
    found.sort_by_key(|birthday| birthday.day);
    Ok(found)
}

/// A birthday before it is known whose name stands beside it.
struct Near {
    kind: BirthdayKind,
    day: NaiveDate,
    years: Option<i32>,
    lunar: Option<String>,
}

fn solar(dates: &BirthDates, today: NaiveDate) -> Option<Near> {
    let (day, years) = comes_round(dates.birth?, today)?;
    Some(Near { kind: BirthdayKind::Solar, day, years: Some(years), lunar: None })
}

fn political(dates: &BirthDates, today: NaiveDate) -> Option<Near> {
    let (day, years) = comes_round(dates.party_since?, today)?;
    Some(Near { kind: BirthdayKind::Political, day, years: Some(years), lunar: None })
}

/// When a date comes round next and for which time; never for the first time before it has been.
fn comes_round(date: PartialDate, today: NaiveDate) -> Option<(NaiveDate, i32)> {
    let day = date.anniversary_on_or_after(today)?;
    let years = day.year() - date.year_part();
    (years > 0).then_some((day, years))
}

fn lunar(dates: &BirthDates, today: NaiveDate) -> Option<Near> {
    let birthday = dates.lunar?;
    let day = birthday.next_on_or_after(today)?;
    // A lunar year begins later than the solar one, so the years are counted on its own calendar.
    let kept_in = LunarBirthday::from_solar(day).and_then(|kept| kept.year);
    let years = kept_in.zip(birthday.year).map(|(kept, born)| kept - born);
    Some(Near { kind: BirthdayKind::Lunar, day, years, lunar: Some(birthday.text()) })
}
