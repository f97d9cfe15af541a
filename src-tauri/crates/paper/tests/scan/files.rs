//! Files of each kind: what is read of them, and what is refused.

use std::io::Cursor;
use std::sync::OnceLock;

use image::GrayImage;
use image::imageops::{self, FilterType};
use paper::{Finding, ScanError, ScanPages, Sheet};
use proptest::prelude::*;

use crate::{fixtures, jpeg, long_talk, mark, png, printed, read, sheets};

#[test]
fn a_file_of_each_kind_is_read_page_by_page() {
    let pdf = printed(&[(long_talk(), mark(23)), (Sheet::Visit(fixtures::visit()), mark(4_000_000_000))]);
    let codes: Vec<Finding> = sheets().iter().map(|(_, code)| Finding::Code(*code)).collect();
    assert!(codes.len() >= 3);
    assert_eq!(read(pdf), codes);
    let (page, code) = &sheets()[0];
    assert_eq!(read(png(page)), [Finding::Code(*code)]);
    assert_eq!(read(jpeg(page, 80)), [Finding::Code(*code)]);
    let pages: Vec<&GrayImage> = sheets().iter().map(|(page, _)| page).collect();
    assert_eq!(read(tiff_of(&pages)), codes);
}

fn tiff_of(pages: &[&GrayImage]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut tiff = tiff::encoder::TiffEncoder::new(Cursor::new(&mut file)).unwrap();
    for page in pages {
        tiff.write_image::<tiff::encoder::colortype::Gray8>(page.width(), page.height(), page).unwrap();
    }
    file
}

/// A PDF as document scanners write it: a page that is one JPEG, drawn over `size` points before these operations.
fn pdf_of(jpeg: &[u8], (width, height): (u32, u32), after: &str, size: (u32, u32)) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let content = format!("q {} 0 0 {} 0 0 cm /Im0 Do Q {after}", size.0, size.1);
    let image = format!(
        "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
    );
    let objects: [(&str, &[u8]); 5] = [
        ("/Type/Catalog/Pages 2 0 R", b""),
        ("/Type/Pages/Kids[3 0 R]/Count 1", b""),
        ("/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</Im0 5 0 R>>>>", b""),
        ("", content.as_bytes()),
        (&image, jpeg),
    ];
    for (number, (dict, stream)) in (1..).zip(objects) {
        let object = match stream {
            [] => format!("{number} 0 obj <<{dict}>> endobj\n").into_bytes(),
            _ => {
                let head = format!("{number} 0 obj <<{dict}/Length {}>> stream\n", stream.len());
                [head.as_bytes(), stream, b"\nendstream endobj\n"].concat()
            }
        };
        file.extend(object);
    }
    file.extend(b"trailer <</Root 1 0 R/Size 6>>\n%%EOF\n");
    file
}

#[test]
fn the_picture_that_a_scanner_put_into_a_pdf_is_kept_as_it_is() {
    let (page, code) = &sheets()[0];
    let small = imageops::resize(page, 1654, 2339, FilterType::Triangle);
    let own = jpeg(&small, 70);
    let of = |file: Vec<u8>| {
        let [Ok(page)] = &ScanPages::open(file).unwrap().collect::<Vec<_>>()[..] else { panic!("one page") };
        assert_eq!(page.finding, Finding::Code(*code));
        page.jpeg.clone()
    };
    let whole = (595, 842);
    assert!(of(pdf_of(&own, small.dimensions(), "", whole)) == own, "byte for byte");
    // With something else on the page, or in a part of it, the page counts and not the picture.
    let stamped = of(pdf_of(&own, small.dimensions(), "0 g 100 700 50 50 re f", whole));
    assert!(stamped != own);
    let black =
        image::load_from_memory(&stamped).unwrap().to_luma8().get_pixel(120 * 25 / 9, (842 - 720) * 25 / 9).0[0];
    assert!(black < 40, "{black}");
    assert!(of(pdf_of(&own, small.dimensions(), "", (476, 674))) != own, "smaller on the page");
    // Upside down it is stored upright.
    let turned = jpeg(&imageops::rotate180(&small), 70);
    assert!(of(pdf_of(&turned, small.dimensions(), "", whole)) != turned);
    let lying = pdf_of(&jpeg(&small, 70), (10, 10), "", whole);
    assert_eq!(ScanPages::open(lying).unwrap().next().unwrap().unwrap().finding, Finding::Code(*code));
}

