//! Whether the documents are what PDF/A-2b asks, read by another program than the one that writes them: `qpdf` takes every object
//! apart, and what ISO 19005-2 forbids or asks for is looked for here. A validator of the whole standard is not to be had on the
//! machines of this project.

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::collections::BTreeMap;
use std::process::Command;

use paper::{Press, Sheet};
use serde_json::Value;

/// A PDF taken apart: its objects by their names, as `obj:3 0 R`, and `trailer`.
struct Apart {
    objects: BTreeMap<String, Value>,
    /// The XMP packet as it stands in the file.
    xmp: String,
}

impl Apart {
    fn of(name: &str, pdf: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sheet.pdf");
        std::fs::write(&file, pdf).unwrap();
        let check = Command::new("qpdf").arg("--check").arg(&file).output().expect("qpdf is needed");
        let said = format!("{}{}", String::from_utf8_lossy(&check.stdout), String::from_utf8_lossy(&check.stderr));
        assert!(check.status.success() && !said.contains("WARNING"), "{name}: {said}");
        let output = Command::new("qpdf").args(["--json=2", "--json-key=qpdf"]).arg(&file).arg("-").output().unwrap();
        assert!(output.status.success(), "{name}");
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        let objects: BTreeMap<String, Value> = serde_json::from_value(json["qpdf"][1].clone()).unwrap();
        // The packet is never compressed, so that it can be found without reading the file.
        let bytes = String::from_utf8_lossy(pdf);
        let (begin, end) = (bytes.find("<?xpacket begin").unwrap(), bytes.rfind("<?xpacket end").unwrap());
        Self { objects, xmp: bytes[begin..end].to_owned() }
    }

    /// The dictionary of an object: of a stream its own.
    fn dict(&self, object: &Value) -> Value {
        let object = match object.as_str() {
            Some(name) if name.ends_with(" R") => &self.objects[&format!("obj:{name}")],
            _ => object,
        };
        let plain = object.get("value").or_else(|| object.get("stream").map(|stream| &stream["dict"]));
        plain.unwrap_or(object).clone()
    }

    fn dicts(&self) -> Vec<Value> {
        self.objects.values().map(|object| self.dict(object)).collect()
    }

    fn root(&self) -> Value {
        self.dict(&self.dict(&self.objects["trailer"])["/Root"])
    }
}

/// Every dictionary within a value, itself too.
fn each_dict<'a>(value: &'a Value, seen: &mut impl FnMut(&'a serde_json::Map<String, Value>)) {
    match value {
        Value::Object(map) => {
            seen(map);
            map.values().for_each(|inner| each_dict(inner, seen));
        }
        Value::Array(list) => list.iter().for_each(|inner| each_dict(inner, seen)),
        _ => {}
    }
}

fn written() -> Vec<(&'static str, Sheet, Vec<u8>)> {
    let press = Press::new().unwrap();
    let sheets = fixtures::all().into_iter();
    sheets.map(|(name, sheet)| (name, sheet.clone(), fixtures::printed(&press, &sheet).unwrap())).collect()
}

