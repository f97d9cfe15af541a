//! What the program says of itself.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which program it is, by which rules it counts, and where everything lies.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AboutView {
    /// The program's version.
    pub version: String,
    /// The source that it was built of, as a short commit; none in a build that does not say.
    pub commit: Option<String>,
    /// The day of that source; never the day of the build, so that the same source always gives the same program.
    pub day: Option<NaiveDate>,
    /// The schema of the ledger.
    pub schema: u32,
    /// The rule pack's title.
    pub rules: String,
    /// Its version.
    pub rules_version: u32,
    /// The last year whose working days are announced.
    pub calendar_until: Option<i32>,
    /// Where the ledger lies, for showing only; its operations log is in it.
    pub place: String,
    /// Where its own backups lie, for showing only.
    pub backups: String,
}
