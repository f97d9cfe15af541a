//! What the finished documents hold, seen with other people's tools (poppler).

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::io::Write;
use std::process::{Command, Stdio};

use fixtures::{
    blank, brief, brief_empty, brief_over, brief_restricted, day, empty_talk, empty_visit, long_text, mark, relative,
    talk, visit,
};
use paper::{BriefSheet, PaperError, Press, Sheet, Subject, TalkSheet, VisitSheet, VisitWording};

/// Runs a poppler tool on a PDF and returns what it says.
fn ask(tool: &str, options: &[&str], pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let mut command = Command::new(tool);
    command.args(options).arg(file.path()).stdin(Stdio::null());
    if tool == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap_or_else(|_| panic!("{tool} (package poppler-utils) is needed"));
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// All the text of a PDF without any space, so that line ends do not matter.
fn text(pdf: &[u8]) -> String {
    ask("pdftotext", &["-raw"], pdf).split_whitespace().collect()
}

fn pdf(sheet: &Sheet) -> Vec<u8> {
    fixtures::printed(&Press::new().unwrap(), sheet).unwrap()
}

fn pages(pdf: &[u8]) -> usize {
    let info = ask("pdfinfo", &[], pdf);
    info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim().parse().unwrap()
}

#[test]
fn every_kind_is_a_pdf_and_the_same_twice() {
    for (name, sheet) in fixtures::all() {
        let (once, again) = (pdf(&sheet), pdf(&sheet));
        assert!(once.starts_with(b"%PDF-1.7"), "{name}");
        assert!(once == again, "{name} differs from one time to the next");
    }
}

#[test]
fn the_engine_remembers_nothing_that_changes_a_page() {
    let press = Press::new().unwrap();
    let sheet = Sheet::Talk(talk());
    let before = press.pdf(&sheet, day()).unwrap();
    press.pdf(&Sheet::Visit(visit()), day()).unwrap();
    paper::forget();
    assert!(before == press.pdf(&sheet, day()).unwrap());
}

#[test]
fn it_is_archival_and_carries_its_fonts_title_and_date() {
    for (name, sheet) in fixtures::all() {
        let bytes = pdf(&sheet);
        let source = String::from_utf8_lossy(&bytes);
        assert!(source.contains("<pdfaid:part>2</pdfaid:part>"), "{name}");
        assert!(source.contains("<pdfaid:conformance>B</pdfaid:conformance>"), "{name}");
        assert!(source.contains("/OutputIntents") && source.contains("/GTS_PDFA1"), "{name}");
        assert!(source.contains("/PrintScaling/None"), "{name}");

        let fonts = ask("pdffonts", &[], &bytes);
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!fonts.is_empty() || name == "stamp_empty", "{name}: only an empty frame has no text");
        for font in fonts {
            assert!(font.contains("NotoSerifSC") && font.contains(" yes yes yes "), "{name}: {font}");
        }

        let info = ask("pdfinfo", &["-isodates"], &bytes);
        let kind = match name {
            "talk_integrity" => "廉政谈话记录表",
            "talk_reminder" | "talk_blank_reminder" => "提醒谈话记录表",
            "talk_together" => "集体谈话记录表",
            "talk_styled" => "职工谈心谈话记录",
            "visit_styled" | "visit_blank_styled" => "家访记录表",
            "month" => "加班登记表",
            "ruler" => "打印校准页",
            _ => match name.split('_').next() {
                Some("talk") => "谈心谈话记录表",
                Some("brief") => "谈前提纲",
                Some("recovery") => "恢复单",
                Some("catalogue") => "归档文件目录",
                Some("stamp") => "归档章",
                Some("reference") => "备考表",
                Some("spine") => "盒脊",
                Some("transfer") => "归档文件移交清单",
                Some("seal") => "工作台账封存页",
                Some("book") => "年度合订本",
                Some("filed") if name == "filed" => "谈心谈话记录表",
                Some("card") => "六知晓个人卡",
                Some("list") => "应谈应访台账",
                Some("report") => "谈心走访工作统计",
                Some("activity") if name == "activity_blank" => "支委会记录",
                Some("activity") => "支部党员大会记录",
                Some("sign") => "支部党员大会签到表",
                Some("handover") => "工作交接清单",
                _ => "走访慰问登记表",
            },
        };
        assert!(info.contains(kind) && !info.contains("高辉刚"), "{name}: {info}");
        assert!(info.contains("2026-11-23"), "{name}: {info}");
        let lies = matches!(sheet, Sheet::List(_)) || name.starts_with("catalogue");
        let size = if lies { "841.89 x 595.276" } else { "595.276 x 841.89" };
        assert!(info.contains(size), "{name}: {info}");
    }
}

