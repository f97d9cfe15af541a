//! Pictures cut to a part and reduced to few colours, so that those of the manual stay small.

use std::collections::HashMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use image::{GenericImageView, RgbImage};

/// As many colours as a page of this program has with its soft edges of letters.
const COLOURS: usize = 96;
/// How wide a picture of the manual is at most; the text column is narrower.
const WIDTH: u32 = 1000;

/// How much of what surrounds it is kept, so that no letter stands at the edge.
const AROUND: u32 = 12;

/// Where something stands in the window, in pixels: left, top, width, height.
pub(super) type Place = (u32, u32, u32, u32);

/// Keeps a part of a picture, without the empty space at its bottom.
pub(super) fn cut(picture: &[u8], (left, top, width, height): Place, to: &Path) {
    let whole = image::load_from_memory(picture).expect("a picture");
    let (right, bottom) = ((left + width + AROUND).min(whole.width()), (top + height + AROUND).min(whole.height()));
    let (left, top) = (left.saturating_sub(AROUND), top.saturating_sub(AROUND));
    let part = image::DynamicImage::ImageRgba8(whole.view(left, top, right - left, bottom - top).to_image()).to_rgb8();
    let (width, height) = (part.width(), used(&part));
    part.view(0, 0, width, height).to_image().save(to).expect("a picture on the disk");
}

/// How much of the height something stands in; below it each line of dots is like the one above.
fn used(picture: &RgbImage) -> u32 {
    // At the right edge stands the bar by which the page scrolls.
    let line = |y: u32| (0..picture.width().saturating_sub(AROUND)).map(move |x| picture.get_pixel(x, y));
    let last = (1..picture.height()).rev().find(|y| !line(*y).eq(line(y - 1)));
    (last.unwrap_or_default() + 2 * AROUND).min(picture.height())
}

/// Writes a picture anew with a palette.
pub(super) fn reduce(from: &Path, to: &Path) {
    let whole = image::open(from).expect("a picture");
    let whole = if whole.width() > WIDTH {
        whole.resize(WIDTH, u32::MAX, image::imageops::FilterType::Lanczos3)
    } else {
        whole
    };
    let picture = whole.to_rgb8();
    let palette = palette(&picture);
    let mut nearest = HashMap::new();
    let pixels: Vec<u8> =
        picture.pixels().map(|pixel| *nearest.entry(pixel.0).or_insert_with(|| near(&palette, pixel.0))).collect();
    let file = BufWriter::new(File::create(to).expect("a file for the picture"));
    let mut encoder = png::Encoder::new(file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().expect("a head");
    writer.write_image_data(&pixels).expect("the picture is written");
}

/// The colours that cover most, each at some distance from the others.
fn palette(picture: &RgbImage) -> Vec<[u8; 3]> {
    let mut counts: HashMap<[u8; 3], u32> = HashMap::new();
    for pixel in picture.pixels() {
        *counts.entry(pixel.0).or_default() += 1;
    }
    let mut colours: Vec<([u8; 3], u32)> = counts.into_iter().collect();
    colours.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut chosen: Vec<[u8; 3]> = Vec::new();
    for (colour, _) in colours {
        // The first ones are the page's own flat colours and stay exact.
        if chosen.len() < 16 || chosen.iter().all(|one| distance(*one, colour) > 220) {
            chosen.push(colour);
        }
        if chosen.len() == COLOURS {
            break;
        }
    }
    chosen
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    (0..3).map(|i| u32::from(a[i].abs_diff(b[i])).pow(2)).sum()
}

fn near(palette: &[[u8; 3]], colour: [u8; 3]) -> u8 {
    let found = palette.iter().enumerate().min_by_key(|(_, one)| distance(**one, colour));
    found.and_then(|(at, _)| u8::try_from(at).ok()).unwrap_or_default()
}
