//! Spreadsheets out and in, beside the packages of Python that are used for them, in the same run.
//!
//! `ZHIXIN_SHEET_PYTHON` names a Python that has XlsxWriter, openpyxl and python-calamine; without one `python3` is tried.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::{Desk, DeskError, ErrorCode, FileKind, Host, KdfCost, Reader, World};
use serde_json::{Value, json};

use crate::{PASSWORD, median, paper, row, tiny};

const COLUMNS: [&str; 10] =
    ["序号", "姓名", "性别", "出生年月", "民族", "政治面貌", "职务(岗位)", "身份证号码", "联系电话", "家庭住址"];

/// Milliseconds of the middle one of five runs and the highest memory in megabytes; none where the package is not installed.
const WRITE: &str = r#"
import json, pathlib, re, sys, time
what, rows, out = sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text("utf-8")), sys.argv[3]
def xlsxwriter():
    import xlsxwriter
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    cell = book.add_format({"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "font_size": 11})
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value, cell)
    book.close()
def openpyxl():
    import openpyxl
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(out)
def openpyxl_read():
    import openpyxl
    book = openpyxl.load_workbook(out, read_only=True)
    return sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))
def calamine_read():
    import python_calamine
    return sum(len(row) for row in python_calamine.CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python())
work, times = globals()[what], []
for _ in range(5):
    begun = time.perf_counter()
    work()
    times.append((time.perf_counter() - begun) * 1000)
memory = re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text())
print(sorted(times)[2], int(memory[1]) / 1000)
"#;

/// A user who opens one file and saves to another; files are read in a process of this very program.
struct Files {
    open: RefCell<PathBuf>,
    save: PathBuf,
}

impl Host for Files {
    fn save_place(&self, _: FileKind, _: &str) -> Result<Option<PathBuf>, DeskError> {
        Ok(Some(self.save.clone()))
    }

    fn open_place(&self, _: FileKind) -> Result<Option<PathBuf>, DeskError> {
        Ok(Some(self.open.borrow().clone()))
    }

    fn vault_place(&self, _: bool) -> Result<Option<PathBuf>, DeskError> {
        Err(ErrorCode::PathMissing.into())
    }

    fn reader(&self) -> Result<Reader, DeskError> {
        Reader::itself()
    }

    fn print(&self, _: &[u8]) -> Result<(), DeskError> {
        Err(ErrorCode::PrinterMissing.into())
    }
}

pub(crate) fn out_and_in(dir: &Path) {
    let rows: Vec<Vec<String>> = (0..tiny(20_000)).map(person).collect();
    let files = Files { open: RefCell::new(dir.join("roster.csv")), save: dir.join("roster.xlsx") };
    let text: String = std::iter::once(COLUMNS.map(str::to_owned).to_vec())
        .chain(rows.iter().cloned())
        .map(|row| row.join(",") + "\n")
        .collect();
    std::fs::write(dir.join("roster.csv"), text).unwrap();
    let mut full = made(dir, "full.zhixin", &files);
    let plan = call(&mut full, &files, "roster_choose", json!({}));
    assert_eq!(plan["new"], rows.len(), "{}", plan["rejected"]);
    call(&mut full, &files, "roster_apply", json!({"token": plan["token"]}));

    let export = json!({"ledger": "roster", "columns": COLUMNS, "masked": false, "purpose": "internal"});
    paper::clear_peak();
    let out = median(|| {
        call(&mut full, &files, "ledger_export", export.clone());
    });
    let ours = paper::peak_megabytes().map_or("unknown".to_owned(), |mb| format!("{mb:.0} MB"));
    let data = dir.join("rows.json");
    std::fs::write(&data, serde_json::to_vec(&rows).unwrap()).unwrap();
    let name = format!("{} × 10 to xlsx, read from the ledger", rows.len());
    beside(&name, out, &ours, "XlsxWriter", "xlsxwriter", &data, &dir.join("other.xlsx"));
    beside(&name, out, &ours, "openpyxl, write-only", "openpyxl", &data, &dir.join("other.xlsx"));

    files.open.replace(dir.join("roster.xlsx"));
    let mut empty = made(dir, "empty.zhixin", &files);
    paper::clear_peak();
    let read = median(|| {
        let plan = call(&mut empty, &files, "roster_choose", json!({}));
        assert_eq!(plan["new"], rows.len());
    });
    let ours = paper::peak_megabytes().map_or("unknown".to_owned(), |mb| format!("{mb:.0} MB and its reader"));
    let name = format!("{} × 10 from xlsx, with all checks, in a process of its own", rows.len());
    beside(&name, read, &ours, "openpyxl, values only, unchecked", "openpyxl_read", &data, &dir.join("roster.xlsx"));
    beside(&name, read, &ours, "python-calamine, unchecked", "calamine_read", &data, &dir.join("roster.xlsx"));
}

