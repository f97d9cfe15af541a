//! What the secretary can do: the use cases of the program over `method`, `vault`, `paper` and `sheet`,
//! the types that cross the border to the page, the error codes, and the table of commands.
//!
//! The crate knows no window and must never depend on Tauri; dialogs and printing come through [`Host`].
//! No text that a user reads is made here but what is printed or written into a ledger.
//!
//! Tests: beside each module for what is pure, and the workspace member `tests` for whole cases on real ledgers and files.

mod about;
mod activities;
mod appointment;
mod archive;
mod attachments;
mod backups;
mod birthdays;
mod border;
mod brief;
mod calendar;
mod cards;
mod changes;
mod check;
mod contacts;
mod convert;
mod duties;
mod error;
mod events;
mod examples;
mod file;
mod forms;
mod guesses;
mod handover;
mod host;
mod imports;
mod indicators;
mod knowing;
mod ledgers;
mod lists;
mod logbook;
mod lookup;
mod manual;
mod overtime;
mod overtime_in;
mod papers;
mod people;
mod print;
mod printing;
mod promises;
mod reader;
mod records;
mod retention;
mod roster;
mod rules;
mod scans;
mod scratch;
mod search;
mod session;
mod sheets;
mod slots;
mod statistics;
mod strength;
mod suggestions;
mod table;
mod talks;
mod today;
mod upkeep;
mod visits;
mod work;

pub use border::*;
pub use error::{DeskError, ErrorCode};
pub use events::EVENT_PAGE;
pub use host::{FileKind, Host, NoHost};
pub use print::print_with_cups;
pub use reader::{READER_ARGUMENT, Reader, serve_reader};
pub use roster::ROSTER_PAGE;
pub use session::{Desk, default_place};
pub use table::{CommandInfo, NAMES, call, describe, typescript};
pub use vault::{BACKUP_ENDING, Clock, FixedDay, KdfCost, World};
pub use work::Work;
