//! The kinds of activities: the ledger's own list, which begins with the customary ones.

use chrono::NaiveDate;
use method::{ActivityKind, default_activity_kinds};
use vault::Reading;

use crate::lookup::local_day;
use crate::records::log;
use crate::{ActivityKinds, Desk, DeskError, ErrorCode, Host, Nothing, check};

const KINDS: &str = "activity_kinds";
const SINCE: &str = "activity_since";
/// The most kinds, and the most characters of a title, which stands in a narrow column.
const MOST: usize = 40;
const TITLE: usize = 20;
/// The most characters of a code.
const CODE: usize = 40;
/// The most often that something is asked in a period.
const TIMES: u32 = 12;

/// The kinds in the order in which they are shown.
pub(crate) fn kinds(reading: &Reading<'_>) -> Result<Vec<ActivityKind>, DeskError> {
    match reading.setting(KINDS)? {
        Some(value) => serde_json::from_value(value).map_err(|_| DeskError::with(ErrorCode::Internal, KINDS)),
        None => Ok(default_activity_kinds()),
    }
}

/// One of them.
pub(super) fn kind(reading: &Reading<'_>, code: &str) -> Result<ActivityKind, DeskError> {
    kinds(reading)?.into_iter().find(|kind| kind.code == code).ok_or_else(|| ErrorCode::UnknownKind.into())
}

/// The title of a kind; its code when the list has none.
pub(crate) fn title_of(kinds: &[ActivityKind], code: &str) -> String {
    kinds.iter().find(|kind| kind.code == code).map_or_else(|| code.to_owned(), |kind| kind.title.clone())
}

/// The day from which activities are asked: the one that was set, or that on which the ledger was made.
pub(super) fn since(reading: &Reading<'_>, today: NaiveDate) -> Result<NaiveDate, DeskError> {
    match reading.setting(SINCE)? {
        Some(value) => serde_json::from_value(value).map_err(|_| DeskError::with(ErrorCode::Internal, SINCE)),
        None => Ok(reading.oldest_log_time()?.map_or(today, local_day)),
    }
}

pub(crate) fn activity_kinds_get(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<ActivityKinds, DeskError> {
    let today = desk.today();
    desk.read(|reading| Ok(ActivityKinds { kinds: kinds(reading)?, since: since(reading, today)? }))
}

/// Changes the list. A kind is hidden and never taken away; where other than before is asked, it is asked from today on.
pub(crate) fn activity_kinds_set(
    desk: &mut Desk,
    _: &dyn Host,
    mut request: ActivityKinds,
) -> Result<ActivityKinds, DeskError> {
    let today = desk.today();
    check::day(request.since).map_err(|error| DeskError::with(error.code, "since"))?;
    for kind in &mut request.kinds {
        kind.title = kind.title.trim().to_owned();
        check_kind(kind)?;
    }
    if request.kinds.len() > MOST || has_twice(&request.kinds, |kind| &kind.code) {
        return Err(DeskError::with(ErrorCode::BadRequest, "kinds"));
    }
    if has_twice(&request.kinds, |kind| &kind.title) {
        return Err(DeskError::with(ErrorCode::ActivityKindTwice, "title"));
    }
    desk.write(|writing| {
        let before = kinds(writing)?;
        if before.iter().any(|old| request.kinds.iter().all(|kind| kind.code != old.code)) {
            return Err(DeskError::with(ErrorCode::BadRequest, "kinds"));
        }
        for kind in &mut request.kinds {
            let old = before.iter().find(|old| old.code == kind.code);
            let asks_as_before = old.is_some_and(|old| (old.every, old.times) == (kind.every, kind.times));
            kind.since = if asks_as_before { old.and_then(|old| old.since) } else { Some(today) };
        }
        let value = serde_json::to_value(&request.kinds).map_err(|_| ErrorCode::Internal)?;
        writing.set_setting(KINDS, &value)?;
        if request.since != since(writing, today)? {
            let value = serde_json::to_value(request.since).map_err(|_| ErrorCode::Internal)?;
            writing.set_setting(SINCE, &value)?;
        }
        log(writing, "activity_kinds_set", "", &request)?;
        Ok(request)
    })
}

fn has_twice(kinds: &[ActivityKind], of: impl Fn(&ActivityKind) -> &String) -> bool {
    let all: std::collections::HashSet<&String> = kinds.iter().map(&of).collect();
    all.len() != kinds.len()
}

fn check_kind(kind: &ActivityKind) -> Result<(), DeskError> {
    let is_code = |code: &str| {
        (1..=CODE).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    if !is_code(&kind.code) || !(1..=TIMES).contains(&kind.times) {
        return Err(DeskError::with(ErrorCode::BadRequest, "kinds"));
    }
    if kind.title.is_empty() {
        return Err(DeskError::with(ErrorCode::FieldMissing, "title"));
    }
    check::at_most(TITLE, "title", &kind.title)
}
