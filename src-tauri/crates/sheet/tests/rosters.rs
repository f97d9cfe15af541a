//! The sample rosters of offices, each with what its README promises.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use method::{IdNumber, PartialDate, Sex};
use sheet::{
    Field, ProblemReason, Roster, RosterChoices, RosterPerson, RowSkip, Severity, SkippedRow, read_roster,
    read_roster_as, roster_template,
};

fn sample(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/data/rosters").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read(name: &str) -> Roster {
    read_roster(&sample(name), name).unwrap()
}

fn date(text: &str) -> Option<PartialDate> {
    Some(text.parse().unwrap())
}

fn at(roster: &Roster, row: u32) -> &RosterPerson {
    roster.people.iter().find(|person| person.row == row).unwrap()
}

fn reasons(person: &RosterPerson) -> Vec<(Severity, ProblemReason)> {
    person.problems.iter().map(|problem| (problem.severity, problem.reason)).collect()
}

#[test]
fn the_titled_roster_has_24_people() {
    let roster = read("花名册_带标题.xlsx");
    assert_eq!((roster.sheet.as_str(), roster.header_row, roster.people.len()), ("党员职工花名册", 3, 24));
    assert_eq!(
        roster.skipped,
        [SkippedRow { row: 28, why: RowSkip::Total }, SkippedRow { row: 30, why: RowSkip::Signature }]
    );
    assert_eq!(roster.people.iter().map(|person| person.problems.len()).sum::<usize>(), 0);
    assert!(roster.columns.iter().all(|column| column.field.is_own() && !column.hidden));

    let first = &at(&roster, 4).person;
    assert_eq!((first.name.as_str(), first.sex, first.phone.as_str()), ("高辉刚", Some(Sex::Male), "13800138825"));
    assert_eq!((first.birth, first.work_since, first.party_since), (date("1998-10"), date("2018-12"), date("2021-06")));
    assert_eq!((first.ethnicity.as_str(), first.native_place.as_str()), ("汉族", "贵州遵义"));
    assert_eq!((first.education.as_str(), first.political.as_str()), ("研究生", "中共党员"));
    assert_eq!((first.post.as_str(), first.address.as_str()), ("办税服务厅", "中和镇朝阳街160号"));
    assert_eq!((first.id_number.as_str(), first.note.as_str()), ("990102199810072814", ""));
    assert!(first.extra.is_empty());
    assert_eq!(at(&roster, 8).person.name, "郭军", "the spacing is taken out");
    for person in &roster.people {
        assert!(IdNumber::parse(&person.person.id_number).is_ok());
        assert!(person.person.phone.len() == 11 && person.person.phone.bytes().all(|b| b.is_ascii_digit()));
    }
}

#[test]
fn the_form_with_a_header_of_two_rows_has_18_people() {
    let roster = read("登记表_双行表头.xlsx");
    assert_eq!((roster.header_row, roster.people.len()), (5, 18));
    assert_eq!(roster.other_sheets, ["说明"]);
    let columns: BTreeMap<&str, (Field, bool)> =
        roster.columns.iter().map(|column| (column.title.as_str(), (column.field, column.hidden))).collect();
    assert_eq!(
        columns,
        BTreeMap::from([
            ("姓名", (Field::Name, false)),
            ("性别", (Field::Sex, false)),
            ("出生年月", (Field::Birth, false)),
            ("民族", (Field::Ethnicity, false)),
            ("政治面貌类别", (Field::Political, false)),
            ("入党（团）时间", (Field::PartySince, false)),
            ("手机", (Field::Phone, false)),
            ("证件号", (Field::IdNumber, true)),
            ("到所时间", (Field::Extra, false)),
            ("特长爱好", (Field::Extra, false)),
            ("学历情况全日制", (Field::Education, false)),
            ("学历情况在职", (Field::Extra, false)),
        ])
    );
    assert_eq!(roster.people.iter().flat_map(reasons).collect::<Vec<_>>(), []);
    for (row, birth, party) in [
        (6, "1975-07-01", None),
        (7, "1978-02", Some("2004-06")),
        (8, "1969-09-06", Some("1999-11-20")),
        (9, "1982-04-11", Some("2006-06-13")),
        (10, "1983-01-14", None),
        (11, "1989-03-07", Some("2014-07-25")),
        (12, "1983-11-04", Some("2009-07-22")),
        (25, "1967-10-08", Some("1998-07-14")),
    ] {
        let person = &at(&roster, row).person;
        assert_eq!((person.birth, person.party_since), (date(birth), party.and_then(date)), "row {row}");
        assert_eq!(person.id_number.len(), 18);
    }
    let first = &at(&roster, 6).person;
    assert_eq!(first.extra["到所时间"], "1996.12.01");
    assert_eq!(at(&roster, 7).person.extra["特长爱好"], "书法");
}

