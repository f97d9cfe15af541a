//! Holds the configuration, as it is built in, to what was decided: these tests fail when a policy or a permission loosens.

use serde_json::{Value, json};
use tauri::ipc::Origin;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      connect-src ipc: http://ipc.localhost; frame-src 'none'; base-uri 'none'; form-action 'none'";

fn configuration() -> Value {
    serde_json::to_value(crate::context().config()).unwrap()
}

fn written() -> Value {
    serde_json::from_str(include_str!("../tauri.conf.json")).unwrap()
}

fn capability() -> Value {
    serde_json::from_str(include_str!("../capabilities/main.json")).unwrap()
}

#[test]
fn the_page_policy_is_exactly_as_decided() {
    let security = &configuration()["app"]["security"];
    assert!(!POLICY.contains("unsafe") && !POLICY.contains('*'));
    let decided = json!({
        "csp": POLICY,
        "devCsp": null,
        "freezePrototype": true,
        "dangerousDisableAssetCspModification": false,
        "assetProtocol": {"enable": false, "scope": []},
        "pattern": {"use": "brownfield"},
        "capabilities": ["main"],
        "headers": null,
    });
    for (name, value) in security.as_object().unwrap() {
        assert_eq!(decided.get(name).unwrap_or(&Value::Null), value, "{name}");
    }
    let written = written()["app"]["security"].clone();
    let keys: Vec<&str> = written.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["assetProtocol", "capabilities", "csp", "freezePrototype"], "nothing dangerous is switched on");
}

#[test]
fn the_page_gets_no_global_and_no_window_of_its_own() {
    let configuration = configuration();
    let app = &configuration["app"];
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(app["windows"], json!([]), "the window is made in window.rs, with what it may not do");
    assert_eq!(configuration["plugins"], json!({}));
    let build = &configuration["build"];
    assert_eq!(
        (&build["devUrl"], &build["frontendDist"]),
        (&Value::Null, &json!("../ui/dist")),
        "no page from elsewhere"
    );
}

#[test]
fn the_one_capability_lists_the_command_table_and_nothing_else() {
    let files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities")).unwrap().collect();
    assert_eq!(files.len(), 1, "one capability");
    let capability = capability();
    assert_eq!(capability["windows"], json!(["main"]));
    for name in ["remote", "webviews", "local", "platforms"] {
        assert!(capability.get(name).is_none(), "no page from elsewhere may call anything: {name}");
    }
    let allowed: Vec<String> = desk::NAMES.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    assert_eq!(capability["permissions"], json!(allowed));
}

#[test]
fn what_is_built_in_lets_the_page_call_the_table_and_nothing_of_tauri() {
    let mut context = crate::context();
    let authority = context.runtime_authority_mut();
    let may = |command: &str, window: &str, origin: &Origin| authority.resolve_access(command, window, window, origin);
    let elsewhere = Origin::Remote { url: "https://example.com/".parse().unwrap() };
    for name in desk::NAMES {
        assert!(may(name, "main", &Origin::Local).is_some(), "{name}");
        assert!(may(name, "main", &elsewhere).is_none(), "{name} from elsewhere");
        assert!(may(name, "other", &Origin::Local).is_none(), "{name} from another window");
    }
    // Every command that Tauri and the plugins know of, as the build wrote them down.
    let known = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/gen/schemas/acl-manifests.json")).unwrap();
    let known: Value = serde_json::from_slice(&known).unwrap();
    let mut refused = 0;
    for (plugin, manifest) in known.as_object().unwrap().iter().filter(|(plugin, _)| *plugin != "__app-acl__") {
        for permission in manifest["permissions"].as_object().unwrap().values() {
            for command in permission["commands"]["allow"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                let name = format!("plugin:{}|{command}", plugin.trim_start_matches("core:"));
                assert!(may(&name, "main", &Origin::Local).is_none(), "{name}");
                refused += 1;
            }
        }
    }
    assert!(refused > 100, "{refused} commands are known");
}

#[test]
fn the_page_that_is_built_in_has_no_inline_script_and_no_spelling_check() {
    let context = crate::context();
    let page = context.assets().get(&"index.html".into()).expect("the page is built in");
    let page = std::str::from_utf8(&page).unwrap();
    assert!(page.contains("spellcheck=\"false\""), "{page}");
    let scripts: Vec<&str> = page.split("<script").skip(1).map(|tag| tag.split('>').next().unwrap()).collect();
    assert!(!scripts.is_empty() && scripts.iter().all(|tag| tag.contains(" src=\"/")), "{scripts:?}");
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("<style"), "{page}");
}

#[test]
fn the_window_is_made_with_what_it_may_not_do() {
    let made = include_str!("window.rs");
    for call in [
        ".incognito(!is_automated())",
        ".general_autofill_enabled(false)",
        ".devtools(false)",
        ".on_navigation(is_own_page)",
        ".on_new_window(|_, _| NewWindowResponse::Deny)",
        ".on_download(|_, _| false)",
    ] {
        assert!(made.contains(call), "{call}");
    }
    for manifest in [include_str!("../Cargo.toml"), include_str!("../../Cargo.toml")] {
        assert!(!manifest.contains("devtools"), "no tools to look into the page in a shipped program");
        for plugin in ["plugin-fs", "plugin-shell", "plugin-http", "plugin-opener", "plugin-updater"] {
            assert!(!manifest.contains(plugin), "{plugin}");
        }
    }
}

#[test]
fn the_packages_bring_chinese_type_and_printing() {
    let written: Value = serde_json::from_str(include_str!("../tauri.linux.conf.json")).unwrap();
    let linux = &written["bundle"]["linux"];
    assert_eq!(linux["deb"]["recommends"], json!(["fonts-noto-cjk", "cups-client"]));
    assert_eq!(linux["rpm"]["recommends"], json!(["google-noto-sans-cjk-fonts", "cups-client"]));
}

#[test]
fn every_installer_works_without_a_network() {
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let windows = read(include_str!("../tauri.windows.conf.json"));
    assert_eq!(windows["bundle"]["windows"]["webviewInstallMode"]["type"], "offlineInstaller");
    assert_eq!(windows["bundle"]["windows"]["nsis"]["installMode"], "currentUser");
    for text in [
        include_str!("../tauri.windows.conf.json"),
        include_str!("../tauri.macos.conf.json"),
        include_str!("../tauri.linux.conf.json"),
    ] {
        let written = read(text);
        let keys: Vec<&String> = written.as_object().unwrap().keys().collect();
        assert!(
            keys.iter().all(|key| ["bundle", "productName"].contains(&key.as_str())),
            "a system changes its packages alone"
        );
    }
}