#[test]
fn every_sheet_is_as_archives_ask() {
    for (name, _, pdf) in written() {
        // 6.1.2: the header, and a comment of four bytes above 127 behind it.
        assert!(pdf.starts_with(b"%PDF-1.7\n%") && pdf[10..14].iter().all(|byte| *byte > 127), "{name}");
        let apart = Apart::of(name, &pdf);
        let trailer = apart.dict(&apart.objects["trailer"]);
        assert!(trailer["/ID"].as_array().is_some_and(|id| id.len() == 2), "{name}: 6.1.3 asks for an ID");
        assert!(trailer.get("/Encrypt").is_none(), "{name}: 6.1.3 forbids encryption");

        let root = apart.root();
        assert_eq!(root["/Lang"], "u:zh-CN", "{name}");
        for never in ["/AA", "/OpenAction", "/AcroForm", "/Names", "/OCProperties", "/NeedsRendering", "/Requirements"]
        {
            assert!(root.get(never).is_none_or(Value::is_null), "{name}: {never} in the catalogue");
        }
        // 6.2.3: the colours are told by a profile within the file.
        let intents = apart.dict(&root["/OutputIntents"]);
        let intents: Vec<Value> = intents.as_array().unwrap().iter().map(|one| apart.dict(one)).collect();
        assert_eq!(intents.len(), 1, "{name}");
        assert_eq!(intents[0]["/S"], "/GTS_PDFA1", "{name}");
        assert_eq!(apart.dict(&intents[0]["/DestOutputProfile"])["/N"], 3, "{name}: an RGB profile");

        for dict in apart.dicts() {
            each_dict(&dict, &mut |dict| {
                let is = |key: &str, value: &str| dict.get(key).is_some_and(|found| found == value);
                for never in
                    ["JavaScript", "Launch", "URI", "GoToR", "GoToE", "SubmitForm", "ImportData", "Sound", "Movie"]
                {
                    assert!(!is("/S", &format!("/{never}")), "{name}: 6.5.1 forbids {never}");
                }
                for never in ["/JS", "/EF", "/TR", "/F", "/FFilter", "/OPI", "/PS"] {
                    assert!(dict.get(never).is_none(), "{name}: {never}");
                }
                assert!(!is("/Subtype", "/PS") && !is("/Filter", "/LZWDecode"), "{name}");
                // Allowed in part 2, and not needed: a sheet is ink on paper.
                for (key, plain) in [("/SMask", "/None"), ("/BM", "/Normal")] {
                    assert!(dict.get(key).is_none_or(|found| found == plain), "{name}: {key}");
                }
                for key in ["/ca", "/CA"] {
                    assert!(dict.get(key).is_none_or(|found| found.as_f64() == Some(1.0)), "{name}: {key}");
                }
            });
        }
    }
}

#[test]
fn every_font_is_in_the_file_with_its_characters() {
    for (name, _, pdf) in written() {
        let apart = Apart::of(name, &pdf);
        let fonts: Vec<Value> = apart.dicts().into_iter().filter(|dict| dict["/Type"] == "/Font").collect();
        let whole: Vec<&Value> = fonts.iter().filter(|font| font["/Subtype"] == "/Type0").collect();
        // A page with nothing but a frame to be stamped has no text.
        assert!(!whole.is_empty() || text(&pdf).is_empty(), "{name}");
        for font in whole {
            assert_eq!(font["/Encoding"], "/Identity-H", "{name}");
            assert!(apart.dict(&font["/ToUnicode"])["/Length"].as_u64().unwrap() > 0, "{name}: text can be taken out");
            let child = apart.dict(&font["/DescendantFonts"][0]);
            let descriptor = apart.dict(&child["/FontDescriptor"]);
            let file = ["/FontFile2", "/FontFile3"].into_iter().find_map(|key| descriptor.get(key)).expect(name);
            assert!(apart.dict(file)["/Length"].as_u64().unwrap() > 100, "{name}: 6.2.11.4 asks for the font itself");
            assert!(font["/BaseFont"].as_str().unwrap().chars().nth(7) == Some('+'), "{name}: a part of the font");
        }
        for font in fonts.iter().filter(|font| font["/Subtype"] != "/Type0") {
            let kind = font["/Subtype"].as_str().unwrap();
            assert!(kind.starts_with("/CIDFont"), "{name}: {kind} stands under no font of Unicode text");
        }
    }
}

#[test]
fn what_the_file_says_of_itself_agrees() {
    for (name, _, pdf) in written() {
        let apart = Apart::of(name, &pdf);
        let metadata = apart.dict(&apart.root()["/Metadata"]);
        assert_eq!((&metadata["/Type"], &metadata["/Subtype"]), (&"/Metadata".into(), &"/XML".into()), "{name}");
        assert!(metadata.get("/Filter").is_none(), "{name}: 6.6.2.1 wants it uncompressed");
        let field = |open: &str, close: &str| {
            let from = apart.xmp.find(open).unwrap_or_else(|| panic!("{name}: {open} in {}", apart.xmp)) + open.len();
            apart.xmp[from..from + apart.xmp[from..].find(close).unwrap()].to_owned()
        };
        assert_eq!(field("<pdfaid:part>", "<"), "2", "{name}");
        assert_eq!(field("<pdfaid:conformance>", "<"), "B", "{name}");
        let info = apart.dict(&apart.dict(&apart.objects["trailer"])["/Info"]);
        let title = info["/Title"].as_str().unwrap().trim_start_matches("u:").to_owned();
        assert!(!title.is_empty() && field("<dc:title>", "</dc:title>").contains(&title), "{name}: {title}");
        let made = info["/CreationDate"].as_str().unwrap().trim_start_matches("u:").to_owned();
        assert!(made.starts_with("D:20261123") && field("<xmp:CreateDate>", "<").starts_with("2026-11-23"), "{name}");
    }
}

