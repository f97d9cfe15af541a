//! Whole cases of the program through its command table, on real ledgers and real files, and through the terminal.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod actions;
mod activities;
mod any_order;
mod any_request;
mod any_text;
mod appointment;
mod archive;
mod attachments;
mod backups;
mod birthdays;
mod brief;
mod clock;
mod commands;
mod duties;
mod entries;
mod event_pages;
mod example;
/// The disk that fails, of the tests of the vault.
#[path = "../../src-tauri/crates/vault/tests/whole/faulty.rs"]
mod faulty;
mod forms;
mod full_disk;
mod handover;
mod hostile;
mod hostile_files;
mod imports;
mod imports_undo;
mod indicators;
mod killed;
mod knowing;
mod leaks;
mod ledger_demo;
mod ledger_exports;
mod ledger_files;
mod ledger_prints;
mod logbook;
mod main_job;
mod manual;
mod overtime;
mod overtime_in;
mod papers;
mod parts;
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
mod statistics;
mod still_owed;
mod streaks;
mod suggestions;
mod terminal;
mod way_back;
