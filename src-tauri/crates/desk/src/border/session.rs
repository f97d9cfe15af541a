//! The ledger as a whole: making, unlocking, locking, its settings.

use chrono::NaiveDate;
use method::Participant;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the page must know before anything is unlocked; no name of a person or branch is in it while locked.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AppStatus {
    /// Where the ledger is or will be made, for showing only.
    pub place: String,
    /// Whether there is a ledger at that place.
    pub exists: bool,
    /// Whether it is unlocked.
    pub unlocked: bool,
    /// The program's version.
    pub version: String,
    /// Today.
    pub today: NaiveDate,
    /// What today is.
    pub day: DayView,
    /// The ledger's settings, once it is unlocked.
    pub settings: Option<Settings>,
    /// What was noticed at unlocking, as `old_keys_put_back`.
    pub notices: Vec<String>,
}

/// What kind of day it is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DayView {
    /// Whether one works on it.
    pub workday: bool,
    /// The holiday's name, for days off and make-up days.
    pub holiday: Option<String>,
    /// Whether the year's arrangement has not been announced.
    pub provisional: bool,
}

/// The request to choose where the ledger is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VaultChoose {
    /// A place for a new ledger rather than an existing one.
    pub create: bool,
}

/// The request to make a ledger at the chosen place.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VaultCreate {
    /// At least [`MIN_PASSWORD`] characters.
    pub password: String,
    /// 支部 (单位) as forms print it.
    pub branch: String,
    /// The secretary's name.
    pub secretary: String,
    /// The secretary's post; empty for 党支部书记.
    #[serde(default)]
    pub post: String,
}

/// The least number of characters of a password.
pub const MIN_PASSWORD: usize = 8;

/// The request to unlock the ledger at the chosen place.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VaultUnlock {
    /// The password.
    pub password: String,
}

/// What checking the whole ledger found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VaultReport {
    /// Whether everything is as it should be.
    pub sound: bool,
    /// What is not, as codes with the place.
    pub faults: Vec<String>,
    /// How many persons there are.
    pub persons: u32,
    /// How many talks.
    pub talks: u32,
    /// How many visits.
    pub visits: u32,
    /// How many entries the operations log has.
    pub log_entries: u32,
}

/// The branch and the habits of its ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// 支部 (单位) as forms print it.
    pub branch: String,
    /// The secretary, who talks and visits unless another is named.
    pub secretary: Secretary,
    /// Others who may talk or visit.
    #[serde(default)]
    pub others: Vec<Participant>,
    /// Where talks usually take place.
    #[serde(default)]
    pub talk_place: String,
}

/// The branch secretary as forms print him.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Secretary {
    /// 姓名.
    pub name: String,
    /// 职务.
    pub post: String,
}

impl std::fmt::Debug for VaultCreate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VaultCreate { .. }")
    }
}

impl std::fmt::Debug for VaultUnlock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VaultUnlock { .. }")
    }
}
