//! Attachments (附件): scans and photos of a record.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// The most bytes of one attachment.
pub const ATTACHMENT_BYTES: u64 = 20 * 1024 * 1024;

/// What kind of record an attachment belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentTo {
    /// 人员.
    Person,
    /// 谈话.
    Talk,
    /// 走访.
    Visit,
    /// 事由.
    Event,
}

/// What an attachment is, by its first bytes and not by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// PDF.
    Pdf,
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A TIFF picture, which no web view shows.
    Tiff,
}

/// The request to add a file, for which the user is asked.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AttachmentAdd {
    /// The kind of record.
    pub to: AttachmentTo,
    /// Which.
    #[ts(type = "string")]
    pub record: Uuid,
    /// What it shall be called; the file's own name when empty.
    #[serde(default)]
    pub name: String,
}

/// The request for the attachments of a record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AttachmentList {
    /// The kind of record.
    pub to: AttachmentTo,
    /// Which.
    #[ts(type = "string")]
    pub record: Uuid,
}

/// The request to show, save or delete one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AttachmentGet {
    /// Which.
    #[ts(type = "string")]
    pub id: Uuid,
}

/// An attachment as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AttachmentView {
    /// Which.
    #[ts(type = "string")]
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: AttachmentKind,
    /// Its bytes.
    pub size: u64,
    /// Their SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
}

/// An attachment with its picture.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AttachmentPicture {
    /// Which.
    pub attachment: AttachmentView,
    /// The picture as a data URL; none for what is no picture that a web view shows, or more than 8 MB.
    pub data_url: Option<String>,
}
