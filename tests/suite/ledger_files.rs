//! Every ledger's file, read by a program that is not ours: openpyxl.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use zhixin_tests::text;

use crate::ledger_demo::{LEDGERS, demonstration, export, file_period, left_out};

/// The first Python that has openpyxl.
fn python() -> Option<PathBuf> {
    let has = |python: &PathBuf| {
        Command::new(python).args(["-c", "import openpyxl"]).output().is_ok_and(|output| output.status.success())
    };
    let found = ["python3", "/usr/bin/python3"].map(PathBuf::from).into_iter().find(has);
    found.or_else(|| left_out("python3-openpyxl"))
}

/// What openpyxl finds in workbooks.
fn read(python: &Path, files: &[PathBuf]) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite/ledger_reader.py");
    let output = Command::new(python).arg(script).args(files).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn rows(sheet: &Value) -> &Vec<Value> {
    sheet["rows"].as_array().unwrap()
}

/// The titles of the header and the cells below them, without title, sums, remark and signatures.
fn table(sheet: &Value) -> (Vec<String>, Vec<&Vec<Value>>) {
    let titles: Vec<String> = rows(sheet)[2].as_array().unwrap().iter().map(|cell| text(&cell["value"])).collect();
    let is_data = |row: &&Vec<Value>| row[0]["kind"] == "number" && row.len() == titles.len();
    let data = rows(sheet).iter().skip(3).map(|row| row.as_array().unwrap()).filter(is_data).collect();
    (titles, data)
}

fn column<'a>(table: &(Vec<String>, Vec<&'a Vec<Value>>), title: &str) -> Vec<&'a Value> {
    let at = table.0.iter().position(|one| one == title).unwrap_or_else(|| panic!("there is a column {title}"));
    table.1.iter().map(|row| &row[at]).collect()
}

/// What holds of every ledger's sheet: page, header, filter, and that nothing is a formula but our sums.
fn check_sheet(sheet: &Value, title: &str, least_rows: usize, sum: Option<&str>) {
    assert_eq!(sheet["title"], title);
    assert_eq!((&sheet["freeze"], &sheet["repeat"]), (&json!("A4"), &json!("$3:$3")), "{title}: the header stays");
    let page = ["paper", "orientation", "fit", "wide", "high", "centred"].map(|key| &sheet[key]);
    assert_eq!(json!(page), json!(["9", "landscape", true, 1, 0, true]), "{title}: A4, one page wide");
    assert_eq!(sheet["footer"], "第 &P 页 共 &N 页");
    let table = table(sheet);
    let (titles, data) = &table;
    assert!(data.len() >= least_rows, "{title} has {} rows", data.len());
    let last = u8::try_from(titles.len()).unwrap();
    let last = char::from(b'A' + last - 1);
    assert_eq!(sheet["filter"], json!(format!("A3:{last}{}", data.len() + 3)), "{title}: the header filters the data");
    for cell in rows(sheet)[2].as_array().unwrap() {
        assert!(["bold", "wrap", "border"].iter().all(|key| cell[*key] == true), "{title}: {cell}");
    }
    // Merged cells stand above and below the data only.
    for merged in sheet["merged"].as_array().unwrap() {
        let rows = text(merged).replace(|c: char| c.is_ascii_uppercase(), "");
        let (first, last) = rows.split_once(':').unwrap();
        assert_eq!(first, last, "{title}: nothing is merged over several rows");
        let row: usize = first.parse().unwrap();
        assert!(row <= 2 || row > data.len() + 3, "{title}: row {row} is data");
    }
    let mut sums = Vec::new();
    for cell in rows(sheet).iter().flat_map(|row| row.as_array().unwrap()) {
        assert_eq!((&cell["comment"], &cell["link"]), (&json!(false), &json!(false)), "{title}: {cell}");
        if cell["kind"] == "formula" {
            sums.push(cell.clone());
        }
    }
    match sum {
        None => assert_eq!(sums, Vec::<Value>::new(), "{title}: no formula"),
        Some(of) => {
            let added = column(&table, of);
            let letter = text(&added[0]["at"]).replace(|c: char| c.is_ascii_digit(), "");
            let formula = format!("=SUM({letter}4:{letter}{})", data.len() + 3);
            assert_eq!((sums.len(), &sums[0]["value"]), (1, &json!(formula)), "{title}");
            let numbers = added.iter().filter(|cell| cell["kind"] != "empty");
            let expected: f64 = numbers.map(|cell| text(&cell["value"]).parse::<f64>().unwrap()).sum();
            let cached: f64 = text(&sums[0]["cached"]).parse().unwrap();
            assert!((cached - expected).abs() < 0.001, "{title}: {cached} is stored, {expected} is right");
        }
    }
    let last = rows(sheet).last().unwrap();
    assert_eq!((&last[0]["value"], &last[1]["value"]), (&json!("填表人："), &json!("审核人：")), "{title}");
    let remark = text(&rows(sheet)[rows(sheet).len() - 2][0]["value"]);
    assert!(remark.contains("未加密") && remark.contains("用途：上级检查"), "{title}: {remark}");
}

