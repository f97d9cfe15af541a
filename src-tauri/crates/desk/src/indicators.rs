//! Indicators of the office's own (指标): entered month by month, shown, printed and exported. Nothing in them is about persons.

use chrono::NaiveDate;
use method::{Better, Indicator, IndicatorId};
use paper::Sheet;
use sheet::{Align, Cell, Column, Ledger};
use vault::{Reading, Writing};

use crate::records::{known, log};
use crate::session::{count, settings};
use crate::{
    Desk, DeskError, ErrorCode, FileKind, Host, IndicatorDelete, IndicatorExport, IndicatorForm, IndicatorList,
    IndicatorRow, IndicatorSave, IndicatorTable, IndicatorValueSet, LedgerExported, Saved, check, file, ledgers, lists,
};

/// The most indicators: more than fit on a page are no table to look at.
const MOST: usize = 40;

/// The most characters of a name or a unit, which stand in narrow columns.
const SHORT: usize = 30;

/// 征管质量“六率” of the method's description, with how they are worked out, after 国税发〔2000〕151号; the targets are the office's to set.
const RATES: [(&str, Better, &str); 6] = [
    ("登记率", Better::Higher, "实际办理税务登记户数÷（领取营业执照应办户数＋其他应办而未办户数）"),
    ("申报率", Better::Higher, "按期申报户数÷（登记应申报户数－停歇业户－非正常户）"),
    ("入库率", Better::Higher, "考核期内实际入库税款÷应入库税款"),
    ("滞纳金加收率", Better::Higher, "实际加收滞纳金÷应加收滞纳金"),
    ("欠税增减率", Better::Lower, "（期末欠税－期初欠税）÷期初欠税，负数为好"),
    ("处罚率", Better::Higher, "实际处罚户（次）数÷应处罚户（次）数"),
];

pub(crate) fn indicator_list(
    desk: &mut Desk,
    _: &dyn Host,
    request: IndicatorList,
) -> Result<IndicatorTable, DeskError> {
    check_year(request.year)?;
    desk.read(|reading| table(reading, request.year))
}

pub(crate) fn indicator_save(
    desk: &mut Desk,
    _: &dyn Host,
    request: IndicatorSave,
) -> Result<IndicatorTable, DeskError> {
    check_year(request.year)?;
    let form = checked(request.form)?;
    let new = IndicatorId(desk.world.new_uuid());
    desk.write(|writing| {
        let mut all = writing.indicators()?;
        let at = request.id.map(|id| all.iter().position(|one| one.id == id).ok_or(ErrorCode::NotFound)).transpose()?;
        let before = at.map(|at| all.remove(at));
        if all.iter().any(|other| other.name == form.name) {
            return Err(ErrorCode::IndicatorTwice.into());
        }
        if all.len() >= MOST {
            return Err(ErrorCode::IndicatorsFull.into());
        }
        let id = before.as_ref().map_or(new, |before| before.id);
        let action = if before.is_some() { "indicator_edit" } else { "indicator_create" };
        let place = request.place.or(before.map(|before| before.place)).unwrap_or(u32::MAX);
        let at = all.len().min((place.max(1) - 1) as usize);
        let IndicatorForm { name, unit, target, better, note } = form;
        let indicator = Indicator { id, name, unit, target, better, note, place };
        log(writing, action, &id.to_string(), &indicator)?;
        all.insert(at, indicator);
        put_in_order(writing, all)?;
        table(writing, request.year)
    })
}

pub(crate) fn indicator_delete(
    desk: &mut Desk,
    _: &dyn Host,
    request: IndicatorDelete,
) -> Result<IndicatorTable, DeskError> {
    check_year(request.year)?;
    desk.write(|writing| {
        let indicator = known(writing.indicator(request.id))?;
        writing.delete_indicator(request.id)?;
        log(writing, "indicator_delete", &request.id.to_string(), &indicator)?;
        put_in_order(writing, writing.indicators()?)?;
        table(writing, request.year)
    })
}

