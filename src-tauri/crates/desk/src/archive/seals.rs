//! Seal pages (封存页): what a quarter's paper says of the operations log, and whether the ledger still agrees with it.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use method::SealId;
use serde::{Deserialize, Serialize};
use vault::{LogFilter, Reading, Seal};

use crate::convert::hex;
use crate::records::log;
use crate::session::count;
use crate::{
    Desk, DeskError, ErrorCode, Host, Nothing, Quarter, SealCheck, SealCount, SealFound, SealTyped, SealView,
    SealedKind,
};

/// Groups of four digits on the page: 192 of the hash's 256 bits.
const GROUPS: usize = 12;
/// The fewest that must be typed to tell anything.
const LEAST: usize = 4;

/// What is stored of a page beside the entry that it stands for.
#[derive(Serialize, Deserialize)]
struct Body {
    of: Quarter,
    at: DateTime<Utc>,
    counts: Vec<SealCount>,
}

pub(crate) fn seal_make(desk: &mut Desk, _: &dyn Host, request: Quarter) -> Result<SealView, DeskError> {
    let (from, to) = days(request)?;
    if from > desk.today() {
        return Err(DeskError::with(ErrorCode::DayInFuture, "quarter"));
    }
    let id = SealId(desk.world.new_uuid());
    desk.write(|writing| {
        let body = Body { of: request, at: writing.entry_time(), counts: counts(writing, (from, to))? };
        // The page stands for this very entry, whose hash covers the counts and all entries before it.
        log(writing, "seal_make", &id.to_string(), &body)?;
        let value = serde_json::to_value(&body).map_err(|_| ErrorCode::Internal)?;
        let seal = Seal { id, head: writing.log_head()?, body: value };
        writing.put_seal(&seal)?;
        view(seal)
    })
}

pub(crate) fn seal_list(desk: &mut Desk, _: &dyn Host, _: Nothing) -> Result<Vec<SealView>, DeskError> {
    desk.read(|reading| reading.seals()?.into_iter().map(view).collect())
}

pub(crate) fn seal_check(desk: &mut Desk, _: &dyn Host, request: SealTyped) -> Result<SealCheck, DeskError> {
    let typed = digits(&request.groups)?;
    if request.entry == 0 {
        return Err(DeskError::with(ErrorCode::SealMistyped, "entry"));
    }
    let first_broken = desk.check_log()?;
    desk.read(|reading| {
        let entries = reading.log_head()?.seq;
        let before_seq = request.entry.checked_add(1);
        let filter = LogFilter { before_seq, limit: Some(1), ..LogFilter::default() };
        let entry = reading.log_entries(&filter)?.pop().filter(|entry| entry.seq == request.entry);
        let groups = entry.map(|entry| groups_of(&entry.hash)).unwrap_or_default();
        let differing: Vec<u32> = (0..)
            .zip(typed.as_bytes().chunks(4).zip(&groups))
            .filter(|(_, (typed, own))| !own.as_bytes().starts_with(typed))
            .map(|(place, _)| place)
            .collect();
        let found = outcome(request.entry, entries, groups.is_empty(), differing.is_empty(), first_broken);
        Ok(SealCheck { found, groups, differing, entries, first_broken })
    })
}

/// What was found for an entry: whether the ledger lacks it, whether its typed groups agree, where its log is broken.
fn outcome(entry: u64, entries: u64, lacking: bool, agreeing: bool, first_broken: Option<u64>) -> SealFound {
    match (lacking, agreeing) {
        (true, _) if entry > entries => SealFound::RolledBack,
        // A gap in the log.
        (true, _) => SealFound::Broken,
        (false, false) => SealFound::Differs,
        (false, true) if first_broken.is_some_and(|broken| broken <= entry) => SealFound::Broken,
        (false, true) => SealFound::Same,
    }
}

/// The page with this id.
pub(crate) fn seal(reading: &Reading<'_>, id: SealId) -> Result<SealView, DeskError> {
    view(crate::records::known(reading.seal(id))?)
}

/// The first and the last day of a quarter.
fn days(of: Quarter) -> Result<(NaiveDate, NaiveDate), DeskError> {
    let bad = || DeskError::with(ErrorCode::BadDate, "quarter");
    super::year_days(of.year)?;
    let month = of.quarter.checked_sub(1).and_then(|whole| whole.checked_mul(3)).map(|months| months + 1);
    let from = month.and_then(|month| NaiveDate::from_ymd_opt(of.year, month, 1)).ok_or_else(bad)?;
    let to = from.checked_add_months(Months::new(3)).and_then(|next| next.checked_sub_days(Days::new(1)));
    let to = to.filter(|to| to.year() == of.year).ok_or_else(bad)?;
    Ok((from, to))
}

