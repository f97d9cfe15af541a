//! The rule pack (规则): which event kind makes which duty owed, and until when, as versioned data.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DutyKind, EventKind, Freshness, Part, StreakLimits};

/// When a duty is due, counted from the event's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "unit")]
pub enum Deadline {
    /// Within `n` working days; day 1 is the day after the event.
    Workdays {
        /// How many.
        n: u32,
    },
    /// Within `n` calendar days.
    Days {
        /// How many.
        n: u32,
    },
    /// By the eve of the event (before-parts).
    Eve,
    /// From `before` calendar days before the event to `after` days after it.
    Window {
        /// Days before.
        before: u32,
        /// Days after.
        after: u32,
    },
    /// From `from` to `to` calendar days after the event (follow-ups).
    Between {
        /// The first day.
        from: u32,
        /// The last day.
        to: u32,
    },
    /// By 31 December of the event's year (yearly routines).
    YearEnd,
}

/// One duty that an event kind makes owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DutyRule {
    /// Talk or visit.
    pub kind: DutyKind,
    /// Item of 六必谈 or 六必访, 1–6; one of the pack's own categories from 7 on; 0 for routines.
    pub category: u8,
    /// Which part of the obligation.
    pub part: Part,
    /// Until when.
    pub deadline: Deadline,
    /// Switched off: not owed.
    #[serde(default)]
    pub off: bool,
}

/// An event kind with its title and what it makes owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KindRule {
    /// The code, as `illness`.
    pub kind: EventKind,
    /// The Chinese title, as 生病; data of the office, not a translation.
    pub title: String,
    /// Whether it takes at least two persons, its parties, each owed a talk (人际矛盾).
    pub parties: bool,
    /// Switched off: not offered for new events, and nothing is owed for it.
    #[serde(default)]
    pub off: bool,
    /// What is owed.
    pub duties: Vec<DutyRule>,
}

/// A category beyond the six, of the office's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Category {
    /// Of talks or of visits.
    pub kind: DutyKind,
    /// From 7 on.
    pub number: u8,
    /// As 节日慰问.
    pub title: String,
}

/// To whom a routine applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RoutineWho {
    /// Members of the Party.
    Members,
    /// Everyone.
    Everyone,
}

/// When a routine falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RoutineWhen {
    /// Once in each calendar year.
    Yearly,
    /// On each anniversary of 入党时间 (政治生日).
    PoliticalBirthday,
}

/// Something owed without an event (例行): the program makes the event by itself, one for each person and year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Routine {
    /// The kind of the events that it makes, and what they make owed.
    pub rule: KindRule,
    /// To whom.
    pub who: RoutineWho,
    /// When.
    pub when: RoutineWhen,
    /// Whether any talk meets it, so that it is offered ticked and talks already had count.
    pub any_talk: bool,
}

/// A versioned table of rules; a duty keeps the version that it was made under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RulePack {
    /// As `three-six`.
    pub id: String,
    /// Raised with every change.
    pub version: u32,
    /// As 三六工作法.
    pub title: String,
    /// Every event kind, in the order in which they are offered.
    pub kinds: Vec<KindRule>,
    /// Categories beyond the six.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// What is owed without an event.
    #[serde(default)]
    pub routines: Vec<Routine>,
    /// After how many days each of the six knowings is 过期.
    #[serde(default)]
    pub freshness: Freshness,
    /// From when on overtime is a streak.
    #[serde(default)]
    pub streak: StreakLimits,
    /// Working days after which an entry is 补录, at most 3.
    pub late_entry_workdays: u32,
}

/// What is wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulePackError {
    /// Not of the pack's form.
    #[error("not a rule pack")]
    Form,
    /// Two rows for one kind, an unknown category, one duty twice, a title missing, or days beyond reason.
    #[error("the rule for `{0}` is not consistent")]
    Row(String),
}

/// The shipped packs; their days are suggestions, as no regulation fixes them.
const THREE_SIX: &str = include_str!("../rules/three_six.json");
const BRANCH_FLOOR: &str = include_str!("../rules/branch_floor.json");

/// The most days that a deadline may count.
const MOST_DAYS: u32 = 366;
/// The most characters of a title.
const TITLE: usize = 30;
/// The most characters of a pack's id.
const ID: usize = 40;
/// The most working days after which an entry is 补录: rules may be stricter than the method, and no rule takes the mark away.
const LATE_ENTRY: u32 = 3;
/// The last item of 六必谈 and 六必访; the office's own categories follow it.
const SIX: u8 = 6;

