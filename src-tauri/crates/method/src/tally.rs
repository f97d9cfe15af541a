//! The figures of what was owed (按期率), as defined in one place for the window, print and export.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::DutyState;

/// How many duties stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Tally {
    /// Met by the first due day.
    pub met: u32,
    /// Met later (逾期办结).
    pub late: u32,
    /// 未办.
    pub missed: u32,
    /// 逾期, still open.
    pub overdue: u32,
    /// Open and not overdue.
    pub open: u32,
    /// 免除; beside the rate, never hidden.
    pub exempt: u32,
    /// Withdrawn; likewise.
    pub withdrawn: u32,
}

/// Where the figures count a duty; see [`Tally`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Met by the first due day.
    Met,
    /// Met later.
    Late,
    /// 未办.
    Missed,
    /// 逾期, still open.
    Overdue,
    /// Open and not overdue.
    Open,
    /// 免除.
    Exempt,
    /// Withdrawn.
    Withdrawn,
}

impl From<DutyState> for Standing {
    fn from(state: DutyState) -> Self {
        match state {
            DutyState::Met { late_workdays: 0 } => Self::Met,
            DutyState::Met { .. } => Self::Late,
            DutyState::Missed => Self::Missed,
            DutyState::Overdue { .. } => Self::Overdue,
            DutyState::Today | DutyState::ThisWeek | DutyState::Later => Self::Open,
            DutyState::Exempt => Self::Exempt,
            DutyState::Withdrawn => Self::Withdrawn,
        }
    }
}

impl Tally {
    /// Counts one duty.
    pub fn count(&mut self, standing: Standing) {
        let place = match standing {
            Standing::Met => &mut self.met,
            Standing::Late => &mut self.late,
            Standing::Missed => &mut self.missed,
            Standing::Overdue => &mut self.overdue,
            Standing::Open => &mut self.open,
            Standing::Exempt => &mut self.exempt,
            Standing::Withdrawn => &mut self.withdrawn,
        };
        *place += 1;
    }

    /// 应办: all but what was withdrawn, which was never to be done after all.
    pub fn owed(&self) -> u32 {
        self.met + self.late + self.missed + self.overdue + self.open + self.exempt
    }

    /// On time in tenths of a percent: met ÷ (met + late + missed + overdue), rounded down so that it is never flattered;
    /// none when nothing has come due.
    pub fn on_time_permille(&self) -> Option<u32> {
        let all = u64::from(self.met) + u64::from(self.late) + u64::from(self.missed) + u64::from(self.overdue);
        let rate = (u64::from(self.met) * 1000).checked_div(all)?;
        u32::try_from(rate).ok()
    }
}

impl FromIterator<DutyState> for Tally {
    fn from_iter<I: IntoIterator<Item = DutyState>>(states: I) -> Self {
        let mut tally = Self::default();
        for state in states {
            tally.count(state.into());
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_counts_what_has_come_due() {
        let states = [
            DutyState::Met { late_workdays: 0 },
            DutyState::Met { late_workdays: 0 },
            DutyState::Met { late_workdays: 3 },
            DutyState::Missed,
            DutyState::Overdue { workdays: 1 },
            DutyState::Today,
            DutyState::Exempt,
            DutyState::Withdrawn,
        ];
        let tally: Tally = states.into_iter().collect();
        assert_eq!(
            tally.on_time_permille(),
            Some(400),
            "2 of 5; what is not due, exempt or withdrawn stands beside it"
        );
        assert_eq!((tally.open, tally.exempt, tally.withdrawn), (1, 1, 1));
        assert_eq!(tally.owed(), 7, "the withdrawn one is not owed");
        assert_eq!(Tally::default().on_time_permille(), None);
    }
}
