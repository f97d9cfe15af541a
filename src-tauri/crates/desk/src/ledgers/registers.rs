//! The rows of 印出未回台账 and 归档文件目录.

use chrono::Datelike;
use method::{PaperKind, archive_code};
use sheet::{CatalogueRow, Head, Ledger, PaperRow};
use vault::Reading;

use super::who::Who;
use crate::lookup::{Rules, local_day};
use crate::papers::Shown;
use crate::{DeskError, LedgerOf, archive};

/// The sheets that are out today, of those printed in a period.
pub(super) fn papers(
    reading: &Reading<'_>,
    rules: &Rules,
    of: &LedgerOf,
    who: &mut Who,
    head: &Head,
) -> Result<Ledger, DeskError> {
    let shown = Shown::new(reading, rules)?;
    let mut rows = Vec::new();
    for paper in reading.papers_out()?.into_iter().filter(|paper| of.has(local_day(paper.made_at))) {
        let row = shown.row(paper)?;
        let persons: Vec<_> = row.persons.iter().map(|person| person.id).collect();
        if !who.takes_any(&persons) {
            continue;
        }
        let named = who.named(&persons);
        let persons = row.persons.into_iter().filter(|person| named.contains(&person.id));
        rows.push(PaperRow {
            number: row.number_text,
            sheet: sheet_words(row.kind).to_owned(),
            printed: row.printed,
            persons: persons.map(|person| person.name).collect(),
            record: row.record_number,
            pages: row.pages.into(),
            days_out: row.days_out,
            overdue: row.overdue,
            changed_since: row.changed_since,
        });
    }
    rows.sort_by(|a, b| (a.printed, &a.number).cmp(&(b.printed, &b.number)));
    Ok(sheet::papers_ledger(head, &rows))
}

/// The sheets that come back; the others are never out.
pub(crate) fn sheet_words(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Talk => "谈心谈话记录表",
        PaperKind::Visit => "走访慰问登记表",
        PaperKind::Activity => "会议（活动）记录",
        PaperKind::SignIn => "签到表",
        PaperKind::TalkBlank => "谈心谈话记录表（空白）",
        PaperKind::VisitBlank => "走访慰问登记表（空白）",
        _ => "其他表格",
    }
}

/// What is archived of the years of a period.
pub(super) fn catalogue(reading: &Reading<'_>, of: &LedgerOf, head: &Head) -> Result<Ledger, DeskError> {
    let settings = archive::settings(reading)?;
    let mut years = reading.archive_years()?;
    years.retain(|year| of.from.is_none_or(|from| *year >= from.year()) && of.to.is_none_or(|to| *year <= to.year()));
    years.sort_unstable();
    let mut rows = Vec::new();
    for year in years {
        rows.extend(archive::catalogue(reading, year)?.into_iter().map(|item| CatalogueRow {
            code: archive_code(&settings.fonds, &item.group, item.number),
            document: item.document,
            responsible: item.responsible,
            title: item.title,
            day: item.day,
            pages: item.pages,
            note: item.note,
        }));
    }
    Ok(sheet::catalogue_ledger(head, &rows))
}
