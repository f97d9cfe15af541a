//! 干部任免审批表 in: from the bytes of an exchange file (`.lrmx`) to the person and what is known of him.
//!
//! The order of work: the tags and their texts, then each field by itself. One wrong date costs that date and nothing else.
//! Tags: `../../../../../tests/data/rosters/任免表.lrmx` has all of those that are read.

mod family;
mod fields;
mod model;
mod phrases;
mod xml;

use crate::SheetError;

pub use model::{Appointment, AppointmentEntry, AppointmentField, AppointmentProblem, AppointmentReason};

/// Reads an exchange file of the 干部任免审批表.
///
/// Errors: `NotAnAppointment` for what is no such file, `LegacyLrm` for its predecessor, `Doctype` for one with a document type,
/// `TooLarge`, `Encoding`, `Empty`, and `Broken` for XML that is none. Problems of single fields are in the result.
pub fn read_appointment(bytes: &[u8]) -> Result<Appointment, SheetError> {
    Ok(fields::appointment(&xml::read(bytes)?))
}
