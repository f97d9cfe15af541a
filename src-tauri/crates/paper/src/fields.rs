//! From a sheet to the data that a template reads: text cleaned, checked and put into the words of the form.

use chrono::{Datelike, NaiveDate, NaiveTime};
use serde_json::{Map, Value, json};
use typst::text::Font;

use crate::error::PaperError;
use crate::sheets::{BlankSheet, Sheet, Signatory, Subject, TalkSheet, VisitSheet, VisitWording};
use crate::text::{CELL_RUN, ROW_RUN, breakable, clean_line, missing, paragraphs};
use crate::words::amount_in_words;
use crate::world::fonts;
use crate::{FIELD_LIMIT, PAGE_LIMIT};
use method::{TalkMode, VisitMode};

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

/// Fewer characters than this never share a line, whatever the form; a guess that errs on the short side.
const LINE: usize = 48;
/// More lines than this never share a page.
const LINES: usize = 45;

/// A sheet that is ready for the engine.
pub(crate) struct Prepared {
    pub(crate) template: &'static str,
    /// The title and the sheet number; no personal name.
    pub(crate) title: String,
    /// JSON.
    pub(crate) data: String,
}

/// Cleans and checks every text of a sheet.
pub(crate) fn prepare(sheet: &Sheet) -> Result<Prepared, PaperError> {
    let [font, _] = fonts()?;
    let mut form = Form { font, lacking: Vec::new(), lines: 0, data: Map::new() };
    let (template, title) = match sheet {
        Sheet::Talk(talk) => {
            form.talk(talk)?;
            ("talk.typ", "谈心谈话记录表")
        }
        Sheet::Visit(visit) => {
            form.visit(visit)?;
            ("visit.typ", "走访慰问登记表")
        }
        Sheet::Brief(brief) => {
            form.brief(brief)?;
            ("brief.typ", "谈前提纲")
        }
        Sheet::Recovery(recovery) => {
            form.recovery(recovery)?;
            ("recovery.typ", "恢复单")
        }
        Sheet::Disposal(disposal) => {
            form.disposal(disposal)?;
            ("disposal.typ", "销毁清册")
        }
        Sheet::Extract(extract) => {
            form.extract(extract)?;
            ("extract.typ", "本人信息摘录")
        }
        Sheet::TalkBlank(blank) => {
            form.blank(blank)?;
            form.reasons(&TALK_REASONS, &blank.categories, &blank.own_categories)?;
            form.put("modes", json!(TALK_MODES.map(|(label, _)| tick(label, false))));
            ("talk_blank.typ", "谈心谈话记录表")
        }
        Sheet::VisitBlank(blank) => {
            form.blank(blank)?;
            form.reasons(&VISIT_REASONS, &blank.categories, &blank.own_categories)?;
            form.put("modes", json!(VISIT_MODES.map(|(label, _)| tick(label, false))));
            form.put("funds", json!(FUNDS.map(|label| tick(label, false))));
            form.put("neutral", json!(blank.categories.contains(&4)));
            ("visit_blank.typ", "走访慰问登记表")
        }
    };
    let title = format!("{title} {}", form.data.get("sheet_no").and_then(Value::as_str).unwrap_or_default());
    let title = title.trim().to_owned();
    form.put("title", json!(title));
    form.finish(template, title)
}

pub(crate) struct Form<'a> {
    font: &'a Font,
    lacking: Vec<char>,
    lines: usize,
    data: Map<String, Value>,
}

