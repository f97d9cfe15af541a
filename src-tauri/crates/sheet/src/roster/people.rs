//! One row of a roster: a person with what is wrong in the row, or why it is no person.

use method::{IdNumber, IdNumberError, PartialDate, Sex};

use super::cells::{Raw, Row};
use super::dates::{self, Reading};
use super::header::{field_of, squeeze};
use super::model::{Field, PersonDraft, Problem, ProblemReason, RosterColumn, RosterPerson, RowSkip, Severity};

/// The longest name; those of some peoples of the country are long.
const MAX_NAME: usize = 50;
const MAX_TEXT: usize = 2_000;

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A person, or what should be one.
    Person(Box<RosterPerson>),
    /// Not a person.
    Skipped(RowSkip),
    /// Nothing in the titled columns.
    Empty,
}

pub(crate) const TOTALS: [&str; 7] = ["合计", "总计", "小计", "共计", "累计", "本页合计", "本页小计"];
pub(crate) const SIGNATURES: [&str; 20] = [
    "填表人",
    "填报人",
    "制表",
    "审核",
    "审批",
    "单位负责人",
    "负责人",
    "经办人",
    "填报单位",
    "填表单位",
    "填报时间",
    "填表时间",
    "填报日期",
    "填表日期",
    "联系人",
    "分管领导",
    "支部书记",
    "党支部书记",
    "单位盖章",
    "复核",
];
pub(crate) const REMARKS: [&str; 6] = ["注", "备注", "说明", "附注", "※", "填表说明"];

/// Reads a row below the header.
pub(super) fn read_row(mut row: Row, columns: &[RosterColumn], epoch_1904: bool) -> Line {
    if let Some(why) = no_person(&row, columns) {
        return Line::Skipped(why);
    }
    let filled = |column: &&RosterColumn| column.field != Field::Skip && row.get(column.index).is_some();
    let mut titled = columns.iter().filter(filled).peekable();
    if titled.peek().is_none() {
        return Line::Empty;
    }
    if titled.all(|column| column.field == Field::Serial) {
        return Line::Skipped(RowSkip::NumberOnly);
    }
    let mut reader = RowReader { row: row.number, epoch_1904, person: PersonDraft::default(), problems: Vec::new() };
    for column in columns {
        if let Some(raw) = row.take(column.index) {
            reader.take(column, raw);
        }
    }
    reader.check_whole(columns);
    Line::Person(Box::new(RosterPerson { row: reader.row, person: reader.person, problems: reader.problems }))
}

/// Why the row is no person, as far as its first words tell.
fn no_person(row: &Row, columns: &[RosterColumn]) -> Option<RowSkip> {
    let (first_column, first) = row.cells.first()?;
    let word: String = first.text().chars().filter(|c| !c.is_whitespace()).collect();
    // What follows one of the words, if the cell begins with one.
    let after =
        |words: &[&str]| words.iter().find_map(|start| word.strip_prefix(start).map(|rest| rest.chars().next()));
    let colon = |next: Option<char>| matches!(next, Some('：' | ':' | '(' | '（'));
    let name = columns.iter().find(|column| column.field == Field::Name);
    let in_name = || name.and_then(|column| row.get(column.index));
    // A post such as 支部书记 may stand before a name; then the row is a person.
    let in_front = columns
        .iter()
        .any(|column| column.index == *first_column && matches!(column.field, Field::Serial | Field::Name));
    let short = row.cells.len() <= 3 && (in_front || in_name().is_none());
    if after(&TOTALS).is_some_and(|next| next.is_none_or(|c| !c.is_alphabetic() || c == '人')) {
        return Some(RowSkip::Total);
    }
    if after(&SIGNATURES).is_some_and(|next| colon(next) || short) {
        return Some(RowSkip::Signature);
    }
    if after(&REMARKS).is_some_and(|next| colon(next) || row.cells.len() == 1) {
        return Some(RowSkip::Remark);
    }
    // Every title of that column has this character, and few names do.
    let title = |raw: &Raw| matches!(raw, Raw::Text(text) if text.contains('名'));
    let again = in_name().is_some_and(|raw| title(raw) && field_of(&squeeze(&raw.text())) == Some(Field::Name));
    again.then_some(RowSkip::RepeatedHeader)
}

