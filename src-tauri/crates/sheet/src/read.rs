//! Reading any file from outside, asked and answered as data, so that it can be done in a process of its own.

use serde::{Deserialize, Serialize};

use crate::roster;
use crate::{
    Appointment, OvertimeChoices, OvertimeSheet, Roster, RosterChoices, SheetError, read_appointment, read_overtime,
};

/// What kind of file is read, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadRequest {
    /// A roster (花名册).
    Roster {
        /// Tells CSV from other text, and names its only sheet.
        file_name: String,
        /// What the user set right.
        choices: RosterChoices,
    },
    /// An exchange file of the 干部任免审批表.
    Appointment,
    /// A sheet of overtime (加班).
    Overtime {
        /// Tells CSV from other text, and may name the month.
        file_name: String,
        /// What the user set right.
        choices: OvertimeChoices,
    },
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadAnswer {
    /// A roster.
    Roster(Roster),
    /// A 干部任免审批表.
    Appointment(Box<Appointment>),
    /// A sheet of overtime.
    Overtime(OvertimeSheet),
}

/// Reads the bytes as the kind of file that is asked for.
///
/// Errors: see [`SheetError`]; `Broken` too when a parser panics over them.
pub fn read(request: &ReadRequest, bytes: &[u8]) -> Result<ReadAnswer, SheetError> {
    let read = || match request {
        ReadRequest::Roster { file_name, choices } => {
            roster::open_roster(bytes, file_name, choices).map(ReadAnswer::Roster)
        }
        ReadRequest::Appointment => read_appointment(bytes).map(|read| ReadAnswer::Appointment(Box::new(read))),
        ReadRequest::Overtime { file_name, choices } => {
            read_overtime(bytes, file_name, choices).map(ReadAnswer::Overtime)
        }
    };
    std::panic::catch_unwind(read).unwrap_or(Err(SheetError::Broken))
}