impl Form<'_> {
    fn talk(&mut self, talk: &TalkSheet) -> Result<(), PaperError> {
        self.line("branch", &talk.branch)?;
        self.line("number", &talk.number)?;
        self.sheet_no(&talk.sheet_no)?;
        self.signatories("talkers", &talk.talkers)?;
        self.persons(&talk.persons)?;
        self.put("day", json!(day(talk.day)));
        self.put("time", json!(time(talk.start, talk.end, talk.late_entry)));
        self.line("place", &talk.place)?;
        self.put("modes", json!(TALK_MODES.map(|(label, mode)| tick(label, mode == talk.mode))));
        self.line("recorder", &talk.recorder)?;
        self.reasons(&TALK_REASONS, &talk.categories, &talk.own_categories)?;
        self.long("topic", &talk.topic)?;
        self.long("content", &talk.content)?;
        self.long("opinion", &talk.opinion)?;
        self.long("follow_up", &talk.follow_up)
    }

    fn visit(&mut self, visit: &VisitSheet) -> Result<(), PaperError> {
        self.line("branch", &visit.branch)?;
        self.line("number", &visit.number)?;
        self.sheet_no(&visit.sheet_no)?;
        self.persons(&visit.persons)?;
        self.reasons(&VISIT_REASONS, &visit.categories, &visit.own_categories)?;
        self.put("neutral", json!(visit.wording != VisitWording::Plain));
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
        self.put("money", money(visit.money_fen));
        self.line("goods", &visit.goods)?;
        self.fund(&visit.fund)?;
        self.long("situation", &visit.situation)?;
        self.long("problems", &visit.problems)?;
        self.long("measures", &visit.measures)?;
        self.long("note", &visit.note)
    }

    fn blank(&mut self, blank: &BlankSheet) -> Result<(), PaperError> {
        self.line("branch", &blank.branch)?;
        self.sheet_no(&blank.sheet_no)?;
        self.line("purpose", &blank.purpose)?;
        let nobody = Subject::default();
        let person = blank.person.as_ref().unwrap_or(&nobody);
        for (field, text) in [("name", &person.name), ("phone", &person.phone), ("address", &person.address)] {
            self.line(field, text)?;
        }
        Ok(())
    }

    pub(crate) fn put(&mut self, key: &str, value: Value) {
        self.data.insert(key.to_owned(), value);
    }

    /// A text on one line of thought: a name, a place.
    pub(crate) fn line(&mut self, field: &'static str, text: &str) -> Result<(), PaperError> {
        let text = self.checked_line(field, text)?;
        self.put(field, json!(breakable(&text, CELL_RUN)));
        Ok(())
    }

    /// The number at the foot has room for a short text only.
    fn sheet_no(&mut self, text: &str) -> Result<(), PaperError> {
        let text = self.checked_line("sheet_no", text)?;
        self.put("sheet_no", json!(shortened(&text, 24)));
        Ok(())
    }

    /// A text of paragraphs.
    fn long(&mut self, field: &'static str, text: &str) -> Result<(), PaperError> {
        self.check(field, text)?;
        let paragraphs = paragraphs(text);
        self.lines += paragraphs.iter().map(|text| text.chars().count().div_ceil(LINE)).sum::<usize>();
        self.put(field, json!(paragraphs.iter().map(|text| breakable(text, ROW_RUN)).collect::<Vec<_>>()));
        Ok(())
    }

    fn signatories(&mut self, field: &'static str, people: &[Signatory]) -> Result<(), PaperError> {
        let names = self.checked_lines(field, people.iter().map(|one| &one.name))?;
        let posts = self.checked_lines(field, people.iter().map(|one| &one.post))?;
        self.put(field, json!({ "names": listed(&names), "posts": listed_once(&posts) }));
        Ok(())
    }

    /// Visitors are listed name by name, each with the post.
    fn visitors(&mut self, people: &[Signatory]) -> Result<(), PaperError> {
        let names = self.checked_lines("visitors", people.iter().map(|one| &one.name))?;
        let posts = self.checked_lines("visitors", people.iter().map(|one| &one.post))?;
        let named = names.iter().zip(&posts).filter(|(name, _)| !name.is_empty());
        let named = named.map(|(name, post)| match post.as_str() {
            "" => name.clone(),
            post => format!("{name}（{post}）"),
        });
        let joined = named.collect::<Vec<_>>().join("、");
        self.put("visitors", json!(breakable(&joined, CELL_RUN)));
        Ok(())
    }

    fn persons(&mut self, people: &[Subject]) -> Result<(), PaperError> {
        let name = self.checked_lines("persons", people.iter().map(|one| &one.name))?;
        let sex = self.checked_lines("persons", people.iter().map(|one| &one.sex))?;
        let birth = self.checked_lines("persons", people.iter().map(|one| &one.birth))?;
        let post = self.checked_lines("persons", people.iter().map(|one| &one.post))?;
        let political = self.checked_lines("persons", people.iter().map(|one| &one.political))?;
        let phone = self.checked_lines("persons", people.iter().map(|one| &one.phone))?;
        let address = self.checked_lines("persons", people.iter().map(|one| &one.address))?;
        let persons = json!({
            "names": listed(&name),
            "sex": listed_once(&sex),
            "birth": listed_once(&birth),
            "posts": listed_once(&post),
            "political": listed_once(&political),
            "phone": listed_once(&phone),
            "address": listed_once(&address),
        });
        self.put("persons", persons);
        self.running(&name);
        Ok(())
    }

    /// What stands at the head of the pages after the first: short, whatever the fields hold.
    fn running(&mut self, names: &[String]) {
        let names = match names {
            [first, _, _, _, ..] => format!("{}等{}人", shortened(first, 16), names.len()),
            few => shortened(&listed(few), 36),
        };
        let number = self.data.get("number").and_then(Value::as_str).unwrap_or_default();
        let number = shortened(number, 24);
        self.put("running", json!({ "names": names, "number": number }));
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

    /// The boxes of the six and of 其他, and a ticked one for each of the office's own categories.
    fn reasons(&mut self, labels: &[&str; 7], categories: &[u8], own: &[String]) -> Result<(), PaperError> {
        let own = self.checked_lines("categories", own.iter())?;
        let numbers = [1, 2, 3, 4, 5, 6, 0];
        let six = labels.iter().zip(numbers).map(|(label, number)| tick(label, categories.contains(&number)));
        let boxes = six.chain(own.iter().map(|label| tick(label, true))).collect();
        self.put("reasons", boxes);
        Ok(())
    }

    fn checked_lines<'b>(
        &mut self,
        field: &'static str,
        texts: impl Iterator<Item = &'b String>,
    ) -> Result<Vec<String>, PaperError> {
        texts.map(|text| self.checked_line(field, text)).collect()
    }

    pub(crate) fn checked_line(&mut self, field: &'static str, text: &str) -> Result<String, PaperError> {
        self.check(field, text)?;
        self.lines += text.chars().count() / LINE;
        Ok(clean_line(text))
    }

    fn check(&mut self, field: &'static str, text: &str) -> Result<(), PaperError> {
        let characters = text.chars().count();
        if characters > FIELD_LIMIT {
            return Err(PaperError::FieldTooLong { field, characters });
        }
        for c in missing(self.font, text) {
            if !self.lacking.contains(&c) {
                self.lacking.push(c);
            }
        }
        Ok(())
    }

    fn finish(self, template: &'static str, title: String) -> Result<Prepared, PaperError> {
        if !self.lacking.is_empty() {
            return Err(PaperError::MissingGlyphs(self.lacking));
        }
        let pages = self.lines / LINES;
        if pages > PAGE_LIMIT {
            return Err(PaperError::TooLong { pages });
        }
        Ok(Prepared { template, title, data: Value::Object(self.data).to_string() })
    }
}