struct RowReader {
    /// The row, 1-based as the spreadsheet shows it.
    row: u32,
    epoch_1904: bool,
    person: PersonDraft,
    problems: Vec<Problem>,
}

impl RowReader {
    fn problem(&mut self, column: Option<&RosterColumn>, reason: ProblemReason, value: String) {
        let column = column.map(|column| column.title.clone());
        self.problems.push(Problem { row: self.row, column, severity: severity(reason), reason, value });
    }

    fn take(&mut self, column: &RosterColumn, raw: Raw) {
        if raw == Raw::Error && column.field != Field::Skip {
            return self.problem(Some(column), ProblemReason::ErrorCell, String::new());
        }
        match column.field {
            Field::Serial | Field::Skip => {}
            Field::Name => self.name(column, raw),
            Field::Sex => self.sex(column, &raw),
            Field::Birth => self.person.birth = self.date(column, &raw),
            Field::WorkSince => self.person.work_since = self.date(column, &raw),
            Field::PartySince => self.person.party_since = self.date(column, &raw),
            Field::IdNumber | Field::Phone | Field::Address if is_covered(&raw) => {
                self.problem(Some(column), ProblemReason::Covered, String::new());
            }
            Field::IdNumber => self.id_number(column, &raw),
            Field::Phone => self.phone(column, raw),
            Field::Extra => {
                if let Some(text) = self.text(column, raw, MAX_TEXT) {
                    self.person.extra.insert(column.title.clone(), text);
                }
            }
            Field::Ethnicity => self.person.ethnicity = self.words(column, raw),
            Field::NativePlace => self.person.native_place = self.words(column, raw),
            Field::Education => self.person.education = self.words(column, raw),
            Field::Political => self.person.political = self.words(column, raw),
            Field::Post => self.person.post = self.words(column, raw),
            Field::Address => self.person.address = self.words(column, raw),
            Field::Note => self.person.note = self.words(column, raw),
        }
    }

    /// A text; a dash stands for none.
    fn words(&mut self, column: &RosterColumn, raw: Raw) -> String {
        self.text(column, raw, MAX_TEXT).filter(|text| !is_dash(text)).unwrap_or_default()
    }