/// The words of a page from its top to its foot.
fn text(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftotext").arg("-raw").arg(&file).arg("-").output().unwrap();
    String::from_utf8(output.stdout).unwrap().replace('\u{200b}', "").split_whitespace().collect()
}

#[test]
fn the_text_comes_out_in_the_order_in_which_it_is_read() {
    let texts: BTreeMap<&str, String> = written().into_iter().map(|(name, _, pdf)| (name, text(&pdf))).collect();
    for (name, order) in [
        (
            "talk",
            vec![
                "谈心谈话记录表",
                "谈话人",
                "甲书记",
                "谈话时间",
                "谈话内容",
                "到综合岗一周",
                "意见",
                "服从安排",
                "（签字）",
                "第1页",
            ],
        ),
        (
            "talk_reminder",
            vec!["提醒谈话记录表", "谈话原因", "近期两次", "提醒要求", "本月内补齐", "及承诺", "服从安排"],
        ),
        (
            "talk_styled",
            vec![
                "职工谈心谈话记录",
                "主谈人",
                "谈话前了解",
                "食堂早餐时间",
                "到综合岗一周",
                "支部书记批示",
                "服从安排",
            ],
        ),
        ("talk_blank", vec!["谈心谈话记录表", "高辉刚", "家庭住址", "岗位调整", "谈话内容", "（签字）"]),
        (
            "visit",
            vec![
                "走访慰问登记表",
                "高辉刚",
                "就诊医院",
                "走访事由",
                "慰问金",
                "走访情况",
                "手术顺利",
                "签收",
                "支部书记",
            ],
        ),
        ("visit_blank", vec!["走访慰问登记表", "走访对象", "慰问金", "走访情况", "支部书记", "签收条", "今收到"]),
        ("brief", vec!["谈前提纲", "高辉刚", "缘由", "家庭成员", "承诺"]),
        ("card", vec!["六知晓个人卡", "高辉刚", "工作简历", "征收员", "兴趣爱好", "篮球", "工作表现", "年度考核"]),
        (
            "list",
            vec!["应谈应访台账", "填报单位", "序号", "高辉刚", "王䶮㛃𬱖", "合计", "¥1,700.00", "填表人", "审核人"],
        ),
        ("month", vec!["加班登记表", "2026年10月", "序号", "高辉刚", "李志国", "填表人"]),
        ("report", vec!["谈心走访工作统计报表", "应谈应访办理情况", "应谈24", "合计33", "谈话、走访次数", "填表人"]),
        ("ruler", vec!["打印校准页", "100毫米", "190毫米×277毫米"]),
        ("recovery", vec!["恢复单", "第1行", "第4行"]),
    ] {
        let text = &texts[name];
        let mut from = 0;
        for words in order {
            let at = text[from..].find(words);
            let at = at.unwrap_or_else(|| panic!("{name}: {words} does not follow in {}", &text[from..]));
            from += at + words.len();
        }
    }
}

#[test]
fn a_list_repeats_its_head_on_every_page() {
    let press = Press::new().unwrap();
    let pdf = fixtures::printed(&press, &Sheet::List(fixtures::list_long())).unwrap();
    let text = text(&pdf);
    let pages = text.matches("第1页").count() + text.matches("（续页）").count();
    assert!(pages > 3, "{pages}");
    assert_eq!(text.matches("应办期限").count(), pages, "the head of the table");
    assert_eq!(text.matches("填表人：").count(), 1, "at the end only");
    assert!(text.contains("共70条"));
}
