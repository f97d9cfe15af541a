//! The form's fields one by one.

use method::{EntryBody, IdNumber, IdNumberError, PartialDate, Sex, parse_resume};

use super::family;
use super::model::{Appointment, AppointmentEntry, AppointmentField, AppointmentProblem, AppointmentReason};
use super::phrases;
use super::xml::Form;
use crate::PersonDraft;
use crate::roster::cells::Raw;
use crate::roster::dates::{self, Reading};
use crate::roster::people::{plain_id_char, plain_name};

/// The longest name; those of some peoples of the country are long.
const MAX_NAME: usize = 50;
/// The longest text of a one-line field.
const MAX_LINE: usize = 300;
/// How much of a text that was not understood is shown.
const SHOWN: usize = 60;
/// The most entries of one kind.
const MAX_ENTRIES: usize = 60;

/// Fields whose texts go to the person's further fields, by the titles of the form.
const EXTRA: [(&str, &str); 2] = [("ChuShengDi", "出生地"), ("ZhuanYeJiShuZhiWu", "专业技术职务")];
/// What the program needs, and what only says how the form was made.
const TAKEN: [&str; 26] = [
    "XingMing",
    "XingBie",
    "ChuShengNianYue",
    "MinZu",
    "JiGuan",
    "RuDangShiJian",
    "CanJiaGongZuoShiJian",
    "XianRenZhiWu",
    "ShenFenZheng",
    "JianLi",
    "JiangChengQingKuang",
    "NianDuKaoHeJieGuo",
    "ShuXiZhuanYeYouHeZhuanChang",
    "QuanRiZhiJiaoYu_XueLi",
    "QuanRiZhiJiaoYu_XueWei",
    "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi",
    "QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi",
    "ZaiZhiJiaoYu_XueLi",
    "ZaiZhiJiaoYu_XueWei",
    "ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi",
    "ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi",
    "JiSuanNianLingShiJian",
    "TianBiaoShiJian",
    "Version",
    "ChuShengDi",
    "ZhuanYeJiShuZhiWu",
];

/// Reads a form whose texts are there.
pub(super) fn appointment(form: &Form) -> Appointment {
    let mut reader = FieldReader { form, person: PersonDraft::default(), entries: Vec::new(), problems: Vec::new() };
    reader.person();
    reader.resume();
    reader.education();
    reader.strengths();
    reader.awards();
    reader.appraisals();
    reader.family();
    reader.too_long();
    let FieldReader { person, entries, problems, .. } = reader;
    let left_out = form.fields.iter().filter(|(tag, text)| !TAKEN.contains(&tag.as_str()) && !is_nothing(text));
    let left_out = left_out.map(|(tag, _)| tag.clone()).collect();
    let filled_in = match read_date(text_of(form, "TianBiaoShiJian")) {
        Reading::Date(date) => Some(date),
        _ => None,
    };
    Appointment { person, entries, problems, left_out, filled_in }
}

/// The text of a field without blanks around it.
fn text_of<'f>(form: &'f Form, tag: &str) -> &'f str {
    form.fields.get(tag).map_or("", |text| text.trim())
}

/// Whether a field says that there is nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    dates::is_nothing(text.trim())
}

fn read_date(text: &str) -> Reading {
    dates::read(&Raw::Text(text.to_owned()), false)
}

pub(super) struct FieldReader<'f> {
    pub(super) form: &'f Form,
    person: PersonDraft,
    entries: Vec<AppointmentEntry>,
    problems: Vec<AppointmentProblem>,
}

