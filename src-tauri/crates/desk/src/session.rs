//! Making, unlocking and locking the ledger; its settings.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDate;
use method::{Calendar, DayKind, FontWishes, RulePack};
use vault::{FailedUnlocks, KdfCost, Password, Reading, Vault, VaultError, World, Writing};

use crate::appointment::PendingAppointments;
use crate::guesses::Guesses;
use crate::overtime_in::PendingOvertime;
use crate::records::log;
use crate::roster::PendingRoster;
use crate::slots::{PendingSheet, new_password};
use crate::{
    AppStatus, DayView, DeskError, ErrorCode, Host, Nothing, Secretary, Settings, VaultChoose, VaultCreate,
    VaultReport, VaultUnlock, Work, backups, calendar, changes, check, forms, rules, scans, upkeep,
};

/// The secretary's desk: the ledger at one place, locked or unlocked, and what is needed to work with it.
pub struct Desk {
    pub(crate) world: World,
    pub(crate) calendar: Calendar,
    pub(crate) pack: RulePack,
    pub(crate) pending_roster: Option<PendingRoster>,
    pub(crate) pending_appointments: Option<PendingAppointments>,
    pub(crate) pending_overtime: Option<PendingOvertime>,
    pub(crate) pending_sheet: Option<PendingSheet>,
    place: PathBuf,
    cost: KdfCost,
    vault: Option<Vault>,
    notices: Vec<String>,
    guesses: Guesses,
    /// With the fonts that it was asked to set in.
    press: Option<(FontWishes, paper::Press)>,
    font_folders: Vec<PathBuf>,
    /// What was found in the watched folder.
    pub(crate) scans_seen: scans::Seen,
    work: Arc<Work>,
}

const SETTINGS: &str = "settings";

impl Desk {
    /// A desk whose ledger is, or will be made, at `place`; `cost` is what a new password costs to try.
    pub fn new(world: World, place: PathBuf, cost: KdfCost) -> Result<Self, DeskError> {
        Ok(Self {
            world,
            calendar: Calendar::built_in(),
            pack: rules::default_pack()?,
            pending_roster: None,
            pending_appointments: None,
            pending_overtime: None,
            pending_sheet: None,
            place,
            cost,
            vault: None,
            notices: Vec::new(),
            guesses: Guesses::default(),
            press: None,
            font_folders: paper::font_folders(),
            scans_seen: scans::Seen::new(),
            work: Arc::default(),
        })
    }

    /// The local day.
    pub fn today(&self) -> NaiveDate {
        self.world.clock.today()
    }

    /// The long work of this desk, to be watched and stopped from outside.
    pub fn work(&self) -> Arc<Work> {
        self.work.clone()
    }

    /// Where the ledger is or will be made.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Whether the ledger is unlocked.
    pub fn is_unlocked(&self) -> bool {
        self.vault.is_some()
    }

    /// Locks the ledger, if it is unlocked, and forgets what was in memory.
    pub fn lock(&mut self) -> Result<(), DeskError> {
        backups::at_lock(self);
        self.pending_roster = None;
        self.pending_appointments = None;
        self.pending_overtime = None;
        self.pending_sheet = None;
        // The next ledger has its own rules and calendar.
        self.calendar = Calendar::built_in();
        self.pack = rules::default_pack()?;
        self.press = None;
        self.scans_seen.clear();
        self.notices.clear();
        paper::forget();
        match self.vault.take() {
            Some(vault) => Ok(vault.lock()?),
            None => Ok(()),
        }
    }

    /// What a new password costs to try, before it is tuned to this computer.
    pub(crate) fn cost(&self) -> KdfCost {
        self.cost
    }

    /// The unlocked ledger, to look at.
    pub(crate) fn ledger(&self) -> Result<&Vault, DeskError> {
        self.vault.as_ref().ok_or_else(|| ErrorCode::Locked.into())
    }

