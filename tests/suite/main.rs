//! Whole cases of the program through its command table, on real ledgers and real files, and through the terminal.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod actions;
mod any_order;
mod any_request;
mod any_text;
mod archive;
mod attachments;
mod backups;
mod birthdays;
mod brief;
mod clock;
mod commands;
mod duties;
mod entries;
mod forms;
mod full_disk;
mod hostile;
mod killed;
mod knowing;
mod leaks;
mod logbook;
mod main_job;
mod overtime;
mod papers;
mod printers;
mod promises;
mod records;
mod refusals;
mod retention;
mod rosters;
mod rules;
mod scan_files;
mod scans;
mod search;
mod shapes;
mod slots;
mod still_owed;
mod streaks;
mod terminal;
mod way_back;
