//! The rule pack of the ledger: reading, trying out, changing, as a file.

use method::{RulePack, RulePackError};
use vault::{Reading, Writing};

use crate::lookup::{Lookup, Rules};
use crate::records::log;
use crate::{Desk, DeskError, ErrorCode, FileKind, Host, Nothing, RulesChange, Saved, changes, file, upkeep};

const RULES: &str = "rules";
/// The most bytes of a pack's file.
const FILE: u64 = 1 << 20;

/// The ledger's pack: its own, or the default one.
pub(crate) fn stored(reading: &Reading<'_>) -> Result<RulePack, DeskError> {
    match reading.setting(RULES)? {
        Some(value) => serde_json::from_value(value).map_err(|_| DeskError::with(ErrorCode::Internal, RULES)),
        None => default_pack(),
    }
}

/// The pack that a new ledger has.
pub(crate) fn default_pack() -> Result<RulePack, DeskError> {
    RulePack::three_six().map_err(refused)
}

pub(crate) fn rules_get(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<RulePack, DeskError> {
    Ok(desk.pack.clone())
}

pub(crate) fn rules_shipped(_: &mut Desk, _: &dyn Host, _: Nothing) -> Result<Vec<RulePack>, DeskError> {
    Ok(vec![default_pack()?, RulePack::branch_floor().map_err(refused)?])
}

pub(crate) fn rules_preview(desk: &mut Desk, _: &dyn Host, request: RulePack) -> Result<RulesChange, DeskError> {
    let rules = desk.rules();
    let now = desk.world.clock.now();
    desk.read(|reading| {
        let after = checked(reading, &rules, request)?;
        let changed = changes::under_rules(reading, &after, now)?;
        view(reading, after, changed)
    })
}

pub(crate) fn rules_set(desk: &mut Desk, _: &dyn Host, request: RulePack) -> Result<RulesChange, DeskError> {
    let (rules, world) = (desk.rules(), desk.world.clone());
    let changed = desk.write(|writing| {
        let after = checked(writing, &rules, request)?;
        let changed = changes::under_rules(writing, &after, writing.entry_time())?;
        changes::store(writing, &changed)?;
        store(writing, &after.pack)?;
        upkeep::follow(writing, &after, &world)?;
        view(writing, after, changed)
    })?;
    desk.pack = changed.pack.clone();
    Ok(changed)
}

pub(crate) fn rules_choose(desk: &mut Desk, host: &dyn Host, _: Nothing) -> Result<Option<RulePack>, DeskError> {
    let Some(place) = host.open_place(FileKind::Json)? else { return Ok(None) };
    let text = file::read_text(&place, FILE)?;
    let pack = RulePack::from_json(&text).map_err(refused)?;
    // Its version goes on from that of the ledger, whatever the file says.
    Ok(Some(RulePack { version: desk.pack.version, ..pack }))
}

pub(crate) fn rules_export(desk: &mut Desk, host: &dyn Host, _: Nothing) -> Result<Saved, DeskError> {
    let text = serde_json::to_vec_pretty(&desk.pack).map_err(|_| ErrorCode::Internal)?;
    file::save(host, FileKind::Json, "规则包.json", || Ok(text))
}

/// The rules with the new pack under its next version, or why it is refused.
fn checked(reading: &Reading<'_>, rules: &Rules, pack: RulePack) -> Result<Rules, DeskError> {
    pack.check().map_err(refused)?;
    for row in rules.pack.rows() {
        // What events are of must keep its title; it can be switched off instead.
        if pack.kind(&row.kind).is_none() && reading.has_event_of(&row.kind)? {
            return Err(DeskError::with(ErrorCode::KindInUse, row.kind.0.clone()));
        }
    }
    let version = rules.pack.version;
    let same = RulePack { version, ..pack.clone() } == rules.pack;
    let version = if same { version } else { version.saturating_add(1) };
    Ok(Rules { pack: RulePack { version, ..pack }, ..rules.clone() })
}

fn store(writing: &Writing<'_>, pack: &RulePack) -> Result<(), DeskError> {
    let value = serde_json::to_value(pack).map_err(|_| ErrorCode::Internal)?;
    writing.set_setting(RULES, &value)?;
    log(writing, "rules_set", &pack.id, pack)
}

fn view(reading: &Reading<'_>, after: Rules, mut changed: Vec<changes::Change>) -> Result<RulesChange, DeskError> {
    changed.retain(changes::is_more_than_a_version);
    let lookup = Lookup::new(reading, &after);
    let changes = changes::views(&lookup, changed)?;
    Ok(RulesChange { pack: after.pack.clone(), changes })
}

fn refused(error: RulePackError) -> DeskError {
    match error {
        RulePackError::Form => DeskError::with(ErrorCode::BadRules, "form"),
        RulePackError::Row(row) => DeskError::with(ErrorCode::BadRules, row),
    }
}
