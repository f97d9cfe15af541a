//! Backups: when they are made, and what the secretary does with them.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use vault::{
    BackupCheck, BackupFile, BackupManifest, BackupMark, Password, RealDisk, RecoveryKey, Renewal, Vault, VaultError,
    backup_folder, backup_name,
};
use zeroize::Zeroizing;

use crate::convert::by_name;
use crate::scratch::Scratch;
use crate::session::{count, faults, guess};
use crate::slots::{mistyped, new_password};
use crate::{
    AppStatus, BackupContents, BackupDrill, BackupMade, BackupMake, BackupMarkView, BackupReminder, BackupReport,
    BackupRestore, BackupStatus, BackupTo, BackupVerify, BackupView, Desk, DeskError, ErrorCode, FileKind, Host,
    Nothing, VaultExamine, VaultReport,
};

/// A backup on another medium is wanted so often, in days.
const OTHER_MEDIUM_DAYS: i64 = 7;
/// A drill is wanted so often, in days.
const DRILL_DAYS: i64 = 31;

/// Before the ledger is locked: the day's backup, when something was changed. A failure is remembered and never keeps the ledger open.
pub(crate) fn at_lock(desk: &mut Desk) {
    let today = desk.today();
    let wanted = desk.read(|reading| {
        let state = reading.backup_state()?;
        // One from before an import or a re-encryption lacks it, and opens with the password of before only.
        let made_today = !state.before_risk && state.own.is_some_and(|mark| mark.day == today);
        Ok(!made_today && reading.changed_since_backup()?)
    });
    if matches!(wanted, Ok(true)) {
        let _ = make_own(desk, false);
    }
}

/// Before something that changes much at once, as an import or a re-encryption: a backup, unless nothing was changed since the newest.
///
/// # Errors
/// When none could be made; then what was to come must not be done.
pub(crate) fn before_risk(desk: &mut Desk) -> Result<(), DeskError> {
    let folder = backup_folder(desk.place());
    let wanted = desk.read(|reading| {
        let there = reading.backup_state()?.own.is_some_and(|mark| folder.join(mark.file).exists());
        Ok(!there || reading.changed_since_backup()?)
    })?;
    if wanted { make_own(desk, true).map(drop) } else { Ok(()) }
}

/// After a re-encryption: a backup that opens with the new password, as none of the earlier ones does. A failure is remembered and told like
/// that of any backup; the re-encryption is done all the same.
pub(crate) fn after_reencrypt(desk: &mut Desk) {
    let _ = make_own(desk, false);
}

fn make_own(desk: &mut Desk, before_risk: bool) -> Result<BackupManifest, DeskError> {
    let work = desk.work();
    let vault = desk.vault()?;
    work.run(|watch| if before_risk { vault.back_up_before(watch) } else { vault.back_up(watch) })
        .map_err(|error| noted(desk, error))
}

/// The error, after the ledger has noted it as far as it can.
fn noted(desk: &mut Desk, error: VaultError) -> DeskError {
    // Who stopped it himself need not be reminded of it.
    if error != VaultError::Stopped
        && let Ok(vault) = desk.vault()
    {
        // Where nothing can be written this cannot either; the error itself is told.
        let _ = vault.note_failed_backup(error);
    }
    error.into()
}

pub(crate) fn backup_make(
    desk: &mut Desk,
    host: &dyn Host,
    request: BackupMake,
) -> Result<Option<BackupMade>, DeskError> {
    let next = desk.read(|reading| Ok(reading.backup_state()?.sequence + 1))?;
    if request.to == BackupTo::Default {
        let manifest = make_own(desk, false)?;
        let file = desk.read(|reading| Ok(reading.backup_state()?.own.map(|mark| mark.file).unwrap_or_default()))?;
        return Ok(Some(BackupMade { backup: view(file, Ok(manifest)), other_medium: false }));
    }
    let suggested = backup_name(desk.place(), desk.today(), next);
    let Some(place) = host.save_place(FileKind::Backup, &suggested)? else { return Ok(None) };
    let other_medium = is_other_medium(desk.place(), &place);
    let work = desk.work();
    let vault = desk.vault()?;
    let made = work.run(|watch| vault.back_up_to(&place, other_medium, watch));
    let manifest = made.map_err(|error| noted(desk, error))?;
    Ok(Some(BackupMade { backup: view(name_of(&place), Ok(manifest)), other_medium }))
}

