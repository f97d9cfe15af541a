//! What the secretary asks of others and whether he did it first (作示范), reviewed every month.

use chrono::{Datelike, NaiveDate};
use method::{Calendar, Example, ExampleId, ExampleMark, ExampleReview, month_of, month_to_review};
use paper::Sheet;
use sheet::{Align, Cell, Column, Ledger};
use vault::Reading;

use crate::records::{known, log};
use crate::session::settings;
use crate::{
    Desk, DeskError, ErrorCode, ExampleDelete, ExampleForm, ExampleLine, ExampleMonth, ExampleReviewSave, ExampleSave,
    ExampleYear, ExampleYearOf, Host, check, lists,
};

/// The most lines: more is no list that one keeps to.
const MOST: usize = 100;
/// The most characters of an area, which stands in a narrow column.
const AREA: usize = 20;

pub(crate) fn example_year(desk: &mut Desk, _: &dyn Host, request: ExampleYearOf) -> Result<ExampleYear, DeskError> {
    let rules = desk.rules();
    desk.read(|reading| year(reading, request.year, rules.today, &rules.calendar))
}

pub(crate) fn example_save(desk: &mut Desk, _: &dyn Host, request: ExampleSave) -> Result<ExampleYear, DeskError> {
    let rules = desk.rules();
    let form = checked(request.form, rules.today)?;
    let new = ExampleId(desk.world.new_uuid());
    desk.write(|writing| {
        let before = request.id.map(|id| known(writing.example(id))).transpose()?;
        if before.is_none() && writing.examples()?.len() >= MOST {
            return Err(DeskError::with(ErrorCode::BadRequest, "examples"));
        }
        let action = if before.is_some() { "example_edit" } else { "example_create" };
        let example = Example {
            id: before.as_ref().map_or(new, |before| before.id),
            what: form.what,
            area: form.area,
            since: form.since,
            until: form.until,
            entered_at: before.map_or_else(|| writing.entry_time(), |before| before.entered_at),
        };
        writing.put_example(&example)?;
        log(writing, action, &example.id.to_string(), &example)?;
        year(writing, request.year, rules.today, &rules.calendar)
    })
}

/// Deletes a line; one that was reviewed is ended instead.
pub(crate) fn example_delete(desk: &mut Desk, _: &dyn Host, request: ExampleDelete) -> Result<ExampleYear, DeskError> {
    let rules = desk.rules();
    desk.write(|writing| {
        let example = known(writing.example(request.id))?;
        if writing.example_review_count(example.id)? > 0 {
            return Err(ErrorCode::NotADraft.into());
        }
        writing.delete_example(example.id)?;
        log(writing, "example_delete", &example.id.to_string(), &example)?;
        year(writing, request.year, rules.today, &rules.calendar)
    })
}

pub(crate) fn example_review(
    desk: &mut Desk,
    _: &dyn Host,
    request: ExampleReviewSave,
) -> Result<ExampleYear, DeskError> {
    let rules = desk.rules();
    check::day(request.month).map_err(|error| DeskError::with(error.code, "month"))?;
    let month = month_of(request.month);
    if month > rules.today {
        return Err(DeskError::with(ErrorCode::DayInFuture, "month"));
    }
    desk.write(|writing| {
        for one in &request.reviews {
            let example = known(writing.example(one.id))?;
            if !example.stands_in(month) {
                return Err(DeskError::with(ErrorCode::BadRequest, "month"));
            }
            check::long("note", &one.note)?;
            let (mark, note) = (one.mark, one.note.trim().to_owned());
            writing.put_example_review(&ExampleReview { example: example.id, month, mark, note })?;
        }
        log(writing, "example_review", "", &request)?;
        year(writing, month.year(), rules.today, &rules.calendar)
    })
}

