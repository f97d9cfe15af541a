//! 干部任免审批表: the sample file, untidy ones, and hostile ones.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::time::Instant;

use method::EntryBody;
use sheet::{Appointment, AppointmentField, AppointmentReason, SheetError, read_appointment};

fn sample() -> Vec<u8> {
    std::fs::read("../../../tests/data/rosters/任免表.lrmx").expect("the sample file is there")
}

fn form(fields: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><Person>{fields}</Person>")
}

fn read(fields: &str) -> Appointment {
    read_appointment(form(fields).as_bytes()).expect("a form")
}

#[test]
fn the_sample() {
    let read = read_appointment(&sample()).unwrap();
    let person = &read.person;
    assert_eq!(
        (person.name.as_str(), person.ethnicity.as_str(), person.native_place.as_str()),
        ("赵娟", "汉族", "四川双流")
    );
    assert_eq!(person.birth.map(String::from).as_deref(), Some("1976-04"));
    assert_eq!(person.work_since.map(String::from).as_deref(), Some("1995-08"));
    assert_eq!(person.party_since.map(String::from).as_deref(), Some("2001-06"));
    assert_eq!(
        (person.political.as_str(), person.education.as_str(), person.post.as_str()),
        ("中共党员", "大学", "管理员")
    );
    assert_eq!(person.id_number, "990102197604016943");
    assert_eq!(person.extra["出生地"], "四川双流");
    assert_eq!(read.filled_in.map(String::from).as_deref(), Some("2026-10-08"));
    assert_eq!(read.left_out, ["JianKangZhuangKuang"]);
    assert_eq!(read.problems, []);
    let said: Vec<String> = read.entries.iter().map(|entry| said(&entry.body)).collect();
    assert_eq!(
        said,
        [
            "1995-08–2008-03 中和地方税务所征收员",
            "2008-03–2018-07 中和地方税务所税收管理员（其间：2009.09--2012.07在西南财经大学税务专业函授本科学习）",
            "2018-07– 国家税务总局某县税务局中和税务所管理员",
            "全日制 大学",
            "特长 企业所得税",
            "特长 书法",
            "奖 优秀共产党员 县税务局党委",
            "考核 2023 优秀",
            "考核 2024 称职",
            "考核 2025 称职",
            "妻子 林桂玲 1978-05 群众 中和镇小学教师",
            "父亲 某老 1950-01 群众 务农 已故",
        ]
    );
}

fn said(body: &EntryBody) -> String {
    let date = |date: Option<method::PartialDate>| date.map(String::from).unwrap_or_default();
    match body {
        EntryBody::Post { from, to, text } => format!("{}–{} {text}", String::from(*from), date(*to)),
        EntryBody::Education { full_time, level, degree, school, .. } => {
            let kind = if *full_time { "全日制" } else { "在职" };
            format!("{kind} {level} {degree} {school}").trim().to_owned()
        }
        EntryBody::Strength { text } => format!("特长 {text}"),
        EntryBody::Award { title, by } => format!("奖 {title} {by}").trim().to_owned(),
        EntryBody::Punishment { title, by, .. } => format!("惩 {title} {by}").trim().to_owned(),
        EntryBody::Appraisal { year, grade } => format!("考核 {year} {grade}"),
        EntryBody::Relative { relation, name, birth, political, post, deceased, .. } => {
            let died = if *deceased { " 已故" } else { "" };
            format!("{relation} {name} {} {political} {post}{died}", date(*birth))
        }
        other => panic!("{other:?} is not of the form"),
    }
}

