//! Page pictures: each kind of sheet against the picture that a person has looked at.
//! `ZHIXIN_BLESS=1` rewrites the pictures; look at them before they are committed.

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::Command;

use paper::Press;

/// Approved pictures have four shades of grey. A dot is different when it is two shades off: rasterisers differ a
/// little in antialiasing.
const SHADES_OFF: u8 = 2;
/// How many dots of a thousand may differ.
const PER_THOUSAND: usize = 2;

struct Picture {
    width: u32,
    height: u32,
    /// 0 (black) to 3 (white).
    shades: Vec<u8>,
}

fn read(path: &Path) -> Option<Picture> {
    let mut decoder = png::Decoder::new(BufReader::new(fs::File::open(path).ok()?));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut dots = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut dots).unwrap();
    assert_eq!(info.bit_depth, png::BitDepth::Eight, "{path:?}");
    // Some rasterisers write grey as three equal colours.
    let shades = dots[..info.buffer_size()].iter().step_by(info.color_type.samples()).map(|dot| dot >> 6);
    Some(Picture { width: info.width, height: info.height, shades: shades.collect() })
}

fn write(picture: &Picture, path: &Path) {
    let mut encoder = png::Encoder::new(fs::File::create(path).unwrap(), picture.width, picture.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Two);
    encoder.set_compression(png::Compression::High);
    let mut packed = Vec::new();
    for row in picture.shades.chunks(picture.width as usize) {
        for four in row.chunks(4) {
            packed.push(four.iter().enumerate().fold(0, |byte, (place, shade)| byte | shade << (6 - 2 * place)));
        }
    }
    encoder.write_header().unwrap().write_image_data(&packed).unwrap();
}

/// The pages of a PDF as grey pictures, in order.
fn rasterise(pdf: &[u8], folder: &Path) -> Vec<PathBuf> {
    let file = folder.join("sheet.pdf");
    fs::write(&file, pdf).unwrap();
    let status =
        Command::new("pdftoppm").args(["-r", "60", "-gray", "-png"]).arg(&file).arg(folder.join("page")).status();
    assert!(status.expect("pdftoppm (package poppler-utils) is needed").success());
    let mut pages: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "png"))
        .collect();
    pages.sort();
    pages
}

#[test]
fn pages_look_as_they_were_approved() {
    let bless = std::env::var_os("ZHIXIN_BLESS").is_some();
    let approved = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ref");
    let press = Press::new().unwrap();
    let mut wrong = Vec::new();
    for (name, sheet) in fixtures::all() {
        let folder = tempfile::tempdir().unwrap();
        let pages = rasterise(&fixtures::printed(&press, &sheet).unwrap(), folder.path());
        for (number, page) in pages.iter().enumerate() {
            // The pages in the middle of a long record are all alike.
            if number > 1 && number + 1 < pages.len() {
                continue;
            }
            let reference = approved.join(format!("{name}-{}.png", number + 1));
            let actual = read(page).unwrap();
            if bless {
                write(&actual, &reference);
                continue;
            }
            let Some(expected) = read(&reference) else {
                wrong.push(format!("{name}: page {} has no approved picture", number + 1));
                continue;
            };
            if (actual.width, actual.height) != (expected.width, expected.height) {
                wrong.push(format!("{name}: page {} has another size", number + 1));
                continue;
            }
            let pairs = actual.shades.iter().zip(&expected.shades);
            let off = pairs.filter(|(a, b)| a.abs_diff(**b) >= SHADES_OFF).count();
            if off * 1000 > actual.shades.len() * PER_THOUSAND {
                wrong.push(format!("{name}: page {} differs in {off} dots", number + 1));
            }
        }
        if approved.join(format!("{name}-{}.png", pages.len() + 1)).exists() {
            wrong.push(format!("{name}: a page is missing"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
