//! Journeys through the real window: the built program under WebKitWebDriver, as a user sees it.
//!
//! They need a display and the debug build of `zhixin-app`; `cargo xtask test` sets both up. By hand:
//! `dbus-run-session -- xvfb-run -a -s "-screen 0 1400x900x24" cargo test -p zhixin-tests --features e2e --test e2e -- --test-threads=1`
//! Pictures of the pages are left in `target/e2e`.

mod activities;
mod axe;
mod confined;
mod daily;
mod driver;
mod events;
mod files;
mod fixture;
mod gallery;
mod habits;
mod handover;
mod keyboard;
mod lock;
mod main_job;
mod manual;
mod overtime;
mod paper;
mod people;
mod person;
mod promises;
mod rules;
mod security;
mod sheets;
mod speed;
mod today;
