//! Handing a PDF to CUPS, from memory, so that no readable file stays behind.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::{DeskError, ErrorCode};

/// Prints by `lp` from its standard input, on A4 and without scaling.
///
/// A sheet that is scaled no longer measures what its frame says, and the archive's stamp no longer fits.
pub fn print_with_cups(pdf: &[u8]) -> Result<(), DeskError> {
    let mut lp = Command::new("lp")
        .args(["-s", "-t", "zhixin", "-o", "media=iso_a4_210x297mm", "-o", "print-scaling=none", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| ErrorCode::PrinterMissing)?;
    let written = lp.stdin.take().map(|mut input| input.write_all(pdf));
    let status = lp.wait().map_err(|_| ErrorCode::PrintFailed)?;
    match (written, status.success()) {
        (Some(Ok(())), true) => Ok(()),
        _ => Err(ErrorCode::PrintFailed.into()),
    }
}
