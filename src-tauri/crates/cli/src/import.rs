//! Importing files: what would happen in words or as JSON, doing it, and taking it back.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use desk::{DeskError, ErrorCode};
use serde_json::{Map, Value, json};

use crate::import_files::{appointment, overtime};
use crate::run::{Session, line, show};

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The ledger.
    pub(crate) vault: PathBuf,
    /// The file.
    #[arg(required_unless_present_any = ["undo", "list"])]
    pub(crate) file: Option<PathBuf>,
    /// What kind of file it is; without it the name tells.
    #[arg(long)]
    kind: Option<ImportKind>,
    /// Only say what would happen.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The sheet to read.
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// The row that names the columns, the lowest of several.
    #[arg(long, value_name = "ROW")]
    header: Option<u32>,
    /// What a column holds, as 到所时间=work_since; `extra` keeps it as a further field, `skip` leaves it out.
    #[arg(long = "map", value_name = "TITLE=FIELD")]
    maps: Vec<String>,
    /// Take whoever only bears the same name for the same person; without it such rows are left out.
    #[arg(long, conflicts_with = "other")]
    pub(crate) same: bool,
    /// Take whoever only bears the same name for somebody new.
    #[arg(long)]
    pub(crate) other: bool,
    /// Take the newest import back.
    #[arg(long, conflicts_with_all = ["file", "list"])]
    undo: bool,
    /// List the newest imports.
    #[arg(long, conflicts_with = "file")]
    list: bool,
    /// The month that an overtime sheet is of, when it does not say so itself.
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) month: Option<String>,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ImportKind {
    /// 花名册.
    Roster,
    /// 加班考勤表.
    Overtime,
    /// 任免审批表.
    Lrmx,
}

pub(crate) fn run(session: &mut Session, args: &ImportArgs) -> Result<(), DeskError> {
    if args.undo || args.list {
        let imports = session.call("import_list", Value::Null)?;
        let done = if args.undo {
            // The newest that was not taken back; an older one does not take its place.
            let newest = imports.as_array().into_iter().flatten().find(|import| import["undone"] == Value::Bool(false));
            let id = newest.ok_or(ErrorCode::ImportNotKept)?["id"].clone();
            json!([session.call("import_undo", json!({"id": id}))?])
        } else {
            imports
        };
        return if args.json { show(&done) } else { show_imports(&done) };
    }
    let Some(file) = &args.file else { return Ok(()) };
    session.host.from = Some(file.clone());
    match args.kind.unwrap_or_else(|| kind_of(file)) {
        ImportKind::Roster => roster(session, args),
        ImportKind::Overtime => overtime(session, args),
        ImportKind::Lrmx => appointment(session, args),
    }
}

/// The kind that the file's name tells.
fn kind_of(file: &Path) -> ImportKind {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    match file.extension() {
        Some(ending) if ending.eq_ignore_ascii_case("lrmx") => ImportKind::Lrmx,
        _ if name.contains("加班") => ImportKind::Overtime,
        _ => ImportKind::Roster,
    }
}

fn roster(session: &mut Session, args: &ImportArgs) -> Result<(), DeskError> {
    let mut plan = session.call("roster_choose", Value::Null)?;
    if let Some(sheet) = &args.sheet
        && plan["sheet"] != json!(sheet)
    {
        let choices = json!({"sheet": sheet});
        plan = session.call("roster_read", json!({"token": plan["token"], "choices": choices}))?;
    }
    if args.header.is_some() || !args.maps.is_empty() {
        let mut choices = plan["choices"].clone();
        choices["sheet"] = plan["sheet"].clone();
        if let Some(header) = args.header {
            choices["header_row"] = header.into();
        }
        let mut fields = choices["fields"].as_object().cloned().unwrap_or_default();
        fields.extend(maps(&args.maps)?);
        choices["fields"] = fields.into();
        if plan["sheets"].as_array().is_some_and(|sheets| sheets.len() < 2) {
            choices["sheet"] = Value::Null;
        }
        plan = session.call("roster_read", json!({"token": plan["token"], "choices": choices}))?;
    }
    if plan["header_row"] == 0 {
        return Err(ErrorCode::NoHeader.into());
    }
    if args.same || args.other {
        let who = if args.same { "same" } else { "other" };
        let request = json!({"token": plan["token"], "row": null, "who": {"who": who}});
        plan = session.call("roster_answer", request)?;
    }
    if args.dry_run {
        plan["rows"] = rows(session, &plan["token"])?;
        return if args.json { show(&plan) } else { show_plan(&plan) };
    }
    let result = session.call("roster_apply", json!({"token": plan["token"]}))?;
    if args.json { show(&result) } else { line(&counts(&result, false)) }
}

