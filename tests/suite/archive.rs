//! The archive: freezing, numbers, boxes, the yearly book, notes, and seal pages that tell an older copy from the present one.

use desk::ErrorCode;
use serde_json::{Value, json};
use zhixin_tests::{Ledger, PASSWORD, pdf_text, text};

/// 张三 and 李四 with two talks and a visit of 2026.
struct Case {
    ledger: Ledger,
    talks: Vec<String>,
    visit: String,
}

fn case() -> Case {
    let mut ledger = Ledger::create();
    let people = ["饕餮三", "李四"].map(|name| ledger.person(name));
    let talks = ["2026-11-16", "2026-11-18"]
        .map(|day| {
            let form = json!({"persons": [people[0]], "day": day, "topic": "谈心", "content": "说起值班安排"});
            text(&ledger.ok("talk_create", json!({"form": form}))["id"])
        })
        .to_vec();
    let form = json!({"persons": [people[1]], "day": "2026-11-17", "reason": "住院", "situation": "恢复良好"});
    let visit = text(&ledger.ok("visit_create", json!({"form": form}))["id"]);
    Case { ledger, talks, visit }
}

fn talk(id: &str) -> Value {
    json!({"kind": "talk", "id": id})
}

fn each(records: &[Value]) -> Value {
    json!({"how": "each", "records": records, "retention": "years10"})
}

fn settings(numbered: bool) -> Value {
    let rule = |code: &str| json!({"code": code, "title": "记录", "retention": "years10", "unsure": true});
    json!({"fonds": "Z109", "fonds_name": "某县税务局", "unit": "DQL", "unit_name": "党群", "numbered": numbered,
           "schedule": [rule("talk"), rule("visit")]})
}

fn codes(view: &Value) -> Vec<String> {
    view["items"].as_array().unwrap().iter().map(|item| text(&item["code"])).collect()
}

/// Saves a sheet of the archive and reads its text.
fn printed(ledger: &mut Ledger, of: Value) -> String {
    let path = ledger.save_to("archive.pdf");
    ledger.ok("sheet_save", json!({"sheet": "archive", "of": of}));
    pdf_text(&path)
}

#[test]
fn what_is_archived_is_frozen_and_can_be_noted_under() {
    let Case { mut ledger, talks, visit } = case();
    let view = ledger.ok("archive_get", json!({"year": 2026}));
    let waiting: Vec<&Value> = view["waiting"].as_array().unwrap().iter().map(|row| &row["day"]).collect();
    assert_eq!(waiting, ["2026-11-16", "2026-11-17", "2026-11-18"]);
    assert_eq!(view["waiting"][0]["signed"], "not_printed");

    let note = json!({"record": talk(&talks[0]), "text": "后来又谈过一次"});
    assert_eq!(ledger.code("note_append", note.clone()), ErrorCode::NotArchived);
    let view = ledger.ok("item_create", each(&[talk(&talks[0]), json!({"kind": "visit", "id": visit})]));
    assert_eq!((view["items"].as_array().unwrap().len(), view["waiting"].as_array().unwrap().len()), (2, 1));
    assert_eq!(view["items"][0]["form"]["pages"], 1);
    assert_eq!(ledger.code("item_create", each(&[talk(&talks[0])])), ErrorCode::Archived);

    let stored = ledger.ok("talk_get", json!({"id": talks[0]}));
    assert_eq!(stored["state"], "archived");
    assert_eq!(stored["archived"]["code"], "    -WS·2026-D10-    ");
    let edit = json!({"id": talks[0], "form": stored["form"]});
    assert_eq!(ledger.code("talk_edit", edit), ErrorCode::Archived);
    let stored = ledger.ok("visit_get", json!({"id": visit}));
    assert_eq!(ledger.code("visit_edit", json!({"id": visit, "form": stored["form"]})), ErrorCode::Archived);
    let scan = ledger.path("scan.png");
    std::fs::write(&scan, b"\x89PNG\r\n\x1a\nrest of a picture").unwrap();
    ledger.open_from(&scan);
    assert_eq!(ledger.code("attachment_add", json!({"to": "talk", "record": talks[0]})), ErrorCode::Archived);

    assert_eq!(ledger.code("note_append", json!({"record": talk(&talks[0]), "text": " "})), ErrorCode::FieldMissing);
    ledger.ok("note_append", note);
    let noted = ledger.ok("note_append", json!({"record": talk(&talks[0]), "text": "值班已调整", "by": "李志国"}));
    let by: Vec<&Value> = noted["notes"].as_array().unwrap().iter().map(|note| &note["by"]).collect();
    assert_eq!(by, ["甲书记", "李志国"]);
    assert_eq!(ledger.ok("talk_get", json!({"id": talks[0]}))["archived"]["notes"], noted["notes"]);
    let hits = ledger.ok("search_find", json!({"query": "值班已调整"}));
    assert_eq!(hits["groups"][0]["hits"][0]["snippet"]["field"], "notes");
    let path = ledger.save_to("talk.pdf");
    ledger.ok("sheet_save", json!({"sheet": "talk", "id": talks[0]}));
    let paper = pdf_text(&path);
    assert!(paper.contains("值班已调整") && paper.contains("归档后追加"), "{paper}");

    ledger.reopen();
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
    assert_eq!(ledger.code("note_append", json!({"record": talk(&visit), "text": "x"})), ErrorCode::NotFound);
}