#[test]
fn openpyxl_reads_every_ledger() {
    let Some(python) = python() else { return };
    let (mut ledger, _dir) = demonstration();
    let mut files: Vec<PathBuf> = Vec::new();
    for (kind, title, ..) in LEDGERS {
        let request = json!({"ledger": kind, "from": "2026-01-01", "to": "2026-12-31", "purpose": "inspection"});
        files.push(export(&mut ledger, request, &format!("{kind}.xlsx")));
        let period = file_period(kind);
        assert_eq!(ledger.hands.suggested.borrow().last().unwrap(), &format!("{title}_{period}.xlsx"));
    }
    let all = ledger.save_to("all.xlsx");
    ledger.ok("workbook_export", json!({"from": "2026-01-01", "to": "2026-12-31", "purpose": "inspection"}));
    assert_eq!(ledger.hands.suggested.borrow().last().unwrap(), "台账汇总_2026年.xlsx");
    files.push(all);
    let mut books = read(&python, &files);
    let workbook = books.pop().unwrap();
    let sheets = workbook["sheets"].as_array().unwrap();
    for ((_, title, least, sum), (book, sheet)) in LEDGERS.into_iter().zip(books.iter().zip(sheets)) {
        check_sheet(&book["sheets"][0], title, least, sum);
        assert_eq!(&book["sheets"][0], sheet, "{title} is the same in the workbook");
        assert_eq!(book["sheets"].as_array().unwrap().len(), 1);
    }
    let figures = &sheets[LEDGERS.len()..];
    assert!(figures.iter().any(|sheet| sheet["title"] == "六必谈"), "the figures stand behind the ledgers");
    for sheet in figures {
        assert_eq!((&sheet["footer"], &sheet["orientation"]), (&json!("第 &P 页 共 &N 页"), &json!("landscape")));
        assert!(!sheet.to_string().contains("formula"), "{sheet}: figures are written as they were counted");
    }
    for book in books.iter().chain([&workbook]) {
        assert_eq!((&book["creator"], &book["modified_by"]), (&json!(""), &json!("")), "nobody is named");
        let only_ours =
            |name: &Value| ["_xlnm._FilterDatabase", "_xlnm.Print_Titles"].contains(&name.as_str().unwrap());
        assert!(book["names"].as_array().unwrap().iter().all(only_ours), "{}", book["names"]);
        for part in book["parts"].as_array().unwrap() {
            let part = text(part).to_lowercase();
            assert!(
                ["external", "vba", "comments", "drawing", "connections"].iter().all(|odd| !part.contains(odd)),
                "{part}"
            );
        }
    }
    check_cells(&books);
}

/// Each column holds what its title says: real dates, texts, numbers.
fn check_cells(books: &[Value]) {
    let tables: Vec<_> = books.iter().map(|book| table(&book["sheets"][0])).collect();
    let of = |kind: &str| &tables[LEDGERS.iter().position(|(one, ..)| *one == kind).unwrap()];
    for (kind, title) in [
        ("owed", "发生日期"),
        ("owed", "应办期限"),
        ("talks", "谈话时间"),
        ("visits", "走访时间"),
        ("promises", "承诺日期"),
        ("overtime", "加班日期"),
        ("papers", "印出日期"),
        ("catalogue", "日期"),
    ] {
        for cell in column(of(kind), title) {
            assert_eq!((&cell["kind"], &cell["format"]), (&json!("date"), &json!("yyyy.mm.dd")), "{kind} {title}");
        }
    }
    let births = column(of("roster"), "出生年月");
    assert_eq!(births.iter().filter(|cell| cell["kind"] == "date").count(), 1, "only one has a day of birth");
    assert!(
        births.iter().all(|cell| cell["kind"] == "date" || text(&cell["value"]).len() == 7),
        "the others have a month"
    );
    let known = |cell: &&&Value| cell["kind"] != "empty";
    for (title, masked) in [("身份证号码", "9902**********3748"), ("联系电话", "138****1000")] {
        let cells = column(of("roster"), title);
        assert!(cells.iter().filter(known).all(|cell| cell["kind"] == "text"), "{title} is text");
        assert!(cells.iter().any(|cell| cell["value"] == masked), "{title} is covered");
    }
    let formula_like = column(of("roster"), "备注").into_iter().find(|cell| cell["value"] == "=1+1").unwrap();
    assert_eq!(formula_like["kind"], "text", "what looks like a formula is text");
    assert!(!of("roster").0.contains(&"思想动态".to_owned()) && !of("roster").0.contains(&"家庭住址".to_owned()));
    let knowing = of("knowing");
    for title in ["工作简历", "家庭情况", "兴趣爱好", "工作表现", "思想动态", "先进、后进底数"]
    {
        assert!(
            column(knowing, title).iter().all(|cell| ["✓", "缺", "过期"].contains(&cell["value"].as_str().unwrap()))
        );
    }
    let money: Vec<_> = column(of("visits"), "慰问金(元)").into_iter().filter(|cell| known(&cell)).collect();
    assert_eq!((money.len(), &money[0]["value"]), (1, &json!("500.5")));
    assert!(text(&money[0]["format"]).contains('¥'));
    let covered =
        column(of("visits"), "走访情况").into_iter().any(|cell| cell["value"] == "家属电话139****5678，生活稳定。");
    assert!(covered, "a number in a text is covered too");
    let places = column(of("visits"), "走访地点");
    assert!(places.iter().all(|cell| !text(&cell["value"]).contains("新华街")), "the home's address is covered");
    let late = column(of("talks"), "备注")
        .into_iter()
        .any(|cell| cell["value"].as_str().is_some_and(|note| note.contains("补录")));
    assert!(late, "what was entered late says so");
    assert!(!of("talks").0.contains(&"谈话内容".to_owned()), "the outline, not the text");
    let evenings = column(of("overtime"), "时长(小时)");
    assert!(
        evenings.iter().all(|cell| cell["kind"] == "number" && ["2.5", "2"].contains(&cell["value"].as_str().unwrap()))
    );
    assert!(
        column(of("overtime"), "备注")
            .iter()
            .any(|cell| cell["value"].as_str().is_some_and(|note| note.starts_with("连续加班")))
    );
}
