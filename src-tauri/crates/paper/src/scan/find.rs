//! The code on a page. It stands in the right corner at the foot, which is any corner of a page that lies askew in the scanner.

use image::imageops::{self, FilterType};
use image::{GrayImage, SubImage};
use rqrr::PreparedImage;

use super::Finding;
use crate::code::{CODE_SIDE, CodeError, SheetCode};

/// The part of the long side that a corner takes: 70 mm of A4.
const CORNER: f64 = 70.0 / 297.0;

/// The part of the long side that a tile takes.
const TILE: f64 = 0.3;
/// The part of the long side that a code's side takes.
const SIDE: f64 = CODE_SIDE / 297.0;

/// What was found on a page, and by how many quarters it must be turned clockwise to stand upright.
///
/// The corners come first, as there the threshold is not led astray by the rest of the page; then the whole page, for what was
/// copied smaller; then the corners once more, smoothed against noise and enlarged against few dots.
pub(super) fn codes(page: &GrayImage) -> (Finding, u8) {
    let mut worst = Finding::Nothing;
    let side = f64::from(page.width().max(page.height())) * SIDE;
    for attempt in [Attempt::Plain, Attempt::Whole, Attempt::Smooth, Attempt::Large] {
        let found: Vec<Found> = match attempt {
            Attempt::Whole => tiles(page).flat_map(|tile| search(tile, side)).collect(),
            Attempt::Plain => corners(page).flat_map(|corner| search(corner, side)).collect(),
            Attempt::Smooth => corners(page).flat_map(|corner| search(imageops::blur(&corner, 1.0), side)).collect(),
            Attempt::Large => corners(page).flat_map(|corner| search(enlarged(&corner), side * 2.0)).collect(),
        };
        let (finding, quarters) = judged(&found);
        match finding {
            Finding::Code(_) | Finding::Several => return (finding, quarters),
            Finding::Nothing | Finding::Blank => {}
            Finding::OtherVersion | Finding::Unreadable => {
                if worst != Finding::OtherVersion {
                    worst = finding;
                }
            }
        }
    }
    (worst, 0)
}

#[derive(Clone, Copy)]
enum Attempt {
    Plain,
    Whole,
    Smooth,
    Large,
}

/// A pattern with the three marks of a QR code.
struct Found {
    /// What it says; none when it could not be read.
    text: Option<String>,
    quarters: u8,
}

fn corners(page: &GrayImage) -> impl Iterator<Item = GrayImage> + '_ {
    let (width, height) = page.dimensions();
    let side = (f64::from(width.max(height)) * CORNER) as u32;
    let (w, h) = (side.min(width), side.min(height));
    let places = [(width - w, height - h), (0, 0), (0, height - h), (width - w, 0)];
    places.into_iter().map(move |(x, y)| SubImage::to_image(&imageops::crop_imm(page, x, y, w, h)))
}

/// The whole page in parts that overlap by more than a code: in each the threshold is its own, and it is far quicker than the page at once.
fn tiles(page: &GrayImage) -> impl Iterator<Item = GrayImage> + '_ {
    let (width, height) = page.dimensions();
    let side = ((f64::from(width.max(height)) * TILE) as u32).max(1);
    let step = (side * 7 / 10).max(1);
    let along = move |length: u32| (0..=length.saturating_sub(side).div_ceil(step)).map(move |n| n * step);
    along(height).flat_map(move |y| along(width).map(move |x| (x, y))).map(move |(x, y)| {
        SubImage::to_image(&imageops::crop_imm(page, x, y, side.min(width - x), side.min(height - y)))
    })
}

fn enlarged(image: &GrayImage) -> GrayImage {
    imageops::resize(image, image.width() * 2, image.height() * 2, FilterType::CatmullRom)
}

/// The patterns in a picture in which a code's side should have `side` pixels.
fn search(image: GrayImage, side: f64) -> Vec<Found> {
    let mut prepared = PreparedImage::prepare(image);
    let grids = prepared.detect_grids();
    grids
        .iter()
        .filter_map(|grid| {
            let [left, right, ..] = grid.bounds;
            let (x, y) = (right.x - left.x, right.y - left.y);
            let text = grid.decode().ok().map(|(_, text)| text);
            // Writing may look like the marks of a code; what is of another size and cannot be read is none.
            let is_sized = (0.6..1.6).contains(&(f64::from(x).hypot(f64::from(y)) / side));
            if text.is_none() && !is_sized {
                return None;
            }
            let quarters = match (x.abs() > y.abs(), x > 0, y > 0) {
                (true, true, _) => 0,
                (true, false, _) => 2,
                (false, _, true) => 3,
                (false, _, false) => 1,
            };
            Some(Found { text, quarters })
        })
        .collect()
}

/// What several patterns say together. Codes of others are no matter of ours.
fn judged(found: &[Found]) -> (Finding, u8) {
    let mut finding = (Finding::Nothing, 0);
    for one in found {
        let says = match one.text.as_deref().map(SheetCode::parse) {
            Some(Ok(code)) => Finding::Code(code),
            Some(Err(CodeError::OtherVersion)) => Finding::OtherVersion,
            Some(Err(CodeError::Damaged)) | None => Finding::Unreadable,
            Some(Err(CodeError::Foreign)) => continue,
        };
        finding = match (finding.0, says) {
            (Finding::Code(known), Finding::Code(other)) if known != other => return (Finding::Several, 0),
            (Finding::Code(_), _) => finding,
            (Finding::OtherVersion, Finding::Unreadable) => finding,
            _ => (says, one.quarters),
        };
    }
    finding
}
