//! The rows of the list: what a successor has to know is there, as of the day.

use std::collections::BTreeMap;

use chrono::Datelike;
use method::{ContactState, DutyState, Person, paper_number};
use vault::{BackupMark, Reading};

use super::{Part, Row};
use crate::ledgers::item;
use crate::lookup::{Lookup, Rules, local_day};
use crate::papers::Shown;
use crate::records::log_entries;
use crate::retention::Covers;
use crate::{DeskError, HandoverPart, RetentionDecision, SlotView, WayKind, archive, promises, retention, suggestions};

/// What the list calls a recovery sheet.
pub(super) const SHEET: &str = "恢复单（密封件）";

type Rows = Result<Vec<Row>, DeskError>;

pub(super) fn parts(reading: &Reading<'_>, rules: &Rules, ways: &[SlotView]) -> Result<Vec<Part>, DeskError> {
    let lookup = Lookup::new(reading, rules);
    lookup.load_people()?;
    let covers = Covers::of(reading)?;
    let part = |part, rows: Rows| Ok::<_, DeskError>(Part { part, rows: rows? });
    Ok(vec![
        part(HandoverPart::People, people(reading))?,
        part(HandoverPart::Owed, owed(reading, &lookup, &covers))?,
        part(HandoverPart::Promises, promised(reading, &lookup, &covers))?,
        part(HandoverPart::Suggestions, suggested(reading, &lookup))?,
        part(HandoverPart::Drafts, drafts(reading, &lookup))?,
        part(HandoverPart::Papers, papers(reading, rules))?,
        part(HandoverPart::Boxes, boxes(reading))?,
        part(HandoverPart::Ways, Ok(ways.iter().map(way).collect()))?,
        part(HandoverPart::Backups, backups(reading))?,
        part(HandoverPart::Rules, figures(reading, rules))?,
    ])
}

fn plain(cells: impl IntoIterator<Item = String>) -> Row {
    Row { persons: Vec::new(), cells: cells.into_iter().collect() }
}

fn day(day: chrono::NaiveDate) -> String {
    day.format("%Y.%m.%d").to_string()
}

/// Those who are there, in the order of the roster; of those who left, how many.
fn people(reading: &Reading<'_>) -> Rows {
    let row = |person: &Person| Row { persons: vec![person.id], cells: vec![person.name.clone(), person.post.clone()] };
    Ok(reading.persons()?.iter().filter(|person| person.left.is_none()).map(row).collect())
}

fn owed(reading: &Reading<'_>, lookup: &Lookup<'_>, covers: &Covers) -> Rows {
    let mut duties = reading.open_duties()?;
    duties.sort_by_key(|duty| duty.due);
    let mut rows = Vec::new();
    for duty in duties {
        let event = lookup.event(duty.key.event)?;
        let note = covers.text(&event.persons, event.note);
        let title = lookup.kind_title(&event.kind);
        let state = match duty.state_on(lookup.today, lookup.calendar) {
            DutyState::Overdue { workdays } => format!("逾期{workdays}个工作日"),
            _ => "未到期".to_owned(),
        };
        let kind = match duty.key.kind {
            method::DutyKind::Talk => "谈",
            method::DutyKind::Visit => "访",
        };
        rows.push(Row {
            persons: event.persons.iter().copied().chain([duty.key.person]).collect(),
            cells: vec![
                kind.to_owned(),
                lookup.person_ref(duty.key.person)?.name,
                item(lookup, duty.key.kind, duty.key.category).to_owned(),
                if note.is_empty() { title } else { format!("{title}：{note}") },
                day(duty.due),
                state,
            ],
        });
    }
    Ok(rows)
}

fn promised(reading: &Reading<'_>, lookup: &Lookup<'_>, covers: &Covers) -> Rows {
    let row = |promise: crate::PromiseView| Row {
        persons: vec![promise.person.id],
        cells: vec![
            day(promise.day),
            promise.person.name,
            covers.text(&[promise.person.id], promise.what),
            promise.by,
            promise.due.map(day).unwrap_or_default(),
            if promise.overdue_days > 0 { format!("超过{}天", promise.overdue_days) } else { String::new() },
        ],
    };
    Ok(promises::open(reading, lookup, usize::MAX)?.into_iter().map(row).collect())
}

fn suggested(reading: &Reading<'_>, lookup: &Lookup<'_>) -> Rows {
    let open = reading.open_suggestions()?;
    let known: Vec<_> = open.iter().map(|one| one.id).collect();
    let all = suggestions::all(reading, lookup)?;
    let row = |one: crate::SuggestionView| Row {
        persons: one.person.iter().map(|person| person.id).collect(),
        cells: vec![
            day(one.day),
            one.person.map_or(one.from, |person| person.name),
            one.content,
            one.handler,
            one.due.map(day).unwrap_or_default(),
        ],
    };
    Ok(all.into_iter().filter(|one| known.contains(&one.id)).map(row).collect())
}

