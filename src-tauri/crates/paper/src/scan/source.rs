//! What a file is, and its pages as pictures.

use std::io::Cursor;

use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits, metadata::Orientation};

use super::pdf::PdfFile;
use super::picture::Picture;
use super::tiff::TiffFile;
use super::{LEAST_SIDE, PIXELS, SCAN_PAGES, ScanError};

/// A file of scanned pages.
pub(super) enum Source {
    Pdf(PdfFile),
    Tiff(Box<TiffFile>),
    Picture(Vec<u8>, ImageFormat),
}

impl Source {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, ScanError> {
        let source = match &bytes[..] {
            [0xff, 0xd8, 0xff, ..] => Self::Picture(bytes, ImageFormat::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Self::Picture(bytes, ImageFormat::Png),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Self::Tiff(Box::new(TiffFile::open(bytes)?)),
            // Some programs put a few bytes before the mark.
            start if start[..start.len().min(1024)].windows(5).any(|mark| mark == b"%PDF-") => {
                Self::Pdf(PdfFile::open(bytes)?)
            }
            _ => return Err(ScanError::NotAScan),
        };
        match source.pages() {
            0 => Err(ScanError::Broken),
            pages if pages > SCAN_PAGES => Err(ScanError::TooManyPages),
            _ => Ok(source),
        }
    }

    pub(super) fn pages(&self) -> usize {
        match self {
            Self::Pdf(pdf) => pdf.pages(),
            Self::Tiff(tiff) => tiff.pages(),
            Self::Picture(..) => 1,
        }
    }

    /// The page with this index, from 0.
    pub(super) fn page(&mut self, index: usize) -> Result<Picture, ScanError> {
        match self {
            Self::Pdf(pdf) => pdf.page(index),
            Self::Tiff(tiff) => tiff.page(index),
            Self::Picture(bytes, format) => picture(bytes, *format),
        }
    }
}

/// A page must have some pixels, and not too many.
pub(super) fn check_size(width: u32, height: u32) -> Result<(), ScanError> {
    if u64::from(width) * u64::from(height) > PIXELS {
        Err(ScanError::TooLarge)
    } else if width.min(height) < LEAST_SIDE {
        Err(ScanError::Broken)
    } else {
        Ok(())
    }
}

fn picture(bytes: &[u8], format: ImageFormat) -> Result<Picture, ScanError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(PIXELS * 4);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| ScanError::Broken)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    // Phones save pictures as the sensor lies and say how to turn them.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| ScanError::Broken)?;
    image.apply_orientation(orientation);
    let as_it_is = format == ImageFormat::Jpeg && orientation == Orientation::NoTransforms;
    Ok(Picture::new(image, as_it_is.then(|| bytes.to_vec())))
}

/// How large a JPEG says that it is, without decoding it.
pub(super) fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg).into_dimensions().ok()
}

/// A JPEG in grey or RGB as it stands, whatever it says of turning; others are not shown alike everywhere.
pub(super) fn plain_jpeg(bytes: &[u8]) -> Option<Picture> {
    let (width, height) = jpeg_size(bytes)?;
    check_size(width, height).ok()?;
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg).into_decoder().ok()?;
    if !matches!(decoder.original_color_type(), ExtendedColorType::L8 | ExtendedColorType::Rgb8) {
        return None;
    }
    // With a mark that turns it, a program that shows it would turn what the page does not.
    let as_it_is = matches!(decoder.orientation(), Ok(Orientation::NoTransforms));
    let image = DynamicImage::from_decoder(decoder).ok()?;
    Some(Picture::new(image, as_it_is.then(|| bytes.to_vec())))
}
