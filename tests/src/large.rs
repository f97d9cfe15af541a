//! A ledger of the size that the program is held to, written past the use cases so that it is made in seconds.

use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, Utc};
use method::{
    Calendar, Closure, ContactState, Duty, DutyId, DutyKind, Event, EventId, EventKind, Facet, FacetCheck, Origin,
    PartialDate, Participant, Person, PersonId, Promise, PromiseId, RulePack, Talk, TalkId, TalkMode, Visit, VisitId,
    VisitMode, derive_duties,
};
use vault::{KdfCost, Password, Vault, VaultError, World, Writing};

/// How large.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Persons on the roster, half of them members.
    pub persons: usize,
    /// Events, talks and visits together.
    pub records: usize,
}

/// The size to which the program is held.
pub const LARGEST: Size = Size { persons: 3_000, records: 90_000 };

/// Makes the ledger at `place` and locks it. Of its events one in a hundred is of the last days and still owes something.
pub fn make(place: &Path, world: &World, password: &str, size: Size) -> Result<(), VaultError> {
    let today = world.clock.today();
    let mut vault = Vault::create(world.clone(), place, &Password::new(password.to_owned()), KdfCost::LEAST)?;
    vault.write(|writing| people(writing, size.persons, today))?;
    let maker = Maker {
        pack: RulePack::three_six().expect("the shipped pack is sound"),
        calendar: Calendar::built_in(),
        world,
        today,
    };
    let events = size.records / 3;
    for chunk in (0..events).collect::<Vec<_>>().chunks(2_000) {
        vault.write(|writing| chunk.iter().try_for_each(|n| maker.event(writing, *n, size.persons)))?;
    }
    vault.lock()
}

fn person_id(n: usize) -> PersonId {
    PersonId(uuid(1, n))
}

/// An id that is the same every time, by what it is of and which.
fn uuid(of: u128, n: usize) -> uuid::Uuid {
    uuid::Uuid::from_u128(of << 96 | n as u128)
}

fn moment(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() + chrono::Duration::hours(2)
}

fn people(writing: &Writing<'_>, count: usize, today: NaiveDate) -> Result<(), VaultError> {
    for n in 0..count {
        let mut person = Person::named(person_id(n), format!("测试{n}"));
        let month = 1 + u32::try_from(n % 12).unwrap_or(0);
        let day = 1 + u32::try_from(n % 28).unwrap_or(0);
        person.post = "税务所税收管理员".to_owned();
        person.political = if n % 2 == 0 { "中共党员" } else { "群众" }.to_owned();
        person.birth = PartialDate::day(1970 + i32::try_from(n % 30).unwrap_or(0), month, day).ok();
        person.party_since = person.birth.filter(|_| n % 2 == 0);
        if n % 3 == 0 {
            let day = u8::try_from(1 + n % 29).unwrap_or(1);
            person.lunar_birthday = Some(method::LunarBirthday {
                year: None,
                month: u8::try_from(1 + n % 12).unwrap_or(1),
                leap: false,
                day,
            });
        }
        writing.put_person(&person)?;
        for (i, facet) in Facet::ALL.into_iter().enumerate().filter(|(i, _)| (n + i) % 5 != 0) {
            let day = today - Days::new((n * 7 % 300 + i) as u64);
            writing.put_facet_check(FacetCheck { person: person.id, facet, day })?;
        }
        if n % 30 == 0 {
            writing.put_promise(&Promise {
                id: PromiseId(uuid(7, n)),
                person: person.id,
                contact: None,
                day: today - Days::new(20),
                what: "协调值班顺序".to_owned(),
                by: String::new(),
                due: Some(today + Days::new((n / 30) as u64)),
                answer: None,
                entered_at: moment(today - Days::new(20)),
            })?;
        }
    }
    Ok(())
}

struct Maker<'w> {
    pack: RulePack,
    calendar: Calendar,
    world: &'w World,
    today: NaiveDate,
}

