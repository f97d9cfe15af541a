//! The window of 知心: one web view over the command table of `desk`, and what only a desktop program can do:
//! dialogs, printing, one instance, locking when it ends.
//!
//! It holds no rule of the method and no data. Its tests stand beside each module and in `tests/e2e`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod args;
mod guarded;
mod handler;
mod host;
mod linux;
mod lock;
mod place;
#[cfg(target_os = "linux")]
mod portal;
mod print;
#[cfg(test)]
mod settings;
#[cfg(target_os = "linux")]
mod signals;
mod window;

use std::sync::Arc;

use desk::{Desk, FixedDay, World};
use tauri::{Manager, RunEvent};

use crate::args::Args;
use crate::guarded::Guarded;
use crate::handler::Shell;
use crate::host::Dialogs;
use crate::place::Place;

fn main() -> std::process::ExitCode {
    // Before anything else: the same program also reads files for itself, without a window.
    if let Some(code) = desk::serve_reader(std::env::args_os().skip(1)) {
        return code;
    }
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
            lock::watch_idle(app.handle().clone());
            #[cfg(target_os = "linux")]
            {
                let app = app.handle().clone();
                signals::listen(move || lock::lock(&app));
            }
            Ok(())
        })
        .build(context())?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            lock::lock_for_exit(app);
            print::sweep();
        }
    });
    Ok(())
}

/// The configuration, the page and the permissions, as they are built in.
fn context() -> tauri::Context {
    tauri::generate_context!()
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
    Ok(Shell::new(Guarded::new(desk), Dialogs::new(app.handle().clone(), args.answers), place))
}

/// Panics say where, never what: a message may quote a record.
fn silence_panics() {
    std::panic::set_hook(Box::new(|info| eprintln!("{}", told(info))));
}

fn told(info: &std::panic::PanicHookInfo<'_>) -> String {
    let at = info.location().map(ToString::to_string).unwrap_or_default();
    format!("zhixin-app: internal error at {at}")
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    #[test]
    fn a_panic_quotes_nothing() {
        static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(|info| TOLD.lock().unwrap().push(super::told(info))));
        let record = std::hint::black_box("张三家庭困难");
        let _ = std::panic::catch_unwind(|| panic!("{record}"));
        std::panic::set_hook(before);
        let told = TOLD.lock().unwrap().join("\n");
        assert!(told.contains("internal error at") && told.contains("main.rs"), "{told}");
        assert!(!told.contains(record), "{told}");
    }
}