fn drafts(reading: &Reading<'_>, lookup: &Lookup<'_>) -> Rows {
    let mut rows = Vec::new();
    let mut add = |what: &str, on: chrono::NaiveDate, persons: &[method::PersonId]| -> Result<(), DeskError> {
        let names: Vec<_> = lookup.person_refs(persons)?.into_iter().map(|person| person.name).collect();
        rows.push(Row { persons: persons.to_vec(), cells: vec![what.to_owned(), day(on), names.join("、")] });
        Ok(())
    };
    for talk in reading.draft_talks()?.iter().filter(|talk| talk.state == ContactState::Draft) {
        add("谈话", talk.day, &talk.persons)?;
    }
    for visit in reading.draft_visits()?.iter().filter(|visit| visit.state == ContactState::Draft) {
        add("走访", visit.day, &visit.persons)?;
    }
    Ok(rows)
}

fn papers(reading: &Reading<'_>, rules: &Rules) -> Rows {
    let shown = Shown::new(reading, rules)?;
    let mut rows = Vec::new();
    for paper in reading.papers_out()? {
        let (kind, made, overdue) = (paper.kind, local_day(paper.made_at), shown.is_overdue(&paper));
        let row = shown.row(paper)?;
        let names: Vec<_> = row.persons.iter().map(|person| person.name.clone()).collect();
        rows.push(Row {
            persons: row.persons.iter().map(|person| person.id).collect(),
            cells: vec![
                paper_number(row.number),
                crate::ledgers::sheet_words(kind).to_owned(),
                names.join("、"),
                day(made),
                if overdue { "超过期限".to_owned() } else { String::new() },
            ],
        });
    }
    Ok(rows)
}

/// Boxes with their items; what lies in no box, one row a year.
fn boxes(reading: &Reading<'_>) -> Rows {
    let mut rows = Vec::new();
    let mut years = reading.archive_years()?;
    years.sort_unstable();
    for year in years {
        let items = archive::catalogue(reading, year)?;
        for (of, lying) in archive::boxes_of(reading, &items, year)? {
            let number = of.number.map_or_else(|| "未编号".to_owned(), |number| format!("{number}号盒"));
            rows.push(plain(box_cells(year, number, &lying)));
        }
        let loose: Vec<_> = items.into_iter().filter(|item| item.box_id.is_none()).collect();
        if !loose.is_empty() {
            rows.push(plain(box_cells(year, "未装盒".to_owned(), &loose)));
        }
    }
    Ok(rows)
}

fn box_cells(year: i32, number: String, items: &[method::ArchiveItem]) -> [String; 5] {
    let numbers = archive::numbers(items).map(|(first, last)| format!("{first}—{last}")).unwrap_or_default();
    [format!("{year}年"), number, numbers, items.len().to_string(), archive::pages(items).to_string()]
}

fn way(slot: &SlotView) -> Row {
    let what = match slot.kind {
        WayKind::Password => "书记的密码",
        WayKind::Recovery => SHEET,
        WayKind::Officer => "第二负责人的密码",
        WayKind::Other => "其他",
    };
    let after = match slot.kind {
        WayKind::Password | WayKind::Officer => "交接后失效",
        WayKind::Recovery => "交接后作废，当面拆封销毁，另制新的",
        WayKind::Other => "交接后失效",
    };
    let made = slot.made_at.map(|at| day(local_day(at))).unwrap_or_default();
    plain([what.to_owned(), slot.label.clone(), made, after.to_owned()])
}

fn backups(reading: &Reading<'_>) -> Rows {
    let state = reading.backup_state()?;
    let row = |what: &str, mark: BackupMark| plain([what.to_owned(), mark.file, day(mark.day)]);
    let own = state.own.map(|mark| row("账本自己的备份", mark));
    Ok(own.into_iter().chain(state.other.map(|mark| row("另存到别处的备份", mark))).collect())
}

/// By which rules the ledger counts, and how much is in it.
fn figures(reading: &Reading<'_>, rules: &Rules) -> Rows {
    let counts = reading.record_counts(None)?;
    let left = reading.person_count()?.saturating_sub(reading.present_count()?);
    let mut fates: BTreeMap<&str, usize> = BTreeMap::new();
    for (person, _) in reading.retentions()? {
        let fate = match retention::decision(reading, person)? {
            Some(RetentionDecision::Sealed { .. }) => "已封存人员",
            Some(RetentionDecision::HandedOver { .. }) => "已移交人员",
            Some(RetentionDecision::Destroyed { .. }) => "已销毁人员",
            None => continue,
        };
        *fates.entry(fate).or_default() += 1;
    }
    let year = rules.today.year();
    let known = |year| if rules.calendar.is_announced(year) { "已公布" } else { "未公布，暂按推算" };
    let mut rows = vec![
        ("使用的规则".to_owned(), format!("{}　第{}版", rules.pack.title, rules.pack.version)),
        ("工作日历".to_owned(), format!("{year}年{}；{}年{}", known(year), year + 1, known(year + 1))),
        ("离任人员".to_owned(), format!("{left}人")),
    ];
    rows.extend(fates.into_iter().map(|(fate, n)| (fate.to_owned(), format!("{n}人"))));
    rows.extend([
        ("事由".to_owned(), format!("{}件", counts.events)),
        ("谈话记录".to_owned(), format!("{}份", counts.talks)),
        ("走访记录".to_owned(), format!("{}份", counts.visits)),
        ("承诺事项".to_owned(), format!("{}项", counts.promises)),
        ("操作日志".to_owned(), format!("{}条", log_entries(reading)?)),
    ]);
    Ok(rows.into_iter().map(|(what, is)| plain([what, is])).collect())
}
