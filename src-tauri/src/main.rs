//! The window of 知心: one web view over the command table of `desk`, and what only a desktop program can do:
//! dialogs, printing, one instance, locking when it ends.
//!
//! It holds no rule of the method and no data. Its tests stand beside each module and in `tests/e2e`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod args;
mod guesses;
mod handler;
mod host;
mod linux;
mod place;
mod print;
#[cfg(test)]
mod settings;
mod window;

use std::sync::{Arc, Mutex};

use desk::{Desk, FixedDay, World};
use tauri::{Manager, RunEvent};

use crate::args::Args;
use crate::handler::Shell;
use crate::host::Dialogs;
use crate::place::Place;

fn main() -> std::process::ExitCode {
    // Before any thread starts and before GTK reads its surroundings.
    linux::prepare();
    silence_panics();
    let args = match Args::read(std::env::args_os().skip(1)) {
        Ok(args) => args,
        Err(wrong) => {
            eprintln!("zhixin-app: {wrong}");
            return std::process::ExitCode::from(2);
        }
    };
    match run(args) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("zhixin-app: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> Result<(), tauri::Error> {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::show(app)))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(handler::handle)
        .setup(move |app| {
            let shell = shell(app, args)?;
            app.manage(Arc::new(shell));
            window::open(app)?;
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            if let Some(shell) = app.try_state::<Arc<Shell>>() {
                shell.lock_for_exit();
            }
            print::sweep();
        }
    });
    Ok(())
}

/// The desk over the ledger that is named on the command line, else the last one, else the usual place.
fn shell(app: &tauri::App, args: Args) -> Result<Shell, Box<dyn std::error::Error>> {
    let place = Place::new(app.path().app_config_dir()?, args.vault.clone());
    let folder = match place.last() {
        Some(folder) => folder,
        None => desk::default_place(&app.path().document_dir().or_else(|_| app.path().home_dir())?),
    };
    let mut world = World::real();
    if let Some(day) = args.today {
        world.clock = Arc::new(FixedDay(day));
    }
    let desk = Desk::new(world, folder, args::cost())?;
    Ok(Shell::new(Mutex::new(desk), Dialogs::new(app.handle().clone(), args.answers), place))
}

/// Panics say where, never what: a message may quote a record.
fn silence_panics() {
    std::panic::set_hook(Box::new(|info| {
        let at = info.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("zhixin-app: internal error at {at}");
    }));
}
