//! The register of printed sheets: which sheet of paper went out, whether it came back, and what became of it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;
use uuid::Uuid;

use crate::{DutyId, PersonId};

/// After how many calendar days a sheet that is out is called overdue, until the office says otherwise.
pub const PAPER_DAYS: u32 = 15;

/// What was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// 谈心谈话记录表, filled in, to be signed.
    Talk,
    /// 走访慰问登记表, filled in, to be signed.
    Visit,
    /// 谈心谈话记录表 to be filled in by hand.
    TalkBlank,
    /// 走访慰问登记表 to be filled in by hand.
    VisitBlank,
    /// 谈前提纲.
    Brief,
    /// 个人卡.
    Card,
    /// A list or a ledger on paper.
    Ledger,
    /// 销毁清册.
    Disposal,
    /// 本人信息摘录.
    Extract,
    /// 年度合订本.
    Yearbook,
    /// 封存页.
    SealPage,
    /// 归档文件目录.
    Catalogue,
    /// 备考表.
    BoxNote,
    /// 盒脊.
    Spine,
    /// 移交清单.
    Transfer,
    /// 会议（活动）记录, filled in, to be signed.
    Activity,
    /// 签到表, to be signed by those who come.
    SignIn,
    /// 会议（活动）记录 to be filled in by hand; it need not come back, as the record is entered from what was written.
    ActivityBlank,
    /// 交接清单, and what became of the handover.
    Handover,
}

impl PaperKind {
    /// Whether the sheet is to come back: signed, or filled in by hand.
    pub fn comes_back(self) -> bool {
        matches!(self, Self::Talk | Self::Visit | Self::TalkBlank | Self::VisitBlank | Self::Activity | Self::SignIn)
    }

    /// Whether it was printed to be filled in by hand.
    pub fn is_blank(self) -> bool {
        matches!(self, Self::TalkBlank | Self::VisitBlank)
    }

    /// Where a sheet of this kind stands when it comes from the printer.
    pub fn first_state(self) -> PaperState {
        if self.comes_back() { PaperState::Out } else { PaperState::Kept }
    }
}

/// Why a sheet does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum VoidReason {
    /// It could not be handed to the printer; set by the program.
    NotPrinted,
    /// It was printed anew.
    Replaced {
        /// The number of the newer sheet.
        by: u32,
    },
    /// What the secretary says.
    Other {
        /// In his words.
        text: String,
    },
}

/// Where a sheet stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum PaperState {
    /// It need not come back.
    Kept,
    /// 印出未回.
    Out,
    /// 已收回.
    Returned {
        /// When.
        day: NaiveDate,
    },
    /// 作废.
    Void {
        /// When.
        day: NaiveDate,
        /// Why.
        reason: VoidReason,
    },
    /// 遗失核销.
    Lost {
        /// When it was written off.
        day: NaiveDate,
        /// What is known of it.
        reason: String,
    },
}

/// Whether a returned sheet is signed. Nothing signs a sheet but a hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "signing")]
pub enum Signing {
    /// 已签.
    Signed {
        /// The day beside the signatures.
        day: NaiveDate,
    },
    /// 未签.
    Unsigned {
        /// Why.
        reason: String,
    },
}

/// One printed sheet. It may have several pages, each with the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// From 1 within the ledger, never given twice; at the foot of each page and in its code.
    pub number: u32,
    /// What was printed.
    pub kind: PaperKind,
    /// The talk or visit that stands on it or, for a blank, that was entered from it.
    pub record: Option<Uuid>,
    /// Whom it is about, when it is about one.
    pub person: Option<PersonId>,
    /// The duty for which a blank was printed.
    pub duty: Option<DutyId>,
    /// How many pages it has.
    pub pages: u16,
    /// When it was printed.
    pub made_at: DateTime<Utc>,
    /// SHA-256 of what stood on it, in hexadecimal digits; none where it need not be compared.
    pub content: Option<String>,
    /// Where it stands.
    pub state: PaperState,
    /// Whether it is signed, once it has come back.
    pub signing: Option<Signing>,
}

/// Why a sheet's state cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PaperRefusal {
    /// A sheet that does not come back, or one that is void.
    #[error("a sheet in this state cannot change so")]
    WrongState,
    /// Void, lost and unsigned need a reason.
    #[error("a reason is needed")]
    ReasonMissing,
    /// A day before the printing or after today.
    #[error("the day is before the printing or after today")]
    BadDay,
}

/// The digits of a number at the foot of a sheet: `000023`.
pub fn paper_number(number: u32) -> String {
    format!("{number:06}")
}

impl Paper {
    /// Whether the sheet is out: 印出未回.
    pub fn is_out(&self) -> bool {
        self.state == PaperState::Out
    }

    /// For how many calendar days a sheet printed on `made` has been out; 0 when it is not.
    pub fn days_out(&self, made: NaiveDate, today: NaiveDate) -> u32 {
        if self.is_out() { (today - made).num_days().try_into().unwrap_or(0) } else { 0 }
    }

