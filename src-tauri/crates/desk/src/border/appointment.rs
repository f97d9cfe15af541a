//! Import of 干部任免审批表: first what would happen with each file, then doing it.

use method::{EntryBody, Facet, ImportId, PartialDate, PersonId};
use serde::{Deserialize, Serialize};
use sheet::AppointmentProblem;
use ts_rs::TS;

use super::{FieldChange, RosterCandidate, RosterWho};
use crate::{DeskError, ErrorCode};

/// What importing the chosen files would do; nothing is stored yet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AppointmentPlan {
    /// Names this plan to the commands that follow; a newer plan replaces it.
    pub token: String,
    /// The files, in the order in which they were chosen.
    pub files: Vec<AppointmentFile>,
}

/// One file, which is one person's form.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AppointmentFile {
    /// Its place, from 0.
    pub file: u32,
    /// Its name.
    pub file_name: String,
    /// Why it cannot be read; then the rest is empty.
    pub error: Option<DeskError>,
    /// 姓名.
    pub name: String,
    /// 现任职务.
    pub post: String,
    /// 填表时间.
    pub filled_in: Option<PartialDate>,
    /// What would happen with the person.
    pub action: AppointmentAction,
    /// Whom it may mean, when only the name agrees.
    pub candidates: Vec<RosterCandidate>,
    /// Whom it means, as the user said.
    pub who: Option<RosterWho>,
    /// The person's fields that would change, or be filled.
    pub fields: Vec<FieldChange>,
    /// What would be known of him, in the form's order.
    pub entries: Vec<AppointmentEntryView>,
    /// What could not be read, or is doubtful.
    pub problems: Vec<AppointmentProblem>,
    /// What the file holds and is not taken, by the form's tags.
    pub left_out: Vec<String>,
}

/// What would happen with the person of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum AppointmentAction {
    /// A new person.
    New,
    /// A person already known, of whom something changes or becomes known.
    Changed {
        /// Who.
        person: PersonId,
    },
    /// Nothing.
    Same {
        /// Who.
        person: PersonId,
    },
    /// Nothing before the user says whom it means.
    Asked,
    /// Nothing: another of the chosen files is of the same person.
    Twice,
    /// Refused: the file cannot be read, or has no name.
    Rejected,
}

/// Something that a form says of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AppointmentEntryView {
    /// Its place in the file, from 0.
    pub n: u32,
    /// The knowing that it belongs to.
    pub facet: Facet,
    /// What, as it would be stored.
    pub body: EntryBody,
    /// The day that it is of.
    pub day: Option<PartialDate>,
    /// What would happen with it.
    pub step: AppointmentStep,
    /// What the ledger has instead, where it differs; never of a sensitive facet.
    pub known: Option<EntryBody>,
    /// Why it is refused.
    pub refused: Option<ErrorCode>,
}

/// What would happen with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentStep {
    /// It is added.
    New,
    /// The ledger has it.
    Same,
    /// The ledger has another; that stays unless the user says otherwise.
    Differs,
    /// It cannot be stored.
    Refused,
}

/// The request to say whom a file means.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AppointmentAnswer {
    /// The plan's token.
    pub token: String,
    /// The file.
    pub file: u32,
    /// Whom; none to ask again.
    pub who: Option<RosterWho>,
}

/// The request to carry a plan out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AppointmentApply {
    /// The plan's token.
    pub token: String,
    /// What is done otherwise than planned; what is not named is done as planned.
    #[serde(default)]
    pub choices: Vec<AppointmentChoice>,
}

/// What is done with a file otherwise than planned.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AppointmentChoice {
    /// The file.
    pub file: u32,
    /// It is left out.
    #[serde(default)]
    pub leave: bool,
    /// Fields of the person that stay as they are, as `post`.
    #[serde(default)]
    pub keep: Vec<String>,
    /// Entries that take the place of those that they differ from, by their places.
    #[serde(default)]
    pub replace: Vec<u32>,
}

/// What an import of forms did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AppointmentResult {
    /// The import, to take it back; none when it changed nothing.
    pub import: Option<ImportId>,
    /// Persons added.
    pub new: u32,
    /// Persons of whom something changed or became known.
    pub changed: u32,
    /// Persons left as they were.
    pub same: u32,
    /// Files left out, refused, or of which nobody said whom they mean.
    pub left_out: u32,
    /// Entries added.
    pub entries_new: u32,
    /// Entries that took the place of others.
    pub entries_changed: u32,
}
