//! Indicators of the office's own (指标), as 征管质量六率: a name, a target, a value for each month.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::IndicatorId;

/// A number in hundredths, exact where a floating-point number is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Hundredths(pub i64);

impl Hundredths {
    /// The largest amount that is taken, either way: ten billion.
    pub const MOST: Self = Self(1_000_000_000_000);

    /// Whether it is within what is taken.
    pub fn is_sane(self) -> bool {
        (-Self::MOST.0..=Self::MOST.0).contains(&self.0)
    }
}

impl std::fmt::Display for Hundredths {
    /// With as many places as it needs: `100`, `99.5`, `-0.25`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match (part, part % 10) {
            (0, _) => write!(f, "{sign}{whole}"),
            (_, 0) => write!(f, "{sign}{whole}.{}", part / 10),
            _ => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}

/// On which side of the target a value is good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// 越高越好, as 入库率.
    #[default]
    Higher,
    /// 越低越好, as 欠税增减率.
    Lower,
}

/// An indicator as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Which.
    pub id: IndicatorId,
    /// As 申报率.
    pub name: String,
    /// As % or 万元; empty for none.
    pub unit: String,
    /// What is to be reached, when it is set.
    pub target: Option<Hundredths>,
    /// On which side of the target a value is good.
    pub better: Better,
    /// How it is worked out, in words; the program does not compute it.
    pub note: String,
    /// Its place in the table, from 1.
    pub place: u32,
}

/// A value of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorValue {
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// The year.
    pub year: i32,
    /// The month, 1–12.
    pub month: u32,
    /// The value.
    pub value: Hundredths,
}

impl Indicator {
    /// Whether a value reaches the target (达标); none while there is no target. A value at the target reaches it.
    pub fn is_met(&self, value: Hundredths) -> Option<bool> {
        let target = self.target?;
        Some(match self.better {
            Better::Higher => value >= target,
            Better::Lower => value <= target,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_written_shortly() {
        let shown = [0, 5, 50, 100, 9950, 9975, -25, -12_000].map(|n| Hundredths(n).to_string());
        assert_eq!(shown, ["0", "0.05", "0.5", "1", "99.5", "99.75", "-0.25", "-120"]);
        assert!(Hundredths::MOST.is_sane() && !Hundredths(i64::MIN).is_sane());
    }

    #[test]
    fn a_target_is_reached_from_its_side() {
        let of = |better, target: Option<i64>| Indicator {
            id: IndicatorId(uuid::Uuid::nil()),
            name: "申报率".into(),
            unit: "%".into(),
            target: target.map(Hundredths),
            better,
            note: String::new(),
            place: 1,
        };
        let higher = of(Better::Higher, Some(9800));
        assert_eq!([9799, 9800, 9801].map(|n| higher.is_met(Hundredths(n))), [Some(false), Some(true), Some(true)]);
        let lower = of(Better::Lower, Some(0));
        assert_eq!([-1, 0, 1].map(|n| lower.is_met(Hundredths(n))), [Some(true), Some(true), Some(false)]);
        assert_eq!(of(Better::Higher, None).is_met(Hundredths(1)), None);
    }
}