pub(crate) fn backup_list(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<Vec<BackupView>, DeskError> {
    let found = vault::backups(&*desk.world.disk, &backup_folder(desk.place()))?;
    Ok(found.into_iter().map(|(path, manifest)| view(name_of(&path), manifest)).collect())
}

pub(crate) fn backup_verify(
    desk: &mut Desk,
    host: &dyn Host,
    request: BackupVerify,
) -> Result<Option<BackupReport>, DeskError> {
    let password = request.password.map(Zeroizing::new);
    if password.is_none() && !desk.is_unlocked() {
        return Err(ErrorCode::Locked.into());
    }
    let Some(place) = chosen(desk, host, request.file)? else { return Ok(None) };
    let checked = match password {
        Some(password) => guess(desk, |desk| check(desk, &place, &Password::new(password.to_string())))?,
        None => {
            let (work, vault) = (desk.work(), desk.ledger()?);
            work.run(|watch| vault.prove_backup(&place, watch)).map(|manifest| (manifest, None))
        }
    };
    report(&place, checked).map(Some)
}

pub(crate) fn backup_drill(desk: &mut Desk, _: &dyn Host, request: BackupDrill) -> Result<BackupReport, DeskError> {
    let given = Zeroizing::new(request.password);
    if !desk.is_unlocked() {
        return Err(ErrorCode::Locked.into());
    }
    let place = desk.ledger()?.newest_backup()?.ok_or_else(|| DeskError::with(ErrorCode::NotFound, "backup"))?;
    let work = desk.work();
    let vault = desk.vault()?;
    let checked = work.run(|watch| vault.drill(&place, &Password::new(given.to_string()), watch));
    report(&place, checked.map(split))
}

pub(crate) fn backup_restore(
    desk: &mut Desk,
    host: &dyn Host,
    request: BackupRestore,
) -> Result<Option<AppStatus>, DeskError> {
    let BackupRestore { file, password, text, new_password } = request;
    let opener = opener(password, text, new_password)?;
    let Some(from) = chosen(desk, host, file)? else { return Ok(None) };
    // What is no backup is told before a place is asked for.
    BackupFile::open(&*desk.world.disk, &from)?;
    let Some(to) = host.vault_place(true)? else { return Ok(None) };
    let vault = match &opener {
        Opener::Password(password) => guess(desk, |desk| {
            desk.work().run(|watch| Vault::restore(desk.world.clone(), &from, &to, password, watch))
        })??,
        Opener::Sheet { key, new } => {
            let renewal = Renewal { new, cost: desk.cost().tuned() };
            desk.work().run(|watch| Vault::restore_by_sheet(desk.world.clone(), &from, &to, key, renewal, watch))?
        }
    };
    // Only now, so that a failure leaves the user where he was.
    desk.lock()?;
    desk.turn_to(to, vault)?;
    desk.status().map(Some)
}

/// What opens the backup that is restored.
enum Opener {
    Password(Password),
    Sheet { key: RecoveryKey, new: Password },
}

fn opener(password: Option<String>, text: Option<String>, new: Option<String>) -> Result<Opener, DeskError> {
    let [password, text, new] = [password, text, new].map(|given| given.map(Zeroizing::new));
    let missing = |field| DeskError::with(ErrorCode::BadRequest, field);
    match (password, text) {
        (Some(password), None) => Ok(Opener::Password(Password::new(password.to_string()))),
        (None, Some(text)) => {
            let new = new_password("new_password", new.ok_or_else(|| missing("new_password"))?.to_string())?;
            Ok(Opener::Sheet { key: RecoveryKey::read(&text).map_err(mistyped)?, new })
        }
        _ => Err(missing("password")),
    }
}

pub(crate) fn backup_status(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<BackupStatus, DeskError> {
    let today = desk.today();
    let (state, changed, made) = desk
        .read(|reading| Ok((reading.backup_state()?, reading.changed_since_backup()?, reading.oldest_log_time()?)))?;
    let made = made.map_or(today, |at| at.with_timezone(&chrono::Local).date_naive());
    // A day to come is that of a clock that ran ahead, and would keep the reminders quiet until then.
    let due = |last: Option<NaiveDate>, days| {
        today.signed_duration_since(last.filter(|day| *day <= today).unwrap_or(made)).num_days() > days
    };
    let failed = state.failed.as_deref().map(|code| by_name(code).unwrap_or(ErrorCode::Internal));
    let reminders = [
        (failed.is_some(), BackupReminder::Failed),
        (due(state.other.as_ref().map(|mark| mark.day), OTHER_MEDIUM_DAYS), BackupReminder::OtherMediumDue),
        (state.own.is_some() && due(state.drill, DRILL_DAYS), BackupReminder::DrillDue),
    ];
    let mark = |mark: BackupMark| BackupMarkView {
        days: today.signed_duration_since(mark.day).num_days().try_into().unwrap_or(0),
        day: mark.day,
        at: mark.at,
        file: mark.file,
    };
    Ok(BackupStatus {
        folder: backup_folder(desk.place()).display().to_string(),
        own: state.own.map(mark),
        other: state.other.map(mark),
        drill: state.drill,
        changed,
        failed,
        reminders: reminders.into_iter().filter_map(|(is_due, reminder)| is_due.then_some(reminder)).collect(),
    })
}

pub(crate) fn vault_examine(desk: &mut Desk, _: &dyn Host, request: VaultExamine) -> Result<VaultReport, DeskError> {
    let given = Zeroizing::new(request.password);
    let password = Password::new(given.to_string());
    let examined = guess(desk, |desk| vault::examine(&desk.world, desk.place(), &password))??;
    let mut all: Vec<String> = examined.damaged_files.iter().map(|file| format!("file:{file}")).collect();
    all.extend(faults(&examined.found));
    Ok(VaultReport {
        sound: examined.is_clean(),
        faults: all,
        persons: count(examined.found.counts.persons),
        talks: count(examined.found.counts.talks),
        visits: count(examined.found.counts.visits),
        log_entries: count(examined.found.log_entries),
    })
}

/// The ledger's own backup of this name, or the file that the user chooses.
fn chosen(desk: &Desk, host: &dyn Host, file: Option<String>) -> Result<Option<PathBuf>, DeskError> {
    let Some(name) = file else { return host.open_place(FileKind::Backup) };
    let own = vault::backups(&*desk.world.disk, &backup_folder(desk.place()))?;
    let found = own.into_iter().map(|(path, _)| path).find(|path| name_of(path) == name);
    found.map(Some).ok_or_else(|| DeskError::with(ErrorCode::NotFound, "file"))
}

type Checked = (BackupManifest, Option<BackupCheck>);

fn split(checked: BackupCheck) -> Checked {
    (checked.manifest.clone(), Some(checked))
}

/// Opens the database in a backup; in the ledger's scratch folder where it is open, else in one of its own. Both are swept.
fn check(desk: &Desk, place: &Path, password: &Password) -> Result<Checked, VaultError> {
    let check = |scratch: &Path| {
        desk.work().run(|watch| vault::check_backup(&desk.world, place, password, scratch, watch)).map(split)
    };
    if desk.is_unlocked() {
        return check(&vault::scratch_folder(desk.place()));
    }
    let scratch = Scratch::new(desk.world.new_uuid())?;
    check(scratch.path())
}

/// The report; damage is a finding, everything else an error.
fn report(place: &Path, checked: Result<Checked, VaultError>) -> Result<BackupReport, DeskError> {
    let file = name_of(place);
    let damaged = |file, error: VaultError, fault: String| BackupReport {
        backup: view(file, BackupFile::open(&RealDisk, place).map(|file| file.manifest().clone()).map_err(|_| error)),
        sound: false,
        opened: false,
        faults: vec![fault],
    };
    match checked {
        Ok((manifest, opened)) => {
            let mut all = opened.as_ref().map(|check| faults(&check.found)).unwrap_or_default();
            // Of a damaged database nothing was counted.
            let counted = |check: &BackupCheck| check.found.damaged_pages + check.found.faults == 0;
            if opened.as_ref().is_some_and(|check| counted(check) && !check.counts_agree) {
                all.push("counts".to_owned());
            }
            Ok(BackupReport {
                sound: opened.as_ref().is_none_or(BackupCheck::is_sound),
                opened: opened.is_some(),
                faults: all,
                backup: view(file, Ok(manifest)),
            })
        }
        Err(error @ VaultError::BackupDamaged { part }) => Ok(damaged(file, error, format!("part:{part}"))),
        // A drill with a backup that the ledger's log does not lead to.
        Err(error @ VaultError::Conflict) => Ok(damaged(file, error, "not_of_this_ledger".to_owned())),
        Err(error) => Err(error.into()),
    }
}

fn view(file: String, manifest: Result<BackupManifest, VaultError>) -> BackupView {
    let problem = manifest.as_ref().err().map(|error| by_name(error.code()).unwrap_or(ErrorCode::Io));
    let contents = manifest.ok().map(|manifest| {
        let rows = |table: &str| count(manifest.counts.get(table).copied().unwrap_or(0));
        BackupContents {
            day: manifest.day,
            at: manifest.at,
            sequence: count(manifest.sequence),
            vault: manifest.vault.to_string(),
            size: manifest.database_size(),
            persons: rows("persons"),
            talks: rows("talks"),
            visits: rows("visits"),
            log_entries: count(manifest.log.seq),
            program: manifest.program,
        }
    });
    BackupView { file, contents, problem }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a file lies on another medium than the ledger, as far as the system tells: another file system, on Windows another drive.
fn is_other_medium(ledger: &Path, file: &Path) -> bool {
    let medium = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        #[cfg(unix)]
        return std::fs::metadata(folder).ok().map(|about| std::os::unix::fs::MetadataExt::dev(&about));
        #[cfg(not(unix))]
        return folder.canonicalize().ok().and_then(|folder| Some(folder.components().next()?.as_os_str().to_owned()));
    };
    match (medium(ledger), medium(file)) {
        (Some(ledger), Some(file)) => ledger != file,
        _ => false,
    }
}
