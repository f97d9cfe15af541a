//! Attachments come back byte for byte, and go with their record.

use uuid::Uuid;
use vault::{Attachment, AttachmentOf, VaultError};

use crate::common::*;

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|n| (n * 31 % 253) as u8).collect()
}

fn read(vault: &vault::Vault, one: &Attachment) -> Vec<u8> {
    let mut out = Vec::new();
    get(vault, |r| r.attachment_bytes(one.id, &mut out));
    out
}

/// Gives a few bytes at a time, as pipes and network drives do.
struct Dripping<'a>(&'a [u8]);

impl std::io::Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = buffer.len().min(977).min(self.0.len());
        buffer[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

#[test]
fn of_any_length_around_whole_pieces() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let piece = 64 * 1024;
    let lengths = [0, 1, piece - 1, piece, piece + 1, 3 * piece, 3 * piece + 7];
    let stored: Vec<Attachment> = (0..)
        .zip(lengths)
        .map(|(n, length)| {
            let one = attachment(100 + n, AttachmentOf::Person, 1, "扫描件.png");
            put(&mut vault, |w| w.add_attachment(one, &mut Dripping(&bytes(length)), 4 * piece as u64))
        })
        .collect();
    vault.lock().unwrap();
    let vault = open(&folder).unwrap();
    for (one, length) in stored.iter().zip(lengths) {
        assert_eq!((one.size, read(&vault, one)), (length as u64, bytes(length)));
        assert_eq!(get(&vault, |r| r.attachment(one.id)).as_ref(), Some(one));
    }
    assert_eq!(get(&vault, |r| r.attachments(AttachmentOf::Person, Uuid::from_u128(1))), stored);
    assert_eq!(get(&vault, |r| r.attachments(AttachmentOf::Event, Uuid::from_u128(1))), []);
    assert!(vault.verify().unwrap().is_clean());
}

#[test]
fn too_large_leaves_nothing() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let one = attachment(100, AttachmentOf::Person, 1, "");
    let refused = vault.write(|w| w.add_attachment(one.clone(), &mut &bytes(100_001)[..], 100_000));
    assert_eq!(refused.unwrap_err(), VaultError::TooLarge);
    assert_eq!(get(&vault, |r| r.attachment(one.id)), None);
    put(&mut vault, |w| w.add_attachment(one, &mut &bytes(100_000)[..], 100_000));
}

#[test]
fn deleted_alone_or_with_their_draft() {
    let (_dir, folder) = small();
    let mut vault = open(&folder).unwrap();
    let (kept, gone) = (attachment(100, AttachmentOf::Visit, 40, ""), attachment(101, AttachmentOf::Visit, 40, ""));
    put(&mut vault, |w| {
        w.put_visit(&visit(40, &[1], &[], ""))?;
        for one in [&kept, &gone] {
            w.add_attachment(one.clone(), &mut &bytes(200_000)[..], u64::MAX)?;
        }
        w.delete_attachment(gone.id)?;
        assert_eq!(w.delete_attachment(gone.id), Err(VaultError::NotFound));
        assert_eq!(w.attachments(AttachmentOf::Visit, Uuid::from_u128(40))?.len(), 1);
        w.delete_visit(visit(40, &[1], &[], "").id)?;
        assert_eq!(w.attachment(kept.id)?, None);
        Ok(())
    });
    assert!(vault.verify().unwrap().is_clean(), "no piece is left without its attachment");
}
