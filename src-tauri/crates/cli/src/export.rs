//! `zhixin export`: one ledger or all of them, as a workbook or as CSV.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use clap::{Args, ValueEnum};
use desk::{DeskError, ErrorCode};
use serde_json::{Value, json};

use crate::run::{Session, line};

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The ledger on disk.
    pub(crate) vault: PathBuf,
    /// Which ledger.
    #[arg(value_name = "LEDGER", required_unless_present = "ledger")]
    which: Option<ExportKind>,
    /// The same as an option.
    #[arg(long, value_name = "LEDGER", conflicts_with = "which")]
    ledger: Option<ExportKind>,
    /// The file to write, or a folder that takes it under its own name.
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
    /// The kind of the file; told by its ending unless given.
    #[arg(long)]
    format: Option<ExportFormat>,
    /// From this day.
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// To this day.
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// Of whom.
    #[arg(long, default_value = "all")]
    people: ExportPeople,
    /// Without those who left.
    #[arg(long, conflicts_with = "with_left")]
    without_left: bool,
    /// With those who left.
    #[arg(long)]
    with_left: bool,
    /// The titles of the columns, with commas between them; the usual ones unless given.
    #[arg(long, value_delimiter = ',', value_name = "TITLES")]
    columns: Option<Vec<String>>,
    /// The titles of sensitive columns that are wanted too.
    #[arg(long, value_delimiter = ',', value_name = "TITLES")]
    sensitive: Vec<String>,
    /// Cover ID numbers, phones and addresses; this is what happens unless --full is given.
    #[arg(long, conflicts_with = "full")]
    masked: bool,
    /// Leave ID numbers, phones and addresses as they are.
    #[arg(long)]
    full: bool,
    /// What the file is for: inspection, report, internal, or in words; kept in the operations log.
    #[arg(long, value_name = "PURPOSE")]
    purpose: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportKind {
    /// 花名册.
    Roster,
    /// 六知晓一览表.
    Knowing,
    /// 应谈应访台账.
    Owed,
    /// 谈心谈话台账.
    Talks,
    /// 走访慰问台账.
    Visits,
    /// 承诺事项台账.
    Promises,
    /// 意见建议台账.
    Suggestions,
    /// 活动台账.
    Activities,
    /// 加班台账.
    Overtime,
    /// 印出未回台账.
    Papers,
    /// 归档文件目录.
    Catalogue,
    /// 统计 of the period, or of this year; a workbook only.
    Statistics,
    /// 指标 of the year in which the period begins, or of this year; a workbook only.
    Indicators,
    /// All ledgers: as one workbook, or as so many CSV files in a folder.
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// A workbook.
    Xlsx,
    /// Comma-separated text.
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportPeople {
    /// Everybody.
    All,
    /// Party members.
    Members,
    /// Those who are none.
    Others,
}

/// Exports what was asked for and says which files were written.
pub(crate) fn run(session: &mut Session, wishes: &ExportArgs) -> Result<(), DeskError> {
    session.host.to = Some(wishes.out.clone());
    let kind = wishes.which.or(wishes.ledger).unwrap_or(ExportKind::All);
    let csv_by_name = wishes.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let csv = wishes.format.map_or(csv_by_name, |format| format == ExportFormat::Csv);
    match (kind, csv) {
        (ExportKind::All, false) => written(&session.call("workbook_export", common(wishes))?),
        (ExportKind::All, true) => {
            let others = [ExportKind::Statistics, ExportKind::Indicators, ExportKind::All];
            for kind in ExportKind::value_variants().iter().filter(|kind| !others.contains(kind)) {
                one(session, wishes, *kind, true)?;
            }
            Ok(())
        }
        (ExportKind::Statistics | ExportKind::Indicators, true) => {
            Err(DeskError::with(ErrorCode::BadRequest, "format"))
        }
        (ExportKind::Statistics, false) => written(&session.call("statistics_export", statistics(session, wishes))?),
        (ExportKind::Indicators, false) => {
            let (from, common) = (statistics(session, wishes)["of"]["from"].clone(), common(wishes));
            let year = from.as_str().and_then(|from| from.get(..4)?.parse::<i32>().ok());
            let purpose = (&common["purpose"], &common["purpose_text"]);
            let request = json!({"year": year, "purpose": purpose.0, "purpose_text": purpose.1});
            written(&session.call("indicator_export", request)?)
        }
        (kind, csv) => one(session, wishes, kind, csv),
    }
}

/// The figures of the period that was given, else of this year.
fn statistics(session: &Session, wishes: &ExportArgs) -> Value {
    let year = wishes.from.or(wishes.to).unwrap_or_else(|| session.desk.today()).year();
    let day = |given: Option<NaiveDate>, month, day| given.or_else(|| NaiveDate::from_ymd_opt(year, month, day));
    let of = json!({"from": day(wishes.from, 1, 1), "to": day(wishes.to, 12, 31)});
    let common = common(wishes);
    json!({"of": of, "purpose": common["purpose"], "purpose_text": common["purpose_text"]})
}

fn one(session: &mut Session, wishes: &ExportArgs, kind: ExportKind, csv: bool) -> Result<(), DeskError> {
    let mut request = common(wishes);
    request["ledger"] = kind.to_possible_value().map(|value| value.get_name().to_owned()).into();
    request["format"] = if csv { "csv" } else { "xlsx" }.into();
    if let Some(columns) = &wishes.columns {
        request["columns"] = json!(columns);
    }
    request["sensitive"] = json!(wishes.sensitive);
    written(&session.call("ledger_export", request)?)
}

/// What one ledger and a workbook are asked for alike.
fn common(wishes: &ExportArgs) -> Value {
    let (purpose, text) = match wishes.purpose.as_deref() {
        None => (Value::Null, ""),
        Some(word @ ("inspection" | "report" | "internal")) => (word.into(), ""),
        Some(text) => ("other".into(), text),
    };
    let with_left = if wishes.with_left || wishes.without_left { Some(wishes.with_left) } else { None };
    let people = match wishes.people {
        ExportPeople::All => "all",
        ExportPeople::Members => "members",
        ExportPeople::Others => "others",
    };
    json!({
        "from": wishes.from,
        "to": wishes.to,
        "people": {"who": people},
        "with_left": with_left,
        "masked": !wishes.full,
        "purpose": purpose,
        "purpose_text": text,
    })
}

fn written(saved: &Value) -> Result<(), DeskError> {
    line(saved["file_name"].as_str().unwrap_or_default())
}