impl RulePack {
    /// The shipped pack 三六工作法.
    pub fn three_six() -> Result<Self, RulePackError> {
        Self::from_json(THREE_SIX)
    }

    /// The shipped pack of what 支部工作条例 asks for at least.
    pub fn branch_floor() -> Result<Self, RulePackError> {
        Self::from_json(BRANCH_FLOOR)
    }

    /// Reads and checks a pack.
    pub fn from_json(text: &str) -> Result<Self, RulePackError> {
        let pack: Self = serde_json::from_str(text).map_err(|_| RulePackError::Form)?;
        pack.check()?;
        Ok(pack)
    }

    /// Whether the pack is consistent; the error names the row, or the part of the pack.
    pub fn check(&self) -> Result<(), RulePackError> {
        let wrong = |row: &str| Err(RulePackError::Row(row.to_owned()));
        if !(1..=ID).contains(&self.id.chars().count()) {
            return wrong("id");
        }
        if !is_title(&self.title) {
            return wrong("title");
        }
        // Named by their part only: what stands for a code in a file may be anything.
        if !self.rows().all(|row| is_code(&row.kind.0)) {
            return wrong("kinds");
        }
        for (i, row) in self.rows().enumerate() {
            let twice = self.rows().take(i).any(|other| other.kind == row.kind || other.title == row.title);
            if twice || !is_title(&row.title) || !self.duties_fit(row) {
                return wrong(&row.kind.0);
            }
        }
        for (i, category) in self.categories.iter().enumerate() {
            let twice =
                self.categories[..i].iter().any(|other| other.kind == category.kind && other.number == category.number);
            if twice || category.number <= SIX || !is_title(&category.title) {
                return wrong("categories");
            }
        }
        let fresh = &self.freshness;
        let limits = [fresh.resume, fresh.family, fresh.hobby, fresh.performance, fresh.mind, fresh.standing];
        if !limits.iter().all(|days| (1..=3660).contains(days)) {
            return wrong("freshness");
        }
        let streak = &self.streak;
        let sane = (1..=1440).contains(&streak.day_minutes)
            && streak.workdays <= 60
            && streak.rest_days <= 60
            && streak.week_minutes <= 7 * 1440;
        if !sane {
            return wrong("streak");
        }
        if self.late_entry_workdays > LATE_ENTRY {
            return wrong("late_entry_workdays");
        }
        Ok(())
    }

    fn duties_fit(&self, row: &KindRule) -> bool {
        let routine = self.routines.iter().any(|routine| routine.rule.kind == row.kind);
        row.duties.iter().enumerate().all(|(i, duty)| {
            let twice = row.duties[..i].iter().any(|other| (other.kind, other.part) == (duty.kind, duty.part));
            let days = match duty.deadline {
                Deadline::Workdays { n } | Deadline::Days { n } => (1..=MOST_DAYS).contains(&n),
                Deadline::Eve => duty.part == Part::Before,
                Deadline::Window { before, after } => before <= MOST_DAYS && after <= MOST_DAYS,
                Deadline::Between { from, to } => from <= to && (1..=MOST_DAYS).contains(&to),
                Deadline::YearEnd => routine,
            };
            // A before-part ends on the eve, and a joint talk needs parties.
            let before = (duty.part == Part::Before) == (duty.deadline == Deadline::Eve);
            let joint = duty.part != Part::Joint || row.parties;
            let category = if routine { duty.category == 0 } else { self.has_category(duty.kind, duty.category) };
            !twice && days && before && joint && category
        })
    }

    /// Whether talks or visits may be of this category: 1–6, or one of the pack's own.
    pub fn has_category(&self, kind: DutyKind, number: u8) -> bool {
        (1..=SIX).contains(&number) || self.category_title(kind, number).is_some()
    }

    /// The title of a category of the office's own.
    pub fn category_title(&self, kind: DutyKind, number: u8) -> Option<&str> {
        let found = self.categories.iter().find(|category| category.kind == kind && category.number == number);
        found.map(|category| category.title.as_str())
    }

    /// The rows of all kinds, those of the routines last.
    pub fn rows(&self) -> impl Iterator<Item = &KindRule> {
        self.kinds.iter().chain(self.routines.iter().map(|routine| &routine.rule))
    }

    /// The rule for a kind, a routine's too, if the pack has it.
    pub fn kind(&self, kind: &EventKind) -> Option<&KindRule> {
        self.rows().find(|row| row.kind == *kind)
    }

    /// The routine that makes events of this kind.
    pub fn routine(&self, kind: &EventKind) -> Option<&Routine> {
        self.routines.iter().find(|routine| routine.rule.kind == *kind)
    }
}

fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn is_title(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= TITLE
}
