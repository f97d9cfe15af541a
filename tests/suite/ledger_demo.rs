//! What the tests of ledgers' files share: the demonstration ledger, and which ledgers it has.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;
use zhixin_tests::{Ledger, TODAY, program, text};

/// The ledgers: kind, title, how many rows there are at least, and the title of the column that is added up.
pub(crate) const LEDGERS: [(&str, &str, usize, Option<&str>); 11] = [
    ("roster", "花名册", 24, None),
    ("knowing", "六知晓一览表", 24, None),
    ("owed", "应谈应访台账", 10, None),
    ("talks", "谈心谈话台账", 2, None),
    ("visits", "走访慰问台账", 2, Some("慰问金(元)")),
    ("promises", "承诺事项台账", 4, None),
    ("suggestions", "意见建议台账", 6, None),
    ("activities", "活动台账", 30, Some("学习时长(小时)")),
    ("overtime", "加班台账", 8, Some("时长(小时)")),
    ("papers", "印出未回台账", 2, None),
    ("catalogue", "归档文件目录", 1, None),
];

/// An ID number of nobody: there is no area 99.
pub(crate) const ID: &str = "990203197711083748";
const PHONE: &str = "13800001000";

/// The demonstration ledger on its day, with money given, a sheet that is out and an item in the archive.
pub(crate) fn demonstration() -> (Ledger, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let made = Command::new(program())
        .args(["demo", "--today", TODAY])
        .arg(dir.path())
        .env("ZHIXIN_LEAST_KDF_COST", "1")
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    std::fs::rename(dir.path().join("演示账本.zhixin"), dir.path().join("知心.zhixin")).unwrap();
    let mut ledger = Ledger::none_in(dir.path());
    ledger.ok("vault_unlock", json!({"password": "zhixin-2026"}));
    let people = ledger.ok("person_list", json!({}));
    let first = people[0]["id"].clone();
    let second = people[1]["id"].clone();
    let mut form = ledger.ok("person_get", json!({"id": first}))["form"].take();
    form["id_number"] = json!(ID);
    form["birth"] = json!("1977-11-08");
    form["phone"] = json!(PHONE);
    form["note"] = json!("=1+1");
    form["extra"] = json!({"健康状况": "良好"});
    ledger.ok("person_edit", json!({"id": first, "form": form}));
    // Two persons in one talk, entered far too late, and a visit at home with money and a number in its text.
    let content = "谈话的全文只在要求时导出。";
    let talk = json!({"persons": [first, second], "day": "2026-10-12", "topic": "=关心值班安排", "content": content, "place": "活动室"});
    let talk = ledger.ok("talk_create", json!({"form": talk}));
    let home = text(&ledger.ok("person_get", json!({"id": second}))["form"]["address"]);
    let visit = json!({
        "persons": [second], "day": "2026-11-20", "place": home, "money_fen": 50_050, "goods": "大米一袋", "fund": "工会经费",
        "received_by": "本人", "situation": "家属电话13912345678，生活稳定。", "categories": [2],
    });
    ledger.ok("visit_create", json!({"form": visit}));
    ledger.ok("sheet_print", json!({"sheet": "talk_blank", "person": second, "duty": null}));
    ledger.ok("sheet_print", json!({"sheet": "talk", "id": talk["id"]}));
    let records = json!([{"kind": "talk", "id": talk["id"]}]);
    ledger.ok("item_create", json!({"how": "each", "records": records, "retention": "years10"}));
    (ledger, dir)
}

/// None, where a program that is not ours is not installed; on Debian, where `cargo xtask test` installs it, that is a failure.
pub(crate) fn left_out<T>(package: &str) -> Option<T> {
    assert!(!Path::new("/etc/debian_version").exists(), "{package} is not installed: run `cargo xtask test`");
    println!("left out: {package} is not installed");
    None
}

/// The period in the name of a ledger's file; some are as of today.
pub(crate) fn file_period(kind: &str) -> &'static str {
    if matches!(kind, "roster" | "knowing") { "2026年11月23日" } else { "2026年" }
}

pub(crate) fn export(ledger: &mut Ledger, request: Value, name: &str) -> PathBuf {
    let path = ledger.save_to(name);
    assert_eq!(ledger.ok("ledger_export", request)["saved"], true);
    path
}