/// Two rows: the time and the memory, ours beside that of a package.
fn beside(name: &str, time: f64, memory: &str, title: &str, what: &str, data: &Path, file: &Path) {
    let python = std::env::var_os("ZHIXIN_SHEET_PYTHON").unwrap_or_else(|| "python3".into());
    let output = Command::new(python).args(["-c", WRITE, what]).arg(data).arg(file).output();
    let said = output.ok().filter(|output| output.status.success()).map(|output| output.stdout);
    let said = String::from_utf8(said.unwrap_or_default()).unwrap();
    let mut numbers = said.split_whitespace().map(|number| number.parse::<f64>().unwrap());
    match (numbers.next(), numbers.next()) {
        (Some(other), Some(peak)) => {
            row(name, time, Some((title, other)));
            println!("| peak memory of that | {memory} | {title}: {peak:.0} MB | — |");
        }
        _ => println!("| {name} | {time:.1} ms, {memory} | {title}: not measured | — |"),
    }
}

fn made(dir: &Path, name: &str, files: &Files) -> Desk {
    let mut desk = Desk::new(World::real(), dir.join(name), KdfCost::LEAST).unwrap();
    let form = json!({"password": PASSWORD, "branch": "中和税务所党支部", "secretary": "甲书记"});
    call(&mut desk, files, "vault_create", form);
    desk
}

fn call(desk: &mut Desk, files: &Files, name: &str, request: Value) -> Value {
    desk::call(desk, files, name, request).unwrap()
}

/// An invented person; the area code of the ID number is nobody's.
fn person(n: usize) -> Vec<String> {
    const SURNAMES: &[char] = &['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈'];
    const GIVEN: &[char] =
        &['国', '华', '丽', '明', '芳', '强', '敏', '静', '伟', '秀', '军', '杰', '娟', '勇', '艳', '涛'];
    let given = |n: usize| GIVEN[n % GIVEN.len()];
    let name: String = [SURNAMES[n % SURNAMES.len()], given(n / 10), given(n / 160)].iter().collect();
    let (year, month, day) = (1960 + n % 45, 1 + n % 12, 1 + n % 28);
    let digits = format!("990101{year}{month:02}{day:02}{:03}", n / 1260 * 2 + 1);
    let man = (n / 1260 * 2 + 1) % 2 == 1;
    vec![
        (n + 1).to_string(),
        name,
        if man { "男" } else { "女" }.to_owned(),
        format!("{year}.{month:02}.{day:02}"),
        "汉族".to_owned(),
        if n.is_multiple_of(3) { "中共党员" } else { "群众" }.to_owned(),
        "第一税务所 税收管理员".to_owned(),
        digits.clone() + &check_character(&digits).to_string(),
        format!("138{:08}", n),
        format!("某某市某某区人民路{}号", n % 500 + 1),
    ]
}

/// The last character of an ID number (GB 11643).
fn check_character(digits: &str) -> char {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    "10X98765432".chars().nth((sum % 11) as usize).unwrap()
}