#[test]
fn what_is_no_scan_is_refused() {
    let refused =
        |file: &[u8]| ScanPages::open(file.to_vec()).map(|pages| pages.map(|page| page.err()).collect::<Vec<_>>());
    assert_eq!(refused(b""), Err(ScanError::NotAScan));
    assert_eq!(refused("谈心谈话记录表".as_bytes()), Err(ScanError::NotAScan));
    assert_eq!(refused(b"%PDF-1.7 and no more"), Err(ScanError::Broken));
    assert_eq!(refused(b"II*\0\0\0\0\0"), Err(ScanError::Broken));
    assert_eq!(refused(b"\xff\xd8\xff\xe0 and no more"), Ok(vec![Some(ScanError::Broken)]));
    let whole = png(&sheets()[0].0);
    assert_eq!(refused(&whole[..whole.len() / 2]), Ok(vec![Some(ScanError::Broken)]));
    let huge = [b"P5 ".as_slice(), &[0; 100]].concat();
    assert_eq!(refused(&huge), Err(ScanError::NotAScan));
}

#[test]
fn what_would_take_too_much_memory_is_refused() {
    // A picture that says that it has 60,000 by 60,000 dots.
    let mut bomb = png(&GrayImage::new(64, 64));
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let crc = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    let pages: Vec<_> = ScanPages::open(bomb).unwrap().map(|page| page.err()).collect();
    assert_eq!(pages, [Some(ScanError::TooLarge)]);
    // A stream that inflates to half a gigabyte.
    let mut zeros = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..512 {
        std::io::Write::write_all(&mut zeros, &vec![0; 1 << 20]).unwrap();
    }
    let zeros = zeros.finish().unwrap();
    let head = format!("%PDF-1.7\n1 0 obj <</Filter/FlateDecode/Length {}>> stream\n", zeros.len());
    let bomb = [head.as_bytes(), &zeros, b"\nendstream endobj"].concat();
    assert_eq!(ScanPages::open(bomb).err(), Some(ScanError::TooLarge));
}

/// CRC-32 as PNG has it.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// The same on a page of a fifth, which is quickly drawn.
fn small_pdf(own: &[u8]) -> Vec<u8> {
    let mut file = pdf_of(own, (300, 424), "0 g 20 140 10 10 re f", (119, 168));
    let at = file.windows(7).position(|part| part == b"595 842").unwrap();
    file[at..at + 7].copy_from_slice(b"119 168");
    file
}

/// Fewer than for other properties, as each reads a file.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(32)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn any_bytes_are_read_or_refused(start in 0..6_usize, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let starts: [&[u8]; 6] = [b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"];
        if let Ok(pages) = ScanPages::open([starts[start], &bytes].concat()) {
            prop_assert!(pages.count() <= paper::SCAN_PAGES);
        }
    }

    #[test]
    fn a_real_file_with_wrong_bytes_is_read_or_refused(kind in 0..4_usize, places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30)) {
        static FILES: OnceLock<[Vec<u8>; 4]> = OnceLock::new();
        let small = || {
            let page = imageops::thumbnail(&sheets()[0].0, 300, 424);
            let own = jpeg(&page, 50);
            [tiff_of(&[&page]), small_pdf(&own), own, png(&page)]
        };
        let mut file = FILES.get_or_init(small)[kind].clone();
        for (place, byte) in places {
            let at = place.index(file.len());
            file[at] = byte;
        }
        if let Ok(pages) = ScanPages::open(file) {
            prop_assert!(pages.count() <= paper::SCAN_PAGES);
        }
    }
}
