//! 会议（活动）记录 and 签到表: what they hold, and from there the data of their templates.

use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;
use serde_json::{Value, json};

use crate::error::PaperError;
use crate::fields::Form;
use crate::reason;
use crate::records::time;
use crate::text::{CELL_RUN, breakable};

/// With more names than this the record points to the sign-in sheet.
const NAMED: usize = 60;

/// 会议（活动）记录, filled in or to be filled in by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActivitySheet {
    /// The title, as 支部党员大会记录.
    pub title: String,
    /// The branch.
    pub branch: String,
    /// 编号, or empty.
    pub number: String,
    /// 主题.
    pub topic: String,
    /// When; none on a blank.
    pub day: Option<NaiveDate>,
    /// From.
    pub start: Option<NaiveTime>,
    /// To.
    pub end: Option<NaiveTime>,
    /// Whether the record was entered late; 补录 is then printed beside the time.
    pub late_entry: bool,
    /// 地点.
    pub place: String,
    /// 主持人.
    pub host: String,
    /// 记录人.
    pub recorder: String,
    /// 应到 and 实到; none until it was held.
    pub counted: Option<(u32, u32)>,
    /// 到会人员.
    pub present: Vec<String>,
    /// 请假、缺席人员, each with what is known of the reason.
    pub away: Vec<String>,
    /// 列席人员.
    pub observers: Vec<String>,
    /// How long was studied, in words; empty when it is not noted.
    pub study: String,
    /// 议题（议程）. A line break begins a paragraph.
    pub plan: String,
    /// 内容.
    pub content: String,
    /// 决议（议定事项）.
    pub resolutions: String,
}

/// 签到表: a line for each who is expected, to be signed by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SignInSheet {
    /// The title, as 支部党员大会签到表.
    pub title: String,
    /// The branch.
    pub branch: String,
    /// 主题.
    pub topic: String,
    /// When.
    pub day: Option<NaiveDate>,
    /// From.
    pub start: Option<NaiveTime>,
    /// To.
    pub end: Option<NaiveTime>,
    /// 地点.
    pub place: String,
    /// 主持人.
    pub host: String,
    /// 应到人员.
    pub names: Vec<String>,
}

impl Form<'_> {
    /// Puts the data of a record; on a blank the pen has the room.
    pub(crate) fn activity(&mut self, sheet: &ActivitySheet) -> Result<(), PaperError> {
        self.head_of(&sheet.title, &sheet.branch, &sheet.topic, &sheet.place, &sheet.host)?;
        self.when(sheet.day, sheet.start, sheet.end, sheet.late_entry);
        self.line("number", &sheet.number)?;
        self.line("recorder", &sheet.recorder)?;
        self.line("study", &sheet.study)?;
        let rate = |expected: u32, present: u32| match (present * 1000).checked_div(expected) {
            Some(rate) if rate % 10 == 0 => format!("（{}%）", rate / 10),
            Some(rate) => format!("（{}.{}%）", rate / 10, rate % 10),
            None => String::new(),
        };
        self.put(
            "counted",
            match sheet.counted {
                Some((expected, present)) => {
                    json!([format!("{expected}人"), format!("{present}人{}", rate(expected, present))])
                }
                None => json!(["", ""]),
            },
        );
        for (field, names) in [("present", &sheet.present), ("away", &sheet.away), ("observers", &sheet.observers)] {
            let names = self.checked_lines(field, names.iter())?;
            let joined = match (field, names.len()) {
                ("present", count) if count > NAMED => format!("共{count}人，名单见签到表"),
                _ => names.join("、"),
            };
            self.put(field, json!(breakable(&joined, CELL_RUN)));
        }
        self.put("blank", json!(sheet.day.is_none()));
        self.long("plan", &sheet.plan)?;
        self.long("content", &sheet.content)?;
        self.long("resolutions", &sheet.resolutions)
    }

    pub(crate) fn sign_in(&mut self, sheet: &SignInSheet) -> Result<(), PaperError> {
        self.head_of(&sheet.title, &sheet.branch, &sheet.topic, &sheet.place, &sheet.host)?;
        self.when(sheet.day, sheet.start, sheet.end, false);
        let names = self.checked_lines("names", sheet.names.iter())?;
        self.put("names", names.iter().map(|name| Value::String(breakable(name, CELL_RUN))).collect());
        Ok(())
    }

    fn head_of(&mut self, title: &str, branch: &str, topic: &str, place: &str, host: &str) -> Result<(), PaperError> {
        let title = self.checked_line("title", title)?;
        self.put("form_title", json!(title));
        for (field, text) in [("branch", branch), ("topic", topic), ("place", place), ("host", host)] {
            self.line(field, text)?;
        }
        Ok(())
    }

    fn when(&mut self, day: Option<NaiveDate>, start: Option<NaiveTime>, end: Option<NaiveTime>, late: bool) {
        self.put("day", json!(day.map(reason::full).unwrap_or_default()));
        self.put("time", json!(time(start, end, late)));
    }
}
