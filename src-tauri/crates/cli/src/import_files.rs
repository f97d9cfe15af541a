//! Importing overtime sheets and appointment forms.

use desk::{DeskError, ErrorCode};
use serde_json::{Value, json};

use crate::import::{ImportArgs, text};
use crate::run::{Session, line, show};

pub(crate) fn overtime(session: &mut Session, args: &ImportArgs) -> Result<(), DeskError> {
    let mut plan = session.call("overtime_choose", Value::Null)?;
    if args.sheet.is_some() || args.month.is_some() {
        let (year, month) = args.month.as_deref().map(year_and_month).transpose()?.unzip();
        let request = json!({"token": plan["token"], "sheet": args.sheet, "year": year, "month": month});
        plan = session.call("overtime_read", request)?;
    }
    if plan["month_missing"] == Value::Bool(true) {
        return Err(DeskError::with(ErrorCode::FieldMissing, "--month"));
    }
    if args.dry_run {
        return if args.json { show(&plan) } else { show_overtime(&plan) };
    }
    let result = session.call("overtime_apply", json!({"token": plan["token"]}))?;
    if args.json { show(&result) } else { line(&days(&result, "")) }
}

fn year_and_month(text: &str) -> Result<(i32, u32), DeskError> {
    let parts = text.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    parts.ok_or_else(|| DeskError::with(ErrorCode::BadDate, "month"))
}

fn show_overtime(plan: &Value) -> Result<(), DeskError> {
    line(&format!("工作表 {}，表头在第 {} 行", text(&plan["sheet"]), plan["header_row"]))?;
    for row in plan["rows"].as_array().into_iter().flatten() {
        line(&format!("第 {} 行 {}", row["row"], text(&row["person"]["name"])))?;
        for day in row["days"].as_array().into_iter().flatten().filter(|day| day["from"] != day["to"]) {
            line(&format!("    {} {} → {} 分钟", text(&day["day"]), day["from"], day["to"]))?;
        }
    }
    for one in plan["problems"].as_array().into_iter().flatten() {
        let column = one["column"].as_str().filter(|column| !column.is_empty());
        let column = column.map(|column| format!(" {column} 列")).unwrap_or_default();
        let (name, reason, value) = (text(&one["name"]), text(&one["reason"]), text(&one["value"]));
        line(&format!("第 {} 行{column} {name} {reason} {value}", one["row"]))?;
    }
    for change in plan["changes"].as_array().into_iter().flatten() {
        let duty = &change["duty"];
        line(&format!(
            "应访 {} {} 期限 {}",
            text(&duty["person"]["name"]),
            text(&change["change"]),
            text(&duty["due"])
        ))?;
    }
    line(&days(plan, "将"))
}

fn days(of: &Value, will: &str) -> String {
    format!(
        "{will}新增 {} 天，改动 {} 天，不变 {} 天，不能导入 {} 格",
        of["new"], of["changed"], of["same"], of["rejected"]
    )
}

pub(crate) fn appointment(session: &mut Session, args: &ImportArgs) -> Result<(), DeskError> {
    let mut plan = session.call("appointment_choose", Value::Null)?;
    // The terminal reads one file at a time, so that its failure is the command's.
    if let Some(error) = plan["files"].get(0).filter(|file| !file["error"].is_null()) {
        return Err(serde_json::from_value(error["error"].clone()).map_err(|_| ErrorCode::Internal)?);
    }
    if (args.same || args.other) && plan["files"][0]["action"]["action"] == "asked" {
        let who = if args.same { "same" } else { "other" };
        let request = json!({"token": plan["token"], "file": 0, "who": {"who": who}});
        plan = session.call("appointment_answer", request)?;
    }
    if args.dry_run {
        return if args.json { show(&plan) } else { show_appointment(&plan["files"][0]) };
    }
    let result = session.call("appointment_apply", json!({"token": plan["token"]}))?;
    if args.json {
        return show(&result);
    }
    line(&format!(
        "新增 {} 人，更新 {} 人，不变 {} 人，没有导入 {} 份；六知晓新增 {} 条",
        result["new"], result["changed"], result["same"], result["left_out"], result["entries_new"]
    ))
}

fn show_appointment(file: &Value) -> Result<(), DeskError> {
    let action = match file["action"]["action"].as_str().unwrap_or_default() {
        "new" => "新增",
        "changed" => "更新",
        "same" => "不变",
        "asked" => "只有姓名相同，没有说明是不是同一人，不导入",
        _ => "不能导入",
    };
    line(&format!("{}：{action}", text(&file["name"])))?;
    for change in file["fields"].as_array().into_iter().flatten() {
        line(&format!("    {} {} → {}", text(&change["field"]), text(&change["from"]), text(&change["to"])))?;
    }
    for entry in file["entries"].as_array().into_iter().flatten() {
        let step = match entry["step"].as_str().unwrap_or_default() {
            "new" => "新增",
            "same" => "已有",
            "differs" => "不同，保留账本里的",
            _ => "不能导入",
        };
        line(&format!("    {} {}：{step}", text(&entry["facet"]), text(&entry["body"]["kind"])))?;
    }
    for problem in file["problems"].as_array().into_iter().flatten() {
        line(&format!("    {} {} {}", text(&problem["field"]), text(&problem["reason"]), text(&problem["value"])))?;
    }
    Ok(())
}
