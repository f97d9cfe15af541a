//! The rows of 花名册, 六知晓一览表 and 加班台账.

use std::collections::hash_map::Entry as HashEntry;
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use method::{Attention, DayKind, Entry, EntryBody, Facet, FacetState, Mark, Person, PersonId, Streak};
use sheet::{Head, KnowingRow, Ledger, OvertimeRow, RosterRow};
use vault::Reading;

use super::masking;
use super::who::Who;
use crate::lookup::{Lookup, Rules};
use crate::sheets::sex_text;
use crate::{DeskError, LedgerOf, knowing, overtime, retention};

/// Those in the ledger, without those whose data are hidden.
pub(super) fn roster(
    reading: &Reading<'_>,
    people: Vec<Person>,
    of: &LedgerOf,
    who: &mut Who,
    head: &Head,
) -> Result<Ledger, DeskError> {
    let hidden = retention::hidden(reading)?;
    let shown: Vec<Person> =
        people.into_iter().filter(|person| !hidden.contains(&person.id) && who.takes(person.id)).collect();
    let extra: BTreeSet<&String> = shown.iter().flat_map(|person| person.extra.keys()).collect();
    let extra: Vec<String> = extra.into_iter().cloned().collect();
    let asks = |facet: Facet| of.sensitive.iter().any(|title| title == crate::cards::title(facet));
    let (asks_mind, asks_standing) = (asks(Facet::Mind), asks(Facet::Standing));
    let rows = shown.into_iter().map(|person| {
        let mind = if asks_mind { newest(reading, person.id, Facet::Mind)? } else { String::new() };
        let standing = if asks_standing { newest(reading, person.id, Facet::Standing)? } else { String::new() };
        Ok(RosterRow { mind, standing, ..roster_row(person, &extra, of.masked) })
    });
    let rows = rows.collect::<Result<Vec<_>, DeskError>>()?;
    Ok(sheet::roster_ledger(head, &extra, &rows))
}

fn roster_row(mut person: Person, extra: &[String], masked: bool) -> RosterRow {
    let cover = |text: String, how: fn(&str) -> String| if masked { how(text.trim()) } else { text };
    RosterRow {
        name: person.name,
        sex: sex_text(person.sex).to_owned(),
        ethnicity: person.ethnicity,
        native_place: person.native_place,
        birth: person.birth,
        education: person.education,
        work_since: person.work_since,
        party_since: person.party_since,
        political: person.political,
        post: person.post,
        id_number: cover(person.id_number, masking::id_number),
        phone: cover(person.phone, masking::phone),
        address: cover(person.address, masking::address),
        left: person.left.map(|left| format!("{}{}", left.day.format("%Y.%m.%d"), left.reason)).unwrap_or_default(),
        mind: String::new(),
        standing: String::new(),
        extra: extra
            .iter()
            .map(|title| {
                let text = person.extra.remove(title).unwrap_or_default();
                if masked { masking::own(title, text.trim()) } else { text }
            })
            .collect(),
        note: person.note,
    }
}

/// What the newest entry of a sensitive facet says; empty when there is none.
fn newest(reading: &Reading<'_>, person: PersonId, facet: Facet) -> Result<String, DeskError> {
    let mut entries: Vec<Entry> = reading.entries_of(person, facet)?;
    entries.retain(|entry| !matches!(entry.body, EntryBody::Progress { .. }));
    let newest = entries.into_iter().max_by_key(|entry| (entry.day, entry.entered_at));
    Ok(newest
        .map(|entry| {
            let day = entry.day.map(|day| format!("（{}）", day.dotted())).unwrap_or_default();
            match entry.body {
                EntryBody::Mind { text, attention } => format!("{}{day}：{text}", attention_words(attention)),
                EntryBody::Standing { mark, .. } => format!("{}{day}", mark_words(mark)),
                _ => String::new(),
            }
        })
        .unwrap_or_default())
}

fn attention_words(attention: Attention) -> &'static str {
    match attention {
        Attention::Calm => "平稳",
        Attention::Watch => "一般关注",
        Attention::Focus => "重点关注",
    }
}

fn mark_words(mark: Mark) -> &'static str {
    match mark {
        Mark::Advanced => "先进",
        Mark::Middle => "中间",
        Mark::Behind => "后进",
    }
}

/// Those present, and how the six knowings of each stand today.
pub(super) fn known(reading: &Reading<'_>, rules: &Rules, who: &mut Who, head: &Head) -> Result<Ledger, DeskError> {
    let hidden = retention::hidden(reading)?;
    let map = knowing::map(reading, rules)?;
    let shown = map.rows.into_iter().filter(|row| !hidden.contains(&row.person.id) && who.takes(row.person.id));
    let rows = shown.map(|row| {
        let state = |at: usize| row.cells.get(at).map_or(FacetState::Unknown, |cell| cell.state);
        KnowingRow {
            states: std::array::from_fn(state),
            checked: row.cells.iter().filter_map(|cell| cell.checked).max(),
            name: row.person.name,
            post: row.person.post,
        }
    });
    Ok(sheet::knowing_ledger(head, &rows.collect::<Vec<_>>()))
}

/// The evenings of a period with the streaks in which they lie.
pub(super) fn evenings(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    rules: &Rules,
    of: &LedgerOf,
    who: &mut Who,
    head: &Head,
) -> Result<Ledger, DeskError> {
    let new_year = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let mut worked = reading.overtime_between(of.from.unwrap_or(new_year(1)), of.to.unwrap_or(new_year(9999)))?;
    worked.retain(|entry| who.takes(entry.person));
    worked.sort_by_key(|entry| entry.day);
    let mut streaks: HashMap<PersonId, Vec<Streak>> = HashMap::new();
    let mut rows = Vec::new();
    for entry in worked {
        let streaks = match streaks.entry(entry.person) {
            HashEntry::Occupied(known) => known.into_mut(),
            HashEntry::Vacant(unknown) => unknown.insert(overtime::streaks(reading, rules, entry.person)?),
        };
        let streak = streaks.iter().find(|streak| (streak.first..=streak.last).contains(&entry.day));
        let person = lookup.person_ref(entry.person)?;
        rows.push(OvertimeRow {
            day: entry.day,
            day_kind: day_words(rules.calendar.kind(entry.day)),
            name: person.name,
            post: person.post,
            minutes: entry.minutes,
            note: streak.map(streak_words).unwrap_or_default(),
        });
    }
    Ok(sheet::overtime_ledger(head, &rows))
}

fn day_words(kind: DayKind) -> String {
    match kind {
        DayKind::Workday => "工作日".to_owned(),
        DayKind::MakeUp { .. } => "调休上班".to_owned(),
        DayKind::Weekend => "双休日".to_owned(),
        DayKind::Holiday { name } => name,
    }
}

fn streak_words(streak: &Streak) -> String {
    let day = |day: NaiveDate| day.format("%Y.%m.%d").to_string();
    format!("连续加班{}天（{}—{}）", streak.days, day(streak.first), day(streak.last))
}
