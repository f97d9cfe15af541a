//! A ledger of many people and records, written past the use cases so that it is made in seconds: for trying the program at the
//! size that it is held to. Everybody in it is invented.

use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use desk::{DeskError, ErrorCode};
use method::{
    Calendar, Closure, ContactState, Duty, DutyId, DutyKind, Event, EventId, EventKind, Facet, FacetCheck, Origin,
    PartialDate, Participant, Person, PersonId, Promise, PromiseId, RulePack, Sex, Talk, TalkId, TalkMode, Visit,
    VisitId, VisitMode, derive_duties,
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

/// Makes a ledger at `place` that is cheap to open, fills it and locks it.
///
/// # Errors
/// Those of the store.
pub fn make(place: &Path, world: &World, password: &str, size: Size) -> Result<(), DeskError> {
    let password = Password::new(password.to_owned());
    Vault::create(world.clone(), place, &password, KdfCost::LEAST)?.lock()?;
    fill(place, world, &password, size)
}

/// Fills the ledger at `place` and locks it. Of its events one in a hundred is of the last days and still owes something.
///
/// # Errors
/// Those of the store.
pub fn fill(place: &Path, world: &World, password: &Password, size: Size) -> Result<(), DeskError> {
    let today = world.clock.today();
    let mut vault = Vault::open(world.clone(), place, password)?;
    vault.write::<_, VaultError>(|writing| people(writing, size.persons, today))?;
    let pack = RulePack::three_six().map_err(|_| ErrorCode::Internal)?;
    let mut maker = Maker { pack, calendar: Calendar::built_in(), world, today, numbers: HashMap::new() };
    let events = if size.persons == 0 { 0 } else { size.records / 3 };
    for chunk in (0..events).collect::<Vec<_>>().chunks(2_000) {
        vault
            .write::<_, VaultError>(|writing| chunk.iter().try_for_each(|n| maker.event(writing, *n, size.persons)))?;
    }
    Ok(vault.lock()?)
}

const SURNAMES: [&str; 24] = [
    "甲", "李", "王", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭",
    "马", "罗", "梁", "宋", "郑",
];
const GIVEN: [&str; 25] = [
    "书记", "志国", "娟霞", "敏", "磊", "建华", "丽", "国栋", "秀英", "刚华", "文博", "静", "国磊", "桂兰", "俊",
    "辉刚", "晓燕", "英", "玉梅", "强", "晓东", "思远", "佳", "子涵", "海峰",
];
const POSTS: [&str; 6] = ["税收管理员", "办税服务厅", "综合岗", "征收员", "风险管理岗", "会计"];
/// In the order of the kinds of event in [`Maker::event`].
const NOTES: [&str; 6] = [
    "由征收岗转综合岗",
    "县人民医院骨科住院",
    "父亲中风住院，家中无人照料",
    "办税差错被县局通报批评",
    "竞聘落选，情绪低落",
    "与配偶因子女上学发生争执",
];

/// An invented name; of six hundred each has another one, then they come again with a number behind them.
fn name(n: usize) -> String {
    let given = (n / SURNAMES.len() + n % SURNAMES.len()) % GIVEN.len();
    let name = format!("{}{}", SURNAMES[n % SURNAMES.len()], GIVEN[given]);
    match n / (SURNAMES.len() * GIVEN.len()) {
        0 => name,
        again => name + ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"].get(again).copied().unwrap_or("十"),
    }
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
        let mut person = Person::named(person_id(n), name(n));
        let month = 1 + u32::try_from(n % 12).unwrap_or(0);
        let day = 1 + u32::try_from(n % 28).unwrap_or(0);
        person.sex = Some(if n % 3 == 1 { Sex::Female } else { Sex::Male });
        person.post = POSTS[n % POSTS.len()].to_owned();
        person.phone = format!("1380000{:04}", n % 10_000);
        person.is_secretary = n == 0;
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
    /// How many records a year has of a kind; they are numbered by the year.
    numbers: HashMap<(DutyKind, i32), u32>,
}

impl Maker<'_> {
    fn number(&mut self, kind: DutyKind, day: NaiveDate) -> u32 {
        let number = self.numbers.entry((kind, day.year())).or_default();
        *number += 1;
        *number
    }

    /// An event, what it makes owed, and two records: a talk and a visit, which meet it unless it is of the last days.
    fn event(&mut self, writing: &Writing<'_>, n: usize, persons: usize) -> Result<(), VaultError> {
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
            note: NOTES[n % NOTES.len()].to_owned(),
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
        let (day, content) = ((day + Days::new(3)).min(self.today), "到岗后熟悉业务较快，台账登记还不熟。".repeat(12));
        let by = vec![Participant { person: None, name: "甲书记".to_owned(), post: "党支部书记".to_owned() }];
        let (first, second) = (self.number(DutyKind::Talk, day), self.number(DutyKind::Visit, day));
        writing.put_talk(&Talk { number: Some(first), ..talk_of(talk, who, by.clone(), day, &content, settled.0) })?;
        writing.put_visit(&Visit { number: Some(second), ..visit_of(visit, who, by, day, &content, settled.1) })
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
        number: None,
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
        number: None,
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
