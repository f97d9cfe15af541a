//! 谈心谈话记录表 and 走访慰问登记表, filled in and blank: from their sheets to the data of their templates.

use chrono::{Datelike, NaiveDate, NaiveTime};
use method::{Extra, FormStyle, TalkMode, TalkVariant, VisitMode, talk_extra};
use serde_json::{Map, Value, json};

use crate::error::PaperError;
use crate::fields::{Form, tick};
use crate::forms::{Styled, TALK_FIELDS, VISIT_FIELDS};
use crate::sheets::{BlankSheet, Subject, TalkSheet, VisitSheet, VisitWording};
use crate::text::{CELL_RUN, breakable};
use crate::words::amount_in_words;

/// 六必谈, in the words of the method; the last stands for 0.
const TALK_REASONS: [&str; 7] = [
    "新来人员",
    "工作、岗位调整时",
    "受奖、晋级、入党前后",
    "受批评教育、违纪时",
    "遇到挫折或家庭困难",
    "人际关系发生矛盾时",
    "其他（例行）",
];
/// 六必访, in the words of the method; the last stands for 0.
const VISIT_REASONS: [&str; 7] =
    ["受纪律处理", "有困难", "生病、受伤", "婚丧嫁娶", "家庭纠纷", "连续加班", "节日、其他"];
const TALK_MODES: [(&str, TalkMode); 4] = [
    ("个别", TalkMode::Individual),
    ("集体", TalkMode::Group),
    ("约谈", TalkMode::Appointment),
    ("电话等", TalkMode::Phone),
];
const VISIT_MODES: [(&str, VisitMode); 5] = [
    ("上门", VisitMode::Home),
    ("医院", VisitMode::Hospital),
    ("电话", VisitMode::Phone),
    ("视频", VisitMode::Video),
    ("其他", VisitMode::Other),
];
const FUNDS: [&str; 3] = ["工会经费", "党费", "行政（福利）经费"];
/// The kinds of 廉政谈话.
pub const TALK_TYPES: [&str; 3] = ["例行廉政谈话", "任前廉政谈话", "提醒谈话"];

/// The large cells of a talk as they come; `demand` stands only on 提醒谈话.
const TALK_CELLS: [&str; 4] = ["content", "demand", "opinion", "follow_up"];
const VISIT_CELLS: [&str; 4] = ["situation", "problems", "measures", "note"];

fn variant_name(variant: TalkVariant) -> &'static str {
    match variant {
        TalkVariant::Plain => "plain",
        TalkVariant::Integrity => "integrity",
        TalkVariant::Reminder => "reminder",
        TalkVariant::Group => "group",
    }
}

fn talk_cells(variant: TalkVariant) -> Vec<&'static str> {
    TALK_CELLS.into_iter().filter(|key| *key != talk_extra::DEMAND || variant == TalkVariant::Reminder).collect()
}

fn extra_of<'a>(extra: &'a Extra, key: &str) -> &'a str {
    extra.get(key).map(String::as_str).unwrap_or_default()
}

