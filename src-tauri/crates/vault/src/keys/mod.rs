//! The data key, what is derived from it, and the two files that keep it wrapped.

mod cost;
mod derive;
mod file;
mod recovery;
mod slot;
mod store;

pub use cost::KdfCost;
pub(crate) use derive::{DataKey, Keys};
pub(crate) use derive::{mac, mac_fits};
pub(crate) use file::{KeyFile, MOST_SLOTS, Unproven};
pub use recovery::RecoveryKey;
pub use slot::{Password, Secret, SlotKind};
pub(crate) use slot::{Slot, SlotBody};
pub(crate) use store::{Found, Unwritten, all_names, any_copy, read_best, read_copy, write_both};

/// The version of the layout of `keys.*` that this program writes, and the newest that it reads.
pub(crate) const FORMAT: u16 = 1;
