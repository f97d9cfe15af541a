//! Every ledger's file, printed by LibreOffice; and the same files made from the terminal.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use zhixin_tests::{TODAY, program, text};

use crate::ledger_demo::{ID, LEDGERS, demonstration, export, file_period, left_out};

/// LibreOffice makes a PDF of each file, in a profile of its own; none where it is not installed.
fn printed(files: &[PathBuf], dir: &Path, how: &[&str]) -> Option<Vec<PathBuf>> {
    if Command::new("soffice").arg("--version").output().is_err() {
        return left_out("libreoffice-calc-nogui");
    }
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", dir.join("office").display()))
        .arg("--headless")
        .args(how)
        .args(["--convert-to", "pdf", "--outdir"])
        .arg(dir)
        .args(files)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(files.iter().map(|file| dir.join(file.file_name().unwrap()).with_extension("pdf")).collect())
}

fn poppler(program: &str, args: &[&str], file: &Path) -> String {
    let output =
        Command::new(program).args(args).arg(file).args(if program == "pdftotext" { &["-"][..] } else { &[] }).output();
    let output = output.expect("poppler-utils is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn libreoffice_prints_every_ledger() {
    let (mut ledger, dir) = demonstration();
    // Enough people that the roster takes several pages.
    for n in 0..40 {
        ledger
            .ok("person_create", json!({"name": format!("阿不都热依木·买买提{n:02}"), "post": "办税服务厅前台综合岗"}));
    }
    let year = |kind: &str| json!({"ledger": kind, "from": "2026-01-01", "to": "2026-12-31", "purpose": "report"});
    let files: Vec<PathBuf> =
        LEDGERS.iter().map(|(kind, ..)| export(&mut ledger, year(kind), &format!("{kind}.xlsx"))).collect();
    let Some(pdfs) = printed(&files, dir.path(), &[]) else { return };
    let mut csv = year("visits");
    csv["format"] = json!("csv");
    let csv = export(&mut ledger, csv, "text.csv");
    // Commas, double quotes, UTF-8: what the import dialog proposes when it sees the byte order mark.
    let as_text = printed(&[csv], dir.path(), &["--infilter=CSV:44,34,76,1"]).unwrap();
    let as_text = poppler("pdftotext", &["-layout"], &as_text[0]);
    assert!(as_text.contains("走访时间") && as_text.contains("500.5"), "the text file opens: {as_text}");
    for ((kind, title, _, sum), pdf) in LEDGERS.into_iter().zip(&pdfs) {
        let about = poppler("pdfinfo", &[], pdf);
        let line = |key: &str| about.lines().find_map(|line| line.strip_prefix(key)).unwrap().trim().to_owned();
        assert!(
            line("Page size:").starts_with("841.89 x 595.30") || line("Page size:").contains("A4"),
            "{kind}: {about}"
        );
        let size = line("Page size:");
        let mut sides = size.split(' ').filter_map(|part| part.parse::<f64>().ok());
        assert!(sides.next().unwrap() > sides.next().unwrap(), "{kind} lies on its long side: {size}");
        let pages: usize = line("Pages:").parse().unwrap();
        assert!(pages < 20 && (kind != "roster" || pages >= 3), "{kind} has {pages} pages");
        let shown = ledger.ok("ledger_show", year(kind));
        let header = text(&shown["columns"][1]);
        for page in 1..=pages {
            let number = page.to_string();
            let content = poppler("pdftotext", &["-layout", "-f", &number, "-l", &number], pdf);
            let content: String = content.chars().filter(|c| !c.is_whitespace()).collect();
            assert!(content.contains(&format!("第{page}页共{pages}页")), "{kind} page {page}: {content}");
            assert!(content.contains(&header), "{kind} page {page} has the header");
            assert!(!content.contains("###"), "{kind} page {page}: every number has room");
            assert_eq!(content.contains(title), page == 1, "{kind}: the title stands on the first page");
            if page == pages {
                assert!(
                    content.contains("填表人：") && content.contains("审核人：") && content.contains("未加密"),
                    "{kind}"
                );
                assert_eq!(content.contains("合计"), sum.is_some(), "{kind}");
            }
            if page == pages && kind == "visits" {
                assert!(content.contains("¥500.50"), "{content}");
            }
        }
    }
    if let Some(keep) = std::env::var_os("ZHIXIN_KEEP_LEDGERS") {
        for file in files.iter().chain(&pdfs) {
            std::fs::copy(file, Path::new(&keep).join(file.file_name().unwrap())).unwrap();
        }
    }
}

#[test]
fn the_terminal_exports_one_or_all() {
    let (mut ledger, dir) = demonstration();
    ledger.ok("vault_lock", Value::Null);
    std::fs::write(dir.path().join("password"), "zhixin-2026\n").unwrap();
    let out = dir.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let run = |args: &[&str]| {
        let output = Command::new(program())
            .args(["--today", TODAY, "--password-file", "password", "export", "知心.zhixin"])
            .args(args)
            .env("ZHIXIN_LEAST_KDF_COST", "1")
            .current_dir(dir.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let year = ["--from", "2026-01-01", "--to", "2026-12-31"];
    let said =
        run(&[&["--ledger", "all", "--format", "csv", "--out", "out", "--purpose", "report"], &year[..]].concat());
    for (kind, title, ..) in LEDGERS {
        let name = format!("{title}_{}.csv", file_period(kind));
        assert!(said.lines().any(|line| line == name), "{name} is said: {said}");
        assert!(std::fs::read(out.join(&name)).unwrap().starts_with("\u{feff}序号,".as_bytes()), "{name}");
    }
    let roster = || std::fs::read_to_string(out.join("花名册_2026年11月23日.csv")).unwrap();
    assert!(!roster().contains(ID) && roster().contains("9902**********3748"), "covered unless told otherwise");
    run(&[&["roster", "--format", "csv", "-o", "out", "--full", "--columns", "身份证号码,家庭住址"], &year[..]]
        .concat());
    assert!(roster().contains(ID) && roster().contains("新华街"), "{}", roster());
    assert_eq!(roster().lines().next(), Some("\u{feff}序号,姓名,身份证号码,家庭住址"));
    run(&[&["--ledger", "all", "-o", "all.xlsx", "--purpose", "年度考评"], &year[..]].concat());
    assert!(std::fs::read(dir.path().join("all.xlsx")).unwrap().starts_with(b"PK"));
}
