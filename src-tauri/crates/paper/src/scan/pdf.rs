//! PDF: a page that is one scanned picture and nothing else gives that picture; every other is drawn at 200 dpi.

use std::io::{Read, Write, sink};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::content::ops::TypedInstruction;
use hayro::hayro_syntax::object::dict::keys::{DECODE, HEIGHT, MASK, SMASK, SUBTYPE, WIDTH};
use hayro::hayro_syntax::object::{Name, Object, Stream};
use hayro::hayro_syntax::page::{Page, Rotation};
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use image::{DynamicImage, RgbImage};

use super::picture::{LONG_SIDE, Picture};
use super::source::{check_size, jpeg_size, plain_jpeg};
use super::{PIXELS, SCAN_PAGES, ScanError};

/// The most bytes that one stream of a file may inflate to.
const INFLATED: u64 = PIXELS * 4;
/// 200 dpi.
const SCALE: f32 = 200.0 / 72.0;

pub(super) struct PdfFile {
    pdf: Pdf,
}

impl PdfFile {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, ScanError> {
        check_streams(&bytes)?;
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(_) => ScanError::Protected,
            LoadPdfError::Invalid => ScanError::Broken,
        })?;
        if pdf.pages().len() > SCAN_PAGES {
            return Err(ScanError::TooManyPages);
        }
        // The decoders take memory by what a picture says of itself.
        for object in pdf.objects() {
            if let Object::Stream(stream) = object {
                let side = |key| stream.dict().get::<u32>(key).map_or(0, u64::from);
                if side(WIDTH) * side(HEIGHT) > PIXELS {
                    return Err(ScanError::TooLarge);
                }
            }
        }
        Ok(Self { pdf })
    }

    pub(super) fn pages(&self) -> usize {
        self.pdf.pages().len()
    }

    pub(super) fn page(&self, index: usize) -> Result<Picture, ScanError> {
        let page = self.pdf.pages().get(index).ok_or(ScanError::Broken)?;
        if let Some(picture) = only_picture(page) {
            return Ok(picture);
        }
        let (width, height) = page.render_dimensions();
        if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
            return Err(ScanError::Broken);
        }
        // A page in another unit than points, or larger than A4, is drawn as large as a page of A4.
        let scale = SCALE.min(LONG_SIDE as f32 / width.max(height));
        check_size((width * scale) as u32, (height * scale) as u32)?;
        let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
        let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
        let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
        let rgb = drawn.data_as_u8_slice().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let image = RgbImage::from_raw(width, height, rgb).ok_or(ScanError::Broken)?;
        Ok(Picture::new(DynamicImage::from(image), None))
    }
}

/// The picture of a page on which is nothing but one upright JPEG that covers it, as document scanners write it: it is neither
/// drawn nor packed once more.
fn only_picture(page: &Page<'_>) -> Option<Picture> {
    if !matches!(page.rotation(), Rotation::None) {
        return None;
    }
    let mut picture = None;
    let mut size = None;
    let mut operations = page.typed_operations();
    while let Some(operation) = operations.next() {
        match operation {
            TypedInstruction::SaveState(_) | TypedInstruction::RestoreState(_) => {}
            TypedInstruction::Transform(to) if size.is_none() && picture.is_none() => {
                let [a, b, c, d] = [to.0, to.1, to.2, to.3].map(|number| number.as_f32());
                size = (b == 0.0 && c == 0.0).then_some((a, d));
                size?;
            }
            TypedInstruction::XObject(object) if picture.is_none() => picture = page.resources().get_x_object(object.0),
            _ => return None,
        }
    }
    let (width, height) = page.base_dimensions();
    let covered = |side: f32, of: f32| (0.9..1.1).contains(&(side / of));
    let (over, up) = size?;
    if !covered(over, width) || !covered(up, height) {
        return None;
    }
    plain_jpeg(&jpeg(&picture?)?)
}

/// The bytes of a picture that is a JPEG file as it stands.
fn jpeg(stream: &Stream<'_>) -> Option<Vec<u8>> {
    let dict = stream.dict();
    let is_image = dict.get::<Name<'_>>(SUBTYPE).is_some_and(|subtype| subtype.as_ref() == b"Image");
    // Packed once only, so that its bytes are those of the JPEG.
    let is_plain = stream.filters().len() == 1
        && stream.raw_data().starts_with(b"\xff\xd8\xff")
        && ![SMASK, MASK, DECODE].into_iter().any(|changes| dict.contains_key(changes));
    (is_image && is_plain).then(|| stream.raw_data().into_owned())
}

/// No stream may inflate to far more than a page: the PDF library inflates into memory without a limit, some streams already on opening.
fn check_streams(bytes: &[u8]) -> Result<(), ScanError> {
    const MARK: &[u8] = b"stream";
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(MARK.len()).position(|mark| mark == MARK) {
        at += found + MARK.len();
        let line_end = bytes[at..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let data = &bytes[at + line_end..];
        if line_end == 0 {
            continue;
        }
        if data.starts_with(b"\xff\xd8") {
            // What the file says of its picture need not be what the picture is.
            if jpeg_size(data).is_some_and(|(width, height)| u64::from(width) * u64::from(height) > PIXELS) {
                return Err(ScanError::TooLarge);
            }
            continue;
        }
        let mut limit = ZlibDecoder::new(data).take(INFLATED + 1);
        let mut size = count(&mut limit);
        if size == 0 {
            // Streams without a header are read as well.
            size = count(&mut DeflateDecoder::new(data).take(INFLATED + 1));
        }
        if size > INFLATED {
            return Err(ScanError::TooLarge);
        }
    }
    Ok(())
}

/// How many bytes come before the end or the first fault.
fn count(from: &mut impl Read) -> u64 {
    let mut counted = Counted(0);
    // What cannot be inflated further takes no more memory.
    let _ = std::io::copy(from, &mut counted);
    counted.0
}

struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        sink().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