fn tick(label: &str, on: bool) -> Value {
    json!({ "label": label, "on": on })
}

/// Several texts in one cell. A gap among them shows, so that the second post still belongs to the second name.
fn listed(texts: &[String]) -> String {
    if texts.iter().all(String::is_empty) {
        return String::new();
    }
    let shown = texts.iter().map(|text| if text.is_empty() { "—" } else { text.as_str() });
    breakable(&shown.collect::<Vec<_>>().join("、"), CELL_RUN)
}

/// Several texts in one cell; what all have in common is said once.
fn listed_once(texts: &[String]) -> String {
    match texts {
        [first, rest @ ..] if rest.iter().all(|text| text == first) => breakable(first, CELL_RUN),
        texts => listed(texts),
    }
}

pub(crate) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    text.chars().take(limit - 1).chain(['…']).collect()
}

fn day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

fn time(start: Option<NaiveTime>, end: Option<NaiveTime>, late_entry: bool) -> String {
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
fn money(fen: i64) -> Value {
    if fen == 0 {
        return json!({ "figures": "", "words": "" });
    }
    let yuan = (fen.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (place, figure) in yuan.chars().enumerate() {
        if place > 0 && (yuan.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(figure);
    }
    let sign = if fen < 0 { "-" } else { "" };
    json!({ "figures": format!("¥{sign}{grouped}.{:02}", fen.unsigned_abs() % 100), "words": amount_in_words(fen) })
}
