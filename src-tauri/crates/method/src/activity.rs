//! Activities of the branch (活动): meetings, study sessions, 主题党日 and what else is planned, held and noted.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ActivityId, Cadence, PersonId};

/// Who is expected when nobody was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ActivityWho {
    /// 全体党员.
    Members,
    /// 全体人员.
    Everyone,
    /// Those of the last activity of the kind; nobody for the first.
    #[default]
    AsLast,
}

/// A kind of activity in the ledger's own list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ActivityKind {
    /// What records name it by; never changes.
    pub code: String,
    /// As the office calls it.
    pub title: String,
    /// Who is expected.
    #[serde(default)]
    pub who: ActivityWho,
    /// In what it is counted; none when nothing is asked.
    #[serde(default)]
    pub every: Option<Cadence>,
    /// How often in each; at least 1.
    pub times: u32,
    /// From which day on it is asked; none for the day from which all are.
    #[serde(default)]
    pub since: Option<NaiveDate>,
    /// Not offered any more; what was held stays.
    #[serde(default)]
    pub hidden: bool,
}

/// The kinds that every ledger begins with.
pub fn default_activity_kinds() -> Vec<ActivityKind> {
    use ActivityWho::{AsLast, Everyone, Members};
    use Cadence::{Month, Quarter, Year};
    let kind = |(code, title, who, every): (&str, &str, ActivityWho, Option<Cadence>)| ActivityKind {
        code: code.to_owned(),
        title: title.to_owned(),
        who,
        every,
        times: 1,
        since: None,
        hidden: false,
    };
    [
        ("committee", "支委会", AsLast, Some(Month)),
        ("members", "支部党员大会", Members, Some(Quarter)),
        ("lecture", "党课", Members, Some(Quarter)),
        ("party_day", "主题党日", Members, Some(Month)),
        ("life", "组织生活会", Members, Some(Year)),
        ("study", "集中学习", Everyone, None),
        ("recreation", "文体活动", Everyone, None),
        ("other", "其他", AsLast, None),
    ]
    .map(kind)
    .into()
}

/// How far an activity has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ActivityState {
    /// 计划.
    #[default]
    Planned,
    /// 已开展.
    Held,
    /// 已取消.
    Cancelled,
}

/// Whether somebody was there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Attending {
    /// Not noted yet.
    #[default]
    Expected,
    /// 到会.
    Present,
    /// 请假.
    OnLeave,
    /// 缺席.
    Absent,
    /// 列席: there without being a member of the meeting; not counted.
    Observer,
}

/// One person's attendance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// Who.
    pub person: PersonId,
    /// Whether he was there.
    #[serde(default)]
    pub state: Attending,
    /// 请假或缺席事由.
    #[serde(default)]
    pub reason: String,
}

/// An activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Which.
    pub id: ActivityId,
    /// Its number within `day`'s year, given when it was held.
    pub number: Option<u32>,
    /// The code of its kind.
    pub kind: String,
    /// How far it has come.
    pub state: ActivityState,
    /// 主题; empty for the kind's title alone.
    pub title: String,
    /// The day for which it is planned, or on which it was held.
    pub day: NaiveDate,
    /// From.
    pub start: Option<NaiveTime>,
    /// To.
    pub end: Option<NaiveTime>,
    /// 地点.
    pub place: String,
    /// 主持人.
    pub host: String,
    /// 记录人.
    pub recorder: String,
    /// 议题（议程）.
    pub plan: String,
    /// Those who are expected, and whether they were there.
    pub attendance: Vec<Attendance>,
    /// 其他列席人员, who are not on the roster.
    pub guests: String,
    /// 活动内容（会议记录）.
    pub content: String,
    /// 决议（议定事项）.
    pub resolutions: String,
    /// How long was studied, in minutes; 0 when it is not noted.
    pub minutes: u32,
    /// Why it was called off.
    pub cancelled: String,
    /// When it was entered; of one that was held, when that was first noted. Together with `day` this makes 补录.
    pub entered_at: DateTime<Utc>,
}

/// How many were there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AttendanceFigures {
    /// 应到.
    pub expected: u32,
    /// 实到.
    pub present: u32,
    /// 请假.
    pub on_leave: u32,
    /// 缺席.
    pub absent: u32,
    /// 列席, of those on the roster.
    pub observers: u32,
}

impl AttendanceFigures {
    /// Counts.
    pub fn of(attendance: &[Attendance]) -> Self {
        let mut figures = Self::default();
        for one in attendance {
            let place = match one.state {
                Attending::Observer => {
                    figures.observers += 1;
                    continue;
                }
                Attending::Expected => None,
                Attending::Present => Some(&mut figures.present),
                Attending::OnLeave => Some(&mut figures.on_leave),
                Attending::Absent => Some(&mut figures.absent),
            };
            if let Some(count) = place {
                *count += 1;
            }
            figures.expected += 1;
        }
        figures
    }

    /// 到会率 in tenths of a percent, rounded down; none when nobody is expected.
    pub fn rate_permille(self) -> Option<u32> {
        (self.present * 1000).checked_div(self.expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn observers_do_not_count() {
        use Attending::{Absent, Expected, Observer, OnLeave, Present};
        let one = |state| Attendance { person: PersonId(uuid::Uuid::nil()), state, reason: String::new() };
        let figures = AttendanceFigures::of(&[Present, Present, OnLeave, Absent, Observer, Expected].map(one));
        let told = AttendanceFigures { expected: 5, present: 2, on_leave: 1, absent: 1, observers: 1 };
        assert_eq!((figures, figures.rate_permille()), (told, Some(400)));
        assert_eq!(AttendanceFigures::of(&[one(Observer)]).rate_permille(), None);
    }
}
