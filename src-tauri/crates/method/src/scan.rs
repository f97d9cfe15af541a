//! Scanned pages: where each belongs, and when a sheet is back as a whole.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::{DutyKind, Paper, PaperState, ScanId};

/// What the code at the foot of a page says, once it is known to be of this ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct PaperPlace {
    /// The sheet's number in the register.
    pub paper: u32,
    /// Which of its pages, from 1.
    pub page: u16,
}

/// Why a page waits for somebody to say where it belongs (待认领).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanWhy {
    /// No code of this program is on it.
    NoCode,
    /// A code is on it and cannot be read.
    Unreadable,
    /// Codes of several sheets are on it.
    Several,
    /// The code is of a later version of the program.
    OtherVersion,
    /// The sheet is of another ledger.
    OtherLedger,
    /// The register does not have the sheet, or the sheet does not have the page.
    UnknownSheet,
    /// The sheet was made void.
    VoidSheet,
    /// Somebody took back where it had been put.
    TakenBack,
}

/// Where a scanned page is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ScanState {
    /// 已归位: with its sheet.
    Filed {
        /// The sheet's number.
        paper: u32,
        /// Which of its pages, from 1.
        page: u16,
        /// Which scan of this page, from 1; the highest is shown.
        version: u32,
    },
    /// 已归位: with a talk or visit, by hand.
    Claimed {
        /// Which of the two.
        kind: DutyKind,
        /// The record's id.
        #[ts(type = "string")]
        record: Uuid,
    },
    /// 待认领.
    Unclaimed {
        /// Why.
        why: ScanWhy,
    },
    /// 不归入: not of this ledger, as a person says.
    SetAside {
        /// In his words.
        reason: String,
    },
    /// 空白页.
    Blank,
}

/// A scanned page; its picture is stored beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// Which.
    pub id: ScanId,
    /// When it was read.
    pub received_at: DateTime<Utc>,
    /// The name of the file that it came from.
    pub file: String,
    /// Which page of that file, from 1.
    pub index: u32,
    /// The page with a code before it in the same file: of a page without one it may be the back.
    pub after: Option<PaperPlace>,
    /// Where it is.
    pub state: ScanState,
}

impl Scan {
    /// Its sheet and page, when it is with a sheet.
    pub fn place(&self) -> Option<PaperPlace> {
        match self.state {
            ScanState::Filed { paper, page, .. } => Some(PaperPlace { paper, page }),
            _ => None,
        }
    }
}

/// Whether a page belongs to the sheet that its code names: the sheet of the register, if it has one, and how many pages the code says
/// that it has.
///
/// # Errors
/// Why a person must say so.
pub fn expect_page(paper: Option<&Paper>, page: u16, pages: u16) -> Result<(), ScanWhy> {
    match paper {
        None => Err(ScanWhy::UnknownSheet),
        Some(paper) if paper.pages != pages || page == 0 || page > pages => Err(ScanWhy::UnknownSheet),
        Some(paper) if matches!(paper.state, PaperState::Void { .. }) => Err(ScanWhy::VoidSheet),
        Some(_) => Ok(()),
    }
}

/// The pages of a sheet that are not among those that are `there`.
pub fn missing_pages(pages: u16, there: &[u16]) -> Vec<u16> {
    (1..=pages).filter(|page| !there.contains(page)).collect()
}

impl Paper {
    /// Every page was scanned: the sheet is back. Whether it is signed, only a person says. True when that changed it.
    pub fn scanned(&mut self, day: NaiveDate) -> bool {
        let changes = self.kind.comes_back() && matches!(self.state, PaperState::Out | PaperState::Lost { .. });
        if changes {
            self.state = PaperState::Returned { day };
        }
        changes
    }

    /// A page of it is no longer there, and nobody has said that the sheet is back: it is out again. True when that changed it.
    pub fn no_longer_scanned(&mut self) -> bool {
        let changes = matches!(self.state, PaperState::Returned { .. }) && self.signing.is_none();
        if changes {
            self.state = self.kind.first_state();
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PaperKind, Signing, VoidReason};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn paper(kind: PaperKind) -> Paper {
        Paper {
            number: 23,
            kind,
            record: None,
            person: None,
            duty: None,
            pages: 3,
            made_at: DateTime::UNIX_EPOCH,
            content: None,
            state: kind.first_state(),
            signing: None,
        }
    }

    #[test]
    fn a_page_belongs_to_a_sheet_that_has_it() {
        let talk = paper(PaperKind::Talk);
        for page in 1..=3 {
            assert_eq!(expect_page(Some(&talk), page, 3), Ok(()));
        }
        let void = PaperState::Void { day: day("2026-11-20"), reason: VoidReason::NotPrinted };
        assert_eq!(expect_page(Some(&Paper { state: void, ..talk.clone() }), 1, 3), Err(ScanWhy::VoidSheet));
        for (paper, page, pages) in [(None, 1, 3), (Some(&talk), 1, 2), (Some(&talk), 0, 3), (Some(&talk), 4, 3)] {
            assert_eq!(expect_page(paper, page, pages), Err(ScanWhy::UnknownSheet), "{page}/{pages}");
        }
    }

    #[test]
    fn missing_are_those_that_are_not_there() {
        assert_eq!(missing_pages(4, &[2, 2, 4]), [1, 3]);
        assert!(missing_pages(2, &[2, 1, 1]).is_empty());
    }

    #[test]
    fn a_sheet_that_was_out_or_lost_comes_back_unsigned() {
        let on = day("2026-11-23");
        let lost = PaperState::Lost { day: day("2026-11-20"), reason: "途中遗失".to_owned() };
        for state in [PaperState::Out, lost] {
            let mut talk = Paper { state, ..paper(PaperKind::TalkBlank) };
            assert!(talk.scanned(on));
            assert_eq!((&talk.state, &talk.signing), (&PaperState::Returned { day: on }, &None));
            assert!(!talk.scanned(day("2026-11-24")), "a newer scan moves no day");
            assert!(talk.no_longer_scanned());
            assert_eq!(talk.state, PaperState::Out);
        }
        let mut brief = paper(PaperKind::Brief);
        assert!(!brief.scanned(on) && !brief.no_longer_scanned());
        assert_eq!(brief.state, PaperState::Kept);
    }

    #[test]
    fn what_a_person_said_stays() {
        let on = day("2026-11-23");
        let mut talk = paper(PaperKind::Talk);
        talk.give_back(on, Signing::Signed { day: on }, on, on).expect("it comes back");
        let said = talk.clone();
        assert!(!talk.scanned(on) && !talk.no_longer_scanned());
        assert_eq!(talk, said);
    }
}
