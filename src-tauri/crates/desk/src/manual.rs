//! The manual as a file to print or to pass on; it needs no ledger.

use crate::{Desk, DeskError, FileKind, Host, ManualSave, ManualTongue, Saved, file};

pub(crate) fn manual_save(desk: &mut Desk, host: &dyn Host, request: ManualSave) -> Result<Saved, DeskError> {
    let name = match request.language {
        ManualTongue::Chinese => "知心使用手册.pdf",
        ManualTongue::English => "Zhixin manual.pdf",
    };
    let made = desk.today();
    // In the program's own font, whatever the office chose for its forms.
    file::save(host, FileKind::Pdf, name, || Ok(paper::Press::new()?.manual(request.language.into(), made)?))
}