    /// Whether a sheet printed on `made` has been out for more than `days`.
    pub fn is_overdue(&self, made: NaiveDate, today: NaiveDate, days: u32) -> bool {
        self.days_out(made, today) > days
    }

    /// Whether it was filled in by hand, is back, and its record is still to be entered: 待录入.
    pub fn needs_entry(&self) -> bool {
        self.kind.is_blank() && matches!(self.state, PaperState::Returned { .. }) && self.record.is_none()
    }

    /// 收回 on `day`. One that was written off as lost may turn up; a returned one may be corrected, as when it is signed later.
    ///
    /// `made` and `today` are days of the office, as `day` is.
    ///
    /// # Errors
    /// `WrongState`, `BadDay`, `ReasonMissing`.
    pub fn give_back(
        &mut self,
        day: NaiveDate,
        signing: Signing,
        made: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), PaperRefusal> {
        use PaperState::{Lost, Out, Returned};
        if !matches!(self.state, Out | Lost { .. } | Returned { .. }) || !self.kind.comes_back() {
            return Err(PaperRefusal::WrongState);
        }
        if day < made || day > today {
            return Err(PaperRefusal::BadDay);
        }
        match &signing {
            // A record may be signed before the copy that is filed is printed.
            Signing::Signed { day: signed } if *signed > today => return Err(PaperRefusal::BadDay),
            Signing::Unsigned { reason } if reason.trim().is_empty() => return Err(PaperRefusal::ReasonMissing),
            _ => {}
        }
        self.state = Returned { day };
        self.signing = Some(signing);
        Ok(())
    }

    /// 作废 on `day`. What came back is paper of the office and is not made void any more.
    ///
    /// # Errors
    /// `WrongState`, `ReasonMissing`.
    pub fn make_void(&mut self, day: NaiveDate, reason: VoidReason) -> Result<(), PaperRefusal> {
        if !matches!(self.state, PaperState::Out | PaperState::Kept) {
            return Err(PaperRefusal::WrongState);
        }
        if matches!(&reason, VoidReason::Other { text } if text.trim().is_empty()) {
            return Err(PaperRefusal::ReasonMissing);
        }
        self.state = PaperState::Void { day, reason };
        Ok(())
    }

    /// 遗失核销 on `day`.
    ///
    /// # Errors
    /// `WrongState`, `ReasonMissing`.
    pub fn write_off(&mut self, day: NaiveDate, reason: String) -> Result<(), PaperRefusal> {
        if !matches!(self.state, PaperState::Out | PaperState::Kept) {
            return Err(PaperRefusal::WrongState);
        }
        if reason.trim().is_empty() {
            return Err(PaperRefusal::ReasonMissing);
        }
        self.state = PaperState::Lost { day, reason };
        Ok(())
    }

    /// Notes the talk or visit that was entered from a blank that is back.
    ///
    /// # Errors
    /// `WrongState` when it is no blank, or not back.
    pub fn enter(&mut self, record: Uuid) -> Result<(), PaperRefusal> {
        if !self.kind.is_blank() || !matches!(self.state, PaperState::Returned { .. }) {
            return Err(PaperRefusal::WrongState);
        }
        self.record = Some(record);
        Ok(())
    }

    /// Takes the last decision back: the sheet stands where it stood when it came from the printer.
    ///
    /// # Errors
    /// `WrongState` when nothing was decided, or when it was never printed.
    pub fn undo(&mut self) -> Result<(), PaperRefusal> {
        use PaperState::{Kept, Out, Void};
        if matches!(self.state, Kept | Out | Void { reason: VoidReason::NotPrinted, .. }) {
            return Err(PaperRefusal::WrongState);
        }
        self.state = self.kind.first_state();
        self.signing = None;
        if self.kind.is_blank() {
            self.record = None;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE: &str = "2026-11-02";
    const TODAY: &str = "2026-11-23";

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
            pages: 1,
            made_at: DateTime::UNIX_EPOCH,
            content: None,
            state: kind.first_state(),
            signing: None,
        }
    }

    fn signed(on: &str) -> Signing {
        Signing::Signed { day: day(on) }
    }

    fn unsigned(reason: &str) -> Signing {
        Signing::Unsigned { reason: reason.to_owned() }
    }

    fn other(text: &str) -> VoidReason {
        VoidReason::Other { text: text.to_owned() }
    }

