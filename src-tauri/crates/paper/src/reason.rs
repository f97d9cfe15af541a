//! Why something is owed until a day, in the words of an office: event, rule, the days that count and those that do not.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use method::{Deadline, DutyKind, Explanation, Part, SkipReason, Skipped};

use crate::fields::shortened;
use crate::sheets::BriefDuty;

/// The most characters of a title, as in a rule pack.
const TITLE: usize = 30;
/// The most characters of what happened.
const NOTE: usize = 60;
/// More counted days than these are not named one by one.
const NAMED: usize = 10;

/// 受奖之后: what the duty is called.
pub(crate) fn title(duty: &BriefDuty) -> String {
    let part = match duty.part {
        Part::Whole => "",
        Part::Before => "之前",
        Part::After => "之后",
        Part::Joint => "各方一起谈",
        Part::FollowUp => "后续",
        Part::SecondFollowUp => "再次后续",
    };
    format!("{}{part}", shortened(&duty.title, TITLE))
}

/// The event with its day; the rule with its deadline; the due day, and the days counted on the way there: a line each.
pub(crate) fn lines(duty: &BriefDuty) -> Vec<String> {
    let why = &duty.explanation;
    let mut event = format!("{}（{}）", title(duty), event_day(duty));
    if !duty.note.trim().is_empty() {
        event.push_str(&format!("：{}", shortened(duty.note.trim(), NOTE)));
    }
    let what = match duty.kind {
        DutyKind::Talk => "谈话",
        DutyKind::Visit => "走访",
    };
    let (pack, item, limit) = (shortened(&why.pack, TITLE), shortened(&duty.item, TITLE), deadline(why.deadline));
    let rule = format!("{pack}第{}版，{item}：{limit}{what}。", why.pack_version);
    let due = format!("最迟{}{}。{}", with_weekday(duty.due), standing(duty), counting(why));
    vec![event, rule, due]
}

/// 年度谈心谈话（最迟2026年12月31日）: a duty named beside another.
pub(crate) fn short(duty: &BriefDuty) -> String {
    format!("{}（最迟{}）", title(duty), full(duty.due))
}

fn event_day(duty: &BriefDuty) -> String {
    let why = &duty.explanation;
    match why.event_since {
        _ if why.deadline == Deadline::YearEnd => format!("{}年", why.event_day.year()),
        Some(_) if duty.month_only => format!("{}年{}月", why.event_day.year(), why.event_day.month()),
        Some(since) => format!("{}至{}", full(since), after(since, why.event_day)),
        None => full(why.event_day),
    }
}

fn deadline(deadline: Deadline) -> String {
    match deadline {
        Deadline::Workdays { n } => format!("{n}个工作日内"),
        Deadline::Days { n } => format!("{n}天内"),
        Deadline::Eve => "不迟于前一天".to_owned(),
        Deadline::Window { before, after } => format!("前{before}天至后{after}天之间"),
        Deadline::Between { from, to } => format!("第{from}天至第{to}天之间"),
        Deadline::YearEnd => "年内".to_owned(),
    }
}

/// What else there is to say of the due day.
fn standing(duty: &BriefDuty) -> String {
    let mut words = String::new();
    if duty.due != duty.first_due {
        words.push_str(&format!("，已顺延（原定{}）", full(duty.first_due)));
    }
    if duty.provisional {
        words.push_str("，暂定（放假安排尚未公布）");
    }
    words
}

/// 计入10月8日、9日、10日（调休上班）；不计10月1日至7日（国庆节放假）。 Empty when there are no days to count.
fn counting(why: &Explanation) -> String {
    let (Some(first), Some(last)) = (why.counted.first(), why.counted.last()) else { return String::new() };
    let unit = match why.deadline {
        Deadline::Workdays { .. } => "个工作日",
        _ => "天",
    };
    if why.counted.len() > NAMED {
        let n = why.counted.len();
        return format!("自{}起算，至{}共{n}{unit}。", full(*first), full(*last));
    }
    let mut words = format!("计入{}", listed(&why.counted, &why.made_up, why.event_day));
    let skipped: Vec<String> =
        runs(&why.skipped).into_iter().map(|(from, to, why_not)| span(from, to, why.event_day, why_not)).collect();
    if !skipped.is_empty() {
        words.push_str(&format!("；不计{}", skipped.join("、")));
    }
    format!("{words}。")
}

/// 10月8日、9日、10日（调休上班）: the month is said once, and the year only when it is another.
fn listed(days: &[NaiveDate], made_up: &[NaiveDate], event_day: NaiveDate) -> String {
    let mut before = event_day;
    let mut words = Vec::new();
    for (place, day) in days.iter().enumerate() {
        let day_words = match place > 0 && (before.year(), before.month()) == (day.year(), day.month()) {
            true => format!("{}日", day.day()),
            false => after(before, *day),
        };
        let mark = if made_up.contains(day) { "（调休上班）" } else { "" };
        words.push(format!("{day_words}{mark}"));
        before = *day;
    }
    words.join("、")
}

fn span(from: NaiveDate, to: NaiveDate, event_day: NaiveDate, why: &SkipReason) -> String {
    let days = match (from == to, (from.year(), from.month()) == (to.year(), to.month())) {
        (true, _) => after(event_day, from),
        (false, true) => format!("{}至{}日", after(event_day, from), to.day()),
        (false, false) => format!("{}至{}", after(event_day, from), after(from, to)),
    };
    match why {
        SkipReason::Weekend => format!("{days}（周末）"),
        SkipReason::Holiday { name } => format!("{days}（{name}放假）"),
    }
}