#[test]
fn the_faulty_roster_says_what_is_wrong() {
    let roster = read("花名册_有错误.xlsx");
    assert_eq!((roster.header_row, roster.people.len(), roster.skipped.len()), (1, 10, 0));
    let expected = [
        (2, None),
        (3, Some((Severity::Rejected, ProblemReason::BadIdChecksum))),
        (4, Some((Severity::Rejected, ProblemReason::ImpossibleDate))),
        (5, Some((Severity::Warned, ProblemReason::BirthDisagreesWithId))),
        (6, Some((Severity::Rejected, ProblemReason::MissingName))),
        (7, Some((Severity::Warned, ProblemReason::OddName))),
        (8, Some((Severity::Rejected, ProblemReason::IdAsNumber))),
        (9, None),
        (10, None),
        (11, None),
    ];
    for (row, reason) in expected {
        assert_eq!(reasons(at(&roster, row)), Vec::from_iter(reason), "row {row}");
    }
    let problem = |row| &at(&roster, row).problems[0];
    assert_eq!(problem(3).column.as_deref(), Some("身份证号"));
    assert_eq!(problem(3).value, "9901**********9140", "a number is shown masked");
    assert_eq!(problem(4).value, "1975-13-40");
    assert!(!at(&roster, 4).importable() && at(&roster, 5).importable());
    assert_eq!(at(&roster, 7).person.name, "=HYPERLINK(\"http://127.0.0.1/\",\"点我\")");
    assert_eq!(at(&roster, 4).person.party_since, None, "a dash is no date");

    let (first, again) = (&at(&roster, 2).person, &at(&roster, 11).person);
    assert_eq!((&first.name, &first.id_number), (&again.name, &again.id_number));
    assert_ne!(first.post, again.post);
}

#[test]
fn the_old_csv_has_12_people() {
    let roster = read("花名册_GB18030.csv");
    assert_eq!((roster.header_row, roster.people.len()), (1, 12));
    assert_eq!(roster.people.iter().map(|person| person.problems.len()).sum::<usize>(), 0);
    let first = &at(&roster, 2).person;
    assert_eq!((first.name.as_str(), first.id_number.as_str()), ("刘霞刚", "990203198105246062"));
    assert_eq!((first.phone.as_str(), first.post.as_str()), ("13800131939", "税收管理员,兼安全员"));
    assert_eq!(at(&roster, 3).person.party_since, None);
}

#[test]
fn the_users_choices_are_followed() {
    let name = "登记表_双行表头.xlsx";
    let mut choices = RosterChoices::default();
    choices.fields.insert("到所时间".to_owned(), Field::WorkSince);
    choices.fields.insert("手机".to_owned(), Field::Extra);
    let roster = read_roster_as(&sample(name), name, &choices).unwrap();
    let person = &at(&roster, 7).person;
    assert_eq!((person.work_since, person.phone.as_str()), (date("2002-09"), ""));
    assert_eq!(person.extra["手机"], "13800131490");

    choices.sheet = Some("没有".to_owned());
    assert_eq!(read_roster_as(&sample(name), name, &choices).unwrap_err().code(), "no_such_sheet");
    choices.sheet = Some("说明".to_owned());
    assert_eq!(read_roster_as(&sample(name), name, &choices).unwrap_err().code(), "no_header");
}

#[test]
fn the_template_is_an_empty_roster() {
    let template = roster_template().unwrap();
    assert_eq!(template, roster_template().unwrap());
    let roster = read_roster(&template, "花名册.xlsx").unwrap();
    assert_eq!((roster.header_row, roster.people.len()), (3, 0));
    assert!(roster.columns.iter().all(|column| column.field.is_own()), "every column of ours is known to us");
    assert_eq!(roster.columns.len(), 15);
}

#[test]
fn untidy_csv_lines_are_told_apart() {
    let text = "附件1,,,\n花名册,,,\n填报单位：某所,,,\n序号,姓　名,身份证号,手机\n1,张三,9.90102E+17,1.3800138825E+10\n2,,,\n\
                3,李 四,不详,1.38E+10\n序号,姓　名,身份证号,手机\n4,王五,99010219740512914,无\n合 计,3,,\n注：本表内部使用,,,\n\
                单位负责人：,,填表人：,\n";
    let roster = read_roster(text.as_bytes(), "花名册.csv").unwrap();
    assert_eq!(roster.header_row, 4);
    let skipped: Vec<_> = roster.skipped.iter().map(|row| (row.row, row.why)).collect();
    assert_eq!(
        skipped,
        [
            (6, RowSkip::NumberOnly),
            (8, RowSkip::RepeatedHeader),
            (10, RowSkip::Total),
            (11, RowSkip::Remark),
            (12, RowSkip::Signature)
        ]
    );
    let people: Vec<_> = roster.people.iter().map(|person| (person.person.name.as_str(), reasons(person))).collect();
    assert_eq!(
        people,
        [
            ("张三", vec![(Severity::Rejected, ProblemReason::IdAsNumber)]),
            (
                "李四",
                vec![(Severity::Rejected, ProblemReason::IdForm), (Severity::Warned, ProblemReason::PhoneAsNumber)]
            ),
            ("王五", vec![(Severity::Rejected, ProblemReason::IdForm)]),
        ]
    );
    assert_eq!(roster.people[0].person.phone, "13800138825");
}

#[test]
fn what_was_read_crosses_borders_unchanged() {
    let roster = read("花名册_有错误.xlsx");
    let json = serde_json::to_string(&roster).unwrap();
    assert!(
        json.contains(r#""severity":"rejected","reason":"bad_id_checksum""#) && json.contains(r#""field":"id_number""#)
    );
    assert_eq!(serde_json::from_str::<Roster>(&json).unwrap(), roster);
}