fn counts(reading: &Reading<'_>, period: (NaiveDate, NaiveDate)) -> Result<Vec<SealCount>, DeskError> {
    let (quarter, all) = (reading.record_counts(Some(period))?, reading.record_counts(None)?);
    let row = |of, quarter, all| SealCount { of, quarter: count(quarter), all: count(all) };
    Ok(vec![
        row(SealedKind::Events, quarter.events, all.events),
        row(SealedKind::Talks, quarter.talks, all.talks),
        row(SealedKind::Visits, quarter.visits, all.visits),
        row(SealedKind::Promises, quarter.promises, all.promises),
    ])
}

fn view(seal: Seal) -> Result<SealView, DeskError> {
    let body: Body = serde_json::from_value(seal.body).map_err(|_| DeskError::with(ErrorCode::Internal, "seal"))?;
    let groups = groups_of(&seal.head.hash);
    Ok(SealView { id: seal.id, of: body.of, at: body.at, entry: seal.head.seq, groups, counts: body.counts })
}

pub(crate) fn groups_of(hash: &[u8; 32]) -> Vec<String> {
    hash.chunks(2).take(GROUPS).map(|two| hex(two).to_uppercase()).collect()
}

/// The digits of what was typed, without gaps. A letter O and a letter I or L are no digits here and stand for 0 and 1.
fn digits(typed: &str) -> Result<String, DeskError> {
    let wrong = || DeskError::with(ErrorCode::SealMistyped, "groups");
    let shown = typed.chars().filter(|c| !c.is_whitespace() && !"-－—·,，.。".contains(*c));
    let digits: Option<String> = shown.map(digit).collect();
    let digits = digits.ok_or_else(wrong)?;
    if (LEAST * 4..=GROUPS * 4).contains(&digits.len()) { Ok(digits) } else { Err(wrong()) }
}

fn digit(c: char) -> Option<char> {
    // Input methods also give full-width letters and digits.
    let plain = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0)?,
        c => c,
    };
    match plain.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        c => c.is_ascii_hexdigit().then_some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_of_three_months() {
        let days = |year, quarter| days(Quarter { year, quarter }).map(|(from, to)| (from.to_string(), to.to_string()));
        assert_eq!(days(2026, 1), Ok(("2026-01-01".to_owned(), "2026-03-31".to_owned())));
        assert_eq!(days(2026, 4), Ok(("2026-10-01".to_owned(), "2026-12-31".to_owned())));
        for (year, quarter) in [(2026, 0), (2026, 5), (2026, u32::MAX), (1900, 1), (i32::MAX, 1)] {
            assert!(days(year, quarter).is_err(), "{year} {quarter}");
        }
    }

    #[test]
    fn what_is_typed_is_read_kindly() {
        let read = |typed: &str| digits(typed).ok();
        assert_eq!(read("0a1b 2c3d 4e5f 6071").as_deref(), Some("0A1B2C3D4E5F6071"));
        assert_eq!(read("０ａ１ｂ-2C3D·4E5F，6O7l").as_deref(), Some("0A1B2C3D4E5F6071"));
        assert_eq!(read("0A1B 2C3D 4E5F"), None, "three groups tell too little");
        assert_eq!(read("0A1B 2C3D 4E5F 60G1"), None);
        assert_eq!(read(&"0A1B".repeat(13)), None);
    }

    #[test]
    fn the_outcome_says_what_is_wrong() {
        assert_eq!(outcome(5, 9, false, true, None), SealFound::Same);
        assert_eq!(outcome(5, 9, false, true, Some(6)), SealFound::Same, "broken after it");
        assert_eq!(outcome(5, 9, false, true, Some(5)), SealFound::Broken);
        assert_eq!(outcome(5, 9, false, false, Some(2)), SealFound::Differs);
        assert_eq!(outcome(5, 4, true, true, None), SealFound::RolledBack);
        assert_eq!(outcome(5, 9, true, true, Some(5)), SealFound::Broken, "missing in the middle");
    }

    #[test]
    fn a_hash_is_shown_in_twelve_groups() {
        let groups = groups_of(&[0xab; 32]);
        assert_eq!((groups.len(), groups[0].as_str()), (12, "ABAB"));
    }
}
