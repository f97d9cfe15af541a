//! The window of 知心: one web view over the command table of `desk`, and what only a desktop program can do:
//! dialogs, printing, one instance, locking when it ends.
//!
//! It holds no rule of the method and no data. Its tests stand beside each module and in `tests/e2e`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod args;
mod asked;
mod guarded;
mod habits;
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

use std::path::Path;
use std::sync::Arc;

use desk::{Desk, FixedDay, World};
use tauri::{AppHandle, Manager, RunEvent};

use crate::args::Args;
use crate::asked::Asked;
use crate::guarded::Guarded;
use crate::handler::Shell;
use crate::host::Dialogs;
use crate::place::Place;

/// The package's `zhixin` asks for the terminal's program so, see `linux/zhixin`.
#[cfg(target_os = "linux")]
const TERMINAL: &str = "--terminal";

fn main() -> std::process::ExitCode {
    // Before anything else: the same program also reads files for itself, without a window.
    if let Some(code) = desk::serve_reader(std::env::args_os().skip(1)) {
        return code;
    }
    #[cfg(target_os = "linux")]
    if std::env::args_os().nth(1).is_some_and(|first| first == TERMINAL) {
        return cli::main(std::iter::once("zhixin".into()).chain(std::env::args_os().skip(2)));
    }
    // Before any thread starts and before GTK reads its surroundings.
    linux::prepare();
    silence_panics();
    let here = std::env::current_dir().unwrap_or_default();
    let args = match Args::read(std::env::args_os().skip(1), &here) {
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
        .plugin(tauri_plugin_single_instance::init(again))
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
    app.run(|app, event| match event {
        RunEvent::Exit => {
            lock::lock_for_exit(app);
            print::sweep();
        }
        // macOS names a file that was double-clicked in an event, not on the command line.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let files = urls.iter().filter_map(|url| url.to_file_path().ok());
            if let Some(asked) = files.filter_map(|file| Asked::read(file.as_os_str(), Path::new("/"))).next() {
                window::show(app);
                take_up(app.clone(), asked);
            }
        }
        _ => {}
    });
    Ok(())
}

/// The program was started a second time, perhaps by a double click on a ledger or a backup.
fn again(app: &AppHandle, options: Vec<String>, from: String) {
    window::show(app);
    let args = Args::read(options.into_iter().skip(1).map(Into::into), Path::new(&from));
    if let Ok(Args { asked: Some(asked), .. }) = args {
        take_up(app.clone(), asked);
    }
}

/// Keeps what was asked for until the ledger is locked; if it is locked already, the page is loaded anew and asks how things stand.
fn take_up(app: AppHandle, asked: Asked) {
    // Apart from the window's own thread, as a command that is running holds the desk.
    std::thread::spawn(move || {
        let Some(shell) = app.try_state::<Arc<Shell>>() else { return };
        if shell.desk.place().is_some_and(|place| Asked::Ledger(place) == asked) {
            return;
        }
        shell.host.waiting.put(asked);
        if shell.desk.is_open() {
            // What is open stays open; the page says that it has to be locked first.
            window::tell(&app, "zhixin-asked");
        } else {
            window::renew(&app);
        }
    });
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
    Ok(Shell::new(Guarded::new(desk), Dialogs::new(app.handle().clone(), args.answers, args.asked), place))
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
