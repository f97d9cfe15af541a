//! Résumé lines: the form's format to the character, and what people paste.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use method::{PartialDate, ResumeLine, format_resume, parse_resume};
use proptest::prelude::*;

fn line(from: &str, to: Option<&str>, text: &str) -> ResumeLine {
    ResumeLine { from: from.parse().unwrap(), to: to.map(|to| to.parse().unwrap()), text: text.to_owned() }
}

/// What is read of a text, and nothing is left unread.
#[track_caller]
fn read(text: &str) -> Vec<ResumeLine> {
    let reading = parse_resume(text);
    assert_eq!(reading.unread, Vec::<String>::new(), "{text}");
    reading.lines
}

#[test]
fn writes_the_form_to_the_character() {
    let lines = [
        line(
            "1998-07",
            Some("2003-05"),
            "某县地方税务局科员\n（其间：2001.09--2004.07在西南财经大学税务专业函授本科学习）",
        ),
        line("2003-05", None, "某县税务局中和税务所副所长"),
        line("1996", Some("1998"), "某校学生"),
    ];
    assert_eq!(
        format_resume(&lines),
        concat!(
            "1998.07--2003.05  某县地方税务局科员\n",
            "                  （其间：2001.09--2004.07在西南财经大学税务专业函授本科学习）\n",
            "2003.05--         某县税务局中和税务所副所长\n",
            "1996--1998        某校学生",
        )
    );
    assert_eq!(format_resume(&[]), "");
}

#[test]
fn reads_every_way_of_writing_a_period() {
    let closed = line("1998-07", Some("2003-05"), "某县税务局科员");
    for period in [
        "1998.07--2003.05  ",
        "1998.7-2003.5 ",
        "1998.07—2003.05",
        "1998.07——2003.05\t",
        "1998.07–2003.05 ",
        "1998.07－2003.05　",
        "1998.07～2003.05：",
        "1998.07~2003.05，",
        "1998.07 -- 2003.05   ",
        "1998.07至2003.05",
        "1998年7月至2003年5月",
        "1998年07月—2003年05月 ",
        "1998 年 7 月 - 2003 年 5 月 ",
        "1998年7月1日至2003年5月31日",
        "1998.07.01-2003.05.31 ",
        "1998/07-2003/05 ",
        "1998-07--2003-05 ",
        "1998-07-2003-05 ",
        "199807-200305 ",
        "１９９８．０７－－２００３．０５　　",
        "1998．7——2003．5　",
        "自1998年7月至2003年5月",
        "• 1998.07-2003.05 ",
        "  1998.07--2003.05  ",
        "1998.07\t2003.05\t",
    ] {
        assert_eq!(read(&format!("{period}某县税务局科员")), std::slice::from_ref(&closed), "{period}");
    }
    let open = line("2003-05", None, "某县税务局科员");
    for period in [
        "2003.05--         ",
        "2003.05--今 ",
        "2003.05-至今 ",
        "2003.05——至 今 ",
        "2003年5月至今",
        "2003年5月—今，",
        "2003.5 至今  ",
        "2003.05-- ",
        "2003.05—现在 ",
        "２００３．０５－至今　",
        "2003年5月起",
        "自2003年5月以来，",
    ] {
        assert_eq!(read(&format!("{period}某县税务局科员")), std::slice::from_ref(&open), "{period}");
    }
    assert_eq!(read("1994-1998 某校学生"), [line("1994", Some("1998"), "某校学生")]);
    assert_eq!(read("1994年—1998年 某校学生"), [line("1994", Some("1998"), "某校学生")]);
}

#[test]
fn a_text_after_an_open_end_may_begin_with_a_date() {
    let lines = [line("2003-05", None, "2004年机构改革后任科员"), line("2010-01", None, "到县局工作")];
    assert_eq!(read(&format_resume(&lines)), lines);
}