pub(crate) fn indicator_value_set(
    desk: &mut Desk,
    _: &dyn Host,
    request: IndicatorValueSet,
) -> Result<IndicatorTable, DeskError> {
    check_year(request.year)?;
    if !(1..=12).contains(&request.month) {
        return Err(DeskError::with(ErrorCode::BadDate, "month"));
    }
    if request.value.is_some_and(|value| !value.is_sane()) {
        return Err(DeskError::with(ErrorCode::BadAmount, "value"));
    }
    desk.write(|writing| {
        known(writing.indicator(request.id))?;
        writing.set_indicator_value(request.id, (request.year, request.month), request.value)?;
        log(writing, "indicator_value_set", &request.id.to_string(), &request)?;
        table(writing, request.year)
    })
}

/// Adds those of 六率 that are not in the table yet.
pub(crate) fn indicator_add_rates(
    desk: &mut Desk,
    _: &dyn Host,
    request: IndicatorList,
) -> Result<IndicatorTable, DeskError> {
    check_year(request.year)?;
    let ids: Vec<IndicatorId> = RATES.iter().map(|_| IndicatorId(desk.world.new_uuid())).collect();
    desk.write(|writing| {
        let mut all = writing.indicators()?;
        for ((name, better, note), id) in RATES.into_iter().zip(ids) {
            if all.iter().any(|one| one.name == name) {
                continue;
            }
            let (unit, target, note) = ("%".to_owned(), None, note.to_owned());
            let indicator = Indicator { id, name: name.to_owned(), unit, target, better, note, place: 0 };
            log(writing, "indicator_create", &id.to_string(), &indicator)?;
            all.push(indicator);
        }
        if all.len() > MOST {
            return Err(ErrorCode::IndicatorsFull.into());
        }
        put_in_order(writing, all)?;
        table(writing, request.year)
    })
}

pub(crate) fn indicator_export(desk: &mut Desk, host: &dyn Host, request: IndicatorExport) -> Result<Saved, DeskError> {
    ledgers::check_purpose(request.purpose, &request.purpose_text)?;
    let remark = ledgers::remark(request.purpose, &request.purpose_text, false);
    let ledger = Ledger { remark, ..ledger(desk, request.year)? };
    let name = format!("{}_{}年.xlsx", ledger.title, request.year);
    let saved = file::save(host, FileKind::Xlsx, &name, || Ok(sheet::to_xlsx(std::slice::from_ref(&ledger))?))?;
    if saved.saved {
        let (from, to) = days_of(request.year);
        let exported = LedgerExported {
            ledgers: Vec::new(),
            from,
            to,
            rows: count(ledger.rows.len() as u64),
            people: 0,
            columns: count(ledger.columns.len() as u64),
            sensitive: 0,
            masked: false,
            purpose: request.purpose,
            purpose_text: request.purpose_text.trim().to_owned(),
        };
        desk.write(|writing| ledgers::log_export(writing, "indicator_export", &exported, &request))?;
    }
    Ok(saved)
}

/// The indicators of a year as a list.
pub(crate) fn indicator_sheet(desk: &Desk, of: IndicatorList) -> Result<(Sheet, String), DeskError> {
    let ledger = ledger(desk, of.year)?;
    let name = format!("{}_{}年.pdf", ledger.title, of.year);
    Ok((Sheet::List(lists::list(ledger)), name))
}