#[test]
fn the_cross_reference_table_points_at_its_objects() {
    for (name, sheet) in fixtures::all() {
        let bytes = pdf(&sheet);
        let tail = String::from_utf8_lossy(&bytes[bytes.len() - 60..]).into_owned();
        let start: usize = tail.split("startxref\n").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
        let table = String::from_utf8_lossy(&bytes[start..]).into_owned();
        let mut lines = table.lines();
        assert_eq!(lines.next(), Some("xref"), "{name}");
        let entries = lines.skip(1).take_while(|line| !line.starts_with("trailer"));
        let mut count = 0;
        for (object, entry) in entries.enumerate().filter(|(_, entry)| entry.ends_with('n')) {
            let offset: usize = entry[..10].parse().unwrap();
            assert!(bytes[offset..].starts_with(format!("{object} 0 obj").as_bytes()), "{name}: object {object}");
            count += 1;
        }
        assert!(count > 10, "{name}");
    }
}

#[test]
fn a_talk_record_says_what_was_given() {
    let record = TalkSheet { late_entry: true, ..talk() };
    let text = text(&pdf(&Sheet::Talk(record)));
    for wanted in [
        "谈心谈话记录表",
        "党支部：中和税务所党支部",
        "编号：〔2026〕第23号",
        "高辉刚",
        "中共党员",
        "办税服务厅综合岗",
        "2026年11月23日",
        "15:00—15:40（补录）",
        "支部活动室",
        "李志国",
        "人际关系发生矛盾时",
        "提醒印章、票证交接要当面点清。",
        "希望年底前参加一次综合岗培训。",
        "11月25日前答复本人。",
        "谈话对象（签字）：",
        "本表为支部工作记录，涉及个人隐私，请妥善保管。",
        "知心000023",
        "第1页共1页",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
}

#[test]
fn a_visit_record_says_what_was_given() {
    let text = text(&pdf(&Sheet::Visit(visit())));
    for wanted in [
        "走访慰问登记表",
        "县人民医院骨科12床",
        "甲书记（党支部书记）、李志国（组织委员）",
        "慰问金",
        "人民币伍佰元整（¥500.00）",
        "水果1份（80元）",
        "王某",
        "妻子",
        "本人（家属）签字：",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    assert!(!text.contains("补录") && !text.contains("廉洁提醒"));
}

#[test]
fn weddings_and_funerals_have_their_own_words() {
    for wording in [VisitWording::Wedding, VisitWording::Funeral] {
        let sheet = VisitSheet { wording, money_fen: 1, goods: "书".into(), ..empty_visit() };
        let text = text(&pdf(&Sheet::Visit(sheet)));
        assert!(text.contains("支出金额") && text.contains("物品"));
        for never in ["慰问金", "慰问品", "祝贺", "哀悼"] {
            assert!(!text.contains(never), "{never}");
        }
        assert_eq!(text.contains("廉洁提醒"), wording == VisitWording::Wedding);
    }
}

#[test]
fn a_carried_blank_holds_no_more_than_it_must() {
    for sheet in [Sheet::TalkBlank(blank()), Sheet::VisitBlank(blank())] {
        let bytes = pdf(&sheet);
        let text = text(&bytes);
        for wanted in ["高辉刚", "13800000000", "中和镇东街18号2栋3单元501室", "生病（六必访第3项）", "知心000023"]
        {
            assert!(text.contains(wanted), "{wanted} is not in {text}");
        }
        for never in ["中共党员", "1988", "办税服务厅"] {
            assert!(!text.contains(never), "{never}");
        }
        assert_eq!(pages(&bytes), 1);
    }
}

#[test]
fn ordinary_and_empty_sheets_take_one_page() {
    // A catalogue and a book have a cover, and notes begin a page of their own.
    let covered = |name: &str| name == "filed" || name.starts_with("catalogue") || name.starts_with("book");
    for (name, sheet) in fixtures::all().into_iter().filter(|(name, _)| !covered(name)) {
        let long = ["talk_over", "talk_long", "talk_full", "visit_long", "list_long", "list_over", "card_over"];
        if !long.contains(&name) && !["activity_long", "sign_in_long", "handover_book"].contains(&name) {
            assert_eq!(pages(&pdf(&sheet)), 1, "{name}");
        }
    }
    for characters in [0, 100, 300, 500] {
        let sheet = Sheet::Talk(TalkSheet { content: long_text(characters), ..talk() });
        assert_eq!(pages(&pdf(&sheet)), 1, "{characters} characters");
    }
}

#[test]
fn long_content_runs_on_and_loses_nothing() {
    let content = long_text(5000);
    let bytes = pdf(&Sheet::Talk(TalkSheet { content: content.clone(), ..talk() }));
    let count = pages(&bytes);
    assert!((4..=8).contains(&count), "{count} pages");

    // The cell of the content: to the right of its label, between the margins of the page (in points).
    let cell = ["-raw", "-x", "158", "-y", "80", "-W", "382", "-H", "702"];
    let mut found = String::new();
    for page in 1..=count {
        let number = page.to_string();
        let only = ["-raw", "-f", &number, "-l", &number];
        let whole: String = ask("pdftotext", &only, &bytes).split_whitespace().collect();
        assert_eq!(whole.contains("谈心谈话记录表（续页）"), page != 1, "page {page}");
        assert!(whole.contains(&format!("第{page}页共{count}页")));
        let part = ask("pdftotext", &[&cell[..], &only[1..]].concat(), &bytes);
        found.extend(part.split_whitespace());
    }
    let content: String = content.split_whitespace().collect();
    assert!(found.contains(&content), "{found}");
}

#[test]
fn a_brief_says_why_who_and_what_to_ask() {
    let text = text(&pdf(&Sheet::Brief(brief())));
    for wanted in [
        "谈前提纲",
        "1988.05（38岁）",
        "三六工作法第1版，六必谈第2项：5个工作日内谈话。",
        "最迟2026年11月25日（星期三）。计入11月19日、20日、23日、24日、25日；不计11月21日至22日（周末）。",
        "可一并办理：年度谈心谈话（最迟2026年12月31日）。",
        "妻子：王某，1990.03，群众，镇中心小学教师",
        "2026.10.12走访：父亲生病，住院手术。后续：出院前再去看望一次",
        "最迟2026.11.20，已逾期3天：协调食堂早餐时间提前半小时（甲书记，",
        "家庭情况已200天未核对：",
        "兴趣爱好尚未了解：",
        "备注",
        "内部资料注意保存",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    assert!(!text.contains("后进") && !text.contains("和底数"), "nothing restricted, and no place for it");
    assert!(!text.contains("13900000000"), "what relatives are called by is no matter of the talk");
    let restricted = self::text(&pdf(&Sheet::Brief(brief_restricted())));
    assert!(restricted.contains("思想动态（一般关注）：对岗位调整有顾虑，担心业务不熟。"), "{restricted}");
    assert!(restricted.contains("中间（帮带人李志国），依据：上半年考勤、业务抽查均达标"), "{restricted}");
    let empty = self::text(&pdf(&Sheet::Brief(brief_empty())));
    assert_eq!(empty.matches('无').count(), 5, "{empty}");
}

/// However much there is to say, it is one page and says how much was left out.
#[test]
fn a_brief_is_one_page() {
    let wide = "长".repeat(400);
    let spaced = "two words ".repeat(60);
    for (text, count) in
        [("征期值班安排过密。", 15), (wide.as_str(), 15), (wide.as_str(), 200), (&spaced, 40), ("W", 60)]
    {
        let bytes = pdf(&Sheet::Brief(brief_over(text, count)));
        assert_eq!(pages(&bytes), 1, "{count} times {text}");
        let printed = self::text(&bytes);
        assert!(printed.contains(&format!("等{count}人，其余见账本")), "{printed}");
        assert!(printed.contains("先进、后进底数已1200天未核对"), "every question is asked: {printed}");
        assert!(printed.contains("最迟2026年11月25日") && printed.contains("备注"), "{printed}");
    }
    let few = Sheet::Brief(BriefSheet { family: vec![relative("父亲", "高某", "1958", "务农"); 12], ..brief() });
    let printed = text(&pdf(&few));
    assert_eq!(printed.matches("父亲：高某").count(), 12, "what fits is not cut");
}

/// Whatever the length, signatures never stand on a page of their own, and the layout settles.
#[test]
fn signatures_stay_with_the_last_cell() {
    let press = Press::new().unwrap();
    let short = "11月25日前答复。".to_owned();
    for characters in (400..1900).step_by(37) {
        let content = long_text(characters);
        let last = if characters % 2 == 0 {
            short.clone()
        } else {
            long_text(120 + characters % 300) + "以上各项已交代完毕。"
        };
        let end = if characters % 2 == 0 { "答复" } else { "完毕" };
        let talk = TalkSheet {
            content: content.clone(),
            opinion: long_text(characters % 300),
            follow_up: last.clone(),
            ..talk()
        };
        let visit = VisitSheet { situation: content, problems: long_text(characters % 200), measures: last, ..visit() };
        for sheet in [Sheet::Talk(talk), Sheet::Visit(visit)] {
            let bytes = press.pdf(&sheet, day()).unwrap_or_else(|error| panic!("{characters}: {error}"));
            let page = pages(&bytes).to_string();
            let text = ask("pdftotext", &["-raw", "-f", &page, "-l", &page], &bytes);
            let text: String = text.split_whitespace().collect();
            assert!(text.contains("签字"), "{characters}: {text}");
            assert!(text.contains(end), "{characters}: {end} is not in {text}");
        }
    }
}

#[test]
fn many_sheets_in_one_file_count_their_own_pages() {
    let long = Sheet::Talk(TalkSheet { content: long_text(1500), ..talk() });
    let sheets = [Sheet::Talk(talk()), long.clone(), Sheet::Visit(visit()), Sheet::TalkBlank(blank())];
    let press = Press::new().unwrap();
    let single: Vec<usize> = sheets.iter().map(|sheet| pages(&pdf(sheet))).collect();
    let sheets: Vec<_> = sheets.into_iter().zip(23..).map(|(sheet, number)| (sheet, mark(number))).collect();
    let printed = press.print(&sheets, day(), &|_| true).unwrap();
    assert_eq!(printed.pages.iter().map(|count| usize::from(*count)).collect::<Vec<_>>(), single);
    let bytes = printed.pdf;
    assert_eq!(pages(&bytes), single.iter().sum::<usize>());
    let text = text(&bytes);
    assert_eq!(text.matches("第1页共1页").count(), 3);
    assert!(text.contains("第2页共2页") || text.contains("第2页共3页"));
    for number in ["知心000023", "知心000024", "知心000025", "知心000026"] {
        assert!(text.contains(number), "{number}");
    }
    assert!(bytes == press.print(&sheets, day(), &|_| true).unwrap().pdf);
    assert_eq!(press.print(&[], day(), &|_| true), Err(PaperError::Nothing));
    let seen = std::cell::RefCell::new(Vec::new());
    let stopped = press.print(&sheets, day(), &|done| {
        seen.borrow_mut().push(done);
        done < 2
    });
    assert_eq!((stopped, seen.into_inner()), (Err(PaperError::Stopped), vec![1, 2]));
}

#[test]
fn the_sum_of_all_pages_is_pictured() {
    let press = Press::new().unwrap();
    let sheet = Sheet::Talk(TalkSheet { content: long_text(1500), ..talk() });
    let pictures = press.pages(&sheet).unwrap();
    assert_eq!(pictures.len(), pages(&pdf(&sheet)));
    for picture in pictures {
        assert!(picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>"));
        assert!(!picture.contains("<script") && !picture.contains("href=\"http"));
    }
}

#[test]
fn several_people_share_a_form() {
    for count in 2..=6 {
        let persons = (0..count).map(|n| Subject { name: format!("李志国{n}"), ..fixtures::person() }).collect();
        let bytes = pdf(&Sheet::Talk(TalkSheet { persons, ..talk() }));
        let text = text(&bytes);
        assert!(text.contains("李志国0、李志国1"));
        assert_eq!(text.matches("办税服务厅综合岗").count(), 1, "a post that all share is said once");
        assert_eq!(pages(&bytes), 1);
    }
}

#[test]
fn an_empty_sheet_prints_with_its_signature_lines() {
    let text = text(&pdf(&Sheet::Talk(empty_talk())));
    assert!(text.contains("谈话人（签字）：") && text.contains("—"));
}

#[test]
fn a_recovery_sheet_is_one_page_with_every_group() {
    for sheet in [fixtures::recovery(), fixtures::recovery_over()] {
        let bytes = pdf(&Sheet::Recovery(sheet.clone()));
        assert_eq!(pages(&bytes), 1);
        let text = text(&bytes);
        for group in sheet.lines.iter().flat_map(|line| line.split(' ')) {
            assert!(text.contains(group), "{group} in {text}");
        }
        for words in [sheet.branch.as_str(), &sheet.ledger, &sheet.vault, "2026年11月23日", "密封", "第4行"] {
            assert!(text.contains(words), "{words} in {text}");
        }
    }
}
