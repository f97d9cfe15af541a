//! 谈前提纲: from its sheet to the data of its template. It keeps to one page, so long texts and lists are cut.

use chrono::NaiveDate;
use method::{Attention, DutyKind, EntryBody, Facet, Mark};
use serde_json::{Value, json};

use crate::error::PaperError;
use crate::fields::{Form, shortened};
use crate::reason;
use crate::sheets::{BriefContact, BriefNote, BriefPromise, BriefQuestion, BriefSheet};
use crate::text::{ROW_RUN, breakable};

/// The most entries of a list, and the most characters of one; the template may cut further.
const ENTRIES: usize = 12;
const CHARACTERS: usize = 140;
/// The most characters of a name, and of another short text of the head.
const NAME: usize = 40;
const HEAD: usize = 60;
/// The most characters where only a word or a month is expected.
const FEW: usize = 10;

impl Form<'_> {
    pub(crate) fn brief(&mut self, brief: &BriefSheet) -> Result<(), PaperError> {
        self.put("day", json!(reason::full(brief.day)));
        self.line("branch", &shortened(&brief.branch, HEAD))?;
        let person = &brief.person;
        self.line("name", &shortened(&person.name, NAME))?;
        self.line("sex", &shortened(&person.sex, FEW))?;
        let age = brief.age.map(|age| format!("（{age}岁）")).unwrap_or_default();
        self.line("birth", &format!("{}{age}", shortened(&person.birth, FEW)))?;
        for (field, text) in [("political", &person.political), ("phone", &person.phone), ("post", &person.post)] {
            self.line(field, &shortened(text, HEAD))?;
        }
        let mut reasons = brief.duty.iter().flat_map(reason::lines).collect::<Vec<_>>();
        if !brief.others.is_empty() {
            reasons.push(format!("可一并办理：{}。", few(&brief.others, reason::short)));
        }
        self.entries("reasons", reasons, "项")?;
        self.entries("family", brief.family.iter().filter_map(relative), "人")?;
        self.entries("contacts", brief.contacts.iter().map(contact), "次")?;
        self.entries("promises", brief.promises.iter().map(promise), "项")?;
        self.entries("questions", brief.questions.iter().map(question), "项")?;
        match &brief.restricted {
            Some(notes) => self.entries("restricted", notes.iter().filter_map(note), "条"),
            None => {
                self.put("restricted", Value::Null);
                Ok(())
            }
        }
    }

    fn entries(
        &mut self,
        field: &'static str,
        texts: impl IntoIterator<Item = String>,
        unit: &str,
    ) -> Result<(), PaperError> {
        let all: Vec<String> = texts.into_iter().collect();
        let mut shown = Vec::new();
        for text in all.iter().take(ENTRIES) {
            let text = self.checked_line(field, &shortened(text, CHARACTERS))?;
            shown.push(breakable(&text, ROW_RUN));
        }
        self.put(field, json!({ "shown": shown, "total": all.len(), "unit": unit }));
        Ok(())
    }
}

/// The first three, one after another, and how many there are when there are more.
fn few<T>(all: &[T], words: impl Fn(&T) -> String) -> String {
    let first = all.iter().take(3).map(words).collect::<Vec<_>>().join("、");
    if all.len() > 3 { format!("{first}等{}项", all.len()) } else { first }
}

/// 妻子：王某，1990.03，群众，县第一小学教师.
fn relative(body: &EntryBody) -> Option<String> {
    let EntryBody::Relative { relation, name, birth, political, post, deceased, .. } = body else { return None };
    let name = shortened(name.trim(), NAME);
    let name = if *deceased { format!("{name}（已故）") } else { name };
    let birth = birth.map(|birth| birth.dotted()).unwrap_or_default();
    let about = [name.as_str(), &birth, political.trim(), post.trim()];
    let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
    Some(format!("{}：{}", shortened(relation.trim(), NAME), about.join("，")))
}

fn contact(contact: &BriefContact) -> String {
    let kind = match contact.kind {
        DutyKind::Talk => "谈话",
        DutyKind::Visit => "走访",
    };
    let mut words = format!("{} {kind}", dotted(contact.day));
    if !contact.topic.trim().is_empty() {
        words.push_str(&format!("：{}", shortened(contact.topic.trim(), CHARACTERS / 2)));
    }
    if !contact.follow_up.trim().is_empty() {
        words = format!("{}。后续：{}", words.trim_end_matches('。'), contact.follow_up.trim());
    }
    words
}

fn promise(promise: &BriefPromise) -> String {
    let by = if promise.by.trim().is_empty() { "支部" } else { promise.by.trim() };
    let due = match (promise.due, promise.overdue_days) {
        (None, _) => "未定期限".to_owned(),
        (Some(due), 0) => format!("最迟{}", dotted(due)),
        (Some(due), days) => format!("最迟{}，已逾期{days}天", dotted(due)),
    };
    // The day comes first: what stands behind it may be cut.
    let what = promise.what.trim().trim_end_matches('。');
    format!("{due}：{}（{}，{}承诺）", shortened(what, CHARACTERS / 2), shortened(by, 20), dotted(promise.day))
}

/// 2026.11.23, as dossiers have it: shorter where several days stand in one line.
fn dotted(day: NaiveDate) -> String {
    day.format("%Y.%m.%d").to_string()
}

/// A question to ask, or for 底数 what to look at: nobody is asked for his own.
fn question(question: &BriefQuestion) -> String {
    let (title, ask) = match question.facet {
        Facet::Resume => ("工作简历", "岗位、学历、岗位意愿有无变化？"),
        Facet::Family => ("家庭情况", "家中老人、子女近况如何？有什么困难？"),
        Facet::Hobby => ("兴趣爱好", "近来有什么爱好、特长？"),
        Facet::Performance => ("工作表现", "近期工作进展如何？有什么成绩和难处？"),
        Facet::Mind => ("思想动态", "近来有什么想法、顾虑？对支部有何建议？"),
        Facet::Standing => ("先进、后进底数", "结合近期表现核对，不必当面询问。"),
    };
    match question.unchecked_days {
        None => format!("{title}尚未了解：{ask}"),
        Some(days) => format!("{title}已{days}天未核对：{ask}"),
    }
}

fn note(note: &BriefNote) -> Option<String> {
    let words = match &note.body {
        EntryBody::Mind { text, attention } => {
            let attention = match attention {
                Attention::Calm => "平稳",
                Attention::Watch => "一般关注",
                Attention::Focus => "重点关注",
            };
            format!("思想动态（{attention}）：{}", text.trim())
        }
        EntryBody::Standing { mark, basis, helper, .. } => {
            let mark = match mark {
                Mark::Advanced => "先进",
                Mark::Middle => "中间",
                Mark::Behind => "后进",
            };
            let helper = match helper.trim() {
                "" => String::new(),
                helper => format!("（帮带人{}）", shortened(helper, NAME)),
            };
            format!("{mark}{helper}，依据：{}", basis.trim())
        }
        _ => return None,
    };
    Some(match note.day {
        Some(day) => format!("{} {words}", day.dotted()),
        None => words,
    })
}
