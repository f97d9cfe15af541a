//! Whole ledgers on a real disk: what they keep, and what happens when files or the process are harmed.

// The lint allows this in tests, but not in what they share.
#![allow(clippy::unwrap_used)]

mod archive;
mod attachments;
mod back_with_sheet;
mod backup_faults;
mod backups;
mod common;
mod crash;
mod damage;
mod disk_full;
mod engine;
mod engine_faults;
mod faults;
mod faulty;
mod handover;
mod imports;
mod leaks;
mod papers;
mod promises;
mod records;
mod reencrypt;
mod released;
mod released_office;
mod released_paper;
mod released_whole;
mod scans;
mod size;
mod slots;
mod torn;