#[test]
fn archiving_is_taken_back_on_its_day_only() {
    let Case { mut ledger, talks, visit } = case();
    let undo = json!({"reason": "期限选错"});
    assert_eq!(ledger.code("item_undo", undo.clone()), ErrorCode::NotUndoable);
    ledger.ok("item_create", each(&[json!({"kind": "visit", "id": visit})]));
    let view = ledger.ok("item_create", each(&[talk(&talks[0]), talk(&talks[1])]));
    assert_eq!(view["undoable"], 2);
    assert_eq!(ledger.code("item_undo", json!({"reason": " "})), ErrorCode::ReasonMissing);
    let view = ledger.ok("item_undo", undo.clone());
    assert_eq!((view["items"].as_array().unwrap().len(), view["waiting"].as_array().unwrap().len()), (1, 2));
    assert_eq!(view["undone"][0]["reason"], "期限选错");
    let stored = ledger.ok("talk_get", json!({"id": talks[0]}));
    assert_eq!((&stored["state"], &stored["archived"]), (&json!("saved"), &Value::Null));
    ledger.ok("talk_edit", json!({"id": talks[0], "form": stored["form"]}));

    ledger.ok("note_append", json!({"record": {"kind": "visit", "id": visit}, "text": "出院了"}));
    assert_eq!(ledger.error("item_undo", undo.clone()).detail.as_deref(), Some("notes"));
    ledger.ok("item_create", each(&[talk(&talks[0])]));
    ledger.turn_to("2026-11-24");
    assert_eq!(ledger.ok("archive_get", json!({"year": 2026}))["undoable"], Value::Null);
    assert_eq!(ledger.code("item_undo", undo), ErrorCode::NotUndoable);
    let log = ledger.ok("log_list", json!({"action": "item_undo"}));
    assert_eq!(log["entries"].as_array().unwrap().len(), 2, "one entry an item");
}

#[test]
fn numbers_run_within_year_period_and_unit() {
    let Case { mut ledger, talks, visit } = case();
    for wrong in ["一二", "A-1", "ABCDEFGHIJK"] {
        let mut settings = settings(true);
        settings["unit"] = json!(wrong);
        assert_eq!(ledger.code("archive_settings_set", settings), ErrorCode::BadArchiveCode, "{wrong}");
    }
    let first = ledger.ok("archive_settings_get", Value::Null);
    assert_eq!((&first["fonds"], &first["numbered"]), (&json!(""), &json!(false)));
    ledger.ok("archive_settings_set", settings(true));
    ledger.ok("item_create", each(&[talk(&talks[0]), talk(&talks[1])]));
    let other = json!({"how": "each", "records": [{"kind": "visit", "id": visit}], "retention": "permanent"});
    let view = ledger.ok("item_create", other);
    assert_eq!(
        codes(&view),
        ["Z109-WS·2026-Y-DQL-0001", "Z109-WS·2026-D10-DQL-0001", "Z109-WS·2026-D10-DQL-0002"],
        "beginning anew in another period"
    );

    let item = view["items"][2].clone();
    let with = |field: &str, value: Value| {
        let mut form = item["form"].clone();
        form[field] = value;
        json!({"id": item["id"], "form": form})
    };
    assert_eq!(ledger.code("item_edit", with("number", json!(1))), ErrorCode::NumberTaken);
    assert_eq!(ledger.code("item_edit", with("number", json!(0))), ErrorCode::BadRequest);
    assert_eq!(ledger.code("item_edit", with("title", json!(" "))), ErrorCode::FieldMissing);
    let view = ledger.ok("item_edit", with("number", json!(9)));
    assert_eq!(codes(&view)[2], "Z109-WS·2026-D10-DQL-0009");
    let view = ledger.ok("item_edit", with("number", Value::Null));
    assert_eq!(codes(&view)[2], "Z109-WS·2026-D10-DQL-    ", "left to the pen");
    let numbered = ledger.ok("item_number", json!({"group": item["group"]}));
    assert_eq!(codes(&numbered)[1..], ["Z109-WS·2026-D10-DQL-0001", "Z109-WS·2026-D10-DQL-0002"]);
    assert_eq!(ledger.ok("item_number", json!({"group": item["group"]})), numbered, "once");
    let paper = json!({"retention": "years30", "unit": "", "number": null, "title": "[支委会会议记录本]", "document": "",
                       "responsible": "某支部", "day": "2026-12-31", "pages": 120, "note": ""});
    let view = ledger.ok("item_create", json!({"how": "paper", "year": 2026, "form": paper}));
    assert_eq!(codes(&view)[1], "Z109-WS·2026-D30-0001");
    let view = ledger.ok("archive_get", json!({"year": 2025}));
    assert_eq!((&view["items"], &view["years"]), (&json!([]), &json!([2026])));
    for year in [0, 1900, 99999] {
        assert_eq!(ledger.code("archive_get", json!({"year": year})), ErrorCode::BadDate, "{year}");
    }
}