fn maps(maps: &[String]) -> Result<Map<String, Value>, DeskError> {
    let pairs = maps.iter().map(|map| {
        let (title, field) = map.rsplit_once('=').ok_or_else(|| DeskError::with(ErrorCode::BadRequest, "map"))?;
        Ok((title.to_owned(), field.into()))
    });
    pairs.collect()
}

/// All rows of a plan, page after page.
fn rows(session: &mut Session, token: &Value) -> Result<Value, DeskError> {
    let mut rows = Vec::new();
    for page in 0.. {
        let found = session.call("roster_rows", json!({"token": token, "page": page}))?;
        match found.as_array() {
            Some(found) if !found.is_empty() => rows.extend(found.iter().cloned()),
            _ => break,
        }
    }
    Ok(rows.into())
}

fn show_plan(plan: &Value) -> Result<(), DeskError> {
    line(&format!("工作表 {}，表头在第 {} 行", text(&plan["sheet"]), plan["header_row"]))?;
    for column in plan["columns"].as_array().into_iter().flatten() {
        let hidden = if column["hidden"] == Value::Bool(true) { "（隐藏列）" } else { "" };
        line(&format!(
            "  {} {} → {}{hidden}",
            text(&column["letter"]),
            text(&column["title"]),
            text(&column["field"])
        ))?;
    }
    if plan["remembered"] == Value::Bool(true) {
        line("已按上次的对应方式")?;
    }
    for row in plan["rows"].as_array().into_iter().flatten() {
        line(&format!("第 {} 行 {}：{}", row["row"], text(&row["name"]), action_words(&row["action"])))?;
        for problem in row["problems"].as_array().into_iter().flatten() {
            let letter = problem["letter"].as_str().map(|letter| format!("{letter} 列 ")).unwrap_or_default();
            let column = text(&problem["column"]);
            line(&format!("    {letter}{column} {} {}", text(&problem["reason"]), text(&problem["value"])))?;
        }
    }
    line(&counts(plan, true))
}

fn action_words(action: &Value) -> String {
    match action["action"].as_str().unwrap_or_default() {
        "new" => "新增".to_owned(),
        "same" => "不变".to_owned(),
        "rejected" => "不能导入".to_owned(),
        "asked" => "只有姓名相同，没有说明是不是同一人，不导入".to_owned(),
        _ => {
            let fields = action["fields"].as_array().into_iter().flatten();
            let change = |change: &Value| {
                format!("{} {} → {}", text(&change["field"]), text(&change["from"]), text(&change["to"]))
            };
            format!("更新 {}", fields.map(change).collect::<Vec<_>>().join("，"))
        }
    }
}

fn counts(of: &Value, planned: bool) -> String {
    let will = if planned { "将" } else { "" };
    format!(
        "{will}新增 {} 人，更新 {} 人，不变 {} 人，待确认 {} 行，不能导入 {} 行",
        of["new"], of["changed"], of["same"], of["asked"], of["rejected"]
    )
}

fn show_imports(imports: &Value) -> Result<(), DeskError> {
    for import in imports.as_array().into_iter().flatten() {
        let kind = match import["kind"].as_str().unwrap_or_default() {
            "roster" => "花名册",
            "appointment" => "任免审批表",
            _ => "加班考勤表",
        };
        let state = match (&import["undone"], &import["undoable"]) {
            (Value::Bool(true), _) => "已撤销",
            (_, Value::Bool(true)) => "可以撤销",
            _ => "",
        };
        let at = text(&import["at"]);
        let at = at.get(..16).unwrap_or(&at).replace('T', " ");
        line(&format!("{at}  {kind}  新增 {}，更新 {}  {state}", import["added"], import["changed"]))?;
    }
    Ok(())
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
