//! The rows of 活动台账 and 意见建议台账.

use method::{
    Activity, ActivityState, AnswerWay, AttendanceFigures, Attending, PersonId, SuggestionEnd, SuggestionWay,
};
use sheet::{ActivityRow, Head, Ledger, SuggestionRow};
use vault::Reading;

use super::who::Who;
use crate::lookup::Lookup;
use crate::retention::Covers;
use crate::{DeskError, LedgerOf, SuggestionView, activities, contacts, suggestions};

/// What was held in a period; for chosen persons, what they were expected at.
pub(super) fn held(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    of: &LedgerOf,
    who: &mut Who,
    head: &Head,
) -> Result<Ledger, DeskError> {
    let kinds = activities::kinds(reading)?;
    let mut held = reading.activities(of.from.zip(of.to))?;
    let persons = |activity: &Activity| activity.attendance.iter().map(|one| one.person).collect::<Vec<PersonId>>();
    held.retain(|activity| {
        activity.state == ActivityState::Held && of.has(activity.day) && who.takes_any(&persons(activity))
    });
    held.sort_by_key(|activity| (activity.day, activity.number));
    let mut rows = Vec::new();
    for activity in held {
        let figures = AttendanceFigures::of(&activity.attendance);
        let named = who.named(&persons(&activity));
        let mut away = Vec::new();
        for one in activity.attendance.iter().filter(|one| named.contains(&one.person)) {
            let word = match one.state {
                Attending::OnLeave => "请假",
                Attending::Absent => "缺席",
                _ => continue,
            };
            away.push(format!("{}（{word}）", lookup.person_ref(one.person)?.name));
        }
        rows.push(ActivityRow {
            number: contacts::number_text(activity.day, activity.number),
            day: activity.day,
            kind: activities::title_of(&kinds, &activity.kind),
            expected: figures.expected,
            present: figures.present,
            rate_permille: figures.rate_permille(),
            late_entry: lookup.is_late(activity.day, activity.entered_at),
            away,
            title: activity.title,
            place: activity.place,
            host: activity.host,
            minutes: activity.minutes,
            plan: activity.plan,
            resolutions: activity.resolutions,
        });
    }
    Ok(sheet::activities_ledger(head, &rows))
}

pub(super) fn suggested(
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    of: &LedgerOf,
    who: &mut Who,
    head: &Head,
) -> Result<Ledger, DeskError> {
    let covers = Covers::of(reading)?;
    let mut all = suggestions::all(reading, lookup)?;
    all.retain(|one| of.has(one.day) && who.takes_any(one.person.as_ref().map(|person| person.id).as_slice()));
    all.sort_by_key(|one| (one.day, one.due));
    let rows: Vec<_> = all.into_iter().map(|one| suggestion_row(&covers, one)).collect();
    Ok(sheet::suggestions_ledger(head, &rows))
}

fn suggestion_row(covers: &Covers, one: SuggestionView) -> SuggestionRow {
    let persons: Vec<PersonId> = one.person.iter().map(|person| person.id).collect();
    // Of nobody nothing is hidden.
    let covered = |text: String| if persons.is_empty() { text } else { covers.text(&persons, text) };
    let end = match &one.end {
        None => String::new(),
        Some(SuggestionEnd::Answered { way, .. }) => answer_words(*way).to_owned(),
        Some(SuggestionEnd::Closed { .. }) => "不再办理".to_owned(),
    };
    let way = match one.way {
        SuggestionWay::Talk => "谈话",
        SuggestionWay::Visit => "走访",
        SuggestionWay::Meeting => "会议、活动",
        SuggestionWay::Written => "书面",
        SuggestionWay::Other => "其他",
    };
    SuggestionRow {
        day: one.day,
        from: one.person.map_or(one.from, |person| person.name),
        way: way.to_owned(),
        content: covered(one.content),
        category: one.category,
        handler: one.handler,
        due: one.due,
        overdue_days: one.overdue_days,
        end,
        ended_on: one.end.as_ref().map(SuggestionEnd::day),
        answer: one.end.map(|end| covered(end.text().to_owned())).unwrap_or_default(),
        late_entry: one.late_entry,
    }
}

fn answer_words(way: AnswerWay) -> &'static str {
    match way {
        AnswerWay::InPerson => "已答复本人",
        AnswerWay::Meeting => "已会上答复",
        AnswerWay::Notice => "已公示答复",
    }
}
