//! Passwords, the recovery sheet (恢复单) and the second officer.

use paper::{RecoverySheet, Sheet};
use vault::{Password, PendingRecovery, RecoveryKey, SlotInfo, SlotKind, Vault, VaultError};
use zeroize::Zeroizing;

use crate::session::settings;
use crate::{
    AppStatus, Desk, DeskError, Done, ErrorCode, Host, MIN_PASSWORD, Nothing, OfficerAdd, OfficerTakeOver,
    PasswordChange, PasswordReencrypt, RecoveryBegin, RecoveryBegun, RecoveryCancel, RecoveryConfirm, SlotRemove,
    SlotView, VaultRecover, WayKind, backups, check, session,
};

/// The lines of the recovery text.
const LINES: u32 = 4;

/// A recovery sheet that was made and not typed back yet.
pub(crate) struct PendingSheet {
    token: String,
    recovery: PendingRecovery,
}

pub(crate) fn slot_list(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<Vec<SlotView>, DeskError> {
    list(desk.ledger()?)
}

pub(crate) fn password_change(
    desk: &mut Desk,
    _: &dyn Host,
    request: PasswordChange,
) -> Result<Vec<SlotView>, DeskError> {
    let (old, new) = (Password::new(request.password), new_password("new_password", request.new_password)?);
    let cost = desk.cost().tuned();
    confirmed(desk, |vault| vault.change_password(&old, &new, cost))
}

pub(crate) fn password_reencrypt(
    desk: &mut Desk,
    _: &dyn Host,
    request: PasswordReencrypt,
) -> Result<Vec<SlotView>, DeskError> {
    let (old, new) = (Password::new(request.password), new_password("new_password", request.new_password)?);
    let officer = request.officer_password.map(Password::new);
    let cost = desk.cost().tuned();
    backups::before_risk(desk)?;
    // What was sealed for a sheet under the old keys is worth nothing under the new ones.
    desk.pending_sheet = None;
    let answer = confirmed(desk, |vault| vault.reencrypt(&old, &new, officer.as_ref(), cost));
    if answer.is_ok() {
        backups::after_reencrypt(desk);
    } else if answer.as_ref().is_err_and(|error| error.code == ErrorCode::KeysUncertain) {
        // The ledger is closed; which one it is shows when it is opened again.
        let _ = desk.lock();
    }
    answer
}

pub(crate) fn recovery_begin(
    desk: &mut Desk,
    _: &dyn Host,
    request: RecoveryBegin,
) -> Result<RecoveryBegun, DeskError> {
    let password = Password::new(request.password);
    desk.pending_sheet = None;
    let recovery = confirm(desk, |vault| vault.begin_recovery(&password))?;
    let token = desk.world.new_uuid().to_string();
    let replaces = list(desk.ledger()?)?.iter().any(|slot| slot.kind == WayKind::Recovery);
    desk.pending_sheet = Some(PendingSheet { token: token.clone(), recovery });
    Ok(RecoveryBegun { token, lines: LINES, replaces })
}

pub(crate) fn recovery_confirm(
    desk: &mut Desk,
    _: &dyn Host,
    request: RecoveryConfirm,
) -> Result<Vec<SlotView>, DeskError> {
    let text = Zeroizing::new(request.text);
    desk.ledger()?;
    let pending = desk.pending_sheet.take().filter(|pending| pending.token == request.token);
    let pending = pending.ok_or(ErrorCode::PlanStale)?;
    if let Err(error) = desk.vault()?.confirm_recovery(&pending.recovery, &text) {
        // It can be typed once more.
        desk.pending_sheet = Some(pending);
        return Err(mistyped(error));
    }
    // The engine remembers the sheet's layout.
    paper::forget();
    list(desk.ledger()?)
}

/// Forgets a sheet that was given up: its text, and what the engine remembers of its pages. One that is there no longer is forgotten.
pub(crate) fn recovery_cancel(desk: &mut Desk, _: &dyn Host, request: RecoveryCancel) -> Result<Done, DeskError> {
    desk.ledger()?;
    if desk.pending_sheet.as_ref().is_some_and(|pending| pending.token == request.token) {
        desk.pending_sheet = None;
        paper::forget();
    }
    Ok(Done::YES)
}

pub(crate) fn vault_recover(desk: &mut Desk, _: &dyn Host, request: VaultRecover) -> Result<AppStatus, DeskError> {
    let text = Zeroizing::new(request.text);
    let new = new_password("new_password", request.new_password)?;
    desk.lock()?;
    let key = RecoveryKey::read(&text).map_err(mistyped)?;
    let vault = Vault::recover(desk.world.clone(), desk.place(), &key, &new, desk.cost().tuned())?;
    session::enter(desk, vault)
}

pub(crate) fn officer_add(desk: &mut Desk, _: &dyn Host, request: OfficerAdd) -> Result<Vec<SlotView>, DeskError> {
    let password = Password::new(request.password);
    let officer = new_password("officer_password", request.officer_password)?;
    check::name("label", &request.label)?;
    let cost = desk.cost().tuned();
    confirmed(desk, |vault| vault.add_officer(&password, &officer, request.label.trim(), cost))
}

pub(crate) fn officer_take_over(
    desk: &mut Desk,
    _: &dyn Host,
    request: OfficerTakeOver,
) -> Result<Vec<SlotView>, DeskError> {
    let password = Password::new(request.password);
    let new = new_password("new_password", request.new_password)?;
    let cost = desk.cost().tuned();
    confirmed(desk, |vault| vault.take_over(&password, &new, cost))
}

pub(crate) fn slot_remove(desk: &mut Desk, _: &dyn Host, request: SlotRemove) -> Result<Vec<SlotView>, DeskError> {
    let password = Password::new(request.password);
    confirmed(desk, |vault| vault.remove_slot(request.id, &password))
}

/// The sheet of a recovery key that was not typed back yet, and a name for its file.
pub(crate) fn recovery_sheet(desk: &Desk, token: &str) -> Result<(Sheet, String), DeskError> {
    let vault = desk.ledger()?;
    let pending = desk.pending_sheet.as_ref().filter(|pending| pending.token == token).ok_or(ErrorCode::PlanStale)?;
    let sheet = RecoverySheet {
        branch: desk.read(settings)?.branch,
        ledger: desk.place().file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        vault: ledger_number(vault),
        day: desk.today(),
        lines: pending.recovery.key().lines().iter().map(|line| line.to_string()).collect(),
    };
    Ok((Sheet::Recovery(sheet), "恢复单.pdf".to_owned()))
}

/// What sheets name the ledger by, to tell it from others.
pub(crate) fn ledger_number(vault: &Vault) -> String {
    let id = vault.id().simple().to_string().to_uppercase();
    // The first characters of an id are its time, and alike in ledgers made on one day; the last are not.
    id.get(24..).unwrap_or_default().to_owned()
}

/// Does what a password must confirm; a refused one is logged.
pub(crate) fn confirm<T>(
    desk: &mut Desk,
    act: impl FnOnce(&mut Vault) -> Result<T, VaultError>,
) -> Result<T, DeskError> {
    let done = act(desk.vault()?);
    if matches!(done, Err(VaultError::PasswordRefused)) {
        desk.write(|writing| Ok(writing.log("password_refused", "", None)?))?;
    }
    Ok(done?)
}

/// The same for what changes the ways into the ledger, which are answered.
fn confirmed(
    desk: &mut Desk,
    act: impl FnOnce(&mut Vault) -> Result<(), VaultError>,
) -> Result<Vec<SlotView>, DeskError> {
    confirm(desk, act)?;
    list(desk.ledger()?)
}

pub(crate) fn list(vault: &Vault) -> Result<Vec<SlotView>, DeskError> {
    let view = |slot: SlotInfo| SlotView {
        id: slot.id,
        kind: match slot.kind {
            SlotKind::Password => WayKind::Password,
            SlotKind::Recovery => WayKind::Recovery,
            SlotKind::Officer => WayKind::Officer,
            SlotKind::Other => WayKind::Other,
        },
        label: slot.label,
        made_at: slot.made_at,
    };
    Ok(vault.slots()?.into_iter().map(view).collect())
}

/// A password that is to be set; the error names the field.
pub(crate) fn new_password(field: &str, text: String) -> Result<Password, DeskError> {
    let password = Zeroizing::new(text);
    if password.chars().count() < MIN_PASSWORD {
        return Err(DeskError::with(ErrorCode::PasswordTooShort, field));
    }
    Ok(Password::new(password.to_string()))
}

/// The line that was mistyped, for the page to point at.
pub(crate) fn mistyped(error: VaultError) -> DeskError {
    match error {
        VaultError::RecoveryMistyped { line } => DeskError::with(ErrorCode::RecoveryMistyped, line.to_string()),
        other => other.into(),
    }
}
