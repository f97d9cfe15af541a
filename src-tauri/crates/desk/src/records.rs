//! Small words over the store: a record that must be there, an entry in the operations log.

use serde::Serialize;
use vault::{Reading, VaultError, Writing, body_hash};

use crate::{DeskError, ErrorCode};

/// The record, or `not_found`.
pub(crate) fn known<T>(found: Result<Option<T>, VaultError>) -> Result<T, DeskError> {
    found?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// An entry in the operations log with the hash of what was stored, deleted or asked for.
pub(crate) fn log(writing: &Writing<'_>, action: &str, object: &str, record: &impl Serialize) -> Result<(), DeskError> {
    Ok(writing.log(action, object, Some(body_hash(record)?))?)
}

/// How many entries the operations log has; any change of the ledger adds one.
pub(crate) fn log_entries(reading: &Reading<'_>) -> Result<u64, DeskError> {
    Ok(reading.log_head()?.seq)
}
