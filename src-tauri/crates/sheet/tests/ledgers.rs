//! The written ledgers, read again with another library, and the parts of their XML that printing rests on.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, Reader, Xlsx};
use chrono::NaiveDate;
use method::{DutyKind, DutyState};
use proptest::prelude::*;
use sheet::{
    Align, Cell, Column, Head, Ledger, Offer, OwedRow, TalkRow, VisitRow, owed_ledger, read_roster, talks_ledger,
    to_csv, to_xlsx, visits_ledger,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn head() -> Head {
    Head {
        unit: "中和税务所党支部".to_owned(), made: day("2026-11-23"), period: "2026年1月1日至11月23日".to_owned()
    }
}

fn owed(state: DutyState) -> OwedRow {
    OwedRow {
        kind: DutyKind::Visit,
        items: "生病、受伤时".to_owned(),
        name: "张三".to_owned(),
        post: "税收管理员".to_owned(),
        event: "生病：住院手术".to_owned(),
        event_day: day("2026-11-02"),
        due: day("2026-11-05"),
        state,
        closed_on: None,
        provisional: true,
        rules: "三六工作法第1版".to_owned(),
        note: String::new(),
    }
}

fn talk(outline: &str) -> TalkRow {
    TalkRow {
        number: "〔2026〕第23号".to_owned(),
        day: day("2026-11-20"),
        persons: vec!["张三".to_owned(), "李四".to_owned()],
        posts: vec!["会计".to_owned(), String::new()],
        political: vec!["中共党员".to_owned(), "群众".to_owned()],
        categories: vec![6],
        items: "人际关系发生矛盾时".to_owned(),
        reason: "值班安排有分歧".to_owned(),
        talkers: vec!["王五".to_owned()],
        place: "支部书记办公室".to_owned(),
        mode: "个别".to_owned(),
        variant: "谈心谈话".into(),
        outline: outline.to_owned(),
        content: String::new(),
        opinion: String::new(),
        follow_up: "调整值班表".to_owned(),
        outcome: String::new(),
        late_entry: true,
        note: "电话确认".to_owned(),
    }
}

fn visit(money_fen: i64) -> VisitRow {
    VisitRow {
        number: "〔2026〕第5号".to_owned(),
        day: day("2026-02-10"),
        persons: vec!["张三".to_owned()],
        sexes: vec!["男".to_owned()],
        births: vec!["1975.03".to_owned()],
        political: vec!["中共党员".to_owned()],
        posts: vec!["会计".to_owned()],
        categories: vec![2],
        items: String::new(),
        reason: "家中失火".to_owned(),
        place: "中和镇".to_owned(),
        visitors: vec!["王五".to_owned(), "赵六".to_owned()],
        money_fen,
        goods: "大米一袋".to_owned(),
        fund: "工会经费".to_owned(),
        received_by: "李四".to_owned(),
        relation: "妻子".to_owned(),
        situation: String::new(),
        problems: String::new(),
        measures: String::new(),
        late_entry: false,
        note: String::new(),
    }
}

fn part(bytes: &[u8], path: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(path).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The cells of the first sheet by row and column.
fn cells(bytes: &[u8]) -> Vec<((u32, u32), Data)> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = workbook.sheet_names()[0].clone();
    let mut reader = workbook.worksheet_cells_reader(&name).unwrap();
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell().unwrap() {
        if *cell.get_value() != DataRef::Empty {
            cells.push((cell.get_position(), cell.get_value().clone().into()));
        }
    }
    cells
}

fn at(cells: &[((u32, u32), Data)], row: u32, column: u32) -> Option<&Data> {
    cells.iter().find(|(place, _)| *place == (row, column)).map(|(_, data)| data)
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

#[test]
fn the_sheet_has_the_habits_of_offices() {
    let bytes = to_xlsx(&[owed_ledger(&head(), &[owed(DutyState::Overdue { workdays: 12 })])]).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for must in [
        r#"<pane ySplit="3" topLeftCell="A4" activePane="bottomLeft" state="frozen"/>"#,
        r#"<autoFilter ref="A3:L4"/>"#,
        r#"<pageSetUpPr fitToPage="1"/>"#,
        r#"<printOptions horizontalCentered="1"/>"#,
        r#"paperSize="9""#,
        r#"fitToHeight="0""#,
        r#"orientation="landscape""#,
        "<oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter>",
        r#"<mergeCell ref="A1:L1"/>"#,
    ] {
        assert!(sheet.contains(must), "{must} is in the sheet: {sheet}");
    }
    assert!(!sheet.contains("<f>"), "there is no formula where no money is");
    let workbook = part(&bytes, "xl/workbook.xml");
    assert!(workbook.contains("'应谈应访台账'!$3:$3") || workbook.contains("应谈应访台账!$3:$3"), "{workbook}");
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains(r#"formatCode="yyyy.mm.dd""#) && styles.contains("宋体"));
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("2026-11-23T00:00:00Z") && core.contains("<dc:creator></dc:creator>"), "{core}");
    // Merged cells stand above and below the data only.
    for merged in sheet.split("<mergeCell ref=\"").skip(1) {
        let row: u32 =
            merged.split(['"', ':']).next().unwrap().trim_start_matches(char::is_alphabetic).parse().unwrap();
        assert!(row <= 2 || row >= 5, "row {row} is data");
    }
}

#[test]
fn the_owed_ledger_reads_as_it_was_meant() {
    let rows = [owed(DutyState::Overdue { workdays: 12 }), owed(DutyState::Met { late_workdays: 0 })];
    let cells = cells(&to_xlsx(&[owed_ledger(&head(), &rows)]).unwrap());
    assert_eq!(at(&cells, 0, 0), Some(&text("应谈应访台账")));
    let line: Vec<&Data> = cells.iter().filter(|((row, _), _)| *row == 1).map(|(_, data)| data).collect();
    let expected = ["填报单位：中和税务所党支部", "统计时间段：2026年1月1日至11月23日", "填报时间：2026年11月23日"];
    assert_eq!(line, expected.map(text).iter().collect::<Vec<_>>());
    assert_eq!(at(&cells, 1, 0), Some(&text(expected[0])));
    assert_eq!(at(&cells, 2, 10), Some(&text("逾期工作日")));
    assert_eq!(at(&cells, 3, 0), Some(&Data::Float(1.0)));
    assert_eq!(at(&cells, 3, 1), Some(&text("应访")));
    let Some(Data::DateTime(due)) = at(&cells, 3, 7) else { panic!("the due day is a date") };
    assert_eq!(due.as_datetime().unwrap().date(), day("2026-11-05"));
    assert_eq!((at(&cells, 3, 8), at(&cells, 3, 10)), (Some(&text("逾期")), Some(&Data::Float(12.0))));
    assert_eq!(at(&cells, 3, 11), Some(&text("暂定；三六工作法第1版")));
    assert_eq!((at(&cells, 4, 8), at(&cells, 4, 10)), (Some(&text("按期办结")), None));
    assert_eq!(at(&cells, 5, 0), Some(&text("填表人：")));
    assert_eq!(at(&cells, 5, 6), Some(&text("审核人：")));
}

#[test]
fn the_talks_ledger_shows_late_entries_and_each_person() {
    let mut ledger = talks_ledger(&head(), &[talk("谈值班安排")]);
    let sensitive: Vec<&Column> = ledger.columns.iter().filter(|column| column.offer == Offer::Sensitive).collect();
    assert_eq!(sensitive.iter().map(|column| column.title.as_str()).collect::<Vec<_>>(), ["谈话内容"]);
    ledger.keep_columns(|column| column.offer == Offer::Usual);
    let cells = cells(&to_xlsx(&[ledger]).unwrap());
    assert_eq!(at(&cells, 3, 3), Some(&text("张三、李四")));
    assert_eq!(at(&cells, 3, 4), Some(&text("会计、—")));
    assert_eq!(at(&cells, 3, 6), Some(&text("人际关系发生矛盾时")));
    assert_eq!(at(&cells, 3, 11), Some(&text("谈心谈话")));
    assert_eq!(at(&cells, 3, 12), Some(&text("谈值班安排")));
    assert_eq!(at(&cells, 3, 16), Some(&text("补录；电话确认")));
}

#[test]
fn the_visits_ledger_adds_up_the_money() {
    let bytes = to_xlsx(&[visits_ledger(&head(), &[visit(50_000), visit(0), visit(100_530)])]).unwrap();
    let cells = cells(&bytes);
    assert_eq!(at(&cells, 3, 8), Some(&text("2")), "without titles the items' numbers are shown");
    assert_eq!(at(&cells, 3, 12), Some(&Data::Float(500.0)));
    assert_eq!(at(&cells, 4, 12), None, "no money is not ¥0.00");
    assert_eq!(at(&cells, 5, 15), Some(&text("李四(妻子)")));
    assert_eq!((at(&cells, 6, 0), at(&cells, 6, 12)), (Some(&text("合计")), Some(&Data::Float(1505.3))));
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("<f>").count(), 1);
    assert!(sheet.contains("<f>SUM(M4:M6)</f>"), "{sheet}");
    assert!(part(&bytes, "xl/styles.xml").contains("¥"));
}

#[test]
fn ledgers_may_be_empty_and_many() {
    let ledgers = [owed_ledger(&head(), &[]), talks_ledger(&head(), &[]), visits_ledger(&head(), &[])];
    let bytes = to_xlsx(&ledgers).unwrap();
    let workbook = Xlsx::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), ["应谈应访台账", "谈心谈话台账", "走访慰问台账"]);
    assert!(!part(&bytes, "xl/worksheets/sheet3.xml").contains("<f>"));
    assert_eq!(to_xlsx(&[]).unwrap_err().code(), "empty");
}

