//! A demonstration ledger: a fictional branch of 24 people, with something owed on every shelf of the first screen.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::large;
use chrono::{DateTime, Days, Local, NaiveDate, NaiveTime, TimeZone, Utc};
use desk::{Clock, Desk, DeskError, ErrorCode, World};
use serde_json::{Value, json};
use vault::Password;

use crate::host::Terminal;
use crate::run::{Session, cost, demo_place, line};
use crate::{demo_activities, demo_method};

/// Shown when the ledger is made; it guards nothing.
pub(crate) const PASSWORD: &str = "zhixin-2026";

/// A clock that the demonstration moves, so that what happened last week was also entered last week.
struct Turned(Mutex<NaiveDate>);

impl Turned {
    fn to(&self, day: NaiveDate) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = day;
    }
}

impl Clock for Turned {
    fn now(&self) -> DateTime<Utc> {
        let at = self.today().and_time(NaiveTime::MIN) + chrono::Duration::hours(9);
        Local.from_local_datetime(&at).earliest().map_or_else(|| at.and_utc(), |at| at.with_timezone(&Utc))
    }

    fn today(&self) -> NaiveDate {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const SURNAMES: [&str; 24] = [
    "甲", "李", "王", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭",
    "马", "罗", "梁", "宋", "郑",
];
const GIVEN: [&str; 24] = [
    "书记", "志国", "娟霞", "敏", "磊", "建华", "丽", "国栋", "秀英", "刚华", "文博", "静", "国磊", "桂兰", "俊",
    "辉刚", "晓燕", "英", "玉梅", "强", "晓东", "思远", "佳", "子涵",
];
const POSTS: [&str; 6] = ["税收管理员", "办税服务厅", "综合岗", "征收员", "风险管理岗", "会计"];

/// Makes the ledger in `dir` and says where it is and what opens it.
pub(crate) fn make(dir: &Path, today: Option<NaiveDate>) -> Result<(), DeskError> {
    std::fs::create_dir_all(dir).map_err(|_| ErrorCode::Io)?;
    let place = demo_place(dir);
    let today = today.unwrap_or_else(|| Local::now().date_naive());
    let clock = Arc::new(Turned(Mutex::new(demo_activities::begin(today))));
    let world = World { clock: clock.clone(), ..World::real() };
    let mut session = Session { desk: Desk::new(world, place.clone(), cost())?, host: Terminal::default() };
    session.call(
        "vault_create",
        json!({"password": PASSWORD, "branch": "中共某县税务局中和税务所支部委员会", "secretary": "甲书记", "post": "党支部书记"}),
    )?;
    fill(&mut session, &clock, today)?;
    session.desk.lock()?;
    line(&format!("演示账本 Demonstration ledger: {}\n密码 Password: {PASSWORD}", place.display()))
}

/// Makes a ledger of many people and records in `dir` and says where it is and what opens it.
pub(crate) fn make_large(dir: &Path, today: Option<NaiveDate>, people: u32, records: u32) -> Result<(), DeskError> {
    std::fs::create_dir_all(dir).map_err(|_| ErrorCode::Io)?;
    let place = demo_place(dir);
    let clock = Arc::new(Turned(Mutex::new(today.unwrap_or_else(|| Local::now().date_naive()))));
    let world = World { clock, ..World::real() };
    let mut session = Session { desk: Desk::new(world.clone(), place.clone(), cost())?, host: Terminal::default() };
    session.call(
        "vault_create",
        json!({"password": PASSWORD, "branch": "中共某市税务局机关委员会", "secretary": "甲书记", "post": "党委书记"}),
    )?;
    session.desk.lock()?;
    let count = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let size = large::Size { persons: count(people), records: count(records) };
    large::fill(&place, &world, &Password::new(PASSWORD.to_owned()), size)?;
    line(&format!("演示账本 Demonstration ledger: {}\n密码 Password: {PASSWORD}", place.display()))
}

pub(crate) fn ago(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

pub(crate) fn ahead(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn fill(session: &mut Session, clock: &Turned, today: NaiveDate) -> Result<(), DeskError> {
    let people = people(session)?;
    let mut settings = session.call("settings_get", Value::Null)?;
    settings["talk_place"] = json!("支部活动室");
    session.call("settings_set", settings)?;
    demo_activities::past(session, &people, today, |day| clock.to(day))?;

    // A month ago: settled in time.
    clock.to(ago(today, 30));
    let event = log(session, "new_arrival", &[&people[23]], ago(today, 30), "公务员招录，到所报到")?;
    clock.to(ago(today, 28));
    talk(
        session,
        &event,
        ago(today, 28),
        "了解到岗适应情况；讲清岗位职责与廉洁要求。",
        "到岗后熟悉业务较快，已能独立接听咨询电话。提醒注意票证管理。本人反映老家较远，周末往返不便。",
    )?;
    clock.to(ago(today, 24));
    let event = log(session, "illness", &[&people[13]], ago(today, 25), "急性阑尾炎，县人民医院住院")?;
    clock.to(ago(today, 23));
    visit(session, &event, ago(today, 23), "术后恢复良好，精神状态稳定，牵挂月底申报工作。", 0, "水果1份")?;

    // Overdue, due today, due this week and later, whatever day today is.
    clock.to(ago(today, 9));
    log(session, "criticism", &[&people[9]], ago(today, 9), "办税差错被县局通报")?;
    clock.to(ago(today, 3));
    log(session, "illness", &[&people[1]], ago(today, 3), "县人民医院骨科住院")?;
    log(session, "family_hardship", &[&people[14]], ago(today, 4), "父亲中风住院，家中无人照料")?;
    clock.to(ago(today, 1));
    log(session, "post_change", &[&people[15]], ago(today, 1), "由征收岗转综合岗")?;
    clock.to(today);
    log(session, "conflict", &[&people[2], &people[16]], today, "因值班顺序发生争执")?;
    log(session, "award", &[&people[3]], ahead(today, 4), "拟获县局季度服务之星")?;
    log(session, "party_confirmation", &[&people[4]], ahead(today, 40), "预备期满，拟讨论转正")?;
    log(session, "child_wedding", &[&people[17]], ahead(today, 10), "女儿结婚")?;
    let moved = log(session, "work_change", &[&people[20]], ago(today, 1), "兼管票证")?;
    let visited = log(session, "personal_hardship", &[&people[21]], ago(today, 2), "租房到期，一时难找住处")?;
    demo_method::put_off(session, &moved, &visited, today)?;
    demo_method::fill(session, &people, today)?;
    demo_activities::present(session, &people, today)
}

fn people(session: &mut Session) -> Result<Vec<String>, DeskError> {
    let mut ids = Vec::new();
    for (i, (surname, given)) in SURNAMES.iter().zip(GIVEN).enumerate() {
        let n = u32::try_from(i).unwrap_or_default();
        let member = i % 3 != 2;
        let form = json!({
            "name": format!("{surname}{given}"),
            "sex": if [2, 3, 6, 8, 11, 13, 16, 17, 18, 22, 23].contains(&i) { "female" } else { "male" },
            "birth": format!("{}-{:02}", 1968 + n % 30, 1 + n * 5 % 12),
            "ethnicity": "汉族",
            "native_place": "四川仁寿",
            "education": if i % 4 == 0 { "大学" } else { "大专" },
            "political": if member { "中共党员" } else { "群众" },
            "party_since": member.then(|| format!("{}-{:02}", 1995 + n % 25, 1 + n * 7 % 12)),
            "work_since": format!("{}-{:02}", 1990 + n % 30, 7),
            "post": if i == 0 { "党支部书记、所长" } else { POSTS[i % POSTS.len()] },
            "phone": format!("1380000{:04}", 1000 + n * 37),
            "address": format!("中和镇新华街{}号", 3 + n),
            "is_secretary": i == 0,
        });
        let person = session.call("person_create", form)?;
        ids.push(text(&person["id"]));
    }
    Ok(ids)
}

fn log(session: &mut Session, kind: &str, persons: &[&String], day: NaiveDate, note: &str) -> Result<Value, DeskError> {
    session.call("event_create", json!({"kind": kind, "persons": persons, "day": day, "note": note}))
}

/// The open duty of the event, for which a record is begun.
fn begin(session: &mut Session, command: &str, event: &Value, kind: &str) -> Result<Value, DeskError> {
    let duties = event["duties"].as_array().cloned().unwrap_or_default();
    let duty = duties.into_iter().find(|duty| duty["kind"] == kind && duty["closed"].is_null());
    let duty = duty.ok_or(ErrorCode::NotFound)?;
    session.call(command, json!({"duty": duty["id"]}))
}

fn talk(session: &mut Session, event: &Value, day: NaiveDate, topic: &str, content: &str) -> Result<(), DeskError> {
    let mut form = begin(session, "talk_begin", event, "talk")?;
    form["day"] = json!(day);
    form["start"] = json!("15:00:00");
    form["end"] = json!("15:40:00");
    form["topic"] = json!(topic);
    form["content"] = json!(content);
    form["opinion"] = json!("感谢组织关心，一定尽快熟悉岗位。");
    form["follow_up"] = json!("指定老同志帮带一个月，月底再谈一次。");
    session.call("talk_create", json!({"form": form})).map(drop)
}

fn visit(
    session: &mut Session,
    event: &Value,
    day: NaiveDate,
    situation: &str,
    money_fen: i64,
    goods: &str,
) -> Result<(), DeskError> {
    let mut form = begin(session, "visit_begin", event, "visit")?;
    let second = json!({"person": null, "name": "何英", "post": "工会小组长"});
    form["visitors"].as_array_mut().ok_or(ErrorCode::Internal)?.push(second);
    form["day"] = json!(day);
    form["mode"] = json!("hospital");
    form["place"] = json!("县人民医院外科12床");
    form["situation"] = json!(situation);
    form["money_fen"] = json!(money_fen);
    form["goods"] = json!(goods);
    form["fund"] = json!("工会经费");
    form["received_by"] = json!("本人");
    session.call("visit_create", json!({"form": form})).map(drop)
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
