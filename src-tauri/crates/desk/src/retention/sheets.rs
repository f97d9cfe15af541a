//! 销毁清册 and 本人信息摘录 on paper; neither file name carries a personal name.

use chrono::NaiveDate;
use method::{
    ContactState, EntryBody, Facet, PartialDate, Person, PersonId, Promise, Suggestion, SuggestionEnd, Talk, Visit,
};
use paper::{DisposalLine, DisposalSheet, ExtractPart, ExtractSheet, Sheet};
use vault::Reading;

use super::{decision, destroy};
use crate::lookup::{Lookup, local_day};
use crate::records::known;
use crate::session::settings;
use crate::sheets::sex_text;
use crate::{DeskError, DisposalRow, RetentionDecision, activities};

/// The register of what is to be destroyed of a person's data or, afterwards, of what was.
pub(crate) fn disposal_sheet(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    id: PersonId,
    supervisors: Vec<String>,
) -> Result<(Sheet, String), DeskError> {
    let person = known(reading.person(id))?;
    let (rows, destroyed_on, supervisors, subject) = match decision(reading, id)? {
        Some(RetentionDecision::Destroyed { at, supervisors, register }) => {
            // The name is gone; the id ties the register to the operations log.
            (register, Some(local_day(at)), supervisors, format!("{}（{id}）", person.name))
        }
        _ => (destroy::register(reading, &person)?, None, supervisors, person.name.clone()),
    };
    let line = |row: DisposalRow| DisposalLine { title: row.title, year: row.year, copies: row.copies };
    let sheet = DisposalSheet {
        branch: settings(reading)?.branch,
        day: lookup.today,
        subject,
        rows: rows.into_iter().map(line).collect(),
        destroyed_on,
        supervisors,
    };
    Ok((Sheet::Disposal(sheet), format!("销毁清册_{}.pdf", lookup.today)))
}

/// What is kept of a person, as far as it may be shown to him: nothing of third persons, and no remarks of others on him.
pub(crate) fn extract_sheet(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    id: PersonId,
) -> Result<(Sheet, String), DeskError> {
    let person = known(reading.person(id))?;
    let mut contacts: Vec<(NaiveDate, String)> = Vec::new();
    contacts.extend(reading.talks_of(id)?.into_iter().filter(|talk| talk.state != ContactState::Draft).map(talk_row));
    contacts.extend(reading.visits_of(id)?.into_iter().filter(|one| one.state != ContactState::Draft).map(visit_row));
    contacts.sort_by_key(|(day, _)| *day);
    let contacts = contacts.into_iter().map(|(day, text)| (dotted(day), text)).collect();
    let promises = reading.promises_of(id)?.into_iter().map(promise_row).collect();
    let suggestions = reading.suggestions_of(id)?.into_iter().map(suggestion_row).collect();
    let part = |title: &str, rows| ExtractPart { title: title.to_owned(), rows };
    let sheet = ExtractSheet {
        branch: settings(reading)?.branch,
        day: lookup.today,
        name: person.name.clone(),
        parts: vec![
            part("工作简历", entries(reading, id, Facet::Resume)?),
            part("兴趣爱好", entries(reading, id, Facet::Hobby)?),
            part("考核奖惩", entries(reading, id, Facet::Performance)?),
            part("谈话、走访", contacts),
            part("承诺事项", promises),
            part("意见建议", suggestions),
            part("参加活动", activities::of_extract(reading, id)?),
        ],
        fields: fields(person),
    };
    Ok((Sheet::Extract(sheet), format!("本人信息摘录_{}.pdf", lookup.today)))
}

fn dotted(day: NaiveDate) -> String {
    day.format("%Y.%m.%d").to_string()
}

fn month(date: Option<PartialDate>) -> String {
    date.map(PartialDate::dotted).unwrap_or_default()
}

/// The fields of the roster. 备注 is a remark of the office, not something that he told of himself.
fn fields(person: Person) -> Vec<(String, String)> {
    let named = [
        ("姓名", person.name),
        ("性别", sex_text(person.sex).to_owned()),
        ("出生年月", month(person.birth)),
        ("民族", person.ethnicity),
        ("籍贯", person.native_place),
        ("学历", person.education),
        ("政治面貌", person.political),
        ("参加工作时间", month(person.work_since)),
        ("入党时间", month(person.party_since)),
        ("单位及职务", person.post),
        ("身份证号码", person.id_number),
        ("联系电话", person.phone),
        ("家庭住址", person.address),
    ];
    named.into_iter().map(|(label, value)| (label.to_owned(), value)).chain(person.extra).collect()
}

/// The entries of a facet that is not sensitive, without notes on his work, which are remarks of others.
fn entries(reading: &Reading<'_>, id: PersonId, facet: Facet) -> Result<Vec<(String, String)>, DeskError> {
    let entries = reading.entries_of(id, facet)?;
    Ok(entries.into_iter().filter_map(|entry| entry_row(entry.body, entry.day)).collect())
}

fn entry_row(body: EntryBody, day: Option<PartialDate>) -> Option<(String, String)> {
    let words = |parts: &[&str]| parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("，");
    match body {
        EntryBody::Post { from, to, text } => Some((format!("{}—{}", from.dotted(), month(to)), text)),
        EntryBody::Education { full_time, level, degree, school, major, until } => {
            let how = if full_time { "全日制" } else { "在职" };
            Some((month(until), words(&[how, &level, &degree, &school, &major])))
        }
        EntryBody::Wish { text } => Some(("岗位意愿".to_owned(), text)),
        EntryBody::Hobby { text } => Some(("爱好".to_owned(), text)),
        EntryBody::Strength { text } => Some(("特长".to_owned(), text)),
        EntryBody::Appraisal { year, grade } => Some((format!("{year}年度考核"), grade)),
        EntryBody::Award { title, by } => Some((month(day), words(&["奖励", &title, &by]))),
        EntryBody::Punishment { title, by, .. } => Some((month(day), words(&["处分", &title, &by]))),
        EntryBody::Work { .. }
        | EntryBody::Relative { .. }
        | EntryBody::Household { .. }
        | EntryBody::Mind { .. }
        | EntryBody::Standing { .. }
        | EntryBody::Progress { .. } => None,
    }
}

/// The topic of a talk with him alone; what was talked about with several is not his alone to know.
fn talk_row(talk: Talk) -> (NaiveDate, String) {
    let alone = talk.persons.len() == 1 && !talk.topic.trim().is_empty();
    (talk.day, if alone { format!("谈话：{}", talk.topic) } else { "谈话".to_owned() })
}

/// Likewise the reason of a visit.
fn visit_row(visit: Visit) -> (NaiveDate, String) {
    let alone = visit.persons.len() == 1 && !visit.reason.trim().is_empty();
    (visit.day, if alone { format!("走访：{}", visit.reason) } else { "走访".to_owned() })
}

fn promise_row(promise: Promise) -> (String, String) {
    let due = promise.due.map(|due| format!("，{}前", dotted(due))).unwrap_or_default();
    let answer = promise.answer.map(|answer| format!("；{}答复：{}", dotted(answer.day), answer.text));
    (dotted(promise.day), format!("{}{due}{}", promise.what, answer.unwrap_or_default()))
}

fn suggestion_row(one: Suggestion) -> (String, String) {
    let end = one.end.map(|end| {
        let how = if matches!(end, SuggestionEnd::Answered { .. }) { "答复" } else { "不再办理" };
        format!("；{}{how}：{}", dotted(end.day()), end.text())
    });
    (dotted(one.day), format!("{}{}", one.content, end.unwrap_or_default()))
}
