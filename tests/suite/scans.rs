//! Scans back in: printed sheets are read from files of all kinds, each page finds its sheet, and nothing is lost on the way.

use std::path::{Path, PathBuf};
use std::process::Command;

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, text};

/// A ledger with a talk and a visit with 张三, which are printed as sheets 1 (two pages) and 2.
pub(crate) struct Office {
    pub(crate) ledger: Ledger,
    pub(crate) talk: String,
    pub(crate) visit: String,
}

impl Office {
    pub(crate) fn new() -> Self {
        let mut ledger = Ledger::create();
        let person = ledger.person("张三");
        let content = "本人谈到近期工作与家庭情况，愿意克服困难，按时完成征期任务。".repeat(40);
        let form = json!({"persons": [person], "day": "2026-11-22", "topic": "谈心", "content": content});
        let talk = text(&ledger.ok("talk_create", json!({"form": form}))["id"]);
        let form = json!({"persons": [person], "day": "2026-11-22", "place": "县医院", "reason": "住院"});
        let visit = text(&ledger.ok("visit_create", json!({"form": form}))["id"]);
        let mut office = Self { ledger, talk, visit };
        let talk = json!({"sheet": "talk", "id": office.talk});
        assert_eq!(office.ledger.ok("sheet_print", talk)["papers"][0]["pages"], 2);
        let visit = json!({"sheet": "visit", "id": office.visit});
        assert_eq!(office.ledger.ok("sheet_print", visit)["papers"][0]["number"], 2);
        office
    }

    /// The pages of all printed sheets as they would be scanned, drawn by another program than ours.
    pub(crate) fn pages(&self, dpi: u32) -> Vec<PathBuf> {
        let mut pages = Vec::new();
        for (job, pdf) in self.ledger.hands.printed.borrow().iter().enumerate() {
            let file = self.ledger.path(&format!("job{job}.pdf"));
            std::fs::write(&file, pdf).unwrap();
            let to = self.ledger.path(&format!("job{job}-{dpi}"));
            run("pdftoppm", &["-gray", "-r", &dpi.to_string(), "-png", path(&file), path(&to)]);
            let mut of_job: Vec<PathBuf> =
                std::fs::read_dir(self.ledger.path("")).unwrap().flatten().map(|entry| entry.path()).collect();
            of_job.retain(|page| path(page).contains(&format!("job{job}-{dpi}-")));
            of_job.sort();
            pages.extend(of_job);
        }
        pages
    }

    pub(crate) fn scan(&mut self, files: &[PathBuf]) -> Value {
        *self.ledger.hands.several.borrow_mut() = files.to_vec();
        self.ledger.ok("scan_choose", Value::Null)
    }

    pub(crate) fn inbox(&mut self) -> Value {
        self.ledger.ok("scan_inbox", Value::Null)
    }

    pub(crate) fn state(&mut self, number: u64) -> String {
        let page = self.ledger.ok("paper_list", json!({}));
        let row = page["papers"].as_array().unwrap().iter().find(|paper| paper["number"] == number).unwrap();
        text(&row["state"]["state"])
    }

