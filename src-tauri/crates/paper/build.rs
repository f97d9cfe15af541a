//! Finds the two font files that are embedded in the program and passes their paths to the compiler; lists the manual's pictures.
//!
//! The fonts (Noto Serif SC, SIL Open Font License) come with the front end's packages, so that the repository
//! need not carry 30 MB of binary files.

use std::path::{Path, PathBuf};
use std::process::exit;
use std::{env, fs, io};

const FONTS: [(&str, &str); 2] = [
    ("PAPER_FONT_REGULAR", "400Regular/NotoSerifSC_400Regular.ttf"),
    ("PAPER_FONT_BOLD", "700Bold/NotoSerifSC_700Bold.ttf"),
];

fn main() {
    let crate_dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let fonts = crate_dir.join("../../../ui/node_modules/@expo-google-fonts/noto-serif-sc");
    println!("cargo::rerun-if-changed=build.rs");
    for (variable, file) in FONTS {
        let path = fonts.join(file);
        println!("cargo::rerun-if-changed={}", path.display());
        if let Err(error) = fs::File::open(&path) {
            println!(
                "cargo::error=the font {} cannot be read ({error}); \
                 run `cargo xtask start` or `cargo xtask test` once; it fetches the fonts",
                path.display()
            );
            exit(1);
        }
        println!("cargo::rustc-env={variable}={}", path.display());
    }
    if let Err(error) = list_pictures(&crate_dir.join("../../../ui/src/manual/pictures")) {
        println!("cargo::error=the manual's pictures cannot be listed: {error}");
        exit(1);
    }
}

/// Writes `PICTURES`: the name of each picture of the manual, as `pictures/en/today.png`, and the file itself.
fn list_pictures(folder: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for language in ["zh-CN", "en"] {
        let Ok(found) = fs::read_dir(folder.join(language)) else { continue };
        for file in found {
            let file = file?.path();
            if file.extension().is_some_and(|ending| ending == "png") {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.push((format!("pictures/{language}/{name}"), file.canonicalize()?));
            }
        }
    }
    files.sort();
    let rows =
        files.iter().map(|(name, file)| format!("    ({name:?}, include_bytes!({:?})),\n", file.display().to_string()));
    let list = format!("static PICTURES: &[(&str, &[u8])] = &[\n{}];\n", rows.collect::<String>());
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("manual_pictures.rs"), list)
}
