//! Whole cases of the program through its command table, on real ledgers and real files, and through the terminal.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod commands;
mod duties;
mod full_disk;
mod hostile;
mod main_job;
mod records;
mod refusals;
mod rosters;
mod terminal;