    pub(crate) fn scans_of(&mut self, record: &str) -> Vec<Value> {
        let list = json!({"which": "record", "record": record});
        self.ledger.ok("scan_list", list).as_array().unwrap().clone()
    }
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn run(program: &str, arguments: &[&str]) {
    let done = Command::new(program).args(arguments).output();
    assert!(done.unwrap_or_else(|_| panic!("{program} is installed")).status.success(), "{program}");
}

/// A page turned and changed into another file by a few lines of our own.
fn changed(from: &Path, to: &Path, how: impl FnOnce(image::GrayImage) -> image::GrayImage) -> PathBuf {
    how(image::open(from).unwrap().to_luma8()).save(to).unwrap();
    to.to_path_buf()
}

/// What became of each page, as a word and its number.
pub(crate) fn became(report: &Value) -> Vec<String> {
    let pages = report["files"].as_array().unwrap().iter().flat_map(|file| file["pages"].as_array().unwrap());
    let words = |page: &Value| match page["became"].as_str().unwrap() {
        "filed" => format!("{}/{} v{}", page["place"]["paper"], page["place"]["page"], page["version"]),
        "unclaimed" => text(&page["why"]),
        "failed" => text(&page["problem"]),
        other => other.to_owned(),
    };
    pages.map(words).collect()
}

pub(crate) fn counts(report: &Value) -> [u64; 5] {
    ["read", "filed", "unclaimed", "duplicates", "failed"].map(|field| report[field].as_u64().unwrap())
}

#[test]
fn a_mixed_stack_sorts_itself_and_the_sheets_are_back() {
    let mut office = Office::new();
    let pages = office.pages(200);
    assert_eq!(pages.len(), 3);
    let upside_down = changed(&pages[1], &office.ledger.path("a.png"), |page| image::imageops::rotate180(&page));
    let sideways = changed(&pages[2], &office.ledger.path("b.jpg"), |page| image::imageops::rotate90(&page));
    let report = office.scan(&[sideways, upside_down, pages[0].clone()]);
    assert_eq!(became(&report), ["2/1 v1", "1/2 v1", "1/1 v1"]);
    assert_eq!(counts(&report), [3, 3, 0, 0, 0]);
    let complete: Vec<&Value> =
        report["files"].as_array().unwrap().iter().map(|file| &file["pages"][0]["complete"]).collect();
    assert_eq!(complete, [true, false, true]);
    assert_eq!((office.state(1), office.state(2)), ("returned".to_owned(), "returned".to_owned()));
    let paper = office.ledger.ok("paper_list", json!({}))["papers"][0].clone();
    assert_eq!(paper["signing"], Value::Null, "only a person says that it is signed");
    let (talk, visit) = (office.talk.clone(), office.visit.clone());
    assert_eq!((office.scans_of(&talk).len(), office.scans_of(&visit).len()), (2, 1));
    assert_eq!(office.inbox()["unclaimed"], json!([]));
    let first = office.scans_of(&talk)[0].clone();
    let picture = office.ledger.ok("scan_get", json!({"id": first["id"]}));
    assert!(text(&picture["data_url"]).starts_with("data:image/jpeg;base64,/9j/"));
    let log = office.ledger.ok("log_list", json!({"limit": 9}));
    let actions: Vec<String> = log["entries"].as_array().unwrap().iter().map(|entry| text(&entry["action"])).collect();
    assert_eq!(actions[0], "scan_view");
    assert_eq!(actions.iter().filter(|action| *action == "scan_return").count(), 2);
    assert_eq!(office.ledger.ok("vault_verify", Value::Null)["sound"], true);
}

#[test]
fn the_printed_file_itself_and_a_stack_as_one_file_are_read() {
    let mut office = Office::new();
    office.pages(100);
    let job = office.ledger.path("job0.pdf");
    let report = office.scan(std::slice::from_ref(&job));
    assert_eq!(became(&report), ["1/1 v1", "1/2 v1"]);
    let again = office.scan(&[job]);
    assert_eq!(
        (&again["files"][0]["known"], counts(&again)),
        (&json!(true), [0; 5]),
        "the same file is not read twice"
    );
}

#[test]
fn the_same_page_again_is_a_duplicate_or_a_new_version() {
    let mut office = Office::new();
    let pages = office.pages(200);
    office.scan(&pages[2..3]);
    // The same picture in another file, as from a copied folder.
    let copy = changed(&pages[2], &office.ledger.path("copy.png"), |page| page);
    assert_ne!(std::fs::read(&pages[2]).unwrap(), std::fs::read(&copy).unwrap());
    assert_eq!(became(&office.scan(&[copy])), ["duplicate"]);
    let better = office.pages(150);
    assert_eq!(became(&office.scan(&better[2..3])), ["2/1 v2"]);
    let visit = office.visit.clone();
    let scans = office.scans_of(&visit);
    let replaced: Vec<&Value> = scans.iter().map(|scan| &scan["replaced"]).collect();
    assert_eq!(replaced, [true, false], "the older is kept");
}

#[test]
fn a_missing_page_keeps_the_sheet_out_and_is_shown() {
    let mut office = Office::new();
    let pages = office.pages(200);
    office.scan(&pages[1..2]);
    assert_eq!(office.state(1), "out");
    let inbox = office.inbox();
    assert_eq!(
        (&inbox["incomplete"][0]["paper"]["number"], &inbox["incomplete"][0]["missing"]),
        (&json!(1), &json!([1]))
    );
    office.scan(&pages[..1]);
    assert_eq!((office.state(1), office.inbox()["incomplete"].clone()), ("returned".to_owned(), json!([])));
    let talk = office.talk.clone();
    let scan = office.scans_of(&talk)[0].clone();
    office.ledger.ok("scan_take_back", json!({"id": scan["id"]}));
    assert_eq!(office.state(1), "out", "nobody had said that it is back");
    assert_eq!(office.inbox()["unclaimed"][0]["state"]["why"], "taken_back");
}

#[test]
fn backs_without_a_code_wait_with_a_guess_and_blank_ones_do_not() {
    let mut office = Office::new();
    let pages = office.pages(150);
    let back = changed(&pages[2], &office.ledger.path("back.png"), |page| {
        let mut back = image::GrayImage::from_pixel(page.width(), page.height(), image::Luma([246]));
        let writing = image::imageops::crop_imm(&page, 200, 200, 700, 300).to_image();
        image::imageops::replace(&mut back, &writing, 200, 300);
        back
    });
    let blank = changed(&pages[2], &office.ledger.path("blank.png"), |page| {
        image::GrayImage::from_pixel(page.width(), page.height(), image::Luma([250]))
    });
    // Two-sided, as one file: front, back, front, blank back.
    let stack = office.ledger.path("stack.tif");
    let mut tiff = tiff::encoder::TiffEncoder::new(std::fs::File::create(&stack).unwrap()).unwrap();
    for page in [&pages[2], &back, &pages[0], &blank] {
        let page = image::open(page).unwrap().to_luma8();
        tiff.write_image::<tiff::encoder::colortype::Gray8>(page.width(), page.height(), &page).unwrap();
    }
    drop(tiff);
    let report = office.scan(&[stack]);
    assert_eq!(became(&report), ["2/1 v1", "no_code", "1/1 v1", "blank"]);
    let inbox = office.inbox();
    let [waiting] = &inbox["unclaimed"].as_array().unwrap()[..] else { panic!("one waits") };
    assert_eq!(office.ledger.ok("today_get", Value::Null)["papers"]["unclaimed"], 1);
    assert_eq!((&waiting["after"], &waiting["after_text"]), (&json!({"paper": 2, "page": 1}), &json!("000002")));
    assert_eq!((&waiting["file"], &waiting["index"]), (&json!("stack.tif"), &json!(2)));

    let id = waiting["id"].clone();
    let claim = |number: u32, page: u32| json!({"id": id, "paper": number, "page": page});
    assert_eq!(office.ledger.code("scan_claim", claim(9, 1)), ErrorCode::NotFound);
    assert_eq!(office.ledger.code("scan_claim", claim(2, 2)), ErrorCode::BadRequest);
    assert_eq!(office.ledger.code("scan_set_aside", json!({"id": id, "reason": " "})), ErrorCode::ReasonMissing);
    office.ledger.ok("scan_set_aside", json!({"id": id, "reason": "便条，不是本单据"}));
    let aside = office.ledger.ok("scan_list", json!({"which": "set_aside"}));
    assert_eq!(aside.as_array().unwrap().len(), 2, "with the blank one");
    office.ledger.ok("scan_take_back", json!({"id": id}));
    let visit = office.visit.clone();
    let to_record = json!({"id": id, "kind": "visit", "record": visit});
    office.ledger.ok("scan_claim_record", to_record.clone());
    assert_eq!(office.scans_of(&visit).len(), 2);
    assert_eq!(office.ledger.code("scan_claim_record", to_record), ErrorCode::ScanFiled);
    office.ledger.ok("scan_take_back", json!({"id": id}));
    office.ledger.ok("scan_claim", claim(1, 2));
    assert_eq!(office.state(1), "returned", "the last page was claimed by hand");
}

#[test]
fn sheets_of_another_ledger_and_void_ones_wait() {
    let mut office = Office::new();
    let stranger = Office::new();
    let foreign = stranger.pages(200);
    let own = office.pages(200);
    office.ledger.ok("paper_void", json!({"number": 2, "reason": "印错"}));
    let report = office.scan(&[foreign[0].clone(), own[2].clone()]);
    assert_eq!(became(&report), ["other_ledger", "void_sheet"]);
    assert_eq!(office.state(2), "void");
    let waiting = office.inbox()["unclaimed"][1]["id"].clone();
    let claim = json!({"id": waiting, "paper": 2, "page": 1});
    assert_eq!(office.ledger.code("scan_claim", claim), ErrorCode::PaperState);
}

#[test]
fn a_sheet_of_which_the_register_knows_nothing_waits() {
    let mut office = Office::new();
    // A ledger that was set back to a backup lacks the newest sheets.
    office.ledger.ok("backup_make", json!({"to": "default"}));
    let backup = office.ledger.ok("backup_list", Value::Null)[0]["file"].clone();
    let visit = json!({"sheet": "visit", "id": office.visit});
    office.ledger.ok("sheet_print", visit);
    let pages = office.pages(200);
    *office.ledger.hands.vault.borrow_mut() = Some(office.ledger.path("restored.zhixin"));
    office.ledger.ok("backup_restore", json!({"file": backup, "password": zhixin_tests::PASSWORD}));
    assert_eq!(became(&office.scan(&pages[3..])), ["unknown_sheet"]);
}

#[test]
fn a_lost_sheet_that_turns_up_is_back() {
    let mut office = Office::new();
    let pages = office.pages(200);
    office.ledger.ok("paper_lost", json!({"number": 2, "reason": "途中遗失"}));
    office.scan(&pages[2..]);
    assert_eq!(office.state(2), "returned");
}
