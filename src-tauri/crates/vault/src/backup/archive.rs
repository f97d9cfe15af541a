//! Writing a ZIP of stored entries whose sizes and checksums are known beforehand, as one stream.
//!
//! The `zip` crate's writer finishes its archive when dropped, which panics and prints where the disk has failed. Source of the layout:
//! PKWARE APPNOTE 6.3.10, §4.3 and §4.5.3.

use std::io::{self, Write};

/// What a size or place of four bytes holds when the true one stands in the ZIP64 field.
const ELSEWHERE: u32 = u32::MAX;
/// 1980-01-01, the earliest day that a ZIP knows; the manifest has the time.
const DATE: u16 = 0x21;

/// An entry of the archive.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) size: u64,
    pub(super) crc: u32,
}

impl Entry {
    pub(super) fn of(name: &'static str, bytes: &[u8]) -> Self {
        Self { name, size: bytes.len() as u64, crc: crc32fast::hash(bytes) }
    }

    fn is_large(&self) -> bool {
        self.size >= ELSEWHERE.into()
    }

    /// What stands before an entry's bytes.
    pub(super) fn header(&self) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        self.common(self.is_large(), &mut bytes);
        let large: &[u64] = if self.is_large() { &[self.size, self.size] } else { &[] };
        let extra = zip64(large);
        bytes.extend_from_slice(&length(&extra).to_le_bytes());
        bytes.extend_from_slice(self.name.as_bytes());
        bytes.extend_from_slice(&extra);
        bytes
    }

    /// Its line in the directory; `place` is where its header begins.
    fn line(&self, place: u64) -> Vec<u8> {
        let (sizes, far) = (self.is_large(), place >= ELSEWHERE.into());
        // Made by a Unix program of version 4.5, so that the entry is a file that its owner may read and write.
        let mut bytes = b"PK\x01\x02\x2d\x03".to_vec();
        self.common(sizes || far, &mut bytes);
        let mut large = if sizes { vec![self.size, self.size] } else { Vec::new() };
        large.extend(far.then_some(place));
        let extra = zip64(&large);
        bytes.extend_from_slice(&length(&extra).to_le_bytes());
        // No comment, first disk, no internal attributes.
        bytes.extend_from_slice(&[0; 6]);
        bytes.extend_from_slice(&(0o100_600_u32 << 16).to_le_bytes());
        bytes.extend_from_slice(&small(place).to_le_bytes());
        bytes.extend_from_slice(self.name.as_bytes());
        bytes.extend_from_slice(&extra);
        bytes
    }

    /// From the version that a reader needs to the length of the name.
    fn common(&self, zip64: bool, bytes: &mut Vec<u8>) {
        let version: u16 = if zip64 { 45 } else { 20 };
        // Then no flags, stored, and midnight.
        for number in [version, 0, 0, 0, DATE] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let size = small(self.size);
        for number in [self.crc, size, size] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&length(self.name.as_bytes()).to_le_bytes());
    }
}

/// The directory and the end of an archive in which these entries follow one another from its beginning.
pub(super) fn write_end(entries: &[Entry], to: &mut dyn Write) -> io::Result<()> {
    let (mut place, mut lines) = (0, Vec::new());
    for entry in entries {
        lines.extend(entry.line(place));
        place += entry.header().len() as u64 + entry.size;
    }
    to.write_all(&lines)?;
    let (count, all, start) = (entries.len() as u64, lines.len() as u64, place);
    if start >= ELSEWHERE.into() {
        let mut end = b"PK\x06\x06".to_vec();
        end.extend_from_slice(&44_u64.to_le_bytes());
        for number in [45_u16, 45, 0, 0, 0, 0] {
            end.extend_from_slice(&number.to_le_bytes());
        }
        for number in [count, count, all, start] {
            end.extend_from_slice(&number.to_le_bytes());
        }
        end.extend_from_slice(b"PK\x06\x07\0\0\0\0");
        end.extend_from_slice(&(start + all).to_le_bytes());
        end.extend_from_slice(&1_u32.to_le_bytes());
        to.write_all(&end)?;
    }
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    let count = u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes();
    end.extend_from_slice(&count);
    end.extend_from_slice(&count);
    end.extend_from_slice(&small(all).to_le_bytes());
    end.extend_from_slice(&small(start).to_le_bytes());
    // No comment.
    end.extend_from_slice(&[0; 2]);
    to.write_all(&end)
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(ELSEWHERE)
}

/// The length of a name or field; ours are short.
fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX)
}

/// The ZIP64 field with these numbers; nothing for none.
fn zip64(numbers: &[u64]) -> Vec<u8> {
    let mut bytes = Vec::new();
    if !numbers.is_empty() {
        bytes.extend_from_slice(&[1, 0]);
        bytes.extend_from_slice(&u16::try_from(numbers.len() * 8).unwrap_or(u16::MAX).to_le_bytes());
        numbers.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Seek, SeekFrom};

    use zip::ZipArchive;

    use super::*;

    #[test]
    fn an_ordinary_reader_reads_it() {
        let entries = [Entry::of("a", b"first"), Entry::of("b.db", &[7; 70_000])];
        let mut bytes = Vec::new();
        for (entry, content) in entries.iter().zip([&b"first"[..], &[7; 70_000]]) {
            bytes.extend(entry.header());
            bytes.extend_from_slice(content);
        }
        write_end(&entries, &mut bytes).unwrap();
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut read = Vec::new();
        zip.by_name("a").unwrap().read_to_end(&mut read).unwrap();
        assert_eq!(read, b"first");
        read.clear();
        zip.by_name("b.db").unwrap().read_to_end(&mut read).unwrap();
        assert_eq!(read, [7; 70_000]);
    }

    /// A file with a hole of zeros in it, too large to be made.
    struct Holed {
        head: Vec<u8>,
        hole: u64,
        tail: Vec<u8>,
        at: u64,
    }

    impl Read for Holed {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let (head, hole) = (self.head.len() as u64, self.hole);
            let mut n = 0;
            for byte in buffer {
                *byte = match self.at {
                    at if at < head => self.head[at as usize],
                    at if at < head + hole => 0,
                    at => match self.tail.get((at - head - hole) as usize) {
                        Some(byte) => *byte,
                        None => break,
                    },
                };
                (self.at, n) = (self.at + 1, n + 1);
            }
            Ok(n)
        }
    }

    impl Seek for Holed {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            let end = self.head.len() as u64 + self.hole + self.tail.len() as u64;
            let from = |base: u64, by: i64| base.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput);
            self.at = match to {
                SeekFrom::Start(at) => at,
                SeekFrom::End(by) => from(end, by)?,
                SeekFrom::Current(by) => from(self.at, by)?,
            };
            Ok(self.at)
        }
    }

    #[test]
    fn more_than_four_gigabytes_are_read_too() {
        for hole in [u64::from(u32::MAX) - 1, u32::MAX.into(), 5 << 30] {
            let entries = [Entry { name: "data.db", size: hole, crc: 0 }, Entry::of("last", b"end")];
            let mut tail = entries[1].header();
            tail.extend_from_slice(b"end");
            write_end(&entries, &mut tail).unwrap();
            let mut zip = ZipArchive::new(Holed { head: entries[0].header(), hole, tail, at: 0 }).unwrap();
            assert_eq!(zip.by_name("data.db").unwrap().size(), hole);
            let mut read = Vec::new();
            zip.by_name("last").unwrap().read_to_end(&mut read).unwrap();
            assert_eq!(read, b"end", "behind {hole} bytes");
        }
    }
}
