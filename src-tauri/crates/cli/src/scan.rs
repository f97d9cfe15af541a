//! What became of scanned files, in words.

use desk::DeskError;
use serde_json::Value;

use crate::run::line;

/// A line for the whole, one for each file, one for each page that somebody must look at.
pub(crate) fn show_report(report: &Value) -> Result<(), DeskError> {
    let count = |field: &str| report[field].as_u64().unwrap_or(0);
    let mut parts = vec![format!("读出 {} 页", count("read")), format!("归位 {} 页", count("filed"))];
    for (field, words) in [("unclaimed", "待认领"), ("duplicates", "重复"), ("blank", "空白"), ("failed", "读不出")]
    {
        if count(field) > 0 || field == "unclaimed" {
            parts.push(format!("{words} {} {}", count(field), if field == "failed" { "处" } else { "页" }));
        }
    }
    line(&parts.join("，"))?;
    for file in report["files"].as_array().into_iter().flatten() {
        let name = file["file"].as_str().unwrap_or_default();
        if let Some(problem) = file["problem"].as_str() {
            line(&format!("{name}：{}", problem_words(problem)))?;
        }
        if file["known"] == Value::Bool(true) {
            line(&format!("{name}：以前读过，没有再读"))?;
        }
        for page in file["pages"].as_array().into_iter().flatten() {
            let index = &page["index"];
            let words = page_words(page);
            line(&format!("{name} 第{index}页：{words}"))?;
        }
    }
    if report["stopped"] == Value::Bool(true) {
        line("已中止；读出的各页已经存好")?;
    }
    Ok(())
}

fn page_words(page: &Value) -> String {
    match page["became"].as_str().unwrap_or_default() {
        "filed" => {
            let number = page["number_text"].as_str().unwrap_or_default();
            let newer = if page["version"].as_u64() > Some(1) { "（重扫，替换旧件）" } else { "" };
            let back = if page["complete"] == Value::Bool(true) { "，这张表收回了" } else { "" };
            format!("归入 {number} 第{}页{newer}{back}", page["place"]["page"])
        }
        "unclaimed" => format!("待认领，{}", why_words(page["why"].as_str().unwrap_or_default())),
        "duplicate" => "与已有的一页完全相同，没有再存".to_owned(),
        "blank" => "空白页".to_owned(),
        _ => problem_words(page["problem"].as_str().unwrap_or_default()).to_owned(),
    }
}

fn why_words(why: &str) -> &'static str {
    match why {
        "no_code" => "没有二维码",
        "unreadable" => "二维码读不清",
        "several" => "一页上有几张表的二维码",
        "other_version" => "是新版程序印的表，请先升级程序",
        "other_ledger" => "是别的账本印的表",
        "unknown_sheet" => "账本里没有这张表或这一页",
        "void_sheet" => "这张表已经作废",
        _ => "已取回",
    }
}

fn problem_words(problem: &str) -> &'static str {
    match problem {
        "not_a_scan" => "不是 PDF、JPG、PNG 或 TIFF 文件",
        "too_large" => "太大，没有读",
        "too_many_pages" => "页数太多，没有读",
        "protected" => "有密码保护，没有读",
        "timed_out" => "读得太久，已停下",
        "unreadable" => "打不开这个文件",
        _ => "已损坏，读不出",
    }
}