#[test]
fn a_box_holds_one_year_period_and_unit() {
    let Case { mut ledger, talks, visit } = case();
    ledger.ok("archive_settings_set", settings(true));
    ledger.ok("item_create", each(&[talk(&talks[0]), talk(&talks[1])]));
    let other = json!({"how": "each", "records": [{"kind": "visit", "id": visit}], "retention": "permanent"});
    let view = ledger.ok("item_create", other);
    let ids: Vec<Value> = view["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    assert_eq!(ledger.code("box_create", json!({"items": ids})), ErrorCode::BoxMixed);
    assert_eq!(ledger.code("box_create", json!({"items": []})), ErrorCode::FieldMissing);
    let view = ledger.ok("box_create", json!({"items": ids[1..]}));
    let of = view["boxes"][0].clone();
    assert_eq!((&of["thickness"], &of["number"], &of["numbers"]), (&json!(20), &json!(1), &json!([1, 2])));
    let edit = |items: &[Value], thickness: u32| json!({"id": of["id"], "number": 7, "thickness": thickness, "situation": "齐全", "items": items});
    assert_eq!(ledger.code("box_edit", edit(&ids[1..], 25)), ErrorCode::BadRequest);
    assert_eq!(ledger.code("box_edit", edit(&ids[..1], 20)), ErrorCode::BoxMixed);
    let mut form = view["items"][1]["form"].clone();
    form["retention"] = json!("permanent");
    assert_eq!(ledger.code("item_edit", json!({"id": ids[1], "form": form})), ErrorCode::BoxMixed);
    let view = ledger.ok("box_edit", edit(&ids[1..2], 30));
    assert_eq!(view["boxes"][0]["items"], json!([ids[1]]));

    let note = printed(&mut ledger, json!({"what": "box_note", "id": of["id"]}));
    assert!(note.contains("共1件，共1页，件号自0001至0001。齐全"), "{note}");
    let spine = printed(&mut ledger, json!({"what": "spines", "boxes": [of["id"]]}));
    assert!(spine.contains("Z109") && spine.contains("10年") && spine.contains("党"), "{spine}");
    let transfer = printed(&mut ledger, json!({"what": "transfer", "year": 2026}));
    assert!(transfer.contains("未装盒") && transfer.contains("0001—0001"), "{transfer}");
    let group = json!({"year": 2026, "retention": "years10", "unit": "DQL"});
    let list = printed(&mut ledger, json!({"what": "catalogue", "group": group}));
    assert!(list.contains("Z109-WS·2026-D10-DQL-0002") && list.contains("20261118"), "{list}");
    assert!(!list.contains("饕餮") && !list.contains("-Y-"), "{list}");
    let stamp = printed(&mut ledger, json!({"what": "stamp", "item": ids[1], "filled": true}));
    assert_eq!(stamp, "Z10920260001DQL10年1");

    let view = ledger.ok("box_edit", edit(&[], 30));
    assert_eq!(view["boxes"], json!([]), "an empty box is taken away");
}

#[test]
fn the_years_book_names_nobody_in_its_catalogue() {
    let Case { mut ledger, talks, .. } = case();
    let draft = json!({"form": {"persons": [], "day": "2026-11-19", "topic": "草稿"}, "draft": true});
    ledger.ok("talk_create", draft);
    let book = json!({"how": "book", "year": 2026, "of": "talks", "retention": "years10"});
    let view = ledger.ok("item_create", book.clone());
    let item = view["items"][0].clone();
    let title = "[中共某县税务局中和税务所支部委员会2026年谈心谈话记录]";
    assert_eq!((&item["form"]["title"], &item["records"]), (&json!(title), &json!(2)));
    assert_eq!(item["form"]["pages"], 4, "cover, contents and two sheets");
    assert_eq!(item["form"]["day"], "2026-11-18");
    assert!(!item["form"].to_string().contains("饕餮"));
    for id in &talks {
        assert_eq!(ledger.ok("talk_get", json!({"id": id}))["state"], "archived");
    }
    assert_eq!(ledger.code("item_create", book), ErrorCode::FieldMissing, "nothing is left");

    let print = |sheets: bool| json!({"what": "book", "item": item["id"], "sheets": sheets, "two_sided": true});
    let front = printed(&mut ledger, print(false));
    assert!(front.contains("2026年谈心谈话记录") && front.contains("〔2026〕第2号"), "{front}");
    assert!(!front.contains("饕餮"), "{front}");
    let whole = printed(&mut ledger, print(true));
    assert_eq!(whole.matches("饕餮三").count(), 2, "{whole}");
    let shown = ledger.ok("sheet_preview", json!({"sheet": "archive", "of": print(true)}));
    assert_eq!(shown["pages"].as_array().unwrap().len(), 4);
    let papers = ledger.ok("paper_list", json!({"kind": "yearbook"}));
    let pages: Vec<&Value> = papers["papers"].as_array().unwrap().iter().map(|paper| &paper["pages"]).collect();
    assert_eq!(pages, [&json!(4), &json!(2)], "each printing has its number");
}

#[test]
fn a_seal_page_finds_a_ledger_that_was_put_back() {
    let Case { mut ledger, talks, .. } = case();
    assert_eq!(ledger.code("seal_make", json!({"year": 2027, "quarter": 1})), ErrorCode::DayInFuture);
    let early = ledger.ok("seal_make", json!({"year": 2026, "quarter": 4}));
    assert_eq!(early["groups"].as_array().unwrap().len(), 12);
    let talks_count = early["counts"].as_array().unwrap().iter().find(|count| count["of"] == "talks").unwrap();
    assert_eq!((&talks_count["quarter"], &talks_count["all"]), (&json!(2), &json!(2)));
    let backup = text(&ledger.ok("backup_make", json!({"to": "default"}))["backup"]["file"]);
    ledger.ok("item_create", each(&[talk(&talks[0])]));
    let late = ledger.ok("seal_make", json!({"year": 2026, "quarter": 4}));
    assert_eq!(ledger.ok("seal_list", Value::Null).as_array().unwrap().len(), 2);

    let typed = |seal: &Value| {
        let groups: Vec<String> = seal["groups"].as_array().unwrap().iter().map(text).collect();
        json!({"entry": seal["entry"], "groups": groups.join(" ").to_lowercase()})
    };
    let check = |ledger: &mut Ledger, seal: &Value| ledger.ok("seal_check", typed(seal));
    assert_eq!(
        (&check(&mut ledger, &early)["found"], &check(&mut ledger, &late)["found"]),
        (&json!("same"), &json!("same"))
    );
    let mut mistyped = typed(&late);
    let groups = text(&mistyped["groups"]);
    let other = if groups.starts_with('0') { "1" } else { "0" };
    mistyped["groups"] = json!(format!("{other}{}", &groups[1..]));
    let answer = ledger.ok("seal_check", mistyped);
    assert_eq!((&answer["found"], &answer["differing"]), (&json!("differs"), &json!([0])));
    for (entry, groups) in [(0, groups.as_str()), (5, "0a1b"), (5, "谈心谈话谈心谈话")] {
        let typed = json!({"entry": entry, "groups": groups});
        assert_eq!(ledger.code("seal_check", typed), ErrorCode::SealMistyped, "{entry} {groups}");
    }
    let page = printed(&mut ledger, json!({"what": "seal", "id": late["id"]}));
    assert!(page.contains(&text(&late["groups"][0])) && page.contains("2026年第四季度"), "{page}");
    assert!(!page.contains("饕餮") && !page.contains("李四"), "{page}");

    // The ledger of before, in the place of the present one.
    *ledger.hands.vault.borrow_mut() = Some(ledger.path("旧.zhixin"));
    ledger.ok("backup_restore", json!({"file": backup, "password": PASSWORD}));
    assert_eq!(ledger.ok("talk_get", json!({"id": talks[0]}))["state"], "saved", "this is the older copy");
    assert_eq!(check(&mut ledger, &early)["found"], "same", "what was before is there");
    let answer = check(&mut ledger, &late);
    assert!(["rolled_back", "differs"].contains(&answer["found"].as_str().unwrap()), "{answer}");
    // And once it has as many entries again, it is still another.
    for name in 0..12 {
        ledger.person(&format!("后来{name}"));
    }
    assert_eq!(check(&mut ledger, &late)["found"], "differs");
    assert_eq!(ledger.ok("vault_verify", Value::Null)["sound"], true);
}
