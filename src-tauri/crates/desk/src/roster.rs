//! Import of a roster: read and compared first, stored only when the plan is carried out.

use method::{PartialDate, Person, PersonId};
use sheet::{PersonDraft, Roster, RosterPerson, Severity};

use crate::records::{log, log_entries};
use crate::{
    Desk, DeskError, ErrorCode, FieldChange, FileKind, Host, Nothing, PersonForm, RosterAction, RosterApply,
    RosterColumnView, RosterPlan, RosterProblem, RosterResult, RosterRow, Saved, backups, check, file, people,
    retention, upkeep,
};

/// The largest roster file, in bytes.
const FILE_LIMIT: u64 = 20 * 1024 * 1024;

/// A plan that was shown and can be carried out while the ledger is as it was then.
pub(crate) struct PendingRoster {
    token: String,
    /// How many entries the operations log had; any change adds one.
    log_entries: u64,
    people: Vec<Planned>,
    same: u32,
    rejected: u32,
}

/// A person as he would be stored.
struct Planned {
    person: Person,
    step: Step,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Keep,
    Add,
    Change,
}

pub(crate) fn roster_choose(desk: &mut Desk, host: &dyn Host, _: Nothing) -> Result<Option<RosterPlan>, DeskError> {
    if !desk.is_unlocked() {
        return Err(ErrorCode::Locked.into());
    }
    let Some(place) = host.open_place(FileKind::Roster)? else { return Ok(None) };
    let bytes = file::read(&place, FILE_LIMIT)?;
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let roster = sheet::read_roster(&bytes, &name)?;
    let (known, log_entries) = desk.read(|reading| Ok((reading.persons()?, log_entries(reading)?)))?;
    let world = desk.world.clone();
    let people = known.into_iter().map(|person| Planned { person, step: Step::Keep }).collect();
    let mut pending = PendingRoster { token: world.new_uuid().to_string(), log_entries, people, same: 0, rejected: 0 };
    let plan = plan(roster, &mut pending, || PersonId(world.new_uuid()));
    desk.pending_roster = Some(pending);
    Ok(Some(plan))
}

pub(crate) fn roster_apply(desk: &mut Desk, _: &dyn Host, request: RosterApply) -> Result<RosterResult, DeskError> {
    let pending = desk.pending_roster.take().filter(|pending| pending.token == request.token);
    let pending = pending.ok_or(ErrorCode::PlanStale)?;
    if desk.read(log_entries)? != pending.log_entries {
        return Err(ErrorCode::PlanStale.into());
    }
    backups::before_risk(desk)?;
    let (rules, world) = (desk.rules(), desk.world.clone());
    desk.write(|writing| {
        let mut result = RosterResult { new: 0, changed: 0, same: pending.same, rejected: pending.rejected };
        for Planned { person, step } in &pending.people {
            match step {
                Step::Keep => continue,
                Step::Add => result.new += 1,
                Step::Change => result.changed += 1,
            }
            // What was destroyed since the file was read does not come back with it.
            retention::expect_kept(writing, person.id)?;
            check::person(&people::form_of(person))?;
            people::store(writing, person, "person_import")?;
        }
        upkeep::follow(writing, &rules, &world)?;
        log(writing, "roster_apply", "", &result)?;
        Ok(result)
    })
}

pub(crate) fn roster_template(_: &mut Desk, host: &dyn Host, _: Nothing) -> Result<Saved, DeskError> {
    file::save(host, FileKind::Xlsx, "花名册_模板.xlsx", || Ok(sheet::roster_template()?))
}

/// What every row would do, in order; the people in `pending` become what they would be.
fn plan(roster: Roster, pending: &mut PendingRoster, mut new_id: impl FnMut() -> PersonId) -> RosterPlan {
    let mut rows = Vec::new();
    for one in &roster.people {
        let (action, doubt) = step(one, pending, &mut new_id);
        let mut problems: Vec<RosterProblem> = one.problems.iter().map(problem_view).collect();
        problems.extend(doubt);
        rows.push(RosterRow {
            row: one.row,
            name: one.person.name.clone(),
            post: one.person.post.clone(),
            action,
            problems,
        });
    }
    let count = |wanted: fn(&RosterAction) -> bool| {
        rows.iter().filter(|row| wanted(&row.action)).count().try_into().unwrap_or(u32::MAX)
    };
    let columns = roster
        .columns
        .iter()
        .map(|column| RosterColumnView { title: column.title.clone(), field: column.field.as_ref().map(name_of) });
    RosterPlan {
        token: pending.token.clone(),
        sheet: roster.sheet,
        header_row: roster.header_row,
        columns: columns.collect(),
        skipped: roster.skipped.len().try_into().unwrap_or(u32::MAX),
        new: count(|action| matches!(action, RosterAction::New)),
        changed: count(|action| matches!(action, RosterAction::Changed { .. })),
        same: count(|action| matches!(action, RosterAction::Same { .. })),
        rejected: count(|action| matches!(action, RosterAction::Rejected)),
        rows,
    }
}

