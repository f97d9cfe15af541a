//! Ledgers as files, alone or as one workbook; the log keeps what left, how much of it and what for, and never a name.

use std::collections::BTreeMap;

use serde_json::Value;
use sheet::Ledger;
use vault::{Reading, Writing};

use super::words::{file_period, period_text};
use super::{Made, make};
use crate::session::count;
use crate::{
    Desk, DeskError, ErrorCode, FileKind, Host, LedgerExported, LedgerFormat, LedgerKind, LedgerOf, LedgerPeople,
    LedgerPurpose, Saved, StatisticsOf, WorkStage, WorkbookOf, check, file, records, statistics,
};

/// The columns that the last file of each ledger had.
const COLUMNS: &str = "ledger_columns";
/// The most characters of a purpose: an entry of the log is a line.
const PURPOSE: usize = 60;

pub(crate) fn ledger_export(desk: &mut Desk, host: &dyn Host, request: LedgerOf) -> Result<Saved, DeskError> {
    check_purpose(request.purpose, &request.purpose_text)?;
    let Made { mut ledger, people, .. } = make(desk, &request)?;
    let said = remark(request.purpose, &request.purpose_text, request.masked);
    ledger.remark.push_str(&said);
    let (kind, ending) = match request.format {
        LedgerFormat::Xlsx => (FileKind::Xlsx, "xlsx"),
        LedgerFormat::Csv => (FileKind::Csv, "csv"),
    };
    let name = format!("{}_{}.{ending}", ledger.title, request.file_period(desk.today()));
    let saved = file::save(host, kind, &name, || match request.format {
        LedgerFormat::Xlsx => Ok(sheet::to_xlsx(std::slice::from_ref(&ledger))?),
        LedgerFormat::Csv => Ok(sheet::to_csv(&ledger)?),
    })?;
    if saved.saved {
        let exported = LedgerExported {
            ledgers: vec![request.ledger],
            from: request.period().0,
            to: request.period().1,
            rows: count(ledger.rows.len() as u64),
            people,
            columns: count(ledger.columns.len() as u64),
            sensitive: count(request.sensitive.len() as u64),
            masked: request.masked,
            purpose: request.purpose,
            purpose_text: request.purpose_text.trim().to_owned(),
        };
        desk.write(|writing| {
            if let Some(columns) = &request.columns {
                remember(writing, request.ledger, columns)?;
            }
            log_export(writing, "ledger_export", &exported, &request)
        })?;
    }
    Ok(saved)
}

pub(crate) fn workbook_export(desk: &mut Desk, host: &dyn Host, request: WorkbookOf) -> Result<Saved, DeskError> {
    check_purpose(request.purpose, &request.purpose_text)?;
    let mut kinds = if request.ledgers.is_empty() { LedgerKind::ALL.to_vec() } else { request.ledgers.clone() };
    kinds.sort_unstable();
    kinds.dedup();
    let mut ledgers: Vec<Ledger> = Vec::new();
    let mut who = None;
    let all = count(kinds.len() as u64).into();
    desk.work().run_as(WorkStage::Ledgers, |tell| {
        for (done, kind) in (0..).zip(&kinds) {
            if !tell(done, all) {
                return Err(DeskError::from(ErrorCode::Stopped));
            }
            let made = make(desk, &request.one(*kind))?;
            ledgers.push(made.ledger);
            match &mut who {
                None => who = Some(made.who),
                Some(who) => who.add(made.who),
            }
        }
        Ok(())
    })?;
    let people = who.map_or(0, |who| count(who.count() as u64));
    let said = remark(request.purpose, &request.purpose_text, request.masked);
    for ledger in &mut ledgers {
        ledger.remark.push_str(&said);
    }
    let counts_all = request.statistics && request.people == LedgerPeople::All;
    if let Some((from, to)) = request.from.zip(request.to).filter(|_| counts_all) {
        let of = StatisticsOf { from, to, by: None, names: false, ends: false };
        let said = remark(request.purpose, &request.purpose_text, false);
        for mut figures in statistics::ledgers(desk, &of)? {
            figures.remark.push_str(&said);
            ledgers.push(figures);
        }
    }
    let name = format!("台账汇总_{}.xlsx", file_period(request.from, request.to, desk.today()));
    let saved = file::save(host, FileKind::Xlsx, &name, || Ok(sheet::to_xlsx(&ledgers)?))?;
    if saved.saved {
        let exported = LedgerExported {
            ledgers: kinds,
            from: request.from,
            to: request.to,
            rows: count(ledgers.iter().map(|ledger| ledger.rows.len() as u64).sum()),
            people,
            columns: count(ledgers.iter().map(|ledger| ledger.columns.len() as u64).sum()),
            sensitive: 0,
            masked: request.masked,
            purpose: request.purpose,
            purpose_text: request.purpose_text.trim().to_owned(),
        };
        desk.write(|writing| log_export(writing, "workbook_export", &exported, &request))?;
    }
    Ok(saved)
}

