//! 知晓度 in figures, for the first screen and the roster.

use std::collections::HashMap;

use method::{Facet, FacetState, PersonId};
use vault::Reading;

use super::{checked_days, state};
use crate::lookup::{Lookup, Rules};
use crate::{DeskError, KnowingLack, KnowingSummary};

/// So many persons of whom least is known are named.
const LEAST: usize = 5;

/// How many of the six are 已知 of each person of whom any was ever checked.
pub(crate) fn known_counts(reading: &Reading<'_>, rules: &Rules) -> Result<HashMap<PersonId, u32>, DeskError> {
    let mut counts = HashMap::new();
    for ((person, facet), day) in checked_days(reading.facet_checks(rules.today)?) {
        if state(rules, facet, Some(day)) == FacetState::Known {
            *counts.entry(person).or_default() += 1;
        }
    }
    Ok(counts)
}

/// What is known of everyone present, and of whom least.
pub(crate) fn summary(reading: &Reading<'_>, lookup: &Lookup<'_>, rules: &Rules) -> Result<KnowingSummary, DeskError> {
    let present = reading.persons_present()?;
    let mut states: HashMap<PersonId, (u32, u32)> = HashMap::new();
    for ((person, facet), day) in checked_days(reading.facet_checks(rules.today)?) {
        let (known, stale) = states.entry(person).or_default();
        match state(rules, facet, Some(day)) {
            FacetState::Known => *known += 1,
            FacetState::Stale => *stale += 1,
            FacetState::Unknown => {}
        }
    }
    let six = Facet::ALL.len().try_into().unwrap_or(u32::MAX);
    let mut lacks: Vec<(PersonId, u32, u32)> = Vec::new();
    let mut sum = 0;
    for person in &present {
        let (known, stale) = states.get(person).copied().unwrap_or_default();
        sum += known;
        if known < six {
            lacks.push((*person, known, stale));
        }
    }
    // Of equals the first on the roster, so that the list does not jump about.
    lacks.sort_by_key(|(_, known, _)| *known);
    let least = lacks
        .into_iter()
        .take(LEAST)
        .map(|(id, known, stale)| {
            Ok(KnowingLack { person: lookup.person_ref(id)?, unknown: six - known - stale, stale })
        })
        .collect::<Result<_, DeskError>>()?;
    let all = six.saturating_mul(present.len().try_into().unwrap_or(u32::MAX));
    Ok(KnowingSummary { known: sum, all, least })
}