/// The month whose review is to be asked for today: some line that stood then has none.
pub(crate) fn to_review(
    reading: &Reading<'_>,
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<Option<NaiveDate>, DeskError> {
    let Some(month) = month_to_review(today, calendar) else { return Ok(None) };
    let reviews = reading.example_reviews(month, month)?;
    let is_open =
        |example: &Example| example.stands_in(month) && reviews.iter().all(|review| review.example != example.id);
    Ok(reading.examples()?.iter().any(is_open).then_some(month))
}

fn year(reading: &Reading<'_>, year: i32, today: NaiveDate, calendar: &Calendar) -> Result<ExampleYear, DeskError> {
    let months: Vec<NaiveDate> = (1..=12).filter_map(|month| NaiveDate::from_ymd_opt(year, month, 1)).collect();
    let (Some(first), Some(last), 1990..=2099) = (months.first(), months.last(), year) else {
        return Err(DeskError::with(ErrorCode::BadDate, "year"));
    };
    let reviews = reading.example_reviews(*first, *last)?;
    let mut lines = Vec::new();
    for example in reading.examples()? {
        let month = |month: &NaiveDate| {
            let review = reviews.iter().find(|review| review.example == example.id && review.month == *month);
            ExampleMonth {
                asked: example.stands_in(*month) && *month <= today,
                mark: review.map(|review| review.mark),
                note: review.map(|review| review.note.clone()).unwrap_or_default(),
            }
        };
        let months: Vec<ExampleMonth> = months.iter().map(month).collect();
        let review_count = reading.example_review_count(example.id)?;
        let Example { id, what, area, since, until, .. } = example;
        lines.push(ExampleLine { id, form: ExampleForm { what, area, since, until }, months, review_count });
    }
    Ok(ExampleYear { year, lines, to_review: to_review(reading, today, calendar)? })
}

/// The year's list on paper.
pub(crate) fn example_sheet(desk: &Desk, of: ExampleYearOf) -> Result<(Sheet, String), DeskError> {
    let rules = desk.rules();
    let (unit, shown) =
        desk.read(|reading| Ok((settings(reading)?.branch, year(reading, of.year, rules.today, &rules.calendar)?)))?;
    let head = [
        Column::new("序号", 5.0, Align::Centre),
        Column::new("要求别人做到的", 30.0, Align::Left),
        Column::new("方面", 8.0, Align::Centre),
        Column::new("起始时间", 11.0, Align::Centre),
    ];
    let months = (1..=12).map(|month| Column::new(&format!("{month}月"), 7.5, Align::Centre));
    let in_year = |line: &&ExampleLine| line.months.iter().any(|month| month.asked || month.mark.is_some());
    let this_month = month_of(rules.today);
    let is_over = |month| NaiveDate::from_ymd_opt(of.year, month, 1).is_some_and(|first| first < this_month);
    let rows = shown.lines.iter().filter(in_year).zip(1..).map(|(line, n)| {
        let head =
            [Cell::Int(n), Cell::text(&line.form.what), Cell::text(&line.form.area), Cell::Date(line.form.since)];
        let cell = |(month, said): (u32, &ExampleMonth)| match said.mark {
            Some(mark) => Cell::text(words(mark)),
            None if said.asked && is_over(month) => Cell::text("未填"),
            None => Cell::Empty,
        };
        let months = (1..).zip(&line.months).map(cell);
        head.into_iter().chain(months).collect()
    });
    let ledger = Ledger {
        title: "书记带头清单".to_owned(),
        unit,
        made: rules.today,
        period: format!("{}年", of.year),
        rows: rows.collect(),
        columns: head.into_iter().chain(months).collect(),
        total: false,
        remark: String::new(),
    };
    Ok((Sheet::List(lists::list(ledger)), format!("书记带头清单_{}年.pdf", of.year)))
}

fn words(mark: ExampleMark) -> &'static str {
    match mark {
        ExampleMark::Done => "已做到",
        ExampleMark::Partly => "部分做到",
        ExampleMark::NotDone => "未做到",
    }
}

fn checked(form: ExampleForm, today: NaiveDate) -> Result<ExampleForm, DeskError> {
    let form = ExampleForm { what: form.what.trim().to_owned(), area: form.area.trim().to_owned(), ..form };
    check::filled("what", &form.what)?;
    check::line("what", &form.what)?;
    check::at_most(AREA, "area", &form.area)?;
    check::took_place(form.since, None, None, today).map_err(|error| DeskError::with(error.code, "since"))?;
    if let Some(until) = form.until {
        check::took_place(until, None, None, today).map_err(|error| DeskError::with(error.code, "until"))?;
        check::not_before(form.since, "until", until)?;
    }
    Ok(form)
}
