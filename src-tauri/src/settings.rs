//! Holds the configuration to what was decided: these tests fail when a policy or a permission loosens.

use serde_json::{Value, json};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src ipc: http://ipc.localhost; frame-src 'none'; base-uri 'none'; form-action 'none'";

fn configuration() -> Value {
    serde_json::from_str(include_str!("../tauri.conf.json")).unwrap()
}

fn capability() -> Value {
    serde_json::from_str(include_str!("../capabilities/main.json")).unwrap()
}

#[test]
fn the_page_policy_is_exactly_as_decided() {
    let security = &configuration()["app"]["security"];
    assert_eq!(security["csp"], POLICY);
    assert!(!POLICY.contains("unsafe") && !POLICY.contains('*'));
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(security["assetProtocol"]["enable"], false);
    let keys: Vec<&str> = security.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["assetProtocol", "capabilities", "csp", "freezePrototype"], "nothing dangerous is switched on");
}

#[test]
fn the_page_gets_no_global_and_no_window_of_its_own() {
    let app = &configuration()["app"];
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(app["windows"], json!([]), "the window is made in window.rs, with what it may not do");
}

#[test]
fn the_one_capability_lists_the_command_table_and_nothing_else() {
    assert_eq!(configuration()["app"]["security"]["capabilities"], json!(["main"]));
    let files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities")).unwrap().collect();
    assert_eq!(files.len(), 1, "one capability");
    let capability = capability();
    assert_eq!(capability["windows"], json!(["main"]));
    assert!(capability.get("remote").is_none(), "no page from elsewhere may call anything");
    let allowed: Vec<String> = desk::NAMES.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    assert_eq!(capability["permissions"], json!(allowed));
}

#[test]
fn the_package_brings_chinese_type() {
    assert_eq!(configuration()["bundle"]["linux"]["deb"]["recommends"], json!(["fonts-noto-cjk"]));
}