impl Form<'_> {
    pub(crate) fn talk(&mut self, talk: &TalkSheet) -> Result<(), PaperError> {
        let styled = Styled { fields: TALK_FIELDS, style: &talk.style, suffix: variant_name(talk.variant) };
        let typed = [
            ("place", &talk.place),
            ("recorder", &talk.recorder),
            ("topic", &talk.topic),
            ("opinion", &talk.opinion),
            ("follow_up", &talk.follow_up),
        ];
        self.style(&styled, &typed.map(|(key, text)| (key, !text.trim().is_empty())))?;
        self.order(&talk.style, &talk_cells(talk.variant));
        self.line("branch", &talk.branch)?;
        self.line("number", &talk.number)?;
        self.signatories("talkers", &talk.talkers)?;
        self.persons(&talk.persons)?;
        self.put("count", json!(if talk.variant == TalkVariant::Group { talk.persons.len() } else { 0 }));
        self.put("day", json!(day(talk.day)));
        self.put("time", json!(time(talk.start, talk.end, talk.late_entry)));
        self.line("place", &talk.place)?;
        self.put("modes", json!(TALK_MODES.map(|(label, mode)| tick(label, mode == talk.mode))));
        self.line("recorder", &talk.recorder)?;
        self.reasons(&TALK_REASONS, &talk.categories, &talk.own_categories)?;
        self.variant(talk.variant, &talk.extra)?;
        self.long("topic", &talk.topic)?;
        let mut cells = vec![("content", &talk.content), ("opinion", &talk.opinion), ("follow_up", &talk.follow_up)];
        if talk.variant == TalkVariant::Reminder {
            cells.extend(talk.extra.get(talk_extra::DEMAND).map(|text| ("demand", text)));
        }
        self.cells(&cells, &talk.style, &talk.extra)
    }

    pub(crate) fn visit(&mut self, visit: &VisitSheet) -> Result<(), PaperError> {
        let neutral = visit.wording != VisitWording::Plain;
        let suffix = if neutral { "neutral" } else { "" };
        let typed = [
            ("hospital", &visit.hospital),
            ("place", &visit.place),
            ("received_by", &visit.received_by),
            ("relation", &visit.relation),
            ("goods", &visit.goods),
            ("fund", &visit.fund),
            ("problems", &visit.problems),
            ("measures", &visit.measures),
            ("note", &visit.note),
        ];
        let money = [("money", visit.money_fen != 0)];
        let typed: Vec<_> = typed.map(|(key, text)| (key, !text.trim().is_empty())).into_iter().chain(money).collect();
        self.style(&Styled { fields: VISIT_FIELDS, style: &visit.style, suffix }, &typed)?;
        self.order(&visit.style, &VISIT_CELLS);
        self.line("branch", &visit.branch)?;
        self.line("number", &visit.number)?;
        self.persons(&visit.persons)?;
        self.reasons(&VISIT_REASONS, &visit.categories, &visit.own_categories)?;
        self.put("neutral", json!(neutral));
        self.put("wedding", json!(visit.wording == VisitWording::Wedding));
        self.long("reason", &visit.reason)?;
        self.put("day", json!(day(visit.day)));
        self.put("time", json!(time(visit.start, visit.end, visit.late_entry)));
        self.line("place", &visit.place)?;
        self.line("hospital", &visit.hospital)?;
        self.visitors(&visit.visitors)?;
        self.line("received_by", &visit.received_by)?;
        self.line("relation", &visit.relation)?;
        self.put("modes", json!(VISIT_MODES.map(|(label, mode)| tick(label, mode == visit.mode))));
        self.put("money", money_texts(visit.money_fen));
        self.line("goods", &visit.goods)?;
        self.fund(&visit.fund)?;
        let cells = [
            ("situation", &visit.situation),
            ("problems", &visit.problems),
            ("measures", &visit.measures),
            ("note", &visit.note),
        ];
        self.cells(&cells, &visit.style, &visit.extra)
    }

    pub(crate) fn talk_blank(&mut self, blank: &BlankSheet) -> Result<(), PaperError> {
        let styled = Styled { fields: TALK_FIELDS, style: &blank.style, suffix: variant_name(blank.variant) };
        self.style(&styled, &[])?;
        self.order(&blank.style, &talk_cells(blank.variant));
        self.own_lines(&blank.style.extra);
        self.blank(blank)?;
        self.reasons(&TALK_REASONS, &blank.categories, &blank.own_categories)?;
        self.variant(blank.variant, &Extra::new())?;
        self.put("modes", json!(TALK_MODES.map(|(label, _)| tick(label, false))));
        Ok(())
    }

    pub(crate) fn visit_blank(&mut self, blank: &BlankSheet) -> Result<(), PaperError> {
        let neutral = blank.categories.contains(&4);
        let suffix = if neutral { "neutral" } else { "" };
        self.style(&Styled { fields: VISIT_FIELDS, style: &blank.style, suffix }, &[])?;
        // The note on the blank is its receipt.
        self.order(&blank.style, &VISIT_CELLS[..3]);
        self.own_lines(&blank.style.extra);
        self.blank(blank)?;
        self.reasons(&VISIT_REASONS, &blank.categories, &blank.own_categories)?;
        self.put("modes", json!(VISIT_MODES.map(|(label, _)| tick(label, false))));
        self.put("funds", json!(FUNDS.map(|label| tick(label, false))));
        self.put("neutral", json!(neutral));
        Ok(())
    }

    fn blank(&mut self, blank: &BlankSheet) -> Result<(), PaperError> {
        self.line("branch", &blank.branch)?;
        self.line("purpose", &blank.purpose)?;
        let nobody = Subject::default();
        let person = blank.person.as_ref().unwrap_or(&nobody);
        for (field, text) in [("name", &person.name), ("phone", &person.phone), ("address", &person.address)] {
            self.line(field, text)?;
        }
        Ok(())
    }

    /// The rows that only some talks have.
    fn variant(&mut self, variant: TalkVariant, extra: &Extra) -> Result<(), PaperError> {
        self.put("variant", json!(variant_name(variant)));
        let talk_type = self.checked_line("talk_type", extra_of(extra, talk_extra::TALK_TYPE))?;
        self.put("talk_types", json!(TALK_TYPES.map(|label| tick(label, label == talk_type))));
        self.long("grounds", extra_of(extra, talk_extra::GROUNDS))
    }

    /// The texts of the large cells, and the office's own fields of one line.
    fn cells(&mut self, cells: &[(&str, &String)], style: &FormStyle, extra: &Extra) -> Result<(), PaperError> {
        let mut texts = Map::new();
        for (key, text) in cells {
            // The error names a field of the record.
            let field = TALK_CELLS.into_iter().chain(VISIT_CELLS).find(|name| name == key).unwrap_or("extra");
            texts.insert((*key).to_owned(), self.long_text(field, text)?);
        }
        for own in &style.extra {
            let text = extra_of(extra, &own.key);
            let value = match own.long {
                true => self.long_text("extra", text)?,
                false => json!(breakable(&self.checked_line("extra", text)?, CELL_RUN)),
            };
            texts.insert(own.key.clone(), value);
        }
        // A key of the office's that an old record lacks, or a cell without a text, is empty.
        for key in TALK_CELLS.into_iter().chain(VISIT_CELLS) {
            texts.entry(key.to_owned()).or_insert_with(|| json!([]));
        }
        self.put("texts", Value::Object(texts));
        self.own_lines(&style.extra);
        Ok(())
    }

    /// The usual sources of money are tick boxes; any other text ticks 其他 and stands beside it.
    fn fund(&mut self, text: &str) -> Result<(), PaperError> {
        let text = self.checked_line("fund", text)?;
        let plain = |text: &str| text.replace('(', "（").replace(')', "）");
        let usual = FUNDS.iter().any(|fund| *fund == plain(&text));
        let other = if usual { String::new() } else { text.clone() };
        self.put("funds", json!(FUNDS.map(|fund| tick(fund, fund == plain(&text)))));
        self.put("fund_other", json!(breakable(&other, CELL_RUN)));
        Ok(())
    }
}

fn day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

pub(crate) fn time(start: Option<NaiveTime>, end: Option<NaiveTime>, late_entry: bool) -> String {
    let minute = |time: NaiveTime| time.format("%H:%M").to_string();
    let span = match (start, end) {
        (Some(start), Some(end)) => format!("{}—{}", minute(start), minute(end)),
        (Some(start), None) => minute(start),
        (None, Some(end)) => format!("至{}", minute(end)),
        (None, None) => String::new(),
    };
    if late_entry { format!("{span}（补录）") } else { span }
}

/// In figures with thousands apart, and in words; an empty text when there is none.
fn money_texts(fen: i64) -> Value {
    if fen == 0 {
        return json!({ "figures": "", "words": "" });
    }
    json!({ "figures": figures(fen), "words": amount_in_words(fen) })
}

/// ¥1,005.30 for 100530.
pub(crate) fn figures(fen: i64) -> String {
    let yuan = (fen.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (place, figure) in yuan.chars().enumerate() {
        if place > 0 && (yuan.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(figure);
    }
    let sign = if fen < 0 { "-" } else { "" };
    format!("¥{sign}{grouped}.{:02}", fen.unsigned_abs() % 100)
}