impl FieldReader<'_> {
    /// Notes what is wrong, with the beginning of what stands there.
    pub(super) fn problem(&mut self, field: AppointmentField, reason: AppointmentReason, value: &str) {
        let value = value.trim().chars().take(SHOWN).collect();
        self.problems.push(AppointmentProblem { field, reason, value });
    }

    /// Adds what is known, unless there are too many of its kind.
    pub(super) fn add(&mut self, field: AppointmentField, body: EntryBody, day: Option<PartialDate>) {
        let entry = AppointmentEntry { body, day };
        let alike =
            |other: &&AppointmentEntry| std::mem::discriminant(&other.body) == std::mem::discriminant(&entry.body);
        if self.entries.contains(&entry) {
            return;
        }
        if self.entries.iter().filter(alike).count() < MAX_ENTRIES {
            self.entries.push(entry);
        } else if !self
            .problems
            .iter()
            .any(|problem| problem.field == field && problem.reason == AppointmentReason::TooMany)
        {
            self.problem(field, AppointmentReason::TooMany, "");
        }
    }

    /// A date, or none with the reason noted.
    pub(super) fn date(&mut self, field: AppointmentField, text: &str) -> Option<PartialDate> {
        match read_date(text) {
            Reading::Date(date) => return Some(date),
            Reading::Absent => {}
            Reading::Impossible => self.problem(field, AppointmentReason::ImpossibleDate, text),
            Reading::NotADate | Reading::JanuaryOrOctober { .. } => {
                self.problem(field, AppointmentReason::DateForm, text);
            }
        }
        None
    }

    /// A one-line text, with its line breaks taken out; none when it says that there is nothing.
    fn line(&mut self, field: AppointmentField, tag: &str) -> String {
        let text: String = text_of(self.form, tag).lines().map(str::trim).collect();
        if text.chars().count() > MAX_LINE {
            self.problem(field, AppointmentReason::TextTooLong, &text);
            return String::new();
        }
        if is_nothing(&text) { String::new() } else { text }
    }

    fn person(&mut self) {
        use AppointmentField as Field;
        let name = plain_name(&self.line(Field::Name, "XingMing"));
        if name.is_empty() || name.chars().count() > MAX_NAME {
            self.problem(Field::Name, AppointmentReason::MissingName, "");
        } else if !name
            .chars()
            .all(|c| c.is_alphabetic() || "· .-'".contains(c) || ('\u{E000}'..='\u{F8FF}').contains(&c))
        {
            self.problem(Field::Name, AppointmentReason::OddName, &name);
        }
        if name.chars().count() <= MAX_NAME {
            self.person.name = name;
        }
        self.person.sex = self.sex();
        self.person.birth = self.date(Field::Birth, text_of(self.form, "ChuShengNianYue"));
        self.person.work_since = self.date(Field::WorkSince, text_of(self.form, "CanJiaGongZuoShiJian"));
        self.party();
        self.person.ethnicity = self.line(Field::Other, "MinZu");
        self.person.native_place = self.line(Field::Other, "JiGuan");
        self.person.post = self.line(Field::Other, "XianRenZhiWu");
        for (tag, title) in EXTRA {
            let text = self.line(Field::Other, tag);
            if !text.is_empty() {
                self.person.extra.insert(title.to_owned(), text);
            }
        }
        self.id_number();
    }

    fn sex(&mut self) -> Option<Sex> {
        match text_of(self.form, "XingBie") {
            "男" | "男性" | "1" => Some(Sex::Male),
            "女" | "女性" | "2" => Some(Sex::Female),
            other => {
                if !is_nothing(other) {
                    self.problem(AppointmentField::Sex, AppointmentReason::UnknownSex, other);
                }
                None
            }
        }
    }

    /// 入党时间 holds a date for members of the Party, and the party's name for members of another.
    fn party(&mut self) {
        let text = text_of(self.form, "RuDangShiJian");
        let words: String = text.chars().take_while(|c| c.is_alphabetic()).collect();
        if words.is_empty() {
            self.person.party_since = self.date(AppointmentField::PartySince, text);
            if self.person.party_since.is_some() {
                "中共党员".clone_into(&mut self.person.political);
            }
        } else if !is_nothing(&words) && words.chars().count() <= 20 {
            self.person.political = words;
        }
    }

    fn id_number(&mut self) {
        use AppointmentField as Field;
        let text: String = text_of(self.form, "ShenFenZheng").chars().filter_map(plain_id_char).collect();
        if is_nothing(&text) {
            return;
        }
        let number = match IdNumber::parse(&text) {
            Ok(number) => number,
            Err(error) => {
                let reason = match error {
                    IdNumberError::Form => AppointmentReason::IdForm,
                    IdNumberError::BirthDate => AppointmentReason::IdBirthDate,
                    IdNumberError::Checksum => AppointmentReason::BadIdChecksum,
                };
                return self.problem(Field::IdNumber, reason, "");
            }
        };
        number.as_str().clone_into(&mut self.person.id_number);
        if let (Some(birth), Some(carried)) = (self.person.birth, number.birth())
            && !birth.agrees_with(carried.into())
        {
            self.problem(Field::Birth, AppointmentReason::BirthDisagreesWithId, &birth.dotted());
        }
        if self.person.sex.is_some_and(|sex| sex != number.sex()) {
            self.problem(Field::Sex, AppointmentReason::SexDisagreesWithId, "");
        }
    }

    fn resume(&mut self) {
        let read = parse_resume(text_of(self.form, "JianLi"));
        for line in read.lines {
            let body = EntryBody::Post { from: line.from, to: line.to, text: line.text };
            self.add(AppointmentField::Resume, body, None);
        }
        for unread in read.unread.iter().filter(|line| !is_nothing(line)).take(MAX_ENTRIES) {
            self.problem(AppointmentField::Resume, AppointmentReason::LineUnread, unread);
        }
    }

    fn education(&mut self) {
        for (kind, full_time) in [("QuanRiZhiJiaoYu", true), ("ZaiZhiJiaoYu", false)] {
            let mut text = |part: &str| self.line(AppointmentField::Education, &format!("{kind}_{part}"));
            let (level, degree) = (text("XueLi"), text("XueWei"));
            let (school, of_degree) = (text("XueLi_BiYeYuanXiaoXi"), text("XueWei_BiYeYuanXiaoXi"));
            if !level.is_empty() {
                // The later one of the two is the higher one.
                self.person.education.clone_from(&level);
            }
            let one = |level: &str, degree: &str, school: &str| EntryBody::Education {
                full_time,
                level: level.to_owned(),
                degree: degree.to_owned(),
                school: school.to_owned(),
                major: String::new(),
                until: None,
            };
            let apart = !of_degree.is_empty() && !school.is_empty() && of_degree != school;
            let bodies = match apart {
                true => vec![one(&level, "", &school), one("", &degree, &of_degree)],
                false if school.is_empty() => vec![one(&level, &degree, &of_degree)],
                false => vec![one(&level, &degree, &school)],
            };
            for body in bodies {
                match &body {
                    EntryBody::Education { level, school, .. } if level.is_empty() && school.is_empty() => {
                        // A degree without a level or a school says too little to be an entry.
                        if !degree.is_empty() {
                            self.problem(AppointmentField::Education, AppointmentReason::LineUnread, &degree);
                        }
                    }
                    _ => self.add(AppointmentField::Education, body, None),
                }
            }
        }
    }

    fn strengths(&mut self) {
        let text = text_of(self.form, "ShuXiZhuanYeYouHeZhuanChang").to_owned();
        for one in text.split(['、', '，', ',', '；', ';', '。', '\n']).map(str::trim).filter(|one| !is_nothing(one))
        {
            self.add(AppointmentField::Strength, EntryBody::Strength { text: one.to_owned() }, None);
        }
    }

    fn awards(&mut self) {
        for (body, day) in phrases::awards(text_of(self.form, "JiangChengQingKuang")) {
            self.add(AppointmentField::Awards, body, day);
        }
    }

    fn appraisals(&mut self) {
        let read = phrases::appraisals(text_of(self.form, "NianDuKaoHeJieGuo"));
        for (year, grade) in read.grades {
            self.add(AppointmentField::Appraisals, EntryBody::Appraisal { year, grade }, None);
        }
        for unread in read.unread {
            self.problem(AppointmentField::Appraisals, AppointmentReason::GradeUnread, &unread);
        }
    }

    fn family(&mut self) {
        for member in &self.form.family {
            family::take(self, member);
        }
    }

    fn too_long(&mut self) {
        for tag in &self.form.too_long {
            self.problem(AppointmentField::Other, AppointmentReason::TextTooLong, tag);
        }
    }
}
