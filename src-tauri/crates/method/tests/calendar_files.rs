//! The built-in calendar against the year files of another source, day by day, where they are at hand.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::path::Path;

use chrono::{Datelike, NaiveDate, Weekday};
use method::{Calendar, DayKind, YearPlan};

/// The days that the file lists, with the holiday's name and whether they are off.
fn listed(text: &str) -> Vec<(NaiveDate, String, bool)> {
    let file: serde_json::Value = serde_json::from_str(text).unwrap();
    let days = file["days"].as_array().unwrap().iter();
    days.map(|day| {
        let date = day["date"].as_str().unwrap().parse().unwrap();
        (date, day["name"].as_str().unwrap().to_owned(), day["isOffDay"].as_bool().unwrap())
    })
    .collect()
}

#[test]
fn every_day_of_the_announced_years_agrees() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/reference/holidays");
    let read = |year: &i32| Some((*year, std::fs::read_to_string(folder.join(format!("{year}.json"))).ok()?));
    let files: Vec<(i32, String)> = (2023..=2026).collect::<Vec<i32>>().iter().filter_map(read).collect();
    if files.len() < 4 {
        println!("left out: there are no calendar files of 2023 to 2026 at {}", folder.display());
        return;
    }
    // The paper of a year may also speak of the last days of the year before.
    let exceptions: Vec<(NaiveDate, String, bool)> = files.iter().flat_map(|(_, text)| listed(text)).collect();
    let built_in = Calendar::built_in();
    let mut imported = Calendar::built_in();
    for (year, text) in &files {
        let (read, plan) = YearPlan::from_json(text).unwrap();
        assert_eq!(read, *year);
        imported.announce(read, plan);
    }
    let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
    for day in first.iter_days().take_while(|day| day.year() <= 2026) {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let expected = match exceptions.iter().find(|(date, ..)| *date == day) {
            Some((_, name, true)) => DayKind::Holiday { name: name.clone() },
            Some((_, name, false)) => DayKind::MakeUp { name: name.clone() },
            None if weekend => DayKind::Weekend,
            None => DayKind::Workday,
        };
        assert_eq!(imported.kind(day), expected, "{day}: after importing the files");
        assert_eq!(built_in.kind(day).is_workday(), expected.is_workday(), "{day}: the built-in calendar");
    }
}