fn problem_view(problem: &sheet::Problem) -> RosterProblem {
    RosterProblem {
        column: problem.column.clone(),
        rejected: problem.severity == Severity::Rejected,
        reason: name_of(&problem.reason),
        value: problem.value.clone(),
    }
}

/// What one row would do, and a doubt about whom it means.
fn step(
    one: &RosterPerson,
    pending: &mut PendingRoster,
    mut new_id: impl FnMut() -> PersonId,
) -> (RosterAction, Option<RosterProblem>) {
    if !one.importable() {
        pending.rejected += 1;
        return (RosterAction::Rejected, None);
    }
    // Whoever is surely meant goes before whoever only bears the name.
    let likenesses: Vec<Option<Likeness>> =
        pending.people.iter().map(|planned| likeness(&planned.person, &one.person)).collect();
    let found = [Likeness::Sure, Likeness::NameOnly].into_iter().find_map(|wanted| {
        let at = likenesses.iter().position(|likeness| *likeness == Some(wanted))?;
        Some((at, wanted))
    });
    let found = found.and_then(|(at, likeness)| Some((pending.people.get_mut(at)?, likeness)));
    let Some((planned, likeness)) = found else {
        let person = people::fill(Person::named(new_id(), ""), merged(PersonForm::default(), &one.person));
        pending.people.push(Planned { person, step: Step::Add });
        return (RosterAction::New, None);
    };
    let doubt = (likeness == Likeness::NameOnly).then(|| RosterProblem {
        column: None,
        rejected: false,
        reason: "matched_by_name".to_owned(),
        value: String::new(),
    });
    let person = planned.person.id;
    let old = people::form_of(&planned.person);
    let new = merged(old.clone(), &one.person);
    let fields = changes(&old, &new);
    if fields.is_empty() {
        pending.same += 1;
        return (RosterAction::Same { person }, doubt);
    }
    planned.person = people::fill(planned.person.clone(), new);
    if planned.step == Step::Keep {
        planned.step = Step::Change;
    }
    (RosterAction::Changed { person, fields }, doubt)
}

/// How sure it is that a row means a person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Sure,
    NameOnly,
}

/// The same person: the same ID number, else the same name and birth month; a name alone is a doubt.
fn likeness(person: &Person, draft: &PersonDraft) -> Option<Likeness> {
    if !person.id_number.is_empty() && !draft.id_number.is_empty() {
        return (person.id_number == draft.id_number).then_some(Likeness::Sure);
    }
    if person.name != draft.name {
        return None;
    }
    let month = |date: PartialDate| (date.year_part(), date.month_part());
    match (person.birth, draft.birth) {
        (Some(known), Some(read)) => (month(known) == month(read)).then_some(Likeness::Sure),
        _ => Some(Likeness::NameOnly),
    }
}

/// The form with what the roster says laid over it; what the roster leaves empty stays.
fn merged(form: PersonForm, draft: &PersonDraft) -> PersonForm {
    let text = |old: String, new: &String| if new.is_empty() { old } else { new.clone() };
    // A month in the roster does not wipe out a day that is known already.
    let date = |old: Option<PartialDate>, new: Option<PartialDate>| match (old, new) {
        (Some(old), Some(new)) if old.agrees_with(new) && old.day_part().is_some() => Some(old),
        (old, new) => new.or(old),
    };
    let mut extra = form.extra;
    extra.extend(draft.extra.clone());
    PersonForm {
        name: text(form.name, &draft.name),
        sex: draft.sex.or(form.sex),
        birth: date(form.birth, draft.birth),
        ethnicity: text(form.ethnicity, &draft.ethnicity),
        native_place: text(form.native_place, &draft.native_place),
        education: text(form.education, &draft.education),
        political: text(form.political, &draft.political),
        work_since: date(form.work_since, draft.work_since),
        party_since: date(form.party_since, draft.party_since),
        post: text(form.post, &draft.post),
        id_number: text(form.id_number, &draft.id_number),
        phone: text(form.phone, &draft.phone),
        address: text(form.address, &draft.address),
        note: text(form.note, &draft.note),
        extra,
        lunar_birthday: form.lunar_birthday,
        is_secretary: form.is_secretary,
    }
}

/// Field by field, by comparing the two forms as data.
fn changes(old: &PersonForm, new: &PersonForm) -> Vec<FieldChange> {
    let fields = |form: &PersonForm| match serde_json::to_value(form) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (old, new) = (fields(old), fields(new));
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        serde_json::Value::Object(map) => map
            .iter()
            .map(|(title, text)| format!("{title}：{}", text.as_str().unwrap_or_default()))
            .collect::<Vec<_>>()
            .join("；"),
        other => other.to_string(),
    };
    new.iter()
        .filter(|(field, value)| old.get(*field) != Some(*value))
        .map(|(field, value)| FieldChange {
            field: field.clone(),
            from: old.get(field).map(text).unwrap_or_default(),
            to: text(value),
        })
        .collect()
}

/// The name under which a field or a reason crosses the border.
fn name_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
