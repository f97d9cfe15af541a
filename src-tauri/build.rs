//! Gives each command its own permission, so that the capability gates commands by name.
//!
//! The names come from the capability itself, which a test in `src/settings.rs` holds to the command table: depending on
//! `desk` here would build all of it, with the typesetter, a second time.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A page that was built anew must be packed in anew.
    println!("cargo:rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(commands()?);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}

fn commands() -> Result<&'static [&'static str], Box<dyn std::error::Error>> {
    let capability: serde_json::Value = serde_json::from_str(&std::fs::read_to_string("capabilities/main.json")?)?;
    let permissions = capability["permissions"].as_array().ok_or("capabilities/main.json lists no permissions")?;
    let mut names: Vec<&'static str> = Vec::new();
    for permission in permissions {
        let name = permission.as_str().and_then(|permission| permission.strip_prefix("allow-"));
        names.push(name.ok_or("capabilities/main.json may only allow commands")?.replace('-', "_").leak());
    }
    Ok(names.leak())
}