    fn text(&mut self, column: &RosterColumn, raw: Raw, most: usize) -> Option<String> {
        let text = raw.into_text();
        if text.len() > most && text.chars().count() > most {
            self.problem(Some(column), ProblemReason::TextTooLong, String::new());
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }

    fn name(&mut self, column: &RosterColumn, raw: Raw) {
        let Some(text) = self.text(column, raw, MAX_NAME) else { return };
        self.person.name = plain_name(&text);
        let usual = |c: char| c.is_alphabetic() || matches!(c, '·' | ' ' | '.' | '-' | '\'' | '\u{E000}'..='\u{F8FF}');
        if !self.person.name.chars().all(usual) {
            self.problem(Some(column), ProblemReason::OddName, String::new());
        }
    }

    fn sex(&mut self, column: &RosterColumn, raw: &Raw) {
        let text = squeeze(&raw.text());
        self.person.sex = match text.to_lowercase().as_str() {
            "男" | "男性" | "m" | "male" | "1" => Some(Sex::Male),
            "女" | "女性" | "f" | "female" | "2" => Some(Sex::Female),
            other => {
                if !dates::is_nothing(other) {
                    self.problem(Some(column), ProblemReason::UnknownSex, String::new());
                }
                None
            }
        };
    }

    fn date(&mut self, column: &RosterColumn, raw: &Raw) -> Option<PartialDate> {
        let shown = || raw.text().chars().take(30).collect();
        match dates::read(raw, self.epoch_1904) {
            Reading::Date(date) => return Some(date),
            Reading::Absent => {}
            Reading::JanuaryOrOctober { year } => {
                self.problem(Some(column), ProblemReason::AmbiguousMonth, shown());
                return PartialDate::year(year).ok();
            }
            Reading::Impossible => self.problem(Some(column), ProblemReason::ImpossibleDate, shown()),
            Reading::NotADate => self.problem(Some(column), ProblemReason::DateForm, shown()),
        }
        None
    }

    fn id_number(&mut self, column: &RosterColumn, raw: &Raw) {
        let text: String = raw.text().chars().filter_map(plain_id_char).collect();
        if dates::is_nothing(&text) {
            return;
        }
        // 15 digits are what a number in a sheet keeps; behind them stand noughts.
        let lost = matches!(raw, Raw::Number(number) if number.abs() >= 1e15) || is_exponent(&text);
        if lost {
            return self.problem(Some(column), ProblemReason::IdAsNumber, masked(&text));
        }
        match IdNumber::parse(&text) {
            Ok(number) => number.as_str().clone_into(&mut self.person.id_number),
            Err(error) => {
                let reason = match error {
                    IdNumberError::Form => ProblemReason::IdForm,
                    IdNumberError::BirthDate => ProblemReason::IdBirthDate,
                    IdNumberError::Checksum => ProblemReason::BadIdChecksum,
                };
                self.problem(Some(column), reason, masked(&text));
            }
        }
    }

    fn phone(&mut self, column: &RosterColumn, raw: Raw) {
        let Some(text) = self.text(column, raw, MAX_TEXT) else { return };
        if dates::is_nothing(&text) {
            return;
        }
        let text = text.trim_start_matches(['\'', '‘', '’']);
        if !is_exponent(text) {
            let whole = text.strip_suffix(".0").unwrap_or(text);
            whole.clone_into(&mut self.person.phone);
            return;
        }
        // `1.3800138825E+10` still has all digits, `1.38001E+10` does not.
        let digits = text.split(['E', 'e']).next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
        match text.parse::<f64>() {
            Ok(number) if digits >= 11 => self.person.phone = Raw::Number(number).text(),
            _ => self.problem(Some(column), ProblemReason::PhoneAsNumber, String::new()),
        }
    }

    /// What only the whole row tells.
    fn check_whole(&mut self, columns: &[RosterColumn]) {
        let column = |field| columns.iter().find(|column| column.field == field);
        if self.person.name.is_empty()
            && !self.problems.iter().any(|problem| problem.reason == ProblemReason::TextTooLong)
        {
            self.problem(column(Field::Name), ProblemReason::MissingName, String::new());
        }
        let Ok(number) = IdNumber::parse(&self.person.id_number) else { return };
        if let (Some(birth), Some(in_number)) = (self.person.birth, number.birth())
            && !birth.agrees_with(in_number.into())
        {
            self.problem(column(Field::Birth), ProblemReason::BirthDisagreesWithId, birth.dotted());
        }
        if self.person.sex.is_some_and(|sex| sex != number.sex()) {
            self.problem(column(Field::Sex), ProblemReason::SexDisagreesWithId, String::new());
        }
    }
}

/// Whether a part of the text was covered, as in our own ledgers: it must not take the place of what is known.
fn is_covered(raw: &Raw) -> bool {
    matches!(raw, Raw::Text(text) if text.contains("**") || text.contains("＊＊"))
}

fn severity(reason: ProblemReason) -> Severity {
    match reason {
        ProblemReason::MissingName
        | ProblemReason::IdForm
        | ProblemReason::IdBirthDate
        | ProblemReason::BadIdChecksum
        | ProblemReason::IdAsNumber
        | ProblemReason::ImpossibleDate
        | ProblemReason::TextTooLong => Severity::Rejected,
        ProblemReason::DateForm
        | ProblemReason::AmbiguousMonth
        | ProblemReason::BirthDisagreesWithId
        | ProblemReason::SexDisagreesWithId
        | ProblemReason::UnknownSex
        | ProblemReason::OddName
        | ProblemReason::PhoneAsNumber
        | ProblemReason::Covered
        | ProblemReason::ErrorCell => Severity::Warned,
    }
}

/// A Chinese name loses its spacing (张　三); other names keep single blanks. The dot of a long name is always `·`.
pub(crate) fn plain_name(text: &str) -> String {
    let dot = |c: char| matches!(c, '•' | '・' | '‧' | '∙');
    if !text.contains(|c: char| c.is_whitespace() || dot(c)) {
        return text.to_owned();
    }
    let text: String = text.chars().map(|c| if dot(c) { '·' } else { c }).collect();
    let chinese = |c: char| matches!(c, '\u{2E80}'.. | '·') || c.is_whitespace();
    let separator = if text.chars().all(chinese) { "" } else { " " };
    text.split_whitespace().collect::<Vec<_>>().join(separator)
}

/// Digits in full width, blanks and the many ways to write X.
pub(crate) fn plain_id_char(c: char) -> Option<char> {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
        'x' | 'ｘ' | 'Ｘ' | '×' | 'Х' | 'х' => Some('X'),
        '\'' | '‘' | '’' | '\u{200B}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' => None,
        c if c.is_whitespace() => None,
        c => Some(c),
    }
}

