//! What the packages say that they are made of: every crate of the shipped programs, nothing that only builds or tests them, and no drift.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn output(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn parts(what: &str) -> String {
    output("node", &["src-tauri/xtask/parts.mjs", what])
}

/// Names and versions of a tree of crates, without the members of the workspace.
fn crates(args: &[&str]) -> BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let fixed = ["tree", "--locked", "--prefix", "none", "--format", "{p}"];
    let tree = output(&cargo, &[&fixed[..], args].concat());
    let lines = tree.lines().filter(|line| !line.is_empty() && !line.contains("(/"));
    lines.map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ").replace(" v", " ")).collect()
}

#[test]
fn the_list_in_the_settings_is_that_of_the_locked_parts() {
    let shown = std::fs::read_to_string(root().join("ui/src/licences.txt")).unwrap();
    assert_eq!(shown, parts("list"), "run `cargo xtask licences`");
    for line in shown.lines() {
        let licence = line.split("  ").nth(1).unwrap_or_default();
        assert!(!licence.is_empty() && licence != "?", "no licence: {line}");
        // What obliges to more than naming and texts is not shipped, unless it may be chosen otherwise.
        for strict in ["GPL-3", "AGPL", "SSPL", "BUSL"] {
            assert!(!licence.contains(strict), "{line}");
        }
    }
}

#[test]
fn the_sbom_has_every_shipped_crate_and_none_of_the_tests() {
    let sbom: Value = serde_json::from_str(&parts("sbom")).unwrap();
    assert_eq!((sbom["bomFormat"].as_str(), sbom["specVersion"].as_str()), (Some("CycloneDX"), Some("1.6")));
    assert_eq!(sbom["metadata"]["component"]["version"], env!("CARGO_PKG_VERSION"));
    let components = sbom["components"].as_array().unwrap();
    let mut references = BTreeSet::new();
    for component in components {
        assert_eq!(component["type"], "library");
        for field in ["name", "version", "purl", "bom-ref"] {
            assert!(component[field].as_str().is_some_and(|text| !text.is_empty()), "{field} in {component}");
        }
        assert!(component["licenses"][0]["expression"].is_string(), "{component}");
        assert!(references.insert(component["bom-ref"].as_str().unwrap().to_owned()), "twice: {component}");
        let purl = component["purl"].as_str().unwrap();
        assert_eq!(component["hashes"].is_array(), !purl.starts_with("pkg:generic/"), "{component}");
    }
    let listed = sbom["dependencies"][0]["dependsOn"].as_array().unwrap();
    assert_eq!(listed.len(), references.len());
    let has = |part: &str| {
        let (name, version) = part.split_once(' ').unwrap();
        references.contains(&format!("pkg:cargo/{name}@{version}"))
    };

    let shipped = crates(&["-p", "zhixin-app", "-p", "cli", "-e", "normal", "--target", "all"]);
    assert!(shipped.len() > 300, "{}", shipped.len());
    let missing: Vec<&String> = shipped.iter().filter(|part| !has(part)).collect();
    assert_eq!(missing, [] as [&String; 0]);
    for name in ["proptest", "insta", "fantoccini", "tempfile", "tokio-test"] {
        let only_tests = shipped.iter().all(|part| !part.starts_with(&format!("{name} ")));
        assert!(!only_tests || !references.iter().any(|one| one.starts_with(&format!("pkg:cargo/{name}@"))), "{name}");
    }
    for page in ["vue", "element-plus", "echarts", "%40tauri-apps/api", "vue-i18n"] {
        assert!(references.iter().any(|one| one.starts_with(&format!("pkg:npm/{page}@"))), "{page}");
    }
    for tool in ["vite", "vitest", "typescript", "vue-tsc", "happy-dom", "%40tauri-apps/cli", "axe-core"] {
        assert!(!references.iter().any(|one| one.starts_with(&format!("pkg:npm/{tool}@"))), "{tool}");
    }
    for native in ["openssl", "sqlcipher", "sqlite", "noto-serif-sc"] {
        assert!(references.iter().any(|one| one.starts_with(&format!("pkg:generic/{native}@"))), "{native}");
    }
}

#[test]
fn the_texts_of_the_licences_are_there() {
    let texts = parts("texts");
    for words in [
        "Permission is hereby granted, free of charge",
        "Apache License",
        "Mozilla Public License",
        "SIL OPEN FONT LICENSE",
    ] {
        assert!(texts.to_uppercase().contains(&words.to_uppercase()), "{words}");
    }
}