#[test]
fn the_same_ledger_gives_the_same_bytes() {
    let ledgers = [talks_ledger(&head(), &[talk("一"), talk("二")]), visits_ledger(&head(), &[visit(1)])];
    let first = to_xlsx(&ledgers).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert!(first == to_xlsx(&ledgers).unwrap(), "no clock and no chance is in the file");
}

#[test]
fn long_texts_get_high_rows() {
    let bytes = to_xlsx(&[talks_ledger(&head(), &[talk(&"谈工作安排，听取意见。".repeat(8)), talk("短")])]).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let height = |row: u32| -> f64 {
        let from = sheet.find(&format!("<row r=\"{row}\"")).unwrap();
        let ht = sheet[from..].split("ht=\"").nth(1).unwrap();
        ht.split('"').next().unwrap().parse().unwrap()
    };
    assert!(height(1) >= 40.0);
    // 88 characters in a column of 24, ten or eleven in a line, take eight or nine lines.
    assert!((126.0..=160.0).contains(&height(4)), "{}", height(4));
    assert!((21.0..80.0).contains(&height(5)), "{}", height(5));
}

#[test]
fn text_is_never_a_formula() {
    for evil in
        ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://127.0.0.1/\")", "\t=1", "{=1}", "http://127.0.0.1/"]
    {
        let mut ledger = talks_ledger(&head(), &[talk(evil)]);
        ledger.unit = evil.to_owned();
        ledger.columns[2].title = evil.to_owned();
        let bytes = to_xlsx(&[ledger.clone()]).unwrap();
        assert_eq!(at(&cells(&bytes), 3, 12), Some(&text(evil)));
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        assert!(!sheet.contains("<f") && !sheet.contains("hyperlink"), "{evil}");
        let csv = String::from_utf8(to_csv(&ledger).unwrap()).unwrap();
        for field in csv.split([',', '\n']) {
            assert!(!field.trim_matches('"').starts_with(['=', '+', '-', '@']), "{field} of {csv}");
        }
    }
}

