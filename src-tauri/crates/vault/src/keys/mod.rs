//! The data key, what is derived from it, and the two files that keep it wrapped.

mod derive;
mod file;
mod slot;
mod store;

pub(crate) use derive::{DataKey, Keys};
pub(crate) use derive::{mac, mac_fits};
pub(crate) use file::KeyFile;
pub(crate) use slot::Slot;
pub use slot::{KdfCost, Password};
pub(crate) use store::{Found, all_names, any_copy, read_best, write_both};

/// The version of the layout of `keys.*` that this program writes, and the newest that it reads.
pub(crate) const FORMAT: u16 = 1;