    /// A sheet of the kind in each state.
    fn in_all_states(kind: PaperKind) -> [(&'static str, Paper); 6] {
        let with = |state| Paper { state, ..paper(kind) };
        let on = day("2026-11-10");
        [
            ("kept", with(PaperState::Kept)),
            ("out", with(PaperState::Out)),
            ("returned", with(PaperState::Returned { day: on })),
            ("void", with(PaperState::Void { day: on, reason: other("印错") })),
            ("not printed", with(PaperState::Void { day: on, reason: VoidReason::NotPrinted })),
            ("lost", with(PaperState::Lost { day: on, reason: "途中遗失".to_owned() })),
        ]
    }

    fn allowed(change: impl Fn(&mut Paper) -> Result<(), PaperRefusal>) -> Vec<&'static str> {
        let all = in_all_states(PaperKind::Talk);
        all.into_iter().filter_map(|(name, mut paper)| change(&mut paper).is_ok().then_some(name)).collect()
    }

    #[test]
    fn each_change_is_allowed_from_some_states_only() {
        let on = day("2026-11-20");
        let back = |paper: &mut Paper| paper.give_back(on, signed("2026-11-20"), day(MADE), day(TODAY));
        assert_eq!(allowed(back), ["out", "returned", "lost"]);
        assert_eq!(allowed(|paper| paper.make_void(on, other("印错"))), ["kept", "out"]);
        assert_eq!(allowed(|paper| paper.write_off(on, "途中遗失".to_owned())), ["kept", "out"]);
        assert_eq!(allowed(Paper::undo), ["returned", "void", "lost"]);
    }

    #[test]
    fn a_refused_change_changes_nothing() {
        for (name, before) in in_all_states(PaperKind::Brief) {
            let mut paper = before.clone();
            let refused = paper.give_back(day(TODAY), signed(TODAY), day(MADE), day(TODAY));
            assert_eq!((refused, &paper), (Err(PaperRefusal::WrongState), &before), "{name}");
        }
        let mut paper = paper(PaperKind::Visit);
        let before = paper.clone();
        for reason in ["", "　 \n"] {
            let missing = Err(PaperRefusal::ReasonMissing);
            assert_eq!(paper.make_void(day(TODAY), other(reason)), missing);
            assert_eq!(paper.write_off(day(TODAY), reason.to_owned()), missing);
            assert_eq!(paper.give_back(day(TODAY), unsigned(reason), day(MADE), day(TODAY)), missing);
        }
        assert_eq!(paper, before);
    }

    #[test]
    fn it_comes_back_between_the_printing_and_today() {
        for (on, ok) in [("2026-11-01", false), (MADE, true), (TODAY, true), ("2026-11-24", false)] {
            let back = paper(PaperKind::Talk).give_back(day(on), unsigned("本人出差"), day(MADE), day(TODAY));
            assert_eq!(back, if ok { Ok(()) } else { Err(PaperRefusal::BadDay) }, "{on}");
        }
        let late = paper(PaperKind::Talk).give_back(day(TODAY), signed("2026-11-24"), day(MADE), day(TODAY));
        assert_eq!(late, Err(PaperRefusal::BadDay), "nobody signs tomorrow");
    }

    #[test]
    fn out_and_overdue_are_counted_in_calendar_days() {
        let out = paper(PaperKind::Talk);
        for (today, days, overdue) in
            [("2026-11-01", 0, false), (MADE, 0, false), ("2026-11-17", 15, false), ("2026-11-18", 16, true)]
        {
            let today = day(today);
            assert_eq!((out.days_out(day(MADE), today), out.is_overdue(day(MADE), today, PAPER_DAYS)), (days, overdue));
        }
        let kept = paper(PaperKind::Brief);
        assert_eq!((kept.is_out(), kept.days_out(day(MADE), day("2027-11-23"))), (false, 0));
    }

    #[test]
    fn a_returned_blank_waits_for_its_record() {
        let mut blank = paper(PaperKind::TalkBlank);
        assert!(!blank.needs_entry(), "it is out");
        blank.give_back(day(TODAY), signed(TODAY), day(MADE), day(TODAY)).expect("it comes back");
        assert!(blank.needs_entry());
        blank.enter(Uuid::nil()).expect("it is entered");
        assert!(!blank.needs_entry());
        let mut record = paper(PaperKind::Talk);
        assert_eq!(record.enter(Uuid::nil()), Err(PaperRefusal::WrongState));
        assert_eq!(paper(PaperKind::VisitBlank).enter(Uuid::nil()), Err(PaperRefusal::WrongState), "it is out");
        record.give_back(day(TODAY), signed(TODAY), day(MADE), day(TODAY)).expect("it comes back");
        assert!(!record.needs_entry());
    }

    #[test]
    fn undoing_forgets_the_signature() {
        let mut talk = paper(PaperKind::Talk);
        talk.give_back(day(TODAY), signed(TODAY), day(MADE), day(TODAY)).expect("it comes back");
        talk.undo().expect("taken back");
        assert_eq!(talk, paper(PaperKind::Talk));
    }

    #[test]
    fn a_number_has_six_digits_or_more() {
        assert_eq!([paper_number(1), paper_number(23), paper_number(1_234_567)], ["000001", "000023", "1234567"]);
    }
}
