//! A page's picture: made smaller for the search and for storage, turned upright, stored as JPEG.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage};

use super::ScanError;

/// The long side of A4 at 200 dpi, in pixels.
pub(super) const LONG_SIDE: u32 = 2339;
/// A picture that is a little larger is kept as it is.
const KEPT_SIDE: u32 = 2600;
/// A JPEG file that is larger is made anew.
const KEPT_BYTES: usize = 1024 * 1024;
/// Small text is still sharp; a page of writing takes some 300 KB.
const QUALITY: u8 = 75;

/// A page as it was read.
pub(super) struct Picture {
    image: DynamicImage,
    /// The file's own JPEG, where it can be stored as it is.
    own: Option<Vec<u8>>,
}

impl Picture {
    pub(super) fn new(image: DynamicImage, own: Option<Vec<u8>>) -> Self {
        let long = image.width().max(image.height());
        if long <= KEPT_SIDE {
            return Self { image, own: own.filter(|own| own.len() <= KEPT_BYTES) };
        }
        let scaled = |side: u32| (u64::from(side) * u64::from(LONG_SIDE) / u64::from(long)).max(1) as u32;
        let (width, height) = (scaled(image.width()), scaled(image.height()));
        // Each pixel is the mean of those that it stands for, which also takes noise away.
        Self { image: image.thumbnail_exact(width, height), own: None }
    }

    pub(super) fn grey(&self) -> GrayImage {
        self.image.to_luma8()
    }

    /// The picture as JPEG, turned clockwise by so many quarters.
    pub(super) fn to_jpeg(&self, quarters: u8) -> Result<Vec<u8>, ScanError> {
        if let (Some(own), 0) = (&self.own, quarters) {
            return Ok(own.clone());
        }
        let plain = match &self.image {
            coloured if is_coloured(coloured) => DynamicImage::from(coloured.to_rgb8()),
            grey => DynamicImage::from(grey.to_luma8()),
        };
        let upright = match quarters % 4 {
            1 => plain.rotate90(),
            2 => plain.rotate180(),
            3 => plain.rotate270(),
            _ => plain,
        };
        let mut jpeg = Vec::new();
        // By the picture's own kind of colour: a grey one is stored with one component.
        let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
        upright.write_with_encoder(encoder).map_err(|_| ScanError::Broken)?;
        Ok(jpeg)
    }
}

/// Whether there is something in colour, as a red seal or blue ink, beyond a scanner's own fringes.
fn is_coloured(image: &DynamicImage) -> bool {
    if !image.color().has_color() {
        return false;
    }
    let rgb = image.to_rgb8();
    let colourful = |pixel: &&[u8]| {
        let [most, least] = [pixel.iter().max(), pixel.iter().min()].map(|part| part.copied().unwrap_or_default());
        most - least > 50
    };
    let (pixels, found) = (rgb.len() / 3, rgb.chunks_exact(3).filter(colourful).count());
    found * 2000 > pixels
}

/// Whether nothing is on the page: hardly a square millimetre is darker than the paper, away from its edges.
pub(super) fn is_blank(grey: &GrayImage) -> bool {
    /// About a millimetre.
    const BLOCK: u32 = 8;
    /// Dust and the shadow of a staple; a word written by hand has more.
    const SPECKS: usize = 6;
    const DARKER: u8 = 40;
    let small = imageops::resize(grey, grey.width() / BLOCK, grey.height() / BLOCK, FilterType::Triangle);
    let (width, height) = small.dimensions();
    let (left, top) = (width / 16, height / 16);
    let inner: Vec<u8> =
        imageops::crop_imm(&small, left, top, width - 2 * left, height - 2 * top).to_image().into_raw();
    let mut sorted = inner.clone();
    sorted.sort_unstable();
    let paper = sorted.get(sorted.len() / 2).copied().unwrap_or(255);
    inner.iter().filter(|block| **block < paper.saturating_sub(DARKER)).count() < SPECKS
}
