//! From a sheet to the data that a template reads: text cleaned, checked and put into the words of the form.

use serde_json::{Map, Value, json};
use typst::text::Font;

use crate::book::Bound;
use crate::error::PaperError;
use crate::press::Mark;
use crate::sheets::{Sheet, Signatory, Subject};
use crate::text::{CELL_RUN, ROW_RUN, breakable, clean_line, missing, paragraphs};
use crate::world::fonts;
use crate::{FIELD_LIMIT, PAGE_LIMIT};
use method::paper_number;

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
    /// For the code of its pages.
    pub(crate) mark: Option<Mark>,
    /// What is bound behind it, when it is a book's cover.
    pub(crate) bound: Option<Box<Bound>>,
}

/// Cleans and checks every text of a sheet; `mark` for its foot, when it is registered.
pub(crate) fn prepare(sheet: &Sheet, mark: Option<Mark>) -> Result<Prepared, PaperError> {
    let [font, _] = fonts()?;
    let mut form = Form { font, lacking: Vec::new(), lines: 0, data: Map::new() };
    let mut bound = None;
    let form_of = match sheet {
        Sheet::Filed(filed) => {
            form.stamp(filed.stamp.as_ref())?;
            form.notes(&filed.notes)?;
            &filed.sheet
        }
        sheet => sheet,
    };
    let (template, title) = match form_of {
        Sheet::Talk(talk) => {
            form.talk(talk)?;
            ("talk.typ", "")
        }
        Sheet::Visit(visit) => {
            form.visit(visit)?;
            ("visit.typ", "")
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
        Sheet::Card(card) => {
            form.card(card)?;
            ("card.typ", "六知晓个人卡")
        }
        Sheet::List(list) => {
            form.list(list)?;
            ("list.typ", "")
        }
        Sheet::Report(report) => {
            form.report(report)?;
            ("report.typ", "")
        }
        Sheet::Ruler => ("ruler.typ", "打印校准页"),
        Sheet::TalkBlank(blank) => {
            form.talk_blank(blank)?;
            ("talk_blank.typ", "")
        }
        Sheet::VisitBlank(blank) => {
            form.visit_blank(blank)?;
            ("visit_blank.typ", "")
        }
        Sheet::Activity(sheet) | Sheet::ActivityBlank(sheet) => {
            form.activity(sheet)?;
            ("activity.typ", "")
        }
        Sheet::SignIn(sheet) => {
            form.sign_in(sheet)?;
            ("sign_in.typ", "")
        }
        Sheet::Handover(handover) => {
            form.handover(handover)?;
            ("handover.typ", "工作交接清单")
        }
        Sheet::Archive(archive) => form.archive(archive)?,
        Sheet::Book(book) => {
            form.book(book)?;
            let parts = book.sheets.iter().map(|sheet| prepare(sheet, mark)).collect::<Result<_, _>>()?;
            bound = Some(Box::new(Bound {
                parts,
                front_only: book.front_only,
                two_sided: book.two_sided,
                counting: false,
            }));
            ("book.typ", "年度合订本")
        }
        Sheet::Filed(_) => return Err(PaperError::Engine("a filed sheet cannot be filed again".into())),
    };
    // The office may have given the form another title.
    let title = form.data.get("form_title").and_then(Value::as_str).unwrap_or(title);
    let number = mark.map(|mark| paper_number(mark.number)).unwrap_or_default();
    let title = format!("{title} {number}").trim().to_owned();
    form.put("sheet_no", json!(number));
    form.put("registered", json!(sheet.kind().is_some()));
    form.put("title", json!(title));
    let data = form.finish()?;
    Ok(Prepared { template, title, data, mark, bound })
}

/// What the template of a sheet is set with, in JSON: to have another program set the same.
///
/// # Errors
/// As [`crate::Press::pdf`].
pub fn data_of(sheet: &Sheet) -> Result<String, PaperError> {
    Ok(prepare(sheet, None)?.data)
}

pub(crate) struct Form<'a> {
    font: &'a Font,
    lacking: Vec<char>,
    lines: usize,
    data: Map<String, Value>,
}

impl Form<'_> {
    pub(crate) fn put(&mut self, key: &str, value: Value) {
        self.data.insert(key.to_owned(), value);
    }

    /// A text on one line of thought: a name, a place.
    pub(crate) fn line(&mut self, field: &'static str, text: &str) -> Result<(), PaperError> {
        let text = self.checked_line(field, text)?;
        self.put(field, json!(breakable(&text, CELL_RUN)));
        Ok(())
    }

    /// A text of paragraphs.
    pub(crate) fn long(&mut self, field: &'static str, text: &str) -> Result<(), PaperError> {
        let paragraphs = self.long_text(field, text)?;
        self.put(field, paragraphs);
        Ok(())
    }

    pub(crate) fn long_text(&mut self, field: &'static str, text: &str) -> Result<Value, PaperError> {
        self.check(field, text)?;
        let paragraphs = paragraphs(text);
        self.lines += paragraphs.iter().map(|text| text.chars().count().div_ceil(LINE)).sum::<usize>();
        Ok(json!(paragraphs.iter().map(|text| breakable(text, ROW_RUN)).collect::<Vec<_>>()))
    }

    pub(crate) fn signatories(&mut self, field: &'static str, people: &[Signatory]) -> Result<(), PaperError> {
        let names = self.checked_lines(field, people.iter().map(|one| &one.name))?;
        let posts = self.checked_lines(field, people.iter().map(|one| &one.post))?;
        self.put(field, json!({ "names": listed(&names), "posts": listed_once(&posts) }));
        Ok(())
    }

    /// Visitors are listed name by name, each with the post.
    pub(crate) fn visitors(&mut self, people: &[Signatory]) -> Result<(), PaperError> {
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

    pub(crate) fn persons(&mut self, people: &[Subject]) -> Result<(), PaperError> {
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

    /// The boxes of the six and of 其他, and a ticked one for each of the office's own categories.
    pub(crate) fn reasons(&mut self, labels: &[&str; 7], categories: &[u8], own: &[String]) -> Result<(), PaperError> {
        let own = self.checked_lines("categories", own.iter())?;
        let numbers = [1, 2, 3, 4, 5, 6, 0];
        let six = labels.iter().zip(numbers).map(|(label, number)| tick(label, categories.contains(&number)));
        let boxes = six.chain(own.iter().map(|label| tick(label, true))).collect();
        self.put("reasons", boxes);
        Ok(())
    }

    pub(crate) fn checked_lines<'b>(
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

    fn finish(self) -> Result<String, PaperError> {
        if !self.lacking.is_empty() {
            return Err(PaperError::MissingGlyphs(self.lacking));
        }
        let pages = self.lines / LINES;
        if pages > PAGE_LIMIT {
            return Err(PaperError::TooLong { pages });
        }
        Ok(Value::Object(self.data).to_string())
    }
}

pub(crate) fn tick(label: &str, on: bool) -> Value {
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