#[test]
fn csv_is_what_excel_expects() {
    let bytes = to_csv(&visits_ledger(&head(), &[visit(50_000)])).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("\u{FEFF}序号,编号,走访时间,"));
    let line = text.split("\r\n").nth(1).unwrap();
    assert!(line.starts_with("1,〔2026〕第5号,2026.02.10,张三,男,1975.03,中共党员,"), "{line}");
    assert!(line.contains(",500.00,大米一袋,"), "{line}");
    assert!(text.ends_with("\r\n"));
}

#[test]
fn a_text_that_no_sheet_can_hold_is_refused_aloud() {
    assert_eq!(to_xlsx(&[talks_ledger(&head(), &[talk(&"长".repeat(32_768))])]).unwrap_err().code(), "cell_too_long");
    assert!(to_xlsx(&[talks_ledger(&head(), &[talk(&"长".repeat(32_767))])]).is_ok());
}

/// A list with one column of people, as it would be exported and read again.
fn list(notes: &[String]) -> Ledger {
    let column = |title: &str| Column::new(title, 10.0, Align::Left);
    Ledger {
        title: "花名册".to_owned(),
        unit: "所".to_owned(),
        made: day("2026-11-23"),
        period: String::new(),
        columns: vec![column("序号"), column("姓名"), column("备注")],
        rows: notes
            .iter()
            .zip(1..)
            .map(|(note, n)| vec![Cell::Int(n), Cell::Text("张三".to_owned()), Cell::text(note)])
            .collect(),
        total: false,
        remark: String::new(),
    }
}

/// What a sheet keeps of a text.
fn kept(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let legal = |c: &char| (*c >= ' ' || matches!(c, '\t' | '\n')) && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    lines.chars().filter(legal).collect::<String>().trim().to_owned()
}

#[test]
fn texts_that_look_like_escapes_stay_as_they_are() {
    for odd in ["_x0041_", "_x000D_a", "&amp;", "<b>", "]]>", " 前后空白 ", "一\n二", "𠮷\u{20BB7}\u{E000}"] {
        let bytes = to_xlsx(&[talks_ledger(&head(), &[talk(odd)])]).unwrap();
        assert_eq!(at(&cells(&bytes), 3, 12), Some(&text(odd)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_comes_back(notes in prop::collection::vec(any::<String>(), 1..6)) {
        let ledger = list(&notes);
        let bytes = to_xlsx(std::slice::from_ref(&ledger)).unwrap();
        let cells = cells(&bytes);
        let roster = read_roster(&bytes, "a.xlsx").unwrap();
        prop_assert_eq!(roster.people.len(), notes.len());
        let from_csv = read_roster(&to_csv(&ledger).unwrap(), "a.csv").unwrap();
        prop_assert_eq!(from_csv.people.len(), notes.len());
        for (i, note) in notes.iter().enumerate() {
            let found = at(&cells, 3 + i as u32, 2).map(|data| data.to_string()).unwrap_or_default();
            prop_assert_eq!(found.trim(), kept(note));
            prop_assert!(roster.people[i].person.note == kept(note) || kept(note).len() <= "——".len());
            prop_assert!(from_csv.people[i].person.note == kept(note) || kept(note).len() <= "——".len());
        }
    }
}