/// The indicators of a year as a sheet of a workbook.
pub(crate) fn ledger(desk: &Desk, year: i32) -> Result<Ledger, DeskError> {
    check_year(year)?;
    let (unit, table) = desk.read(|reading| Ok((settings(reading)?.branch, table(reading, year)?)))?;
    let head = [
        Column::new("序号", 5.0, Align::Centre),
        Column::new("指标", 16.0, Align::Left),
        Column::new("单位", 7.0, Align::Centre),
        Column::new("目标", 9.0, Align::Centre),
    ];
    let months = (1..=12).map(|month| Column::new(&format!("{month}月"), 8.0, Align::Centre));
    let tail = [Column::new("达标月数", 9.0, Align::Centre), Column::new("计算方法", 24.0, Align::Left)];
    let number = |value: Option<method::Hundredths>| value.map_or(Cell::Empty, |value| Cell::Hundredths(value.0));
    let rows = table.rows.iter().zip(1..).map(|(row, n)| {
        let target = match (row.form.target, row.form.better) {
            (None, _) => Cell::Empty,
            (Some(target), Better::Higher) => Cell::Text(format!("≥{target}")),
            (Some(target), Better::Lower) => Cell::Text(format!("≤{target}")),
        };
        let head = [Cell::Int(n), Cell::text(&row.form.name), Cell::text(&row.form.unit), target];
        let judged: Vec<bool> = row.met.iter().flatten().copied().collect();
        let met = judged.iter().filter(|met| **met).count();
        let met = if judged.is_empty() { Cell::Empty } else { Cell::Text(format!("{met}/{}", judged.len())) };
        let months = row.values.iter().map(|value| number(*value));
        head.into_iter().chain(months).chain([met, Cell::text(&row.form.note)]).collect()
    });
    Ok(Ledger {
        title: "指标完成情况表".to_owned(),
        unit,
        made: desk.today(),
        period: format!("{year}年"),
        rows: rows.collect(),
        columns: head.into_iter().chain(months).chain(tail).collect(),
        total: false,
        remark: String::new(),
    })
}

fn table(reading: &Reading<'_>, year: i32) -> Result<IndicatorTable, DeskError> {
    let values = reading.indicator_values(year)?;
    let mut rows = Vec::new();
    for indicator in reading.indicators()? {
        let mut of_months = vec![None; 12];
        for value in values.iter().filter(|value| value.indicator == indicator.id) {
            if let Some(place) = of_months.get_mut((value.month - 1) as usize) {
                *place = Some(value.value);
            }
        }
        rows.push(IndicatorRow {
            id: indicator.id,
            met: of_months.iter().map(|value| value.and_then(|value| indicator.is_met(value))).collect(),
            values: of_months,
            value_count: reading.indicator_value_count(indicator.id)?,
            form: IndicatorForm {
                name: indicator.name,
                unit: indicator.unit,
                target: indicator.target,
                better: indicator.better,
                note: indicator.note,
            },
        });
    }
    Ok(IndicatorTable { year, rows })
}

/// Numbers the indicators as they stand, and stores them.
fn put_in_order(writing: &Writing<'_>, all: Vec<Indicator>) -> Result<(), DeskError> {
    for (indicator, place) in all.into_iter().zip(1..) {
        writing.put_indicator(&Indicator { place, ..indicator })?;
    }
    Ok(())
}

fn checked(form: IndicatorForm) -> Result<IndicatorForm, DeskError> {
    let form = IndicatorForm {
        name: form.name.trim().to_owned(),
        unit: form.unit.trim().to_owned(),
        note: form.note.trim().to_owned(),
        ..form
    };
    if form.name.is_empty() {
        return Err(DeskError::with(ErrorCode::FieldMissing, "name"));
    }
    check::at_most(SHORT, "name", &form.name)?;
    check::at_most(SHORT, "unit", &form.unit)?;
    check::line("note", &form.note)?;
    if form.target.is_some_and(|target| !target.is_sane()) {
        return Err(DeskError::with(ErrorCode::BadAmount, "target"));
    }
    Ok(form)
}

fn check_year(year: i32) -> Result<(), DeskError> {
    if (1990..=2099).contains(&year) { Ok(()) } else { Err(DeskError::with(ErrorCode::BadDate, "year")) }
}

fn days_of(year: i32) -> (Option<NaiveDate>, Option<NaiveDate>) {
    (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31))
}