#[test]
fn what_hangs_under_a_line_belongs_to_it() {
    let pasted = "\
1998.07--2003.05  某县地方税务局中和税务所征收员、管理
                  员，负责门前征收
                  （其间：2001.09--2004.07在西南财经大学税务专
                  业函授本科学习）
2003.05—今　　　　某县税务局

　　　　　　　　　中和税务所副所长";
    assert_eq!(
        read(pasted),
        [
            line(
                "1998-07",
                Some("2003-05"),
                "某县地方税务局中和税务所征收员、管理员，负责门前征收\n（其间：2001.09--2004.07在西南财经大学税务专业函授本科学习）"
            ),
            line("2003-05", None, "某县税务局中和税务所副所长"),
        ]
    );
    let nested = "\
2003.05-2010.06 某局科员（其间：
2004.09-2006.07 在某校学习；
2008.03-2008.06 在某局挂职）
2010.06-至今 某局副局长";
    assert_eq!(
        read(nested),
        [
            line(
                "2003-05",
                Some("2010-06"),
                "某局科员（其间：\n2004.09-2006.07 在某校学习；\n2008.03-2008.06 在某局挂职）"
            ),
            line("2010-06", None, "某局副局长"),
        ]
    );
    let forgotten = "2003.05-2010.06 某局科员（主持工作\n2010.06-至今 某局副局长";
    assert_eq!(read(forgotten).len(), 2, "a bracket that was not closed swallows nothing");
}

#[test]
fn what_cannot_be_read_is_given_back() {
    let reading = parse_resume(
        "工作简历\n1996.07 参加工作\n1998.13--2003.05 某局\n2003.05-2001.05 某局\n2003.05-12 某局\n2004.01--2005.01\n2005.01-2006.01 科员\n",
    );
    assert_eq!(reading.lines, [line("2005-01", Some("2006-01"), "科员")]);
    assert_eq!(
        reading.unread,
        [
            "工作简历",
            "1996.07 参加工作",
            "1998.13--2003.05 某局",
            "2003.05-2001.05 某局",
            "2003.05-12 某局",
            "2004.01--2005.01"
        ],
        "a heading, no period, no such month, the end before the beginning, half an end, no text"
    );
    assert_eq!(parse_resume(" \n\t\n　"), Default::default());
}

fn any_month() -> impl Strategy<Value = PartialDate> {
    (1950i32..2050, proptest::option::weighted(0.9, 1u32..=12)).prop_map(|(year, month)| match month {
        Some(month) => PartialDate::month(year, month).unwrap(),
        None => PartialDate::year(year).unwrap(),
    })
}

/// Words of a post, not beginning with what belongs to the period.
fn any_text() -> impl Strategy<Value = String> {
    let first = "[某县税务局0-9A-Z至到起年月日今]{1,4}[某县税务局科员、，；0-9.—-]{0,12}( [A-Za-z科员]{1,5}){0,2}";
    let nested = proptest::option::of("（其间：[0-9]{4}\\.0[1-9]--[0-9]{4}\\.1[0-2]在[某校学习]{1,8}）");
    (first, nested)
        .prop_map(|(first, nested)| [Some(first), nested].into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

prop_compose! {
    fn any_line()(a in any_month(), b in any_month(), open: bool, text in any_text()) -> ResumeLine {
        let (from, to) = (a.min(b), a.max(b));
        ResumeLine { from, to: (!open).then_some(to), text }
    }
}

proptest! {
    #[test]
    fn what_was_written_is_read_again(lines in proptest::collection::vec(any_line(), 0..8)) {
        let written = format_resume(&lines);
        let reading = parse_resume(&written);
        prop_assert_eq!(&reading.unread, &Vec::<String>::new(), "{}", written);
        prop_assert_eq!(reading.lines, lines, "{}", written);
    }

    #[test]
    fn no_character_is_dropped(text in "[1９7.-—至今年月\n （）其间：a科 ]{0,60}") {
        let reading = parse_resume(&text);
        let kept: String = reading.lines.iter().map(|line| line.text.clone()).chain(reading.unread).collect();
        let count = |text: &str| text.chars().filter(|c| "a科其".contains(*c)).count();
        prop_assert_eq!(count(&kept), count(&text));
    }
}