#[test]
fn the_encodings_that_a_declaration_may_name() {
    let text = String::from_utf8(sample()).unwrap();
    let expected = read_appointment(text.as_bytes()).unwrap();
    let gb = text.replace("utf-8", "GB2312");
    let (gb, _, _) = encoding_rs::GB18030.encode(&gb);
    let utf16: Vec<u8> = text.replace("utf-8", "UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xFF, 0xFE][..], &utf16].concat();
    let utf8 = ["\u{FEFF}".as_bytes(), text.as_bytes()].concat();
    for bytes in [gb.to_vec(), utf16, marked, utf8] {
        assert_eq!(read_appointment(&bytes).unwrap(), expected);
    }
    // What is declared as UTF-8 and is not is told so, and nothing is guessed.
    let (wrong, _, _) = encoding_rs::GB18030.encode(&text);
    assert_eq!(read_appointment(&wrong), Err(SheetError::Encoding));
    assert_eq!(read_appointment(text.replace("utf-8", "x-unheard").as_bytes()), Err(SheetError::Encoding));
}

#[test]
fn one_wrong_field_costs_that_field_only() {
    let read = read(
        "<XingMing>张　三</XingMing><XingBie>女性人</XingBie><ChuShengNianYue>197613</ChuShengNianYue>\
         <CanJiaGongZuoShiJian>不详</CanJiaGongZuoShiJian><ShenFenZheng>990102197604016944</ShenFenZheng>\
         <JianLi>1995.08--  某所\n早年在家务农</JianLi><NianDuKaoHeJieGuo>近三年称职</NianDuKaoHeJieGuo>\
         <JiaTingChengYuan><Item><ChengWei></ChengWei><XingMing>某人</XingMing></Item><Item/><Item><ChengWei>母亲</ChengWei>\
         <ChuShengRiQi>去世</ChuShengRiQi></Item></JiaTingChengYuan>",
    );
    assert_eq!(read.person.name, "张三");
    let told: Vec<(AppointmentField, AppointmentReason)> =
        read.problems.iter().map(|problem| (problem.field, problem.reason)).collect();
    use AppointmentField as Field;
    use AppointmentReason as Why;
    assert_eq!(
        told,
        [
            (Field::Sex, Why::UnknownSex),
            (Field::Birth, Why::ImpossibleDate),
            (Field::WorkSince, Why::DateForm),
            (Field::IdNumber, Why::BadIdChecksum),
            (Field::Appraisals, Why::GradeUnread),
            (Field::Family, Why::RelationMissing),
        ]
    );
    let entries: Vec<String> = read.entries.iter().map(|entry| self::said(&entry.body)).collect();
    assert_eq!(entries[1], "母亲     已故");
    assert!(entries[0].starts_with("1995-08– 某所"), "{}", entries[0]);
}

#[test]
fn a_file_without_a_name_says_so() {
    let read = read("<XingBie>男</XingBie>");
    assert_eq!(read.problems[0].reason, AppointmentReason::MissingName);
}

#[test]
fn texts_keep_their_signs_and_lines() {
    let read = read(
        "<XingMing>甲</XingMing><XianRenZhiWu>A&amp;B&lt;c&gt;&#x4E59;</XianRenZhiWu><JianLi>1995.08--2000.01  甲所&#10;2000.01--  乙所</JianLi>",
    );
    assert_eq!(read.person.post, "A&B<c>乙");
    assert_eq!(read.entries.len(), 2);
}

#[test]
fn the_photo_is_passed_over() {
    let photo = "QUJD".repeat(1_000_000);
    let read = read(&format!("<XingMing>甲</XingMing><ZhaoPian>{photo}</ZhaoPian><Geheim>x</Geheim>"));
    assert_eq!(read.left_out, ["Geheim", "ZhaoPian"]);
}

#[test]
fn hostile_files_are_refused_with_their_reason() {
    let deep = format!("<Person>{}", "<a>".repeat(200_000));
    let many = form(&"<a/>".repeat(200_000));
    let wide = format!("<Person a=\"{}\"></Person>", "x".repeat(5_000_000));
    let attributes: String = (0..200_000).map(|n| format!(" a{n}=\"1\"")).collect();
    let attributes = format!("<Person{attributes}></Person>");
    let laughs = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><Person><XingMing>&b;</XingMing></Person>";
    let external = "<?xml version=\"1.0\"?><!DOCTYPE Person [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><Person><XingMing>&f;</XingMing></Person>";
    let parameter = "<!DOCTYPE Person SYSTEM \"http://localhost/a.dtd\"><Person/>";
    let lower = "<!doctype Person [<!ENTITY a \"ha\">]><Person><XingMing>&a;</XingMing></Person>";
    let cases: [(&str, Vec<u8>, SheetError); 18] = [
        ("external entity", external.into(), SheetError::Doctype),
        ("billion laughs", laughs.into(), SheetError::Doctype),
        ("a document type elsewhere", parameter.into(), SheetError::Doctype),
        ("a document type in small letters", lower.into(), SheetError::Doctype),
        ("an entity that nobody declared", form("<XingMing>&f;</XingMing>").into(), SheetError::Broken),
        ("deep nesting", deep.into(), SheetError::NotAnAppointment),
        ("many tags", many.into(), SheetError::TooLarge),
        ("a huge attribute", wide.into(), SheetError::TooLarge),
        ("many attributes", attributes.into(), SheetError::TooLarge),
        ("another form", "<?xml version=\"1.0\"?><Workbook><a/></Workbook>".into(), SheetError::NotAnAppointment),
        ("a web page", "<html><body>x</body></html>".into(), SheetError::NotAnAppointment),
        ("the old form", "\"张三\",\"男\"".into(), SheetError::LegacyLrm),
        ("a workbook", b"PK\x03\x04 and so on".to_vec(), SheetError::NotAnAppointment),
        ("text", "姓名,性别".into(), SheetError::NotAnAppointment),
        ("nothing", Vec::new(), SheetError::Empty),
        ("two roots", "<Person></Person><Person></Person>".into(), SheetError::NotAnAppointment),
        ("tags that do not match", "<Person><a></b></Person>".into(), SheetError::Broken),
        ("too long", vec![b'<'; 21 * 1024 * 1024], SheetError::TooLarge),
    ];
    for (what, bytes, reason) in cases {
        let begun = Instant::now();
        assert_eq!(read_appointment(&bytes).map(|_| ()), Err(reason), "{what}");
        assert!(begun.elapsed().as_millis() < 1_000, "{what}: refused within a second");
    }
}

#[test]
fn a_truncated_file_is_broken_wherever_it_ends() {
    let whole = sample();
    for end in (1..whole.len()).step_by(7) {
        let read = read_appointment(&whole[..end]);
        assert!(
            matches!(read, Err(SheetError::Broken | SheetError::Encoding | SheetError::NotAnAppointment)),
            "{end} bytes: {read:?}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn whatever_the_bytes_are_nothing_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = read_appointment(&bytes);
        let _ = read_appointment(&[b"<Person><JianLi>", &bytes[..], b"</JianLi></Person>"].concat());
    }

    #[test]
    fn whatever_the_texts_are_they_come_back(texts in proptest::collection::vec("[^\\p{Cc}<&]{0,30}", 6)) {
        let tags = ["JiangChengQingKuang", "NianDuKaoHeJieGuo", "JianLi", "ShenFenZheng", "ShuXiZhuanYeYouHeZhuanChang", "XianRenZhiWu"];
        let fields: String = tags.iter().zip(&texts).map(|(tag, text)| format!("<{tag}>{text}</{tag}>")).collect();
        let read = read(&fields);
        let post: String = texts[5].trim().to_owned();
        if post.lines().count() == 1 && !["无", "—", "——", "-", "--", "/", "\\", "–", "暂无", "未", "否", "空"].contains(&post.as_str()) {
            proptest::prop_assert_eq!(read.person.post, post);
        }
    }
}
