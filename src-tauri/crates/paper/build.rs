//! Finds the two font files that are embedded in the program and passes their paths to the compiler.
//!
//! The fonts (Noto Serif SC, SIL Open Font License) come with the front end's packages, so that the repository
//! need not carry 30 MB of binary files.

use std::path::PathBuf;
use std::process::exit;
use std::{env, fs};

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
}
