//! TIFF, with one picture a page, as document scanners and fax machines write it.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult, Limits};

use super::picture::Picture;
use super::source::check_size;
use super::{PIXELS, SCAN_PAGES, ScanError};

pub(super) struct TiffFile {
    decoder: Decoder<Cursor<Vec<u8>>>,
    pages: usize,
    at: usize,
}

impl TiffFile {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, ScanError> {
        let mut pages = 1;
        let mut counter = Decoder::new(Cursor::new(&bytes[..])).map_err(|_| ScanError::Broken)?;
        // A damaged entry ends the count; the pages before it are read.
        while counter.more_images() && counter.next_image().is_ok() {
            pages += 1;
            if pages > SCAN_PAGES {
                return Err(ScanError::TooManyPages);
            }
        }
        let most = usize::try_from(PIXELS * 4).map_err(|_| ScanError::TooLarge)?;
        let mut limits = Limits::default();
        limits.decoding_buffer_size = most;
        limits.intermediate_buffer_size = most;
        let decoder = Decoder::new(Cursor::new(bytes)).map_err(|_| ScanError::Broken)?.with_limits(limits);
        Ok(Self { decoder, pages, at: 0 })
    }

    pub(super) fn pages(&self) -> usize {
        self.pages
    }

    pub(super) fn page(&mut self, index: usize) -> Result<Picture, ScanError> {
        let broken = |_| ScanError::Broken;
        while self.at < index {
            self.decoder.next_image().map_err(broken)?;
            self.at += 1;
        }
        let (width, height) = self.decoder.dimensions().map_err(broken)?;
        check_size(width, height)?;
        let colour = self.decoder.colortype().map_err(broken)?;
        let DecodingResult::U8(data) = self.decoder.read_image().map_err(broken)? else {
            return Err(ScanError::Broken);
        };
        let image = match colour {
            ColorType::Gray(1) => GrayImage::from_raw(width, height, unpacked(&data, width)).map(DynamicImage::from),
            ColorType::Gray(8) => GrayImage::from_raw(width, height, data).map(DynamicImage::from),
            ColorType::RGB(8) => RgbImage::from_raw(width, height, data).map(DynamicImage::from),
            ColorType::RGBA(8) => RgbaImage::from_raw(width, height, data).map(DynamicImage::from),
            ColorType::YCbCr(8) => RgbImage::from_raw(width, height, from_ycbcr(data)).map(DynamicImage::from),
            _ => None,
        };
        image.map(|image| Picture::new(image, None)).ok_or(ScanError::Broken)
    }
}

/// One bit a pixel, each row in whole bytes, to one byte a pixel.
fn unpacked(data: &[u8], width: u32) -> Vec<u8> {
    let width = width as usize;
    let rows = data.chunks(width.div_ceil(8));
    rows.flat_map(|row| {
        (0..width).map(|x| if row.get(x / 8).is_some_and(|byte| byte >> (7 - x % 8) & 1 == 1) { 255 } else { 0 })
    })
    .collect()
}

/// As JFIF has it.
fn from_ycbcr(mut data: Vec<u8>) -> Vec<u8> {
    for pixel in data.chunks_exact_mut(3) {
        let [y, cb, cr] = [f32::from(pixel[0]), f32::from(pixel[1]) - 128.0, f32::from(pixel[2]) - 128.0];
        let rgb = [y + 1.402 * cr, y - 0.344_14 * cb - 0.714_14 * cr, y + 1.772 * cb];
        pixel.copy_from_slice(&rgb.map(|part| part.round().clamp(0.0, 255.0) as u8));
    }
    data
}