impl WorkbookOf {
    /// One of its ledgers.
    fn one(&self, ledger: LedgerKind) -> LedgerOf {
        LedgerOf {
            ledger,
            from: self.from,
            to: self.to,
            format: LedgerFormat::Xlsx,
            people: self.people.clone(),
            with_left: self.with_left,
            columns: None,
            sensitive: Vec::new(),
            masked: self.masked,
            purpose: None,
            purpose_text: String::new(),
            page: None,
        }
    }
}

/// Refuses a purpose in words that is missing or too long.
pub(crate) fn check_purpose(purpose: Option<LedgerPurpose>, text: &str) -> Result<(), DeskError> {
    if purpose == Some(LedgerPurpose::Other) && text.trim().is_empty() {
        return Err(DeskError::with(ErrorCode::FieldMissing, "purpose_text"));
    }
    check::at_most(PURPOSE, "purpose_text", text)
}

/// What the file says of itself.
pub(crate) fn remark(purpose: Option<LedgerPurpose>, text: &str, masked: bool) -> String {
    let purpose = purpose_words(purpose, text);
    let purpose = if purpose.is_empty() { purpose } else { format!("用途：{purpose}。") };
    let masked = if masked { "身份证号码、电话、住址已遮盖。" } else { "" };
    format!("{purpose}{masked}本文件未加密，请妥善保管，用后及时删除。")
}

/// What a file is for in one text; empty when nothing was said.
fn purpose_words(purpose: Option<LedgerPurpose>, text: &str) -> String {
    let word = match purpose {
        Some(LedgerPurpose::Inspection) => "上级检查",
        Some(LedgerPurpose::Report) => "上报",
        Some(LedgerPurpose::Internal) => "内部使用",
        Some(LedgerPurpose::Other) | None => "",
    };
    match (word, text.trim()) {
        ("", text) => text.to_owned(),
        (word, "") => word.to_owned(),
        (word, text) => format!("{word}（{text}）"),
    }
}

/// An entry in the operations log of what left, how much of it and what for.
pub(crate) fn log_export(
    writing: &Writing<'_>,
    action: &str,
    exported: &LedgerExported,
    request: &impl serde::Serialize,
) -> Result<(), DeskError> {
    let object = serde_json::to_string(exported).map_err(|_| ErrorCode::Internal)?;
    records::log(writing, action, &object, request)
}

/// What an entry of the log says of an export; none for an entry of another kind.
pub(crate) fn exported(action: &str, object: &str) -> Option<LedgerExported> {
    let is_export = matches!(action, "ledger_export" | "workbook_export" | "statistics_export" | "indicator_export");
    if is_export { serde_json::from_str(object).ok() } else { None }
}

/// The same in words, for the log's file.
pub(crate) fn exported_words(exported: &LedgerExported) -> String {
    let LedgerExported { rows, people, columns, sensitive, .. } = exported;
    let ledgers: Vec<&str> = exported.ledgers.iter().map(|kind| kind.title()).collect();
    let period = period_text(exported.from, exported.to);
    let sensitive = if *sensitive > 0 { format!("，其中敏感栏目{sensitive}项") } else { String::new() };
    // Figures by themselves have no numbers of persons to cover.
    let masked = match (exported.ledgers.is_empty(), exported.masked) {
        (true, _) => "",
        (false, true) => "，号码住址已遮盖",
        (false, false) => "，号码住址未遮盖",
    };
    let purpose = purpose_words(exported.purpose, &exported.purpose_text);
    let parts = [
        ledgers.join("、"),
        if period.is_empty() { "全部时间".to_owned() } else { period },
        format!("{rows}行，涉及{people}人，{columns}栏{sensitive}{masked}"),
        if purpose.is_empty() { purpose } else { format!("用途：{purpose}") },
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；")
}

impl LedgerKind {
    /// Its title.
    fn title(self) -> &'static str {
        match self {
            Self::Roster => "花名册",
            Self::Knowing => "六知晓一览表",
            Self::Owed => "应谈应访台账",
            Self::Talks => "谈心谈话台账",
            Self::Visits => "走访慰问台账",
            Self::Promises => "承诺事项台账",
            Self::Suggestions => "意见建议台账",
            Self::Activities => "活动台账",
            Self::Overtime => "加班台账",
            Self::Papers => "印出未回台账",
            Self::Catalogue => "归档文件目录",
        }
    }
}

/// The columns that the last file of a ledger had.
pub(super) fn last_columns(reading: &Reading<'_>, ledger: LedgerKind) -> Result<Option<Vec<String>>, DeskError> {
    Ok(all_columns(reading)?.remove(&ledger))
}

fn all_columns(reading: &Reading<'_>) -> Result<BTreeMap<LedgerKind, Vec<String>>, DeskError> {
    let stored = reading.setting(COLUMNS)?.unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    serde_json::from_value(stored).map_err(|_| DeskError::with(ErrorCode::Internal, COLUMNS))
}

fn remember(writing: &Writing<'_>, ledger: LedgerKind, columns: &[String]) -> Result<(), DeskError> {
    let mut all = all_columns(writing)?;
    all.insert(ledger, columns.to_vec());
    let value = serde_json::to_value(all).map_err(|_| ErrorCode::Internal)?;
    Ok(writing.set_setting(COLUMNS, &value)?)
}
