//! Carrying out what was typed.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use desk::{Desk, DeskError, ErrorCode, FixedDay, KdfCost, World};
use serde_json::{Value, json};

use crate::args::{Args, Command, ManualLang, PrintKind};
use crate::host::Terminal;
use crate::{demo, export, import, password, scan};

/// Runs one command line; everything goes through the command table.
pub(crate) fn run(args: Args) -> Result<(), DeskError> {
    match &args.command {
        Command::Commands => show(&serde_json::to_value(desk::describe()).map_err(|_| ErrorCode::Internal)?),
        Command::Demo { dir, people: Some(people), records: Some(records) } => {
            demo::make_large(dir, args.today, *people, *records)
        }
        Command::Demo { dir, .. } => demo::make(dir, args.today),
        Command::New { vault, branch, secretary } => {
            let mut session = Session::at(vault, args.today)?;
            let password = password::read(&args)?;
            session.call("vault_create", json!({"password": *password, "branch": branch, "secretary": secretary}))?;
            session.end()
        }
        Command::Import(import) => {
            let mut session = Session::unlocked(&args, &import.vault, args.today)?;
            import::run(&mut session, import)?;
            session.end()
        }
        Command::Owed { vault, on, json } => {
            let mut session = Session::unlocked(&args, vault, on.or(args.today))?;
            let duties = session.call("duty_list", json!({}))?;
            if *json {
                show(&duties)?
            } else {
                show_owed(&duties)?
            }
            session.end()
        }
        Command::Print { vault, kind, id, o } => {
            let mut session = Session::unlocked(&args, vault, args.today)?;
            session.host.to = Some(o.clone());
            let request = sheet_request(&mut session, *kind, id)?;
            session.call("sheet_save", request)?;
            session.end()
        }
        Command::Export(wishes) => {
            let mut session = Session::unlocked(&args, &wishes.vault, args.today)?;
            export::run(&mut session, wishes)?;
            session.end()
        }
        Command::Scan { vault, files, json } => {
            let mut session = Session::unlocked(&args, vault, args.today)?;
            session.host.files.clone_from(files);
            let report = session.call("scan_choose", Value::Null)?;
            if *json {
                show(&report)?;
            } else {
                scan::show_report(&report)?;
            }
            session.end()
        }
        Command::Verify { vault } => {
            let is_backup = vault.is_file();
            let mut session = Session::at(vault, args.today)?;
            session.host.from = Some(vault.clone());
            let command = if is_backup { "backup_verify" } else { "vault_examine" };
            let password = password::read(&args)?;
            let report = session.call(command, json!({"password": *password}))?;
            show(&report)?;
            match report["sound"] == Value::Bool(true) {
                true => Ok(()),
                false if is_backup => Err(ErrorCode::BackupDamaged.into()),
                false => Err(ErrorCode::DatabaseDamaged.into()),
            }
        }
        Command::Backup { vault, to } => {
            let mut session = Session::unlocked(&args, vault, args.today)?;
            session.host.to = to.clone();
            let place = if to.is_some() { "chosen" } else { "default" };
            show(&session.call("backup_make", json!({"to": place}))?)?;
            session.end()
        }
        Command::Restore { file, dir } => {
            let mut session = Session::at(dir, args.today)?;
            session.host = Terminal { from: Some(file.clone()), place: Some(dir.clone()), ..Terminal::default() };
            let password = password::read(&args)?;
            show(&session.call("backup_restore", json!({"password": *password}))?)?;
            session.end()
        }
        Command::Manual { lang, out } => {
            // It needs no ledger; what there is at this place is not touched.
            let mut session = Session::at(out, args.today)?;
            session.host.to = Some(out.clone());
            let language = if matches!(lang, ManualLang::En) { "en" } else { "zh-CN" };
            session.call("manual_save", json!({"language": language})).map(drop)
        }
        Command::Call { vault, name, request, to, from } => {
            // These make or unlock the ledger themselves, or need no unlocked one.
            let mut session = if matches!(name.as_str(), "app_status" | "vault_create" | "vault_unlock") {
                Session::at(vault, args.today)?
            } else {
                Session::unlocked(&args, vault, args.today)?
            };
            session.host = Terminal { to: to.clone(), from: from.clone(), ..Terminal::default() };
            // After the password, which is the first line where both come from standard input.
            let request = read_request(request.as_deref())?;
            show(&session.call(name, request)?)?;
            session.end()
        }
    }
}

/// A desk with its ledger, and where its files go.
pub(crate) struct Session {
    pub(crate) desk: Desk,
    pub(crate) host: Terminal,
}

impl Session {
    fn at(vault: &Path, today: Option<NaiveDate>) -> Result<Self, DeskError> {
        let mut world = World::real();
        if let Some(day) = today {
            world.clock = Arc::new(FixedDay(day));
        }
        Ok(Self { desk: Desk::new(world, vault.to_path_buf(), cost())?, host: Terminal::default() })
    }

    fn unlocked(args: &Args, vault: &Path, today: Option<NaiveDate>) -> Result<Self, DeskError> {
        let mut session = Self::at(vault, today)?;
        let password = password::read(args)?;
        session.call("vault_unlock", json!({"password": *password}))?;
        Ok(session)
    }

    pub(crate) fn call(&mut self, name: &str, request: Value) -> Result<Value, DeskError> {
        desk::call(&mut self.desk, &self.host, name, request)
    }

