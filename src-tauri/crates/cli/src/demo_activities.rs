//! The practices of the demonstration ledger: a year of activities with a few that were not held, what the secretary asks of others,
//! and suggestions in every state.

use std::sync::LazyLock;

use chrono::{Datelike, Months, NaiveDate};
use desk::DeskError;
use method::Calendar;
use serde_json::{Value, json};

use crate::demo::{ago, ahead, text};
use crate::run::Session;

/// Something that was entered on a day.
type Entered = (NaiveDate, &'static str, Value);

/// The day on which the demonstration ledger is begun: with the year, unless that is too young to show anything.
pub(crate) fn begin(today: NaiveDate) -> NaiveDate {
    today.with_ordinal(1).unwrap_or(today).min(ago(today, 60))
}

/// What was held and raised until a month ago, each entered on its day; `turn` moves the clock.
pub(crate) fn past(
    session: &mut Session,
    people: &[String],
    today: NaiveDate,
    turn: impl Fn(NaiveDate),
) -> Result<(), DeskError> {
    let (start, end) = (begin(today), ago(today, 31));
    let mut entered = Vec::new();
    let mut month = start.with_day(1).unwrap_or(start);
    while month <= end {
        entered.extend(of_month(people, month));
        month = month.checked_add_months(Months::new(1)).unwrap_or(today);
    }
    entered.extend(raised(people, today));
    entered.retain(|(day, ..)| (start..=end).contains(day));
    entered.sort_by_key(|(day, ..)| *day);
    for (day, command, request) in entered {
        turn(day);
        let made = session.call(command, request)?;
        // Those that were raised so long ago were answered within two weeks.
        if command == "suggestion_create" {
            answer(session, &made, day)?;
        }
    }
    Ok(())
}

/// What is planned, was held in the last weeks, and waits today.
pub(crate) fn present(session: &mut Session, people: &[String], today: NaiveDate) -> Result<(), DeskError> {
    // Entered too late: 补录.
    let form = committee(people, worked(ago(today, 13)), "研究年底谈心谈话和走访慰问安排");
    session.call("activity_create", json!({"form": form, "held": true}))?;
    let party_day = worked(ago(today, 1));
    let mut form = meeting("party_day", "走进办税服务厅：党员先锋岗服务体验", party_day, members(people));
    form["attendance"][3]["state"] = json!("on_leave");
    form["attendance"][3]["reason"] = json!("县局培训");
    form["content"] = json!("党员分三组到办税服务厅引导、咨询和收件岗位体验，结束后集体交流，每人谈一条改进建议。");
    form["resolutions"] = json!("一、咨询岗增设一名机动人员；\n二、月底前把常见问题整理成一页纸。");
    session.call("activity_create", json!({"form": form, "held": true}))?;

    let mut form = meeting("members", "支部党员大会：讨论接收预备党员", working(ahead(today, 4)), members(people));
    form["plan"] = json!("一、通报前三季度支部工作；\n二、讨论接收预备党员；\n三、学习有关文件。");
    unmarked(session, form)?;
    let mut form = meeting("study", "集中学习：征管业务新规定", working(ahead(today, 9)), people.to_vec());
    form["minutes"] = json!(120);
    unmarked(session, form)?;
    let form = meeting("recreation", "乒乓球友谊赛", working(ahead(today, 2)), people[..12].to_vec());
    let made = unmarked(session, form)?;
    session.call("activity_cancel", json!({"id": made["row"]["id"], "reason": "与县局培训时间冲突，另行安排"}))?;
    waiting(session, people, today)?;
    examples(session, today)
}

/// The activities of a month that is over. The 支委会 of every seventh month and the 主题党日 of every ninth were not held.
fn of_month(people: &[String], month: NaiveDate) -> Vec<Entered> {
    let n = month.month();
    let on = |day: u32| working(month.with_day(day).unwrap_or(month));
    let at = |n: u32, of: [&'static str; 4]| of[n as usize % 4];
    let mut forms = Vec::new();
    if !n.is_multiple_of(7) {
        let plan = at(n, ["研究本月重点工作", "研究发展党员工作", "分析职工思想状况", "研究结对帮带安排"]);
        forms.push(committee(people, on(6), plan));
    }
    if !n.is_multiple_of(9) {
        let title = at(n, ["重温入党誓词", "社区志愿服务", "参观红色教育基地", "税法进村入户宣传"]);
        let mut form = meeting("party_day", title, on(20), members(people));
        let late = n as usize % 11;
        form["attendance"][late]["state"] = json!("on_leave");
        form["attendance"][late]["reason"] = json!(at(n, ["休假", "出差", "家中有事", "窗口值班"]));
        form["content"] = json!(format!("按计划开展“{title}”，结束后党员交流体会。"));
        forms.push(form);
    }
    if n.is_multiple_of(3) {
        let mut form = meeting("members", "季度支部党员大会", on(25), members(people));
        form["attendance"][5]["state"] = json!("absent");
        form["plan"] = json!("一、通报本季度工作；\n二、民主讨论；\n三、安排下季度工作。");
        form["content"] = json!("书记通报本季度应谈应访办结和学习情况，党员围绕征期分工和值班安排发言。");
        form["resolutions"] = json!("同意把集中学习固定在每月20日以后。");
        forms.push(form);
    }
    if n % 3 == 2 && n != 11 {
        let mut form = meeting("lecture", "书记讲党课：从一次谈心谈起", on(15), members(people));
        form["content"] = json!("结合身边事例讲怎样做好贴心人，并现场答问。");
        form["minutes"] = json!(60);
        forms.push(form);
    }
    if n == 1 {
        let mut form = meeting("life", "年度组织生活会", on(22), members(people));
        form["content"] = json!("班子对照检查，党员逐个发言，开展批评和自我批评，形成整改清单。");
        form["resolutions"] = json!("整改清单三项，由支委会每季度检查一次。");
        forms.push(form);
    }
    if n.is_multiple_of(2) {
        let mut form = meeting("study", "集中学习：征管业务和服务规范", on(27), people[..23].to_vec());
        form["minutes"] = json!(90);
        form["content"] = json!("集体学习后分组讨论，业务骨干讲解三个常见差错。");
        forms.push(form);
    }
    let held = |form: Value| {
        let day = form["day"].as_str().and_then(|day| day.parse().ok()).unwrap_or(month);
        (day, "activity_create", json!({"form": form, "held": true}))
    };
    forms.into_iter().map(held).collect()
}

fn committee(people: &[String], day: NaiveDate, plan: &str) -> Value {
    let mut form = meeting("committee", plan, day, [0, 1, 3, 6].map(|n| people[n].clone()).to_vec());
    form["plan"] = json!(format!("一、{plan}；\n二、检查上次议定事项落实情况。"));
    form["content"] = json!("委员逐项讨论，明确分工和时间。");
    form["resolutions"] = json!("按讨论意见办，由组织委员李志国负责跟进。");
    form
}

/// A form in which everybody was there.
fn meeting(kind: &str, title: &str, day: NaiveDate, persons: Vec<String>) -> Value {
    let present = |person: String| json!({"person": person, "state": "present", "reason": ""});
    json!({
        "kind": kind,
        "title": title,
        "day": day,
        "start": "15:00:00",
        "end": "16:30:00",
        "place": "支部活动室",
        "host": "甲书记",
        "recorder": "李志国",
        "attendance": persons.into_iter().map(present).collect::<Vec<Value>>(),
    })
}

/// Stores the form as a plan, of which nobody knows yet who comes.
fn unmarked(session: &mut Session, mut form: Value) -> Result<Value, DeskError> {
    for one in form["attendance"].as_array_mut().into_iter().flatten() {
        one["state"] = json!("expected");
    }
    session.call("activity_create", json!({"form": form}))
}

fn members(people: &[String]) -> Vec<String> {
    people[..23].iter().enumerate().filter(|(n, _)| n % 3 != 2).map(|(_, person)| person.clone()).collect()
}

/// Made once: it takes longer than all the rest.
static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::built_in);

/// The day itself, or the first working day after it.
fn working(day: NaiveDate) -> NaiveDate {
    CALENDAR.add_workdays(ago(day, 1), 1).due
}

/// The day itself, or the last working day before it.
fn worked(day: NaiveDate) -> NaiveDate {
    (0..30).map(|days| ago(day, days)).find(|day| CALENDAR.kind(*day).is_workday()).unwrap_or(day)
}

fn raised(people: &[String], today: NaiveDate) -> Vec<Entered> {
    let suggest = |days, form: Value| {
        let mut form = form;
        form["day"] = json!(ago(today, days));
        (ago(today, days), "suggestion_create", form)
    };
    vec![
        suggest(
            58,
            json!({"from": "部分职工", "way": "meeting", "content": "食堂早餐时间与早班冲突，建议提前半小时。",
                "category": "后勤保障", "handler": "综合岗", "due": ago(today, 44)}),
        ),
        suggest(
            46,
            json!({"person": people[7], "way": "written", "content": "建议给前台配一台高速扫描仪。",
                "category": "工作条件", "handler": "甲书记", "due": ago(today, 32)}),
        ),
        suggest(
            35,
            json!({"from": "匿名", "way": "written", "content": "集中学习尽量不要安排在征期最后三天。",
                "category": "学习安排", "handler": "李志国"}),
        ),
    ]
}

fn answer(session: &mut Session, made: &Value, day: NaiveDate) -> Result<(), DeskError> {
    let end = match text(&made["category"]).as_str() {
        "后勤保障" => {
            json!({"how": "answered", "day": day, "way": "meeting", "text": "食堂同意自下月起早餐提前半小时。"})
        }
        "工作条件" => json!({"how": "closed", "day": day, "reason": "县局已统一采购，年内配发，不再单独办理。"}),
        _ => json!({"how": "answered", "day": day, "way": "notice", "text": "采纳，学习固定在每月20日以后。"}),
    };
    session.call("suggestion_finish", json!({"id": made["id"], "end": end})).map(drop)
}

/// Two that wait, one of them too long, and one without a day.
fn waiting(session: &mut Session, people: &[String], today: NaiveDate) -> Result<(), DeskError> {
    for form in [
        json!({"person": people[16], "day": ago(today, 3), "way": "talk", "content": "值班表希望提前一周公布，便于安排家里的事。",
            "category": "值班安排", "handler": "综合岗", "due": ago(today, 1)}),
        json!({"from": "办税服务厅全体", "day": ago(today, 2), "way": "meeting", "content": "大厅取号机老化，忙时常卡纸，建议更换。",
            "category": "工作条件", "handler": "甲书记", "due": ahead(today, 12)}),
        json!({"from": "匿名", "day": ago(today, 1), "way": "written", "content": "建议恢复工间操。", "category": "文体活动"}),
    ] {
        session.call("suggestion_create", form)?;
    }
    Ok(())
}

/// Four lines, reviewed in every month that is over.
fn examples(session: &mut Session, today: NaiveDate) -> Result<(), DeskError> {
    let since = begin(today);
    let mut ids: Vec<String> = Vec::new();
    for (what, area) in [
        ("每天提前十分钟到岗", "工作"),
        ("每周写一篇学习笔记", "学习"),
        ("不接受纳税人宴请和礼品", "廉洁"),
        ("加班职工的家访先于其他安排", "生活"),
    ] {
        let form = json!({"what": what, "area": area, "since": since});
        let year = session.call("example_save", json!({"form": form, "year": today.year()}))?;
        let lines = year["lines"].as_array().cloned().unwrap_or_default();
        ids.extend(lines.iter().filter(|line| line["form"]["what"] == what).map(|line| text(&line["id"])));
    }
    let mut month = since.with_day(1).unwrap_or(since);
    while month < today.with_day(1).unwrap_or(today) {
        let n = month.month() as usize;
        let marks = ids.iter().enumerate().map(|(line, id)| {
            let (mark, note) = match (line, n % 5) {
                (1, 0) => ("not_done", "征期未写，下月补齐"),
                (1, 2) => ("partly", "写了两篇"),
                (3, 4) => ("partly", "一户改为电话慰问"),
                (0, _) => ("done", "全月7:50前到岗"),
                _ => ("done", ""),
            };
            json!({"id": id, "mark": mark, "note": note})
        });
        let reviews: Vec<Value> = marks.collect();
        session.call("example_review", json!({"month": month, "reviews": reviews}))?;
        month = month.checked_add_months(Months::new(1)).unwrap_or(today);
    }
    Ok(())
}