/// Days passed over for one reason without a gap, together.
fn runs(skipped: &[Skipped]) -> Vec<(NaiveDate, NaiveDate, &SkipReason)> {
    let mut runs: Vec<(NaiveDate, NaiveDate, &SkipReason)> = Vec::new();
    for one in skipped {
        match runs.last_mut() {
            Some((_, to, why)) if **why == one.why && to.checked_add_days(Days::new(1)) == Some(one.day) => {
                *to = one.day
            }
            _ => runs.push((one.day, one.day, &one.why)),
        }
    }
    runs
}

/// 2026年11月23日.
pub(crate) fn full(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A day after another has been named: the year only when it is another one.
fn after(before: NaiveDate, day: NaiveDate) -> String {
    if before.year() == day.year() { format!("{}月{}日", day.month(), day.day()) } else { full(day) }
}

fn with_weekday(day: NaiveDate) -> String {
    let name = match day.weekday() {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    };
    format!("{}（星期{name}）", full(day))
}

#[cfg(test)]
mod tests {
    use method::EventKind;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn duty(deadline: Deadline, event: &str, due: &str) -> BriefDuty {
        BriefDuty {
            title: "岗位调整".to_owned(),
            note: String::new(),
            kind: DutyKind::Talk,
            item: "六必谈第2项".to_owned(),
            part: Part::Whole,
            month_only: false,
            due: day(due),
            first_due: day(due),
            provisional: false,
            explanation: Explanation {
                event_kind: EventKind::new("post_change"),
                event_since: None,
                event_day: day(event),
                deadline,
                pack: "三六工作法".to_owned(),
                pack_version: 1,
                counted: Vec::new(),
                skipped: Vec::new(),
                made_up: Vec::new(),
                due: day(due),
                provisional: false,
            },
        }
    }

    #[test]
    fn days_over_a_holiday_are_named_one_by_one() {
        let mut duty = duty(Deadline::Workdays { n: 5 }, "2026-09-30", "2026-10-13");
        let holiday = || SkipReason::Holiday { name: "国庆节".to_owned() };
        duty.explanation.counted =
            ["2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12", "2026-10-13"].map(day).to_vec();
        duty.explanation.made_up = vec![day("2026-10-10")];
        duty.explanation.skipped = (1..=7)
            .map(|n| Skipped { day: day(&format!("2026-10-0{n}")), why: holiday() })
            .chain([Skipped { day: day("2026-10-11"), why: SkipReason::Weekend }])
            .collect();
        assert_eq!(
            lines(&duty),
            [
                "岗位调整（2026年9月30日）",
                "三六工作法第1版，六必谈第2项：5个工作日内谈话。",
                "最迟2026年10月13日（星期二）。计入10月8日、9日、10日（调休上班）、12日、13日；\
                 不计10月1日至7日（国庆节放假）、10月11日（周末）。",
            ]
        );
    }

    #[test]
    fn another_year_is_named() {
        let mut duty = duty(Deadline::Workdays { n: 1 }, "2025-12-31", "2026-01-04");
        duty.explanation.counted = vec![day("2026-01-04")];
        duty.explanation.made_up = vec![day("2026-01-04")];
        let new_year = SkipReason::Holiday { name: "元旦".to_owned() };
        duty.explanation.skipped =
            (1..=3).map(|n| Skipped { day: day(&format!("2026-01-0{n}")), why: new_year.clone() }).collect();
        let counted = "计入2026年1月4日（调休上班）；不计2026年1月1日至3日（元旦放假）。";
        assert_eq!(lines(&duty)[2], format!("最迟2026年1月4日（星期日）。{counted}"));
    }

    #[test]
    fn what_is_not_counted_in_days_names_the_day_alone() {
        let mut award = duty(Deadline::Eve, "2026-12-01", "2026-11-30");
        award.part = Part::Before;
        award.title = "受奖".to_owned();
        award.note = " 年度先进个人 ".to_owned();
        let event = "受奖之前（2026年12月1日）：年度先进个人";
        let rule = "三六工作法第1版，六必谈第2项：不迟于前一天谈话。";
        assert_eq!(lines(&award), [event, rule, "最迟2026年11月30日（星期一）。"]);
        let yearly = duty(Deadline::YearEnd, "2026-01-01", "2026-12-31");
        assert_eq!(lines(&yearly)[0], "岗位调整（2026年）");
        assert!(lines(&yearly)[1].contains("年内谈话"));
    }

    #[test]
    fn a_deferred_and_a_provisional_day_say_so() {
        let mut duty = duty(Deadline::Days { n: 2 }, "2026-11-20", "2026-11-30");
        duty.first_due = day("2026-11-22");
        duty.provisional = true;
        duty.explanation.counted = vec![day("2026-11-21"), day("2026-11-22")];
        let due = "最迟2026年11月30日（星期一），已顺延（原定2026年11月22日），暂定（放假安排尚未公布）。";
        assert_eq!(lines(&duty)[2], format!("{due}计入11月21日、22日。"));
    }

    #[test]
    fn many_days_are_summed_up() {
        let mut duty = duty(Deadline::Workdays { n: 60 }, "2026-09-30", "2026-12-31");
        duty.explanation.counted = day("2026-10-08").iter_days().take(60).collect();
        assert!(lines(&duty)[2].ends_with("自2026年10月8日起算，至2026年12月6日共60个工作日。"));
    }
}