    /// Reads one consistent state of the ledger.
    pub(crate) fn read<T>(&self, f: impl FnOnce(&Reading<'_>) -> Result<T, DeskError>) -> Result<T, DeskError> {
        self.vault.as_ref().ok_or(ErrorCode::Locked)?.read(f)
    }

    /// The first entry of the operations log that is missing or was altered.
    pub(crate) fn check_log(&self) -> Result<Option<u64>, DeskError> {
        Ok(self.vault.as_ref().ok_or(ErrorCode::Locked)?.check_log()?)
    }

    /// The unlocked ledger itself.
    pub(crate) fn vault(&mut self) -> Result<&mut Vault, DeskError> {
        Ok(self.vault.as_mut().ok_or(ErrorCode::Locked)?)
    }

    /// Works with another ledger at another place from now on.
    pub(crate) fn turn_to(&mut self, place: PathBuf, vault: Vault) -> Result<(), DeskError> {
        self.place = place;
        self.opened(vault)
    }

    /// Changes the ledger: everything that `f` does, or nothing.
    pub(crate) fn write<T>(&mut self, f: impl FnOnce(&Writing<'_>) -> Result<T, DeskError>) -> Result<T, DeskError> {
        self.vault.as_mut().ok_or(ErrorCode::Locked)?.write(f)
    }

    /// The press, in the fonts that the office wants.
    pub(crate) fn press(&mut self) -> Result<&paper::Press, DeskError> {
        let wishes = if self.is_unlocked() { self.read(forms::forms)?.fonts } else { FontWishes::default() };
        self.press_in(wishes)
    }

    /// The press, in these fonts as far as this computer has them.
    pub(crate) fn press_in(&mut self, wishes: FontWishes) -> Result<&paper::Press, DeskError> {
        let made = match self.press.take() {
            Some(made) if made.0 == wishes => made,
            _ if wishes == FontWishes::default() => (wishes, paper::Press::new()?),
            _ => {
                let found = self.fonts();
                let fangsong = found.fangsong.filter(|_| wishes.fangsong);
                let xiaobiaosong = found.xiaobiaosong.filter(|_| wishes.xiaobiaosong);
                (wishes, paper::Press::in_fonts(fangsong.as_ref(), xiaobiaosong.as_ref())?)
            }
        };
        Ok(&self.press.insert(made).1)
    }

    /// The fonts of documents that this computer has.
    pub(crate) fn fonts(&self) -> paper::SystemFonts {
        paper::SystemFonts::in_folders(&self.font_folders)
    }

    /// Looks for fonts in these folders from now on, and not in the system's.
    pub fn look_for_fonts_in(&mut self, folders: Vec<PathBuf>) {
        self.font_folders = folders;
        self.press = None;
    }

    pub(crate) fn status(&self) -> Result<AppStatus, DeskError> {
        let settings = match self.is_unlocked() {
            true => Some(self.read(settings)?),
            false => None,
        };
        Ok(AppStatus {
            place: self.place.display().to_string(),
            exists: self.place.join("keys.a").exists() || self.place.join("keys.b").exists(),
            unlocked: self.is_unlocked(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            today: self.today(),
            day: day_view(&self.calendar, self.today()),
            settings,
            notices: self.notices.clone(),
        })
    }

    /// Takes the unlocked ledger with its rules and its calendar, and does what the day asks for.
    fn opened(&mut self, vault: Vault) -> Result<(), DeskError> {
        self.notices = vault.notices().iter().map(|notice| notice.code().to_owned()).collect();
        self.vault = Some(vault);
        let begun = self.begin();
        if begun.is_err() {
            // Whoever is told that it did not open must not have it open; the first error is the one to tell.
            let _ = self.lock();
        }
        begun
    }

    fn begin(&mut self) -> Result<(), DeskError> {
        let (pack, calendar) = self.read(|reading| Ok((rules::stored(reading)?, calendar::stored(reading)?)))?;
        self.pack = pack;
        self.calendar = calendar;
        let rules = self.rules();
        let recounted = self.read(|reading| changes::no_longer_provisional(reading, &rules))?;
        if !recounted.is_empty() {
            self.write(|writing| {
                changes::store(writing, &recounted)?;
                Ok(writing.log("calendar_recount", "", None)?)
            })?;
        }
        upkeep::of_the_day(self)
    }
}

/// The ledger's folder when none was chosen: `知心.zhixin` in the user's documents.
pub fn default_place(documents: &Path) -> PathBuf {
    documents.join("知心.zhixin")
}

pub(crate) fn day_view(calendar: &Calendar, day: NaiveDate) -> DayView {
    let kind = calendar.kind(day);
    let workday = kind.is_workday();
    let holiday = match kind {
        DayKind::Holiday { name } | DayKind::MakeUp { name } => Some(name),
        DayKind::Workday | DayKind::Weekend => None,
    };
    DayView { workday, holiday, provisional: !calendar.is_announced(chrono::Datelike::year(&day)) }
}

/// The ledger's settings.
pub(crate) fn settings(reading: &Reading<'_>) -> Result<Settings, DeskError> {
    match reading.setting(SETTINGS)? {
        Some(value) => serde_json::from_value(value).map_err(|_| DeskError::with(ErrorCode::Internal, "settings")),
        None => Ok(Settings::default()),
    }
}

pub(crate) fn store_settings(writing: &Writing<'_>, settings: &Settings) -> Result<(), DeskError> {
    let value = serde_json::to_value(settings).map_err(|_| ErrorCode::Internal)?;
    writing.set_setting(SETTINGS, &value)?;
    log(writing, "settings_set", "", &settings.branch)?;
    Ok(())
}

pub(crate) fn app_status(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<AppStatus, DeskError> {
    desk.status()
}

pub(crate) fn vault_choose(desk: &mut Desk, host: &dyn Host, request: VaultChoose) -> Result<AppStatus, DeskError> {
    if let Some(place) = host.vault_place(request.create)? {
        desk.lock()?;
        desk.place = place;
    }
    desk.status()
}

pub(crate) fn vault_create(desk: &mut Desk, _: &dyn Host, request: VaultCreate) -> Result<AppStatus, DeskError> {
    let password = new_password("password", request.password)?;
    let post = if request.post.trim().is_empty() { "党支部书记".to_owned() } else { request.post };
    let settings = Settings {
        branch: request.branch,
        secretary: Secretary { name: request.secretary, post },
        ..Settings::default()
    };
    check_settings(&settings)?;
    desk.lock()?;
    let vault = Vault::create(desk.world.clone(), &desk.place, &password, desk.cost.tuned())?;
    desk.opened(vault)?;
    desk.write(|writing| store_settings(writing, &settings))?;
    desk.status()
}

pub(crate) fn vault_unlock(desk: &mut Desk, _: &dyn Host, request: VaultUnlock) -> Result<AppStatus, DeskError> {
    let password = Password::new(request.password);
    desk.lock()?;
    if seconds_to_wait(desk) > 0 {
        return Err(refused_guess(desk));
    }
    match Vault::open(desk.world.clone(), &desk.place, &password) {
        Err(VaultError::WrongPassword) => {
            desk.guesses.wrong(Instant::now());
            Err(refused_guess(desk))
        }
        opened => {
            let vault = opened?;
            desk.guesses.right();
            enter(desk, vault)
        }
    }
}

/// Tries a password at something else than the unlocking: refused while the next guess has to wait, and counted when it is wrong.
///
/// The right one ends no wait, as it may be that of a backup which whoever guesses made himself.
pub(crate) fn guess<T>(
    desk: &mut Desk,
    attempt: impl FnOnce(&Desk) -> Result<T, VaultError>,
) -> Result<Result<T, VaultError>, DeskError> {
    if seconds_to_wait(desk) > 0 {
        return Err(refused_guess(desk));
    }
    match attempt(desk) {
        Err(VaultError::WrongPassword) => {
            desk.guesses.wrong(Instant::now());
            Err(refused_guess(desk))
        }
        tried => Ok(tried),
    }
}

/// Says how many seconds the next guess has to wait, if any.
fn refused_guess(desk: &Desk) -> DeskError {
    match seconds_to_wait(desk) {
        0 => ErrorCode::WrongPassword.into(),
        left => DeskError::with(ErrorCode::WrongPassword, left.to_string()),
    }
}

/// Counted in the folder, so that ending the program does not make guessing quick again, and in memory, so that a folder that
/// cannot be written does not either. Whoever holds the desk is alone with it, so guesses at the same time do not slip past.
fn seconds_to_wait(desk: &Desk) -> u64 {
    let kept = FailedUnlocks::read(&desk.world, &desk.place).wait(desk.world.clock.now());
    kept.max(desk.guesses.wait(Instant::now()))
}

/// Goes on with a ledger that was just unlocked.
pub(crate) fn enter(desk: &mut Desk, vault: Vault) -> Result<AppStatus, DeskError> {
    desk.opened(vault)?;
    desk.status()
}

pub(crate) fn vault_lock(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<AppStatus, DeskError> {
    desk.lock()?;
    desk.status()
}

pub(crate) fn vault_verify(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<VaultReport, DeskError> {
    let found = desk.vault.as_ref().ok_or(ErrorCode::Locked)?.verify()?;
    Ok(VaultReport {
        sound: found.is_clean(),
        faults: faults(&found),
        persons: count(found.counts.persons),
        talks: count(found.counts.talks),
        visits: count(found.counts.visits),
        log_entries: count(found.log_entries),
    })
}

/// What is wrong, as codes with a number.
pub(crate) fn faults(found: &vault::Verification) -> Vec<String> {
    let counted = [("damaged_pages", found.damaged_pages), ("structure", found.faults), ("dangling", found.dangling)];
    let mut faults: Vec<String> =
        counted.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{what}:{n}")).collect();
    faults.extend(found.first_page.map(|page| format!("first_page:{page}")));
    faults.extend(found.first_broken.map(|entry| format!("log_broken_at:{entry}")));
    faults.extend(found.altered.then(|| "altered".to_owned()));
    faults
}

pub(crate) fn count(n: u64) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

pub(crate) fn settings_get(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<Settings, DeskError> {
    desk.read(settings)
}

pub(crate) fn settings_set(desk: &mut Desk, _: &dyn Host, request: Settings) -> Result<Settings, DeskError> {
    check_settings(&request)?;
    desk.write(|writing| store_settings(writing, &request))?;
    Ok(request)
}

fn check_settings(settings: &Settings) -> Result<(), DeskError> {
    if settings.branch.trim().is_empty() {
        return Err(DeskError::with(ErrorCode::BranchMissing, "branch"));
    }
    if settings.secretary.name.trim().is_empty() {
        return Err(DeskError::with(ErrorCode::BranchMissing, "secretary"));
    }
    check::line("branch", &settings.branch)?;
    check::name("secretary", &settings.secretary.name)?;
    check::line("secretary.post", &settings.secretary.post)?;
    check::line("talk_place", &settings.talk_place)?;
    check::participants("others", &settings.others)
}