impl Maker<'_> {
    /// An event, what it makes owed, and two records: a talk and a visit, which meet it unless it is of the last days.
    fn event(&self, writing: &Writing<'_>, n: usize, persons: usize) -> Result<(), VaultError> {
        let kinds = ["post_change", "illness", "family_hardship", "discipline", "setback", "family_dispute"];
        let open = n.is_multiple_of(100);
        let day = self.today - Days::new(if open { n as u64 / 100 % 12 } else { 30 + n as u64 % 1000 });
        let who = person_id(n * 7 % persons);
        let event = Event {
            id: EventId(uuid(2, n)),
            kind: EventKind::new(kinds[n % kinds.len()]),
            persons: vec![who],
            since: None,
            day,
            month_only: false,
            joint: false,
            origin: Origin::Entered,
            known_on: day,
            note: "县人民医院住院，家中无人照料".to_owned(),
            entered_at: moment(day),
            cancelled: None,
        };
        writing.put_event(&event)?;
        let duties = derive_duties(&event, &[], &self.pack, &self.calendar, || DutyId(self.world.new_uuid()));
        let (talk, visit) = (TalkId(uuid(3, n)), VisitId(uuid(4, n)));
        let mut settled = (Vec::new(), Vec::new());
        for duty in duties {
            let contact = match duty.key.kind {
                DutyKind::Talk => talk.to_string(),
                DutyKind::Visit => visit.to_string(),
            };
            let closed = (!open).then_some(Closure::Met { contact, day: duty.due, late_workdays: 0 });
            let closed_at = closed.is_some().then(|| moment(duty.due));
            match duty.key.kind {
                _ if open => {}
                DutyKind::Talk => settled.0.push(duty.id),
                DutyKind::Visit => settled.1.push(duty.id),
            }
            writing.put_duty(&Duty { closed, closed_at, ..duty })?;
        }
        let (day, content) = (day + Days::new(3), "到岗后熟悉业务较快，台账登记还不熟。".repeat(12));
        let by = vec![Participant { person: None, name: "甲书记".to_owned(), post: "党支部书记".to_owned() }];
        writing.put_talk(&talk_of(talk, who, by.clone(), day, &content, settled.0))?;
        writing.put_visit(&visit_of(visit, who, by, day, &content, settled.1))
    }
}

fn talk_of(
    id: TalkId,
    who: PersonId,
    talkers: Vec<Participant>,
    day: NaiveDate,
    content: &str,
    settles: Vec<DutyId>,
) -> Talk {
    Talk {
        id,
        number: Some(1),
        state: ContactState::Saved,
        persons: vec![who],
        talkers,
        day,
        start: None,
        end: None,
        place: "支部活动室".to_owned(),
        mode: TalkMode::Individual,
        recorder: String::new(),
        categories: vec![2],
        topic: "近期思想和工作情况".to_owned(),
        content: content.to_owned(),
        opinion: String::new(),
        follow_up: String::new(),
        variant: Default::default(),
        extra: Default::default(),
        settles,
        facets: Vec::new(),
        notes: Vec::new(),
        draft_promises: Vec::new(),
        entered_at: moment(day),
    }
}

fn visit_of(
    id: VisitId,
    who: PersonId,
    visitors: Vec<Participant>,
    day: NaiveDate,
    content: &str,
    settles: Vec<DutyId>,
) -> Visit {
    Visit {
        id,
        number: Some(1),
        state: ContactState::Saved,
        persons: vec![who],
        visitors,
        day,
        start: None,
        end: None,
        place: "县人民医院外科".to_owned(),
        hospital: String::new(),
        mode: VisitMode::Hospital,
        categories: vec![3],
        reason: "住院治疗".to_owned(),
        received_by: "本人".to_owned(),
        relation: String::new(),
        money_fen: 0,
        goods: "水果1份".to_owned(),
        fund: "工会经费".to_owned(),
        situation: content.to_owned(),
        problems: String::new(),
        measures: String::new(),
        note: String::new(),
        extra: Default::default(),
        settles,
        facets: Vec::new(),
        notes: Vec::new(),
        draft_promises: Vec::new(),
        entered_at: moment(day),
    }
}