    fn end(mut self) -> Result<(), DeskError> {
        self.desk.lock()
    }
}

/// What trying one password costs; tests ask for the least, as they unlock hundreds of times.
pub(crate) fn cost() -> KdfCost {
    match std::env::var_os("ZHIXIN_LEAST_KDF_COST") {
        Some(_) if cfg!(debug_assertions) => KdfCost::LEAST,
        _ => KdfCost::STANDARD,
    }
}

fn sheet_request(session: &mut Session, kind: PrintKind, id: &str) -> Result<Value, DeskError> {
    let sheet = match kind {
        PrintKind::Talk => return stored_sheet(session, "talk", "talk_list", id),
        PrintKind::Visit => return stored_sheet(session, "visit", "visit_list", id),
        PrintKind::Brief => return Ok(json!({"sheet": "brief", "of": {"person": id}})),
        PrintKind::Card => {
            return Ok(json!({"sheet": "card", "of": {"person": id, "facets": ["resume", "hobby", "performance"]}}));
        }
        PrintKind::Disposal => return Ok(json!({"sheet": "disposal", "person": id})),
        PrintKind::Extract => return Ok(json!({"sheet": "extract", "person": id})),
        PrintKind::Ruler => return Ok(json!({"sheet": "ruler"})),
        PrintKind::Sheet => return read_request(Some(id)),
        PrintKind::TalkBlank => "talk_blank",
        PrintKind::VisitBlank => "visit_blank",
    };
    if id == "-" {
        return Ok(json!({"sheet": sheet, "person": null, "duty": null}));
    }
    // The id of a duty prints its purpose too.
    let duties = session.call("duty_list", json!({"all": true}))?;
    let is_duty = duties.as_array().is_some_and(|duties| duties.iter().any(|duty| duty["id"] == id));
    Ok(match is_duty {
        true => json!({"sheet": sheet, "person": null, "duty": id}),
        false => json!({"sheet": sheet, "person": id, "duty": null}),
    })
}

/// The sheet of a stored record; `-` is the newest.
fn stored_sheet(session: &mut Session, sheet: &str, list: &str, id: &str) -> Result<Value, DeskError> {
    if id != "-" {
        return Ok(json!({"sheet": sheet, "id": id}));
    }
    let rows = session.call(list, json!({}))?;
    let saved = rows.as_array().into_iter().flatten().find(|row| row["state"] != "draft");
    Ok(json!({"sheet": sheet, "id": saved.ok_or(ErrorCode::NotFound)?["id"]}))
}

/// The longest request on standard input, in bytes; the longest record is far shorter.
const REQUEST_LIMIT: u64 = 4 * 1024 * 1024;

fn read_request(request: Option<&str>) -> Result<Value, DeskError> {
    let text = match request {
        None => return Ok(Value::Null),
        Some("-") => {
            let mut text = String::new();
            let mut input = std::io::stdin().lock().take(REQUEST_LIMIT + 1);
            input.read_to_string(&mut text).map_err(|_| ErrorCode::BadRequest)?;
            if text.len() as u64 > REQUEST_LIMIT {
                return Err(ErrorCode::TooLarge.into());
            }
            text
        }
        Some(text) => text.to_owned(),
    };
    serde_json::from_str(&text).map_err(|_| DeskError::with(ErrorCode::BadRequest, "json"))
}

/// Prints an answer as JSON.
pub(crate) fn show(answer: &Value) -> Result<(), DeskError> {
    let text = serde_json::to_string_pretty(answer).map_err(|_| ErrorCode::Internal)?;
    line(&text)
}

/// Prints a line; a reader that has gone away is no failure of ours.
pub(crate) fn line(text: &str) -> Result<(), DeskError> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(ErrorCode::Io.into()),
        _ => Ok(()),
    }
}

/// One line for each duty that an event makes owed, and one for each routine (例行) with how many are still owed it.
fn show_owed(duties: &Value) -> Result<(), DeskError> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut routines: BTreeMap<(String, String), u32> = BTreeMap::new();
    for duty in duties.as_array().into_iter().flatten() {
        if duty["category"] == 0 {
            *routines.entry((text(&duty["due"]), text(&duty["event"]["title"]))).or_default() += 1;
            continue;
        }
        let seal = if duty["kind"] == "talk" { "谈" } else { "访" };
        let part = match duty["part"].as_str() {
            Some("before") => "之前",
            Some("after") => "之后",
            Some("joint") => "共同谈话",
            Some("follow_up") => "回访",
            Some("second_follow_up") => "再次回访",
            _ => "",
        };
        let provisional = if duty["provisional"] == Value::Bool(true) { "（暂定）" } else { "" };
        let state = match duty["state"]["state"].as_str() {
            Some("overdue") => format!("逾期 {} 个工作日", duty["state"]["workdays"]),
            Some("today") => "今天".to_owned(),
            _ => String::new(),
        };
        line(&format!(
            "{seal}  {}  {}{part} {}  期限 {}{provisional}  {state}",
            text(&duty["person"]["name"]),
            text(&duty["event"]["title"]),
            text(&duty["event"]["day"]),
            text(&duty["due"]),
        ))?;
    }
    for ((due, title), count) in routines {
        line(&format!("例行  {title}  期限 {due}  还有 {count} 人"))?;
    }
    Ok(())
}

/// The folder of the demonstration ledger inside `dir`.
pub(crate) fn demo_place(dir: &Path) -> PathBuf {
    dir.join("演示账本.zhixin")
}
