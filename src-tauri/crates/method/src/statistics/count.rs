//! Counting: from duties, talks, visits and persons to the figures.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    ContactFigures, Counted, CountedDuty, CountedTalk, CountedVisit, DutyFigures, FundRow, GroupBy, GroupKey, GroupRow,
    GroupTable, ItemRow, LastTalk, MoneyOf, MoneyRow, Silence, SilenceRow, Slot, Statistics, TimeRow, VariantRow,
};
use crate::{DutyKind, PersonId, Standing, TalkVariant};

/// The last item of 六必谈 and 六必访; the office's own follow it.
const SIX: u8 = 6;
/// A post that fewer have is counted among 其他, as its figures would be those of one person.
const FEW: u32 = 3;
/// The most posts that have a row of their own.
const POSTS: usize = 20;
/// How many persons are named as those with whom the last talk was longest ago.
const LONGEST: usize = 10;

impl Counted<'_> {
    /// All figures of the period.
    pub fn statistics(&self) -> Statistics {
        let of_kind = |kind| self.duties(|duty| duty.kind == kind);
        Statistics {
            talks: of_kind(DutyKind::Talk),
            visits: of_kind(DutyKind::Visit),
            all: self.duties(|_| true),
            times: self.times(),
            items: self.items(),
            groups: GroupBy::ALL.into_iter().enumerate().map(|(n, by)| self.group_table(n, by)).collect(),
            contacts: self.contacts(),
            variants: self.variants(),
            funds: self.funds(),
            money: self.money(),
            silences: self.silences(),
            longest: self.longest(),
            persons: small(self.persons.iter().filter(|person| person.present).count()),
        }
    }

    fn duties(&self, counts: impl Fn(&CountedDuty) -> bool) -> DutyFigures {
        DutyFigures::of(self.duties.iter().filter(|duty| counts(duty)).map(|duty| duty.standing))
    }

    fn times(&self) -> Vec<TimeRow> {
        let slot_of = |day| Slot::of(day, self.step);
        let mut standings: BTreeMap<Slot, Vec<Standing>> = BTreeMap::new();
        for duty in self.duties {
            standings.entry(slot_of(duty.first_due)).or_default().push(duty.standing);
        }
        let mut talks: BTreeMap<Slot, Vec<&CountedTalk>> = BTreeMap::new();
        for talk in self.talks {
            talks.entry(slot_of(talk.day)).or_default().push(talk);
        }
        let mut visits: BTreeMap<Slot, Vec<&CountedVisit>> = BTreeMap::new();
        for visit in self.visits {
            visits.entry(slot_of(visit.day)).or_default().push(visit);
        }
        let rows = Slot::all(self.period, self.step).into_iter().map(|slot| {
            let (talks, visits) = (talks.remove(&slot).unwrap_or_default(), visits.remove(&slot).unwrap_or_default());
            TimeRow {
                slot,
                duties: DutyFigures::of(standings.remove(&slot).unwrap_or_default()),
                talks: small(talks.len()),
                visits: small(visits.len()),
                money_fen: sum(visits.iter().map(|visit| visit.money_fen)),
            }
        });
        rows.collect()
    }

    /// The six of each list, the office's own, and what is routine at the end.
    fn items(&self) -> Vec<ItemRow> {
        let mut rows = Vec::new();
        for kind in [DutyKind::Talk, DutyKind::Visit] {
            let found = self.duties.iter().filter(|duty| duty.kind == kind).map(|duty| duty.category);
            let items: BTreeSet<(bool, u8)> = found.chain(1..=SIX).map(|item| (item == 0, item)).collect();
            rows.extend(items.into_iter().map(|(_, category)| {
                let duties = self.duties(|duty| duty.kind == kind && duty.category == category);
                ItemRow { kind, category, duties }
            }));
        }
        rows
    }

    fn group_table(&self, n: usize, by: GroupBy) -> GroupTable {
        let mut rows: BTreeMap<GroupKey, (GroupRow, Vec<Standing>)> = BTreeMap::new();
        let of_person: HashMap<PersonId, &GroupKey> = self.persons.iter().map(|one| (one.id, &one.groups[n])).collect();
        let rare = if by == GroupBy::Post { self.rare_posts(n) } else { HashSet::new() };
        let key_of = |person: PersonId| match of_person.get(&person) {
            Some(key) if rare.contains(*key) => GroupKey::Other,
            Some(key) => (*key).clone(),
            None => GroupKey::Unknown,
        };
        let (talked, visited) = (self.talked(), self.visited());
        for person in self.persons.iter().filter(|person| person.present) {
            let key = key_of(person.id);
            let row = &mut rows.entry(key.clone()).or_insert_with(|| (GroupRow::empty(key), Vec::new())).0;
            row.persons += 1;
            row.talked += u32::from(talked.contains(&person.id));
            row.visited += u32::from(visited.contains(&person.id));
        }
        for duty in self.duties {
            let key = key_of(duty.person);
            rows.entry(key.clone()).or_insert_with(|| (GroupRow::empty(key), Vec::new())).1.push(duty.standing);
        }
        let rows = rows.into_values().map(|(row, standings)| GroupRow { duties: DutyFigures::of(standings), ..row });
        let mut rows: Vec<GroupRow> = rows.collect();
        // Groups have an order of their own; those that are called by a name come by their size.
        rows.sort_by_key(|row| match &row.key {
            GroupKey::Named(name) => (1, std::cmp::Reverse(row.persons), Some(name.clone())),
            GroupKey::Other => (2, std::cmp::Reverse(0), None),
            GroupKey::Unknown => (3, std::cmp::Reverse(0), None),
            _ => (0, std::cmp::Reverse(0), None),
        });
        GroupTable { by, rows }
    }

    /// The posts that too few have, and those beyond the most.
    fn rare_posts(&self, n: usize) -> HashSet<&GroupKey> {
        let mut holders: BTreeMap<&GroupKey, u32> = BTreeMap::new();
        for person in self.persons {
            if let key @ GroupKey::Named(_) = &person.groups[n] {
                *holders.entry(key).or_default() += u32::from(person.present);
            }
        }
        let mut posts: Vec<_> = holders.into_iter().collect();
        posts.sort_by_key(|(_, persons)| std::cmp::Reverse(*persons));
        let rare = posts.into_iter().enumerate().filter(|(at, (_, persons))| *persons < FEW || *at >= POSTS);
        rare.map(|(_, (key, _))| key).collect()
    }

    fn talked(&self) -> HashSet<PersonId> {
        self.talks.iter().flat_map(|talk| talk.persons.iter().copied()).collect()
    }

    fn visited(&self) -> HashSet<PersonId> {
        self.visits.iter().flat_map(|visit| visit.persons.iter().copied()).collect()
    }

    fn contacts(&self) -> ContactFigures {
        ContactFigures {
            talks: small(self.talks.len()),
            talk_times: small(self.talks.iter().map(|talk| talk.persons.len()).sum()),
            talked: small(self.talked().len()),
            visits: small(self.visits.len()),
            visit_times: small(self.visits.iter().map(|visit| visit.persons.len()).sum()),
            visited: small(self.visited().len()),
            gifts: small(self.visits.iter().filter(|visit| visit.money_fen != 0).count()),
            money_fen: sum(self.visits.iter().map(|visit| visit.money_fen)),
        }
    }

    fn variants(&self) -> Vec<VariantRow> {
        let all = [TalkVariant::Plain, TalkVariant::Integrity, TalkVariant::Reminder, TalkVariant::Group];
        let row = |variant| {
            let talks = self.talks.iter().filter(|talk| talk.variant == variant);
            let (count, times) = talks.fold((0, 0), |(count, times), talk| (count + 1, times + talk.persons.len()));
            VariantRow { variant, talks: small(count), talk_times: small(times) }
        };
        all.map(row).to_vec()
    }

    fn funds(&self) -> Vec<FundRow> {
        let mut funds: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for visit in self.visits.iter().filter(|visit| visit.money_fen != 0) {
            funds.entry(visit.fund.trim()).or_default().push(visit.money_fen);
        }
        let rows = funds.into_iter().map(|(fund, fen)| FundRow {
            fund: fund.to_owned(),
            gifts: small(fen.len()),
            money_fen: sum(fen.into_iter()),
        });
        let mut rows: Vec<FundRow> = rows.collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.money_fen));
        rows
    }

    fn money(&self) -> Vec<MoneyRow> {
        let mut items: BTreeMap<MoneyOf, Vec<i64>> = BTreeMap::new();
        for visit in self.visits.iter().filter(|visit| visit.money_fen != 0) {
            let of = match visit.categories[..] {
                [] => MoneyOf::Item(0),
                [item] => MoneyOf::Item(item),
                _ => MoneyOf::Several,
            };
            items.entry(of).or_default().push(visit.money_fen);
        }
        let row = |(of, fen): (_, Vec<i64>)| MoneyRow { of, gifts: small(fen.len()), money_fen: sum(fen.into_iter()) };
        items.into_iter().map(row).collect()
    }

    /// Those with whom the secretary is to talk, with the day of the last talk.
    fn last_talks(&self) -> impl Iterator<Item = LastTalk> {
        self.persons.iter().filter(|person| person.present && person.to_be_talked_to).map(|person| {
            let last = self.last_talks.get(&person.id).copied();
            LastTalk { person: person.id, last, days: last.map(|last| (self.today - last).num_days().max(0)) }
        })
    }

    fn silences(&self) -> Vec<SilenceRow> {
        let all = [Silence::Never, Silence::Over365, Silence::Over180, Silence::Over90, Silence::Within90];
        let mut counts = all.map(|since| SilenceRow { since, persons: 0 });
        for talk in self.last_talks() {
            let at = match talk.days {
                None => 0,
                Some(366..) => 1,
                Some(181..) => 2,
                Some(91..) => 3,
                Some(_) => 4,
            };
            counts[at].persons += 1;
        }
        counts.to_vec()
    }

    /// Those with whom there never was a talk stand first.
    fn longest(&self) -> Vec<LastTalk> {
        let mut all: Vec<LastTalk> = self.last_talks().collect();
        all.sort_by_key(|talk| talk.last);
        all.truncate(LONGEST);
        all
    }
}

fn small(n: usize) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

fn sum(fen: impl Iterator<Item = i64>) -> i64 {
    fen.fold(0, i64::saturating_add)
}