/// Whether a number is written as `9.90101E+17`.
fn is_exponent(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(exponent.trim_start_matches('+')) && digits(&mantissa.replacen('.', "", 1))
}

fn is_dash(text: &str) -> bool {
    matches!(text, "—" | "——" | "-" | "--" | "/" | "–")
}

/// The first and last four characters of a number, the rest as stars; short ones are all stars.
pub(super) fn masked(text: &str) -> String {
    let chars: Vec<char> = text.chars().take(40).collect();
    let edge = if chars.len() >= 12 { 4 } else { 0 };
    let shown = |i: usize| i < edge || i >= chars.len() - edge;
    chars.iter().enumerate().map(|(i, c)| if shown(i) { *c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_spacing() {
        assert_eq!(plain_name("张　三"), "张三");
        assert_eq!(plain_name(" 欧阳 娜 "), "欧阳娜");
        assert_eq!(plain_name("买买提•吐尔逊"), "买买提·吐尔逊");
        assert_eq!(plain_name("Anna  Maria"), "Anna Maria");
        assert_eq!(plain_name("\u{20BB7} 田"), "\u{20BB7}田");
    }

    fn line(cells: &[(u32, &str)]) -> Line {
        let titles = [("职务", Field::Post), ("姓名", Field::Name), ("电话", Field::Phone)];
        let columns: Vec<RosterColumn> = (0..)
            .zip(titles)
            .map(|(index, (title, field))| RosterColumn {
                index,
                title: title.to_owned(),
                field,
                hidden: false,
                sample: String::new(),
            })
            .collect();
        let cells = cells.iter().map(|(index, text)| (*index, Raw::Text((*text).to_owned()))).collect();
        read_row(Row { number: 5, cells }, &columns, false)
    }

    #[test]
    fn posts_before_names_are_not_signatures() {
        assert!(matches!(line(&[(0, "支部书记"), (1, "张三")]), Line::Person(_)));
        assert!(matches!(line(&[(0, "总计划师"), (1, "张三")]), Line::Person(_)));
        assert_eq!(line(&[(0, "支部书记：张三")]), Line::Skipped(RowSkip::Signature));
        assert_eq!(line(&[(0, "审核"), (2, "制表")]), Line::Skipped(RowSkip::Signature));
        assert_eq!(line(&[(1, "填表人"), (2, "张三")]), Line::Skipped(RowSkip::Signature));
        assert_eq!(line(&[(0, "总　计：24人")]), Line::Skipped(RowSkip::Total));
        assert_eq!(line(&[(9, "x")]), Line::Empty);
    }

    #[test]
    fn masks_numbers() {
        assert_eq!(masked("990102197405129140"), "9901**********9140");
        assert_eq!(masked("12345"), "*****");
    }

    #[test]
    fn tells_exponents() {
        assert!(is_exponent("9.90101E+17") && is_exponent("1.38001e10"));
        assert!(!is_exponent("990102197405129140") && !is_exponent("E") && !is_exponent("12E"));
    }
}
